"""Whether the first run has to compile is told from files, without loading the compiler."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cuepress.sync import compiling

LOOP = "import numba\n\n@numba.njit(cache=True)\ndef add(a, b):\n    return a + b\n"


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a module with a loop to compile, and no cache of anybody."""
    for name in ("HOME", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
    path = tmp_path / "sync" / "kernels.py"
    path.parent.mkdir()
    path.write_text(LOOP, encoding="utf-8")
    return path


@pytest.mark.parametrize("folder", ["sync/__pycache__", "home/numba/sync_0a1b", "own/sync_0a1b"])
def test_what_was_compiled_is_found_wherever_the_compiler_keeps_it(
    source: Path, folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(source.parent.parent / "own"))
    assert not compiling.is_compiled(source)

    index = source.parent.parent / folder / f"kernels.add-3.py{sys.version_info.major}{sys.version_info.minor}.nbi"
    index.parent.mkdir(parents=True)
    index.touch()

    assert compiling.is_compiled(source)


def test_a_source_that_has_changed_is_compiled_again(source: Path) -> None:
    index = source.parent / "__pycache__" / f"kernels.add-3.py{sys.version_info.major}{sys.version_info.minor}.nbi"
    index.parent.mkdir()
    index.touch()

    os.utime(source, ns=(0, index.stat().st_mtime_ns + 1))

    assert not compiling.is_compiled(source)


def test_the_compiler_itself_leaves_what_is_looked_for(source: Path) -> None:
    code = "import kernels; kernels.add(1, 2)"
    subprocess.run([sys.executable, "-c", code], cwd=source.parent, check=True)

    assert compiling.is_compiled(source)
