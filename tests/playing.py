"""What tests of the player do in a browser: seek, play, open its dialogs."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page

from browsing import SEEK

VIDEO = "document.getElementById('video')"
FRENCH = f"{VIDEO}.textTracks.getTrackById('track-fr-captions').mode"


def seek(page: Page, seconds: float) -> None:
    until(page, f"{VIDEO}.readyState >= 2")
    page.evaluate(SEEK, seconds)


def play(page: Page, seconds: float) -> None:
    """Play from a second on."""
    seek(page, seconds)
    page.evaluate(f"{VIDEO}.play()")


def open_style(page: Page) -> Locator:
    page.get_by_role("button", name="Caption style").click()
    return page.get_by_role("dialog", name="Caption style")


def open_help(page: Page) -> Locator:
    page.get_by_role("button", name="Keys and help").click()
    return page.get_by_role("dialog", name="Keys and help")


def until(page: Page, expression: str) -> None:
    """Ask until it is so. Playwright's own waiting evaluates text in the page, which its policy forbids."""
    for _ in range(100):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(50)
    pytest.fail(f"not in 5 s: {expression}")
