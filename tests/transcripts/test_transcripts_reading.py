"""Which reader a document gets, in which language it is, and how bad input is answered."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from cuepress.errors import TranscriptError, UsageError
from cuepress.transcripts import READABLE_EXTENSIONS, read_transcript, read_transcript_bytes
from cuepress.transcripts.blocks import Run
from cuepress.transcripts.limits import MAX_CHARACTERS, MAX_LINES, MAX_MARKS
from cuepress.transcripts.lines import Line
from cuepress.transcripts.speakers import name_speakers

SPEECH = "It is good to be here. Thank you."
RTF = rb"{\rtf1\ansi It is good to be here. Thank you.\par}"
SEED = Path(__file__).parents[3] / "shared" / "seed" / "strong-cities.fr.md"
CONFORMANCE = Path(__file__).parents[3] / "shared" / "conformance" / "run_transcript_reader.py"


class TestLanguage:
    """The caller knows best, then the file name, then the document."""

    @pytest.mark.parametrize(
        ("name", "given", "expected"),
        [
            ("talk.txt", None, "und"),
            ("talk.fr.txt", None, "fr"),
            ("talk.pt-BR.md", None, "pt-BR"),
            ("talk.zh-hans.txt", None, "zh-Hans"),
            ("talk.fr.txt", "de", "de"),
            ("talk.new.txt", None, "und"),
            ("talk.final.txt", None, "und"),
            ("talk.v2.txt", None, "und"),
            (".fr.txt", None, "und"),
            ("some folder.fr/talk.txt", None, "und"),
        ],
    )
    def test_from_argument_or_name(self, name: str, given: str | None, expected: str) -> None:
        assert read_transcript_bytes(SPEECH.encode(), name=name, language=given).language == expected

    def test_from_the_document(self) -> None:
        data = f"---\nlang: tr\ntitle: A talk\n---\n{SPEECH}".encode()

        transcript = read_transcript_bytes(data, name="talk.txt")

        assert (transcript.language, transcript.title) == ("tr", "A talk")
        assert [part.kind for part in transcript.unspoken] == ["metadata", "metadata"]

    def test_an_unknown_tag_is_wrong_usage(self) -> None:
        with pytest.raises(UsageError, match="unknown language tag"):
            read_transcript_bytes(SPEECH.encode(), name="talk.txt", language="no such")


class TestFormat:
    """Content that names its own format is believed before the extension."""

    @pytest.mark.parametrize("name", ["talk.rtf", "talk.doc", "talk.txt", "talk", "-"])
    def test_rtf_under_any_name(self, name: str) -> None:
        assert read_transcript_bytes(RTF, name=name).text == SPEECH

    @pytest.mark.parametrize("name", ["talk.vtt", "talk.txt", ""])
    def test_webvtt_under_any_name(self, name: str) -> None:
        data = f"WEBVTT\n\n00:00.000 --> 00:02.000\n{SPEECH}\n".encode()

        assert read_transcript_bytes(data, name=name).text == SPEECH

    def test_flat_opendocument(self) -> None:
        """One XML file, as LibreOffice writes it; nothing but its name tells it from other XML."""
        office = "urn:oasis:names:tc:opendocument:xmlns"
        data = (
            f'<office:document xmlns:office="{office}:office:1.0" xmlns:text="{office}:text:1.0">'
            f"<office:body><office:text><text:p>{SPEECH}</text:p></office:text></office:body></office:document>"
        )

        assert read_transcript_bytes(data.encode(), name="talk.fodt").text == SPEECH

    def test_an_unknown_type_is_told_what_is_read(self) -> None:
        with pytest.raises(TranscriptError) as caught:
            read_transcript_bytes(SPEECH.encode(), name="talk.xyz")

        assert all(extension in str(caught.value) for extension in READABLE_EXTENSIONS)

    def test_a_zip_archive_is_no_document(self) -> None:
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as archive:
            archive.writestr("readme.txt", "hello")

        with pytest.raises(TranscriptError, match="zip archive"):
            read_transcript_bytes(made.getvalue(), name="talk.docx")


class TestBadInput:
    """What cannot be read is answered with what, where and what next."""

    @pytest.mark.parametrize(
        ("name", "data", "message"),
        [
            ("talk.txt", b"", "empty"),
            ("talk.txt", b" \n\t ", "white space"),
            ("talk.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, "not text"),
            ("talk.txt", b"\x00\x00\x00 ftypisom" + bytes(range(256)) * 9, "not text"),
            ("talk.docx", b"PK\x03\x04 broken", "damaged"),
            ("talk.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 99, "Word 97"),
            (
                "talk.docx",
                b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
                "password",
            ),
            ("talk.rtf", b"hello", "not an RTF"),
            ("talk.srt", b"hello", "no cue"),
            ("talk.md", b"# Only a title\n", "nothing in it is spoken: title"),
            ("talk.txt", b"[00:12:30]\n", "nothing in it is spoken: timestamp"),
            ("talk.txt", b"a" * (MAX_CHARACTERS + 1), "characters"),
            ("talk.md", b"Q.\n" * (MAX_LINES + 2), "lines"),
            ("talk.md", b"*a* " * (MAX_MARKS // 2 + 1), "marks"),
            ("talk.md", b"\\" * (MAX_MARKS + 1), "marks"),
            ("talk.txt", b"[a]" * (MAX_MARKS + 1), "marks"),
            ("talk.html", b"<table>" + b"<tr><td>a<td>b<td>c" * (MAX_LINES // 3 + 1), "lines"),
        ],
    )
    def test_files(self, tmp_path: Path, name: str, data: bytes, message: str) -> None:
        path = tmp_path / name
        path.write_bytes(data)

        with pytest.raises(TranscriptError, match=message) as caught:
            read_transcript(path)

        assert name in caught.value.where
        assert caught.value.next_step

    def test_a_missing_file_and_a_folder(self, tmp_path: Path) -> None:
        with pytest.raises(TranscriptError, match="no such file"):
            read_transcript(tmp_path / "none.txt")
        with pytest.raises(TranscriptError, match="folder"):
            read_transcript(tmp_path)

    @pytest.mark.parametrize("name", ["talk.txt", "talk.md"])
    @pytest.mark.parametrize(
        "opening", [">", "[", "{", "(", "*", "![a", "[a](", "`", "<", "- ", "_*", "\\", "♪ ", "a: "]
    )
    def test_nesting_is_no_trap(self, name: str, opening: str) -> None:
        """Sixty thousand openings take a moment, not a minute; the text behind them is read."""
        transcript = read_transcript_bytes((opening * 60_000 + "\n\nHello there.").encode(), name=name)

        assert transcript.text.endswith("Hello there.")

    @pytest.mark.parametrize("marks", ["-", "- ", "-->", "...", "| "])
    def test_a_rule_behind_a_name_is_no_trap(self, marks: str) -> None:
        transcript = read_transcript_bytes(f"Hello there.\n\nAnna: {marks * 40_000}x.".encode(), name="talk.txt")

        assert transcript.text.endswith("x.")

    @pytest.mark.parametrize(
        "shape", ["{} Hello there.", "Hello there. {}", "[Anna Bell] {}", "{} A: Hello there."]
    )
    def test_a_long_part_that_is_not_spoken_is_no_trap(self, shape: str) -> None:
        """Its place stays blank in the line, and no pattern may try every beginning of that."""
        unspoken = Run("note " * 60_000, unspoken="footnote")
        before, _, after = shape.partition("{}")
        line = Line((Run(before), unspoken, Run(after)))

        [named] = name_speakers([line])

        assert unspoken in named.runs
        assert named.text.endswith(after[-12:])

    def test_endless_blank_lines_in_a_track_are_no_trap(self) -> None:
        data = "WEBVTT\n\n00:00.000 --> 00:09.000\nHello there." + "\n" * 120_000 + "00:09.000 --> 00:10.000\nBye."

        assert read_transcript_bytes(data.encode(), name="talk.vtt").text == "Hello there. Bye."

    @pytest.mark.parametrize("name", ["talk.txt", "talk.md", "talk.html"])
    def test_endless_marks_on_a_letter_are_no_trap(self, name: str) -> None:
        """To put them in order takes quadratic time; the text around them stays."""
        marks = "\u0301\u0323" * 60_000

        transcript = read_transcript_bytes(f"Hello a{marks} there.".encode(), name=name)

        assert transcript.text.startswith("Hello ")
        assert transcript.text.endswith(" there.")
        assert len(transcript.text) < 60

    def test_the_track_of_a_day_is_read(self) -> None:
        """Its times make up half of it and are no text."""
        times = (f"{n // 3600:02}:{n // 60 % 60:02}:{n % 60:02},000 --> 99:00:00,000" for n in range(35_000))
        cues = (f"{n}\n{time}\nWord {n}.\n" for n, time in enumerate(times))

        transcript = read_transcript_bytes("\n".join(cues).encode(), name="talk.srt")

        assert transcript.text.endswith("Word 34999.")

    def test_endless_brackets_in_wrapped_lines_are_no_trap(self) -> None:
        transcript = read_transcript_bytes(f"Hello {')' * 60_000}x\nyes it is\nand so\n".encode(), name="talk.txt")

        assert transcript.text.endswith("and so")

    def test_groups_in_groups_in_rtf(self) -> None:
        data = rb"{\rtf1 " + b"{" * 60_000 + b"Hello there." + b"}" * 60_000 + b"}"

        assert read_transcript_bytes(data, name="talk.rtf").text == "Hello there."


@pytest.mark.skipif(not SEED.exists(), reason="the seed is not here")
def test_the_seed_has_a_title_of_three_lines_and_seven_paragraphs() -> None:
    transcript = read_transcript(SEED)

    assert (transcript.language, len(transcript.paragraphs)) == ("fr", 7)
    assert [part.kind for part in transcript.unspoken] == ["title"] * 3
    assert {paragraph.speaker for paragraph in transcript.paragraphs} == {""}
    assert "le niveau local, et la séparation entre le secteur public" in transcript.text


@pytest.mark.skipif(not CONFORMANCE.exists(), reason="the conformance cases are not here")
def test_conformance() -> None:
    """All documents of other people are read as those people read them."""
    import subprocess
    import sys

    done = subprocess.run(
        [sys.executable, str(CONFORMANCE), "transcript_adapter:read", "-v"],
        cwd=Path(__file__).parents[1],
        capture_output=True,
        text=True,
        check=True,
    )

    assert "failed 0" in done.stdout, done.stdout
