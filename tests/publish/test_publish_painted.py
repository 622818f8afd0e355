"""The script that is painted: every letter of a track, in its place, and nothing in it that acts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings

from cuepress.errors import UsageError
from cuepress.library import Library
from cuepress.model import Cue, Track
from cuepress.publish import painted
from strategies import tracks


def lines(track: Track, *, width: int = 1280, height: int = 720) -> list[str]:
    text = painted.script(track, width=width, height=height, typeface="Noto Sans").decode()
    return [line.removeprefix("Dialogue: ") for line in text.split("\n") if line.startswith("Dialogue: ")]


def texts(*cues: Cue, language: str = "en") -> list[str]:
    return [line.split(",", 9)[9] for line in lines(Track(cues, language))]


def shown(text: str) -> str:
    """Return what libass shows of a text: commands out, escapes undone."""
    bare = re.sub(r"(?<!\\)\{\\[^{}]*\}", "", text)
    return re.sub(r"\\(N|\u2060|\{|\})", lambda f: {"N": "\n", "\u2060": "\\"}.get(f[1], f[1]), bare)


@settings(max_examples=30)
@given(tracks())
def test_every_letter_is_there_and_no_cue_gets_out_of_its_line(track: Track) -> None:
    kept = [cue for cue in track.cues if cue.end_ms > cue.start_ms]

    made = lines(track)

    assert len(made) == len(kept)
    for line, cue in zip(made, kept, strict=True):
        said = "".join(shown(line.split(",", 9)[9]).split())
        assert said.endswith("".join(cue.text.split()))


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("{\\an8}", "\\{\\\u2060an8\\}"),
        ("a\\Nb", "a\\\u2060Nb"),
        ("a\nb", "a\\Nb"),
        ("a\u2028Dialogue: x", "a\\NDialogue: x"),
    ],
)
def test_what_would_be_a_command_is_written_out(text: str, written: str) -> None:
    assert texts(Cue(0, 1_000, text)) == ["{\\an2}" + written]


def test_times_are_in_hundredths() -> None:
    (line,) = lines(Track((Cue(3_723_454, 3_725_006, "a"),)))

    assert line.split(",")[1:3] == ["1:02:03.45", "1:02:05.01"]


def test_a_voice_is_named_where_it_changes() -> None:
    cues = (
        Cue(0, 1, "a", "Anne"),
        Cue(1, 2, "b", "Anne"),
        Cue(2, 3, "c", "Paul"),
        Cue(3, 4, "d"),
        Cue(4, 5, "e", "Paul"),
    )
    spread = [Cue(each.start_ms * 1_000, each.end_ms * 1_000, each.text, each.voice) for each in cues]

    assert [shown(text) for text in texts(*spread)] == ["Anne: a", "b", "Paul: c", "d", "Paul: e"]


def test_italics_are_carried() -> None:
    assert texts(Cue(0, 1_000, "a b", markup="a <i>b</i>")) == ["{\\an2}a {\\i1}b{\\i0}"]


@pytest.mark.parametrize(
    ("said", "language", "place"),
    [
        ("", "en", 2),
        ("line:0", "en", 8),
        ("line:10%,start", "en", 8),
        ("line:-1", "en", 2),
        ("line:90% align:left", "en", 1),
        ("align:start", "en", 1),
        ("align:start", "ar", 3),
        ("align:end line:1", "ar", 7),
        ("line:nowhere", "en", 2),
    ],
)
def test_a_cue_stands_where_its_settings_say(said: str, language: str, place: int) -> None:
    (text,) = texts(Cue(0, 1_000, "a", settings=said), language=language)

    assert text.startswith(f"{{\\an{place}}}")


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1080, 1920), (720, 720), (640, 480)])
def test_forty_letters_stand_side_by_side_in_every_picture(width: int, height: int) -> None:
    """A letter is about two fifths of its line's height wide."""
    text = painted.script(Track(()), width=width, height=height, typeface="Noto Sans").decode()
    found = re.search(r"^Style: Cue,Noto Sans,([0-9.]+),", text, re.MULTILINE)
    assert found is not None

    assert float(found[1]) * 0.42 * 42 <= 0.9 * width + 1
    assert float(found[1]) <= 0.06 * height + 0.05


def test_a_name_of_a_font_stays_in_its_field() -> None:
    text = painted.script(Track(()), width=160, height=90, typeface="a,b\nDialogue: c").decode()

    assert "Style: Cue,a b Dialogue: c," in text


def test_what_cannot_be_painted_is_said() -> None:
    track = Track((Cue(0, 1_000, "a", settings="position:10%"),), styles=("::cue { color: red }",))

    assert len(list(painted.losses(track))) == 2
    assert list(painted.losses(Track((Cue(0, 1_000, "a", settings="line:0"),)))) == []


def test_a_language_that_is_not_there_is_refused_with_those_that_are(tmp_path: Path) -> None:
    for folder in ("media", "captions"):
        (tmp_path / folder).mkdir()
    (tmp_path / "media" / "talk.mp4").write_bytes(b"x")
    (tmp_path / "captions" / "talk.fr.vtt").write_text("WEBVTT\n\n00:01.000 --> 00:02.000\nBonjour\n")
    entry = Library(tmp_path).entry("talk")

    assert painted.read(entry, "FR").cues[0].text == "Bonjour"
    with pytest.raises(UsageError, match="has no captions in de; there are: fr"):
        painted.read(entry, "de")
