"""Gaussians with diagonal covariances: one a state, or a mixture. Arrays in, arrays out.

Features come as *terms* (see ``Terms``): the features, their squares and a one, side by side, so that log
densities are one matrix product, and sums of terms are all that estimation needs.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cuepress.sync import kernels
from cuepress.sync.features import N_FEATURES, Bools, Floats, Normalised

_VARIANCE_FLOOR = 0.15  # of features whose variance over speech is 1
_PRIOR_WEIGHT = 20.0  # the synthetic voice counts as so many frames (MAP's tau)
_ENOUGH_FRAMES = 20
_EM_ROUNDS = 8
_BLOCK_FRAMES = 65_536
_REACH = 4  # frames on either side that a frame's slopes, and their slopes, are made of


class Terms:
    """The features of a recording, made from its normalised cepstra where they are asked for.

    Parameters
    ----------
    frames
        Normalised, [shape=(T, 13)].
    is_speech : bool [shape=(T,)]
        Over these frames each feature is scaled to deviation 1.
    """

    def __init__(self, frames: Normalised, is_speech: Bools) -> None:
        self._frames = frames
        self._scale = np.ones(N_FEATURES, np.float32)
        sums, n = np.zeros(2 * N_FEATURES + 1), 0
        for first in range(0, len(frames), _BLOCK_FRAMES):
            last = min(first + _BLOCK_FRAMES, len(frames))
            chosen = self.of(first, last)[is_speech[first:last]] if is_speech.any() else self.of(first, last)
            sums += chosen.sum(axis=0, dtype=np.float64)
            n += len(chosen)
        means = sums / max(n, 1)
        spread = np.sqrt(np.maximum(means[N_FEATURES:-1] - means[:N_FEATURES] ** 2, 0))
        self._scale = (1 / (spread + 1e-6)).astype(np.float32)

    def __len__(self) -> int:
        return len(self._frames)

    def of(self, first: int, last: int) -> Floats:
        """Return the terms of some frames, float32 [shape=(last - first, 79)]."""
        begin = max(first - _REACH, 0)
        around = self._frames.of(begin, last + _REACH)
        made: Floats = kernels.terms(around, first - begin, last - begin, self._scale)
        return made

    def sums(self, labels: NDArray[np.int64], n: int) -> NDArray[np.float64]:
        """Return the sums of the terms of the frames with each label below ``n``, float64 [shape=(n, 79)]."""
        total = np.zeros((n, 2 * N_FEATURES + 1))
        for first in range(0, len(self), _BLOCK_FRAMES):
            last = min(first + _BLOCK_FRAMES, len(self))
            total += kernels.sums_by_label(self.of(first, last), labels[first:last], n)
        return total


@dataclass(frozen=True, slots=True)
class Gaussians:
    """Means and variances [shape=(K, 39)], weights [shape=(K,)] where they are a mixture."""

    means: Floats
    variances: Floats
    weights: Floats

    def scores(self, terms: Floats) -> Floats:
        """Return the log density of each frame under each Gaussian, float32 [shape=(T, K)]."""
        precision = 1 / self.variances
        constant = (self.means**2 * precision + np.log(2 * np.pi * self.variances)).sum(axis=1, keepdims=True)
        weights = np.concatenate([self.means * precision, -0.5 * precision, -0.5 * constant], axis=1)
        return np.asarray(terms @ np.asarray(weights.T, np.float32), dtype=np.float32)

    def mixed(self, terms: Floats) -> Floats:
        """Return the log density of each frame under the mixture, float32 [shape=(T,)]."""
        parts = self.scores(terms) + np.log(self.weights)
        most = parts.max(axis=1)
        return np.asarray(most + np.log(np.exp(parts - most[:, None]).sum(axis=1)), dtype=np.float32)


def of_sums(sums: NDArray[np.float64]) -> Gaussians:
    """Return the Gaussian of each label, given the sums of its terms [shape=(K, 79)]."""
    counts = np.maximum(sums[:, -1:], 1)
    means = sums[:, :N_FEATURES] / counts
    variances = np.maximum(sums[:, N_FEATURES:-1] / counts - means**2, _VARIANCE_FLOOR)
    return Gaussians(means.astype(np.float32), variances.astype(np.float32), np.ones(len(sums), np.float32))


def adapted(prior: Gaussians, sums: NDArray[np.float64]) -> Gaussians:
    """Move a prior towards what was seen: maximum a posteriori (Gauvain & Lee 1994).

    Parameters
    ----------
    sums : float64 [shape=(K, 79)]
        Of the terms of the frames that belong to each Gaussian.
    """
    weight = sums[:, -1:] + _PRIOR_WEIGHT
    means = (_PRIOR_WEIGHT * prior.means + sums[:, :N_FEATURES]) / weight
    expected = (_PRIOR_WEIGHT * (prior.variances + prior.means**2) + sums[:, N_FEATURES:-1]) / weight
    variances = np.maximum(expected - means**2, _VARIANCE_FLOOR)
    return Gaussians(means.astype(np.float32), variances.astype(np.float32), prior.weights)


def mixture(terms: Floats, n: int, *, before: Gaussians | None = None) -> Gaussians | None:
    """Fit a mixture of ``n`` Gaussians by expectation maximisation; the same for the same frames.

    ``before`` is one to go on from; it is returned as it is where there are too few frames, None if there is none.
    """
    if len(terms) < max(_ENOUGH_FRAMES, 2 * n):
        return before
    fitted = before or _first_guess(terms, n)
    for _ in range(_EM_ROUNDS if before is None else _EM_ROUNDS // 2):
        parts = fitted.scores(terms) + np.log(fitted.weights)
        # Beyond -30 a share is nothing; as a denormal number it would make the products below crawl.
        shares = np.exp(np.maximum(parts - parts.max(axis=1, keepdims=True), -30))
        shares /= shares.sum(axis=1, keepdims=True)
        sums = shares.T @ terms
        counts = sums[:, -1:] + np.float32(1e-3)
        means = sums[:, :N_FEATURES] / counts
        variances = np.maximum(sums[:, N_FEATURES:-1] / counts - means**2, _VARIANCE_FLOOR)
        fitted = Gaussians(means, variances.astype(np.float32), (counts / counts.sum())[:, 0])
    return fitted


def _first_guess(terms: Floats, n: int) -> Gaussians:
    """Return Gaussians around frames chosen at random, always the same ones, as wide as all of them together."""
    frames = terms[:, :N_FEATURES]
    means = frames[np.random.default_rng(0).choice(len(frames), n, replace=False)]
    variances = np.tile(frames.var(axis=0) + np.float32(_VARIANCE_FLOOR), (n, 1))
    return Gaussians(means, variances, np.full(n, 1 / n, np.float32))
