"""The nouns of a review: Rule, Finding, Outcome, Report. All frozen, all plain data that a report can write out.

A *rule* says what is measured, how, and where that is written. A *finding* is one place where a track breaks a
rule. An *outcome* is what became of one rule in one track. Lines, columns and cue numbers count from 1, 0 is "not
one place"; ``offset`` and ``length`` count characters of ``excerpt`` from 0. Times are ms.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Literal, get_args

Authority = Literal["legal duty", "guideline", "house style"]
Severity = Literal["error", "warning", "notice"]
SEVERITIES: tuple[Severity, ...] = get_args(Severity)
RuleSubject = Literal["file", "cue", "track", "set", "page"]
# What a rule cannot do without, beside the track itself.
Need = Literal["media", "transcript", "set", "page"]
# The outcomes of EARL (W3C, Evaluation and Report Language 1.0, §2.7.1), spelled as there.
OutcomeValue = Literal["passed", "failed", "cantTell", "inapplicable", "untested"]


@dataclass(frozen=True, slots=True)
class Clause:
    """Where a rule comes from: ``WCAG 2.2``, ``1.2.2``, its title and, where it has one, its address."""

    standard: str
    number: str
    title: str = ""
    url: str = ""

    def __str__(self) -> str:
        return " ".join(part for part in (self.standard, self.number, self.title and f"({self.title})") if part)


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that is checked.

    ``measures`` says what is measured and how. ``why`` is the reason of the severity. ``authority`` keeps duty and
    taste apart: only a legal duty has a clause of a law or of WCAG. ``is_certain`` says that a finding is a fact;
    where it is not, a person decides, and the outcome is ``cantTell``.
    """

    id: str
    title: str
    measures: str
    authority: Authority
    severity: Severity
    why: str
    subject: RuleSubject = "cue"
    clauses: tuple[Clause, ...] = ()
    needs: tuple[Need, ...] = ()
    is_certain: bool = True

    @property
    def family(self) -> str:
        """What stands before the point of the id: ``syntax``, ``time``, ``text``."""
        return self.id.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Waiver:
    """A finding that somebody accepted, why, and on which day (ISO 8601, or empty)."""

    reason: str
    name: str
    date: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One place where a track breaks a rule.

    ``track`` is the name of the file as it is shown (of a finding about a page, of the page). ``value``, ``limit``
    and ``unit`` are what was measured, None where nothing was; ``source`` is where the limit is written, if in a
    profile. ``excerpt`` is the text of the place (of a cue its text, of a fault of syntax the line, of a page the
    tag); ``offset`` and ``length`` mark it in that.
    """

    rule: str
    severity: Severity
    message: str
    track: str = ""
    language: str = ""
    cue: int = 0
    line: int = 0
    column: int = 0
    start_ms: int | None = None
    end_ms: int | None = None
    value: float | None = None
    limit: float | None = None
    unit: str = ""
    source: str = ""
    excerpt: str = ""
    offset: int = 0
    length: int = 0
    waived: Waiver | None = None

    def at(self, start_ms: int, end_ms: int) -> Finding:
        """Return the same finding with times of its own."""
        return replace(self, start_ms=start_ms, end_ms=end_ms)

    def with_severity(self, severity: Severity) -> Finding:
        """Return the same finding, more or less severe."""
        return replace(self, severity=severity)

    @property
    def counts(self) -> bool:
        """Tell whether the finding decides about the exit code."""
        return self.severity == "error" and self.waived is None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a rule in one track (or, for rules about a set, in the set: ``track`` is empty)."""

    rule: str
    value: OutcomeValue
    reason: str
    track: str = ""


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit of a profile, by its name there: how it is counted, where it is written, how sure that is.

    ``frames`` is not 0 where the profile gives frames; ``value`` is what those are in ms.
    """

    name: str
    value: float
    unit: str
    rule: str = ""
    source: str = ""
    sure: str = ""
    frames: int = 0


@dataclass(frozen=True, slots=True)
class ProfileUsed:
    """A profile in one language, as it was judged by."""

    name: str
    title: str
    language: str
    limits: tuple[Limit, ...]

    def find(self, name: str) -> Limit | None:
        """Return a limit by its name, or None if the profile has none."""
        return next((limit for limit in self.limits if limit.name == name), None)


@dataclass(frozen=True, slots=True)
class Source:
    """A file that was looked into: what it is to the check, its name, and the SHA-256 of its bytes."""

    role: Literal["track", "media", "transcript", "page"]
    name: str
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class ShownCue:
    """A cue as a report draws it; ``speed`` is its reading speed in the profile's unit."""

    number: int
    start_ms: int
    end_ms: int
    text: str
    voice: str = ""
    line: int = 0
    speed: float = 0.0


@dataclass(frozen=True, slots=True)
class TrackFacts:
    """A track that was checked. ``speech`` are the stretches of heard speech, ``media_ms`` is the length of the
    media; None where no media was given. ``error`` is why it could not be read, with no cues then.
    """

    name: str
    sha256: str = ""
    language: str = ""
    kind: str = ""
    format: str = ""
    encoding: str = ""
    n_cues: int = 0
    cues: tuple[ShownCue, ...] = ()
    speed_unit: str = ""
    speech: tuple[tuple[int, int], ...] | None = None
    media_ms: int | None = None
    error: str = ""


@dataclass(frozen=True, slots=True)
class PageFacts:
    """A page that was checked: its own language and title as it says them, and how many videos, sounds and tracks
    it has. ``video`` is the address (or file) of its video, where it has one only and that is there. ``error`` is
    why the page could not be read.
    """

    name: str
    sha256: str = ""
    language: str = ""
    title: str = ""
    n_media: int = 0
    n_tracks: int = 0
    video: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What a check has to say: by which limits, of which files, what was found, what became of each rule.

    ``made_at`` is a time in ISO 8601 that the caller gives, or empty.
    """

    tool: str
    made_at: str = ""
    profiles: tuple[ProfileUsed, ...] = ()
    sources: tuple[Source, ...] = ()
    tracks: tuple[TrackFacts, ...] = ()
    findings: tuple[Finding, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    rules: tuple[Rule, ...] = field(default=(), repr=False)
    pages: tuple[PageFacts, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all pages and tracks, in order."""
        return (*(page.name for page in self.pages), *(track.name for track in self.tracks))

    @property
    def n_errors(self) -> int:
        return sum(finding.counts for finding in self.findings)

    def count(self, severity: Severity) -> int:
        """Return how many findings of a severity nobody has waived."""
        return sum(finding.severity == severity and finding.waived is None for finding in self.findings)

    def rule(self, rule_id: str) -> Rule:
        """Return a rule that the report speaks of."""
        return next(rule for rule in self.rules if rule.id == rule_id)


def merged(reports: Iterable[Report]) -> Report:
    """Return several reports of one run as one; each profile, source and rule is named once."""
    first, *rest = reports
    every = (first, *rest)
    return replace(
        first,
        profiles=tuple(dict.fromkeys(each for report in every for each in report.profiles)),
        sources=tuple(dict.fromkeys(each for report in every for each in report.sources)),
        tracks=tuple(each for report in every for each in report.tracks),
        findings=tuple(each for report in every for each in report.findings),
        outcomes=tuple(each for report in every for each in report.outcomes),
        rules=tuple(dict.fromkeys(each for report in every for each in report.rules)),
        pages=tuple(each for report in every for each in report.pages),
    )
