"""The nouns check themselves when they are made, and a transcript's words hold all of its text."""

from __future__ import annotations

import dataclasses
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuepress.model import Cue, Paragraph, Span, TimedWord, Track, Transcript, Word


@pytest.mark.parametrize("text", ["", " a", "a ", "a\nb", "\n"])
def test_a_paragraph_is_one_line_without_space_at_its_ends(text: str) -> None:
    with pytest.raises(ValueError, match="one line"):
        Paragraph(text)


@pytest.mark.parametrize("sounds", [(Span(0, 9),), (Span(2, 3), Span(0, 1)), (Span(0, 2), Span(1, 3))])
def test_sounds_are_in_the_text_in_order_and_apart(sounds: tuple[Span, ...]) -> None:
    with pytest.raises(ValueError, match="out of place"):
        Paragraph("abcd", "", sounds)


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (2, 2), (3, 2)])
def test_a_span_holds_something(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="span"):
        Span(start, end)


def test_spoken_is_the_text_without_its_sounds() -> None:
    assert Paragraph("Merci. [rires] Bien.", "", (Span(7, 14),)).spoken == "Merci. Bien."


@st.composite
def paragraphs(draw: st.DrawFn) -> Paragraph:
    text = draw(st.text(min_size=1, max_size=60).map(lambda text: " ".join(text.split())).filter(bool))
    edges = sorted(draw(st.sets(st.integers(0, len(text)), max_size=4)))
    sounds = [Span(start, end) for start, end in zip(edges[::2], edges[1::2], strict=False)]
    return Paragraph(text, "", tuple(sounds))


@given(st.lists(paragraphs(), max_size=4), st.sampled_from(["fr", "zh-Hans", "ja", "th", "ar", "und"]))
def test_words_hold_every_visible_character_in_order_at_their_place(parts: list[Paragraph], tag: str) -> None:
    transcript = Transcript(tag, tuple(parts))

    words = transcript.words

    assert all(transcript.text[word.offset : word.end_offset] == word.text for word in words)
    edges = [edge for word in words for edge in (word.offset, word.end_offset)]
    assert edges == sorted(edges)
    joined = "".join(word.text for word in words)
    assert re.sub(r"\s", "", joined) == re.sub(r"\s", "", transcript.text)


@pytest.mark.parametrize(
    ("start_ms", "end_ms", "confidence"), [(-1, 2, 0.5), (3, 2, 0.5), (1, 2, 1.5), (1, 2, -0.1)]
)
def test_a_timed_word_has_a_time_and_a_confidence(start_ms: int, end_ms: int, confidence: float) -> None:
    with pytest.raises(ValueError, match=r"ms|confidence"):
        TimedWord(Word("a", 0, 0), start_ms, end_ms, confidence)


def test_a_cue_is_whole_milliseconds_in_the_video_with_names_on_one_line() -> None:
    with pytest.raises(TypeError):
        Cue(0, 1.5, "a")  # type: ignore[arg-type]  # what a careless caller does
    with pytest.raises(ValueError, match="before the start"):
        Cue(-1, 5, "a")
    with pytest.raises(ValueError, match="line break"):
        Cue(0, 5, "a", voice="A\nB")


def test_a_track_is_in_order_and_of_a_known_kind() -> None:
    with pytest.raises(ValueError, match="out of order"):
        Track((Cue(5, 6, "b"), Cue(0, 1, "a")))
    with pytest.raises(ValueError, match="kind"):
        Track((), kind="karaoke")  # type: ignore[arg-type]  # what a careless caller does
    assert Track((Cue(0, 1, "a\nb"), Cue(1, 2, " c"))).text == "a b c"


@pytest.mark.parametrize("value", [Span(0, 1), Paragraph("a"), Word("a", 0, 0), Cue(0, 1, "a"), Track(())])
def test_values_do_not_change(value: object) -> None:
    field = dataclasses.fields(value)[0].name  # type: ignore[arg-type]  # all are dataclasses
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(value, field, None)
