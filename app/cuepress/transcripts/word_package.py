"""A Word archive -> a clean one that python-docx opens: the parts that carry text, and nothing else.

python-docx refuses what Word opens: relationships to parts that are not there, macro and template documents,
"Strict" Open XML with its other namespaces. So the package is built anew from checked parts.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cuepress.errors import TranscriptError
from cuepress.transcripts import archive

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
_CORE_PROPERTIES = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"

# What a part of the text can be, by the last word of its relationship; the value names its content type.
_TEXT_PARTS = {
    "styles": "styles+xml",
    "settings": "settings+xml",
    "footnotes": "footnotes+xml",
    "endnotes": "endnotes+xml",
    "comments": "comments+xml",
    "header": "header+xml",
    "footer": "footer+xml",
}

# ISO/IEC 29500 Strict -> Transitional, longest first.
_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/math",
        b"http://schemas.openxmlformats.org/officeDocument/2006/math",
    ),
    (
        b"http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing",
        b"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    ),
)


@dataclass(frozen=True, slots=True)
class _Link:
    """A relationship of the old package: what the target is to its owner, and the target's name."""

    role: str
    target: str


def open_package(data: bytes, *, where: str) -> WordDocument:
    """Return the document that python-docx sees in ``data``.

    Raises
    ------
    TranscriptError
        If it is damaged, locked, too large, or holds no Word document.
    """
    from docx import Document
    from docx.exceptions import PythonDocxError
    from lxml import etree

    stream = archive.rebuilt(_clean_package(data, where))
    try:
        return Document(stream)
    except (PythonDocxError, etree.LxmlError, AttributeError, KeyError, TypeError, ValueError) as failure:
        # The last four are what python-docx raises when a part is XML, but not the XML that its place calls for.
        raise no_word_document(where) from failure


def _clean_package(data: bytes, where: str) -> dict[str, bytes]:
    links = archive.read_parts(data, wanted=lambda name: name.lower().endswith(".rels"), where=where)
    links = {_plain_name(name): part for name, part in links.items()}
    top = list(_links(links.get("_rels/.rels", b""), ""))
    main = next((link.target for link in top if link.role == "officeDocument"), "word/document.xml")
    folder, name = posixpath.split(main)
    parts = [
        link for link in _links(links.get(f"{folder}/_rels/{name}.rels", b""), folder) if link.role in _TEXT_PARTS
    ]
    parts += [link for link in top if link.role == "core-properties"][:1]
    wanted = {main, *(link.target for link in parts)}
    found = archive.read_parts(data, wanted=lambda entry: _plain_name(entry) in wanted, where=where)
    found = {
        _plain_name(entry): _transitional(part) for entry, part in found.items() if archive.looks_like_xml(part)
    }
    if main not in found:
        raise no_word_document(where)
    return _package(found.pop(main), [(link.role, found[link.target]) for link in parts if link.target in found])


def no_word_document(where: str) -> TranscriptError:
    """Return the error for an archive that is something else, or nothing any more."""
    return TranscriptError(
        "the archive holds no readable Word document", where, "open it in its own program and save it as .docx"
    )


def _plain_name(name: str) -> str:
    """Return a part's name as names are compared: no leading slash, no backslash, no capitals."""
    return posixpath.normpath(name.replace("\\", "/").lstrip("/")).lower()


def _links(part: bytes, folder: str) -> Iterator[_Link]:
    """Read a relationships part; what is not one has no links."""
    from lxml import etree

    if not archive.looks_like_xml(part):
        return
    root = etree.fromstring(part, etree.XMLParser(resolve_entities=False, no_network=True))
    for relationship in root.iter(_RELATIONSHIP):
        target = relationship.get("Target") or ""
        if not target or relationship.get("TargetMode") == "External":
            continue
        path = target if target.startswith("/") else posixpath.join(folder, target)
        yield _Link((relationship.get("Type") or "").rpartition("/")[2], _plain_name(path))


def _transitional(part: bytes) -> bytes:
    if b"purl.oclc.org/ooxml" not in part:
        return part
    for strict, transitional in _STRICT:
        part = part.replace(strict, transitional)
    return part


def _package(main: bytes, parts: list[tuple[str, bytes]]) -> dict[str, bytes]:
    """Return a package of a main part and its text parts, with plain names and no other relationships."""
    package = {"word/document.xml": main}
    types = ['<Override PartName="/word/document.xml" ContentType="' + _WORD_TYPE + 'document.main+xml"/>']
    top = [_relationship(0, _OFFICE + "officeDocument", "word/document.xml")]
    inner = []
    for number, (role, part) in enumerate(parts, 1):
        if role == "core-properties":
            package["core.xml"] = part
            types.append(f'<Override PartName="/core.xml" ContentType="{_CORE_TYPE}"/>')
            top.append(_relationship(number, _CORE_PROPERTIES, "core.xml"))
            continue
        package[f"word/part{number}.xml"] = part
        types.append(
            f'<Override PartName="/word/part{number}.xml" ContentType="{_WORD_TYPE}{_TEXT_PARTS[role]}"/>'
        )
        inner.append(_relationship(number, _OFFICE + role, f"part{number}.xml"))
    return {
        "[Content_Types].xml": _wrapped("Types", "content-types", types),
        "_rels/.rels": _wrapped("Relationships", "relationships", top),
        "word/_rels/document.xml.rels": _wrapped("Relationships", "relationships", inner),
        **package,
    }


def _relationship(number: int, role: str, target: str) -> str:
    return f'<Relationship Id="rId{number}" Type="{role}" Target="{target}"/>'


def _wrapped(tag: str, namespace: str, lines: list[str]) -> bytes:
    inside = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    inside = "".join([inside if tag == "Types" else "", *lines])
    return f'<{tag} xmlns="http://schemas.openxmlformats.org/package/2006/{namespace}">{inside}</{tag}>'.encode()
