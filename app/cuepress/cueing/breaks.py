"""What kind of place the end of each word is, for a cue or a line to end at.

The order follows the guidelines (BBC §3.4, Netflix General §4, TED): at the end of a sentence, else after
punctuation, else before a conjunction or preposition, never between a small word and what it belongs to. What each
kind costs is in ``costs``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cuepress import language
from cuepress.cueing import grammar, sentences
from cuepress.cueing.places import PlaceKind
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


# The place after a word, and why it is that.
Place = tuple[PlaceKind, str]


def find_breaks(transcript: Transcript, words: Sequence[Word]) -> Breaks:
    """Judge the place after each word; ``words`` are the transcript's, or finer."""
    tag = transcript.language
    ends = _sentence_ends(transcript, words)
    phrases = _phrase_ends(transcript) if language.is_unspaced(tag) else None
    places: list[Place] = []
    for at, word in enumerate(words):
        following = words[at + 1] if at + 1 < len(words) else None
        if following is None or following.paragraph != word.paragraph or at in ends:
            places.append((PlaceKind.SENTENCE, ""))
        else:
            places.append(_place_within(word, following, tag, phrases))
    return Breaks(tuple(kind for kind, _ in places), tuple(why for _, why in places))


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


def _place_within(word: Word, following: Word, tag: str, phrases: set[int] | None) -> Place:
    """Judge the place between two words of a sentence."""
    if word.is_sound or following.is_sound:
        inside = word.is_sound and following.is_sound and word.text[-1].isalnum()
        return (PlaceKind.ANYWHERE, "a sound") if inside else (PlaceKind.CLAUSE, "a sound")
    mark = language.mark_after(word.text, following.text, tag)
    if mark >= Mark.CLAUSE:
        return PlaceKind.CLAUSE, ""
    if mark == Mark.COMMA:
        opens = following.text.startswith(("(", "[", "（"))
        return (PlaceKind.PHRASE, "a bracket") if opens else (PlaceKind.COMMA, "")
    if language.is_unspaced(tag):
        return _place_unspaced(word, following, tag, phrases)
    return _place_spaced(word, following, tag)


def _place_spaced(word: Word, following: Word, tag: str) -> Place:
    """Judge the place between two words that no mark parts."""
    if word.text.endswith(".") or _is_quantity(word.text, following.text):
        return PlaceKind.NUMBER, f"{word.text} {following.text}"
    if grammar.is_never_last(word.text, tag):
        return PlaceKind.SMALL_WORD, word.text
    if grammar.is_good_first(following.text, tag):
        return PlaceKind.PHRASE, following.text
    if _is_name(word.text, following.text, tag):
        return PlaceKind.NAME, f"{word.text} {following.text}"
    return PlaceKind.ANYWHERE, ""


def _is_quantity(word: str, following: str) -> bool:
    """Tell whether a number stands before what it counts."""
    return word[-1:].isdigit() and any(character.isalnum() for character in following)


def _is_name(word: str, following: str, tag: str) -> bool:
    is_noun_language = language.primary(tag) in {"de", "lb"}  # every noun has a capital there
    return word[:1].isupper() and following[:1].isupper() and not is_noun_language


def _place_unspaced(word: Word, following: Word, tag: str, phrases: set[int] | None) -> Place:
    """Judge the place in a text without spaces: at a space, between phrases, after a particle."""
    if following.offset > word.end_offset:
        return PlaceKind.COMMA, "a space"
    before, after = word.text[-1], following.text[0]
    if language.primary(tag) in {"zh", "yue"}:
        if before.isdigit() and not after.isdigit():
            return PlaceKind.NUMBER, before + after
        if grammar.is_leaning(after) or grammar.is_numeral(before):
            return PlaceKind.SMALL_WORD, before + after
        if grammar.is_leaning(before):
            return PlaceKind.PHRASE, before
    if phrases is not None and word.end_offset not in phrases:
        return PlaceKind.INSIDE_WORD, ""
    return (PlaceKind.PHRASE, "") if language.primary(tag) == "ja" else (PlaceKind.ANYWHERE, "")
