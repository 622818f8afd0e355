"""Everyone can use the pages: axe-core, small windows, colours of the system, no motion, names for the ear."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from browsers import only_in_chromium
from browsing import violations

pytestmark = pytest.mark.browser

Visit = Callable[..., Page]
ADDRESSES = {
    "index": "/",
    "watch": "/watch/message",
    "watch-ar": "/watch/message?lang=ar&t=3.5",
    "error": "/watch/nothing",
}


@pytest.fixture
def visit_any(visitor: Any, site: str) -> Visit:  # noqa: ANN401  # the fixtures' Visitor
    """Return what opens a page of the site by name; that an error page is an error is no complaint."""

    def visit(name: str, **options: object) -> Page:
        page: Page = visitor.visit(site + ADDRESSES[name], **options)
        visitor.complaints[:] = [text for text in visitor.complaints if "404 (NOT FOUND)" not in text]
        return page

    return visit


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", list(ADDRESSES))
def test_axe_finds_nothing(visit_any: Visit, name: str, scheme: str) -> None:
    assert violations(visit_any(name, color_scheme=scheme)) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_an_empty_library(empty_site: str, visit: Visit, scheme: str) -> None:
    assert violations(visit(empty_site, color_scheme=scheme)) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", ["/", "/?page=2", "/?q=talk-1", "/?q=nowhere"])
def test_axe_finds_nothing_in_a_large_library(large_site: str, visit: Visit, address: str, scheme: str) -> None:
    assert violations(visit(large_site + address, color_scheme=scheme)) == []


@pytest.mark.parametrize("scripts", [True, False])
def test_a_video_is_found_by_keyboard_alone(large_site: str, visit: Visit, scripts: bool) -> None:  # noqa: FBT001
    page = visit(large_site, java_script_enabled=scripts, viewport={"width": 320, "height": 640})
    for _ in range(4):  # skip link, name of the site, its language, field
        page.keyboard.press("Tab")
    page.keyboard.type("talk-1")
    page.keyboard.press("Enter")

    expect(page.locator("#count")).to_contain_text("10 of 49 videos have “talk-1”.")
    expect(page.locator("#q")).to_have_value("talk-1")
    page.get_by_role("link", name="Show all videos").click()
    page.get_by_role("navigation", name="Pages").get_by_role("link", name="Next page").click()
    expect(page.get_by_role("navigation", name="Pages").get_by_role("link", name="Page 2")).to_have_attribute(
        "aria-current", "page"
    )


@pytest.mark.parametrize("name", list(ADDRESSES))
@pytest.mark.parametrize("scripts", [True, False])
def test_a_window_of_320_px_needs_no_scrolling_sideways(visit_any: Visit, name: str, *, scripts: bool) -> None:
    page = visit_any(name, viewport={"width": 320, "height": 640}, java_script_enabled=scripts)

    widths = page.locator("html").evaluate("html => [html.scrollWidth, html.clientWidth]")

    assert widths[0] <= widths[1] <= 320  # a scroll bar may stand beside the page


@pytest.mark.parametrize("name", list(ADDRESSES))
def test_what_can_be_pressed_is_large_enough(visit_any: Visit, name: str) -> None:
    """At least 24 by 24 CSS pixels (WCAG 2.5.8), text in a sentence excepted."""
    page = visit_any(name, viewport={"width": 320, "height": 640})

    sizes = page.locator("a:visible:not(.skip), button:visible, select:visible, summary:visible").evaluate_all(
        "all => all.map(each => [each.outerHTML.slice(0, 80), each.getBoundingClientRect()])"
        ".map(([html, box]) => [html, box.width, box.height])"
    )

    assert sizes
    assert [size for size in sizes if size[1] < 24 or size[2] < 24] == []


@pytest.mark.parametrize("name", list(ADDRESSES))
def test_every_stop_of_the_keyboard_shows_and_none_is_a_trap(visit_any: Visit, name: str) -> None:
    """Tab walks from the skip link out of the page again; what has the focus is marked by at least 2 px."""
    page = visit_any(name)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()

    seen = 0
    while seen < 100:
        page.keyboard.press("Tab")
        stop = page.evaluate(
            "() => { const e = document.activeElement; if (e === document.body) return null;"
            " const s = getComputedStyle(e); return [e.tagName, s.outlineStyle, parseFloat(s.outlineWidth)]; }"
        )
        if stop is None:
            break
        seen += 1
        assert stop[0] == "VIDEO" or (stop[1] != "none" and stop[2] >= 2), stop
    assert 0 < seen < 100


def test_skip_links_lead_past_the_navigation_and_past_the_transcript(visit_any: Visit) -> None:
    page = visit_any("watch")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()

    page.get_by_role("link", name="Skip the transcript").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("#after-transcript :is(a, button)").first).to_be_focused()


def test_the_ear_is_told_what_the_eye_sees(visit_any: Visit) -> None:
    """Names with units, one status region, a heading order without holes."""
    page = visit_any("watch")

    assert page.get_by_role("link", name="0:07 play from 7 seconds").count() == 1
    assert page.get_by_role("link", name="VTT captions in Français").count() == 1
    assert page.get_by_role("status").count() == 1
    assert page.locator("[aria-live], [role=alert]").count() == 0
    assert page.get_by_role("region", name="Transcript").count() >= 1
    levels = page.locator(":is(h1, h2, h3):visible").evaluate_all("all => all.map(each => each.tagName)")
    assert (levels[0], set(levels[1:])) == ("H1", {"H2"})
    video = page.locator("video")
    assert video.evaluate("v => document.getElementById(v.getAttribute('aria-labelledby')).textContent") == (
        "Message du maire à la ville"
    )


def test_in_the_systems_colours_the_current_line_and_the_switch_still_show(visit_any: Visit) -> None:
    page = visit_any("watch-ar", forced_colors="active")
    outline = "line => getComputedStyle(line).outlineStyle"

    assert page.locator("#cue-2").evaluate(outline) == "solid"
    assert page.locator("#cue-4").evaluate(outline) == "none"
    assert page.get_by_role("button", name="Follow video").evaluate(
        "button => getComputedStyle(button, '::before').backgroundColor"
    ) != page.locator("body").evaluate("body => getComputedStyle(body).backgroundColor")


def test_nothing_moves_by_itself(visit_any: Visit) -> None:
    page = visit_any("watch", reduced_motion="reduce")

    moving = page.locator(":not(video *)").evaluate_all(
        "all => all.filter(e => { const s = getComputedStyle(e);"
        " return s.animationName !== 'none' || parseFloat(s.transitionDuration) > 0; }).map(e => e.outerHTML)"
    )

    assert moving == []


def test_nothing_jumps_while_the_page_comes_in(visit_any: Visit) -> None:
    """The layout with scripts is there before they run."""
    page = visit_any("watch")
    page.wait_for_load_state("networkidle")

    shift = page.evaluate(
        "() => new Promise(resolve => { let sum = 0;"
        " new PerformanceObserver(list => list.getEntries().forEach(entry => { sum += entry.value; }))"
        ".observe({ type: 'layout-shift', buffered: true });"
        " setTimeout(() => resolve(sum), 300); })"
    )

    assert shift < 0.02


def test_on_paper_there_is_the_whole_transcript_and_no_player(visit_any: Visit) -> None:
    only_in_chromium("Firefox cannot be told here that it prints")
    page = visit_any("watch")
    page.emulate_media(media="print")

    expect(page.locator("video")).to_be_hidden()
    assert page.locator("#lines").evaluate("box => box.scrollHeight <= box.clientHeight + 1")


def test_our_own_letters_are_used(visit_any: Visit) -> None:
    page = visit_any("watch")
    page.evaluate("document.fonts.ready")

    loaded = page.evaluate("[...document.fonts].filter(face => face.status === 'loaded').map(face => face.family)")

    assert any("Atkinson Hyperlegible Next" in family for family in loaded)
