"""Whether the inner loops of ``kernels`` have been compiled on this machine already, told from files alone.

The compiler keeps its results beside the source, or in the user's cache where that cannot be written (numba,
"Notes on caching"). To ask it would cost half a second, since it has to be loaded first.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

_SOURCE = Path(__file__).with_name("kernels.py")


def is_compiled(source: Path = _SOURCE) -> bool:
    """Tell whether something was compiled of the source as it is now."""
    python = f"py{sys.version_info.major}{sys.version_info.minor}"
    changed_ns = source.stat().st_mtime_ns
    return any(
        index.stat().st_mtime_ns >= changed_ns
        for folder in _folders(source)
        for index in folder.glob(f"{source.stem}.*.{python}.nbi")
    )


def _folders(source: Path) -> Iterator[Path]:
    """Yield where the compiler may keep its results; in a cache, folders begin with the name of the source's."""
    yield source.parent / "__pycache__"
    home = Path("~").expanduser()
    caches = (
        os.environ.get("NUMBA_CACHE_DIR", ""),
        Path(os.environ.get("XDG_CACHE_HOME", "") or home / ".cache") / "numba",
        home / "Library" / "Caches" / "numba",
        Path(os.environ.get("LOCALAPPDATA", "") or home) / "numba" / "Cache",
    )
    for cache in caches:
        yield from Path(cache).glob(f"{source.parent.name}_*") if cache else ()
