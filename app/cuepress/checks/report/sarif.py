"""A report as SARIF 2.1.0 (OASIS), which code hosts show beside the line that it is about.

What was not tested stands among the notifications of the run; a waived finding is a suppressed result (§3.35).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from cuepress.checks.model import Finding, Report, Rule
from cuepress.checks.report.wording import (
    acceptance,
    fit,
    media_fragment,
    not_tested,
    times,
    tool_name,
    web_address,
)

SCHEMA_URI = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {"error": "error", "warning": "warning", "notice": "note"}


def write_sarif(report: Report, *, media_href: str = "") -> bytes:
    places = {rule.id: index for index, rule in enumerate(report.rules)}
    name, version = tool_name(report)
    driver: dict[str, Any] = {"name": name or "cuepress", "rules": [_rule(rule) for rule in report.rules]}
    if version:
        driver["version"] = version
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": list(_notices(report))}],
        "artifacts": [{"location": {"uri": _uri(name)}} for name in report.names],
        "results": [_result(finding, places, media_href) for finding in report.findings],
    }
    log = {"$schema": SCHEMA_URI, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=1).encode("utf-8", "replace") + b"\n"


def _rule(rule: Rule) -> dict[str, Any]:
    described: dict[str, Any] = {
        "id": rule.id,
        "name": rule.id,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.measures},
        "help": {"text": "\n".join([f"{rule.severity}: {rule.why}", *map(str, rule.clauses)])},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"authority": rule.authority, "tags": [rule.family, rule.authority]},
    }
    address = next((clause.url for clause in rule.clauses if clause.url), "")
    return {**described, "helpUri": address} if address else described


def _result(finding: Finding, places: Mapping[str, int], media_href: str) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "level": _LEVELS[finding.severity],
        "message": {"text": fit(_message(finding))},
        "partialFingerprints": {"cuepress/v1": _fingerprint(finding)},
        "properties": {
            name: value
            for name, value in (
                ("startMs", finding.start_ms),
                ("endMs", finding.end_ms),
                ("value", finding.value),
                ("limit", finding.limit),
                ("unit", finding.unit or None),
                ("video", media_fragment(media_href, finding.start_ms, finding.end_ms) or None),
            )
            if value is not None
        },
    }
    if finding.rule in places:
        result["ruleIndex"] = places[finding.rule]
    if finding.track:
        result["locations"] = [_location(finding)]
    if finding.waived is not None:
        why = fit(acceptance(finding))
        result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": why}]
    return result


def _message(finding: Finding) -> str:
    """Return the message with the times, which no viewer of code shows else."""
    return f"{finding.message} ({times(finding)})" if times(finding) else finding.message


def _location(finding: Finding) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(finding.track)}}
    if finding.line:
        region: dict[str, Any] = {"startLine": finding.line}
        if finding.column:
            region["startColumn"] = finding.column
        physical["region"] = region
    location: dict[str, Any] = {"physicalLocation": physical}
    if finding.cue:
        location["logicalLocations"] = [{"name": f"cue {finding.cue}", "kind": "member"}]
    return location


def _fingerprint(finding: Finding) -> str:
    """Return what stays the same while cues come and go elsewhere: not the line, nor the cue's number."""
    parts = (finding.track, finding.rule, finding.excerpt, str(finding.offset), str(finding.start_ms))
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:32]


def _notices(report: Report) -> Iterator[dict[str, Any]]:
    for reason, rules in not_tested(report):
        ids = ", ".join(rule.id for rule in rules)
        yield {"level": "note", "message": {"text": fit(f"not tested, {reason}: {ids}")}}


def _uri(name: str) -> str:
    """Return a file name as a relative reference (RFC 3986), an address as it is."""
    if address := web_address(name):
        return address
    text = quote(name.encode("utf-8", "replace"))
    return f"./{text}" if ":" in name.split("/", maxsplit=1)[0] else text
