"""Profiles: what ships is sound, and a mistake in a user's own is named with its place."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from cuepress.cueing import describe, load_profile, profile_names
from cuepress.cueing.profile import UNITS
from cuepress.errors import UsageError


def test_the_default_comes_first() -> None:
    assert profile_names()[0] == "cuepress"
    assert {"bbc", "netflix"} <= set(profile_names())


@pytest.mark.parametrize("name", profile_names())
def test_each_limit_of_each_profile_has_a_source_and_is_printed(name: str) -> None:
    profile = load_profile(name)
    sources = dict(profile.sources)

    assert set(UNITS) <= set(sources)
    printed = "\n".join(describe(profile))
    assert all(limit in printed for limit in UNITS)
    assert all(source in printed for key, source in sources.items() if key in UNITS)


@pytest.mark.parametrize("name", profile_names())
def test_each_language_with_its_own_limits_says_why(name: str) -> None:
    profile = load_profile(name)

    unexplained = [tag for tag, _limits in profile.languages if tag not in {*dict(profile.sources), "yue"}]

    assert not unexplained


def test_a_language_takes_its_own_limits_and_a_region_its_languages() -> None:
    profile = load_profile("netflix")

    assert profile.for_language("zh-Hans").max_cpl == 16
    assert profile.for_language("en-GB").max_cps == 20
    assert profile.for_language("fr") == profile.general


def test_a_wrong_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(UsageError, match="did you mean netflix"):
        load_profile("netflx")


def test_a_file_of_ones_own_changes_what_it_names_and_keeps_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "house.toml"
    path.write_text(
        'based_on = "netflix"\nvoice = "name"\n[limits]\nmax_cpl = 37\n[languages]\nfr = { max_cps = 15 }\n'
    )

    profile = load_profile(str(path))

    assert (profile.name, profile.voice, profile.general.max_cpl) == ("house", "name", 37)
    assert profile.for_language("fr-CA").max_cps == 15
    assert profile.general.min_ms == load_profile("netflix").general.min_ms
    assert pickle.loads(pickle.dumps(profile)) == profile  # noqa: S301  # our own bytes


@pytest.mark.parametrize(
    ("text", "key", "line"),
    [
        ("[limits]\nmax_cpl = 37\nmin_mss = 3\n", "min_mss", 3),
        ('[limits]\nmax_cpl = "wide"\n', "max_cpl", 2),
        ("[limits]\n\nmax_lines = 0\n", "max_lines", 3),
        ("[limits]\nmin_ms = 9000\n", "min_ms", 2),
        ("[limits]\nmin_ms = 900.5\n", "min_ms", 2),
        ("[limits]\nmax_lines = true\n", "max_lines", 2),
        ('voice = "colour"\n', "voice", 1),
        ('based_on = "nobody"\n', "based_on", 1),
        ("limits = 3\n", "limits", 1),
        ("[languages]\nxx-nowhere-at-all = { max_cpl = 12 }\n", "xx-nowhere", 2),
        ("[languages]\nfr = 3\n", "fr", 2),
        ("[limits\nmax_cpl = 3\n", "line 1", 0),
        ("colour = 1\n", "colour", 1),
    ],
)
def test_a_mistake_is_named_with_its_key_and_line(tmp_path: Path, text: str, key: str, line: int) -> None:
    path = tmp_path / "house.toml"
    path.write_text(text)

    with pytest.raises(UsageError) as caught:
        load_profile(str(path))

    assert key in str(caught.value)
    assert f"house.toml:{line}" in caught.value.where or not line


def test_a_file_that_is_not_there_or_no_text_is_a_usage_error(tmp_path: Path) -> None:
    (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe\x00\x01=")

    for name in ("missing.toml", "bytes.toml"):
        with pytest.raises(UsageError):
            load_profile(str(tmp_path / name))
