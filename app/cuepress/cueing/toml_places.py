"""Where in a TOML text something stands, so that a mistake in it can be shown with its line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_TABLE = re.compile(r"\s*\[\[?\s*([\w.\"' -]+?)\s*\]\]?\s*(?:#.*)?")
_KEY = re.compile(r"\s*([\w.\"' -]+?)\s*=")
_PART = re.compile(r"\"([^\"]*)\"|'([^']*)'|([^.\s\"']+)")


def line_of(text: str, path: Sequence[str]) -> int | None:
    r"""Return the line (from 1) of the key at ``path``, or of the closest table around it; None without one.

    >>> line_of("[limits]\nmax_cpl = 37", ["limits", "max_cpl"])
    2
    """
    wanted = tuple(path)
    best, at = 0, None
    for number, found in _paths(text):
        if len(found) > best and wanted[: len(found)] == found:
            best, at = len(found), number
    return at


def _paths(text: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield each line that opens a table or sets a key, with the whole path of that."""
    table: tuple[str, ...] = ()
    for number, line in enumerate(text.split("\n"), 1):
        if opened := _TABLE.fullmatch(line.rstrip("\r")):
            table = _parts(opened[1])
            yield number, table
        elif named := _KEY.match(line):
            yield number, (*table, *_parts(named[1]))


def _parts(dotted: str) -> tuple[str, ...]:
    return tuple("".join(groups) for groups in _PART.findall(dotted))
