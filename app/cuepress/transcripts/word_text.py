"""The text of a Word part in reading order: paragraphs, tables, text boxes, and what of it is not speech.

A walk over the elements of WordprocessingML (ECMA-376 part 1, clause 17), since python-docx shows only part of
them: it has no tracked changes, fields, notes, text boxes or content controls.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cuepress.model import UnspokenKind
from cuepress.transcripts.blocks import Block, Run
from cuepress.transcripts.looks import Look, lines, merged
from cuepress.transcripts.marks import is_note_mark
from cuepress.transcripts.word_styles import Styles, W, is_on, look_of, value_of
from cuepress.transcripts.word_symbols import symbol

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_DELETED = frozenset({W + "del", W + "moveFrom"})
_PICTURES = frozenset({W + "drawing", W + "pict", W + "object"})
_CHARACTERS = {
    W + "tab": "\t",
    W + "ptab": "\t",
    W + "cr": "\n",
    W + "noBreakHyphen": "-",
    W + "softHyphen": "\u00ad",
}
_NOTES = {W + "footnoteReference": "footnotes", W + "endnoteReference": "endnotes"}
_FIELDS: dict[str, UnspokenKind] = {
    "TOC": "navigation",
    "INDEX": "navigation",
    "TOA": "navigation",
    "PAGE": "page-number",
    "NUMPAGES": "page-number",
    "SECTIONPAGES": "page-number",
    "NOTEREF": "footnote",
}

NoteReader = Callable[[str, str], str]
"""(part, id) -> the text of a note or comment; empty where there is none."""


@dataclass(slots=True)
class _Field:
    instruction: str = ""
    has_result: bool = False

    @property
    def unspoken(self) -> UnspokenKind | None:
        words = self.instruction.split()
        return _FIELDS.get(words[0].upper()) if words else None


@dataclass(slots=True)
class _Paragraph:
    """A paragraph while it is being read."""

    look: Look = field(default_factory=Look)
    runs: list[Run] = field(default_factory=list)
    page: int = 0
    boxes: list[Element] = field(default_factory=list)


class PartText:
    """The text of one part (body, header, footnotes …); call ``blocks`` with the element that holds it."""

    def __init__(self, styles: Styles, notes: NoteReader | None = None) -> None:
        self.languages: Counter[str] = Counter()
        self._styles = styles
        self._notes = notes
        self._note_numbers: Counter[str] = Counter()
        self._fields: list[_Field] = []
        self._page = 1
        self._is_fresh_page = True
        self._paragraph = _Paragraph()

    def blocks(self, parent: Element, unspoken: UnspokenKind | None = None) -> list[Block]:
        """Return all blocks in ``parent``, in order."""
        found: list[Block] = []
        carried: list[Run] = []
        for child in _children(parent):
            if child.tag == W + "p":
                block, boxes = self._read_paragraph(child, unspoken, carried)
                is_joined = child.find(f"{W}pPr/{W}rPr/{W}del") is not None
                carried = list(block.runs) if is_joined else []
                found += [] if is_joined else [block]
                found += [inner for box in boxes for inner in self.blocks(box, unspoken)]
            elif child.tag == W + "tbl":
                found += self._table(child, unspoken)
            else:
                found += self.blocks(
                    child, "deleted" if child.tag in _DELETED else unspoken or _sdt_unspoken(child)
                )
        return [*found, Block(runs=tuple(carried), page=self._page)] if carried else found

    def _read_paragraph(
        self, element: Element, unspoken: UnspokenKind | None, before: list[Run]
    ) -> tuple[Block, list[Element]]:
        """Read one paragraph; ``before`` is text whose own paragraph mark was deleted."""
        properties = element.find(W + "pPr")
        style = self._styles.paragraph_style(value_of(properties, "pStyle"))
        if style.starts_page or (properties is not None and bool(is_on(properties, "pageBreakBefore"))):
            self._break_page()
        outer, self._paragraph = self._paragraph, _Paragraph(style.look, [*before])
        self._inline(element, unspoken)
        # A page number never goes on in the next paragraph; a field that is not closed must not swallow the rest.
        self._fields = [one for one in self._fields if one.has_result and one.unspoken in {None, "navigation"}]
        done, self._paragraph = self._paragraph, outer
        if properties is not None and value_of(properties.find(W + "sectPr"), "type") != "continuous":
            self._break_page(only_if=properties.find(W + "sectPr") is not None)
        kind = style.kind
        if kind == "paragraph" and _is_in_list(properties):
            kind = "list-item"
        return Block(kind, tuple(merged(done.runs)), page=done.page or self._page), done.boxes

    def _break_page(self, *, only_if: bool = True) -> None:
        """Begin a new page unless nothing stands on this one yet: Word notes the same break in several ways."""
        if only_if and not self._is_fresh_page:
            self._page += 1
            self._is_fresh_page = True

    def _inline(self, parent: Element, unspoken: UnspokenKind | None) -> None:
        for child in _children(parent):
            if child.tag == W + "r":
                self._run(child, unspoken)
            elif child.tag in _DELETED:
                self._inline(child, "deleted")
            elif child.tag == W + "fldSimple":
                kind = _Field(child.get(W + "instr") or "").unspoken
                self._inline(child, unspoken or kind)
            elif child.tag == _MATH_TEXT:
                self._add(child.text or "", Look(), unspoken)
            elif child.tag == W + "ruby":
                self._ruby(child, unspoken)
            elif child.tag != W + "pPr":
                self._inline(child, unspoken or _sdt_unspoken(child))

    def _run(self, run: Element, unspoken: UnspokenKind | None) -> None:
        properties = run.find(W + "rPr")
        look = self._paragraph.look
        if properties is not None:
            named = self._styles.character_look(value_of(properties, "rStyle"))
            look = look_of(properties).over(named).over(look)
        has_own_mark = any(child.get(W + "customMarkFollows") in {"1", "true"} for child in run)
        self._run_content(run, look, unspoken or ("footnote" if has_own_mark else None))

    def _run_content(self, run: Element, look: Look, unspoken: UnspokenKind | None) -> None:
        for child in _children(run):
            tag = child.tag
            if tag in {W + "t", W + "delText"}:
                self._add(child.text or "", look, "deleted" if tag == W + "delText" else unspoken)
            elif tag in _CHARACTERS:
                self._add(_CHARACTERS[tag], look, unspoken)
            elif tag == W + "br":
                self._break(child, look, unspoken)
            elif tag == W + "sym":
                self._add(symbol(child.get(W + "font") or "", child.get(W + "char") or ""), look, unspoken)
            elif tag in _PICTURES or tag == _MC + "AlternateContent":
                self._paragraph.boxes += _text_boxes(child)
            else:
                self._run_mark(child, look, unspoken)

    def _run_mark(self, element: Element, look: Look, unspoken: UnspokenKind | None) -> None:
        """Read what stands in a run and is no text of its own: breaks, notes, comments, fields."""
        tag = element.tag
        if tag == W + "lastRenderedPageBreak":
            self._break_page()
        elif tag == W + "pgNum":
            self._add(str(self._page), look, "page-number")
        elif tag in _NOTES:
            self._note(_NOTES[tag], element)
        elif tag == W + "commentReference":
            self._add_unspoken(self._note_text("comments", element), "comment")
        elif tag in {W + "fldChar", W + "instrText"}:
            self._field_mark(element)
        elif tag == W + "ruby":
            self._ruby(element, unspoken)

    def _break(self, element: Element, look: Look, unspoken: UnspokenKind | None) -> None:
        if element.get(W + "type") == "page":
            self._break_page()
        self._add("\n", look, unspoken)

    def _field_mark(self, element: Element) -> None:
        """Follow a complex field: begin, instruction, separator, result, end."""
        if element.tag == W + "instrText":
            if self._fields:
                self._fields[-1].instruction += (element.text or "")[:200]
            return
        kind = element.get(W + "fldCharType")
        if kind == "begin":
            self._fields.append(_Field())
        elif kind == "separate" and self._fields:
            self._fields[-1].has_result = True
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _ruby(self, element: Element, unspoken: UnspokenKind | None) -> None:
        """Read annotated characters: the base is the text, the small reading above it a note."""
        for child in _children(element):
            if child.tag in {W + "rubyBase", W + "rt"}:
                self._inline(child, unspoken or ("note" if child.tag == W + "rt" else None))

    def _note(self, part: str, element: Element) -> None:
        self._note_numbers[part] += 1
        text = self._note_text(part, element)
        self._add_unspoken(f"{self._note_numbers[part]} {text}".strip(), "footnote")

    def _note_text(self, part: str, element: Element) -> str:
        return self._notes(part, element.get(W + "id") or "") if self._notes else ""

    def _add_unspoken(self, text: str, kind: UnspokenKind) -> None:
        if text:
            self._paragraph.runs.append(Run(text, unspoken=kind))

    def _add(self, text: str, look: Look, unspoken: UnspokenKind | None) -> None:
        """Append text to the paragraph, with the first reason that says that it is not speech."""
        if not text or any(not one.has_result for one in self._fields):
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
        by_field = next((one.unspoken for one in self._fields if one.unspoken), None)
        if by_field or look.unspoken:
            return by_field or look.unspoken
        before = "".join(run.text for run in self._paragraph.runs[-3:] if run.unspoken is None)
        return "footnote" if look.is_raised and is_note_mark(text, before=before) else None

    def _table(self, table: Element, unspoken: UnspokenKind | None) -> list[Block]:
        """Read a table: a row per block; a table of one column is only a frame around its text."""
        rows = list(_rows(table, unspoken))
        if all(len(cells) <= 1 for _row, cells, _why in rows):
            return [block for _row, cells, why in rows for cell in cells for block in self.blocks(cell, why)]
        return [block for row, cells, why in rows for block in self._row(row, cells, why)]

    def _row(self, row: Element, cells: list[Element], unspoken: UnspokenKind | None) -> Iterator[Block]:
        page = self._page
        columns: list[tuple[Run, ...]] = [()] * _number(value_of(row.find(W + "trPr"), "gridBefore"), 0)
        inner: list[Block] = []
        for cell in cells:
            blocks = self.blocks(cell, unspoken)
            inner += [block for block in blocks if block.kind == "row"]
            columns.append(tuple(lines([block.runs for block in blocks if block.kind != "row"])))
            columns += [()] * (_number(value_of(cell.find(W + "tcPr"), "gridSpan"), 1) - 1)
        if any(runs for runs in columns):
            yield Block("row", cells=tuple(columns), page=page)
        yield from inner


def _children(parent: Element) -> Iterator[Element]:
    """Yield child elements, of alternatives for newer and older programs the newer only."""
    for child in parent:
        if not isinstance(child.tag, str):
            continue
        if child.tag == _MC + "AlternateContent" and parent.tag != W + "r":
            yield from list(child)[:1]
        else:
            yield child


def _rows(
    table: Element, unspoken: UnspokenKind | None
) -> Iterator[tuple[Element, list[Element], UnspokenKind | None]]:
    """Yield each row with its cells, also from within content controls and tracked changes."""
    for child in _children(table):
        if child.tag == W + "tr":
            is_deleted = child.find(f"{W}trPr/{W}del") is not None
            yield child, list(_cells(child)), "deleted" if is_deleted else unspoken
        elif child.tag not in {W + "tblPr", W + "tblGrid"}:
            yield from _rows(child, "deleted" if child.tag in _DELETED else unspoken)


def _cells(row: Element) -> Iterator[Element]:
    for child in _children(row):
        if child.tag == W + "tc":
            yield child
        elif child.tag not in {W + "trPr", W + "tblPrEx"}:
            yield from _cells(child)


def _text_boxes(element: Element) -> Iterator[Element]:
    """Yield the text boxes in a drawing; Word writes each twice, for newer and for older programs."""
    if element.tag == W + "txbxContent":
        yield element
        return
    children = [child for child in element if isinstance(child.tag, str)]
    if element.tag == _MC + "AlternateContent":
        yield from next((boxes for child in children if (boxes := list(_text_boxes(child)))), [])
        return
    for child in children:
        yield from _text_boxes(child)


def _sdt_unspoken(element: Element) -> UnspokenKind | None:
    """Return why a content control is not speech: a table of contents, or "Click here to enter text"."""
    properties = element.find(W + "sdtPr")
    if properties is None:
        return None
    if properties.find(W + "showingPlcHdr") is not None:
        return "hidden"
    gallery = value_of(properties.find(W + "docPartObj"), "docPartGallery") or ""
    if gallery.startswith("Table of Contents"):
        return "navigation"
    return "page-number" if gallery.startswith("Page Numbers") else None


def _is_in_list(properties: Element | None) -> bool:
    numbering = None if properties is None else properties.find(W + "numPr")
    return numbering is not None and value_of(numbering, "numId") != "0"


def _number(text: str | None, default: int) -> int:
    """Return a count of columns; Word has at most 63."""
    return min(int(text), 63) if text is not None and text.isdecimal() else default
