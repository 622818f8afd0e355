"""A large library in a real browser: nothing jumps, nothing is wider than a phone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

SHIFT = (
    "() => new Promise(resolve => { let sum = 0;"
    " new PerformanceObserver(list => list.getEntries().forEach(entry => { sum += entry.value; }))"
    ".observe({ type: 'layout-shift', buffered: true });"
    " setTimeout(() => resolve(sum), 300); })"
)


@pytest.mark.parametrize("address", ["/", "/?page=2", "/?q=talk-1"])
@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_jumps_and_all_fits(large_site: str, visit: Callable[..., Page], address: str, width: int) -> None:
    page = visit(large_site + address, viewport={"width": width, "height": 800})
    page.wait_for_load_state("networkidle")

    assert page.evaluate(SHIFT) < 0.02
    assert page.evaluate("document.documentElement.scrollWidth") <= width
