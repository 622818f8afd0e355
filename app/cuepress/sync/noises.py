"""Where sounds are heard: ``[applause]`` and ``♪`` are put where there is noise between the words around them.

Noise is what stands out from the quietest parts of the recording. Where nobody speaks comes first; but a detector
of speech takes much applause for speech, and between two words of the text nobody should be speaking.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

import numpy as np
from numpy.typing import NDArray

from cuepress.model import TimedWord
from cuepress.sync.acoustics import Acoustics
from cuepress.sync.edges import STEP_MS
from cuepress.sync.features import Bools, Floats

Place = tuple[int, int]  # start and end, in ms or in steps

_SHORTEST_MS = 500  # a sound is on the screen at least so long, where there is room
_LONGEST_MS = 10_000
_LONGEST_GUESS_MS = 4_000  # where nothing is heard of it
_FLOOR_PERCENTILE = 10.0
_LEAST_RISE_DB = 8.0  # above the floor: less is the noise of the room
_SHARE = 0.5  # noise is above this share of the way from the floor to the loudest of the gap
_SMOOTH_STEPS = 21  # 105 ms: claps and bars come in beats
_LEAST_POWER = 1e-9
_LONGEST_DIP_MS = 400
_TAIL_STEPS = 20  # 100 ms: words die away, and begin with a breath


@dataclass(frozen=True, slots=True, eq=False)
class _Loudness:
    """The level of each 5 ms, evened out [shape=(n,)], where speech is heard [same shape], and the quiet level."""

    level_db: Floats
    is_speech: Bools
    floor_db: float


def placed(words: Sequence[TimedWord], sound: Acoustics) -> tuple[TimedWord, ...]:
    """Return the words with each sound moved to the noise between its neighbours.

    Words that are no sounds stay as they are. Without noise a sound follows the word before it.
    """
    if not any(timed.word.is_sound for timed in words):
        return tuple(words)
    loudness = _loudness(sound)
    done: list[TimedWord] = []
    at = 0
    for is_sound, group in groupby(words, key=lambda timed: timed.word.is_sound):
        run = list(group)
        at += len(run)
        if is_sound:
            begin = done[-1].end_ms if done else 0
            until = words[at].start_ms if at < len(words) else max(sound.duration_ms, begin)
            places = _places((begin, until), len(run), loudness)
            run = [replace(timed, start_ms=a, end_ms=b) for timed, (a, b) in zip(run, places, strict=True)]
        done += run
    return tuple(done)


def _loudness(sound: Acoustics) -> _Loudness:
    level_db = sound.level_db
    if level_db.size >= _SMOOTH_STEPS:
        power = np.convolve(10 ** (level_db / 10), np.full(_SMOOTH_STEPS, 1 / _SMOOTH_STEPS), "same")
        level_db = np.asarray(10 * np.log10(np.maximum(power, _LEAST_POWER)), np.float32)
    is_speech = np.zeros(level_db.size, np.bool_)
    for start, end in sound.speech.intervals:
        is_speech[max(start // STEP_MS - _TAIL_STEPS, 0) : end // STEP_MS + _TAIL_STEPS] = True
    floor_db = float(np.percentile(level_db, _FLOOR_PERCENTILE)) if level_db.size else 0.0
    return _Loudness(level_db, is_speech, floor_db)


def _places(gap: Place, count: int, loudness: _Loudness) -> list[Place]:
    """Return a place for each of so many sounds in a gap, in order and apart."""
    noises = _noises(gap, loudness)
    if len(noises) < count:  # the sounds share what there is
        guessed = (gap[0], min(gap[1], gap[0] + count * _LONGEST_GUESS_MS))
        return _divided(_widened(noises[0], gap, count) if noises else guessed, count)
    chosen = sorted(noises[:count])
    borders = [gap[0], *(start for start, _ in chosen[1:]), gap[1]]
    places: list[Place] = []
    for number, noise in enumerate(chosen):
        begin = max(borders[number], places[-1][1] if places else 0)
        places.append(_widened(noise, (begin, borders[number + 1]), 1))
    return places


def _divided(place: Place, count: int) -> list[Place]:
    marks = np.linspace(*place, count + 1).astype(np.int64).tolist()
    return list(pairwise(marks))


def _widened(noise: Place, room: Place, count: int) -> Place:
    """Return the noise, made long enough to be seen where there is room, short enough to be let go."""
    start, end = max(noise[0], room[0]), min(noise[1], room[1], noise[0] + count * _LONGEST_MS)
    wanted = count * _SHORTEST_MS
    end = min(max(end, start + wanted), room[1])
    return max(room[0], min(start, end - wanted)), end


def _noises(gap: Place, loudness: _Loudness) -> list[Place]:
    """Return the stretches of noise in a gap, the loudest first; without speech if there are any."""
    first, last = -(-gap[0] // STEP_MS), gap[1] // STEP_MS
    level_db, is_speech = loudness.level_db[first:last], loudness.is_speech[first:last]
    is_between = np.zeros_like(is_speech)
    is_between[_TAIL_STEPS : is_speech.size - _TAIL_STEPS] = True
    wholes = _stretches(level_db, is_between, loudness.floor_db)
    unspoken = _stretches(level_db, is_between & ~is_speech, loudness.floor_db)
    found = dict.fromkeys(_whole_of(part, wholes) for part in unspoken) or wholes
    return [((first + a) * STEP_MS, (first + b) * STEP_MS) for a, b in found]


def _whole_of(part: Place, wholes: Sequence[Place]) -> Place:
    """Return the whole noise where only a small part of it is not taken for speech."""
    around = (each for each in wholes if each[0] <= part[0] and part[1] <= each[1])
    return next((each for each in around if each[1] - each[0] > 2 * (part[1] - part[0])), part)


def _stretches(level_db: Floats, is_allowed: Bools, floor_db: float) -> list[Place]:
    """Return stretches in steps, first those that stand out most: decibels above the threshold times length."""
    peak_db = float(level_db[is_allowed].max(initial=floor_db))
    if peak_db < floor_db + _LEAST_RISE_DB:
        return []
    above_db = level_db - (floor_db + _SHARE * (peak_db - floor_db))
    runs = _joined(is_allowed & (above_db > 0), is_allowed)
    return sorted(runs, key=lambda run: float(np.maximum(above_db[slice(*run)], 0).sum()), reverse=True)


def _joined(is_loud: Bools, is_allowed: Bools) -> list[Place]:
    """Return the runs of loud steps, joined over short dips in which nobody speaks."""
    flips: NDArray[np.int64] = np.flatnonzero(np.diff(np.concatenate([[0], is_loud.astype(np.int8), [0]])))
    runs: list[Place] = []
    for first, last in zip(flips[::2].tolist(), flips[1::2].tolist(), strict=True):
        is_dip = runs and (first - runs[-1][1]) * STEP_MS <= _LONGEST_DIP_MS
        if is_dip and is_allowed[runs[-1][1] : first].all():
            runs[-1] = (runs[-1][0], last)
        else:
            runs.append((first, last))
    return runs
