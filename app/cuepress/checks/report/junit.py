"""A report as JUnit XML, for build servers: a suite for each track, a case for each rule.

Only an error that nobody waived is a failure. Warnings stand in the output of their case; what was not tested is
skipped, with the reason. There is no standard but what servers read: https://github.com/testmoapp/junitxml.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree as ET

from cuepress.checks.model import Finding, Outcome, Report
from cuepress.checks.report.wording import (
    acceptance,
    by_track,
    fit,
    measure,
    place,
    subject_name,
    times,
    tool_name,
)


def write_junit(report: Report, *, media_href: str = "") -> bytes:  # noqa: ARG001 - all writers are called alike
    suites = [_suite(report, track, *mine) for track, mine in by_track(report).items()]
    root = ET.Element("testsuites", name=tool_name(report)[0])
    root.extend(suites)
    for total in ("tests", "failures", "errors", "skipped"):
        root.set(total, str(sum(int(suite.get(total, "0")) for suite in suites)))
    ET.indent(root)
    text = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'.encode()


def _suite(report: Report, track: str, outcomes: Sequence[Outcome], found: Sequence[Finding]) -> ET.Element:
    name = fit(subject_name(track))
    suite = ET.Element("testsuite", name=name)
    if report.made_at:
        suite.set("timestamp", report.made_at)
    titles = {rule.id: rule.title for rule in report.rules}
    for outcome in outcomes:
        mine = [finding for finding in found if finding.rule == outcome.rule]
        suite.append(_case(titles.get(outcome.rule, ""), name, outcome, mine))
    suite.set("tests", str(len(suite)))
    suite.set("failures", str(len(suite.findall("testcase/failure"))))
    suite.set("errors", "0")
    suite.set("skipped", str(len(suite.findall("testcase/skipped"))))
    return suite


def _case(title: str, classname: str, outcome: Outcome, found: Sequence[Finding]) -> ET.Element:
    case = ET.Element("testcase", name=f"{outcome.rule}: {title}" if title else outcome.rule, classname=classname)
    errors = [finding for finding in found if finding.counts]
    others = [finding for finding in found if not finding.counts]
    if errors:
        failure = ET.SubElement(case, "failure", message=fit(_first(errors)), type=outcome.rule)
        failure.text = fit("\n".join(map(_line, errors)))
    elif outcome.value in {"untested", "inapplicable"}:
        ET.SubElement(case, "skipped", message=fit(f"{outcome.value}: {outcome.reason}"))
    if others:
        ET.SubElement(case, "system-out").text = fit("\n".join(map(_line, others)))
    return case


def _first(errors: Sequence[Finding]) -> str:
    rest = len(errors) - 1
    return f"{errors[0].message} (and {rest:,} more)" if rest else errors[0].message


def _line(finding: Finding) -> str:
    where = " ".join(part for part in (place(finding), times(finding)) if part)
    waived = f" [{acceptance(finding)}]" if finding.waived else ""
    measured = f" ({measure(finding)})" if measure(finding) else ""
    return f"{finding.severity}: {where + ': ' if where else ''}{finding.message}{measured}{waived}"
