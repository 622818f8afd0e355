"""Two languages of a video side by side: rows of cues that say the same.

A row is as short as can be without parting a sentence from its translation. Which cues say the same is told by the
sentences of the manifest; of cues for which it tells none, those say the same that are shown at the same time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise
from pathlib import Path

from cuepress import files, manifest
from cuepress.errors import LibraryError
from cuepress.files import shown
from cuepress.library import MAX_MANIFEST_BYTES
from cuepress.manifest import Manifest
from cuepress.model import Cue
from cuepress.web import sidebyside
from cuepress.web.paragraphs import Line, Paragraph
from cuepress.web.shelf import Stamp, stamp

Side = tuple[tuple[str, Line], ...]
"""The lines of a row in one language, each with the voice that begins with it, or nothing."""

_NONE: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """What says the same in two languages; a side is empty where a language leaves it out.

    ``begins`` says that a paragraph of the first language begins here.
    """

    first: Side
    second: Side
    begins: bool = False

    @property
    def start_ms(self) -> int:
        """When it is said: in the first language, which the reader has chosen, where that has it."""
        return (self.first or self.second)[0][1].start_ms


def held(path: Path | None, tracks: Sequence[tuple[str, tuple[Cue, ...]]]) -> list[list[tuple[str, ...]]]:
    """Return for each track (language tag, cues) and cue the sentences that it holds, as the manifest tells.

    Empty where there is no manifest, or it cannot be read, or knows nothing of a language.
    """
    made = _read(path, stamp(path)) if path else None
    if made is None:
        return [[_NONE] * len(cues) for _, cues in tracks]
    records = [made.tracks.get(tag) for tag, _ in tracks]
    return [
        sidebyside.held_by(record, cues) if record else [_NONE] * len(cues)
        for record, (_, cues) in zip(records, tracks, strict=True)
    ]


@lru_cache(maxsize=2)  # the words of an hour in ten languages are large; two are enough to go through one video
def _read(path: Path, _stamp: Stamp) -> Manifest | None:
    try:
        return manifest.parse(
            files.read_bytes(path, error=LibraryError, max_bytes=MAX_MANIFEST_BYTES), where=shown(path)
        )
    except LibraryError:  # the page says so where it tells how the captions were made
        return None


def make_rows(
    first: Sequence[Paragraph],
    second: Sequence[Paragraph],
    sentences: Sequence[Sequence[tuple[str, ...]]] = (),
) -> list[Row]:
    """Put the paragraphs of two languages side by side.

    ``sentences`` are, for each language, the ids of those that each of its lines holds; lines without any are put
    together by their times. Every line is in one row, in its order.
    """
    sides = [_side(each) for each in (first, second)]
    ids = list(sentences) or [[_NONE] * len(side) for side in sides]
    beginnings = {paragraph.lines[0].number for paragraph in first}
    return [
        Row(sides[0][a:b], sides[1][c:d], a < b and sides[0][a][1].number in beginnings)
        for (a, c), (b, d) in pairwise(_cuts(sides[0], sides[1], ids))
    ]


def _side(paragraphs: Sequence[Paragraph]) -> Side:
    return tuple((each.voice if line is each.lines[0] else "", line) for each in paragraphs for line in each.lines)


def _cuts(first: Side, second: Side, ids: Sequence[Sequence[tuple[str, ...]]]) -> Iterator[tuple[int, int]]:
    """Yield how many lines of either side stand before each row, and at the end.

    A cut parts no group. Lines of the second side that are in none stand in a row of their own, at their time.
    """
    groups = [*_by_sentence(ids), *_by_time(first, second, ids)]
    lowest, highest = _reach(groups, len(first), len(second))
    is_whole = [
        _is_whole([group[side] for group in groups], len(each)) for side, each in enumerate((first, second))
    ]
    last = (-1, 0)
    for at in range(len(first) + 1):
        low, high = max(lowest[at], last[1]), highest[at]
        must = at == len(first) or lowest[at + 1] > lowest[at]  # the next line belongs to one of the second side
        for place in (low, high):
            is_early = place > low and not must and first[at][1].start_ms < second[low][1].start_ms
            is_free = low <= place <= high and is_whole[0][at] and is_whole[1][place] and not is_early
            if is_free and (at, place) != last:
                last = (at, place)
                yield last


_Group = tuple[list[int], list[int]]
"""The lines of either side that say the same, by their places."""


def _by_sentence(ids: Sequence[Sequence[tuple[str, ...]]]) -> list[_Group]:
    groups: dict[str, _Group] = {}
    for side, each in enumerate(ids):
        for at, names in enumerate(each):
            for name in names:
                groups.setdefault(name, ([], []))[side].append(at)
    return list(groups.values())


def _by_time(first: Side, second: Side, ids: Sequence[Sequence[tuple[str, ...]]]) -> Iterator[_Group]:
    """Yield pairs of lines that share most of the shorter one's time, unless their sentences are known."""
    begin = 0
    for at, (_, line) in enumerate(first):
        while begin < len(second) and second[begin][1].end_ms <= line.start_ms:
            begin += 1
        for other in range(begin, len(second)):
            facing = second[other][1]
            if facing.start_ms >= line.end_ms:
                break
            shared_ms = min(line.end_ms, facing.end_ms) - max(line.start_ms, facing.start_ms)
            shorter_ms = min(line.end_ms - line.start_ms, facing.end_ms - facing.start_ms)
            if 2 * shared_ms >= shorter_ms and not (ids[0][at] and ids[1][other]):
                yield [at], [other]


def _reach(groups: Sequence[_Group], n_first: int, n_second: int) -> tuple[list[int], list[int]]:
    """Return for each place of the first side the first and the last place of the second that may face it."""
    lowest, highest = [0] * (n_first + 1), [n_second] * (n_first + 1)
    for here, there in groups:
        if here and there:
            first, last = min(here), max(here)
            lowest[first + 1] = max(lowest[first + 1], *(each + 1 for each in there))
            highest[last] = min(highest[last], *there)
    return list(accumulate(lowest, max)), list(accumulate(reversed(highest), min))[::-1]


def _is_whole(groups: Sequence[Sequence[int]], n_lines: int) -> list[bool]:
    """Tell for each place of a side whether a cut there parts no group."""
    opened = [0] * (n_lines + 1)
    for group in groups:
        if group:
            opened[min(group)] += 1
            opened[max(group)] -= 1
    return [True, *(not depth for depth in accumulate(opened))][: n_lines + 1]
