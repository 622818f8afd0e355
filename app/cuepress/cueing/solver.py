"""The best cut of words into cues and of cues into lines: one exact dynamic program.

A state is the number of words cut so far, a step is one cue. Each possible cue is judged once, with its best
lines; what a cue costs depends on its own words and on when the next word begins, so the cheapest way to each
state is the cheapest of all. Steps reach back no further than a full cue, so the whole is linear.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import inf

from cuepress.cueing.breaks import Breaks
from cuepress.cueing.costs import LINE_SHARE, PLACES
from cuepress.cueing.places import PlaceKind
from cuepress.cueing.profile import Limits

# All costs are on the scale of costs.py, where ANYWHERE is 100.
EACH_CUE = 25.0  # fewer cues, all else being equal
EACH_LINE = 8.0  # one line where it fits
UNEVEN = 24.0  # lines that differ by a whole line's length
TOP_HEAVY = 6.0
LONELY = 25.0  # a line shorter than a quarter of the other
TWO_SENTENCES = 45.0  # an end of a sentence inside a cue …
SPLIT_SENTENCES = 60.0  # … and more where one of the two is not whole
TWO_PARAGRAPHS = 140.0
TOO_SHORT = 320.0  # no time at all, against the least
BRIEF = 20.0  # a cue that is seen for the least time allowed; nothing from twice that on
TOO_FAST = 70.0  # half the time it takes to read
TOO_FAST_AT_MOST = 180.0
TOO_LONG = 260.0  # words that take longer than a cue may stay
REST_INSIDE = 90.0  # a second's rest inside a cue, beyond the first 0.6 s
REST_AT_END = 25.0  # taken off: a second's rest after it
REST_EXCUSES = 0.6  # of the cost of a bad place, where the speaker rests there for long
IGNORED_REST_MS = 600.0
LONG_REST_MS = 1_500.0


@dataclass(frozen=True, slots=True)
class CueSpan:
    """A cue as a half-open span of words, and the words where its lines begin (the first among them)."""

    first: int
    end: int
    line_starts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Material:
    """What the solver knows of each word.

    ``left`` and ``right`` are the edges of each word on one endless line, in counted characters: a line of words
    a to b is ``right[b] - left[a]`` long. Times in ms. ``turn`` changes with the speaker, ``paragraph`` with the
    paragraph. ``breaks`` holds the kind of place after each word.
    """

    left: Sequence[float]
    right: Sequence[float]
    start_ms: Sequence[int]
    end_ms: Sequence[int]
    paragraph: Sequence[int]
    turn: Sequence[int]
    breaks: Breaks
    duration_ms: int


def solve(material: Material, limits: Limits) -> list[CueSpan]:
    """Cut all words into cues at the least cost, within the lines that the limits allow.

    Only a word that is longer than a line makes a line longer than allowed, and stands on it alone.
    """
    return _Solver(material, limits).solve()


class _Solver:
    """The tables of one run; plain lists, since the inner loop runs some hundred thousand times."""

    def __init__(self, material: Material, limits: Limits) -> None:
        self.material, self.limits = material, limits
        self.n_words = len(material.left)
        count = self.n_words
        self.cost = [PLACES[kind].weight for kind in material.breaks.kinds]
        self.is_sentence_end = [kind is PlaceKind.SENTENCE for kind in material.breaks.kinds]
        self.sentences_before = [0, *accumulate(int(ends) for ends in self.is_sentence_end)]
        self.paragraphs_before = [
            0,
            *accumulate(
                int(at + 1 < count and material.paragraph[at + 1] != material.paragraph[at]) for at in range(count)
            ),
        ]
        self.next_start_ms = [*material.start_ms[1:], material.duration_ms]
        self.rest_ms = [
            max(0, after - end) for after, end in zip(self.next_start_ms, material.end_ms, strict=True)
        ]
        self.rest_cost = [
            0.0,
            *accumulate(max(0.0, rest - IGNORED_REST_MS) / 1_000 * REST_INSIDE for rest in self.rest_ms),
        ]
        self.end_cost = [
            cost * (1 - REST_EXCUSES * min(rest / LONG_REST_MS, 1.0)) - min(rest, 1_000) / 1_000 * REST_AT_END
            for cost, rest in zip(self.cost, self.rest_ms, strict=True)
        ]

    def solve(self) -> list[CueSpan]:
        best = [0.0] + [inf] * self.n_words
        came_from: list[tuple[int, tuple[int, ...]]] = [(0, ())]
        for end in range(1, self.n_words + 1):
            least = inf
            choice: tuple[int, tuple[int, ...]] = (end - 1, (end - 1,))
            for first in self._firsts(end):
                laid = self._lines(first, end, self.limits.max_lines)
                if laid is None:
                    continue
                cost = best[first] + laid[0] + self._cue_cost(first, end)
                if cost < least:
                    least, choice = cost, (first, laid[1])
            best[end] = least
            came_from.append(choice)
        return self._walk_back(came_from)

    def _walk_back(self, came_from: Sequence[tuple[int, tuple[int, ...]]]) -> list[CueSpan]:
        cues: list[CueSpan] = []
        end = self.n_words
        while end:
            first, lines = came_from[end]
            cues.append(CueSpan(first, end, lines))
            end = first
        return cues[::-1]

    def _firsts(self, end: int) -> range:
        """Return where a cue that ends before word ``end`` may begin: one speaker, no more than its lines hold."""
        left, turn = self.material.left, self.material.turn
        room = self.limits.max_lines * (self.limits.max_cpl + 1)
        right, speaker = self.material.right[end - 1], turn[end - 1]
        first = end - 1
        while first > 0 and turn[first - 1] == speaker and right - left[first - 1] <= room:
            first -= 1
        return range(end - 1, first - 1, -1)

    def _fits(self, first: int, end: int) -> bool:
        material = self.material
        if end - first == 1:
            return True
        same = material.paragraph[first] == material.paragraph[end - 1]
        return same and material.right[end - 1] - material.left[first] <= self.limits.max_cpl

    def _lines(self, first: int, end: int, n_lines: int) -> tuple[float, tuple[int, ...]] | None:
        """Return the cost of the best lines for a cue and where they begin, or None where it does not fit."""
        if self._fits(first, end):
            return 0.0, (first,)
        if n_lines == 1:
            return None
        left, right = self.material.left, self.material.right
        # The lines below hold so much and no more, so the first line cannot end before this word.
        below = right[end - 1] - (n_lines - 1) * (self.limits.max_cpl + 1)
        found: tuple[float, tuple[int, ...]] | None = None
        for second in range(min(bisect_left(left, below, first + 1, end), end - 1), end):
            if not self._fits(first, second):
                break
            rest = self._lines(second, end, n_lines - 1)
            if rest is None:
                continue
            second_end = rest[1][1] if len(rest[1]) > 1 else end
            top, bottom = right[second - 1] - left[first], right[second_end - 1] - left[second]
            cost = rest[0] + LINE_SHARE * self.cost[second - 1] + self._shape_cost(top, bottom)
            if found is None or cost < found[0]:
                found = cost, (first, *rest[1])
        return found

    def _shape_cost(self, top: float, bottom: float) -> float:
        """Return what two lines of these lengths cost by their shape: even is best, then heavy at the bottom."""
        cost = EACH_LINE + UNEVEN * abs(top - bottom) / self.limits.max_cpl
        cost += TOP_HEAVY if top > bottom else 0.0
        return cost + (LONELY if min(top, bottom) * 4 < max(top, bottom) else 0.0)

    def _cue_cost(self, first: int, end: int) -> float:
        last = end - 1
        cost = EACH_CUE + self.end_cost[last] + self.rest_cost[last] - self.rest_cost[first]
        inner = self.sentences_before[last] - self.sentences_before[first]
        if inner:
            begins_whole = first == 0 or self.is_sentence_end[first - 1]
            is_whole = begins_whole and self.is_sentence_end[last]
            cost += inner * TWO_SENTENCES + (0.0 if is_whole else SPLIT_SENTENCES)
        cost += (self.paragraphs_before[last] - self.paragraphs_before[first]) * TWO_PARAGRAPHS
        return cost + self._time_cost(first, end)

    def _time_cost(self, first: int, end: int) -> float:
        """Return what it costs that a cue has too little time to be read, or its words last too long for one."""
        material, limits = self.material, self.limits
        start_ms, spoken_end_ms = material.start_ms[first], material.end_ms[end - 1]
        latest_ms = min(self.next_start_ms[end - 1] - limits.min_gap_ms, spoken_end_ms + limits.linger_ms)
        available_ms = min(max(latest_ms - start_ms, 1), limits.max_ms)
        needed_ms = (material.right[end - 1] - material.left[first]) / limits.max_cps * 1_000
        cost = 0.0
        if available_ms < limits.min_ms:
            cost += TOO_SHORT * (1 - available_ms / limits.min_ms)
        if available_ms < 2 * limits.min_ms:
            cost += BRIEF * min(1.0, 2 - available_ms / limits.min_ms)
        if available_ms < needed_ms:
            cost += min(TOO_FAST_AT_MOST, 2 * TOO_FAST * (needed_ms / available_ms - 1))
        if spoken_end_ms - start_ms > limits.max_ms:
            cost += TOO_LONG * (spoken_end_ms - start_ms) / limits.max_ms
        return cost
