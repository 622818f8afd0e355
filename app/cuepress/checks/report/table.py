"""A report as CSV, for spreadsheets: a row for each finding."""

from __future__ import annotations

import csv
import io

from cuepress.checks.model import Finding, Report, Rule
from cuepress.checks.report.wording import fit, media_fragment, number, subject_name
from cuepress.timecode import clock

COLUMNS = (
    "track",
    "language",
    "cue",
    "line",
    "column",
    "in",
    "out",
    "severity",
    "authority",
    "rule",
    "title",
    "message",
    "value",
    "limit",
    "unit",
    "source",
    "clauses",
    "text",
    "waived by",
    "waived on",
    "waived because",
    "video",
)
# A spreadsheet takes a cell that begins so for a formula, and a formula can call programs (CWE-1236).
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_csv(report: Report, *, media_href: str = "") -> bytes:
    """Return a table in UTF-8 with a byte order mark, without which Excel misreads letters with accents."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")  # RFC 4180
    writer.writerow(COLUMNS)
    rules = {rule.id: rule for rule in report.rules}
    for finding in report.findings:
        writer.writerow([_cell(text) for text in _row(finding, rules.get(finding.rule), media_href)])
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")


def _row(finding: Finding, rule: Rule | None, media_href: str) -> list[str]:
    return [
        subject_name(finding.track),
        finding.language,
        str(finding.cue or ""),
        str(finding.line or ""),
        str(finding.column or ""),
        "" if finding.start_ms is None else clock(finding.start_ms),
        "" if finding.end_ms is None else clock(finding.end_ms),
        finding.severity,
        rule.authority if rule else "",
        finding.rule,
        rule.title if rule else "",
        finding.message,
        number(finding.value),
        number(finding.limit),
        finding.unit,
        finding.source,
        "; ".join(map(str, rule.clauses)) if rule else "",
        finding.excerpt,
        finding.waived.name if finding.waived else "",
        finding.waived.date if finding.waived else "",
        finding.waived.reason if finding.waived else "",
        media_fragment(media_href, finding.start_ms, finding.end_ms),
    ]


def _cell(text: str) -> str:
    """Return the text so that no spreadsheet runs it. A negative number is one, whatever stands before it."""
    cleaned = fit(text)
    is_number = cleaned.removeprefix("-").replace(".", "", 1).isdecimal()
    return f"'{cleaned}" if cleaned.startswith(_FORMULA) and not is_number else cleaned
