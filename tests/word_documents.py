"""Builds Word documents for tests: python-docx makes the package, the tests write the body's XML themselves."""

from __future__ import annotations

import io
import zipfile

from docx import Document

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMESPACES = (
    f'xmlns:w="{WORD}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
)
_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def saved(document: object) -> bytes:
    """Return a python-docx document as bytes."""
    stream = io.BytesIO()
    document.save(stream)  # type: ignore[attr-defined]  # python-docx has the class under a private name
    return stream.getvalue()


def with_parts(data: bytes, parts: dict[str, bytes]) -> bytes:
    """Return a zip archive with some of its parts replaced or added."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, part in parts.items():
            new.writestr(name, part)
    return stream.getvalue()


def part_of(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)


def word(body: str, **notes: str) -> bytes:
    """Return a ``.docx`` with this body; ``notes`` are the insides of parts such as ``footnotes``."""
    data = saved(Document())
    parts = {"word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>".encode()}
    links = part_of(data, "word/_rels/document.xml.rels").decode()
    for number, (role, inside) in enumerate(notes.items()):
        tag = {"header": "hdr", "footer": "ftr"}.get(role, role)
        parts[f"word/test_{role}.xml"] = f"<w:{tag} {NAMESPACES}>{inside}</w:{tag}>".encode()
        link = f'<Relationship Id="test{number}" Type="{_RELATED}{role}" Target="test_{role}.xml"/>'
        links = links.replace("</Relationships>", f"{link}</Relationships>")
    return with_parts(data, {**parts, "word/_rels/document.xml.rels": links.encode()})


def p(inside: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{inside}</w:p>"


def r(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def field(instruction: str, result: str) -> str:
    """Return a complex field, as Word writes page numbers and tables of contents."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f"<w:r><w:instrText> {instruction} </w:instrText></w:r>"
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'{result}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def table(*rows: tuple[str, ...]) -> str:
    """Return a table of cells that are given as text or as XML."""
    lines = (f"<w:tr>{''.join(_cell(cell) for cell in row)}</w:tr>" for row in rows)
    return f"<w:tbl>{''.join(lines)}</w:tbl>"


def _cell(inside: str) -> str:
    return f"<w:tc>{inside if inside.startswith('<') else p(r(inside))}</w:tc>"
