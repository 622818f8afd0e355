"""Characters that nobody meant: control characters, soft hyphens, bidi overrides, odd spaces. Text in NFC.

The no-break spaces of French (U+00A0, U+202F) and the joiners of Persian and Hindi (U+200C, U+200D) stay, and
so do quotation marks and dashes as they were written.
"""

from __future__ import annotations

import re
import unicodedata

_LINE_BREAKS = dict.fromkeys(map(ord, "\r\v\f\u0085\u2028\u2029"), "\n")
_ODD_SPACES = dict.fromkeys([*range(0x2000, 0x200B), 0x1680, 0x205F, 0x3000], " ")
_CONTROLS = dict.fromkeys([*range(9), *range(14, 32), *range(127, 133), *range(134, 160)])
# Soft hyphen, zero-width space and no-break, bidi embeddings, overrides and isolates, interlinear marks, tags.
_INVISIBLE = dict.fromkeys(
    [0xAD, 0x200B, 0x2060, 0xFEFF, 0xFFFE, 0xFFFF]
    + [*range(0x202A, 0x202F), *range(0x2061, 0x2065), *range(0x2066, 0x2070)]
    + [*range(0xFFF9, 0xFFFC), *range(0xE0000, 0xE0080)]
)
_TABLE: dict[int, str | None] = {**_CONTROLS, **_INVISIBLE, **_ODD_SPACES, **_LINE_BREAKS}
_SURROGATES = re.compile("[\ud800-\udfff]")

_SPACES = re.compile("[ \t]+")
# A space beside a no-break space says nothing that the no-break space does not say.
_SPACES_BESIDE_NO_BREAK = re.compile("[ \t]*([\u00a0\u202f])[ \t]*")


def clean(text: str) -> str:
    """Return ``text`` in NFC, with the characters above taken out; line breaks become ``\\n``, tabs stay."""
    text = text.replace("\r\n", "\n")
    return unicodedata.normalize("NFC", _SURROGATES.sub("\ufffd", text).translate(_TABLE))


def squeezed(text: str) -> str:
    """Return ``text`` with single spaces and none at its ends, as a paragraph has it."""
    text = _SPACES_BESIDE_NO_BREAK.sub(r"\1", _SPACES.sub(" ", text.replace("\n", " ")))
    return unicodedata.normalize("NFC", text.strip())
