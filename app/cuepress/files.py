"""Reading and writing whole files: a limit on what comes in, all or nothing on what goes out.

Sees only ``errors``. A reader says which error a missing or oversized file is, since a transcript that is not
there and a video that is not there are answered with different exit codes.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import stat
import tempfile
from pathlib import Path

from cuepress.errors import CuepressError, InputError, LibraryError

# Control characters (C0, C1), changes of direction, and halves of characters.
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

MAX_DOCUMENT_BYTES = 64 * 1024 * 1024  # a 2,000-page book with pictures is smaller


def shown(path: Path | str) -> str:
    """Return a path as text that can be printed on any terminal, whatever bytes it is made of."""
    return printable(os.fsencode(path).decode("utf-8", "backslashreplace"))


def printable(text: str) -> str:
    """Return text with its control characters written out: an escape sequence could repaint a terminal, and a
    change of direction make ``gpj.exe`` look like ``exe.jpg``.
    """
    return _UNPRINTABLE.sub(lambda found: ascii(found.group())[1:-1], text)


def check_is_file(path: Path, *, error: type[CuepressError] = InputError) -> None:
    """Raise ``error`` unless ``path`` is a file that can be read and holds at least one byte."""
    where = shown(path)
    status = _status(path, error)
    if status is None:
        raise error("there is no such file", where, "check the name and the folder")
    if stat.S_ISDIR(status.st_mode):
        raise error("this is a folder, not a file", where, "name the file inside it")
    if not stat.S_ISREG(status.st_mode):
        raise error("this is not an ordinary file", where, "copy its content into a file first")
    if not os.access(path, os.R_OK):
        raise error("you may not read this file", where, "change its permissions or ask its owner")
    if status.st_size == 0:
        raise error("the file is empty", where, "export or copy it again")


def check_folder(path: Path) -> None:
    """Raise ``LibraryError`` unless a file can be made in a folder, which may yet have to be made itself.

    A full disk shows only in writing; what can be told at once is told before the work.
    """
    nearest = path.absolute()
    while not exists(nearest, error=LibraryError) and nearest != nearest.parent:
        nearest = nearest.parent
    if not nearest.is_dir():
        raise LibraryError("a file stands where the folder should be", shown(path), "choose another folder")
    if not os.access(nearest, os.W_OK | os.X_OK):
        raise LibraryError(
            "you may not write into this folder", shown(nearest), "change its permissions or choose another folder"
        )


def exists(path: Path, *, error: type[CuepressError] = InputError) -> bool:
    """Tell whether something is at ``path``; raise ``error`` where the system will not say."""
    return _status(path, error) is not None


def _status(path: Path, error: type[CuepressError]) -> os.stat_result | None:
    """Return what the system knows of a file, or None if there is none; links are followed."""
    try:
        return path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except PermissionError as failure:
        raise error(
            "you may not look into its folder", shown(path), "change its permissions or ask its owner"
        ) from failure
    except (OSError, ValueError) as failure:  # a name that is too long, a ring of links, a name with a zero byte
        reason = failure.strerror if isinstance(failure, OSError) else "no name can hold a zero byte"
        raise error(f"this cannot be the name of a file ({reason})", shown(path), "check the name") from failure


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
    _refuse_device(path)
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
            _NEXT_STEPS.get(failure.errno or 0, "choose another place"),
        ) from failure
    finally:
        if part is not None:
            with contextlib.suppress(OSError):
                Path(part).unlink()


def _refuse_device(path: Path) -> None:
    """Refuse to put a file in the place of a device or a pipe: the next program would miss ``/dev/null``."""
    with contextlib.suppress(OSError):  # whatever it is, writing will say it better
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
            raise LibraryError("this is a device or a pipe, not a file", shown(path), "name a file")


_NEXT_STEPS = {
    errno.ENOSPC: "free some space or choose another folder",
    errno.EDQUOT: "free some space or choose another folder",
    errno.EACCES: "change the folder's permissions or choose another folder",
    errno.EPERM: "change the folder's permissions or choose another folder",
    errno.EROFS: "choose another folder",
    errno.EISDIR: "a folder has this name; choose another",
    errno.EEXIST: "a file stands where the folder should be; choose another folder",
    errno.ENOTDIR: "a file stands where the folder should be; choose another folder",
    errno.ENAMETOOLONG: "choose a shorter name",
}


def _usual_mode() -> int:
    """Return the permissions that a new file would get; mkstemp gives none to others."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
