"""Where a text names the concepts of a glossary, inflected or not.

Endings differ from sentence to sentence, so a word is that of a term if it begins as that does. In a script
without spaces a term is a row of characters.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from cuepress import language
from cuepress.model import Transcript
from cuepress.sync.bilingual.pieces import folded, letters

_KEY = 3  # characters by which terms are looked up
_ENDING = 2  # characters of a word that may change …
_LEAST_STEM, _LEAST_IN_PHRASE = 4, 2  # … where so many are left; the other words of a phrase tell it as well


def find(transcript: Transcript, concepts: Sequence[Sequence[str]]) -> dict[int, list[int]]:
    """Return which concepts are named, by number, for each word that a term begins with.

    Parameters
    ----------
    concepts
        The variants of each concept in the language of the transcript.
    """
    said = [folded(letters(word.text)) for word in transcript.words]
    if language.is_unspaced(transcript.language):
        found = _in_rows(said, concepts)
    else:
        found = _word_by_word(said, concepts)
    named: dict[int, list[int]] = defaultdict(list)
    for at, concept in sorted(set(found)):  # variants may both fit
        named[at].append(concept)
    return dict(named)


def _word_by_word(said: Sequence[str], concepts: Sequence[Sequence[str]]) -> Iterator[tuple[int, int]]:
    begun: dict[str, list[tuple[list[str], int]]] = defaultdict(list)
    for number, variants in enumerate(concepts):
        for variant in variants:
            words = [plain for each in variant.split() if (plain := folded(letters(each)))]
            if words:
                begun[words[0][: _KEY if len(words) == 1 else _LEAST_IN_PHRASE]].append((words, number))
    for at, word in enumerate(said):
        for words, number in (*begun.get(word[:_KEY], ()), *begun.get(word[:_LEAST_IN_PHRASE], ())):
            least = _LEAST_STEM if len(words) == 1 else _LEAST_IN_PHRASE
            there = said[at : at + len(words)]
            if len(there) == len(words) and all(map(_is_same, there, words, [least] * len(words))):
                yield at, number


def _is_same(word: str, of_term: str, least: int) -> bool:
    stem = of_term[: max(least, len(of_term) - _ENDING)]
    return word.startswith(stem) if len(stem) >= least else word == of_term


def _in_rows(said: Sequence[str], concepts: Sequence[Sequence[str]]) -> Iterator[tuple[int, int]]:
    begun: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for number, variants in enumerate(concepts):
        for variant in variants:
            row = "".join(folded(letters(each)) for each in variant.split())
            if row:
                begun[row[0]].append((row, number))
    text, of_word = "".join(said), [at for at, word in enumerate(said) for _ in word]
    for place, character in enumerate(text):
        for row, number in begun.get(character, ()):
            if text.startswith(row, place):
                yield of_word[place], number
