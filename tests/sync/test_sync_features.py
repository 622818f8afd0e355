"""Sound becomes numbers on the clock of the player, the same at any rate and in any portions."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cuepress.sync import features

Floats = npt.NDArray[np.float32]
RATES_HZ = [8_000, 16_000, 22_050, 44_100]


def noise(n: int, *, seed: int = 1) -> Floats:
    return np.random.default_rng(seed).normal(0, 0.1, n).astype(np.float32)


def swelling(rate_hz: int, *, duration_s: float = 4.0) -> Floats:
    """Return one and the same sound at any rate: two hundred gliding, swelling tones between 100 and 7,500 Hz."""
    rng = np.random.default_rng(2)
    time = np.arange(int(duration_s * rate_hz)) / rate_hz
    sound = np.zeros(time.size)
    for pitch in rng.uniform(100, 7_300, 200):
        beat, phase = rng.uniform(1, 6), rng.uniform(0, 2 * np.pi)
        glide = 30 * np.sin(beat * time)
        sound += (1 + np.sin(2 * np.pi * beat * time + phase)) * np.sin(2 * np.pi * pitch * time + glide + phase)
    return np.asarray(sound / 400, np.float32)


@settings(max_examples=60, deadline=None)
@given(st.floats(0.05, 0.9), st.sampled_from(RATES_HZ))
def test_a_click_is_loudest_in_the_frame_centred_on_it(at_s: float, rate_hz: int) -> None:
    sound = np.zeros(rate_hz, np.float32)
    sound[int(at_s * rate_hz)] = 1.0

    loudest = int(np.argmax(features.cepstra(sound, rate_hz=rate_hz)[:, 0]))

    assert abs(loudest * features.HOP_MS - at_s * 1_000) <= 5.5


@pytest.mark.parametrize("rate_hz", RATES_HZ)
@pytest.mark.parametrize("at_frame", [0, 1, 50, 99])
def test_frame_k_is_centred_at_ten_k_milliseconds(rate_hz: int, at_frame: int) -> None:
    sound = np.zeros(rate_hz, np.float32)
    sound[round(at_frame * rate_hz / 100)] = 1.0

    found = features.cepstra(sound, rate_hz=rate_hz)

    assert found.shape == (100, features.N_CEPSTRA)
    assert int(np.argmax(found[:, 0])) == at_frame


def test_frames_are_not_late_after_ten_minutes() -> None:
    """A hop of 220.5 samples does not add up to a drift."""
    rate_hz, at_s = 22_050, 600
    sound = np.zeros((at_s + 1) * rate_hz, np.int16)
    sound[at_s * rate_hz] = 30_000

    assert int(np.argmax(features.cepstra(sound, rate_hz=rate_hz)[:, 0])) == at_s * 100


def test_the_rates_of_voice_and_recording_agree() -> None:
    low, high = (features.cepstra(swelling(rate_hz), rate_hz=rate_hz) for rate_hz in (16_000, 22_050))
    inner = slice(3, -3)
    everywhere = np.ones(len(low), np.bool_)
    low, high = (features.normalised(each, everywhere).of(0, len(each))[inner] for each in (low, high))

    assert len(low) == len(high)
    for column in range(features.N_CEPSTRA):
        assert np.corrcoef(low[:, column], high[:, column])[0, 1] > 0.97
    assert float(np.abs(low - high).mean()) < 0.12


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 60), st.integers(1, 40), st.sampled_from([16_000, 22_050]))
def test_portions_do_not_change_the_result(n_frames: int, portion: int, rate_hz: int) -> None:
    sound = noise(int(n_frames * rate_hz / 100) + 7, seed=n_frames)
    whole = features.cepstra(sound, rate_hz=rate_hz)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(features, "_BLOCK_FRAMES", portion)
        parts = features.cepstra(sound, rate_hz=rate_hz)

    np.testing.assert_allclose(parts, whole, atol=1e-4)


@pytest.mark.parametrize("extra", [-1, 0, 1, 2])
def test_a_sound_about_as_long_as_a_portion_is_whole(extra: int) -> None:
    n_frames = features._BLOCK_FRAMES + extra
    sound = noise(n_frames * 160)
    found = features.cepstra(sound, rate_hz=16_000)
    cut = features.cepstra(sound[(n_frames - 20) * 160 :], rate_hz=16_000)

    assert found.shape == (n_frames, features.N_CEPSTRA)
    np.testing.assert_allclose(found[-15:], cut[-15:], atol=1e-4)


@pytest.mark.parametrize("rate_hz", RATES_HZ)
def test_silence_and_full_scale_stay_finite(rate_hz: int) -> None:
    for sound in (np.zeros(rate_hz, np.float32), np.ones(rate_hz, np.float32), np.zeros(rate_hz, np.int16)):
        found = features.cepstra(sound, rate_hz=rate_hz)
        everywhere = np.ones(len(found), np.bool_)
        assert np.isfinite(features.normalised(found, everywhere).of(0, len(found))).all()


def test_a_sound_shorter_than_a_frame_has_none() -> None:
    for n in (0, 1, 159):
        assert features.cepstra(np.zeros(n, np.float32), rate_hz=16_000).shape == (0, features.N_CEPSTRA)


def test_whole_numbers_and_fractions_say_the_same() -> None:
    whole = (noise(16_000) * 32_768).astype(np.int16)
    fractions = whole.astype(np.float32) / 32_768

    np.testing.assert_allclose(
        features.cepstra(whole, rate_hz=16_000), features.cepstra(fractions, rate_hz=16_000), atol=1e-3
    )


def test_loudness_moves_the_first_coefficient_alone() -> None:
    quiet, loud = (features.cepstra(noise(16_000) * gain, rate_hz=16_000) for gain in (1.0, 4.0))

    np.testing.assert_allclose(quiet[:, 1:], loud[:, 1:], atol=0.02)
    assert (loud[:, 0] > quiet[:, 0] + 1).all()


@st.composite
def frames_and_speech(draw: st.DrawFn) -> tuple[Floats, npt.NDArray[np.bool_]]:
    n = draw(st.integers(20, 200))
    seed = draw(st.integers(0, 1_000))
    rng = np.random.default_rng(seed)
    frames = rng.normal(rng.normal(0, 5, 13), rng.uniform(0.5, 9, 13), (n, 13)).astype(np.float32)
    share = draw(st.sampled_from([0.3, 0.7, 1.0]))
    is_speech = rng.random(n) < share
    is_speech[:10] = True
    return frames, is_speech


@given(frames_and_speech())
def test_over_speech_the_mean_is_nought_and_the_deviation_one(case: tuple[Floats, npt.NDArray[np.bool_]]) -> None:
    frames, is_speech = case
    found = features.normalised(frames, is_speech).of(0, len(frames))

    np.testing.assert_allclose(found[is_speech].mean(axis=0), 0, atol=1e-3)
    np.testing.assert_allclose(found[is_speech].std(axis=0), 1, atol=0.01)
    assert found.shape == frames.shape


def test_where_nothing_is_speech_everything_counts() -> None:
    frames = noise(13 * 50).reshape(50, 13)
    nowhere, everywhere = np.zeros(50, np.bool_), np.ones(50, np.bool_)

    one, other = (features.normalised(frames, each).of(0, 50) for each in (nowhere, everywhere))
    np.testing.assert_array_equal(one, other)


@given(frames_and_speech(), st.integers(1, 9), st.integers(1, 40))
def test_averages_are_those_of_the_normalised_frames_in_any_blocks(
    case: tuple[Floats, npt.NDArray[np.bool_]], factor: int, block: int
) -> None:
    frames, is_speech = case
    normalised = features.normalised(frames, is_speech)
    wanted = features.pooled(normalised.of(0, len(frames)), factor)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(features, "_BLOCK_FRAMES", block)
        found, evenly = normalised.pooled(factor), normalised.at_pace(1.0, factor)
        again = features.normalised(frames, is_speech)

    np.testing.assert_allclose(found, wanted, atol=1e-4)
    np.testing.assert_array_equal(evenly, found)
    np.testing.assert_allclose(again.mean, normalised.mean, atol=1e-4)
    np.testing.assert_allclose(again.spread, normalised.spread, rtol=1e-4)


@given(frames_and_speech(), st.floats(0.3, 3.0))
def test_at_another_pace_every_frame_is_taken_in_order(
    case: tuple[Floats, npt.NDArray[np.bool_]], pace: float
) -> None:
    frames, is_speech = case
    frames[:, 0] = np.arange(len(frames))
    normalised = features.normalised(frames, is_speech)

    found = normalised.at_pace(pace, 1)

    at = np.round(found[:, 0] * normalised.spread[0] + normalised.mean[0])
    assert len(found) == int(len(frames) * pace)
    assert (np.diff(at) >= 0).all()
    assert np.abs(at - np.minimum(np.arange(len(at)) / pace, len(frames) - 1)).max() <= 1 + 1 / pace


@given(st.lists(st.integers(0, 5), max_size=8))
def test_rows_that_grow_are_the_rows_joined(sizes: list[int]) -> None:
    parts = [noise(13 * size).reshape(size, 13).astype(np.float32) for size in sizes]
    growing = features.Growing()
    for part in parts:
        growing.add(part)

    np.testing.assert_array_equal(growing.rows, np.concatenate([np.zeros((0, 13), np.float32), *parts]))


@given(st.integers(1, 5_000))
def test_a_transform_is_the_power_of_two_that_holds_its_window(window: int) -> None:
    size = features.fft_size(window)

    assert size >= window
    assert size < 2 * window or window == size == 1
    assert size.bit_count() == 1


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 6), st.integers(8, 600), st.integers(0, 100))
def test_the_powers_of_a_window_sum_to_that_of_its_samples(n: int, window: int, seed: int) -> None:
    """Parseval: each frequency but the first and the last stands for two."""
    windows = noise(n * window, seed=seed).reshape(n, window)

    found = features.power(windows)

    size = features.fft_size(window)
    assert found.shape == (n, size // 2 + 1)
    assert found.dtype == np.float32
    sums = 2 * found.sum(axis=1) - found[:, 0] - found[:, -1]
    np.testing.assert_allclose(sums / size, np.square(windows).sum(axis=1), rtol=1e-3)


def test_emphasis_on_frequencies_is_emphasis_in_time() -> None:
    """What is said to be ``x[n] - 0.97 x[n - 1]`` is that, but for the edges of the window."""
    rate_hz, window = 16_000, 400
    sound = noise(window + 1) * np.hanning(window + 1).astype(np.float32)
    risen = sound[1:] - np.float32(0.97) * sound[:-1]
    shape, plain = features.Shape(rate_hz), features.Shape(rate_hz)
    turn = 2 * np.pi * np.arange(257) / 512
    plain._filters = (shape._filters / (1 + 0.97**2 - 2 * 0.97 * np.cos(turn))[:, None]).astype(np.float32)

    found, wanted = shape.cepstra(features.power(sound[None, 1:])), plain.cepstra(features.power(risen[None]))

    np.testing.assert_allclose(found, wanted, atol=0.02)


def test_a_shape_says_of_powers_what_cepstra_say_of_the_sound() -> None:
    sound = noise(16_000)
    windows = np.stack([sound[at * 160 - 200 : at * 160 + 200] for at in range(5, 90)])
    taper = np.hanning(400).astype(np.float32)

    found = features.Shape(16_000).cepstra(features.power(windows * taper))

    np.testing.assert_allclose(found, features.cepstra(sound, rate_hz=16_000)[5:90], atol=1e-4)


@given(st.integers(0, 50), st.integers(1, 9))
def test_pooled_frames_are_means(n: int, factor: int) -> None:
    frames = noise(n * 3).reshape(n, 3)
    found = features.pooled(frames, factor)

    wanted = [frames[at : at + factor].mean(axis=0) for at in range(0, n, factor)]
    assert len(found) == -(-n // factor)
    np.testing.assert_allclose(found, np.reshape(wanted, (-1, 3)), atol=1e-6)


@given(st.lists(st.booleans(), min_size=1, max_size=50), st.integers(1, 9))
def test_pooled_flags_are_shares(flags: list[bool], factor: int) -> None:
    found = features.pooled(np.array(flags, np.float32), factor)

    assert found.ndim == 1
    for at, share in enumerate(found):
        part = flags[at * factor : (at + 1) * factor]
        assert share == pytest.approx(sum(part) / len(part))
