"""A video in the frame of another page, in a real browser: who may show it, how it looks there, how it is used."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Frame, Page, expect

from browsing import SECOND_LINES, SEEK, SHOWING, violations
from cuepress import publish
from cuepress.web import still

pytestmark = pytest.mark.browser

Visit = Callable[..., Page]
FULL_SIZES = (
    "() => [document.documentElement, document.body].flatMap(each => [each.scrollWidth, each.scrollHeight])"
)
SIZES = [(640, 416), (640, 360), (320, 220), (320, 180), (960, 596)]


class _News(BaseHTTPRequestHandler):
    """A page of somebody else's site, with the code that ours gave it."""

    code = ""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(f"<!doctype html><html lang=en><title>News</title><h1>News</h1>{self.code}".encode())

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def news() -> Iterator[str]:
    """Return the address of another site, which is not ours though it is on this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _News)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, talk_video: Path, fill_library: Callable[..., None]) -> Path:
    root = tmp_path_factory.mktemp("embedded")
    fill_library(root, talk_video)
    return root


@pytest.fixture
def in_frame(visitor: Any, news: str) -> Iterator[Callable[..., Frame]]:  # noqa: ANN401  # the fixtures' Visitor
    """Return what opens the other site with a video in it, and gives the frame."""

    def show(url: str, query: str = "") -> Frame:
        _News.code = f'<iframe src="{url}/embed/message{query}" title="Video" width=640 height=416></iframe>'
        page = visitor.visit(news)
        page.wait_for_load_state("networkidle")
        frame: Frame = page.frames[1]
        return frame

    yield show
    visitor.complaints[:] = [
        each for each in visitor.complaints if "asks elsewhere: http://127.0.0.1:" not in each
    ]


def wait_until(page: Page | Frame, expression: str, wanted: object) -> None:
    """Ask until it is so. Playwright's own waiting evaluates text in the page, which the policy forbids."""
    found: object = None
    for _ in range(100):
        found = page.evaluate(expression)
        if found == wanted:
            return
        page.wait_for_timeout(50)
    assert found == wanted


def test_a_site_that_was_named_shows_the_video_with_its_captions(
    folder: Path, serve: Callable[..., AbstractContextManager[str]], news: str, in_frame: Callable[..., Frame]
) -> None:
    with serve(folder, embed_hosts=[news]) as url:
        frame = in_frame(url, "?lang=fr&t=3.1")
        wait_until(frame, SHOWING, [["fr", SECOND_LINES["fr"]]])

        frame.locator("#captions-menu").select_option("track-ar-captions")

        wait_until(frame, SHOWING, [["ar", SECOND_LINES["ar"]]])
        frame.page.close()


def test_a_site_that_was_not_named_shows_nothing(
    folder: Path,
    serve: Callable[..., AbstractContextManager[str]],
    in_frame: Callable[..., Frame],
    visitor: Any,  # noqa: ANN401  # the fixtures' Visitor
) -> None:
    with serve(folder, embed_hosts=["example.org"]) as url:
        frame = in_frame(url)

        assert not frame.url.startswith(url)
        said = [each for each in visitor.complaints if "asks elsewhere" not in each]
        assert said
        assert all("frame" in each.lower() for each in said)
        visitor.complaints.clear()
        frame.page.close()


@pytest.mark.parametrize("language", ["fr", "ar", "de"])
def test_everything_fits_into_the_frame(rich_site: str, visit: Visit, language: str) -> None:
    """Of a video that has everything: nothing is cut off, covered, or has to be scrolled to."""
    page = visit(f"{rich_site}/embed/message?lang={language}", ui=language)
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate(FULL_SIZES) == [width, height] * 2
        found = page.locator("video:visible, select:visible, .tool:visible, .whole a")
        boxes = [box for each in found.all() if (box := each.bounding_box())]
        assert len(boxes) >= 3
        for box in boxes:
            assert min(box["x"], box["y"]) >= 0
            assert box["x"] + box["width"] <= width
            assert box["y"] + box["height"] <= height
            assert min(box["width"], box["height"]) >= 24
        row = sorted(boxes[1:], key=lambda box: box["x"])
        assert all(left["x"] + left["width"] <= right["x"] for left, right in pairwise(row))
        assert row[0 if language == "ar" else -1] == boxes[-1]  # the link is last, in the direction of reading


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(site: str, visit: Visit, scheme: str) -> None:
    page = visit(f"{site}/embed/message?lang=ar", color_scheme=scheme, viewport={"width": 640, "height": 416})
    assert violations(page) == []
    page.set_viewport_size({"width": 320, "height": 180})
    assert violations(page) == []


def test_everything_is_reached_by_keyboard(site: str, visit: Visit) -> None:
    """From the video's own controls to the captions, the speed and the whole page, and out of the frame."""
    page = visit(f"{site}/embed/message?lang=fr", viewport={"width": 640, "height": 416})
    reached = []
    for _ in range(30):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.id || document.activeElement.textContent.trim()"))
        if reached[-1].startswith("Transcript"):
            break

    link = "Transcript and more (opens in a new tab)"
    assert list(dict.fromkeys(reached)) == ["video", "captions-menu", "speed-menu", link]


def test_the_whole_page_opens_beside(site: str, visit: Visit) -> None:
    page = visit(f"{site}/embed/message?lang=fr")

    with page.expect_popup() as opened:
        page.get_by_role("link", name="Transcript and more").click()

    expect(opened.value.locator("#lines")).to_be_visible()
    assert opened.value.url == f"{site}/watch/message?lang=fr"
    assert opened.value.evaluate("opener") is None


def test_without_scripts_there_is_the_browsers_own_player(site: str, visit: Visit) -> None:
    page = visit(
        f"{site}/embed/message?lang=fr", java_script_enabled=False, viewport={"width": 320, "height": 180}
    )

    expect(page.locator("video[controls] track[default]")).to_have_attribute("srclang", "fr")
    expect(page.get_by_role("link", name="Transcript and more")).to_be_visible()
    expect(page.locator("#captions-menu")).to_be_hidden()


def test_the_code_is_copied_and_that_is_said(site: str, visit: Visit) -> None:
    page = visit(f"{site}/watch/message?lang=fr")
    page.evaluate("() => { navigator.clipboard.writeText = async text => { window.copied = text; }; }")
    page.get_by_text("Code to put this video into another page").click()

    page.get_by_role("button", name="Copy the code").click()

    expect(page.get_by_role("status")).to_have_text("The code is copied")
    assert page.evaluate("window.copied") == page.locator("#share-code").input_value()
    assert page.evaluate("window.copied").startswith(f'<iframe src="{site}/embed/message?lang=fr" title="')


def test_where_nothing_can_be_copied_the_code_is_selected(site: str, visit: Visit) -> None:
    page = visit(f"{site}/watch/message?lang=fr")
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error()); }")
    page.get_by_text("Code to put this video into another page").click()

    page.get_by_role("button", name="Copy the code").click()

    expect(page.get_by_role("status")).to_have_text("The code is selected; copy it")
    selected = (
        "() => { const e = document.activeElement; return e.value.slice(e.selectionStart, e.selectionEnd); }"
    )
    assert page.evaluate(selected) == page.locator("#share-code").input_value()


def test_without_scripts_the_code_can_be_taken(site: str, visit: Visit) -> None:
    page = visit(f"{site}/watch/message?lang=fr", java_script_enabled=False)
    page.get_by_text("Code to put this video into another page").click()

    expect(page.get_by_label("HTML code")).to_be_visible()
    expect(page.get_by_role("button", name="Copy the code")).to_be_hidden()


def test_a_published_video_plays_in_its_frame(
    tmp_path: Path, talk_video: Path, visit: Visit, add_track: Callable[..., None]
) -> None:
    (tmp_path / "media").mkdir()
    shutil.copy(talk_video, tmp_path / "media" / "message.mp4")
    add_track(tmp_path, "message", "ar", [(3_000, 4_800, "Anne", SECOND_LINES["ar"])])
    publish.write(still.pages(tmp_path, ["message"], still.Site("https://example.org/v/")), tmp_path / "site")
    page = visit((tmp_path / "site" / "watch" / "message" / "embed.ar.html").as_uri())
    wait_until(page, "document.querySelector('video').readyState >= 2", True)

    page.evaluate(SEEK, 3.1)

    shown = json.dumps([["ar", SECOND_LINES["ar"]]], ensure_ascii=False, separators=(",", ":"))
    wait_until(page, f"JSON.stringify(({SHOWING})())", shown)
