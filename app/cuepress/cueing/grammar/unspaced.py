"""The places of a text without spaces: between words and phrases, never inside them.

Kinsoku, the rule of what may not begin or end a line (JLREQ §3.1), is kept where words are made: closing marks,
small kana and long-vowel signs are parts of the word before them, opening marks of the word after.
"""

from __future__ import annotations

from collections.abc import Sequence

from cuepress import language
from cuepress.cueing.grammar.borders import find_borders
from cuepress.cueing.grammar.lists import Lists, WordClass, lists_of
from cuepress.cueing.grammar.looks import look
from cuepress.cueing.grammar.pairs import ANYWHERE, Place, judge_pair
from cuepress.cueing.places import PlaceKind

# After a question's particle one may rest, as it ends what it belongs to; after "of" its noun is yet to come.
_RESTING = frozenset("吗嗎呢吧")
_COUNTING = frozenset("第约約近")
_PARTS_OF_DATES = frozenset("年月時时")
_NUMERALS = frozenset("零〇一二两兩三四五六七八九十百千万萬亿億多余餘几幾")


def judge_unspaced(text: str, offsets: Sequence[int], tag: str) -> list[Place]:
    """Judge the places at offsets of a text, each of them where a word begins that no mark stands before."""
    borders = find_borders(text, tag)
    primary = language.primary(tag)
    lists = lists_of(primary)
    places: list[Place] = []
    for at in offsets:
        if _is_number(text, at):
            places.append((PlaceKind.NUMBER, text[max(at - 2, 0) : at + 1]))
        elif at not in borders.before:
            places.append((PlaceKind.INSIDE_WORD, text[at - 1 : at + 1]))
        elif primary == "ja":
            places.append(_japanese(text, at, borders.before[at], lists))
        else:
            places.append(_between(borders.before[at] or _numeral(text, at), borders.after.get(at, ""), lists))
    return places


def judge_space(word: str, following: str) -> Place | None:
    """Judge a place at a space: it parts phrases, as a comma does; None where it only parts a foreign word.

    Two foreign words are judged as such.
    """
    is_foreign, is_foreign_after = (sign.isascii() or sign.isdigit() for sign in (word[-1], following[0]))
    if is_foreign and is_foreign_after:
        tag = language.UNDETERMINED
        return judge_pair(look(word, tag), look(following, tag), tag)
    return None if is_foreign or is_foreign_after else (PlaceKind.COMMA, "a space")


def _is_number(text: str, at: int) -> bool:
    """Tell whether a number stands before what it counts, or goes on: 5月, 5月1日, 第5."""
    before, after = text[max(at - 4, 0) : at].rstrip()[-2:], text[at]
    if before[-1:].isdigit():
        return after.isalnum()
    return after.isdigit() and (
        before[-1:] in _COUNTING or (before[-1:] in _PARTS_OF_DATES and before[0].isdigit())
    )


def _numeral(text: str, at: int) -> str:
    """Return the end of a numeral of several characters that is no word of the dictionary: 三百多."""
    end = text[max(at - 2, 0) : at]
    return end if _NUMERALS.issuperset(end) else ""


def _between(before: str, after: str, lists: Lists) -> Place:
    """Judge the place between two words of a dictionary."""
    kind = WordClass.NUMERAL if before and _NUMERALS.issuperset(before) else lists.leading.get(before)
    if after in lists.leaning:
        return PlaceKind.SMALL_WORD, before + after
    if kind is not None:
        return PlaceKind.SMALL_WORD, f"{before} ({kind})"
    if len(after) == 1 and _is_unknown(before, lists):
        return PlaceKind.INSIDE_WORD, before + after
    if after in lists.good_first:
        return PlaceKind.PHRASE, after
    if before in _RESTING:
        return PlaceKind.PHRASE, before
    return ANYWHERE


def _is_unknown(before: str, lists: Lists) -> bool:
    """Tell whether a character is none by itself, and so part of a word that the dictionary has not: 旨 | 在."""
    if len(before) != 1 or before in lists.leaning or before in lists.good_first:
        return False
    return before not in lists.whole


def _japanese(text: str, at: int, before: str, lists: Lists) -> Place:
    """Judge the place between two phrases of Japanese, which are told by what they begin with."""
    for length in (4, 3, 2, 1):
        leaning = text[at : at + length]
        if leaning in lists.leaning:
            return PlaceKind.SMALL_WORD, leaning
    if before in lists.leading:
        return PlaceKind.SMALL_WORD, f"{before} ({lists.leading[before]})"
    return PlaceKind.PHRASE, ""
