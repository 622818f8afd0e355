"""Beside a silence a word begins where its sound begins and ends where it has died away."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuepress.sync import edges

RATE_HZ = 16_000
STEP = RATE_HZ * edges.STEP_MS // 1000
NEAR_MS = 13  # half a window and one step: nothing finer can be seen
Spans = npt.NDArray[np.int64]


def bursts(spans: list[tuple[int, int]], *, duration_ms: int, noise: float = 1e-3) -> npt.NDArray[np.float32]:
    """Return a tone within the spans (in ms), with faint noise all over."""
    time = np.arange(duration_ms * RATE_HZ // 1000) / RATE_HZ
    sound = np.random.default_rng(4).normal(0, noise, time.size)
    for start, end in spans:
        inside = (time >= start / 1000) & (time < end / 1000)
        sound[inside] += 0.3 * np.sin(2 * np.pi * 220 * time[inside])
    return sound.astype(np.float32)


def levels(sound: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Return the level of a sound in whole steps."""
    sums = np.square(sound.astype(np.float64)).reshape(-1, STEP).sum(axis=1)
    return edges.levels_of_steps(np.append(sums, 0.0), step=STEP)


def sharpened(guesses: list[tuple[int, int]], sound: npt.NDArray[np.float32]) -> Spans:
    return edges.sharpen(np.array(guesses, np.int64).reshape(-1, 2), levels(sound))


@given(
    st.integers(300, 420),
    st.integers(250, 600),
    st.integers(-70, 45),
    st.integers(-170, 80),
    st.floats(1e-5, 1e-2),
)
def test_a_burst_is_found_to_a_window_and_a_step(
    start: int, length: int, early: int, late: int, noise: float
) -> None:
    """The guess may be early or late by what ``sharpen`` says that it moves; it begins before its sound."""
    end = start + length
    sound = bursts([(start, end)], duration_ms=1_400, noise=noise)

    (found_start, found_end), *_ = sharpened([(start - early, end + late)], sound)

    assert abs(found_start + edges._LEAD_MS - start) <= NEAR_MS
    assert found_start <= start
    assert abs(found_end - end) <= NEAR_MS


def test_a_beginning_is_put_a_little_before_the_sound() -> None:
    level_db = np.full(400, -80.0, np.float32)
    level_db[18:80] = level_db[100:180] = -20.0

    found = edges.sharpen(np.array([[90, 400], [480, 900]], np.int64), level_db)

    assert found[:, 0].tolist() == [18 * edges.STEP_MS - edges._LEAD_MS, 100 * edges.STEP_MS - edges._LEAD_MS]


def test_words_that_touch_are_left_alone_between_them() -> None:
    sound = bursts([(500, 900)], duration_ms=1_500)

    found = sharpened([(520, 700), (700, 880)], sound)

    assert found[0, 1] == found[1, 0] == 700
    assert abs(found[0, 0] - 500) <= NEAR_MS
    assert abs(found[1, 1] - 900) <= NEAR_MS


def test_the_closure_of_a_consonant_is_no_silence() -> None:
    sound = bursts([(300, 500), (560, 800)], duration_ms=1_200)

    found = sharpened([(300, 510), (550, 800)], sound)

    assert found[0, 1] == 510
    assert found[1, 0] == 550


def test_where_the_levels_hardly_differ_nothing_is_moved() -> None:
    noise = np.random.default_rng(1).normal(0, 0.1, RATE_HZ * 2).astype(np.float32)
    guesses = [(400, 700), (1_000, 1_500)]

    assert sharpened(guesses, noise).tolist() == [list(each) for each in guesses]


def test_silence_and_nothing_do_no_harm() -> None:
    assert sharpened([(100, 200), (500, 900)], np.zeros(RATE_HZ, np.float32)).tolist() == [[100, 200], [500, 900]]
    assert sharpened([], np.zeros(RATE_HZ, np.float32)).shape == (0, 2)
    assert sharpened([(0, 10)], np.zeros(0, np.float32)).tolist() == [[0, 10]]


@given(
    st.lists(st.integers(0, 3_000), max_size=24),
    st.lists(st.floats(-90, 0), min_size=1, max_size=40),
    st.integers(1, 60),
)
def test_spans_stay_in_order_and_apart(marks: list[int], loudness: list[float], hold: int) -> None:
    """Whatever the levels: words may be of no length, touch, and lie beyond the end of the sound."""
    ordered = sorted(marks)[: len(marks) // 2 * 2]
    spans = np.array(ordered, np.int64).reshape(-1, 2)
    level_db = np.repeat(np.array(loudness, np.float32), hold)[:500]

    found = edges.sharpen(spans, level_db)

    assert found.shape == spans.shape
    flat = found.reshape(-1)
    assert (np.diff(flat) >= 0).all()
    assert (found >= 0).all()
    assert (spans.reshape(-1) == ordered).all()  # what was given is not changed


@given(st.lists(st.integers(0, 3_000), min_size=2, max_size=24), st.integers(0, 1_000))
def test_no_end_is_moved_farther_than_said(marks: list[int], seed: int) -> None:
    ordered = sorted(marks)[: len(marks) // 2 * 2]
    spans = np.array(ordered, np.int64).reshape(-1, 2)
    level_db = np.random.default_rng(seed).uniform(-80, 0, 700).astype(np.float32)

    moved = edges.sharpen(spans, level_db) - spans

    assert (moved[:, 0] >= -edges._EARLIER_MS - edges.STEP_MS).all()
    assert (moved[:, 0] <= edges._LATER_MS).all()
    assert (moved[:, 1] >= -edges._CUT_MS - edges.STEP_MS).all()
    assert (moved[:, 1] <= edges._TAIL_MS).all()


@pytest.mark.parametrize(("amplitude", "wanted_db"), [(1.0, -3.01), (0.1, -23.01), (0.0, -90.0)])
def test_the_level_of_a_tone_is_its_power(amplitude: float, wanted_db: float) -> None:
    time = np.arange(RATE_HZ) / RATE_HZ
    tone = (amplitude * np.sin(2 * np.pi * 400 * time)).astype(np.float32)

    found = levels(tone)

    assert found.shape == (201,)
    np.testing.assert_allclose(found[5:-5], wanted_db, atol=0.2)


def test_a_level_is_that_of_its_moment() -> None:
    sound = np.zeros(RATE_HZ, np.float32)
    sound[RATE_HZ // 2] = 1.0

    loud = np.flatnonzero(levels(sound) > -60)

    assert loud.tolist() == [100, 101]  # each takes the 5 ms on both sides of its time
