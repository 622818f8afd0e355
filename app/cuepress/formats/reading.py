"""What every reader of a track hands over, and the checks that hold for every format.

A format's scanner finds cues and says what is wrong with the file's letters; ``finish`` puts the cues in order
and says what is wrong with their times. Nothing is repaired in silence: each repair is a Problem with its line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cuepress.errors import Problem
from cuepress.model import Cue, Kind, Track
from cuepress.timecode import MS_PER_HOUR, clock

# Nobody captions a hundred hours; such a time comes from a frame counter or a broken export.
MAX_USUAL_MS = 100 * MS_PER_HOUR

# Two captions at once hide each other. Chapters nest and metadata may overlap by design.
_KINDS_ONE_AT_A_TIME = frozenset({"captions", "subtitles", "descriptions"})

QUOTED_LENGTH = 60


@dataclass(frozen=True, slots=True)
class Reading:
    """A track as it was read, and every problem that was met on the way, by line.

    ``lines`` are the lines (from 1) that hold the times of the cues, in the order of the track.
    """

    track: Track
    problems: tuple[Problem, ...]
    lines: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class FoundCue:
    """A cue and the line (from 1) that holds its times."""

    cue: Cue
    line: int


@dataclass(frozen=True, slots=True)
class Scan:
    """What a format's scanner found, in the order of the file."""

    cues: tuple[FoundCue, ...]
    problems: tuple[Problem, ...] = ()
    styles: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()


def quoted(text: str) -> str:
    """Return the beginning of a line as it can stand in a message."""
    shown = text.strip()
    shown = shown if len(shown) <= QUOTED_LENGTH else shown[: QUOTED_LENGTH - 1] + "…"
    return repr(shown)


def finish(scan: Scan, *, language: str, kind: Kind, earlier: Sequence[Problem] = ()) -> Reading:
    """Order the cues by in time (cues with the same in time keep their order) and check their times."""
    problems = [*earlier, *scan.problems, *_order_problems(scan.cues), *_length_problems(scan.cues)]
    ordered = sorted(scan.cues, key=lambda found: found.cue.start_ms)
    if kind in _KINDS_ONE_AT_A_TIME:
        problems.extend(_overlap_problems(ordered))
    track = Track(
        tuple(found.cue for found in ordered),
        language=language,
        kind=kind,
        styles=scan.styles,
        regions=scan.regions,
    )
    by_line = tuple(sorted(problems, key=lambda problem: problem.line))
    return Reading(track, by_line, tuple(found.line for found in ordered))


def _order_problems(cues: Sequence[FoundCue]) -> Iterator[Problem]:
    latest_ms = 0
    for found in cues:
        start_ms = found.cue.start_ms
        if start_ms < latest_ms:
            yield Problem(
                found.line,
                f"the cue at {clock(start_ms)} stands after one at {clock(latest_ms)}; it was moved to its place",
            )
        latest_ms = max(latest_ms, start_ms)


def _length_problems(cues: Sequence[FoundCue]) -> Iterator[Problem]:
    for found in cues:
        cue = found.cue
        if cue.end_ms <= cue.start_ms:
            yield Problem(found.line, f"out time {clock(cue.end_ms)} is not after in time {clock(cue.start_ms)}")
        if max(cue.start_ms, cue.end_ms) >= MAX_USUAL_MS:
            yield Problem(found.line, f"a time past 100 hours: {clock(cue.start_ms)} to {clock(cue.end_ms)}")
        if not cue.text:
            yield Problem(found.line, f"the cue at {clock(cue.start_ms)} has no text")


def _overlap_problems(ordered: Sequence[FoundCue]) -> Iterator[Problem]:
    latest_ms = 0
    for found in ordered:
        cue = found.cue
        if cue.start_ms < latest_ms and cue.end_ms > cue.start_ms:
            yield Problem(found.line, f"the cue at {clock(cue.start_ms)} begins before the one before it ends")
        latest_ms = max(latest_ms, cue.end_ms)
