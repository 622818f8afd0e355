"""Reading speed is judged in the unit of the guideline, without converting one into another."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuepress.cueing import load_profile, speed
from cuepress.cueing.judging import ms_to_read
from cuepress.cueing.reading import capacity

STEPS = load_profile("arcom").reading_steps


class TestUnits:
    def test_words_a_minute(self) -> None:
        """DCMP counts every word, names of speakers and sounds too; long words are no faster."""
        found = speed("[applause] Internationalisation matters.", 1_500, tag="en", profile=load_profile("dcmp"))

        assert (found.value, found.limit, found.unit) == (120, 160, "words a minute")

    def test_characters_a_second(self) -> None:
        found = speed("four\nteen chars", 1_000, tag="fr", profile=load_profile("netflix"))

        assert (found.value, found.limit, found.unit) == (15, 17, "characters a second")

    def test_half_widths(self) -> None:
        found = speed("団結 A1", 1_000, tag="ja", profile=load_profile("netflix-sdh"))

        assert (found.value, found.limit) == (3.5, 7)

    def test_a_language_without_parted_words_is_judged_by_characters(self) -> None:
        assert speed("团结", 1_000, tag="zh-Hans", profile=load_profile("bbc")).unit == "characters a second"

    @pytest.mark.parametrize(("count", "duration_ms", "share"), [(12, 1_000, 1), (24, 2_000, 1.2), (60, 4_000, 1)])
    def test_steps(self, count: int, duration_ms: int, share: float) -> None:
        assert speed("x" * count, duration_ms, tag="fr", profile=load_profile("arcom")).share == pytest.approx(
            share
        )

    @pytest.mark.parametrize("name", ["cuepress", "bbc", "arcom"])
    def test_no_time_at_all_is_too_fast_and_no_text_is_not(self, name: str) -> None:
        assert speed("some words here", 0, tag="en", profile=load_profile(name)).share > 1
        assert speed("", 1_000, tag="en", profile=load_profile(name)).share == 0


class TestCapacity:
    """ARCOM charter, point 6: 12 characters in 1 s, 20 in 2 s, 36 in 3 s, 60 in 4 s."""

    @pytest.mark.parametrize(
        ("duration_ms", "characters"),
        [(500, 6), (1_000, 12), (1_500, 16), (2_000, 20), (3_000, 36), (3_500, 48), (4_000, 60), (6_000, 90)],
    )
    def test_at_the_steps_between_them_and_beyond(self, duration_ms: int, characters: float) -> None:
        assert capacity(STEPS, duration_ms) == characters

    @given(st.floats(0.5, 200))
    def test_what_characters_take_is_the_time_that_has_room_for_them(self, characters: float) -> None:
        (needed_ms,) = ms_to_read(np.array([characters]), STEPS)

        assert capacity(STEPS, needed_ms) == pytest.approx(characters)

    @given(st.lists(st.integers(1, 20_000), min_size=2, max_size=8))
    def test_more_time_holds_more(self, durations_ms: list[int]) -> None:
        held = [capacity(STEPS, duration_ms) for duration_ms in sorted(durations_ms)]

        assert all(before <= after for before, after in pairwise(held))

    @given(st.integers(1, 20_000))
    def test_the_speed_of_the_cut_is_within_the_tolerance(self, duration_ms: int) -> None:
        """The charter allows 20 %; what the cut takes for its speed never goes beyond."""
        taken = load_profile("arcom").general.max_cps * duration_ms / 1_000

        assert taken <= 1.2 * capacity(STEPS, duration_ms) + 1e-9
