"""Where the packets of a file are in time, without decoding them: the only lengths that cannot lie."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import ffmpeg

from cuepress.media import process
from cuepress.timecode import ms_from_s

_LIMITS = process.Limits(total_s=3_600)
# A last packet that claims to last longer lasts this long: a still picture can be held, a sound cannot.
_LONGEST_S = {"video": 60.0, "audio": 10.0}


@dataclass(frozen=True, slots=True)
class Source:
    """Which streams of a file to read, and whether their times are shifted so that the file begins at zero."""

    path: Path
    ffmpeg: Path
    streams: tuple[int, ...]
    is_shifted: bool


@dataclass(frozen=True, slots=True)
class Extent:
    """Where each stream begins, by its index, and where the last of all packets ends."""

    starts_ms: Mapping[int, int]
    end_ms: int


def extent(source: Source, *, from_ms: int | None = None) -> Extent:
    """Read all packets, or those from a time on (which then seem to be the first).

    Raises
    ------
    MediaError
        If FFmpeg cannot read the file.
    """
    # FFmpeg counts from the place that it was sent to, unless it is told to keep the file's times.
    moved_ms = from_ms if from_ms is not None and source.is_shifted else 0
    return _read(source, _argv(source, from_ms=from_ms), moved_ms=moved_ms)


def first_of_each(source: Source) -> Extent:
    """Read only until each stream has begun."""
    return _read(source, _argv(source, **{"frames:v": 1, "frames:a": 1}), moved_ms=0)


def _argv(source: Source, *, from_ms: int | None = None, **options: int) -> list[str]:
    place = {} if from_ms is None else {"ss": from_ms / 1_000}
    opened = ffmpeg.input(process.url_of(source.path), **process.INPUT_LIMITS, **place)
    chosen = [opened[str(stream)] for stream in source.streams]
    listing = ffmpeg.output(*chosen, "pipe:1", c="copy", format="framecrc", **options)
    return process.argv_of(listing, source.ffmpeg, keep_stamps=not source.is_shifted)


def _read(source: Source, argv: list[str], *, moved_ms: int) -> Extent:
    stream = process.Stream(argv, _LIMITS)
    starts_s: dict[int, float] = {}
    end_s = 0.0
    for number, packet_start_s, packet_end_s in _packets(_lines(stream)):
        starts_s[number] = min(packet_start_s, starts_s.get(number, packet_start_s))
        end_s = max(end_s, packet_end_s)
    if not starts_s and stream.finished.code != 0:
        raise process.failure(stream.finished.stderr, source.path)
    return Extent(
        {source.streams[number]: ms_from_s(start_s) + moved_ms for number, start_s in starts_s.items()},
        ms_from_s(end_s) + moved_ms if starts_s else 0,
    )


def _lines(chunks: Iterable[bytes]) -> Iterator[str]:
    rest = b""
    for chunk in chunks:
        *lines, rest = (rest + chunk).split(b"\n")
        for line in lines:
            yield line.decode("ascii", "replace")


_UNIT = re.compile(r"#tb (\d+): (\d+)/(\d+)")
_KIND = re.compile(r"#media_type (\d+): (\w+)")
# number of the stream in the listing, decoding time, time, duration, size, checksum
_PACKET = re.compile(r"(\d+), *-?\d+, *(-?\d+), *(\d+), *\d+, 0x")


@dataclass(slots=True)
class _Header:
    """What the listing says of its streams before the packets: the unit of time, and the kind."""

    unit_s: dict[int, float] = field(default_factory=dict)
    longest_s: dict[int, float] = field(default_factory=dict)

    def read(self, line: str) -> None:
        if unit := _UNIT.match(line):
            self.unit_s[int(unit[1])] = int(unit[2]) / int(unit[3])
        elif kind := _KIND.match(line):
            self.longest_s[int(kind[1])] = _LONGEST_S.get(kind[2], 0.0)


def _packets(lines: Iterable[str]) -> Iterator[tuple[int, float, float]]:
    """Yield (number of the stream, start, end) of each packet, in seconds."""
    header = _Header()
    for line in lines:
        packet = _PACKET.match(line)
        if packet is None:
            header.read(line)
            continue
        number = int(packet[1])
        unit_s = header.unit_s[number]
        start_s = int(packet[2]) * unit_s
        yield number, start_s, start_s + min(int(packet[3]) * unit_s, header.longest_s[number])
