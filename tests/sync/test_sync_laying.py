"""Words over stretches of speech: every word has a place, inside, in order, whatever has a counterpart."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cuepress.model import Paragraph, Transcript
from cuepress.sync.laying import Laid, lay_over
from cuepress.sync.speaking import expect

WORDS = (
    "oui",
    "la ville,",
    "écoute.",
    "http://www.exemple.org",
    "12 500",
    "fondamentale",
    "non ;",
    "50 %",
    "Ctrl+L",
)


def lay(text: Transcript, stretches: list[tuple[int, int]]) -> Laid:
    return lay_over(text, expect(text), stretches)


@st.composite
def tasks(draw: st.DrawFn) -> tuple[Transcript, list[tuple[int, int]]]:
    paragraphs = draw(st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=20), min_size=1, max_size=4))
    steps = draw(st.lists(st.integers(80, 20_000), min_size=2, max_size=20))
    edges = [sum(steps[: number + 1]) for number in range(len(steps) // 2 * 2)]
    text = Transcript("fr", tuple(Paragraph(" ".join(paragraph)) for paragraph in paragraphs))
    return text, list(zip(edges[::2], edges[1::2], strict=True))


@settings(max_examples=150, deadline=None)
@given(tasks())
def test_every_word_has_one_place_in_order_within_the_speech(
    task: tuple[Transcript, list[tuple[int, int]]],
) -> None:
    text, stretches = task

    laid = lay(text, stretches)

    assert sorted(laid.places) == sorted(laid.sure) == list(range(len(text.words)))
    places = [laid.places[at] for at in range(len(text.words))]
    assert all(start <= end for start, end in places)
    assert all(before[1] <= after[0] + 1e-6 for before, after in pairwise(places))
    assert places[0][0] >= stretches[0][0] - 1e-6
    assert places[-1][1] <= stretches[-1][1] + 1e-6
    assert all(0 <= sure <= 1 + 1e-9 for sure in laid.sure.values())


@settings(max_examples=60, deadline=None)
@given(tasks())
def test_what_does_not_match_lies_apart_and_in_order(task: tuple[Transcript, list[tuple[int, int]]]) -> None:
    text, stretches = task

    laid = lay(text, stretches)

    assert all(before.stop <= after.start for before, after in pairwise(laid.unspoken))
    assert all(before[0][1] <= after[0][0] for before, after in pairwise(laid.untranscribed))
    for (start, end), following in laid.untranscribed:
        spans = [laid.places[at] for at in range(len(text.words))]
        assert not any(start < last - 1e-6 and first < end - 1e-6 for first, last in spans if last > first)
        assert following == -1 or spans[following][0] >= end - 1e-6


def test_words_share_a_stretch_by_the_time_they_take() -> None:
    text = Transcript("fr", (Paragraph("an extraordinairement an"),))

    places = lay(text, [(1_000, 3_000)]).places

    assert places[0][0] == 1_000
    assert places[2][1] == pytest.approx(3_000)
    short, long = places[0][1] - places[0][0], places[1][1] - places[1][0]
    assert long > 3 * short
