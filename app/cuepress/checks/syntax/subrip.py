"""SubRip, read strictly: a number, a line of times, text, a blank line. The lines of times are already known."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cuepress.checks.syntax import rules
from cuepress.checks.syntax.fault import Fault

_CLOCK = r"[0-9]{2,}:[0-5][0-9]:[0-5][0-9],[0-9]{3}"
_TIMES = re.compile(rf"{_CLOCK} --> {_CLOCK}")
_PLACED = re.compile(rf"{_CLOCK} --> {_CLOCK}(?:[ \t]+[XY][12]:[0-9]+)+[ \t]*")
_NUMBER = re.compile(r"[0-9]+")
_TAG = re.compile(r"<(/?)([ibu]|font)(?:\s[^<>]*)?>", re.IGNORECASE)
# A clock and an arrow, or two clocks: what was meant as times. A sentence with a clock in it is none.
_MEANT = re.compile(r"\d{1,2}[:.]\d{2}\b.*(?:-+>|→|[:.]\d{2}\b)|-->")


def faults(lines: Sequence[str], times_lines: Sequence[int]) -> Iterator[Fault]:
    """Yield what breaks the format; ``times_lines`` are the lines (from 1) that hold a cue's times, rising."""
    expected, latest, floor = 1, 0, 0
    for index, line in enumerate(times_lines):
        following = times_lines[index + 1] if index + 1 < len(times_lines) else len(lines) + 1
        number, first = _number(lines, line, floor)
        yield from _early(lines, first - 1) if index == 0 else ()
        if not number or int(number) not in {
            expected,
            latest + 1,
        }:  # after a slip, both ways of going on are right
            yield from _of_number(number, expected, line, lines)
        if first - 1 > floor and lines[first - 2].strip():
            yield Fault(rules.SUBRIP_BLANK, first, 1, "no blank line above the cue")
        if not _TIMES.fullmatch(lines[line - 1]) and not _PLACED.fullmatch(lines[line - 1]):
            what = "times not written as 00:00:01,000 --> 00:00:02,000"
            yield Fault(rules.SUBRIP_TIMES, line, 1, what, len(lines[line - 1]))
        last = _number(lines, following, line)[1] - 1 if index + 1 < len(times_lines) else len(lines)
        yield from _of_text(lines, line, last)
        yield from _of_tags(lines, line, last)
        latest = int(number) if number else expected
        expected = latest + 1 if latest == expected or index == 0 else expected + 1
        floor = line


def _number(lines: Sequence[str], line: int, floor: int) -> tuple[str, int]:
    """Return the number above a line of times, or nothing, and the first line of the cue."""
    above = line - 1  # the line before, counted from 1
    if above > floor and above >= 1 and _NUMBER.fullmatch(lines[above - 1].strip()):
        return lines[above - 1].strip(), above
    return "", line


def _of_number(number: str, expected: int, line: int, lines: Sequence[str]) -> Iterator[Fault]:
    if not number:
        yield Fault(rules.SUBRIP_NUMBER, line, 1, f"the cue has no number ({expected} is expected)")
    elif int(number) != expected:
        what = f"the cue's number is {number}, not {expected}"
        yield Fault(rules.SUBRIP_NUMBER, line - 1, 1, what, len(lines[line - 2]))


def _early(lines: Sequence[str], until: int) -> Iterator[Fault]:
    for index in range(until):
        if lines[index].strip(" \t\ufeff\u200b"):
            yield Fault(rules.SUBRIP_TEXT, index + 1, 1, "text before the first cue", len(lines[index]))


def _of_text(lines: Sequence[str], line: int, last: int) -> Iterator[Fault]:
    """Go through the lines under a line of times, up to line ``last``."""
    is_apart = has_text = False
    for index in range(line, last):
        text = lines[index]
        if not text.strip():
            is_apart = True
            continue
        if _MEANT.search(text):
            yield Fault(rules.SUBRIP_TIMES, index + 1, 1, "times that cannot be read", len(text), "error")
        elif is_apart:
            what = "a blank line above this text" if has_text else "a blank line between times and text"
            yield Fault(rules.SUBRIP_BLANK, index + 1, 1, f"{what}: many players drop it", len(text), "error")
        has_text, is_apart = True, False


def _of_tags(lines: Sequence[str], line: int, last: int) -> Iterator[Fault]:
    """Look for tags without their other half in the lines under a line of times."""
    opened: dict[str, tuple[int, re.Match[str]]] = {}
    for index in range(line, last):
        for tag in _TAG.finditer(lines[index]):
            name = tag[2].lower()
            if not tag[1]:
                opened[name] = index, tag
            elif opened.pop(name, None) is None:
                yield Fault(rules.SUBRIP_TAG, index + 1, tag.start() + 1, f"{tag[0]} ends nothing", len(tag[0]))
    for index, tag in opened.values():
        yield Fault(rules.SUBRIP_TAG, index + 1, tag.start() + 1, f"{tag[0]} is not ended", len(tag[0]))
