"""Within a pair of sentences: which clause lies on which part of the speech between two rests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from cuepress.model import TimedWord, Transcript
from cuepress.sync.bilingual import beads
from cuepress.sync.bilingual.aligning import Found, side
from cuepress.sync.bilingual.beads import Band, Bead, Floats, Ints, Manner
from cuepress.sync.bilingual.pieces import Piece, Trait, pieces
from cuepress.sync.speaking import Border, SpokenText

Words = tuple[int, int]  # first and last, half-open

_REST_MS = 180  # a speaker who rests this long has ended something, with or without a comma
_REST_PER_COST = 300.0
_DEAREST_REST = 3.0
_NEVER = 200.0
_MOST_COMPARED = 10_000  # clauses of ours times clauses of theirs: no sentence has a hundred
_STRETCH, _SLACK_MS = 1.5, 800.0  # more or less than its share of the speech, and beside that


@dataclass(frozen=True, slots=True)
class Clause:
    """Which words of the spoken text and which of the translation say the same.

    ``is_in_order`` is False where it holds several clauses of both, whose order is not the same or not known.
    """

    ours: Words
    theirs: Words
    is_in_order: bool = True


class Finder:
    """Cuts both texts into clauses once, and pairs those of a sentence when asked."""

    def __init__(
        self,
        spoken: tuple[Transcript, SpokenText],
        translation: tuple[Transcript, SpokenText],
        timed: Sequence[TimedWord],
        found: Found,
    ) -> None:
        self.found = found
        our_borders, their_borders = spoken[1].borders, translation[1].borders
        rests = [max(0, after.start_ms - before.end_ms) for before, after in pairwise(timed)]
        self.rest_ms = [*rests, 0]
        self.said_ms = [0 if word.word.is_sound else word.end_ms - word.start_ms for word in timed]
        sounds = translation[1].is_sound
        self.takes_ms = [
            0.0 if sound else takes for sound, takes in zip(sounds, translation[1].speaking_ms, strict=True)
        ]
        our_ends = [
            at for at, border in enumerate(our_borders[:-1]) if border >= Border.COMMA or rests[at] >= _REST_MS
        ]
        their_ends = [at for at, border in enumerate(their_borders[:-1]) if border >= Border.COMMA]
        self.ours = pieces(spoken[0], our_borders, our_ends, found.terms[0])
        self.theirs = pieces(translation[0], their_borders, their_ends, found.terms[1])
        self.our_traits = [_known(found.our_words.number, piece) for piece in self.ours]
        self.their_traits = [_known(found.their_words.number, piece) for piece in self.theirs]
        self.our_starts = np.array([piece.first for piece in self.ours])
        self.their_starts = np.array([piece.first for piece in self.theirs])

    def within(self, bead: Bead, *, is_whole: bool = False) -> Iterator[Clause]:
        """Yield the clauses of a pair of sentences, in order; a sentence without clauses is one."""
        ours = self._range(self.found.ours, bead.ours, self.our_starts)
        theirs = self._range(self.found.theirs, bead.theirs, self.their_starts)
        if is_whole or len(ours) == 1 or len(theirs) == 1:
            pairs = [Bead(range(len(ours)), range(len(theirs)))]
        else:
            pairs = self._speakable(self._paired(ours, theirs), ours, theirs)
        for pair in pairs:
            mine, other = [ours[at] for at in pair.ours], [theirs[at] for at in pair.theirs]
            yield Clause(
                (self.ours[mine[0]].first, self.ours[mine[-1]].last),
                (self.theirs[other[0]].first, self.theirs[other[-1]].last),
                is_in_order=min(len(mine), len(other)) == 1,
            )

    @staticmethod
    def _range(cut: Sequence[Piece], which: range, starts: Ints) -> range:
        first, last = cut[which[0]].first, cut[which[-1]].last
        return range(int(np.searchsorted(starts, first)), int(np.searchsorted(starts, last)))

    def _speakable(self, pairs: list[Bead], ours: range, theirs: range) -> list[Bead]:
        """Join pairs until none takes much more or less time to say than its speech.

        Where another language begins a sentence with what the spoken one ends with, its clauses are no pairs.
        """
        said = np.array([sum(self.said_ms[self.ours[at].first : self.ours[at].last]) for at in ours])
        takes = np.array([sum(self.takes_ms[self.theirs[at].first : self.theirs[at].last]) for at in theirs])
        pace = takes.sum() / max(said.sum(), 1)
        while len(pairs) > 1:
            wanted = np.array([pace * said[pair.ours.start : pair.ours.stop].sum() for pair in pairs])
            there = np.array([takes[pair.theirs.start : pair.theirs.stop].sum() for pair in pairs])
            excess = np.maximum(there, wanted) - _STRETCH * np.minimum(there, wanted)
            worst = int(np.argmax(excess))
            if excess[worst] <= _SLACK_MS:
                break
            before = there[worst] > wanted[worst]
            pairs = _joined(pairs, _neighbour(there - wanted, worst, is_long=bool(before)))
        return pairs

    def _paired(self, ours: range, theirs: range) -> list[Bead]:
        known, manner = self.found.evidence, self.found.manner
        our_traits = [self.our_traits[at] for at in ours]
        their_traits = [self.their_traits[at] for at in theirs]
        mine = side([self.ours[at] for at in ours], known.base(our_traits, is_ours=True))
        for number, at in enumerate(ours):
            mine.border[number] += min(self.rest_ms[self.ours[at].last - 1] / _REST_PER_COST, _DEAREST_REST)
        other = side([self.theirs[at] for at in theirs], known.base(their_traits, is_ours=False))
        # A clause is pulled about more than a sentence.
        free = Manner(manner.ratio, 2 * manner.variance, gap_open=_NEVER, gap_more=_NEVER)
        gain_in = known.gain(our_traits, their_traits)
        pairs = _whole(beads.align(mine, other, gain_in, free)[0])
        if len(pairs) == 1 or len(ours) * len(theirs) > _MOST_COMPARED:
            return pairs
        every = Band(np.zeros(len(ours) + 1, dtype=np.int64), len(theirs) + 1)
        return _in_order(pairs, gain_in(every)[:, : len(theirs)])


def _known(number: Mapping[Trait, int], piece: Piece) -> Ints:
    return np.array(sorted(number[trait] for trait in piece.traits if trait in number), dtype=np.int64)


def _in_order(pairs: list[Bead], gain: Floats) -> list[Bead]:
    """Join pairs where what the texts have in common says that they come in another order.

    ``gain`` is how much each clause has in common with each of the other side [shape=(ours, theirs)].
    """
    at = 0
    while at + 1 < len(pairs):
        i, j = pairs[at].ours.stop, pairs[at].theirs.stop
        if gain[:i, j:].sum() + gain[i:, :j].sum() > gain[:i, :j].sum() + gain[i:, j:].sum():
            pairs = _joined(pairs, at)
        else:
            at += 1
    return pairs


def _neighbour(excess: Floats, at: int, *, is_long: bool) -> int:
    """Return which pair to join with the next, so that ``at`` and a neighbour make up for each other."""
    if at == 0 or at == len(excess) - 1:
        return min(at, len(excess) - 2)
    is_before = excess[at - 1] < excess[at + 1] if is_long else excess[at - 1] > excess[at + 1]
    return at - 1 if is_before else at


def _joined(pairs: Sequence[Bead], at: int) -> list[Bead]:
    """Join a pair with the next."""
    one, other = pairs[at], pairs[at + 1]
    both = Bead(range(one.ours.start, other.ours.stop), range(one.theirs.start, other.theirs.stop))
    return [*pairs[:at], both, *pairs[at + 2 :]]


def _whole(found: Sequence[Bead]) -> list[Bead]:
    """Give clauses without a counterpart to the pair before them, or to the first one."""
    whole: list[Bead] = []
    for bead in found:
        if whole and (not bead.is_pair or not whole[-1].is_pair):
            last = whole.pop()
            bead = Bead(range(last.ours.start, bead.ours.stop), range(last.theirs.start, bead.theirs.stop))  # noqa: PLW2901 - joined with it
        whole.append(bead)
    return whole
