"""Speech is found where it is, and not where there is silence, hum, hiss or music."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cuepress.sync.speech import SpeechMap, find_speech, find_speech_silero

RATE_HZ = 16_000
Sound = npt.NDArray[np.float32]


def syllables(spans: list[tuple[float, float]], *, duration_s: float, rate_hz: int = RATE_HZ) -> Sound:
    """Return what a detector takes for speech: a buzz whose vowels change five times a second, and rests."""
    rng = np.random.default_rng(3)
    sound = np.zeros(int(duration_s * rate_hz))
    for start, end in spans:
        at = start
        while at < end - 0.05:
            length = min(float(rng.uniform(0.15, 0.25)), end - at)
            time = np.arange(int(length * rate_hz)) / rate_hz
            pitch = 120 * (1 + 0.2 * rng.random() + 0.5 * time)
            formant, width = rng.uniform(400, 2_500), 300.0
            tones = [number for number in range(2, 30) if number * 170 < rate_hz / 2]
            voice = sum(
                np.exp(-(((number * 120 - formant) / width) ** 2)) * np.sin(2 * np.pi * number * pitch * time)
                for number in tones
            )
            hiss = rng.normal(0, 0.15, time.size)
            envelope = np.sin(np.pi * np.arange(time.size) / time.size) ** 0.5
            begin = int(at * rate_hz)
            sound[begin : begin + time.size] += (voice + hiss) * envelope
            at += length
    return np.asarray(sound / max(1e-9, np.abs(sound).max()) * 0.5, dtype=np.float32)


def chords(duration_s: float, *, beat_s: float = 0.6) -> Sound:
    """Return plucked chords, which swell and fade as speech does but keep their spectrum."""
    rng = np.random.default_rng(5)
    sound = np.zeros(int(duration_s * RATE_HZ))
    for begin in range(0, sound.size, int(beat_s * RATE_HZ)):
        time = np.arange(min(int(4 * beat_s * RATE_HZ), sound.size - begin)) / RATE_HZ
        for step in rng.choice([0, 3, 5, 7, 10, 12], 3):
            for overtone in range(1, 6):
                tone = np.sin(2 * np.pi * 220 * 2 ** (step / 12) * overtone * time)
                sound[begin : begin + time.size] += tone * np.exp(-2 * time) / overtone
    return np.asarray(sound / np.abs(sound).max() * 0.4, dtype=np.float32)


def hiss(duration_s: float, level: float) -> Sound:
    noise = np.random.default_rng(9).normal(0, level, int(duration_s * RATE_HZ))
    return noise.astype(np.float32)


SPANS = [(2.0, 4.5), (5.2, 9.0), (10.0, 12.0)]


def share_heard(speech: SpeechMap, start_s: float, end_s: float) -> float:
    """Return the share of a stretch of time in which speech is heard."""
    heard = sum(max(0.0, min(end / 1_000, end_s) - max(start / 1_000, start_s)) for start, end in speech.intervals)
    return heard / (end_s - start_s)


def check_found(speech: SpeechMap, *, offset_s: float = 0.0) -> None:
    for start, end in SPANS:
        assert share_heard(speech, offset_s + start, offset_s + end) > 0.9
    for start, end in [(4.7, 5.0), (9.2, 9.8)]:
        assert share_heard(speech, offset_s + start, offset_s + end) == 0


@pytest.mark.parametrize("rate_hz", [8_000, 16_000, 44_100])
def test_speech_is_found_to_a_twentieth_of_a_second(rate_hz: int) -> None:
    speech = find_speech(syllables(SPANS, duration_s=14, rate_hz=rate_hz), rate_hz=rate_hz)

    assert speech.has_speech
    for start, end in SPANS:
        assert min(abs(each[0] - start * 1_000) for each in speech.intervals) <= 50
        assert min(abs(each[1] - end * 1_000) for each in speech.intervals) <= 50
    check_found(speech)


@pytest.mark.parametrize("gain", [0.01, 0.05, 1.0, 4.0])
def test_loudness_does_not_matter(gain: float) -> None:
    check_found(find_speech(syllables(SPANS, duration_s=14) * np.float32(gain), rate_hz=RATE_HZ))


@pytest.mark.parametrize("level", [0.001, 0.01])
def test_hiss_under_the_speech_does_not_matter(level: float) -> None:
    check_found(find_speech(syllables(SPANS, duration_s=14) + hiss(14, level), rate_hz=RATE_HZ))


def test_a_speaker_who_grows_quiet_is_still_heard() -> None:
    """The scale goes with the sound: after two minutes the same voice is 20 dB lower."""
    loud, quiet = syllables(SPANS, duration_s=60), syllables(SPANS, duration_s=60) * np.float32(0.1)

    speech = find_speech(np.concatenate([loud, loud, quiet]), rate_hz=RATE_HZ)

    check_found(speech, offset_s=120)


def test_silence_hum_hiss_and_nothing_hold_no_speech() -> None:
    time = np.arange(20 * RATE_HZ) / RATE_HZ
    hum = (0.2 * np.sin(2 * np.pi * 50 * time)).astype(np.float32)
    for sound in (
        np.zeros(20 * RATE_HZ, np.float32),
        hum,
        hiss(20, 0.1),
        np.zeros(0, np.float32),
        hiss(0.01, 0.1),
    ):
        assert not find_speech(sound, rate_hz=RATE_HZ).has_speech


@pytest.mark.parametrize("lead", [chords(20), hiss(20, 0.05), np.zeros(20 * RATE_HZ, np.float32)])
def test_music_and_noise_at_both_ends_are_skipped(lead: Sound) -> None:
    sound = np.concatenate([lead, syllables(SPANS, duration_s=14), lead])

    speech = find_speech(sound, rate_hz=RATE_HZ)

    assert share_heard(speech, 0, 20) < 0.1
    assert share_heard(speech, 34, 54) < 0.1
    for start, end in SPANS:
        assert share_heard(speech, 20 + start, 20 + end) > 0.85


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 40_000), st.integers(0, 2**32 - 1), st.sampled_from([8_000, 16_000, 22_050]))
def test_whatever_the_sound_stretches_are_in_order_and_inside(length: int, seed: int, rate_hz: int) -> None:
    rng = np.random.default_rng(seed)
    sound = rng.normal(0, 1, length) * (rng.random(length // 500 + 1) > 0.5).repeat(500)[:length]
    speech = find_speech(sound.astype(np.float32), rate_hz=rate_hz)

    flat = [edge for interval in speech.intervals for edge in interval]
    assert flat == sorted(set(flat))
    assert not flat or (flat[0] >= 0 and flat[-1] <= -(-length * 1_000 // rate_hz))
    assert speech.level_db.shape == speech.is_speech.shape


def test_values_that_are_no_numbers_count_as_silence() -> None:
    sound = syllables(SPANS, duration_s=14)
    sound[: RATE_HZ // 2] = np.nan
    sound[13 * RATE_HZ :] = np.inf

    check_found(find_speech(sound, rate_hz=RATE_HZ))


def test_silero_gives_the_same_kind_of_answer() -> None:
    """Nothing to hear, nothing found; the map is as long as that of the energy detector."""
    quiet = np.zeros(3 * RATE_HZ, np.float32)

    speech = find_speech_silero(quiet, rate_hz=RATE_HZ)

    assert not speech.has_speech
    assert speech.level_db.shape == find_speech(quiet, rate_hz=RATE_HZ).level_db.shape
    assert not find_speech_silero(np.zeros(0, np.float32), rate_hz=8_000).has_speech
