"""Profiles: what ships is sound and says where it comes from; a mistake in one's own is named with its place."""

from __future__ import annotations

import json
import pickle
from dataclasses import fields, replace
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuepress.cueing import (
    Limits,
    at_frame_rate,
    describe,
    in_one_line,
    limits_in_words,
    load_profile,
    plain,
    profile_names,
)
from cuepress.cueing.profile import IN_FRAMES, UNITS, Stated, Sure, Typography
from cuepress.cueing.toml_places import line_of
from cuepress.errors import UsageError

NAMED = {"bbc", "netflix", "dcmp", "arcom", "ted", "amara", "youtube", "vertical", "cuepress"}
REQUIRED = {"max_cpl", "max_lines", "max_cps", "min_ms", "max_ms", "linger_ms"}
ALL = profile_names()


def test_the_default_comes_first_and_every_guideline_named_is_there() -> None:
    assert ALL[0] == "cuepress"
    assert set(ALL) >= NAMED


@pytest.mark.parametrize("name", ALL)
def test_each_limit_of_each_profile_says_rule_source_and_how_sure_it_is(name: str) -> None:
    profile = load_profile(name)
    stated = dict(profile.stated)
    signs = {each.name for each in fields(Typography)}

    assert {*REQUIRED, *signs, "voice", "speaker_change", "counting"} <= set(stated)
    for limit in ("min_gap", "chain", "early"):
        assert (f"{limit}_ms" in stated) != (f"{limit}_frames" in stated)
    assert [key for key, each in stated.items() if not (each.rule and each.source)] == []
    assert {each.sure for each in stated.values()} <= set(get_args(Sure)) - {"yours"}
    assert not any(each.source.startswith("profile ") for each in stated.values()), "no source is given"


@pytest.mark.parametrize("name", ALL)
def test_all_that_a_profile_states_is_printed(name: str) -> None:
    profile = load_profile(name)
    printed = "\n".join(describe(profile))

    for key, each in profile.stated:
        assert key.rpartition(".")[2] in printed
        assert each.rule in printed
        assert f"{each.source} ({each.sure})" in printed
    assert str(profile.general.max_lines) in in_one_line(profile)


@pytest.mark.parametrize("name", ALL)
def test_a_profile_is_plain_data_too(name: str) -> None:
    profile = load_profile(name)

    data = json.loads(json.dumps(plain(profile)))

    assert data["limits"]["max_cpl"]["value"] == profile.general.max_cpl
    assert data["limits"]["max_cpl"]["unit"] == "characters a line"
    found = [
        *data["limits"].values(),
        *(each for own in data["languages"].values() for each in own["limits"].values()),
    ]
    assert len(found) == len(profile.stated)
    assert all(set(each) == {"value", "unit", "rule", "source", "sure"} and each["sure"] for each in found)


@pytest.mark.parametrize("name", ALL)
def test_limits_are_possible_in_every_language(name: str) -> None:
    """Two lines at the reading speed fit into the longest cue, and the least gap is shorter than a short one."""
    profile = load_profile(name)

    for limits in (profile.general, *(own for _tag, own in profile.languages)):
        assert limits.min_ms < limits.max_ms
        assert limits.max_cpl / limits.max_cps * 1_000 <= limits.max_ms
        assert limits.min_gap_ms <= max(limits.chain_ms, limits.min_gap_ms)
        assert limits.min_gap_ms < limits.min_ms
        assert limits.shot_snap_ms <= limits.shot_zone_ms
        assert limits.shot_gap_ms <= limits.shot_zone_ms


@pytest.mark.parametrize("name", ALL)
def test_what_is_said_of_guidelines_is_what_the_profiles_hold(name: str) -> None:
    """The figures of the guidelines, once more: a slip in a file shows here."""
    general = load_profile(name).general
    figures = {
        "cuepress": (42, 2, 17, 1000, 7000),
        "netflix": (42, 2, 17, 833, 7000),
        "netflix-sdh": (42, 2, 20, 833, 7000),
        "bbc": (37, 2, 15, 1000, 8000),
        "dcmp": (32, 2, 13, 1333, 6000),
        "arcom": (40, 2, 12, 1000, 7000),
        "ted": (42, 2, 21, 1000, 7000),
        "amara": (42, 2, 25, 1000, 7000),
        "youtube": (42, 2, 17, 1000, 7000),
        "vertical": (24, 3, 17, 700, 5000),
    }

    found = (general.max_cpl, general.max_lines, general.max_cps, general.min_ms, general.max_ms)

    assert found == figures[name]


def test_a_language_takes_its_own_limits_and_a_region_its_languages() -> None:
    profile = load_profile("netflix")

    assert profile.for_language("zh-Hans").max_cpl == 16
    assert profile.for_language("zh-Hant-TW").max_cpl == 16
    assert profile.for_language("en-GB").max_cps == 20
    assert profile.for_language("pt-BR") == profile.general
    assert profile.typography_for("en-US").dash == "-"
    assert profile.typography_for("fr-CA").dash == "- "
    assert load_profile("netflix-sdh").for_language("zh").max_lines == 3


def test_speed_is_judged_by_what_the_guideline_counts() -> None:
    bbc = load_profile("bbc")

    assert bbc.counting_for("en") == "words"
    assert bbc.counting_for("zh-Hans") == "graphemes"
    assert bbc.counting_for("my") == "graphemes", "no words are parted in Burmese"
    assert "180 words a minute" in limits_in_words(bbc, "en")
    assert "12 in 1 s, 20 in 2 s" in limits_in_words(load_profile("arcom"), "fr")
    assert "counts 1" in limits_in_words(load_profile("cuepress"), "ja")


class TestFrames:
    """What is given in frames is so many ms of the video at hand; what is given in ms stays."""

    @pytest.mark.parametrize(
        ("fps", "gap_ms"), [(23.976, 83), (24, 83), (25, 80), (29.97, 67), (60, 33), (None, 80)]
    )
    def test_the_gap_of_two_frames(self, fps: float | None, gap_ms: int) -> None:
        limits = at_frame_rate(load_profile("netflix").general, fps)

        assert limits.min_gap_ms == gap_ms
        assert limits.shot_gap_ms == gap_ms
        assert (limits.min_ms, limits.chain_ms, limits.shot_zone_ms) == (833, 500, 500)

    def test_a_language_without_gaps_has_none_at_any_rate(self) -> None:
        assert at_frame_rate(load_profile("netflix").for_language("ja"), 24).min_gap_ms == 0

    @given(st.sampled_from(ALL), st.floats(1, 240))
    def test_only_what_is_in_frames_changes(self, name: str, fps: float) -> None:
        limits = load_profile(name).general

        changed = at_frame_rate(limits, fps)

        kept = {f"{each}_ms": getattr(limits, f"{each}_ms") for each in IN_FRAMES}
        assert replace(changed, **kept) == limits
        for each in IN_FRAMES:
            frames = getattr(limits, f"{each}_frames")
            wanted = frames * 1_000 / fps if frames else kept[f"{each}_ms"]
            assert abs(getattr(changed, f"{each}_ms") - wanted) <= 0.5


def test_a_wrong_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(UsageError, match="did you mean netflix"):
        load_profile("netflx")


class TestOwnFile:
    def test_it_changes_what_it_names_and_keeps_the_rest(self, tmp_path: Path) -> None:
        path = tmp_path / "house.toml"
        path.write_text(
            'based_on = "netflix"\nvoice = "name"\n[limits]\nmax_cpl = 37\nmin_gap_ms = 120\n'
            '[typography]\ndash = "— "\n[languages]\nfr = { max_cps = 15 }\n'
        )

        profile = load_profile(str(path))

        assert (profile.name, profile.voice, profile.general.max_cpl) == ("house", "name", 37)
        assert profile.for_language("fr-CA").max_cps == 15
        assert profile.general.min_ms == load_profile("netflix").general.min_ms
        assert profile.typography.dash == "— "
        assert pickle.loads(pickle.dumps(profile)) == profile  # noqa: S301  # our own bytes

    def test_a_general_limit_reaches_the_languages_that_have_none_of_their_own(self, tmp_path: Path) -> None:
        path = tmp_path / "house.toml"
        path.write_text('based_on = "netflix"\n[limits]\nmax_cpl = 37\n')

        profile = load_profile(str(path))

        assert profile.for_language("en").max_cpl == 37
        assert profile.for_language("en").max_cps == 20
        assert profile.for_language("zh").max_cpl == 16

    def test_ms_take_the_place_of_frames_and_frames_of_ms(self, tmp_path: Path) -> None:
        path = tmp_path / "house.toml"
        path.write_text('based_on = "netflix"\n[limits]\nmin_gap_ms = 120\nchain_frames = 10\n')

        limits = at_frame_rate(load_profile(str(path)).general, 50)

        assert (limits.min_gap_ms, limits.min_gap_frames) == (120, 0)
        assert (limits.chain_ms, limits.chain_frames) == (200, 10)

    def test_a_limit_may_say_where_it_comes_from(self, tmp_path: Path) -> None:
        path = tmp_path / "house.toml"
        path.write_text(
            "[limits]\nmax_cpl = 40\n"
            'max_cps = { value = 14, rule = "no spaces", source = "our style", sure = "ours" }\n'
        )

        stated = dict(load_profile(str(path)).stated)

        assert stated["max_cps"] == Stated("no spaces", "our style", "ours")
        assert stated["max_cpl"].sure == "yours"
        assert "house.toml" in stated["max_cpl"].source

    @pytest.mark.parametrize(
        ("text", "key", "line"),
        [
            ("[limits]\nmax_cpl = 37\nmin_mss = 3\n", "min_mss is not known here; did you mean min_ms", 3),
            ('[limits]\nmax_cpl = "wide"\n', "max_cpl", 2),
            ("[limits]\n\nmax_lines = 0\n", "max_lines must be a number from 1 to 4, not 0", 3),
            ("[limits]\nmin_ms = 9000\n", "min_ms 9000 is more than max_ms, 7000", 2),
            ("[limits]\n# shorter\nmax_ms = 700\n", "max_ms 700 is less than min_ms, 1000", 3),
            ("[limits]\nmin_ms = 900.5\n", "min_ms", 2),
            ("[limits]\nmax_cps = nan\n", "max_cps", 2),
            ("[limits]\nmax_lines = true\n", "max_lines", 2),
            ("[limits]\nmin_gap_ms = 80\nmin_gap_frames = 2\n", "keep one of them", 3),
            ('[limits.max_cps]\nsource = "somewhere"\n', "max_cps has no value", 1),
            ("[limits.max_cps]\nvalue = 14\nsure = 'quite'\n", 'sure must be "read at the source"', 3),
            ("[limits]\nmax_cps = { value = 14, why = 3 }\n", "why is not known here", 2),
            ('voice = "colour"\n', "voice", 1),
            ('counting = "words"\n', "add max_wpm", 1),
            ('counting = "steps"\n', "add reading_steps", 1),
            ("reading_steps = [[1000, 12], [500, 20]]\n", "must rise", 1),
            ("reading_steps = []\n", "must be pairs", 1),
            ("reading_steps = 3\n", "must be pairs", 1),
            ('[typography]\n\nellipsis = "four"\n', 'ellipsis must be "one", "three" or "keep"', 3),
            ('based_on = "nobody"\n', "based_on", 1),
            ("limits = 3\n", "limits", 1),
            ("[languages]\nxx-nowhere-at-all = { max_cpl = 12 }\n", "xx-nowhere", 2),
            ("[languages]\nfr = 3\n", "fr", 2),
            ("[limits]\nmax_cpl = 40\n[languages.fr]\nmax_cpl = 4000\n", "max_cpl", 4),
            ("[languages]\nde.max_cpl = 40\nfr.max_cpl = 4000\n", "max_cpl", 3),
            ("[limits]\nmin_ms = 900\n[languages.fr]\nmin_ms = 9000\n", "min_ms 9000", 4),
            ("[limits\nmax_cpl = 3\n", "no TOML", 1),
            ("[limits]\nmax_cpl = \n", "no TOML", 2),
            ("[limits]\nmax_cpl = 3\nmax_cpl = 4\n", "no TOML", 3),
            ("colour = 1\n", "colour", 1),
        ],
    )
    def test_a_mistake_is_named_with_its_key_and_line(
        self, tmp_path: Path, text: str, key: str, line: int
    ) -> None:
        path = tmp_path / "house.toml"
        path.write_text(text)

        with pytest.raises(UsageError) as caught:
            load_profile(str(path))

        assert key in str(caught.value)
        assert caught.value.where.endswith(f"house.toml:{line}")
        assert caught.value.next_step

    def test_a_file_that_is_not_there_or_no_text_is_a_usage_error(self, tmp_path: Path) -> None:
        (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe\x00\x01=")

        for name in ("missing.toml", "bytes.toml"):
            with pytest.raises(UsageError):
                load_profile(str(tmp_path / name))

    @given(st.text(max_size=60))
    def test_any_text_is_a_profile_or_a_usage_error(
        self, tmp_path_factory: pytest.TempPathFactory, text: str
    ) -> None:
        path = tmp_path_factory.getbasetemp() / "any.toml"
        path.write_text(text, encoding="utf-8", errors="replace")

        try:
            profile = load_profile(str(path))
        except UsageError:
            return
        assert profile.general == load_profile("cuepress").general


@pytest.mark.parametrize("name", [each.name for each in fields(Limits)])
def test_every_limit_can_be_set_and_has_a_unit(name: str, tmp_path: Path) -> None:
    path = tmp_path / "house.toml"
    value = {"max_lines": 3, "max_ms": 9_000}.get(name, 20)
    path.write_text(f"[limits]\n{name} = {value}\n")

    assert getattr(load_profile(str(path)).general, name) == value
    assert UNITS[name]


@pytest.mark.parametrize(
    ("text", "path", "line"),
    [
        ("", ("limits",), None),
        ('# max_cpl = 3\n["limits"]\n"max_cpl" = 3', ("limits", "max_cpl"), 3),
        ("[a]\nx = 1\n[b]\nx = 1", ("b", "x"), 4),
        ("[a]\nx = { y = 1 }", ("a", "x", "y"), 2),
        ("[a.x]\n\ny = 1\r\n", ("a", "x", "y"), 3),
        ("a.x.y = 1", ("a", "x", "y"), 1),
        ("[a]\nz = 1", ("a", "x"), 1),
    ],
)
def test_a_place_in_a_toml_text_is_found(text: str, path: tuple[str, ...], line: int | None) -> None:
    assert line_of(text, path) == line
