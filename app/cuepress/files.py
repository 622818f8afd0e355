"""Reading and writing whole files: a limit on what comes in, all or nothing on what goes out.

Sees only ``errors``. A reader says which error a missing or oversized file is, since a transcript that is not
there and a video that is not there are answered with different exit codes.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from cuepress.errors import CuepressError, InputError, LibraryError

MAX_DOCUMENT_BYTES = 64 * 1024 * 1024  # a 2,000-page book with pictures is smaller


def shown(path: Path | str) -> str:
    """Return a path as text that can be printed on any terminal, whatever bytes it is made of."""
    return os.fsencode(path).decode("utf-8", "backslashreplace").replace("\n", "\\n")


def check_is_file(path: Path, *, error: type[CuepressError] = InputError) -> None:
    """Raise ``error`` unless ``path`` is a file that can be read and holds at least one byte."""
    where = shown(path)
    if not path.exists():
        raise error("there is no such file", where, "check the name and the folder")
    if path.is_dir():
        raise error("this is a folder, not a file", where, "name the file inside it")
    if not path.is_file():
        raise error("this is not an ordinary file", where, "copy its content into a file first")
    if not os.access(path, os.R_OK):
        raise error("you may not read this file", where, "change its permissions or ask its owner")
    if path.stat().st_size == 0:
        raise error("the file is empty", where, "export or copy it again")


def read_bytes(
    path: Path,
    *,
    error: type[CuepressError] = InputError,
    max_bytes: int = MAX_DOCUMENT_BYTES,
) -> bytes:
    """Read a whole file, or raise ``error`` saying why that cannot be done."""
    check_is_file(path, error=error)
    size = path.stat().st_size
    if size > max_bytes:
        raise error(
            f"the file has {size:,} bytes, more than the {max_bytes:,} that are read",
            shown(path),
            "remove pictures or split it",
        )
    try:
        return path.read_bytes()
    except OSError as failure:
        raise error(f"the file cannot be read ({failure.strerror})", shown(path)) from failure


def write_whole(path: Path, data: bytes) -> None:
    """Replace a file as a whole or not at all: written beside it, flushed to disk, then renamed over it.

    Raises
    ------
    LibraryError
        If the disk is full or the folder may not be written; the old file is then still there, untouched.
    """
    part: str | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, part = tempfile.mkstemp(dir=path.parent, prefix=".cuepress-", suffix=".part")
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(part).chmod(_usual_mode())
        Path(part).replace(path)
    except OSError as failure:
        raise LibraryError(
            f"cannot write ({failure.strerror}); what was there before is unchanged",
            shown(path),
            "free some space or choose another folder with --out",
        ) from failure
    finally:
        if part is not None:
            with contextlib.suppress(OSError):
                Path(part).unlink()


def _usual_mode() -> int:
    """Return the permissions that a new file would get; mkstemp gives none to others."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
