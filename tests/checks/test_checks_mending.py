"""Out times mended: laws over any cues, and what is mended and what is left, case by case."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuepress.checks.mending import Room, mend_times
from cuepress.model import Cue

ROOM = Room(
    min_ms=1_000,
    max_ms=7_000,
    gap_ms=80,
    least_gap_ms=33,
    most_gap_ms=83,
    chain_ms=500,
    linger_ms=1_200,
    reading_ms=lambda text: 100 * len(text),
)


def cue(start_ms: int, end_ms: int, text: str = "0123456789", settings: str = "") -> Cue:
    return Cue(start_ms, end_ms, text, settings=settings)


def ends(*cues: Cue, room: Room = ROOM) -> list[int]:
    return [each.end_ms for each in mend_times(cues, room)]


_cues = st.lists(
    st.builds(cue, st.integers(0, 8_000), st.integers(0, 12_000), st.sampled_from(["", "a", "ab" * 20])),
    max_size=8,
).map(lambda cues: sorted(cues, key=lambda each: each.start_ms))
_rooms = st.builds(
    replace,
    st.just(ROOM),
    min_ms=st.integers(0, 1_500),
    max_ms=st.integers(1_500, 7_000),
    linger_ms=st.integers(0, 2_000),
    chain_ms=st.integers(0, 1_000),
    media_ms=st.one_of(st.none(), st.integers(1, 10_000)),
)


class TestLaws:
    @given(_cues, _rooms)
    def test_a_second_time_nothing_changes(self, cues: list[Cue], room: Room) -> None:
        once = mend_times(cues, room)

        assert mend_times(once, room) == once

    @given(_cues, _rooms)
    def test_only_out_times_move(self, cues: list[Cue], room: Room) -> None:
        mended = mend_times(cues, room)

        assert [replace(each, end_ms=0) for each in mended] == [replace(each, end_ms=0) for each in cues]

    @given(_cues, _rooms)
    def test_nothing_becomes_worse(self, cues: list[Cue], room: Room) -> None:
        """No overlap and no cue without a duration that was not there before; what was long enough stays so."""
        mended = mend_times(cues, room)

        for at, (before, after) in enumerate(zip(cues, mended, strict=True)):
            assert after.end_ms > after.start_ms or after.end_ms == before.end_ms
            if at + 1 < len(cues) and after.end_ms > cues[at + 1].start_ms:
                assert before.end_ms >= after.end_ms
            is_cut_off = room.media_ms is not None and after.end_ms == room.media_ms
            if before.duration_ms >= room.min_ms and not is_cut_off:
                assert after.duration_ms >= room.min_ms


class TestOverlap:
    def test_the_earlier_cue_ends_before_the_next_begins(self) -> None:
        assert ends(cue(0, 2_500), cue(2_000, 4_000)) == [1_920, 4_000]

    def test_it_is_left_where_the_cue_could_no_longer_be_read(self) -> None:
        assert ends(cue(0, 2_500), cue(600, 4_000)) == [2_500, 4_000]

    def test_a_rounding_is_mended_all_the_same(self) -> None:
        slow = cue(0, 2_020, "0123456789" * 3)

        assert ends(slow, cue(2_000, 4_000)) == [1_920, 4_000]

    def test_cues_in_different_places_may_be_there_together(self) -> None:
        assert ends(cue(0, 2_500), cue(2_000, 4_000, settings="line:0")) == [2_500, 4_000]


class TestGaps:
    def test_the_least_gap_is_made(self) -> None:
        assert ends(cue(0, 2_000), cue(2_010, 4_000)) == [1_930, 4_000]

    def test_a_gap_that_flickers_is_closed(self) -> None:
        assert ends(cue(0, 2_000), cue(2_300, 4_000)) == [2_220, 4_000]

    @pytest.mark.parametrize("gap_ms", [33, 40, 80, 83, 500, 2_000])
    def test_others_stay(self, gap_ms: int) -> None:
        assert ends(cue(0, 2_000), cue(2_000 + gap_ms, 9_000)) == [2_000, 9_000]

    def test_a_cue_that_would_become_too_long_is_left(self) -> None:
        assert ends(cue(0, 6_950), cue(7_250, 9_000)) == [6_950, 9_000]


class TestLength:
    def test_a_cue_that_ends_before_it_begins_lasts_as_long_as_it_takes_to_read(self) -> None:
        assert ends(cue(5_000, 4_000, "0123456789" * 2)) == [7_000]

    def test_one_that_is_too_short_is_given_time(self) -> None:
        assert ends(cue(0, 400), cue(5_000, 7_000)) == [1_000, 7_000]

    def test_up_to_the_next_cue_at_most(self) -> None:
        assert ends(cue(0, 400), cue(900, 3_000)) == [820, 3_000]

    def test_time_to_read_is_given_if_that_is_all_that_is_lacking(self) -> None:
        text = "0123456789" * 3

        assert ends(cue(0, 2_000, text)) == [3_000]
        assert ends(cue(0, 1_500, text)) == [1_500]

    def test_nothing_stays_past_the_end_of_the_media(self) -> None:
        assert ends(cue(0, 3_000), room=replace(ROOM, media_ms=2_500)) == [2_500]
