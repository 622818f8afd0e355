"""A published folder in a real Chromium, opened from a disk and from Python's own web server."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Page, expect

from browsers import is_firefox
from browsing import SECOND_LINES, SEEK, SHOWING, current_lines, violations
from cuepress import publish
from cuepress.web import still

pytestmark = pytest.mark.browser

Visit = Callable[..., Page]
WAYS = ("disk", "http")


def wait_until(page: Page, expression: str) -> None:
    """Ask until it is so. Playwright's own waiting evaluates text in the page, which the policy forbids."""
    for _ in range(100):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(50)
    pytest.fail(f"not in 5 s: {expression}")


def shown_as(language: str) -> str:
    return json.dumps([[language, SECOND_LINES[language]]], ensure_ascii=False, separators=(",", ":"))


def go_to(page: Page, seconds: float) -> None:
    """Show the video at a second. Python's web server sends no parts of a file, so it is played till then."""
    wait_until(page, "document.querySelector('video').readyState >= 2")
    if page.url.startswith("file:"):
        page.evaluate(SEEK, seconds)
    else:
        page.evaluate("() => { const v = document.querySelector('video'); v.playbackRate = 4; return v.play(); }")
        wait_until(page, f"document.querySelector('video').currentTime >= {seconds}")
        page.evaluate("document.querySelector('video').pause()")


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory, talk_video: Path, fill_library: Callable[..., None]) -> Path:
    """Return the published message, under a name with everything that an address has to escape."""
    root = tmp_path_factory.mktemp("library")
    fill_library(root, talk_video, "50% #1 “été” & <b>?")
    out = tmp_path_factory.mktemp("published") / "my site"
    publish.write(still.pages(root, ["50% #1 “été” & <b>?"]), out)
    return out


@pytest.fixture(scope="session")
def web_server(folder: Path) -> Iterator[str]:
    """Return the address of ``python -m http.server`` over the folder."""
    command = [sys.executable, "-u", "-m", "http.server", "0", "--bind", "127.0.0.1", "--directory", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        found = re.search(r"port (\d+)", process.stdout.readline())
        assert found is not None
        yield f"http://127.0.0.1:{found[1]}"
        process.terminate()


@pytest.fixture
def open_page(visitor: Any, folder: Path, web_server: str) -> Iterator[Visit]:  # noqa: ANN401  # fixtures' Visitor
    """Return what opens a page of the folder one way; every request must stay in the folder."""
    addresses = {"disk": folder.as_uri(), "http": web_server}
    asked: list[str] = []

    def visit(way: str, name: str = "index", **options: object) -> Page:
        page: Page = visitor.visit(f"{addresses[way]}/index.html", **options)
        page.on("request", lambda request: asked.append(request.url))
        page.reload()
        if name != "index":
            page.locator(".card-title a").click()
            page.wait_for_load_state()
        return page

    yield visit
    assert asked or is_firefox()  # which says nothing of files, and of the last page of a test not in time
    assert [url for url in asked if not url.startswith(tuple(f"{each}/" for each in addresses.values()))] == []


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("language", list(SECOND_LINES))
def test_captions_of_each_language_show(open_page: Visit, way: str, language: str) -> None:
    page = open_page(way, "watch")
    page.locator("#captions-menu").select_option(f"track-{language}-captions")

    go_to(page, 3.1)

    wait_until(page, f"JSON.stringify(({SHOWING})()) === {json.dumps(shown_as(language))}")
    assert current_lines(page) == ["cue-2"]


@pytest.mark.parametrize("way", WAYS)
def test_the_page_comes_in_its_clothes(open_page: Visit, way: str) -> None:
    page = open_page(way, "watch")

    wait_until(page, "document.fonts.status === 'loaded'")
    fonts = page.evaluate("[...document.fonts].filter(each => each.status === 'loaded').length")
    colours = page.locator("body").evaluate("body => getComputedStyle(body).backgroundColor")

    assert fonts >= 1
    assert colours != "rgba(0, 0, 0, 0)"


def test_a_line_of_the_transcript_plays_from_there(open_page: Visit) -> None:
    page = open_page("disk", "watch")
    wait_until(page, "document.querySelector('video').readyState >= 2")

    page.locator("#cue-4 a").click()

    wait_until(page, "document.querySelector('video').currentTime >= 7")
    assert page.evaluate("document.querySelector('video').currentTime") < 9


@pytest.mark.parametrize("way", WAYS)
def test_each_language_has_its_page_and_its_link(open_page: Visit, way: str) -> None:
    page = open_page(way, "watch")
    page.get_by_role("link", name="العربية", exact=True).first.click()

    expect(page.locator("#text")).to_have_attribute("lang", "ar")
    expect(page.locator("#text")).to_have_attribute("dir", "rtl")
    assert re.search(r"/ar\.html\?lang=ar$", page.url)
    page.reload()
    expect(page.locator("#text")).to_have_attribute("lang", "ar")


def test_an_address_with_a_time_begins_there(open_page: Visit) -> None:
    page = open_page("disk", "watch")
    page.goto(page.url.partition("?")[0] + "?t=5.5")

    wait_until(page, "document.querySelector('video').currentTime === 5.5")

    expect(page.locator("#cue-3")).to_have_attribute("aria-current", "true")


@pytest.mark.parametrize("wanted", ["-1", "soon", "1e3", "9999999", "<script>", "5;6"])
def test_a_time_that_is_none_is_no_time(open_page: Visit, wanted: str) -> None:
    page = open_page("disk", "watch")
    page.goto(page.url.partition("?")[0] + f"?t={wanted}")
    wait_until(page, "document.querySelector('video').readyState >= 1")

    assert page.evaluate("document.querySelector('video').currentTime") == 0


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", ["index", "watch"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(open_page: Visit, way: str, name: str, scheme: str) -> None:
    page = open_page(way, name, color_scheme=scheme)

    assert violations(page, preload=False) == []


def test_without_scripts_the_captions_are_those_of_the_browser(open_page: Visit) -> None:
    page = open_page("http", "watch", java_script_enabled=False)

    expect(page.locator("#cue-2 .said")).to_have_text(SECOND_LINES["fr"])
    expect(page.locator("video track[default]")).to_have_attribute("srclang", "fr")


@pytest.mark.parametrize("way", WAYS)
def test_every_link_leads_to_a_file(open_page: Visit, folder: Path, way: str) -> None:
    """Of each page: what is taken away, what is gone to, what is shown."""
    page = open_page(way, "watch")
    names = page.evaluate(
        "() => [...document.querySelectorAll('[href], [src], [poster]')]"
        ".flatMap(each => [each.href, each.src, each.poster]).filter(Boolean)"
    )
    base = page.url.rpartition("/watch/")[0]
    paths = {unquote(urlsplit(name).path).removeprefix(unquote(urlsplit(base).path)) for name in names}

    assert len(paths) > 15
    assert [path for path in paths if not (folder / path.lstrip("/")).is_file()] == []


def test_hostile_texts_run_nothing(
    visitor: Any,  # noqa: ANN401  # the fixtures' Visitor
    tmp_path: Path,
    talk_video: Path,
    fill_library: Callable[..., None],
    add_track: Callable[..., None],
) -> None:
    """Scripts in cue texts, voices and names show as text, in the page and in the picture."""
    stem = "<img src=x onerror=alert(1)>"
    evil = '&lt;/script>&lt;img src=x onerror="alert(1)">'
    fill_library(tmp_path / "library", talk_video, stem)
    cues = [
        (1_000, 5_000, '"><script>alert(1)</script>', evil),
        (5_000, 9_000, "Anne", "\u2028*/alert(1)//`${1}`"),
    ]
    add_track(tmp_path / "library", stem, "en", cues)
    publish.write(still.pages(tmp_path / "library", [stem]), tmp_path / "site")
    page = visitor.visit((tmp_path / "site" / "index.html").as_uri())
    page.on("dialog", lambda dialog: visitor.complaints.append(f"dialog: {dialog.message}"))

    page.locator("a[hreflang=en]").first.click()
    page.locator("#captions-menu").select_option("track-en-captions")
    go_to(page, 2)

    wait_until(page, f"JSON.stringify(({SHOWING})()).includes('onerror')")
    assert "</script><img src=x onerror=" in (page.locator("#cue-1 .said").text_content() or "")
    assert page.locator("img[src=x], main script").count() == 0
