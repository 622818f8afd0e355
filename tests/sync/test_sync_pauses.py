"""The assignment of words to stretches of speech: the least cost of all, and what follows from it."""

from __future__ import annotations

from itertools import combinations_with_replacement, pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from cuepress.sync import pauses
from cuepress.sync.pauses import Floats, Ints, Manner


@st.composite
def tasks(draw: st.DrawFn, most_words: int = 7, most_stretches: int = 4) -> tuple[Floats, Ints, Ints]:
    """Return expected times, borders and stretches of speech."""
    count = draw(st.integers(1, most_words))
    speaking = draw(st.lists(st.integers(90, 1_500), min_size=count, max_size=count))
    borders = draw(st.lists(st.integers(0, 5), min_size=count, max_size=count))
    steps = draw(st.lists(st.integers(80, 4_000), min_size=2, max_size=2 * most_stretches))
    edges = np.cumsum(steps)[: len(steps) // 2 * 2].reshape(-1, 2)
    return np.array(speaking, dtype=np.float64), np.array(borders, dtype=np.int64), edges.astype(np.int64)


def cost_of(ends: tuple[int, ...], task: tuple[Floats, Ints, Ints], manner: Manner) -> float:
    """Return the cost of an assignment, worked out word by word."""
    speaking, borders, stretches = task
    lengths = stretches[:, 1] - stretches[:, 0]
    total = 0.0
    for k, (first, end) in enumerate(pairwise((0, *ends))):
        if first == end:
            total += pauses.EMPTY_COST + pauses.EMPTY_COST_PER_MS * lengths[k]
            continue
        deviation = pauses._deviation(lengths[k : k + 1].astype(np.float64))[0]
        z = (lengths[k] - manner.pace[k] * speaking[first:end].sum()) / deviation
        total += 0.5 * (pauses.TAIL + 1) * np.log1p(z * z / pauses.TAIL)
        total -= sum(np.log1p(-manner.chance[border]) for border in borders[first : end - 1])
        if k < len(ends) - 1:
            rest = stretches[k + 1, 0] - stretches[k, 1]
            miss = (np.log(max(1, rest)) - manner.log_rest[borders[end - 1]]) / pauses.REST_SPREAD
            total += 0.5 * miss * miss - np.log(manner.chance[borders[end - 1]])
    return total


def is_looked_at(ends: tuple[int, ...], task: tuple[Floats, Ints, Ints], manner: Manner) -> bool:
    """Tell whether no stretch has more words than are tried: of those beyond only some are looked at."""
    speaking, _, stretches = task
    lengths = stretches[:, 1] - stretches[:, 0]
    limits = (pauses.LONGEST_RATIO * lengths + pauses.LONGEST_SLACK_MS) / manner.pace
    spans = pairwise((0, *ends))
    return all(speaking[first:end].sum() <= limit for (first, end), limit in zip(spans, limits, strict=True))


@settings(max_examples=120, deadline=None)
@given(tasks())
def test_no_other_assignment_costs_less(task: tuple[Floats, Ints, Ints]) -> None:
    speaking, borders, stretches = task
    lengths = (stretches[:, 1] - stretches[:, 0]).astype(np.float64)
    rests = np.maximum(stretches[1:, 0] - stretches[:-1, 1], 1).astype(np.float64)
    said = np.concatenate(([0.0], np.cumsum(speaking)))
    manner = Manner(
        np.full(len(lengths), lengths.sum() / said[-1]), np.array(pauses.REST_CHANCE), np.log(pauses.REST_MS)
    )

    found = tuple(pauses._solve(said, borders, lengths, rests, manner).tolist())

    inner = combinations_with_replacement(range(len(speaking) + 1), len(lengths) - 1)
    others = [ends for cuts in inner if is_looked_at(ends := (*cuts, len(speaking)), task, manner)]
    cost = cost_of(found, task, manner)
    assert all(cost <= cost_of(ends, task, manner) + 1e-6 for ends in others)


@settings(max_examples=60, deadline=None)
@given(tasks(most_words=60, most_stretches=30))
def test_counts_never_fall_and_end_with_the_last_word(task: tuple[Floats, Ints, Ints]) -> None:
    ends, misfit = pauses.assign(*task)

    assert np.all(np.diff(ends, prepend=0) >= 0)
    assert ends[-1] == len(task[0])
    assert np.all(np.isfinite(misfit))


def test_the_speakers_own_pace_and_rests_are_learnt() -> None:
    """A speaker at half the usual pace, who rests for more than twice as long as most."""
    rng = np.random.default_rng(11)
    speaking = rng.uniform(150, 600, 400)
    borders = np.zeros(400, dtype=np.int64)
    borders[7::8], borders[3::8] = 3, 1
    stretches, at, first = [], 0, 0
    for end in range(4, 401, 4):
        length = int(2 * speaking[first:end].sum() * rng.uniform(0.9, 1.1))
        stretches.append((at, at + length))
        at += length + (700 if borders[end - 1] == 1 else 1_600)
        first = end

    ends, _misfit = pauses.assign(speaking, borders, np.array(stretches, dtype=np.int64))

    assert np.mean(ends == np.arange(4, 401, 4)) > 0.95
