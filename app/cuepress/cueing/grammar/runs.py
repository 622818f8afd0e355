"""What several words in a row say of the places between them: expressions, negations, verbs of several words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cuepress.cueing.grammar.lists import Lists, WordClass
from cuepress.cueing.grammar.looks import Look
from cuepress.language import Mark

# Between "ne" and "pas" stand the verb and what leans on it: ne les y a | pas.
_LONGEST_BRACKET = 5
_SHORTEST_PARTICIPLE = 2  # letters: vu, dit

Run = tuple[int, int]


def expressions(words: Sequence[Look], marks: Sequence[Mark], lists: Lists) -> Iterator[Run]:
    """Yield half-open spans of words that are never split: parce que, in order to."""
    if not lists.expressions:
        return
    for at, word in enumerate(words):
        for first in {word.bare, word.rest}:
            for expression in lists.expressions.get(first, ()):
                if _matches(expression, words, marks, at):
                    yield at, at + len(expression)


def _matches(expression: tuple[str, ...], words: Sequence[Look], marks: Sequence[Mark], at: int) -> bool:
    last = at + len(expression) - 1
    if last >= len(words) or words[last].text.startswith(("(", "[")):
        return False
    for offset in range(1, len(expression)):
        word = words[at + offset]
        if marks[at + offset - 1] != Mark.NONE:
            return False
        if word.bare != expression[offset] and not (at + offset == last and word.head == expression[offset]):
            return False
    return True


def brackets(words: Sequence[Look], marks: Sequence[Mark], lists: Lists) -> Iterator[Run]:
    """Yield spans from the first to the second half of a negation: n'est pas, ne les a jamais."""
    for opening, closing in lists.brackets:
        for at, word in enumerate(words):
            if word.bare not in closing:
                continue
            for start in range(at - 1, max(-1, at - _LONGEST_BRACKET), -1):
                if marks[start] != Mark.NONE:
                    break
                if words[start].bare in opening or words[start].head in opening:
                    yield start, at + 1
                    break


def split_verbs(words: Sequence[Look], marks: Sequence[Mark], lists: Lists) -> Iterator[Run]:
    """Yield spans of a helping verb, an adverb and what completes it: has already gone, n'est pas prêt."""
    if not lists.between:
        return
    for at in range(1, len(words) - 1):
        if words[at].bare not in lists.between or marks[at - 1] != Mark.NONE or marks[at] != Mark.NONE:
            continue
        first = at - 1
        if first > 0 and words[first].bare in lists.between and marks[first - 1] == Mark.NONE:
            first -= 1
        if words[first].kind == WordClass.VERB and _completes(words[at + 1]):
            yield first, at + 2


def _completes(word: Look) -> bool:
    """Tell whether a word behind a helping verb and its adverb may be a participle or an attribute."""
    if word.kind is not None or word.is_good_first or word.has_capital or word.is_number:
        return False
    return len(word.bare) >= _SHORTEST_PARTICIPLE
