"""WebVTT by hand: what a browser reads, what a validator accepts, and what we say about the rest."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cuepress import formats
from cuepress.errors import TrackError
from cuepress.model import Cue, Kind, Track


def read(text: str, *, is_strict: bool = False, kind: Kind = "captions") -> formats.Reading:
    return formats.parse(text.encode(), extension=".vtt", is_strict=is_strict, kind=kind)


def only(text: str) -> Cue:
    """Return the cue that ``text`` has as its payload."""
    (cue,) = read(f"WEBVTT\n\n00:00.000 --> 00:01.000\n{text}\n").track.cues
    return cue


def written(*cues: Cue, kind: Kind = "captions") -> str:
    return formats.serialize(Track(cues, kind=kind), extension=".vtt").data.decode()


@pytest.mark.parametrize(
    ("payload", "text", "voice", "markup"),
    [
        ("plain", "plain", "", ""),
        ("AT&amp;T &lt;3 &gt;&nbsp;x", "AT&T <3 >\u00a0x", "", ""),
        ("Fish & chips", "Fish & chips", "", ""),
        ("<v Ann Lee>Hello", "Hello", "Ann Lee", ""),
        ("<v Ann>Hello</v>", "Hello", "Ann", ""),
        ("<v.loud Ann>Hello", "Hello", "Ann", "<v.loud Ann>Hello"),
        ("<v R&amp;D>Hello", "Hello", "R&D", ""),
        ("<v Ann>Hi <i>you</i>", "Hi you", "Ann", "<v Ann>Hi <i>you</i>"),
        ("<v Ann>Hi\n<v Bob>Ho", "Hi\nHo", "", "<v Ann>Hi\n<v Bob>Ho</v></v>"),
        ("a <v Ann>b</v>", "a b", "", "a <v Ann>b</v>"),
        ("<i>open", "open", "", "<i>open</i>"),
        ("<font color=red>red</font>", "red", "", ""),
        ("<c.yellow.bg_blue>x</c>", "x", "", "<c.yellow.bg_blue>x</c>"),
        ("<ruby>漢<rt>kan</ruby>", "漢kan", "", "<ruby>漢<rt>kan</rt></ruby>"),
        ("one <00:00:00.500>two", "one two", "", "one <00:00:00.500>two"),
        ("1 < 2", "1 ", "", ""),  # a browser takes the rest for a tag
    ],
)
def test_payloads(payload: str, text: str, voice: str, markup: str) -> None:
    """Text is what a viewer reads; markup is kept only where it says more than text and voice, in a tidy form."""
    cue = only(payload)
    assert (cue.text, cue.voice, cue.markup) == (text, voice, markup)


@pytest.mark.parametrize("signature", ["", "WEBVT", "webvtt", "WEBVTTX", " WEBVTT", "\n\nWEBVTT"])
def test_a_file_that_a_browser_rejects_is_no_track(signature: str) -> None:
    for is_strict in (False, True):
        with pytest.raises(TrackError, match="does not begin with WEBVTT"):
            read(f"{signature}\n\n00:00.000 --> 00:01.000\nx\n", is_strict=is_strict)


def test_subrip_under_a_wrong_name_is_told_apart() -> None:
    with pytest.raises(TrackError, match=r"\.srt"):
        read("1\n00:00:00,000 --> 00:00:01,000\nx\n")


def test_all_problems_are_told_with_their_lines() -> None:
    """One error lists every fault of the file; lenient reading gives the same list and the cues that are left."""
    text = (
        "WEBVTT\n\n00:00:01,000 --> 00:00:02,000\ncomma\n\n00:05.000 --> 00:04.000 align:middle\nbackwards\n\n"
        "lost words\n\n00:03.000 --> 00:04.000\n<b>late & loud\n\nSTYLE\n::cue {}\n"
    )
    lenient = read(text)
    assert [cue.text for cue in lenient.track.cues] == ["late & loud", "backwards"]
    assert [problem.line for problem in lenient.problems] == [3, 6, 6, 9, 11, 12, 14]
    with pytest.raises(TrackError, match=r"line 3: .*and 4 more") as raised:
        read(text, is_strict=True)
    assert raised.value.problems == lenient.problems


def test_everything_around_the_text_survives() -> None:
    text = (
        "WEBVTT\n\nREGION\nid:fred\nwidth:40%\n\nSTYLE\n::cue { color: lime }\n\n"
        "intro\n00:00:01.000 --> 00:00:02.000 line:0 align:start\n<v Ann>Hello <i>you</i>\n"
    )
    track = read(text, is_strict=True).track
    assert formats.serialize(track, extension=".vtt").data.decode() == text
    assert track.regions == ("id:fred\nwidth:40%",)
    assert track.cues[0] == Cue(
        1_000, 2_000, "Hello you", "Ann", "intro", "line:0 align:start", "<v Ann>Hello <i>you</i>"
    )


def test_header_and_notes_are_passed_over() -> None:
    text = "WEBVTT - a title\nKind: captions\n\nNOTE\nnot\nshown\n\nNOTE x\n\n00:00.000 --> 00:01.000\nshown\n"
    assert [cue.text for cue in read(text, is_strict=True).track.cues] == ["shown"]


@pytest.mark.parametrize(
    ("text", "payload"),
    [
        ("a & b", "a &amp; b"),
        ("<3", "&lt;3"),
        ("--> here", "--&gt; here"),
        ("one\n\ntwo", "one\ntwo"),
        ("one\n \t\ntwo\n", "one\ntwo"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("nul\0", "nul\ufffd"),
        ("half \ud800", "half \ufffd"),
        ("\u2028\x0c\x85kept", "\u2028\x0c\x85kept"),
    ],
)
def test_text_is_made_safe(text: str, payload: str) -> None:
    assert written(Cue(0, 1_000, text)) == f"WEBVTT\n\n00:00:00.000 --> 00:00:01.000\n{payload}\n"


@pytest.mark.parametrize("voice", ["a --", "x > y", "R&D", "<b>", "two  spaces", "--"])
def test_no_name_breaks_the_file(voice: str) -> None:
    text = written(Cue(0, 1_000, "x", voice=voice))
    assert text.count("-->") == 1
    assert read(text, is_strict=True).track.cues[0].voice == " ".join(voice.split())


def test_times_beyond_a_day() -> None:
    cue = Cue(90_061_001, 360_000_000, "late")
    assert "25:01:01.001 --> 100:00:00.000" in written(cue)
    assert read(written(cue)).track.cues == (cue,)


def test_a_cue_that_nobody_sees_is_refused_and_named() -> None:
    good, bad, worse = Cue(0, 1, "a"), Cue(5, 5, "b"), Cue(9, 8, "c")
    for extension in formats.FORMATS:
        with pytest.raises(TrackError, match="cue 2: out time") as raised:
            formats.serialize(Track((good, bad, worse)), extension=extension)
        assert len(raised.value.problems) == 2


def test_ids_stand_once_and_settings_have_an_effect() -> None:
    cues = (
        Cue(0, 1, "a", id="x", settings="align:middle line:0 line:1"),
        Cue(1, 2, "b", id="x", settings="size:--> vertical:rl"),
        Cue(2, 3, "c", id="-->"),
    )
    made = formats.serialize(Track(cues), extension=".vtt")
    found = formats.parse(made.data, extension=".vtt", is_strict=True).track.cues
    assert [(cue.id, cue.settings) for cue in found] == [("x", "line:1"), ("", "vertical:rl"), ("", "")]
    assert len(made.losses) == 2


def test_markup_of_another_text_is_left_out() -> None:
    """Who edits a cue's text need not know about its markup."""
    cue = only("<v Ann>Hello <i>you</i>")
    assert "<v Ann>Bye\n" in written(replace(cue, text="Bye"))
    assert "<v Bob>Hello you\n" in written(replace(cue, voice="Bob"))
    made = formats.serialize(Track((replace(cue, text="Bye"),)), extension=".vtt")
    assert made.losses == ("1 cue: the markup is left out, since the text was edited after it",)


def test_metadata_is_not_text() -> None:
    """A script gets its data as it stands."""
    data = '{"a": "<b> & c"}'
    text = written(Cue(0, 1_000, data), kind="metadata")
    assert data in text
    assert read(text, kind="metadata").track.cues[0].text == data


def test_the_text_between_too_many_tags_is_read_as_a_browser_reads_it() -> None:
    """A reference that a tag cuts in two is none."""
    reading = read(f"WEBVTT\n\n00:00.000 --> 00:01.000\na &lt; {'<b>' * 2_000}&am<i>p; b <c\n")
    assert reading.track.cues[0].text == "a < &amp; b "


def test_a_cue_of_nothing_but_tags_costs_no_patience() -> None:
    reading = read(f"WEBVTT\n\n00:00.000 --> 00:01.000\n{'<i>' * 200_000}x\n")
    assert reading.track.cues == (Cue(0, 1_000, "x"),)
    assert "tags" in reading.problems[0].what
