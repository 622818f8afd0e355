"""Clock text and milliseconds: there and back, and no rounding but the one that is documented."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuepress.timecode import clock, ms_from_clock, ms_from_s, ms_from_samples, short_clock


@given(st.integers(0, 10**11), st.sampled_from(".,"))
def test_clock_text_says_exactly_the_milliseconds(ms: int, point: str) -> None:
    found = re.fullmatch(rf"(\d{{2,}}):([0-5]\d):([0-5]\d){re.escape(point)}(\d{{3}})", clock(ms, point))

    assert found
    hours, minutes, seconds, fraction = (int(group) for group in found.groups())
    assert ((hours * 60 + minutes) * 60 + seconds) * 1_000 + fraction == ms


def test_a_time_before_the_video_is_refused() -> None:
    with pytest.raises(ValueError, match="before the start"):
        clock(-1)


@given(st.integers(0, 10**9))
def test_short_clock_drops_fractions_and_empty_hours(ms: int) -> None:
    text = short_clock(ms)

    parts = [int(part) for part in text.split(":")]
    assert sum(part * 60**power for power, part in enumerate(reversed(parts))) == ms // 1_000
    assert len(parts) == (3 if ms >= 3_600_000 else 2)


@pytest.mark.parametrize(
    ("seconds", "ms"), [(0.0, 0), (0.0005, 1), (0.0004, 0), (59.9996, 60_000), (3_600.0, 3_600_000)]
)
def test_seconds_are_rounded_halves_up(seconds: float, ms: int) -> None:
    assert ms_from_s(seconds) == ms


@given(st.integers(0, 10**10), st.sampled_from([8_000, 16_000, 22_050, 44_100, 48_000]))
def test_samples_are_rounded_to_the_nearest_millisecond(samples: int, rate_hz: int) -> None:
    assert abs(ms_from_samples(samples, rate_hz=rate_hz) * rate_hz - samples * 1_000) * 2 <= rate_hz


@pytest.mark.parametrize(
    ("text", "ms"),
    [
        ("0", 0),
        ("12.5", 12_500),
        ("90", 90_000),
        ("0:12", 12_000),
        (" 1:02:03,25 ", 3_723_250),
        ("90:00", 5_400_000),
    ],
)
def test_a_clock_is_read_as_people_write_it(text: str, ms: int) -> None:
    assert ms_from_clock(text) == ms


@pytest.mark.parametrize("text", ["", "soon", "-1", "1:75", "1:60:00", "1:2:3:4", "1e3", "٥", "0:12 pm", "nan"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no time"):
        ms_from_clock(text)


@given(st.integers(0, 99 * 3_600_000))
def test_a_clock_that_was_written_is_read_back(ms: int) -> None:
    assert ms_from_clock(clock(ms)) == ms
