"""The best cut of words into cues and of cues into lines: one exact dynamic program.

A state is the number of words cut so far, a step is one cue. Each possible cue is judged once, with its best
lines; what a cue costs depends on its own words and on when the next word begins, so the cheapest way to each
state is the cheapest of all. Steps reach back no further than a full cue, so the whole is linear.
"""

from __future__ import annotations

from dataclasses import dataclass
from operator import add

import numpy as np

from cuepress.cueing.judging import Amounts, Judge, Words
from cuepress.cueing.lines import Level, Lines, expanded, starts
from cuepress.cueing.material import CueSpan, Material
from cuepress.cueing.profile import Limits

# Words whose cues are judged at once: enough to be fast, few enough for their ways to fit into memory.
BLOCK = 4_000
MOST_WAYS = 4_000_000


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
    best = [0.0]
    came_from: list[tuple[int, ...]] = [()]
    block = min(BLOCK, max(1, MOST_WAYS // lines.n_ways))
    for begin in range(0, judge.n_words, block):
        ends = np.arange(begin + 1, min(begin + block, judge.n_words) + 1)
        levels = lines.levels(ends)
        for end, row in zip(ends.tolist(), costs_of(lines, ends, levels).tolist(), strict=True):
            totals = list(map(add, reversed(best[-len(row) :]), row))
            least = min(totals)
            first = end - 1 - totals.index(least)
            best.append(least)
            came_from.append((first,) if first >= lines.lowest[end] else starts(levels, first, end))
    return Cut(_walked_back(came_from), best[-1], lines)


def _walked_back(came_from: list[tuple[int, ...]]) -> tuple[CueSpan, ...]:
    cues: list[CueSpan] = []
    end = len(came_from) - 1
    while end:
        line_starts = came_from[end]
        cues.append(CueSpan(line_starts[0], end, line_starts))
        end = line_starts[0]
    return tuple(reversed(cues))


def costs_of(lines: Lines, ends: Words, levels: list[Level]) -> Amounts:
    """Return what each cue costs: a row an end, a column a number of words, infinite where none fits."""
    judge = lines.judge
    reach = lines.reach[-1][ends]
    end, first, _ = expanded(ends, reach, ends)
    cost = judge.cue_cost(first, end)
    table = np.full((len(ends), int((ends - reach).max())), np.inf)
    is_several = first < lines.lowest[end]
    if levels:
        cost[is_several] += levels[-1].cost[levels[-1].best]
    table[end - ends[0], end - first - 1] = cost
    return table
