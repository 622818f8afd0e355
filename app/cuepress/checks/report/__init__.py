"""A ``Report`` as other programs and people want it: a writer for each format.

Writers see plain data only, escape whatever a track may say, and neither open files nor read a clock. To add a
format: a module with a function like the others', and a line in ``FORMATS``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from cuepress.checks.model import Report
from cuepress.checks.report.earl import write_earl
from cuepress.checks.report.junit import write_junit
from cuepress.checks.report.page import write_html
from cuepress.checks.report.sarif import write_sarif
from cuepress.checks.report.structured import write_json
from cuepress.checks.report.table import write_csv


class Writer(Protocol):
    """Writes a report as bytes; ``media_href`` is the address of the video, relative to the report, or nothing."""

    def __call__(self, report: Report, *, media_href: str = "") -> bytes: ...


@dataclass(frozen=True, slots=True)
class ReportFormat:
    """A way to write a report: its name as the command takes it, the usual extension, and the writer."""

    name: str
    extension: str
    write: Writer


FORMATS: Mapping[str, ReportFormat] = {
    each.name: each
    for each in (
        ReportFormat("json", ".json", write_json),
        ReportFormat("csv", ".csv", write_csv),
        ReportFormat("junit", ".xml", write_junit),
        ReportFormat("sarif", ".sarif", write_sarif),
        ReportFormat("earl", ".jsonld", write_earl),
        ReportFormat("html", ".html", write_html),
    )
}

__all__ = ["FORMATS", "ReportFormat", "Writer"]
