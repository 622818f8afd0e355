"""Times: what can be told of in and out times from the track alone, and from the length of the media."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from cuepress.checks import clauses
from cuepress.checks.material import Material
from cuepress.checks.model import Finding, Rule, Severity
from cuepress.checks.registry import Check, only_read
from cuepress.checks.syntax.settings import of_cue
from cuepress.model import Cue
from cuepress.timecode import clock

# Less than the time between two pictures of any screen: the same frames at 24 and 25 a second differ by 3 ms.
_ROUNDING_MS = 5
# An overlap as short as two frames is a rounding of somebody's; nobody sees it.
_SEEN_MS = 100

ORDER = Rule(
    "time.order",
    "Cues stand in the file in the order of their in times",
    "the in time of each cue and that of the one before it in the file",
    "guideline",
    "warning",
    "WebVTT forbids it; players that read a file as it comes show such a cue late or never",
    clauses=(clauses.VTT_TIMES,),
)
ENDS_BEFORE = Rule(
    "time.ends_before_it_starts",
    "Each out time is after its in time",
    "out time less in time, in ms",
    "guideline",
    "error",
    "no player shows the cue",
    clauses=(clauses.VTT_TIMES,),
)
OVERLAP = Rule(
    "time.overlap",
    "No cue begins before the one before it ends",
    "the latest out time so far less the in time, in ms; cues that settings put elsewhere only warn",
    "legal duty",
    "error",
    "one text hides or moves the other",
    clauses=(clauses.FCC_PLACED, clauses.RGAA_ADEQUATE),
)
SHORT = Rule(
    "time.short",
    "Each cue is there long enough to be seen",
    "out time less in time, in ms, against min_ms of the profile",
    "guideline",
    "warning",
    "an eye that was on the picture finds the text too late",
    clauses=(clauses.NETFLIX_TIMES,),
)
LONG = Rule(
    "time.long",
    "No cue stays so long that one reads it again",
    "out time less in time, in ms, against max_ms of the profile",
    "guideline",
    "warning",
    "after some seconds one begins to read again",
    clauses=(clauses.NETFLIX_TIMES,),
)
GAP = Rule(
    "time.gap",
    "Between two cues the screen is empty for a moment",
    "in time less the out time before, in ms, against the least gap of the profile; frames at the video's rate",
    "guideline",
    "warning",
    "without a gap the eye does not see that the text has changed",
    clauses=(clauses.NETFLIX_TIMES,),
)
CHAIN = Rule(
    "time.flicker",
    "A gap is closed or long enough to be a rest",
    "in time less the out time before, in ms: not between the least gap and chain_ms of the profile",
    "guideline",
    "warning",
    "a short empty moment flickers",
    clauses=(clauses.NETFLIX_CHAIN, clauses.BBC_SPEED),
)
PAST_END = Rule(
    "time.past_end",
    "No cue stays past the end of the video",
    "out time and in time against the length of the media",
    "legal duty",
    "warning",
    "the end of the text is not shown; where the cue begins past the end, none of it",
    clauses=(clauses.FCC_COMPLETE,),
    needs=("media",),
)


def _order(material: Material) -> Iterator[Finding]:
    """Compare cues in the order of the file; a track is ordered by time whatever its file is."""
    in_file = sorted(range(len(material.lines)), key=lambda index: material.lines[index])
    for before, index in pairwise(in_file):
        start_ms, earlier_ms = material.track.cues[index].start_ms, material.track.cues[before].start_ms
        if start_ms < earlier_ms:
            what = f"the cue at {clock(start_ms)} stands after the one at {clock(earlier_ms)}"
            yield material.at_cue(ORDER, index, what, value=start_ms, limit=earlier_ms, unit="ms")


def _lengths(material: Material) -> Iterator[Finding]:
    for index, cue in enumerate(material.track.cues):
        duration_ms = cue.duration_ms
        if duration_ms <= 0:
            what = f"the out time {clock(cue.end_ms)} is not after the in time {clock(cue.start_ms)}"
            yield material.at_cue(ENDS_BEFORE, index, what, value=duration_ms, limit=1, unit="ms")
        elif not material.is_read_at_once:
            continue
        elif duration_ms < material.limit("min_ms") - _ROUNDING_MS:
            what = f"shown for only {duration_ms:,} ms"
            yield material.at_cue(SHORT, index, what, value=duration_ms, unit="ms", by="min_ms")
        elif 0 < material.limit("max_ms") < duration_ms - _ROUNDING_MS:
            what = f"shown for {duration_ms:,} ms"
            yield material.at_cue(LONG, index, what, value=duration_ms, unit="ms", by="max_ms")


def _gaps(material: Material) -> Iterator[Finding]:
    """Compare each cue with what is on the screen before it."""
    cues = material.track.cues
    (least_ms, chained_ms), chain_ms = material.gap_range(), material.limit("chain_ms")
    latest = 0
    for index in range(1, len(cues)):
        if cues[index - 1].end_ms >= cues[latest].end_ms:
            latest = index - 1
        if cues[index].duration_ms <= 0 or cues[latest].duration_ms <= 0:
            continue
        gap_ms = cues[index].start_ms - cues[latest].end_ms
        if gap_ms < 0:
            yield _overlap(material, index, latest, -gap_ms)
        elif gap_ms < least_ms - _ROUNDING_MS:
            what = f"{gap_ms:,} ms after the cue before"
            yield material.at_cue(GAP, index, what, value=gap_ms, unit="ms", by="min_gap_ms")
        elif chained_ms + _ROUNDING_MS < gap_ms < chain_ms - _ROUNDING_MS:
            why = _why_open(material, latest, gap_ms - chained_ms)
            what = f"{gap_ms:,} ms after the cue before: closed, or at least {chain_ms:,.0f} ms{why}"
            yield material.at_cue(CHAIN, index, what, value=gap_ms, unit="ms", by="chain_ms")


def _why_open(material: Material, index: int, wanted_ms: float) -> str:
    """Return why a cue does not stay until the next one, if the profile does not let it."""
    most_ms, duration_ms = material.limit("max_ms"), material.track.cues[index].duration_ms
    if not 0 < most_ms < duration_ms + wanted_ms - _ROUNDING_MS:
        return ""
    return f"; that one is shown for {duration_ms:,} ms and may not stay longer than {most_ms:,.0f} ms"


def _overlap(material: Material, index: int, latest: int, overlap_ms: int) -> Finding:
    cue, other = material.track.cues[index], material.track.cues[latest]
    is_apart = _where(material, cue) != _where(material, other) or overlap_ms < _SEEN_MS
    severity: Severity = "warning" if is_apart else "error"
    what = f"begins {overlap_ms:,} ms before the cue at {clock(other.start_ms)} ends"
    return material.at_cue(OVERLAP, index, what, severity=severity, value=overlap_ms, limit=0, unit="ms")


def _where(material: Material, cue: Cue) -> frozenset[str]:
    """Return the settings that put a cue somewhere: those that have an effect."""
    found = (each for each in of_cue(cue.settings, 0) if not each.wrong)
    regions = "\n".join(material.track.regions)
    return frozenset(each.text for each in found if each.name != "region" or f"id:{each.value}" in regions)


def _past_end(material: Material) -> Iterator[Finding]:
    last_ms = material.heard.duration_ms if material.heard else 0
    for index, cue in enumerate(material.track.cues):
        if cue.end_ms <= last_ms:
            continue
        is_lost = cue.start_ms >= last_ms
        what = f"{'begins' if is_lost else 'stays'} past the end of the media, {clock(last_ms)}"
        severity: Severity = "error" if is_lost else "warning"
        yield material.at_cue(PAST_END, index, what, severity=severity, value=cue.end_ms, limit=last_ms, unit="ms")


def _only_in_file(material: Material) -> str:
    return "" if material.lines or not material.track.cues else "the track has no file"


CHECKS = (
    Check((ORDER,), _order, _only_in_file),
    Check((ENDS_BEFORE, SHORT, LONG), _lengths),
    Check((OVERLAP, GAP, CHAIN), _gaps, only_read),
    Check((PAST_END,), _past_end),
)
