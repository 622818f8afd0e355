"""What a file holds: its streams, and how long it lasts on the clock of the player.

The clock: measured in Chromium (MP4, fragmented MP4, WebM, Ogg; sound late, picture late, both late, edit lists),
``currentTime`` is the time stamp in the file; a file that begins at 2 s shows its first picture at 2.000. Only
time stamps below zero are shifted to zero. Containers that no browser opens by itself (MPEG-TS and others begin
at arbitrary times) are shifted so that they begin at zero, as VLC and mpv do and a conversion for the web would.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import ffmpeg

from cuepress import files
from cuepress.errors import MediaError
from cuepress.media import process, sniff
from cuepress.media.facts import Facts, StreamFacts, read_facts
from cuepress.media.tools import Tools, find_tools
from cuepress.timecode import ms_from_s, short_clock

_PLAYED_AS_STAMPED = frozenset({"mov", "matroska", "ogg"})

# Containers whose packets carry their own times, so that the last seconds prove the length of the whole.
_PROVEN_BY_THE_END = frozenset({"mov", "matroska", "mpegts", "asf", "flv", "mxf", "avi", "nut"})
# An encoder's run-in before zero is not played; it is no reason to shift the clock.
_LONGEST_PRIMING_MS = 100
_READ_WHOLE_MS = 10 * 60_000
_END_MS = 20_000  # how much of the end is read: more than the distance of two key frames
_LONGEST_STILL_MS = 60_000  # a last picture that claims to last longer lasts this long
_MAX_DISAGREEMENT_MS = 2_000


@dataclass(frozen=True, slots=True)
class AudioStream:
    """One sound track. ``language`` is a BCP 47 tag or empty; ``start_ms`` is on the player's clock."""

    index: int
    codec: str
    channels: int
    language: str = ""
    is_default: bool = False
    start_ms: int = 0


@dataclass(frozen=True, slots=True)
class MediaInfo:
    """What a file holds. ``duration_ms`` is where its last packet ends on the player's clock, not what it claims.

    ``audio`` is empty for a silent film. ``warnings`` are for the editor.
    """

    path: Path
    duration_ms: int
    has_video: bool
    audio: tuple[AudioStream, ...]
    width: int
    height: int
    frame_rate: Fraction | None
    container: str
    is_shifted: bool = False
    warnings: tuple[str, ...] = ()


def probe(path: Path) -> MediaInfo:
    """Open a file and measure what it holds.

    Raises
    ------
    MediaError
        If it is missing, no media, a playlist, damaged beyond reading, or holds neither sound nor picture.
    """
    sniff.check_is_media(path)
    tools = find_tools()
    facts = read_facts(path, tools)
    streams = [stream for stream in facts.streams if _is_played(stream)]
    if not streams:
        raise MediaError("the file holds neither sound nor moving pictures", files.shown(path), "export it again")
    is_shifted = facts.container not in _PLAYED_AS_STAMPED or facts.start_ms < -_LONGEST_PRIMING_MS
    duration_ms = _measured_ms(path, facts, streams, tools=tools, is_shifted=is_shifted)
    if duration_ms <= 0:
        raise MediaError(
            "the file holds no sound and no picture: it is zero long", files.shown(path), "export it again"
        )
    return _info(path, facts, streams, duration_ms=duration_ms, is_shifted=is_shifted)


def _is_played(stream: StreamFacts) -> bool:
    if stream.codec in {"none", "unknown"}:
        return False
    return stream.kind == "audio" or (stream.kind == "video" and not stream.is_picture)


def _info(
    path: Path, facts: Facts, streams: list[StreamFacts], *, duration_ms: int, is_shifted: bool
) -> MediaInfo:
    video = next((stream for stream in streams if stream.kind == "video"), None)
    shift_ms = facts.start_ms if is_shifted else 0
    return MediaInfo(
        path=path,
        duration_ms=duration_ms,
        has_video=video is not None,
        audio=tuple(_audio(stream, shift_ms) for stream in streams if stream.kind == "audio"),
        width=video.width if video else 0,
        height=video.height if video else 0,
        frame_rate=video.frame_rate if video else None,
        container=facts.container,
        is_shifted=is_shifted,
        warnings=tuple(_warnings(facts, duration_ms=duration_ms, shift_ms=shift_ms)),
    )


def _audio(stream: StreamFacts, shift_ms: int) -> AudioStream:
    return AudioStream(
        index=stream.index,
        codec=stream.codec,
        channels=stream.channels,
        language=stream.language,
        is_default=stream.is_default,
        start_ms=stream.start_ms - shift_ms,
    )


def _warnings(facts: Facts, *, duration_ms: int, shift_ms: int) -> Iterator[str]:
    if facts.claimed_ms is None or _agrees(facts, duration_ms, shift_ms=shift_ms):
        return
    held = short_clock(duration_ms)
    yield f"the file says that it lasts {short_clock(facts.claimed_ms)} but holds {held}; {held} is used"


def _agrees(facts: Facts, end_ms: int, *, shift_ms: int) -> bool:
    """Tell whether the claimed length fits the true end; WebM and Ogg count it from zero, MP4 from the start."""
    claimed_ms = facts.claimed_ms or 0
    ends = (claimed_ms, claimed_ms + facts.start_ms - shift_ms)
    return any(abs(end - end_ms) <= _MAX_DISAGREEMENT_MS for end in ends)


# --- the true length ------------------------------------------------------------------------------------------


def _measured_ms(path: Path, facts: Facts, streams: list[StreamFacts], *, tools: Tools, is_shifted: bool) -> int:
    """Return where the last packet ends. A long file is believed if packets near its claimed end confirm it."""
    claimed_ms = facts.claimed_ms or 0
    if claimed_ms > _READ_WHOLE_MS and facts.container in _PROVEN_BY_THE_END:
        from_ms = claimed_ms - _END_MS
        argv = packet_argv(path, streams, tools=tools, is_shifted=is_shifted, from_s=from_ms / 1_000)
        # FFmpeg counts from the place that it was sent to, unless it is told to keep the file's times.
        end_ms = _end_of_packets(argv, path) + (from_ms if is_shifted else 0)
        if _agrees(facts, end_ms, shift_ms=facts.start_ms if is_shifted else 0):
            return end_ms
    return _end_of_packets(packet_argv(path, streams, tools=tools, is_shifted=is_shifted), path)


def packet_argv(
    path: Path, streams: list[StreamFacts], *, tools: Tools, is_shifted: bool, from_s: float | None = None
) -> list[str]:
    """Return the command that lists packets without decoding them: stream, times, duration, size."""
    source = ffmpeg.input(
        process.url_of(path), **process.INPUT_LIMITS, **({} if from_s is None else {"ss": from_s})
    )
    chosen = [source[str(stream.index)] for stream in streams]
    listing = ffmpeg.output(*chosen, "pipe:1", c="copy", format="framecrc")
    argv: list[str] = listing.compile(cmd=process.command(tools.ffmpeg, keep_stamps=not is_shifted))
    return argv


def _end_of_packets(argv: list[str], path: Path) -> int:
    """Return the end of the last packet in milliseconds, or 0 if there is none."""
    stream = process.Stream(argv, process.Limits(total_s=3_600))
    end_s = max(_packet_ends_s(_lines(stream)), default=0.0)
    if not end_s and stream.finished.code != 0:
        raise process.failure(stream.finished.stderr, path)
    return ms_from_s(end_s)


def _lines(chunks: Iterable[bytes]) -> Iterator[str]:
    rest = b""
    for chunk in chunks:
        *lines, rest = (rest + chunk).split(b"\n")
        for line in lines:
            yield line.decode("ascii", "replace")


_TIME_BASE = re.compile(r"#tb (\d+): (\d+)/(\d+)")
_MEDIA_TYPE = re.compile(r"#media_type (\d+): (\w+)")


def _packet_ends_s(lines: Iterable[str]) -> Iterator[float]:
    """Yield the end of each packet: ``stream, dts, pts, duration, size, checksum``."""
    unit_s: dict[str, float] = {}
    videos: set[str] = set()
    for line in lines:
        if base := _TIME_BASE.match(line):
            unit_s[base[1]] = int(base[2]) / int(base[3])
        elif kind := _MEDIA_TYPE.match(line):
            videos |= {kind[1]} if kind[2] == "video" else set()
        elif not line.startswith("#") and line.count(",") >= 5:
            stream, _, pts, duration, *_ = (part.strip() for part in line.split(","))
            if _is_integer(pts) and _is_integer(duration) and stream in unit_s:
                longest_s = _LONGEST_STILL_MS / 1_000 if stream in videos else 10.0
                yield int(pts) * unit_s[stream] + min(int(duration) * unit_s[stream], longest_s)


def _is_integer(text: str) -> bool:
    return text.lstrip("-").isdigit()
