"""A report as EARL 1.0 (W3C, Evaluation and Report Language) in JSON-LD, for tools that gather evaluations.

Two kinds of assertions: one for each rule and track, with the rule as a test case of our own; one for each clause
of a law that rules with a legal duty serve: ``failed`` where one of them failed for certain, ``untested`` or
``inapplicable`` where that is all that can be said, and else ``cantTell``: that a machine found nothing does not
make captions accurate. Limits of style never reach a clause of a law. A waiver changes no outcome; it is told.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from urllib.parse import quote

from cuepress.checks.clauses import LAWS
from cuepress.checks.model import Clause, Finding, Outcome, OutcomeValue, Report, Rule
from cuepress.checks.report.wording import (
    acceptance,
    by_track,
    fit,
    measure,
    media_fragment,
    tool_name,
    web_address,
)

# Written out, so that nothing has to be fetched to read it.
CONTEXT: dict[str, Any] = {
    "@version": 1.1,
    "earl": "http://www.w3.org/ns/earl#",
    "dct": "http://purl.org/dc/terms/",
    "doap": "http://usefulinc.com/ns/doap#",
    "ptr": "http://www.w3.org/2009/pointers#",
    "Assertion": "earl:Assertion",
    "Software": "earl:Software",
    "TestCase": "earl:TestCase",
    "TestRequirement": "earl:TestRequirement",
    "TestResult": "earl:TestResult",
    "TestSubject": "earl:TestSubject",
    "assertedBy": {"@id": "earl:assertedBy", "@type": "@id"},
    "subject": {"@id": "earl:subject", "@type": "@id"},
    "test": {"@id": "earl:test", "@type": "@id"},
    "mode": {"@id": "earl:mode", "@type": "@id"},
    "result": {"@id": "earl:result"},
    "outcome": {"@id": "earl:outcome", "@type": "@id"},
    "pointer": {"@id": "earl:pointer"},
    "title": "dct:title",
    "description": "dct:description",
    "date": "dct:date",
    "source": {"@id": "dct:source", "@type": "@id"},
    "isPartOf": {"@id": "dct:isPartOf", "@type": "@id"},
    "release": "doap:release",
}
_TOOL = "urn:cuepress:tool"
_TO_A_PERSON = "no failure was found by a machine; whether the captions meet it, a person decides"


def write_earl(report: Report, *, media_href: str = "") -> bytes:
    title, version = tool_name(report)
    tool: dict[str, Any] = {"@id": _TOOL, "@type": "Software", "title": title, "release": version}
    duties = {rule.id: laws for rule in report.rules if (laws := _laws(rule))}
    clauses = dict.fromkeys(clause for laws in duties.values() for clause in laws)
    graph = [
        tool,
        *(
            {"@id": _subject(name), "@type": "TestSubject", "title": fit(name)}
            for name in by_track(report)
            if name
        ),
        *(_requirement(clause) for clause in clauses),
        *(_test_case(rule, duties.get(rule.id, ())) for rule in report.rules),
    ]
    for outcomes, found in by_track(report).values():
        graph += _on_rules(report, outcomes, found, media_href)
        graph += _on_clauses(report, outcomes, clauses, duties)
    document = {"@context": CONTEXT, "@graph": graph}
    return json.dumps(document, ensure_ascii=False, indent=1).encode("utf-8", "replace") + b"\n"


def _laws(rule: Rule) -> tuple[Clause, ...]:
    """Return the clauses of laws that a rule serves; only a legal duty can fail one."""
    if rule.authority != "legal duty":
        return ()
    return tuple(clause for clause in rule.clauses if clause.standard in LAWS)


def _requirement(clause: Clause) -> dict[str, Any]:
    return {"@id": _clause_id(clause), "@type": "TestRequirement", "title": str(clause)}


def _clause_id(clause: Clause) -> str:
    return clause.url or "urn:cuepress:clause:" + quote(f"{clause.standard}:{clause.number}", safe=":")


def _test_case(rule: Rule, laws: Sequence[Clause]) -> dict[str, Any]:
    case: dict[str, Any] = {
        "@id": _rule_id(rule.id),
        "@type": "TestCase",
        "title": rule.title,
        "description": f"{rule.measures} ({rule.authority})",
    }
    if laws:
        case["isPartOf"] = [_clause_id(clause) for clause in laws]
    others = [clause.url for clause in rule.clauses if clause.url and clause not in laws]
    return {**case, "source": others} if others else case


def _rule_id(rule_id: str) -> str:
    return "urn:cuepress:rule:" + quote(rule_id)


def _subject(track: str) -> str:
    """Return a track's or page's name as a relative reference; a colon would make its beginning a scheme."""
    if not track:
        return "urn:cuepress:set"
    return web_address(track) or quote(track.encode("utf-8", "replace"), safe="/")


def _on_rules(
    report: Report, outcomes: Sequence[Outcome], found: Sequence[Finding], media_href: str
) -> Iterator[dict[str, Any]]:
    for outcome in outcomes:
        mine = [finding for finding in found if finding.rule == outcome.rule]
        result = _result(report, outcome.value, outcome.reason)
        if mine:
            result["pointer"] = [_pointer(finding, media_href) for finding in mine]
        yield _assertion(_rule_id(outcome.rule), outcome.track, result)


def _on_clauses(
    report: Report,
    outcomes: Sequence[Outcome],
    clauses: Iterable[Clause],
    duties: dict[str, tuple[Clause, ...]],
) -> Iterator[dict[str, Any]]:
    for clause in clauses:
        mine = [outcome for outcome in outcomes if clause in duties.get(outcome.rule, ())]
        if mine:
            value, reason = clause_outcome(mine)
            yield _assertion(_clause_id(clause), mine[0].track, _result(report, value, reason))


def clause_outcome(outcomes: Sequence[Outcome]) -> tuple[OutcomeValue, str]:
    """Return what the outcomes of the rules that serve a clause say of it, and why. Never ``passed``."""
    failed = [outcome.rule for outcome in outcomes if outcome.value == "failed"]
    if failed:
        return "failed", f"failed: {', '.join(failed)}"
    values = {outcome.value for outcome in outcomes}
    only: OutcomeValue
    for only in ("untested", "inapplicable"):
        if values == {only}:
            return only, "; ".join(dict.fromkeys(outcome.reason for outcome in outcomes))
    doubtful = [outcome.rule for outcome in outcomes if outcome.value == "cantTell"]
    return "cantTell", f"to be looked at: {', '.join(doubtful)}" if doubtful else _TO_A_PERSON


def _result(report: Report, value: OutcomeValue, reason: str) -> dict[str, Any]:
    result: dict[str, Any] = {"@type": "TestResult", "outcome": f"earl:{value}"}
    if reason:
        result["description"] = fit(reason)
    return {**result, "date": report.made_at} if report.made_at else result


def _assertion(test: str, track: str, result: dict[str, Any]) -> dict[str, Any]:
    return {
        "@type": "Assertion",
        "assertedBy": _TOOL,
        "subject": _subject(track),
        "test": test,
        "mode": "earl:automatic",
        "result": result,
    }


def _pointer(finding: Finding, media_href: str) -> dict[str, Any]:
    """Return where it is (line and character, media fragment) and what is said of it there."""
    measured = measure(finding)
    said = f"{finding.message} ({measured})" if measured else finding.message
    if finding.waived is not None:
        said += f" [{acceptance(finding)}]"
    pointer: dict[str, Any] = {"@type": "ptr:Pointer", "title": fit(said)}
    if finding.line:
        pointer |= {
            "@type": "ptr:LineCharPointer",
            "ptr:lineNumber": finding.line,
            "ptr:charNumber": max(finding.column, 1),
            "ptr:reference": {"@id": _subject(finding.track)},
        }
    fragment = media_fragment(media_href or _subject(finding.track), finding.start_ms, finding.end_ms)
    if fragment and finding.track:
        pointer["source"] = fragment
    return pointer
