"""A report as one HTML page that stands on its own: it asks for nothing, runs nothing, and works from a disk.

Its policy allows its one style sheet by its hash and nothing else; the template escapes whatever a track may say.
Times are links that play the video there (media fragments), where there is one.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from cuepress import language
from cuepress.checks.clauses import LAWS
from cuepress.checks.model import (
    Clause,
    Finding,
    Outcome,
    PageFacts,
    ProfileUsed,
    Report,
    Rule,
    ShownCue,
    TrackFacts,
)
from cuepress.checks.report import timeline, wording
from cuepress.timecode import MS_PER_S, clock

if TYPE_CHECKING:
    from jinja2 import Template

HERE = Path(__file__).parent
MOST_CUES_DRAWN = 20_000  # of all tracks: a page with more is too heavy for a browser, and for a reader
_SPEED_LIMITS = ("max_cps", "max_wpm")


@dataclass(frozen=True, slots=True)
class CueRow:
    """A cue as the table shows it: what was found of it, and how much of it is heard speech."""

    cue: ShownCue
    found: tuple[Finding, ...]
    is_fast: bool
    heard: str


@dataclass(frozen=True, slots=True)
class Section:
    """One track in the report (or a page, or the set of tracks): what was found, by rule, and the picture."""

    anchor: str
    name: str
    facts: TrackFacts | None
    open: tuple[tuple[Rule | None, tuple[Finding, ...]], ...]
    waived: tuple[Finding, ...]
    counts: tuple[int, int, int]
    strips: tuple[timeline.Strip, ...]
    rows: tuple[CueRow, ...]
    speed_limit: float
    page: PageFacts | None = None
    short: str = ""

    @property
    def tag(self) -> str:
        return self.facts.language if self.facts else self.page.language if self.page else ""


def write_html(report: Report, *, media_href: str = "") -> bytes:
    """Return the page; ``media_href`` is the address of the video, relative to where the page will lie."""
    style = _style()
    sections = list(_sections(report))
    text = _template().render(
        report=report,
        style=style,
        policy=f"default-src 'none'; style-src '{_hash(style)}'; base-uri 'none'; form-action 'none'",
        title=_title(report),
        made_at=report.made_at[:16].replace("T", " ")
        + (" UTC" if report.made_at.endswith(("+00:00", "Z")) else ""),
        duties=_duties(report),
        verdict=wording.verdict(report),
        counts=wording.count_table(report),
        totals=_totals(report),
        not_tested=wording.not_tested(report),
        sections=sections,
        rules=_rule_rows(report),
        media=media_href,
    )
    return wording.fit(text).encode("utf-8")


@cache
def _template() -> Template:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {
        "clock": clock,
        "counted": wording.counted,
        "looked_at": wording.looked_at,
        "number": wording.number,
        "measure": wording.measure,
        "place": wording.place,
        "times": wording.times,
        "excerpt_parts": wording.excerpt_parts,
        "fragment": wording.media_fragment,
        "marks": _marks,
        "seconds": lambda ms: f"{ms / MS_PER_S:.2f}",
        "picture": timeline,
        "limit_line": timeline.speed_line(),
    }
    return environment.get_template("report.html.jinja")


@cache
def _style() -> str:
    return (HERE / "report.css").read_text(encoding="utf-8")


def _hash(text: str) -> str:
    """Return the source expression that allows an inline element with just this text (W3C, CSP 3, §2.3.1)."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _marks(tag: str) -> dict[str, str]:
    """Return the attributes of a text in a language; nobody knows the language of ``und``."""
    is_known = tag not in {"", language.UNDETERMINED}
    return {"lang": tag if is_known else "", "dir": language.direction(tag) if is_known else "auto"}


def _title(report: Report) -> str:
    """Return what the report is of: the title of the one page, the name of the one track, or how many."""
    if len(report.pages) == 1:
        return report.pages[0].title or report.pages[0].name
    names = [track.name for track in report.tracks]
    return names[0] if len(names) == 1 and not report.pages else wording.looked_at(report)


def _short(names: Sequence[str]) -> dict[str, str]:
    """Return how a list of links calls each name: by its last part, where no two have the same."""
    last = {name: name.rstrip("/").rpartition("/")[2] or name for name in names}
    return last if len(set(last.values())) == len(last) else {name: name for name in names}


def _duties(report: Report) -> list[Clause]:
    """Return the clauses of laws that errors are against."""
    broken = {finding.rule for finding in report.findings if finding.counts}
    duties = [rule for rule in report.rules if rule.authority == "legal duty" and rule.id in broken]
    return list(dict.fromkeys(each for rule in duties for each in rule.clauses if each.standard in LAWS))


def _totals(report: Report) -> dict[str, int]:
    return {
        "errors": report.n_errors,
        "warnings": report.count("warning"),
        "notices": report.count("notice"),
        "waived": sum(finding.waived is not None for finding in report.findings),
        "untested": len({each.rule for each in report.outcomes if each.value == "untested"}),
        "tested": len({each.rule for each in report.outcomes if each.value in {"passed", "failed", "cantTell"}}),
    }


def _sections(report: Report) -> Iterator[Section]:
    facts = {track.name: track for track in report.tracks}
    pages = {page.name: page for page in report.pages}
    short = _short(report.names)
    rules = {rule.id: rule for rule in report.rules}
    has_pictures = sum(track.n_cues for track in report.tracks) <= MOST_CUES_DRAWN
    for index, (name, (_, found)) in enumerate(wording.by_track(report).items(), start=1):
        if not name and not found:
            continue
        made = _section(f"track-{index}", name, facts.get(name), found, rules, report.profiles, has_pictures)
        yield replace(made, page=pages.get(name), short=short.get(name, made.name))


def _section(
    anchor: str,
    name: str,
    facts: TrackFacts | None,
    found: Sequence[Finding],
    rules: dict[str, Rule],
    profiles: Sequence[ProfileUsed],
    has_picture: bool,  # noqa: FBT001 - one of several facts of a page
) -> Section:
    unwaived = wording.open_findings(found)
    groups: dict[str, list[Finding]] = {}
    for finding in unwaived:
        groups.setdefault(finding.rule, []).append(finding)
    drawn = facts if has_picture else None
    limit = _speed_limit(profiles, facts.language if facts else "")
    return Section(
        anchor,
        wording.subject_name(name),
        facts,
        tuple((rules.get(rule), tuple(mine)) for rule, mine in groups.items()),
        tuple(finding for finding in found if finding.waived),
        _counts(unwaived),
        tuple(timeline.strips(drawn, found, speed_limit=limit)) if drawn else (),
        tuple(_rows(drawn, found, limit)) if drawn else (),
        limit,
    )


def _counts(found: Sequence[Finding]) -> tuple[int, int, int]:
    levels = [finding.severity for finding in found]
    return levels.count("error"), levels.count("warning"), levels.count("notice")


def _speed_limit(profiles: Sequence[ProfileUsed], tag: str) -> float:
    profile = next((each for each in profiles if each.language == tag), profiles[0] if profiles else None)
    limits = [profile.find(name) for name in _SPEED_LIMITS] if profile else []
    return next((limit.value for limit in limits if limit is not None and limit.value), 0.0)


def _rows(facts: TrackFacts, found: Sequence[Finding], limit: float) -> Iterator[CueRow]:
    by_cue: dict[int, list[Finding]] = {}
    for finding in found:
        by_cue.setdefault(finding.cue, []).append(finding)
    for cue in facts.cues:
        is_fast = bool(limit) and cue.speed > limit
        yield CueRow(cue, tuple(by_cue.get(cue.number, ())), is_fast, _heard(facts, cue))


def _heard(facts: TrackFacts, cue: ShownCue) -> str:
    """Return how much of a cue's time is heard speech, in per cent; nothing where nobody listened."""
    if facts.speech is None or cue.end_ms <= cue.start_ms:
        return ""
    heard_ms = sum(max(min(end, cue.end_ms) - max(start, cue.start_ms), 0) for start, end in facts.speech)
    return f"{round(100 * heard_ms / (cue.end_ms - cue.start_ms))} %"


def _rule_rows(report: Report) -> list[tuple[Rule, dict[str, int]]]:
    """Return each rule with how often each outcome came of it."""
    tally: dict[str, dict[str, int]] = {}
    for outcome in report.outcomes:
        _count(tally.setdefault(outcome.rule, {}), outcome)
    return [(rule, tally.get(rule.id, {})) for rule in report.rules if rule.id in tally]


def _count(counts: dict[str, int], outcome: Outcome) -> None:
    counts[outcome.value] = counts.get(outcome.value, 0) + 1
