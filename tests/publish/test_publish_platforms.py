"""Tracks as platforms take them: names, dialects, and everything that is lost said."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuepress.errors import LibraryError, UsageError
from cuepress.library import Library
from cuepress.publish import PLATFORMS, Pack, pack
from cuepress.publish.platforms import locale, plain_name

RICH = """WEBVTT

STYLE
::cue { color: red }

00:01.000 --> 00:02.000 line:0
<v Anne><i>Bonjour</i> à tous

00:02.000 --> 00:03.000
<v Paul>Merci.
"""
CHAPTERS = "WEBVTT\n\n00:01.000 --> 00:02.000\nDébut\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "media").mkdir()
    (tmp_path / "captions").mkdir()
    (tmp_path / "media" / "Le Maire.mp4").write_bytes(b"x")
    for tag in ("fr", "zh-Hans", "es-419"):
        (tmp_path / "captions" / f"Le Maire.{tag}.vtt").write_text(RICH, encoding="utf-8")
    (tmp_path / "captions" / "Le Maire.fr.chapters.vtt").write_text(CHAPTERS, encoding="utf-8")
    return tmp_path


def packed(root: Path, platform: str) -> Pack:
    return pack(Library(root).entry("Le Maire"), platform)


@pytest.mark.parametrize(
    ("platform", "names"),
    [
        ("youtube", {"Le Maire.fr.srt", "Le Maire.zh-Hans.srt", "Le Maire.es-419.srt"}),
        ("vimeo", {"Le Maire.fr.vtt", "Le Maire.zh-Hans.vtt", "Le Maire.es-419.vtt"}),
        ("facebook", {"Le Maire.fr_FR.srt", "Le Maire.zh_CN.srt", "Le Maire.es_LA.srt"}),
        ("linkedin", {"Le Maire.fr_FR.srt", "Le Maire.zh_CN.srt", "Le Maire.es_LA.srt"}),
        (
            "wordpress",
            {"le-maire.fr.vtt", "le-maire.zh-Hans.vtt", "le-maire.es-419.vtt", "le-maire.fr.chapters.vtt"},
        ),
    ],
)
def test_each_platform_has_its_names(root: Path, platform: str, names: set[str]) -> None:
    assert {item.name for item in packed(root, platform).items} == {f"{platform}/{name}" for name in names}


@pytest.mark.parametrize("platform", ["youtube", "facebook", "linkedin"])
def test_subrip_is_plain_and_what_it_loses_is_said(root: Path, platform: str) -> None:
    made = packed(root, platform)
    text = next(item.data for item in made.items if ".fr" in item.name).decode()

    assert text.startswith("1\n00:00:01,000 --> 00:00:02,000\nAnne: Bonjour à tous\n")
    assert "<" not in text
    losses = "\n".join(made.losses)
    assert "its styles and regions" in losses
    assert "italics and other marks of 2 cues" in losses or "italics and other marks of 1 cue" in losses
    assert "the place on the screen of 1 cue" in losses
    assert "Le Maire, chapters in fr: " in losses


def test_webvtt_loses_nothing_where_it_is_taken(root: Path) -> None:
    made = packed(root, "wordpress")
    text = next(item.data for item in made.items if item.name.endswith("maire.fr.vtt")).decode()

    assert "<v Anne><i>Bonjour</i>" in text
    assert made.losses == ()


def test_one_region_for_two_tracks_is_refused(root: Path) -> None:
    (root / "captions" / "Le Maire.zh.vtt").write_text(RICH, encoding="utf-8")

    with pytest.raises(LibraryError, match=r"two tracks would be facebook/Le Maire\.zh_CN\.srt"):
        packed(root, "facebook")


def test_a_video_without_tracks_and_an_unknown_platform_are_named(root: Path) -> None:
    (root / "media" / "other.mp4").write_bytes(b"x")

    with pytest.raises(LibraryError, match="no track for YouTube"):
        pack(Library(root).entry("other"), "youtube")
    with pytest.raises(UsageError, match="there are youtube, vimeo"):
        packed(root, "myspace")


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        *(
            ("en", "en_US"),
            ("es", "es_ES"),
            ("es-MX", "es_LA"),
            ("pt", "pt_BR"),
            ("pt-PT", "pt_PT"),
            ("de", "de_DE"),
        ),
        *(("ar", "ar_AR"), ("zh", "zh_CN"), ("zh-Hant", "zh_TW"), ("zh-HK", "zh_HK"), ("tr", "tr_TR")),
    ],
)
def test_a_locale_is_as_facebook_lists_it(tag: str, expected: str) -> None:
    assert locale(tag) == expected


@given(st.text(max_size=30))
def test_a_plain_name_is_plain(stem: str) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", plain_name(stem))


def test_the_command_line_offers_every_platform() -> None:
    from cuepress.cli.arguments import PLATFORM_NAMES

    assert tuple(PLATFORMS) == PLATFORM_NAMES
