"""Two texts, each in its language, sentence against sentence: what says the same, what has no counterpart.

Lengths and what survives translation find the first pairs; from these the words that mean the same, the lengths
and the habits of the translator are learnt, and the search begins anew.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from cuepress.model import Transcript
from cuepress.sync.bilingual import beads, evidence
from cuepress.sync.bilingual.beads import Bead, Manner, Side
from cuepress.sync.bilingual.evidence import Evidence, Tie, Vocabulary, shared
from cuepress.sync.bilingual.pieces import Piece, pieces
from cuepress.sync.speaking import Border, SpokenText, expect

Floats = npt.NDArray[np.float64]

_ROUNDS = 3
_MOST_COMPARED = 150  # beads that tell a translation from another text
_LEAST_LIKENESS, _LIKENESS_OF_ONE = 1.5, 3.0  # the fewer sentences, the more they agree by chance
_FEWEST_COMPARED = 5
_MOST_LONGER = 3.0
_FEWEST_PAIRS = 8  # of one piece to one, to learn lengths from
# What it costs to join a piece to the next across a border within the text.
_GAP_INSIDE = 1.5  # whole paragraphs are left out rather than the second half of one and the first of the next
_JOIN = {Border.PARAGRAPH: 2.5, Border.TURN: 5.0}


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """The sentences of two texts, the beads that pair them, and what was learnt on the way.

    ``likeness`` says how much better the texts agree in their order than in the reverse one, as the logarithm of
    odds a sentence: much for a translation, about nothing for another text. ``share`` is how long it takes to say
    theirs, ours being 1.
    """

    ours: tuple[Piece, ...]
    theirs: tuple[Piece, ...]
    beads: tuple[Bead, ...]
    evidence: Evidence
    our_words: Vocabulary
    their_words: Vocabulary
    manner: Manner
    likeness: float
    share: float = 1.0

    @property
    def is_translation(self) -> bool:
        """Whether the texts say the same; very few sentences only have to be of about the same length."""
        count = min(len(self.ours), len(self.theirs))
        if count < _FEWEST_COMPARED:
            return 1 / _MOST_LONGER <= self.share <= _MOST_LONGER
        return self.likeness >= _LEAST_LIKENESS + _LIKENESS_OF_ONE / count

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
            1 / self.share,
        )


def align(ours: Transcript, theirs: Transcript) -> Found:
    """Pair the sentences of a text with those of its translation; which is which does not matter."""
    return align_expected((ours, expect(ours)), (theirs, expect(theirs)))


def align_expected(ours: tuple[Transcript, SpokenText], theirs: tuple[Transcript, SpokenText]) -> Found:
    """Do the same, where it is known already how the texts are spoken."""
    our_pieces, their_pieces = (sentences(text, expected.borders) for text, expected in (ours, theirs))
    if _rank(theirs[0], their_pieces) < _rank(ours[0], our_pieces):  # both ways must come out the same
        found = _Search(their_pieces, our_pieces).run().mirrored
    else:
        found = _Search(our_pieces, their_pieces).run()
    said = [max(sum(expected.speaking_ms), 1.0) for _, expected in (ours, theirs)]
    return replace(found, share=said[1] / said[0])


def _rank(text: Transcript, cut: Sequence[Piece]) -> tuple[object, ...]:
    return len(cut), text.language, text.text


def sentences(transcript: Transcript, borders: Sequence[Border]) -> tuple[Piece, ...]:
    """Cut a text into sentences, sounds among their words; ``borders`` are what follows each word."""
    ends = [at for at, border in enumerate(borders[:-1]) if border >= Border.SENTENCE]
    return pieces(transcript, borders, ends)


class _Search:
    """A few rounds of pairing and learning."""

    def __init__(self, ours: tuple[Piece, ...], theirs: tuple[Piece, ...]) -> None:
        self.ours, self.theirs = ours, theirs
        self.our_words, self.their_words = Vocabulary(ours), Vocabulary(theirs)
        total = max(sum(piece.length for piece in ours), 1.0)
        self.manner = Manner(max(sum(piece.length for piece in theirs), 1.0) / total)

    def run(self) -> Found:
        survival = dict(evidence.SURVIVAL)
        meanings: list[Tie] = []
        found: tuple[Bead, ...] = ()
        for number in range(_ROUNDS):
            ties = [*shared(self.our_words, self.their_words, survival), *meanings]
            known = Evidence(self.our_words, self.their_words, ties)
            found = self._pair(known, range(len(self.ours)), range(len(self.theirs)), found)[0]
            if number + 1 < _ROUNDS:
                self.manner = self._learnt_lengths(found)
                survival = evidence.survival(self.our_words, self.their_words, ties, found)
                meanings = list(evidence.learnt(self.our_words, self.their_words, found))
        return Found(
            self.ours,
            self.theirs,
            found,
            known,
            self.our_words,
            self.their_words,
            self.manner,
            self._likeness(found, survival),
        )

    def _pair(
        self, known: Evidence, ours: range, theirs: range, near: Sequence[Bead] = ()
    ) -> tuple[tuple[Bead, ...], int]:
        """Pair these sentences of both sides, in this order; return the beads and what they cost."""
        mine = [self.our_words.of_piece[at] for at in ours]
        other = [self.their_words.of_piece[at] for at in theirs]
        return beads.align(
            side([self.ours[at] for at in ours], known.base(mine, is_ours=True)),
            side([self.theirs[at] for at in theirs], known.base(other, is_ours=False)),
            known.gain(mine, other),
            self.manner,
            near=near,
        )

    def _learnt_lengths(self, found: Sequence[Bead]) -> Manner:
        """Learn how long a translation is from pieces that are paired one to one; medians, so a few may err."""
        pairs = [
            (self.ours[b.ours[0]].length, self.theirs[b.theirs[0]].length) for b in found if _is_one_to_one(b)
        ]
        if len(pairs) < _FEWEST_PAIRS:
            return self.manner
        mine, other = (np.array(each) for each in zip(*pairs, strict=True))
        long = mine >= np.median(mine)
        ratio = float(np.exp(np.median(np.log(np.maximum(other[long], 1.0) / mine[long]))))
        off = (other - ratio * mine) / np.sqrt((other + ratio * mine) / 2)
        variance = float(np.clip((1.4826 * np.median(np.abs(off))) ** 2, 0.7, 6.0))
        return Manner(ratio, variance)

    def _likeness(self, found: Sequence[Bead], survival: Mapping[str, float]) -> float:
        """Return how much cheaper, a sentence, the text is to pair than the same text backwards.

        Words that were learnt from the pairs would speak for them in any case and are left out.
        """
        known = Evidence(
            self.our_words, self.their_words, list(shared(self.our_words, self.their_words, survival))
        )
        compared = found[:_MOST_COMPARED]
        ours, theirs = (range(sum(len(each) for each in side)) for side in _sides(compared))
        if not ours or not theirs:
            return 0.0
        forward, backward = (self._pair(known, ours, order)[1] for order in (theirs, theirs[::-1]))
        return (backward - forward) / beads.SCALE / min(len(ours), len(theirs))


def _sides(found: Sequence[Bead]) -> tuple[list[range], list[range]]:
    return [bead.ours for bead in found], [bead.theirs for bead in found]


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
