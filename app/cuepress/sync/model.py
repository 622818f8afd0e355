"""An acoustic model of one recording, learnt from that recording: no weights are brought along.

Each third of each phone is one Gaussian on 39 features. It begins as the exactly labelled synthetic voice has it,
is moved towards the recording, the path is found again, and so on (Viterbi training; McAuliffe et al. 2017,
"Montreal Forced Aligner", do the same with a corpus). Silence is a mixture of three, and speech in general a
mixture of sixteen: it swallows speech that has no text, and is what a word's fit is measured against.

The first path is sought far and wide in coarse steps. After that the recording is worked on in pieces, cut where
nobody speaks and the text around is surely placed: they go side by side over the cores, and only a few are held.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from cuepress.sync import gaussians
from cuepress.sync.decoding import Costs, Heard, Piece, cut, decode, decode_coarsely
from cuepress.sync.features import Bools, Floats
from cuepress.sync.gaussians import Gaussians, Terms
from cuepress.sync.script import N_THIRDS, Chain

_N_SILENCE, _N_SPEECH, _N_NOISE = 3, 16, 3
_MIXTURE_FRAMES = 20_000  # of each kind are enough to fit a mixture
_WIDE_BAND_S = 60.0
_COARSE_COSTS = Costs(overtime=6.0, leave=300.0, leave_more=100.0, enter=150.0, strange=1.5)
_COSTS = Costs(overtime=1.0, leave=400.0, leave_more=100.0, enter=250.0, strange=1.5)
# What a frame of speech without text costs, below speech in general. It begins dear: as long as the sounds are not
# known well, a text must not be taken for another one.
_STRANGE_SHORT, _STRANGE_MIDDLE, _STRANGE_LONG = 5.0, 3.0, 1.5
_NOISE = 2.0  # what the detector takes for no speech is silence, however unlike other silence: a breath, a knock
_SOUND = 0.5  # where the text has a sound, anything may be heard
_DOUBTFUL_FIT, _FEW = 0.3, 0.02
_STRANGE_PASSAGE = 600  # frames: as long as a sentence or two
_SHORT_FRAMES, _LONG_FRAMES = 3_000, 12_000
_BLOCK_FRAMES = 3 * 4_096


@dataclass(frozen=True, slots=True)
class _Model:
    """What the sounds of a recording are like: thirds of phones, silence, speech in general, applause and such."""

    phones: Gaussians
    silence: Gaussians | None
    speech: Gaussians | None
    noise: Gaussians | None

    def scores(self, terms: Floats, is_speech: Bools) -> tuple[Floats, Floats]:
        """Return the log densities of each column (see ``Chain.density``) and of speech in general."""
        n = len(self.phones.means)
        scores = np.empty((len(terms), n + 2), np.float32)
        scores[:, :n] = self.phones.scores(terms)
        general = self.speech.mixed(terms) if self.speech else scores[:, :n].max(axis=1)
        floor = np.where(is_speech, -np.inf, general - _NOISE)
        scores[:, n] = np.maximum(self.silence.mixed(terms), floor) if self.silence else general - _NOISE
        scores[:, n + 1] = general - _SOUND
        if self.noise:
            scores[:, n + 1] = np.maximum(scores[:, n + 1], self.noise.mixed(terms))
        return scores, general


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a model is made of: sums of the terms of each third of a phone, some frames of each of the rest."""

    sums: NDArray[np.float64]
    silence: Floats
    speech: Floats
    noise: Floats


@dataclass(frozen=True, slots=True)
class _Part:
    """What one piece contributes: its path, and what the next model is made of."""

    heard: Heard
    seen: _Seen


def learn(
    terms: Terms,
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
    terms
        The recording.
    prior
        One Gaussian per third of a phone, of the synthetic voice.
    start : float64 [shape=(T,)]
        A first path: the frame of the voice that is spoken at each real frame.
    """
    states = np.clip(np.searchsorted(chain.voice_frame, start, "right") - 1, 0, chain.density.size - 1)
    labels = np.where(is_speech, _labels_of(states, chain), chain.silence)
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        trainer = _Trainer(
            terms,
            chain,
            prior,
            is_speech,
            _strange(int(is_speech.sum())),
            pool,
            progress or (lambda _fraction: None),
        )
        return trainer.run(states, labels)


@dataclass(slots=True)
class _Trainer:
    """The rounds of training: a path gives a model, a model gives a path."""

    terms: Terms
    chain: Chain
    prior: Gaussians
    is_speech: Bools
    strange: float
    pool: ThreadPoolExecutor
    report: Callable[[float], None]

    def run(self, states: NDArray[np.int64], labels: NDArray[np.int64]) -> Heard:
        model = self._first(labels)
        heard = self._far_and_wide(model, states, _STRANGE_SHORT)
        self.report(0.25)
        heard, model = self._near(heard, model, band_s=7.0, strange=_STRANGE_SHORT)
        self.report(0.4)
        heard, model = self._near(heard, model, band_s=3.0, strange=max(self.strange, _STRANGE_MIDDLE))
        self.report(0.5)
        if self._is_doubtful(heard):
            heard = self._far_and_wide(model, heard.states, self.strange)
            heard, model = self._near(heard, model, band_s=7.0, strange=self.strange)
        self.report(0.75)
        heard, model = self._near(heard, model, band_s=3.0, strange=self.strange)
        self.report(0.9)
        heard, _ = self._near(heard, model, band_s=2.0, strange=self.strange)
        self.report(1.0)
        return heard

    def _is_doubtful(self, heard: Heard) -> bool:
        """Tell whether to search again: sentences are missing or fit badly, or speech has no text."""
        n = len(self.chain.borders) - 1
        is_word = self.chain.word[heard.states] >= 0
        number = np.searchsorted(self.chain.borders, heard.states[is_word]) - 1
        counts = np.bincount(number, minlength=n)
        fits = np.bincount(number, heard.fit[is_word], minlength=n) / np.maximum(counts, 1)
        is_bad = (counts == 0) | (fits < _DOUBTFUL_FIT)
        n_strange = np.count_nonzero(heard.is_strange)
        return bool(is_bad.mean() > _FEW or n_strange > min(_FEW * len(heard.states), _STRANGE_PASSAGE))

    def _first(self, labels: NDArray[np.int64]) -> _Model:
        share = _shares(labels, self.chain)

        def seen(block: tuple[int, int]) -> _Seen:
            return _seen(self.terms.of(*block), labels[slice(*block)], block[0], self.chain, share)

        return _next(self.prior, None, self.pool.map(seen, _blocks(0, len(self.terms))))

    def _far_and_wide(self, model: _Model, near: NDArray[np.int64], strange: float) -> Heard:
        """Find a path in coarse steps."""

        def scored(first: int, last: int) -> tuple[Floats, Floats]:
            blocks = _blocks(N_THIRDS * first, min(N_THIRDS * last, len(self.terms)))
            coarse = self.pool.map(
                lambda block: _coarse(model.scores(self.terms.of(*block), self.is_speech[slice(*block)])), blocks
            )
            scores, general = (np.concatenate(each) for each in zip(*coarse, strict=True))
            return scores, general

        costs = replace(_COARSE_COSTS, strange=strange)
        found = decode_coarsely(scored, self.chain, near, band_s=_WIDE_BAND_S, costs=costs)
        return Heard(
            found.states[: len(self.terms)], found.is_strange[: len(self.terms)], found.fit[: len(self.terms)]
        )

    def _near(self, before: Heard, model: _Model, *, band_s: float, strange: float) -> tuple[Heard, _Model]:
        """Find a path near the one before, piece by piece, and the model that follows from it."""
        pieces = cut(before, self.chain)
        costs = replace(_COSTS, strange=strange)
        share = _shares(_labels(before, self.chain), self.chain)
        parts = list(self.pool.map(lambda piece: self._part(piece, before, model, band_s, costs, share), pieces))
        heard = Heard(
            np.concatenate([part.heard.states for part in parts]),
            np.concatenate([part.heard.is_strange for part in parts]),
            np.concatenate([part.heard.fit for part in parts]),
        )
        return heard, _next(self.prior, model, (part.seen for part in parts))

    def _part(
        self, piece: Piece, before: Heard, model: _Model, band_s: float, costs: Costs, share: tuple[int, ...]
    ) -> _Part:
        """Place one piece anew under a model."""
        inside = self.terms.of(piece.first, piece.last)
        scores, general = model.scores(inside, self.is_speech[piece.first : piece.last])
        chain = self.chain.part(piece.first_state, piece.last_state)
        near = np.clip(before.states[piece.first : piece.last] - piece.first_state, 0, chain.density.size - 1)
        heard = decode(scores, general, chain, near, band_s=band_s, costs=costs)
        seen = _seen(inside, _labels(heard, chain), piece.first, chain, share)
        return _Part(replace(heard, states=heard.states + piece.first_state), seen)


def _blocks(first: int, last: int) -> list[tuple[int, int]]:
    """Cut frames into blocks of whole steps; the last one may end within a step."""
    return [(at, min(at + _BLOCK_FRAMES, last)) for at in range(first, last, _BLOCK_FRAMES)]


def _strange(n_frames: int) -> float:
    """Return what a frame of speech without text costs: from a short recording the model learns less."""
    share = np.log(max(n_frames, 1) / _SHORT_FRAMES) / np.log(_LONG_FRAMES / _SHORT_FRAMES)
    return float(np.interp(share, (0, 1), (_STRANGE_SHORT, _STRANGE_LONG)))


def _labels(heard: Heard, chain: Chain) -> NDArray[np.int64]:
    """Return the density of each frame; strange speech is beyond all of ours."""
    return np.where(heard.is_strange, chain.noise + 1, _labels_of(heard.states, chain))


def _labels_of(states: NDArray[np.int64], chain: Chain) -> NDArray[np.int64]:
    """Return the density of each frame; where a sound is held too long, it is noise that holds the path up.

    That is so only where the text has noise. Of a short recording no frame can be spared.
    """
    density = chain.density[states].astype(np.int64)
    if not chain.has_noise:
        return density
    begins = np.flatnonzero(np.diff(states, prepend=-1))
    stayed = np.arange(states.size) - np.repeat(begins, np.diff(np.append(begins, states.size)))
    return np.where(stayed < chain.cap[states], density, chain.noise)


def _kinds(labels: NDArray[np.int64], chain: Chain) -> tuple[Bools, Bools, Bools]:
    """Tell which frames are silence, speech and noise."""
    return labels == chain.silence, labels < chain.silence, labels == chain.noise


def _shares(labels: NDArray[np.int64], chain: Chain) -> tuple[int, ...]:
    """Return every how many frames of each kind one is kept to fit mixtures."""
    return tuple(max(1, int(is_kind.sum()) // _MIXTURE_FRAMES) for is_kind in _kinds(labels, chain))


def _seen(inside: Floats, labels: NDArray[np.int64], first: int, chain: Chain, share: tuple[int, ...]) -> _Seen:
    """Return what these frames tell of the sounds; the first of them is frame ``first`` of the recording."""
    from cuepress.sync import kernels

    number = np.arange(first, first + len(labels))
    kinds = zip(_kinds(labels, chain), share, strict=True)
    some = (inside[is_kind & (number % each == 0)] for is_kind, each in kinds)
    return _Seen(kernels.sums_by_label(inside, labels, chain.silence), *some)


def _next(prior: Gaussians, before: _Model | None, seen: Iterable[_Seen]) -> _Model:
    """Make a model of what was seen."""
    parts = list(seen)

    def mixture(name: Literal["silence", "speech", "noise"], n: int) -> Gaussians | None:
        frames = np.concatenate([getattr(part, name) for part in parts])
        return gaussians.mixture(frames, n, before=getattr(before, name) if before else None)

    return _Model(
        gaussians.adapted(prior, np.sum([part.sums for part in parts], axis=0)),
        mixture("silence", _N_SILENCE),
        mixture("speech", _N_SPEECH),
        mixture("noise", _N_NOISE),
    )


def _coarse(scores: tuple[Floats, Floats]) -> tuple[Floats, Floats]:
    """Return sums over three frames of each phone's best third, of silence and noise, and of speech in general."""
    thirds, general = scores
    n_phones = thirds.shape[1] // N_THIRDS
    best = thirds[:, : N_THIRDS * n_phones].reshape(len(thirds), n_phones, N_THIRDS).max(axis=2)
    whole = np.concatenate([best, thirds[:, N_THIRDS * n_phones :], general[:, None]], axis=1)
    starts = np.arange(0, len(whole), N_THIRDS)
    sums = np.add.reduceat(whole, starts, axis=0)
    return np.ascontiguousarray(sums[:, :-1]), sums[:, -1]
