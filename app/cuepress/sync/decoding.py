"""The best path of a chain of states through a recording: coarsely far and wide, finely near a path, in pieces.

What belongs here is where to look and at what price; the search itself is ``kernels.viterbi_band``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import astuple, dataclass, replace

import numpy as np
from numpy.typing import NDArray

from cuepress.sync import kernels
from cuepress.sync.features import HOP_MS, Bools, Floats
from cuepress.sync.script import N_THIRDS, Chain
from cuepress.sync.warp import band

_LEAST_HALF_WIDTH = 60  # states
_COARSE_CELLS = 30_000_000  # are looked at in any case: all of a short recording
_PIECE_FRAMES = 6_000  # a piece is so long and a little more
_WINDOW_STEPS, _MARGIN_STEPS = 80_000, 10_000  # forty minutes and five, of three frames each
_REST_FRAMES = 20  # so long nobody speaks where pieces meet
_SURE_FRAMES = 300  # on either side of a cut the text fits over so many frames
_SURE_FIT = 0.7


@dataclass(frozen=True, slots=True)
class Costs:
    """What departures from the text cost, in nats.

    ``overtime`` for each frame that a third of a phone stays beyond its cap; ``leave`` to leave a sentence out,
    and ``leave_more`` for each that follows it; ``enter`` to let speech pass that has no text, and ``strange`` for
    each frame of it, below speech in general.
    """

    overtime: float
    leave: float
    leave_more: float
    enter: float
    strange: float


@dataclass(frozen=True, slots=True)
class Heard:
    """A recording held against a chain, frame by frame [shape=(T,)].

    ``states`` are those of the best path, ``is_strange`` is where speech passes that has no text, ``fit`` is
    log p(state) - log p(speech in general); silence and strange speech have 0.
    """

    states: NDArray[np.int64]
    is_strange: Bools
    fit: Floats


Scored = Callable[[int, int], tuple[Floats, Floats]]
"""Gives the scores of steps ``first`` to ``last``, and those of speech in general: see ``decode_coarsely``."""

_FIELDS = ("states", "is_strange", "fit")


@dataclass(frozen=True, slots=True)
class Piece:
    """Frames ``first`` to ``last`` and states ``first_state`` to ``last_state``, half-open.

    Neighbours share the state in which they meet, a border of sentences.
    """

    first: int
    last: int
    first_state: int
    last_state: int


def decode(
    scores: Floats, general: Floats, chain: Chain, near: NDArray[np.int64], *, band_s: float, costs: Costs
) -> Heard:
    """Find the best path within a band around another.

    Parameters
    ----------
    scores, general : float32 [shape=(T, K)], [shape=(T,)]
        Log densities of each state's density, and of speech in general.
    near : int64 [shape=(T,)]
        The state around which to look in each frame.
    """
    states_per_frame = chain.density.size / max(len(scores), 1)
    half_width = max(_LEAST_HALF_WIDTH, int(band_s * 1000 / HOP_MS * states_per_frame))
    return _search(scores, general, chain, near.astype(np.float64), half_width, costs)


def _search(
    scores: Floats, general: Floats, chain: Chain, near: NDArray[np.float64], half_width: int, costs: Costs
) -> Heard:
    lowest, width = band(near, half_width=half_width, n_columns=chain.density.size)
    states, is_strange, _ = kernels.viterbi_band(
        scores,
        general - np.float32(costs.strange),
        chain.density,
        chain.is_optional,
        chain.cap,
        chain.toll,
        chain.borders,
        lowest,
        width,
        np.array(astuple(costs), np.float32),
    )
    fit = scores[np.arange(len(scores)), chain.density[states]] - general
    is_said = (chain.word[states] >= 0) & ~is_strange
    return Heard(states, is_strange, np.where(is_said, fit, np.float32(0)))


def decode_coarsely(
    scored: Scored, chain: Chain, near: NDArray[np.int64], *, band_s: float, costs: Costs
) -> Heard:
    """Find a path in steps of three frames with one state a phone: a ninth of the work for the same band.

    Parameters
    ----------
    scored
        Gives sums over three frames, float32 [shape=(T / 3, K)] and [shape=(T / 3,)], for the steps asked for: a
        window at a time, so that those of a long recording are never held together. Columns are phones, then
        silence, then noise.
    near : int64 [shape=(T,)]
        The state around which to look.

    Returns
    -------
    The path in whole steps: up to two frames longer than the recording.
    """
    is_phone = chain.density < chain.silence
    kept = np.flatnonzero(~is_phone | (chain.density % N_THIRDS == 1))
    beyond = len(chain.names) + chain.density - chain.silence
    coarse = chain.chosen(kept, np.where(is_phone, chain.density // N_THIRDS, beyond))
    n_steps = max(-(-len(near) // N_THIRDS), 1)
    half_width = max(
        _LEAST_HALF_WIDTH,
        int(band_s * 1000 / HOP_MS / N_THIRDS * coarse.density.size / n_steps),
        _COARSE_CELLS // (2 * n_steps),
    )
    centre = np.searchsorted(kept, near[::N_THIRDS]).astype(np.float64)
    in_steps = replace(costs, strange=N_THIRDS * costs.strange)
    found = _in_windows(scored, coarse, centre, half_width, in_steps)
    return Heard(
        np.repeat(kept[found.states], N_THIRDS),
        np.repeat(found.is_strange, N_THIRDS),
        np.repeat(found.fit / N_THIRDS, N_THIRDS),
    )


def _in_windows(scored: Scored, chain: Chain, near: NDArray[np.float64], half_width: int, costs: Costs) -> Heard:
    """Search one window after the other: what comes later than a window's margin decides nothing in it."""
    found: list[Heard] = []
    first, state, n = 0, 0, len(near)
    while first < n:
        is_last = first + 2 * _WINDOW_STEPS >= n
        last = n if is_last else first + _WINDOW_STEPS + _MARGIN_STEPS
        until = chain.density.size if is_last else max(int(near[last]), state) + 1
        centre = np.clip(near[first:last] - state, 0, until - state - 1)
        heard = _search(*scored(first, last), chain.part(state, until), centre, half_width, costs)
        kept = last - first if is_last else _calm_before(heard, _WINDOW_STEPS)
        found.append(Heard(heard.states[:kept] + state, heard.is_strange[:kept], heard.fit[:kept]))
        state += 0 if is_last else int(heard.states[kept])
        first += kept
    return Heard(*(np.concatenate([getattr(each, name) for each in found]) for name in _FIELDS))


def _calm_before(heard: Heard, step: int) -> int:
    """Return the last step until this one where no speech without text passes: it would have to begin again."""
    calm = np.flatnonzero(~heard.is_strange[step // 2 : step + 1])
    return int(step // 2 + calm[-1]) if calm.size else step


def cut(heard: Heard, chain: Chain) -> list[Piece]:
    """Divide a recording where a sentence ends, nobody speaks, and the text on both sides is surely placed."""
    n, n_states = heard.states.size, chain.density.size
    pieces, first, first_state = [], 0, 0
    for at in _sure_rests(heard, chain):
        if at - first >= _PIECE_FRAMES and n - at >= _PIECE_FRAMES:
            state = int(heard.states[at])
            pieces.append(Piece(first, at, first_state, state + 1))
            first, first_state = at, state
    return [*pieces, Piece(first, n, first_state, n_states)]


def _sure_rests(heard: Heard, chain: Chain) -> list[int]:
    """Return the middles of the rests between sentences that can be relied on."""
    is_rest = np.isin(heard.states, chain.borders) & ~heard.is_strange
    flips = np.flatnonzero(np.diff(np.concatenate([[0], is_rest.astype(np.int8), [0]])))
    starts, ends = flips[::2], flips[1::2]
    is_word = chain.word[heard.states] >= 0
    sums = np.concatenate([[0.0], np.cumsum(np.where(is_word, heard.fit, 0.0), dtype=np.float64)])
    counts = np.concatenate([[0], np.cumsum(is_word)])

    def mean(first: NDArray[np.int64], last: NDArray[np.int64]) -> NDArray[np.float64]:
        return np.asarray((sums[last] - sums[first]) / np.maximum(counts[last] - counts[first], 1))

    before = mean(np.maximum(starts - _SURE_FRAMES, 0), starts)
    after = mean(ends, np.minimum(ends + _SURE_FRAMES, len(heard.fit)))
    sure = (ends - starts >= _REST_FRAMES) & (before > _SURE_FIT) & (after > _SURE_FIT)
    return [int(middle) for middle in (starts[sure] + ends[sure]) // 2]
