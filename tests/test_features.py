"""The tests that ``docs/features.md`` names are there."""

from __future__ import annotations

import re
from pathlib import Path

HERE = Path(__file__).parent
TEXT = (HERE.parent / "docs" / "features.md").read_text(encoding="utf-8")


def test_every_test_that_is_named_is_there() -> None:
    named = re.findall(r"`(test_\w+\.py)::(test_\w+)`", TEXT)

    missing = [
        f"{file}::{name}"
        for file, name in named
        if f"\ndef {name}(" not in (HERE / "web" / file).read_text("utf-8")
    ]

    assert len(named) > 35
    assert missing == []


def test_every_line_of_the_tables_names_one() -> None:
    rows = [line for line in TEXT.splitlines() if line.startswith("| ") and "shown by" not in line]

    assert [row for row in rows if "::test_" not in row and not row.startswith(("| |", "| complaint"))] == []
