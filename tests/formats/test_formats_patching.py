"""Files with some cues changed: the rest stays as it is, comments and all."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuepress import formats
from cuepress.formats.patching import put_together, take_apart

VTT = """WEBVTT a title
Kind: captions

STYLE
::cue { color: red }

NOTE a comment

one
00:01.000 --> 00:02.000 line:0
<v Anne>First & foremost

NOTE goes with two

00:05.000 --> 00:06.000
Two

00:03.000 --> 00:04.000
Three
00:07.000 --> 00:08.000 bogus:1
Four
"""
SRT = """1
00:00:01,000 --> 00:00:02,000
<font color="red">One</font>

7
00:00:03.000 -> 00:00:04,000
Two


and more

"""
_LINES = ("WEBVTT", "", "", "NOTE x", "STYLE", "1", "2", "a & b", "<i>c", "  ", "text", "♪", "{\\an8}x", "\0")
_TIMES = ("00:01.000 --> 00:02.000", "00:00:01,000 --> 00:00:03,000", "00:00:00.500 -> 00:00:01", "5 --> 6", "-->")
_files = st.lists(st.sampled_from(_LINES + _TIMES), max_size=16).map("\n".join)


def layout_of(text: str) -> formats.patching.Layout:
    return take_apart(text, is_webvtt=text.startswith("WEBVTT"), kind="captions")


@given(_files)
def test_untouched_it_is_the_same_text(text: str) -> None:
    for whole in (f"WEBVTT\n\n{text}", f"1\n00:00:01,000 --> 00:00:02,000\nx\n\n{text}"):
        layout = layout_of(whole)

        assert put_together(layout, layout.cues, tidy=False) == whole.replace("\0", "\ufffd")


@given(_files)
def test_the_cues_are_those_that_are_read(text: str) -> None:
    for whole, extension in (
        (f"WEBVTT\n\n{text}", ".vtt"),
        (f"1\n00:00:01,000 --> 00:00:02,000\nx\n\n{text}", ".srt"),
    ):
        reading = formats.parse(whole.encode(), extension=extension)

        assert tuple(layout_of(whole).cues) == reading.track.cues


@given(_files)
def test_tidied_twice_is_tidied_once(text: str) -> None:
    layout = layout_of(f"WEBVTT\n\n{text}")
    once = put_together(layout, layout.cues)
    again = layout_of(once)

    assert put_together(again, again.cues) == once


def test_webvtt_is_tidied_and_everything_else_kept() -> None:
    layout = layout_of(VTT)

    assert put_together(layout, layout.cues) == (
        "WEBVTT a title\nKind: captions\n\nSTYLE\n::cue { color: red }\n\nNOTE a comment\n\n"
        "one\n00:01.000 --> 00:02.000 line:0\n<v Anne>First &amp; foremost\n\n"
        "00:03.000 --> 00:04.000\nThree\n\n"
        "NOTE goes with two\n\n00:05.000 --> 00:06.000\nTwo\n\n"
        "00:00:07.000 --> 00:00:08.000\nFour\n"
    )


def test_subrip_is_tidied_and_its_tags_stay() -> None:
    layout = layout_of(SRT)

    assert put_together(layout, layout.cues) == (
        '1\n00:00:01,000 --> 00:00:02,000\n<font color="red">One</font>\n\n'
        "2\n00:00:03,000 --> 00:00:04,000\nTwo\nand more\n\n"
    )


@pytest.mark.parametrize("text", [VTT, SRT])
def test_a_changed_time_changes_one_line(text: str) -> None:
    layout = layout_of(text)
    changed = [replace(layout.cues[0], end_ms=1_900), *layout.cues[1:]]

    before, after = (put_together(layout, cues, tidy=False).split("\n") for cues in (layout.cues, changed))

    differing = [pair for pair in zip(before, after, strict=True) if pair[0] != pair[1]]
    assert len(differing) == 1
    assert "01.9" in differing[0][1].replace(",", ".")


def test_text_can_change_where_it_stands_as_it_is_shown() -> None:
    one, two, *_ = layout_of(SRT).cues

    assert not layout_of(SRT).can_change_text(one)
    layout = layout_of(SRT)
    assert [layout.can_change_text(cue) for cue in layout.cues] == [False, True]
    assert two.text == "Two\nand more"
