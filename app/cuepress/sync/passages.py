"""What an editor is told of a timing: passages to look at, in words; which method stands behind which words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from cuepress.model import TimedWord, Transcript
from cuepress.sync.timing import Passage, Timing
from cuepress.timecode import short_clock

BETWEEN = "between"  # the method for words that are not heard: put between those that are
_HEARD = {"speech", "translation"}  # methods that tell what is not said
_DOUBTFUL = 0.5  # a sentence whose words are right less often than not is listened to
_COVERED = 0.8  # the share of a noise that is a sound of the text; else somebody may be speaking there
_SHOWN_CHARACTERS = 80
_MOST_LINES = 10  # in a terminal; a file holds them all


@dataclass(frozen=True, slots=True)
class Way:
    """Which method gave the times of words ``first`` to ``last`` (half-open, sounds not counted), and why."""

    method: str
    first: int
    last: int
    reason: str


def doubtful(transcript: Transcript, words: Sequence[TimedWord]) -> Iterator[Passage]:
    """Yield the passages to listen to: sentences that are spoken and of low confidence, neighbours as one.

    Parameters
    ----------
    words
        Those of the transcript, with the confidence of a measurement; that of a plan says nothing of a sentence.
    """
    from cuepress.sync.reading import sentences

    run: list[TimedWord] = []
    for sentence in sentences(transcript):
        inside = words[sentence.first : sentence.last]
        if _is_doubtful(inside):
            run += inside
        elif run:
            yield _to_listen_to(transcript, run)
            run = []
    if run:
        yield _to_listen_to(transcript, run)


def _is_doubtful(words: Sequence[TimedWord]) -> bool:
    is_heard = any(word.is_spoken for word in words)
    return is_heard and sum(word.confidence for word in words) < _DOUBTFUL * len(words)


def _to_listen_to(transcript: Transcript, words: Sequence[TimedWord]) -> Passage:
    text = transcript.text[words[0].word.offset : words[-1].word.end_offset]
    return Passage("doubtful", words[0].start_ms, words[-1].end_ms, text)


def without_sounds(passages: Sequence[Passage], words: Sequence[TimedWord]) -> tuple[Passage, ...]:
    """Return the passages without speech that has no text where that is a sound of the text: applause, a song."""
    sounds = [timed for timed in words if timed.word.is_sound]
    return tuple(each for each in passages if each.kind != "untranscribed" or not _is_sound(each, sounds))


def _is_sound(passage: Passage, sounds: Sequence[TimedWord]) -> bool:
    shared = sum(
        max(0, min(passage.end_ms, each.end_ms) - max(passage.start_ms, each.start_ms)) for each in sounds
    )
    return shared >= _COVERED * (passage.end_ms - passage.start_ms)


def describe(passage: Passage) -> str:
    """Say in plain words what is the matter with a passage, where, and in which text."""
    if passage.kind != "doubtful":
        from cuepress.sync import doubt

        return doubt.describe(passage)
    text = " ".join(passage.text.split())
    shown = text if len(text) <= _SHOWN_CHARACTERS else f"{text[: _SHOWN_CHARACTERS - 1].rstrip()}…"
    return f"to listen to: {short_clock(passage.start_ms)} to {short_clock(passage.end_ms)}, “{shown}”"


def summary(passages: Sequence[Passage], *, where: str) -> tuple[str, ...]:
    """Describe passages in lines that can still be read; ``where`` says where all of them are.

    What does not match goes before what is only to be listened to.
    """
    chosen = sorted(passages, key=lambda passage: (passage.kind == "doubtful", passage.start_ms))[:_MOST_LINES]
    lines = [describe(passage) for passage in sorted(chosen, key=lambda passage: passage.start_ms)]
    left = len(passages) - len(chosen)
    if left:
        lines.append(f"and {left} more {'passage' if left == 1 else 'passages'} to look at: all are in {where}")
    return tuple(lines)


def ways(timing: Timing) -> tuple[Way, ...]:
    """Return which method was used for which words and why; together they hold every word once."""
    spoken = [timed for timed in timing.words if not timed.word.is_sound]
    found, at = [], 0
    for is_heard, group in groupby(spoken, key=lambda timed: timed.is_spoken or timing.method not in _HEARD):
        last = at + len(list(group))
        if is_heard:
            found.append(Way(timing.method, at, last, timing.reason))
        else:
            found.append(Way(BETWEEN, at, last, "not heard, so put where it would be said"))
        at = last
    return tuple(found)
