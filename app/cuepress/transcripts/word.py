"""Word documents (``.docx``, ``.docm``, ``.dotx``) -> Document, by python-docx.

``word_package`` makes the package safe and lets python-docx open it, ``word_styles`` says what formatting means,
``word_text`` walks the text. Here the parts are put together.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from cuepress.transcripts.blocks import Block, Document, Run
from cuepress.transcripts.looks import main_language
from cuepress.transcripts.word_package import no_word_document, open_package
from cuepress.transcripts.word_styles import Styles, W
from cuepress.transcripts.word_text import PartText

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from lxml.etree import _Element as Element


def read(data: bytes, *, where: str) -> Document:
    """Read a Word document.

    Raises
    ------
    TranscriptError
        If it is damaged, locked with a password, or larger than any transcript.
    """
    from lxml import etree

    package = open_package(data, where=where)
    try:
        return _read(package, where)
    except etree.LxmlError as failure:  # a part that is loaded late is broken in a way that expat forgives
        raise no_word_document(where) from failure


def _read(package: WordDocument, where: str) -> Document:
    content = package.element.find(W + "body")
    if content is None:
        raise no_word_document(where)
    styles = Styles(package.styles.element)
    heads = _edges(package, styles, "header")
    feet = _edges(package, styles, "footer")
    body = PartText(styles, _Notes(package, styles).text)
    blocks = body.blocks(content)
    return Document(
        (*heads, *blocks, *feet),
        language=main_language(body.languages),
        title=_title(package),
    )


def _title(package: WordDocument) -> str:
    given = package.part.package.rels.values()
    if not any(one.reltype.endswith("/core-properties") for one in given):
        return ""  # python-docx would make some, and call every document "Word Document"
    try:
        return " ".join((package.core_properties.title or "").split())
    except (AttributeError, ValueError):  # the part is XML, but not the XML of properties
        return ""


def _parts(package: WordDocument, role: str) -> list[Element]:
    """Return the roots of the parts in a role such as ``header`` or ``footnotes``."""
    from docx.oxml.parser import parse_xml

    related = package.part.rels.values()
    return [parse_xml(one.target_part.blob) for one in related if one.reltype.endswith(f"/{role}")]


def _edges(package: WordDocument, styles: Styles, role: str) -> list[Block]:
    """Return what stands at the top or the bottom of the pages, once each, however many sections repeat it."""
    found: dict[str, Block] = {}
    for root in _parts(package, role):
        for block in PartText(styles).blocks(root):
            runs = block.runs or tuple(run for cell in block.cells for run in (*cell, Run(" ")))
            text = " ".join("".join(run.text for run in runs).split())
            if text:
                found.setdefault(text, Block(runs=tuple(_as_running_head(run) for run in runs)))
    return list(found.values())


def _as_running_head(run: Run) -> Run:
    return run if run.unspoken in {"deleted", "hidden"} else replace(run, unspoken="running-head")


class _Notes:
    """Footnotes, endnotes and comments by their id."""

    def __init__(self, package: WordDocument, styles: Styles) -> None:
        self._styles = styles
        self._elements = {
            (role, note.get(W + "id") or ""): note
            for role in ("footnotes", "endnotes", "comments")
            for root in _parts(package, role)
            for note in root
            if isinstance(note.tag, str)
        }

    def text(self, role: str, note_id: str) -> str:
        """Return a note's text as one line, once, empty where there is none; a comment begins with its author."""
        note = self._elements.pop((role, note_id), None)  # referred to again, it is not said again
        if note is None:
            return ""
        blocks = PartText(self._styles).blocks(note)
        runs = [run for block in blocks for runs in (block.runs, *block.cells) for run in (*runs, Run(" "))]
        text = " ".join("".join(run.text for run in runs if run.unspoken not in {"deleted", "hidden"}).split())
        author = note.get(W + "author") if role == "comments" else None
        return f"{author}: {text}" if author and text else text
