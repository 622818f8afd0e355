"""Reading speed, in the unit of the profile, and text that stays long after it has been read."""

from __future__ import annotations

from collections.abc import Iterator

from cuepress.checks import clauses
from cuepress.checks.material import Material
from cuepress.checks.model import Finding, Rule, Severity
from cuepress.checks.registry import Check, only_read
from cuepress.model import Cue

# Above this share of the limit nobody reads along; guidelines name a tolerance of a fifth (ARCOM).
_FAR_OVER = 1.2
_SLOW_SHARE = 0.3
_SLOW_FROM_MS = 4_000
_MS_PER_S = 1_000

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
            what = f"{speed.value:.1f} {speed.unit}"
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


def _free_ms(material: Material, index: int) -> int:
    """Return how long a cue may still stay: up to the next one, the end of the media, or as the profile says."""
    cues, cue = material.track.cues, material.track.cues[index]
    linger_ms = int(material.limit("linger_ms"))
    following_ms = cues[index + 1].start_ms - int(material.limit("min_gap_ms")) if index + 1 < len(cues) else None
    if following_ms is None and material.heard is not None:
        following_ms = material.heard.duration_ms
    free_ms = linger_ms if following_ms is None else min(following_ms - cue.end_ms, linger_ms)
    return max(free_ms, 0)


def _is_sound(cue: Cue) -> bool:
    return cue.text.strip()[:1] in {"[", "(", "♪", "♫", "（", "【"}


CHECKS = (Check((FAST, SLOW), _speeds, only_read),)
