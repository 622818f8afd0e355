"""The two compiled loops find the best of all paths: held against every path there is, on tiny inputs."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cuepress.sync import kernels

NEVER = 1 << 60
UNREACHED = 1e29  # beyond this a cost says that there is no path
Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]


def tables(n_rows: int, n_columns: int, *, most: int = 8) -> st.SearchStrategy[Floats]:
    """Return strategy: a table of small numbers that floats add up exactly."""
    values = st.integers(-most, most).map(lambda n: n / 2)
    rows = st.lists(values, min_size=n_rows * n_columns, max_size=n_rows * n_columns)
    return rows.map(lambda flat: np.array(flat, np.float32).reshape(n_rows, n_columns))


def full(n_rows: int) -> Ints:
    return np.zeros(n_rows, np.int64)


# --- warping --------------------------------------------------------------------------------------------------

Place = tuple[int, bool]  # a column, and whether it is the pause before it


@dataclass(frozen=True, slots=True)
class Warping:
    """The arguments of ``warp_band`` but for the band."""

    real: Floats
    synth: Floats
    pause_before: npt.NDArray[np.uint8]
    is_speech: npt.NDArray[np.bool_]
    costs: Floats

    def warp(self, lowest: Ints | None = None, width: int = 0) -> tuple[list[Place], float]:
        columns, paused, cost = kernels.warp_band(
            self.real,
            self.synth,
            self.pause_before,
            self.is_speech,
            full(len(self.real)) if lowest is None else lowest,
            width or len(self.synth) + 1,
            self.costs,
        )
        path = [(int(column), bool(is_pause)) for column, is_pause in zip(columns, paused, strict=True)]
        return path, float(cost)

    def cost_at(self, t: int, place: Place) -> float:
        column, is_pause = place
        if is_pause:
            return float(self.costs[3] if self.is_speech[t] else self.costs[2])
        return float(np.sqrt(np.sum((self.real[t] - self.synth[column]) ** 2)))

    def steps(self, place: Place) -> Iterator[tuple[Place, float]]:
        """Yield where one may be a frame later, and what the step itself costs."""
        column, is_pause = place
        stay, skip = float(self.costs[0]), float(self.costs[1])
        if is_pause:
            yield place, 0.0
            yield (column, False), 0.0
            borders = np.flatnonzero(self.pause_before == 2)
            after = borders[borders > column]
            if column in borders and after.size:
                left_out = int(after[0])
                yield (left_out, True), float(self.costs[4] + self.costs[5] * (left_out - column))
            return
        yield place, stay
        yield (column + 1, False), 0.0
        yield (column + 2, False), skip
        if self.pause_before[min(column + 1, len(self.synth))]:
            yield (column + 1, True), 0.0

    def exists(self, place: Place) -> bool:
        return place[0] < len(self.synth) + place[1]

    def ends(self, place: Place) -> bool:
        return place in {(len(self.synth), True), (len(self.synth) - 1, False)}

    def least_cost(self) -> float:
        """Return the cost of the best path, by walking all of them."""
        starts = [(0, False), *([(0, True)] if self.pause_before[0] else [])]
        return min(self._least(0, start) for start in starts)

    def _least(self, t: int, place: Place) -> float:
        here = self.cost_at(t, place)
        if t == len(self.real) - 1:
            return here if self.ends(place) else math.inf
        onward = (
            cost + self._least(t + 1, following) for following, cost in self.steps(place) if self.exists(following)
        )
        return here + min(onward, default=math.inf)

    def cost_of(self, path: list[Place]) -> float:
        """Return the cost of a path, infinite if it takes a step that there is not."""
        total = sum(self.cost_at(t, place) for t, place in enumerate(path))
        allowed = (dict(self.steps(before)).get(after, math.inf) for before, after in pairwise(path))
        is_whole = path[0] in {(0, False), (0, True)} and self.ends(path[-1])
        return total + sum(allowed) if is_whole else math.inf


@st.composite
def warpings(draw: st.DrawFn) -> Warping:
    n_real, n_synth = draw(st.integers(1, 6)), draw(st.integers(1, 4))
    marks = draw(st.lists(st.integers(0, 2), min_size=n_synth + 1, max_size=n_synth + 1))
    marks[0] = marks[-1] = 2
    costs = draw(st.lists(st.integers(0, 6).map(lambda n: n / 2), min_size=6, max_size=6))
    return Warping(
        draw(tables(n_real, 2)),
        draw(tables(n_synth, 2)),
        np.array(marks, np.uint8),
        np.array(draw(st.lists(st.booleans(), min_size=n_real, max_size=n_real))),
        np.array(costs, np.float32),
    )


@settings(max_examples=150, deadline=None)
@given(warpings())
def test_no_path_is_cheaper_than_the_warp(case: Warping) -> None:
    path, cost = case.warp()
    least = case.least_cost()

    if math.isinf(least):
        assert cost > UNREACHED
        return
    assert cost == pytest.approx(least, rel=1e-4, abs=1e-3)
    assert case.cost_of(path) == pytest.approx(least, rel=1e-4, abs=1e-3)
    assert all(before <= after for (before, _), (after, _) in pairwise(path))


@settings(max_examples=100, deadline=None)
@given(warpings(), st.data())
def test_a_band_that_holds_the_best_path_changes_nothing(case: Warping, data: st.DataObject) -> None:
    path, cost = case.warp()
    if cost > UNREACHED:
        return
    room = [data.draw(st.integers(0, 2)) for _ in path]
    wanted = np.array([column - space for (column, _), space in zip(path, room, strict=True)])
    # The lowest column may only grow, and must stay at or below the path.
    lowest = np.maximum(np.minimum.accumulate(wanted[::-1])[::-1], 0).astype(np.int64)
    width = int(max(column - low for (column, _), low in zip(path, lowest, strict=True))) + 1

    banded, banded_cost = case.warp(lowest, width)

    assert banded_cost == pytest.approx(cost, rel=1e-4, abs=1e-3)
    assert case.cost_of(banded) == pytest.approx(cost, rel=1e-4, abs=1e-3)


@settings(max_examples=100, deadline=None)
@given(warpings(), st.data())
def test_a_band_never_makes_a_path_cheaper(case: Warping, data: st.DataObject) -> None:
    most = len(case.synth)
    drawn = data.draw(st.lists(st.integers(0, most), min_size=len(case.real), max_size=len(case.real)))
    lowest = np.sort(np.array(drawn, np.int64))
    width = data.draw(st.integers(1, most + 1))

    path, cost = case.warp(lowest, width)

    assert len(path) == len(case.real)
    if cost < UNREACHED:
        assert cost >= case.warp()[1] - 1e-3
        assert case.cost_of(path) == pytest.approx(cost, rel=1e-4, abs=1e-3)


def _ramp(*, leave: float, heard: list[int]) -> Warping:
    """Return three sentences of three unlike frames; the recording holds some, with a quiet frame between."""
    synth = np.arange(9, dtype=np.float32)[:, None] * 10
    pieces = [np.concatenate([[[500.0]], synth[3 * number : 3 * number + 3]]) for number in heard]
    real = np.concatenate([*pieces, [[500.0]]]).astype(np.float32)
    marks = np.array([2, 0, 0, 2, 0, 0, 2, 0, 0, 2], np.uint8)
    return Warping(real, synth, marks, real[:, 0] < 500, np.array([1, 1, 0.5, 20, leave, 0.1], np.float32))


def test_a_sentence_that_is_not_heard_is_left_out_of_the_warp() -> None:
    case = _ramp(leave=2.0, heard=[0, 2])
    case = replace(
        case, real=np.insert(case.real, 4, 500.0, axis=0), is_speech=np.insert(case.is_speech, 4, False)
    )

    path, _ = case.warp()

    spoken = [column for column, is_pause in path if not is_pause]
    assert spoken == [0, 1, 2, 6, 7, 8]


def test_speech_without_text_is_a_pause_at_a_price() -> None:
    case = _ramp(leave=1_000.0, heard=[0, 1, 2])
    loud = np.full((2, 1), 300.0, np.float32)
    more = replace(
        case, real=np.insert(case.real, [4, 4], loud, axis=0), is_speech=np.insert(case.is_speech, [4, 4], True)
    )

    path, cost = more.warp()

    assert path[4:6] == [(3, True), (3, True)]
    assert cost == pytest.approx(case.warp()[1] + 40.0, rel=1e-4)


# --- Viterbi --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Search:
    """The arguments of ``viterbi_band`` but for the band."""

    scores: Floats
    density: Ints
    is_optional: npt.NDArray[np.bool_]
    cap: Ints
    gap_before: Ints
    overtime: float = 0.0
    leave: float = 1.0

    def decode(self, lowest: Ints | None = None, width: int = 0) -> tuple[list[int], float]:
        path, total = kernels.viterbi_band(
            self.scores,
            self.density,
            self.is_optional,
            self.cap,
            self.gap_before,
            full(len(self.scores)) if lowest is None else lowest,
            width or len(self.density),
            self.overtime,
            self.leave,
        )
        return [int(state) for state in path], float(total)

    def starts(self) -> list[int]:
        return [0, 1] if self.is_optional[0] and len(self.density) > 1 else [0]

    def ends(self) -> list[int]:
        last = len(self.density) - 1
        return [last - 1, last] if self.is_optional[-1] and last else [last]

    def steps(self, state: int) -> Iterator[tuple[int, float]]:
        last = len(self.density) - 1
        yield state, 0.0
        if state < last:
            yield state + 1, 0.0
        if state + 2 <= last and self.is_optional[state + 1]:
            yield state + 2, 0.0
        for gap in np.flatnonzero(self.gap_before == state):
            yield int(gap), -self.leave

    def at(self, t: int, state: int) -> float:
        return float(self.scores[t, self.density[state]])

    def best(self) -> float:
        """Return the score of the best path without caps, by walking all of them."""
        return max(self._best(0, state) for state in self.starts())

    def _best(self, t: int, state: int) -> float:
        here = self.at(t, state)
        if t == len(self.scores) - 1:
            return here if state in self.ends() else -math.inf
        return here + max(cost + self._best(t + 1, after) for after, cost in self.steps(state))

    def score_of(self, path: list[int]) -> float:
        """Return the score of a path, overtime charged; minus infinity if it takes a step that there is not."""
        if path[0] not in self.starts() or path[-1] not in self.ends():
            return -math.inf
        total, stayed = self.at(0, path[0]), 1
        for t, (before, after) in enumerate(pairwise(path), start=1):
            stayed = stayed + 1 if after == before else 1
            allowed = [cost for state, cost in self.steps(before) if state == after]
            total += self.at(t, after) + max(allowed, default=-math.inf)
            total -= self.overtime if stayed > self.cap[after] else 0.0
        return total


@st.composite
def searches(draw: st.DrawFn) -> Search:
    n_frames, n_states = draw(st.integers(1, 6)), draw(st.integers(1, 6))
    n_densities = draw(st.integers(1, 4))
    flags = draw(st.lists(st.booleans(), min_size=n_states, max_size=n_states))
    borders = sorted(draw(st.sets(st.integers(0, n_states - 1), max_size=3)))
    gap_before = np.full(n_states, -1, np.int64)
    gap_before[borders[1:]] = borders[:-1]
    columns = draw(st.lists(st.integers(0, n_densities - 1), min_size=n_states, max_size=n_states))
    return Search(
        draw(tables(n_frames, n_densities)),
        np.array(columns, np.int64),
        np.array(flags),
        np.full(n_states, NEVER, np.int64),
        gap_before,
        leave=draw(st.integers(0, 8)) / 2,
    )


@settings(max_examples=200, deadline=None)
@given(searches())
def test_no_path_scores_higher_than_the_one_found(case: Search) -> None:
    path, total = case.decode()
    best = case.best()

    if math.isinf(best):
        assert total < -UNREACHED
        return
    assert total == pytest.approx(best, abs=1e-3)
    assert case.score_of(path) == pytest.approx(best, abs=1e-3)
    assert all(before <= after for before, after in pairwise(path))


@settings(max_examples=100, deadline=None)
@given(searches(), st.data())
def test_a_band_that_holds_the_best_path_scores_the_same(case: Search, data: st.DataObject) -> None:
    path, total = case.decode()
    if total < -UNREACHED:
        return
    room = np.array([data.draw(st.integers(0, 2)) for _ in path])
    lowest = np.maximum(np.minimum.accumulate((np.array(path) - room)[::-1])[::-1], 0).astype(np.int64)
    # The band must hold the last state, as the callers' do: there the way back begins.
    width = int(max((np.array(path) - lowest).max(), len(case.density) - 1 - lowest[-1])) + 1

    banded, banded_total = case.decode(lowest, width)

    assert banded_total == pytest.approx(total, abs=1e-3)
    assert case.score_of(banded) == pytest.approx(total, abs=1e-3)


@settings(max_examples=150, deadline=None)
@given(searches(), st.data())
def test_overtime_is_charged_and_never_pays(case: Search, data: st.DataObject) -> None:
    """With caps the count is that of the best path so far: what is found is honest, if not always the best."""
    caps = data.draw(st.lists(st.integers(1, 3), min_size=len(case.density), max_size=len(case.density)))
    capped = replace(case, cap=np.array(caps, np.int64), overtime=data.draw(st.integers(0, 6)) / 2)

    path, total = capped.decode()
    free = case.decode()[1]

    if free < -UNREACHED:
        assert total < -UNREACHED
        return
    assert total == pytest.approx(capped.score_of(path), abs=1e-3)
    assert total <= free + 1e-3


@given(st.integers(1, 12), st.integers(1, 12), st.integers(0, 4))
@settings(deadline=None)
def test_each_frame_beyond_the_cap_costs_once(n_frames: int, cap: int, overtime: int) -> None:
    alone = Search(
        np.zeros((n_frames, 1), np.float32),
        full(1),
        np.zeros(1, np.bool_),
        np.array([cap], np.int64),
        np.full(1, -1, np.int64),
        overtime=float(overtime),
    )

    assert alone.decode()[1] == pytest.approx(-overtime * max(0, n_frames - cap))


def test_overtime_moves_a_border() -> None:
    """Two states that fit equally well share the time once the first may not stay for long."""
    scores = np.zeros((8, 2), np.float32)
    scores[:, 0] = 0.25  # the first is a little better everywhere
    pair = Search(
        scores,
        np.array([0, 1], np.int64),
        np.zeros(2, np.bool_),
        np.full(2, NEVER, np.int64),
        np.full(2, -1, np.int64),
    )

    assert pair.decode()[0] == [0] * 7 + [1]
    assert pair.score_of([0] * 7 + [1]) == pytest.approx(1.75)
    held = replace(pair, cap=np.array([3, NEVER], np.int64), overtime=1.0)
    assert held.decode()[0] == [0] * 3 + [1] * 5
