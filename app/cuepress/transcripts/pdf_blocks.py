"""Bands -> blocks: paragraphs by gap, indent and short lines; table rows; footnotes; line numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from cuepress.transcripts.blocks import Block, BlockKind, Run
from cuepress.transcripts.looks import merged
from cuepress.transcripts.pdf_bands import Band, columns, is_text_in_columns, rows, to_bands
from cuepress.transcripts.pdf_lines import Line, to_lines, usual_leading
from cuepress.transcripts.pdf_words import Page, Rule, Word

_PARAGRAPH_GAP = 1.3  # of the usual leading
_INDENT = 0.8  # of the size
_HEADING = 1.18  # of the body's size
_FOOTNOTE = 0.9  # of the body's size
_NOTE_START = re.compile(r"[\[(]?(?:\d{1,3}|[*†‡§])[\])]?[\s.]*\S")
_BULLET = re.compile(r"[•●○◦▪■–‣·\uf0b7](?:\s+|$)")
_MIN_NUMBERED_LINES, _MAX_NUMBERED_LINES = 5, 120


def body_size(pages: Sequence[Page]) -> float:
    """Return the size that most of the text has."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for word in page.words:
            sizes[word.size] += len(word.text)
    return sizes.most_common(1)[0][0] if sizes else 10.0


def page_blocks(page: Page, *, usual_size: float) -> list[Block]:
    """Return the blocks of a page in reading order."""
    numbers = _line_numbers(page.words)
    is_number = {id(word) for word in numbers}
    lines = to_lines(word for word in page.words if id(word) not in is_number)
    blocks = [
        block for band in to_bands(lines, page.rules) for block in _band_blocks(band, page.rules, usual_size)
    ]
    blocks = _with_footnotes(blocks, usual_size)
    if numbers:
        margin = " ".join(word.text for word in numbers)
        blocks.append((Block(runs=(Run(margin, unspoken="line-number"),)), usual_size))
    return [replace(block, page=page.number, is_wrapped=True) for block, _size in blocks]


_Sized = tuple[Block, float]


def _band_blocks(band: Band, rules: Sequence[Rule], usual_size: float) -> Iterator[_Sized]:
    if not band.edges:
        yield from _paragraphs(band.lines, usual_size)
        return
    parts = columns(band)
    if any(line.is_right_to_left for line in parts[-1]):
        parts = parts[::-1]
    if is_text_in_columns(parts, rules):
        for part in parts:
            yield from _paragraphs(part, usual_size)
        return
    for row in rows(parts, rules):
        cells = tuple(tuple(_joined(cell)) for cell in row)
        yield Block("row", cells=cells), usual_size


def _paragraphs(lines: Sequence[Line], usual_size: float) -> Iterator[_Sized]:
    if not lines:
        return
    leading = usual_leading(lines)
    left, right = min(line.x0 for line in lines), _right_edge(lines)
    is_hanging = _is_hanging(lines, left, right)
    paragraph = [lines[0]]
    for before, after in pairwise(lines):
        is_new = _is_set_apart(before, after, leading)
        if is_hanging:
            is_new = is_new or not _is_indented(after, left)
        if is_new or (not is_hanging and _is_ended(before, after, left, right)):
            yield _block(paragraph, usual_size)
            paragraph = []
        paragraph.append(after)
    yield _block(paragraph, usual_size)


def _right_edge(lines: Sequence[Line]) -> float:
    """Return where long lines end; one line that runs over does not count."""
    ends = sorted(line.x1 for line in lines)
    return ends[-1 - len(ends) // 20]


def _is_indented(line: Line, left: float) -> bool:
    return line.x0 - left > _INDENT * line.size


def _is_hanging(lines: Sequence[Line], left: float, right: float) -> bool:
    """Tell a column in which paragraphs begin further left than they go on, as after ``Q.`` and ``A.``."""
    if any(line.is_right_to_left for line in lines):
        return False
    full = [
        (_is_indented(before, left), _is_indented(after, left))
        for before, after in pairwise(lines)
        if not _would_have_fit(after.words[0], room=right - before.x1, size=before.size)
    ]
    return full.count((True, True)) > full.count((False, False))


def _is_set_apart(before: Line, after: Line, leading: float) -> bool:
    """Tell whether a paragraph begins by a gap, another size or weight, or a bullet."""
    if after.base - before.base > _PARAGRAPH_GAP * leading or abs(after.size - before.size) > 0.12 * before.size:
        return True
    return before.is_bold != after.is_bold or bool(_BULLET.match(after.text))


def _is_ended(before: Line, after: Line, left: float, right: float) -> bool:
    """Tell whether a paragraph begins by an indent, or because the line before it stops short."""
    if after.is_right_to_left:
        return _would_have_fit(after.words[-1], room=before.x0 - left, size=before.size)
    if _is_indented(after, left) and before.x0 - left < 0.3 * after.size:
        return True
    return _would_have_fit(after.words[0], room=right - before.x1, size=before.size)


def _would_have_fit(word: Word, *, room: float, size: float) -> bool:
    """Tell whether a line was ended by its author: the next line's first word had room on it."""
    return word.x1 - word.x0 + 1.3 * size < room


def _block(lines: Sequence[Line], usual_size: float) -> _Sized:
    runs = list(_joined(lines))
    size = max(line.size for line in lines)
    kind: BlockKind = "paragraph"
    text = "".join(run.text for run in runs)
    if size > _HEADING * usual_size and len(text) < 200:
        kind = "heading"
    bullet = _BULLET.match(text)
    if bullet and len(runs[0].text) >= bullet.end():
        kind = "list-item"
        runs[0] = replace(runs[0], text=runs[0].text[bullet.end() :])
    return Block(kind, tuple(run for run in runs if run.text)), size


def _joined(lines: Sequence[Line]) -> Iterator[Run]:
    """Return the runs of lines, a typesetter's line break between them."""
    runs: list[Run] = []
    for line in lines:
        own = line.runs()
        if runs and own:
            own[0] = replace(own[0], text="\n" + own[0].text)
        runs += own
    yield from merged(runs)


def _with_footnotes(blocks: list[_Sized], usual_size: float) -> list[_Sized]:
    """Mark small text that ends a page and begins with a figure or star: it is the text of notes."""
    first = len(blocks)
    while first and (blocks[first - 1][1] <= _FOOTNOTE * usual_size or _is_page_number(blocks, first)):
        first -= 1
    notes = blocks[first:]
    start = next(
        (index for index, (block, _size) in enumerate(notes) if _NOTE_START.match(block.text)), len(notes)
    )
    marked = [
        (block, size) if size > _FOOTNOTE * usual_size or _is_figure(block) else (_as_note(block), size)
        for block, size in notes[start:]
    ]
    return [*blocks[:first], *notes[:start], *marked]


def _is_page_number(blocks: Sequence[_Sized], end: int) -> bool:
    return 0 < end == len(blocks) and _is_figure(blocks[end - 1][0])


def _is_figure(block: Block) -> bool:
    return bool(re.fullmatch(r"\W*\d{1,4}\W*", block.text))


def _as_note(block: Block) -> Block:
    return replace(block, runs=tuple(replace(run, unspoken="footnote") for run in block.runs))


def _line_numbers(words: Sequence[Word]) -> list[Word]:
    """Return figures that count the lines in a margin, as courts have them: all, or every fifth."""
    figures = [word for word in words if word.text.isdecimal() and len(word.text) <= 3]
    if len(figures) < _MIN_NUMBERED_LINES:
        return []
    others = [word for word in words if not word.text.isdecimal()]
    left, right = min((word.x0 for word in others), default=0.0), max((word.x1 for word in others), default=0.0)
    for margin in (
        [one for one in figures if one.x0 < left + 12],
        [one for one in figures if one.x1 > right - 12],
    ):
        if not _MIN_NUMBERED_LINES <= len(margin) <= _MAX_NUMBERED_LINES:
            continue
        apart = sorted((word for word in margin if _is_apart(word, words)), key=lambda word: word.base)
        steps = {int(after.text) - int(before.text) for before, after in pairwise(apart)}
        if len(apart) >= _MIN_NUMBERED_LINES and len(steps) == 1 and steps <= {1, 2, 5, 10}:
            return apart
    return []


def _is_apart(figure: Word, words: Sequence[Word]) -> bool:
    """Tell whether a figure is set off from the line that it counts."""
    level = [word for word in words if word is not figure and abs(word.base - figure.base) < 0.5 * figure.size]
    return all(max(word.x0 - figure.x1, figure.x0 - word.x1) > 0.5 * figure.size for word in level)
