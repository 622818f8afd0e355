"""Bytes to text: the encodings that caption files come in.

Tried in this order: a byte order mark; UTF-16 and UTF-32 without one (the arrow between two times gives them
away); UTF-8; UTF-8 with a few broken bytes; a legacy code page, guessed from the lines that are not ASCII, since
times and numbers say nothing about a language and dilute the guess.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass

from cuepress import language as languages
from cuepress.errors import Problem
from cuepress.formats.code_pages import code_page

# The UTF-32 mark begins like the UTF-16 one, so it is looked for first.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WIDE = ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be")

_SAMPLE_BYTES = 32 * 1024  # more does not make the guess better, only slower
_MIN_VALID_PER_BROKEN = 4  # UTF-8 sequences that come about by chance in another encoding are rarer


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text without its byte order mark, its encoding, and whether anything had to be guessed."""

    text: str
    encoding: str
    problems: tuple[Problem, ...] = ()


def decode(data: bytes, *, language: str = languages.UNDETERMINED) -> Decoded:
    """Return the text of ``data``; every sequence of bytes has one. ``language`` helps with legacy code pages."""
    for mark, encoding in _MARKS:
        if data.startswith(mark) and not _is_mistaken_mark(data, encoding):
            return _decoded(data[len(mark) :], encoding)
    for encoding in _WIDE:
        if _holds_arrow(data, encoding):
            return _decoded(data, encoding)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return _broken_utf8(data) or _legacy(data, language)


def _is_mistaken_mark(data: bytes, encoding: str) -> bool:
    """Tell whether a UTF-32 mark is rather the UTF-16 mark followed by a NUL character."""
    return encoding == "utf-32-le" and data[6:8] != b"\0\0"


def _holds_arrow(data: bytes, encoding: str) -> bool:
    """Tell whether an arrow stands in ``data`` at a place where this encoding has a character."""
    width = 4 if "32" in encoding else 2
    arrow = "->".encode(encoding)
    at = data.find(arrow)
    while at >= 0:
        if at % width == 0:
            return True
        at = data.find(arrow, at + 1)
    return False


def _decoded(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, "replace")
    problems = list(_replacements(text, data.decode(encoding, "ignore")))
    if encoding != "utf-8":
        problems.insert(0, Problem(0, f"the file is in {encoding.upper()}; players expect UTF-8"))
    return Decoded(text, encoding, tuple(problems))


def _replacements(text: str, kept: str) -> Iterator[Problem]:
    """Name the first line where a byte could not be read, if decoding lost anything."""
    if len(text) == len(kept):
        return
    line = text.count("\n", 0, text.index("\ufffd")) + 1
    yield Problem(line, "bytes that are no text in this encoding; they became \ufffd")


def _broken_utf8(data: bytes) -> Decoded | None:
    """Return the text if it is UTF-8 but for a few bytes (a file cut in two, a line pasted from elsewhere)."""
    kept = data.decode("utf-8", "ignore")
    text = data.decode("utf-8", "replace")
    n_broken = len(text) - len(kept)
    n_valid = sum(1 for character in kept if character > "\x7f")
    if n_valid < n_broken * _MIN_VALID_PER_BROKEN:
        return None
    return Decoded(text, "utf-8", tuple(_replacements(text, kept)))


def _legacy(data: bytes, language: str) -> Decoded:
    encoding = code_page(_foreign_lines(data), language=language)
    return Decoded(
        data.decode(encoding, "replace"),
        encoding,
        (Problem(0, f"the file is not in UTF-8; it was read as {_spoken_name(encoding)}"),),
    )


def _foreign_lines(data: bytes) -> bytes:
    """Return the lines that are not ASCII, up to a sample's length."""
    lines: list[bytes] = []
    length = 0
    for line in data.replace(b"\r", b"\n").split(b"\n"):
        if not line.isascii():
            lines.append(line[: _SAMPLE_BYTES - length])
            length += len(line) + 1
        if length >= _SAMPLE_BYTES:
            break
    return b"\n".join(lines)


def _spoken_name(encoding: str) -> str:
    return encoding.replace("cp", "Windows-", 1) if encoding.startswith("cp12") else encoding.upper()
