"""The ends of words that stand beside a silence, put where the sound begins and where it dies away.

The model hears what is said, ten milliseconds a frame; where nothing is said the level of the sound is the better
witness.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

STEP_MS = 5
_FLOOR_DB = -90.0
_LEAST_REST_MS = 80  # a shorter silence may be the closure of a p, t or k
_LEAST_RANGE_DB = 6.0
_EARLIER_MS, _LATER_MS = 80, 60  # how far a beginning may be moved
_CUT_MS, _TAIL_MS = 100, 250  # how far an end may be moved
_ON_SHARE, _OFF_SHARE = 0.18, 0.35  # of the way from the silence's level to the word's, in dB
_QUIET_FRAMES = 10  # an end is followed by so many quiet steps
_LEAD_MS = 10  # a sound is there before it is this loud; and better early than late
_NEAR_MS = 300  # how much of the word is asked for its level


def levels_of_steps(sums: NDArray[np.float64], *, step: float, before: float = 0.0) -> NDArray[np.float32]:
    """Return the level of a sound in dB from the sum of squares of each 5 ms, ``step`` samples long.

    Value ``k`` is of the 10 ms around ``5 k`` ms: it takes the two steps that meet there. ``before`` is the sum of
    the step before the first one.
    """
    energy = sums + np.concatenate([[before], sums[:-1]])
    return np.asarray(10 * np.log10(energy / (2 * step) + 10 ** (_FLOOR_DB / 10)), dtype=np.float32)


def sharpen(spans: NDArray[np.int64], level_db: NDArray[np.float32]) -> NDArray[np.int64]:
    """Return the spans [shape=(n, 2)] in ms with the ends beside a silence moved to the edge of the sound.

    Order is kept and spans never overlap.
    """
    sharp = spans.copy()
    end_ms = level_db.size * STEP_MS
    for index in range(len(sharp)):
        before = int(sharp[index - 1, 1]) if index else 0
        sharp[index, 0] = _beginning(int(sharp[index, 0]), int(sharp[index, 1]), before, level_db)
        after = int(spans[index + 1, 0]) if index + 1 < len(sharp) else end_ms
        sharp[index, 1] = _end(int(sharp[index, 0]), int(sharp[index, 1]), after, level_db)
    return sharp


def _beginning(start: int, end: int, before: int, level_db: NDArray[np.float32]) -> int:
    if start - before < _LEAST_REST_MS or end <= start:
        return start
    threshold = _threshold(level_db, quiet=(before, start), loud=(start, start + _NEAR_MS), share=_ON_SHARE)
    first, last = max(before, start - _EARLIER_MS) // STEP_MS, min(end, start + _LATER_MS) // STEP_MS
    quiet = np.flatnonzero(level_db[first:last] < threshold) if threshold is not None else np.empty(0)
    if not quiet.size or first + quiet[-1] + 1 >= last:
        return start
    return max(int(first + quiet[-1] + 1) * STEP_MS - _LEAD_MS, before)


def _end(start: int, end: int, after: int, level_db: NDArray[np.float32]) -> int:
    if after - end < _LEAST_REST_MS or end <= start:
        return end
    threshold = _threshold(level_db, quiet=(end, after), loud=(end - _NEAR_MS, end), share=_OFF_SHARE)
    if threshold is None:
        return end
    first, last = max(start, end - _CUT_MS) // STEP_MS, min(after, end + _TAIL_MS) // STEP_MS
    is_quiet = level_db[first:last] < threshold
    if is_quiet.size < _QUIET_FRAMES:
        return end
    found = np.flatnonzero(np.convolve(is_quiet, np.ones(_QUIET_FRAMES), "valid") == _QUIET_FRAMES)
    return max(int(first + found[0]) * STEP_MS, start + STEP_MS) if found.size else end


def _threshold(
    level_db: NDArray[np.float32], *, quiet: tuple[int, int], loud: tuple[int, int], share: float
) -> float | None:
    """Return the level between silence and word that parts them, or None if they hardly differ."""
    rest = level_db[max(quiet[0], 0) // STEP_MS : quiet[1] // STEP_MS]
    word = level_db[max(loud[0], 0) // STEP_MS : loud[1] // STEP_MS]
    if not rest.size or not word.size:
        return None
    floor, peak = float(np.percentile(rest, 20)), float(np.percentile(word, 90))
    return floor + share * (peak - floor) if peak - floor > _LEAST_RANGE_DB else None
