"""Which words of a text are still there in its corrected version: two lists of words in, pairs of places out.

Equal beginnings and ends go first. Between them runs of words that stand once on either side are anchors (the
*patience diff* of Cohen, in Bazaar), and the gaps between anchors are searched in the same way; small gaps
exactly, by the longest common subsequence (Wagner & Fischer 1974, "The string-to-string correction problem"). The
work is nearly linear whatever the texts are: no gap is searched more than a fixed number of times.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_RUNS = (6, 3, 1)  # words in a row that are looked for, the surest first
_SMALL = 576  # the product of the lengths of a gap that is searched exactly
_DEEPEST = 24  # anchors within gaps between anchors
_FIRM = 4  # so many words in a row do not agree by chance


@dataclass(frozen=True, slots=True)
class Block:
    """``length`` words that are the same, from ``old`` in one text and from ``new`` in the other."""

    old: int
    new: int
    length: int


@dataclass(frozen=True, slots=True)
class _Gap:
    old: range
    new: range
    depth: int


def kept(old: Sequence[str], new: Sequence[str]) -> tuple[Block, ...]:
    """Return the stretches of words that two versions of a text share, in the order of both.

    Words that differ in case, or in the marks around them, are the same: they sound so. A few words that agree
    amid many that do not have met by chance and are not shared.
    """
    numbers: dict[str, int] = {}
    ours, theirs = ([numbers.setdefault(sound_of(word), len(numbers)) for word in side] for side in (old, new))
    return tuple(_without_chance(_joined(sorted(_pairs(ours, theirs))), len(old), len(new)))


def sound_of(word: str) -> str:
    """Return a word as far as it is heard: without case and without the marks around it."""
    first, last = 0, len(word)
    while first < last and not word[first].isalnum():
        first += 1
    while last > first and not (word[last - 1].isalnum() or _is_joined(word[last - 1])):
        last -= 1
    return word[first:last].casefold() or word


def _is_joined(character: str) -> bool:
    """Tell whether a character belongs to the letter before it: vowel signs of Devanagari, Arabic points."""
    import unicodedata

    return unicodedata.category(character) in {"Mn", "Mc"}


def _pairs(old: Sequence[int], new: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the places of equal words, in no order; no two of them cross."""
    gaps = [_Gap(range(len(old)), range(len(new)), 0)]
    while gaps:
        gap = gaps.pop()
        head, tail = _common(old, new, gap)
        yield from zip(gap.old[:head], gap.new[:head], strict=True)
        yield from zip(gap.old[len(gap.old) - tail :], gap.new[len(gap.new) - tail :], strict=True)
        inner = _Gap(gap.old[head : len(gap.old) - tail], gap.new[head : len(gap.new) - tail], gap.depth)
        if not inner.old or not inner.new:
            continue
        if len(inner.old) * len(inner.new) <= _SMALL:
            yield from _longest_common(old, new, inner)
        elif inner.depth < _DEEPEST:
            gaps += _between(_anchors(old, new, inner), inner)


def _common(old: Sequence[int], new: Sequence[int], gap: _Gap) -> tuple[int, int]:
    """Return how many words are the same at the beginning and, of the others, at the end."""
    most = min(len(gap.old), len(gap.new))
    head = 0
    while head < most and old[gap.old[head]] == new[gap.new[head]]:
        head += 1
    tail = 0
    while tail < most - head and old[gap.old[-1 - tail]] == new[gap.new[-1 - tail]]:
        tail += 1
    return head, tail


def _anchors(old: Sequence[int], new: Sequence[int], gap: _Gap) -> list[tuple[int, int]]:
    """Return the places of runs that stand once on either side of a gap, rising on both."""
    for size in _RUNS:
        ours, theirs = _once(old, gap.old, size), _once(new, gap.new, size)
        both = sorted((at, theirs[run]) for run, at in ours.items() if run in theirs)
        if both:
            return [both[at] for at in longest_rise([new for _, new in both])]
    return []


def _once(words: Sequence[int], within: range, size: int) -> dict[tuple[int, ...], int]:
    runs = [tuple(words[at : at + size]) for at in within[: max(len(within) - size + 1, 0)]]
    count = Counter(runs)
    return {run: at for run, at in zip(runs, within, strict=False) if count[run] == 1}


def longest_rise(values: Sequence[int], *, is_strict: bool = True) -> list[int]:
    """Return the places of the longest run of values, not in a row, that always rise (or, not strict, never fall).

    Fredman 1975, "On computing the length of longest increasing subsequences".
    """
    find = bisect_left if is_strict else bisect_right
    ends: list[int] = []  # of the chains of each length: the least last value, and its place
    places: list[int] = []
    before: list[int] = []
    for at, value in enumerate(values):
        length = find(ends, value)
        before.append(places[length - 1] if length else -1)
        ends[length : length + 1] = [value]
        places[length : length + 1] = [at]
    chain: list[int] = []
    at = places[-1] if places else -1
    while at >= 0:
        chain.append(at)
        at = before[at]
    return chain[::-1]


def _between(anchors: Sequence[tuple[int, int]], gap: _Gap) -> list[_Gap]:
    """Return the gaps that begin with an anchor each, and the one before them; none if there is no anchor."""
    if not anchors:
        return []
    begins = [(gap.old.start, gap.new.start), *anchors]
    ends = [*anchors, (gap.old.stop, gap.new.stop)]
    return [_Gap(range(a, c), range(b, d), gap.depth + 1) for (a, b), (c, d) in zip(begins, ends, strict=True)]


def _longest_common(old: Sequence[int], new: Sequence[int], gap: _Gap) -> Iterator[tuple[int, int]]:
    """Yield a longest common subsequence of a small gap."""
    width = len(gap.new) + 1
    rows = [[0] * width]
    for at in reversed(gap.old):
        below, row = rows[-1], [0] * width
        for column in range(width - 2, -1, -1):
            is_same = old[at] == new[gap.new[column]]
            row[column] = below[column + 1] + 1 if is_same else max(below[column], row[column + 1])
        rows.append(row)
    rows.reverse()
    i = j = 0
    while i < len(gap.old) and j < len(gap.new):
        if old[gap.old[i]] == new[gap.new[j]]:
            yield gap.old[i], gap.new[j]
            i, j = i + 1, j + 1
        elif rows[i + 1][j] >= rows[i][j + 1]:
            i += 1
        else:
            j += 1


def _joined(pairs: Sequence[tuple[int, int]]) -> list[Block]:
    blocks: list[Block] = []
    for old, new in pairs:
        last = blocks[-1] if blocks else Block(-1, -1, 0)
        if blocks and (last.old + last.length, last.new + last.length) == (old, new):
            blocks[-1] = Block(last.old, last.new, last.length + 1)
        else:
            blocks.append(Block(old, new, 1))
    return blocks


def _without_chance(blocks: Sequence[Block], n_old: int, n_new: int) -> Iterator[Block]:
    """Yield the blocks that are firm, at an end of both texts, or no shorter than what changed on either side."""
    ends = [(0, 0), *((block.old + block.length, block.new + block.length) for block in blocks)]
    begins = [*((block.old, block.new) for block in blocks), (n_old, n_new)]
    changed = [max(b[0] - a[0], b[1] - a[1]) for a, b in zip(ends, begins, strict=True)]
    for block, before, after in zip(blocks, changed[:-1], changed[1:], strict=True):
        if block.length >= _FIRM or not before or not after or block.length >= max(before, after):
            yield block
