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
GROUND = {"errors", "files", "timecode", "counting", "language", "writing", "glossary"}
MIDDLE = {"transcripts", "sync", "cueing", "formats"}
STOREYS = {
    "errors": set(),
    "files": {"errors"},
    "timecode": set(),
    "counting": set(),
    "language": {"errors", "counting"},
    "writing": {"language"},
    "glossary": {"errors", "files", "language"},
    "model": GROUND,
    "media": {"errors", "files", "timecode"},
    **{name: GROUND | {"model"} for name in MIDDLE},
    "checks": GROUND | {"model"},
    "manifest": GROUND | {"model"},
    "sidebyside": {"model", "manifest"},
    "library": GROUND | {"model", "manifest", "formats"},
    "keeping": GROUND | {"model", "sync", "manifest", "library", "__init__"},
    "recording": GROUND | {"model", "media", "sync", "keeping"},
    "records": GROUND | {"model", "media", "manifest", "sync", "__init__"},
    "handwork": GROUND | {"manifest"},
    "sources": GROUND | {"model", "transcripts"},
    "excerpts": {"model"},
    "again": GROUND | {"model", "sync", "manifest", "keeping", "records", "recording", "excerpts"},
    "originals": GROUND | {"model", "sync", "formats", "manifest", "library", "records", "recording", "handwork"},
    "translations": GROUND | {"model", "sync", "manifest", "recording", "originals"},
    "runs": GROUND | {"model", "sync", "handwork", "recording", "originals", "translations"},
    "cuts": GROUND | {"model", "sync", "cueing", "formats", "runs"},
    "orders": GROUND | {"model", "manifest", "library", "records", "again", "handwork", "translations", "runs"},
    "abreast": GROUND,
    "job": GROUND
    | {"model", "media", "sync", "manifest", "library", "keeping", "records", "recording", "sources", "again"}
    | {"handwork", "originals", "translations", "runs", "orders", "abreast", "cuts", "cueing"},
    "pipeline": GROUND
    | MIDDLE
    | {"model", "library", "keeping", "records", "recording", "sources", "runs", "job"},
    "parts": GROUND
    | {"model", "sync", "library", "excerpts", "recording", "originals", "translations", "runs", "pipeline"},
    "outcome": GROUND | {"model", "sync", "cueing", "library", "records", "pipeline"},
    "sample": GROUND | MIDDLE | {"model", "media"},
    "doctor": GROUND | MIDDLE | {"model", "media"},
    "checking": GROUND | MIDDLE | {"model", "manifest", "library", "checks", "runs", "pipeline", "__init__"},
    "fetching": set(),
    "paging": GROUND | {"model", "formats", "checks", "checking", "fetching", "__init__"},
    "waiving": {"errors", "files", "checks"},
    "fixing": GROUND | {"model", "media", "formats", "cueing", "checks"},
    "api": GROUND | MIDDLE | {"model", "checks", "library", "pipeline", "recording", "checking", "waiving"},
    "publish": GROUND | {"model", "formats", "library"},
    "web": GROUND | {"model", "formats", "manifest", "sidebyside", "library", "publish"},
    "terminal": {"files", "timecode"},
    "arguments": GROUND | {"model", "formats", "pipeline", "checks", "checking", "paging"},
    "reviewing": GROUND | {"checks", "checking", "fixing", "waiving", "terminal"},
    "publishing": {"errors", "files", "language", "model", "library", "media", "publish", "web", "terminal"},
    "site_arguments": {"arguments"},
    "cli": GROUND
    | MIDDLE
    | {"model", "media", "library", "pipeline", "recording", "sample", "doctor", "outcome", "parts", "web"}
    | {"terminal", "arguments", "checks", "paging", "waiving", "reviewing", "publishing"}
    | {"site_arguments", "__init__"},
    "__init__": {"errors", "model", "sync", "api"},
    "__main__": {"cli"},
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


@pytest.mark.parametrize(
    ("storey", "path"), list(modules()), ids=lambda value: str(value).rpartition("cuepress/")[2]
)
def test_a_module_imports_only_what_lies_below_it(storey: str, path: Path) -> None:
    allowed = STOREYS[storey] | {storey}

    wrong = [f"line {line}: {name}" for name, line in imports(path) if name not in allowed]

    assert not wrong, f"{path.name} reaches up or sideways: {wrong}"


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

    if storey not in {"media", "abreast"}:  # the latter has children of its own, and starts no program
        assert "multiprocessing" not in names
    if storey != "media":
        assert not names & {"subprocess", "ffmpeg", "imageio_ffmpeg"}
    if storey not in {"cli", "terminal"}:
        assert "print" not in calls
        assert "click" not in names or storey in {"arguments", "site_arguments"}


def test_importing_the_package_is_light_and_leaves_the_host_alone() -> None:
    """No numeric, document or web library is imported, and logging is as it was."""
    code = (
        "import logging, sys; import cuepress, cuepress.cli; "
        "heavy = {'numpy', 'lxml', 'docx', 'flask', 'PIL', 'pypdfium2', 'langcodes', 'ffmpeg', 'webvtt'}; "
        "print(sorted(heavy & set(sys.modules)), logging.root.handlers)"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[] []"
