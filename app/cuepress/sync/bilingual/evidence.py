"""How much two pieces of text have in common: traits that they share, weighed by how telling each is.

A trait that both have speaks for the pair by the logarithm of how much more likely that is in a translation than
by chance; one that only one of them has speaks against it. How often the traits of each kind survive translation
is learnt from the pair of texts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
import numpy.typing as npt

from cuepress.sync.bilingual import lexicon
from cuepress.sync.bilingual.beads import Band, Bead
from cuepress.sync.bilingual.pieces import Piece, Trait

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

# In how many pairs of a translation a trait that one piece has is found in the other, before anything is learnt.
SURVIVAL: dict[str, float] = {
    "term": 0.95,  # of a glossary
    "number": 0.85,
    "name": 0.8,
    "skeleton": 0.5,
    "cognate": 0.4,
    "mark": 0.6,
    "comma": 0.5,
    "paragraph": 0.8,
    "turn": 0.85,
    "list": 0.8,
    "sound": 0.8,
}
_PRIOR_WEIGHT = 12.0
_SUREST = 0.97
_MOST_FOR, _MOST_AGAINST = 5.0, 2.0  # natural logarithms: no single trait decides
_MOST_MISSING = 6.0  # in one piece: a free translation keeps its place by what it does keep
_SHORTEST_SAME = 3  # letters of a word that is the same in both languages
_TOO_COMMON = 0.5  # a word in so many pieces tells none of them


@dataclass(frozen=True, slots=True)
class Tie:
    """Trait ``ours`` and trait ``theirs``, by number, that mean the same, and in which share of their uses."""

    ours: int
    theirs: int
    kind: str
    sure: float


class Vocabulary:
    """The traits of one side, by number, and which pieces have them."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self.count = Counter(chain.from_iterable(piece.traits for piece in pieces))
        self.traits: tuple[Trait, ...] = tuple(sorted(self.count))
        self.number: Mapping[Trait, int] = {trait: at for at, trait in enumerate(self.traits)}
        self.n_pieces = max(len(pieces), 1)
        self.share = np.array([self.count[trait] / self.n_pieces for trait in self.traits])
        self.of_piece = [
            np.array(sorted(self.number[t] for t in piece.traits), dtype=np.int64) for piece in pieces
        ]

    def words(self) -> list[list[int]]:
        """Return for each piece its words that are met again and are not everywhere."""
        useful = {
            self.number[trait]
            for trait, count in self.count.items()
            if trait[0] == "word" and 2 <= count <= max(2.0, _TOO_COMMON * self.n_pieces)
        }
        return [[number for number in numbers.tolist() if number in useful] for numbers in self.of_piece]


def shared(ours: Vocabulary, theirs: Vocabulary, survival: Mapping[str, float]) -> Iterator[Tie]:
    """Yield the traits that both sides have by name."""
    for trait, number in ours.number.items():
        other = theirs.number.get(trait)
        if other is None:
            continue
        kind, said = trait
        if kind == "word":
            if len(said) < _SHORTEST_SAME and said.isascii():
                continue
            kind = "cognate"
        yield Tie(number, other, kind, survival[kind])


def learnt(ours: Vocabulary, theirs: Vocabulary, beads: Sequence[Bead]) -> Iterator[Tie]:
    """Yield the words that mean the same, as beads found so far tell."""
    our_words, their_words = ours.words(), theirs.words()
    pairs = [
        (
            sorted({w for at in bead.ours for w in our_words[at]}),
            sorted({w for at in bead.theirs for w in their_words[at]}),
        )
        for bead in beads
        if bead.is_pair
    ]
    for meaning in lexicon.learn(pairs):
        yield Tie(meaning.ours, meaning.theirs, "word", meaning.sure)


def survival(ours: Vocabulary, theirs: Vocabulary, ties: Sequence[Tie], beads: Sequence[Bead]) -> dict[str, float]:
    """Return in which share of the pairs found so far the traits of each kind survived."""
    partners: dict[int, list[Tie]] = {}
    for tie in ties:
        if tie.kind != "word":
            partners.setdefault(tie.ours, []).append(tie)
    met, tried = Counter[str](), Counter[str]()
    for bead in beads:
        if not bead.is_pair:
            continue
        there = {number for at in bead.theirs for number in theirs.of_piece[at].tolist()}
        here = {number for at in bead.ours for number in ours.of_piece[at].tolist()}
        for tie in chain.from_iterable(partners.get(number, ()) for number in here):
            tried[tie.kind] += 1
            met[tie.kind] += tie.theirs in there
    return {
        kind: (first * _PRIOR_WEIGHT + met[kind]) / (_PRIOR_WEIGHT + tried[kind])
        for kind, first in SURVIVAL.items()
    }


class Evidence:
    """What the ties between two vocabularies say for and against each pair of pieces."""

    def __init__(self, ours: Vocabulary, theirs: Vocabulary, ties: Sequence[Tie]) -> None:
        self.our_against = np.zeros(len(ours.traits))
        self.their_against = np.zeros(len(theirs.traits))
        gains: dict[int, list[tuple[int, float]]] = {}
        for tie in ties:
            sure = min(tie.sure, _SUREST)
            chance = max(float(ours.share[tie.ours]), float(theirs.share[tie.theirs]), 1e-6)
            if sure <= chance:
                continue
            against = min(float(np.log((1 - chance) / (1 - sure))), _MOST_AGAINST)
            self.our_against[tie.ours] = max(self.our_against[tie.ours], against)
            self.their_against[tie.theirs] = max(self.their_against[tie.theirs], against)
            gain = min(float(np.log(sure / chance)), _MOST_FOR)
            gains.setdefault(tie.ours, []).append((tie.theirs, gain))
        self.gains, self.sides, self.ties = gains, (ours, theirs), tuple(ties)

    @property
    def mirrored(self) -> Evidence:
        """The same with the sides swapped."""
        ties = [Tie(tie.theirs, tie.ours, tie.kind, tie.sure) for tie in self.ties]
        return Evidence(self.sides[1], self.sides[0], ties)

    def base(self, pieces: Sequence[Ints], *, is_ours: bool) -> Floats:
        """Return for each piece, given by its traits, half of what may be missing: it speaks against any pair."""
        against = self._against(is_ours=is_ours)
        return np.array([min(against[numbers].sum(), _MOST_MISSING) / 2 for numbers in pieces], dtype=np.float64)

    def _against(self, *, is_ours: bool) -> Floats:
        return self.our_against if is_ours else self.their_against

    def _share(self, pieces: Sequence[Ints], *, is_ours: bool) -> Floats:
        """Return for each piece which share of what may be missing counts, so that long ones may lack more."""
        against = self._against(is_ours=is_ours)
        total = np.array([against[numbers].sum() for numbers in pieces], dtype=np.float64)
        return np.minimum(1.0, _MOST_MISSING / np.maximum(total, 1e-9))

    def gain(self, ours: Sequence[Ints], theirs: Sequence[Ints]) -> Callable[[Band], Floats]:
        """Return what works out for a band how much two pieces have in common."""
        size = len(theirs) + 1
        held = [np.zeros(0, np.int64), *(each * size + at for at, each in enumerate(theirs))]
        places = np.sort(np.concatenate(held))
        rows, trait, weight = self._asked(ours)
        half = self.their_against * 0.5
        share = self._share(theirs, is_ours=False)

        def within(band: Band) -> Floats:
            low = band.low[rows]
            first = np.searchsorted(places, trait * size + low)
            last = np.searchsorted(places, trait * size + np.minimum(low + band.width, size))
            count = last - first
            start = np.repeat(first - (np.cumsum(count) - count), count)
            column = places[start + np.arange(len(start))] % size
            flat = np.repeat(rows * band.width - low, count) + column
            told = np.repeat(weight, count) + np.repeat(half[trait], count) * share[column]
            table = np.bincount(flat, weights=told, minlength=len(ours) * band.width)
            return table.reshape(len(ours), band.width).astype(np.float64)

        return within

    def _asked(self, ours: Sequence[Ints]) -> tuple[Ints, Ints, Floats]:
        """Return for each piece of ours the traits of theirs that speak for it: piece, trait, how much."""
        share = self._share(ours, is_ours=True)
        asked = [
            (at, other, gain + self.our_against[number] * share[at] / 2)
            for at, numbers in enumerate(ours)
            for number in numbers.tolist()
            for other, gain in self.gains.get(number, ())
        ]
        rows, traits, weights = zip(*asked, strict=True) if asked else ((), (), ())
        return np.array(rows, np.int64), np.array(traits, np.int64), np.array(weights, np.float64)
