"""The compiled loops find the best of all paths: held against every path there is, on tiny inputs."""

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

State = tuple[int, bool]  # a state of the chain, and whether it is loud there


@dataclass(frozen=True, slots=True)
class Search:
    """The arguments of ``viterbi_band`` but for the band."""

    scores: Floats
    loud: Floats
    density: Ints
    is_optional: npt.NDArray[np.bool_]
    cap: Ints
    toll: Floats
    borders: Ints
    overtime: float = 0.0
    leave: float = 1.0
    leave_more: float = 1.0
    enter: float = 1.0

    def decode(self, lowest: Ints | None = None, width: int = 0) -> tuple[list[State], float]:
        path, is_loud, total = kernels.viterbi_band(
            self.scores,
            self.loud,
            self.density,
            self.is_optional,
            self.cap,
            self.toll,
            self.borders,
            full(len(self.scores)) if lowest is None else lowest,
            width or len(self.density),
            np.array([self.overtime, self.leave, self.leave_more, self.enter], np.float32),
        )
        return [(int(state), bool(loud)) for state, loud in zip(path, is_loud, strict=True)], float(total)

    def starts(self) -> list[State]:
        quiet = [0, 1] if self.is_optional[0] and len(self.density) > 1 else [0]
        return [*((state, False) for state in quiet), *([(0, True)] if 0 in self.borders else [])]

    def ends(self) -> list[int]:
        last = len(self.density) - 1
        return [last - 1, last] if self.is_optional[-1] and last else [last]

    def onward(self, state: int) -> Iterator[tuple[int, float]]:
        """Yield the states to which one may go, and what that costs before one is loud there."""
        last = len(self.density) - 1
        yield state, 0.0
        if state < last:
            yield state + 1, float(self.toll[state + 1])
        if state + 2 <= last and self.is_optional[state + 1]:
            yield state + 2, 0.0
        following = self.borders[self.borders > state]
        if state in self.borders and following.size:
            yield int(following[0]), self.leave

    def steps(self, place: State) -> Iterator[tuple[State, float]]:
        """Yield where one may be a frame later, and what the step itself scores."""
        state, is_loud = place
        if is_loud:
            yield place, 0.0
        for after, cost in self.onward(state):
            yield (after, False), -cost
            if after in self.borders:
                yield (after, True), -cost - self.enter

    def at(self, t: int, place: State) -> float:
        return float(self.loud[t] if place[1] else self.scores[t, self.density[place[0]]])

    def best(self) -> float:
        """Return the score of the best path without caps, by walking all of them."""
        return max(self._best(0, place) - (self.enter if place[1] else 0.0) for place in self.starts())

    def _best(self, t: int, place: State) -> float:
        here = self.at(t, place)
        if t == len(self.scores) - 1:
            return here if place[0] in self.ends() else -math.inf
        return here + max(cost + self._best(t + 1, after) for after, cost in self.steps(place))

    def score_of(self, path: list[State]) -> float:
        """Return the score of a path, overtime charged; minus infinity if it takes a step that there is not.

        Where one step can be had in two ways the cheaper is taken. One that leaves out costs ``leave_more`` if the
        path has left out before and has been in no other state since.
        """
        if path[0] not in self.starts() or path[-1][0] not in self.ends():
            return -math.inf
        total = self.at(0, path[0]) - (self.enter if path[0][1] else 0.0)
        stayed, has_left = 1, False
        for t, (before, after) in enumerate(pairwise(path), start=1):
            mine = replace(self, leave=self.leave_more) if has_left else self
            leaves = mine._leaves(before[0], after[0])
            stayed = stayed + 1 if after[0] == before[0] else 1
            allowed = [score for place, score in mine.steps(before) if place == after]
            total += self.at(t, after) + max(allowed, default=-math.inf)
            goes_on_loud = before[1] and after[1] and before[0] == after[0]
            total -= self.overtime if stayed > self.cap[after[0]] and not goes_on_loud else 0.0
            stayed = 1 if after[1] or leaves else stayed
            has_left = leaves or (has_left and before[0] == after[0])
        return total

    def _leaves(self, before: int, after: int) -> bool:
        """Tell whether a step leaves something out: it goes to the next border, and nothing else is as cheap."""
        *others, (last, leave) = self.onward(before)
        return last == after > before and all(leave < cost for state, cost in others if state == after)


def check_path(case: Search, path: list[State]) -> None:
    """Check what holds of any path: whole, never back, loud only at borders."""
    assert path[0] in case.starts()
    assert path[-1][0] in case.ends()
    assert all(before[0] <= after[0] for before, after in pairwise(path))
    assert all(state in case.borders for state, is_loud in path if is_loud)
    assert not math.isinf(case.score_of(path))


halves = st.integers(0, 8).map(lambda n: n / 2)


@st.composite
def searches(draw: st.DrawFn) -> Search:
    """Draw chains as texts give them: a border first, and sounds between two borders."""
    n_frames, n_states = draw(st.integers(1, 6)), draw(st.integers(1, 6))
    n_densities = draw(st.integers(1, 4))
    flags = draw(st.lists(st.booleans(), min_size=n_states, max_size=n_states))
    drawn = draw(st.sets(st.integers(2, max(n_states - 1, 2)), max_size=3))
    borders = [0, *(at for at in sorted(drawn) if at < n_states and at - 1 not in drawn)]
    columns = draw(st.lists(st.integers(0, n_densities - 1), min_size=n_states, max_size=n_states))
    leave = draw(halves)
    return Search(
        draw(tables(n_frames, n_densities)),
        draw(tables(n_frames, 1))[:, 0],
        np.array(columns, np.int64),
        np.array(flags),
        np.full(n_states, NEVER, np.int64),
        np.array(draw(st.lists(halves, min_size=n_states, max_size=n_states)), np.float32),
        np.array(borders, np.int64),
        leave=leave,
        leave_more=leave,
        enter=draw(halves),
    )


@settings(max_examples=150, deadline=None)
@given(searches())
def test_no_path_scores_higher_than_the_one_found(case: Search) -> None:
    path, total = case.decode()
    best = case.best()

    if math.isinf(best):
        assert total < -UNREACHED
        return
    check_path(case, path)
    assert total == pytest.approx(best, abs=1e-3)
    assert case.score_of(path) == pytest.approx(best, abs=1e-3)


@settings(max_examples=150, deadline=None)
@given(searches(), st.data())
def test_a_band_that_holds_the_best_path_scores_the_same(case: Search, data: st.DataObject) -> None:
    found, total = case.decode()
    if total < -UNREACHED:
        return
    path = np.array([state for state, _ in found])
    room = np.array([data.draw(st.integers(0, 2)) for _ in found])
    lowest = np.maximum(np.minimum.accumulate((path - room)[::-1])[::-1], 0).astype(np.int64)
    # The band must hold the last state, as the callers' do: there the way back begins.
    width = int(max((path - lowest).max(), len(case.density) - 1 - lowest[-1])) + 1

    banded, banded_total = case.decode(lowest, width)

    assert banded_total == pytest.approx(total, abs=1e-3)
    assert case.score_of(banded) == pytest.approx(total, abs=1e-3)


@settings(max_examples=150, deadline=None)
@given(searches(), st.data())
def test_a_band_never_makes_a_path_better(case: Search, data: st.DataObject) -> None:
    """Where the band holds a path at all, what is found is inside it and honest."""
    n_states = len(case.density)
    drawn = data.draw(st.lists(st.integers(0, n_states), min_size=len(case.scores), max_size=len(case.scores)))
    lowest = np.minimum(np.sort(np.array(drawn, np.int64)), n_states - 1)
    width = data.draw(st.integers(1, n_states + 1))

    path, total = case.decode(lowest, width)

    assert len(path) == len(case.scores)
    if total > -UNREACHED:
        check_path(case, path)
        assert total <= case.decode()[1] + 1e-3
        assert case.score_of(path) == pytest.approx(total, abs=1e-3)
        assert all(low <= state < low + width for (state, _), low in zip(path, lowest, strict=True))


@settings(max_examples=120, deadline=None)
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
    check_path(capped, path)
    assert total == pytest.approx(capped.score_of(path), abs=1e-3)
    assert total <= free + 1e-3


@settings(max_examples=120, deadline=None)
@given(searches(), halves)
def test_what_is_left_out_in_a_row_has_its_own_price(case: Search, leave_more: float) -> None:
    """Where nobody is loud the price is exact; the sentence that follows a spoken one is charged in full."""
    calm = replace(case, enter=1e6, leave=case.leave + leave_more, leave_more=leave_more)

    path, total = calm.decode()

    if total < -UNREACHED:
        return
    check_path(calm, path)
    assert total == pytest.approx(calm.score_of(path), abs=1e-3)
    assert replace(calm, leave_more=calm.leave).best() - 1e-3 <= total
    assert total <= replace(calm, leave=leave_more).best() + 1e-3


@settings(max_examples=120, deadline=None)
@given(searches(), halves)
def test_being_loud_between_what_is_left_out_costs_no_less_than_the_cheap_price(
    case: Search, leave_more: float
) -> None:
    """Which price is due is known of the best path alone: here it may be either, but it is one of them."""
    priced = replace(case, leave=case.leave + leave_more, leave_more=leave_more)

    path, total = priced.decode()

    if total < -UNREACHED:
        return
    check_path(priced, path)
    assert replace(priced, leave_more=priced.leave).score_of(path) - 1e-3 <= total
    assert total <= replace(priced, leave=leave_more).score_of(path) + 1e-3


def alone(n_frames: int, **changes: object) -> Search:
    """Return one state that fits every frame as well as nothing."""
    plain = Search(
        np.zeros((n_frames, 1), np.float32),
        np.full(n_frames, -1.0, np.float32),
        full(1),
        np.zeros(1, np.bool_),
        np.full(1, NEVER, np.int64),
        np.zeros(1, np.float32),
        full(0),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


@given(st.integers(1, 12), st.integers(1, 12), st.integers(0, 4))
@settings(deadline=None)
def test_each_frame_beyond_the_cap_costs_once(n_frames: int, cap: int, overtime: int) -> None:
    held = alone(n_frames, cap=np.array([cap], np.int64), overtime=float(overtime))

    assert held.decode()[1] == pytest.approx(-overtime * max(0, n_frames - cap))


def test_overtime_moves_a_border() -> None:
    """Two states that fit equally well share the time once the first may not stay for long."""
    scores = np.zeros((8, 2), np.float32)
    scores[:, 0] = 0.25  # the first is a little better everywhere
    pair = alone(
        8,
        scores=scores,
        density=np.array([0, 1], np.int64),
        is_optional=np.zeros(2, np.bool_),
        cap=np.full(2, NEVER, np.int64),
        toll=np.zeros(2, np.float32),
    )
    late = [(0, False)] * 7 + [(1, False)]

    assert pair.decode()[0] == late
    assert pair.score_of(late) == pytest.approx(1.75)
    held = replace(pair, cap=np.array([3, NEVER], np.int64), overtime=1.0)
    assert held.decode()[0] == [(0, False)] * 3 + [(1, False)] * 5


def sentences(heard: str, **costs: float) -> Search:
    """Return three sentences "a", "b" and "c" of one state each, silence between, and what is heard of them.

    ``heard`` has a letter for each frame: a sentence, "." for silence, "?" for speech without text.
    """
    names = "abc."
    scores = np.array([[0.0 if name == sound else -10.0 for name in names] for sound in heard], np.float32)
    return alone(
        len(heard),
        scores=scores,
        loud=np.array([-1.0 if sound != "." else -10.0 for sound in heard], np.float32),
        density=np.array([names.index(name) for name in ".a.b.c."], np.int64),
        is_optional=np.array([name == "." for name in ".a.b.c."]),
        cap=np.full(7, NEVER, np.int64),
        toll=np.zeros(7, np.float32),
        borders=np.array([0, 2, 4, 6], np.int64),
        **costs,
    )


@pytest.mark.parametrize(
    ("heard", "told"),
    [
        ("..aa.bb.cc", "..aa.bb.cc"),
        ("aabbcc", "aabbcc"),
        ("..aa....cc", "..aa....cc"),
        ("aa.......", "aa......."),
        ("aa.bb.???.cc", "aa.bb.???.cc"),
        ("???aa.bb.cc???", "???aa.bb.cc???"),
        ("aa.???.cc", "aa.???.cc"),
    ],
)
def test_sentences_are_left_out_and_speech_without_text_passes(heard: str, told: str) -> None:
    case = sentences(heard, leave=6.0, leave_more=2.0, enter=3.0)
    path, _ = case.decode()

    check_path(case, path)
    assert "".join("?" if is_loud else ".a.b.c."[state] for state, is_loud in path) == told


@pytest.mark.parametrize(
    ("heard", "price"),
    [
        ("....aa..bb..cc....", 0),
        ("aa......cc", 6),
        ("aa........", 6 + 2),
        ("..........", 6 + 2 + 2),
        ("....bb....", 6 + 6),  # something was said since
        ("..??..bb....", 6 + 3 + 2 + 6),
    ],
)
def test_the_first_that_is_left_out_is_dearer_than_those_that_follow(heard: str, price: float) -> None:
    case = sentences(heard, leave=6.0, leave_more=2.0, enter=3.0)

    assert case.decode()[1] == pytest.approx(-price)


def test_a_toll_keeps_a_short_silence_out_of_a_word() -> None:
    """The silence between two words is passed by, unless it is worth what it costs to come in."""
    case = sentences("aaaa..bbbbcc", leave=100.0, leave_more=100.0, enter=100.0)
    toll = np.zeros(7, np.float32)
    toll[2] = 30.0

    assert 2 in [state for state, _ in case.decode()[0]]
    assert 2 not in [state for state, _ in replace(case, toll=toll).decode()[0]]


# --- features and sums ----------------------------------------------------------------------------------------


def plain_slopes(frames: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return the regression slope over five frames, two frames fewer at either end."""
    steps = (frames[2 + k : len(frames) - 2 + k] - frames[2 - k : len(frames) - 2 - k] for k in (1, 2))
    one, two = steps
    return np.asarray((one + 2 * two) / 10)


def plain_terms(frames: Floats, scale: Floats) -> npt.NDArray[np.float64]:
    """Return what ``terms`` promises of all frames; beyond its ends a sound goes on as it is there."""
    padded = np.pad(frames.astype(np.float64), ((4, 4), (0, 0)), "edge")
    first = plain_slopes(padded)
    found = np.concatenate([padded[4:-4], first[2:-2], plain_slopes(first)], axis=1) * scale
    return np.concatenate([found, found**2, np.ones((len(frames), 1))], axis=1)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 30), st.integers(0, 1_000), st.data())
def test_terms_are_features_slopes_and_squares_wherever_one_begins(
    n_frames: int, seed: int, data: st.DataObject
) -> None:
    rng = np.random.default_rng(seed)
    frames, scale = rng.normal(0, 2, (n_frames, 13)), rng.uniform(0.5, 2, 39)
    first = data.draw(st.integers(0, n_frames))
    last = data.draw(st.integers(first, n_frames))
    given_frames, given_scale = frames.astype(np.float32), scale.astype(np.float32)

    found = kernels.terms(given_frames, first, last, given_scale)

    assert found.shape == (last - first, 79)
    assert found.dtype == np.float32
    np.testing.assert_allclose(found, plain_terms(given_frames, given_scale)[first:last], rtol=1e-3, atol=1e-4)


def test_the_slope_of_a_straight_line_is_its_slope_and_does_not_bend() -> None:
    line = np.tile(np.arange(30, dtype=np.float32)[:, None] * 0.5, (1, 13))

    found = kernels.terms(line, 4, 26, np.ones(39, np.float32))

    np.testing.assert_allclose(found[:, 13:26], 0.5, atol=1e-5)
    np.testing.assert_allclose(found[:, 26:39], 0, atol=1e-5)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 20), st.integers(1, 4), st.integers(1, 4), st.data())
def test_rows_are_summed_by_label_and_others_count_nowhere(
    n_rows: int, n_columns: int, n: int, data: st.DataObject
) -> None:
    rows = data.draw(tables(n_rows, n_columns))
    labels = np.array(data.draw(st.lists(st.integers(0, n + 1), min_size=n_rows, max_size=n_rows)), np.int64)

    found = kernels.sums_by_label(rows, labels, n)

    wanted = [rows[labels == label].sum(axis=0) for label in range(n)]
    np.testing.assert_allclose(found, np.reshape(wanted, (n, n_columns)), atol=1e-6)
    assert found.dtype == np.float64
