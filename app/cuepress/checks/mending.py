"""What of the times can be mended without changing what is said when: only out times move.

In times stay, so a text never comes before or after its words. An out time comes forward where the next cue is
already there, and stays longer where the screen is empty anyway. What cannot be had without making a cue harder to
read, or without knowing what was meant, is left to a person, and stays a finding.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from cuepress.model import Cue
from cuepress.timecode import clock

MendedWhat = Literal["times", "lines", "typography", "syntax"]

# Two texts for less than that are nobody's intention; it comes from rounding to frames.
UNSEEN_MS = 100
# Gaps of whole frames in whole ms are one less than the limit at times.
_ROUNDING_MS = 1
_MOST_ROUNDS = 8  # a mend may make the next one possible; there are never more in a row


@dataclass(frozen=True, slots=True)
class MendedPlace:
    """One mend: what was mended, where, and in words what was done; ``cue`` counts from 1, 0 is the file."""

    what: MendedWhat
    cue: int
    start_ms: int | None
    message: str

    def __str__(self) -> str:
        place = f"cue {self.cue} at {clock(self.start_ms)}: " if self.cue and self.start_ms is not None else ""
        return f"{place}{self.message}"


@dataclass(frozen=True, slots=True)
class Room:
    """What times are mended by.

    ``gap_ms`` is the gap that is made; one from ``least_gap_ms`` to ``most_gap_ms`` is as good, since frames are
    longer or shorter where the frame rate is not known. ``reading_ms`` tells how long a text takes to read;
    ``media_ms`` is the length of the media, None where it is not known. The other names are those of a profile.
    """

    min_ms: int
    max_ms: int
    gap_ms: int
    least_gap_ms: int
    most_gap_ms: int
    chain_ms: int
    linger_ms: int
    reading_ms: Callable[[str], int]
    media_ms: int | None = None


def mend_times(cues: Sequence[Cue], room: Room) -> list[Cue]:
    """Return the cues, in order of their in times, with the out times mended; a second time nothing changes."""
    mended = list(cues)
    for _ in range(_MOST_ROUNDS):
        before = mended
        mended = [
            _mended(cue, before[at + 1] if at + 1 < len(before) else None, room) for at, cue in enumerate(before)
        ]
        if mended == before:
            break
    return mended


def _mended(cue: Cue, following: Cue | None, room: Room) -> Cue:
    """Return a cue with its out time mended, as far as the one after it allows."""
    if not cue.text:
        return cue
    end_ms = cue.end_ms
    if room.media_ms is not None and cue.start_ms < room.media_ms < end_ms:
        end_ms = room.media_ms
    if end_ms <= cue.start_ms:
        end_ms = _end_of_none(cue, following, room)
    elif following is not None and end_ms > following.start_ms:
        end_ms = _end_of_overlap(cue, end_ms, following, room)
    elif following is not None and end_ms > following.start_ms - room.least_gap_ms + _ROUNDING_MS:
        end_ms = _end_before(cue, end_ms, following, room)
    else:
        end_ms = _end_of_short(cue, end_ms, following, room)
        end_ms = _chained(cue, end_ms, following, room)
    return replace(cue, end_ms=end_ms) if cue.start_ms < end_ms != cue.end_ms else cue


def _latest(following: Cue | None, room: Room) -> int | None:
    """Return until when a cue may stay, or None if nothing is known to come."""
    ends = [*([] if following is None else [following.start_ms - room.gap_ms]), *_media_ends(room)]
    return min(ends, default=None)


def _media_ends(room: Room) -> list[int]:
    return [] if room.media_ms is None else [room.media_ms]


def _end_of_none(cue: Cue, following: Cue | None, room: Room) -> int:
    """Return an out time for a cue that has none after its in time: as long as it takes to read it."""
    wanted = cue.start_ms + min(max(room.reading_ms(cue.text), room.min_ms), room.max_ms or room.min_ms)
    latest = _latest(following, room)
    end_ms = wanted if latest is None else min(wanted, latest)
    return end_ms if end_ms > cue.start_ms else cue.end_ms


def _end_of_overlap(cue: Cue, end_ms: int, following: Cue, room: Room) -> int:
    """Return an earlier out time if the cue can still be read until then, or if nobody would see the difference.

    Two cues that settings put in different places may be there together.
    """
    if cue.settings != following.settings:
        return end_ms
    needed_ms = max(room.min_ms, room.reading_ms(cue.text))
    for latest in (following.start_ms - room.gap_ms, following.start_ms):
        lasts_ms = latest - cue.start_ms
        is_unseen = end_ms - latest <= UNSEEN_MS + room.gap_ms
        if lasts_ms >= needed_ms or (is_unseen and lasts_ms >= min(room.min_ms, end_ms - cue.start_ms)):
            return latest
    return end_ms


def _end_before(cue: Cue, end_ms: int, following: Cue, room: Room) -> int:
    """Return an out time that leaves the least gap, if the cue still is long enough to be seen."""
    latest = following.start_ms - room.gap_ms
    return latest if latest - cue.start_ms >= room.min_ms else end_ms


def _end_of_short(cue: Cue, end_ms: int, following: Cue | None, room: Room) -> int:
    """Return a later out time for a cue that is too short to be seen or read.

    To be seen it stays until the next cue if it must; to be read no longer than a cue may after its words, and
    only if that is enough.
    """
    latest = _latest(following, room)
    seen = cue.start_ms + room.min_ms
    seen = max(seen if latest is None else min(seen, latest), end_ms)
    needed_ms = room.reading_ms(cue.text)
    read = cue.start_ms + needed_ms
    has_room = (latest is None or read <= latest) and (not room.max_ms or needed_ms <= room.max_ms)
    return read if seen < read <= seen + room.linger_ms and has_room else seen


def _chained(cue: Cue, end_ms: int, following: Cue | None, room: Room) -> int:
    """Return an out time that closes a gap which would flicker, down to the usual one."""
    latest = _latest(following, room)
    if following is None or latest is None:
        return end_ms
    gap_ms = following.start_ms - end_ms
    flickers = room.most_gap_ms + _ROUNDING_MS < gap_ms < room.chain_ms - _ROUNDING_MS
    fits = not room.max_ms or latest - cue.start_ms <= room.max_ms
    return max(latest, end_ms) if flickers and fits else end_ms
