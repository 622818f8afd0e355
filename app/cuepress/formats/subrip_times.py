"""The line of times in a SubRip file, in all the spellings that real files have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

EXAMPLE = "00:00:01,000 --> 00:00:02,000"
MAX_LINE = 400  # times with coordinates are shorter; a longer line is text

_HAS_CLOCK = re.compile(r"\d[ \t]{0,4}[:：.]")
_ARROW_HEAD = re.compile("[>＞]")
_USUAL = re.compile(
    r"([0-9]{2,6}):([0-5][0-9]):([0-5][0-9]),([0-9]{3}) --> ([0-9]{2,6}):([0-5][0-9]):([0-5][0-9]),([0-9]{3})"
)

# Digits of any script, since machine translation writes them; a sign, since a shift can take a time below zero.
_SPACE = r"[ \t\u00a0\u3000]{0,4}"
_FIELD = r"[-−]?\d{1,10}"
_COLON = rf"{_SPACE}[:：]{_SPACE}"
_FRACTION = rf"{_SPACE}[,.:;，．、،٫]{_SPACE}([-−]?\d{{1,9}})"


def _clock(name: str) -> str:
    """Return the pattern of a time: ``H:M:S``, with hours or fraction left out."""
    return rf"(?P<{name}>(?:({_FIELD}){_COLON})?({_FIELD}){_COLON}({_FIELD})(?:{_FRACTION})?)"


_ARROW = rf"{_SPACE}(?:(?:[-‐-―−=－_~][ \t]?){{1,5}}(?:[>＞›»]|&gt;)|[→⇒➜⟶►▶>＞]){_SPACE}"
# Any mark may stand for the arrow where both times are written in full.
_DASH = rf"{_SPACE}(?:[-‐-―−=－_~|/][ \t]?){{1,5}}{_SPACE}"
_FULL = rf"\d{{1,2}}{_COLON}\d{{1,2}}{_COLON}\d{{1,2}}{_SPACE}[,.，．]{_SPACE}\d{{1,3}}"
_LOOSE = re.compile(
    r"[ \t\u00a0\u3000]{0,40}(?:(?P<number>\d{1,9})[ \t.)]{1,4})?"
    rf"{_clock('start')}(?:{_ARROW}){_clock('end')}"
    r"(?=[^\d]|\Z)(?P<rest>.*)"
)
_FULL_WITH_DASH = re.compile(rf"[ \t]{{0,40}}({_FULL})(?:{_DASH}|[ \t]{{1,8}})({_FULL})[ \t]{{0,40}}")
# One full time, readable or not, an arrow, and no word: a line that was meant as times.
_ONE_CLOCK = rf"{_SPACE}\d{{1,50}}{_COLON}\d{{1,50}}(?:{_COLON}\d{{1,50}}(?:{_FRACTION})?|{_FRACTION}){_SPACE}"
_NO_WORD = r"[\d \t:.,;?_-]{0,60}"
_BROKEN = re.compile(
    rf"[ \t]{{0,40}}(?:{_ONE_CLOCK}{_ARROW}{_NO_WORD}|{_NO_WORD}{_ARROW}{_ONE_CLOCK}|-{{2,3}}>{_SPACE})"
)
# Spellings of a full time that only make sense beside an arrow: dots for the colons, a space for the comma.
_DOTTED = re.compile(r"(?<!\d)(\d{1,2})\.(\d{1,2})\.(\d{1,2})(?=[,.:]\d)")
_PARTED = re.compile(r"(\d{1,2}:\d{1,2}:\d{1,2}) (?=\d{3}(?!\d))")


@dataclass(frozen=True, slots=True)
class Times:
    """In and out time of a line, the number before them, what stands after them, and what is odd about it all."""

    start_ms: int
    end_ms: int
    rest: str = ""
    number: int | None = None
    faults: tuple[str, ...] = ()


def parse_times(line: str) -> Times | None:
    """Return what a line of times says, or None if it is none."""
    usual = _USUAL.fullmatch(line)
    if usual is not None:
        hours, minutes, seconds, ms, *last = map(int, usual.groups())
        start_ms = ((hours * 60 + minutes) * 60 + seconds) * 1000 + ms
        hours, minutes, seconds, ms = last
        return Times(start_ms, ((hours * 60 + minutes) * 60 + seconds) * 1000 + ms)
    if len(line) > MAX_LINE or len(_HAS_CLOCK.findall(line)) < 2:  # two times have at least one colon each
        return None
    return _loose(line) or _respelled(line) or _with_dash(line)


def _loose(line: str) -> Times | None:
    match = _LOOSE.match(line)
    if match is None:
        return None
    groups = match.groups()
    if not any((groups[2], groups[5], groups[7], groups[10])) and ("-->" not in line or match["rest"].strip()):
        return None  # "3:30 -> 4:00 pm" is somebody's appointment
    number = int(match["number"]) if match["number"] else None
    start, end = _ms(groups[2:6]), _ms(groups[7:11])
    rest = match["rest"].strip()
    faults = tuple(_faults(line, match, start, end))
    return Times(max(start, 0), max(end, 0), rest, number, faults)


def _respelled(line: str) -> Times | None:
    """Return the times of a line that has dots for the colons or a space for the comma."""
    usual = _PARTED.sub(r"\1,", _DOTTED.sub(r"\1:\2:\3", line))
    times = _loose(usual) if usual != line else None
    if times is None:
        return None
    return replace(times, faults=(f"times not written as {EXAMPLE}: {line.strip()!r}",))


def _with_dash(line: str) -> Times | None:
    match = _FULL_WITH_DASH.fullmatch(line)
    if match is None:
        return None
    times = _loose(f"{match[1]} --> {match[2]}")
    if times is None:
        return None
    return replace(times, faults=("no arrow (-->) between the times",))


def _ms(fields: tuple[str | None, ...]) -> int:
    """Return hours, minutes, seconds and a decimal fraction in milliseconds; below zero if a sign stands in it."""
    hours, minutes, seconds, fraction = (field or "" for field in fields)
    is_negative = any(field[:1] in {"-", "−"} for field in (hours, minutes, seconds, fraction) if field)
    whole = [int(field.lstrip("-−") or 0) for field in (hours, minutes, seconds)]
    ms = int(fraction.lstrip("-−")[:3].ljust(3, "0")) if fraction else 0
    total = ((whole[0] * 60 + whole[1]) * 60 + whole[2]) * 1000 + ms
    return -total if is_negative else total


def _faults(line: str, match: re.Match[str], start: int, end: int) -> Iterator[str]:
    shown = line.strip()[: match.end("end")]
    written = line[match.start("start") : match.end("end")]
    if start < 0 or end < 0:
        yield f"a time before the start of the video was set to zero: {shown!r}"
    elif not _USUAL.fullmatch(written) or line[: match.start("start")].strip(" \t") not in {"", match["number"]}:
        yield f"times not written as {EXAMPLE}: {shown!r}"
    elif match["number"]:
        yield "the number stands on the line of the times"


def broken_times(line: str) -> bool:
    """Tell whether a line was meant as times, but one of the two is missing or unreadable."""
    if len(line) > MAX_LINE or not ("->" in line or _HAS_CLOCK.search(line)):
        return False
    return _BROKEN.fullmatch(line) is not None


def without_times(line: str) -> str:
    """Return a line of text that nobody takes for times: a word joiner, which is not seen, parts its figures."""
    if not parse_times(line) and not broken_times(line):
        return line
    return _ARROW_HEAD.sub(
        "\u2060\\g<0>", _HAS_CLOCK.sub(lambda match: match[0][0] + "\u2060" + match[0][1:], line)
    )
