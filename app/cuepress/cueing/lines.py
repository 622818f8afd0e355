"""The best lines of every cue that a text could have, a block of it at a time.

A cue of several lines is a first line above a cue of fewer: level k holds every way to divide a cue into at most k
lines by where its first line ends, each with the best of level k - 1 below. Two lines that would fit on one are
no way (BBC §3.4, Netflix §4: one line where it fits). No way is left out, so the best is found exactly, with as
many lines as a profile allows.

What all ways cost is in dense tables, whose last axis is the word that a cue begins with: they are added up as a
whole, for as many words as a table has, with no list of what is in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from cuepress.cueing.judging import Amounts, Flags, Judge, Words

Table = TypeVar("Table", Amounts, Flags, Words)

# Entries of the largest table: enough to be fast, few enough for it and its neighbours to stay in the cache.
MOST_WAYS = 400_000


@dataclass(frozen=True, slots=True)
class Level:
    """What it costs to divide cues into at most so many lines, but at least two.

    ``pairs`` has for two lines, of a + 1 and b + 1 words, what the first costs above the second, at ``[a, b, f]``
    if it begins with the word ``begin`` + f; infinite where that is no line, or both would fit on one.
    ``ways`` has for a first line of a + 1 words above j + 1 words, in the best lines, what both cost, at
    ``[a, j, f]``. ``least`` is the least of them for all cues of n + 1 words, at ``[n, f]``.
    """

    begin: int
    pairs: Amounts
    ways: Amounts
    least: Amounts


class Lines:
    """Where lines may begin and end, and what the best of them cost."""

    def __init__(self, judge: Judge) -> None:
        self.judge = judge
        material, cpl, n_words = judge.material, judge.limits.max_cpl, judge.n_words
        words = np.arange(n_words)
        begins = np.searchsorted(judge.paragraph, judge.paragraph, side="left")
        # A word that is longer than a line stands on one alone.
        lowest = np.maximum(np.searchsorted(judge.left, judge.right - cpl, side="left"), begins)
        self.lowest = np.concatenate(([0], np.minimum(lowest, words)))
        self.highest = np.searchsorted(self.lowest, words, side="right") - 1
        self.is_dashed = material.dash is not None
        turn = judge.turn - 1 if self.is_dashed else judge.turn
        self.first_of_turn = np.concatenate(([0], np.searchsorted(judge.turn, turn, side="left")))
        self.reach = self._reach()

    def _reach(self) -> list[Words]:
        """Return for each number of lines and each end the lowest word that a cue may begin with."""
        limits = self.judge.limits
        bound = np.maximum(self.first_of_turn, np.arange(self.judge.n_words + 1) - self._most_words)
        reach = [np.arange(self.judge.n_words + 1), self.lowest]
        for _ in range(1, limits.max_lines):
            reach.append(np.maximum(self.lowest[reach[-1]], bound))
        reach[1] = np.maximum(self.lowest, bound)
        return reach

    @property
    def _most_words(self) -> int:
        """How many words a cue has at most: of more words than half characters nobody sees the most."""
        limits = self.judge.limits
        return int(2 * limits.max_lines * (limits.max_cpl + 1))

    def block(self, begin: int, most: int) -> int:
        """Return for how many ends after ``begin``, at most, the levels may be asked for at once."""
        n_levels, size = self.judge.limits.max_lines - 1, most
        while size > 1 and size * self._wide(self._lowest_of(begin + 1), begin + size) ** 2 * n_levels > MOST_WAYS:
            size //= 2
        return size

    def _lowest_of(self, end: int) -> int:
        """Return the lowest word that a cue with this end or a later one may begin with."""
        return int(self.reach[-1][end])

    def _wide(self, begin: int, stop: int) -> int:
        """Return how many words a line has at most that begins in a stretch of words."""
        words = np.arange(begin, stop)
        return min(int((self.highest[words] - words).max()), self._most_words)

    def levels(self, ends: Words) -> list[Level]:
        """Return the ways to divide all cues with these ends (a rising run) into 2, 3 … lines."""
        n_levels = self.judge.limits.max_lines - 1
        if not n_levels:
            return []
        begin, stop = self._lowest_of(int(ends[0])), int(ends[-1])
        wide = self._wide(begin, stop)
        # A level looks at the one below as many words on as a line is wide.
        tables = _Tables(self, begin, stop - begin + (n_levels - 1) * wide, wide)
        ways = [tables.two_lines]
        for _ in range(1, n_levels):
            ways.append(tables.more_lines(ways[-1]))
        return [Level(begin, tables.pairs, each, _least(each)) for each in ways]

    def starts(self, levels: Sequence[Level], first: Words, end: Words) -> Words:
        """Return where the lines of cues begin, a row a cue, filled up with their ends."""
        found = np.repeat(end[:, None], len(levels) + 1, axis=1)
        found[:, 0] = first
        at = np.flatnonzero(first < self.lowest[end])
        if not len(at):
            return found
        first, end = first[at], end[at]
        costs = _ways(levels[-1].ways, first - levels[-1].begin, end - first)
        for column, below in enumerate((*reversed(levels[:-1]), None), start=1):
            second = first + 1 + np.argmin(costs, axis=1)  # the first of equals
            found[at, column] = second
            rest = second < self.lowest[end]
            if below is None or not rest.any():
                break
            at, first, second, end = at[rest], first[rest], second[rest], end[rest]
            costs = _ways(below.ways, second - below.begin, end - second)
            costs += below.pairs[second - first - 1, :, first - below.begin]
            first = second
        return found


class _Tables:
    """What ways to divide cues cost that begin with ``count`` words from ``begin`` on, in lines of up to ``wide``.

    Beyond the text, and beyond the ends that are asked for, there is anything: nobody looks there.
    """

    def __init__(self, lines: Lines, begin: int, count: int, wide: int) -> None:
        self.judge, self.is_dashed = lines.judge, lines.is_dashed
        self.wide, self.count, self.last = wide, count, lines.judge.n_words - 1
        self.first = np.minimum(np.arange(begin, begin + count), self.last)
        # Where the line below may begin: a word after the first or later.
        self.below = np.minimum(np.arange(begin + 1, begin + count + wide), self.last)
        self.sizes = np.arange(1, 2 * wide + 1)[:, None]
        self.room = lines.highest[self.first] - self.first
        self.room_below = lines.highest[self.below] - self.below
        self.pairs = self._pairs()
        self.two_lines = self._two_lines()

    def _pairs(self) -> Amounts:
        end = np.minimum(self.first + self.sizes[1:], self.judge.n_words)
        cost = self.judge.line_cost(self.first, self._second()[:, None], _by_size(end, self.wide))
        cost += np.where(self.sizes[: self.wide] <= self.room, 0.0, np.inf)[:, None]
        cost += _by_size(np.where(self.sizes[1:] > self.room, 0.0, np.inf), self.wide)
        return cost

    def _second(self) -> Words:
        """Return where the second line begins: a row a size of the first."""
        return np.minimum(self.first + self.sizes[: self.wide], self.last)

    def _two_lines(self) -> Amounts:
        """Return what cues of two lines cost; in one of two speakers each begins with a dash."""
        is_line = self.sizes[: self.wide] <= self.room_below
        cost: Amounts = self.pairs + self._under(np.where(is_line, 0.0, np.inf), self.count)
        if self.is_dashed:
            cost[self._is_mixed(self.wide, self.count) & self._is_undashed()] = np.inf
        return cost

    def more_lines(self, below: Amounts) -> Amounts:
        """Return what cues cost of a first line above the best of those ``below``, or above one line."""
        size, count = below.shape[1], below.shape[2] - self.wide
        cost = np.full((self.wide, size + self.wide, count), np.inf)
        for at in range(self.wide):  # the second line has one word more
            ways = self.pairs[:, at, None, :count] + self._under(below[at, :, 1:], count)
            part = cost[:, at + 1 : at + 1 + size]
            np.minimum(part, ways, out=part)
        if self.is_dashed:  # two speakers have one line each
            cost[self._is_mixed(size + self.wide, count)] = np.inf
        two = cost[:, : self.wide]
        np.minimum(two, self.two_lines[:, :, :count], out=two)
        return cost

    def _under(self, table: Table, count: int) -> Table:
        """Return what begins below a first line by the words of that; a table has a column for each ``below``."""
        return sliding_window_view(table, count, axis=1).swapaxes(0, 1)

    def _is_mixed(self, size: int, count: int) -> Flags:
        """Tell which cues, of up to ``size`` words below the first line, have two speakers."""
        turn, sizes = self.judge.turn, np.arange(1, self.wide + size)[:, None]
        last = np.minimum(self.first[:count] + sizes, self.last)
        return _by_size(turn[self.first[:count]] != turn[last], size)

    def _is_undashed(self) -> Flags:
        """Tell which two lines have no room for dashes, or do not part the speakers."""
        judge, second = self.judge, self._second()
        room = judge.limits.max_cpl - (judge.material.dash or 0.0)
        is_full = judge.right[second - 1] - judge.left[self.first] > room
        is_full |= judge.turn[second - 1] == judge.turn[second]
        end = np.minimum(self.below + self.sizes[: self.wide], judge.n_words)
        is_full_below = judge.right[end - 1] - judge.left[self.below] > room
        found: Flags = is_full[:, None] | self._under(is_full_below, self.count)
        return found


def _by_size(table: Table, size: int) -> Table:
    """Return by the words of the first line and those below it, up to ``size``, what depends on their sum."""
    return sliding_window_view(table, size, axis=0).swapaxes(1, 2)


def _least(ways: Amounts) -> Amounts:
    wide, size, count = ways.shape
    least = np.full((wide + size, count), np.inf)
    for at in range(wide):
        part = least[at + 1 : at + 1 + size]
        np.minimum(part, ways[at], out=part)
    return least


def _ways(ways: Amounts, first: Words, size: Words) -> Amounts:
    """Return what the ways to divide cues of ``size`` words cost: a row a cue, a column a size of a first line."""
    lines = np.arange(len(ways))
    rest = size[:, None] - lines - 2
    is_way = (rest >= 0) & (rest < ways.shape[1])
    return np.where(is_way, ways[lines, np.where(is_way, rest, 0), first[:, None]], np.inf)


def expanded(keys: Words, low: Words, high: Words) -> tuple[Words, Words]:
    """Return for each key all numbers from ``low`` to before ``high``: keys and numbers."""
    counts = np.maximum(high - low, 0)
    begins = np.cumsum(counts) - counts
    return np.repeat(keys, counts), np.arange(counts.sum()) + np.repeat(low - begins, counts)
