"""Two sequences of words side by side: what is the same, in the time that long texts allow.

Stretches that stand once in both are found first and put in order; between them the comparison of the standard
library (Ratcliff and Obershelp) does the rest, which alone would take minutes for an hour of speech.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import NamedTuple

_SIZE = 4  # so many words in a row are an anchor
_MOST_CELLS = 4_000_000  # two texts that have nothing in common are not compared word by word


class Change(NamedTuple):
    """A stretch of one text that stands in the place of a stretch of the other; half-open indices."""

    first: int
    last: int
    other_first: int
    other_last: int


def changes(one: Sequence[str], other: Sequence[str]) -> list[Change]:
    """Return where two texts differ, in order.

    >>> changes("a b c d".split(), "a x c d e".split())
    [Change(first=1, last=2, other_first=1, other_last=2), Change(first=4, last=4, other_first=4, other_last=5)]
    """
    found: list[Change] = []
    begin, end = _alike(one, other)
    inside = _anchors(one[begin : len(one) - end], other[begin : len(other) - end])
    anchors = [(at + begin, other_at + begin) for at, other_at in inside]
    edges = [(begin, begin), *anchors, (len(one) - end, len(other) - end)]
    for (first, other_first), (last, other_last) in pairwise(edges):
        for change in _between(one, other, Change(first, last, other_first, other_last)):
            if found and found[-1].last == change.first and found[-1].other_last == change.other_first:
                before = found.pop()
                change = Change(before.first, change.last, before.other_first, change.other_last)  # noqa: PLW2901 - joined with the one before
            found.append(change)
    return found


def _alike(one: Sequence[str], other: Sequence[str]) -> tuple[int, int]:
    """Return how many words are the same at the beginning, and how many of the rest at the end."""
    shorter = min(len(one), len(other))
    begin = next((at for at in range(shorter) if one[at] != other[at]), shorter)
    end = next((at for at in range(shorter - begin) if one[-1 - at] != other[-1 - at]), shorter - begin)
    return begin, end


def _between(one: Sequence[str], other: Sequence[str], part: Change) -> Iterator[Change]:
    ours, theirs = one[part.first : part.last], other[part.other_first : part.other_last]
    if not ours and not theirs:
        return
    if len(ours) * len(theirs) > _MOST_CELLS or not ours or not theirs:
        yield part
        return
    for kind, a, b, c, d in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if kind != "equal":
            yield Change(part.first + a, part.first + b, part.other_first + c, part.other_first + d)


def _anchors(one: Sequence[str], other: Sequence[str]) -> list[tuple[int, int]]:
    """Return places that surely belong together: the longest rising chain of stretches that are in both once."""
    ours, theirs = _once(one), _once(other)
    pairs = sorted((at, theirs[stretch]) for stretch, at in ours.items() if stretch in theirs)
    return _longest_rising(pairs)


def _once(words: Sequence[str]) -> dict[tuple[str, ...], int]:
    places: dict[tuple[str, ...], int] = {}
    again: set[tuple[str, ...]] = set()
    for at in range(len(words) - _SIZE + 1):
        stretch = tuple(words[at : at + _SIZE])
        if stretch in places:
            again.add(stretch)
        places[stretch] = at
    return {stretch: at for stretch, at in places.items() if stretch not in again}


def _longest_rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest part of pairs, sorted by their first, whose second rises too."""
    tails: list[int] = []  # the least second that ends a chain of each length
    ends: list[int] = []
    before: list[int] = []
    for index, (_, second) in enumerate(pairs):
        length = bisect_left(tails, second)
        before.append(ends[length - 1] if length else -1)
        if length == len(tails):
            tails.append(second)
            ends.append(index)
        else:
            tails[length], ends[length] = second, index
    chain: list[tuple[int, int]] = []
    at = ends[-1] if ends else -1
    while at >= 0:
        chain.append(pairs[at])
        at = before[at]
    return chain[::-1]
