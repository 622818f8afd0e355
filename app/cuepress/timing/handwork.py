"""Whether a track on disk is as it was written, or was changed by hand since, or came from elsewhere."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from cuepress import files
from cuepress.errors import LibraryError
from cuepress.manifest import TrackRecord

Status = Literal["written", "unchanged", "kept"]


def holds(path: Path, data: bytes) -> bool:
    """Tell whether a file is there and holds just this."""
    return files.exists(path, error=LibraryError) and _content(path) == data


def is_foreign(path: Path, before: TrackRecord | None) -> bool:
    """Tell whether a file is there that is not as we wrote it."""
    return files.exists(path, error=LibraryError) and (before is None or not is_as_made((path,), before))


def is_as_made(paths: tuple[Path, ...], record: TrackRecord) -> bool:
    """Tell whether tracks are as they were written."""
    return all(record.files.get(path.name) == sha256(_content(path)) for path in paths)


def write(written: Mapping[Path, bytes], before: TrackRecord | None, *, overwrite: bool) -> Status:
    """Write what is new; leave alone what a person changed, or what came from elsewhere."""
    changed = {path: data for path, data in written.items() if not holds(path, data)}
    if not changed:
        return "unchanged"
    if not overwrite and any(is_foreign(path, before) for path in changed):
        return "kept"
    for path, data in changed.items():
        files.write_whole(path, data)
    return "written"


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _content(path: Path) -> bytes:
    """Return what stands in a track that was there before; it may be empty, which no document may."""
    try:
        return path.read_bytes()
    except OSError as failure:
        raise LibraryError(
            f"the track that is there cannot be read ({failure.strerror})",
            files.shown(path),
            "move it away or change its permissions",
        ) from failure
