"""In and out times of cues from the times of their words.

The order of what gives, when not all can be had: in time at the speech (a little early or late), then the gap
between cues, then reading speed, then the least duration. What never gives: in before out, out not after the next
in, nothing outside the video.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cuepress.cueing.profile import Limits

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


def set_times(
    cues: Sequence[Heard], *, limits: Limits, duration_ms: int, may_begin_early: bool = False
) -> list[tuple[int, int]]:
    """Return the in and out time of each cue: in < out <= next in, all within the video.

    There must be a millisecond of video for each cue. ``may_begin_early`` lets a cue that could not be read in
    time appear before its words, in a pause that the cue before does not need.
    """
    starts = _starts(cues, limits, duration_ms)
    ends = _ends(cues, starts, limits, duration_ms)
    if may_begin_early:
        starts = _begun_early(cues, starts, ends, limits)
        ends = _ends(cues, starts, limits, duration_ms)
    return list(zip(starts, ends, strict=True))


def _starts(cues: Sequence[Heard], limits: Limits, duration_ms: int) -> list[int]:
    """Return in times: at the speech, moved a little where a cue would else be too short to be seen."""
    # In a video with less room than that, the cues share what there is.
    least_ms = min(limits.min_ms, duration_ms // len(cues))
    starts = _pulled_early(cues, least_ms, duration_ms)
    return _forced_inside(_pushed_late(cues, starts, least_ms), duration_ms)


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


def _forced_inside(starts: Sequence[int], duration_ms: int) -> list[int]:
    """Return in times that rise and leave each cue a millisecond before the next and the end of the video."""
    forced: list[int] = []
    for at, start in enumerate(starts):
        latest = duration_ms - (len(starts) - at)
        forced.append(min(max(start, forced[-1] + 1 if forced else 0), latest))
    return forced


def _begun_early(cues: Sequence[Heard], starts: Sequence[int], ends: Sequence[int], limits: Limits) -> list[int]:
    """Return in times in the rest before the words, where a cue has not the time to be read after them."""
    early: list[int] = []
    free_ms = 0  # from when on the cue before can be spared
    for cue, start, end in zip(cues, starts, ends, strict=True):
        lacking = start + min(cue.reading_ms, limits.max_ms) - end
        wanted = start - max(min(lacking, limits.early_ms), 0)
        early.append(min(max(wanted, free_ms), start))
        free_ms = max(_held(cue, early[-1], limits), early[-1] + limits.min_ms) + limits.min_gap_ms
    return early


def _ends(cues: Sequence[Heard], starts: Sequence[int], limits: Limits, duration_ms: int) -> list[int]:
    following = [*starts[1:], duration_ms]
    is_last = [False] * (len(cues) - 1) + [True]
    return [
        _end(cue, start, after, limits, is_last=last)
        for cue, start, after, last in zip(cues, starts, following, is_last, strict=True)
    ]


def _held(cue: Heard, start: int, limits: Limits) -> int:
    """Return until when a cue should stay to be read, or as long as it may."""
    return min(max(cue.end_ms + HOLD_MS, start + cue.reading_ms), cue.end_ms + limits.linger_ms)


def _end(cue: Heard, start: int, following: int, limits: Limits, *, is_last: bool) -> int:
    """Return the out time: after the words, held to be read, closed up to the next cue where the gap is short."""
    gap = 0 if is_last else limits.min_gap_ms
    latest = min(following - gap, start + limits.max_ms)
    end = min(max(_held(cue, start, limits), start + limits.min_ms), latest)
    if not is_last and following - end < limits.chain_ms and latest > end:
        end = latest
    if end < start + limits.min_ms:
        end = min(start + limits.min_ms, following)  # the gap gives before the least duration
    return max(end, start + 1)
