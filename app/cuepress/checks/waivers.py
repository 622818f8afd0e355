"""Waivers: findings that a person accepted, with a reason and a name, in a TOML file beside the track.

    [[waiver]]
    rule = "speed.cps"
    at = "00:01:02.345"      # or: line = 12, or: everywhere = true
    text = "What the cue says, on one line"
    reason = "The name cannot be shortened"
    name = "Anne Martin"
    date = 2026-11-25

A waiver is of one place. With ``text`` it follows its cue when that moves a little, and lapses when the cue says
something else; one that no longer applies is a finding of its own. A waiver changes no outcome: what a rule says
of the track stays true, but it no longer decides about the exit code.
"""

from __future__ import annotations

import datetime as dt
import difflib
import re
import tomllib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from cuepress.checks.model import Finding, Outcome, Report, Rule, Waiver
from cuepress.errors import InputError, Problem, UsageError
from cuepress.timecode import clock, ms_from_clock, ms_from_s

SUFFIX = ".waivers.toml"
NEAR_MS = 1_000  # a cue that was moved by hand moves less
NEAR_WITH_TEXT_MS = 10_000  # the same text so near is the same cue, after a new sync

UNUSED = Rule(
    "waiver.unused",
    "Each waiver is of something that is found",
    "each waiver of the file beside the track is held against what is found",
    "house style",
    "warning",
    "a waiver that is left over would hide the next finding at its place",
    "file",
)

_HEADER = re.compile(r"\s*\[\[\s*(?:waiver|\"waiver\"|'waiver')\s*\]\]\s*(?:#.*)?")
_SYNTAX_PLACE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")
_KEYS = ("rule", "at", "line", "everywhere", "text", "reason", "name", "date")


@dataclass(frozen=True, slots=True)
class Entry:
    """One waiver as it is written: of which rule, where, and by whom; ``at_line`` is its line in the file.

    One of ``at_ms``, ``line`` and ``everywhere`` says where in the track. ``text`` may be empty.
    """

    rule: str
    waiver: Waiver
    at_ms: int | None = None
    line: int = 0
    everywhere: bool = False
    text: str = ""
    at_line: int = 0

    @property
    def place(self) -> str:
        if self.everywhere:
            return "everywhere"
        return f"at line {self.line}" if self.at_ms is None else f"at {clock(self.at_ms)}"


def parse(text: str, *, where: str = "", rules: Collection[str] = ()) -> tuple[Entry, ...]:
    """Read waivers.

    Parameters
    ----------
    text
        The file.
    where
        Its name, for messages.
    rules
        The ids that there are; others are faults. Empty: any id is taken.

    Raises
    ------
    InputError
        If it is no TOML or a waiver is not complete; all faults are named, each with its line.
    """
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as failure:
        raise InputError(
            _syntax_fault(str(failure)), where, "correct it; it is TOML (https://toml.io)"
        ) from failure
    entries: list[Entry] = []
    faults = [
        Problem(0, f"{key!r} is not known here; waivers are [[waiver]]") for key in document if key != "waiver"
    ]
    tables = document.get("waiver", [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise InputError("waivers are written as [[waiver]]", where, "write the brackets twice")
    for table, (line, lines) in zip(tables, _blocks(text, len(tables)), strict=True):
        reading = _Table(table, line, lines)
        entry = reading.entry(rules)
        faults += reading.faults
        entries.append(entry)
    if faults:
        raise InputError("; ".join(map(str, faults)), where, "correct the waivers")
    return tuple(entries)


def _syntax_fault(message: str) -> str:
    """Return what the TOML reader says with the line in front, as all our messages have it."""
    found = _SYNTAX_PLACE.search(message)
    line = int(found[1]) if found and found[1] else 0
    return str(Problem(line, f"this is no TOML: {_SYNTAX_PLACE.sub('', message)}"))


def _blocks(text: str, count: int) -> Sequence[tuple[int, Sequence[str]]]:
    """Return the line of each waiver's header and the lines under it; 0 and none where they cannot be told."""
    lines = text.split("\n")
    headers = [index for index, line in enumerate(lines) if _HEADER.fullmatch(line.rstrip("\r"))]
    if len(headers) != count:  # written inline, or a text that looks like a header
        return [(0, ())] * count
    ends = [*headers[1:], len(lines)]
    return [(start + 1, lines[start + 1 : end]) for start, end in zip(headers, ends, strict=False)]


class _Table:
    """A waiver while it is read: its values are taken one by one, and each fault is kept with its line."""

    def __init__(self, values: Mapping[str, Any], line: int, lines: Sequence[str]) -> None:
        self.values = values
        self.line = line
        self.lines = lines
        self.faults: list[Problem] = []

    def entry(self, rules: Collection[str]) -> Entry:
        for key in self.values:
            if key not in _KEYS:
                self._fault(key, f"{key!r} is not known here; there are {', '.join(_KEYS)}")
        rule = self._text("rule")
        if rules and rule and rule not in rules:
            near = difflib.get_close_matches(rule, rules, n=1)
            self._fault("rule", f"there is no rule {rule!r}" + (f"; did you mean {near[0]}?" if near else ""))
        waiver = Waiver(self._text("reason"), self._text("name"), self._date())
        at_ms, line, everywhere = self._taken("at", _ms), self._taken("line", _line), self._everywhere()
        if sum((at_ms is not None, line is not None, everywhere)) != 1 and not self._has_fault("at", "line"):
            self._fault("", "a waiver is of one place: give one of at, line and everywhere = true")
        text = self._text("text", is_needed=False)
        return Entry(rule, waiver, at_ms, line or 0, everywhere, " ".join(text.split()), self.line)

    def _fault(self, key: str, what: str) -> None:
        inside = (
            self.line + number
            for number, line in enumerate(self.lines, start=1)
            if key and re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=", line)
        )
        self.faults.append(Problem(next(inside, self.line), what))

    def _has_fault(self, *keys: str) -> bool:
        return any(fault.what.startswith(keys) for fault in self.faults)

    def _text(self, key: str, *, is_needed: bool = True) -> str:
        value = self.values.get(key, "")
        if not isinstance(value, str):
            self._fault(key, f"{key} is a text, in quotes")
            return ""
        if is_needed and not value.strip():
            self._fault(key, f"{key} is missing")
        return value.strip()

    def _taken(self, key: str, read: Callable[[Any], int]) -> int | None:
        if key not in self.values:
            return None
        try:
            return read(self.values[key])
        except ValueError:
            example = 'a time, as "00:01:02.345"' if key == "at" else "the number of a line, from 1"
            self._fault(key, f"{key} is {example}, not {self.values[key]!r}")
            return None

    def _everywhere(self) -> bool:
        value = self.values.get("everywhere", False)
        if not isinstance(value, bool):
            self._fault("everywhere", "everywhere is true or false")
        return value is True

    def _date(self) -> str:
        value = self.values.get("date", "")
        if isinstance(value, dt.date):
            return value.isoformat()[:10]
        try:
            return dt.date.fromisoformat(value).isoformat() if value else ""
        except (ValueError, TypeError):
            self._fault("date", f"date is a day, as 2026-11-25, not {value!r}")
            return ""


def _ms(value: object) -> int:
    """Read a time: text, a TOML time, or seconds."""
    if isinstance(value, dt.time):
        return ms_from_clock(value.isoformat(timespec="milliseconds"))
    if isinstance(value, str):
        return ms_from_clock(value)
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 1e9:
        return ms_from_s(value)
    raise ValueError(value)


def _line(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and value > 0:
        return value
    raise ValueError(value)


def apply(report: Report, entries: Mapping[str, Sequence[Entry]]) -> Report:
    """Return the report with waived findings marked, and a finding for each waiver that no longer applies.

    ``entries`` are the waivers of each track, by its name. A waiver of a rule that could not be tested this time
    is neither used nor left over.
    """
    findings = list(report.findings)
    outcomes: list[Outcome] = []
    left_over: list[Finding] = []
    tested = {
        (each.track, each.rule) for each in report.outcomes if each.value not in {"untested", "inapplicable"}
    }
    for track, mine in entries.items():
        unused = [entry for entry in mine if not _use(entry, track, findings)]
        stale = [_stale(entry, track) for entry in unused if (track, entry.rule) in tested]
        left_over += stale
        reason = "" if not stale else stale[0].message if len(stale) == 1 else f"{len(stale)} findings"
        outcomes.append(Outcome(UNUSED.id, "failed" if stale else "passed", reason, track))
    if not entries:
        return report
    return replace(
        report,
        findings=(*findings, *left_over),
        outcomes=(*report.outcomes, *outcomes),
        rules=tuple(dict.fromkeys((*report.rules, UNUSED))),
    )


def _use(entry: Entry, track: str, findings: list[Finding]) -> bool:
    """Mark the findings that a waiver is of; tell whether there are any."""
    places = _places(entry, track, findings)
    for index in places:
        findings[index] = replace(findings[index], waived=entry.waiver)
    return bool(places)


def _places(entry: Entry, track: str, findings: Sequence[Finding]) -> list[int]:
    """Return the indices of what a waiver is of: the findings of its rule at the one place that is nearest."""
    mine = [
        (index, _distance(entry, finding))
        for index, finding in enumerate(findings)
        if (finding.track, finding.rule) == (track, entry.rule)
        and (not entry.text or " ".join(finding.excerpt.split()) == entry.text)
    ]
    near = [(index, distance) for index, distance in mine if distance is not None]
    least = min((distance for _, distance in near), default=0)
    return [index for index, distance in near if distance == least]


def _distance(entry: Entry, finding: Finding) -> int | None:
    """Return how far a finding is from where a waiver is, in ms or lines, or None if it is elsewhere."""
    if entry.everywhere:
        return 0
    if entry.at_ms is None:
        apart = abs(finding.line - entry.line)
        return apart if finding.line and (apart == 0 or entry.text) else None
    if finding.start_ms is None:
        return None
    apart = abs(finding.start_ms - entry.at_ms)
    is_inside = finding.start_ms <= entry.at_ms < (finding.end_ms or 0)
    near_ms = NEAR_WITH_TEXT_MS if entry.text else NEAR_MS
    return apart if is_inside or apart <= near_ms else None


def _stale(entry: Entry, track: str) -> Finding:
    where = f" (line {entry.at_line} of {track.rpartition('/')[2]}{SUFFIX})" if entry.at_line else ""
    said = "nothing of the kind is found there" + (", with that text" if entry.text else "")
    by = f"{entry.waiver.name}: {entry.waiver.reason}"
    return Finding(
        UNUSED.id,
        UNUSED.severity,
        f"the waiver of {entry.rule} {entry.place} no longer applies, {said}{where}; it was accepted by {by}",
        track,
        start_ms=entry.at_ms,
        excerpt=entry.text,
    )


def entry_for(report: Report, track: str, place: str, waiver: Waiver) -> Entry:
    """Return the waiver of what is found at a place, as the command takes it.

    ``place`` is ``RULE@TIME``, ``RULE@line:N``, or the rule alone where it is about the track as a whole.

    Raises
    ------
    UsageError
        If nothing of that rule is found there.
    """
    rule, _, at = place.partition("@")
    wanted = Entry(rule, waiver, everywhere=not at)
    try:
        if at.startswith("line:"):
            wanted = replace(wanted, line=_line(int(at.removeprefix("line:"))))
        elif at:
            wanted = replace(wanted, at_ms=ms_from_clock(at))
    except ValueError as failure:
        raise UsageError(
            f"{at!r} is no place", place, "write it as speed.cps@0:12 or syntax.id@line:8"
        ) from failure
    mine = [finding for finding in report.findings if (finding.track, finding.rule) == (track, rule)]
    at_place = _places(wanted, track, report.findings)
    if not at_place:
        raise UsageError(f"{rule} finds nothing there in {track}", place, _advice(mine))
    found = report.findings[at_place[0]]
    text = " ".join(found.excerpt.split())
    if not at:
        return wanted
    if found.start_ms is None:
        return replace(wanted, at_ms=None, line=found.line, text=text)
    return replace(wanted, at_ms=found.start_ms, line=0, text=text)


def _advice(mine: Sequence[Finding]) -> str:
    places = [clock(each.start_ms) if each.start_ms is not None else f"line:{each.line}" for each in mine[:3]]
    return (
        f"it finds something at {', '.join(places)}"
        if places
        else "run the check without --waive to see what it finds"
    )


def added(text: str, entry: Entry) -> str:
    """Return the file with one waiver more at its end; what stands in it stays as it is, comments too."""
    before = text if not text or text.endswith("\n") else f"{text}\n"
    return f"{before}{chr(10) if before else ''}{serialize(entry)}"


def serialize(entry: Entry) -> str:
    """Write one waiver."""
    return "[[waiver]]\n" + "".join(f"{key} = {value}\n" for key, value in _values(entry))


def _values(entry: Entry) -> Iterator[tuple[str, str]]:
    yield "rule", _quoted(entry.rule)
    if entry.everywhere:
        yield "everywhere", "true"
    elif entry.at_ms is None:
        yield "line", str(entry.line)
    else:
        yield "at", _quoted(clock(entry.at_ms))
    if entry.text:
        yield "text", _quoted(entry.text)
    yield "reason", _quoted(entry.waiver.reason)
    yield "name", _quoted(entry.waiver.name)
    if entry.waiver.date:
        yield "date", entry.waiver.date


def _quoted(text: str) -> str:
    r"""Return a TOML basic string (TOML 1.0, "String"); control characters are written as ``\\uXXXX``."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + re.sub("[\x00-\x1f\x7f]", lambda found: f"\\u{ord(found.group()):04X}", escaped) + '"'


__all__ = ["NEAR_MS", "SUFFIX", "UNUSED", "Entry", "added", "apply", "entry_for", "parse", "serialize"]
