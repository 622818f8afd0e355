"""Where something is loud that is no speech: music, applause, machines. Arrays in, plain data out.

What a detector took for speech is left out, applause and song among it; of the rest, only what is about as loud as
the people who speak, for seconds, is sure to be meant to be heard.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from cuepress.sync.features import Bools, Floats
from cuepress.sync.speech import HOP_MS, SpeechMap

Interval = tuple[int, int]

LEAST_MS = 3_000
BELOW_SPEECH_DB = 12.0  # music under a title is mixed so; the noise of a room is 20 dB and more below
ABOVE_FLOOR_DB = 15.0  # of a recording in which nobody speaks
FLOOR_PERCENTILE = 10.0
LEAST_DB = -55.0  # full scale is 0 dB
_LEAST_SPEECH_MS = 2_000
_SMOOTH_MS = 400  # beats and claps
_LONGEST_DIP_MS = 600
_BESIDE_SPEECH_MS = 150  # words die away, and begin with a breath


def loud_stretches(speech: SpeechMap) -> tuple[Interval, ...]:
    """Return the half-open stretches (ms, in order, apart) of at least 3 s that are loud and no speech."""
    if not speech.level_db.size:
        return ()
    is_loud = (_smoothed(speech.level_db) >= _threshold(speech)) & ~_grown(speech.is_speech)
    found = _closed(_runs(is_loud), speech.is_speech)
    return tuple((int(a) * HOP_MS, int(b) * HOP_MS) for a, b in found if (b - a) * HOP_MS >= LEAST_MS)


def _threshold(speech: SpeechMap) -> float:
    """Return the level from which on a sound counts as loud."""
    if speech.speech_ms >= _LEAST_SPEECH_MS and speech.is_speech.any():
        return max(float(np.median(speech.level_db[speech.is_speech])) - BELOW_SPEECH_DB, LEAST_DB)
    return max(float(np.percentile(speech.level_db, FLOOR_PERCENTILE)) + ABOVE_FLOOR_DB, LEAST_DB)


def _smoothed(level_db: Floats) -> npt.NDArray[np.float64]:
    """Return the level of the power around each frame."""
    size = _SMOOTH_MS // HOP_MS
    power = np.cumsum(np.concatenate([[0.0], 10 ** (level_db.astype(np.float64) / 10)]))
    at = np.arange(len(level_db))
    first, last = np.maximum(at - size // 2, 0), np.minimum(at + size // 2 + 1, len(level_db))
    mean = (power[last] - power[first]) / (last - first)
    smoothed: npt.NDArray[np.float64] = 10 * np.log10(np.maximum(mean, 1e-10))
    return smoothed


def _grown(is_speech: Bools) -> Bools:
    reach = _BESIDE_SPEECH_MS // HOP_MS
    counted = np.cumsum(np.concatenate([[0], is_speech.astype(np.int64)]))
    at = np.arange(len(is_speech))
    near: Bools = counted[np.minimum(at + reach + 1, len(is_speech))] > counted[np.maximum(at - reach, 0)]
    return near


def _runs(is_true: Bools) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate([[False], is_true, [False]]).astype(np.int8)))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def _closed(runs: list[tuple[int, int]], is_speech: Bools) -> list[tuple[int, int]]:
    """Return runs with short dips between them closed, where nobody speaks in those."""
    closed: list[tuple[int, int]] = []
    for start, end in runs:
        before = closed[-1][1] if closed else 0
        is_dip = bool(closed) and (start - before) * HOP_MS <= _LONGEST_DIP_MS
        if is_dip and not is_speech[before:start].any():
            closed[-1] = (closed[-1][0], end)
        else:
            closed.append((start, end))
    return closed
