"""What every writer of a track takes and gives, and what all of them refuse or make harmless."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from cuepress.errors import Problem, TrackError
from cuepress.model import Track
from cuepress.timecode import clock

Newline = Literal["lf", "crlf"]
NEWLINES: dict[Newline, str] = {"lf": "\n", "crlf": "\r\n"}

VoiceForm = Literal["name", "own_line", "dash", "none"]

_LINE_BREAK = re.compile(r"\r\n?")
# NUL ends a text in many players and WebVTT reads it as U+FFFD; half a surrogate pair cannot be encoded.
_UNWRITABLE = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class WriteOptions:
    """How a track is written.

    ``newline`` None means the format's own: ``lf`` in WebVTT, ``crlf`` in SubRip. ``voice`` is how SubRip, which
    knows no voices, shows that another one speaks: ``Name:``, ``(Name)`` on a line of its own, the ``dash``, or
    not at all. ``rlm`` puts marks of direction into SubRip in a language that is written from right to left:
    SubRip does not say where lines begin, and some players begin all of them on the left.
    """

    newline: Newline | None = None
    bom: bool = False
    voice: VoiceForm = "name"
    dash: str = "- "
    rlm: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """A track as bytes (UTF-8), and what the format could not carry, one sentence each."""

    data: bytes
    losses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Composed:
    r"""A track as text with ``\\n`` line ends, and what the format could not carry."""

    text: str
    losses: tuple[str, ...]


def check_writable(track: Track) -> None:
    """Raise TrackError, naming every such cue, where an out time is not after the in time: no player shows it."""
    problems = tuple(
        Problem(0, f"cue {number}: out time {clock(cue.end_ms)} is not after in time {clock(cue.start_ms)}")
        for number, cue in enumerate(track.cues, start=1)
        if cue.end_ms <= cue.start_ms
    )
    if problems:
        raise TrackError(summary(problems), "", "give these cues a duration or leave them out", problems)


def summary(problems: tuple[Problem, ...], *, n_quoted: int = 3) -> str:
    """Name the first few problems and the number of the others."""
    named = "; ".join(str(problem) for problem in problems[:n_quoted])
    others = len(problems) - n_quoted
    return f"{named}; and {others} more" if others > 0 else named


def writable(text: str) -> str:
    r"""Return ``text`` with ``\\n`` line ends and without what no file can hold."""
    return _UNWRITABLE.sub("\ufffd", _LINE_BREAK.sub("\n", text))


def is_blank(line: str) -> bool:
    """Tell whether a reader may take the line for the end of a cue. A no-break space is text."""
    return not line.strip(" \t\f\v\r")


BLANK_LINE_LOSS = "a blank line is closed, since it would end the cue"


def has_blank_line(text: str) -> bool:
    """Tell whether a text of several lines has a blank one."""
    return "\n" in text and any(map(is_blank, text.split("\n")))


def close_blank_lines(text: str) -> str:
    """Return ``text`` without its blank lines, which would end the cue in both formats."""
    if "\n" not in text:
        return "" if is_blank(text) else text
    return "\n".join(line for line in text.split("\n") if not is_blank(line))


def counted(count: int, one: str, many: str) -> str:
    """Return ``1 cue`` or ``1,200 cues``: the figure with the right word."""
    return f"1 {one}" if count == 1 else f"{count:,} {many}"


def tallied(losses_of_cues: Iterable[Iterable[str]]) -> Iterator[str]:
    """Return one sentence for each loss, with the number of cues that suffer it."""
    tally: dict[str, int] = {}
    for losses in losses_of_cues:
        for what in losses:
            tally[what] = tally.get(what, 0) + 1
    for what, count in tally.items():
        yield f"{counted(count, 'cue', 'cues')}: {what}"
