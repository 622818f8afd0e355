"""The browser that tests are run in: Chromium, or with ``CUEPRESS_BROWSER=firefox`` Debian's own Firefox.

Chromium is the system's, or ``CUEPRESS_CHROMIUM``, else Playwright's own. Firefox is the system's as well, spoken
to by WebDriver BiDi: it is what readers have, not Playwright's build of it. Some things it cannot be told that
way; the tests that need them are left out.
"""

from __future__ import annotations

import os
import shutil
from typing import Any

import pytest
from playwright.sync_api import Browser, Playwright

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
# What a context may be asked for that Firefox cannot be told over WebDriver BiDi.
NOT_IN_FIREFOX = frozenset(
    {"color_scheme", "reduced_motion", "forced_colors", "contrast", "permissions", "java_script_enabled"}
)


def is_firefox() -> bool:
    return os.environ.get("CUEPRESS_BROWSER", "").lower() == "firefox"


def launch(playwright: Playwright) -> Browser:
    """Start the browser that was chosen.

    Raises
    ------
    playwright.sync_api.Error
        If there is none.
    """
    if is_firefox():
        found = shutil.which("firefox-esr") or shutil.which("firefox")
        settings = FIREFOX_SETTINGS
        return playwright.firefox.launch(channel="moz-firefox", executable_path=found, firefox_user_prefs=settings)
    arguments = [*LAUNCH, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    return playwright.chromium.launch(executable_path=_chromium_path(), args=arguments)


def _chromium_path() -> str | None:
    names = (os.environ.get("CUEPRESS_CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
    return next((found for name in names if name and (found := shutil.which(name))), None)


def leave_out_what_cannot_be_told(options: dict[str, Any]) -> None:
    """Skip the test where the browser would not heed one of these options of a context."""
    missing = {name for name in NOT_IN_FIREFOX & options.keys() if options[name] is not True}
    if missing and is_firefox():
        pytest.skip(f"Firefox cannot be told {', '.join(sorted(missing))} here")


def only_in_chromium(why: str) -> None:
    """Skip the test in another browser."""
    if is_firefox():
        pytest.skip(why)
