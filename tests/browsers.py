"""The browser that tests are run in: Chromium, or with ``CUEPRESS_BROWSER=firefox`` Debian's own Firefox.

Chromium is the system's, or ``CUEPRESS_CHROMIUM``, else Playwright's own. Firefox is the system's as well, spoken
to by WebDriver BiDi: it is what readers have, not Playwright's build of it. Some things it cannot be told that
way. Where they are settings of the whole browser, one that is set so is started beside the others; the tests that
need anything else are left out.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Playwright

LAUNCH = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
)
FIREFOX_SETTINGS: dict[str, str | float | bool] = {
    "media.autoplay.default": 0,  # a script may play
    "media.autoplay.blocking_policy": 0,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
}
# What a context may be asked for that Firefox cannot be told over WebDriver BiDi, but by its settings,
FIREFOX_SETTINGS_FOR: dict[tuple[str, object], tuple[str, int]] = {
    ("color_scheme", "light"): ("layout.css.prefers-color-scheme.content-override", 1),
    ("color_scheme", "dark"): ("layout.css.prefers-color-scheme.content-override", 0),
    ("reduced_motion", "reduce"): ("ui.prefersReducedMotion", 1),
    ("forced_colors", "active"): ("browser.display.document_color_use", 2),
}
# and what not even so. (Where its settings forbid scripts, Playwright's clicks, keys and waiting never end.)
NOT_IN_FIREFOX = frozenset({"contrast", "permissions", "java_script_enabled"})


def is_firefox() -> bool:
    return os.environ.get("CUEPRESS_BROWSER", "").lower() == "firefox"


class Browsers:
    """The browser that was chosen, and the same again for each other way that it has to be set, when asked for."""

    def __init__(self, playwright: Playwright) -> None:
        self._playwright = playwright
        self._started: dict[frozenset[tuple[str, int]], Browser] = {frozenset(): start(playwright)}

    def new_context(self, **options: Any) -> BrowserContext:  # noqa: ANN401  # as Playwright's
        """Return a context with Playwright's options. Skip the test where the browser would not heed one.

        Raises
        ------
        playwright.sync_api.Error
            If there is no browser.
        """
        _leave_out_what_cannot_be_told(options)
        settings = _take_settings(options)
        key = frozenset(settings.items())
        if key not in self._started:
            self._started[key] = launch(self._playwright, settings)
        return self._started[key].new_context(**options)

    def close(self) -> None:
        for browser in self._started.values():
            browser.close()


def start(playwright: Playwright) -> Browser:
    """Start the browser that was chosen. None at all is a failure only under CI=true, else a test left out."""
    try:
        return launch(playwright)
    except Error as missing:
        reason = f"no browser can be started: {str(missing).splitlines()[0]}"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)


def launch(playwright: Playwright, settings: Mapping[str, int] = MappingProxyType({})) -> Browser:
    """Start the browser that was chosen. ``settings`` are Firefox's, beside those of every test.

    Raises
    ------
    playwright.sync_api.Error
        If there is none.
    """
    if is_firefox():
        found = shutil.which("firefox-esr") or shutil.which("firefox")
        all_settings = {**FIREFOX_SETTINGS, **settings}
        return playwright.firefox.launch(
            channel="moz-firefox", executable_path=found, firefox_user_prefs=all_settings
        )
    arguments = [*LAUNCH, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    return playwright.chromium.launch(executable_path=_chromium_path(), args=arguments)


def _chromium_path() -> str | None:
    names = (os.environ.get("CUEPRESS_CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
    return next((found for name in names if name and (found := shutil.which(name))), None)


def _leave_out_what_cannot_be_told(options: dict[str, Any]) -> None:
    """Skip the test where the browser would not heed one of these options of a context."""
    missing = {name for name in NOT_IN_FIREFOX & options.keys() if options[name] is not True}
    if missing and is_firefox():
        pytest.skip(f"Firefox cannot be told {', '.join(sorted(missing))} here")


def _take_settings(options: dict[str, Any]) -> dict[str, int]:
    """Take out of a context's options what Firefox is told by its settings, and return these."""
    if not is_firefox():
        return {}
    told = [(name, value) for name, value in FIREFOX_SETTINGS_FOR if options.get(name) == value]
    for name, _ in told:
        del options[name]
    return dict(FIREFOX_SETTINGS_FOR[option] for option in told)


def only_in_chromium(why: str) -> None:
    """Skip the test in another browser."""
    if is_firefox():
        pytest.skip(why)
