"""The line of times of a WebVTT cue, read strictly, and times inside cue text."""

from __future__ import annotations

import re
from typing import NamedTuple, NoReturn

from cuepress.timecode import MS_PER_S

_STRICT = re.compile(
    r"(?:([0-9]{2,}):)?([0-5][0-9]):([0-5][0-9])\.([0-9]{3})[ \t]+-->[ \t]+"
    r"(?:([0-9]{2,}):)?([0-5][0-9]):([0-5][0-9])\.([0-9]{3})(?:[ \t]+(.*))?"
)
_SPACE = " \t\f"
_DIGITS = re.compile("[0-9]*")


class LineOfTimes(NamedTuple):
    """What a line of times says: in and out in ms, and where its settings begin (index in the line)."""

    start_ms: int
    end_ms: int
    settings_at: int


class Wrong(NamedTuple):
    """What is wrong at an index of a line; ``is_fatal`` where no player can read on."""

    at: int
    what: str
    is_fatal: bool = True


def read(line: str) -> tuple[LineOfTimes | None, list[Wrong]]:
    """Return the times of a line with an arrow, and what is wrong with it, in order; None if it cannot be read."""
    strict = _STRICT.fullmatch(line)
    if strict is not None:
        start, end = _ms(*strict.group(1, 2, 3, 4)), _ms(*strict.group(5, 6, 7, 8))
        at = strict.start(9) if strict[9] is not None else len(line)
        return LineOfTimes(start, end, at), []
    reader = _Reader(line)
    try:
        return reader.line_of_times(), reader.wrong
    except _UnreadableError:
        return None, reader.wrong


def read_inner(text: str) -> tuple[int | None, Wrong | None]:
    """Return the ms of a time inside a cue, or what is wrong with it."""
    reader = _Reader(text)
    try:
        found = reader.timestamp()
        if reader.at < len(text):
            reader.stop(reader.at, "something stands after the time")
    except _UnreadableError:
        return None, reader.wrong[-1]
    return found, reader.wrong[-1] if reader.wrong else None


def _ms(hours: str | None, minutes: str, seconds: str, ms: str) -> int:
    return ((int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)) * MS_PER_S + int(ms)


class _UnreadableError(Exception):
    """Ends the reading of a line at the character that cannot be there."""


class _Reader:
    """Goes through a line, as the parser of the specification does (§6.1), but strictly."""

    def __init__(self, line: str) -> None:
        self.line = line
        self.at = 0
        self.wrong: list[Wrong] = []

    def line_of_times(self) -> LineOfTimes:
        self._skip()
        start_ms = self.timestamp()
        self._arrow()
        end_ms = self.timestamp()
        if self.at < len(self.line) and self.line[self.at] not in _SPACE:
            self._note(self.at, "no white space after the out time")
        self._skip()
        return LineOfTimes(start_ms, end_ms, self.at)

    def _arrow(self) -> None:
        begin = self.at
        self._skip()
        if not self.line.startswith("-->", self.at):
            self.stop(self.at, "--> is expected here")
        if begin == self.at:
            self._note(self.at, "no white space before -->")
        self.at += 3
        begin = self.at
        self._skip()
        if begin == self.at and self.at < len(self.line):
            self._note(self.at, "no white space after -->")

    def timestamp(self) -> int:
        """Read one time."""
        begin = self.at
        first = self._digits()
        if not first:
            self.stop(begin, "a time is expected here, beginning with a digit")
        self._take(":", "a colon is expected here")
        second = self._two_digits()
        has_hours = self.line.startswith(":", self.at)
        if has_hours:
            self.at += 1
            hours, minutes, seconds = int(first), int(second), int(self._two_digits())
        else:
            hours, minutes, seconds = 0, int(first), int(second)
        if not has_hours and len(first) != 2:
            self.stop(self.at, "seconds are missing, or minutes have not exactly two digits")
        self._take(".", "a point and three digits are expected here")
        ms = self._ms()
        if minutes > 59 or seconds > 59:
            self.stop(begin, f"{'minutes' if minutes > 59 else 'seconds'} are at most 59")
        if has_hours and len(first) < 2:
            self._note(begin, "hours have at least two digits")
        return ((hours * 60 + minutes) * 60 + seconds) * MS_PER_S + ms

    def _two_digits(self) -> str:
        begin = self.at
        found = self._digits()
        if len(found) != 2:
            self.stop(begin, "exactly two digits are expected here")
        return found

    def _ms(self) -> int:
        begin = self.at
        found = self._digits()
        if len(found) != 3:
            self.stop(begin, "exactly three digits are expected here")
        return int(found)

    def _digits(self) -> str:
        found = _DIGITS.match(self.line, self.at)
        digits = found[0] if found else ""
        self.at += len(digits)
        return digits

    def _take(self, character: str, what: str) -> None:
        if not self.line.startswith(character, self.at):
            self.stop(self.at, what)
        self.at += 1

    def _skip(self) -> None:
        while self.at < len(self.line) and self.line[self.at] in _SPACE:
            self.at += 1

    def _note(self, at: int, what: str) -> None:
        self.wrong.append(Wrong(at, what, is_fatal=False))

    def stop(self, at: int, what: str) -> NoReturn:
        self.wrong.append(Wrong(at, what))
        raise _UnreadableError
