"""Examine this machine: what is there, which version, what is missing, and the command that brings it."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cuepress import files, media
from cuepress.errors import CuepressError

_OLDEST_PYTHON = (3, 11)
_ENOUGH_BYTES = 1_000_000_000  # a long video's sound and a poster find room in it
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at. ``advice`` is what to do, or a note; empty if there is nothing to say."""

    name: str
    is_ok: bool
    found: str
    advice: str = ""


def examine(folder: Path | None = None) -> tuple[Check, ...]:
    """Look at all that Cuepress needs; ``folder`` is where the library would be, by default the current one."""
    where = folder or Path()
    checks: tuple[Callable[[], Check], ...] = (
        _python,
        _ffmpeg,
        _ffprobe,
        _espeak,
        _browser,
        lambda: _space(where),
        lambda: _library(where),
    )
    return tuple(check() for check in checks)


def _python() -> Check:
    is_ok = sys.version_info >= _OLDEST_PYTHON
    advice = "" if is_ok else "install Python 3.11 or newer: apt-get install python3"
    return Check("Python", is_ok, f"{platform.python_version()} ({sys.executable})", advice)


def _ffmpeg() -> Check:
    try:
        tools = media.find_tools()
    except CuepressError as missing:
        return Check("FFmpeg", False, missing.what, missing.next_step)
    origin = "of the system" if tools.origin == "system" else "in the package imageio-ffmpeg"
    return Check("FFmpeg", True, f"{tools.ffmpeg_version} {origin} ({files.shown(tools.ffmpeg)})")


def _ffprobe() -> Check:
    try:
        found = media.find_tools().ffprobe
    except CuepressError:
        found = None
    if found is not None:
        return Check("ffprobe", True, files.shown(found))
    return Check("ffprobe", True, "none; FFmpeg is asked instead", "optional: apt-get install ffmpeg")


def _espeak() -> Check:
    from cuepress.sync import voice

    try:
        found = f"{voice.version()}, {len(voice.voices())} languages"
    except CuepressError as missing:
        return Check("espeak-ng", False, missing.what, missing.next_step)
    return Check("espeak-ng", True, f"{found} (in the package espeakng-loader)")


def _browser() -> Check:
    found = next((path for path in map(shutil.which, _BROWSERS) if path), None)
    if found is not None:
        return Check("Chromium", True, files.shown(found))
    return Check("Chromium", True, "none; only the browser tests need it", "optional: apt-get install chromium")


def _space(folder: Path) -> Check:
    free = shutil.disk_usage(folder).free
    advice = "" if free >= _ENOUGH_BYTES else "free at least 1 GB, or choose another folder with --out"
    return Check("Disk", not advice, f"{free / 1e9:.1f} GB free", advice)


def _library(folder: Path) -> Check:
    places = [place for place in (folder / "media", folder / "captions") if place.is_dir()] or [folder]
    closed = [place for place in places if not os.access(place, os.W_OK | os.X_OK)]
    if closed:
        names = ", ".join(files.shown(place.absolute()) for place in closed)
        return Check("Library", False, f"{names} cannot be written", f"chmod u+rwx {names}")
    return Check("Library", True, f"{files.shown(folder.absolute())} can be written")
