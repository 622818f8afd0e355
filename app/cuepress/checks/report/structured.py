"""A report as JSON, for programs: everything that is known, in a shape that ``schema-1.json`` describes."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from cuepress.checks.model import Report
from cuepress.checks.report.wording import verdict

SCHEMA = 1
SCHEMA_FILE = Path(__file__).with_name(f"schema-{SCHEMA}.json")


def plain(report: Report) -> dict[str, Any]:
    """Return the report as plain values. A field is never left out; what is unknown is null, empty or 0."""
    return {
        "schema": SCHEMA,
        "summary": {
            "verdict": verdict(report),
            "pages": len(report.pages),
            "tracks": len(report.tracks),
            "errors": report.n_errors,
            "warnings": report.count("warning"),
            "notices": report.count("notice"),
            "waived": sum(finding.waived is not None for finding in report.findings),
            "untested": len({each.rule for each in report.outcomes if each.value == "untested"}),
        },
        **asdict(report),
    }


def write_json(report: Report, *, media_href: str = "") -> bytes:  # noqa: ARG001 - all writers are called alike
    """Return the report as JSON in UTF-8. Halves of characters, which UTF-8 cannot hold, are replaced."""
    text = json.dumps(plain(report), ensure_ascii=False, indent=1)
    return text.encode("utf-8", "replace") + b"\n"
