"""Two texts, each in its language, sentence against sentence: what says the same, what has no counterpart.

Lengths and what survives translation find the first pairs; from these the words that mean the same, the lengths
and the habits of the translator are learnt, and the search begins anew.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from cuepress.model import Transcript
from cuepress.sync.bilingual import beads, evidence, likeness, terms
from cuepress.sync.bilingual.beads import VARIANCE, Bead, Manner, Side
from cuepress.sync.bilingual.evidence import Evidence, Tie, Vocabulary, shared
from cuepress.sync.bilingual.pieces import Piece, Terms, pieces
from cuepress.sync.glossary import NONE, Glossary
from cuepress.sync.speaking import Border, SpokenText, expect

Floats = npt.NDArray[np.float64]

_ROUNDS = 3
_MOST_COMPARED, _MOST_ORDERED = 150, 60  # beads that tell a translation from another text, by one order, by many
_LEAST_LIKENESS, _LIKENESS_OF_ONE = 1.5, 3.0  # the fewer sentences, the more they agree by chance
FEWEST_COMPARED = 5  # sentences that tell something by their lengths
_TELLING, _FEWEST_TELLING = ("term", "number", "name", "skeleton", "cognate"), 3  # in texts of fewer
_MOST_LONGER, _MOST_LONGER_UNSURE = 3.0, 2.0
_LEAST_BEYOND = 0.45  # standard deviations for the root of the number of sentences; lengths alone reach 0.5 to 1.5
_LEAST_PAIRED = 0.75  # of the sentences of either side, where there are only the lengths
_BEYOND_DOUBT = 2.0  # times a clear likeness: other orders need not be tried
_SHORT, _STARTS = 60, (0.8, 1.25)  # sentences; ratios of lengths to begin with, to that of the whole texts
_MUCH_LONGER = 1.5  # to say: something is lacking
_VARIANCES = (0.7, 6.0)  # a character: the least and the most that is learnt
_FEWEST_PAIRS = 8  # of one piece to one, to learn lengths from
_GAP_INSIDE = 1.5  # whole paragraphs are left out rather than the second half of one and the first of the next
# What it costs to join a piece to the next across a border within the text.
_JOIN = {Border.PARAGRAPH: 2.5, Border.TURN: 5.0}


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """The sentences of two texts, the beads that pair them, and what was learnt on the way.

    ``likeness`` says how much better the texts agree in their order than in the reverse one, as the logarithm of
    odds a sentence: much for a translation, about nothing for another text. ``beyond_chance`` says how many
    standard deviations better they agree than in just any order; it is infinite where the likeness tells enough.
    ``share`` is how long it takes to say theirs, ours being 1. ``terms`` are where either names the concepts of a
    glossary.
    """

    ours: tuple[Piece, ...]
    theirs: tuple[Piece, ...]
    beads: tuple[Bead, ...]
    evidence: Evidence
    our_words: Vocabulary
    their_words: Vocabulary
    manner: Manner
    likeness: float
    beyond_chance: float
    share: float
    terms: tuple[Terms, Terms] = (MappingProxyType({}), MappingProxyType({}))

    @property
    def is_certain(self) -> bool:
        """Whether there is enough in both texts that survives translation to tell that they say the same."""
        if self._count < FEWEST_COMPARED:
            telling = {tie.ours for tie in self.evidence.ties if tie.kind in _TELLING}
            return len(telling) >= _FEWEST_TELLING and self._is_as_long(_MOST_LONGER)
        if math.isinf(self.beyond_chance):
            return True
        is_as_long = self._is_as_long(_MOST_LONGER, where_paired=True)
        return self.likeness >= _clear(self._count) and is_as_long and self._is_beyond_chance

    @property
    def is_translation(self) -> bool:
        """Whether the texts say the same, or may: in case of doubt they do, for a wrong file is rare.

        Without names and numbers there are only the lengths; they agree better than by chance, and the more so the
        more sentences there are. Very few only have to take about as long to say.
        """
        if self._count < FEWEST_COMPARED:
            return self._is_as_long(_MOST_LONGER)
        is_alike = self._is_as_long(_MOST_LONGER_UNSURE) and self._paired >= _LEAST_PAIRED
        return self.is_certain or (is_alike and self._is_beyond_chance)

    @property
    def _count(self) -> int:
        return min(len(self.ours), len(self.theirs))

    @property
    def _paired(self) -> float:
        """Which share of the sentences has a counterpart, on the side where it is less."""
        paired = _extent([bead for bead in self.beads if bead.is_pair])
        return min(paired[0] / max(len(self.ours), 1), paired[1] / max(len(self.theirs), 1))

    @property
    def _is_beyond_chance(self) -> bool:
        return self.beyond_chance >= _LEAST_BEYOND * math.sqrt(min(self._count, _MOST_ORDERED))

    def _is_as_long(self, most: float, *, where_paired: bool = False) -> bool:
        """Tell whether it takes about as long to say both, or at least what was paired."""
        total = sum(piece.length for piece in self.theirs) / max(sum(piece.length for piece in self.ours), 1.0)
        share = self.share * (self.manner.ratio / total if where_paired else 1.0)
        return 1 / most <= share <= most

    @property
    def mirrored(self) -> Found:
        """The same with the sides swapped."""
        return Found(
            self.theirs,
            self.ours,
            tuple(bead.mirrored for bead in self.beads),
            self.evidence.mirrored,
            self.their_words,
            self.our_words,
            replace(self.manner, ratio=1 / self.manner.ratio),
            self.likeness,
            self.beyond_chance,
            1 / self.share,
            (self.terms[1], self.terms[0]),
        )


def align(ours: Transcript, theirs: Transcript, glossary: Glossary = NONE) -> Found:
    """Pair the sentences of a text with those of its translation; which is which does not matter."""
    return align_expected((ours, expect(ours)), (theirs, expect(theirs)), glossary)


def align_expected(
    ours: tuple[Transcript, SpokenText], theirs: tuple[Transcript, SpokenText], glossary: Glossary = NONE
) -> Found:
    """Do the same, where it is known already how the texts are spoken."""
    concepts = glossary.between(ours[0].language, theirs[0].language)
    our_terms = terms.find(ours[0], [each for each, _ in concepts]) if concepts else {}
    their_terms = terms.find(theirs[0], [each for _, each in concepts]) if concepts else {}
    our_pieces = sentences(ours[0], ours[1].borders, our_terms)
    their_pieces = sentences(theirs[0], theirs[1].borders, their_terms)
    said = [max(sum(expected.speaking_ms), 1.0) for _, expected in (ours, theirs)]
    if _rank(theirs[0], their_pieces) < _rank(ours[0], our_pieces):  # both ways must come out the same
        found = _Search(their_pieces, our_pieces, said[0] / said[1]).run().mirrored
    else:
        found = _Search(our_pieces, their_pieces, said[1] / said[0]).run()
    return replace(found, terms=(our_terms, their_terms))


def _rank(text: Transcript, cut: Sequence[Piece]) -> tuple[object, ...]:
    return len(cut), text.language, text.text


def sentences(
    transcript: Transcript, borders: Sequence[Border], named: Terms = MappingProxyType({})
) -> tuple[Piece, ...]:
    """Cut a text into sentences, sounds among their words; ``borders`` are what follows each word."""
    ends = [at for at, border in enumerate(borders[:-1]) if border >= Border.SENTENCE]
    return pieces(transcript, borders, ends, named)


class _Search:
    """A few rounds of pairing and learning; ``share`` is how long it takes to say theirs, ours being 1."""

    def __init__(self, ours: tuple[Piece, ...], theirs: tuple[Piece, ...], share: float) -> None:
        self.ours, self.theirs, self.share = ours, theirs, share
        self.our_words, self.their_words = Vocabulary(ours), Vocabulary(theirs)

    def run(self) -> Found:
        """Return the cheapest of what comes of each expectation about lengths.

        What one side has and the other lacks spoils the ratio of the lengths; in a short text that leads astray.
        If much is lacking, the ratio is that of text that takes equally long to say.
        """
        total = max(sum(piece.length for piece in self.ours), 1.0)
        ratio = max(sum(piece.length for piece in self.theirs), 1.0) / total
        is_short = max(len(self.ours), len(self.theirs)) <= _SHORT
        starts = [1.0, *(_STARTS if is_short else ())]
        if not 1 / _MUCH_LONGER <= self.share <= _MUCH_LONGER:
            starts.append(1 / self.share)
        tries = [self._from(Manner(ratio * start)) for start in starts]
        return min(tries, key=lambda each: each[1])[0]

    def _from(self, manner: Manner) -> tuple[Found, int]:
        """Pair and learn, beginning with an expectation; return what is found and what it costs."""
        survival = dict(evidence.SURVIVAL)
        meanings: list[Tie] = []
        found: tuple[Bead, ...] = ()
        for number in range(_ROUNDS):
            ties = [*shared(self.our_words, self.their_words, survival), *meanings]
            known = Evidence(self.our_words, self.their_words, ties)
            found, cost = self._pair(known, manner, range(len(self.ours)), range(len(self.theirs)), found)
            if number + 1 < _ROUNDS:
                manner = self._learnt_lengths(found, manner)
                survival = evidence.survival(self.our_words, self.their_words, ties, found)
                meanings = list(evidence.learnt(self.our_words, self.their_words, found))
        likeness = self._likeness(found, manner, survival)
        words = self.our_words, self.their_words
        return Found(self.ours, self.theirs, found, known, *words, manner, *likeness, self.share), cost

    def _pair(
        self,
        known: Evidence,
        manner: Manner,
        ours: Sequence[int],
        theirs: Sequence[int],
        near: Sequence[Bead] = (),
    ) -> tuple[tuple[Bead, ...], int]:
        """Pair these sentences of both sides, in this order; return the beads and what they cost."""
        mine = [self.our_words.of_piece[at] for at in ours]
        other = [self.their_words.of_piece[at] for at in theirs]
        return beads.align(
            side([self.ours[at] for at in ours], known.base(mine, is_ours=True)),
            side([self.theirs[at] for at in theirs], known.base(other, is_ours=False)),
            known.gain(mine, other),
            manner,
            near=near,
        )

    def _learnt_lengths(self, found: Sequence[Bead], manner: Manner) -> Manner:
        """Learn how long a translation is from pieces that are paired one to one; medians, so a few may err."""
        pairs = [
            (self.ours[b.ours[0]].length, self.theirs[b.theirs[0]].length) for b in found if _is_one_to_one(b)
        ]
        if len(pairs) < _FEWEST_PAIRS:
            return manner
        mine, other = (np.array(each) for each in zip(*pairs, strict=True))
        long = mine >= np.median(mine)
        ratio = float(np.exp(np.median(np.log(np.maximum(other[long], 1.0) / mine[long]))))
        off = (other - ratio * mine) / np.sqrt((other + ratio * mine) / 2)
        variance = float(np.clip((1.4826 * np.median(np.abs(off))) ** 2, *_VARIANCES))
        return Manner(ratio, variance)

    def _likeness(
        self, found: Sequence[Bead], manner: Manner, survival: Mapping[str, float]
    ) -> tuple[float, float]:
        """Return how much better the texts agree in their order than in another: a sentence, and beyond chance.

        Words that were learnt from the pairs would speak for them in any case and are left out.
        """
        known = Evidence(
            self.our_words, self.their_words, list(shared(self.our_words, self.their_words, survival))
        )
        manner = replace(manner, variance=VARIANCE)  # what was learnt from the pairs speaks for them, too

        def cost(order: Sequence[int]) -> float:
            return self._pair(known, manner, range(n_ours), order)[1] / beads.SCALE

        n_ours, n_theirs = _extent(found[:_MOST_COMPARED])
        a_sentence = likeness.a_sentence(cost, n_ours, n_theirs)
        if a_sentence >= _BEYOND_DOUBT * _clear(min(n_ours, n_theirs)):
            return a_sentence, math.inf
        n_ours, n_theirs = _extent(found[:_MOST_ORDERED])
        return a_sentence, likeness.beyond_chance(cost, n_theirs)


def _extent(found: Sequence[Bead]) -> tuple[int, int]:
    """Return how many sentences of either side there are in beads."""
    return sum(len(bead.ours) for bead in found), sum(len(bead.theirs) for bead in found)


def _clear(count: int) -> float:
    """Return the likeness, a sentence, that is beyond doubt in texts of so many sentences."""
    return _LEAST_LIKENESS + _LIKENESS_OF_ONE / max(count, 1)


def _is_one_to_one(bead: Bead) -> bool:
    return len(bead.ours) == len(bead.theirs) == 1


def side(cut: Sequence[Piece], base: Floats) -> Side:
    """Return one row of pieces as the search takes it."""
    before = [Border.PARAGRAPH, *(piece.border for piece in cut[:-1])]
    return Side(
        np.array([piece.length for piece in cut], dtype=np.float64),
        base,
        np.array([_JOIN.get(piece.border, 0.0) for piece in cut], dtype=np.float64),
        np.array([_GAP_INSIDE * (border < Border.PARAGRAPH) for border in before], dtype=np.float64),
    )
