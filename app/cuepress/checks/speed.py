"""Reading speed, in the unit of the profile, and text that stays long after it has been read."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from cuepress.checks import clauses
from cuepress.checks.material import Material, Speed
from cuepress.checks.model import Finding, Rule, Severity
from cuepress.checks.registry import Check, only_read
from cuepress.language import primary
from cuepress.model import Cue

# Above this share of the limit nobody reads along; guidelines name a tolerance of a fifth (ARCOM).
_FAR_OVER = 1.2
_SLOW_SHARE = 0.3
_SLOW_FROM_MS = 4_000
_MS_PER_S = 1_000
_AT_ONCE_MS = 40  # a frame; who makes a track by hand does not hit the gap of a profile to the millisecond
_SPOKEN_THROUGH = 0.6  # the rest are the pauses of fluent speech
_STEP_MS, _MOST_WANTED_MS = 10, 60_000

FAST = Rule(
    "speed.cps",
    "Each cue can be read in its time",
    "its text by the time from in to out, counted as the profile counts (characters a second, words a minute, or "
    "characters by steps of time); an error more than a fifth over the limit, where the cue could stay longer",
    "guideline",
    "warning",
    "who reads slowly loses the rest; where speech itself is fast, words go before speed",
    clauses=(clauses.BBC_SPEED, clauses.NETFLIX_LANGUAGE),
)
SLOW = Rule(
    "speed.lingers",
    "No short text stays on the screen for long",
    "below three tenths of the profile's reading speed in a cue of more than 4 s",
    "house style",
    "notice",
    "a viewer waits for the next text, or takes the cue for a still picture",
    is_certain=False,
)


def _speeds(material: Material) -> Iterator[Finding]:
    for index, cue in enumerate(material.track.cues):
        if not cue.text or cue.duration_ms <= 0:
            continue
        speed = material.judge.speed(cue.text, cue.duration_ms, material.language)
        if round(speed.value, 1) > speed.limit > 0:
            severity: Severity = "error" if _could_be_slower(material, index) else "warning"
            what = f"{speed.value:.1f} {speed.unit}; {_why(material, index)}"
            source = material.profile.find("max_wpm" if "word" in speed.unit else "max_cps")
            yield material.at_cue(
                FAST,
                index,
                what,
                severity=severity,
                value=round(speed.value, 2),
                limit=round(speed.limit, 2),
                unit=speed.unit,
                source=source.source if source else "",
            )
        elif cue.duration_ms > _SLOW_FROM_MS and not _is_sound(cue):
            least = _SLOW_SHARE * speed.limit
            if speed.value < least:
                what = f"only {speed.value:.1f} {speed.unit}, for {cue.duration_ms / _MS_PER_S:.1f} s"
                yield material.at_cue(
                    SLOW, index, what, value=round(speed.value, 2), limit=round(least, 2), unit=speed.unit
                )


def _could_be_slower(material: Material, index: int) -> bool:
    """Tell whether a cue that is far too fast would not be so if it used the time that is free after it."""
    cue = material.track.cues[index]
    longer_ms = cue.duration_ms + _free_ms(material, index)
    now = material.judge.speed(cue.text, cue.duration_ms, material.language)
    then = material.judge.speed(cue.text, longer_ms, material.language)
    return now.value > _FAR_OVER * now.limit and then.value <= _FAR_OVER * then.limit


def _why(material: Material, index: int) -> str:
    """Return what a reviewer asks next: whether the cue could stay longer, or speech is as fast as that."""
    cue = material.track.cues[index]
    until_ms = _until_ms(material, index)
    longest_ms = cue.duration_ms if until_ms is None else max(until_ms - cue.start_ms, cue.duration_ms)
    most = material.judge.speed(cue.text, longest_ms, material.language)
    if until_ms is None or most.value <= most.limit:
        return f"{_wanted_ms(material, cue):,} ms more would do, and the screen is free then"
    if longest_ms - cue.duration_ms > _AT_ONCE_MS:
        return (
            f"shown until the next cue comes it would still be {most.value:.1f}, where the limit is {most.limit:g}"
        )
    return f"no time is free before the next cue{_as_spoken(material, index, until_ms)}"


def _as_spoken(material: Material, index: int, until_ms: int) -> str:
    """Return what the sound says of a text for which there is no more time."""
    from_ms = material.track.cues[index].start_ms
    if material.spoken and primary(material.spoken) != primary(material.language):
        together = _beside(material, index)
        room = (
            f", but with the cues beside it it is {together.value:.1f}" if together.value <= together.limit else ""
        )
        return f": what it translates takes no longer{room}"
    if material.heard is None or not material.heard.has_sound:
        return ": as the times are, speech itself is this fast"
    said_ms = sum(
        max(min(end, until_ms) - max(start, from_ms), 0)
        for start, end in material.heard.speech_between(from_ms, until_ms)
    )
    share = said_ms / max(until_ms - from_ms, 1)
    if share < _SPOKEN_THROUGH:
        return f", but speech is heard during {share:.0%} of it only"
    return f": speech itself is this fast, heard during {share:.0%} of it"


def _beside(material: Material, index: int) -> Speed:
    """Return how fast a cue must be read together with those that follow and precede it without a rest."""
    cues, chain_ms = material.track.cues, max(material.limit("chain_ms"), 1)
    first, last = index, index
    if first and cues[first].start_ms - cues[first - 1].end_ms < chain_ms:
        first -= 1
    if last + 1 < len(cues) and cues[last + 1].start_ms - cues[last].end_ms < chain_ms:
        last += 1
    spans = ((first, index), (index, last), (first, last))
    speeds = (
        material.judge.speed(
            "\n".join(cue.text for cue in cues[begin : end + 1]),
            cues[end].end_ms - cues[begin].start_ms,
            material.language,
        )
        for begin, end in spans
    )
    return min(speeds, key=lambda each: each.value)


def _until_ms(material: Material, index: int) -> int | None:
    """Return until when a cue could be shown, None where nothing says so."""
    cues = material.track.cues
    if index + 1 < len(cues):
        return cues[index + 1].start_ms - int(material.limit("min_gap_ms"))
    return material.heard.duration_ms if material.heard is not None else None


def _wanted_ms(material: Material, cue: Cue) -> int:
    """Return how much longer a cue must stay to be read in time."""
    steps = range(_STEP_MS, _MOST_WANTED_MS, _STEP_MS)

    def is_read(more_ms: int) -> bool:
        speed = material.judge.speed(cue.text, cue.duration_ms + more_ms, material.language)
        return round(speed.value, 1) <= speed.limit

    return steps[min(bisect_left(steps, True, key=is_read), len(steps) - 1)]


def _free_ms(material: Material, index: int) -> int:
    """Return how long a cue may still stay: to the next one, the end of the media, or as the profile says."""
    cue, until_ms = material.track.cues[index], _until_ms(material, index)
    return int(material.limit("linger_ms")) if until_ms is None else max(until_ms - cue.end_ms, 0)


def _is_sound(cue: Cue) -> bool:
    return cue.text.strip()[:1] in {"[", "(", "♪", "♫", "（", "【"}


CHECKS = (Check((FAST, SLOW), _speeds, only_read),)
