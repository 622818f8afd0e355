"""The language of the pages in a real browser: chosen by keyboard, kept, mirrored, without faults for axe-core."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from browsing import violations

pytestmark = pytest.mark.browser

Visit = Callable[..., Page]


def test_a_reader_gets_their_language_and_chooses_another_by_keyboard(site: str, visit: Visit) -> None:
    page = visit(site, ui="", locale="tr-TR")
    expect(page.locator("html")).to_have_attribute("lang", "tr")

    summary = page.locator(".ui-language summary")
    summary.focus()
    page.keyboard.press("Enter")
    for _ in range(5):
        page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("العربية")
    page.keyboard.press("Enter")

    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    page.goto(f"{site}/watch/message")
    expect(page.get_by_role("heading", name="النص المكتوب", exact=True)).to_be_visible()


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("address", ["/", "/watch/message?lang=fr"])
def test_in_arabic_the_page_is_mirrored_fits_and_has_no_faults(
    site: str, visit: Visit, address: str, width: int
) -> None:
    page = visit(f"{site}{address}", ui="ar", viewport={"width": width, "height": 800})
    page.locator(".ui-language summary").click()

    mark, menu = page.locator(".wordmark").bounding_box(), page.locator(".ui-language ul").bounding_box()
    assert mark is not None
    assert menu is not None
    assert mark["x"] > width / 2 > menu["x"]
    assert menu["x"] >= 0
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(page) == []


@pytest.mark.parametrize("ui", ["de", "tr", "zh-Hans"])
def test_the_longest_words_fit_a_phone(site: str, visit: Visit, ui: str) -> None:
    page = visit(f"{site}/watch/message", ui=ui, viewport={"width": 320, "height": 800})

    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert violations(page) == []
