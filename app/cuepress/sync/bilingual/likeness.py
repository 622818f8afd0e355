"""Whether two texts say the same at all: how much better they agree in their order than in any other.

A translation and its original agree sentence by sentence: the long ones are long, a number stands where it stood.
Put the sentences of one side into another order, and that is lost; of two texts that have nothing to do with each
other nothing is lost. Where a text has hardly anything that survives translation, a single other order tells
little; of many orders one knows how far they go apart by chance.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

_ORDERS = 30

Cost = Callable[[Sequence[int]], float]  # of pairing with sentences of theirs in this order, as natural logarithms


def a_sentence(cost: Cost, n_ours: int, n_theirs: int) -> float:
    """Return how much cheaper, a sentence, a text is to pair than the same text backwards."""
    if not n_ours or not n_theirs:
        return 0.0
    order = range(n_theirs)
    return (cost(order[::-1]) - cost(order)) / min(n_ours, n_theirs)


def beyond_chance(cost: Cost, n_theirs: int) -> float:
    """Return how many standard deviations cheaper a text is to pair than its sentences in just any order."""
    chance = np.random.default_rng(n_theirs)  # the same for every run, and for either side
    others = np.array([cost(chance.permutation(n_theirs).tolist()) for _ in range(_ORDERS)])
    spread = float(others.std())
    return (float(others.mean()) - cost(range(n_theirs))) / spread if spread > 0 else 0.0
