"""The README is held to the code: every command, exit code and public name is there."""

from __future__ import annotations

from pathlib import Path

import cuepress
from cuepress import errors
from cuepress.cli import cli

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")


def test_every_command_is_in_the_readme() -> None:
    missing = [name for name in cli.commands if f"`cuepress {name}" not in README]

    assert not missing


def test_every_exit_code_is_in_the_readme() -> None:
    kinds = [
        kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.CuepressError)
    ]

    assert kinds
    assert all(f"| {kind.exit_code} |" in README for kind in kinds)


def test_every_path_in_the_map_is_there() -> None:
    root = Path(__file__).parent.parent
    rows = [line for line in README.splitlines() if line.startswith("| ") and "`app/" in line]
    paths = [part for row in rows for part in row.split("`") if part.startswith(("app/", "media/"))]

    assert paths
    assert [path for path in paths if not list(root.glob(path))] == []


def test_public_names_are_those_that_can_be_imported() -> None:
    assert sorted(cuepress.__all__) == cuepress.__all__
    assert all(hasattr(cuepress, name) for name in cuepress.__all__)
