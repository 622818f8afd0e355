"""Track files mended: what is said stays, a second run finds nothing, and handwork stays handwork."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cuepress import formats
from cuepress.errors import LibraryError, TrackError
from cuepress.manifest import SourceRecord, TrackRecord
from cuepress.model import Track
from cuepress.review import checking, fixing
from cuepress.review.fixing import FixOptions
from cuepress.timing import handwork
from strategies import tracks

Run = Callable[..., tuple[int, str, str]]
VTT = """WEBVTT

NOTE stays

00:00:06.000 --> 00:00:07.000
<v Anne>Nous voyons la
ville.

00:00:01.000 --> 00:00:03.200
Bonjour !

00:00:03.000 --> 00:00:04.600
Cette phrase est beaucoup trop longue pour tenir sur une seule ligne.
"""
BROKEN = (
    *("", "", "NOTE x", "1", "a & b...", "<i>c", "mot !", "« x »", "-->", "Il va a la", "ville. " * 9),
    *("00:01.000 --> 00:02.000", "00:00:01.500 --> 00:00:01.000", "00:09.000 --> 00:09.100 line:9 x:y"),
)


def put(tmp_path: Path, text: str | bytes, name: str = "talk.fr.vtt") -> Path:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def said(data: bytes, extension: str) -> list[tuple[int, str, str]]:
    """Return in time, voice and visible characters of each cue, spaces and signs that are mended left out."""
    track = formats.parse(data, extension=extension).track
    return [(cue.start_ms, cue.voice, "".join(filter(str.isalnum, cue.text))) for cue in track.cues]


class TestLaws:
    @settings(max_examples=60)
    @given(
        tracks(kind="captions"), st.sampled_from([".vtt", ".srt"]), st.sampled_from(["fr", "en", "ar", "zh-Hans"])
    )
    def test_nothing_that_is_said_changes_and_a_second_run_mends_nothing(
        self, track: Track, extension: str, tag: str
    ) -> None:
        data = formats.serialize(track, extension=extension).data
        if extension == ".srt" and not track.cues:
            data = b""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"talk.{tag}{extension}"
            path.write_bytes(data or b"\n")
            once = fixing.fix(path)
            path.write_bytes(once.after)
            twice = fixing.fix(path)

        assert said(once.after, extension) == said(once.before, extension)
        assert (twice.is_changed, twice.mends) == (False, ())
        assert bool(once.mends) == once.is_changed

    @settings(max_examples=60)
    @given(st.lists(st.sampled_from(BROKEN), max_size=14))
    def test_so_it_is_with_broken_files(self, lines: list[str]) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = put(Path(folder), "\n".join(["WEBVTT", "", *lines]))
            once = fixing.fix(path)
            path.write_bytes(once.after)
            twice = fixing.fix(path)

        assert said(once.after, ".vtt") == said(once.before, ".vtt")
        assert not twice.is_changed


def test_every_kind_of_mend_is_listed(tmp_path: Path) -> None:
    done = fixing.fix(put(tmp_path, VTT))

    assert {mend.what for mend in done.mends} == {"syntax", "typography", "lines", "times"}
    assert any("put in the order of their times" in str(mend) for mend in done.mends)
    assert any(
        str(mend).startswith("cue 1 at 00:00:01.000: out time 00:00:03.200 was after") for mend in done.mends
    )
    assert b"NOTE stays" in done.after
    assert (
        "<v Anne>Nous voyons\nla ville." in done.after.decode()
        or "<v Anne>Nous voyons la ville." in done.after.decode()
    )


def test_the_preview_is_a_diff_and_writes_nothing(tmp_path: Path) -> None:
    path = put(tmp_path, VTT.replace("Bonjour", "Bon\x1b[31mjour"))

    shown = fixing.diff(fixing.fix(path))

    assert "+00:00:01.000 --> 00:00:02.920" in shown
    assert "\x1b" not in shown
    assert "\x1b" in path.read_text()


def test_a_clean_file_stays_byte_for_byte(tmp_path: Path) -> None:
    path = put(tmp_path, "WEBVTT\r\n\r\n1\r\n00:01.000 --> 00:03.000\r\nBonjour.\r\n".encode("utf-8-sig"))

    assert not fixing.fix(path).is_changed


def test_line_ends_and_the_byte_order_mark_stay(tmp_path: Path) -> None:
    path = put(tmp_path, VTT.replace("\n", "\r\n").encode("utf-8-sig"))

    after = fixing.fix(path).after

    assert after.startswith(b"\xef\xbb\xbfWEBVTT\r\n\r\n")
    assert after.count(b"\n") == after.count(b"\r\n")


@pytest.mark.parametrize(
    ("data", "said_of_it"),
    [
        ("1\n00:00:01,000 --> 00:00:02,000\nÇa va été !\n".encode("cp1252"), "its encoding is a guess"),
        ("1\n00:00:01,000 --> 00:00:01,100\n\ufffd\n".encode(), "broken characters"),
    ],
)
def test_what_is_not_sure_is_left_alone(tmp_path: Path, data: bytes, said_of_it: str) -> None:
    done = fixing.fix(put(tmp_path, data, "talk.fr.srt"))

    assert not done.is_changed
    assert said_of_it in done.left


def test_utf_16_becomes_utf_8(tmp_path: Path) -> None:
    path = put(tmp_path, "1\n00:00:01,000 --> 00:00:02,500\nÇa va\n".encode("utf-16"), "talk.fr.srt")

    done = fixing.fix(path)

    assert "Ça va".encode() in done.after
    assert "becomes UTF-8" in str(done.mends[0])


@pytest.mark.parametrize(
    "text", ["- Oui\n- Non, jamais de la vie je ne dirais cela, monsieur", "♪ la la\nla la la la ♪"]
)
def test_turns_and_verses_keep_their_lines(tmp_path: Path, text: str) -> None:
    path = put(tmp_path, f"WEBVTT\n\n00:01.000 --> 00:07.000\n{text}\n")

    assert text in fixing.fix(path).after.decode()


def test_a_text_with_markup_is_left(tmp_path: Path) -> None:
    path = put(tmp_path, "WEBVTT\n\n00:01.000 --> 00:07.000\nNous <i>voyons la\nville</i> !\n")

    assert not fixing.fix(path).is_changed


def test_chapters_are_only_tidied(tmp_path: Path) -> None:
    path = put(tmp_path, VTT, "talk.fr.chapters.vtt")

    assert {mend.what for mend in fixing.fix(path).mends} == {"syntax"}


def test_the_profile_decides(tmp_path: Path) -> None:
    text = "WEBVTT\n\n00:00:01.000 --> 00:00:03.000\nHello.\n\n00:00:03.000 --> 00:00:05.000\nAll of you.\n"
    path = put(tmp_path, text, "talk.en.vtt")

    assert fixing.fix(path).is_changed
    assert not fixing.fix(path, FixOptions(profile="bbc")).is_changed


def test_a_file_that_was_changed_meanwhile_is_not_written_over(tmp_path: Path) -> None:
    path = put(tmp_path, VTT)
    done = fixing.fix(path)
    path.write_text(VTT + "\n")

    with pytest.raises(LibraryError, match="changed meanwhile"):
        fixing.write(done)


def test_what_is_no_track_is_said(tmp_path: Path) -> None:
    with pytest.raises(TrackError, match="no WebVTT"):
        fixing.fix(put(tmp_path, "hello"))


def test_a_mended_track_counts_as_corrected_by_hand(tmp_path: Path) -> None:
    """No later run may replace it unasked: it is no longer as it was written, whatever the manifest says."""
    path = put(tmp_path, VTT)
    record = TrackRecord(
        language="fr",
        kind="captions",
        title="",
        transcript=SourceRecord("talk.fr.txt", ""),
        profile="cuepress",
        sync="speech",
        made_at="",
        made_from="",
        files={path.name: handwork.sha256(path.read_bytes())},
    )
    assert not handwork.is_foreign(path, record)

    fixing.write(fixing.fix(path))

    assert handwork.is_foreign(path, record)
    assert handwork.write({path: b"made anew"}, record, overwrite=False) == "kept"


def test_with_the_video_nothing_stays_past_its_end(tmp_path: Path, talk_video: Path) -> None:
    path = put(tmp_path, "WEBVTT\n\n00:00:09.000 --> 00:00:14.000\nBonjour.\n")

    assert not fixing.fix(path).is_changed
    assert b"00:00:09.000 --> 00:00:12.0" in fixing.fix(path, FixOptions(media=talk_video)).after


def test_what_was_mended_is_no_longer_found(tmp_path: Path) -> None:
    """The checks agree with the mends: of what can be mended nothing is left."""
    path = put(tmp_path, VTT)
    fixing.write(fixing.fix(path))

    found = {finding.rule for finding in checking.check_files([path]).findings}

    left = {rule for rule in found if rule.startswith(("time.", "syntax.", "breaks."))}
    assert left <= {"breaks.cue_end"}


class TestCommand:
    def test_it_shows_a_diff_and_then_writes(self, run: Run, tmp_path: Path) -> None:
        path = put(tmp_path, VTT)

        code, out, err = run("check", path, "--fix")
        assert code == 1
        assert "+00:00:01.000 --> 00:00:02.920" in out
        assert "make them with --write" in err
        assert path.read_text() == VTT

        code, out, err = run("check", path, "--fix", "--write")
        assert (code, out) == (0, "")
        assert "mends made" in err
        assert run("check", path, "--fix") == (0, "", "nothing to mend\n")

    def test_one_bad_file_does_not_stop_the_others(self, run: Run, tmp_path: Path) -> None:
        bad, good = put(tmp_path, "no track", "bad.fr.vtt"), put(tmp_path, VTT)

        code, _, err = run("check", bad, good, "--write")

        assert code == 3
        assert "bad.fr.vtt: this is no WebVTT file" in err
        assert good.read_text() != VTT
