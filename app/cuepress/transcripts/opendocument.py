"""OpenDocument text (``.odt``, ``.ott``, flat ``.fodt``) -> Document, by odfdo.

odfdo opens the package and knows its elements; it is handed a package of checked parts. The walk over the text is
in ``opendocument_text``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from cuepress.errors import TranscriptError
from cuepress.transcripts import archive, limits
from cuepress.transcripts.blocks import Block, Document, Run
from cuepress.transcripts.looks import main_language

if TYPE_CHECKING:
    from odfdo import Document as OpenDocument
    from odfdo import Element

    from cuepress.transcripts.opendocument_text import PartText

_MIME_TYPE = b"application/vnd.oasis.opendocument.text"
_MANIFEST = "META-INF/manifest.xml"
_LOCKED_PACKAGE = "encrypted-package"
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
_PARAGRAPHS = [f"{{urn:oasis:names:tc:opendocument:xmlns:text:1.0}}{name}" for name in ("p", "h")]
_EMPTY = f'<office:document xmlns:office="{_OFFICE}"/>'.encode()
_ROOTS = {"content.xml": "document-content", "styles.xml": "document-styles", "meta.xml": "document-meta"}


def read(data: bytes, *, where: str) -> Document:
    """Read an OpenDocument text.

    Raises
    ------
    TranscriptError
        If it is damaged, locked with a password, no text document, or larger than any transcript.
    """
    from odfdo import Element

    from cuepress.transcripts.opendocument_styles import Styles, child
    from cuepress.transcripts.opendocument_text import PartText

    package = _open(data, where)
    content, common = package.content.root, package.styles.root
    body = child(content, "office:body")
    text = None if body is None else child(body, "office:text")
    if not isinstance(text, Element):
        raise _no_text_document(where)
    shared = _children(common, "office:styles")
    reader = PartText(Styles([*shared, *_children(content, "office:automatic-styles")]))
    edges = PartText(Styles([*shared, *_children(common, "office:automatic-styles")]))
    masters = [page for root in _children(common, "office:master-styles") for page in root.children]
    heads, feet = (_edges(edges, masters, role) for role in ("style:header", "style:footer"))
    blocks = reader.blocks(text)
    return Document(
        (*heads, *blocks, *feet),
        language=main_language(reader.languages),
        title=_title(package),
    )


def _open(data: bytes, where: str) -> OpenDocument:
    from lxml import etree
    from odfdo import Document as OpenDocument

    is_flat = not data.startswith(b"PK") and archive.looks_like_xml(data)
    try:
        parts = _divided(data, where) if is_flat else _clean_package(data, where)
        return OpenDocument(archive.rebuilt({"mimetype": _MIME_TYPE, **parts}))
    except (etree.LxmlError, AttributeError, KeyError, TypeError, ValueError) as failure:
        # What odfdo raises when the archive or the XML is not a document that it knows.
        raise _no_text_document(where) from failure


def _divided(data: bytes, where: str) -> dict[str, bytes]:
    """Return the parts of a flat document; each is the whole of it, of which its readers take what they need."""
    archive.check_xml(data, where=where)
    return {name: _plain(data, root, where) for name, root in _ROOTS.items()}


def _clean_package(data: bytes, where: str) -> dict[str, bytes]:
    lists = archive.read_parts(data, wanted=lambda name: name in {_MANIFEST, _LOCKED_PACKAGE}, where=where)
    if _LOCKED_PACKAGE in lists or b"encryption-data" in lists.get(_MANIFEST, b""):
        raise archive.locked(where)
    parts = archive.read_parts(data, wanted=_ROOTS.__contains__, where=where)
    if not archive.looks_like_xml(parts.get("content.xml", b"")):
        raise _no_text_document(where)
    given = {name: part for name, part in parts.items() if archive.looks_like_xml(part)}
    return {name: _plain(given.get(name) or _EMPTY, root, where) for name, root in _ROOTS.items()}


def _plain(part: bytes, root: str, where: str) -> bytes:
    """Return XML with this root and without what odfdo stumbles over: comments, elements of other namespaces."""
    from lxml import etree
    from odfdo.element import ODF_NAMESPACES

    parser = etree.XMLParser(remove_comments=True, remove_pis=True, resolve_entities=False, no_network=True)
    tree = etree.fromstring(part, parser)
    limits.check_paragraphs(sum(1 for _ in tree.iter(*_PARAGRAPHS)), where=where)  # odfdo takes its time with each
    tree.tag = f"{{{_OFFICE}}}{root}"
    namespaces = {element.tag.rpartition("}")[0] for element in tree.iter()}
    for foreign in namespaces - {"", *("{" + uri for uri in ODF_NAMESPACES.values())}:
        etree.strip_tags(tree, foreign + "}*")  # their text stays
    return bytes(etree.tostring(tree))


def _no_text_document(where: str) -> TranscriptError:
    return TranscriptError(
        "this is no OpenDocument text", where, "open it in a word processor and save it as .odt or .docx"
    )


def _children(element: Element, tag: str) -> list[Element]:
    return [one for one in element.children if one.tag == tag]


def _title(package: OpenDocument) -> str:
    for meta in _children(package.meta.root, "office:meta"):
        for title in _children(meta, "dc:title"):
            return " ".join(title.text.split())
    return ""


def _edges(reader: PartText, masters: Iterable[Element], role: str) -> list[Block]:
    """Return what stands at the top or bottom of the pages, once each."""
    found: dict[str, Block] = {}
    parts = [
        part for page in masters for part in page.children if part.tag in {role, f"{role}-left", f"{role}-first"}
    ]
    for part in parts:
        if part.get_attribute_string("style:display") == "false":
            continue
        for block in reader.blocks(part):
            runs = block.runs or tuple(run for cell in block.cells for run in (*cell, Run(" ")))
            text = " ".join("".join(run.text for run in runs).split())
            if text:
                found.setdefault(text, Block(runs=tuple(_as_running_head(run) for run in runs)))
    return list(found.values())


def _as_running_head(run: Run) -> Run:
    return run if run.unspoken in {"deleted", "hidden"} else replace(run, unspoken="running-head")
