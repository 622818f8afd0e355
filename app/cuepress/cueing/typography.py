"""How the signs of a text are mended, a small pass each: French spaces, ellipses, quotes, apostrophes, sounds.

A pass names places in one paragraph and what stands there instead; ``mending`` puts it there. No word is changed,
no space is put where there was none (but inside new « »), and what is right in one of its forms stays: a no-break
space of either width, an ellipsis among more dots, quotes that do not pair. Addresses and code are left alone, and
so are languages of which a pass knows nothing.

Sources: customs of French printers, as quoted by others (spaces); Office québécois de la langue française, Vitrine
linguistique, Espacement avant et après les signes de ponctuation (a thin space before ; ! ? or none: so none is
added); Unicode CLDR (quotes).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from cuepress import language
from cuepress.cueing.profile import Typography
from cuepress.model import Paragraph

MendKind = Literal["spaces", "ellipses", "quotes", "apostrophes", "sounds"]

NO_BREAK, NARROW = "\u00a0", "\u202f"


@dataclass(frozen=True, slots=True)
class Mend:
    """What stands from ``start`` to ``end`` of a text is written as ``text``."""

    start: int
    end: int
    text: str
    kind: MendKind


Pass = Callable[[Paragraph, str, Typography], Iterator[Mend]]

# Addresses, code, file names. Lengths are limited, so that a long text without spaces is walked through once.
_UNTOUCHED = re.compile(
    r"`[^`]{1,500}`|\b(?:https?|ftp)://\S{1,2000}|\bwww\.\S{1,2000}|[^\s@]{1,64}@[^\s@]{1,255}"
    r"|(?<![\w.-])[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}/\S{0,2000}|(?<!\S)\.{1,3}/\S{1,2000}"
)


def find_mends(paragraph: Paragraph, tag: str, typography: Typography) -> list[Mend]:
    """Return what the passes mend in a paragraph, in order; none overlaps another."""
    found = [mend for each in _PASSES for mend in each(paragraph, tag, typography)]
    if not found:
        return []
    untouched = [match.span() for match in _UNTOUCHED.finditer(paragraph.text)]
    starts = [start for start, _ in untouched]
    kept: list[Mend] = []
    for mend in sorted(found, key=lambda mend: (mend.start, mend.end)):
        before = bisect_left(starts, mend.end)
        is_free = not before or untouched[before - 1][1] <= mend.start
        if is_free and (not kept or kept[-1].end <= mend.start):
            kept.append(mend)
    return kept


# --- the spaces of French -------------------------------------------------------------------------------------

_ANY = f"[ {NO_BREAK}{NARROW}]"
# Before marks that stand alone: not in "a != b", ":)" or ":q".
_BEFORE_HIGH = rf"(?<=\S){_ANY}(?=(?:[!?]+|;)(?:[\s»)\]”\"’…,.]|$))"
# Not in 3 : 2 and 12 : 30.
_BEFORE_COLON = rf"(?<=\S)(?<!\d){_ANY}(?=:(?:\s|$))|(?<=\d){_ANY}(?=:(?:\s(?!\d)|$))"
# »Wort« is German, in French texts too.
_IN_GUILLEMETS = rf"(?<=«)(?<!\w«){_ANY}(?=\S)|(?<=\S){_ANY}(?=»(?!\w))"
_AT_MARKS = re.compile(f"(?P<high>{_BEFORE_HIGH})|{_BEFORE_COLON}|{_IN_GUILLEMETS}")
_AT_NUMBERS = re.compile(
    rf"(?<![\w.,])\d{{1,3}}(?:{_ANY}\d{{3}})+(?!\d)"  # 10 000
    rf"|\d{_ANY}(?:[%‰€$£](?!\w)|°[CF]\b)"  # 50 %, 20 °C
    rf"|(?<!\d)\d{{1,2}}{_ANY}h(?:{_ANY}\d{{2}})?(?!\w)"  # 12 h 30
)


def french_spaces(paragraph: Paragraph, tag: str, typography: Typography) -> Iterator[Mend]:
    """Make plain spaces no-break where no line may end, or, before and inside marks, no-break ones plain."""
    form = typography.french_space
    if language.primary(tag) != "fr" or form == "keep":
        return
    for found in _AT_MARKS.finditer(paragraph.text):
        # In Canada no wider space than a thin one is used there.
        narrow = NARROW if found["high"] and (form == "nnbsp" or tag == "fr-CA") else NO_BREAK
        is_plain = found.group() == " "
        if is_plain != (form == "plain"):
            yield Mend(*found.span(), narrow if is_plain else " ", "spaces")
    if form == "plain":
        return
    for found in _AT_NUMBERS.finditer(paragraph.text):
        for at, sign in enumerate(found.group(), start=found.start()):
            if sign == " ":
                yield Mend(at, at + 1, NARROW if form == "nnbsp" else NO_BREAK, "spaces")


# --- ellipses -------------------------------------------------------------------------------------------------

# Where three dots are an ellipsis. In Chinese and Japanese it has six, in Korean either; others are not known.
_ELLIPSIS_SCRIPTS = frozenset({"Latn", "Cyrl", "Grek", "Arab", "Hebr"})
_THREE = re.compile(r"(?<![.…])(?<!\d)\.\.\.(?![.…])|(?<=\d)(?<!…)\.\.\.(?![.…\d])")
_ONE = re.compile(r"(?<![.…])…(?![.…])")


def ellipses(paragraph: Paragraph, tag: str, typography: Typography) -> Iterator[Mend]:
    """Write three dots as one sign, or the sign as three dots; more dots, and 1...10, stay."""
    form = typography.ellipsis
    if form == "keep" or language.script(tag) not in _ELLIPSIS_SCRIPTS:
        return
    pattern, text = (_THREE, "…") if form == "one" else (_ONE, "...")
    for found in pattern.finditer(paragraph.text):
        yield Mend(*found.span(), text, "ellipses")


# --- quotes ---------------------------------------------------------------------------------------------------

# CLDR, characters/delimiters, where custom agrees with it; French has its spaces inside, Swiss French none.
_QUOTES = {
    "en": "“”",
    "fr": "«»",
    "fr-CH": "«»",
    "de": "„“",
    "de-CH": "«»",
    "es": "“”",
    "it": "«»",
    "pt": "“”",
    "pt-PT": "«»",
    "tr": "“”",
    "pl": "„”",
    "cs": "„“",
    "ru": "«»",
    "uk": "«»",
    "el": "«»",
}
_BEFORE_OPENING = frozenset(" \u00a0\u202f([{«“„¿¡—–-/'’")
_AFTER_CLOSING = frozenset(" \u00a0\u202f)]}»”.,;:!?…—–-/'’")
_OTHER_QUOTES = re.compile(f"«(?:{_ANY})?|(?:{_ANY})?»|[“”„]")


def quotes(paragraph: Paragraph, tag: str, typography: Typography) -> Iterator[Mend]:
    """Write the quotes of a paragraph as its language does, or straight, if all of them pair."""
    own = _QUOTES.get(tag) or _QUOTES.get(language.primary(tag))
    if own is None or typography.quotes == "keep":
        return
    if typography.quotes == "straight":
        yield from _straightened(paragraph.text, own)
        return
    spans = _pairs(paragraph.text)
    inside = _space_inside(tag, typography)
    for number, at in enumerate(spans):
        text = inside + own[1] if number % 2 else own[0] + inside
        yield Mend(at, at + 1, text, "quotes")


def _space_inside(tag: str, typography: Typography) -> str:
    if language.primary(tag) != "fr" or tag == "fr-CH":
        return ""
    return " " if typography.french_space == "plain" else NO_BREAK


def _pairs(text: str) -> list[int]:
    """Return the places of straight quotes, an opening and a closing one in turn; none if they do not pair."""
    places = [at for at, sign in enumerate(text) if sign == '"']
    for number, at in enumerate(places):
        before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
        if number % 2 == 0:
            is_sound = (not before or before in _BEFORE_OPENING) and bool(after.strip())
        else:
            is_sound = bool(before.strip()) and (not after or after in _AFTER_CLOSING)
        if not is_sound:
            return []
    return places if len(places) % 2 == 0 else []


def _straightened(text: str, own: str) -> Iterator[Mend]:
    """Yield the quotes of a text as straight ones, with the spaces inside « »; quotes in quotes stay."""
    found = list(_OTHER_QUOTES.finditer(text))
    marks = [match.group().strip(f" {NO_BREAK}{NARROW}") for match in found]
    pairs = list(zip(marks[::2], marks[1::2], strict=False))
    is_paired = len(marks) % 2 == 0 and all(pair in {("«", "»"), ("“", "”"), tuple(own)} for pair in pairs)
    insides = (text[a.end() : b.start()] for a, b in zip(found[::2], found[1::2], strict=False))
    if not is_paired or '"' in text or not all(map(str.strip, insides)):
        return
    for match in found:
        yield Mend(*match.span(), '"', "quotes")


# --- apostrophes ----------------------------------------------------------------------------------------------

# Elsewhere the sign between two letters may be a letter (Hawaiian, Uzbek) or a sign of its own.
_APOSTROPHE_LANGUAGES = frozenset({"en", "fr", "it", "ca", "de", "nl", "pt", "tr"})
_APOSTROPHES = {"curly": ("'", "’"), "straight": ("’", "'")}


def apostrophes(paragraph: Paragraph, tag: str, typography: Typography) -> Iterator[Mend]:
    """Write the apostrophe between two letters in the profile's form."""
    signs = _APOSTROPHES.get(typography.apostrophe)
    if signs is None or language.primary(tag) not in _APOSTROPHE_LANGUAGES:
        return
    for found in re.finditer(rf"(?<=[^\W\d_]){signs[0]}(?=[^\W\d_])", paragraph.text):
        yield Mend(*found.span(), signs[1], "apostrophes")


# --- sounds ---------------------------------------------------------------------------------------------------

_TO_BRACKETS = {"(": "[", ")": "]", "（": "［", "）": "］"}
_TO_PARENTHESES = {after: before for before, after in _TO_BRACKETS.items()}


def sounds(paragraph: Paragraph, tag: str, typography: Typography) -> Iterator[Mend]:
    """Put described sounds into brackets or parentheses; ♪ has neither."""
    del tag  # the same in every language
    if typography.sounds == "keep":
        return
    pairs = _TO_BRACKETS if typography.sounds == "brackets" else _TO_PARENTHESES
    for sound in paragraph.sounds:
        text = paragraph.text[sound.start : sound.end]
        inside = text[1:-1]
        if len(text) > 2 and text[0] in pairs and text[-1] in pairs and not set(inside) & set("()[]（）［］"):
            yield Mend(sound.start, sound.end, pairs[text[0]] + inside + pairs[text[-1]], "sounds")


_PASSES: tuple[Pass, ...] = (french_spaces, ellipses, quotes, apostrophes, sounds)
