"""The inner loops of the search over pauses: no way is better than the one found, and chances are of all ways."""

from __future__ import annotations

from collections.abc import Iterator
from math import exp, log, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cuepress.sync import pause_search, pauses
from cuepress.sync.pauses import Manner, Task

Way = tuple[float, tuple[tuple[int, int], ...], tuple[int, ...], tuple[int, ...]]
"""Likelihood, words of each stretch, and the states before and after what is left out, one a step."""


@st.composite
def tasks(draw: st.DrawFn, most_words: int = 4, most_stretches: int = 3) -> Task:
    """Return expected times, borders, leeways and stretches of speech."""
    count = draw(st.integers(1, most_words))
    speaking = draw(st.lists(st.integers(90, 1_500), min_size=count, max_size=count))
    borders = draw(st.lists(st.integers(0, 5), min_size=count, max_size=count))
    leeway = draw(st.lists(st.sampled_from([0, 0, 300]), min_size=count, max_size=count))
    steps = draw(st.lists(st.integers(80, 4_000), min_size=2, max_size=2 * most_stretches))
    edges = np.cumsum(steps)[: len(steps) // 2 * 2].reshape(-1, 2).astype(np.int64)
    return Task(np.array(speaking, np.float64), np.array(borders, np.int64), edges, np.array(leeway, np.float64))


def usual(task: Task) -> Manner:
    return pauses._usual(float(task.lengths.sum() / task.said[-1]), len(task.lengths))


class Reckoner:
    """Goes through all ways that a task allows, one by one, by what the model says and nothing else."""

    def __init__(self, task: Task, manner: Manner) -> None:
        self.task, self.manner = task, manner
        self.n_words, self.n_stretches = len(task.borders), len(task.lengths)

    def ways(
        self, k: int = 0, at: int = 0, *, in_run: bool = False, ended: tuple[int, ...] = (0,)
    ) -> Iterator[Way]:
        """Yield every way to go on from after stretch ``k``, ``at`` words said."""
        if k == self.n_stretches:
            for start, chance in self.left_out(at):
                if start == self.n_words:
                    yield chance, (), ended, (start,)
            return
        for start, chance, span, runs in self.steps(k, at, in_run=in_run):
            for rest, spans, ends, starts in self.ways(k + 1, span[1], in_run=runs, ended=(*ended, span[1])):
                yield chance * rest, (span, *spans), ends, (start, *starts)

    def steps(self, k: int, at: int, *, in_run: bool) -> Iterator[tuple[int, float, tuple[int, int], bool]]:
        task = self.task
        if in_run:
            yield at, task.empty[k], (at, at), True
        for start, chance in self.left_out(at):
            yield start, chance * task.noise[k], (start, start), False
            yield start, chance * task.opening[start] * task.empty[k], (start, start), True
            for end in range(start + 1, self.n_words + 1):
                if end == start + 1 or self.is_short(k, start, end):
                    yield start, chance * self.said(k, start, end), (start, end), False

    def left_out(self, at: int) -> Iterator[tuple[int, float]]:
        yield at, 1.0
        if self.task.is_end[at]:
            ends = [end for end in range(at + 1, self.n_words + 1) if self.task.is_end[end]]
            for number, end in enumerate(ends):
                yield end, exp(-pauses.NOT_SPOKEN - pauses.NOT_SPOKEN_ON * (number + 1))

    def is_short(self, k: int, start: int, end: int) -> bool:
        limit = pauses.LONGEST_RATIO * self.task.lengths[k] + pauses.LONGEST_SLACK_MS
        return bool((self.task.said[end] - self.task.said[start]) * self.manner.pace[k] <= limit)

    def said(self, k: int, start: int, end: int) -> float:
        """Return how likely it is to say these words in so long, without a rest in them, and to rest then."""
        task, manner = self.task, self.manner
        first, last = np.array([start]), np.array([end])
        pace = Manner(manner.pace[k : k + 1], manner.words_ms, manner.chance, manner.log_rest, manner.spread)
        deviation = float(task.deviation(first, last, pace)[0])
        z = (task.lengths[k] - manner.pace[k] * (task.said[end] - task.said[start])) / deviation
        likely = pauses.STUDENT * (1 + z * z / 4) ** -2.5 / deviation
        for border in task.borders[start : end - 1]:
            likely *= 1 - manner.chance[border]
        if k == self.n_stretches - 1:
            return float(likely)
        kind = task.borders[end - 1]
        off = (task.log_rests[k] - manner.log_rest[kind]) / manner.spread[kind]
        rest = exp(-0.5 * off * off) / (manner.spread[kind] * sqrt(2 * np.pi))
        rest = (1 - pauses.ANY_REST) * rest + pauses.ANY_REST / pauses.ANY_REST_WIDTH
        return float(likely * manner.chance[kind] * rest)


@settings(max_examples=120, deadline=None)
@given(tasks())
def test_no_other_way_is_likelier(task: Task) -> None:
    manner = usual(task)

    way = task.best(manner)

    ways = list(Reckoner(task, manner).ways())
    assert way.likelihood == pytest.approx(log(max(each[0] for each in ways)), abs=1e-6)
    spans = tuple(zip(way.first.tolist(), way.last.tolist(), strict=True))
    same = max(chance for chance, other, _, _ in ways if other == spans)
    assert log(same) == pytest.approx(way.likelihood, abs=1e-6)


@settings(max_examples=120, deadline=None)
@given(tasks())
def test_the_chance_of_a_border_is_that_of_all_ways_with_it(task: Task) -> None:
    manner = usual(task)
    windows = task.windows(task.best(manner), 60_000.0)

    begin, ended, started = pause_search.chances(*windows, task._text(manner), task._sound(manner), task._terms())

    ways = list(Reckoner(task, manner).ways())
    total = sum(each[0] for each in ways)
    for k in range(len(task.lengths) + 1):
        for state in range(len(task.said)):
            at = begin[k] + state - windows[0][k]
            assert ended[at] == pytest.approx(sum(w[0] for w in ways if w[2][k] == state) / total, abs=1e-6)
            assert started[at] == pytest.approx(sum(w[0] for w in ways if w[3][k] == state) / total, abs=1e-6)
