"""The cheapest way to pair two rows of pieces of text: an exact dynamic program over merges and gaps, in a band.

A *bead* is what one side says as the other says it: one piece to one, one to several, two to two. Pieces that have
no counterpart stand in gaps, which cost more to open than to go on. Costs are whole numbers, so that a sum does
not depend on its order. Numbers in, places out: nothing here knows what a piece says.

Gale & Church 1993, "A program for aligning sentences in bilingual corpora", sections 3 and 4; gaps that go on as
in Gotoh 1982, "An improved algorithm for matching biological sequences".
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cuepress.sync.bilingual import search

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

SCALE = 1_000  # of a natural logarithm
# How many pieces of either side a bead may hold, and what that costs: minus the logarithm of how often
# translators do so (Gale & Church 1993, table 5; those of three and four are rarer still).
SHAPES: dict[tuple[int, int], float] = {
    (1, 1): 0.12,
    (1, 2): 2.8,
    (2, 1): 2.8,
    (2, 2): 4.5,
    (1, 3): 5.6,
    (3, 1): 5.6,
    (1, 4): 8.0,
    (4, 1): 8.0,
}
VARIANCE = 1.5  # of lengths, a character, before anything is learnt
TAIL = 4.0  # degrees of freedom: a free translation must not bend the rest
LENGTH_SHARE = 0.07  # standard deviation that grows with the length, beside the one that grows with its root
_NARROWEST = 80  # pieces to either side of the diagonal
_BAND_SHARE = 0.1
_MOST_ENTRIES = 5_000_000  # of a band that is made wider: texts that are no translation meet nowhere
_FULL = 250_000  # a table of so many entries is searched as a whole
_SHORTAGE = 12  # a path this near the edge of its band was perhaps held back by it


@dataclass(frozen=True, slots=True)
class Bead:
    """Pieces ``ours`` and ``theirs`` that say the same; one range is empty where there is no counterpart."""

    ours: range
    theirs: range

    @property
    def is_pair(self) -> bool:
        return bool(self.ours) and bool(self.theirs)

    @property
    def mirrored(self) -> Bead:
        return Bead(self.theirs, self.ours)


@dataclass(frozen=True, slots=True)
class Band:
    """The places that are searched: in row ``i`` those from ``low[i]``, ``width`` of them."""

    low: Ints
    width: int


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """One row of pieces: their lengths, and what it costs to do something with each.

    ``base``: to pair it at all. ``border``: to join it to the next. ``opening``: to begin a gap with it.
    """

    length: Floats
    base: Floats
    border: Floats
    opening: Floats


@dataclass(frozen=True, slots=True)
class Manner:
    """How long a translation is: ``ratio`` of their characters to ours, ``variance`` a character; and gaps."""

    ratio: float
    variance: float = VARIANCE
    gap_open: float = 4.0
    gap_more: float = 2.0


def band_of(n_ours: int, n_theirs: int, *, widening: int = 1, near: Sequence[Bead] = ()) -> Band:
    """Return where to search: about a path that was found before, else about the diagonal."""
    # A band that leaps has rows that no path leads to.
    is_near = widening == 1 and bool(near) and max(_leap(near)) < _NARROWEST
    half = _NARROWEST if is_near else max(_NARROWEST, int(_BAND_SHARE * max(n_ours, n_theirs))) * widening
    if (n_ours + 1) * (n_theirs + 1) <= _FULL or 2 * half >= n_theirs:
        return Band(np.zeros(n_ours + 1, dtype=np.int64), n_theirs + 1)
    middle = np.arange(n_ours + 1, dtype=np.int64) * n_theirs // max(n_ours, 1)
    if is_near:
        for bead in near:
            middle[bead.ours.start : bead.ours.stop + 1] = bead.theirs.stop
    return Band(np.clip(middle - half, 0, n_theirs - 2 * half), 2 * half + 1)


def _leap(found: Sequence[Bead]) -> Iterator[int]:
    """Yield how many pieces of theirs stand between two of ours, run by run."""
    run = 0
    for bead in found:
        run += len(bead.theirs)
        yield run
        run = 0 if bead.ours else run


def align(
    ours: Side, theirs: Side, gain_in: Callable[[Band], Floats], manner: Manner, *, near: Sequence[Bead] = ()
) -> tuple[tuple[Bead, ...], int]:
    """Return the cheapest beads and what they cost; both texts, in order, are their joined ranges.

    Parameters
    ----------
    gain_in
        Returns for a band how much two pieces have in common [shape=(n_ours, width)]: piece ``i`` of ours and
        piece ``low[i] + k`` of theirs.
    near
        Beads that were found with less knowledge: the search begins about them.
    """
    n, m = len(ours.length), len(theirs.length)
    widening = 1
    while True:
        band = band_of(n, m, widening=widening, near=near)
        table = _Table(ours, theirs, gain_in(band), manner, band)
        beads, is_held = table.path()
        if not is_held or 2 * band.width * n > _MOST_ENTRIES:
            return beads, table.cost
        widening *= 2


class _Table:
    """What the beginnings of both texts cost: ``best`` in all, ``gapped`` with a gap at their end."""

    def __init__(self, ours: Side, theirs: Side, gain: Floats, manner: Manner, band: Band) -> None:
        self.band, self.n, self.m = band, len(ours.length), len(theirs.length)
        self.openings = _whole(manner.gap_open + ours.opening), _whole(manner.gap_open + theirs.opening)
        self.more = int(_whole([manner.gap_more])[0])
        self.best, self.gapped, self.shape = search.fill(
            _whole(gain),
            band.low,
            np.array(list(SHAPES), dtype=np.int64),
            _whole(list(SHAPES.values())),
            np.stack([_sums(_whole(ours.base)), _sums(_whole(ours.border))]),
            np.stack([_sums(_whole(theirs.base)), _sums(_whole(theirs.border))]),
            np.concatenate([[0.0], np.cumsum(manner.ratio * ours.length)]),
            np.concatenate([[0.0], np.cumsum(theirs.length)]),
            (manner.variance, LENGTH_SHARE, TAIL, float(SCALE)),
            self.openings,
            self.more,
        )

    @property
    def cost(self) -> int:
        """What both whole texts cost."""
        return int(self.best[self.n, self.m - self.band.low[self.n]])

    def path(self) -> tuple[tuple[Bead, ...], bool]:
        """Return the beads of the cheapest path, and whether the band may have held it back."""
        i, j, beads = self.n, self.m, []
        is_held = in_gap = False
        shapes = list(SHAPES)
        while i or j:
            k = j - int(self.band.low[i])
            is_held = is_held or self._is_at_edge(i, k)
            in_gap = in_gap or self.gapped[i, k] == self.best[i, k]
            if not in_gap:
                a, b = shapes[self.shape[i, k]]
            else:
                (a, b), in_gap = self._step_in_gap(i, j)
            beads.append(Bead(range(i - a, i), range(j - b, j)))
            i, j = i - a, j - b
        return tuple(reversed(beads)), is_held

    def _step_in_gap(self, i: int, j: int) -> tuple[tuple[int, int], bool]:
        """Return which piece a gap ends with, and whether the gap goes on before it."""
        cost = self.gapped[i, j - int(self.band.low[i])]
        for a, b in ((1, 0), (0, 1)):
            k = j - b - int(self.band.low[i - a]) if i >= a and j >= b else -1
            opening = self.openings[0][i - 1] if a else self.openings[1][j - 1]
            if 0 <= k < self.band.width:
                if self.gapped[i - a, k] + self.more == cost:
                    return (a, b), True
                if self.best[i - a, k] + opening == cost:
                    return (a, b), False
        raise AssertionError("a path that nothing leads to")

    def _is_at_edge(self, i: int, k: int) -> bool:
        if self.band.width > self.m:
            return False
        low = int(self.band.low[i])
        near_left = k < _SHORTAGE and low > 0
        return near_left or (k >= self.band.width - _SHORTAGE and low + self.band.width <= self.m)


def _whole(costs: Sequence[float] | Floats) -> Ints:
    return np.round(np.asarray(costs, dtype=np.float64) * SCALE).astype(np.int64)


def _sums(values: Ints) -> Ints:
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(values)])
