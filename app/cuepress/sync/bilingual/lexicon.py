"""Which words mean the same in two languages, learnt from the two texts themselves: IBM model 1, both ways.

Brown et al. 1993, "The mathematics of statistical machine translation", section 4.2. A text is a small corpus:
what stands in one place only would be glued to whatever stands beside it, so a pair is believed only as far as it
was met more often than once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

_ROUNDS = 5
_DISCOUNT = 0.9  # of how often a pair was met: that which it is judged by
_LEAST_SURE = 0.25


@dataclass(frozen=True, slots=True)
class Meaning:
    """Words ``ours`` and ``theirs`` that mean the same, and in which share of their uses."""

    ours: int
    theirs: int
    sure: float


@dataclass(frozen=True, slots=True, eq=False)
class _Pairs:
    """Every two words of both sides that stand in the same bead: bead, ours, theirs [shape=(n,)]."""

    bead: Ints
    ours: Ints
    theirs: Ints


def learn(beads: Sequence[tuple[Sequence[int], Sequence[int]]]) -> list[Meaning]:
    """Return the words that mean the same; each side's words are numbers, each once in a bead."""
    pairs = _pairs(beads)
    if not len(pairs.bead):
        return []
    n_theirs = int(pairs.theirs.max()) + 1
    kind, which = np.unique(pairs.ours * n_theirs + pairs.theirs, return_inverse=True)
    our, their = kind // n_theirs, kind % n_theirs
    met = np.minimum(
        _expected(pairs.bead, pairs.theirs, our, which), _expected(pairs.bead, pairs.ours, their, which)
    )
    uses = np.maximum(_uses(pairs.ours, pairs.bead)[our], _uses(pairs.theirs, pairs.bead)[their])
    sure = np.maximum(met - _DISCOUNT, 0.0) / uses
    best = (sure >= _most(sure, our)) | (sure >= _most(sure, their))
    chosen = np.flatnonzero((sure >= _LEAST_SURE) & best)
    return [Meaning(int(our[at]), int(their[at]), float(min(sure[at], 0.95))) for at in chosen]


def _pairs(beads: Sequence[tuple[Sequence[int], Sequence[int]]]) -> _Pairs:
    bead, ours, theirs = [], [], []
    for number, (mine, other) in enumerate(beads):
        size = len(mine) * len(other)
        bead.append(np.full(size, number, dtype=np.int64))
        ours.append(np.repeat(np.array(mine, dtype=np.int64), len(other)))
        theirs.append(np.tile(np.array(other, dtype=np.int64), len(mine)))
    empty = np.zeros(0, dtype=np.int64)
    return _Pairs(*(np.concatenate([empty, *each]) for each in (bead, ours, theirs)))


def _expected(bead: Ints, told: Ints, teller: Ints, which: Ints) -> Floats:
    """Return how often each kind of pair is expected to be a translation, told by ``teller``.

    ``told`` are the words that are explained, each within its bead; ``which`` is the kind of each pair.
    """
    place = np.unique(bead * (int(told.max()) + 1) + told, return_inverse=True)[1]
    chance = np.ones(len(teller))
    for _ in range(_ROUNDS):
        weight = chance[which]
        share = weight / np.bincount(place, weights=weight)[place]
        met = np.bincount(which, weights=share, minlength=len(teller))
        chance = met / np.bincount(teller, weights=met)[teller]
    return np.asarray(met, dtype=np.float64)


def _uses(words: Ints, bead: Ints) -> Floats:
    """Return in how many beads each word stands."""
    once = np.unique(words * (int(bead.max()) + 1) + bead) // (int(bead.max()) + 1)
    return np.bincount(once, minlength=int(words.max()) + 1).astype(np.float64)


def _most(sure: Floats, word: Ints) -> Floats:
    most = np.zeros(int(word.max()) + 1)
    np.maximum.at(most, word, sure)
    return most[word]
