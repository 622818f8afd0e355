"""What a file says of itself: container, length, streams. From ffprobe, or from what ``ffmpeg -i`` tells.

Both ways give the same facts; where one is more exact, both are rounded to the coarser. Nothing here is trusted
further than to choose streams: what the file *holds* is measured in ``probe``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import ffmpeg

from cuepress import files
from cuepress.errors import MediaError
from cuepress.media import process
from cuepress.media.tools import Tools
from cuepress.timecode import ms_from_s

_LIMITS = process.Limits(idle_s=60, total_s=120)
_LONGEST_CLAIM_S = 10_000 * 3_600.0  # beyond this a length is noise, and would not fit in later sums


@dataclass(frozen=True, slots=True)
class StreamFacts:
    """One stream as the file describes it. ``kind`` is "audio", "video" or what else there is."""

    index: int
    kind: str
    codec: str
    language: str = ""
    is_default: bool = False
    is_picture: bool = False
    channels: int = 0
    width: int = 0
    height: int = 0
    frame_rate: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """A file as it describes itself. ``claimed_ms`` is the length it claims, or None."""

    container: str
    start_ms: int
    claimed_ms: int | None
    streams: tuple[StreamFacts, ...]


def read_facts(path: Path, tools: Tools) -> Facts:
    """Ask ffprobe, or FFmpeg where that is all there is.

    Raises
    ------
    MediaError
        If neither can make anything of the file.
    """
    return _by_ffprobe(path, tools.ffprobe) if tools.ffprobe is not None else _by_ffmpeg(path, tools.ffmpeg)


# --- with ffprobe ---------------------------------------------------------------------------------------------


def _by_ffprobe(path: Path, ffprobe: Path) -> Facts:
    limits = [part for name, value in process.INPUT_LIMITS.items() for part in (f"-{name}", str(value))]
    wanted = ["-v", "error", "-show_format", "-show_streams", "-of", "json"]
    done = process.run([str(ffprobe), *wanted, *limits, process.name_of(path)], limits=_LIMITS)
    if done.code != 0:
        raise process.failure(done.stderr, path)
    try:
        told = json.loads(done.stdout.decode("utf-8", "replace"))
        return _facts_from_json(told)
    except (ValueError, KeyError, TypeError, AttributeError) as broken:
        raise MediaError("ffprobe does not describe this file", files.shown(path)) from broken


def _facts_from_json(told: Mapping[str, Any]) -> Facts:
    form = told["format"]
    claimed = _number(form.get("duration"))
    return Facts(
        container=str(form["format_name"]).split(",", maxsplit=1)[0],
        start_ms=ms_from_s(_number(form.get("start_time")) or 0.0),
        claimed_ms=None if claimed is None else ms_from_s(round(claimed, 2)),
        streams=tuple(_stream_from_json(stream) for stream in told.get("streams", ())),
    )


def _stream_from_json(stream: Mapping[str, Any]) -> StreamFacts:
    disposition = stream.get("disposition", {})
    return StreamFacts(
        index=int(stream["index"]),
        kind=str(stream.get("codec_type", "data")),
        codec=str(stream.get("codec_name", "unknown")),
        language=_language(str(stream.get("tags", {}).get("language", ""))),
        is_default=bool(disposition.get("default")),
        is_picture=bool(disposition.get("attached_pic")),
        channels=int(stream.get("channels", 0)),
        width=int(stream.get("width", 0)),
        height=int(stream.get("height", 0)),
        frame_rate=_rate_from_ratio(str(stream.get("avg_frame_rate", "0/0"))),
    )


def _rate_from_ratio(text: str) -> Fraction | None:
    above, _, below = text.partition("/")
    if not (above.isdigit() and below.isdigit() and int(above) and int(below)):
        return None
    return _usual_rate(int(above) / int(below))


# --- with FFmpeg alone ----------------------------------------------------------------------------------------

_INPUT = re.compile(r"^Input #0, (?P<format>[^ ]+), from", re.MULTILINE)
_DURATION = re.compile(r"^  Duration: (?P<clock>[\d:.]+|N/A)(?:, start: (?P<start>-?[\d.]+))?", re.MULTILINE)
# Exactly two spaces: lines of metadata, which the file's author writes, have four or more.
_STREAM = re.compile(
    r"^  Stream #0:(?P<index>\d+)(?:\[0x[0-9a-f]+\])?(?:\((?P<language>[^)]*)\))?: "
    r"(?P<kind>Audio|Video|Subtitle|Data|Attachment): (?P<codec>\w+)(?P<rest>.*)$",
    re.MULTILINE,
)


def _by_ffmpeg(path: Path, program: Path) -> Facts:
    """Read the description that FFmpeg prints of every input."""
    command = ffmpeg.input(process.url_of(path), **process.INPUT_LIMITS).output("pipe:1", format="ffmetadata")
    argv = process.argv_of(command, program, level="info")
    done = process.run(argv, limits=_LIMITS)
    # A file's name is printed as it is, and may hold lines that look like streams.
    told = done.stderr.replace(process.name_of(path), "", 1).partition("\nOutput #0")[0]
    opened = _INPUT.search(told)
    if opened is None:
        raise process.failure(done.stderr, path)
    told = told[opened.start() :]
    length = _DURATION.search(told)
    return Facts(
        container=opened["format"].split(",", maxsplit=1)[0],
        start_ms=ms_from_s(float(length["start"] or 0)) if length else 0,
        claimed_ms=_ms_of(length["clock"]) if length else None,
        streams=tuple(_streams_from_text(told)),
    )


def _streams_from_text(told: str) -> Iterator[StreamFacts]:
    for line in _STREAM.finditer(told):
        rest = line["rest"]
        size = re.search(r", (\d+)x(\d+)[ ,\n]", rest + "\n")
        yield StreamFacts(
            index=int(line["index"]),
            kind=line["kind"].lower(),
            codec=line["codec"],
            language=_language(line["language"] or ""),
            is_default="(default)" in rest,
            is_picture="(attached pic)" in rest,
            channels=_channels(rest) if line["kind"] == "Audio" else 0,
            width=int(size[1]) if size else 0,
            height=int(size[2]) if size else 0,
            frame_rate=_rate_from_text(rest) if line["kind"] == "Video" else None,
        )


def _ms_of(clock: str) -> int | None:
    if clock == "N/A":
        return None
    hours, minutes, seconds = clock.split(":")
    total = int(hours) * 3_600 + int(minutes) * 60 + float(seconds)
    return ms_from_s(total) if total < _LONGEST_CLAIM_S else None


_LAYOUTS = {
    "mono": 1,
    "stereo": 2,
    "downmix": 2,
    "quad": 4,
    "hexagonal": 6,
    "octagonal": 8,
    "cube": 8,
    "hexadecagonal": 16,
}


def _channels(rest: str) -> int:
    """Return how many channels a layout has: ``5.1(side)`` → 6, ``3 channels`` → 3, ``stereo`` → 2."""
    found = re.search(r" Hz, (?P<layout>[^,]+)", rest)
    if found is None:
        return 0
    layout = found["layout"].strip()
    counted = re.match(r"(\d+) channels", layout)
    if counted:
        return int(counted[1])
    dotted = re.match(r"\d+(?:\.\d+)+", layout)
    if dotted:
        return sum(int(part) for part in dotted[0].split("."))
    return _LAYOUTS.get(re.sub(r"\(.*", "", layout), 0)


def _rate_from_text(rest: str) -> Fraction | None:
    found = re.search(r", ([\d.]+)(k?) fps", rest)
    if found is None or not float(found[1]):
        return None
    return _usual_rate(float(found[1]) * (1_000 if found[2] else 1))


# --- for both -------------------------------------------------------------------------------------------------


def _usual_rate(rate: float) -> Fraction | None:
    """Return a frame rate as its exact ratio: 29.97 is 30000/1001."""
    rounded = round(rate, 2)
    for nominal in (24, 30, 48, 60, 120):
        if abs(rounded - nominal / 1.001) < 0.006:
            return Fraction(nominal * 1_000, 1_001)
    return Fraction(rounded).limit_denominator(100) or None


def _number(text: object) -> float | None:
    try:
        number = float(str(text))
    except ValueError:
        return None
    return number if abs(number) < _LONGEST_CLAIM_S else None


def _language(code: str) -> str:
    """Return a BCP 47 tag for what containers hold (``fre``, ``fra`` → ``fr``), or nothing."""
    says_nothing = code.lower() in {"und", "mis", "mul", "zxx"}
    if says_nothing or not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", code):
        return ""
    import langcodes

    try:
        return str(langcodes.standardize_tag(code))
    except langcodes.tag_parser.LanguageTagError:
        return ""
