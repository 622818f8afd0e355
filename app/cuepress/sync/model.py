"""An acoustic model of one recording, learnt from that recording: no weights are brought along.

Each third of each phone is one Gaussian with a diagonal covariance on 39 features. It begins as the exactly
labelled synthetic voice has it and is moved towards the recording by maximum a posteriori estimation (Gauvain &
Lee 1994), the path is found again, and so on until it stands still (Viterbi training; McAuliffe et al. 2017 do
the same with a corpus). Silence is a mixture of three, and speech in general a mixture of sixteen: it swallows
speech that has no text, and is what a word's fit is measured against.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cuepress.sync import kernels
from cuepress.sync.features import HOP_MS, Bools, Floats, pooled
from cuepress.sync.script import N_THIRDS, Chain
from cuepress.sync.warp import band

_PRIOR_WEIGHT = 20.0  # the synthetic voice counts as so many frames (MAP's tau)
_VARIANCE_FLOOR = 0.15  # of features whose variance over speech is 1
_N_SILENCE, _N_SPEECH = 3, 16
# For each frame that a third of a phone stays beyond its cap; dearer while the phones still fit badly.
_OVERTIME, _OVERTIME_COARSE = 1.0, 6.0
_LEAVE, _LEAVE_COARSE = 600.0, 300.0  # to leave a sentence out, once; less while the phones still fit badly
_GAP_PENALTY = 5.0  # a frame of speech without text is so much below speech in general
_BANDS_S = (90.0, 7.0, 4.0, 4.0, 4.0)  # around the path before, round by round
_WIDE_S, _AFTER_WIDE_S = 20.0, 7.0  # a wider band is walked coarsely first, then finely in a narrow one
_ENOUGH_FRAMES = 20
_MAX_TRAINING_FRAMES = 20_000
_EM_ROUNDS = 8


@dataclass(frozen=True, slots=True)
class Gaussians:
    """Diagonal Gaussians: means and variances [shape=(K, D)], weights [shape=(K,)] where they are a mixture."""

    means: Floats
    variances: Floats
    weights: Floats

    def scores(self, terms: Floats) -> Floats:
        """Return the log density of each frame under each Gaussian, float32 [shape=(T, K)].

        ``terms`` are what ``quadratic`` makes of the frames: the densities are then one matrix product.
        """
        precision = 1 / self.variances
        constant = (self.means**2 * precision + np.log(2 * np.pi * self.variances)).sum(axis=1, keepdims=True)
        weights = np.concatenate([self.means * precision, -0.5 * precision, -0.5 * constant], axis=1)
        return np.asarray(terms @ np.asarray(weights.T, np.float32), dtype=np.float32)

    def mixed(self, terms: Floats) -> Floats:
        """Return the log density of each frame under the mixture, float32 [shape=(T,)]."""
        parts = self.scores(terms) + np.log(self.weights)
        most = parts.max(axis=1)
        return np.asarray(most + np.log(np.exp(parts - most[:, None]).sum(axis=1)), dtype=np.float32)


def quadratic(frames: Floats) -> Floats:
    """Return the features, their squares and a one, side by side [shape=(T, 2 D + 1)]."""
    return np.concatenate([frames, frames * frames, np.ones((len(frames), 1), np.float32)], axis=1)


@dataclass(frozen=True, slots=True)
class Heard:
    """A recording held against a chain: the state of each frame, and how much better it fits than any speech.

    ``fit`` is log p(state) - log p(speech in general) a frame; silence and gaps have 0.
    """

    states: NDArray[np.int64]
    fit: Floats
    total: float


def learn(
    frames: Floats,
    chain: Chain,
    *,
    prior: Gaussians,
    start: NDArray[np.float64],
    is_speech: Bools,
    progress: Callable[[float], None] | None = None,
) -> Heard:
    """Learn the recording's own model and place the chain in it.

    Parameters
    ----------
    frames : float32 [shape=(T, 39)]
        The recording.
    prior
        One Gaussian per third of a phone, of the synthetic voice.
    start : float64 [shape=(T,)]
        A first path: the frame of the voice that is spoken at each real frame.
    """
    states = np.clip(np.searchsorted(chain.voice_frame, start, "right") - 1, 0, chain.density.size - 1)
    labels = np.where(is_speech, chain.density[states], chain.silence)
    rest = _mixture(frames[~is_speech], _N_SILENCE)
    speech = _mixture(frames[is_speech], _N_SPEECH)
    terms = quadratic(frames)
    total, path = -np.inf, states
    fit = np.zeros(len(frames), np.float32)
    for number, band_s in enumerate(_BANDS_S):
        phones = _adapted(prior, frames, labels)
        scores, general = _scores(terms, phones, rest, speech)
        path, total = _decode(scores, chain, path, band_s=band_s)
        labels = _labels(chain, path, scores, general - _GAP_PENALTY)
        rest = _mixture(frames[labels == chain.silence], _N_SILENCE, otherwise=rest)
        speech = _mixture(frames[labels < chain.silence], _N_SPEECH, otherwise=speech)
        fit = np.where(labels < chain.silence, scores[np.arange(len(frames)), chain.density[path]] - general, 0)
        if progress:
            progress((number + 1) / len(_BANDS_S))
    return Heard(path, np.asarray(fit, np.float32), float(total))


def estimate(frames: Floats, labels: NDArray[np.int64], n: int) -> Gaussians:
    """Return the Gaussian of each label's frames; ``labels`` are below ``n``, each with at least one frame."""
    counts, sums, squares = _moments(frames, labels, n)
    counts = np.maximum(counts, 1)
    means = sums / counts[:, None]
    variances = np.maximum(squares / counts[:, None] - means**2, _VARIANCE_FLOOR)
    return Gaussians(means.astype(np.float32), variances.astype(np.float32), np.ones(n, np.float32))


def _adapted(prior: Gaussians, frames: Floats, labels: NDArray[np.int64]) -> Gaussians:
    """Move the prior towards the frames that carry its label (MAP)."""
    n = len(prior.means)
    inside = labels < n
    counts, sums, squares = _moments(frames[inside], labels[inside], n)
    weight = (counts + _PRIOR_WEIGHT)[:, None]
    means = (_PRIOR_WEIGHT * prior.means + sums) / weight
    expected = (_PRIOR_WEIGHT * (prior.variances + prior.means**2) + squares) / weight
    variances = np.maximum(expected - means**2, _VARIANCE_FLOOR)
    return Gaussians(means.astype(np.float32), variances.astype(np.float32), prior.weights)


def _moments(
    frames: Floats, labels: NDArray[np.int64], n: int
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return how many frames each label has, their sums and their sums of squares."""
    order = np.argsort(labels, kind="stable")
    sorted_frames = frames[order].astype(np.float64)
    counts = np.bincount(labels, minlength=n).astype(np.float64)
    present = np.flatnonzero(counts)
    starts = np.searchsorted(labels[order], present)
    sums, squares = np.zeros((n, frames.shape[1])), np.zeros((n, frames.shape[1]))
    if present.size:
        sums[present] = np.add.reduceat(sorted_frames, starts, axis=0)
        squares[present] = np.add.reduceat(sorted_frames**2, starts, axis=0)
    return counts, sums, squares


def _mixture(frames: Floats, n: int, *, otherwise: Gaussians | None = None) -> Gaussians | None:
    """Fit a mixture of ``n`` Gaussians by expectation maximisation, deterministic; None from too few frames."""
    if len(frames) < max(_ENOUGH_FRAMES, 2 * n):
        return otherwise
    if len(frames) > _MAX_TRAINING_FRAMES:
        frames = frames[np.linspace(0, len(frames) - 1, _MAX_TRAINING_FRAMES).astype(np.int64)]
    means = frames[np.random.default_rng(0).choice(len(frames), n, replace=False)]
    variances = np.tile(frames.var(axis=0) + np.float32(_VARIANCE_FLOOR), (n, 1))
    fitted = Gaussians(means, variances, np.full(n, 1 / n, np.float32))
    terms = quadratic(frames)
    squares = frames * frames
    for _ in range(_EM_ROUNDS):
        parts = fitted.scores(terms) + np.log(fitted.weights)
        # Beyond -30 a share is nothing; as a denormal number it would make the products below crawl.
        shares = np.exp(np.maximum(parts - parts.max(axis=1, keepdims=True), -30))
        shares /= shares.sum(axis=1, keepdims=True)
        counts = shares.sum(axis=0) + np.float32(1e-3)
        means = shares.T @ frames / counts[:, None]
        variances = np.maximum(shares.T @ squares / counts[:, None] - means**2, _VARIANCE_FLOOR)
        fitted = Gaussians(means, variances.astype(np.float32), counts / counts.sum())
    return fitted


def _scores(
    terms: Floats, phones: Gaussians, rest: Gaussians | None, speech: Gaussians | None
) -> tuple[Floats, Floats]:
    """Return the scores of every density (phones, silence, gap) and of speech in general."""
    n = len(phones.means)
    scores = np.empty((len(terms), n + 2), np.float32)
    scores[:, :n] = phones.scores(terms)
    general = speech.mixed(terms) if speech else scores[:, :n].max(axis=1)
    scores[:, n] = rest.mixed(terms) if rest else general - _GAP_PENALTY
    scores[:, n + 1] = np.maximum(scores[:, n], general - _GAP_PENALTY)
    return scores, general


def _decode(
    scores: Floats, chain: Chain, near: NDArray[np.int64], *, band_s: float
) -> tuple[NDArray[np.int64], float]:
    states_per_frame = chain.density.size / max(len(scores), 1)
    half_width = max(60, int(band_s * 1000 / HOP_MS * states_per_frame))
    lowest, width = band(near.astype(np.float64), half_width=half_width, n_columns=chain.density.size)
    if band_s > _WIDE_S:
        near = _decode_coarsely(scores, chain, near, half_width=half_width // N_THIRDS)
        return _decode(scores, chain, near, band_s=_AFTER_WIDE_S)
    path, total = kernels.viterbi_band(
        scores, chain.density, chain.is_optional, chain.cap, chain.gap_before, lowest, width, _OVERTIME, _LEAVE
    )
    return path, float(total)


def _decode_coarsely(
    scores: Floats, chain: Chain, near: NDArray[np.int64], *, half_width: int
) -> NDArray[np.int64]:
    """Find a path in steps of three frames with one state a phone: a ninth of the work for the same band."""
    is_phone = chain.density < chain.silence
    kept = np.flatnonzero(~is_phone | (chain.density % N_THIRDS == 1))
    n_phones = len(chain.names)
    best_third = scores[:, : chain.silence].reshape(len(scores), n_phones, N_THIRDS).max(axis=2)
    coarse = pooled(np.concatenate([best_third, scores[:, chain.silence :]], axis=1), N_THIRDS) * N_THIRDS
    density = np.where(is_phone, chain.density // N_THIRDS, n_phones + chain.density - chain.silence)[kept]
    gap_before = np.where(chain.gap_before >= 0, np.searchsorted(kept, chain.gap_before), -1)[kept]
    centre = np.searchsorted(kept, near[::N_THIRDS]).astype(np.float64)
    lowest, width = band(centre, half_width=half_width, n_columns=kept.size)
    path, _ = kernels.viterbi_band(
        coarse,
        density,
        chain.is_optional[kept],
        chain.cap[kept],
        gap_before,
        lowest,
        width,
        _OVERTIME_COARSE,
        _LEAVE_COARSE,
    )
    return np.asarray(np.repeat(kept[path], N_THIRDS)[: len(scores)])


def _labels(chain: Chain, path: NDArray[np.int64], scores: Floats, loud: Floats) -> NDArray[np.int64]:
    """Return the density of each frame; in a gap, silence where silence fits, else none of ours."""
    labels = chain.density[path]
    is_quiet = scores[:, chain.silence] >= loud
    return np.where((labels == chain.gap) & is_quiet, chain.silence, labels)
