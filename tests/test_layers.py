"""The house has a direction: each module may import only what lies below it."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "app" / "cuepress"

# A module may import from its own package and from the storeys named here (which see only what is below them).
GROUND = {"errors", "files", "timecode", "counting", "language", "writing"}
MIDDLE = {"transcripts", "sync", "cueing", "formats"}
STOREYS = {
    "errors": set(),
    "files": {"errors"},
    "timecode": set(),
    "counting": set(),
    "language": {"errors", "counting"},
    "writing": {"language"},
    "model": GROUND,
    "media": {"errors", "files", "timecode"},
    **{name: GROUND | {"model"} for name in MIDDLE},
    "checks": GROUND | {"model"},
    "manifest": GROUND | {"model"},
    "library": GROUND | {"model", "manifest", "formats"},
    "timing": GROUND | {"model", "media", "sync", "formats", "manifest", "library", "__init__"},
    "job": GROUND | MIDDLE | {"model", "media", "manifest", "library", "timing"},
    "pipeline": GROUND | MIDDLE | {"model", "library", "timing", "job"},
    "parts": GROUND | {"model", "sync", "library", "timing", "job", "pipeline"},
    "review": GROUND | MIDDLE | {"model", "media", "checks", "manifest", "library", "job", "pipeline", "__init__"},
    "api": GROUND | MIDDLE | {"model", "checks", "library", "timing", "pipeline", "review"},
    "publish": GROUND | {"model", "formats", "library"},
    "web": GROUND | {"model", "formats", "manifest", "library", "publish"},
    "cli": GROUND
    | MIDDLE
    | {"model", "media", "checks", "library", "timing", "pipeline", "parts", "review", "publish", "web"}
    | {"__init__"},
    "__init__": {"errors", "model", "sync", "api"},
    "__main__": {"cli"},
}

# Within these, too, each module sees only those that stand before it.
ORDER = {
    "timing": ["handwork", "excerpts", "keeping", "recording", "records", "again", "originals", "translations"],
    "job": ["abreast", "sources", "runs", "cuts", "orders", "making"],
    "review": ["fetching", "checking", "paging", "waiving", "fixing"],
    "cli": [
        *("terminal", "sample", "doctor", "outcome", "arguments", "site_arguments", "reviewing", "publishing"),
        *("commands", "__init__"),
    ],
}


def modules() -> Iterator[tuple[str, Path]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        yield path.relative_to(PACKAGE).parts[0].removesuffix(".py"), path


def imports(path: Path) -> Iterator[tuple[str, int]]:
    """Yield each storey of Cuepress that a file imports, wherever in the file, and the line."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module == "cuepress":
            names = [f"cuepress.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        else:
            continue
        for name in names:
            head, _, rest = name.partition(".")
            if head == "cuepress" and rest:
                storey = rest.split(".")[0]
                yield storey if not storey.startswith("__") else "__init__", node.lineno


def neighbours(path: Path, package: str) -> Iterator[tuple[str, int]]:
    """Yield each module of its own package that a file imports, and the line."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == f"cuepress.{package}":
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith(f"cuepress.{package}."):
            yield (node.module or "").split(".")[2], node.lineno


@pytest.mark.parametrize(
    ("storey", "path"), list(modules()), ids=lambda value: str(value).rpartition("cuepress/")[2]
)
def test_a_module_imports_only_what_lies_below_it(storey: str, path: Path) -> None:
    allowed = STOREYS[storey] | {storey}

    wrong = [f"line {line}: {name}" for name, line in imports(path) if name not in allowed]

    assert not wrong, f"{path.name} reaches up or sideways: {wrong}"


@pytest.mark.parametrize("package", list(ORDER))
def test_within_a_package_a_module_imports_only_those_before_it(package: str) -> None:
    order = ORDER[package]
    paths = {path.stem: path for path in (PACKAGE / package).glob("*.py")}

    wrong = [
        f"{name} line {line}: {other}"
        for place, name in enumerate(order)
        for other, line in neighbours(paths[name], package)
        if other not in order[:place]
    ]

    assert sorted({*order, "__init__"}) == sorted(paths)
    assert not wrong, f"reaches up or sideways: {wrong}"


@pytest.mark.parametrize(
    ("storey", "path"), list(modules()), ids=lambda value: str(value).rpartition("cuepress/")[2]
)
def test_only_media_starts_processes_and_only_the_command_line_prints(storey: str, path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    calls = {
        node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }

    if storey != "media" and path.stem != "abreast":  # the latter has children of its own, and starts no program
        assert "multiprocessing" not in names
    if storey != "media":
        assert not names & {"subprocess", "ffmpeg", "imageio_ffmpeg"}
    if storey != "cli" or path.stem not in {"commands", "terminal"}:
        assert "print" not in calls
        assert "click" not in names or (storey == "cli" and path.stem.endswith("arguments"))


def test_importing_the_package_is_light_and_leaves_the_host_alone() -> None:
    """No numeric, document or web library is imported, and logging is as it was."""
    code = (
        "import logging, sys; import cuepress, cuepress.cli; "
        "heavy = {'numpy', 'lxml', 'docx', 'flask', 'PIL', 'pypdfium2', 'langcodes', 'ffmpeg', 'webvtt'}; "
        "print(sorted(heavy & set(sys.modules)), logging.root.handlers)"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[] []"
