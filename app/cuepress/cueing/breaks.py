"""What it costs to end a cue, or a line, after each word. The costs of the solver, in one place.

The order follows the guidelines (BBC §3.4, Netflix General §4, TED): at the end of a sentence, else after
punctuation, else before a conjunction or preposition, never between a small word and what it belongs to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cuepress import language
from cuepress.cueing import grammar, sentences
from cuepress.language import Mark
from cuepress.model import PARAGRAPH_BREAK, Transcript, Word

# Ending a cue after a word costs …
AT_SENTENCE = 0.0
AT_CLAUSE = 20.0  # ; : – and what is left of a question inside a sentence
AT_COMMA = 30.0
AT_PHRASE = 55.0  # before "and", "who", "in"; after a Chinese particle
ANYWHERE = 100.0
IN_A_NAME = 160.0  # between two capitals: Danièle | Duroc
AFTER_SMALL_WORD = 280.0  # the | city
INSIDE_A_WORD = 300.0  # in scripts without spaces: 领 | 导人
IN_A_NUMBER = 400.0  # 10 | millions, M. | Dupont

# … and ending a line inside a cue this share of it: the eye has the next line in view.
LINE_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Breaks:
    """For each word of a transcript: the cost of ending a cue after it, and whether a sentence ends there."""

    cost: tuple[float, ...]
    is_sentence_end: tuple[bool, ...]


def find_breaks(transcript: Transcript, words: Sequence[Word]) -> Breaks:
    """Judge the place after each word; ``words`` are the transcript's, or finer."""
    tag = transcript.language
    ends = _sentence_ends(transcript, words)
    phrases = _phrase_ends(transcript) if language.is_unspaced(tag) else None
    cost: list[float] = []
    for at, word in enumerate(words):
        following = words[at + 1] if at + 1 < len(words) else None
        if following is None or following.paragraph != word.paragraph or at in ends:
            cost.append(AT_SENTENCE)
        else:
            cost.append(_cost_within(word, following, tag, phrases))
    return Breaks(tuple(cost), tuple(at in ends for at in range(len(words))))


def _sentence_ends(transcript: Transcript, words: Sequence[Word]) -> set[int]:
    """Return the indices of the words that end a sentence, the last of each paragraph among them."""
    found: set[int] = set()
    offset, first = 0, 0
    for index, paragraph in enumerate(transcript.paragraphs):
        last = first
        while last < len(words) and words[last].paragraph == index:
            last += 1
        spans = [(word.offset - offset, word.end_offset - offset) for word in words[first:last]]
        found.update(first + at for at in sentences.last_words(paragraph.text, spans, transcript.language))
        offset += len(paragraph.text) + len(PARAGRAPH_BREAK)
        first = last
    return found


def _phrase_ends(transcript: Transcript) -> set[int] | None:
    """Return the offsets in the transcript's text where phrases end, or None where that cannot be told."""
    found: set[int] = set()
    offset = 0
    for paragraph in transcript.paragraphs:
        ends = grammar.phrase_ends(paragraph.text, transcript.language)
        if ends is None:
            return None
        found.update(offset + end for end in ends)
        offset += len(paragraph.text) + len(PARAGRAPH_BREAK)
    return found


def _cost_within(word: Word, following: Word, tag: str, phrases: set[int] | None) -> float:
    """Return the cost of a break between two words of a sentence."""
    if word.is_sound or following.is_sound:
        inside = word.is_sound and following.is_sound and word.text[-1].isalnum()
        return ANYWHERE if inside else AT_CLAUSE
    mark = language.mark_after(word.text, following.text, tag)
    if mark >= Mark.CLAUSE:
        return AT_CLAUSE
    if mark == Mark.COMMA:
        return AT_PHRASE if following.text.startswith(("(", "[", "（")) else AT_COMMA
    if language.is_unspaced(tag):
        return _cost_unspaced(word, following, tag, phrases)
    return _cost_spaced(word, following, tag)


def _cost_spaced(word: Word, following: Word, tag: str) -> float:
    """Return the cost of a break between two words that no mark parts."""
    if word.text.endswith(".") or _is_quantity(word.text, following.text):
        return IN_A_NUMBER
    if grammar.is_never_last(word.text, tag):
        return AFTER_SMALL_WORD
    if grammar.is_good_first(following.text, tag):
        return AT_PHRASE
    return IN_A_NAME if _is_name(word.text, following.text, tag) else ANYWHERE


def _is_quantity(word: str, following: str) -> bool:
    """Tell whether a number stands before what it counts."""
    return word[-1:].isdigit() and any(character.isalnum() for character in following)


def _is_name(word: str, following: str, tag: str) -> bool:
    is_noun_language = language.primary(tag) in {"de", "lb"}  # every noun has a capital there
    return word[:1].isupper() and following[:1].isupper() and not is_noun_language


def _cost_unspaced(word: Word, following: Word, tag: str, phrases: set[int] | None) -> float:
    """Return the cost of a break in a text without spaces: at a space, between phrases, after a particle."""
    if following.offset > word.end_offset:
        return AT_COMMA
    before, after = word.text[-1], following.text[0]
    if language.primary(tag) in {"zh", "yue"}:
        if before.isdigit() and not after.isdigit():
            return IN_A_NUMBER
        if grammar.is_leaning(after) or grammar.is_numeral(before):
            return AFTER_SMALL_WORD
        if grammar.is_leaning(before):
            return AT_PHRASE
    if phrases is not None and word.end_offset not in phrases:
        return INSIDE_A_WORD
    return AT_PHRASE if language.primary(tag) == "ja" else ANYWHERE
