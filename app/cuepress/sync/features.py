"""Sound as numbers that tell speech sounds apart: mel-frequency cepstra, ten milliseconds a frame.

Arrays in, arrays out. References: Davis & Mermelstein 1980, "Comparison of parametric representations for
monosyllabic word recognition"; Furui 1986 for the deltas.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Bools = NDArray[np.bool_]

HOP_MS = 10
WINDOW_S = 0.025
N_MELS = 26
N_CEPSTRA = 13
N_FEATURES = 3 * N_CEPSTRA
_LOWEST_HZ, _HIGHEST_HZ = 60.0, 7_600.0
_PRE_EMPHASIS = 0.97
_FLOOR = 1e-8  # of power; digital silence stays finite
_BLOCK_FRAMES = 8_192  # bounds the memory of windows and spectra


class Growing:
    """Rows of cepstra that come one after the other, in one piece of memory.

    Thousands of small arrays, joined in the end, would leave their places empty behind them.
    """

    def __init__(self) -> None:
        self._held = bytearray()

    def add(self, rows: Floats) -> None:
        self._held += np.ascontiguousarray(rows, np.float32).data.cast("B") if rows.size else b""

    @property
    def rows(self) -> Floats:
        """Return all rows so far, float32 [shape=(T, 13)]; none can be added while they are in use."""
        return np.frombuffer(self._held, np.float32).reshape(-1, N_CEPSTRA)


def cepstra(samples: NDArray[np.floating] | NDArray[np.integer], *, rate_hz: int) -> Floats:
    """Return the mel cepstra of a sound.

    Parameters
    ----------
    samples : [shape=(n,)]
        Mono sound in [-1, 1], or 16-bit integers.
    rate_hz
        Samples a second. The filters stand at the same frequencies for every rate, so that synthetic speech at
        22,050 Hz and a recording at 16,000 Hz can be compared without resampling.

    Returns
    -------
    float32 [shape=(n / rate * 100, 13)]
        Frame ``k`` is centred at ``10 k`` ms.
    """
    window = int(WINDOW_S * rate_hz)
    hop = rate_hz * HOP_MS / 1000
    n_frames = int(samples.size / hop)
    scale = np.float32(1 / 32_768 if samples.dtype.kind == "i" else 1.0)
    taper = np.hanning(window).astype(np.float32) * scale
    shape = Shape(rate_hz)
    found = np.empty((n_frames, N_CEPSTRA), np.float32)
    for first in range(0, n_frames, _BLOCK_FRAMES):
        last = min(first + _BLOCK_FRAMES, n_frames)
        starts = np.round(np.arange(first, last) * hop).astype(np.int64) - window // 2
        block = _excerpt(samples, int(starts[0]), int(starts[-1]) + window)
        frames = np.lib.stride_tricks.sliding_window_view(block, window)[starts - starts[0]]
        found[first:last] = shape.cepstra(power(frames * taper))
    return found


def fft_size(window: int) -> int:
    """Return the length of the Fourier transform of a window of so many samples."""
    return 1 << (window - 1).bit_length()


def power(windows: Floats) -> Floats:
    """Return the power of each frequency [shape=(T, n_fft / 2 + 1)] of tapered windows [shape=(T, n)]."""
    spectrum = np.fft.rfft(windows, fft_size(windows.shape[1]))
    squares: Floats = np.square(spectrum.real)
    squares += np.square(spectrum.imag)
    return squares


class Shape:
    """From the power of each frequency to cepstra, at one rate of samples.

    Emphasis of the high frequencies, ``x[n] - 0.97 x[n - 1]`` in time, is a weight on each frequency here.
    """

    def __init__(self, rate_hz: int) -> None:
        n_fft = fft_size(int(WINDOW_S * rate_hz))
        turn = 2 * np.pi * np.arange(n_fft // 2 + 1) / n_fft
        emphasis = 1 + _PRE_EMPHASIS**2 - 2 * _PRE_EMPHASIS * np.cos(turn)
        self._filters = (_mel_filters(rate_hz, n_fft) * emphasis[:, None]).astype(np.float32)
        self._basis = _cosines()

    def cepstra(self, spectra: Floats) -> Floats:
        """Return cepstra [shape=(T, 13)] of powers [shape=(T, n_fft / 2 + 1)]."""
        return np.asarray(np.log(spectra @ self._filters + np.float32(_FLOOR)) @ self._basis, np.float32)


def _excerpt(samples: NDArray[np.floating] | NDArray[np.integer], start: int, end: int) -> Floats:
    """Return samples ``start`` to ``end``; outside the sound there is silence."""
    inside = samples[max(start, 0) : max(end, 0)].astype(np.float32)
    return np.pad(inside, (max(-start, 0), max(end - samples.size, 0)))


def _mel_filters(rate_hz: int, n_fft: int) -> Floats:
    """Return triangular filters [shape=(n_fft / 2 + 1, 26)], evenly spaced in mel."""
    lowest, highest = (1127 * np.log1p(hz / 700) for hz in (_LOWEST_HZ, _HIGHEST_HZ))
    edges = 700 * np.expm1(np.linspace(lowest, highest, N_MELS + 2) / 1127)
    bins = np.arange(n_fft // 2 + 1)[:, None] * rate_hz / n_fft
    rising = (bins - edges[:-2]) / (edges[1:-1] - edges[:-2])
    falling = (edges[2:] - bins) / (edges[2:] - edges[1:-1])
    return np.asarray(np.clip(np.minimum(rising, falling), 0, None), np.float32)


def _cosines() -> Floats:
    """Return the orthonormal DCT-II basis [shape=(26, 13)]."""
    basis = np.cos(np.pi / N_MELS * np.outer(np.arange(N_MELS) + 0.5, np.arange(N_CEPSTRA)))
    basis *= np.sqrt(2 / N_MELS)
    basis[:, 0] /= np.sqrt(2)
    return np.asarray(basis, np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class Normalised:
    """Cepstra [shape=(T, 13)] with each coefficient shifted and scaled; made where asked for, never held whole."""

    frames: Floats
    mean: Floats
    spread: Floats

    def __len__(self) -> int:
        return len(self.frames)

    def of(self, first: int, last: int) -> Floats:
        """Return the normalised frames from ``first`` to ``last``."""
        return self._scaled(self.frames[first:last])

    def part(self, first: int, last: int) -> Normalised:
        """Return the frames from ``first`` to ``last``, normalised as they are in the whole."""
        return Normalised(self.frames[first:last], self.mean, self.spread)

    def pooled(self, factor: int) -> Floats:
        """Return the averages of each ``factor`` normalised frames."""
        return self._scaled(pooled(self.frames, factor))

    def at_pace(self, pace: float, factor: int) -> Floats:
        """Return the same of speech that takes ``pace`` times as long: frames are repeated or left out."""
        n = int(len(self.frames) * pace)
        block = _BLOCK_FRAMES * factor
        found = [np.zeros((0, self.frames.shape[1]), np.float32)]
        for first in range(0, n, block):
            at = (np.arange(first, min(first + block, n)) + 0.5) / pace
            found.append(pooled(self.frames[np.minimum(at, len(self.frames) - 1).astype(np.int64)], factor))
        return self._scaled(np.concatenate(found))

    def _scaled(self, frames: Floats) -> Floats:
        return np.asarray((frames - self.mean) / self.spread, np.float32)


def normalised(frames: Floats, is_speech: Bools) -> Normalised:
    """Shift and scale each coefficient to mean 0 and deviation 1 over the frames that hold speech."""
    counted = is_speech if is_speech.any() else np.ones(len(frames), np.bool_)
    sums, squares, n = np.zeros(frames.shape[1]), np.zeros(frames.shape[1]), 0
    for first in range(0, len(frames), _BLOCK_FRAMES):
        block = slice(first, first + _BLOCK_FRAMES)
        chosen = frames[block][counted[block]].astype(np.float64)
        sums += chosen.sum(axis=0)
        squares += np.square(chosen).sum(axis=0)
        n += len(chosen)
    mean = sums / max(n, 1)
    spread = np.sqrt(np.maximum(squares / max(n, 1) - mean**2, 0)) + 1e-3
    return Normalised(frames, mean.astype(np.float32), spread.astype(np.float32))


def pooled(frames: Floats, factor: int) -> Floats:
    """Average each ``factor`` frames; the rest at the end is averaged too."""
    if factor == 1 or len(frames) == 0:
        return frames
    edges = np.arange(0, len(frames), factor)
    sums = np.add.reduceat(frames, edges, axis=0)
    counts = np.diff(np.append(edges, len(frames))).astype(np.float32)
    return np.ascontiguousarray(sums / counts.reshape(-1, *[1] * (frames.ndim - 1)), dtype=np.float32)
