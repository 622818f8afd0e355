"""What a document reader hands over: blocks in reading order, each with what its format knows about it.

A reader of one format (``word``, ``html``, ``pdf`` …) only says what is there; ``structure`` decides what is
spoken. A reader that *knows* that a part is unspoken — a comment, a deletion, a footnote — hands it over with
``unspoken`` set, at its place, so that nothing is dropped in silence.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from cuepress.model import UnspokenKind


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one style. ``unspoken`` names why the format itself says that it is not speech."""

    text: str
    is_bold: bool = False
    is_italic: bool = False
    unspoken: UnspokenKind | None = None


BlockKind = Literal["paragraph", "heading", "title", "list-item", "row"]


@dataclass(frozen=True, slots=True)
class Block:
    r"""One paragraph, heading, list item or table row.

    ``runs`` hold the text in order; a line break inside the block is ``\\n``. A table row has ``cells`` instead,
    one tuple of runs per cell. ``page`` counts from 1 where the format has pages, else 0. ``is_wrapped`` says
    that line breaks are the typesetter's, not the author's (PDF, hard-wrapped text). ``speaker`` is set where the
    format itself says who speaks (a WebVTT voice); None leaves it to the text.
    """

    kind: BlockKind = "paragraph"
    runs: tuple[Run, ...] = ()
    cells: tuple[tuple[Run, ...], ...] = ()
    page: int = 0
    is_wrapped: bool = False
    speaker: str | None = None

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Document:
    """A document as a reader saw it.

    ``language`` is the tag that the document itself declares (``<html lang>``, front matter), or empty.
    ``title`` is a title from its metadata (``<title>``, core properties), or empty; it is not spoken.
    """

    blocks: tuple[Block, ...]
    language: str = ""
    title: str = ""
    metadata: dict[str, str] = field(default_factory=dict)
