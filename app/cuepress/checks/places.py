"""From a place in a cue's plain text to line and column of its file, past tags and character references."""

from __future__ import annotations

import re
from collections.abc import Sequence

_NOT_SHOWN = re.compile(r"<[^>\n]*>|\{\\[^}\n]*\}")
_LONGEST = 5_000  # characters of a cue in which places are told; longer is no caption
_REFERENCE = re.compile(r"&(?:#[0-9]+|#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);")


def place_in_file(lines: Sequence[str], times_line: int, text: str, offset: int) -> tuple[int, int]:
    """Return line and column (from 1) of a character of a cue whose times stand on ``times_line``.

    Of a very long text it is the line of the times.
    """
    if len(text) > _LONGEST:
        return times_line, 1
    row = text.count("\n", 0, offset)
    column = offset - (text.rfind("\n", 0, offset) + 1)
    at = times_line  # the index of the line under the times
    while at < len(lines):
        if lines[at].strip():
            if row == 0:
                break
            row -= 1
        elif row == 0:
            break
        at += 1
    if at >= len(lines):
        return times_line, 1
    return at + 1, _column(lines[at], column) + 1


def _column(raw: str, shown: int) -> int:
    """Return where the character number ``shown`` of what is shown of a line stands in the line."""
    at = 0
    while at < len(raw):
        hidden = _NOT_SHOWN.match(raw, at)
        if hidden is not None:
            at = hidden.end()
            continue
        if shown == 0:
            return at
        reference = _REFERENCE.match(raw, at)
        at = reference.end() if reference is not None else at + 1
        shown -= 1
    return min(at, max(len(raw) - 1, 0))
