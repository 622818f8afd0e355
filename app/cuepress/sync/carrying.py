"""Which words of a text have their times already: those of its earlier version, put where their sound is now.

Plain data in, arrays out. What is left is open: a word that is new, or one whose sound is gone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from cuepress.sync import changes
from cuepress.sync.moves import Move

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

_SLACK_MS = 150  # a word dies away beyond the edge of the stretch that it is in


@dataclass(frozen=True, slots=True, eq=False)
class Carried:
    """What is known of each word of a text.

    ``old`` is its place in the earlier version, -1 if it is new; int64 [shape=(n,)]. ``spans`` are its start and
    end in ms where they are known, -1 where the word is open; int64 [shape=(n, 2)]. Spans never overlap.
    """

    old: Ints
    spans: Ints

    @property
    def is_open(self) -> Bools:
        return np.asarray(self.spans[:, 0] < 0)

    @property
    def is_gone(self) -> Bools:
        """Words that stood in the text before, and whose sound is not there any more."""
        return np.asarray(self.is_open & (self.old >= 0))


def carry(
    old_texts: Sequence[str], old_spans: Ints, texts: Sequence[str], moves: Sequence[Move] | None = None
) -> Carried:
    """Carry the times of an earlier version of a text over to a text.

    Parameters
    ----------
    old_texts, texts
        The words of both versions.
    old_spans : int64 [shape=(m, 2)]
        Start and end of each word of the earlier version, in ms.
    moves
        Where the sound of then is now; None if the recording is the same.

    Returns
    -------
    A word keeps its length. Of words that changed places in the sound but not in the text, the fewer are open.
    """
    old = np.full(len(texts), -1, np.int64)
    for block in changes.kept(old_texts, texts):
        old[block.new : block.new + block.length] = np.arange(block.old, block.old + block.length)
    spans = np.full((len(texts), 2), -1, np.int64)
    is_known = old >= 0
    spans[is_known] = (old_spans if moves is None else moved(old_spans, moves))[old[is_known]]
    return Carried(old, _in_order(spans))


def moved(spans: Ints, moves: Sequence[Move]) -> Ints:
    """Return spans on the clock of another cut, -1 for those that do not lie within one stretch of it."""
    there = np.full_like(spans, -1)
    if not moves:
        return there
    ordered = sorted(moves, key=lambda move: move.start_ms)
    starts, ends, shifts = (np.array(column) for column in zip(*map(_edges, ordered), strict=True))
    middles = spans.sum(axis=1) // 2
    at = np.searchsorted(starts, middles, "right") - 1
    near = np.clip(at, 0, len(ordered) - 1)
    for each in (near, np.minimum(near + 1, len(ordered) - 1)):  # of two stretches the earlier one first
        is_inside = (spans[:, 0] >= starts[each] - _SLACK_MS) & (spans[:, 1] <= ends[each] + _SLACK_MS)
        is_inside &= (there[:, 0] < 0) & (spans[:, 0] + shifts[each] >= 0)
        there[is_inside] = spans[is_inside] + shifts[each][is_inside, None]
    return there


def _edges(move: Move) -> tuple[int, int, int]:
    return move.start_ms, move.end_ms, move.shift_ms


def _in_order(spans: Ints) -> Ints:
    """Return the spans with as few as possible taken out, so that none begins before one ahead of it has ended."""
    known = np.flatnonzero(spans[:, 0] >= 0)
    rising = known[changes.longest_rise(spans[known, 0].tolist(), is_strict=False)]
    kept = np.full_like(spans, -1)
    end = 0
    for index, (start_ms, end_ms) in zip(rising.tolist(), spans[rising].tolist(), strict=True):
        if start_ms >= end and end_ms >= start_ms:
            kept[index] = start_ms, end_ms
            end = end_ms
    return kept


def filled(spans: Ints, *, last_ms: int) -> Ints:
    """Return spans with those that are missing (-1) spread over the gaps between the others."""
    done = spans.copy()
    known = np.flatnonzero(spans[:, 0] >= 0)
    borders = [-1, *known.tolist(), len(spans)]
    for before, after in pairwise(borders):
        if after - before < 2:
            continue
        low, high = room(spans, before, after, last_ms=last_ms)
        marks = np.linspace(low, max(low, high), after - before).astype(np.int64)
        done[before + 1 : after, 0], done[before + 1 : after, 1] = marks[:-1], marks[1:]
    return done


def room(spans: Ints, before: int, after: int, *, last_ms: int) -> tuple[int, int]:
    """Return the time between two words; -1 stands before the first, their number after the last."""
    low = int(spans[before, 1]) if before >= 0 else 0
    high = int(spans[after, 0]) if after < len(spans) else last_ms
    return low, max(low, high)


def runs(flags: Bools) -> list[tuple[int, int]]:
    """Return the runs of True, half-open."""
    flips = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]]).astype(np.int8)))
    return [(int(a), int(b)) for a, b in flips.reshape(-1, 2)]


def clamped(spans: Ints, low: int, high: int) -> Ints:
    """Return spans in order and apart, within ``low`` to ``high``."""
    flat = np.clip(np.maximum.accumulate(spans.ravel()), low, high)
    return np.asarray(flat.reshape(-1, 2))
