"""A library in which everything wants to be a script: in a real browser, on every page, all of it is only text.

A violation of the policy, a complaint of the browser or a request to anywhere else fails the tests as well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Page

from cuepress import publish
from cuepress.web import still
from hostile_library import EVIL, SCRIPT, STEM, poison

pytestmark = pytest.mark.browser

ACTING = (
    "img[src=x], [onerror], [onload], [onmouseover], body style, #hit, iframe, "
    "script:not([src]):not([type='application/ld+json']), script[src^='http'], base, object, embed, "
    "[href^='javascript:'], [src^='javascript:'], [href^='data:'], [src^='data:'], form[action^='http']"
)
SHOW_EVERYTHING = """async () => {
    for (const each of document.querySelectorAll("details")) each.open = true;
    const video = document.getElementById("video");
    if (!video) return;
    const come = (what, type) => new Promise(done => {
        what.addEventListener(type, done, { once: true });
        setTimeout(done, 2000);
    });
    for (const track of video.textTracks) track.mode = "showing";
    if (video.readyState < 2) await come(video, "loadeddata");
    for (const second of [2, 6]) {
        const seeked = come(video, "seeked");
        video.currentTime = second;
        await seeked;
    }
}"""
Open = Callable[[str], Page]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory, talk_video: Path, fill_library: Callable[..., None]) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    fill_library(folder, talk_video, STEM)
    poison(folder)
    return folder


@pytest.fixture(scope="module")
def address(root: Path, serve: Callable[..., AbstractContextManager[str]]) -> Iterator[str]:
    with serve(root) as url:
        yield url


@pytest.fixture(scope="module")
def folder(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("published") / "site"
    publish.write(still.pages(root, [STEM], still.Site("https://example.org/v/")), out)
    return out


@pytest.fixture
def show(visitor: Any) -> Open:  # noqa: ANN401  # the fixtures' Visitor
    """Return what opens a page and all that can be opened in it, plays it, and looks whether anything ran."""

    def opened(url: str) -> Page:
        page: Page = visitor.visit(url)
        page.on("dialog", lambda dialog: visitor.complaints.append(f"dialog: {dialog.message}"))
        page.reload()  # what would have been said before somebody listened is said again
        page.evaluate(SHOW_EVERYTHING)
        assert page.evaluate("window.hit") is None
        assert page.locator(ACTING).evaluate_all("all => all.map(each => each.outerHTML)") == []
        visitor.complaints[:] = [each for each in visitor.complaints if "status of 404" not in each]
        return page

    return opened


@pytest.mark.parametrize("name", ["", "watch/{stem}", "embed/{stem}", "?q={evil}"])
def test_on_no_page_of_the_server_does_anything_run(address: str, show: Open, name: str) -> None:
    page = show(f"{address}/{name.format(stem=quote(STEM, safe=''), evil=quote(EVIL, safe=''))}")

    assert SCRIPT in (page.locator("body").text_content() or "")


@pytest.mark.parametrize("name", ["watch/{evil}", "embed/{evil}"])
def test_what_an_address_says_is_only_said(address: str, show: Open, name: str) -> None:
    show(f"{address}/{name.format(evil=quote(EVIL.replace('/', ''), safe=''))}")


@pytest.mark.parametrize("name", ["index.html", "watch/*/fr.html", "watch/*/embed.fr.html"])
def test_on_no_published_page_does_anything_run(folder: Path, show: Open, name: str) -> None:
    (path,) = folder.glob(name)

    page = show(path.as_uri())

    assert SCRIPT in (page.locator("body").text_content() or "")


def test_in_the_report_of_a_check_nothing_runs(
    root: Path, tmp_path: Path, show: Open, run: Callable[..., tuple[int, str, str]]
) -> None:
    _, text, _ = run("check", root / "captions" / f"{STEM}.fr.vtt", "--format", "html")
    (tmp_path / "report.html").write_text(text, encoding="utf-8")

    page = show((tmp_path / "report.html").as_uri())

    assert "onerror" in (page.locator("body").text_content() or "")


def test_in_a_transcript_that_was_taken_away_nothing_runs(folder: Path, tmp_path: Path, show: Open) -> None:
    """On a disk no header of ours protects it."""
    (path,) = folder.glob("watch/*/a*.fr.html")
    (tmp_path / "kept.html").write_bytes(path.read_bytes())

    page = show((tmp_path / "kept.html").as_uri())

    assert SCRIPT in (page.locator("body").text_content() or "")
