"""A recording warped onto the voice: a known path is found, in one go or in windows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cuepress.sync import features
from cuepress.sync.warp import Pauses, band, in_windows, warp

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

SENTENCE = 60  # frames of the voice


@dataclass(frozen=True, slots=True)
class Talk:
    """The voice, the recording of the same with rests, and the voice's frame in each real one."""

    synth: Floats
    real: Floats
    is_speech: npt.NDArray[np.bool_]
    truth: Ints

    @property
    def marks(self) -> npt.NDArray[np.uint8]:
        marks = np.zeros(len(self.synth) + 1, np.uint8)
        marks[::SENTENCE] = 2
        return marks


def talk(n_sentences: int, *, seed: int, pace: int = 1) -> Talk:
    rng = np.random.default_rng(seed)
    synth = rng.normal(0, 3, (n_sentences * SENTENCE, features.N_CEPSTRA)).astype(np.float32)
    at, is_speech = [], []
    for first in range(0, len(synth), SENTENCE):
        rest = int(rng.integers(10, 40))
        at += [first] * rest + np.repeat(np.arange(first, first + SENTENCE), pace).tolist()
        is_speech += [False] * rest + [True] * (SENTENCE * pace)
    truth, spoken = np.array(at), np.array(is_speech)
    noise = rng.normal(0, 0.3, (len(truth), features.N_CEPSTRA))
    real = np.where(spoken[:, None], synth[truth], -9.0) + noise
    return Talk(synth, real.astype(np.float32), spoken, truth)


@settings(max_examples=30, deadline=None)
@given(st.integers(2, 9), st.integers(0, 1_000), st.integers(90, 260))
def test_windows_of_a_long_recording_say_what_one_says(n: int, seed: int, window: int) -> None:
    said = talk(n, seed=seed)
    lowest, width = band(said.truth.astype(np.float64), half_width=30, n_columns=len(said.synth) + 1)
    asked = (said.real, said.synth, said.marks, said.is_speech, lowest, width)

    whole, whole_pauses = in_windows(*asked, window=len(said.real))
    columns, pauses = in_windows(*asked, window=window)

    np.testing.assert_array_equal(columns, whole)
    np.testing.assert_array_equal(pauses, whole_pauses)
    np.testing.assert_array_equal(columns[said.is_speech], said.truth[said.is_speech])
    assert not pauses[said.is_speech].any()


@pytest.mark.parametrize("pace", [1, 2])
@pytest.mark.parametrize("is_told", [False, True])
def test_the_path_of_a_recording_is_found(pace: int, is_told: bool) -> None:  # noqa: FBT001 -- a parameter
    said = talk(12, seed=pace, pace=pace)
    everywhere = np.ones(len(said.synth), np.bool_)
    borders = np.arange(0, len(said.synth) + 1, SENTENCE)

    path = warp(
        features.normalised(said.real, said.is_speech),
        features.normalised(said.synth, everywhere),
        pauses=Pauses(borders, np.ones(len(borders), np.bool_)),
        is_speech=said.is_speech,
        pace=float(pace),
        near=(said.truth + 20).astype(np.float64) if is_told else None,
    )

    assert len(path) == len(said.real)
    assert (np.diff(path) >= 0).all()
    assert path.min() >= 0
    assert path.max() <= len(said.synth)
    off = np.abs(path - said.truth)[said.is_speech]
    assert np.quantile(off, 0.95) <= 8  # steps are of four frames, at the voice's pace
