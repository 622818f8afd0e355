"""A report as JUnit XML, for build servers: a suite for each track, a case for each rule.

Only an error that nobody waived is a failure. Warnings stand in the output of their case; what was not tested is
skipped, with the reason. There is no standard but what servers read: https://github.com/testmoapp/junitxml.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree as ET

from cuepress.checks.model import Finding, Outcome, Report, Rule
from cuepress.checks.report.words import (
    findings_of,
    fit,
    measure,
    of_track,
    outcomes_of,
    place,
    subject_name,
    subjects,
    times,
    tool_name,
)


def write_junit(report: Report) -> bytes:
    suites = [_suite(report, track) for track in subjects(report)]
    root = ET.Element("testsuites", name=tool_name(report)[0])
    root.extend(suites)
    for total in ("tests", "failures", "errors", "skipped"):
        root.set(total, str(sum(int(suite.get(total, "0")) for suite in suites)))
    ET.indent(root)
    return ET.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"


def _suite(report: Report, track: str) -> ET.Element:
    name = fit(subject_name(track))
    suite = ET.Element("testsuite", name=name)
    if report.made_at:
        suite.set("timestamp", report.made_at)
    facts = of_track(report, track)
    if facts is not None and facts.error:
        case = ET.SubElement(suite, "testcase", name="the track can be read", classname=name)
        ET.SubElement(case, "error", message=fit(facts.error), type="unreadable")
    found = findings_of(report, track)
    for outcome in outcomes_of(report, track):
        mine = [finding for finding in found if finding.rule == outcome.rule]
        suite.append(_case(report.rules, name, outcome, mine))
    suite.set("tests", str(len(suite)))
    suite.set("failures", str(len(suite.findall("testcase/failure"))))
    suite.set("errors", str(len(suite.findall("testcase/error"))))
    suite.set("skipped", str(len(suite.findall("testcase/skipped"))))
    return suite


def _case(rules: Sequence[Rule], classname: str, outcome: Outcome, found: Sequence[Finding]) -> ET.Element:
    title = next((rule.title for rule in rules if rule.id == outcome.rule), "")
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
    waived = f" [waived by {finding.waived.name}: {finding.waived.reason}]" if finding.waived else ""
    measured = f" ({measure(finding)})" if measure(finding) else ""
    return f"{finding.severity}: {where + ': ' if where else ''}{finding.message}{measured}{waived}"
