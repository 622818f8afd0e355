"""One file that is to be published: its name below the folder, and its content or where that lies."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from cuepress.errors import LibraryError
from cuepress.files import shown

_UNFIT = re.compile(r"[\\\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Item:
    """A file of a folder to be. ``source`` is a file to copy; without it the content is ``data``."""

    name: str
    data: bytes = b""
    source: Path | None = None

    def __post_init__(self) -> None:
        parts = self.name.split("/")
        if _UNFIT.search(self.name) or PurePosixPath(self.name).is_absolute() or {"", ".", ".."} & set(parts):
            raise LibraryError("this name would lead out of the folder", shown(self.name), "rename the file")
