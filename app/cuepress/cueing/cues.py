"""Words with times in, cues out: the one door to this package."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from cuepress import language
from cuepress.cueing.breaks import find_breaks
from cuepress.cueing.material import CueSpan, Material
from cuepress.cueing.profile import Limits, Profile
from cuepress.cueing.solver import solve
from cuepress.cueing.times import Heard, set_times
from cuepress.model import Cue, TimedWord, Transcript, Word
from cuepress.timecode import MS_PER_S, short_clock

MUCH_FASTER = 1.2  # times the reading speed: below that nobody notices
MOST_LINES_NAMED = 3

_NO_BREAK = re.compile("[\u00a0\u202f]")
_SPACE = re.compile(r"[^\S\u00a0\u202f]+")


@dataclass(frozen=True, slots=True)
class Cueing:
    """The cues of a transcript, in order, and what of the profile could not be met, for the editor."""

    cues: tuple[Cue, ...]
    notes: tuple[str, ...] = ()


def make_cues(
    transcript: Transcript,
    timed: Sequence[TimedWord],
    *,
    profile: Profile,
    duration_ms: int,
    is_translation: bool = False,
) -> Cueing:
    """Cut a transcript into cues at the best places and give them their times.

    The cues joined are the text of the transcript, sounds included, character for character but for white space.

    Parameters
    ----------
    transcript
        The text.
    timed
        One entry per word of ``transcript.words``, in their order, not overlapping.
    profile
        The limits. Lines are never too long (but for a word that is longer than a line); reading speed and
        durations are met where the times of the words allow it, and ``notes`` say where they do not.
    duration_ms
        The length of the video. No cue ends after it.
    is_translation
        Nobody hears its words: where a cue could not be read in time, it may appear a little before them.
    """
    if len(transcript.words) != len(timed):
        raise ValueError(f"{len(transcript.words)} words, but {len(timed)} times")
    if not timed:
        return Cueing(())
    duration_ms = max(1, duration_ms)
    limits = profile.for_language(transcript.language)
    pieces = [piece for each in timed for piece in _pieces(each, transcript.language, limits)]
    material = _material(transcript, pieces, limits, duration_ms)
    spans = solve(material, limits)
    kept = _few_enough(spans, duration_ms)
    heard = [_heard(material, span, limits) for span in kept]
    times = set_times(heard, limits=limits, duration_ms=duration_ms, may_begin_early=is_translation)
    cues = tuple(
        Cue(start, end, _text(transcript, pieces, span), voice=_speaker(transcript, pieces[span.first]))
        for span, (start, end) in zip(kept, times, strict=True)
    )
    notes = [*_notes_on_room(len(spans), len(kept)), *_notes(cues, transcript.language, limits)]
    return Cueing(cues, tuple(notes))


def _pieces(timed: TimedWord, tag: str, limits: Limits) -> Iterator[TimedWord]:
    """Divide what is too long for a line, where that can be done: a described sound, glued words."""
    word = timed.word
    parts = [(0, len(word.text))]
    if language.counted_length(word.text, tag) > limits.max_cpl:
        parts = language.word_spans(_NO_BREAK.sub(" ", word.text), tag)
    lasts_ms, length = timed.end_ms - timed.start_ms, len(word.text)
    for start, end in parts:
        piece = replace(word, text=word.text[start:end], offset=word.offset + start)
        start_ms = timed.start_ms + lasts_ms * start // length
        yield replace(timed, word=piece, start_ms=start_ms, end_ms=timed.start_ms + lasts_ms * end // length)


def _material(transcript: Transcript, pieces: Sequence[TimedWord], limits: Limits, duration_ms: int) -> Material:
    words = [piece.word for piece in pieces]
    left, right = _edges(words, transcript.language)
    turns = [0]
    for before, after in pairwise(pieces):
        turns.append(turns[-1] + (_speaker(transcript, before) != _speaker(transcript, after)))
    reading = (
        [MS_PER_S / limits.max_cps * edge for edge in left],
        [MS_PER_S / limits.max_cps * edge for edge in right],
    )
    return Material(
        left=left,
        right=right,
        read_from=reading[0],
        read_to=reading[1],
        start_ms=[min(piece.start_ms, duration_ms) for piece in pieces],
        end_ms=[min(piece.end_ms, duration_ms) for piece in pieces],
        paragraph=[word.paragraph for word in words],
        turn=turns,
        breaks=find_breaks(transcript, words),
        duration_ms=duration_ms,
    )


def _edges(words: Sequence[Word], tag: str) -> tuple[list[float], list[float]]:
    """Return where each word begins and ends on one endless line, in counted characters."""
    space = language.counted_length(" ", tag)
    left: list[float] = []
    right: list[float] = []
    at, end_offset = 0.0, words[0].offset
    for word in words:
        at += space if word.offset > end_offset else 0.0
        left.append(at)
        at += language.counted_length(word.text, tag)
        right.append(at)
        end_offset = word.end_offset
    return left, right


def _speaker(transcript: Transcript, piece: TimedWord) -> str:
    return transcript.paragraphs[piece.word.paragraph].speaker


def _heard(material: Material, span: CueSpan, limits: Limits) -> Heard:
    first, last = span.first, span.end - 1
    reading_ms = (material.right[last] - material.left[first]) / limits.max_cps * MS_PER_S
    return Heard(material.start_ms[first], material.end_ms[last], round(reading_ms))


def _text(transcript: Transcript, pieces: Sequence[TimedWord], span: CueSpan) -> str:
    ends = [*span.line_starts[1:], span.end]
    return "\n".join(
        _SPACE.sub(" ", transcript.text[pieces[first].word.offset : pieces[end - 1].word.end_offset])
        for first, end in zip(span.line_starts, ends, strict=True)
    )


def _few_enough(spans: Sequence[CueSpan], most: int) -> list[CueSpan]:
    """Join cues until there are no more than ``most``: a video of so many milliseconds has room for no more."""
    if len(spans) <= most:
        return list(spans)
    groups = [spans[len(spans) * at // most : len(spans) * (at + 1) // most] for at in range(most)]
    return [
        CueSpan(group[0].first, group[-1].end, tuple(start for span in group for start in span.line_starts))
        for group in groups
    ]


def _notes_on_room(wanted: int, kept: int) -> Iterator[str]:
    if kept < wanted:
        yield f"the video is too short for {wanted:,} cues; they were joined into {kept:,}, longer than allowed"


def _notes(cues: Sequence[Cue], tag: str, limits: Limits) -> Iterator[str]:
    """Say what of the limits could not be met, with the worst case and its place."""
    short = [cue for cue in cues if cue.duration_ms < limits.min_ms]
    if short:
        worst = min(short, key=lambda cue: cue.duration_ms)
        yield (
            f"{_cues(short)} shorter than {limits.min_ms:,} ms; "
            f"the shortest, at {short_clock(worst.start_ms)}, lasts {worst.duration_ms:,} ms"
        )
    speed = {cue: language.counted_length(cue.text, tag) / cue.duration_ms * MS_PER_S for cue in cues}
    fast = [cue for cue in cues if speed[cue] > limits.max_cps * MUCH_FASTER]
    if fast:
        worst = max(fast, key=lambda cue: speed[cue])
        yield (
            f"{_cues(fast)} much faster than {limits.max_cps:g} characters a second; "
            f"the fastest, at {short_clock(worst.start_ms)}, has {speed[worst]:,.0f}"
        )
    long_lines = [(cue, line) for cue in cues for line in cue.lines if _is_long(line, tag, limits)]
    for cue, line in long_lines[:MOST_LINES_NAMED]:
        shown = line if len(line) <= 60 else f"{line[:57]}…"
        yield f"a line longer than {limits.max_cpl:g} characters at {short_clock(cue.start_ms)}: {shown}"
    if len(long_lines) > MOST_LINES_NAMED:
        yield f"and {len(long_lines) - MOST_LINES_NAMED:,} more lines that are too long"


def _cues(cues: Sequence[Cue]) -> str:
    return "1 cue is" if len(cues) == 1 else f"{len(cues):,} cues are"


def _is_long(line: str, tag: str, limits: Limits) -> bool:
    return len(line) > limits.max_cpl and language.counted_length(line, tag) > limits.max_cpl
