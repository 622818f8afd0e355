"""Where Unicode lets a line end: UAX #14, as ICU has it, with its dictionaries for scripts without spaces.

Our own grammar is stricter, never laxer: no line ends where this has no place for it.
"""

from __future__ import annotations

import re

from cuepress import language

SURROGATE = re.compile("[\ud800-\udfff]")


def line_ends(text: str, tag: str) -> set[int]:
    """Return the offsets where a line of a text may end, each behind the spaces there; the end of it is one.

    >>> sorted(line_ends("Is this (so) ?", "en"))
    [3, 8, 14]
    """
    from icu4py.breakers import LineBreaker

    found: set[int] = set()
    end = 0
    for piece in LineBreaker(SURROGATE.sub("\ufffd", text), language.primary(tag)) if text else ():
        end += len(piece)
        found.add(end)
    return found
