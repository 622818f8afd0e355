"""Which sound track, and which mixture of its channels, holds the speech.

A plain downmix loses speech that is recorded in opposite phase left and right, and drowns speech that is only in
the centre of 5.1 under the music of the other channels. So the mixtures are measured and compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

Samples = npt.NDArray[np.float32]

MEASURE_RATE_HZ = 8_000  # holds the band of speech
_FRAME = 256  # 32 ms
_HOP = 80  # 10 ms
_BAND_HZ = (300.0, 3_400.0)
_SYLLABLES_HZ = (2.0, 8.0)  # speech swells and fades at the pace of syllables; music and noise hardly do
_STRETCH = 200  # hops in which swelling is measured: 2 s
_QUIETER_BY = 10 ** (-30 / 20)  # a mixture this far below the loudest is a leftover of compression
_CLEARLY_BETTER = 1.25
_SILENCE = 1e-4  # -80 dB of full scale
_MAX_CHANNELS = 8


@dataclass(frozen=True)
class Mixture:
    """How much of each channel goes into the sound that is searched for speech."""

    weights: tuple[float, ...]

    @cached_property
    def formula(self) -> str:
        """The mixture as FFmpeg's filter ``pan`` takes it: ``0.5000*c0-0.5000*c1``."""
        terms = (f"{weight:+.4f}*c{index}" for index, weight in enumerate(self.weights) if weight)
        return "".join(terms).removeprefix("+")


@dataclass(frozen=True, slots=True)
class Liveliness:
    """How loud a sound is in the band of speech, and how much it swells at the pace of syllables, from 0."""

    level: float
    swell: float

    @property
    def is_silent(self) -> bool:
        return self.level < _SILENCE


def mixtures(n_channels: int) -> tuple[Mixture, ...]:
    """Return the mixtures worth comparing, the usual one first."""
    if n_channels <= 1:
        return (Mixture((1.0,)),)
    n = min(n_channels, _MAX_CHANNELS)
    rest = (0.0,) * (n - 2)
    middle, side = Mixture((0.5, 0.5, *rest)), Mixture((0.5, -0.5, *rest))
    alone = tuple(Mixture(tuple(float(index == chosen) for index in range(n))) for chosen in range(n))
    if n == 2:
        return (middle, side, *alone)
    every = Mixture((1.0 / n,) * n)
    return (every, middle, side, *alone)


def choose(measured: Mapping[Mixture, Liveliness], n_channels: int) -> Mixture:
    """Return the mixture in which speech stands out; the usual one where no other is clearly better."""
    usual = mixtures(n_channels)[0]
    loudest = max((found.level for found in measured.values()), default=0.0)
    heard = {key: found for key, found in measured.items() if found.level >= max(loudest * _QUIETER_BY, _SILENCE)}
    if not heard:
        return usual
    best = max(heard, key=lambda key: heard[key].swell)
    if usual in heard and heard[best].swell < heard[usual].swell * _CLEARLY_BETTER:
        return usual
    return best


def liveliness(stretches: list[Samples]) -> Liveliness:
    """Measure a sound.

    Parameters
    ----------
    stretches : list of float32 [shape=(n,)]
        Pieces of the sound at ``MEASURE_RATE_HZ``, full scale 1.0.

    Returns
    -------
    Liveliness
        ``level``: root mean square in the band of speech. ``swell``: the part of the envelope that changes 2 to 8
        times a second, relative to its mean; about 0.6 for speech, 0.1 for noise or held notes.

    References
    ----------
    Scheirer and Slaney, Construction and evaluation of a robust multifeature speech/music discriminator, 1997:
    the 4 Hz modulation energy.
    """
    pieces = [piece for stretch in stretches for piece in _pieces(_envelope(stretch))]
    if not pieces:
        return Liveliness(0.0, 0.0)
    envelope = np.stack(pieces)
    mean_square = float(np.mean(envelope**2))
    centred = (envelope - envelope.mean(axis=1, keepdims=True)) * np.hanning(_STRETCH)
    spectrum = np.abs(np.fft.rfft(centred, axis=1)) ** 2
    rates = np.fft.rfftfreq(_STRETCH, d=_HOP / MEASURE_RATE_HZ)
    chosen = (rates >= _SYLLABLES_HZ[0]) & (rates <= _SYLLABLES_HZ[1])
    # 0.375 is the mean square of a Hann window; a one-sided spectrum holds half of the energy.
    moving = 2.0 * float(spectrum[:, chosen].sum()) / (0.375 * _STRETCH**2 * len(pieces))
    mean = float(envelope.mean())
    return Liveliness(mean_square**0.5, moving**0.5 / mean if mean > 0 else 0.0)


def _envelope(samples: Samples) -> npt.NDArray[np.float64]:
    """Return the loudness in the band of speech, every 10 ms."""
    if len(samples) < _FRAME:
        return np.zeros(0)
    frames = np.lib.stride_tricks.sliding_window_view(samples, _FRAME)[::_HOP]
    power = np.abs(np.fft.rfft(frames * np.hanning(_FRAME), axis=1)) ** 2
    rates = np.fft.rfftfreq(_FRAME, d=1 / MEASURE_RATE_HZ)
    band = power[:, (rates >= _BAND_HZ[0]) & (rates <= _BAND_HZ[1])].sum(axis=1)
    return np.asarray(np.sqrt(2.0 * band / (0.375 * _FRAME**2)), dtype=np.float64)


def _pieces(envelope: npt.NDArray[np.float64]) -> Iterator[npt.NDArray[np.float64]]:
    if 0 < len(envelope) < _STRETCH:
        envelope = np.pad(envelope, (0, _STRETCH - len(envelope)))
    for start in range(0, len(envelope) - _STRETCH + 1, _STRETCH):
        yield envelope[start : start + _STRETCH]
