"""How much a text is to a reader: its characters as they are seen, and its words. The one place where is counted.

What is counted in line length and reading speed is the extended grapheme cluster of UAX #29 — a letter with its
marks, a Hangul syllable, an Indic conjunct, a family of emoji — since that is what a reader sees as one. Texts
hold no markup: tags and entities end where a format is read. Which of this a guideline counts, its profile says.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import accumulate, pairwise
from typing import Literal

Counting = Literal["graphemes", "no_spaces", "words"]

# Languages in whose lines a full-width character is one and a half-width one a half (Netflix).
_HALF_WIDTH = frozenset({"zh", "yue", "ja", "ko"})
# … and where a character of ambiguous width (UAX #11), such as “ or —, is full-width too; in Korean it is not.
_AMBIGUOUS_IS_WIDE = frozenset({"zh", "yue", "ja"})

# Scripts whose clusters are a character and the marks after it, with none of the other rules of UAX #29: Latin,
# Greek, Cyrillic, Armenian, Hebrew, Arabic, Thai, Lao, Georgian, punctuation, kana, Han, Hangul in syllables.
_PLAIN_RANGES = (
    "\u0020-\u007e\u00a0-\u052f\u0531-\u058f\u0591-\u05c7\u05d0-\u05f4\u0606-\u06dc\u06de-\u06ff\u0e01-\u0e3a"
    "\u0e3f-\u0e5b\u0e81-\u0ecd\u0ed0-\u0edf\u10a0-\u10ff\u1c90-\u1cbf\u1e00-\u200c\u200e-\u2027\u202a-\u2064"
    "\u2066-\u2bff\u3001-\u3029\u3030-\u3096\u309b-\u312f\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff"
    "\uff01-\uff9d"
)
# What is in them and not seen as a character of its own: marks, and what only directs, joins or parts.
_UNSEEN = frozenset({"Mn", "Me", "Cf", "Cc"})
# … but for the signs of Arabic, Syriac and Kaithi that enclose a number.
_ENCLOSING = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd")


def _is_seen(sign: str) -> bool:
    return unicodedata.category(sign) not in _UNSEEN or sign in _ENCLOSING


def _unseen(ranges: str, kind: str) -> str:
    """Return what is not seen in the ranges, of a kind of category (``M`` mark, ``C`` control), for a regex."""
    spans = ((ord(first), ord(last)) for first, last in re.findall("(.)-(.)", ranges))
    signs = (chr(code) for first, last in spans if first < 0x3400 for code in range(first, last + 1))
    return re.escape(
        "".join(sign for sign in signs if not _is_seen(sign) and unicodedata.category(sign)[0] == kind)
    )


_MARKS = _unseen(_PLAIN_RANGES, "M") + "\u200c"
_CONTROLS = _unseen(_PLAIN_RANGES, "C").replace("\u200c", "")
_IS_PLAIN = re.compile(f"[{_PLAIN_RANGES}]*")
_NOT_SEEN = re.compile(f"[{_MARKS}{_CONTROLS}]+")
_PLAIN_CLUSTER = re.compile(f"[{_CONTROLS}]|[^{_MARKS}{_CONTROLS}][{_MARKS}\u0e33\u0eb3]*|[{_MARKS}\u0e33\u0eb3]+")

_SURROGATE = re.compile("[\ud800-\udfff]")
_RUNS = re.compile(r"\s+|\S+")
_WORD = re.compile(r"\S*[^\W_]\S*")
# Vowels of Thai and Lao that UAX #29 joins to the letter before, and half-width kana marks: each takes room.
_WITH_ROOM = frozenset("\u0e33\u0eb3\uff9e\uff9f")


def graphemes(text: str) -> Iterator[str]:
    """Divide ``text`` into what a reader sees as characters (UAX #29, extended grapheme clusters)."""
    if _IS_PLAIN.fullmatch(text):
        return iter(_PLAIN_CLUSTER.findall(text))
    return iter(_clusters(text))


@lru_cache(maxsize=1 << 14)
def _clusters(text: str) -> tuple[str, ...]:
    from icu4py.breakers import CharacterBreaker

    if not _SURROGATE.search(text):
        return tuple(CharacterBreaker(text, "root"))
    # ICU takes no half of a pair; what stands in for it is as long, and parted from all around it as it is.
    ends = accumulate(map(len, CharacterBreaker(_SURROGATE.sub("\ufffd", text), "root")), initial=0)
    return tuple(text[start:end] for start, end in pairwise(ends))


def counted_length(text: str, tag: str) -> float:
    """Return how many characters ``text`` counts in line length and reading speed, in the manner of ``tag``.

    A visible character (with its marks) counts 1. In Chinese, Japanese and Korean a full-width character counts 1
    and a half-width one 0.5. White space counts like any character, a line break as one space.

    >>> counted_length("Été", "fr"), counted_length("団結 ab", "ja"), counted_length("مُدُنٌ", "ar")
    (3.0, 3.5, 3.0)
    """
    primary = _primary(tag)
    if text.isascii() and text.isprintable():
        return len(text) * (0.5 if primary in _HALF_WIDTH else 1.0)
    # Run by run: a space never belongs to the characters beside it, so that lengths of words add up.
    runs = _RUNS.findall(text.replace("\r\n", "\n"))
    if primary not in _HALF_WIDTH:
        return float(sum(_run(run, "", 1.0) for run in runs))
    return sum(_run(run, primary, 0.5) for run in runs)


def counted_words(text: str) -> int:
    """Return how many words there are: what stands between spaces and has a letter or a digit.

    >>> counted_words("Well — 3,000 people, in well-kept cities.")
    6
    """
    return len(_WORD.findall(text))


def reading_length(text: str, tag: str, counting: Counting) -> float:
    """Return how much of ``text`` there is to read, in what ``counting`` counts."""
    if counting == "words":
        return counted_words(text)
    return counted_length("".join(text.split()) if counting == "no_spaces" else text, tag)


def rule(tag: str) -> str:
    """Return in words how characters are counted in a language."""
    primary = _primary(tag)
    if primary == "ko":
        return "a Hangul syllable counts 1, a Latin letter, a digit, a space or a mark a half"
    if primary in _HALF_WIDTH:
        return "a full-width character counts 1, a half-width one, such as a Latin letter, a half"
    if primary in {"th", "lo"}:
        return "every letter, space and mark counts 1, the vowels and tones above and below nothing"
    if primary in {"ar", "fa", "ur", "he", "yi"}:
        return "every letter, space and mark counts 1, the signs of vowels nothing"
    return "every character counts 1, spaces and punctuation too, a line break as a space"


@cache
def _primary(tag: str) -> str:
    return tag.split("-", maxsplit=1)[0].lower()


@lru_cache(maxsize=1 << 16)
def _run(run: str, primary: str, half: float) -> float:
    if _IS_PLAIN.fullmatch(run):
        seen = len(_NOT_SEEN.sub("", run))
        return seen if half == 1.0 else (seen + len(_wide(primary).findall(run))) * half
    if run.isspace():
        return sum(_weight(sign, primary, half) for sign in run)
    return sum(_cluster(cluster, primary, half) for cluster in graphemes(run))


@cache
def _wide(primary: str) -> re.Pattern[str]:
    """Return what finds the plain characters that count 1 where others count a half."""
    spans = ((ord(first), ord(last)) for first, last in re.findall("(.)-(.)", _PLAIN_RANGES))
    signs = (chr(code) for first, last in spans for code in range(first, last + 1))
    wide = (sign for sign in signs if _is_seen(sign) and _weight(sign, primary, 0.5) == 1.0)
    return re.compile(f"[{re.escape(''.join(wide))}]")


@lru_cache(maxsize=1 << 14)
def _cluster(cluster: str, primary: str, half: float) -> float:
    signs = unicodedata.normalize("NFD", cluster)
    first = next((at for at, sign in enumerate(signs) if _is_seen(sign)), None)
    if first is None:
        return 0.0
    is_picture = "\ufe0f" in signs or "\U0001f1e6" <= signs[first] <= "\U0001f1ff"
    extra = sum(half for sign in signs[first + 1 :] if sign in _WITH_ROOM)
    return (1.0 if is_picture else _weight(signs[first], primary, half)) + extra


@cache
def _weight(sign: str, primary: str, half: float) -> float:
    """Return what a character counts by its width (UAX #11); an accented letter what the bare one counts."""
    if half == 1.0:
        return 1.0
    width = unicodedata.east_asian_width(unicodedata.normalize("NFD", sign)[0])
    return 1.0 if width in {"W", "F"} or (width == "A" and primary in _AMBIGUOUS_IS_WIDE) else half
