"""Names of people and places: with their titles, initials and small words (van der Berg, Bin Salman)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cuepress.cueing.grammar.lists import Lists, WordClass
from cuepress.cueing.grammar.looks import Look
from cuepress.language import Mark

# Small words of names in whatever language they are named.
_SMALL = frozenset(
    (
        *("van", "von", "der", "den", "ter", "ten", "'t", "zu", "zur", "af", "av", "bin", "ibn", "ben", "bint"),
        *("abu", "abd", "abdul", "al", "el", "ould", "da", "di", "de", "del", "della", "du", "do", "dos", "das"),
        *("la", "le", "y"),
    )
)
_MOST_SMALL = 3  # de la, van der, von und zu


def is_title(word: Look, following: Look, *, is_cased: bool) -> bool:
    """Tell whether a title stands before a name; where there are no capitals, before whatever follows."""
    if word.kind != WordClass.TITLE:
        return False
    return following.has_capital or (not is_cased and following.is_word)


def is_initial(word: Look, following: Look) -> bool:
    """Tell whether a word is the initial of a name, written without its dot: George W | Bush."""
    return len(word.bare) == 1 and word.is_named and following.is_named and word.text.isalpha()


def runs(words: Sequence[Look], marks: Sequence[Mark], lists: Lists) -> Iterator[tuple[int, int]]:
    """Yield half-open spans of names with small words inside: Charles de Gaulle, United States of America."""
    at = 0
    while at < len(words):
        end = at + 1
        if words[at].is_named:
            while (
                end < len(words)
                and end - at <= _MOST_SMALL
                and marks[end - 1] == Mark.NONE
                and _is_small(words[end], lists)
            ):
                end += 1
            if end - at > 1 and end < len(words) and marks[end - 1] == Mark.NONE and words[end].is_named:
                yield at, end + 1
        at = max(end - 1, at + 1)


def _is_small(word: Look, lists: Lists) -> bool:
    """Tell whether a word may be a small one of a name; one of the language's own articles needs a capital."""
    if lists.nouns_have_capitals:  # Implementierung von Standards looks like a name, and is none
        return word.bare in _SMALL and word.kind is None
    if word.kind == WordClass.LINKING:
        return True
    return word.bare in _SMALL and (word.kind is None or word.has_capital)
