"""A word as the lists of its language see it."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from cuepress import language
from cuepress.cueing.grammar.lists import Lists, WordClass, lists_of, normalise

_MARKS = " \"'“”‘’„‚«»‹›()[]{}<>¿¡.,;:!?…،؛؟।-–—―·*\u00a0\u202f\u200b\u200e\u200f\u061c\u0f0b\u1361"
_SIGNS = "+-−±~≈<>#№"
_CURRENCIES = "$€£¥₹₺₽₩₪฿"
_CASED = frozenset({"Latn", "Cyrl", "Grek", "Armn"})
_TATWEEL = "\u0640"
_KOREAN_ENDINGS = frozenset(
    (
        *("가", "이", "은", "는", "을", "를", "도", "만", "의", "에", "로", "으로", "과", "와", "에서", "까지"),
        *("부터", "이다", "입니다", "이며", "이고", "인", "일", "이라", "이라고", "처럼", "밖에"),
    )
)


@dataclass(frozen=True, slots=True)
class Look:
    """What is seen of a word.

    ``bare`` is it as the lists have it; ``parts`` also holds what stands before and behind an elision, in full
    (qu'il: que, il). ``kind`` says why it never ends a line, ``leans`` why it never begins one.
    """

    text: str
    bare: str
    head: str
    rest: str
    kind: WordClass | None
    leans: str
    is_good_first: bool
    has_capital: bool
    is_number: bool
    is_plain_number: bool

    @property
    def is_word(self) -> bool:
        """Whether it has a letter or a digit at all."""
        return bool(self.bare) and any(character.isalnum() for character in self.bare)

    @property
    def is_named(self) -> bool:
        """Whether it may be part of a name: a capital, and no small word."""
        return self.has_capital and self.kind in {None, WordClass.TITLE}


def look(text: str, tag: str) -> Look:
    """Return what is seen of a word; a text has far fewer words than tokens, so looks are kept."""
    return _look(text, language.primary(tag), language.script(tag) in _CASED)


@lru_cache(maxsize=65_536)
def _look(text: str, primary: str, is_cased: bool) -> Look:  # noqa: FBT001 - a cache takes no keywords cheaply
    lists = lists_of(primary)
    bare = _bare(text, primary)
    # A no-break space makes one word of several: the first of them begins a line, the last ends it.
    glued = bare.split() or [""]
    head, rest = _elision(glued[0], lists)[0], _elision(glued[-1], lists)[1]
    kind = _kind(glued[-1], rest, lists, is_cased=is_cased)
    is_number, is_plain = _number(bare or text)
    first = next((character for character in text if character.isalnum()), "")
    return Look(
        text=text,
        bare=bare,
        head=head,
        rest=rest,
        kind=kind,
        leans=_leans(glued[0], lists, primary),
        is_good_first=_is_good_first(glued[0], head, lists, primary),
        has_capital=first.isupper(),
        is_number=is_number,
        is_plain_number=is_plain,
    )


def _bare(text: str, primary: str) -> str:
    bare = normalise(text.strip(_MARKS), primary)
    if primary in {"ar", "fa", "ur", "he"}:
        plain = unicodedata.normalize("NFD", bare) if primary == "he" else bare
        bare = "".join(sign for sign in plain if not unicodedata.combining(sign) and sign != _TATWEEL)
    return bare


def _elision(bare: str, lists: Lists) -> tuple[str, str]:
    """Return what stands before and behind an apostrophe, where that parts two words: que, il."""
    before, mark, behind = bare.partition("'")
    if not mark or bare in lists.whole or before not in lists.elisions:
        return "", bare
    return lists.elisions[before], behind


def _kind(bare: str, rest: str, lists: Lists, *, is_cased: bool) -> WordClass | None:
    found = lists.leading.get(bare) or lists.leading.get(rest)
    if found is None and lists.leading_ends and bare.endswith(lists.leading_ends):
        return WordClass.DETERMINER
    if found is None and bare[:1] in "وف" and len(bare) > 2:
        found = lists.leading.get(bare[1:])
    if found is None and is_cased and not lists.leading and len(bare) == 1 and bare.isalpha():
        return WordClass.SHORT
    return found


def _is_good_first(bare: str, head: str, lists: Lists, primary: str) -> bool:
    """Tell whether a word is a good start, also behind the Arabic "and" or "so" that is written with it."""
    if bare in lists.good_first or head in lists.good_first:
        return True
    return primary == "ar" and len(bare) > 2 and bare[0] in "وف" and bare[1:] in lists.good_first


def _leans(bare: str, lists: Lists, primary: str) -> str:
    found = lists.leaning.get(bare, "")
    if found or primary != "ko":
        return found
    # What is glued to a Korean bound noun is cut off: 수가, 것은, 때문에.
    for end in (1, 2):
        if lists.leaning.get(bare[:end]) == "bound_nouns" and bare[end:] in _KOREAN_ENDINGS:
            return "bound_nouns"
    return ""


def _number(bare: str) -> tuple[bool, bool]:
    """Tell whether a word begins with a number, and whether it is one up to its end (not 10 %)."""
    core = bare.lstrip(_SIGNS + _CURRENCIES)
    return core[:1].isdigit(), core[:1].isdigit() and core[-1:].isdigit()
