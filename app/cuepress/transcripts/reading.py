"""Find the reader of a document and make a Transcript: by extension, and by content where the name lies."""

from __future__ import annotations

import contextlib
import io
import re
import zipfile
from collections.abc import Callable
from importlib import import_module
from pathlib import Path, PurePath

from cuepress import files
from cuepress.errors import TranscriptError, UsageError
from cuepress.language import UNDETERMINED, normalise_tag
from cuepress.model import Transcript, UnspokenKind
from cuepress.transcripts import archive, structure
from cuepress.transcripts.blocks import Document

Reader = Callable[..., Document]

_MODULE_OF_EXTENSION = {
    ".docx": "word",
    ".docm": "word",
    ".dotx": "word",
    ".odt": "opendocument",
    ".ott": "opendocument",
    ".fodt": "opendocument",
    ".rtf": "rtf",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".md": "markdown",
    ".markdown": "markdown",
    ".pdf": "pdf",
    ".txt": "plain",
    ".text": "plain",
    ".vtt": "track_text",
    ".srt": "track_text",
}
EXTENSIONS = frozenset(_MODULE_OF_EXTENSION)
READABLE_EXTENSIONS = (".docx", ".odt", ".rtf", ".html", ".md", ".pdf", ".txt", ".vtt", ".srt")
_SAVE_AS = f"save it as one of {', '.join(READABLE_EXTENSIONS)}"

_HTML_START = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!doctype\s+html|<html[\s>])", re.IGNORECASE
)

# English words that are also three-letter language codes: ``talk.new.txt`` is not in Newari.
_WORD_LIKE_A_TAG = re.compile(
    r"new|old|doc|min|max|pre|fin|raw|fix|tab|van|end|pub|bak|tmp|ref|cut|mix|int|ext|out", re.IGNORECASE
)


def read_transcript(
    path: Path, *, language: str | None = None, keep: frozenset[UnspokenKind] = frozenset()
) -> Transcript:
    """Read a document of any readable format.

    Parameters
    ----------
    path
        The document; ``<stem>.<tag>.<ext>`` says its language.
    language
        BCP 47 tag; takes precedence over the file name, which takes precedence over the document's own word.
    keep
        Kinds of unspoken parts that are to be taken as spoken, at their place.

    Raises
    ------
    TranscriptError
        If the file is missing, broken, no transcript, or nothing in it is spoken.
    UsageError
        If ``language`` is no known tag.
    """
    data = files.read_bytes(path, error=TranscriptError)
    return read_transcript_bytes(data, name=files.shown(path), language=language, keep=keep)


def read_transcript_bytes(
    data: bytes,
    *,
    name: str = "",
    language: str | None = None,
    keep: frozenset[UnspokenKind] = frozenset(),
) -> Transcript:
    """Read a document that is already in memory; ``name`` is for its extension, its tag and for messages.

    A name without extension (``-``, ``<stdin>``) is taken as plain text unless the content says otherwise.
    """
    where = name or "the text"
    if not data.strip(b"\x00 \t\r\n\f\xef\xbb\xbf\xff\xfe"):
        raise TranscriptError("there is no text in the file, only white space", where, "export or copy it again")
    tag = _given_tag(language) or tag_in_name(name)
    document = _reader(_module_for(data, name, where))(data, where=where)
    tag = tag or _tag_or_nothing(document.language) or UNDETERMINED
    return structure.build(document, language=tag, source=PurePath(name).name, keep=keep, where=where)


def tag_in_name(name: str) -> str:
    """Return the language tag in ``<stem>.<tag>.<ext>``, or an empty string."""
    parts = PurePath(name).name.split(".")
    if len(parts) < 3 or not parts[0] or _WORD_LIKE_A_TAG.fullmatch(parts[-2]):
        return ""
    return _tag_or_nothing(parts[-2])


def _given_tag(tag: str | None) -> str:
    return normalise_tag(tag) if tag else ""


def _tag_or_nothing(tag: str) -> str:
    if not re.fullmatch(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*", tag):
        return ""
    with contextlib.suppress(UsageError):
        return normalise_tag(tag)
    return ""


def _reader(module: str) -> Reader:
    read: Reader = import_module(f"cuepress.transcripts.{module}").read
    return read


def _module_for(data: bytes, name: str, where: str) -> str:
    """Say which reader a document needs; content that names its own format is believed before the extension."""
    extension = PurePath(name).suffix.lower()
    by_name = _MODULE_OF_EXTENSION.get(extension)
    found = _sniff(data, where)
    if found is not None:
        return found
    archive.refuse_ole(data, where=where)
    if by_name is None and extension:
        raise TranscriptError(f"files of type {extension} are not read as transcripts", where, _SAVE_AS)
    return by_name or "plain"


def _sniff(data: bytes, where: str) -> str | None:
    """Tell a format by its first bytes; None where they say nothing."""
    if data.startswith(b"PK\x03\x04"):
        return _sniff_zip(data, where)
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.lstrip()[:5] == b"{\\rtf":
        return "rtf"
    if _HTML_START.match(data):
        return "html"
    if re.match(rb"(?:\xef\xbb\xbf)?WEBVTT(?:[ \t\r\n]|$)", data):
        return "track_text"
    return None


def _sniff_zip(data: bytes, where: str) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = set(package.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as failure:
        raise TranscriptError(
            "the document is damaged: its archive cannot be opened", where, _SAVE_AS
        ) from failure
    if "word/document.xml" in names or any(name.startswith("word/") for name in names):
        return "word"
    if "content.xml" in names:
        return "opendocument"
    raise TranscriptError("this is a zip archive, not a document", where, "unpack it and name the document inside")
