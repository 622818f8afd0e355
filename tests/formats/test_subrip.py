"""SubRip by hand: each way in which real files differ from the usual, and how we write."""

from __future__ import annotations

import pytest

from cuepress import formats
from cuepress.errors import TrackError
from cuepress.formats.subrip_text import with_rlm
from cuepress.model import Cue, Track

USUAL = "1\n00:00:01,000 --> 00:00:02,000\n"
NEXT = "2\n00:00:03,000 --> 00:00:04,000\nb\n"


def read(text: str, *, is_strict: bool = False) -> formats.Reading:
    return formats.parse(text.encode(), extension=".srt", is_strict=is_strict)


def cues(text: str) -> list[tuple[int, int, str]]:
    return [(cue.start_ms, cue.end_ms, cue.text) for cue in read(text).track.cues]


def written(*many: Cue, options: formats.WriteOptions = formats.DEFAULT_OPTIONS) -> str:
    return formats.serialize(Track(many), extension=".srt", options=options).data.decode()


@pytest.mark.parametrize(
    ("times", "start_ms", "end_ms"),
    [
        ("00:00:01,500 --> 00:00:02,250", 1_500, 2_250),
        ("00:00:01.500 --> 00:00:02.250", 1_500, 2_250),
        ("00:00:01:500 --> 00:00:02;250", 1_500, 2_250),
        ("00:00:01 500 --> 00:00:02 250", 1_500, 2_250),
        ("00.00.01,500 --> 00.00.02,250", 1_500, 2_250),
        ("0:0:1,5-->0:0:2,25", 1_500, 2_250),
        ("00:01,500 --> 00:02,250", 1_500, 2_250),
        ("00:00:01 --> 00:00:02", 1_000, 2_000),
        ("00:00:01,500 -> 00:00:02,250", 1_500, 2_250),
        ("00:00:01,500 → 00:00:02,250", 1_500, 2_250),
        ("00:00:01,500 ==> 00:00:02,250", 1_500, 2_250),
        ("00:00:01,500 –> 00:00:02,250", 1_500, 2_250),
        ("00:00:01,500 --&gt; 00:00:02,250", 1_500, 2_250),
        ("00:00:01,500 - 00:00:02,250", 1_500, 2_250),
        ("00: 00: 01, 500 - -> 00: 00: 02, 250", 1_500, 2_250),
        ("00：00：01，500－－>00：00：02，250", 1_500, 2_250),
        ("٠٠:٠٠:٠١,٥٠٠ --> ٠٠:٠٠:٠٢,٢٥٠", 1_500, 2_250),
        ("\u200f00:00:01,500 --> \u200f00:00:02,250\u202c", 1_500, 2_250),
        ("  \t00:00:01,500 --> 00:00:02,250  ", 1_500, 2_250),
        ("00:00:001,500 --> 00:00:002,250", 1_500, 2_250),
        ("-00:00:01,500 --> 00:00:02,250", 0, 2_250),
        ("00:00:-1,500 --> 00:00:02,250", 0, 2_250),
        ("100:00:00,000 --> 9999:00:00,000", 360_000_000, 35_996_400_000),
        ("00:00:75,000 --> 00:90:00,000", 75_000, 5_400_000),
    ],
)
def test_spellings_of_times(times: str, start_ms: int, end_ms: int) -> None:
    """Every spelling is read; every unusual one is told, with its line."""
    reading = read(f"1\n{times}\na\n")
    assert [(cue.start_ms, cue.end_ms, cue.text) for cue in reading.track.cues] == [(start_ms, end_ms, "a")]
    usual = times == "00:00:01,500 --> 00:00:02,250"
    assert bool(reading.problems) is not (usual or times.startswith(("  ", "\u200f")))


@pytest.mark.parametrize(
    "line",
    ["3:30 -> 4:00 pm", "A --> B", "at 3:30 --> 4:00", "see 1:2:3", "00:00:01,000", "1.5 > 1.2", "10:4 = 5:2"],
)
def test_text_that_is_no_times(line: str) -> None:
    assert cues(f"{USUAL}{line}\n") == [(1_000, 2_000, line)]


@pytest.mark.parametrize(
    ("text", "texts"),
    [
        (f"{USUAL}a\n{NEXT}", ["a", "b"]),  # no blank line between
        (f"{USUAL}a\n \t\n{NEXT}", ["a", "b"]),  # white space on it
        (f"{USUAL}a\n\nc\n\n{NEXT}", ["a\nc", "b"]),  # a blank line inside
        (f"{USUAL}\na\n\n{NEXT}", ["a", "b"]),  # and at the start
        (f"{USUAL}\n\n{NEXT}", ["", "b"]),  # no text
        (f"{USUAL}42\n\n{NEXT}", ["42", "b"]),  # a number as text
        (f"{USUAL}a\n\n3\n", ["a"]),  # numbered on, but nothing left: kept as text of nobody
        (f"{USUAL}a\n\n2\nlost\n\n3\n00:00:05,000 --> 00:00:06,000\nc\n", ["a\nlost", "c"]),
        (f"{USUAL}a\n\n2\n00:00:03,000 -->\nlost\n\n3\n00:00:05,000 --> 00:00:06,000\nc\n", ["a\nlost", "c"]),
        (f"by X\nhttp://x\n\n{USUAL}a\n", ["a"]),
        (f"{USUAL}a\n\n\ufeff1\n00:00:03,000 --> 00:00:04,000\nb\n", ["a", "b"]),  # two files joined
        ("1 00:00:01,000 --> 00:00:02,000 a\n2 00:00:03,000 --> 00:00:04,000 b\n", ["a", "b"]),
        ("00:00:01,000 --> 00:00:02,000\n2\n\n00:00:03,000 --> 00:00:04,000\n1\n", ["2", "1"]),  # a countdown
        ("1\n\n00:00:01,000 --> 00:00:02,000\n\na\n\n2\n\n00:00:03,000 --> 00:00:04,000\n\nb\n", ["a", "b"]),
        ((USUAL + "a\n\n" + NEXT).replace("\n", "\r\r\n"), ["a", "b"]),
        ((USUAL + "a\n\n" + NEXT).replace("\n", "\r"), ["a", "b"]),
        (f"{USUAL}a\x0c\u2028b\n", ["a\x0c\u2028b"]),
    ],
)
def test_shapes_of_files(text: str, texts: list[str]) -> None:
    if texts == ["a"] and text.endswith("3\n"):
        text = text.replace("3\n", "2\n")  # cut off after the next number
    assert [cue.text for cue in read(text).track.cues] == texts


@pytest.mark.parametrize(
    ("text", "plain", "markup"),
    [
        ("<i>a</i> b", "a b", "<i>a</i> b"),
        ("< I >a< / I >", "a", "<i>a</i>"),
        ('<font color="red"><b>a</b></font>', "a", "<b>a</b>"),
        ("<em>a</em><br>b", "a\nb", "<i>a</i>\nb"),
        ("<i>\na\n</i>", "a", "<i>a</i>"),
        ("{\\i1}a{\\i0} {\\pos(1,2)}b", "a b", "<i>a</i> b"),
        ("{\\an8}\na\\Nb\\hc", "a\nb\u00a0c", ""),
        ("<LAUGHING & WHOOPS!> a<b <3 AT&amp;T {x} \\N", "<LAUGHING & WHOOPS!> a<b <3 AT&amp;T {x} \\N", ""),
        ("<i>a", "a", "<i>a</i>"),
        ("a</i>", "a", ""),
        ("NAME: a\n- b", "NAME: a\n- b", ""),
    ],
)
def test_tags(text: str, plain: str, markup: str) -> None:
    """What players know as tags is no text; what they show stays as it is, voices included."""
    (cue,) = read(f"{USUAL}{text}\n").track.cues
    assert (cue.text, cue.markup, cue.voice) == (plain, markup, "")


def test_place_on_the_screen() -> None:
    """The top is carried both ways; WebVTT settings are kept, SubRip's coordinates told."""
    (top,) = read(f"{USUAL}{{\\an8}}a\n").track.cues
    assert top.settings == "line:0"
    assert "{\\an8}a" in written(top)
    reading = read("1\n00:00:01,000 --> 00:00:02,000 X1:1 X2:2 line:90%\na\n")
    assert reading.track.cues[0].settings == "line:90%"
    assert [problem.line for problem in reading.problems] == [2]


def test_order_and_overlap() -> None:
    reading = read(f"2\n00:00:03,000 --> 00:00:04,000\nb\n\n{USUAL.replace('02,000', '03,500')}a\n")
    assert [cue.text for cue in reading.track.cues] == ["a", "b"]
    assert len([problem for problem in reading.problems if "moved" in problem.what]) == 1
    assert len([problem for problem in reading.problems if "before the one before it ends" in problem.what]) == 1


@pytest.mark.parametrize("text", ["1", "some text", "1\nsome text", "{}", "<html></html>", "1\n00:00:01,000\na"])
def test_what_is_no_subrip(text: str) -> None:
    for is_strict in (False, True):
        with pytest.raises(TrackError, match="no line with times"):
            read(text, is_strict=is_strict)


def test_webvtt_under_a_wrong_name_is_read() -> None:
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>a\n"
    assert read(text).track.cues == (Cue(1_000, 2_000, "a", "Ann"),)
    assert formats.parse(text.encode(), extension=".txt").track.cues == (Cue(1_000, 2_000, "a", "Ann"),)


def test_strict_lists_all() -> None:
    with pytest.raises(TrackError) as raised:
        read("1\n00:00:01.000 --> 00:00:02,000\na\n\n3\n00:00:03,000 -> 00:00:04,000\n<font>b\n", is_strict=True)
    assert [problem.line for problem in raised.value.problems] == [2, 6, 6, 7]


def test_how_it_is_written() -> None:
    cues_ = (Cue(0, 1_500, "a & b\n\n<3"), Cue(90_000_000, 90_001_000, "late"))
    assert written(*cues_) == (
        "1\r\n00:00:00,000 --> 00:00:01,500\r\na & b\r\n<3\r\n\r\n"
        "2\r\n25:00:00,000 --> 25:00:01,000\r\nlate\r\n\r\n"
    )


@pytest.mark.parametrize(
    ("form", "texts"),
    [
        ("name", ["Ann: a", "b", "Bob: c", "d", "Bob: e\nAnn: f"]),
        ("own_line", ["(Ann)\na", "b", "(Bob)\nc", "d", "(Bob)\ne\n(Ann)\nf"]),
        ("dash", ["- a", "b", "- c", "d", "- e\n- f"]),
        ("none", ["a", "b", "c", "d", "e\nf"]),
    ],
)
def test_voices(form: formats.VoiceForm, texts: list[str]) -> None:
    """A voice is announced where it changes, as the profile wants it; the loss is told."""
    spoken = [("a", "Ann"), ("b", "Ann"), ("c", "Bob"), ("d", "")]
    many = [Cue(at, at + 1, text, voice=voice) for at, (text, voice) in enumerate(spoken)]
    many.append(Cue(9, 10, "e\nf", markup="<v Bob>e\n</v><v Ann>f"))
    made = formats.serialize(Track(tuple(many)), extension=".srt", options=formats.WriteOptions(voice=form))
    found = formats.parse(made.data, extension=".srt").track.cues
    assert [cue.text for cue in found] == texts
    assert len(made.losses) == 1


def test_losses_are_counted() -> None:
    """What SubRip cannot carry is said in one line each."""
    cue = Cue(0, 1, "a b c", settings="line:50%", id="intro", markup="<c.red>a</c> <00:00:00.500>b c")
    track = Track((cue, Cue(1, 2, "<i>", settings="line:50%")), kind="chapters", styles=("::cue {}",))
    losses = formats.serialize(track, extension=".srt").losses
    assert len(losses) == 7
    assert "2 cues: the place on the screen is left out" in losses


@pytest.mark.parametrize(
    "line", ["00:00:09,000 --> 00:00:10,000", "00:00:09,000 - 00:00:10,000", "-->", "5:5:5 -->"]
)
def test_text_like_times_makes_no_cue(line: str) -> None:
    made = formats.serialize(Track((Cue(0, 1, f"a\n{line}"),)), extension=".srt")
    (cue,) = formats.parse(made.data, extension=".srt").track.cues
    assert cue.text.replace("\u2060", "") == f"a\n{line}"
    assert made.losses


def test_marks_of_direction_are_written_only_where_they_are_asked_for_and_needed() -> None:
    cue = Cue(0, 1_000, "- مرحبا.\nكتاب\n\u200fنعم!\u200f\n(a)")

    def written(tag: str, *, rlm: bool) -> str:
        track = Track((cue,), tag)
        data = formats.serialize(track, extension=".srt", options=formats.WriteOptions(newline="lf", rlm=rlm)).data
        return data.decode().split("\n", 2)[2].rstrip("\n")

    assert written("ar", rlm=False) == cue.text
    assert written("fr", rlm=True) == cue.text
    once = written("ar", rlm=True)
    assert once == "\u200f- مرحبا.\u200f\nكتاب\n\u200fنعم!\u200f\n\u200f(a)\u200f"
    assert with_rlm(once) == once


def test_another_voice_is_shown_by_the_dash_of_the_guideline() -> None:
    track = Track((Cue(0, 1_000, "Hello.", voice="Ann"), Cue(1_000, 2_000, "Hi.", voice="Bob")))

    data = formats.serialize(
        track, extension=".srt", options=formats.WriteOptions(newline="lf", voice="dash", dash="-")
    ).data

    assert [line for line in data.decode().split("\n") if line.startswith("-")] == ["-Hello.", "-Hi."]


@pytest.mark.parametrize("voice", ["dash", "name"])
def test_a_dash_that_stands_before_a_voice_already_is_not_written_twice(voice: formats.VoiceForm) -> None:
    cue = Cue(0, 1_000, "- Yes.\n- No.", markup="<v Ann>- Yes.</v>\n<v Bob>- No.</v>")

    data = formats.serialize(
        Track((cue,)), extension=".srt", options=formats.WriteOptions(newline="lf", voice=voice)
    ).data

    assert data.decode().split("\n", 2)[2].rstrip("\n") == cue.text
