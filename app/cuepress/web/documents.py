"""A transcript to take away: plain text, a page that stands on its own, a Word document.

What a file says does not depend on who asks for it: it is all in the language of the transcript.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import render_template

from cuepress import language
from cuepress.timecode import MS_PER_S, short_clock
from cuepress.web.chapters import Chapters, divided
from cuepress.web.paragraphs import Paragraph
from cuepress.web.reader import Passage, Video

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.text.paragraph import Paragraph as WordParagraph

_NOT_IN_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NO_DATE = (1980, 1, 1, 0, 0, 0)  # the same transcript gives the same bytes


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph, when it is said, by whom, and the title of the chapter that begins with it."""

    heading: Passage | None
    voice: str
    start_ms: int
    text: str

    @property
    def clock(self) -> str:
        return short_clock(self.start_ms)

    @property
    def duration(self) -> str:
        """The time as HTML has it (``PT62.300S``)."""
        return f"PT{self.start_ms // MS_PER_S}.{self.start_ms % MS_PER_S:03d}S"


@dataclass(frozen=True, slots=True)
class TranscriptDocument:
    """A transcript in one language. ``titles`` are the lines of its title block."""

    language: str
    direction: str
    titles: tuple[Passage, ...]
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """A kind of file: what it is, and what writes it."""

    content_type: str
    write: Callable[[TranscriptDocument], bytes]


def transcript_document(video: Video, tag: str, paragraphs: list[Paragraph]) -> TranscriptDocument:
    chapters = video.chapters_in(tag)
    titles = (video.title(tag), *video.subtitle(tag))
    return TranscriptDocument(tag, language.direction(tag), titles, tuple(_parts(paragraphs, tag, chapters)))


def _parts(paragraphs: list[Paragraph], tag: str, chapters: Chapters) -> Iterator[Part]:
    of_titles = language.direction(chapters.language or tag)
    for title, paragraph in divided(paragraphs, chapters):
        heading = Passage(title, chapters.language, of_titles) if title else None
        yield Part(heading, paragraph.voice, paragraph.lines[0].start_ms, paragraph.text(tag))


def as_text(document: TranscriptDocument) -> bytes:
    """Write title, headings and paragraphs, parted by blank lines."""
    written = [" ".join(title.text for title in document.titles)]
    for part in document.parts:
        written += [part.heading.text] if part.heading else []
        written.append(f"{part.voice}: {part.text}" if part.voice else part.text)
    return ("\n\n".join(each for each in written if each) + "\n").encode()


def as_page(document: TranscriptDocument) -> bytes:
    """Write a page that needs nothing but itself."""
    return render_template("documents/transcript.html", document=document).encode()


def as_word(document: TranscriptDocument) -> bytes:
    """Write a Word document with headings, its language, and the direction of its text."""
    import docx

    file = docx.Document()
    first = document.titles[0].text if document.titles else ""
    file.core_properties.title, file.core_properties.author = _clean(first)[:255], ""
    file.core_properties.language = document.language
    _set_language(file, document)
    for at, title in enumerate(document.titles):
        _place(file.add_paragraph(_clean(title.text), style="Subtitle" if at else "Heading 1"), title.dir)
    for part in document.parts:
        if part.heading:
            _place(file.add_paragraph(_clean(part.heading.text), style="Heading 2"), part.heading.dir)
        _add_part(file, part, document.direction)
    packed = io.BytesIO()
    file.save(packed)
    return _dateless(packed.getvalue())


def _add_part(file: WordDocument, part: Part, direction: str) -> None:
    from docx.shared import Pt, RGBColor

    paragraph = file.add_paragraph()
    paragraph.paragraph_format.space_after = Pt(9)
    time = paragraph.add_run(f"{part.clock}\u2002")
    time.font.size, time.font.color.rgb = Pt(9), RGBColor(0x50, 0x4B, 0x44)
    if part.voice:
        paragraph.add_run(_clean(part.voice)).bold = True
        paragraph.add_run("\u2002")
    paragraph.add_run(_clean(part.text))
    _place(paragraph, direction)


def _place(paragraph: WordParagraph, direction: str) -> None:
    """Mark a paragraph and its runs as right-to-left, which Word does not find out by itself."""
    if direction != "rtl":
        return
    from docx.oxml import OxmlElement

    # In the order of the schema: Word refuses others (ECMA-376 part 1, 17.3.1.26).
    properties: Any = paragraph._p.get_or_add_pPr()  # noqa: SLF001  # python-docx has no name for it
    properties.insert_element_before(
        OxmlElement("w:bidi"), "w:adjustRightInd", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )
    for run in paragraph.runs:
        run.font.rtl = True


def _set_language(file: WordDocument, document: TranscriptDocument) -> None:
    """Say in which language the document is read aloud and proofed, for letters of every kind."""
    from docx.oxml.ns import qn

    for element in file.styles.element.iter(qn("w:lang")):
        for name in ("w:val", "w:eastAsia", "w:bidi"):
            element.set(qn(name), document.language)


def _clean(text: str) -> str:
    return _NOT_IN_XML.sub("", text)


def _dateless(data: bytes) -> bytes:
    """Return a ZIP archive whose files have no date."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, _NO_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return packed.getvalue()


# What a transcript can be taken away as, by extension.
DOCUMENTS: Mapping[str, Written] = {
    "txt": Written("text/plain; charset=utf-8", as_text),
    "html": Written("text/html; charset=utf-8", as_page),
    "docx": Written("application/vnd.openxmlformats-officedocument.wordprocessingml.document", as_word),
}
