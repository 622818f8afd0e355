"""Files and bytes: names, encodings, what is common to all formats, and the shared conformance cases."""

from __future__ import annotations

import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from cuepress import formats
from cuepress.errors import TrackError, UsageError
from cuepress.formats.decoding import decode
from cuepress.model import Cue, Track

SHARED = Path(__file__).parents[3] / "shared" / "conformance"

# A few lines as they stand in subtitles, per language and per encoding that its subtitles came in.
LEGACY = [
    ("fr", "cp1252", "L’été dernier, où l’œuvre a été présentée.\nMerci à tous d’être venus, c’est très gentil."),
    ("pt", "cp1252", "Não há razão para preocupação.\nObrigado pela atenção de vocês, até amanhã."),
    ("sv", "cp1252", "Välkommen till vår konferens på ön.\nVi är mycket glada över att ni är här."),
    ("cs", "cp1250", "Dámy a pánové, vítejte na naší konferenci.\nDěkuji vám, že jste přišli."),
    ("pl", "cp1250", "Dziękuję państwu za przybycie.\nBędziemy dziś mówić o przyszłości."),
    ("tr", "cp1254", "Teşekkür ederim, hoş geldiniz.\nBugün geleceği konuşacağız, değil mi?"),
    ("lt", "cp1257", "Ačiū, kad atėjote.\nŠiandien kalbėsime apie ateitį ir žmones, kurių čia nėra."),
    ("ru", "cp1251", "Спасибо, что пришли.\nСегодня мы поговорим о будущем."),
    ("ru", "koi8-r", "Спасибо, что пришли.\nСегодня мы поговорим о будущем."),
    ("el", "cp1253", "Καλημέρα σας και ευχαριστώ.\nΣήμερα θα μιλήσουμε για το μέλλον."),
    ("he", "cp1255", "שלום לכולם, תודה שבאתם.\nהיום נדבר על העתיד."),
    ("ar", "cp1256", "شكرا لكم على الحضور.\nسنتحدث اليوم عن المستقبل."),
    ("th", "cp874", "ขอบคุณที่มา\nวันนี้เราจะพูดถึงอนาคต"),
    ("ja", "shift_jis", "お越しいただきありがとうございます。\n今日は未来について話します。"),
    ("zh-Hans", "gb18030", "谢谢大家的到来。\n今天我们将谈论未来。"),
    ("zh-Hant", "big5", "謝謝大家的到來。\n今天我們將談論未來。"),
    ("ko", "euc_kr", "와 주셔서 감사합니다.\n오늘 우리는 미래에 대해 이야기할 것입니다."),
]
TRACK = Track((Cue(1_000, 2_000, "Où êtes-vous ?"), Cue(3_000, 4_000, "مرحبا")))


@pytest.mark.parametrize(("tag", "encoding", "text"), LEGACY, ids=[f"{row[0]}-{row[1]}" for row in LEGACY])
@pytest.mark.parametrize("is_known", [True, False])
def test_legacy_encodings(tag: str, encoding: str, text: str, *, is_known: bool) -> None:
    """Two lines are enough to tell the encoding, with the language known or not; that it was guessed is told."""
    lines = text.split("\n")
    srt = "".join(
        f"{at}\r\n00:00:0{at},000 --> 00:00:0{at},900\r\n{line}\r\n\r\n" for at, line in enumerate(lines, 1)
    )
    reading = formats.parse(srt.encode(encoding), extension=".srt", language=tag if is_known else "und")
    assert [cue.text for cue in reading.track.cues] == lines
    assert len(reading.problems) == 1


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("extension", [".vtt", ".srt"])
def test_unicode_encodings(encoding: str, mark: str, extension: str) -> None:
    text = mark + formats.serialize(TRACK, extension=extension).data.decode()
    reading = formats.parse(text.encode(encoding), extension=extension)
    assert reading.track == TRACK
    assert bool(reading.problems) == (encoding != "utf-8")


def test_a_broken_byte_costs_one_character() -> None:
    """A file that was cut or pasted together is not taken for another encoding."""
    data = formats.serialize(TRACK, extension=".srt").data
    decoded = decode(data + b"\xe9")
    assert decoded.text.startswith(data.decode())
    assert [problem.line for problem in decoded.problems] == [data.count(b"\n") + 1]


def test_a_cut_utf_16_file_is_read_to_its_end() -> None:
    data = formats.serialize(TRACK, extension=".srt").data.decode().rstrip().encode("utf-16")
    assert formats.parse(data[:-1], extension=".srt").track.cues[0] == TRACK.cues[0]


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("talk.fr.vtt", ("fr", "captions")),
        ("talk.zh-hans.srt", ("zh-Hans", "captions")),
        ("talk.pt-BR.chapters.vtt", ("pt-BR", "chapters")),
        ("talk.en.sdh.srt", ("en", "captions")),
        ("talk.descriptions.vtt", ("und", "descriptions")),
        ("talk.vtt", ("und", "captions")),
        ("fr.vtt", ("und", "captions")),
        ("talk.2024.v2.srt", ("und", "captions")),
    ],
)
def test_names_of_files(name: str, found: tuple[str, str], tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(formats.serialize(TRACK, extension=path.suffix).data)
    track = formats.load(path).track
    assert (track.language, track.kind) == found
    assert formats.load(path, language="tr", kind="subtitles").track.language == "tr"


def test_errors_name_the_file(tmp_path: Path) -> None:
    path = tmp_path / "talk.fr.vtt"
    with pytest.raises(TrackError, match="no such file"):
        formats.load(path)
    path.write_bytes(b"GIF89a")
    with pytest.raises(TrackError, match=r"talk\.fr\.vtt: this is no WebVTT"):
        formats.load(path)
    path.write_bytes(b"")
    with pytest.raises(TrackError, match="empty"):
        formats.load(path)


@pytest.mark.parametrize("data", [b"", b"\r\n \n", b"\xef\xbb\xbf"])
def test_nothing_at_all_is_no_track(data: bytes) -> None:
    """As a pipe hands it over when the command before it failed; nothing is written then."""
    with pytest.raises(TrackError, match="there is nothing in it"):
        formats.parse(data, extension="", where="stdin")


def test_errors_travel_between_processes() -> None:
    with pytest.raises(TrackError) as raised:
        formats.parse(b"1\n00:00:01.0 --> 00:00:02,000\na\n", extension=".srt", is_strict=True)
    copy = pickle.loads(pickle.dumps(raised.value))  # noqa: S301 - our own object
    assert (str(copy), copy.problems) == (str(raised.value), raised.value.problems)


def test_an_unknown_format_is_a_wrong_question() -> None:
    with pytest.raises(UsageError, match=r"\.srt, \.vtt"):
        formats.serialize(TRACK, extension=".doc")


def test_a_long_file_is_read_in_one_pass() -> None:
    """Garbage of every sort that makes careless patterns slow: this ends, within the patience of the suite."""
    beginning = "00:00:01,000 --> 00:00:02,000\n"
    for part in (
        "<i ",
        "<font a",
        "{\\",
        "1:",
        "-->\n",
        "<",
        "2\n\n",
        " " * 300 + ":>\n",
        "- - - >\n",
        "&",
        "<v a",
    ):
        text = part * (300_000 // len(part))
        for data, extension in (
            (beginning + text, ".srt"),
            (f"WEBVTT\n\n00:01.000 --> 00:02.000\n{text}", ".vtt"),
        ):
            assert formats.parse(data.encode(), extension=extension).track.cues


def test_libraries_come_when_they_are_needed_and_in_silence() -> None:
    """Importing the package costs nothing; reading and writing warn about nothing."""
    code = (
        "import sys; from cuepress import formats; from cuepress.model import Cue, Track;"
        "assert not {'pysrt', 'webvtt', 'charset_normalizer', 'chardet'} & set(sys.modules);"
        "[formats.serialize(Track((Cue(0, 1, 'a'),)), extension=each) for each in formats.FORMATS];"
        "formats.parse(b'1\\n00:00:01,000 --> 00:00:02,000\\n\\xe9', extension='.srt')"
    )
    subprocess.run([sys.executable, "-W", "error", "-c", code], check=True, capture_output=True)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared conformance cases are not here")
@pytest.mark.parametrize(
    ("runner", "reader", "least"),
    [
        ("run_vtt_reader.py", "read_vtt", "passed 49 failed 0"),
        ("run_vtt_reader.py", "read_vtt_raw", "passed 49 failed 0"),
        ("run_srt_reader.py", "read_srt", "passed 73 failed 0"),
    ],
)
def test_conformance(runner: str, reader: str, least: str) -> None:
    """Cases from web-platform-tests and from other projects' files, none of them ours."""
    done = subprocess.run(
        [sys.executable, SHARED / runner, f"conformance_adapters:{reader}"],
        check=True,
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[1],
    )
    assert least in done.stdout
