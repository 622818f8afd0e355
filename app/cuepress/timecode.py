"""Integer milliseconds and clock text. The only rounding of times in the project is here."""

from __future__ import annotations

import math
import re

MS_PER_S = 1_000
MS_PER_MINUTE = 60_000
MS_PER_HOUR = 3_600_000


def clock(ms: int, point: str = ".") -> str:
    """Write ``ms`` as ``HH:MM:SS.mmm``; ``point`` is "." in WebVTT and "," in SubRip. Hours grow past 99.

    >>> clock(90_061_001)
    '25:01:01.001'
    """
    if ms < 0:
        raise ValueError(f"a time before the start of the video: {ms} ms")
    hours, ms = divmod(ms, MS_PER_HOUR)
    minutes, ms = divmod(ms, MS_PER_MINUTE)
    seconds, ms = divmod(ms, MS_PER_S)
    return f"{hours:02d}:{minutes:02d}:{seconds:02d}{point}{ms:03d}"


def short_clock(ms: int) -> str:
    """Write ``ms`` for people, without fractions: ``1:05`` or ``2:00:05``.

    >>> short_clock(65_900)
    '1:05'
    """
    minutes, seconds = divmod(ms // MS_PER_S, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes}:{seconds:02d}"


def ms_from_clock(text: str) -> int:
    """Read a time as people write it: seconds, minutes and seconds, or hours, minutes and seconds.

    >>> ms_from_clock("90.5"), ms_from_clock("1:30"), ms_from_clock("1:02:03,250")
    (90500, 90000, 3723250)

    Raises
    ------
    ValueError
        If it is none.
    """
    found = re.fullmatch(
        r"(?:(?:([0-9]{1,4}):)?([0-9]{1,4}):)?([0-9]{1,7})(?:[.,]([0-9]{1,3}))?", text.strip(), re.ASCII
    )
    if found is None or (found[2] and int(found[3]) >= 60) or (found[1] and int(found[2]) >= 60):
        raise ValueError(f"no time: {text!r}")
    hours, minutes, seconds = (int(part or 0) for part in found.groups()[:3])
    return ((hours * 60 + minutes) * 60 + seconds) * MS_PER_S + int(f"{found[4] or '':0<3}")


def ms_from_s(seconds: float) -> int:
    """Round seconds to the nearest millisecond, halves up.

    >>> ms_from_s(59.9996)
    60000
    """
    return math.floor(seconds * MS_PER_S + 0.5)


def ms_from_samples(samples: int, *, rate_hz: int) -> int:
    """Round a sample position to the nearest millisecond, halves up."""
    return (2 * samples * MS_PER_S + rate_hz) // (2 * rate_hz)
