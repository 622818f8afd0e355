"""What is known of a language without a model: which words hang together, and where a line may well begin.

``languages`` has a file of word lists per language, all of one shape; ``lists`` reads them. ``spaced`` judges the
places of a text with spaces between words, ``unspaced`` those of Chinese, Japanese, Thai and the like. They use
``looks`` (a word as the lists see it), ``pairs`` (two words), ``runs`` (several), ``numbers``, ``names`` and
``adjectives``. A language without a file has what is said of numbers, names and its script (``borders``).

The functions here answer for two words alone, for a check that has no more; an empty answer: all is well.
"""

from __future__ import annotations

from cuepress import language
from cuepress.cueing.grammar.lists import lists_of
from cuepress.cueing.grammar.looks import look
from cuepress.cueing.grammar.pairs import judge_pair
from cuepress.cueing.grammar.spaced import judge_spaced
from cuepress.cueing.grammar.unicode_lines import line_ends
from cuepress.cueing.grammar.unspaced import judge_space, judge_unspaced
from cuepress.cueing.places import PlaceKind
from cuepress.language import Mark

__all__ = ["good_first", "judge_space", "judge_spaced", "judge_unspaced", "line_ends", "never_last"]


def never_last(word: str, following: str, tag: str) -> str:
    """Tell why a line should not end between two words, or return an empty text where it may.

    A word before a mark may end a line, whatever it is, and so may the last one of all (``following`` is empty).

    >>> never_last("the", "city", "en"), never_last("the,", "city", "en"), never_last("10", "millions", "fr")
    ('the (article or the like)', '', '10 millions')
    """
    if not following or language.mark_after(word, following, tag) != Mark.NONE:
        return ""
    if language.is_unspaced(tag):
        kind, why = judge_unspaced(word + following, [len(word)], tag)[0]
    else:
        seen = look(word, tag)
        if seen.bare in lists_of(language.primary(tag)).adjectives.after:
            return (
                ""  # of two words alone it cannot be told whether it is one: l'essence même | de la civilisation
            )
        kind, why = judge_pair(seen, look(following, tag), tag)
    return why if kind >= PlaceKind.SMALL_WORD else ""


def good_first(word: str, tag: str) -> bool:
    """Tell whether a line may well begin with this word: a conjunction, a relative, a preposition."""
    return look(word, tag).is_good_first
