"""What sync needs of a sound, measured while the sound streams past: the sound itself is never held.

One spectrum a frame serves both the cepstra that tell speech sounds apart and the detector that tells speech from
silence. An hour comes to some 25 MB, so that it can be kept beside the library.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from cuepress.sync import edges, features, speech
from cuepress.sync.features import HOP_MS, Floats
from cuepress.sync.speech import SpeechMap
from cuepress.timecode import MS_PER_S

Detector = Literal["energy", "silero"]
RATE_HZ = 16_000
_HOP = RATE_HZ * HOP_MS // MS_PER_S
_WINDOW = int(features.WINDOW_S * RATE_HZ)
_STEP = RATE_HZ * edges.STEP_MS // MS_PER_S
_BLOCK_FRAMES = 4_096  # bounds the memory of windows and spectra; 41 s of sound are held at a time


@dataclass(frozen=True, slots=True, eq=False)
class Acoustics:
    """A recording as sync knows it; time 0 is that of the player.

    ``frames`` are cepstra, float32 [shape=(T, 13)], frame ``k`` centred at ``10 k`` ms. ``level_db`` is the level
    around each ``5 k`` ms, float32 [shape=(2 T + 1,)]. ``speech`` says where speech is heard, on the same frames.
    """

    frames: Floats
    level_db: Floats
    speech: SpeechMap
    duration_ms: int

    def excerpt(self, start_ms: int, end_ms: int) -> Acoustics:
        """Return what is heard between two times, on whole frames; its time 0 is ``start_ms``, rounded down."""
        first = min(max(start_ms // HOP_MS, 0), len(self.frames))
        until = max(-(-end_ms // HOP_MS), first)
        last = min(until, len(self.frames))
        return Acoustics(
            self.frames[first:last],
            self.level_db[2 * first : 2 * last + 1],
            self.speech.excerpt(first, last),
            min(self.duration_ms, until * HOP_MS) - first * HOP_MS,  # a sound may end within a frame
        )


def joined(parts: Sequence[Acoustics]) -> Acoustics:
    """Return recordings one after the other as one; each part begins on a whole frame."""
    levels = [part.level_db[: 2 * len(part.frames)] for part in parts]
    return Acoustics(
        np.concatenate([part.frames for part in parts]),
        np.concatenate([*levels, parts[-1].level_db[-1:]]),
        speech.joined([part.speech for part in parts]),
        sum(len(part.frames) * HOP_MS for part in parts[:-1]) + parts[-1].duration_ms,
    )


class Listener:
    """Takes the samples of a sound piece by piece, mono at 16 kHz, and tells in the end what was heard."""

    def __init__(self, detector: Detector = "energy") -> None:
        self._held = np.zeros(0, np.float32)
        self._held_from = 0  # the number of the first sample that is held
        self._n_samples = 0
        self._n_frames = 0
        self._cepstra = features.Growing()
        self._levels: list[Floats] = []
        self._last_step = 0.0
        self._meter = speech.Meter(RATE_HZ, features.fft_size(_WINDOW))
        self._silero = speech.SileroMeter() if detector == "silero" else None
        self._shape = features.Shape(RATE_HZ)
        self._taper = np.hanning(_WINDOW).astype(np.float32)

    def take(self, samples: NDArray[np.floating]) -> None:
        """Hear the next samples, full scale at 1.0; finite."""
        pieces = np.asarray(samples, np.float32)
        if self._silero is not None:
            self._silero.take(pieces)
        self._held = np.concatenate([self._held, pieces])
        self._n_samples += pieces.size
        while self._n_samples >= (self._n_frames + _BLOCK_FRAMES) * _HOP + _WINDOW:
            self._measure(self._n_frames + _BLOCK_FRAMES)

    def finish(self) -> Acoustics:
        """Return what was heard."""
        while self._n_frames < self._n_samples // _HOP:
            self._measure(min(self._n_frames + _BLOCK_FRAMES, self._n_samples // _HOP))
        duration_ms = self._n_samples * MS_PER_S // RATE_HZ
        meter = self._silero or self._meter
        return Acoustics(
            self._cepstra.rows,
            np.concatenate([*self._levels, self._level(np.zeros(1))]),
            meter.speech_map(self._meter.level_db, end_ms=duration_ms),
            duration_ms,
        )

    def _measure(self, until: int) -> None:
        """Measure the frames up to ``until`` and let the samples go that are not needed any more."""
        first, last = self._n_frames, until
        begin, end = first * _HOP - _WINDOW // 2, (last - 1) * _HOP + _WINDOW - _WINDOW // 2
        part = self._held[max(begin - self._held_from, 0) : end - self._held_from]
        part = np.pad(part, (max(-begin, 0), max(end - self._n_samples, 0)))
        frames = np.lib.stride_tricks.sliding_window_view(part, _WINDOW)[::_HOP][: last - first]
        power = features.power(frames * self._taper)
        self._meter.take(power)
        self._cepstra.add(self._shape.cepstra(power))
        inside = self._held[first * _HOP - self._held_from : last * _HOP - self._held_from]
        steps = np.einsum("sn,sn->s", *[inside.reshape(-1, _STEP)] * 2, dtype=np.float64)
        self._levels.append(self._level(steps))
        self._last_step = float(steps[-1])
        self._n_frames = last
        done = max(last * _HOP - _WINDOW, 0)
        self._held, self._held_from = self._held[done - self._held_from :], done

    def _level(self, steps: NDArray[np.float64]) -> Floats:
        return edges.levels_of_steps(steps, step=_STEP, before=self._last_step)


def acoustics(samples: NDArray[np.floating], *, detector: Detector = "energy") -> Acoustics:
    """Measure a whole sound, mono at 16 kHz, that is held anyway."""
    listener = Listener(detector)
    listener.take(samples)
    return listener.finish()
