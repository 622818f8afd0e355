"""Settings of cues and regions: ``name:value``, each once, each in its own grammar (WebVTT §4.3, §4.4)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_PERCENT = r"(?:100(?:\.0+)?|[0-9]{1,2}(?:\.[0-9]+)?|0+[0-9]{1,2}(?:\.[0-9]+)?)%"
_CUE = {
    "vertical": (re.compile("rl|lr"), "rl or lr"),
    "line": (
        re.compile(rf"(?:-?[0-9]{{1,15}}|{_PERCENT})(?:,(?:start|center|end))?"),
        "a whole number or a percentage from 0 to 100, and maybe ,start ,center or ,end",
    ),
    "position": (
        re.compile(rf"{_PERCENT}(?:,(?:line-left|center|line-right))?"),
        "a percentage from 0 to 100, and maybe ,line-left ,center or ,line-right",
    ),
    "size": (re.compile(_PERCENT), "a percentage from 0 to 100"),
    "align": (re.compile("start|center|end|left|right"), "start, center, end, left or right"),
    "region": (re.compile(r"\S+"), "the id of a region"),
}
_REGION = {
    "id": (re.compile(r"(?:(?!-->)\S)+"), "a name without white space or an arrow"),
    "width": (re.compile(_PERCENT), "a percentage from 0 to 100"),
    "lines": (re.compile("[0-9]+"), "a whole number"),
    "regionanchor": (re.compile(f"{_PERCENT},{_PERCENT}"), "two percentages parted by a comma"),
    "viewportanchor": (re.compile(f"{_PERCENT},{_PERCENT}"), "two percentages parted by a comma"),
    "scroll": (re.compile("up"), "up"),
}
_PART = re.compile(r"[^ \t\f]+")


class Setting(NamedTuple):
    """A setting, where it begins in its line, and what is wrong with it (or nothing)."""

    at: int
    text: str
    name: str
    value: str
    wrong: str = ""


def of_cue(line: str, at: int) -> Iterator[Setting]:
    """Yield the settings that begin at an index of a line of times."""
    return _each(line, at, _CUE, set())


def of_region(line: str, seen: set[str]) -> Iterator[Setting]:
    """Yield the settings of one line of a REGION block; ``seen`` are the names in the lines before."""
    return _each(line, 0, _REGION, seen)


def _each(line: str, at: int, known: dict[str, tuple[re.Pattern[str], str]], seen: set[str]) -> Iterator[Setting]:
    for part in _PART.finditer(line, at):
        name, colon, value = part[0].partition(":")
        wrong = ""
        if not colon or not name:
            wrong = f"{part[0]!r} is no setting (name:value)"
        elif name not in known:
            wrong = f"there is no setting {name!r}"
        elif name in seen:
            wrong = f"{name} is set twice"
        elif not known[name][0].fullmatch(value):
            wrong = f"{name} must be {known[name][1]}, not {value!r}"
        seen.add(name)
        yield Setting(part.start(), part[0], name, value, wrong)
