"""What a cue, and a pair of lines, costs: the terms of ``costs``, worked out for many at once.

The solver adds the terms up, the explanation lists them; both ask here, so that they cannot differ. All arrays
have one entry a cue or a pair of lines; cues and lines are half-open spans of words.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from cuepress.cueing import costs
from cuepress.cueing.costs import PLACES, Term, line_share
from cuepress.cueing.material import CueSpan, Material
from cuepress.cueing.places import PlaceKind
from cuepress.cueing.profile import Limits

Words: TypeAlias = NDArray[np.int64]
Amounts: TypeAlias = NDArray[np.floating]
Flags: TypeAlias = NDArray[np.bool_]
# What a cost is for; the place where a cue or a line ends is named by its kind.
Name: TypeAlias = Term | str
PLACE = "place"

IGNORED_REST_MS = 600
LONG_REST_MS = 1_500
UNSEEN = 0.005  # of the reading speed: a tenth of a character a second
# Of the time that a cue has. What is faster still is no worse: nothing is parted for it that is never parted.
MOST_LACKING = 0.4
STRAY_WIDTH = 2
MS_PER_S = 1_000


class Judge:
    """The costs of cues and lines of one text under one set of limits."""

    def __init__(self, material: Material, limits: Limits) -> None:
        self.material, self.limits = material, limits
        self.n_words = len(material.left)
        self._measure()
        self._count()
        self._rest()

    def _measure(self) -> None:
        material = self.material
        self.left, self.right = np.asarray(material.left, float), np.asarray(material.right, float)
        self.read_from, self.read_to = np.asarray(material.read_from, float), np.asarray(material.read_to, float)
        self.start_ms = np.asarray(material.start_ms, np.int64)
        self.end_ms = np.asarray(material.end_ms, np.int64)
        self.paragraph = np.asarray(material.paragraph, np.int64)
        self.turn = np.asarray(material.turn, np.int64)
        self.kinds = kinds = np.array(material.breaks.kinds, np.int64)
        self.place = np.array([PLACES[kind].weight for kind in PlaceKind])[kinds]
        self.line_place = np.array([PLACES[kind].weight * line_share(kind) for kind in PlaceKind])[kinds]
        at_mark = kinds <= PlaceKind.COMMA
        is_after = np.concatenate(([False], at_mark[:-1]))
        # In a script without spaces a word is often two characters.
        is_second = np.concatenate(([False], is_after[:-1])) & (self.right - np.roll(self.left, 1) <= STRAY_WIDTH)
        is_before = np.append(at_mark[1:], False)
        self.strays = ((is_after | is_second) & ~at_mark).astype(float) + (is_before & ~at_mark)
        self.is_sentence_end = kinds == PlaceKind.SENTENCE

    def _count(self) -> None:
        """Count sentences and shot changes before each word, so that those in a cue are a difference."""
        self.sentences_before = _before(self.is_sentence_end)
        self.begins_sentence = np.concatenate(([True], self.is_sentence_end[:-1]))
        shots, zone = np.asarray(self.material.shots_ms, np.int64), self.limits.shot_zone_ms
        if not zone:
            shots = shots[:0]
        self.shots_at_start = np.searchsorted(shots, self.start_ms + zone, side="right")
        self.shots_at_end = np.searchsorted(shots, self.end_ms - zone, side="left")

    def _rest(self) -> None:
        """Find the silence after each word, and until when a cue that ends there may stay."""
        limits = self.limits
        next_ms = np.append(self.start_ms[1:], self.material.duration_ms)
        self.rest_ms = np.maximum(next_ms - self.end_ms, 0)
        self.rest_before = _before(np.maximum(self.rest_ms - IGNORED_REST_MS, 0) / MS_PER_S)
        self.long_rests_before = _before(self.rest_ms >= LONG_REST_MS)
        gaps = np.full(self.n_words, limits.min_gap_ms)
        gaps[-1] = 0  # nothing comes after the last
        self.latest_ms = np.minimum(next_ms - gaps, self.end_ms + limits.linger_ms)
        # In the rest before it, as far as the cue there does not need that itself; who needs it, the times settle.
        free_ms = np.concatenate(([self.start_ms[0]], self.rest_ms[:-1] - limits.min_gap_ms))
        self.earliest_ms = self.start_ms - np.clip(free_ms, 0, self.material.early_ms)

    # --- cues ---------------------------------------------------------------------------------------------------

    def cue_cost(self, first: Words, end: Words) -> Amounts:
        """Return what cues cost, but for their lines."""
        total = np.zeros(len(first))
        for _name, amount in self.cue_terms(first, end):
            total += amount
        return total

    def cue_terms(self, first: Words, end: Words) -> Iterator[tuple[Name, Amounts | float]]:
        """Yield each term of cues and its amounts."""
        last = end - 1
        yield costs.EACH_CUE, costs.EACH_CUE.weight
        place, rest_ms = self.place[last], self.rest_ms[last]
        yield PLACE, place
        yield costs.STRAY, costs.STRAY.weight * self.strays[last]
        yield costs.REST_EXCUSES, costs.REST_EXCUSES.weight * place * np.minimum(rest_ms / LONG_REST_MS, 1)
        yield costs.REST_AT_END, costs.REST_AT_END.weight * np.minimum(rest_ms / MS_PER_S, 1)
        yield costs.REST_INSIDE, costs.REST_INSIDE.weight * (self.rest_before[last] - self.rest_before[first])
        yield from self._text_terms(first, end)
        yield from self._time_terms(first, end)

    def _text_terms(self, first: Words, end: Words) -> Iterator[tuple[Name, Amounts | float]]:
        """Yield what it costs that a cue holds more or less than one sentence of one speaker."""
        last = end - 1
        ends_inside = self.sentences_before[last] - self.sentences_before[first]
        ends_whole = self.is_sentence_end[last]
        is_whole = self.begins_sentence[first] & ends_whole
        yield costs.TWO_SENTENCES, costs.TWO_SENTENCES.weight * ends_inside
        yield costs.SPLIT_SENTENCES, costs.SPLIT_SENTENCES.weight * self.joins_parts(first, end)
        turns = self.turn[last] - self.turn[first]
        paragraphs = self.paragraph[last] - self.paragraph[first]
        yield costs.TWO_PARAGRAPHS, costs.TWO_PARAGRAPHS.weight * (paragraphs - turns)
        if self.material.dash is not None:
            yield costs.TWO_SPEAKERS, costs.TWO_SPEAKERS.weight * turns
        yield costs.LONE_CUE, costs.LONE_CUE.weight * ((last == first) & ~is_whole)

    def joins_parts(self, first: Words, end: Words) -> Flags:
        """Tell which cues hold a part of a sentence beside another."""
        ends_inside = self.sentences_before[end - 1] - self.sentences_before[first]
        is_whole = self.begins_sentence[first] & self.is_sentence_end[end - 1]
        joins: Flags = (ends_inside > 0) & ~is_whole
        return joins

    def _time_terms(self, first: Words, end: Words) -> Iterator[tuple[Name, Amounts | float]]:
        """Yield what it costs that a cue has too little time, or that its words last too long for one."""
        limits, last = self.limits, end - 1
        has_ms = self.time_for(first, end)
        short = has_ms / limits.min_ms
        yield costs.TOO_SHORT, costs.TOO_SHORT.weight * np.maximum(1 - short, 0)
        yield costs.BRIEF, costs.BRIEF.weight * np.clip(2 - short, 0, 1)
        lacking = np.maximum(self.reading_ms(first, end) / has_ms - 1, 0)
        lacking = np.minimum(lacking, MOST_LACKING)
        yield costs.FASTER, costs.FASTER.weight * (lacking > UNSEEN)
        yield costs.TOO_FAST, costs.TOO_FAST.weight * lacking**2
        spoken_ms = self.end_ms[last] - self.start_ms[first]
        share = spoken_ms / limits.max_ms
        yield costs.TOO_LONG, costs.TOO_LONG.weight * np.where(share > 1, share, 0)
        if self.material.shots_ms:
            inside = self.shots_at_end[last] - self.shots_at_start[first]
            yield costs.SHOT_INSIDE, costs.SHOT_INSIDE.weight * np.maximum(inside, 0)

    def time_for(self, first: Words, end: Words) -> Amounts:
        """Return how long cues can be seen, in ms, if those around them take nothing of it."""
        longest = self.latest_ms[end - 1] - self.earliest_ms[first]
        has_ms: Amounts = np.clip(longest, 1, self.limits.max_ms).astype(float)
        return has_ms

    def reading_ms(self, first: Words, end: Words) -> Amounts:
        """Return how long it takes to read cues."""
        return ms_to_read(self.read_to[end - 1] - self.read_from[first], self.material.reading_steps)

    # --- lines --------------------------------------------------------------------------------------------------

    def line_cost(self, first: Words, second: Words, end: Words) -> Amounts:
        """Return what it costs that a line ``first`` to ``second`` stands above one of ``second`` to ``end``.

        The three may be of any shapes that go together: what does not depend on the end is worked out without it.
        """
        total: Amounts = np.zeros(1)
        for _name, amount in self.line_terms(first, second, end):
            total = total + amount
        return total

    def line_terms(self, first: Words, second: Words, end: Words) -> Iterator[tuple[Name, Amounts | float]]:
        """Yield each term of two lines, one above the other, and its amounts."""
        top = self.right[second - 1] - self.left[first]
        bottom = self.right[end - 1] - self.left[second]
        yield PLACE, self.line_place[second - 1]
        yield costs.STRAY, costs.STRAY.weight * self.strays[second - 1]
        yield costs.EACH_LINE, costs.EACH_LINE.weight
        yield costs.UNEVEN, costs.UNEVEN.weight * np.abs(top - bottom) / self.limits.max_cpl
        yield costs.TOP_HEAVY, costs.TOP_HEAVY.weight * (top > bottom)
        yield costs.LONELY, costs.LONELY.weight * (4 * np.minimum(top, bottom) < np.maximum(top, bottom))
        has_one = (second - first == 1) | (end - second == 1)
        yield costs.ORPHAN, costs.ORPHAN.weight * has_one


def ms_to_read(amount: Amounts, steps: tuple[tuple[int, float], ...]) -> Amounts:
    """Return how many ms characters take to be read by steps of (ms, characters); without steps they are in ms.

    The other way round than ``reading.capacity``: between two steps in proportion, outside them as at the nearest.
    """
    if not steps:
        return amount
    ms, characters = np.array(steps, float).T
    inside = np.interp(amount, characters, ms)
    rates = ms[[0, -1]] / characters[[0, -1]]
    found: Amounts = np.where(amount < characters[0], amount * rates[0], inside)
    return np.where(amount > characters[-1], amount * rates[1], found)


def _before(amounts: NDArray[np.generic]) -> NDArray[np.float64]:
    """Return for each entry the sum of those before it."""
    return np.concatenate(([0.0], np.cumsum(amounts, dtype=float)[:-1]))


def terms_of(judge: Judge, cue: CueSpan) -> list[tuple[Term, float, int]]:
    """Return each term of a cue with its amount and the word whose end it is about, those of nothing left out."""
    kinds = judge.material.breaks.kinds
    found = list(
        _named(judge.cue_terms(np.array([cue.first]), np.array([cue.end])), kinds[cue.end - 1], cue.end - 1)
    )
    for (first, second), (_, end) in pairwise(cue.lines):
        terms = judge.line_terms(np.array([first]), np.array([second]), np.array([end]))
        found.extend(_named(terms, kinds[second - 1], second - 1))
    return [(term, amount, at) for term, amount, at in found if amount or term is PLACES[PlaceKind.SENTENCE]]


def _named(
    terms: Iterator[tuple[Name, Amounts | float]], kind: PlaceKind, at: int
) -> Iterator[tuple[Term, float, int]]:
    for name, amounts in terms:
        amount = float(np.asarray(amounts).reshape(-1)[0])
        yield (PLACES[kind] if isinstance(name, str) else name), amount, at
