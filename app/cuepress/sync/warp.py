"""A first alignment: the recording is warped onto synthetic speech of the same text, coarse to fine.

Dynamic time warping (Sakoe & Chiba 1978, "Dynamic programming algorithm optimization for spoken word recognition";
for text and speech: Malfrère, Deroo, Dutoit & Ris 2003) with three additions: silence may be as long as it likes
where the voice pauses, a sentence may be left out, and speech without text may pass as silence at a price. First
everything against everything on averaged frames, then finer within a band around the path found.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cuepress.sync import kernels
from cuepress.sync.features import HOP_MS, Bools, Floats, pooled

_STAY, _SKIP = 0.4, 0.8  # added to a distance of about 3.5; they keep the pace even
_QUIET, _LOUD = 2.0, 6.0  # a pause on a silent frame, and on one that sounds: dearer than a fair match
_LEAVE, _LEAVE_FRAME = 12.0, 0.3  # to leave a sentence out: once, and for each of its frames
_COARSEST_CELLS = 60_000_000  # bounds time and memory of the pass without a band
_COARSE, _FINE = 8, 4  # frames averaged into one
_COARSE_BAND_S, _FINE_BAND_S = 60.0, 10.0


@dataclass(frozen=True, slots=True)
class Pauses:
    """Where the synthetic voice rests: frame of the voice, and whether a sentence ends there."""

    frames: NDArray[np.int64]
    is_border: Bools


def warp(
    real: Floats,
    synth: Floats,
    *,
    pauses: Pauses,
    is_speech: Bools,
    pace: float,
    near: NDArray[np.float64] | None = None,
) -> NDArray[np.float64]:
    """Return for each real frame the synthetic frame spoken then; within a pause, the frame after it.

    Parameters
    ----------
    real, synth : float32 [shape=(T, 13)], [shape=(N, 13)]
        Normalised cepstra of the recording and of the voice without its pauses.
    is_speech : bool [shape=(T,)]
        Which real frames hold sound that may be speech.
    pace
        Real frames of speech per synthetic one, as expected.
    near : float64 [shape=(T,)]
        A path to begin with, where one is known; then it is not sought everywhere.

    Returns
    -------
    float64 [shape=(T,)]
        Non-decreasing, from 0 to N.
    """
    pace = max(pace, 1 / 3, 1 / len(synth))
    even = synth[np.minimum((np.arange(int(len(synth) * pace)) + 0.5) / pace, len(synth) - 1).astype(np.int64)]
    even_pauses = Pauses(np.round(pauses.frames * pace).astype(np.int64), pauses.is_border)
    coarsest = _COARSE
    while (len(real) / coarsest) * (len(even) / coarsest) > _COARSEST_CELLS:
        coarsest *= 2
    if near is None:
        path = _pass(real, even, even_pauses, is_speech, factor=coarsest, near=None, band_s=0.0)
    else:
        path = near * pace
    if coarsest > _COARSE or near is not None:
        path = _pass(real, even, even_pauses, is_speech, factor=_COARSE, near=path, band_s=_COARSE_BAND_S)
    path = _pass(real, even, even_pauses, is_speech, factor=_FINE, near=path, band_s=_FINE_BAND_S)
    return np.minimum(path / pace, len(synth))


def _pass(
    real: Floats,
    synth: Floats,
    pauses: Pauses,
    is_speech: Bools,
    *,
    factor: int,
    near: NDArray[np.float64] | None,
    band_s: float,
) -> NDArray[np.float64]:
    """Warp averaged frames and return the path at full resolution."""
    coarse_real, coarse_synth = pooled(real, factor), pooled(synth, factor)
    n_columns = len(coarse_synth) + 1
    lowest, width = np.zeros(len(coarse_real), np.int64), n_columns
    if near is not None:
        lowest, width = band(
            near[::factor] / factor, half_width=int(band_s * 1000 / HOP_MS / factor), n_columns=n_columns
        )
    columns, is_pause, _ = kernels.warp_band(
        coarse_real,
        coarse_synth,
        _marks(pauses, factor, n_columns),
        pooled(is_speech.astype(np.float32), factor) > 0.5,
        lowest,
        width,
        np.array([_STAY, _SKIP, _QUIET, _LOUD, _LEAVE, _LEAVE_FRAME], np.float32),
    )
    steps = np.where(is_pause[:, None], 0, np.arange(factor)[None, :])
    fine = (columns[:, None] * factor + steps).reshape(-1)[: len(real)]
    return np.maximum.accumulate(np.minimum(fine, len(synth))).astype(np.float64)


def _marks(pauses: Pauses, factor: int, n_columns: int) -> NDArray[np.uint8]:
    marks = np.zeros(n_columns, np.uint8)
    at = np.minimum(np.round(pauses.frames / factor).astype(np.int64), n_columns - 1)
    np.maximum.at(marks, at, np.where(pauses.is_border, 2, 1).astype(np.uint8))
    marks[0] = marks[-1] = 2
    return marks


def band(centre: NDArray[np.float64], *, half_width: int, n_columns: int) -> tuple[NDArray[np.int64], int]:
    """Return the lowest column of each row and the width of a band around a path, inside ``n_columns``."""
    width = min(2 * half_width + 1, n_columns)
    lowest = np.clip(centre.astype(np.int64) - half_width, 0, n_columns - width)
    lowest = np.maximum.accumulate(lowest)
    lowest[0] = 0 if width == n_columns else lowest[0]
    return lowest, width
