"""The picture of a video, as far as times of cues depend on it: its frames, its shot changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

MS_PER_S = 1_000
# The rates that films are made at. Any other is the mean of a rate that varies, or that of slides: there is no
# raster that an eye could see, and players show a cue between two frames as well.
STANDARD_RATES = frozenset(
    {Fraction(rate) for rate in (24, 25, 30, 48, 50, 60, 100, 120)}
    | {Fraction(rate * 1_000, 1_001) for rate in (24, 30, 48, 60, 120)}
)


@dataclass(frozen=True, slots=True)
class Frames:
    """Where frames begin: the first of the video at ``origin_ms`` on the clock of the cues, ``rate`` a second.

    Without a rate every ms is a frame. Times of frames are rounded to ms.
    """

    rate: Fraction | None = None
    origin_ms: int = 0

    @property
    def fps(self) -> float | None:
        """The rate as a number, or None where it is not known."""
        return float(self.rate) if self.rate else None

    def nearest(self, ms: int) -> int:
        """Return the frame nearest to a time."""
        return ms if self.rate is None else self._at(round((ms - self.origin_ms) * self.rate / MS_PER_S))

    def before(self, ms: int) -> int:
        """Return the last frame that begins at a time or before it."""
        if self.rate is None:
            return ms
        number = floor((ms - self.origin_ms) * self.rate / MS_PER_S)
        return self._at(number) if self._at(number) <= ms else self._at(number - 1)

    def after(self, ms: int) -> int:
        """Return the first frame that begins at a time or after it."""
        if self.rate is None:
            return ms
        number = ceil((ms - self.origin_ms) * self.rate / MS_PER_S)
        return self._at(number) if self._at(number) >= ms else self._at(number + 1)

    def gap_before(self, ms: int, gap_ms: int) -> int:
        """Return the last frame that leaves a gap before another; a gap in whole frames may be 1 ms shorter."""
        return ms - gap_ms if self.rate is None else min(self.before(ms - gap_ms + 1), ms)

    def _at(self, number: int) -> int:
        rate = self.rate or Fraction(MS_PER_S)
        return self.origin_ms + round(number * MS_PER_S / rate)


@dataclass(frozen=True, slots=True)
class Footage:
    """What is known of the picture that cues are laid over.

    ``frame_rate``: frames a second, None where there is no picture or nobody has looked. ``origin_ms``: where the
    video begins on the clock of the cues, below 0 where that is the clock of an excerpt. ``shots_ms``: when shots
    change, in order; empty where nobody has looked.
    """

    frame_rate: Fraction | None = None
    origin_ms: int = 0
    shots_ms: Sequence[int] = ()

    @property
    def frames(self) -> Frames:
        """The frames that times fall on: none that bind where the rate is no standard one."""
        return Frames(self.frame_rate if self.frame_rate in STANDARD_RATES else None, self.origin_ms)


NO_FOOTAGE = Footage()
