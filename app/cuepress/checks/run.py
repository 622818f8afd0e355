"""From a track to a report: every rule is asked, and its outcome is said, also where it could not be tested."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cuepress.checks import registry
from cuepress.checks.material import Material
from cuepress.checks.model import (
    SEVERITIES,
    Finding,
    Outcome,
    OutcomeValue,
    Report,
    Rule,
    ShownCue,
    Source,
    TrackFacts,
)

UNREADABLE = Rule(
    "file.unreadable",
    "The file is a track that can be read",
    "the file is opened, decoded and searched for cues",
    "guideline",
    "error",
    "no player shows anything of it",
    "file",
)
_UNGIVEN = {
    "media": "no media was given",
    "transcript": "no transcript was given",
    "set": "only one track was given",
    "page": "no page was given",
}


def check_track(material: Material, *, tool: str, made_at: str = "", keep_cues: bool = True) -> Report:
    """Return what there is to say about one track; ``keep_cues`` takes the cues along, for a picture of them."""
    findings: list[Finding] = []
    outcomes: list[Outcome] = [Outcome(UNREADABLE.id, "passed", "", material.name)]
    for check in registry.checks():
        tested = [rule for rule in check.rules if not _ungiven(rule, material)]
        why_not = check.why_not(material)
        found = list(check.find(material)) if tested and not why_not else []
        findings += found
        outcomes += (_outcome(rule, found, why_not, material) for rule in check.rules)
    return Report(
        tool,
        made_at,
        (material.profile,),
        tuple(_sources(material)),
        (_facts(material, keep_cues=keep_cues),),
        in_order(findings),
        tuple(outcomes),
        tuple(registry.rules()),
    )


def check_set(materials: Sequence[Material], *, tool: str, made_at: str = "") -> Report:
    """Return what there is to say about the tracks of one video beside each other, and nothing else."""
    findings: list[Finding] = []
    outcomes: list[Outcome] = []
    for check in registry.set_checks():
        reason = _UNGIVEN["set"] if len(materials) < 2 else check.why_untested(materials)
        found = [] if reason else list(check.find(materials))
        findings += found
        for rule in check.rules:
            broken = [each for each in found if each.rule == rule.id]
            value: OutcomeValue = "untested" if reason else judged(rule, broken)
            outcomes.append(Outcome(rule.id, value, reason or reason_of(broken)))
    return Report(tool, made_at, findings=tuple(findings), outcomes=tuple(outcomes), rules=tuple(registry.rules()))


def unreadable(
    name: str, reason: str, *, tool: str, made_at: str = "", material: Material | None = None
) -> Report:
    """Return the report of a file that is no track; the others are checked all the same.

    ``material`` has the text of the file, if that much could be read: its syntax is then checked.
    """
    findings = [Finding(UNREADABLE.id, "error", reason, name)]
    outcomes = [Outcome(UNREADABLE.id, "failed", reason, name)]
    for check in registry.checks():
        is_tested = material is not None and check.rules[0].subject == "file" and not check.why_not(material)
        found = list(check.find(material)) if is_tested and material is not None else []
        findings += found
        for rule in check.rules:
            broken = [each for each in found if each.rule == rule.id]
            value: OutcomeValue = judged(rule, broken) if is_tested else "untested"
            outcomes.append(Outcome(rule.id, value, reason_of(broken) or "the file cannot be read", name))
    sha256 = material.sha256 if material else ""
    return Report(
        tool,
        made_at,
        sources=(Source("track", name, sha256),),
        tracks=(TrackFacts(name, sha256, error=reason),),
        findings=tuple(findings),
        outcomes=tuple(outcomes),
        rules=tuple(registry.rules()),
    )


def _ungiven(rule: Rule, material: Material) -> str:
    """Return what a rule lacks, as a reason, or nothing."""
    given = {"media": material.heard, "transcript": material.transcript}
    return next((_UNGIVEN[need] for need in rule.needs if given.get(need) is None), "")


def _outcome(rule: Rule, found: Iterable[Finding], why_not: str, material: Material) -> Outcome:
    broken = [each for each in found if each.rule == rule.id]
    if why_not:
        return Outcome(rule.id, "inapplicable", why_not, material.name)
    if reason := _ungiven(rule, material):
        return Outcome(rule.id, "untested", reason, material.name)
    if "media" in rule.needs and material.heard is not None and not material.heard.has_sound:
        return Outcome(rule.id, "inapplicable", "the media has no sound", material.name)
    return Outcome(rule.id, judged(rule, broken), reason_of(broken), material.name)


def judged(rule: Rule, broken: Sequence[Finding]) -> OutcomeValue:
    """Return what becomes of a rule with what was found of it."""
    if not broken:
        return "passed"
    is_sure = rule.is_certain or any(each.severity == "error" for each in broken)
    return "failed" if is_sure else "cantTell"


def reason_of(broken: Sequence[Finding]) -> str:
    """Return the reason of an outcome: the one finding, or how many there are."""
    if not broken:
        return ""
    return broken[0].message if len(broken) == 1 else f"{len(broken):,} findings"


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Put errors first, then by place."""
    return tuple(sorted(findings, key=_place))


def _place(finding: Finding) -> tuple[int, int, int, int]:
    return SEVERITIES.index(finding.severity), finding.line or finding.cue, finding.column, finding.cue


def _sources(material: Material) -> Iterable[Source]:
    yield Source("track", material.name, material.sha256)
    if material.heard is not None:
        yield Source("media", material.heard.name, material.heard.sha256)
    if material.transcript is not None:
        yield Source("transcript", material.transcript.source, material.transcript_sha256)


def _facts(material: Material, *, keep_cues: bool) -> TrackFacts:
    track, heard = material.track, material.heard
    shown: list[ShownCue] = []
    unit = ""
    for index, cue in enumerate(track.cues if keep_cues else ()):
        speed = material.judge.speed(cue.text, cue.duration_ms, track.language)
        line = material.lines[index] if material.lines else 0
        shown.append(ShownCue(index + 1, cue.start_ms, cue.end_ms, cue.text, cue.voice, line, speed.value))
        unit = speed.unit
    return TrackFacts(
        material.name,
        material.sha256,
        track.language,
        track.kind,
        {".vtt": "WebVTT", ".srt": "SubRip"}.get(material.raw.extension, "") if material.raw else "",
        material.raw.encoding if material.raw else "",
        len(track.cues),
        tuple(shown),
        unit,
        heard.speech if heard else None,
        heard.duration_ms if heard else None,
    )
