"""What the solver knows of each word of a text, and what it gives back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cuepress.cueing.breaks import Breaks


@dataclass(frozen=True, slots=True)
class CueSpan:
    """A cue as a half-open span of words, and the words where its lines begin (the first among them)."""

    first: int
    end: int
    line_starts: tuple[int, ...]

    @property
    def lines(self) -> list[tuple[int, int]]:
        """The half-open spans of its lines."""
        return list(zip(self.line_starts, (*self.line_starts[1:], self.end), strict=True))


@dataclass(frozen=True, slots=True)
class Material:
    """A text, word by word; one entry a word in each sequence.

    ``left`` and ``right`` are the edges of each word on one endless line, in counted characters: a line of words
    a to b is ``right[b] - left[a]`` long. ``read_from`` and ``read_to`` are the same in ms of reading, at the
    reading speed allowed; with ``reading_steps`` in characters, of which those say how many ms they take.
    ``start_ms`` and ``end_ms``: when it is heard. ``turn`` rises by one where another speaker begins,
    ``paragraph`` where a paragraph does. ``breaks`` holds the kind of place after each word.

    ``early_ms`` is how long before its words a cue may appear. ``dash`` is the length of the sign that stands
    before each speaker of a cue with two; None: there is never more than one. ``shots_ms`` are the shot changes,
    in order, none where they are not known. ``joins_parts``: parts of two sentences may share a cue, if it can be
    read in time then.
    """

    left: Sequence[float]
    right: Sequence[float]
    read_from: Sequence[float]
    read_to: Sequence[float]
    start_ms: Sequence[int]
    end_ms: Sequence[int]
    paragraph: Sequence[int]
    turn: Sequence[int]
    breaks: Breaks
    duration_ms: int
    early_ms: int = 0
    dash: float | None = None
    shots_ms: Sequence[int] = ()
    joins_parts: bool = False
    reading_steps: tuple[tuple[int, float], ...] = ()
