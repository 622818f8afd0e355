"""Sound with known times: sentences joined with silence between them, noise and music laid under it."""

from __future__ import annotations

import wave
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]

RATE_HZ = 16_000
_SPEECH_LEVEL = 0.08  # root mean square of every voice, full scale 1
_STEP = RATE_HZ * 5 // 1_000  # beginnings and ends are known to 5 ms
_EDGE_DB = 40.0  # a sentence begins and ends where its level is this much below its loudest 5 ms
_ROOM_DB = -55.0  # a quiet room, below the speech
_LEAD_S = (0.5, 2.0)
_REST_S = (0.15, 1.5)


def read_wav(path: Path) -> Samples:
    """Return a file of 16-bit mono sound at 16 kHz."""
    with wave.open(str(path)) as file:
        rate_hz, n_channels = file.getframerate(), file.getnchannels()
        raw = np.frombuffer(file.readframes(file.getnframes()), "<i2").reshape(-1, n_channels)
    return from_int16(raw[:, 0], rate_hz)


def write_wav(path: Path, samples: Samples) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes((np.clip(samples, -1, 1) * 32_767).astype("<i2").tobytes())


def from_int16(samples: NDArray[np.int16], rate_hz: int) -> Samples:
    """Return a sound of whole numbers at 16 kHz, full scale 1."""
    return resampled(samples.astype(np.float32) / np.float32(32_768), rate_hz)


def resampled(samples: Samples, rate_hz: int) -> Samples:
    """Return a sound at 16 kHz: its spectrum is cut or filled with zeros."""
    if rate_hz == RATE_HZ or not samples.size:
        return samples
    n = round(samples.size * RATE_HZ / rate_hz)
    spectrum = np.fft.rfft(samples)
    kept = np.zeros(n // 2 + 1, spectrum.dtype)
    size = min(kept.size, spectrum.size)
    kept[:size] = spectrum[:size]
    return (np.fft.irfft(kept, n) * (n / samples.size)).astype(np.float32)


def trimmed(samples: Samples) -> Samples:
    """Return what is heard of a sentence, at the level of all others."""
    n = samples.size // _STEP
    if not n:
        return samples
    energy = np.square(samples[: n * _STEP].reshape(n, _STEP).astype(np.float64)).mean(axis=1)
    heard = np.flatnonzero(energy > energy.max() * 10 ** (-_EDGE_DB / 10))
    inside = samples[heard[0] * _STEP : (heard[-1] + 1) * _STEP] if heard.size else samples
    return (inside * (_SPEECH_LEVEL / max(rms(inside), 1e-6))).astype(np.float32)


def joined(sentences: Sequence[Samples], *, seed: int) -> tuple[Samples, list[tuple[int, int]]]:
    """Lay sentences one after the other with rests of 0.15 to 1.5 s; return (start, end) of each in ms."""
    chance = np.random.default_rng(seed)
    rests = chance.uniform(*_REST_S, len(sentences) + 1)
    rests[0], rests[-1] = chance.uniform(*_LEAD_S, 2)
    parts: list[Samples] = []
    spans = []
    at = 0
    for rest, sentence in zip(rests, sentences, strict=False):
        silence = np.zeros(int(rest * RATE_HZ), np.float32)
        start = at + silence.size
        at = start + sentence.size
        spans.append((start * 1_000 // RATE_HZ, at * 1_000 // RATE_HZ))
        parts += [silence, sentence]
    parts.append(np.zeros(int(rests[-1] * RATE_HZ), np.float32))
    sound = np.concatenate(parts)
    return (sound + _SPEECH_LEVEL * 10 ** (_ROOM_DB / 20) * pink(sound.size, seed=seed)).astype(np.float32), spans


def under(speech: Samples, other: Samples, *, snr_db: float) -> Samples:
    """Lay another sound under speech, so much softer than it in the mean."""
    gain = _SPEECH_LEVEL / max(rms(other), 1e-6) * 10 ** (-snr_db / 20)
    return np.asarray(speech + gain * other, np.float32)


def rms(samples: Samples) -> float:
    return float(np.sqrt(np.mean(np.square(samples, dtype=np.float64)))) if samples.size else 0.0


def pink(n: int, *, seed: int) -> Samples:
    """Return pink noise: as much power in each octave."""
    spectrum = np.fft.rfft(np.random.default_rng(seed).standard_normal(n))
    spectrum /= np.sqrt(np.maximum(np.arange(spectrum.size), 20))
    noise = np.fft.irfft(spectrum, n)
    return np.asarray(noise / noise.std(), np.float32)


_CHORDS = ((220.0, 261.6, 329.6), (174.6, 220.0, 261.6), (261.6, 329.6, 392.0), (196.0, 246.9, 293.7))
_BEAT_S = 0.5


def music(n: int, *, seed: int) -> Samples:
    """Return music of a sort: chords, a bass, a melody of plucked notes, and drums, all made up."""
    chance = np.random.default_rng(seed)
    sound = np.zeros(n + 2 * RATE_HZ, np.float32)
    for beat in range(int(n / RATE_HZ / _BEAT_S) + 1):
        chord = _CHORDS[beat // 4 % len(_CHORDS)]
        at = int(beat * _BEAT_S * RATE_HZ)
        notes = [(chord[int(chance.integers(3))] * 2, 0.35)]
        notes += [(chord[0] / 2, 0.5)] + ([(pitch, 0.25) for pitch in chord] if beat % 2 == 0 else [])
        for pitch, loudness in notes:
            _put(sound, at, _note(pitch) * np.float32(loudness))
        _put(sound, at, _drum(chance, is_bass=beat % 2 == 0))
    return sound[:n]


def _put(sound: Samples, at: int, part: Samples) -> None:
    room = sound[at : at + part.size]
    room += part[: room.size]


def _note(pitch_hz: float) -> Samples:
    time_s = np.arange(int(1.6 * RATE_HZ)) / RATE_HZ
    tone = sum(np.sin(2 * np.pi * pitch_hz * k * time_s) * np.exp(-time_s * (1.5 + k)) / k for k in range(1, 8))
    return np.asarray(tone * np.minimum(time_s / 0.005, 1), np.float32)


def _drum(chance: np.random.Generator, *, is_bass: bool) -> Samples:
    time_s = np.arange(int(0.15 * RATE_HZ)) / RATE_HZ
    if is_bass:
        return np.asarray(np.sin(2 * np.pi * 60 * time_s) * np.exp(-time_s * 25), np.float32)
    return (0.5 * chance.standard_normal(time_s.size) * np.exp(-time_s * 40)).astype(np.float32)
