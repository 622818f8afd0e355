"""The places of a text with spaces between its words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cuepress import language
from cuepress.cueing.grammar import adjectives, names, numbers, runs
from cuepress.cueing.grammar.lists import Lists, WordClass, lists_of
from cuepress.cueing.grammar.looks import Look, look
from cuepress.cueing.grammar.pairs import ANYWHERE, Place, judge_pair
from cuepress.cueing.places import PlaceKind
from cuepress.language import Mark


def judge_spaced(texts: Sequence[str], marks: Sequence[Mark], tag: str) -> list[Place | None]:
    """Judge the place after each word of a paragraph but the last; None where its mark says what it is.

    Parameters
    ----------
    texts
        The words.
    marks
        The mark after each of them, as ``language.mark_after`` tells it; around what is no word, CLAUSE.
    tag
        Their language.
    """
    lists = lists_of(language.primary(tag))
    words = [look(text, tag) for text in texts]
    places: list[Place | None] = [
        judge_pair(words[at], words[at + 1], tag) if marks[at] == Mark.NONE else None
        for at in range(len(words) - 1)
    ]
    _let_go(places, words, marks, lists)
    _begin_infinitives(places, words, lists)
    _hold(places, texts, adjectives.compounds(words, marks, lists), PlaceKind.COMPOUND)
    _hold(places, texts, adjectives.bare_modifiers(words, marks, lists), PlaceKind.COMPOUND)
    _hold(places, texts, names.runs(words, marks, lists), PlaceKind.NAME)
    _hold(places, texts, runs.split_verbs(words, marks, lists), PlaceKind.SMALL_WORD)
    _hold(places, texts, runs.expressions(words, marks, lists), PlaceKind.FIXED)
    _hold(places, texts, runs.brackets(words, marks, lists), PlaceKind.FIXED)
    _hold(places, texts, _hyphens(words, marks, lists), PlaceKind.FIXED)
    _hold(places, texts, numbers.runs(words, marks, lists), PlaceKind.NUMBER)
    return places


def _hold(
    places: list[Place | None], texts: Sequence[str], spans: Iterable[tuple[int, int]], kind: PlaceKind
) -> None:
    """Let no place inside the spans be better than ``kind``."""
    for start, end in spans:
        why = " ".join(texts[start:end])
        for at in range(start, end - 1):
            held = places[at]
            if held is None or held[0] < kind:
                places[at] = kind, why


def _let_go(places: list[Place | None], words: Sequence[Look], marks: Sequence[Mark], lists: Lists) -> None:
    """Undo what two words alone seemed to say: years that count nothing, capitals that are no names."""
    is_shouted = not any(character.islower() for word in words for character in word.text)
    for at, place in enumerate(places):
        if place is None:
            continue
        if place[0] == PlaceKind.NAME:
            begins = at == 0 or marks[at - 1] >= Mark.CLAUSE
            if is_shouted or (begins and lists.nouns_have_capitals):
                places[at] = ANYWHERE
        elif place[0] == PlaceKind.CLOSE and _is_either(words[at + 1], lists):
            # It belongs to one side or the other.
            other = at if _leads_on(words, marks, at + 1) else at + 1
            if other < len(places) and places[other] is not None:
                places[other] = ANYWHERE
        elif place[0] == PlaceKind.NUMBER and words[at].is_number and not words[at + 1].is_number:
            before = words[at - 1] if at and marks[at - 1] == Mark.NONE else None
            if numbers.counts_nothing(before, words[at], lists):
                places[at] = ANYWHERE


def _begin_infinitives(places: list[Place | None], words: Sequence[Look], lists: Lists) -> None:
    """Let a line begin where a phrase does with the word that leads an infinitive: permis | de féliciter."""
    for at, place in enumerate(places):
        if place != ANYWHERE:
            continue
        lead = words[at + 1]
        verb = lead.rest if lead.head else words[at + 2].bare if at + 2 < len(words) else ""
        if (lead.head or lead.bare) in lists.weak and verb.endswith(lists.adjectives.verb_ends):
            places[at] = PlaceKind.PHRASE, f"{lead.text} {verb}"


def _is_either(word: Look, lists: Lists) -> bool:
    """Tell whether a word is a small one as well as an adjective: même si, l'essence même."""
    return word.kind is not None and word.bare in lists.adjectives.after


def _leads_on(words: Sequence[Look], marks: Sequence[Mark], at: int) -> bool:
    """Tell whether such a word belongs to what follows."""
    if at + 1 == len(words) or marks[at] != Mark.NONE:
        return False
    return words[at + 1].kind not in {None, WordClass.LINKING, WordClass.DETERMINER}


def _hyphens(words: Sequence[Look], marks: Sequence[Mark], lists: Lists) -> Iterable[tuple[int, int]]:
    """Yield spans of words that share what stands behind the last: Vor- und Nachteile."""
    for at, word in enumerate(words[:-2]):
        if len(word.text) > 1 and word.text[-1] in "-‐" and word.text[-2].isalnum():
            joins = words[at + 1].kind == WordClass.COORDINATING or words[at + 1].bare in lists.ranges
            if joins and marks[at] == Mark.NONE and marks[at + 1] == Mark.NONE:
                yield at, at + 3
