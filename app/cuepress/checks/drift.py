"""A whole track that is off: by the same time everywhere, by more and more, or from one place on.

In times that follow a pause are held against the speech that begins there. Where the track is far off, the nearest
speech is another one, so a shift is first searched, stretch by stretch, that brings most of them to speech.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise, permutations
from statistics import median

from cuepress.checks import clauses
from cuepress.checks.material import Heard, Material
from cuepress.checks.model import Finding, Rule, Severity
from cuepress.checks.registry import Check, only_read
from cuepress.model import Track
from cuepress.timecode import clock

_ONSET_PAUSE_MS = 250  # speech after a shorter pause has no onset that an in time could be held against
_MOST_SHIFT_MS = 10_000
_STEP_MS = 50
_WIDTH_MS = 250  # an in time within this of speech speaks for a shift
_NEAR_MS = 700  # … and after the shift, one within this is held against it
_PER_STRETCH = 24
_FEWEST = 8
_FEWEST_OF_LINE = 12
_LEAST_OFFSET_MS = 200
_LEAST_DRIFT_MS = 150
_LEAST_JUMP_MS = 300
_ERROR_MS = 500
_LEAST_GAIN = 4.0  # cues that lie right after a jump, and would not without it
_MOST_PLACES = 250  # of a jump that are tried; in a long track that is near enough

# Video of one frame rate played at another: 24, 25 and 24000/1001 a second.
_RATES = tuple(a / b - 1 for a, b in permutations((24_000 / 1_001, 24.0, 25.0), 2))
_FITS = 0.55  # of the in times, with how near they are, speak for a shift where a track runs as the sound does
_CLEARLY = 1.3

OFFSET = Rule(
    "sync.offset",
    "The track as a whole is neither early nor late",
    "the median of in time less the beginning of heard speech, over cues after a pause; from 200 ms on",
    "legal duty",
    "warning",
    "every cue is at another place than its sound; half a second and more is an error",
    "track",
    (clauses.FCC_SYNCHRONOUS, clauses.EN_SYNC),
    ("media",),
)
DRIFT = Rule(
    "sync.drift",
    "The track does not run faster or slower than the sound",
    "the slope of in time less the beginning of heard speech (Theil, Sen), where it comes to 150 ms",
    "legal duty",
    "warning",
    "the longer it lasts, the further text and sound are apart; half a second at the end is an error",
    "track",
    (clauses.FCC_SYNCHRONOUS, clauses.EN_SYNC),
    ("media",),
)
JUMP = Rule(
    "sync.jump",
    "Nothing was cut out of the sound or put into it",
    "the place that best parts in time less heard speech in two, where they differ by 300 ms",
    "legal duty",
    "warning",
    "from there on, every cue is at another place than its sound; half a second and more is an error",
    "track",
    (clauses.FCC_SYNCHRONOUS, clauses.EN_SYNC),
    ("media",),
)


@dataclass(frozen=True, slots=True)
class Fit:
    """How a track is off: by ``offset_ms``, ``per_ms`` more for each ms, ``jump_ms`` more from ``at_ms`` on.

    All are in time less speech, so that more than 0 is late. ``n`` cues were held against speech; ``index`` is
    the cue of a jump.
    """

    kind: str = ""
    offset_ms: float = 0
    per_ms: float = 0
    at_ms: int = 0
    jump_ms: float = 0
    n: int = 0
    index: int = 0

    def at(self, ms: int) -> int:
        """Return by how much a cue with this in time is late."""
        jumped_ms = self.jump_ms if self.kind == "jump" and ms >= self.at_ms else 0
        return round(self.offset_ms + self.per_ms * ms + jumped_ms)


Pair = tuple[int, int, int]  # the in time, what it is later than speech, the index of the cue


def correction(track: Track, heard: Heard) -> Callable[[int], int]:
    """Return by how much a cue with some in time is late, as far as the whole track is."""
    return fit(track, heard).at


@lru_cache(maxsize=8)
def fit(track: Track, heard: Heard) -> Fit:
    """Return how a track is off as a whole from what is heard."""
    return fit_to(track, _onsets(heard.speech), near_ms=_NEAR_MS)


def fit_to(track: Track, onsets: Sequence[int], *, near_ms: int) -> Fit:
    """Return how a track is off from the times (in order) at which something begins; farther ones do not count."""
    starts = [(cue.start_ms, index) for index, cue in enumerate(track.cues) if cue.duration_ms > 0]
    if len(starts) < _FEWEST or len(onsets) < _FEWEST:
        return Fit()
    pairs = _paired(starts, onsets, near_ms, _rate([start for start, _ in starts], onsets))
    if len(pairs) < _FEWEST:
        return Fit()
    jump = _jump(pairs)
    if jump is not None:
        placed = _placed(jump, starts, onsets)
        if _is_borne_out(placed, [start for start, _ in starts], onsets):
            return placed
    return _line(pairs) or _offset(pairs)


def _onsets(speech: Sequence[tuple[int, int]]) -> list[int]:
    begins = [start for (_, end), (start, _) in pairwise(speech) if start - end >= _ONSET_PAUSE_MS]
    return [*(start for start, _ in speech[:1]), *begins]


def _rate(starts: Sequence[int], onsets: Sequence[int]) -> float:
    """Return by how much the track runs too slowly, of the rates that come of mistaken frame rates; mostly 0.

    At such a rate no shift brings even a stretch of cues to speech, so these are tried where none does.
    """
    part = starts[: 3 * _PER_STRETCH]
    as_it_is = _most(part, onsets)
    if as_it_is > _FITS * len(part):
        return 0.0
    scores = {rate: _most([round(start / (1 + rate)) for start in part], onsets) for rate in _RATES}
    best = max(scores, key=lambda rate: scores[rate])
    return best if scores[best] > _CLEARLY * as_it_is else 0.0


def _most(starts: Sequence[int], onsets: Sequence[int]) -> float:
    return max(_score(starts, onsets, step) for step in range(-_MOST_SHIFT_MS, _MOST_SHIFT_MS + 1, 2 * _STEP_MS))


def _paired(starts: Sequence[tuple[int, int]], onsets: Sequence[int], near_ms: int, rate: float) -> list[Pair]:
    """Hold in times against onsets, stretch by stretch."""
    pairs: list[Pair] = []
    shift = 0
    for first in range(0, len(starts), _PER_STRETCH):
        stretch = starts[first : first + _PER_STRETCH]
        if len(stretch) < _FEWEST and first:
            stretch = starts[-_FEWEST:]
        played = [round(start / (1 + rate)) for start, _ in stretch]
        shift = _best_shift(played, onsets, near=shift)
        for (start, index), at in zip(stretch, played, strict=True):
            nearest = _nearest(onsets, at - shift)
            if abs(at - shift - nearest) <= near_ms:
                pairs.append((start, start - nearest, index))
    return sorted(set(pairs))


def _best_shift(starts: Sequence[int], onsets: Sequence[int], *, near: int) -> int:
    """Return the shift that brings most in times to speech; of two as good, the one near the last one."""
    steps = range(-_MOST_SHIFT_MS, _MOST_SHIFT_MS + 1, _STEP_MS)
    scores = {step: _score(starts, onsets, step) for step in steps}
    best = max(scores.values())
    kept = _score(starts, onsets, near)
    if kept >= 0.7 * best:
        return near
    return max(steps, key=lambda step: (scores[step], -abs(step - near)))


def _score(starts: Sequence[int], onsets: Sequence[int], shift: int) -> float:
    return sum(max(0.0, 1 - abs(start - shift - _nearest(onsets, start - shift)) / _WIDTH_MS) for start in starts)


def _nearest(onsets: Sequence[int], ms: int) -> int:
    at = bisect_left(onsets, ms)
    return min(onsets[max(at - 1, 0) : at + 1], key=lambda onset: abs(onset - ms))


def _offset(pairs: Sequence[Pair]) -> Fit:
    late = [late_ms for _, late_ms, _ in pairs]
    middle = median(late)
    spread = median(abs(each - middle) for each in late)
    if abs(middle) < _LEAST_OFFSET_MS or spread > abs(middle):
        return Fit(n=len(pairs))
    return Fit("offset", middle, n=len(pairs))


def _line(pairs: Sequence[Pair]) -> Fit | None:
    """Fit a line, by the median of the slopes of pairs half the track apart."""
    if len(pairs) < _FEWEST_OF_LINE:
        return None
    half = len(pairs) // 2
    slopes = [
        (b[1] - a[1]) / (b[0] - a[0])
        for shift in range(max(half // 2, 1), len(pairs))
        for a, b in zip(pairs, pairs[shift:], strict=False)
        if b[0] > a[0]
    ][:40_000]
    if not slopes:
        return None
    slope = median(slopes)
    offset = median(late - slope * start for start, late, _ in pairs)
    span = pairs[-1][0] - pairs[0][0]
    spread = 1.4826 * median(abs(late - offset - slope * start) for start, late, _ in pairs)
    # The standard error of slope times span, for times spread evenly.
    error = max(spread, 10) * (12 / len(pairs)) ** 0.5
    if abs(slope) * span < max(_LEAST_DRIFT_MS, 4 * error):
        return None
    return Fit("drift", offset, slope, n=len(pairs))


def _jump(pairs: Sequence[Pair]) -> Fit | None:
    """Part the track where its two sides differ most, each by itself being steady."""
    best: tuple[float, int] | None = None
    late = [late_ms for _, late_ms, _ in pairs]
    step = 1 + len(pairs) // _MOST_PLACES
    for at in range(_FEWEST // 2, len(pairs) - _FEWEST // 2 + 1, step):
        left, right = late[:at], late[at:]
        rest = sum(abs(each - median(left)) for each in left) + sum(abs(each - median(right)) for each in right)
        if best is None or rest < best[0]:
            best = (rest, at)
    if best is None:
        return None
    rest, at = best
    before_ms, after_ms = median(late[:at]), median(late[at:])
    line = _line(pairs)
    by_line = sum(abs(late_ms - (line.at(start) if line else median(late))) for start, late_ms, _ in pairs)
    if abs(after_ms - before_ms) < _LEAST_JUMP_MS or rest > 0.6 * by_line:
        return None
    start, _, index = pairs[at]
    return Fit("jump", before_ms, at_ms=start, jump_ms=after_ms - before_ms, n=len(pairs), index=index)


def _placed(jump: Fit, starts: Sequence[tuple[int, int]], onsets: Sequence[int]) -> Fit:
    """Return a jump at the cue from which on all cues, after a pause or not, lie better by the later shift."""
    costs = [
        [
            min(abs(start - round(late_ms) - _nearest(onsets, start - round(late_ms))), _NEAR_MS)
            for start, _ in starts
        ]
        for late_ms in (jump.offset_ms, jump.offset_ms + jump.jump_ms)
    ]
    rest = sum(costs[1])
    best = (rest, 0)
    for at, (before, after) in enumerate(zip(*costs, strict=True), start=1):
        rest += before - after
        best = min(best, (rest, at))
    start, index = starts[min(best[1], len(starts) - 1)]
    return replace(jump, at_ms=start, index=index)


def _is_borne_out(jump: Fit, starts: Sequence[int], onsets: Sequence[int]) -> bool:
    """Tell whether enough cues on either side speak for its own shift and not for that of the other side.

    Among few cues, some shift or other brings two or three of them near something.
    """
    sides = [start for start in starts if start < jump.at_ms], [start for start in starts if start >= jump.at_ms]
    shifts = round(jump.offset_ms), round(jump.offset_ms + jump.jump_ms)
    gains = (
        _score(side, onsets, shifts[at]) - _score(side, onsets, shifts[1 - at]) for at, side in enumerate(sides)
    )
    return min(gains) >= _LEAST_GAIN


def _off(material: Material) -> Iterator[Finding]:
    heard = material.heard
    if heard is None or not heard.has_sound or not heard.speech:
        return
    found = fit(material.track, heard)
    if found.kind == "offset":
        yield _finding(material, OFFSET, f"all cues are {_amount(found.offset_ms)}", found.offset_ms)
    elif found.kind == "drift":
        first, last = material.track.cues[0].start_ms, material.track.cues[-1].start_ms
        begin, end = found.at(first), found.at(last)
        what = f"cues are {_amount(begin)} at the beginning and {_amount(end)} at the end"
        yield _finding(material, DRIFT, f"{what} ({found.per_ms * 100:+.2f} %)", end - begin)
        if abs(begin) >= _LEAST_OFFSET_MS and abs(end) >= _LEAST_OFFSET_MS and begin * end > 0:
            yield _finding(material, OFFSET, f"all cues are at least {_amount(min(begin, end, key=abs))}", begin)
    elif found.kind == "jump":
        what = f"from {clock(found.at_ms)} on, cues are {_amount(found.at(found.at_ms))}"
        before = found.offset_ms
        if abs(before) >= _LEAST_OFFSET_MS:
            what += f", before {_amount(before)}"
        severity: Severity = "error" if abs(found.jump_ms) >= _ERROR_MS else "warning"
        value = round(found.jump_ms)
        yield material.at_cue(
            JUMP, found.index, what, severity=severity, value=value, limit=_LEAST_JUMP_MS, unit="ms"
        )


def _finding(material: Material, rule: Rule, what: str, value_ms: float) -> Finding:
    limit = _LEAST_OFFSET_MS if rule is OFFSET else _LEAST_DRIFT_MS
    severity: Severity = "error" if abs(value_ms) >= _ERROR_MS else "warning"
    found = material.at_track(rule, what, value=round(value_ms), limit=limit, unit="ms")
    return found.with_severity(severity)


def _amount(ms: float) -> str:
    return f"{abs(round(ms)):,} ms {'late' if ms > 0 else 'early'}"


CHECKS = (Check((OFFSET, DRIFT, JUMP), _off, only_read),)
