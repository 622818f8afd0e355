"""From the timed words of a transcript to what the solver knows of each of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TypeAlias

from cuepress import counting, language
from cuepress.cueing.breaks import find_breaks
from cuepress.cueing.grammar import line_ends
from cuepress.cueing.material import Material
from cuepress.cueing.profile import Limits, Profile
from cuepress.cueing.times import Picture
from cuepress.model import TimedWord, Transcript, Word

MS_PER_S = 1_000
MS_PER_MIN = 60_000
# A caption up to so long before its words is still read with them: the eye needs as long to get to the text.
EARLY_HEARD_MS = 200

Edges: TypeAlias = tuple[list[float], list[float]]  # where each word begins, and where it ends

_SPACE = re.compile(r"[^\S\u00a0\u202f]+")
_GLUE = str.maketrans("\u00a0\u202f", "  ")


def shown(text: str) -> str:
    """Return a stretch of a text as a line shows it: any white space is one space, but for no-break spaces."""
    return _SPACE.sub(" ", text)


def pieces_of(timed: Sequence[TimedWord], tag: str, limits: Limits) -> list[TimedWord]:
    """Divide what is too long for a line, where that can be done: a described sound, glued words."""
    return [piece for each in timed for piece in _pieces(each, tag, limits)]


def _pieces(timed: TimedWord, tag: str, limits: Limits) -> Iterator[TimedWord]:
    word = timed.word
    if counting.counted_length(shown(word.text), tag) <= limits.max_cpl:
        yield timed
        return
    lasts_ms, length = timed.end_ms - timed.start_ms, len(word.text)
    for start, end in _spans(word.text.translate(_GLUE), tag, limits):
        piece = replace(word, text=word.text[start:end], offset=word.offset + start)
        start_ms = timed.start_ms + lasts_ms * start // length
        yield replace(timed, word=piece, start_ms=start_ms, end_ms=timed.start_ms + lasts_ms * end // length)


def _spans(text: str, tag: str, limits: Limits) -> Iterator[tuple[int, int]]:
    """Yield the words of a text; those too long for a line are parted where Unicode lets one end.

    That is for scripts that have no spaces, in a language that has them or not: an address stays whole.
    """
    for start, end in language.word_spans(text, tag):
        edges = [start, end]
        if counting.counted_length(text[start:end], tag) > limits.max_cpl:
            inside = sorted(start + at for at in line_ends(text[start:end], tag) if start + at < end)
            edges = [start, *(at for at in inside if not (text[at - 1].isascii() or text[at].isascii())), end]
        yield from pairwise(edges)


def material_of(
    transcript: Transcript,
    pieces: Sequence[TimedWord],
    *,
    profile: Profile,
    limits: Limits,
    picture: Picture,
    is_translation: bool,
) -> Material:
    """Gather what the solver has to know; ``limits`` are those of the language, at the frame rate of the video."""
    words = [piece.word for piece in pieces]
    tag = transcript.language
    left, right = _edges(words, [counting.counted_length(shown(word.text), tag) for word in words], _space(tag))
    read_from, read_to = _reading(words, tag, profile, limits, (left, right))
    has_dash = profile.speaker_change == "dash" and limits.max_lines > 1
    return Material(
        left=left,
        right=right,
        read_from=read_from,
        read_to=read_to,
        start_ms=[min(piece.start_ms, picture.duration_ms) for piece in pieces],
        end_ms=[min(piece.end_ms, picture.duration_ms) for piece in pieces],
        paragraph=[word.paragraph for word in words],
        turn=_turns(transcript, words),
        breaks=find_breaks(transcript, words),
        duration_ms=picture.duration_ms,
        early_ms=early_ms(limits, is_translation=is_translation),
        joins_parts=profile.sentence_parts == "joined",
        reading_steps=profile.reading_steps if profile.counting_for(tag) == "steps" else (),
        dash=counting.counted_length(profile.typography_for(tag).dash, tag) if has_dash else None,
        shots_ms=picture.shots_ms,
    )


def early_ms(limits: Limits, *, is_translation: bool) -> int:
    """Return how long before its words a cue may appear, to be read in time."""
    return limits.early_ms if is_translation else min(limits.early_ms, EARLY_HEARD_MS)


def _space(tag: str) -> float:
    return counting.counted_length(" ", tag)


def _edges(words: Sequence[Word], lengths: Sequence[float], space: float) -> Edges:
    """Return where each word begins and ends on one endless line, in what its length is counted in."""
    left: list[float] = []
    right: list[float] = []
    at, end_offset = 0.0, words[0].offset
    for word, length in zip(words, lengths, strict=True):
        at += space if word.offset > end_offset else 0.0
        left.append(at)
        at += length
        right.append(at)
        end_offset = word.end_offset
    return left, right


def _reading(words: Sequence[Word], tag: str, profile: Profile, limits: Limits, edges: Edges) -> Edges:
    """Return the edges of each word in ms of reading, by what the profile counts; for steps in characters.

    ``edges`` are those in characters, as lines are counted.
    """
    counted, ms_each = profile.counting_for(tag), MS_PER_S / limits.max_cps
    if counted == "steps":
        return edges
    if counted == "words":
        ms_each = MS_PER_MIN / limits.max_wpm
        edges = _edges(words, [float(counting.counted_words(word.text)) for word in words], 0.0)
    elif counted == "no_spaces":
        lengths = [counting.reading_length(shown(word.text), tag, counted) for word in words]
        edges = _edges(words, lengths, 0.0)
    left, right = edges
    return [edge * ms_each for edge in left], [edge * ms_each for edge in right]


def _turns(transcript: Transcript, words: Sequence[Word]) -> list[int]:
    """Return for each word how often another speaker has begun before it."""
    speakers = [paragraph.speaker for paragraph in transcript.paragraphs]
    turns = [0]
    for before, after in pairwise(words):
        changes = before.paragraph != after.paragraph and speakers[before.paragraph] != speakers[after.paragraph]
        turns.append(turns[-1] + changes)
    return turns
