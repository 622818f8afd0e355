"""What sync comes to: a time for every word, how it was found, and where text and sound do not match."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from cuepress.model import TimedWord

Method = Literal["duration", "pauses", "speech", "translation"]
PassageKind = Literal["unspoken", "untranscribed", "doubtful"]


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch where text and sound do not match.

    ``unspoken``: ``text`` is not heard; it would be at this time. ``untranscribed``: speech that has no text;
    ``text`` is how the transcript goes on after it, empty at its end. ``doubtful``: ``text`` is heard, but its
    times are not sure, so that somebody should listen to it.
    """

    kind: PassageKind
    start_ms: int
    end_ms: int
    text: str


@dataclass(frozen=True, slots=True)
class Hint:
    """What somebody says of the times: word ``word`` of the transcript begins at ``at_ms``, give or take."""

    word: int
    at_ms: int
    tolerance_ms: int


@dataclass(frozen=True, slots=True)
class Timing:
    """A time for every word of a transcript, sounds included, and how they were found.

    ``words`` are in the order of ``transcript.words``, one each, not overlapping. ``notes`` are for the editor.
    ``is_foreign`` says that the text as a whole is not what is spoken. ``reason`` says why this method was used.
    """

    words: tuple[TimedWord, ...]
    method: Method
    notes: tuple[str, ...] = ()
    passages: tuple[Passage, ...] = ()
    is_foreign: bool = False
    reason: str = ""


def moved(timing: Timing, by_ms: int, *, first_ms: int, last_ms: int) -> Timing:
    """Return a timing on another clock, words and passages within ``first_ms`` to ``last_ms``."""

    def there(ms: int) -> int:
        return min(max(ms + by_ms, first_ms), last_ms)

    return replace(
        timing,
        words=tuple(
            replace(each, start_ms=there(each.start_ms), end_ms=there(each.end_ms)) for each in timing.words
        ),
        passages=tuple(
            replace(each, start_ms=there(each.start_ms), end_ms=there(each.end_ms)) for each in timing.passages
        ),
    )
