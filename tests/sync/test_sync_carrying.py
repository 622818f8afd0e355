"""Times are carried over exactly, in order, and to no other word."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuepress.sync import carrying
from cuepress.sync.carrying import Ints, carry
from cuepress.sync.moves import Move

LENGTHS = st.lists(st.tuples(st.integers(0, 300), st.integers(0, 400)), min_size=1, max_size=25)


def spans_of(lengths: list[tuple[int, int]]) -> Ints:
    """Return spans one after the other, each after a rest."""
    edges = np.cumsum(np.array(lengths).ravel())
    return np.asarray(edges.reshape(-1, 2), np.int64)


def names(n: int) -> list[str]:
    return [f"w{number}" for number in range(n)]


@given(LENGTHS, st.data())
def test_words_that_did_not_change_keep_their_times_exactly(
    lengths: list[tuple[int, int]], data: st.DataObject
) -> None:
    old = names(len(lengths))
    texts = [f"new{text}" if data.draw(st.integers(0, 5)) == 0 else text for text in old]
    spans = spans_of(lengths)

    found = carry(old, spans, texts)

    is_same = np.array([a == b for a, b in zip(old, texts, strict=True)])
    assert not (found.is_open & is_same).any() or not is_same.all()
    known = ~found.is_open
    assert np.array_equal(found.spans[known], spans[found.old[known]])
    assert not (known & ~is_same).any()


@given(LENGTHS, st.integers(-3_000, 60_000))
def test_a_whole_talk_that_moved_keeps_every_length(lengths: list[tuple[int, int]], shift_ms: int) -> None:
    spans = spans_of(lengths)
    old = names(len(spans))

    found = carry(old, spans, old, [Move(0, int(spans.max()) + 1, shift_ms)])

    is_inside = spans[:, 0] + shift_ms >= 0
    assert np.array_equal(found.spans[is_inside], spans[is_inside] + shift_ms)
    assert found.is_gone[~is_inside].all()


@given(
    st.lists(st.tuples(st.integers(0, 2_000), st.integers(0, 2_000)), min_size=1, max_size=20),
    st.lists(st.tuples(st.integers(0, 2_000), st.integers(1, 900), st.integers(-900, 900)), max_size=4),
)
def test_whatever_the_manifest_and_the_moves_times_come_out_in_order(
    spans: list[tuple[int, int]], moves: list[tuple[int, int, int]]
) -> None:
    old = names(len(spans))

    found = carry(old, np.array(spans, np.int64), old, [Move(a, a + length, by) for a, length, by in moves])

    flat = found.spans[~found.is_open].ravel()
    assert (flat >= 0).all()
    assert (np.diff(flat) >= 0).all()


def test_a_word_that_is_cut_through_is_open() -> None:
    spans = np.array([(0, 900), (1_000, 1_900), (2_000, 2_900)])

    found = carry(names(3), spans, names(3), [Move(0, 1_400, 0), Move(2_000, 3_000, -600)])

    assert found.spans.tolist() == [[0, 900], [-1, -1], [1_400, 2_300]]
    assert found.is_gone.tolist() == [False, True, False]


def test_a_word_that_dies_away_beyond_its_stretch_is_in_it() -> None:
    found = carry(["w0"], np.array([(1_000, 2_100)]), ["w0"], [Move(1_080, 2_000, 500)])

    assert found.spans.tolist() == [[1_500, 2_600]]


def test_of_words_that_changed_places_the_fewer_are_open() -> None:
    spans = spans_of([(10, 90)] * 10)
    moves = [Move(0, 300, 700), Move(300, 1_000, -300)]

    found = carry(names(10), spans, names(10), moves)

    assert found.is_open.tolist() == [True] * 3 + [False] * 7
    assert found.spans[3:].tolist() == (spans[3:] - 300).tolist()


@given(LENGTHS, st.data())
def test_gaps_are_filled_in_order_and_nothing_else_is_touched(
    lengths: list[tuple[int, int]], data: st.DataObject
) -> None:
    spans = spans_of(lengths)
    is_missing = np.array(data.draw(st.lists(st.booleans(), min_size=len(spans), max_size=len(spans))))
    spans[is_missing] = -1

    filled = carrying.filled(spans, last_ms=20_000)

    assert np.array_equal(filled[~is_missing], spans[~is_missing])
    assert (np.diff(filled.ravel()) >= 0).all()
    assert filled.min() >= 0
    assert filled.max() <= 20_000


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([(5, 9), (9, 20)], [[10, 10], [10, 18]]),
        ([(12, 11), (3, 14)], [[12, 12], [12, 14]]),
        ([(30, 40)], [[18, 18]]),
    ],
)
def test_what_was_heard_is_put_between_its_neighbours(
    spans: list[tuple[int, int]], expected: list[list[int]]
) -> None:
    assert carrying.clamped(np.array(spans), 10, 18).tolist() == expected
