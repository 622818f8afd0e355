"""Which way a line of a cue runs: a mark for browsers, where its first letter says the wrong one.

A browser takes the direction of a cue from its first strong letter (WebVTT, §7.2; UAX #9, P2): an Arabic cue that
begins with a Latin name runs from left to right, its comma on the wrong side. A right-to-left mark before such a
line says what its language would. It is of the file, not of the text: it is taken away when the file is read.
"""

from __future__ import annotations

import unicodedata

RLM = "\u200f"
_LEFTWARD = frozenset({"R", "AL"})


def marked(text: str) -> str:
    r"""Return a text written from right to left with a mark before each line that does not begin so itself.

    >>> marked("abc, 1\nשלום").startswith(RLM), marked("שלום")[0] == RLM
    (True, False)
    """
    return "\n".join(RLM + line if _misleads(line) else line for line in text.split("\n"))


def unmarked(text: str) -> str:
    """Return a text as it was before ``marked``."""
    return "\n".join(
        line[1:] if line.startswith(RLM) and _misleads(line[1:]) else line for line in text.split("\n")
    )


def _misleads(line: str) -> bool:
    """Tell whether a line, but for marks at its start, has no letter that says its direction before another."""
    rest = line.lstrip(RLM)
    if not rest.strip():
        return False
    strong = (kind for kind in map(unicodedata.bidirectional, rest) if kind in {"L", "R", "AL"})
    return next(strong, "L") not in _LEFTWARD
