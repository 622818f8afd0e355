"""Opening office documents (zip archives of XML) without trusting them.

Nothing is unpacked to disk. Parts are read one by one and counted while they grow, since the sizes that an
archive declares are its own claim. XML with a document type (entities: bombs, foreign files) or with absurd depth
is refused before any library parses it. The library is then handed a *new* archive that holds the checked
parts and nothing else.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pyexpat import ExpatError, ParserCreate, XMLParserType

from cuepress.errors import TranscriptError

# A document of 2,000 pages has some 30 MB of XML; a parsed tree takes about eight times its text.
MAX_PART_BYTES = 32 * 1024 * 1024
MAX_TOTAL_BYTES = 48 * 1024 * 1024
MAX_ENTRIES = 10_000
# A thousand pages of edited text have 300,000.
MAX_ELEMENTS = 400_000
# Tables within text boxes within tables reach 60. Readers walk trees by recursion, so this also bounds the stack.
MAX_DEPTH = 120
_SAVE_AGAIN = "open it in its own program and save it again"
_CHUNK_BYTES = 256 * 1024

_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")


def read_parts(data: bytes, *, wanted: Callable[[str], bool], where: str) -> dict[str, bytes]:
    """Return the parts of an office document whose names are ``wanted``, each checked if it is XML.

    Raises
    ------
    TranscriptError
        If the archive is damaged, locked, or larger or deeper than any document.
    """
    refuse_ole(data, where=where)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if len(entries) > MAX_ENTRIES:
                raise _too_large(f"it holds {len(entries):,} files", where)
            return _read_entries(archive, [entry for entry in entries if wanted(entry.filename)], where)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as failure:
        raise _damaged("its archive cannot be read", where) from failure


def _read_entries(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], where: str) -> dict[str, bytes]:
    parts: dict[str, bytes] = {}
    left = MAX_TOTAL_BYTES
    budget = _Budget(MAX_ELEMENTS)
    for entry in entries:
        if entry.flag_bits & 1:
            raise locked(where)
        part = _read_entry(archive, entry, min(left, MAX_PART_BYTES), where)
        left -= len(part)
        if looks_like_xml(part):
            check_xml(part, where=where, budget=budget)
        parts[entry.filename] = part
    return parts


def _read_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, limit: int, where: str) -> bytes:
    if entry.file_size > limit:
        raise _too_large(f"its part {entry.filename[:80]!r} says it unpacks to {entry.file_size:,} bytes", where)
    part = bytearray()
    with archive.open(entry) as stream:
        while chunk := stream.read(_CHUNK_BYTES):
            part += chunk
            if len(part) > limit:
                raise _too_large(f"its part {entry.filename[:80]!r} unpacks to more than {limit:,} bytes", where)
    return bytes(part)


def rebuilt(parts: Mapping[str, bytes]) -> io.BytesIO:
    """Return a new archive of these parts, uncompressed, for a library to open."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    stream.seek(0)
    return stream


def refuse_ole(data: bytes, *, where: str) -> None:
    """Raise if ``data`` is the container that old Word files and locked new ones share."""
    if not data.startswith(_OLE_MAGIC):
        return
    if _ENCRYPTED_PACKAGE in data:
        raise locked(where)
    raise TranscriptError(
        "this is a document of Word 97 to 2003 or of another old program", where, "save it as .docx or .odt"
    )


def locked(where: str) -> TranscriptError:
    """Return the error for a document that opens with a password only."""
    return TranscriptError("the document is locked with a password", where, "save a copy without a password")


def _too_large(what: str, where: str) -> TranscriptError:
    return TranscriptError(
        f"this is larger than any transcript: {what}", where, "copy the text into a new document and save that"
    )


class _Budget:
    """How many more elements may come, over all parts of one document."""

    def __init__(self, elements: int) -> None:
        self.elements = elements


def looks_like_xml(part: bytes) -> bool:
    """Tell XML from pictures and thumbnails: it starts with ``<``, in UTF-8 or UTF-16."""
    head = part[:64].removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
    return head.lstrip(b" \t\r\n\x00").startswith(b"<")


def check_xml(part: bytes, *, where: str, budget: _Budget | None = None) -> None:
    """Raise ``TranscriptError`` if XML is broken, has a document type, or is too deep or too long."""
    checker = _Checker(where, budget or _Budget(MAX_ELEMENTS))
    parser = ParserCreate(namespace_separator=" ")  # so that prefixes without a meaning are errors
    checker.attach(parser)
    try:
        parser.Parse(part, True)
    except ExpatError as failure:
        raise _damaged(f"its XML breaks off or is wrong in line {failure.lineno}", where) from failure
    except (LookupError, ValueError) as failure:
        raise _damaged("its XML is in an encoding that nobody knows", where) from failure


def _damaged(how: str, where: str) -> TranscriptError:
    return TranscriptError(f"the document is damaged: {how}", where, _SAVE_AGAIN)


class _Checker:
    """Counts what an XML parser meets; the handlers of ``pyexpat`` are functions without a return value."""

    def __init__(self, where: str, budget: _Budget) -> None:
        self._where = where
        self._budget = budget
        self._depth = 0

    def attach(self, parser: XMLParserType) -> None:
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end

    def _doctype(self, *_declaration: object) -> None:
        raise TranscriptError(
            "its XML declares a document type or entities, which no office program writes",
            self._where,
            _SAVE_AGAIN,
        )

    def _start(self, _name: str, _attributes: dict[str, str]) -> None:
        self._depth += 1
        self._budget.elements -= 1
        if self._depth > MAX_DEPTH:
            raise _too_large(f"its elements are nested more than {MAX_DEPTH} deep", self._where)
        if self._budget.elements < 0:
            raise _too_large(f"it has more than {MAX_ELEMENTS:,} elements", self._where)

    def _end(self, _name: str) -> None:
        self._depth -= 1
