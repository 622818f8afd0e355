"""How fast a cue is to be read, in the unit of its profile, and how fast that may be.

Guidelines count characters a second, words a minute, or characters by steps of time. None is converted into
another here: a cue is cut, timed and judged in the unit of its guideline.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from cuepress import counting
from cuepress.cueing.profile import Profile

MS_PER_S = 1_000
MS_PER_MINUTE = 60_000


@dataclass(frozen=True, slots=True)
class Speed:
    """A reading speed, the most that is allowed, and the unit of both: ``words a minute``."""

    value: float
    limit: float
    unit: str

    @property
    def share(self) -> float:
        """How much of what is allowed is used: above 1 it is too fast."""
        return self.value / self.limit


def speed(text: str, duration_ms: int, *, tag: str, profile: Profile) -> Speed:
    """Return how fast a cue's text is to be read, and how fast that may be.

    >>> from cuepress.cueing import load_profile
    >>> speed("Three little words", 1_000, tag="en", profile=load_profile("bbc"))
    Speed(value=180.0, limit=180, unit='words a minute')
    """
    counted = profile.counting_for(tag)
    limits = profile.for_language(tag)
    duration_ms = max(duration_ms, 1)
    if counted == "steps":
        characters = counting.counted_length(text, tag)
        return Speed(characters, capacity(profile.reading_steps, duration_ms), "characters in its time")
    length = counting.reading_length(text, tag, counted)
    if counted == "words":
        return Speed(length * MS_PER_MINUTE / duration_ms, limits.max_wpm, "words a minute")
    return Speed(length * MS_PER_S / duration_ms, limits.max_cps, "characters a second")


def capacity(steps: tuple[tuple[int, float], ...], duration_ms: int) -> float:
    """Return how many characters can be read in ``duration_ms``, by steps of (ms, characters).

    Between two steps in proportion; before the first and after the last at the rate of that step.

    >>> [capacity(((1_000, 12), (2_000, 20)), ms) for ms in (500, 1_000, 1_500, 4_000)]
    [6.0, 12.0, 16.0, 40.0]
    """
    for (from_ms, fewer), (to_ms, more) in pairwise(steps):
        if from_ms <= duration_ms <= to_ms:
            return fewer + (more - fewer) * (duration_ms - from_ms) / (to_ms - from_ms)
    ms, characters = steps[0] if duration_ms < steps[0][0] else steps[-1]
    return characters * duration_ms / ms


def limit_in_words(profile: Profile, tag: str) -> str:
    """Return the reading speed that a language may have, and what is counted, in one short line."""
    counted = profile.counting_for(tag)
    limits = profile.for_language(tag)
    if counted == "words":
        return f"{limits.max_wpm:g} words a minute; what stands between spaces and has a letter or digit is a word"
    if counted == "steps":
        steps = ", ".join(f"{characters:g} in {ms / MS_PER_S:g} s" for ms, characters in profile.reading_steps)
        return f"{steps}; {counting.rule(tag)}"
    rule = "spaces do not count" if counted == "no_spaces" else counting.rule(tag)
    return f"{limits.max_cps:g} characters a second; {rule}"
