"""Where the sound of one cut of a recording is in another cut: two arrays of cepstra in, stretches out.

Four steps, as a search engine for recordings goes about it:

    signs of slopes ──► codes of 24 bits ──► pairs with the same code ──► offsets with many pairs
                                                                            │
    stretches ◄── the longest first ◄── as far as both go on alike ◄────────┘

Codes of signs are those of Haitsma & Kalker 2002, "A highly robust audio fingerprinting system", here over
cepstra, of which the lower ones change least when a sound is encoded anew; counting offsets is the way of Wang
2003, "An industrial-strength audio search algorithm"; going on until the score has dropped is that of Altschul et
al. 1990, "Basic local alignment search tool".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cuepress.sync.features import HOP_MS, Floats

Ints = NDArray[np.int64]

_CODED, _REACH, _STEPS, _STEP = 3, 8, 8, 8  # cepstra 0 to 2, slopes over ±8 frames, at 8 places 8 frames apart
_MOST_CODES = 400_000  # of the old cut that are looked up: all of them in an hour
_MOST_ALIKE = 24  # a code that stands more often is of a rest or a tone, and says nothing
_BLOCK = 1_000  # frames in which the pairs of an offset are counted
_LEAST_VOTES = 5
_MOST_OFFSETS = 64
_NEAR = 3  # frames; offsets so near are one
_COMPARED, _SHORT_REACH = 7, 4  # cepstra 0 to 6, slopes over ±4 frames
_UNLIKE = 0.35  # the cosine of slopes below which two frames speak against each other
_ALIKE = 4.0  # the pooled scores above 0 of a block, at the least
_POOL = 10  # frames that are judged as one on the way
_DROP = 6.0  # pooled scores that are lost before a stretch is at its end
_SHORTEST_MS = 6_000  # a jingle alone does not say where it comes from
_SHORTEST_BETWEEN_MS = 1_500  # unless its neighbours do
_LONGEST_LOST = 1_000  # frames, between two stretches with the same offset


@dataclass(frozen=True, slots=True)
class Move:
    """What is heard from ``start_ms`` to ``end_ms`` of the old cut, and ``shift_ms`` later in the new one."""

    start_ms: int
    end_ms: int
    shift_ms: int


@dataclass(frozen=True, slots=True)
class _Guess:
    """An offset in frames, and the first frame of the block of the old cut where most codes agree at it."""

    offset: int
    first: int
    votes: int


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Frames ``first`` to ``last`` (half-open) of the old cut, ``offset`` frames later in the new one."""

    first: int
    last: int
    offset: int

    @property
    def length(self) -> int:
        return self.last - self.first


def find_moves(old: Floats, new: Floats) -> tuple[Move, ...]:
    """Return the stretches of the old cut that are heard in the new one, in the order of the old.

    Parameters
    ----------
    old, new : float32 [shape=(T, 13)], [shape=(U, 13)]
        Cepstra of both cuts, 10 ms a frame.

    Returns
    -------
    Stretches that overlap in neither cut; shifts are exact to some milliseconds, edges to some 0.1 s. A sound that
    is heard several times is taken where its neighbourhood goes on alike the longest.
    """
    if min(len(old), len(new)) < _BLOCK // 2:
        return ()
    olds, news = _slopes(old), _slopes(new)
    found: list[_Stretch] = []
    for guess in _guesses(old, new):
        offset = _best_offset(olds, news, guess)
        if offset is not None:
            found += _along(olds, news, offset)
    chosen = _in_company(_longest_first(found))
    return tuple(_moved(olds, news, stretch) for stretch in chosen)


# --- offsets ----------------------------------------------------------------------------------------------------


def _codes(frames: Floats) -> Ints:
    """Return 24 signs of slopes around each frame as one number, int64 [shape=(T - 72,)]."""
    coded = frames[:, :_CODED]
    signs = coded[2 * _REACH :] > coded[: -2 * _REACH]
    numbers = signs @ (1 << np.arange(_CODED))
    n = len(numbers) - (_STEPS - 1) * _STEP
    codes = np.zeros(max(n, 0), np.int64)
    for step in range(_STEPS):
        codes = codes << _CODED | numbers[step * _STEP : step * _STEP + len(codes)]
    return codes


def _guesses(old: Floats, new: Floats) -> list[_Guess]:
    """Return the offsets at which many codes agree somewhere, the most frequent first."""
    at, offsets = _agreeing(_codes(old), _codes(new))
    if not at.size:
        return []
    found: list[_Guess] = []
    for half in (0, 1):  # bins of two frames, and the same half a bin on
        bins = (offsets + half) >> 1
        base = int(bins.min())
        width = int(bins.max()) - base + 1
        keys, counts = np.unique((at // _BLOCK) * width + (bins - base), return_counts=True)
        often = counts >= _LEAST_VOTES
        for key, count in zip(keys[often].tolist(), counts[often].tolist(), strict=True):
            found.append(_Guess(2 * (key % width + base) - half, key // width * _BLOCK, count))
    return _apart(found)


def _agreeing(olds: Ints, news: Ints) -> tuple[Ints, Ints]:
    """Return where codes of the old cut are in the new one: places in the old, and offsets to the new."""
    stride = -(-len(olds) // _MOST_CODES) or 1
    order = np.argsort(news, kind="stable")
    ranked = news[order]
    taken = np.arange(0, len(olds), stride)
    first = np.searchsorted(ranked, olds[taken], "left")
    count = np.searchsorted(ranked, olds[taken], "right") - first
    is_telling = (count > 0) & (count <= _MOST_ALIKE)
    taken, first, count = taken[is_telling], first[is_telling], count[is_telling]
    at = np.repeat(taken, count)
    within = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    return at, order[np.repeat(first, count) + within] - at


def _apart(guesses: Sequence[_Guess]) -> list[_Guess]:
    """Return the best guess of each offset, near ones taken as one, those with the most votes first."""
    best: dict[int, _Guess] = {}
    for guess in sorted(guesses, key=lambda each: (-each.votes, each.offset)):
        if not any(guess.offset + near in best for near in range(-_NEAR, _NEAR + 1)):
            best[guess.offset] = guess
    return list(best.values())[:_MOST_OFFSETS]


# --- stretches --------------------------------------------------------------------------------------------------


def _slopes(frames: Floats) -> Floats:
    """Return the slopes of the lower cepstra, each scaled to deviation 1; float32 [shape=(T, 7)]."""
    lower = frames[:, :_COMPARED]
    padded = np.pad(lower, ((_SHORT_REACH, _SHORT_REACH), (0, 0)), "edge")
    slopes = padded[2 * _SHORT_REACH :] - padded[: -2 * _SHORT_REACH]
    return np.asarray(slopes / (slopes.std(axis=0) + np.float32(1e-6)), np.float32)


def _overlap(old: Floats, new: Floats, offset: int) -> tuple[int, int]:
    """Return the frames of the old cut that have a frame of the new one, so many frames on."""
    return max(0, -offset), min(len(old), len(new) - offset)


def _scores(old: Floats, new: Floats, offset: int, first: int, last: int) -> NDArray[np.float64]:
    """Return for each frame whether both cuts go on alike there: above 0 yes, below 0 no, near 0 in silence."""
    ours, theirs = old[first:last], new[first + offset : last + offset]
    dot = np.einsum("tc,tc->t", ours, theirs, dtype=np.float64)
    lengths = np.sqrt(np.einsum("tc,tc->t", ours, ours) * np.einsum("tc,tc->t", theirs, theirs))
    weight = np.minimum(lengths / _COMPARED, 1.0)
    return np.asarray(weight * (dot / (lengths + 1e-6) - _UNLIKE), np.float64)


def _best_offset(old: Floats, new: Floats, guess: _Guess) -> int | None:
    """Return the offset near a guess at which its block is most alike in both cuts, if it is alike at all."""
    best, most = None, _ALIKE
    for near in range(guess.offset - _NEAR, guess.offset + _NEAR + 1):
        low, high = _overlap(old, new, near)
        first, last = max(low, guess.first), min(high, guess.first + _BLOCK)
        good = float(np.maximum(_pooled(_scores(old, new, near, first, last)), 0).sum()) if first < last else 0.0
        if good > most:
            best, most = near, good
    return best


def _pooled(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    n = len(scores) // _POOL
    return np.asarray(scores[: n * _POOL].reshape(n, _POOL).mean(axis=1))


def _along(old: Floats, new: Floats, offset: int) -> Iterator[_Stretch]:
    """Yield the stretches with one offset: where the score rises, until it has dropped too far."""
    first, last = _overlap(old, new, offset)
    scores = _scores(old, new, offset, first, last)
    total = np.concatenate([[0.0], np.cumsum(scores)])
    for a, b in _rises(_pooled(scores).tolist()):
        low = _argbest(-total, a * _POOL, first=0)
        high = _argbest(total, b * _POOL, first=low)
        if (high - low) * HOP_MS >= _SHORTEST_BETWEEN_MS:
            yield _Stretch(first + low, first + high, offset)


def _argbest(values: NDArray[np.float64], around: int, *, first: int) -> int:
    """Return the place of the largest value within some pools of a place."""
    low, high = max(around - 3 * _POOL, first), min(around + 3 * _POOL + 1, len(values))
    return low + int(np.argmax(values[low:high])) if low < high else low


def _rises(scores: Sequence[float]) -> Iterator[tuple[int, int]]:
    """Yield the runs of scores, half-open, whose sum rises and does not fall by more than a fixed drop within."""
    total = top = 0.0
    begin = end = 0
    for at, score in enumerate(scores):
        total += score
        if total <= 0 or total < top - _DROP:
            if top > _DROP:
                yield begin, end
            total = top = 0.0
            begin = end = at + 1
        elif total > top:
            top, end = total, at + 1
    if top > _DROP:
        yield begin, end


# --- the choice -------------------------------------------------------------------------------------------------


def _longest_first(found: Sequence[_Stretch]) -> list[_Stretch]:
    """Return stretches that overlap in neither cut; a longer one keeps what two of them claim."""
    chosen: list[_Stretch] = []
    for stretch in sorted(found, key=lambda each: (-each.length, each.first, each.offset)):
        parts = [stretch]
        for taken in chosen:
            parts = [rest for part in parts for rest in _without(part, taken)]
        chosen += [part for part in parts if part.length * HOP_MS >= _SHORTEST_BETWEEN_MS]
    return sorted(chosen, key=lambda each: each.first)


def _without(part: _Stretch, taken: _Stretch) -> Iterator[_Stretch]:
    """Yield what is left of a stretch where another has taken frames of the old or of the new cut."""
    shift = taken.offset - part.offset
    cuts = sorted([(taken.first, taken.last), (taken.first + shift, taken.last + shift)])
    at = part.first
    for low, high in cuts:
        if at < min(low, part.last):
            yield _Stretch(at, min(low, part.last), part.offset)
        at = max(at, high)
    if at < part.last:
        yield _Stretch(at, part.last, part.offset)


def _in_company(stretches: Sequence[_Stretch]) -> list[_Stretch]:
    """Return the stretches that are long, or stand between their neighbours in both cuts; near ones as one."""
    joined: list[_Stretch] = []
    for stretch in stretches:
        last = joined[-1] if joined else None
        if last and last.offset == stretch.offset and 0 <= stretch.first - last.last <= _POOL * 5:
            joined[-1] = _Stretch(last.first, stretch.last, last.offset)
        else:
            joined.append(stretch)
    firm = [each for each in joined if each.length * HOP_MS >= _SHORTEST_MS]
    return [each for each in joined if each.length * HOP_MS >= _SHORTEST_MS or _is_between(each, firm)]


def _is_between(stretch: _Stretch, firm: Sequence[_Stretch]) -> bool:
    """Tell whether a stretch lies between the same firm ones in both cuts, and near to them in the new one."""
    before = max((each for each in firm if each.last <= stretch.first), key=lambda each: each.last, default=None)
    after = min((each for each in firm if each.first >= stretch.last), key=lambda each: each.first, default=None)
    if before is None or after is None:
        return False
    begin, end = stretch.first + stretch.offset, stretch.last + stretch.offset
    room = (before.last + before.offset, after.first + after.offset)
    is_near = min(begin - room[0], room[1] - end) <= _LONGEST_LOST
    return room[0] <= begin and end <= room[1] and is_near


def _moved(old: Floats, new: Floats, stretch: _Stretch) -> Move:
    """Return a stretch in milliseconds; between whole frames the shift is where a parabola has its top."""
    nears = range(stretch.offset - _NEAR - 1, stretch.offset + _NEAR + 2)
    alike = [_alike(old, new, stretch, near) for near in nears]
    at = max(range(1, len(alike) - 1), key=lambda place: alike[place])
    bend = alike[at - 1] - 2 * alike[at] + alike[at + 1]
    part = (alike[at - 1] - alike[at + 1]) / (2 * bend) if bend < 0 else 0.0
    shift_ms = round((nears[at] + min(max(part, -0.5), 0.5)) * HOP_MS)
    return Move(stretch.first * HOP_MS, stretch.last * HOP_MS, shift_ms)


def _alike(old: Floats, new: Floats, stretch: _Stretch, offset: int) -> float:
    """Return the mean product of the slopes of a stretch and of what is heard so many frames on."""
    low, high = _overlap(old, new, offset)
    first, last = max(stretch.first, low), min(stretch.last, high)
    if first >= last:
        return 0.0
    ours, theirs = old[first:last], new[first + offset : last + offset]
    return float(np.einsum("tc,tc->", ours, theirs, dtype=np.float64)) / (last - first)
