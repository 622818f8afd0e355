"""Which words are said in which stretch of speech: an exact dynamic program over pauses and word borders.

Nothing is known of the sounds themselves, so it works for a text in any language over speech in any language. Two
things are held against each other: how long the words of a stretch should take and how long it is, and how
strongly the text is parted where the speaker rests. Speech may have no text, and sentences may be left out, each
at a cost; so may a single short stretch, a cough. What is not known beforehand — the speaker's pace, how closely
times follow the text, where and how long this speaker rests — is learnt from the recording in a few rounds (hard
expectation maximisation). In the end all ways around the likeliest are weighed, forward and backward, which tells
how sure each of its borders is.

Arrays in, arrays out. The idea of a statistical cost of lengths is that of Gale & Church 1993, "A program for
aligning sentences in bilingual corpora", section 3; here one side is a recording. For the model see Rabiner 1989,
"A tutorial on hidden Markov models", sections III and IV.D (explicit durations).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, gamma, log, pi, sqrt

import numpy as np
import numpy.typing as npt

from cuepress.sync import pause_search

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Windows = tuple[Ints, Ints]

# One entry per Border (none, comma, clause, sentence, paragraph, turn): how often one rests there for long enough
# to be noticed, and for how long in the middle case. Read speech; both are learnt anew from each recording.
REST_CHANCE = (0.03, 0.45, 0.65, 0.92, 0.985, 0.92)
REST_MS = (230.0, 320.0, 420.0, 620.0, 950.0, 750.0)
REST_SPREAD = 0.55  # standard deviation of the logarithm of a rest
PRIOR_WEIGHT = 6.0  # how many rests the figures above are worth against those found …
SPREAD_WEIGHT = 10.0  # … and their spread
ANY_REST = 0.02  # one in so many rests has nothing to do with the text …
ANY_REST_WIDTH = 8.0  # … and is anything from 10 ms to half a minute (logarithms)
SENTENCE = 3  # the least Border that ends a sentence

# Standard deviation of the length of a stretch against the expected d ms: a constant for the detector's edges, a
# part that grows with the root of d (words differ; learnt anew) and one that grows with d (the pace differs).
EDGE_MS = 120.0
WORDS_MS = 40.0
PACE = 0.10
STUDENT = gamma(2.5) / (gamma(2.0) * sqrt(4 * pi))  # 4 degrees of freedom: an odd stretch must not bend the rest
WORDS_WEIGHT = 20.0  # how many stretches ``WORDS_MS`` is worth

# What leaving out costs, in nats (natural logarithm of how much less likely it is).
NO_TEXT = 10.0  # for a passage of speech without text between two sentences …
NO_TEXT_AT_ENDS = 4.0  # … before the first or after the last: there is often music
NO_TEXT_INSIDE = 1.5  # … and more for each step that a border is weaker than the end of a sentence
NO_TEXT_ON = 0.5  # for each stretch of it
NOT_SPOKEN = 12.0  # for a passage of sentences that are not spoken, and for each sentence
NOT_SPOKEN_ON = 0.7
NOISE = 4.0  # for a stretch that is a cough, a knock: mostly of this length
NOISE_MS, NOISE_SPREAD = 250.0, 0.7

USUAL_PACE = (0.8, 1.25)  # ms of speech per expected ms; outside, part of the text or of the speech is odd
TRIED_PACES = (0.85, 1.0, 1.2)
PACE_BOUNDS = (0.6, 1.6)
PACE_SPREAD = 0.3  # standard deviation of the logarithm of a speaker's pace, others apart
AROUND_MS = 20_000.0  # the pace is asked of so much speech on either side, drawn to that of all by as much
OUTLIER = 3.0  # standard deviations; a stretch further off says nothing of the pace

REACH_MS = 480_000.0  # states so far around the likeliest are looked at at first …
NEAR_MS = (120_000.0, 60_000.0, 60_000.0)  # … and so far around the last answer in each round after that
LONGEST_RATIO = 2.5  # a stretch holds no more words than take this many times its length …
LONGEST_SLACK_MS = 1_500.0  # … and a little


@dataclass(frozen=True, slots=True, eq=False)
class Said:
    """Which words are said in each stretch, and how sure that is.

    ``first`` and ``last`` are half-open, int64 [shape=(K,)], equal where a stretch has no text; words between two
    stretches are left out. ``sure_first`` and ``sure_last`` are the chances that they are right, float64
    [shape=(K,)].
    """

    first: Ints
    last: Ints
    sure_first: Floats
    sure_last: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Manner:
    """How a speaker speaks: ms of speech per expected ms, how closely, and per Border how often and how long they
    rest.

    ``pace`` is one a stretch [shape=(K,)], ``chance``, ``log_rest`` and ``spread`` one a Border [shape=(6,)].
    """

    pace: Floats
    words_ms: float
    chance: Floats
    log_rest: Floats
    spread: Floats


@dataclass(frozen=True, slots=True, eq=False)
class _Way:
    """One answer: words ``first`` to ``last`` of each stretch, and its log likelihood."""

    first: Ints
    last: Ints
    likelihood: float

    @property
    def has_words(self) -> Bools:
        return self.last > self.first


def assign(speaking_ms: Floats, borders: Ints, stretches: Ints, leeway_ms: Floats | None = None) -> Said:
    """Say which words belong to which stretch of speech.

    Parameters
    ----------
    speaking_ms : float64 [shape=(N,)]
        Expected time to say each word, positive.
    borders : int64 [shape=(N,)]
        What follows each word, as ``speaking.Border``.
    stretches : int64 [shape=(K, 2)]
        Start and end of each stretch of speech in ms, in order.
    leeway_ms : float64 [shape=(N,)]
        How far off the expected time may be, beyond what words are: a standard deviation; 0 without it.
    """
    task = Task(speaking_ms, borders, stretches, np.zeros(len(borders)) if leeway_ms is None else leeway_ms)
    manner, way = _start(task)
    if not np.isfinite(way.likelihood):
        return _in_proportion(task)
    for near_ms in NEAR_MS:
        manner = _learn(task, way, manner)
        found = task.best(manner, task.windows(way, near_ms))
        way = found if np.isfinite(found.likelihood) else way
    return task.weighed(way, manner) if way.has_words.any() else _in_proportion(task)


def _start(task: Task) -> tuple[Manner, _Way]:
    """Return the likeliest way at the pace of all speech and all text, or at another one where that is odd."""
    whole = float(task.lengths.sum() / task.said[-1])
    low, high = USUAL_PACE
    paces = [whole] if low <= whole <= high else [whole, float(np.clip(whole, *PACE_BOUNDS)), *TRIED_PACES]
    tried = [_usual(pace, len(task.lengths)) for pace in paces]
    ways = [task.best(manner) for manner in tried]
    likely = [way.likelihood - 0.5 * (log(pace) / PACE_SPREAD) ** 2 for way, pace in zip(ways, paces, strict=True)]
    chosen = max(range(len(ways)), key=lambda at: likely[at])
    return tried[chosen], ways[chosen]


def _usual(pace: float, n_stretches: int) -> Manner:
    spread = np.full(len(REST_MS), REST_SPREAD)
    return Manner(np.full(n_stretches, pace), WORDS_MS, np.array(REST_CHANCE), np.log(REST_MS), spread)


class Task:
    """A text and a sound, ready to be counted with."""

    def __init__(self, speaking_ms: Floats, borders: Ints, stretches: Ints, leeway_ms: Floats) -> None:
        self.borders = borders
        self.lengths = (stretches[:, 1] - stretches[:, 0]).astype(np.float64)
        self.log_rests = np.log(np.maximum(stretches[1:, 0] - stretches[:-1, 1], 1).astype(np.float64))
        self.said, self.leeway = _sums(speaking_ms), _sums(leeway_ms**2)
        self.is_end = np.concatenate(([True], borders >= SENTENCE))
        self.is_end[-1] = True
        self.kind = np.concatenate(([len(REST_MS)], borders)).astype(np.int64)
        usual_rest = np.append(_density(self.log_rests, *_middle(self.log_rests)), 1.0)
        logs = np.log(self.lengths)
        self.empty = _density(logs, *_middle(logs)) / self.lengths * usual_rest * exp(-NO_TEXT_ON)
        noise = _density(logs, np.log(NOISE_MS), NOISE_SPREAD) / self.lengths
        self.noise = noise * usual_rest * exp(-NOISE)
        weakness = np.maximum(SENTENCE - borders, 0)
        self.opening = np.exp(-NO_TEXT - NO_TEXT_INSIDE * np.concatenate(([0.0], weakness)))
        self.opening[[0, -1]] = exp(-NO_TEXT_AT_ENDS)

    def best(self, manner: Manner, windows: Windows | None = None) -> _Way:
        """Return the likeliest way in some windows; without them, these go along with the likeliest so far."""
        last = len(self.said) - 1
        low, high = windows or (np.zeros(len(self.lengths) + 1, np.int64), np.full(len(self.lengths) + 1, last))
        likelihood, first, ends, _ = pause_search.best(
            low, high, 0.0 if windows else REACH_MS, self._text(manner), self._sound(manner), self._terms()
        )
        return _Way(first, ends, likelihood)

    def windows(self, way: _Way, near_ms: float) -> Windows:
        """Return the states around a way."""
        ends, starts = np.concatenate(([0], way.last)), np.append(way.first, len(self.borders))
        low = np.searchsorted(self.said, self.said[np.minimum(ends, starts)] - near_ms)
        high = np.searchsorted(self.said, self.said[np.maximum(ends, starts)] + near_ms, side="right") - 1
        return low.astype(np.int64), high.astype(np.int64)

    def weighed(self, way: _Way, manner: Manner) -> Said:
        """Return a way with the chances that its borders are right, against all others around it."""
        windows = self.windows(way, NEAR_MS[-1])
        begin, ended, started = pause_search.chances(
            *windows, self._text(manner), self._sound(manner), self._terms()
        )
        at = begin[:-1] - windows[0]
        return Said(way.first, way.last, started[at[:-1] + way.first], ended[at[1:] + way.last])

    def deviation(self, first: Ints, last: Ints, manner: Manner) -> Floats:
        """Return the standard deviation of the length of each stretch, float64 [shape=(K,)]."""
        expected = (self.said[last] - self.said[first]) * manner.pace
        spread = self._spread(manner)
        variance = EDGE_MS**2 + (spread[last] - spread[first]) * manner.pace**2 + (PACE * expected) ** 2
        return np.asarray(np.sqrt(variance), dtype=np.float64)

    def _spread(self, manner: Manner) -> Floats:
        return manner.words_ms * self.said + self.leeway

    def _text(self, manner: Manner) -> tuple[Floats, Floats, Floats, Floats, Ints, Bools]:
        keep = 1 - manner.chance[self.borders]
        return self.said, self._spread(manner), keep, self.opening, self.kind, self.is_end

    def _sound(self, manner: Manner) -> tuple[Floats, Floats, Floats, Floats, Floats]:
        rest = np.full((len(self.lengths), len(REST_MS) + 1), STUDENT)
        told = _density(self.log_rests[:, None], manner.log_rest[None], manner.spread[None])
        rest[:-1, :-1] *= manner.chance * ((1 - ANY_REST) * told + ANY_REST / ANY_REST_WIDTH)
        return self.lengths, manner.pace, rest, self.empty, self.noise

    def _terms(self) -> tuple[float, float, float, float, float, float]:
        return EDGE_MS**2, PACE**2, LONGEST_RATIO, LONGEST_SLACK_MS, exp(-NOT_SPOKEN), exp(-NOT_SPOKEN_ON)


def _sums(values: Floats) -> Floats:
    return np.concatenate(([0.0], np.cumsum(values)))


def _middle(logs: Floats) -> tuple[float, float]:
    return (float(logs.mean()), max(float(logs.std()), 0.3)) if logs.size else (6.0, 1.0)


def _density(values: Floats, mean: Floats | float, spread: Floats | float) -> Floats:
    """Return the normal density."""
    return np.asarray(np.exp(-0.5 * ((values - mean) / spread) ** 2) / (spread * sqrt(2 * pi)), dtype=np.float64)


def _learn(task: Task, way: _Way, manner: Manner) -> Manner:
    """Take the manner from an answer, leaning on what is usual where there is little to learn from."""
    if not way.has_words.any():
        return manner
    pace = _local_pace(task, way, manner)
    chance, log_rest, spread = _rests(task, way)
    now = Manner(pace, manner.words_ms, chance, log_rest, spread)
    expected = (task.said[way.last] - task.said[way.first]) * pace
    off = ((task.lengths - expected) / task.deviation(way.first, way.last, now))[way.has_words]
    scale = (np.minimum(off**2, OUTLIER**2).sum() + WORDS_WEIGHT) / (len(off) + WORDS_WEIGHT)
    return Manner(pace, manner.words_ms * float(np.clip(scale, 0.3, 4.0)), chance, log_rest, spread)


def _local_pace(task: Task, way: _Way, manner: Manner) -> Floats:
    """Return the pace around each stretch: of the half minute about it, drawn towards the whole recording's."""
    expected = task.said[way.last] - task.said[way.first]
    off = np.abs(task.lengths - expected * manner.pace) / task.deviation(way.first, way.last, manner)
    usual = way.has_words & (off < OUTLIER)
    if not usual.any():
        usual = way.has_words
    spoken, wanted = _sums(np.where(usual, task.lengths, 0.0)), _sums(np.where(usual, expected, 0.0))
    overall = spoken[-1] / wanted[-1]
    middle = np.cumsum(task.lengths) - task.lengths / 2
    first = np.searchsorted(middle, middle - AROUND_MS)
    last = np.searchsorted(middle, middle + AROUND_MS, side="right")
    here = spoken[last] - spoken[first] + AROUND_MS * overall
    return np.asarray(here / (wanted[last] - wanted[first] + AROUND_MS), dtype=np.float64)


def _rests(task: Task, way: _Way) -> tuple[Floats, Floats, Floats]:
    """Return the chance of a rest, its log-length and the spread of that, for each Border."""
    n_kinds, n_words = len(REST_MS), len(task.borders)
    is_rest = way.has_words[:-1] & way.has_words[1:] & (way.last[:-1] < n_words)
    kind = task.borders[way.last[:-1][is_rest] - 1]
    found = task.log_rests[is_rest]
    marks = np.zeros(n_words + 1, np.int64)
    np.add.at(marks, way.first[way.has_words], 1)
    np.add.at(marks, way.last[way.has_words], -1)
    n_borders = np.bincount(task.borders[np.cumsum(marks)[:-1] > 0], minlength=n_kinds)
    n_rests = np.bincount(kind, minlength=n_kinds)
    total = np.bincount(kind, weights=found, minlength=n_kinds)
    log_rest = (total + PRIOR_WEIGHT * np.log(REST_MS)) / (n_rests + PRIOR_WEIGHT)
    off = np.minimum((found - log_rest[kind]) ** 2, (OUTLIER * REST_SPREAD) ** 2)
    squares = np.bincount(kind, weights=off, minlength=n_kinds)
    spread = np.sqrt((squares + SPREAD_WEIGHT * REST_SPREAD**2) / (n_rests + SPREAD_WEIGHT))
    chance = (n_rests + PRIOR_WEIGHT * np.array(REST_CHANCE)) / (n_borders + PRIOR_WEIGHT)
    return np.clip(chance, 0.005, 0.995), log_rest, spread


def _in_proportion(task: Task) -> Said:
    """Return the plain answer for where there is no better one: words in proportion to the speech so far."""
    target = np.cumsum(task.lengths) / task.lengths.sum() * task.said[-1]
    ends: Ints = np.searchsorted((task.said[:-1] + task.said[1:]) / 2, target).astype(np.int64)
    ends[-1] = len(task.borders)
    unsure = np.zeros(len(ends))
    return Said(np.concatenate(([0], ends[:-1])), ends, unsure, unsure)
