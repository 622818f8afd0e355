"""A video with its tracks inside, as one file. Picture and sound are copied, not made anew."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import ffmpeg

from cuepress import files
from cuepress.errors import MediaError
from cuepress.media import process
from cuepress.media.probe import probe
from cuepress.media.tools import find_tools

# Extension -> FFmpeg's name of the format, and of the tracks in it.
CONTAINERS = {".mp4": ("mp4", "mov_text"), ".mkv": ("matroska", "srt"), ".webm": ("webm", "webvtt")}
_UNFIT = ("Only VP8 or VP9", "not currently supported in container", "Could not find tag for codec")
_LIMITS = process.Limits()
_AT_US = re.compile(rb"^out_time_us=(\d+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Inlay:
    """A track to put in: a SubRip file in UTF-8, its language as ISO 639-2 has it (``fra``), its name in menus."""

    path: Path
    language: str
    label: str


def mux(
    path: Path, inlays: Sequence[Inlay], out: Path, *, progress: Callable[[float], None] | None = None
) -> None:
    """Write a video with tracks inside; ``out`` ends in ``.mp4``, ``.mkv`` or ``.webm`` and is not there yet.

    Raises
    ------
    MediaError
        If the video cannot be read, or the container does not hold its picture and sound as they are.
    """
    duration_us = max(1, probe(path).duration_ms * 1_000)
    stream = process.Stream(_argv(path, inlays, out), _LIMITS)
    for chunk in stream:
        found = _AT_US.findall(chunk)
        if found and progress is not None:
            progress(min(1.0, int(found[-1]) / duration_us))
    if stream.finished.code != 0:
        out.unlink(missing_ok=True)
        if any(complaint in stream.finished.stderr for complaint in _UNFIT):
            raise MediaError(
                f"a file {out.suffix} cannot hold this picture or sound",
                files.shown(path),
                "choose mkv, which can",
            )
        raise process.failure(stream.finished.stderr, path)


def _argv(path: Path, inlays: Sequence[Inlay], out: Path) -> list[str]:
    container, codec = CONTAINERS[out.suffix]
    video = ffmpeg.input(process.url_of(path), **process.INPUT_LIMITS)
    tracks = [ffmpeg.input(process.url_of(each.path), format="srt", sub_charenc="UTF-8") for each in inlays]
    output = ffmpeg.output(
        video["V?"],
        video["a?"],
        *(track["s"] for track in tracks),
        process.url_of(out),
        format=container,
        c="copy",
        **{"c:s": codec, "disposition:s": 0, **({"movflags": "+faststart"} if container == "mp4" else {})},
    )
    argv = process.argv_of(output.global_args("-progress", "pipe:1", "-nostats"), find_tools().ffmpeg)
    at = argv.index(process.name_of(out))
    return [*argv[:at], *_names(inlays), *argv[at:]]


def _names(inlays: Sequence[Inlay]) -> Iterator[str]:
    """Yield how each track is called; players of MP4 show its handler's name."""
    for number, each in enumerate(inlays):
        for said in (f"language={each.language}", f"title={each.label}", f"handler_name={each.label}"):
            yield f"-metadata:s:s:{number}"
            yield said
