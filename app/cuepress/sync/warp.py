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
from cuepress.sync.features import HOP_MS, Bools, Floats, Normalised, pooled
from cuepress.timecode import MS_PER_S

_STAY, _SKIP = 0.4, 0.8  # added to a distance of about 3.5; they keep the pace even
_QUIET, _LOUD = 2.0, 6.0  # a pause on a silent frame, and on one that sounds: dearer than a fair match
_LEAVE, _LEAVE_FRAME = 12.0, 0.3  # to leave a sentence out: once, and for each of its frames
_COARSEST_CELLS = 60_000_000  # bounds time and memory of the pass without a band
_COARSE, _FINE = 8, 4  # frames averaged into one
_COARSE_BAND_S, _FINE_BAND_S = 60.0, 10.0
_WINDOW_S, _MARGIN, _LAST_WINDOW = 2_400, 1 / 8, 2  # forty minutes and five; the last one up to eighty
_COSTS = np.array([_STAY, _SKIP, _QUIET, _LOUD, _LEAVE, _LEAVE_FRAME], np.float32)


@dataclass(frozen=True, slots=True)
class Pauses:
    """Where the synthetic voice rests: frame of the voice, and whether a sentence ends there."""

    frames: NDArray[np.int64]
    is_border: Bools


def warp(
    real: Normalised,
    synth: Normalised,
    *,
    pauses: Pauses,
    is_speech: Bools,
    pace: float,
    near: NDArray[np.float64] | None = None,
) -> NDArray[np.float64]:
    """Return for each real frame the synthetic frame spoken then; within a pause, the frame after it.

    Parameters
    ----------
    real, synth
        Cepstra of the recording [shape=(T, 13)] and of the voice without its pauses [shape=(N, 13)].
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
    n_even = int(len(synth) * pace)
    coarsest = _COARSE
    while (len(real) / coarsest) * (n_even / coarsest) > _COARSEST_CELLS:
        coarsest *= 2
    sides = _Sides(
        real, synth, pace, Pauses(np.round(pauses.frames * pace).astype(np.int64), pauses.is_border), is_speech
    )
    path = sides.warped(factor=coarsest, near=None, band_s=0.0) if near is None else near * pace
    if coarsest > _COARSE or near is not None:
        path = sides.warped(factor=_COARSE, near=path, band_s=_COARSE_BAND_S)
    path = sides.warped(factor=_FINE, near=path, band_s=_FINE_BAND_S)
    return np.minimum(path / pace, len(synth))


@dataclass(frozen=True, slots=True, eq=False)
class _Sides:
    """A recording and the voice, which is brought to the recording's pace; ``pauses`` are at that pace."""

    real: Normalised
    synth: Normalised
    pace: float
    pauses: Pauses
    is_speech: Bools

    def warped(self, *, factor: int, near: NDArray[np.float64] | None, band_s: float) -> NDArray[np.float64]:
        """Warp averaged frames and return the path at full resolution."""
        n_synth = int(len(self.synth) * self.pace)
        columns, is_pause = _warped(
            self.real.pooled(factor),
            self.synth.at_pace(self.pace, factor),
            self.pauses,
            pooled(self.is_speech.astype(np.float32), factor) > 0.5,
            factor=factor,
            near=near,
            band_s=band_s,
        )
        steps = np.where(is_pause[:, None], 0, np.arange(factor)[None, :])
        fine = (columns[:, None] * factor + steps).reshape(-1)[: len(self.real)]
        return np.maximum.accumulate(np.minimum(fine, n_synth)).astype(np.float64)


def _warped(
    real: Floats,
    synth: Floats,
    pauses: Pauses,
    is_speech: Bools,
    *,
    factor: int,
    near: NDArray[np.float64] | None,
    band_s: float,
) -> tuple[NDArray[np.int64], Bools]:
    """Warp frames that are averages of ``factor``, within a band around a path at full resolution."""
    n_columns = len(synth) + 1
    lowest, width, window = np.zeros(len(real), np.int64), n_columns, len(real)
    if near is not None:
        half_width = int(band_s * MS_PER_S / HOP_MS / factor)
        lowest, width = band(near[::factor] / factor, half_width=half_width, n_columns=n_columns)
        window = int(_WINDOW_S * MS_PER_S / HOP_MS / factor)
    return in_windows(real, synth, _marks(pauses, factor, n_columns), is_speech, lowest, width, window=window)


def in_windows(
    real: Floats,
    synth: Floats,
    marks: NDArray[np.uint8],
    is_speech: Bools,
    lowest: NDArray[np.int64],
    width: int,
    *,
    window: int,
) -> tuple[NDArray[np.int64], Bools]:
    """Warp within a band, some ``window`` rows at a time, so that a long recording takes no more.

    What comes later than a margin after a window decides nothing in it. Windows meet in a pause if there is one.
    See ``kernels.warp_band`` for the parameters and what is returned.
    """
    columns, paused = np.empty(len(real), np.int64), np.empty(len(real), np.bool_)
    first = column = 0
    while first < len(real):
        is_last = first + _LAST_WINDOW * window >= len(real)
        last = len(real) if is_last else first + window + int(window * _MARGIN)
        until = len(synth) if is_last else max(min(int(lowest[last]) + width // 2, len(synth)), column + 1)
        inside = marks[column : until + 1].copy()
        inside[0] = inside[-1] = 2
        path, is_pause, _ = kernels.warp_band(
            real[first:last],
            synth[column:until],
            inside,
            is_speech[first:last],
            np.clip(lowest[first:last] - column, 0, until - column),
            width,
            _COSTS,
        )
        kept = last - first if is_last else _resting(is_pause, window)
        columns[first : first + kept], paused[first : first + kept] = path[:kept] + column, is_pause[:kept]
        column += 0 if is_last else int(path[kept])
        first += kept
    return columns, paused


def _resting(is_pause: Bools, row: int) -> int:
    """Return the last row until this one that is in a pause, or the row itself where none is near."""
    pauses = np.flatnonzero(is_pause[row // 2 : row + 1])
    return int(row // 2 + pauses[-1]) if pauses.size else row


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
