"""A report for a terminal: by track, errors first, by rule, the text of each cue with the place marked."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

from cuepress.checks.model import SEVERITIES, Finding, PageFacts, Report, Rule, TrackFacts
from cuepress.checks.report import wording
from cuepress.files import printable
from cuepress.timecode import clock

MOST_SHOWN = 20  # of one rule in one track; the others are counted, and in every other format
_MARGIN = "      │ "


def lines(report: Report, *, all_findings: bool = False) -> Iterator[str]:
    """Yield the report line by line, without line ends; what a track says has no power over the terminal."""
    for page in report.pages:
        own = [finding for finding in report.findings if finding.track == page.name]
        yield f"{printable(page.name)}: {_page(page)}{'' if own else ', nothing found'}"
        yield from _rules(own, report, all_findings=all_findings)
    for track in report.tracks:
        own = [finding for finding in report.findings if finding.track == track.name]
        yield from _track(track, own, report, all_findings=all_findings)
    of_set = [finding for finding in report.findings if not finding.track]
    if of_set:
        yield wording.SET_OF_TRACKS
        yield from _rules(of_set, report, all_findings=all_findings)
    yield from _untested(report)


def summary(report: Report) -> str:
    """Return the outcome in one line."""
    counts = [wording.counted(report.count(severity), severity) for severity in SEVERITIES]
    waived = sum(finding.waived is not None for finding in report.findings)
    more = f", {waived} waived" if waived else ""
    return f"{wording.looked_at(report)}: {', '.join(counts)}{more}"


def _page(page: PageFacts) -> str:
    if page.error:
        return "no page"
    tag = f"page in {printable(page.language[:40])}" if page.language else "page"
    return f"{tag}, {wording.counted(page.n_media, 'video or sound', 'videos and sounds')}, " + wording.counted(
        page.n_tracks, "track"
    )


def _track(track: TrackFacts, own: list[Finding], report: Report, *, all_findings: bool) -> Iterator[str]:
    what = (
        f"{track.language} {track.kind}, {wording.counted(track.n_cues, 'cue')}" if not track.error else "no track"
    )
    yield f"{printable(track.name)}: {what}{'' if own else ', nothing found'}"
    yield from _rules(own, report, all_findings=all_findings)


def _rules(findings: list[Finding], report: Report, *, all_findings: bool) -> Iterator[str]:
    groups: dict[tuple[int, str], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((SEVERITIES.index(finding.severity), finding.rule), []).append(finding)
    for (severity, rule_id), group in sorted(groups.items(), key=lambda item: item[0]):
        rule = report.rule(rule_id)
        yield f"  {SEVERITIES[severity].upper():<8}{rule_id}: {rule.title} ({rule.authority})"
        shown = group if all_findings else group[:MOST_SHOWN]
        for finding in shown:
            yield from _finding(finding)
        if len(shown) < len(group):
            yield f"    … and {len(group) - len(shown):,} more; --all shows them"


def _finding(finding: Finding) -> Iterator[str]:
    at = clock(finding.start_ms) if finding.start_ms is not None else ""
    where = "  ".join(part for part in (at, wording.place(finding)) if part)
    waived = f" [waived by {finding.waived.name}: {finding.waived.reason}]" if finding.waived else ""
    yield printable(f"    {where}{': ' if where else ''}{finding.message}{waived}")
    for text, marks in marked(finding.excerpt, finding.offset, finding.length):
        yield f"{_MARGIN}{printable(text)}"
        if marks:
            yield f"{_MARGIN}{marks}"


def marked(text: str, offset: int, length: int) -> Iterator[tuple[str, str]]:
    """Yield each line of a text with the marks to put under it, or nothing where the place is elsewhere."""
    at = 0
    for line in text.split("\n") if text else ():
        start, end = max(offset - at, 0), min(offset + length - at, len(line))
        marks = ""
        if length and start < end:
            marks = " " * _columns(line[:start]) + "^" * max(_columns(line[start:end]), 1)
        yield line, marks
        at += len(line) + 1


def _columns(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    return sum(
        0 if unicodedata.category(sign) in {"Mn", "Me", "Cf"} else 1 + (unicodedata.east_asian_width(sign) in "WF")
        for sign in text
    )


def _untested(report: Report) -> Iterator[str]:
    """Say in a line each what was not tested, and why."""
    reasons: dict[str, dict[str, None]] = {}
    for outcome in report.outcomes:
        if outcome.value == "untested":
            reasons.setdefault(outcome.reason, {})[outcome.rule] = None
    for reason, ids in reasons.items():
        yield f"Not tested, since {reason}: {', '.join(ids)}"


def listed(rules: Iterable[Rule]) -> Iterator[str]:
    """Yield the rules, a line each."""
    for rule in rules:
        yield f"{rule.id:<28} {rule.severity:<8} {rule.authority:<12} {rule.title}"


def explained(rule: Rule) -> Iterator[str]:
    """Yield all that is to say about a rule."""
    yield f"{rule.id}: {rule.title}"
    yield f"  measures   {rule.measures}"
    yield f"  class      {rule.authority}"
    yield f"  severity   {rule.severity}: {rule.why}"
    yield f"  about      a {rule.subject}"
    for clause in rule.clauses:
        yield f"  from       {clause}{f'  {clause.url}' if clause.url else ''}"
    if rule.needs:
        yield f"  needs      {', '.join(rule.needs)}"
    if not rule.is_certain:
        yield "  a person decides: a finding is a place to look at"
