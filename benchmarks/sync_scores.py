"""Errors of times against a reference, and how they are summed up and printed."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from cuepress.model import TimedWord

Reference = tuple[int, int, str]
"""In time and out time in ms, and the text."""

NAME_WIDTH = 42


@dataclass(slots=True)
class Errors:
    """Absolute errors in ms of starts and ends, and how many references were missed."""

    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    missed: int = 0

    def add(self, other: Errors) -> None:
        self.starts += other.starts
        self.ends += other.ends
        self.missed += other.missed


def pooled(parts: Iterable[Errors]) -> Errors:
    total = Errors()
    for part in parts:
        total.add(part)
    return total


def quantile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("nan")


def mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else float("nan")


def within(values: Sequence[float], limit: float) -> float:
    """Return how many percent of the values are at most ``limit``."""
    return 100 * sum(value <= limit for value in values) / max(1, len(values))


HEAD = (
    f"{'':{NAME_WIDTH}}{'cues':>5}{'miss':>5} | start:{'median':>7}{'mean':>7}{'p90':>7}"
    f"{'<=50':>6}{'<=100':>6}{'<=200':>6}{'<=500':>6} | end:{'median':>7}{'mean':>7}{'p90':>7}"
)


def row(name: str, errors: Errors) -> str:
    starts, ends = errors.starts, errors.ends
    shares = "".join(f"{within(starts, limit):5.0f}%" for limit in (50, 100, 200, 500))
    return (
        f"{name:{NAME_WIDTH}}{len(starts):5}{errors.missed:5} |       {quantile(starts, 0.5):7.0f}"
        f"{mean(starts):7.0f}{quantile(starts, 0.9):7.0f}{shares} |     {quantile(ends, 0.5):7.0f}"
        f"{mean(ends):7.0f}{quantile(ends, 0.9):7.0f}"
    )


def by_text(references: Sequence[Reference], words: Sequence[TimedWord]) -> Errors:
    """Compare where the words do not know the cues: both are matched by their longest common subsequence.

    A cue with less than half of its words matched is missed. Its start counts where its own first word is matched,
    its end where its own last one is.
    """
    wanted = [(token, index) for index, (_, _, text) in enumerate(references) for token in _tokens(text)]
    held = [(token, word) for word in words for token in _tokens(word.word.text)]
    matcher = difflib.SequenceMatcher(
        None, [token for token, _ in wanted], [token for token, _ in held], autojunk=False
    )
    match = {a + k: held[b + k][1] for a, b, n in matcher.get_matching_blocks() for k in range(n)}
    places: dict[int, list[int]] = {}
    for at, (_, index) in enumerate(wanted):
        places.setdefault(index, []).append(at)
    errors = Errors()
    for index, inside in places.items():
        if 2 * sum(at in match for at in inside) < len(inside):
            errors.missed += 1
            continue
        start, end, _ = references[index]
        if inside[0] in match:
            errors.starts.append(abs(match[inside[0]].start_ms - start))
        if inside[-1] in match:
            errors.ends.append(abs(match[inside[-1]].end_ms - end))
    return errors


def _tokens(text: str) -> list[str]:
    return re.findall(r"\w+", unicodedata.normalize("NFKC", text).lower().replace("’", "'"))


def by_line(
    references: Sequence[Reference], words: Sequence[TimedWord], lines: Sequence[int | None] | None = None
) -> Errors:
    """Compare where each paragraph is a reference; ``lines`` names the paragraph of each, or None."""
    spans = spans_of_lines(words)
    errors = Errors()
    for index, (start, end, _) in enumerate(references):
        line = index if lines is None else lines[index]
        if line is None:
            continue
        if line not in spans:
            errors.missed += 1
            continue
        errors.starts.append(abs(spans[line][0] - start))
        errors.ends.append(abs(spans[line][1] - end))
    return errors


def spans_of_lines(words: Sequence[TimedWord]) -> dict[int, tuple[int, int]]:
    """Return where each paragraph begins and ends, whether it is heard or not."""
    spans: dict[int, tuple[int, int]] = {}
    for word in words:
        line = word.word.paragraph
        first, last = spans.get(line, (word.start_ms, word.end_ms))
        spans[line] = (min(first, word.start_ms), max(last, word.end_ms))
    return spans
