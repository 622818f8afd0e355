"""Plain text -> Document: chunks between blank lines, pages between form feeds, hard-wrapped or not."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cuepress.transcripts import front_matter, wrapping
from cuepress.transcripts.blocks import Block, Document, Run
from cuepress.transcripts.decoding import decode
from cuepress.transcripts.limits import check_size

_BLANK = re.compile(r"\n[ \t\u00a0\u3000]*(?:\n[ \t\u00a0\u3000]*)+")


def read(data: bytes, *, where: str) -> Document:
    """Read plain text in any encoding.

    Raises
    ------
    TranscriptError
        If it is not text, or too much of it.
    """
    text = decode(data, where=where)
    check_size(len(text), text.count("\n"), where=where)
    return document_of(text)


def document_of(text: str) -> Document:
    r"""Divide text with ``\\n`` line ends into blocks."""
    matter = front_matter.split(text)
    pages = matter.rest.split("\f")
    is_wrapped = wrapping.is_hard_wrapped(matter.rest.replace("\f", "\n").split("\n"))
    blocks = [
        Block(runs=(Run(chunk),), page=number if len(pages) > 1 else 0, is_wrapped=is_wrapped)
        for number, page in enumerate(pages, start=1)
        for chunk in _chunks(page, is_wrapped=is_wrapped)
    ]
    if matter.text:
        blocks.insert(0, Block(runs=(Run(matter.text, unspoken="metadata"),)))
    return Document(tuple(blocks), language=matter.language, metadata=matter.entries)


def _chunks(page: str, *, is_wrapped: bool) -> Iterator[str]:
    for chunk in _BLANK.split(page):
        if not chunk.strip():
            continue
        if is_wrapped:
            yield from wrapping.at_indents(chunk)
        else:
            yield chunk
