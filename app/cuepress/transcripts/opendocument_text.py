"""The text of an OpenDocument part in reading order: paragraphs, lists, tables, frames, and what is not speech.

ODF 1.3 part 3, clauses 5 (text), 6 (fields and notes), 9 (tables) and 14.1 (annotations).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from odfdo import Element

from cuepress.model import UnspokenKind
from cuepress.transcripts.blocks import Block, BlockKind, Run
from cuepress.transcripts.looks import SAYS_NOTHING, Look, lines, merged
from cuepress.transcripts.marks import is_note_mark
from cuepress.transcripts.opendocument_styles import Styles, attribute, child

_WHITE_SPACE = re.compile(r"[ \t\r\n]+")
_MAX_SPACES = 200
_MAX_COLUMNS = 63

# Block-level elements that hold no text, or hold it for other purposes than to be read in place.
_NO_TEXT = frozenset(
    {
        "text:tracked-changes",
        "text:sequence-decls",
        "text:variable-decls",
        "text:user-field-decls",
        "text:dde-connection-decls",
        "text:alphabetical-index-auto-mark-file",
        "office:forms",
        "office:event-listeners",
        "office:annotation-end",
        "svg:title",
        "svg:desc",
        "table:table-columns",
        "table:table-column",
        "draw:image",
        "draw:object",
        "draw:object-ole",
        "draw:plugin",
        "text:ruby-text",
        "text:note-citation",
        "text:label",
    }
)
_INDEXES = frozenset(
    f"text:{name}"
    for name in (
        "table-of-content",
        "illustration-index",
        "table-index",
        "object-index",
        "user-index",
        "alphabetical-index",
        "bibliography",
    )
)
_UNSPOKEN_INLINE: dict[str, UnspokenKind] = {
    "text:page-number": "page-number",
    "text:page-count": "page-number",
    "text:note-ref": "footnote",
    "text:placeholder": "hidden",
    "text:script": "metadata",
}


@dataclass(slots=True)
class _Paragraph:
    """A paragraph while it is being read."""

    look: Look = SAYS_NOTHING
    runs: list[Run] = field(default_factory=list)
    page: int = 0
    frames: list[Element] = field(default_factory=list)
    is_hidden: bool = False


class PartText:
    """The text of one part; call ``blocks`` with the element that holds it."""

    def __init__(self, styles: Styles) -> None:
        self.languages: Counter[str] = Counter()
        self._styles = styles
        self._page = 1
        self._is_fresh_page = True
        self._paragraph = _Paragraph()
        self._deleted: dict[str, str] = {}

    def blocks(
        self, parent: Element, unspoken: UnspokenKind | None = None, kind: BlockKind = "paragraph"
    ) -> list[Block]:
        """Return all blocks in ``parent``, in order; ``kind`` is that of its ordinary paragraphs."""
        found: list[Block] = []
        for element in parent.children:
            tag = element.tag
            if tag in {"text:p", "text:h"}:
                found += self._read_paragraph(element, unspoken, kind)
            elif tag == "text:soft-page-break":
                self._break_page()
            elif tag == "text:tracked-changes":
                self._deleted = dict(self._deletions(element))
            elif tag == "text:list":
                found += self.blocks(element, unspoken, "list-item")
            elif tag == "table:table":
                gap = [Block(page=self._page)] if found and found[-1].kind == "row" else []
                found += [*gap, *self._table(element, unspoken)]  # two tables, not one with rows of two kinds
            elif tag == "office:annotation":
                found.append(Block(runs=(Run(self._comment(element), unspoken="comment"),), page=self._page))
            elif tag not in _NO_TEXT:
                found += self.blocks(element, unspoken or _section_unspoken(element), kind)
        return found

    def _read_paragraph(self, element: Element, unspoken: UnspokenKind | None, kind: BlockKind) -> list[Block]:
        style = self._styles.get("paragraph", attribute(element, "text:style-name"))
        if style.starts_page:
            self._break_page()
        outer, self._paragraph = self._paragraph, _Paragraph(style.look)
        self._inline(element, style.look, unspoken)
        done, self._paragraph = self._paragraph, outer
        if style.kind != "paragraph" or element.tag == "text:h":
            kind = style.kind if style.kind != "paragraph" else "heading"
        runs = (
            [replace(run, unspoken=run.unspoken or "hidden") for run in done.runs] if done.is_hidden else done.runs
        )
        block = Block(kind, tuple(merged(runs)), page=done.page or self._page)
        return [block, *(inner for frame in done.frames for inner in self.blocks(frame, unspoken))]

    def _break_page(self) -> None:
        if not self._is_fresh_page:
            self._page += 1
            self._is_fresh_page = True

    def _inline(self, parent: Element, look: Look, unspoken: UnspokenKind | None) -> None:
        """Read mixed content: the text before each child, the child, the text behind it."""
        self._add(_collapsed(parent.text), look, unspoken)
        for element in parent.children:
            self._inline_element(element, look, unspoken)
            self._add(_collapsed(element.tail or ""), look, unspoken)

    def _inline_element(self, element: Element, look: Look, unspoken: UnspokenKind | None) -> None:
        tag = element.tag
        if tag == "text:span":
            own = self._styles.get("text", attribute(element, "text:style-name")).look
            self._inline(element, own.over(look), unspoken)
        elif tag in {"text:s", "text:tab", "text:line-break"}:
            self._add(_space(element), look, unspoken)
        elif tag == "text:soft-page-break":
            self._break_page()
        elif tag.startswith("draw:"):
            self._paragraph.frames.append(element)
        elif tag == "text:hidden-paragraph":
            self._paragraph.is_hidden = attribute(element, "text:is-hidden") == "true"
        elif tag == "text:ruby":
            self._ruby(element, look, unspoken)
        elif tag in {"text:note", "office:annotation", "text:change", "text:hidden-text"}:
            self._aside(element)
        elif tag not in _NO_TEXT:
            self._inline(element, look, unspoken or _UNSPOKEN_INLINE.get(tag))

    def _aside(self, element: Element) -> None:
        """Read what stands in the text and is no part of it."""
        if element.tag == "text:note":
            self._add_unspoken(self._note(element), "footnote")
        elif element.tag == "office:annotation":
            self._add_unspoken(self._comment(element), "comment")
        elif element.tag == "text:change":
            self._add_unspoken(self._deleted.pop(attribute(element, "text:change-id"), ""), "deleted")
        else:
            self._add_unspoken(attribute(element, "text:string-value") or element.text, "hidden")

    def _ruby(self, element: Element, look: Look, unspoken: UnspokenKind | None) -> None:
        for part in element.children:
            if part.tag == "text:ruby-base":
                self._inline(part, look, unspoken)
            elif part.tag == "text:ruby-text":
                self._add_unspoken(part.text, "note")

    def _add_unspoken(self, text: str, kind: UnspokenKind) -> None:
        if text:
            self._paragraph.runs.append(Run(text, unspoken=kind))

    def _add(self, text: str, look: Look, unspoken: UnspokenKind | None) -> None:
        if not text:
            return
        if not text.isspace():
            self._is_fresh_page = False
            self._paragraph.page = self._paragraph.page or self._page
        kind = unspoken or self._unspoken_by_look(text, look)
        if kind is None:
            self.languages[look.language_of(text)] += len(text)
        self._paragraph.runs.append(Run(text, bool(look.is_bold), bool(look.is_italic), kind))

    def _unspoken_by_look(self, text: str, look: Look) -> UnspokenKind | None:
        if look.is_hidden:
            return "hidden"
        if look.is_struck:
            return "deleted"
        if look.unspoken:
            return look.unspoken
        before = "".join(run.text for run in self._paragraph.runs[-3:] if run.unspoken is None)
        return "footnote" if look.is_raised and is_note_mark(text, before=before) else None

    def _note(self, note: Element) -> str:
        citation, body = child(note, "text:note-citation"), child(note, "text:note-body")
        parts = [citation.text if citation is not None else "", self._apart(body) if body is not None else ""]
        return " ".join(part for part in parts if part)

    def _comment(self, annotation: Element) -> str:
        author = child(annotation, "dc:creator")
        text = self._apart(annotation)
        return f"{author.text}: {text}" if author is not None and author.text and text else text

    def _apart(self, element: Element) -> str:
        """Return the text of a note, comment or deletion as one line, leaving pages and languages alone."""
        blocks = PartText(self._styles).blocks(element)
        runs = [run for block in blocks for part in (block.runs, *block.cells) for run in (*part, Run(" "))]
        return " ".join("".join(run.text for run in runs).split())

    def _deletions(self, changes: Element) -> Iterator[tuple[str, str]]:
        """Yield id and text of what tracked changes took out; OpenDocument keeps it aside, not in place."""
        for region in changes.children:
            for change in region.children:
                if change.tag == "text:deletion":
                    name = attribute(region, "text:id") or attribute(region, "xml:id")
                    yield name, self._apart(change)

    def _table(self, table: Element, unspoken: UnspokenKind | None) -> list[Block]:
        """Read a table: a row per block; a table of one column is only a frame around its text."""
        rows = [list(_cells(row)) for row in _rows(table)]
        if all(len(cells) <= 1 for cells in rows):
            return [block for cells in rows for cell, _span in cells for block in self.blocks(cell, unspoken)]
        return [block for cells in rows for block in self._row(cells, unspoken)]

    def _row(self, cells: list[tuple[Element, int]], unspoken: UnspokenKind | None) -> Iterator[Block]:
        page = self._page
        columns: list[tuple[Run, ...]] = []
        inner: list[Block] = []
        for cell, width in cells:
            blocks = self.blocks(cell, unspoken)
            inner += [block for block in blocks if block.kind == "row"]
            columns.append(tuple(lines([block.runs for block in blocks if block.kind != "row"])))
            columns += [()] * (width - 1)
        if any(columns):
            yield Block("row", cells=tuple(columns[:_MAX_COLUMNS]), page=page)
        yield from inner


def _collapsed(text: str) -> str:
    """White space in the XML is one space; more than one is written ``text:s``."""
    return _WHITE_SPACE.sub(" ", text)


def _space(element: Element) -> str:
    if element.tag == "text:line-break":
        return "\n"
    if element.tag == "text:tab":
        return "\t"
    count = attribute(element, "text:c")
    return " " * (min(int(count), _MAX_SPACES) if count.isdecimal() else 1)


def _section_unspoken(element: Element) -> UnspokenKind | None:
    if element.tag in _INDEXES:
        return "navigation"
    if element.tag != "text:section":
        return None
    display = attribute(element, "text:display")
    is_hidden = display == "none" or (display == "condition" and attribute(element, "text:is-hidden") == "true")
    return "hidden" if is_hidden else None


def _rows(table: Element) -> Iterator[Element]:
    for element in table.children:
        if element.tag == "table:table-row":
            yield element
        elif element.tag.startswith(("table:table-header-rows", "table:table-rows", "table:table-row-group")):
            yield from _rows(element)


def _cells(row: Element) -> Iterator[tuple[Element, int]]:
    """Yield each cell with the number of columns that it stands for."""
    for cell in row.children:
        if cell.tag in {"table:table-cell", "table:covered-table-cell"}:
            repeated = attribute(cell, "table:number-columns-repeated")
            yield cell, min(int(repeated), _MAX_COLUMNS) if repeated.isdecimal() else 1
