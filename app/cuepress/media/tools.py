"""Find FFmpeg: the system's, or else the one that the package ``imageio-ffmpeg`` carries."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from cuepress.errors import MediaError
from cuepress.media import process

INSTALL_ADVICE = "install it with: apt-get install ffmpeg (or: pip install imageio-ffmpeg)"
_VERSION_LIMITS = process.Limits(idle_s=20, total_s=20)


@dataclass(frozen=True, slots=True)
class Tools:
    """The programs that read media. ``ffprobe`` is None where there is none; everything works without it."""

    ffmpeg: Path
    ffmpeg_version: str
    ffprobe: Path | None
    origin: Literal["system", "imageio-ffmpeg"]


def find_tools() -> Tools:
    """Return the programs to use.

    Raises
    ------
    MediaError
        If there is no FFmpeg at all, with the command that installs it.
    """
    system = shutil.which("ffmpeg")
    if system is not None:
        return _tools(system, shutil.which("ffprobe"), "system")
    carried = _carried()
    if carried is not None:
        return _tools(carried, None, "imageio-ffmpeg")
    raise MediaError("FFmpeg is not installed, so no video can be opened", "", INSTALL_ADVICE)


@lru_cache(maxsize=8)
def _tools(ffmpeg: str, ffprobe: str | None, origin: Literal["system", "imageio-ffmpeg"]) -> Tools:
    probe = None if ffprobe is None else Path(ffprobe)
    return Tools(Path(ffmpeg), _version(ffmpeg), probe, origin)


def _carried() -> str | None:
    """Return the program inside imageio-ffmpeg, or None where the package has none for this machine."""
    try:
        import imageio_ffmpeg

        return str(imageio_ffmpeg.get_ffmpeg_exe())
    except (ImportError, RuntimeError):
        return None


def _version(ffmpeg: str) -> str:
    done = process.run([ffmpeg, "-version"], limits=_VERSION_LIMITS)
    found = re.match(r"ffmpeg version (\S+)", done.stdout.decode("utf-8", "replace"))
    if found is None:
        raise MediaError("this program does not answer as FFmpeg does", ffmpeg, INSTALL_ADVICE)
    return found[1]
