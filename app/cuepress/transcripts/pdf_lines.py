"""Words -> lines: what shares a baseline, in reading order, with raised figures and gaps known."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import pairwise
from statistics import median, median_low

from cuepress.transcripts.blocks import Run
from cuepress.transcripts.marks import is_note_mark
from cuepress.transcripts.pdf_words import Word

_SAME_LINE = 0.4  # of the size; a footnote mark is raised by a third
_SMALL = 0.85
_TOUCHING = 0.06  # of the size; the narrowest space that typesetters make is 0.15
_TAB_GAP = 1.5  # of the size
_LATIN_RUN = re.compile(r"[0-9A-Za-z\u0660-\u0669\u06f0-\u06f9]+(?:[.,:/\-][0-9\u0660-\u0669\u06f0-\u06f9]+)*")
_BRACKET = re.compile(r"[()\[\]{}]")
_MIRRORED = str.maketrans("()[]{}«»", ")(][}{»«")


@dataclass(frozen=True)  # no slots: what is asked of a line again and again is kept
class Line:
    """Words on one baseline, from left to right."""

    words: tuple[Word, ...]

    @property
    def x0(self) -> float:
        return self.words[0].x0

    @cached_property
    def x1(self) -> float:
        return max(word.x1 for word in self.words)

    @cached_property
    def size(self) -> float:
        return max(word.size for word in self.words)

    @cached_property
    def base(self) -> float:
        return max(self.words, key=lambda word: word.size).base

    @property
    def is_bold(self) -> bool:
        return all(word.font.is_bold for word in self.words)

    @cached_property
    def is_right_to_left(self) -> bool:
        directions = [direction(word.text) for word in self.words]
        return directions.count("R") > directions.count("L")

    @cached_property
    def text(self) -> str:
        return "".join(run.text for run in self.runs())

    def in_reading_order(self) -> list[Word]:
        """Return the words as they are read; Latin words and figures in Arabic text keep their own order."""
        if not self.is_right_to_left:
            return list(self.words)
        ordered: list[Word] = []
        waiting: list[Word] = []
        for word in reversed(self.words):
            if direction(word.text) == "L":
                waiting.append(word)
                continue
            ordered += [*reversed(waiting), _turned(word)]
            waiting = []
        ordered += reversed(waiting)
        first = next((found for word in ordered if (found := _BRACKET.search(word.text))), None)
        if first is None or first.group() not in ")]}":
            return ordered
        # A line whose first bracket closes shows how its brackets look, not what they are.
        return [replace(word, text=word.text.translate(_MIRRORED)) for word in ordered]

    def runs(self) -> list[Run]:
        """Return the line as runs; raised figures that point to a note are marked."""
        found: list[Run] = []
        before: Word | None = None
        for word in self.in_reading_order():
            space = "" if before is None else _space(before, word)
            said = "".join(run.text for run in found if run.unspoken is None)
            is_mark = self._is_raised(word) and is_note_mark(word.text, before=said)
            found.append(
                Run(space + word.text, word.font.is_bold, word.font.is_italic, "footnote" if is_mark else None)
            )
            before = word
        return found

    def _is_raised(self, word: Word) -> bool:
        return word.size < _SMALL * self.size and word.base < self.base - 0.15 * self.size


def _space(before: Word, after: Word) -> str:
    distance, size = _distance(before, after), max(before.size, after.size)
    if distance < (0.25 if after.is_glued else _TOUCHING) * size:
        return ""
    return "\t" if distance > _TAB_GAP * size else " "


def _distance(before: Word, after: Word) -> float:
    return max(after.x0 - before.x1, before.x0 - after.x1)


@lru_cache(maxsize=4096)
def direction(text: str) -> str:
    """Return ``R`` or ``L`` for the first letter's direction, figures as ``L``; empty for signs."""
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind in {"R", "AL"}:
            return "R"
        if kind in {"L", "EN", "AN"}:
            return "L"
    return ""


def _turned(word: Word) -> Word:
    """Put figures within a right-to-left word back into their own order."""
    return replace(word, text=_LATIN_RUN.sub(lambda found: found.group()[::-1], word.text))


def to_lines(words: Iterable[Word]) -> list[Line]:
    """Gather words into lines, top to bottom."""
    rows: list[tuple[Word, list[Word]]] = []  # each with its largest word
    for word in sorted(words, key=lambda one: (one.base, one.x0)):
        latest = range(len(rows) - 1, max(-1, len(rows) - 4), -1)
        at = next((index for index in latest if _is_level(rows[index][0], word)), -1)
        if at < 0:
            rows.append((word, [word]))
            continue
        rows[at][1].append(word)
        if word.font.size > rows[at][0].font.size:
            rows[at] = (word, rows[at][1])
    lines = [Line(tuple(sorted(row, key=lambda one: one.x0))) for _largest, row in rows]
    return sorted(lines, key=lambda line: line.base)


def _is_level(one: Word, other: Word) -> bool:
    return abs(one.base - other.base) < _SAME_LINE * max(one.font.size, other.font.size)


def usual_leading(lines: Sequence[Line]) -> float:
    """Return the usual distance between baselines; 1.2 times the size where there is only one line."""
    steps = [after.base - before.base for before, after in pairwise(lines)]
    size = median(line.size for line in lines) if lines else 10.0
    near = [step for step in steps if 0.9 * size < step < 2.2 * size]
    return min(median_low(near), 1.6 * min(near)) if near else 1.2 * size


def segments(line: Line, *, min_gap: float, cuts: Sequence[float] = ()) -> Iterator[tuple[float, float]]:
    """Yield the stretches of a line that wide gaps, or vertical rules at ``cuts``, part from each other."""
    start, end = line.words[0].x0, line.words[0].x1
    for word in line.words[1:]:
        is_cut = any(end - 1 <= cut <= word.x0 + 1 for cut in cuts)
        if (word.x0 - end >= min_gap or is_cut) and word.x0 > end:
            yield start, end
            start = word.x0
        end = max(end, word.x1)
    yield start, end
