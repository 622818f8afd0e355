"""The best lines of every cue that a text could have, a block of it at a time.

A cue of several lines is a first line above a cue of fewer: level k holds every way to divide a cue into at most k
lines by where its first line ends, each with the best of level k - 1 below. Two lines that would fit on one are
no way (BBC §3.4, Netflix §4: one line where it fits). No way is left out, so the best is found exactly, with as
many lines as a profile allows.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cuepress.cueing.judging import MOST_BY_SHAPE, Amounts, Judge, Words

LAST = -1  # in place of a way: the second line is the last
_FAR = 1e5  # more than any lines cost


@dataclass(frozen=True, slots=True)
class Level:
    """The ways to divide cues of the ends ``ends[0]`` to ``ends[-1]`` into two lines or more.

    The cues of an end are those that begin at ``low`` or later and fit on no line; the first of them has the
    index ``cue_at``. The ways of a cue lie together, from ``way_at`` on: each has a first line that ends before
    ``second``, ``below`` it the way of the level below that is the best one, and a cost. ``best`` is the way of
    each cue that costs least. ``useful`` are the ways that may be the best below some line, those of a cue from
    ``useful_at`` on.
    """

    ends: Words
    low: Words
    cue_at: Words
    way_at: Words
    second: Words
    below: Words
    cost: Amounts
    best: Words
    useful: Words
    useful_at: Words


@dataclass(frozen=True, slots=True)
class Pairs:
    """What each line costs above another, from the word ``begin`` on, each of them of up to ``wide`` words.

    ``cost`` has them one after the other, infinite where both would fit on one line.
    """

    begin: int
    wide: int
    cost: Amounts

    def at(self, first: Words, second: Words) -> Words:
        """Return where the costs of two lines are, the lower one of no words yet."""
        return ((first - self.begin) * self.wide + second - first - 1) * self.wide - second - 1


class Lines:
    """Where lines may begin and end, and what the best of them cost."""

    def __init__(self, judge: Judge) -> None:
        self.judge = judge
        material, cpl, n_words = judge.material, judge.limits.max_cpl, judge.n_words
        words = np.arange(n_words)
        begins = np.searchsorted(judge.paragraph, judge.paragraph, side="left")
        ends = np.searchsorted(judge.paragraph, judge.paragraph, side="right")
        # A word that is longer than a line stands on one alone.
        lowest = np.maximum(np.searchsorted(judge.left, judge.right - cpl, side="left"), begins)
        self.lowest = np.concatenate(([0], np.minimum(lowest, words)))
        self.highest = np.maximum(
            np.minimum(np.searchsorted(judge.right, judge.left + cpl, "right"), ends), words + 1
        )
        self.is_dashed = material.dash is not None
        turn = judge.turn - 1 if self.is_dashed else judge.turn
        self.first_of_turn = np.concatenate(([0], np.searchsorted(judge.turn, turn, side="left")))
        self.reach = self._reach()

    def _reach(self) -> list[Words]:
        """Return for each number of lines and each end the lowest word that a cue may begin with."""
        limits = self.judge.limits
        # More words than half characters: nobody sees the most of them.
        most = int(2 * limits.max_lines * (limits.max_cpl + 1))
        bound = np.maximum(self.first_of_turn, np.arange(self.judge.n_words + 1) - most)
        reach = [np.arange(self.judge.n_words + 1), self.lowest]
        for _ in range(1, limits.max_lines):
            reach.append(np.maximum(self.lowest[reach[-1]], bound))
        reach[1] = np.maximum(self.lowest, bound)
        return reach

    @property
    def n_ways(self) -> int:
        """How many ways there are to divide a cue into lines, at most and roughly."""
        longest = int((np.arange(len(self.lowest)) - self.lowest).max())
        ways: int = max(1, longest) ** self.judge.limits.max_lines
        return ways

    def levels(self, ends: Words) -> list[Level]:
        """Return the ways to divide all cues with these ends (a rising run) into 2, 3 … lines."""
        found: list[Level] = []
        pairs = self._pairs(ends) if self.judge.limits.max_lines > 2 else None
        for n_lines in range(2, self.judge.limits.max_lines + 1):
            found.append(self._level(ends, n_lines, found[-1] if found else None, pairs))
        return found

    def _pairs(self, ends: Words) -> Pairs:
        """Return what lines cost above others in all cues with these ends: the same pair is in many of them."""
        begin = int(self.reach[-1][ends].min())
        lines = np.arange(begin, int(ends[-1]))
        wide = int((self.highest[lines] - lines).max())
        line, second, _ = expanded(lines, lines + 1, np.minimum(self.highest[lines], ends[-1] - 1) + 1)
        which, third, _ = expanded(np.arange(len(line)), second + 1, self.highest[second] + 1)
        below = np.flatnonzero(third > self.highest[line[which]])
        which, third = which[below], third[below]
        pairs = Pairs(begin, wide, np.full(len(lines) * wide * wide, np.inf))
        first, second = line[which], second[which]
        pairs.cost[pairs.at(first, second) + third] = self.judge.line_cost(first, second, third)
        return pairs

    def _level(self, ends: Words, n_lines: int, below: Level | None, pairs: Pairs | None) -> Level:
        low = self.reach[n_lines][ends]
        end, first, cue_at = expanded(ends, low, self.lowest[ends])
        lowest = np.maximum(first + 1, self.reach[n_lines - 1][end])
        cue, second, way_at = expanded(np.arange(len(end)), lowest, self.highest[first] + 1)
        cost, way_below = self._ways(first[cue], second, end[cue], below, pairs)
        useful, useful_at = _useful(cost, way_at)
        return Level(ends, low, cue_at, way_at, second, way_below, cost, _least(cost, way_at), useful, useful_at)

    def _ways(
        self, first: Words, second: Words, end: Words, below: Level | None, pairs: Pairs | None
    ) -> tuple[Amounts, Words]:
        """Return what each way costs, and the way below it."""
        is_last = second >= self.lowest[end]
        at = np.flatnonzero(is_last)
        cost = np.full(len(first), np.inf)
        cost[at] = self._pair_cost(first[at], second[at], end[at])
        way_below = np.full(len(first), LAST)
        rest = np.flatnonzero(~is_last)
        if below is None or pairs is None or not len(rest):
            return cost, way_below
        first, second, end = first[rest], second[rest], end[rest]
        cue = below.cue_at[end - below.ends[0]] + second - below.low[end - below.ends[0]]
        pair, at, starts = expanded(pairs.at(first, second), below.useful_at[cue], below.useful_at[cue + 1])
        pair += below.second[below.useful][at]
        costs = pairs.cost[pair]
        costs += below.cost[below.useful][at]
        if self.is_dashed:  # two speakers have one line each
            is_mixed = self.judge.turn[first] != self.judge.turn[end - 1]
            costs[np.repeat(is_mixed, np.diff(starts))] = np.inf
        best = _least(costs, starts)
        cost[rest], way_below[rest] = costs[best], below.useful[at[best]]
        return cost, way_below

    def _pair_cost(self, first: Words, second: Words, end: Words) -> Amounts:
        """Return what two lines cost that are a whole cue; in a cue of two speakers each begins with a dash."""
        cost = self.judge.line_cost(first, second, end)
        dash = self.judge.material.dash
        if dash is not None:
            judge, room = self.judge, self.judge.limits.max_cpl - dash
            top, bottom = judge.right[second - 1] - judge.left[first], judge.right[end - 1] - judge.left[second]
            is_mixed = judge.turn[first] != judge.turn[end - 1]
            cost[is_mixed & ((top > room) | (bottom > room) | (judge.turn[second - 1] == judge.turn[second]))] = (
                np.inf
            )
        return cost


def _useful(cost: Amounts, begins: Words) -> tuple[Words, Words]:
    """Return the ways that may be the best below some line, and where those of each cue begin.

    A line above takes away the ways whose first line is so short that both would fit on one. Of the others it
    changes the cost by no more than ``MOST_BY_SHAPE``, so a way is of no use if one with a longer first line costs
    less by more than that.
    """
    if not len(cost):
        return np.zeros(0, np.int64), begins
    group = np.repeat(np.arange(len(begins) - 1), np.diff(begins))
    # Read from the end, each group is below all that were read before: the least so far is that of its own.
    apart = np.minimum(cost, _FAR / 2) + group * _FAR
    least_after = np.minimum.accumulate(apart[::-1])[::-1]
    useful = np.flatnonzero(apart <= least_after + MOST_BY_SHAPE)
    return useful, np.searchsorted(useful, begins)


def starts(levels: list[Level], first: int, end: int) -> tuple[int, ...]:
    """Return where the lines of a cue begin that fits on no single one."""
    at = end - int(levels[-1].ends[0])
    way = int(levels[-1].best[levels[-1].cue_at[at] + first - levels[-1].low[at]])
    found = [first]
    for level in reversed(levels):
        found.append(int(level.second[way]))
        way = int(level.below[way])
        if way == LAST:
            break
    return tuple(found)


def expanded(keys: Words, low: Words, high: Words) -> tuple[Words, Words, Words]:
    """Return for each key all numbers from ``low`` to before ``high``: keys, numbers, where those of a key begin.

    The last has an entry more than there are keys, the number of all.
    """
    counts = np.maximum(high - low, 0)
    begins = np.concatenate(([0], np.cumsum(counts)))
    numbers = np.arange(begins[-1]) + np.repeat(low - begins[:-1], counts)
    return np.repeat(keys, counts), numbers, begins


def _least(cost: Amounts, begins: Words) -> Words:
    """Return the index of the least cost of each group, the first of equals; no group is empty."""
    if not len(cost):
        return np.zeros(0, np.int64)
    least = np.minimum.reduceat(cost, begins[:-1])
    is_least = np.flatnonzero(cost == np.repeat(least, np.diff(begins)))
    found: Words = is_least[np.searchsorted(is_least, begins[:-1])]
    return found
