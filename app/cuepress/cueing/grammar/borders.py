"""Where words end in texts without spaces, and where a line may at all: ICU, the Unicode library, and BudouX.

ICU has the line breaking of UAX #14 and dictionaries of Chinese, Japanese, Thai, Lao, Khmer and Burmese; BudouX is
a small model of where readers of Chinese, Japanese and Thai would break a line, part of its package.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from cuepress import language
from cuepress.cueing.grammar.unicode_lines import SURROGATE

if TYPE_CHECKING:
    from budoux import Parser

_PIECE = 5_000  # a text of a megabyte without marks is parsed in pieces


@dataclass(frozen=True, slots=True)
class Borders:
    """Where a text may be parted: offsets, each with the word before it and the word after it.

    Two tools have to agree on them, where both know the language: each errs in its own way, inside a rare word or
    a name, and what both say is rarely wrong. A word is empty where they agree on one end of it only.
    """

    before: dict[int, str]
    after: dict[int, str]


def find_borders(text: str, tag: str) -> Borders:
    """Find the borders of words in a text without spaces; where there is one, it belongs to the word before."""
    text = SURROGATE.sub("\ufffd", text)
    phrases = _phrases(text, tag)
    before: dict[int, str] = {}
    after: dict[int, str] = {}
    start = 0
    for word in _words(text, tag):
        end = start + len(word)
        # BudouX has a mark with the word before it.
        is_start, is_end = (phrases is None or at in phrases or _is_mark(text, at) for at in (start, end))
        if is_start:
            after[start] = word.strip() if is_end else ""
        if is_end:
            before[end] = word.strip() if is_start or start == 0 else ""
        start = end
    return Borders(before, after)


def _is_mark(text: str, at: int) -> bool:
    return at < len(text) and not text[at].isalnum()


def _words(text: str, tag: str) -> list[str]:
    """Divide a text into words of a dictionary, where ICU has one, else at each place where a line may end."""
    from icu4py.breakers import LineBreaker, WordBreaker

    if not text:
        return []
    breaker = WordBreaker if language.primary(tag) in {"zh", "yue", "ja"} else LineBreaker
    words: list[str] = []
    for word in breaker(text, language.primary(tag)):
        if words and word.isspace():
            words[-1] += word
        else:
            words.append(word)
    return words


def _phrases(text: str, tag: str) -> set[int] | None:
    """Return the offsets where a phrase ends, or None where BudouX does not know the language."""
    parser = _parser(language.primary(tag), is_traditional=language.script(tag) == "Hant")
    if parser is None:
        return None
    found: set[int] = set()
    for start in range(0, len(text), _PIECE):
        at = start
        for phrase in parser.parse(text[start : start + _PIECE]):
            at += len(phrase)
            found.add(_after_space(text, at))
    return found


def _after_space(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


@cache
def _parser(primary: str, *, is_traditional: bool) -> Parser | None:
    if primary not in {"zh", "yue", "ja", "th"}:
        return None
    import budoux

    if primary == "ja":
        return budoux.load_default_japanese_parser()
    if primary == "th":
        return budoux.load_default_thai_parser()
    if is_traditional:
        return budoux.load_default_traditional_chinese_parser()
    return budoux.load_default_simplified_chinese_parser()
