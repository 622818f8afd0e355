"""Words laid over stretches of speech: ``pauses`` says what is said in which, this module where it lies in them.

Words that are in no stretch go over speech that has no other text, where there is some between their neighbours;
else they are not spoken, and stand in the rest between these.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from cuepress.model import Transcript
from cuepress.sync import pauses
from cuepress.sync.pauses import Said
from cuepress.sync.speaking import Border, SpokenText, leeway_ms
from cuepress.timecode import MS_PER_S

if TYPE_CHECKING:
    from cuepress.sync.speech import Interval

Place = tuple[float, float]  # start and end in ms, not rounded yet

# An address or a long number is read out in parts of about this length, with rests between some of them.
PART_MS = 450.0
MOST_PARTS = 12
# Speech that is a third of what some words need, or less, is not the speech of these words.
LEAST_SPEECH_SHARE = 0.34
NEAR_REST_S = 3.0  # so far from a rest, half of the trust in it is left
# Shorter ones are too often mistakes to be told to anybody.
LEAST_UNSPOKEN_MS = 5_000.0
LEAST_UNTRANSCRIBED_MS = 10_000


@dataclass(frozen=True, slots=True)
class Laid:
    """Where words lie.

    ``places`` and ``sure`` (0 to 1) have the spoken words of the text by their numbers. ``unspoken`` are half-open
    runs of words that nobody says, ``untranscribed`` stretches of time with speech that has no text and the number
    of the word after it.
    """

    places: dict[int, Place]
    sure: dict[int, float]
    unspoken: tuple[range, ...]
    untranscribed: tuple[tuple[Interval, int], ...]


@dataclass(frozen=True, slots=True)
class _Unit:
    """A word, or a part of one that is read out piece by piece, so that one may rest in it."""

    word: int
    speaking_ms: float
    border: int
    leeway_ms: float


@dataclass(frozen=True, slots=True)
class _Gap:
    """What is between two stretches that have words: the free stretches, the units, and the times around them."""

    free: Sequence[Interval]
    units: Sequence[_Unit]
    around: Interval
    following: int


def lay_over(transcript: Transcript, expected: SpokenText, stretches: Sequence[Interval]) -> Laid:
    """Lay the spoken words of a transcript over stretches of speech; there is at least one of both."""
    units = list(_units(transcript, expected))
    said = pauses.assign(
        np.array([unit.speaking_ms for unit in units]),
        np.array([unit.border for unit in units], dtype=np.int64),
        np.array(stretches, dtype=np.int64),
        np.array([unit.leeway_ms for unit in units]),
    )
    laying = _Laying()
    for unit, place, sure in _in_stretches(units, stretches, said):
        laying.add(unit, place, sure)
    pace = _pace(units, stretches, said)
    for gap in _gaps(units, stretches, said):
        laying.fill(gap, pace)
    return Laid(laying.places, laying.sure, tuple(laying.unspoken), tuple(laying.untranscribed))


def _units(transcript: Transcript, expected: SpokenText) -> Iterator[_Unit]:
    """Yield what is said, in order."""
    spoken = [at for at, is_sound in enumerate(expected.is_sound) if not is_sound]
    for at, border in zip(spoken, _borders(expected, spoken), strict=True):
        needed_ms = expected.speaking_ms[at]
        leeway = leeway_ms(transcript.words[at].text, transcript.language)
        n_parts = min(MOST_PARTS, math.ceil(needed_ms / PART_MS)) if leeway and needed_ms > 2 * PART_MS else 1
        for number in range(n_parts):
            after = border if number == n_parts - 1 else int(Border.COMMA)
            yield _Unit(at, needed_ms / n_parts, after, leeway / math.sqrt(n_parts))


def _borders(expected: SpokenText, spoken: Sequence[int]) -> list[int]:
    """Return what follows each spoken word: the strongest border up to the next, across sounds between them."""
    following = [*spoken[1:], len(expected.borders)]
    return [int(max(expected.borders[at:after])) for at, after in zip(spoken, following, strict=True)]


def _in_stretches(
    units: Sequence[_Unit], stretches: Sequence[Interval], said: Said
) -> Iterator[tuple[_Unit, Place, float]]:
    """Yield what is said in the stretches, its place, and how sure that is."""
    for number, stretch in enumerate(stretches):
        inside = units[said.first[number] : said.last[number]]
        before, after = float(said.sure_first[number]), float(said.sure_last[number])
        for unit, place in zip(inside, _divided([stretch], inside), strict=True):
            near = before * _nearness(place[0] - stretch[0]), after * _nearness(stretch[1] - place[1])
            yield unit, place, max(near)


def _nearness(way_ms: float) -> float:
    return 1 / (1 + max(0.0, way_ms) / MS_PER_S / NEAR_REST_S)


def _divided(stretches: Sequence[Interval], units: Sequence[_Unit]) -> Iterator[Place]:
    """Divide stretches of speech among units, in proportion to what each takes to say."""
    ends = np.cumsum([end - start for start, end in stretches])
    said = np.cumsum([0.0, *(unit.speaking_ms for unit in units)])
    if not units:
        return
    edges = said / said[-1] * ends[-1]
    # A unit begins in the stretch after a rest, and ends in the one before it.
    begins = np.minimum(np.searchsorted(ends, edges[:-1] + 1e-6, side="right"), len(ends) - 1)
    lasts = np.searchsorted(ends, np.minimum(edges[1:], ends[-1]) - 1e-6)
    offsets = np.array([end for _, end in stretches]) - ends
    for start, end, first, last in zip(edges[:-1], edges[1:], begins, lasts, strict=True):
        begin = float(start + offsets[first])
        yield begin, max(begin, float(end + offsets[last]))


def _pace(units: Sequence[_Unit], stretches: Sequence[Interval], said: Said) -> float:
    """Return how long the speaker takes for an expected ms."""
    spans = zip(stretches, said.first, said.last, strict=True)
    full = [(end - start, units[first:last]) for (start, end), first, last in spans if last > first]
    return sum(length for length, _ in full) / sum(unit.speaking_ms for _, inside in full for unit in inside)


def _gaps(units: Sequence[_Unit], stretches: Sequence[Interval], said: Said) -> Iterator[_Gap]:
    full = [number for number in range(len(stretches)) if said.last[number] > said.first[number]]
    firsts = [0, *(int(said.last[number]) for number in full)]
    lasts = [*(int(said.first[number]) for number in full), len(units)]
    for (before, after), first, last in zip(pairwise([-1, *full, len(stretches)]), firsts, lasts, strict=True):
        begin = stretches[before][1] if before >= 0 else stretches[0][0]
        until = stretches[after][0] if after < len(stretches) else stretches[-1][1]
        following = units[last].word if last < len(units) else -1
        yield _Gap(stretches[before + 1 : after], units[first:last], (begin, max(begin, until)), following)


class _Laying:
    """Collects where words lie."""

    def __init__(self) -> None:
        self.places: dict[int, Place] = {}
        self.sure: dict[int, float] = {}
        self.unspoken: list[range] = []
        self.untranscribed: list[tuple[Interval, int]] = []

    def add(self, unit: _Unit, place: Place, sure: float) -> None:
        """Lay a unit; a word goes from the first of its units to the last, and is as sure as where it begins."""
        before = self.places.get(unit.word, place)
        if unit.word not in self.sure or place[0] < before[0]:
            self.sure[unit.word] = sure
        self.places[unit.word] = min(before[0], place[0]), max(before[1], place[1])

    def fill(self, gap: _Gap, pace: float) -> None:
        """Lay the units of a gap, and note what does not match."""
        needed_ms = pace * sum(unit.speaking_ms for unit in gap.units)
        free_ms = sum(end - start for start, end in gap.free)
        is_said = bool(gap.units) and free_ms >= LEAST_SPEECH_SHARE * needed_ms
        if not gap.units and free_ms >= LEAST_UNTRANSCRIBED_MS:
            self.untranscribed.append(((gap.free[0][0], gap.free[-1][1]), gap.following))
        if not is_said and needed_ms >= LEAST_UNSPOKEN_MS:
            self.unspoken.append(range(gap.units[0].word, gap.units[-1].word + 1))
        begin, until = gap.around
        room = [(begin, min(until, begin + round(needed_ms)))]
        for unit, place in zip(gap.units, _divided(gap.free if is_said else room, gap.units), strict=True):
            self.add(unit, place, 0.0)
