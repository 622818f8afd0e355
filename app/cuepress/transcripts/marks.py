"""Footnote marks that somebody typed: a raised ``1``, ``*`` or ``(a)`` that no format calls a footnote."""

from __future__ import annotations

import re

_MARK = re.compile(r"\s*[\[(]?(?:\d{1,3}|[*†‡§¶]{1,3}|[a-z](?=[\])]))[\])]?(?:\s*,\s*\d{1,3})*\s*", re.IGNORECASE)
# Powers and units keep their figure: x², km², CO₂, 10³.
_TAKES_A_POWER = re.compile(r"(?:^|[^\w])(?:\d+|[^\W\d_]{1,2}|mm|cm|dm|km|sec|min)$")


def is_note_mark(raised: str, *, before: str) -> bool:
    """Tell whether ``raised``, printed above the line after the text ``before``, points to a note."""
    if not _MARK.fullmatch(raised):
        return False
    return not (raised.strip().isdigit() and _TAKES_A_POWER.search(before[-12:]))
