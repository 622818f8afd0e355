"""What all reports say alike: how many there are of what, where something is, and what it comes to."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from urllib.parse import quote

from cuepress.checks.model import SEVERITIES, Authority, Finding, Outcome, Report, Rule, Severity
from cuepress.timecode import MS_PER_S, clock

AUTHORITIES: tuple[Authority, ...] = ("legal duty", "guideline", "house style")

SET_OF_TRACKS = "the set of tracks"
# What XML cannot hold and what no page should: control characters, halves of characters, non-characters.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")

_OF_ADDRESS = "%/:?#[]@!$&'()*+,;=~"


def fit(text: str) -> str:
    """Return text as every format can hold it. What a track says may come from anywhere."""
    return _UNFIT.sub("\ufffd", text)


def counted(count: int, one: str, many: str = "") -> str:
    """Return the figure with the right word: ``1 error``, ``1,200 errors``.

    >>> counted(2, "track")
    '2 tracks'
    """
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def number(value: float | None) -> str:
    """Return a measured value as people write it, or nothing.

    >>> number(21.04), number(17.0), number(None)
    ('21.04', '17', '')
    """
    return "" if value is None else f"{value:.2f}".rstrip("0").rstrip(".")


def measure(finding: Finding) -> str:
    """Return what was measured and what the limit is, or nothing: ``21 characters a second, limit 17``."""
    if finding.value is None:
        return ""
    text = f"{number(finding.value)} {finding.unit}".strip()
    return text if finding.limit is None else f"{text}, limit {number(finding.limit)}"


def place(finding: Finding) -> str:
    """Return where a finding is: ``cue 12, line 48, column 3``, or nothing where it is about the whole."""
    parts = []
    if finding.cue:
        parts.append(f"cue {finding.cue:,}")
    if finding.line:
        parts.append(f"line {finding.line:,}")
    if finding.line and finding.column > 1:
        parts.append(f"column {finding.column:,}")
    return ", ".join(parts)


def times(finding: Finding) -> str:
    """Return in and out time of a finding as a clock shows them, or nothing."""
    if finding.start_ms is None:
        return ""
    end = "" if finding.end_ms is None else f" to {clock(finding.end_ms)}"
    return f"{clock(finding.start_ms)}{end}"


def media_fragment(href: str, start_ms: int | None, end_ms: int | None = None) -> str:
    """Return the address that plays a video from a time on (W3C, Media Fragments URI 1.0, §4.2.1), or nothing.

    >>> media_fragment("talk.mp4", 12_300, 15_000)
    'talk.mp4#t=12.3,15'
    """
    if not href or start_ms is None:
        return ""
    end = "" if end_ms is None or end_ms <= start_ms else f",{_seconds(end_ms)}"
    return f"{href}#t={_seconds(start_ms)}{end}"


def _seconds(ms: int) -> str:
    whole, rest = divmod(ms, MS_PER_S)
    return f"{whole}.{rest:03d}".rstrip("0").rstrip(".")


def looked_at(report: Report) -> str:
    """Return what the report is about: ``5 tracks``, ``1 page and 5 tracks``."""
    n_tracks = counted(len(report.tracks), "track")
    if not report.pages:
        return n_tracks
    n_pages = counted(len(report.pages), "page")
    return f"{n_pages} and {n_tracks}" if report.tracks else n_pages


def web_address(name: str) -> str:
    """Return the name of a track or page as an address (RFC 3986) where it is one of the web, else nothing.

    >>> web_address("https://example.org/a b.vtt?é"), web_address("talk.vtt")
    ('https://example.org/a%20b.vtt?%C3%A9', '')
    """
    return (
        quote(name.encode("utf-8", "replace"), safe=_OF_ADDRESS)
        if name.startswith(("http://", "https://"))
        else ""
    )


def verdict(report: Report) -> str:
    """Return in one sentence what the check comes to."""
    unreadable = [
        counted(count, one)
        for one, count in (
            ("page", sum(bool(page.error) for page in report.pages)),
            ("track", sum(bool(track.error) for track in report.tracks)),
        )
        if count
    ]
    if unreadable:
        return f"Not ready: {' and '.join(unreadable)} cannot be read; {_tally(report)}."
    if report.n_errors:
        return f"Not ready: {_tally(report)}."
    if report.count("warning") or report.count("notice"):
        return f"No errors, but a person should look: {_tally(report)}."
    return f"Nothing was found in {looked_at(report)}."


def _tally(report: Report) -> str:
    found = [counted(report.count(severity), str(severity)) for severity in SEVERITIES if report.count(severity)]
    waived = sum(finding.waived is not None for finding in report.findings)
    return ", ".join([*found, *([f"{waived:,} waived"] if waived else [])]) or "no other errors"


def open_findings(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings that nobody has waived."""
    return [finding for finding in findings if finding.waived is None]


def count_table(report: Report) -> dict[Authority, dict[Severity, int]]:
    """Return how many findings are open, by where their rule comes from and how grave they are."""
    authority = {rule.id: rule.authority for rule in report.rules}
    tally = Counter(
        (authority.get(finding.rule, "house style"), finding.severity)
        for finding in open_findings(report.findings)
    )
    return {each: {severity: tally[each, severity] for severity in SEVERITIES} for each in AUTHORITIES}


def not_tested(report: Report) -> list[tuple[str, list[Rule]]]:
    """Return what was not tested, by the reason, which says for how many tracks where it is not for all."""
    known = {rule.id: rule for rule in report.rules}
    reasons: dict[str, tuple[dict[str, None], set[str]]] = {}
    for outcome in report.outcomes:
        if outcome.value == "untested" and outcome.rule in known:
            ids, tracks = reasons.setdefault(outcome.reason, ({}, set()))
            ids[outcome.rule] = None
            tracks.add(outcome.track)
    return [
        (f"{reason}{_share(tracks, report)}", [known[each] for each in ids])
        for reason, (ids, tracks) in reasons.items()
    ]


def _share(tracks: set[str], report: Report) -> str:
    every = {track.name for track in report.tracks}
    n_tracks, n_all = len(tracks & every), len(every)
    return f" for {n_tracks:,} of {n_all:,} tracks" if 0 < n_tracks < n_all else ""


def by_track(report: Report) -> dict[str, tuple[list[Outcome], list[Finding]]]:
    """Return outcomes and findings of each page and track, the gravest findings first, then by place.

    Pages, then tracks stand in the report's order; what is about the set of them stands last, under an empty name.
    """
    found: dict[str, tuple[list[Outcome], list[Finding]]] = {name: ([], []) for name in report.names}
    for outcome in sorted(report.outcomes, key=lambda each: not each.track):
        found.setdefault(outcome.track, ([], []))[0].append(outcome)
    for finding in report.findings:
        found.setdefault(finding.track, ([], []))[1].append(finding)
    for _, mine in found.values():
        mine.sort(key=_gravest_first)
    return found


def _gravest_first(finding: Finding) -> tuple[int, int, int, int]:
    return SEVERITIES.index(finding.severity), finding.start_ms or 0, finding.line, finding.cue


def subject_name(track: str) -> str:
    return track or SET_OF_TRACKS


def tool_name(report: Report) -> tuple[str, str]:
    """Return the tool's name and version."""
    name, _, version = report.tool.partition(" ")
    return name, version


def excerpt_parts(finding: Finding) -> tuple[str, str, str]:
    """Divide an excerpt into what stands before the place, the place, and what stands after."""
    text, start = finding.excerpt, finding.offset
    end = start + finding.length
    if not 0 <= start <= end <= len(text):
        return text, "", ""
    return text[:start], text[start:end], text[end:]


def acceptance(finding: Finding) -> str:
    """Return who accepted a finding, when and why, or nothing."""
    waiver = finding.waived
    if waiver is None:
        return ""
    return f"accepted by {waiver.name}{f' on {waiver.date}' if waiver.date else ''}: {waiver.reason}"
