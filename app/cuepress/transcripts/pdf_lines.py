"""Words -> lines: what shares a baseline, in reading order, with raised figures and gaps known."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from cuepress.transcripts.blocks import Run
from cuepress.transcripts.marks import is_note_mark
from cuepress.transcripts.pdf_words import Word

_SAME_LINE = 0.4  # of the size; a footnote mark is raised by a third
_SMALL = 0.85
_TAB_GAP = 1.5  # of the size
_LATIN_RUN = re.compile(r"[0-9A-Za-z\u0660-\u0669\u06f0-\u06f9]+(?:[.,:/\-][0-9\u0660-\u0669\u06f0-\u06f9]+)*")
_MIRRORED = str.maketrans("()[]{}«»", ")(][}{»«")


@dataclass(frozen=True, slots=True)
class Line:
    """Words on one baseline, from left to right."""

    words: tuple[Word, ...]

    @property
    def x0(self) -> float:
        return self.words[0].x0

    @property
    def x1(self) -> float:
        return max(word.x1 for word in self.words)

    @property
    def size(self) -> float:
        return max(word.size for word in self.words)

    @property
    def base(self) -> float:
        return max(self.words, key=lambda word: word.size).base

    @property
    def is_bold(self) -> bool:
        return all(word.font.is_bold for word in self.words)

    @property
    def is_right_to_left(self) -> bool:
        directions = [_direction(word.text) for word in self.words]
        return directions.count("R") > directions.count("L")

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs())

    def in_reading_order(self) -> list[Word]:
        """Return the words as they are read; Latin words and figures in Arabic text keep their own order."""
        if not self.is_right_to_left:
            return list(self.words)
        ordered: list[Word] = []
        waiting: list[Word] = []
        for word in reversed(self.words):
            if _direction(word.text) == "L":
                waiting.append(word)
                continue
            ordered += [*reversed(waiting), _turned(word)]
            waiting = []
        return [*ordered, *reversed(waiting)]

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
    if after.is_glued and _distance(before, after) < 0.25 * max(before.size, after.size):
        return ""
    return "\t" if _distance(before, after) > _TAB_GAP * max(before.size, after.size) else " "


def _distance(before: Word, after: Word) -> float:
    return max(after.x0 - before.x1, before.x0 - after.x1)


def _direction(text: str) -> str:
    """Return ``R`` or ``L`` for the first letter's direction; figures go with Latin text."""
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind in {"R", "AL"}:
            return "R"
        if kind in {"L", "EN", "AN"}:
            return "L"
    return ""


def _turned(word: Word) -> Word:
    """Put figures within a right-to-left word into their own order, and mirror brackets that face outwards."""
    text = _LATIN_RUN.sub(lambda found: found.group()[::-1], word.text)
    if text.startswith((")", "]", "»")) or text.endswith(("(", "[", "«")):
        text = text.translate(_MIRRORED)
    return replace(word, text=text)


def to_lines(words: Iterable[Word]) -> list[Line]:
    """Gather words into lines, top to bottom."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda one: (one.base, one.x0)):
        row = next((row for row in rows[-3:] if _is_level(row, word)), None)
        if row is None:
            rows.append([word])
        else:
            row.append(word)
    lines = [Line(tuple(sorted(row, key=lambda one: one.x0))) for row in rows]
    return sorted(lines, key=lambda line: line.base)


def _is_level(row: Sequence[Word], word: Word) -> bool:
    anchor = max(row, key=lambda one: one.size)
    return abs(anchor.base - word.base) < _SAME_LINE * max(anchor.size, word.size)


def usual_leading(lines: Sequence[Line]) -> float:
    """Return the usual distance between baselines; 1.2 times the size where there is only one line."""
    steps = [after.base - before.base for before, after in pairwise(lines)]
    size = median(line.size for line in lines) if lines else 10.0
    near = [step for step in steps if 0.9 * size < step < 2.2 * size]
    return min(median(near), 1.6 * min(near)) if near else 1.2 * size


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
