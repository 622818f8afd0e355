"""The elements of a web page -> blocks: what begins a paragraph, what stands in a line, what is not speech."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from selectolax.lexbor import LexborNode

from cuepress.model import UnspokenKind
from cuepress.transcripts.blocks import Block, BlockKind, Run
from cuepress.transcripts.html_roles import is_bold, is_heading, is_italic, unspoken_kind
from cuepress.transcripts.html_tree import Weight, walk, words
from cuepress.transcripts.looks import merged
from cuepress.transcripts.marks import is_note_mark

_SILENT = words(
    "script style template svg object embed iframe canvas audio video head select datalist textarea map"
)
_BLOCKS = words(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption"
    " figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol p pre section summary"
    " table tbody td tfoot th thead tr ul"
)
_SPACE = re.compile(r"[ \t\r\n\f]+")  # not the no-break spaces
_TRIM = " \t\r\n\f"


@dataclass(slots=True)
class _Frame:
    """An open element and what holds inside it."""

    tag: str
    is_bold: bool = False
    is_italic: bool = False
    unspoken: UnspokenKind | None = None
    is_silent: bool = False
    is_inside: bool = False
    is_raised: bool = False
    is_preformatted: bool = False
    kind: BlockKind = "paragraph"


@dataclass(slots=True)
class _Row:
    """A table row, or a term with its description, while it is being read."""

    cells: list[tuple[Run, ...]] = field(default_factory=list)
    lines: list[Run] = field(default_factory=list)


class PageBlocks:
    """Builds the blocks of a page; everything outside ``main`` is navigation."""

    def __init__(self, main: LexborNode, weights: dict[int, Weight]) -> None:
        self.found: list[Block] = []
        self._main_id = main.mem_id
        self._weights = weights
        self._whole = weights.get(main.mem_id, Weight())
        self._frames: list[_Frame] = [_Frame("")]
        self._runs: list[Run] = []
        self._rows: list[_Row] = []
        self._tables: list[bool] = []

    def read(self, body: LexborNode) -> list[Block]:
        for event, node in walk(body):
            if event == "text":
                self._text(node.text_content or "")
            elif event == "start":
                self._start(node)
            else:
                self._end(node)
        self._flush()
        return self.found

    def _start(self, node: LexborNode) -> None:
        frame = self._frame(node)
        if frame.tag in _BLOCKS or frame.kind != self._frames[-1].kind:
            self._flush()
        self._frames.append(frame)
        if frame.is_silent:
            return
        if frame.tag == "br":
            self._line_break()
        elif frame.tag in {"table", "dl"}:
            if self.found and self.found[-1].kind == "row" and not self._rows:
                self.found.append(Block())  # two tables, not one with rows of two kinds
            self._tables.append(not self._rows and (frame.tag == "dl" or not self._is_layout(node)))
        elif frame.tag in {"tr", "dt"} and self._is_data_table():
            self._finish_row()
            self._rows.append(_Row())
        elif frame.tag == "dd" and self._is_data_table() and not self._rows:
            self._rows.append(_Row([()]))

    def _end(self, node: LexborNode) -> None:
        frame = self._frames[-1]
        if frame.tag in _BLOCKS:
            self._flush()
        if not frame.is_silent:
            self._end_of_table(frame, node)
        self._frames.pop()

    def _end_of_table(self, frame: _Frame, node: LexborNode) -> None:
        if self._is_data_table() and self._rows:
            if frame.tag in {"td", "th", "dt", "dd"}:
                self._finish_cell(_span(node))
            if frame.tag in {"tr", "dd", "dl"}:
                self._finish_row()
        if frame.tag in {"table", "dl"} and self._tables:
            self._tables.pop()

    def _frame(self, node: LexborNode) -> _Frame:
        outer = self._frames[-1]
        tag = node.tag or ""
        if tag in _SILENT or outer.is_silent:
            return replace(outer, tag=tag, is_silent=True)
        attributes = node.attributes
        is_inside = outer.is_inside or node.mem_id == self._main_id
        weight = self._weights.get(node.mem_id, Weight())
        unspoken = outer.unspoken or unspoken_kind(
            node, attributes, weight=weight, whole=self._whole, is_outside=not is_inside
        )
        if node.mem_id == self._main_id:
            unspoken = None
        kind: BlockKind = outer.kind
        if is_heading(tag, attributes):
            kind = "heading"
        elif tag == "li":
            kind = "list-item"
        return _Frame(
            tag,
            outer.is_bold or is_bold(tag, attributes),
            outer.is_italic or is_italic(tag, attributes),
            unspoken,
            is_inside=is_inside,
            is_raised=outer.is_raised or tag == "sup",
            is_preformatted=outer.is_preformatted or tag == "pre",
            kind=kind,
        )

    def _text(self, text: str) -> None:
        frame = self._frames[-1]
        if frame.is_silent:
            return
        if not frame.is_preformatted:
            text = _SPACE.sub(" ", text)
            if not self._runs or self._runs[-1].text.endswith((" ", "\n")):
                text = text.lstrip(" ")
        if text:
            self._runs.append(Run(text, frame.is_bold, frame.is_italic, self._reason(text, frame)))

    def _reason(self, text: str, frame: _Frame) -> UnspokenKind | None:
        if frame.unspoken or not frame.is_inside:
            return frame.unspoken or "navigation"
        before = "".join(run.text for run in self._runs[-3:] if run.unspoken is None)
        return "footnote" if frame.is_raised and is_note_mark(text, before=before) else None

    def _line_break(self) -> None:
        """End a line; two line breaks end a paragraph, as pages without paragraphs have them."""
        if self._runs and self._runs[-1].text.endswith("\n") and not self._rows:
            self._flush()
        elif self._runs:
            last = self._runs[-1]
            self._runs[-1] = replace(last, text=last.text.rstrip(" "))
            self._runs.append(replace(last, text="\n"))

    def _flush(self) -> None:
        """End the paragraph: it becomes a block, or a line of the cell that it stands in."""
        runs = _trimmed(list(merged(self._runs)))
        self._runs = []
        if not runs:
            return
        if self._rows:
            self._rows[-1].lines += [Run("\n"), *runs] if self._rows[-1].lines else runs
            return
        frame = self._frames[-1]
        self.found.append(Block(frame.kind, tuple(runs), is_wrapped=frame.is_preformatted))

    def _is_data_table(self) -> bool:
        return bool(self._tables) and self._tables[-1]

    def _is_layout(self, table: LexborNode) -> bool:
        """Tell a table that only arranges a page: one column, or cells with tables and headings of their own."""
        if (table.attributes.get("role") or "").lower() in {"presentation", "none"}:
            return True
        weight = self._weights.get(table.mem_id, Weight())
        if weight.tables or weight.headings:
            return True
        return not any(len(row.css("td, th")) > 1 for row in table.css("tr"))

    def _finish_cell(self, span: int) -> None:
        row = self._rows[-1]
        row.cells.append(tuple(row.lines))
        row.cells += [()] * (span - 1)
        row.lines = []

    def _finish_row(self) -> None:
        if not self._rows:
            return
        row = self._rows.pop()
        if row.lines:
            row.cells.append(tuple(row.lines))
        if any(row.cells):
            self.found.append(Block("row", cells=tuple(row.cells)))


def _span(cell: LexborNode) -> int:
    """Return the columns that a cell takes; the standard allows 1,000, no transcript has that many."""
    value = (cell.attributes.get("colspan") or "1").strip()
    return max(1, min(int(value), 63)) if value.isascii() and value.isdecimal() else 1


def _trimmed(runs: list[Run]) -> list[Run]:
    """Return runs without white space at the two ends of the paragraph."""
    while runs and not runs[0].text.strip(_TRIM):
        runs = runs[1:]
    while runs and not runs[-1].text.strip(_TRIM):
        runs = runs[:-1]
    if runs:
        runs = [replace(runs[0], text=runs[0].text.lstrip(_TRIM)), *runs[1:]]
        runs = [*runs[:-1], replace(runs[-1], text=runs[-1].text.rstrip(_TRIM))]
    return runs
