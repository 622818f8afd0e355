"""Bytes that are no UTF-8, and characters that end a text too early."""

from __future__ import annotations

from collections.abc import Iterator

from cuepress.checks.material import RawFile
from cuepress.checks.syntax import rules
from cuepress.checks.syntax.fault import Fault


def faults(raw: RawFile) -> Iterator[Fault]:
    """Yield what is wrong with the bytes of a file. Browsers read WebVTT as UTF-8 whatever it is."""
    if raw.encoding != "utf-8":
        severity = rules.ENCODING.severity if raw.is_webvtt else "warning"
        line, column = _first_broken(raw.data)
        what = f"the file is in {raw.encoding.upper()}, not in UTF-8"
        yield Fault(rules.ENCODING, line, column, what, 1 if line else 0, severity)
    else:
        yield from _broken(raw.data)
    at = raw.text.find("\0")
    if at >= 0:
        yield Fault(rules.NUL, *_place(raw.text[:at]), "a NUL character", 1)


def _broken(data: bytes) -> Iterator[Fault]:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as failure:
        line, column = _place(data[: failure.start].decode("utf-8-sig", "replace"))
        shown = " ".join(f"{byte:02X}" for byte in data[failure.start : failure.end])
        yield Fault(rules.ENCODING, line, column, f"the bytes {shown} are no UTF-8", 1)


def _first_broken(data: bytes) -> tuple[int, int]:
    """Return line and column of the first byte that is no UTF-8; of UTF-16 and UTF-32, in which none is, 0."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as failure:
        if b"\0" not in data[:64]:
            return _place(data[: failure.start].decode("utf-8-sig", "replace"))
    return 0, 0


def _place(before: str) -> tuple[int, int]:
    """Return line and column of what comes after a text."""
    lines = before.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return len(lines), len(lines[-1]) + 1
