"""Adjectives and their nouns, owners and what they own, compounds, as far as a list or an ending tells them.

No model says what is a noun here, so an error is cheap: the place is only a little worse than one of which nothing
is known.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from cuepress.cueing.grammar.lists import Lists, WordClass
from cuepress.cueing.grammar.looks import Look
from cuepress.language import Mark

# In English: of several, of what is done, how it is done; those tell of no kind.
_NO_MODIFIER = ("s", "ing", "ly")
_NO_NOUN = ("ly", "ed")
_SHORTEST = 4  # letters of a word that is known by its ending


def belong_together(word: Look, following: Look, lists: Lists) -> bool:
    """Tell whether one of two words is probably an adjective of the other, or its owner."""
    known = lists.adjectives
    is_small = following.kind is not None and following.bare not in known.after
    if word.kind not in {None, WordClass.TITLE} or is_small or not (word.is_word and following.is_word):
        return False
    if known.definite:
        # Or a noun and the one that it is of, which alone bears the article: the minister | of the interior.
        return following.bare.startswith(known.definite)
    if following.bare in known.after or _ends(following, known.after_ends, known.after_not):
        return not following.has_capital and not _ends(word, known.verb_ends, frozenset())
    if word.has_capital or word.is_number:
        return False
    if word.rest in known.before or _is_of_many(word, lists):
        return True
    is_noun = following.has_capital if lists.nouns_have_capitals else not following.bare.endswith("ly")
    return is_noun and _ends(word, known.before_ends, known.before_not)


def compounds(words: Sequence[Look], marks: Sequence[Mark], lists: Lists) -> Iterator[tuple[int, int]]:
    """Yield half-open spans of a noun and another that is one notion with it: lecteur d'écran."""
    known = lists.adjectives
    for at, (word, following) in enumerate(pairwise(words) if known.of else ()):
        if marks[at] != Mark.NONE or not _may_be_noun(word, lists):
            continue
        if following.head in known.of:
            is_bare = following.kind is None and _may_be_noun_called(following.rest, lists)
        else:
            behind = words[at + 2] if at + 2 < len(words) and marks[at + 1] == Mark.NONE else None
            is_bare = following.bare in known.of and behind is not None and _may_be_noun(behind, lists)
        if is_bare:
            yield at, at + 2


def bare_modifiers(words: Sequence[Look], marks: Sequence[Mark], lists: Lists) -> Iterator[tuple[int, int]]:
    """Yield half-open spans of a noun and the word before it that tells its kind: from staff exchanges."""
    known = lists.adjectives
    for at in range(1, len(words) - 1 if known.before_bare else 0):
        lead, word, following = words[at - 1 : at + 2]
        is_led = lead.bare in known.before_bare and marks[at - 1] == Mark.NONE and marks[at] == Mark.NONE
        if is_led and _is_plain(word, _NO_MODIFIER) and not word.has_capital and _is_plain(following, _NO_NOUN):
            yield at, at + 2


def _is_plain(word: Look, endings: tuple[str, ...]) -> bool:
    """Tell whether a word is no small one, no number, and has none of these endings."""
    if word.kind is not None or word.is_number or not word.is_word:
        return False
    return not word.bare.endswith(endings) or word.bare.endswith(("ss", "ous"))


def _may_be_noun(word: Look, lists: Lists) -> bool:
    is_small = word.kind not in {None, WordClass.TITLE} or bool(word.head)
    return not is_small and word.is_word and not word.is_number and _may_be_noun_called(word.bare, lists)


def _may_be_noun_called(bare: str, lists: Lists) -> bool:
    known = lists.adjectives
    return bare not in known.before and not bare.endswith(known.verb_ends)


def _is_of_many(word: Look, lists: Lists) -> bool:
    """Tell whether a word is the owner of what follows, and more than one: the radicals' attempts."""
    if "'s" not in lists.leading_ends or not word.text.endswith(("s’", "s'")):
        return False
    return not word.text.startswith(("‘", "'", "“"))


def _ends(word: Look, endings: tuple[str, ...], exceptions: frozenset[str]) -> bool:
    if not endings or len(word.bare) < _SHORTEST or word.bare in exceptions:
        return False
    return word.bare.endswith(endings)
