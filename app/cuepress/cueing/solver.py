"""The best cut of words into cues and of cues into lines: one exact dynamic program.

A state is the number of words cut so far, a step is one cue. Each possible cue is judged once, with its best
lines; what a cue costs depends on its own words and on when the next word begins, so the cheapest way to each
state is the cheapest of all. Steps reach back no further than a full cue, so the whole is linear.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import add

import numpy as np

from cuepress.cueing.judging import Amounts, Judge, Words
from cuepress.cueing.lines import Level, Lines, expanded
from cuepress.cueing.material import CueSpan, Material
from cuepress.cueing.profile import Limits

BLOCK = 4_000  # words whose cues are judged at once, at most


@dataclass(frozen=True, slots=True)
class Cut:
    """The cues of a text, what they cost, and the tables that they were judged by."""

    cues: tuple[CueSpan, ...]
    cost: float
    lines: Lines


def solve(material: Material, limits: Limits) -> Cut:
    """Cut all words into cues at the least cost, within the lines that the limits allow.

    Only a word that is longer than a line makes a line longer than allowed, and stands on it alone.
    """
    judge = Judge(material, limits)
    lines = Lines(judge)
    best, firsts = [0.0], [0]
    starts = [np.zeros((1, limits.max_lines), np.int64)]
    for ends in blocks(lines, 0, judge.n_words):
        levels = lines.levels(ends)
        for end, row in zip(ends.tolist(), costs_of(lines, ends, levels).tolist(), strict=True):
            totals = list(map(add, reversed(best[-len(row) :]), row))
            least = min(totals)
            firsts.append(end - 1 - totals.index(least))
            best.append(least)
        starts.append(lines.starts(levels, np.array(firsts[ends[0] :]), ends))
    return Cut(_walked_back(firsts, np.concatenate(starts)), best[-1], lines)


def blocks(lines: Lines, begin: int, end: int) -> Iterator[Words]:
    """Yield the ends of cues that are judged at once: all after ``begin``, up to ``end``."""
    while begin < end:
        size = lines.block(begin, min(BLOCK, end - begin))
        yield np.arange(begin + 1, begin + size + 1)
        begin += size


def _walked_back(firsts: Sequence[int], starts: Words) -> tuple[CueSpan, ...]:
    cues: list[CueSpan] = []
    end = len(firsts) - 1
    while end:
        cues.append(span(end, starts[end]))
        end = firsts[end]
    return tuple(reversed(cues))


def span(end: int, starts: Words) -> CueSpan:
    """Return the cue up to an end; ``starts`` are those of its lines, then the end for each it lacks."""
    found = tuple(start for start in starts.tolist() if start < end)
    return CueSpan(found[0], end, found)


def costs_of(lines: Lines, ends: Words, levels: Sequence[Level]) -> Amounts:
    """Return what each cue costs: a row an end, a column a number of words, infinite where none fits."""
    judge = lines.judge
    reach = lines.reach[-1][ends]
    end, first = expanded(ends, reach, ends)
    cost = judge.cue_cost(first, end)
    table = np.full((len(ends), int((ends - reach).max())), np.inf)
    if levels:
        is_several = np.flatnonzero(first < lines.lowest[end])
        size = end[is_several] - first[is_several]
        cost[is_several] += levels[-1].least[size - 1, first[is_several] - levels[-1].begin]
    table[end - ends[0], end - first - 1] = cost
    return table
