"""The inner loop of ``beads``, compiled: what the beginnings of both texts cost, row by row, in a band.

It only counts; names, units and meaning are given by its caller.
"""

from __future__ import annotations

import numba
import numpy as np

FAR = 1 << 50


@numba.njit(cache=True, nogil=True)
def length_cost(mine, other, variance, share, tail, scale):  # type: ignore[no-untyped-def]
    """Return what it costs that text of ``mine`` characters, as expected, is one of ``other``."""
    mean = (mine + other) / 2
    spread = 6.0 + variance * mean + (share * mean) ** 2
    return np.int64(np.rint((tail + 1) / 2 * np.log1p((other - mine) ** 2 / spread / tail) * scale))


@numba.njit(cache=True, nogil=True)
def fill(gain, low, shapes, priors, ours, theirs, our_sum, their_sum, lengths, openings, more):  # type: ignore[no-untyped-def]
    """Return (best, gapped, shape): costs of each place in all, with a gap at its end, and the last bead there.

    ``gain[i, k]`` is what pieces ``i`` and ``low[i] + k`` have in common. ``ours`` and ``theirs`` are sums from
    the beginning of what pieces cost at all (row 0) and of borders (row 1); ``our_sum`` and ``their_sum`` are sums
    of lengths. ``lengths`` are variance, its share, tail and scale; ``openings`` are what it costs to begin a gap
    with each piece, ``more`` to go on with one.
    """
    n, m, width = gain.shape[0], their_sum.size - 1, gain.shape[1]
    best = np.full((n + 1, width), FAR, np.int64)
    gapped = np.full((n + 1, width), FAR, np.int64)
    shape = np.full((n + 1, width), -1, np.int8)
    variance, share, tail, scale = lengths
    for i in range(n + 1):
        for k in range(width):
            j = low[i] + k
            if j > m:
                break
            least = np.int64(0) if i == 0 and j == 0 else np.int64(FAR)
            for number in range(priors.size):
                a, b = shapes[number]
                if a > i or b > j:
                    continue
                at = j - b - low[i - a]
                if at < 0 or at >= width or best[i - a, at] >= FAR:
                    continue
                cost = best[i - a, at] + priors[number]
                cost += ours[0, i] - ours[0, i - a] + theirs[0, j] - theirs[0, j - b]
                cost += ours[1, i - 1] - ours[1, i - a] + theirs[1, j - 1] - theirs[1, j - b]
                cost -= common(gain, low, i, j, a, b)
                if cost >= least:  # lengths only make it dearer
                    continue
                cost += length_cost(
                    our_sum[i] - our_sum[i - a], their_sum[j] - their_sum[j - b], variance, share, tail, scale
                )
                if cost < least:
                    least = cost
                    shape[i, k] = number
            gap = np.int64(FAR)
            if i and 0 <= j - low[i - 1] < width:
                gap = min(best[i - 1, j - low[i - 1]] + openings[0][i - 1], gapped[i - 1, j - low[i - 1]] + more)
            if k:
                gap = min(gap, best[i, k - 1] + openings[1][j - 1], gapped[i, k - 1] + more)
            gapped[i, k] = min(gap, FAR)
            best[i, k] = min(least, gapped[i, k])
    return best, gapped, shape


@numba.njit(cache=True, nogil=True)
def common(gain, low, i, j, a, b):  # type: ignore[no-untyped-def]
    """Return what ``a`` pieces of ours before ``i`` and ``b`` of theirs before ``j`` have in common."""
    if a == 2 and b == 2:
        straight = held(gain, low, i - 1, j - 1) + held(gain, low, i - 2, j - 2)
        return max(straight, held(gain, low, i - 1, j - 2) + held(gain, low, i - 2, j - 1))
    total = np.int64(0)
    for up in range(1, a + 1):
        for back in range(1, b + 1):
            total += held(gain, low, i - up, j - back)
    return total


@numba.njit(cache=True, nogil=True)
def held(gain, low, i, j):  # type: ignore[no-untyped-def]
    """Return an entry of the band, nothing outside of it."""
    k = j - low[i]
    return gain[i, k] if 0 <= k < gain.shape[1] else np.int64(0)
