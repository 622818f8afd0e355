"""A still of a video, for the library's index and the player's poster."""

from __future__ import annotations

from pathlib import Path

import ffmpeg

from cuepress import files
from cuepress.errors import MediaError
from cuepress.media import process
from cuepress.media.tools import find_tools

_LIMITS = process.Limits(idle_s=60, total_s=120)
_JPEG_QUALITY = 3  # of 2 (best) to 31


def poster(path: Path, out: Path, *, at_ms: int, width: int = 640) -> None:
    """Write the picture shown at a time as a JPEG, at most ``width`` pixels wide.

    Raises
    ------
    MediaError
        If the video has no picture that can be decoded.
    LibraryError
        If ``out`` cannot be written.
    """
    for moment_ms in (at_ms, 0):
        done = process.run(_argv(path, at_ms=moment_ms, width=width), limits=_LIMITS)
        if done.stdout.startswith(b"\xff\xd8"):
            files.write_whole(out, done.stdout)
            return
    raise MediaError("no picture of the video can be decoded", files.shown(path), "export it as MP4 with H.264")


def _argv(path: Path, *, at_ms: int, width: int) -> list[str]:
    source = ffmpeg.input(process.url_of(path), **process.INPUT_LIMITS, ss=at_ms / 1_000, threads=1)
    picture = source["V:0"].filter("scale", f"min({width},iw)", -2)
    still = {"frames:v": 1, "q:v": _JPEG_QUALITY, "fflags": "+bitexact", "flags:v": "+bitexact"}
    output = picture.output("pipe:1", format="image2pipe", vcodec="mjpeg", pix_fmt="yuvj420p", **still)
    return process.argv_of(output, find_tools().ffmpeg)
