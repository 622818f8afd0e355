"""The HTML report in a real Chromium, from a disk: axe-core, keyboard, small windows, paper, its own policy."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import axe_playwright_python
import pypdfium2
import pytest
from playwright.sync_api import Browser, Page, Playwright, expect

import browsers
from cuepress.checks.report import FORMATS
from report_making import make_clean_report, make_page_report, make_report

pytestmark = pytest.mark.browser

AXE = Path(axe_playwright_python.__file__).parent / "axe.min.js"
RUN_AXE = "() => axe.run(document, { resultTypes: ['violations'] }).then(result => result.violations)"
Visit = Callable[..., Page]


@pytest.fixture(scope="module")
def chromium(driver: Playwright) -> Iterator[Browser]:
    """Return the browser that reports are opened in."""
    browser = browsers.start(driver)
    yield browser
    browser.close()


@pytest.fixture
def visit(chromium: Browser, tmp_path: Path, talk_video: Path) -> Iterator[Visit]:
    """Return what opens a report from the disk, beside its video; a complaint of the browser fails the test."""
    shutil.copy(talk_video, tmp_path / "talk.mp4")
    complaints: list[str] = []
    contexts = []

    def open_report(name: str = "full", **options: Any) -> Page:  # noqa: ANN401  # what Playwright's new_context takes
        report = {"full": make_report, "clean": make_clean_report, "page": make_page_report}[name]()
        page_file = tmp_path / f"{name}.html"
        page_file.write_bytes(FORMATS["html"].write(report, media_href="talk.mp4"))
        context = chromium.new_context(**{"viewport": {"width": 1280, "height": 800}, **options})
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(f"{message.type}: {message.text}"))
        page.on("dialog", lambda dialog: complaints.append(f"dialog: {dialog.message}"))
        page.on("request", lambda request: _check_request(request.url, tmp_path, complaints))
        page.goto(page_file.as_uri())
        return page

    yield open_report
    for context in contexts:
        context.close()
    assert complaints == []


def _check_request(url: str, folder: Path, complaints: list[str]) -> None:
    if not url.startswith(folder.as_uri()):
        complaints.append(f"asks elsewhere: {url}")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["full", "clean", "page"])
def test_axe_finds_nothing(visit: Visit, name: str, scheme: str) -> None:
    """With 7:1 contrast; the page's policy lets no script in, so axe comes by the debugger's way."""
    page = visit(name, color_scheme=scheme)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    page.evaluate("axe.configure({ rules: [{ id: 'color-contrast-enhanced', enabled: true }] })")

    found: list[dict[str, Any]] = page.evaluate(RUN_AXE)

    assert [f"{each['id']}: {[node['html'][:120] for node in each['nodes']]}" for each in found] == []


@pytest.mark.parametrize("name", ["full", "page"])
def test_a_window_of_320_px_needs_no_scrolling_sideways(visit: Visit, name: str) -> None:
    page = visit(name, viewport={"width": 320, "height": 640})

    widths = page.locator("html").evaluate("html => [html.scrollWidth, html.clientWidth]")

    assert widths[0] <= widths[1] == 320


def test_what_can_be_pressed_is_large_enough(visit: Visit) -> None:
    """At least 24 by 24 CSS pixels (WCAG 2.5.8), text in a sentence or a list of sources excepted."""
    page = visit(viewport={"width": 320, "height": 640})

    sizes = page.locator("a.time, nav a, .past").evaluate_all(
        "all => all.map(each => [each.textContent, each.getBoundingClientRect()])"
        ".map(([text, box]) => [text, box.width, box.height])"
    )

    assert sizes
    assert [size for size in sizes if size[1] < 24 or size[2] < 24] == []


def test_every_stop_of_the_keyboard_shows_and_none_is_a_trap(visit: Visit) -> None:
    page = visit()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()

    seen = 0
    while seen < 200:
        page.keyboard.press("Tab")
        stop = page.evaluate(
            "() => { const e = document.activeElement; if (e === document.body) return null;"
            " const s = getComputedStyle(e); return [e.outerHTML.slice(0, 80), s.outlineStyle, s.outlineWidth]; }"
        )
        if stop is None:
            break
        seen += 1
        assert stop[1] != "none", stop
        assert float(stop[2].removesuffix("px")) >= 2, stop
    assert 40 < seen < 200


def test_the_table_of_cues_can_be_skipped(visit: Visit) -> None:
    page = visit()
    page.get_by_role("link", name="Skip the table of cues").first.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    is_past = page.evaluate(
        "() => document.querySelector('#track-1-end')"
        ".compareDocumentPosition(document.activeElement) & Node.DOCUMENT_POSITION_FOLLOWING"
    )
    assert is_past


def test_the_ear_is_told_what_the_eye_sees(visit: Visit) -> None:
    page = visit()

    assert page.get_by_role("link", name="00:00:09.000 play the video from here").count() >= 1
    assert page.get_by_role("img", name="0:00 to 1:00: 19 cues").count() == 1
    levels = page.locator("h1, h2, h3").evaluate_all("all => all.map(each => Number(each.tagName[1]))")
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_a_time_plays_the_video_from_there(visit: Visit) -> None:
    page = visit()

    page.get_by_role("link", name="00:00:06.000").first.click()
    page.wait_for_url("**/talk.mp4#t=6,8.5")

    page.wait_for_function("() => document.querySelector('video')?.currentTime >= 5.9")


def test_what_a_track_says_does_nothing(visit: Visit) -> None:
    """No script, no picture, no dialog; a complaint of the policy would fail the fixture."""
    page = visit()

    assert page.locator("script, img, iframe, object, embed, link, form").count() == 0
    expect(page.get_by_text("</script><script>alert(1)</script>").first).to_be_visible()


def test_on_paper_everything_is_there_and_the_navigation_is_not(visit: Visit) -> None:
    page = visit()
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation")).to_be_hidden()

    paper = pypdfium2.PdfDocument(io.BytesIO(page.pdf(format="A4")))

    texts = [sheet.get_textpage().get_text_range() for sheet in paper]
    everything = "\n".join(texts)
    assert 3 < len(texts) < 20
    for part in ("Not ready: 1 error", "Everything that is said is in the captions", "Accepted by Anne Martin"):
        assert part in everything
    assert "https://www.w3.org/TR/WCAG22/" in everything
    assert [number for number, text in enumerate(texts) if not text.strip()] == []


def test_in_the_systems_colours_the_marks_still_show(visit: Visit) -> None:
    page = visit(forced_colors="active")

    fills = page.locator(".mark.error").evaluate("mark => getComputedStyle(mark).fill")

    assert fills != page.locator(".ground").first.evaluate("ground => getComputedStyle(ground).fill")
