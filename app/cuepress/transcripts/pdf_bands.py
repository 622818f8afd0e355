"""Lines -> bands: where a page has one column of text, several, or a table; and the rows of a table.

A band is a run of lines that leave the same vertical strip free. What stands on both sides of the strip are
columns of text, if both are dense and their paragraphs do not begin at the same heights; otherwise it is a table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from cuepress.transcripts.pdf_lines import Line, segments, to_lines, usual_leading
from cuepress.transcripts.pdf_words import Rule, Word

_Strip = tuple[float, float]

_MIN_GAP = 0.9  # of the size: wider than a space in justified text, narrower than a gutter
_MIN_STRIP = 0.45  # what is left of a gap when lines of different lengths overlap it
_MIN_ROWS = 2
_ROW_GAP = 1.25  # of the leading inside a cell
_DENSE = 0.7  # of a column's width, filled by its usual line
_MIN_COLUMN_LINES = 5
_MIN_COLUMN_CHARACTERS = 18


@dataclass(frozen=True, slots=True)
class Band:
    """Consecutive lines and the edges (left to right) between its columns; no edges: one column."""

    lines: tuple[Line, ...]
    edges: tuple[float, ...] = ()


def to_bands(lines: Sequence[Line], rules: Sequence[Rule]) -> list[Band]:
    """Divide a page, top to bottom."""
    bands: list[Band] = []
    plain: list[Line] = []
    index = 0
    while index < len(lines):
        end, edges = _band_at(lines, index, rules)
        if edges:
            start = _begin_above(plain, edges, lines[index])
            if plain[:start]:
                bands.append(Band(tuple(plain[:start])))
            bands.append(Band((*plain[start:], *lines[index:end]), edges))
            plain, index = [], end
        else:
            plain.append(lines[index])
            index += 1
    return [*bands, Band(tuple(plain))] if plain else bands


def _begin_above(plain: Sequence[Line], edges: tuple[float, ...], first: Line) -> int:
    """Return where a band really begins: cells may be set lower than the first line of their row."""
    start = len(plain)
    below = first
    while start and _column_of(plain[start - 1].x0, edges) == _column_of(plain[start - 1].x1, edges):
        line = plain[start - 1]
        if below.base - line.base > 1.35 * line.size or _column_of(line.x0, edges) == 0:
            break
        start, below = start - 1, line
    return start


def _band_at(lines: Sequence[Line], start: int, rules: Sequence[Rule]) -> tuple[int, tuple[float, ...]]:
    """Return the end of the band that begins at ``start`` and its edges; no edges if none begins there."""
    strips = _gaps(lines[start], rules)
    n_parted, end, last_parted = len(strips[:1]), start + 1, start
    while strips and end < len(lines):
        line = lines[end]
        if line.base - lines[end - 1].base > 6 * line.size:
            break
        own = _gaps(line, rules)
        left = [piece for strip in strips for piece in _free(strip, line, own) if _is_wide(piece, line, rules)]
        if not left:
            break
        if any(_parts(line, strip) for strip in left):
            n_parted, last_parted = n_parted + 1, end
        strips, end = left, end + 1
    if n_parted < _MIN_ROWS:
        return start + 1, ()
    end = _end_below(lines, last_parted + 1, end, strips)
    edges = _edges(lines[start:end], rules)
    return (end, edges) if edges else (start + 1, ())


def _end_below(lines: Sequence[Line], end: int, limit: int, strips: Sequence[_Strip]) -> int:
    """Take in lines below the last parted one while they go on in the cell above them."""
    while end < limit and lines[end].base - lines[end - 1].base < 1.6 * lines[end].size:
        if lines[end].x0 < strips[-1][0]:
            break
        end += 1
    return end


def _gaps(line: Line, rules: Sequence[Rule]) -> list[_Strip]:
    cuts = [rule.x0 for rule in rules if rule.x1 - rule.x0 < 3 and rule.top - 2 < line.base < rule.bottom + 2]
    parts = list(segments(line, min_gap=_MIN_GAP * line.size, cuts=cuts))
    return [(before[1], after[0]) for before, after in pairwise(parts)]


def _free(strip: _Strip, line: Line, gaps: Sequence[_Strip]) -> list[_Strip]:
    """Return what of a strip a line leaves free: in its gaps, or before and behind it."""
    spaces = [(-1.0, line.x0), *gaps, (line.x1, 1e6)]
    return [(max(strip[0], a), min(strip[1], b)) for a, b in spaces if min(strip[1], b) > max(strip[0], a)]


def _is_wide(strip: _Strip, line: Line, rules: Sequence[Rule]) -> bool:
    is_ruled = any(strip[0] - 1 <= rule.x0 <= strip[1] + 1 and rule.x1 - rule.x0 < 3 for rule in rules)
    return strip[1] - strip[0] > (0.1 if is_ruled else _MIN_STRIP * line.size)


def _parts(line: Line, strip: _Strip) -> bool:
    return line.x0 < strip[0] + 0.5 and line.x1 > strip[1] - 0.5


def _edges(lines: Sequence[Line], rules: Sequence[Rule]) -> tuple[float, ...]:
    """Return the middles of the strips that every line leaves free and that at least two lines use."""
    taken: list[_Strip] = []
    for line in lines:
        gaps = _gaps(line, rules)
        taken += zip([line.x0, *(gap[1] for gap in gaps)], [*(gap[0] for gap in gaps), line.x1], strict=True)
    merged: list[_Strip] = []
    for start, end in sorted(taken):
        if merged and start <= merged[-1][1] + 0.1:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    strips = [(before[1], after[0]) for before, after in pairwise(merged)]
    used = [strip for strip in strips if sum(_parts(line, strip) for line in lines) >= _MIN_ROWS]
    return tuple((strip[0] + strip[1]) / 2 for strip in used)


def _column_of(x: float, edges: Sequence[float]) -> int:
    return sum(x > edge for edge in edges)


def columns(band: Band) -> list[list[Line]]:
    """Return the lines of each column, left to right."""
    words: list[list[Word]] = [[] for _ in range(len(band.edges) + 1)]
    for line in band.lines:
        for word in line.words:
            words[_column_of((word.x0 + word.x1) / 2, band.edges)].append(word)
    return [to_lines(column) for column in words]


def is_text_in_columns(parts: Sequence[Sequence[Line]], rules: Sequence[Rule]) -> bool:
    """Tell columns as in a newspaper from the columns of a table."""
    if any(len(lines) < _MIN_COLUMN_LINES for lines in parts) or len(_rules_across(parts, rules)) > 1:
        return False
    counts = [len(lines) for lines in parts]
    if min(counts) < 0.5 * max(counts) or any(not _is_dense(lines) for lines in parts):
        return False
    breaks = [set(_breaks(lines)) for lines in parts]
    shared = sum(any(abs(one - other) < 3 for other in breaks[1]) for one in breaks[0])
    return shared < 2 or shared * 2 < len(breaks[0])


def _is_dense(lines: Sequence[Line]) -> bool:
    width = max(line.x1 for line in lines) - min(line.x0 for line in lines)
    usual = median(line.x1 - line.x0 for line in lines)
    return usual > _DENSE * width and median(len(line.text) for line in lines) >= _MIN_COLUMN_CHARACTERS


def _breaks(lines: Sequence[Line]) -> list[float]:
    leading = usual_leading(lines)
    return [after.base for before, after in pairwise(lines) if after.base - before.base > _ROW_GAP * leading]


def _rules_across(parts: Sequence[Sequence[Line]], rules: Sequence[Rule]) -> list[float]:
    """Return the heights of horizontal rules between the lines of a table."""
    lines = [line for part in parts for line in part]
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    top, bottom = min(line.base for line in lines), max(line.base for line in lines)
    heights: dict[int, float] = {}
    for rule in rules:
        if rule.bottom - rule.top < 3 and top < rule.top < bottom:
            heights[round(rule.top / 2)] = heights.get(round(rule.top / 2), 0.0) + (rule.x1 - rule.x0)
    return sorted(2.0 * height for height, length in heights.items() if length > 0.6 * (right - left))


def rows(parts: Sequence[Sequence[Line]], rules: Sequence[Rule]) -> list[list[list[Line]]]:
    """Divide a table into rows: by its rules, by wider gaps, or by where its sparsest column has text."""
    ruled = _rules_across(parts, rules)
    by_rules = _divided(parts, ruled)
    if len(ruled) > 1 and all(any(row) for row in by_rules):
        return by_rules
    heights = sorted({round(line.base, 1) for part in parts for line in part})
    steps = [after - before for before, after in pairwise(heights) if after - before > 2]
    starts = _wide_steps(heights, min(steps)) if steps else []
    by_gaps = _divided(parts, starts)
    anchors = min((part for part in parts if part), key=len)
    if _each_has_one_anchor(by_gaps, parts.index(anchors)):
        return by_gaps
    return _divided(parts, [line.base - 0.7 * line.size for line in anchors[1:]])


def _wide_steps(heights: Sequence[float], leading: float) -> list[float]:
    """Return heights between rows: in the middle of every step that is wider than a line's."""
    return [(before + after) / 2 for before, after in pairwise(heights) if after - before > _ROW_GAP * leading]


def _each_has_one_anchor(table: Sequence[Sequence[Sequence[Line]]], column: int) -> bool:
    """Tell whether rows are rows: nearly all have something in the sparsest column, and few have much."""
    filled = sum(bool(row[column]) for row in table)
    return len(table) > 1 and filled * 10 >= 8 * len(table)


def _divided(parts: Sequence[Sequence[Line]], heights: Sequence[float]) -> list[list[list[Line]]]:
    """Divide columns at these heights; the first row begins at the top."""
    limits = [*heights, float("inf")]
    table: list[list[list[Line]]] = [[[] for _ in parts] for _ in limits]
    for column, lines in enumerate(parts):
        for line in lines:
            number = next(index for index, limit in enumerate(limits) if line.base - 0.3 * line.size < limit)
            table[number][column].append(line)
    return [row for row in table if any(row)]
