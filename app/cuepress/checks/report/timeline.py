"""A picture of a track in time: strips of cues, the heard speech, reading speed, and what was found where.

Plain numbers and shapes; the page draws them as SVG. What the picture shows also stands in a table, so nothing is
only there; each finding has a shape of its own beside its colour.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cuepress.checks.model import SEVERITIES, Finding, ShownCue, TrackFacts
from cuepress.timecode import MS_PER_MINUTE, MS_PER_S, short_clock

WIDTH = 720  # units of the picture; its other sizes count in these
SPEED_TOP, SPEED_FLOOR = 26, 62
CUE_TOP, CUE_HEIGHT, N_LANES = 66, 11, 2
SPEECH_TOP, SPEECH_HEIGHT = 92, 8
AXIS = 104
HEIGHT = 122

# Up to how long a track is: how long a strip is, and how far apart its marks are.
_SCALES_MS = (
    (10 * MS_PER_MINUTE, MS_PER_MINUTE, 10 * MS_PER_S),
    (40 * MS_PER_MINUTE, 2 * MS_PER_MINUTE, 20 * MS_PER_S),
)
_LONGEST_MS = (5 * MS_PER_MINUTE, MS_PER_MINUTE)
_MOST_STRIPS = 100  # a broken time may lie years away
_MOST_OF_LIMIT = 2.0  # times the limit: faster than that is as bad


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle; ``kind`` is how it looks, ``label`` what it says where there is room."""

    x: float
    y: float
    width: float
    height: float
    kind: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """The place of a finding, as the path of its shape."""

    path: str
    kind: str


@dataclass(frozen=True, slots=True)
class Strip:
    """One line of the picture, from ``start_ms`` on."""

    start_ms: int
    end_ms: int
    speech: tuple[Box, ...]
    cues: tuple[Box, ...]
    speeds: tuple[Box, ...]
    marks: tuple[Mark, ...]
    ticks: tuple[tuple[float, str], ...]

    @property
    def title(self) -> str:
        return f"{short_clock(self.start_ms)} to {short_clock(self.end_ms)}"


def speed_line() -> float:
    """Return how high the limit of reading speed is drawn."""
    return SPEED_FLOOR - (SPEED_FLOOR - SPEED_TOP) / _MOST_OF_LIMIT


def strips(track: TrackFacts, findings: Sequence[Finding], *, speed_limit: float) -> list[Strip]:
    """Divide a track into strips of equal length and place everything on them."""
    ends = [cue.end_ms for cue in track.cues] + [end for _, end in track.speech or ()] + [track.media_ms or 0]
    last_ms = max(ends, default=0)
    if not track.cues or last_ms <= 0:
        return []
    length_ms, tick_ms = next(((strip, tick) for most, strip, tick in _SCALES_MS if last_ms <= most), _LONGEST_MS)
    begins = range(0, min(last_ms, length_ms * _MOST_STRIPS), length_ms)
    lanes = _lanes(track.cues)
    return [_strip(track, findings, lanes, start, (length_ms, tick_ms), speed_limit) for start in begins]


def _strip(
    track: TrackFacts,
    findings: Sequence[Finding],
    lanes: Sequence[int],
    start_ms: int,
    scale_ms: tuple[int, int],
    speed_limit: float,
) -> Strip:
    length_ms, tick_ms = scale_ms
    end_ms = start_ms + length_ms
    mine = [
        (cue, lane)
        for cue, lane in zip(track.cues, lanes, strict=True)
        if cue.start_ms < end_ms and cue.end_ms > start_ms
    ]
    worst = _worst(findings)
    ticks = [(_x(at, start_ms, length_ms), short_clock(at)) for at in range(start_ms, end_ms, tick_ms)]
    return Strip(
        start_ms,
        end_ms,
        tuple(_speech(track.speech or (), start_ms, length_ms)),
        tuple(_cue_box(cue, lane, worst.get(cue.number, ""), start_ms, length_ms) for cue, lane in mine),
        tuple(_speed_box(cue, start_ms, length_ms, speed_limit) for cue, _ in mine if speed_limit and cue.speed),
        tuple(_marks(findings, start_ms, length_ms)),
        tuple(ticks),
    )


def _lanes(cues: Sequence[ShownCue]) -> list[int]:
    """Return for each cue the lane where it is drawn: cues that are shown at once stand above each other."""
    free_ms = [0] * N_LANES
    lanes = []
    for cue in cues:
        lane = next((each for each in range(N_LANES) if free_ms[each] <= cue.start_ms), N_LANES - 1)
        free_ms[lane] = max(free_ms[lane], cue.end_ms)
        lanes.append(lane)
    return lanes


def _worst(findings: Sequence[Finding]) -> dict[int, str]:
    """Return how grave the worst is that was found of each cue."""
    found: dict[int, str] = {}
    for severity in reversed(SEVERITIES):
        found |= {each.cue: severity for each in findings if each.severity == severity and not each.waived}
    return found


def _x(ms: int, start_ms: int, length_ms: int) -> float:
    return round(min(max((ms - start_ms) / length_ms, 0), 1) * WIDTH, 1)


def _span(start: int, end: int, start_ms: int, length_ms: int) -> tuple[float, float]:
    """Return where a stretch begins and how wide it is; even the shortest can be seen."""
    x = _x(start, start_ms, length_ms)
    return x, max(round(_x(end, start_ms, length_ms) - x, 1), 1.0)


def _speech(speech: Sequence[tuple[int, int]], start_ms: int, length_ms: int) -> Iterator[Box]:
    for start, end in speech:
        if start < start_ms + length_ms and end > start_ms:
            x, width = _span(start, end, start_ms, length_ms)
            yield Box(x, SPEECH_TOP, width, SPEECH_HEIGHT, "speech")


def _cue_box(cue: ShownCue, lane: int, worst: str, start_ms: int, length_ms: int) -> Box:
    x, width = _span(cue.start_ms, cue.end_ms, start_ms, length_ms)
    room = width > 6.0 * len(str(cue.number)) + 4
    label = str(cue.number) if room and cue.start_ms >= start_ms else ""
    return Box(x, CUE_TOP + lane * (CUE_HEIGHT + 1), width, CUE_HEIGHT, worst or "fine", label)


def _speed_box(cue: ShownCue, start_ms: int, length_ms: int, limit: float) -> Box:
    x, width = _span(cue.start_ms, cue.end_ms, start_ms, length_ms)
    share = min(cue.speed / limit, _MOST_OF_LIMIT) / _MOST_OF_LIMIT
    height = round((SPEED_FLOOR - SPEED_TOP) * share, 1)
    return Box(
        x, round(SPEED_FLOOR - height, 1), max(width - 1, 1), height, "fast" if cue.speed > limit else "slow"
    )


def _marks(findings: Sequence[Finding], start_ms: int, length_ms: int) -> Iterator[Mark]:
    """Yield a mark for each place where something was found: a diamond, a triangle, a ring; waived ones hollow."""
    seen: set[tuple[float, str]] = set()
    for finding in findings:
        at = finding.start_ms
        if at is None or not start_ms <= at < start_ms + length_ms:
            continue
        kind = "waived" if finding.waived else finding.severity
        x = min(max(_x(at, start_ms, length_ms), 6), WIDTH - 6)
        if (x, kind) not in seen:
            seen.add((x, kind))
            yield Mark(_SHAPES[kind].format(x=x), kind)


_SHAPES = {
    "error": "M{x} 3 l6 8 -6 8 -6 -8z",
    "warning": "M{x} 4 l6 13 h-12z",
    "notice": "M{x} 6 m-5 5 a5 5 0 1 0 10 0 a5 5 0 1 0 -10 0z",
    "waived": "M{x} 6 m-4 1 h8 v8 h-8z",
}
