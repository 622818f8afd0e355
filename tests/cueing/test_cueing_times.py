"""In and out times of cues."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from cuepress.cueing.frames import STANDARD_RATES, Frames
from cuepress.cueing.profile import at_frame_rate
from cuepress.cueing.profile_file import load_profile
from cuepress.cueing.times import MOST_EARLY_MS, MOST_LATE_MS, Heard, Picture, set_times

LIMITS = load_profile("cuepress").general


@st.composite
def heard(draw: st.DrawFn) -> tuple[list[Heard], int]:
    count = draw(st.integers(1, 12))
    duration_ms = draw(st.integers(count, 60_000))
    edges = sorted(draw(st.lists(st.integers(0, duration_ms), min_size=2 * count, max_size=2 * count)))
    reading = draw(st.lists(st.integers(0, 9_000), min_size=count, max_size=count))
    return [Heard(*each) for each in zip(edges[::2], edges[1::2], reading, strict=True)], duration_ms


@settings(max_examples=200, deadline=None)
@given(heard(), st.booleans())
def test_in_before_out_before_next_in_inside_the_video(
    material: tuple[list[Heard], int],
    early: bool,  # noqa: FBT001
) -> None:
    cues, duration_ms = material

    times = set_times(cues, limits=LIMITS, picture=Picture(duration_ms), early_ms=LIMITS.early_ms * early)

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

    times = set_times(spaced, limits=LIMITS, picture=Picture(duration_ms + 2_000 * len(cues)))

    assert [start for start, _end in times] == [cue.start_ms for cue in spaced]
    assert all(end - start >= LIMITS.min_ms for start, end in times)


def test_a_cue_lingers_into_the_silence_to_be_read_and_no_longer() -> None:
    slow, quick = (
        set_times([Heard(0, 1_000, reading)], limits=LIMITS, picture=Picture(9_000)) for reading in (9_999, 900)
    )

    assert slow == [(0, 1_000 + LIMITS.linger_ms)]
    assert quick == [(0, 1_200)]


def test_a_flickering_gap_is_closed_and_a_real_one_is_kept() -> None:
    near = set_times([Heard(0, 2_000, 0), Heard(2_400, 4_000, 0)], limits=LIMITS, picture=Picture(9_000))
    far = set_times([Heard(0, 2_000, 0), Heard(4_000, 5_000, 0)], limits=LIMITS, picture=Picture(9_000))

    assert near[0] == (0, 2_400 - LIMITS.min_gap_ms)
    assert far[0] == (0, 2_200)


def test_a_short_cue_borrows_from_the_silence_around_it() -> None:
    times = set_times([Heard(5_000, 5_100, 0), Heard(5_100, 7_000, 0)], limits=LIMITS, picture=Picture(9_000))

    assert times[0][1] - times[0][0] >= LIMITS.min_ms
    assert 5_000 - MOST_EARLY_MS <= times[0][0] <= 5_000
    assert 5_100 <= times[1][0] <= 5_100 + MOST_LATE_MS


@settings(max_examples=200, deadline=None)
@given(heard())
def test_a_translation_begins_early_only_to_be_read_and_only_in_a_rest(material: tuple[list[Heard], int]) -> None:
    """A cue that begins early could not be read in time, or one after it; it hides nothing that is said."""
    cues, duration_ms = material

    plain = set_times(cues, limits=LIMITS, picture=Picture(duration_ms))
    times = set_times(cues, limits=LIMITS, picture=Picture(duration_ms), early_ms=LIMITS.early_ms)
    lacks = [
        end - start < min(cue.reading_ms, LIMITS.max_ms) for (start, end), cue in zip(plain, cues, strict=True)
    ]

    for at, ((start, _), (begin, _)) in enumerate(zip(plain, times, strict=True)):
        assert start - LIMITS.early_ms <= begin <= start
        if begin < start:
            assert any(lacks[at:])
            assert at == 0 or begin >= cues[at - 1].end_ms + LIMITS.min_gap_ms
    for (_, end), (begin, until), cue in zip(plain, times, cues, strict=True):
        is_read = until - begin >= max(cue.reading_ms, LIMITS.min_ms, cue.end_ms - begin)
        assert is_read or until >= min(end, cue.end_ms + LIMITS.linger_ms) - LIMITS.min_gap_ms


def test_a_translation_uses_the_rest_before_it_and_leaves_what_the_cue_before_needs() -> None:
    long, short = 3_000, 1_000
    after_rest = [Heard(0, 2_000, short), Heard(3_500, 5_000, long), Heard(5_000, 8_000, short)]
    after_reader = [Heard(0, 2_000, 3_100), Heard(3_500, 5_000, long), Heard(5_000, 8_000, short)]

    rest, reader = (
        set_times(cues, limits=LIMITS, picture=Picture(9_000), early_ms=LIMITS.early_ms)
        for cues in (after_rest, after_reader)
    )

    assert [start for start, _ in rest] == [0, 3_500 - LIMITS.early_ms, 5_000]
    assert [start for start, _ in reader] == [0, 3_100 + LIMITS.min_gap_ms, 5_000]
    assert reader[0] == (0, 3_100)


def test_nothing_begins_early_where_it_can_be_read_in_time() -> None:
    cues = [Heard(0, 2_000, 1_000), Heard(4_000, 6_000, 2_000), Heard(8_000, 9_000, 2_000)]

    times = set_times(cues, limits=LIMITS, picture=Picture(12_000), early_ms=LIMITS.early_ms)

    assert times == set_times(cues, limits=LIMITS, picture=Picture(12_000))


def test_a_brief_cue_begins_early_so_that_it_is_seen_and_the_next_one_can_be_read() -> None:
    """It is read at once, but seen for the least time there is: it makes way by coming sooner."""
    cues = [Heard(5_000, 5_700, 300), Heard(5_900, 7_900, 2_400), Heard(8_000, 9_000, 500)]

    times = set_times(cues, limits=LIMITS, picture=Picture(12_000), early_ms=LIMITS.early_ms)

    assert times[0] == (5_700 - LIMITS.min_ms, 5_700)
    assert times[1][0] == 5_700 + LIMITS.min_gap_ms


# --- frames and shot changes ------------------------------------------------------------------------------------

NETFLIX = at_frame_rate(load_profile("netflix").general, 25)
FRAMES = Frames(Fraction(25))


@settings(max_examples=150, deadline=None)
@given(heard(), st.sampled_from(sorted(STANDARD_RATES)), st.lists(st.integers(0, 60_000), max_size=8))
def test_times_fall_on_frames_wherever_there_is_room_for_a_frame(
    material: tuple[list[Heard], int], rate: Fraction, shots: list[int]
) -> None:
    """In before out before next in, whatever frames and shot changes are; on frames where cues are that long."""
    cues, duration_ms = material
    limits, frames = at_frame_rate(load_profile("netflix").general, float(rate)), Frames(rate)

    times = set_times(cues, limits=limits, picture=Picture(duration_ms, frames, sorted(shots)), early_ms=80)

    flat = [time for pair in times for time in pair]
    assert flat == sorted(flat)
    assert all(start < end for start, end in times)
    assert times[0][0] >= 0
    assert times[-1][1] <= duration_ms
    if duration_ms > (limits.min_ms + 100) * len(cues) * 3:
        is_apart = all(after - before > 50 for before, after in pairwise(start for start, _end in times))
        assert not is_apart or all(frames.nearest(start) == start for start, _end in times)
    for (start, end), (following, _) in pairwise(times):
        if end < following and end > start + limits.min_ms + 50:
            assert frames.nearest(end) == end
            assert following - end >= limits.min_gap_ms - 1


def test_an_in_time_waits_for_a_shot_change_that_comes_at_once() -> None:
    times = set_times([Heard(5_000, 7_000, 0)], limits=NETFLIX, picture=Picture(20_000, FRAMES, [5_200]))

    assert times[0][0] == 5_200


def test_an_in_time_just_after_a_shot_change_goes_back_to_it() -> None:
    times = set_times([Heard(5_000, 7_000, 0)], limits=NETFLIX, picture=Picture(20_000, FRAMES, [4_800]))

    assert times[0][0] == 4_800


def test_an_in_time_does_not_go_back_into_what_is_said_before() -> None:
    cues = [Heard(2_000, 4_900, 0), Heard(5_000, 7_000, 0)]

    times = set_times(cues, limits=NETFLIX, picture=Picture(20_000, FRAMES, [4_800]))

    assert times[1][0] == 5_000


def test_an_out_time_keeps_two_frames_before_a_shot_change() -> None:
    before = set_times([Heard(5_000, 6_800, 0)], limits=NETFLIX, picture=Picture(20_000, FRAMES, [7_200]))
    after = set_times([Heard(5_000, 6_800, 0)], limits=NETFLIX, picture=Picture(20_000, FRAMES, [6_920]))

    assert before[0][1] == 7_200 - NETFLIX.shot_gap_ms
    assert after[0][1] == 6_920 - NETFLIX.shot_gap_ms


def test_an_out_time_goes_beyond_a_shot_change_where_words_do() -> None:
    times = set_times([Heard(5_000, 7_000, 0)], limits=NETFLIX, picture=Picture(20_000, FRAMES, [6_920]))

    assert times[0][1] == FRAMES.after(6_920 + NETFLIX.shot_zone_ms)


def test_a_profile_that_says_nothing_of_shot_changes_takes_no_notice_of_them() -> None:
    limits = replace(NETFLIX, shot_zone_ms=0)
    cues = [Heard(5_000, 7_000, 0), Heard(9_000, 9_500, 900)]

    with_shots = set_times(cues, limits=limits, picture=Picture(20_000, FRAMES, [4_900, 7_000, 9_400]))

    assert with_shots == set_times(cues, limits=limits, picture=Picture(20_000, FRAMES))
