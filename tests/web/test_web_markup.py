"""Every page, in every language of its own words and of its texts, is HTML as the standard wants it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cuepress import publish
from cuepress.web import create_app, interface, still
from markup import checker, complaints, loose_ends, pages_of

HOSTILE = "a <b> & “c” 50% #1"
SEEDS = ("/", "/?q=message", "/?q=nothing%20here", "/watch/nothing", "/?page=2")


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory, talk_video: Path, fill_library: Callable[..., None]) -> Path:
    """Return a library with the message under two names, and videos enough for search and pages."""
    root = tmp_path_factory.mktemp("library")
    for stem in ("message", HOSTILE):
        fill_library(root, talk_video, stem)
    for number in range(30):
        (root / "media" / f"talk-{number:02d}.mp4").write_bytes(b"x")
    return root


@pytest.fixture(scope="module")
def pages(library: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return the text of all pages, served and published."""
    client = create_app(library).test_client()
    inside = [f"{seed}{'&' if '?' in seed else '?'}ui={tag}" for seed in SEEDS for tag in interface.TAGS]
    inside += [f"/{page}/message?ui={tag}" for page in ("watch", "embed") for tag in interface.TAGS]
    inside.append("/watch/talk-07")
    served = pages_of(client, inside, leave_out="/watch/talk-")
    out = tmp_path_factory.mktemp("out") / "site"
    publish.write(still.pages(library, ["message", HOSTILE], still.Site("https://example.org/videos/")), out)
    written = {f"published {path.name}": path.read_text(encoding="utf-8") for path in out.rglob("*.html")}
    return {**served, **written}


def test_all_kinds_of_pages_are_looked_at(pages: dict[str, str]) -> None:
    assert len(pages) > 60
    for part in ("/watch/message?lang=ar", "ui=zh-Hans", "page=2", "published ar.html", "/watch/nothing"):
        assert [name for name in pages if part in name], part


def test_ids_are_unique_and_whatever_names_one_finds_it(pages: dict[str, str]) -> None:
    found = {name: loose_ends(text) for name, text in pages.items()}

    assert {name: ends for name, ends in found.items() if ends} == {}


def test_the_nu_html_checker_finds_no_error(
    pages: dict[str, str], library: Path, run: Callable[..., tuple[int, str, str]]
) -> None:
    command = checker()
    if command is None:
        pytest.skip("the Nu HTML checker is not here: see tests/markup.py")
    _, report, _ = run("check", library / "captions" / "message.fr.vtt", "--format", "html")

    found = complaints({**pages, "report": report}, command)

    assert [each for each in found if each.kind == "error"] == []
