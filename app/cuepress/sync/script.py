"""What the voice says of a text: sound, and the exact place of each of its phones, tied to the words.

The chain of states that the recording is held against is made here too: three for each phone, and silence that may
come between words. Where it comes between sentences is a border.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from cuepress.sync.features import Bools, Floats
from cuepress.sync.warp import Pauses

N_THIRDS = 3
"""States of a phone: beginning, middle, end."""

_NO_CAP = 1 << 30
_HALT = 100.0  # nats, for silence between two words where the voice does not rest


@dataclass(frozen=True, slots=True)
class Phone:
    """One speech sound of the synthetic voice: frames ``start`` to ``end`` of the joined voice, its word."""

    name: str
    start: int
    end: int
    word: int


@dataclass(frozen=True, slots=True)
class Script:
    """A text as the voice says it, pauses taken out.

    ``frames`` are its cepstra, one row each 10 ms; ``phones`` lie in order and touch; ``rests`` are the frames
    before which the voice paused, with True where a sentence ended. ``sounds`` are the frames before which the
    text has a sound that nobody says, such as applause.
    """

    frames: Floats
    phones: tuple[Phone, ...]
    rests: tuple[tuple[int, bool], ...]
    sounds: frozenset[int] = frozenset()

    @property
    def pauses(self) -> Pauses:
        """Where a speaker may rest: where the voice did, and between any two words."""
        frames = {phone.start: False for before, phone in pairwise(self.phones) if before.word != phone.word}
        frames |= dict(self.rests)
        ordered = sorted(frames)
        return Pauses(np.array(ordered, np.int64), np.array([frames[at] for at in ordered], np.bool_))


@dataclass(frozen=True, slots=True)
class Chain:
    """The states that a recording goes through, in order; see ``kernels.viterbi_band`` for what they allow.

    ``density`` is the column of scores: ``3 * phone + third``, then silence, then noise. ``toll`` is what it costs
    to come into a state from the one before. ``borders`` are the states between sentences, the first and the last
    among them. ``word`` is -1 outside words. ``voice_frame`` is where the state stands in the synthetic voice.
    """

    density: NDArray[np.int32]
    is_optional: Bools
    cap: NDArray[np.int32]
    toll: Floats
    borders: NDArray[np.int64]
    word: NDArray[np.int64]
    voice_frame: NDArray[np.float64]
    names: tuple[str, ...]

    @property
    def silence(self) -> int:
        return N_THIRDS * len(self.names)

    @property
    def noise(self) -> int:
        return self.silence + 1

    @property
    def has_noise(self) -> bool:
        """Tell whether the text has sounds such as applause."""
        return bool((self.density == self.noise).any())

    def part(self, first: int, last: int) -> Chain:
        """Return states ``first`` to ``last``, counted from 0 again."""
        inside = slice(first, last)
        low, high = np.searchsorted(self.borders, (first, last))
        return Chain(
            self.density[inside],
            self.is_optional[inside],
            self.cap[inside],
            self.toll[inside],
            self.borders[low:high] - first,
            self.word[inside],
            self.voice_frame[inside],
            self.names,
        )

    def chosen(self, kept: NDArray[np.int64], density: NDArray[np.int64]) -> Chain:
        """Return some of the states, every border among them, with other columns of scores."""
        return Chain(
            density[kept].astype(np.int32),
            self.is_optional[kept],
            self.cap[kept],
            self.toll[kept],
            np.searchsorted(kept, self.borders),
            self.word[kept],
            self.voice_frame[kept],
            self.names,
        )


def words_of_places(places: Sequence[int], starts: Sequence[int]) -> list[int]:
    """Return the word that each character place lies in, given the words' first characters."""
    return [max(bisect_right(starts, place) - 1, 0) for place in places]


def chain(script: Script, *, pace: float, overlong: float = 2.0) -> Chain:
    """Lay out the states of a script.

    ``pace`` is real frames per synthetic one; a third may stay ``overlong`` times as long as expected.
    """
    names = tuple(sorted({phone.name for phone in script.phones}))
    rows = np.fromiter(_rows(script, names, overlong * pace), _ROW)
    return Chain(
        density=rows["density"].copy(),
        is_optional=rows["is_optional"].copy(),
        cap=rows["cap"].copy(),
        toll=rows["toll"].copy(),
        borders=np.flatnonzero(rows["is_border"]),
        word=rows["word"].astype(np.int64),
        voice_frame=rows["voice_frame"].copy(),
        names=names,
    )


_ROW = np.dtype(
    [
        ("density", np.int32),
        ("is_optional", np.bool_),
        ("cap", np.int32),
        ("toll", np.float32),
        ("word", np.int32),
        ("voice_frame", np.float64),
        ("is_border", np.bool_),
    ]
)
_Row = tuple[int, bool, int, float, int, float, bool]


def _rows(script: Script, names: Sequence[str], longest: float) -> Iterator[_Row]:
    """Yield the states in order; ``longest`` is how long one may stay, its expected length being 1."""
    column = {name: N_THIRDS * index for index, name in enumerate(names)}
    silence = N_THIRDS * len(names)

    def quiet(at: int, *, toll: float = 0.0, is_border: bool = False) -> _Row:
        return (silence, True, _NO_CAP, toll, -1, float(at), is_border)

    def noise(at: int) -> Iterator[_Row]:
        if at in script.sounds:
            yield (silence + 1, True, _NO_CAP, 0.0, -1, float(at), False)

    rests = dict(script.rests)
    yield quiet(0, is_border=True)
    yield from noise(0)
    before = -1
    for phone in script.phones:
        start, length = phone.start, phone.end - phone.start
        ends_sentence = rests.get(start) if start else None
        if ends_sentence is not None or before not in {-1, phone.word}:
            yield quiet(start, toll=_HALT if ends_sentence is None else 0.0, is_border=bool(ends_sentence))
            if ends_sentence:
                yield from noise(start)
        before = phone.word
        cap = max(3, int(np.ceil(longest * length / N_THIRDS)))
        for k in range(N_THIRDS):
            yield column[phone.name] + k, False, cap, 0.0, phone.word, start + length * k / N_THIRDS, False
    end = len(script.frames)
    if end in script.sounds:
        yield quiet(end)
        yield from noise(end)
    yield quiet(end, is_border=True)


def labels(script: Script, names: Sequence[str]) -> NDArray[np.int64]:
    """Return the density (``3 * phone + third``) of each frame of the voice, which is known exactly."""
    column = {name: N_THIRDS * index for index, name in enumerate(names)}
    found = np.empty(len(script.frames), np.int64)
    for phone in script.phones:
        length = phone.end - phone.start
        found[phone.start : phone.end] = column[phone.name] + np.arange(length) * N_THIRDS // max(length, 1)
    return found
