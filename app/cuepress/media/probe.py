"""What a file holds: its streams, and how long it lasts on the clock of the player.

The clock: measured in Chromium (MP4, fragmented MP4, WebM, Ogg; sound late, picture late, both late, edit lists),
``currentTime`` is the time stamp in the file; a file that begins at 2 s shows its first picture at 2.000. Only
time stamps below zero are shifted to zero. Containers that no browser opens by itself (MPEG-TS and others begin
at arbitrary times) are shifted so that they begin at zero, as VLC and mpv do and a conversion for the web would.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from cuepress import files
from cuepress.errors import MediaError
from cuepress.media import packets, sniff
from cuepress.media.facts import Facts, StreamFacts, read_facts
from cuepress.media.packets import Extent, Source
from cuepress.media.tools import find_tools
from cuepress.timecode import short_clock

_PLAYED_AS_STAMPED = frozenset({"mov", "matroska", "ogg"})

# Containers whose packets carry their own times, so that the last seconds prove the length of the whole.
_PROVEN_BY_THE_END = frozenset({"mov", "matroska", "mpegts", "asf", "flv", "mxf", "avi", "nut"})
# An encoder's run-in before zero is not played; it is no reason to shift the clock.
_LONGEST_PRIMING_MS = 100
_READ_WHOLE_MS = 10 * 60_000
_END_MS = 20_000  # how much of the end is read: more than the distance of two key frames
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
    source = Source(path, tools.ffmpeg, tuple(stream.index for stream in streams), is_shifted)
    extent = _measured(source, facts)
    if extent.end_ms <= 0:
        raise MediaError("the file is zero long: no sound, no picture", files.shown(path), "export it again")
    return _info(path, facts, streams, extent=extent, is_shifted=is_shifted)


def _is_played(stream: StreamFacts) -> bool:
    if stream.codec in {"none", "unknown"}:
        return False
    return stream.kind == "audio" or (stream.kind == "video" and not stream.is_picture)


def _info(path: Path, facts: Facts, streams: list[StreamFacts], *, extent: Extent, is_shifted: bool) -> MediaInfo:
    video = next((stream for stream in streams if stream.kind == "video"), None)
    shift_ms = facts.start_ms if is_shifted else 0
    return MediaInfo(
        path=path,
        duration_ms=extent.end_ms,
        has_video=video is not None,
        audio=tuple(_audio(stream, extent) for stream in streams if stream.kind == "audio"),
        width=video.width if video else 0,
        height=video.height if video else 0,
        frame_rate=video.frame_rate if video else None,
        container=facts.container,
        is_shifted=is_shifted,
        warnings=tuple(_warnings(facts, duration_ms=extent.end_ms, shift_ms=shift_ms)),
    )


def _audio(stream: StreamFacts, extent: Extent) -> AudioStream:
    return AudioStream(
        index=stream.index,
        codec=stream.codec,
        channels=stream.channels,
        language=stream.language,
        is_default=stream.is_default,
        start_ms=max(0, extent.starts_ms.get(stream.index, 0)),
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


# --- measuring ------------------------------------------------------------------------------------------------


def _measured(source: Source, facts: Facts) -> Extent:
    """Measure where streams begin and end. A long file is believed if packets near its claimed end confirm it."""
    claimed_ms = facts.claimed_ms or 0
    if claimed_ms > _READ_WHOLE_MS and facts.container in _PROVEN_BY_THE_END:
        end_ms = packets.extent(source, from_ms=claimed_ms - _END_MS).end_ms
        if _agrees(facts, end_ms, shift_ms=facts.start_ms if source.is_shifted else 0):
            return replace(packets.first_of_each(source), end_ms=end_ms)
    return packets.extent(source)
