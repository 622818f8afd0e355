"""What viewers complain about in other players does not happen here; the list is in ``docs/features.md``."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

Visit = Callable[..., Page]
PAGES = ("/watch/message", "/embed/message")


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_of_ours_lies_over_the_picture(site: str, visit: Visit, address: str, width: int) -> None:
    """What is on the picture is the browser's, which lifts its captions above its own controls."""
    page = visit(site + address, viewport={"width": width, "height": 720})
    page.locator("video").scroll_into_view_if_needed()

    over = page.locator("video").evaluate(
        "video => { const box = video.getBoundingClientRect(), found = new Set();"
        " for (let i = 1; i < 20; i += 1) for (let j = 1; j < 20; j += 1) {"
        " const at = document.elementFromPoint(box.left + box.width * i / 20, box.top + box.height * j / 20);"
        " if (at && at !== video) found.add(at.outerHTML.slice(0, 80)); } return [...found]; }"
    )

    assert over == []


@pytest.mark.parametrize("address", PAGES)
def test_no_control_is_home_made(rich_site: str, visit: Visit, address: str) -> None:
    """Menus, sliders and switches are those of HTML, which every screen reader knows."""
    page = visit(rich_site + address)

    made = ", ".join(f"[role={role}]" for role in ("menu", "menuitem", "listbox", "slider", "application", "grid"))

    assert page.locator(made).count() == 0
    assert page.locator("[tabindex]:not([tabindex='-1'], [tabindex='0'])").count() == 0
    assert page.locator("[onclick], div[aria-pressed], span[aria-pressed]").count() == 0


def test_a_click_on_a_line_leaves_the_picture_where_it_is(site: str, visit: Visit) -> None:
    page = visit(f"{site}/watch/message", viewport={"width": 1280, "height": 500})
    page.wait_for_function("document.querySelector('video').readyState >= 2")
    page.evaluate("scrollTo(0, 120)")
    before = page.evaluate("[scrollY, document.querySelector('video').getBoundingClientRect().top]")

    page.locator("#cue-2 .said").evaluate("line => line.click()")
    page.wait_for_function("document.querySelector('video').currentTime >= 3")
    page.wait_for_timeout(200)

    assert page.evaluate("[scrollY, document.querySelector('video').getBoundingClientRect().top]") == before
    page.evaluate("document.querySelector('video').pause()")


@pytest.mark.parametrize("address", ["/", *PAGES])
def test_no_other_site_is_asked_and_the_policy_stands(rich_site: str, visit: Visit, address: str) -> None:
    """Whatever breaks the policy, or is asked elsewhere, fails here as in every test of a page."""
    page = visit(rich_site + address)
    page.wait_for_load_state("networkidle")

    policy = page.evaluate("fetch(location.href).then(answer => answer.headers.get('content-security-policy'))")

    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "script-src 'self';" in policy


def test_who_made_the_captions_is_said_beside_the_title(site: str, visit: Visit) -> None:
    page = visit(f"{site}/watch/message")

    expect(page.get_by_text("Automatic captions, not checked by a person").first).to_be_in_viewport()
