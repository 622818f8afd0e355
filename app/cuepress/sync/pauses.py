"""Which words are said in which stretch of speech: an exact dynamic program over pauses and word borders.

Nothing is known of the sounds themselves, so it works for a text in any language over speech in any language. Two
things are held against each other: how long the words of a stretch should take and how long it is, and how
strongly the text is parted where the speaker rests. What is not known beforehand — the speaker's pace, where and
how long this speaker rests — is learnt from the recording in a few rounds (hard expectation maximisation).

Arrays in, arrays out. The idea of a statistical cost of lengths is that of Gale & Church 1993, "A program for
aligning sentences in bilingual corpora", section 3; here one side is a recording.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

# One entry per Border (none, comma, clause, sentence, paragraph, turn): how often one rests there for long enough
# to be noticed, and for how long in the middle case. Read speech; both are learnt anew from each recording.
REST_CHANCE = (0.03, 0.45, 0.65, 0.92, 0.985, 0.92)
REST_MS = (230.0, 320.0, 420.0, 620.0, 950.0, 750.0)
REST_SPREAD = 0.55  # standard deviation of the logarithm of a rest
PRIOR_WEIGHT = 6.0  # how many rests the figures above are worth against those found

# Standard deviation of the length of a stretch of d ms against what is expected: a constant for the detector's
# edges, a part that grows with the root of d (words differ) and one that grows with d (the pace differs).
EDGE_MS = 120.0
WORDS_MS = 40.0
PACE = 0.10
TAIL = 4.0  # degrees of freedom: a stretch with a passage that has no text must not bend the rest

EMPTY_COST = 3.0  # a stretch without a word: a cough, a jingle …
EMPTY_COST_PER_MS = 1 / 400  # … and the longer the less likely

BAND_MS = 90_000.0
BAND_SHARE = 0.05  # of the text, up to an hour of it
LONGEST_RATIO = 2.5  # a stretch holds no more words than take this many times its length …
LONGEST_SLACK_MS = 1_500.0  # … and a little
ROUNDS = 3
TILE = 400_000  # entries of a table of costs held at a time


@dataclass(frozen=True, slots=True, eq=False)
class Manner:
    """How a speaker speaks: ms of speech per expected ms, and per Border the chance and log-length of a rest."""

    pace: Floats  # shape (K,): one per stretch
    chance: Floats  # shape (6,)
    log_rest: Floats  # shape (6,)


def assign(speaking_ms: Floats, borders: Ints, stretches: Ints) -> tuple[Ints, Floats]:
    """Say which words belong to which stretch of speech.

    Parameters
    ----------
    speaking_ms : float64 [shape=(N,)]
        Expected time to say each word, positive.
    borders : int64 [shape=(N,)]
        What follows each word, as ``speaking.Border``.
    stretches : int64 [shape=(K, 2)]
        Start and end of each stretch of speech in ms, in order.

    Returns
    -------
    ends : int64 [shape=(K,)]
        How many words have been said when the stretch ends; never falls, and the last is N.
    misfit : float64 [shape=(K,)]
        How far the length of each stretch is from the expected one, in standard deviations.
    """
    lengths = (stretches[:, 1] - stretches[:, 0]).astype(np.float64)
    rests = np.maximum(stretches[1:, 0] - stretches[:-1, 1], 1).astype(np.float64)
    said = np.concatenate(([0.0], np.cumsum(speaking_ms)))
    pace = np.full(len(lengths), lengths.sum() / said[-1])
    manner = Manner(pace, np.array(REST_CHANCE), np.log(REST_MS))
    ends = _solve(said, borders, lengths, rests, manner)
    for _ in range(ROUNDS - 1):
        manner = _learn(ends, said, borders, lengths, rests)
        ends = _solve(said, borders, lengths, rests, manner)
    expected = np.diff(said[np.concatenate(([0], ends))]) * manner.pace
    return ends, np.abs(lengths - expected) / _deviation(lengths)


def _deviation(lengths: Floats) -> Floats:
    variance: Floats = EDGE_MS**2 + WORDS_MS * lengths + (PACE * lengths) ** 2
    return np.sqrt(variance)


def _learn(ends: Ints, said: Floats, borders: Ints, lengths: Floats, rests: Floats) -> Manner:
    """Take pace and rests from an assignment, leaning on what is usual where there is little to learn from."""
    begins = np.concatenate(([0], ends[:-1]))
    expected = said[ends] - said[begins]
    pace = _local_pace(expected, lengths)
    at = ends[:-1][(ends[:-1] > 0) & (ends[:-1] < len(borders)) & (ends[1:] > ends[:-1])]
    found = np.log(rests[(ends[:-1] > 0) & (ends[:-1] < len(borders)) & (ends[1:] > ends[:-1])])
    kind = borders[at - 1]
    n_rests = np.bincount(kind, minlength=len(REST_MS)).astype(np.float64)
    n_borders = np.bincount(borders[:-1], minlength=len(REST_MS)).astype(np.float64)
    total = np.bincount(kind, weights=found, minlength=len(REST_MS))
    log_rest = (total + PRIOR_WEIGHT * np.log(REST_MS)) / (n_rests + PRIOR_WEIGHT)
    chance = (n_rests + PRIOR_WEIGHT * np.array(REST_CHANCE)) / (n_borders + PRIOR_WEIGHT)
    return Manner(pace, np.clip(chance, 0.005, 0.995), log_rest)


def _local_pace(expected: Floats, lengths: Floats) -> Floats:
    """Return the pace around each stretch: of the half minute about it, drawn towards the whole recording's."""
    usual = (expected > 0) & (
        np.abs(lengths - expected * (lengths.sum() / expected.sum())) < 3 * _deviation(lengths)
    )
    if not usual.any():
        usual = expected > 0
    overall = lengths[usual].sum() / expected[usual].sum()
    spoken, wanted = np.cumsum(np.where(usual, lengths, 0.0)), np.cumsum(np.where(usual, expected, 0.0))
    clock = np.cumsum(lengths)
    first, last = np.searchsorted(clock, clock - 20_000.0), np.searchsorted(clock, clock + 20_000.0)
    last = np.minimum(last, len(lengths) - 1)
    lean_ms = 20_000.0
    return np.asarray(
        (spoken[last] - spoken[first] + lean_ms * overall) / (wanted[last] - wanted[first] + lean_ms),
        dtype=np.float64,
    )


def _solve(said: Floats, borders: Ints, lengths: Floats, rests: Floats, manner: Manner) -> Ints:
    """Find the assignment of least cost: one step per stretch, the state is how many words have been said."""
    n_words, n_stretches = len(borders), len(lengths)
    passed = np.concatenate(([0.0], np.cumsum(-np.log1p(-manner.chance[borders]))))  # no rest after words < i
    low, high = _band(said, lengths, manner)
    best = np.full(n_words + 1, np.inf)
    best[0] = 0.0
    taken: list[npt.NDArray[np.int32]] = []
    for k in range(n_stretches):
        rows = np.arange(low[k], high[k] + 1)
        is_last = k == n_stretches - 1
        resting = np.zeros(len(rows)) if is_last else _rest_cost(rows, borders, float(rests[k]), manner)
        cost, count = _step(best, rows, resting, said, passed, float(lengths[k]), float(manner.pace[k]))
        best = np.full(n_words + 1, np.inf)
        best[rows] = cost
        taken.append(count)
    return _walk_back(taken, low, lengths, said) if np.isfinite(best[n_words]) else _in_proportion(said, lengths)


def _walk_back(taken: list[npt.NDArray[np.int32]], low: Ints, lengths: Floats, said: Floats) -> Ints:
    ends = np.zeros(len(lengths), dtype=np.int64)
    at = len(said) - 1
    for k in range(len(lengths) - 1, -1, -1):
        ends[k] = at
        at -= int(taken[k][at - low[k]])
    return ends


def _in_proportion(said: Floats, lengths: Floats) -> Ints:
    """Return the plain answer for where there is no better one: words in proportion to the speech so far."""
    target = np.cumsum(lengths) / lengths.sum() * said[-1]
    ends: Ints = np.searchsorted((said[:-1] + said[1:]) / 2, target).astype(np.int64)
    ends[-1] = len(said) - 1
    return ends


def _band(said: Floats, lengths: Floats, manner: Manner) -> tuple[Ints, Ints]:
    """Return the first and last state looked at after each stretch; it is wide, but makes the whole linear."""
    spoken = np.cumsum(lengths / manner.pace)
    centre = spoken * (said[-1] / spoken[-1])
    reach = BAND_MS + BAND_SHARE * min(said[-1], 3_600_000.0)
    low = np.searchsorted(said, centre - reach)
    high = np.searchsorted(said, centre + reach, side="right") - 1
    high[-1] = len(said) - 1
    return low.astype(np.int64), np.maximum(high, low).astype(np.int64)


def _step(
    best: Floats, rows: Ints, resting: Floats, said: Floats, passed: Floats, length_ms: float, pace: float
) -> tuple[Floats, npt.NDArray[np.int32]]:
    """Give each state the cheapest number of words said in this stretch (float64 and int32, shape ``(R,)``).

    ``resting`` is what the rest after the stretch costs, if a word was said in it; a stretch without words makes
    the rests on both its sides one, which has been paid for.
    """
    limit_ms = (LONGEST_RATIO * length_ms + LONGEST_SLACK_MS) / pace
    most = int(np.max(rows - np.searchsorted(said, said[rows] - limit_ms)))
    cost, count = np.empty(len(rows)), np.empty(len(rows), dtype=np.int32)
    tile = max(1, TILE // (most + 1))
    for begin in range(0, len(rows), tile):
        part = rows[begin : begin + tile]
        table = _costs(best, part, np.arange(most + 1), said, passed, length_ms, pace)
        table[:, 1:] += resting[begin : begin + tile, None]
        chosen = np.argmin(table, axis=1)
        count[begin : begin + tile] = chosen
        cost[begin : begin + tile] = table[np.arange(len(part)), chosen]
    return cost, count


def _costs(
    best: Floats, rows: Ints, counts: Ints, said: Floats, passed: Floats, length_ms: float, pace: float
) -> Floats:
    """Return the cost of coming to each row by each count of words (float64, shape ``(R, L)``)."""
    before = rows[:, None] - counts[None, :]
    inside = before >= 0
    before = np.maximum(before, 0)
    deviation = float(_deviation(np.array(length_ms)))
    z = (length_ms - pace * (said[rows][:, None] - said[before])) / deviation
    unbroken = passed[np.maximum(rows - 1, 0)][:, None] - passed[before]
    table = best[before] + 0.5 * (TAIL + 1) * np.log1p(z * z / TAIL) + unbroken
    table[:, 0] = best[rows] + EMPTY_COST + EMPTY_COST_PER_MS * length_ms
    return np.where(inside, table, np.inf)


def _rest_cost(rows: Ints, borders: Ints, rest_ms: float, manner: Manner) -> Floats:
    """Return what it costs that the speaker rests this long after the word before each state."""
    z = (np.log(rest_ms) - manner.log_rest) / REST_SPREAD
    cost = 0.5 * z * z - np.log(manner.chance)
    kind = borders[np.maximum(rows - 1, 0)]
    return np.where(rows > 0, cost[kind], 0.0)
