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
    [
        173,
        8203,
        8288,
        65279,
        65534,
        65535,
        *range(8234, 8239),
        *range(8289, 8293),
        *range(8294, 8304),
        *range(65529, 65532),
        *range(917504, 917632),
    ]
)
_TABLE: dict[int, str | None] = {**_CONTROLS, **_INVISIBLE, **_ODD_SPACES, **_LINE_BREAKS}
_SURROGATES = re.compile("[\ud800-\udfff]")

# A gap in a line is a tab stop, however wide; kept short, so that no pattern has to walk through it.
_WIDE_GAP = re.compile("[ \t]{9,}")
_SPACES = re.compile("[ \t]+")
# A space beside a no-break space says nothing that the no-break space does not say.
_SPACES_BESIDE_NO_BREAK = re.compile("[ \t]*([\u00a0\u202f])[ \t]*")


# Marks on marks on marks: sorting them, which NFC asks for, takes quadratic time. No language puts more on one
# letter than this (UAX 15, 13).
_MAX_MARKS_ON_A_LETTER = 30
_PILE = re.compile(rf"[^\w\s!-~]{{{_MAX_MARKS_ON_A_LETTER + 1},}}")


def _flattened(pile: re.Match[str]) -> str:
    """Return a stretch without letters and without the marks that stand too high on one."""
    kept: list[str] = []
    height = 0
    for character in pile.group():
        height = height + 1 if unicodedata.combining(character) else 0
        if height <= _MAX_MARKS_ON_A_LETTER:
            kept.append(character)
    return "".join(kept)


def clean(text: str) -> str:
    r"""Return ``text`` in NFC, with the characters above taken out; line breaks become ``\\n``, tabs stay."""
    text = _SURROGATES.sub("\ufffd", text.replace("\r\n", "\n")).translate(_TABLE)
    text = _PILE.sub(_flattened, text)
    return unicodedata.normalize("NFC", _WIDE_GAP.sub(" " * 8, text))


def squeezed(text: str) -> str:
    """Return ``text`` with single spaces and none at its ends, as a paragraph has it."""
    text = _SPACES_BESIDE_NO_BREAK.sub(r"\1", _SPACES.sub(" ", text.replace("\n", " ")))
    return unicodedata.normalize("NFC", text.strip())
