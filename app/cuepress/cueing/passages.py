"""Passages in which a cue cannot be read in time, cut again with the times that their cues will really have.

The solver judges each cue as if the rest before it and the rest after it were its own. Cues share them, though:
one that stays to be read keeps the next from beginning early. Where a cue comes out too fast, all cuts of the
words around it are gone through with that in mind. Of the ways to a word only those are kept of which no other
costs less and is over sooner, so the best is found exactly.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from cuepress.cueing.judging import Amounts, Flags, Words, ms_to_read
from cuepress.cueing.lines import LAST, Level, expanded, starts
from cuepress.cueing.material import CueSpan
from cuepress.cueing.places import PlaceKind
from cuepress.cueing.solver import Cut, costs_of

AROUND = 4  # cues before and after one that is too fast
# What comes first by the order of the guidelines, far above any sum of costs: for the reading speed nothing is
# parted that is never parted (BBC §3.4, Netflix §4), no paragraph put beside another, nor, where the profile keeps
# them apart (TED), parts of two sentences, no text shown long before it is said (BBC §5.2), no cue too short or
# long. All else gives way.
_BROKEN, _FAST = 1e8, 1e4
HELD = PlaceKind.CLOSE  # also adjectives with their nouns, and names, which a cut for grammar alone may part
SHORTER_MS = 1  # by so much a cue may be shorter than it takes to read it


@dataclass(frozen=True, slots=True)
class _Way:
    """A way to cut words up to some place: what it costs, when its last cue can be over, and where that begins."""

    cost: float
    over_ms: float
    first: int
    before: _Way | None


def hastened(cut: Cut, fast: Sequence[int], over_ms: Sequence[float]) -> Cut:
    """Return a cut with as few cues that are too fast as there can be, and the same where nothing is better.

    Parameters
    ----------
    fast
        The indices of its cues that are too fast, in order.
    over_ms
        For each cue when it can be over, if the next one lacks time.
    """
    cues: list[CueSpan] = []
    done = 0
    for low, high in _stretches(fast, len(cut.cues)):
        cues += cut.cues[done:low]
        passage = _Passage(cut, cut.cues[low].first, cut.cues[high - 1].end)
        following = cut.cues[high].end if high < len(cut.cues) else None
        cues += passage.best(over_ms[low - 1] if low else 0.0, following)
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


class _Passage:
    """The words of some cues, and every way to cut them.

    Lists have an entry a word, from ``begin`` to before ``end``; those of costs are by end and number of words.
    """

    def __init__(self, cut: Cut, begin: int, end: int) -> None:
        self.lines, self.judge = cut.lines, cut.lines.judge
        self.begin, self.end = begin, end
        ends = np.arange(begin + 1, end + 1)
        self.levels = self.lines.levels(ends)
        table = costs_of(self.lines, ends, self.levels)
        self.cost: list[list[float]] = (table + _BROKEN * self._broken(ends, table.shape)).tolist()

    def best(self, over_ms: float, following: int | None) -> list[CueSpan]:
        """Return the best cut: the cue before can be over at ``over_ms``, the next one ends at ``following``."""
        ways = [[_Way(0.0, over_ms, self.begin, None)]]
        for end in range(self.begin + 1, self.end + 1):
            ways.append(list(_undominated(self._ways_to(end, ways))))
        last = ways[-1]
        if following is not None:
            last = [self._then(way, self.end, following, way.cost) for way in last]
        way: _Way | None = min(last, key=lambda each: each.cost)
        return self._cues(way.before if way and following is not None else way)

    def _ways_to(self, end: int, ways: Sequence[Sequence[_Way]]) -> Iterator[_Way]:
        for n_words, cost in enumerate(self.cost[end - self.begin - 1][: end - self.begin], start=1):
            if cost < np.inf:
                for way in ways[end - n_words - self.begin]:
                    yield self._then(way, end - n_words, end, way.cost + cost)

    def _then(self, way: _Way, first: int, end: int, cost: float) -> _Way:
        """Return a way with one more cue; its times are those that ``times`` gives it if the next lacks time."""
        judge, limits = self.judge, self.judge.limits
        begins_ms, said_ms = int(judge.start_ms[first]), int(judge.end_ms[end - 1])
        amount = judge.read_to[end - 1] - judge.read_from[first]
        reading_ms = float(ms_to_read(amount, judge.material.reading_steps))
        free_ms = way.over_ms + limits.min_gap_ms if first else 0.0
        start_ms = min(max(begins_ms - judge.material.early_ms, free_ms), begins_ms)
        latest_ms = float(judge.latest_ms[end - 1])
        needed_ms = min(max(said_ms, start_ms + reading_ms), said_ms + limits.linger_ms)
        over_ms = min(max(needed_ms, start_ms + limits.min_ms), latest_ms)
        is_fast = reading_ms > min(latest_ms - start_ms, limits.max_ms) + SHORTER_MS
        return _Way(cost + _FAST * is_fast, over_ms, first, way)

    def _cues(self, way: _Way | None) -> list[CueSpan]:
        cues: list[CueSpan] = []
        end = self.end
        while way and way.before:
            is_one = way.first >= self.lines.lowest[end]
            cues.append(CueSpan(way.first, end, (way.first,) if is_one else starts(self.levels, way.first, end)))
            end, way = way.first, way.before
        return cues[::-1]

    def _broken(self, ends: Words, shape: tuple[int, ...]) -> Amounts:
        """Return how many rules each cue breaks that hold whatever the reading speed."""
        judge, limits = self.judge, self.judge.limits
        end, first, _ = expanded(ends, self.lines.reach[-1][ends], ends)
        is_never = np.asarray(judge.material.breaks.kinds) >= HELD
        count = is_never[end - 1].astype(float)
        if not judge.material.joins_parts:
            count += judge.joins_parts(first, end)
        count += judge.paragraph[end - 1] != judge.paragraph[first]
        count += judge.long_rests_before[end - 1] > judge.long_rests_before[first]
        count += judge.end_ms[end - 1] - judge.start_ms[first] > limits.max_ms
        count += judge.time_for(first, end) < limits.min_ms
        if self.levels:
            count[first < self.lines.lowest[end]] += _inside(self.levels, is_never)
        table = np.zeros(shape)
        table[end - ends[0], end - first - 1] = count
        return table


def _inside(levels: Sequence[Level], is_never: Flags) -> Amounts:
    """Return for each cue of several lines how many of them, but for the last, end where a line never ends."""
    below = np.zeros(0)
    for level in levels:
        count = is_never[level.second - 1].astype(float)
        has_below = level.below != LAST
        count[has_below] += below[level.below[has_below]]
        below = count
    found: Amounts = below[levels[-1].best]
    return found


def _undominated(ways: Iterator[_Way]) -> Iterator[_Way]:
    """Yield the ways of which no other costs less and is over no later."""
    soonest = np.inf
    for way in sorted(ways, key=lambda each: (each.cost, each.over_ms)):
        if way.over_ms < soonest:
            soonest = way.over_ms
            yield way
