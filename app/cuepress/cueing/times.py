"""In and out times of cues from the times of their words.

The order of what gives, when not all can be had: in time at the speech (a little early or late), then the gap
between cues, then reading speed, then the least duration. A cue that cannot be read in its time first lingers in
the silence after its words, then begins a little early in the silence before them. What never gives: in before
out, out not after the next in, nothing outside the video.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from cuepress.cueing.frames import Frames
from cuepress.cueing.profile import Limits

ANY_MS = Frames()

# Only where a cue would else be too short to be seen. BBC §5.2: no more than 1.5 s early, never 2 s late.
MOST_EARLY_MS = 1_000
MOST_LATE_MS = 1_000
HOLD_MS = 200  # a text that goes with the last phoneme looks cut off


@dataclass(frozen=True, slots=True)
class Heard:
    """A cue's words as they are heard, and how long their text takes to read."""

    start_ms: int
    end_ms: int
    reading_ms: int


@dataclass(frozen=True, slots=True)
class Picture:
    """What times have to fit besides the words: the length of the video, its frames, its shot changes in order."""

    duration_ms: int
    frames: Frames = ANY_MS
    shots_ms: Sequence[int] = ()


def over_ms(cue: Heard, start_ms: int, limits: Limits) -> int:
    """Return when a cue that is seen from ``start_ms`` on can be over, if the next one lacks time."""
    return max(_needed(cue, start_ms, limits), start_ms + limits.min_ms)


def set_times(
    cues: Sequence[Heard], *, limits: Limits, picture: Picture, early_ms: int = 0
) -> list[tuple[int, int]]:
    """Return the in and out time of each cue: in < out <= next in, all within the video.

    There must be a millisecond of video for each cue. A cue that could not be read in time may appear up to
    ``early_ms`` before its words, in a pause that the cue before does not need.
    """
    starts = _starts(cues, limits, picture)
    ends = _ends(cues, starts, limits, picture)
    if early_ms:
        early = _begun_early(cues, starts, ends, limits, early_ms)
        starts = _forced_inside([picture.frames.nearest(start) for start in early], picture.duration_ms)
        ends = _ends(cues, starts, limits, picture)
    return list(zip(starts, ends, strict=True))


def _starts(cues: Sequence[Heard], limits: Limits, picture: Picture) -> list[int]:
    """Return in times: at the speech, moved a little where a cue would else be too short to be seen."""
    # In a video with less room than that, the cues share what there is.
    least_ms = min(limits.min_ms, picture.duration_ms // len(cues))
    starts = _pulled_early(cues, least_ms, picture.duration_ms)
    starts = _pushed_late(cues, starts, least_ms)
    if picture.shots_ms and limits.shot_zone_ms:
        starts = _on_shots(cues, starts, limits, picture.shots_ms)
    return _forced_inside([picture.frames.nearest(start) for start in starts], picture.duration_ms)


def _pulled_early(cues: Sequence[Heard], least_ms: int, duration_ms: int) -> list[int]:
    starts: list[int] = []
    after = duration_ms
    for cue in reversed(cues):
        wanted = max(min(cue.start_ms, after - least_ms), cue.start_ms - MOST_EARLY_MS, 0)
        after = min(wanted, cue.start_ms)
        starts.append(after)
    return starts[::-1]


def _pushed_late(cues: Sequence[Heard], starts: Sequence[int], least_ms: int) -> list[int]:
    pushed: list[int] = []
    for cue, start in zip(cues, starts, strict=True):
        earliest = pushed[-1] + least_ms if pushed else 0
        pushed.append(max(start, min(earliest, cue.start_ms + MOST_LATE_MS)))
    return pushed


def _on_shots(cues: Sequence[Heard], starts: Sequence[int], limits: Limits, shots_ms: Sequence[int]) -> list[int]:
    """Move in times that are near a shot change onto it, or out of its zone, where the words allow it.

    Just after a change a cue goes back to it, a little before it waits for it, else it keeps clear of it (Netflix
    Timing Guidelines). It never goes back into the words of the cue before, nor leaves either of them too short.
    """
    moved: list[int] = []
    for at, start in enumerate(starts):
        spoken_ms = cues[at - 1].end_ms if at else 0
        least = max(spoken_ms + limits.min_gap_ms, moved[-1] + limits.min_ms) if moved else 0
        most = starts[at + 1] - limits.min_ms if at + 1 < len(starts) else start + limits.shot_snap_ms
        wanted = _off_zone(start, limits, _nearest(shots_ms, start))
        moved.append(wanted if least <= wanted <= max(most, start) else start)
    return moved


def _off_zone(start: int, limits: Limits, shot: int) -> int:
    if 0 <= start - shot < limits.shot_zone_ms:
        return shot
    if 0 < shot - start <= limits.shot_snap_ms:
        return shot
    return shot - limits.shot_zone_ms if 0 < shot - start < limits.shot_zone_ms else start


def _nearest(shots_ms: Sequence[int], ms: int) -> int:
    at = bisect_left(shots_ms, ms)
    return min(shots_ms[max(at - 1, 0) : at + 1], key=lambda shot: abs(shot - ms))


def _forced_inside(starts: Sequence[int], duration_ms: int) -> list[int]:
    """Return in times that rise and leave each cue a millisecond before the next and the end of the video."""
    forced: list[int] = []
    for at, start in enumerate(starts):
        latest = duration_ms - (len(starts) - at)
        forced.append(min(max(start, forced[-1] + 1 if forced else 0), latest))
    return forced


def _begun_early(
    cues: Sequence[Heard], starts: Sequence[int], ends: Sequence[int], limits: Limits, early_ms: int
) -> list[int]:
    """Return in times in the rest before the words, where a cue has not the time to be read after them."""
    early: list[int] = []
    free_ms = 0  # from when on the cue before can be spared
    wanted = _wanted_starts(cues, starts, ends, limits, early_ms)
    for cue, start, begin in zip(cues, starts, wanted, strict=True):
        early.append(min(max(begin, free_ms), start))
        free_ms = over_ms(cue, early[-1], limits) + limits.min_gap_ms
    return early


def _wanted_starts(
    cues: Sequence[Heard], starts: Sequence[int], ends: Sequence[int], limits: Limits, early_ms: int
) -> list[int]:
    """Return when each cue would begin: early to be read, or to be over sooner, where the next one lacks time."""
    wanted: list[int] = []
    for at in range(len(cues) - 1, -1, -1):
        cue, start, end = cues[at], starts[at], ends[at]
        reading_ms = min(cue.reading_ms, limits.max_ms)
        if wanted and (wanted[-1] < starts[at + 1] or end - start < reading_ms):
            # The next never begins in the words of this one, but where it has to; the gap is kept.
            end = min(
                end, max(wanted[-1], min(cue.end_ms + limits.min_gap_ms, starts[at + 1])) - limits.min_gap_ms
            )
            reading_ms = max(reading_ms, limits.min_ms)
        begin = end - reading_ms
        wanted.append(min(max(begin, start - early_ms), start))
    return wanted[::-1]


def _ends(cues: Sequence[Heard], starts: Sequence[int], limits: Limits, picture: Picture) -> list[int]:
    ends = [
        _end(cue, start, after, limits, picture)
        for cue, start, after in zip(cues, starts, starts[1:], strict=False)
    ]
    return [*ends, _last_end(cues[-1], starts[-1], limits, picture)]


def _held(cue: Heard, start: int, limits: Limits) -> int:
    """Return until when a cue should stay: to be read, and not to look cut off."""
    return min(max(cue.end_ms + HOLD_MS, start + cue.reading_ms), cue.end_ms + limits.linger_ms)


def _needed(cue: Heard, start: int, limits: Limits) -> int:
    """Return until when a cue has to stay, if the next one has not the time to be read."""
    return min(max(cue.end_ms, start + cue.reading_ms), cue.end_ms + limits.linger_ms)


def _end(cue: Heard, start: int, following: int, limits: Limits, picture: Picture) -> int:
    """Return the out time: after the words, held to be read, closed up to the next cue where the gap is short."""
    frames = picture.frames
    latest = min(frames.gap_before(following, limits.min_gap_ms), frames.before(start + limits.max_ms))
    end = min(_wanted_end(cue, start, latest, limits, picture), latest)
    if following - end < limits.chain_ms and latest > end:
        end = latest
    if end < start + limits.min_ms:
        least = frames.after(start + limits.min_ms)
        # The gap gives before the least duration, and the frame before the longest.
        end = min(least if least <= start + limits.max_ms else start + limits.min_ms, following)
    return max(end, start + 1)


def _last_end(cue: Heard, start: int, limits: Limits, picture: Picture) -> int:
    latest = min(picture.frames.before(start + limits.max_ms), picture.duration_ms)
    return max(min(_wanted_end(cue, start, latest, limits, picture), latest), start + 1)


def _wanted_end(cue: Heard, start: int, latest: int, limits: Limits, picture: Picture) -> int:
    """Return the out time that a cue would have without the next; near a shot change it keeps clear of it."""
    end = picture.frames.after(max(_held(cue, start, limits), start + limits.min_ms))
    if not picture.shots_ms or not limits.shot_zone_ms:
        return end
    end = min(end, latest)
    shot = _nearest(picture.shots_ms, end)
    before = picture.frames.gap_before(shot, limits.shot_gap_ms)
    after = picture.frames.after(shot + limits.shot_zone_ms)
    if -limits.shot_zone_ms < end - shot < limits.shot_zone_ms:
        needed_ms = max(cue.end_ms, min(start + cue.reading_ms, end), start + limits.min_ms)
        if before >= needed_ms and before <= latest:
            return before
        if shot <= end and after <= latest:
            return after
    return end
