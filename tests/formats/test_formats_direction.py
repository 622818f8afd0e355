"""Marks of direction: there for browsers, gone for readers, and only where a line would run the wrong way."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuepress import formats
from cuepress.formats.direction import RLM, marked, unmarked
from cuepress.model import Cue, Track

ARABIC = "على النجاح الباهر"


@given(st.text(st.sampled_from("aZ1 -(.\n\u200e\u200f\u0661" + ARABIC), max_size=12))
def test_what_was_marked_is_read_as_it_was(text: str) -> None:
    assert unmarked(marked(text)) == text


@pytest.mark.parametrize(
    ("line", "is_marked"),
    [
        (f"(Strong Cities Network) {ARABIC}", True),
        ("2016", True),
        ("- …", True),
        (f"- {ARABIC}", False),
        (f"11 {ARABIC}", False),
        (f"{ARABIC} OK", False),
        (f"{RLM}OK {ARABIC}", True),  # its own mark stays beside ours
        ("  ", False),
    ],
)
def test_a_line_is_marked_that_does_not_itself_begin_from_the_right(line: str, is_marked: bool) -> None:  # noqa: FBT001 - a column of the table
    assert (marked(line) != line) is is_marked


@pytest.mark.parametrize(("tag", "is_marked"), [("ar", True), ("he", True), ("en", False)])
def test_only_tracks_in_such_a_language_have_marks_and_nobody_reads_them(tag: str, is_marked: bool) -> None:  # noqa: FBT001 - a column of the table
    track = Track((Cue(0, 1_000, f"Strong Cities {ARABIC}", voice="Ann"),), language=tag)

    data = formats.serialize(track, extension=".vtt").data
    again = formats.parse(data, extension=".vtt", language=tag).track

    assert (RLM in data.decode()) is is_marked
    assert again.cues == track.cues
