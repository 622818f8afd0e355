"""What browser tests of several pages ask of a page: what it shows, where it stands, what axe-core finds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import axe_playwright_python
from playwright.sync_api import Page

AXE = Path(axe_playwright_python.__file__).parent / "axe.min.js"
RUN_AXE = (
    "preload => axe.run(document, { preload, resultTypes: ['violations'] }).then(result => result.violations)"
)
SECOND_LINES = {
    "fr": "La ville écoute.",
    "ar": "المدينة تصغي.",
    "en": "The city listens.",
    "zh-Hans": "城市在倾听。",
}
SHOWING = """() => [...document.querySelector("video").textTracks]
    .filter(track => track.mode === "showing")
    .map(track => [track.language, [...(track.activeCues ?? [])]])
    .map(([language, cues]) => [language, cues.map(cue => cue.getCueAsHTML().textContent).join("")])"""
SEEK = """seconds => new Promise(resolve => {
    const video = document.querySelector("video");
    video.addEventListener("seeked", resolve, { once: true });
    video.currentTime = seconds;
})"""


def current_lines(page: Page) -> list[str]:
    ids: list[str] = page.locator("#lines li[aria-current=true]").evaluate_all("all => all.map(line => line.id)")
    return ids


def violations(page: Page, *, preload: bool = True) -> list[str]:
    """Return what axe-core finds, 7:1 contrast included. A script tag would be stopped by the page's policy.

    ``preload`` lets it ask for the style sheets, which a page from a disk may not.
    """
    page.evaluate(AXE.read_text(encoding="utf-8"))
    page.evaluate("axe.configure({ rules: [{ id: 'color-contrast-enhanced', enabled: true }] })")
    found: list[dict[str, Any]] = page.evaluate(RUN_AXE, preload)
    return [f"{each['id']}: {[node['html'][:120] for node in each['nodes']]}" for each in found]
