"""Cues against heard speech: said without a cue, shown while nobody speaks, too early or too late.

An energy detector tells speech from silence, not from a song or a machine, so a person decides. Where the whole
track is off (see ``drift``), the cues are first moved to where they belong, and what is still wrong is named.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cuepress.checks import clauses, drift
from cuepress.checks.material import Heard, Material, Measured
from cuepress.checks.model import Finding, Rule, Severity
from cuepress.checks.registry import Check, only_read
from cuepress.model import Cue
from cuepress.timecode import clock

Interval = tuple[int, int]
_IN_ROUND = re.compile(r"[(（][^()（）]{2,60}[)）]")

# Speech shorter than this may be a breath, a cough, or the detector's edge.
_HEARD_MS = 400
# Longer speech without a cue is no matter of an edge: it has no caption.
_UNCAPTIONED_MS = 2_000
_LONG_UNCAPTIONED_MS = 6_000
# A pause within speech.
_PAUSE_MS = 500
# A translation may begin half a second early to be read in time; a detector's edge is not exact.
_EARLY_MS = 600
_FAR_EARLY_MS, _FAR_LATE_MS = 1_500, 2_000  # BBC §5.2, §5.4
_LINGER_TOLERANCE_MS = 400
_LEAST_SHARE_OF_SPEECH = 0.1
_BESIDE_MS = 300

UNCAPTIONED = Rule(
    "sync.uncaptioned",
    "Speech has a caption",
    "stretches of heard speech of at least 2 s during which no cue is shown",
    "legal duty",
    "warning",
    "who does not hear does not know that it was said; it may be music that sounds like speech",
    clauses=(clauses.WCAG_CAPTIONS, clauses.FCC_COMPLETE, clauses.RGAA_ADEQUATE),
    needs=("media",),
    is_certain=False,
)
SILENT = Rule(
    "sync.silent",
    "A caption of speech is shown while somebody speaks",
    "cues, but those of sounds, during less than a tenth of which speech is heard",
    "legal duty",
    "warning",
    "the text stands at another place than its sound, or was not said",
    clauses=(clauses.FCC_SYNCHRONOUS, clauses.RGAA_ADEQUATE),
    needs=("media",),
    is_certain=False,
)
EARLY = Rule(
    "sync.early",
    "A cue does not come before its speech",
    "from the in time to the next heard speech, over 600 ms of silence; an error from 1.5 s on",
    "legal duty",
    "warning",
    "it tells what has not been said yet",
    clauses=(clauses.FCC_SYNCHRONOUS, clauses.EN_SYNC, clauses.BBC_SYNC),
    needs=("media",),
    is_certain=False,
)
LATE = Rule(
    "sync.late",
    "A cue does not come after its speech has begun",
    "speech after a pause, heard for 400 ms or more before the in time, with no cue shown; an error from 2 s on",
    "legal duty",
    "warning",
    "lips and text do not agree, and the viewer cannot tell who speaks",
    clauses=(clauses.FCC_SYNCHRONOUS, clauses.EN_SYNC, clauses.BBC_LATE),
    needs=("media",),
    is_certain=False,
)
CUT_OFF = Rule(
    "sync.cut_off",
    "A cue stays as long as its speech",
    "speech that goes on for at least 400 ms after the out time, with no cue on the screen",
    "legal duty",
    "warning",
    "the viewer takes it for another text that is missing",
    clauses=(clauses.FCC_SYNCHRONOUS, clauses.BBC_SYNC),
    needs=("media",),
    is_certain=False,
)
LINGERS = Rule(
    "sync.lingers",
    "A cue leaves after its speech",
    "from the end of heard speech to the out time, against linger_ms of the profile; time to read it is given",
    "guideline",
    "notice",
    "it is taken to belong to what comes",
    clauses=(clauses.BBC_SYNC,),
    needs=("media",),
    is_certain=False,
)
RULES = (UNCAPTIONED, SILENT, EARLY, LATE, CUT_OFF, LINGERS)


@dataclass(frozen=True, slots=True)
class _Shown:
    """A cue where it belongs in the sound, and its index in the track."""

    index: int
    cue: Cue
    start_ms: int
    end_ms: int


def _hear(material: Material) -> Iterator[Finding]:
    heard = material.heard
    if heard is None or not heard.has_sound or not heard.speech:
        return
    shown = _moved(material, heard)
    yield from _gaps(material, shown, heard.speech)
    for each in shown:
        yield from _edges(material, each, heard.speech)


def _moved(material: Material, heard: Heard) -> list[_Shown]:
    """Return the cues where they belong, as far as the track is off as a whole."""
    shift = drift.correction(material.track, heard)
    moved = []
    for index, cue in enumerate(material.track.cues):
        by = shift(cue.start_ms)
        if cue.duration_ms > 0:
            moved.append(_Shown(index, cue, cue.start_ms - by, cue.end_ms - by))
    return moved


def _gaps(material: Material, shown: Sequence[_Shown], speech: Sequence[Interval]) -> Iterator[Finding]:
    """Look at what is said while no cue is on the screen."""
    latest_ms, before = 0, None
    for each in (*shown, None):
        until_ms = each.start_ms if each else max((end for _, end in speech), default=0)
        if until_ms > latest_ms:
            yield from _unshown(material, before, each, _within(speech, latest_ms, until_ms), until_ms)
        if each is not None and each.end_ms > latest_ms:
            latest_ms, before = each.end_ms, each


def _unshown(
    material: Material, before: _Shown | None, following: _Shown | None, said: Sequence[Interval], until_ms: int
) -> Iterator[Finding]:
    """Name speech between two cues: with no caption, or with one that leaves too early or comes too late."""
    begin_ms = before.end_ms if before else -1
    for start_ms, end_ms in _joined(said):
        length_ms = sum(end - start for start, end in _within(said, start_ms, end_ms))
        if length_ms < _HEARD_MS:
            continue
        if length_ms >= _UNCAPTIONED_MS or (before is None and following is None):
            yield _uncaptioned(material, before, following, (start_ms, end_ms), length_ms)
        elif following is not None and end_ms >= until_ms - _BESIDE_MS and start_ms > begin_ms:
            severity: Severity = "error" if length_ms >= _FAR_LATE_MS else "warning"
            what = f"comes {until_ms - start_ms:,} ms after its speech has begun"
            value = until_ms - start_ms
            yield material.at_cue(
                LATE, following.index, what, severity=severity, value=value, limit=_HEARD_MS, unit="ms"
            )
        elif before is not None and start_ms <= begin_ms + _BESIDE_MS:
            what = f"leaves {length_ms:,} ms before its speech ends"
            yield material.at_cue(CUT_OFF, before.index, what, value=length_ms, limit=_HEARD_MS, unit="ms")


def _uncaptioned(
    material: Material, before: _Shown | None, following: _Shown | None, at: Interval, length_ms: int
) -> Finding:
    """Return a finding at the cue after which the speech comes, with its own times."""
    what = f"speech from {clock(at[0])} to {clock(at[1])} has no caption"
    severity: Severity = "error" if length_ms >= _LONG_UNCAPTIONED_MS and before and following else "warning"
    near = before or following
    measured = Measured(value=length_ms, limit=_UNCAPTIONED_MS, unit="ms")
    if near is None:
        found = material.at_track(UNCAPTIONED, what, **measured)
    else:
        found = material.at_cue(UNCAPTIONED, near.index, what, severity=severity, **measured)
    return found.at(*at)


def _edges(material: Material, each: _Shown, speech: Sequence[Interval]) -> Iterator[Finding]:
    """Hold a cue against the speech during it."""
    if is_sound(each.cue):
        return
    during = _within(speech, each.start_ms, each.end_ms)
    beside = _within(speech, each.start_ms - _BESIDE_MS, each.end_ms + _BESIDE_MS)
    said_ms = sum(end - start for start, end in beside)
    if said_ms < _LEAST_SHARE_OF_SPEECH * (each.end_ms - each.start_ms):
        what = "no speech is heard while this is shown"
        yield material.at_cue(SILENT, each.index, what, value=said_ms, unit="ms of speech")
        return
    if not during:
        return
    early_ms = during[0][0] - each.start_ms
    if early_ms > _EARLY_MS:
        severity: Severity = "error" if early_ms >= _FAR_EARLY_MS else "warning"
        what = f"comes {early_ms:,} ms before its speech"
        yield material.at_cue(
            EARLY, each.index, what, severity=severity, value=early_ms, limit=_EARLY_MS, unit="ms"
        )
    late_ms = each.end_ms - during[-1][1]
    if late_ms > material.limit("linger_ms") + _LINGER_TOLERANCE_MS and not _is_read_till(material, each, late_ms):
        what = f"stays {late_ms:,} ms after its speech"
        yield material.at_cue(LINGERS, each.index, what, value=late_ms, unit="ms", by="linger_ms")


def _is_read_till(material: Material, each: _Shown, late_ms: int) -> bool:
    """Tell whether a cue could not be read, or not be seen, if it left as soon as the profile says."""
    shorter_ms = each.cue.duration_ms - late_ms + int(material.limit("linger_ms"))
    speed = material.judge.speed(each.cue.text, max(shorter_ms, 1), material.language)
    return speed.value > speed.limit or shorter_ms < material.limit("min_ms")


def is_sound(cue: Cue) -> bool:
    """Tell whether a cue describes a sound, or is sung: nothing that a detector of speech would hear."""
    text = cue.text.strip().lstrip("-–— ")
    return text[:1] in {"[", "【", "♪", "♫", "*"} or "♪" in text or _IN_ROUND.fullmatch(text) is not None


def _within(intervals: Sequence[Interval], start_ms: int, end_ms: int) -> list[Interval]:
    """Return the parts of intervals (in order, apart) that lie between two times."""
    first = bisect_right(intervals, start_ms, key=lambda each: each[1])
    last = bisect_left(intervals, end_ms, key=lambda each: each[0])
    cut = ((max(start, start_ms), min(end, end_ms)) for start, end in intervals[first:last])
    return [(start, end) for start, end in cut if start < end]


def _joined(intervals: Sequence[Interval]) -> list[Interval]:
    """Return intervals with the pauses of speech between them closed."""
    joined: list[Interval] = []
    for start, end in intervals:
        if joined and start - joined[-1][1] < _PAUSE_MS:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


CHECKS = (Check(RULES, _hear, only_read),)
