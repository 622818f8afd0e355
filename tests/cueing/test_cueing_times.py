"""In and out times of cues."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from cuepress.cueing.profile import load_profile
from cuepress.cueing.times import MOST_EARLY_MS, MOST_LATE_MS, Heard, set_times

LIMITS = load_profile("cuepress").general


@st.composite
def heard(draw: st.DrawFn) -> tuple[list[Heard], int]:
    count = draw(st.integers(1, 12))
    duration_ms = draw(st.integers(count, 60_000))
    edges = sorted(draw(st.lists(st.integers(0, duration_ms), min_size=2 * count, max_size=2 * count)))
    reading = draw(st.lists(st.integers(0, 9_000), min_size=count, max_size=count))
    return [Heard(*each) for each in zip(edges[::2], edges[1::2], reading, strict=True)], duration_ms


@settings(max_examples=200, deadline=None)
@given(heard())
def test_in_before_out_before_next_in_inside_the_video(material: tuple[list[Heard], int]) -> None:
    cues, duration_ms = material

    times = set_times(cues, limits=LIMITS, duration_ms=duration_ms)

    flat = [time for pair in times for time in pair]
    assert flat == sorted(flat)
    assert all(start < end for start, end in times)
    assert times[0][0] >= 0
    assert times[-1][1] <= duration_ms


@settings(max_examples=200, deadline=None)
@given(heard())
def test_a_cue_only_leaves_its_speech_where_it_would_be_too_short(material: tuple[list[Heard], int]) -> None:
    """With a second and a half of room for each, cues begin with their words."""
    cues, duration_ms = material
    spaced = [
        Heard(at * 2_000 + cue.start_ms % 100, at * 2_000 + 500, cue.reading_ms) for at, cue in enumerate(cues)
    ]

    times = set_times(spaced, limits=LIMITS, duration_ms=duration_ms + 2_000 * len(cues))

    assert [start for start, _end in times] == [cue.start_ms for cue in spaced]
    assert all(end - start >= LIMITS.min_ms for start, end in times)


def test_a_cue_lingers_into_the_silence_to_be_read_and_no_longer() -> None:
    slow, quick = (
        set_times([Heard(0, 1_000, reading)], limits=LIMITS, duration_ms=9_000) for reading in (9_999, 900)
    )

    assert slow == [(0, 1_000 + LIMITS.linger_ms)]
    assert quick == [(0, 1_200)]


def test_a_flickering_gap_is_closed_and_a_real_one_is_kept() -> None:
    near = set_times([Heard(0, 2_000, 0), Heard(2_400, 4_000, 0)], limits=LIMITS, duration_ms=9_000)
    far = set_times([Heard(0, 2_000, 0), Heard(4_000, 5_000, 0)], limits=LIMITS, duration_ms=9_000)

    assert near[0] == (0, 2_400 - LIMITS.min_gap_ms)
    assert far[0] == (0, 2_200)


def test_a_short_cue_borrows_from_the_silence_around_it() -> None:
    times = set_times([Heard(5_000, 5_100, 0), Heard(5_100, 7_000, 0)], limits=LIMITS, duration_ms=9_000)

    assert times[0][1] - times[0][0] >= LIMITS.min_ms
    assert 5_000 - MOST_EARLY_MS <= times[0][0] <= 5_000
    assert 5_100 <= times[1][0] <= 5_100 + MOST_LATE_MS
