"""Frames: times fall on them where the rate is one that films are made at."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuepress.cueing.frames import STANDARD_RATES, Footage, Frames

frames = st.builds(Frames, st.sampled_from(sorted(STANDARD_RATES)), st.integers(-100_000, 100_000))
times = st.integers(0, 100_000_000)


def number(each: Frames, ms: int) -> int:
    """Return which frame a time is, or fail where it is none."""
    assert each.rate is not None
    nearest = round((ms - each.origin_ms) * each.rate / 1_000)
    assert ms == each.origin_ms + round(nearest * 1_000 / each.rate)
    return nearest


@given(frames, times)
def test_the_frames_around_a_time_are_one_or_none_apart(each: Frames, ms: int) -> None:
    before, after, nearest = each.before(ms), each.after(ms), each.nearest(ms)

    assert before <= ms <= after
    assert number(each, after) - number(each, before) == (0 if before == after else 1)
    assert nearest in {before, after}
    assert abs(nearest - ms) <= min(ms - before, after - ms) + 1


@given(frames, times, st.integers(1, 30))
def test_a_gap_of_so_many_frames_is_that_many_frames(each: Frames, ms: int, count: int) -> None:
    """Although the limit is in ms by then, and rounded."""
    assert each.rate is not None
    following = each.nearest(ms)

    before = each.gap_before(following, round(count * 1_000 / each.rate))

    assert number(each, following) - number(each, before) == count


@given(frames, times, st.integers(0, 500))
def test_before_a_gap_is_never_after_it(each: Frames, ms: int, gap_ms: int) -> None:
    """Also where what follows is on no frame and there is no gap."""
    assert each.gap_before(ms, gap_ms) <= min(ms, ms - gap_ms + 1)


@given(times, times)
def test_without_a_rate_every_time_stays(ms: int, gap_ms: int) -> None:
    assert {Frames().nearest(ms), Frames().before(ms), Frames().after(ms)} == {ms}
    assert Frames().gap_before(ms, gap_ms) == ms - gap_ms


@pytest.mark.parametrize("rate", [None, Fraction(25, 2), Fraction(1), Fraction(2731, 100), Fraction(1_000)])
def test_a_rate_that_no_film_is_made_at_binds_nothing(rate: Fraction | None) -> None:
    """Slides, and the mean of a rate that varies: there is no raster to fall on."""
    assert Footage(rate).frames == Frames()
    assert Footage(rate).frames.fps is None


def test_the_rate_of_a_film_binds() -> None:
    assert Footage(Fraction(30_000, 1_001)).frames.fps == pytest.approx(29.97, abs=0.001)
