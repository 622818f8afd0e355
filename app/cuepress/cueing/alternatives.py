"""What else could have been done with a cue: where it might have ended, and whether it could have been read."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

import numpy as np
from numpy.typing import NDArray

from cuepress.cueing.costs import PLACES, Term
from cuepress.cueing.judging import UNSEEN, Words
from cuepress.cueing.lines import expanded
from cuepress.cueing.solver import Cut, costs_of


@dataclass(frozen=True, slots=True)
class RunnerUp:
    """The next best word for a cue to end before, and how much more that costs, with the next cue as it is."""

    end: int
    more: float


def runner_up(cut: Cut, at: int) -> RunnerUp | None:
    """Return where a cue would end if not where it does, and the next cue where it does; None: nowhere."""
    if at + 1 == len(cut.cues):
        return None
    first, end, last = cut.cues[at].first, cut.cues[at].end, cut.cues[at + 1].end
    ends = np.arange(first + 1, last + 1)
    table = costs_of(cut.lines, ends, cut.lines.levels(ends))
    here, after = (np.full(len(ends) - 1, np.inf) for _ in range(2))
    for row, split in enumerate(range(first + 1, last)):
        if split - first <= table.shape[1]:
            here[row] = table[row, split - first - 1]
        if last - split <= table.shape[1]:
            after[row] = table[-1, last - split - 1]
    totals = here + after
    chosen = float(totals[end - first - 1])
    totals[end - first - 1] = np.inf
    best = int(np.argmin(totals)) if len(totals) else 0
    if not len(totals) or not np.isfinite(totals[best]):
        return None
    return RunnerUp(first + 1 + best, float(totals[best]) - chosen)


def is_readable(cut: Cut, first: Words, end: Words) -> NDArray[np.bool_]:
    """Tell which cues can be seen and read in the time that their words leave them."""
    judge = cut.lines.judge
    has_ms = judge.time_for(first, end)
    return (judge.reading_ms(first, end) <= (1 + UNSEEN) * has_ms) & (has_ms >= judge.limits.min_ms)


def slower(cut: Cut, at: int) -> Term | None:
    """Return why a cue that cannot be read in its time was not cut otherwise, with the cues around it.

    None: there is no way to cut it and its neighbours so that all of them could be read. Its words are spoken too
    fast. Otherwise there is one, and it would end a cue at a worse kind of place.
    """
    cues, place = cut.cues, cut.lines.judge.place
    begin = cues[at - 1].first if at else cues[at].first
    last = cues[at + 1].end if at + 1 < len(cues) else cues[at].end
    ends = np.arange(begin + 1, last + 1)
    end, first = expanded(ends, np.maximum(cut.lines.reach[-1][ends], begin), ends)
    fits = is_readable(cut, first, end)
    end, first = end[fits], first[fits]
    here = np.where(end < last, place[end - 1], 0.0)
    worst = [0.0, *[inf] * len(ends)]  # of the places taken on the best way to each word
    for to, through, weight in zip((end - begin).tolist(), (first - begin).tolist(), here.tolist(), strict=True):
        worst[to] = min(worst[to], max(worst[through], weight))
    if worst[-1] == inf:
        return None
    return min(PLACES.values(), key=lambda term: abs(term.weight - worst[-1]))
