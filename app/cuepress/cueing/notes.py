"""What of a profile could not be met, and why: cue by cue, and in a few lines for the editor.

What gives first is what the guidelines put last: the balance of lines, where a line ends, where a cue ends; then
the reading speed, then the least duration. Lines are never too long but for a single word, cues never overlap.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from cuepress import counting
from cuepress.cueing import reading
from cuepress.cueing.alternatives import slower
from cuepress.cueing.costs import NEVER_PARTED, PLACES
from cuepress.cueing.judging import UNSEEN
from cuepress.cueing.profile import Limits, Profile
from cuepress.cueing.solver import Cut
from cuepress.model import Cue
from cuepress.timecode import short_clock

MUCH_FASTER = 1.2  # times the reading speed: below that nobody notices
MOST_LINES_NAMED = 3

Limit = Literal["duration", "speed", "speech", "length", "gap"]


@dataclass(frozen=True, slots=True)
class Gave:
    """One limit that a cue does not meet: which, with the figures, and why.

    ``cue`` is its index, ``value`` the figure, ``line`` the one that is too long.
    """

    cue: int
    limit: Limit
    value: float
    what: str
    why: str
    line: str = ""


def gave(
    cut: Cut, cues: Sequence[Cue], tag: str, profile: Profile, limits: Limits, *, faster: float = 1 + UNSEEN
) -> Iterator[Gave]:
    """Yield what each cue does not meet; of reading speeds only those over ``faster`` times what is allowed."""
    for at, cue in enumerate(cues):
        yield from _in_time(cut, at, cues, limits)
        speed = reading.speed(cue.text, cue.duration_ms, tag=tag, profile=profile)
        if speed.share > faster:
            what = f"{speed.value:.1f} {speed.unit}, more than {speed.limit:g}"
            yield Gave(at, "speed", speed.share, what, _why_fast(cut, at))
        for line in cue.lines:
            if _is_long(line, tag, limits):
                length = counting.counted_length(line, tag)
                what = f"a line of {length:g} characters, more than {limits.max_cpl:g}"
                yield Gave(at, "length", length, what, "one word is longer than a line", line)


def _in_time(cut: Cut, at: int, cues: Sequence[Cue], limits: Limits) -> Iterator[Gave]:
    cue, material = cues[at], cut.lines.judge.material
    if cue.duration_ms < limits.min_ms:
        what = f"seen for {cue.duration_ms:,} ms, less than {limits.min_ms:,}"
        yield Gave(at, "duration", cue.duration_ms, what, "the words around it leave no more time")
    spoken_ms = material.end_ms[cut.cues[at].end - 1] - material.start_ms[cut.cues[at].first]
    if spoken_ms > limits.max_ms:
        what = f"its words last {spoken_ms:,} ms, a cue no more than {limits.max_ms:,}"
        is_one = cut.cues[at].end - cut.cues[at].first == 1
        yield Gave(at, "speech", spoken_ms, what, "it is one word" if is_one else "no good place parts them")
    if at + 1 < len(cues) and cues[at + 1].start_ms - cue.end_ms < limits.min_gap_ms - 1:
        gap_ms = cues[at + 1].start_ms - cue.end_ms
        yield Gave(at, "gap", gap_ms, f"{gap_ms:,} ms before the next", "else it would be seen too short")


def _why_fast(cut: Cut, at: int) -> str:
    place = slower(cut, at)
    if place is None:
        return "its words are spoken so fast, however they are cut"
    if place.weight < PLACES[NEVER_PARTED].weight:
        joins = cut.lines.judge.material.joins_parts
        parts = "" if joins else "a part of a sentence would stand beside another, or "
        return f"to be slower, {parts}a line would end at a worse place"
    return f"to be slower, a cue would have to end at a worse place ({place.name})"


def notes_on_room(wanted: int, kept: int) -> Iterator[str]:
    """Say that a video is too short for its cues."""
    if kept < wanted:
        yield f"the video is too short for {wanted:,} cues; they were joined into {kept:,}, longer than allowed"


def notes_of(found: Sequence[Gave], cues: Sequence[Cue], limits: Limits) -> Iterator[str]:
    """Say what of the limits could not be met, with the worst case, its place and its cause."""
    short = [each for each in found if each.limit == "duration"]
    if short:
        worst = min(short, key=lambda each: each.value)
        yield (
            f"{_cues(len(short))} shorter than {limits.min_ms:,} ms; the shortest, at "
            f"{short_clock(cues[worst.cue].start_ms)}, lasts {worst.value:,.0f} ms: {worst.why}"
        )
    fast = [each for each in found if each.limit == "speed" and each.value > MUCH_FASTER]
    if fast:
        worst = max(fast, key=lambda each: each.value)
        yield (
            f"{_cues(len(fast))} much too fast to read; the fastest, at {short_clock(cues[worst.cue].start_ms)}, "
            f"has {worst.what}: {worst.why}"
        )
    long_lines = [(cues[each.cue], each.line) for each in found if each.limit == "length"]
    yield from _notes_on_lines(long_lines, limits)


def _notes_on_lines(lines: Sequence[tuple[Cue, str]], limits: Limits) -> Iterator[str]:
    for cue, line in lines[:MOST_LINES_NAMED]:
        shown = line if len(line) <= 60 else f"{line[:57]}…"
        yield f"a line longer than {limits.max_cpl:g} characters at {short_clock(cue.start_ms)}: {shown}"
    if len(lines) > MOST_LINES_NAMED:
        yield f"and {len(lines) - MOST_LINES_NAMED:,} more lines that are too long"


def _cues(count: int) -> str:
    return "1 cue is" if count == 1 else f"{count:,} cues are"


def _is_long(line: str, tag: str, limits: Limits) -> bool:
    return len(line) > limits.max_cpl and counting.counted_length(line, tag) > limits.max_cpl
