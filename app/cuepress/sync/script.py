"""What the voice says of a text: sound, and the exact place of each of its phones, tied to the words.

The chain of states that the recording is held against is made here too: three for each phone, silence that may
come between words, and a gap between sentences.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from cuepress.sync.features import Bools, Floats
from cuepress.sync.warp import Pauses

N_THIRDS = 3
"""States of a phone: beginning, middle, end."""


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
    before which the voice paused, with True where a sentence ended.
    """

    frames: Floats
    phones: tuple[Phone, ...]
    rests: tuple[tuple[int, bool], ...]

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

    ``density`` is the column of scores: ``3 * phone + third``, then silence, then gap. ``word`` is -1 outside
    words. ``voice_frame`` is where the state stands in the synthetic voice.
    """

    density: NDArray[np.int64]
    is_optional: Bools
    cap: NDArray[np.int64]
    gap_before: NDArray[np.int64]
    word: NDArray[np.int64]
    voice_frame: NDArray[np.float64]
    names: tuple[str, ...]

    @property
    def silence(self) -> int:
        return N_THIRDS * len(self.names)

    @property
    def gap(self) -> int:
        return self.silence + 1


def words_of_places(places: Sequence[int], starts: Sequence[int]) -> list[int]:
    """Return the word that each character place lies in, given the words' first characters."""
    return [max(bisect_right(starts, place) - 1, 0) for place in places]


def chain(script: Script, *, pace: float, overlong: float = 2.0) -> Chain:
    """Lay out the states of a script.

    ``pace`` is real frames per synthetic one; a third may stay ``overlong`` times as long as expected.
    """
    names = tuple(sorted({phone.name for phone in script.phones}))
    column = {name: N_THIRDS * index for index, name in enumerate(names)}
    silence, gap = N_THIRDS * len(names), N_THIRDS * len(names) + 1  # see Chain.density
    rows: list[tuple[int, bool, int, int, float]] = [(gap, True, 1 << 60, -1, 0.0)]
    rests = dict(script.rests)
    borders = [0]
    before = -1
    for phone in script.phones:
        ends_sentence = rests.get(phone.start)
        if ends_sentence is not None and phone.start:
            rows.append((gap, True, 1 << 60, -1, float(phone.start)))
            if ends_sentence:
                borders.append(len(rows) - 1)
        elif before not in {-1, phone.word}:
            rows.append((silence, True, 1 << 60, -1, float(phone.start)))
        before = phone.word
        length = phone.end - phone.start
        cap = max(3, int(np.ceil(overlong * pace * length / N_THIRDS)))
        rows += [
            (column[phone.name] + k, False, cap, phone.word, phone.start + length * k / N_THIRDS)
            for k in range(N_THIRDS)
        ]
    rows.append((gap, True, 1 << 60, -1, float(len(script.frames))))
    borders.append(len(rows) - 1)
    density, optional, caps, words, frames = (np.array(values) for values in zip(*rows, strict=True))
    return Chain(
        density=density.astype(np.int64),
        is_optional=optional.astype(np.bool_),
        cap=caps.astype(np.int64),
        gap_before=_gaps(borders, len(rows)),
        word=words.astype(np.int64),
        voice_frame=frames.astype(np.float64),
        names=names,
    )


def _gaps(borders: Sequence[int], n_states: int) -> NDArray[np.int64]:
    """Return for each gap at a border of sentences the one before it, else -1."""
    before = np.full(n_states, -1, np.int64)
    before[borders[1:]] = borders[:-1]
    return before


def labels(script: Script, names: Sequence[str]) -> NDArray[np.int64]:
    """Return the density (``3 * phone + third``) of each frame of the voice, which is known exactly."""
    column = {name: N_THIRDS * index for index, name in enumerate(names)}
    found = np.empty(len(script.frames), np.int64)
    for phone in script.phones:
        length = phone.end - phone.start
        found[phone.start : phone.end] = column[phone.name] + np.arange(length) * N_THIRDS // max(length, 1)
    return found
