"""What kind of place the end of each word is, for a cue or a line to end at.

The order follows the guidelines (BBC §3.4, Netflix General §4, TED): at the end of a sentence, else after
punctuation, else before a conjunction or preposition, never between a small word and what it belongs to. What each
kind costs is in ``costs``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from cuepress import language
from cuepress.cueing import grammar, sentences
from cuepress.cueing.places import PlaceKind
from cuepress.cueing.sentences import Span
from cuepress.language import Mark
from cuepress.model import PARAGRAPH_BREAK, Transcript, Word


@dataclass(frozen=True, slots=True)
class Breaks:
    """For each word of a transcript: what kind of place its end is, and why, where there is more to say.

    ``why`` is for people: the words that hang together there, the rule that found it; empty where the kind says
    it all.
    """

    kinds: tuple[PlaceKind, ...]
    why: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.why and len(self.why) != len(self.kinds):
            raise ValueError(f"{len(self.kinds)} places, but {len(self.why)} reasons")

    def reason(self, at: int) -> str:
        """Return why the place after a word is of its kind, or an empty text."""
        return self.why[at] if self.why else ""


Place = tuple[PlaceKind, str]
_SENTENCE: Place = (PlaceKind.SENTENCE, "")
_NO_LINE_END: Place = (PlaceKind.INSIDE_WORD, "Unicode has no end of a line there")


def find_breaks(transcript: Transcript, words: Sequence[Word]) -> Breaks:
    """Judge the place after each word; ``words`` are the transcript's, or finer."""
    tag = transcript.language
    places: list[Place] = []
    offset, first = 0, 0
    for index, paragraph in enumerate(transcript.paragraphs):
        last = first
        while last < len(words) and words[last].paragraph == index:
            last += 1
        places += _places(paragraph.text, words[first:last], offset, tag)
        offset += len(paragraph.text) + len(PARAGRAPH_BREAK)
        first = last
    return Breaks(tuple(kind for kind, _ in places), tuple(why for _, why in places))


def _places(text: str, words: Sequence[Word], offset: int, tag: str) -> list[Place]:
    """Judge the places of a paragraph, which begins at ``offset`` of the transcript."""
    if not words:
        return []
    spans = [(word.offset - offset, word.end_offset - offset) for word in words]
    ends = set(sentences.last_words(text, spans, tag))
    marks = [_mark(word, following, tag) for word, following in pairwise(words)]
    if language.is_unspaced(tag):
        judged = _judged_unspaced(text, spans, marks, tag)
    else:
        judged = grammar.judge_spaced([word.text for word in words], marks, tag)
    places = [
        _SENTENCE if at in ends else judged[at] or _place_at_mark(words[at], words[at + 1], marks[at])
        for at in range(len(words) - 1)
    ]
    allowed = grammar.line_ends(text, tag)
    places = [
        place if spans[at + 1][0] in allowed else max(place, _NO_LINE_END, key=lambda each: each[0])
        for at, place in enumerate(places)
    ]
    return [*places, _SENTENCE]


def _mark(word: Word, following: Word, tag: str) -> Mark:
    """Return the mark between two words; around a sound one rests as after a clause."""
    if word.is_sound or following.is_sound:
        return Mark.CLAUSE
    return language.mark_after(word.text, following.text, tag)


def _place_at_mark(word: Word, following: Word, mark: Mark) -> Place:
    """Judge a place by the mark there."""
    if word.is_sound or following.is_sound:
        inside = word.is_sound and following.is_sound and word.text[-1].isalnum()
        return (PlaceKind.ANYWHERE, "a sound") if inside else (PlaceKind.CLAUSE, "a sound")
    if mark >= Mark.CLAUSE:
        return PlaceKind.CLAUSE, ""
    opens = following.text.startswith(("(", "[", "（"))
    return (PlaceKind.PHRASE, "a bracket") if opens else (PlaceKind.COMMA, "")


def _judged_unspaced(text: str, spans: Sequence[Span], marks: Sequence[Mark], tag: str) -> list[Place | None]:
    """Judge the places of a text without spaces between words; None where the mark says what it is."""
    places: list[Place | None] = [None] * len(marks)
    inside: list[int] = []
    for at, mark in enumerate(marks):
        if mark != Mark.NONE:
            continue
        if spans[at + 1][0] > spans[at][1]:
            places[at] = grammar.judge_space(text[slice(*spans[at])], text[slice(*spans[at + 1])])
        if places[at] is None:
            inside.append(at)
    found = grammar.judge_unspaced(text, [spans[at + 1][0] for at in inside], tag)
    for at, place in zip(inside, found, strict=True):
        places[at] = place
    return places
