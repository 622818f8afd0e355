"""PDF -> Document, by pypdfium2 (the engine of Chrome).

Measured on 77 dense pages: pdfium 1.3 s and 22 MB, pdfminer.six 3.5 s and 40 MB, pdfplumber 6.5 s and 44 MB. It
also repairs more broken files and needs no other package. What it does not limit, ``pdf_bounds`` does.

A PDF knows where characters stand and nothing else. ``pdf_words`` asks for them, ``pdf_lines`` and ``pdf_bands``
find lines, columns and tables, ``pdf_blocks`` paragraphs. Running heads and page numbers are left in place.
"""

from __future__ import annotations

import io
import time
from threading import Lock

import pypdfium2

from cuepress.errors import TranscriptError
from cuepress.transcripts import pdf_bounds
from cuepress.transcripts.blocks import Block, Document
from cuepress.transcripts.pdf_blocks import body_size, page_blocks
from cuepress.transcripts.pdf_words import Page, read_page

MAX_PAGES = 1_000
# A full page takes 15 ms.
_ANY_DOCUMENT_S = 3.0
_EACH_PAGE_S = 0.04
_MAX_S = 30.0
_NO_TITLES = frozenset({"(anonymous)", "untitled", "unknown"})  # what programs write when nobody said
_ONE_AT_A_TIME = Lock()  # pdfium may not be used by two threads at once
_NEEDS_PASSWORD = 4  # FPDF_ERR_PASSWORD
_REMOVE_SECURITY = pypdfium2.raw.FPDF_REMOVE_SECURITY


def read(data: bytes, *, where: str) -> Document:
    """Read a PDF file.

    Raises
    ------
    TranscriptError
        If it is damaged, locked with a password, larger than any transcript, or has pictures of pages only.
    """
    pdf_bounds.check(data, where=where)
    clock = _Clock(where)
    with _ONE_AT_A_TIME:
        pages, title = _read(data, clock)
    if not any(page.words for page in pages):
        raise _no_text(pages, where)
    usual_size = body_size(pages)
    blocks: list[Block] = []
    for page in pages:
        blocks += page_blocks(page, usual_size=usual_size)
        clock.check(page.number, of=len(pages))
    return Document(tuple(blocks), title="" if title.lower() in _NO_TITLES else title)


class _Clock:
    """Gives every page its time and no more; it counts processor time, so that a busy machine refuses nothing."""

    def __init__(self, where: str) -> None:
        self.where = where
        self._start_s = time.thread_time()

    def check(self, page: int, *, of: int) -> None:
        """Raise ``TranscriptError`` if ``of`` pages have taken too long; ``page`` is the one just done."""
        if time.thread_time() - self._start_s > min(_MAX_S, _ANY_DOCUMENT_S + _EACH_PAGE_S * of):
            raise TranscriptError(
                f"page {page} takes too long to read", self.where, "print it to a new PDF, or copy the text"
            )


def _read(data: bytes, clock: _Clock) -> tuple[list[Page], str]:
    try:
        with pypdfium2.PdfDocument(data) as document:
            _check_unlocked(document, clock.where)
            return _pages(document, clock), " ".join(document.get_metadata_value("Title").split())
    except pypdfium2.PdfiumError as failure:
        raise _unreadable(failure, clock.where) from failure


def _check_unlocked(document: pypdfium2.PdfDocument, where: str) -> None:
    """Check what an encrypted document unfolds into; one without a password opens, but hides that until now."""
    if pypdfium2.raw.FPDF_GetSecurityHandlerRevision(document) < 0:
        return
    stream = io.BytesIO()
    document.save(stream, flags=_REMOVE_SECURITY)
    pdf_bounds.check(stream.getvalue(), where=where)


def _pages(document: pypdfium2.PdfDocument, clock: _Clock) -> list[Page]:
    if len(document) > MAX_PAGES:
        raise TranscriptError(
            f"it has {len(document):,} pages; {MAX_PAGES:,} are read",
            clock.where,
            "extract the pages with the transcript",
        )
    pages: list[Page] = []
    for number in range(1, len(document) + 1):
        page = read_page(document, number)
        if page.is_overfull:
            raise TranscriptError(
                f"page {number} has more letters than any page",
                clock.where,
                "print it to a new PDF, or copy the text",
            )
        pages.append(page)
        clock.check(number, of=number)
    return pages


def _unreadable(failure: pypdfium2.PdfiumError, where: str) -> TranscriptError:
    if failure.err_code == _NEEDS_PASSWORD:
        return TranscriptError("the document is locked with a password", where, "save a copy without a password")
    return TranscriptError("the PDF file is damaged or cut off", where, "export it again, or copy the text")


def _no_text(pages: list[Page], where: str) -> TranscriptError:
    if any(page.has_pictures for page in pages):
        return TranscriptError(
            "it has pictures of pages but no text", where, "run text recognition (OCR) on it first"
        )
    return TranscriptError("there is no text on its pages", where, "export it again, or copy the text")
