"""A word that stands alone, far from its sentence and on a sound unlike it, is brought home; others stay."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuepress.sync.doubt import Places
from cuepress.sync.hear import _gathered
from cuepress.sync.reading import Sentence

SAID = (Sentence(0, 3),)


def places(spans: list[tuple[int, int]], fit: list[float], expected_ms: list[float]) -> Places:
    return Places(np.array(spans, np.int64), np.array(fit), np.array(expected_ms))


def test_a_first_word_on_a_knock_shares_the_time_of_the_next_one() -> None:
    found = _gathered(places([(100, 300), (1_500, 2_100), (2_100, 2_500)], [-8, 2, 3], [200, 400, 400]), SAID)

    assert found.tolist() == [[1_500, 1_700], [1_700, 2_100], [2_100, 2_500]]


def test_a_last_word_on_a_cough_shares_the_time_of_the_one_before() -> None:
    found = _gathered(places([(0, 400), (400, 1_000), (2_000, 2_200)], [2, 3, -4], [400, 400, 200]), SAID)

    assert found.tolist() == [[0, 400], [400, 800], [800, 1_000]]


@pytest.mark.parametrize(
    ("spans", "fit"),
    [
        ([(100, 300), (1_500, 2_100), (2_100, 2_500)], [3, 2, 3]),  # it fits where it stands
        ([(100, 300), (700, 2_100), (2_100, 2_500)], [-8, 2, 3]),  # it is not far
        ([(100, 900), (1_700, 2_100), (2_100, 2_500)], [-8, 2, 3]),  # it is long: not a knock
        ([(100, 300), (1_500, 2_100), (2_100, 2_500)], [-2, -3, -3]),  # the rest fits no better
    ],
)
def test_other_words_keep_their_places(spans: list[tuple[int, int]], fit: list[float]) -> None:
    given_places = places(spans, fit, [200, 400, 400])

    assert _gathered(given_places, SAID).tolist() == [list(span) for span in spans]


@given(
    st.lists(st.tuples(st.integers(0, 1_500), st.integers(10, 900), st.floats(-9, 6)), min_size=1, max_size=8),
    st.data(),
)
def test_words_stay_in_order_and_apart(words: list[tuple[int, int, float]], data: st.DataObject) -> None:
    at, spans = 0, []
    for rest, length, _ in words:
        spans.append((at + rest, at + rest + length))
        at += rest + length
    expected = data.draw(st.lists(st.floats(0, 900), min_size=len(words), max_size=len(words)))

    found = _gathered(places(spans, [fit for _, _, fit in words], expected), (Sentence(0, len(words)),))

    flat = found.ravel()
    assert (np.diff(flat) >= 0).all()
    assert flat[0] >= 0
    assert flat[-1] <= at
