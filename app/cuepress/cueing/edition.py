"""Which edition of the rules a track was cut by, so that a newer one cuts it again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib import metadata, resources
from importlib.resources.abc import Traversable

_PACKAGE = "cuepress.cueing"
# How a text is counted and parted is written beside the package, and in the libraries that know the languages.
_BESIDE = ("counting.py", "language.py")
_LIBRARIES = ("budoux", "icu4py", "sentencex")


@cache
def edition() -> str:
    """Return a digest of all that cues depend on besides text, times and profile: costs, word lists, the solver.

    It is one of the files themselves, so that no change of them can be forgotten.
    """
    digest = hashlib.sha256()
    package = resources.files(_PACKAGE)
    beside = resources.files("cuepress")
    for name, file in [*_files(package, ""), *((name, beside / name) for name in _BESIDE)]:
        digest.update(f"{name}\0".encode() + file.read_bytes().replace(b"\r\n", b"\n"))
    for library in _LIBRARIES:
        digest.update(f"{library} {metadata.version(library)}".encode())
    return digest.hexdigest()


def _files(folder: Traversable, path: str) -> Iterator[tuple[str, Traversable]]:
    """Yield the sources and tables of a folder in order; profiles are known by what they say."""
    for each in sorted(folder.iterdir(), key=lambda entry: entry.name):
        name = f"{path}/{each.name}"
        if each.is_dir() and each.name not in {"profiles", "__pycache__"}:
            yield from _files(each, name)
        elif each.name.endswith((".py", ".toml")):
            yield name, each
