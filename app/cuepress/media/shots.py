"""Where the picture of a video changes from one shot to the next, on the clock of the player (see ``probe``).

FFmpeg's filter ``scdet`` says of every frame how much it differs from the one before (``mafd``, the mean
difference of the pixels) and how much of that is new, so that a pan or a crowd is no change (``score``, its
scene score). Both are percentages, measured on a small grey picture: that is fast, and a cut is as clear as in
the large one. Dissolves and fades have no frame at which the picture changes; none is given for them.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import ffmpeg

from cuepress import files
from cuepress.errors import MediaError
from cuepress.media import process
from cuepress.media.probe import MediaInfo, probe
from cuepress.media.tools import find_tools
from cuepress.timecode import ms_from_s

# FFmpeg's own threshold; its manual finds 8 to 14 good.
SURE_SCORE = 10.0
# Between two speakers before the same wall less is new. Such a change has to stand out from what is around it.
LEAST_SCORE = 4.0
_STANDS_OUT = 4.0  # times the highest score around it
_AROUND_MS = 500  # of several changes in such a time only the clearest is one: nothing is read in a shot so short
# A camera's flash changes the picture and changes it back, by about as much: within a few frames, of which all
# others are alike. Where most differ as much, everything moves.
_FLASH_MS = 200
_AS_MUCH = 0.7
_MOST_IN_FLASH = 2

_WIDTH = 160
_MOST_FRAMES = 20_000_000  # more than 12 hours at 240 frames a second
_EXTRA_MS = 60_000
_FRAME = re.compile(
    r"pts_time:(?P<time>-?[\d.]+)\s+lavfi\.scd\.mafd=(?P<mafd>[\d.]+)\s+lavfi\.scd\.score=(?P<score>[\d.]+)\s"
)
_FRAME_BEGINS = "frame:"


@dataclass(frozen=True, slots=True)
class Frames:
    """What is told of each frame, in order: when it is shown, in ms, and how much it differs, in per cent."""

    at_ms: array[int] = field(default_factory=lambda: array("q"))
    mafd: array[float] = field(default_factory=lambda: array("f"))
    score: array[float] = field(default_factory=lambda: array("f"))

    def add(self, at_ms: int, mafd: float, score: float) -> None:
        self.at_ms.append(at_ms)
        self.mafd.append(mafd)
        self.score.append(score)


def find_shots(
    path: Path, *, info: MediaInfo | None = None, progress: Callable[[float], None] | None = None
) -> tuple[int, ...]:
    """Return when each shot but the first begins, in ms: the times of the first frames of the new pictures.

    Parameters
    ----------
    info
        What ``probe`` found, if that was called before.
    progress
        Called with the part that is done, from 0 to 1.

    Returns
    -------
    Rising times; none for a sound alone.

    Raises
    ------
    MediaError
        If the picture cannot be decoded.
    """
    info = info or probe(path)
    if not info.has_video:
        return ()
    stream = process.Stream(_argv(path, info), process.Limits())
    frames = Frames()
    last_ms = 0
    for at_ms, mafd, score in _told(stream):
        if len(frames.at_ms) >= _MOST_FRAMES or at_ms > info.duration_ms + _EXTRA_MS:
            raise MediaError("the picture is far longer than the file", files.shown(path), "export it again")
        frames.add(at_ms, mafd, score)
        if progress is not None and at_ms - last_ms >= 1_000:
            progress(min(1.0, at_ms / max(1, info.duration_ms)))
            last_ms = at_ms
    if not frames.at_ms:
        raise MediaError("the picture cannot be decoded", files.shown(path), "export it as MP4 with H.264")
    return tuple(change for change in changes(frames) if 0 < change < info.duration_ms)


def changes(frames: Frames) -> Iterator[int]:
    """Yield the times of frames that begin a shot."""
    for at, score in enumerate(frames.score):
        # How much of the second frame's difference is new cannot be known: there is none before it.
        if at > 1 and score >= LEAST_SCORE and _is_change(frames, at):
            yield frames.at_ms[at]


def _is_change(frames: Frames, at: int) -> bool:
    score, mafd = frames.score[at], frames.mafd[at]
    before, after = _near(frames, at, _AROUND_MS)
    highest_before = max(frames.score[before:at], default=0.0)
    highest_after = max(frames.score[at + 1 : after], default=0.0)
    if score <= highest_before or score < highest_after:  # the first of equals
        return False
    if score < SURE_SCORE and score < _STANDS_OUT * max(highest_before, highest_after):
        return False
    before, after = _near(frames, at, _FLASH_MS)
    others = (*frames.mafd[before:at], *frames.mafd[at + 1 : after])
    return not 0 < sum(other >= _AS_MUCH * mafd for other in others) <= _MOST_IN_FLASH


def _near(frames: Frames, at: int, ms: int) -> tuple[int, int]:
    """Return the frames, half-open, that are no further than ``ms`` from one."""
    moment_ms = frames.at_ms[at]
    return bisect_left(frames.at_ms, moment_ms - ms, hi=at), bisect_right(frames.at_ms, moment_ms + ms, lo=at)


# --- what FFmpeg says -----------------------------------------------------------------------------------------


def _told(chunks: process.Stream) -> Iterator[tuple[int, float, float]]:
    """Yield the time of each frame in ms, and its figures; a time that does not rise is passed over."""
    latest_ms = -1
    held = ""
    for text in _ending(chunk.decode("ascii", "replace") for chunk in chunks):
        held += text
        # What stands after the last beginning of a frame may not be whole yet.
        cut = held.rfind(_FRAME_BEGINS) if text else len(held)
        for found in _FRAME.finditer(held, 0, max(cut, 0)):
            at_ms = ms_from_s(float(found["time"]))
            if at_ms > latest_ms:
                latest_ms = at_ms
                yield at_ms, float(found["mafd"]), float(found["score"])
        held = held[max(cut, 0) :]


def _ending(pieces: Iterator[str]) -> Iterator[str]:
    yield from pieces
    yield ""


def _argv(path: Path, info: MediaInfo) -> list[str]:
    """Return the command: decode, shrink, measure, print; no frame gets as far as to be written."""
    # Without the smoothing of blocks (``skip_loop_filter``) a picture differs by less than is measured here.
    source = ffmpeg.input(process.url_of(path), **process.INPUT_LIMITS, skip_loop_filter="all")
    picture = (
        source["V:0"]
        .filter("scale", _WIDTH, -2, flags="fast_bilinear")
        .filter("format", "gray")
        .filter("scdet")
        .filter("metadata", "print", file="-")
        .filter("select", 0)
    )
    output = picture.output("-", format="null")
    return process.argv_of(output, find_tools().ffmpeg, keep_stamps=not info.is_shifted)
