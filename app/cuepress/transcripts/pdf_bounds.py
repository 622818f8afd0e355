"""How much a PDF file can unfold into, found before pdfium sees it.

pdfium survives broken files but puts few limits on sound ones: a stream of a megabyte that inflates to a
gigabyte, or twelve forms that each draw the next one ten times. So every stream is inflated here first, up to a
limit, and thrown away again, and the operators that draw forms are multiplied out.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from cuepress.errors import TranscriptError

MAX_STREAM_BYTES = 24 * 1024 * 1024  # the font of a Chinese text has 20 MB
MAX_TOTAL_BYTES = 128 * 1024 * 1024
MAX_DRAWN_BYTES = 16 * 1024 * 1024  # of operators on one page, forms within forms included
MAX_SHOWN_BYTES = 1_000_000  # of text on one page; a full one has 6,000 letters. pdfium keeps 160 bytes for each
MAX_SAVED_STATES = 300_000  # "q" operators in one stream; pdfium keeps 170 bytes for each
MAX_OBJECTS = 400_000
_MAX_FILTERS = 4
_CHUNK_BYTES = 64 * 1024
_DICTIONARY_BYTES = 32 * 1024

_OBJECT = re.compile(rb"(?<![0-9])(\d{1,8})[ \r\n\t]+\d{1,5}[ \r\n\t]+obj\b")
_STREAM = re.compile(rb"\bstream\r?\n")
_REFERENCE = re.compile(rb"(?<![0-9])(\d{1,8})[ \r\n\t]+\d{1,5}[ \r\n\t]+R\b")
_CONTENTS = re.compile(rb"/Contents[ \r\n\t]*(\[[^\]]*\]|\d{1,8}[ \r\n\t]+\d{1,5}[ \r\n\t]+R)")
_PARENT = re.compile(rb"/(?:Parent|P|Prev|Next|Dest|StructParent)[ \r\n\t]+\d{1,8}[ \r\n\t]+\d{1,5}[ \r\n\t]+R")
_PAGE = re.compile(rb"/Type[ \r\n\t]*/Page\b")
_FORM = re.compile(rb"/Subtype[ \r\n\t]*/Form\b")
_IMAGE = re.compile(rb"/Subtype[ \r\n\t]*/Image\b")
_OBJECT_STREAM = re.compile(rb"/Type[ \r\n\t]*/ObjStm\b")
_DRAW = re.compile(rb"\bDo\b")
_SHOWN = re.compile(rb"\((?:[^()\\]|\\.)*+\)|<[0-9A-Fa-f\s]*+>", re.DOTALL)
_SAVE = re.compile(rb"(?<![^\s])q(?![^\s])")


@dataclass(slots=True)
class _Object:
    """An object of the file: its dictionary, and what its stream comes to."""

    dictionary: bytes
    size: int = 0
    draws: int = 0
    shown: int = 0
    cost: int | None = None
    references: list[int] = field(default_factory=list)

    @property
    def is_form(self) -> bool:
        return bool(_FORM.search(self.dictionary))


def check(data: bytes, *, where: str) -> None:
    """Raise ``TranscriptError`` if the file would unfold into more than any document."""
    objects = _Bounds(where).objects(data)
    for page in objects.values():
        if _PAGE.search(page.dictionary):
            _check_page(page, objects, where)


def _too_large(what: str, where: str) -> TranscriptError:
    return TranscriptError(
        f"this is larger than any transcript: {what}", where, "copy the text into a .docx or .txt file"
    )


class _Bounds:
    """Reads all objects, and stops where a limit is passed."""

    def __init__(self, where: str) -> None:
        self._where = where
        self._total = 0

    def objects(self, data: bytes) -> dict[int, _Object]:
        found: dict[int, _Object] = {}
        starts = list(_OBJECT.finditer(data))
        if len(starts) > MAX_OBJECTS:
            raise _too_large(f"it has {len(starts):,} objects", self._where)
        for index, start in enumerate(starts):
            end = starts[index + 1].start() if index + 1 < len(starts) else len(data)
            body = data[start.end() : min(end, start.end() + _DICTIONARY_BYTES)]
            stream = _STREAM.search(body)
            number = int(start.group(1))
            if stream is None:
                found[number] = _Object(body)
                continue
            found[number] = self._with_stream(body[: stream.start()], data, start.end() + stream.end(), found)
        for one in found.values():
            one.references = [int(number) for number in _REFERENCE.findall(_PARENT.sub(b"", one.dictionary))]
        return found

    def _with_stream(self, dictionary: bytes, data: bytes, start: int, found: dict[int, _Object]) -> _Object:
        if _IMAGE.search(dictionary) and not _FORM.search(dictionary):
            return _Object(dictionary)  # pictures are never decoded
        content = self._content(data, start)
        if _OBJECT_STREAM.search(dictionary):
            found.update(_inner_objects(dictionary, content))
        if len(_SAVE.findall(content)) > MAX_SAVED_STATES:
            raise _too_large("its pages save more drawing states than any page needs", self._where)
        return _Object(dictionary, len(content), len(_DRAW.findall(content)), _shown(content))

    def _content(self, data: bytes, start: int) -> bytes:
        """Return a stream as it is after inflating, however often it was deflated."""
        content = _inflated(data, start)
        if content is None:
            end = data.find(b"endstream", start)
            return data[start : end if end >= 0 else len(data)]
        for _ in range(_MAX_FILTERS):
            self._charge(len(content))
            again = _inflated(content, 0)
            if again is None:
                return content
            content = again
        raise _too_large("it is compressed many times over", self._where)

    def _charge(self, size: int) -> None:
        self._total += size
        if size > MAX_STREAM_BYTES or self._total > MAX_TOTAL_BYTES:
            raise _too_large(f"it unpacks to more than {min(size, self._total):,} bytes", self._where)


def _shown(content: bytes) -> int:
    """Return how many bytes of strings a stream holds, where it could be too many: operators show nothing else."""
    if len(content) <= MAX_SHOWN_BYTES:
        return 0
    return sum(found.end() - found.start() for found in _SHOWN.finditer(content))


def _inflated(data: bytes, start: int) -> bytes | None:
    """Inflate from ``start``, up to just over the limit; None if this is not deflated.

    ``/Length`` and ``endstream`` are the file's own claims, so the data itself says where it ends.
    """
    if not _is_zlib(data[start : start + 2]):
        return None
    inflater, content = zlib.decompressobj(), bytearray()
    try:
        while start < len(data) and not inflater.eof and len(content) <= MAX_STREAM_BYTES:
            chunk = inflater.unconsumed_tail or data[start : start + _CHUNK_BYTES]
            start += 0 if inflater.unconsumed_tail else len(chunk)
            content += inflater.decompress(chunk, MAX_STREAM_BYTES + 1 - len(content))
    except zlib.error:
        return bytes(content) or None
    return bytes(content)


def _is_zlib(head: bytes) -> bool:
    """Tell the two bytes that zlib data begins with (RFC 1950, 2.2)."""
    return len(head) == 2 and head[0] & 0x0F == 8 and head[0] >> 4 <= 7 and (head[0] * 256 + head[1]) % 31 == 0


def _inner_objects(dictionary: bytes, content: bytes) -> Iterator[tuple[int, _Object]]:
    """Yield the objects that an object stream holds (ISO 32000-1, 7.5.7)."""
    first = re.search(rb"/First[ \r\n\t]+(\d{1,9})", dictionary)
    if first is None:
        return
    start = int(first.group(1))
    numbers = [int(number) for number in re.findall(rb"\d{1,9}", content[:start])]
    places = list(zip(numbers[::2], numbers[1::2], strict=False))
    ends = [place for _number, place in places[1:]] + [len(content) - start]
    for (number, place), end in zip(places, ends, strict=True):
        yield number, _Object(content[start + place : start + min(end, place + _DICTIONARY_BYTES)])


def _check_page(page: _Object, objects: dict[int, _Object], where: str) -> None:
    contents = _CONTENTS.search(page.dictionary)
    if contents is None:
        return
    numbers = [int(number) for number in _REFERENCE.findall(contents.group(1))]
    if len(numbers) == 1 and numbers[0] in objects and not objects[numbers[0]].size:
        numbers += objects[numbers[0]].references  # an array of streams that is an object of its own
    streams = [objects[number] for number in numbers if number in objects]
    size = sum(one.size for one in streams)
    draws = sum(one.draws for one in streams)
    if size + draws * _dearest_form(page, objects, depth=0) > MAX_DRAWN_BYTES:
        raise _too_large("a page draws the same forms over and over", where)
    if sum(one.shown for one in streams) > MAX_SHOWN_BYTES:
        raise _too_large("a page holds more letters than any page", where)


def _dearest_form(owner: _Object, objects: dict[int, _Object], *, depth: int) -> int:
    """Return the cost of the dearest form that an object can draw, in bytes of operators."""
    return max((_cost(form, objects, depth) for form in _forms_of(owner, objects)), default=0)


def _cost(form: _Object, objects: dict[int, _Object], depth: int) -> int:
    if form.cost is None:
        form.cost = 0  # a form that draws itself is drawn once
        inner = _dearest_form(form, objects, depth=depth + 1) if form.draws and depth < 60 else 0
        form.cost = 100 + form.size + form.draws * inner
    return form.cost


def _forms_of(owner: _Object, objects: dict[int, _Object]) -> Iterator[_Object]:
    """Yield the forms that an object names, itself or by way of dictionaries such as its resources."""
    seen: set[int] = set()
    waiting = list(owner.references)
    while waiting:
        number = waiting.pop()
        if number in seen or number not in objects:
            continue
        seen.add(number)
        one = objects[number]
        if one.is_form:
            yield one
        elif not one.size and not _PAGE.search(one.dictionary):
            waiting += one.references
