"""Passages in which a cue cannot be read in time, cut again with the times that their cues will really have.

The solver judges each cue as if the rest before it and the rest after it were its own. Cues share them, though:
one that stays to be read keeps the next from beginning early. Where a cue comes out too fast, all cuts of the
words around it are gone through with that in mind. Of the ways to a word only those are kept of which no other
costs less and is over sooner, so the best is found exactly. Mostly that is one: what each cue costs at least, and
when it is over at the soonest, is worked out for all of them at once, and where the cheapest way is no later than
that, no other has to be looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from operator import add, itemgetter
from typing import Any, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from cuepress.cueing.judging import Amounts, Words
from cuepress.cueing.lines import Level, Lines, expanded
from cuepress.cueing.material import CueSpan
from cuepress.cueing.places import PlaceKind
from cuepress.cueing.solver import Cut, blocks, costs_of, span

AROUND = 4  # cues before and after one that is too fast
# What comes first by the order of the guidelines, far above any sum of costs: for the reading speed nothing is
# parted that is never parted (BBC §3.4, Netflix §4), no paragraph put beside another, nor, where the profile keeps
# them apart (TED), parts of two sentences, no text shown long before it is said (BBC §5.2), no cue too short or
# long. All else gives way.
_BROKEN, _FAST = 1e8, 1e4
HELD = PlaceKind.CLOSE  # also adjectives with their nouns, and names, which a cut for grammar alone may part
SHORTER_MS = 1  # by so much a cue may be shorter than it takes to read it

_Way: TypeAlias = tuple[float, float, int, int]  # its entries in ``_Ways``
Ms = TypeVar("Ms", float, NDArray[Any])  # of one cue, or of many


def hastened(cut: Cut, fast: Sequence[int], over_ms: Sequence[float]) -> Cut:
    """Return a cut with as few cues that are too fast as there can be, and the same where nothing is better.

    Parameters
    ----------
    fast
        The indices of its cues that are too fast, in order.
    over_ms
        For each cue when it can be over, if the next one lacks time.
    """
    if not fast:
        return cut
    cues: list[CueSpan] = []
    done = 0
    search = _Search(cut.lines)
    for low, high in _stretches(fast, len(cut.cues)):
        cues += cut.cues[done:low]
        following = cut.cues[high].end if high < len(cut.cues) else None
        begin, end = cut.cues[low].first, cut.cues[high - 1].end
        cues += search.best(begin, end, over_ms[low - 1] if low else 0.0, following)
        done = high
    return Cut((*cues, *cut.cues[done:]), cut.cost, cut.lines)


def _stretches(fast: Sequence[int], n_cues: int) -> Iterator[tuple[int, int]]:
    """Yield half-open runs of cues around those that are too fast."""
    run: tuple[int, int] | None = None
    for at in fast:
        low, high = max(0, at - AROUND), min(n_cues, at + AROUND + 1)
        if run and low > run[1]:
            yield run
            run = None
        run = run[0] if run else low, high
    if run:
        yield run


@dataclass(frozen=True, slots=True)
class _Ways:
    """The ways to cut words up to each place, the cheapest first, place by place.

    ``cost``, ``over_ms`` (when the last cue can be over), ``first`` (where that begins) and ``before`` (the way
    that it is added to) have an entry a way; ``at`` (where the ways to it begin) and ``cheapest`` (what the first
    of them costs) one a place, from ``begin`` on.
    """

    begin: int
    cost: list[float] = field(default_factory=list)
    over_ms: list[float] = field(default_factory=list)
    first: list[int] = field(default_factory=list)
    before: list[int] = field(default_factory=list)
    at: list[int] = field(default_factory=list)
    cheapest: list[float] = field(default_factory=list)

    def add_place(self, ways: Iterable[_Way]) -> None:
        """Add the ways to the next place, each with its entries."""
        self.at.append(len(self.cost))
        for cost, over_ms, first, before in ways:
            self.cost.append(cost)
            self.over_ms.append(over_ms)
            self.first.append(first)
            self.before.append(before)
        self.cheapest.append(self.cost[self.at[-1]])

    def to(self, place: int) -> range:
        """Return the ways to a place."""
        at = place - self.begin
        return range(self.at[at], self.at[at + 1] if at + 1 < len(self.at) else len(self.cost))


@dataclass(frozen=True, slots=True)
class _Bounds:
    """What is known of cues before it is known how the words before them are cut.

    Tables have a row an end, a column a number of words: ``cost``, but for being too fast; ``reading_ms``, how
    long it takes to be read; ``fast``, what its being too fast costs at least; ``over_ms``, when it can be over at
    the soonest. Nothing is won by being over sooner than ``soonest_ms``, for each end.
    """

    cost: Amounts
    reading_ms: Amounts
    fast: Amounts
    over_ms: Amounts
    soonest_ms: Amounts


class _Search:
    """Finds the best cut of passages of one text."""

    def __init__(self, lines: Lines) -> None:
        self.lines, self.judge = lines, lines.judge
        self.is_held = self.judge.kinds >= HELD
        self.start_ms, self.end_ms = self.judge.start_ms.tolist(), self.judge.end_ms.tolist()
        self.latest_ms = self.judge.latest_ms.tolist()

    def best(self, begin: int, end: int, over_ms: float, following: int | None) -> list[CueSpan]:
        """Return the best cut: the cue before can be over at ``over_ms``, the next one ends at ``following``."""
        ways = _Ways(begin)
        ways.add_place([(0.0, over_ms, begin, -1)])
        starts = [np.full((1, self.judge.limits.max_lines), begin)]
        for ends in blocks(self.lines, begin, end):
            levels = self.lines.levels(ends)
            done = len(ways.cost)
            self._extend(ways, ends, self._bounds(ends, levels))
            counts = [len(ways.to(place)) for place in ends.tolist()]
            starts.append(self.lines.starts(levels, np.array(ways.first[done:]), np.repeat(ends, counts)))
        return _walked_back(ways, self._cheapest(ways, end, following), end, np.concatenate(starts))

    def _extend(self, ways: _Ways, ends: Words, bounds: _Bounds) -> None:
        """Add the ways to some ends of which no other costs less and is over no later."""
        tables = bounds.cost.tolist(), bounds.fast.tolist(), bounds.soonest_ms.tolist()
        for row, (end, cost, fast, soonest_ms) in enumerate(zip(ends.tolist(), *tables, strict=True)):
            least = list(map(add, map(add, reversed(ways.cheapest[-len(cost) :]), cost), fast))
            size = least.index(min(least)) + 1
            way = self._longer(ways, ways.at[end - size - ways.begin], end, size, bounds, row)
            # Of ways that cost the same, the one that is over first is taken, even if nothing is won by it.
            if way[0] <= least[size - 1] and way[1] <= soonest_ms and least.count(way[0]) == 1:
                ways.add_place((way,))
                continue
            is_open = (np.array(least) <= way[0]) | (bounds.over_ms[row, : len(least)] < way[1])
            found = [
                self._longer(ways, before, end, size, bounds, row)
                for size in (1 + np.flatnonzero(is_open & np.isfinite(least))).tolist()
                for before in ways.to(end - size)
            ]
            ways.add_place(_undominated(found, soonest_ms))

    def _longer(self, ways: _Ways, before: int, end: int, size: int, bounds: _Bounds, row: int) -> _Way:
        """Return a way with one more cue, of ``size`` words."""
        reading_ms = bounds.reading_ms.item(row, size - 1)
        over_ms, is_fast = self._then(ways.over_ms[before], end - size, end, reading_ms)
        return ways.cost[before] + bounds.cost.item(row, size - 1) + _FAST * is_fast, over_ms, end - size, before

    def _cheapest(self, ways: _Ways, end: int, following: int | None) -> int:
        """Return the way to the end that costs least, with the cue after it."""
        last = ways.to(end)
        if following is None:
            return last[0]
        reading_ms = self.judge.reading_ms(np.array([end]), np.array([following])).item()

        def cost(way: int) -> float:
            return ways.cost[way] + _FAST * self._then(ways.over_ms[way], end, following, reading_ms)[1]

        return min(last, key=cost)

    def _then(self, over_ms: float, first: int, end: int, reading_ms: float) -> tuple[float, bool]:
        """Return when a cue can be over, and whether it is too fast, if the one before is over at ``over_ms``."""
        free_ms = over_ms + self.judge.limits.min_gap_ms if first else 0.0
        times = self.start_ms[first], self.end_ms[end - 1], self.latest_ms[end - 1], free_ms
        over_ms, has_ms = self._seen(reading_ms, *times, least=min, most=max)
        return over_ms, reading_ms > has_ms + SHORTER_MS

    def _bounds(self, ends: Words, levels: Sequence[Level]) -> _Bounds:
        judge = self.judge
        cost = costs_of(self.lines, ends, levels)
        is_cue = np.isfinite(cost)
        cost += _BROKEN * self._broken(ends, levels, cost.shape)
        last = ends[:, None] - 1
        first = np.maximum(last - np.arange(cost.shape[1]), 0)
        reading_ms = judge.reading_ms(first, last + 1)
        times = judge.start_ms[first], judge.end_ms[last], judge.latest_ms[last], np.where(first, -np.inf, 0.0)
        over_ms, has_ms = self._seen(reading_ms, *times, least=np.minimum, most=np.maximum)
        # The next cue begins no earlier than so long before its words; after the last nothing begins.
        next_ms = np.append(judge.start_ms, np.iinfo(np.int64).max)[ends]
        next_ms = next_ms - judge.material.early_ms - judge.limits.min_gap_ms
        soonest_ms = np.maximum(np.where(is_cue, over_ms, np.inf).min(axis=1), next_ms)
        return _Bounds(cost, reading_ms, _FAST * (reading_ms > has_ms + SHORTER_MS), over_ms, soonest_ms)

    def _seen(
        self,
        reading_ms: Ms,
        begins_ms: Ms,
        said_ms: Ms,
        latest_ms: Ms,
        free_ms: Ms,
        *,
        least: Callable[[Ms, Ms | float], Ms],
        most: Callable[[Ms, Ms | float], Ms],
    ) -> tuple[Ms, Ms]:
        """Return when cues can be over, and how long they can be seen, with the times that ``times`` gives them.

        That is if the next one lacks time, and nothing else is seen from ``free_ms`` on. Of one cue or of many.
        """
        limits = self.judge.limits
        start_ms = least(most(begins_ms - self.judge.material.early_ms, free_ms), begins_ms)
        needed_ms = least(most(said_ms, start_ms + reading_ms), said_ms + limits.linger_ms)
        over_ms = least(most(needed_ms, start_ms + limits.min_ms), latest_ms)
        return over_ms, least(latest_ms - start_ms, limits.max_ms)

    def _broken(self, ends: Words, levels: Sequence[Level], shape: tuple[int, ...]) -> Amounts:
        """Return how many rules each cue breaks that hold whatever the reading speed."""
        judge, limits = self.judge, self.judge.limits
        end, first = expanded(ends, self.lines.reach[-1][ends], ends)
        count = self.is_held[end - 1].astype(float)
        if not judge.material.joins_parts:
            count += judge.joins_parts(first, end)
        count += judge.paragraph[end - 1] != judge.paragraph[first]
        count += judge.long_rests_before[end - 1] > judge.long_rests_before[first]
        count += judge.end_ms[end - 1] - judge.start_ms[first] > limits.max_ms
        count += judge.time_for(first, end) < limits.min_ms
        below = self.lines.starts(levels, first, end)[:, 1:]
        count += (self.is_held[below - 1] & (below < end[:, None])).sum(axis=1)
        table = np.zeros(shape)
        table[end - ends[0], end - first - 1] = count
        return table


def _undominated(ways: Iterable[_Way], soonest_ms: float) -> Iterator[_Way]:
    """Yield the ways of which no other costs less and is over no later, but one that nothing is won by."""
    least_ms = np.inf
    for way in sorted(ways, key=itemgetter(0, 1)):
        if way[1] < least_ms:
            yield way
            least_ms = way[1]
            if least_ms <= soonest_ms:
                return


def _walked_back(ways: _Ways, way: int, end: int, starts: Words) -> list[CueSpan]:
    cues: list[CueSpan] = []
    while ways.before[way] >= 0:
        cues.append(span(end, starts[way]))
        end, way = ways.first[way], ways.before[way]
    return cues[::-1]
