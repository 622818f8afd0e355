"""Gaussians are what the formulas say, and a mixture is the same for the same frames."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cuepress.sync import features, gaussians, kernels
from cuepress.sync.features import N_FEATURES
from cuepress.sync.gaussians import Gaussians, Terms

Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]
seeds = st.integers(0, 10_000)


def features_of(n: int, *, seed: int, spread: float = 1.0) -> Doubles:
    """Return random features [shape=(n, 39)], each around a mean of its own."""
    rng = np.random.default_rng(seed)
    return rng.normal(rng.normal(0, 2, N_FEATURES), spread, (n, N_FEATURES))


def terms_of(values: Doubles) -> Floats:
    ones = np.ones((len(values), 1))
    return np.concatenate([values, values**2, ones], axis=1).astype(np.float32)


def some(n: int, *, seed: int) -> Gaussians:
    rng = np.random.default_rng(seed)
    means, variances = rng.normal(0, 1, (n, N_FEATURES)), rng.uniform(0.2, 3, (n, N_FEATURES))
    weights = rng.uniform(0.1, 1, n)
    return Gaussians(*(values.astype(np.float32) for values in (means, variances, weights / weights.sum())))


def plain_scores(model: Gaussians, features: Doubles) -> Doubles:
    """Return the log densities by the formula of the textbook."""
    apart = (features[:, None] - model.means[None]) ** 2 / model.variances
    return np.asarray(-0.5 * (apart + np.log(2 * np.pi * model.variances)).sum(axis=2))


# --- terms ----------------------------------------------------------------------------------------------------


def cepstra(n: int, *, seed: int = 1) -> tuple[Floats, npt.NDArray[np.bool_]]:
    rng = np.random.default_rng(seed)
    is_speech = rng.random(n) < 0.6
    frames = rng.normal(0, 1, (n, 13)) + 3 * is_speech[:, None]
    return frames.astype(np.float32), is_speech


def normal_terms(frames: Floats, is_speech: npt.NDArray[np.bool_]) -> Terms:
    return Terms(features.normalised(frames, is_speech), is_speech)


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 60), seeds, st.integers(1, 70), st.data())
def test_terms_are_the_same_wherever_one_begins_and_in_any_blocks(
    n: int, seed: int, block: int, data: st.DataObject
) -> None:
    frames, is_speech = cepstra(n, seed=seed)
    first = data.draw(st.integers(0, n))
    last = data.draw(st.integers(first, n))
    whole = normal_terms(frames, is_speech)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gaussians, "_BLOCK_FRAMES", block)
        blocks = normal_terms(frames, is_speech)

    assert len(whole) == n
    assert whole.of(first, last).shape == (last - first, 2 * N_FEATURES + 1)
    np.testing.assert_array_equal(whole.of(first, last), whole.of(0, n)[first:last])
    np.testing.assert_allclose(blocks.of(0, n), whole.of(0, n), rtol=1e-3, atol=1e-4)


@settings(max_examples=30, deadline=None)
@given(st.integers(100, 300), seeds)
def test_over_speech_each_feature_has_deviation_one(n: int, seed: int) -> None:
    frames, is_speech = cepstra(n, seed=seed)

    found = normal_terms(frames, is_speech).of(0, n)

    np.testing.assert_allclose(found[is_speech, :N_FEATURES].std(axis=0), 1, atol=0.01)
    np.testing.assert_allclose(found[:, N_FEATURES:-1], found[:, :N_FEATURES] ** 2, rtol=1e-5)
    assert (found[:, -1] == 1).all()


def test_terms_are_cepstra_their_slopes_and_the_slopes_of_those() -> None:
    everywhere = np.ones(200, np.bool_)
    normal = features.normalised(cepstra(200)[0], everywhere)
    frames = normal.of(0, 200)
    slope = sum(k * (np.roll(frames, -k, axis=0) - np.roll(frames, k, axis=0)) for k in (1, 2)) / 10
    bend = sum(k * (np.roll(slope, -k, axis=0) - np.roll(slope, k, axis=0)) for k in (1, 2)) / 10
    inner = slice(4, -4)  # np.roll goes round at the ends

    found = Terms(normal, everywhere).of(0, 200)[inner, :N_FEATURES]

    for index, wanted in enumerate((frames, slope, bend)):
        part = found[:, 13 * index : 13 * index + 13]
        ratio = part / wanted[inner]
        np.testing.assert_allclose(ratio, np.broadcast_to(np.median(ratio, axis=0), ratio.shape), rtol=1e-2)
        np.testing.assert_allclose(np.median(ratio, axis=0) * wanted.std(axis=0), 1, atol=0.05)


def test_where_nothing_is_speech_everything_counts() -> None:
    frames, is_speech = cepstra(50)
    nowhere, everywhere = (
        normal_terms(frames, np.full_like(is_speech, value)).of(0, 50) for value in (False, True)
    )

    np.testing.assert_array_equal(nowhere, everywhere)


def test_digital_silence_and_no_frames_stay_finite() -> None:
    same = normal_terms(np.ones((30, 13), np.float32), np.ones(30, np.bool_))

    assert np.isfinite(same.of(0, 30)).all()
    assert normal_terms(np.zeros((0, 13), np.float32), np.zeros(0, np.bool_)).of(0, 0).shape == (0, 79)


# --- densities ------------------------------------------------------------------------------------------------


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 30), st.integers(1, 9), seeds)
def test_scores_are_log_densities(n_frames: int, n: int, seed: int) -> None:
    model, features = some(n, seed=seed), features_of(n_frames, seed=seed + 1)

    found = model.scores(terms_of(features))

    assert found.dtype == np.float32
    np.testing.assert_allclose(found, plain_scores(model, features), rtol=1e-4, atol=0.02)


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 30), st.integers(1, 9), seeds)
def test_a_mixture_is_the_log_of_the_weighted_sum(n_frames: int, n: int, seed: int) -> None:
    """However far a frame is from all of them: no density underflows."""
    model, features = some(n, seed=seed), features_of(n_frames, seed=seed + 1)
    parts = plain_scores(model, features) + np.log(model.weights)

    found = model.mixed(terms_of(features))

    assert found.shape == (n_frames,)
    np.testing.assert_allclose(found, np.logaddexp.reduce(parts, axis=1), rtol=1e-4, atol=0.02)


# --- estimation -----------------------------------------------------------------------------------------------


def labelled(n_frames: int, n: int, *, seed: int) -> tuple[Doubles, npt.NDArray[np.int64]]:
    features = features_of(n_frames, seed=seed)
    return features, np.random.default_rng(seed).integers(0, n, n_frames)


def sums_of(features: Doubles, labels: npt.NDArray[np.int64], n: int) -> Doubles:
    sums: Doubles = kernels.sums_by_label(terms_of(features), labels, n)
    return sums


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 200), st.integers(1, 5), seeds)
def test_of_sums_come_the_moments_of_each_label(n_frames: int, n: int, seed: int) -> None:
    features, labels = labelled(n_frames, n, seed=seed)

    found = gaussians.of_sums(sums_of(features, labels, n))

    for label in range(n):
        own = features[labels == label]
        if len(own):
            np.testing.assert_allclose(found.means[label], own.mean(axis=0), atol=1e-3)
            wanted = np.maximum(own.var(axis=0), gaussians._VARIANCE_FLOOR)
            np.testing.assert_allclose(found.variances[label], wanted, atol=0.01)
    assert found.means.shape == found.variances.shape == (n, N_FEATURES)


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 60), seeds, st.integers(1, 70), st.integers(1, 4))
def test_sums_in_blocks_are_those_of_all_frames(n_frames: int, seed: int, block: int, n: int) -> None:
    terms = normal_terms(*cepstra(n_frames, seed=seed))
    labels = np.random.default_rng(seed).integers(0, n + 1, n_frames)  # the last label counts nowhere
    whole = terms.of(0, n_frames).astype(np.float64)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gaussians, "_BLOCK_FRAMES", block)
        found = terms.sums(labels, n)

    wanted = [whole[labels == label].sum(axis=0) for label in range(n)]
    np.testing.assert_allclose(found, wanted, rtol=1e-6, atol=1e-6)


def test_a_label_without_frames_is_at_nought_and_narrow() -> None:
    found = gaussians.of_sums(np.zeros((1, 2 * N_FEATURES + 1)))

    assert (found.means == 0).all()
    assert found.variances == pytest.approx(gaussians._VARIANCE_FLOOR)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 300), st.integers(1, 4), seeds)
def test_adapted_means_lie_between_prior_and_data(n_frames: int, n: int, seed: int) -> None:
    prior = some(n, seed=seed)
    features, labels = labelled(n_frames, n, seed=seed)

    found = gaussians.adapted(prior, sums_of(features, labels, n))

    for label in range(n):
        own = features[labels == label]
        seen = own.mean(axis=0) if len(own) else prior.means[label]
        low, high = np.minimum(prior.means[label], seen), np.maximum(prior.means[label], seen)
        assert (found.means[label] >= low - 1e-3).all()
        assert (found.means[label] <= high + 1e-3).all()
        share = len(own) / (len(own) + gaussians._PRIOR_WEIGHT)
        np.testing.assert_allclose(found.means[label], prior.means[label] * (1 - share) + seen * share, atol=1e-3)
    assert (found.variances >= gaussians._VARIANCE_FLOOR - 1e-6).all()


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 200), seeds)
def test_an_adapted_gaussian_is_that_of_the_data_and_as_many_frames_of_the_prior(n_frames: int, seed: int) -> None:
    """The variance takes in how far the two lie apart."""
    voice, heard = features_of(int(gaussians._PRIOR_WEIGHT), seed=seed), features_of(n_frames, seed=seed + 1)
    prior = gaussians.of_sums(sums_of(voice, np.zeros(len(voice), np.int64), 1))
    is_wide = prior.variances[0] > gaussians._VARIANCE_FLOOR  # elsewhere the prior has been widened
    together = np.concatenate([voice, heard])

    found = gaussians.adapted(prior, sums_of(heard, np.zeros(n_frames, np.int64), 1))

    np.testing.assert_allclose(found.means[0], together.mean(axis=0), atol=1e-3)
    np.testing.assert_allclose(found.variances[0][is_wide], together.var(axis=0)[is_wide], rtol=0.01, atol=0.01)


def test_where_nothing_was_seen_the_prior_stays() -> None:
    prior = some(3, seed=1)

    found = gaussians.adapted(prior, np.zeros((3, 2 * N_FEATURES + 1)))

    np.testing.assert_allclose(found.means, prior.means, atol=1e-6)
    np.testing.assert_allclose(found.variances, prior.variances, atol=1e-5)
    np.testing.assert_array_equal(found.weights, prior.weights)


# --- mixtures -------------------------------------------------------------------------------------------------


def heaps(n_frames: int, *, seed: int = 5) -> Floats:
    """Return terms of frames in three heaps far apart, one of them half as large as the others."""
    rng = np.random.default_rng(seed)
    centres = rng.normal(0, 6, (3, N_FEATURES))
    owner = rng.choice(3, n_frames, p=(0.4, 0.4, 0.2))
    return terms_of(centres[owner] + rng.normal(0, 1, (n_frames, N_FEATURES)))


def fitted(terms: Floats, n: int, *, before: Gaussians | None = None) -> Gaussians:
    found = gaussians.mixture(terms, n, before=before)
    assert found is not None
    return found


def test_the_same_frames_give_the_same_mixture() -> None:
    one, other = fitted(heaps(500), 4), fitted(heaps(500), 4)

    for name in ("means", "variances", "weights"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name))


@settings(max_examples=25, deadline=None)
@given(st.integers(40, 300), st.integers(1, 8), seeds)
def test_weights_are_shares_and_variances_have_a_floor(n_frames: int, n: int, seed: int) -> None:
    found = fitted(heaps(n_frames, seed=seed), n)

    assert found.means.shape == found.variances.shape == (n, N_FEATURES)
    assert found.weights.shape == (n,)
    assert found.weights.sum() == pytest.approx(1, abs=1e-4)
    assert (found.weights > 0).all()
    assert (found.variances >= gaussians._VARIANCE_FLOOR - 1e-6).all()
    assert np.isfinite(found.means).all()


@settings(max_examples=25, deadline=None)
@given(st.integers(60, 300), st.integers(1, 6), seeds)
def test_going_on_never_fits_worse(n_frames: int, n: int, seed: int) -> None:
    """Each round of expectation maximisation raises the likelihood of the frames; but for floors and rounding."""
    terms = heaps(n_frames, seed=seed)
    before = fitted(terms, n)

    after = fitted(terms, n, before=before)

    assert after.mixed(terms).mean() >= before.mixed(terms).mean() - 0.05


def test_more_parts_find_the_heaps() -> None:
    terms = heaps(900)

    fits = [fitted(terms, n).mixed(terms).mean() for n in (1, 6)]

    # A heap alone has 39 features of deviation 1, and six parts are enough to have one in each.
    alone = -0.5 * N_FEATURES * (1 + np.log(2 * np.pi))
    assert fits[1] > fits[0] + 5
    assert fits[1] == pytest.approx(alone + np.log(1 / 3), abs=1.5)


def test_one_part_is_the_gaussian_of_all_frames() -> None:
    features = features_of(200, seed=2)
    found = fitted(terms_of(features), 1)

    np.testing.assert_allclose(found.means[0], features.mean(axis=0), atol=1e-2)
    np.testing.assert_allclose(found.variances[0], features.var(axis=0), atol=0.02)


@pytest.mark.parametrize(("n_frames", "n"), [(0, 1), (19, 3), (31, 16)])
def test_of_too_few_frames_nothing_new_is_learnt(n_frames: int, n: int) -> None:
    before = some(n, seed=1)

    assert gaussians.mixture(heaps(n_frames), n) is None
    assert gaussians.mixture(heaps(n_frames), n, before=before) is before
