"""Builds PDF files for tests, object by object, so that each test says exactly what stands where on a page."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence

PAGE_WIDTH_PT, PAGE_HEIGHT_PT = 595, 842
# Widths of Helvetica for layout in tests: near enough that words do not run into each other.
_NARROW, _USUAL = set("fijlt.,:;'!|I ()"), 0.556


def width_pt(text: str, size_pt: float) -> float:
    return sum(0.278 if character in _NARROW else _USUAL for character in text) * size_pt


def at(x: float, top: float, text: str, *, size: float = 11, bold: bool = False, rise: float = 0) -> bytes:
    """Return the operators that show ``text`` from ``x`` on, its baseline ``top`` below the top."""
    escaped = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)").encode("cp1252")
    font = "F2" if bold else "F1"
    return b"BT /%s %g Tf %g Ts 1 0 0 1 %g %g Tm (%s) Tj ET\n" % (
        font.encode(),
        size,
        rise,
        x,
        PAGE_HEIGHT_PT - top,
        escaped,
    )


def lines(x: float, top: float, texts: Iterable[str], *, size: float = 11, leading: float = 13) -> bytes:
    """Return lines of text below each other."""
    return b"".join(at(x, top + index * leading, text, size=size) for index, text in enumerate(texts))


def rule(x0: float, top0: float, x1: float, top1: float) -> bytes:
    return b"%g %g m %g %g l S\n" % (x0, PAGE_HEIGHT_PT - top0, x1, PAGE_HEIGHT_PT - top1)


def stream(data: bytes, extra: bytes = b"", *, deflated: bool = False) -> bytes:
    if deflated:
        data, extra = zlib.compress(data, 9), extra + b" /Filter /FlateDecode"
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), extra, data)


def pdf(
    pages: Sequence[bytes],
    *,
    info: bytes = b"",
    catalog: bytes = b"",
    more: Sequence[bytes] = (),
    resources: bytes = b"",
) -> bytes:
    """Return a PDF file with these page contents; ``more`` are objects numbered from 6 on."""
    fonts = b"/Font << /F1 3 0 R /F2 4 0 R >>"
    first = 6 + len(more)
    kids = b" ".join(b"%d 0 R" % (first + 2 * index) for index in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog,
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(pages)),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
        b"<< %s >>" % info,
        *more,
    ]
    for index, content in enumerate(pages):
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents %d 0 R /Resources << %s %s >> >>"
            % (PAGE_WIDTH_PT, PAGE_HEIGHT_PT, first + 2 * index + 1, fonts, resources)
        )
        objects.append(stream(content))
    return _file(objects)


def _file(objects: Sequence[bytes]) -> bytes:
    out = bytearray(b"%PDF-1.7\n")
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d /Root 1 0 R /Info 5 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)
