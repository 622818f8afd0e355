"""What somebody already says of the times: stamps in the transcript, and a rough track. Both become ``Hint``s.

A stamp ``[00:12:30]`` is for the word that follows it. A rough track, made by a machine or for another cut, need
not have the same words: those that agree are found as a patient reader of two versions would, from the rare to the
common (the *patience diff* of Cohen, in Bazaar; the longest chain by Fredman 1975, "On computing the length of
longest increasing subsequences"), and carry its times over.
"""

from __future__ import annotations

import math
import re
import statistics
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from cuepress import language
from cuepress.model import Cue, Transcript
from cuepress.sync.changes import longest_rise
from cuepress.sync.timing import Hint
from cuepress.timecode import MS_PER_HOUR, MS_PER_MINUTE, MS_PER_S, short_clock

_SECOND_TOLERANCE_MS = 2_000  # whole seconds, written down by ear
_FINE_TOLERANCE_MS = 1_000  # with a fraction: a program wrote it
_GUESS_TOLERANCE_MS = 60_000  # where the recording begins is guessed
_MOST_COARSE_S = 60
_TELLING_STAMPS = 4  # fewer may be round by chance
_NAMED_STAMPS = 3
_MS_PER_FRAME = 40

_CLOCK = (
    r"(?:(?P<{0}h>\d{{1,3}}):)?(?P<{0}m>\d{{1,3}}):(?P<{0}s>[0-5]\d)(?P<{0}f>[.,:;]\d{{1,3}})?"
    r"|(?:(?P<{0}hh>\d{{1,2}})h\s?)?(?P<{0}mm>\d{{1,3}})m(?:\s?(?P<{0}ss>\d{{1,2}})s)?"
)
# A range, of which the beginning counts: "00:03:43:00 -> 00:03:49:00", "0:12–0:20".
_RANGE = re.compile(rf"(?<![\d:])(?:{_CLOCK.format('a')})(?:[^\d\]\[\n]{{1,8}}(?:{_CLOCK.format('b')}))?(?![\d:])")

_NEAR_TOLERANCE_MS = 2_000
_RUNS = (5, 3, 2, 1)  # words in a row that occur once on both sides, at first in all, then between those found
_SINGLES_WITHIN = 60  # a single word says nothing in a longer stretch
_LEAST_SHARE = 0.1  # of the shorter side that must agree


@dataclass(frozen=True, slots=True)
class Hinted:
    """Hints in the order of the words, one a word at most, and what an editor should know of them."""

    hints: tuple[Hint, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Stamp:
    word: int
    at_ms: int
    text: str
    is_fine: bool
    has_hours: bool


def together(first: Hinted, second: Hinted) -> Hinted:
    """Return the hints of both; of two for a word the more exact one."""
    by_word = {hint.word: hint for hint in first.hints}
    for hint in second.hints:
        known = by_word.get(hint.word)
        if known is None or hint.tolerance_ms < known.tolerance_ms:
            by_word[hint.word] = hint
    return Hinted(tuple(by_word[word] for word in sorted(by_word)), (*first.notes, *second.notes))


# --- stamps -----------------------------------------------------------------------------------------------------


def from_stamps(transcript: Transcript, *, duration_ms: int, begin_ms: int = 0) -> Hinted:
    """Return what the time stamps of a transcript say of the words that follow them.

    Parameters
    ----------
    duration_ms
        The length of what is heard.
    begin_ms
        Where it begins in the media, if only a part of it is heard; stamps may count from either.
    """
    stamps = list(_stamps(transcript))
    if not stamps:
        return Hinted()
    rising = [stamps[at] for at in longest_rise([stamp.at_ms for stamp in stamps], is_strict=False)]
    tolerance_ms = _tolerance_ms(rising)
    for offset_ms in dict.fromkeys((begin_ms, 0)):
        inside = [stamp for stamp in rising if 0 <= stamp.at_ms - offset_ms <= duration_ms]
        if 2 * len(inside) >= len(rising):
            left_out = [stamp for stamp in stamps if stamp not in inside]
            return _hinted(inside, offset_ms, tolerance_ms, _left_out(left_out))
    return _by_the_wall_clock(transcript, stamps, rising, duration_ms)


def _by_the_wall_clock(
    transcript: Transcript, stamps: Sequence[_Stamp], rising: Sequence[_Stamp], duration_ms: int
) -> Hinted:
    """Take stamps that are all beyond the recording as times of the day, or of a tape, at which it was made."""
    for scale in (60, 1):  # 09:30 may be hours and minutes, or minutes and seconds
        chosen = [stamp for stamp in rising if scale == 1 or not stamp.has_hours]
        scaled = [replace(stamp, at_ms=stamp.at_ms * scale) for stamp in chosen]
        if len(scaled) < 2 or scaled[-1].at_ms - scaled[0].at_ms > duration_ms:
            continue
        offset_ms, is_timecode = _start(scaled, len(transcript.words), duration_ms)
        tolerance_ms = _tolerance_ms(scaled) if is_timecode else _GUESS_TOLERANCE_MS
        note = f"the time stamps begin at {short_clock(offset_ms)}: that is taken as the start of the recording"
        words = {each.word for each in scaled}
        left_out = [stamp for stamp in stamps if stamp.word not in words]
        return _hinted(scaled, offset_ms, tolerance_ms, (note, *_left_out(left_out)))
    return Hinted((), ("the time stamps of the transcript do not fit the recording and are not used",))


def _start(stamps: Sequence[_Stamp], n_words: int, duration_ms: int) -> tuple[int, bool]:
    """Return which time the recording is thought to begin at, and whether that is the sure start of a tape.

    A tape begins at the full hour; so does a recording if the pace of the text says that it did. Otherwise it
    begins at the full minute, or with the first stamp.
    """
    first, last = stamps[0].at_ms, stamps[-1].at_ms
    on_the_hour, on_the_minute = first - first % MS_PER_HOUR, first - first % MS_PER_MINUTE
    by_pace = statistics.median(stamp.at_ms - stamp.word * duration_ms / n_words for stamp in stamps)
    is_fine = all(stamp.is_fine for stamp in stamps)
    if last - on_the_hour <= duration_ms and (is_fine or abs(on_the_hour - by_pace) <= MS_PER_MINUTE):
        return on_the_hour, is_fine
    return (on_the_minute if last - on_the_minute <= duration_ms else first), False


def _hinted(stamps: Sequence[_Stamp], offset_ms: int, tolerance_ms: int, notes: tuple[str, ...]) -> Hinted:
    by_word = {stamp.word: Hint(stamp.word, stamp.at_ms - offset_ms, tolerance_ms) for stamp in stamps}
    return Hinted(tuple(by_word.values()), notes)


def _left_out(stamps: Sequence[_Stamp]) -> tuple[str, ...]:
    if not stamps:
        return ()
    named = ", ".join(stamp.text for stamp in stamps[:_NAMED_STAMPS])
    more = f" and {len(stamps) - _NAMED_STAMPS} more" if len(stamps) > _NAMED_STAMPS else ""
    which = "a time stamp is" if len(stamps) == 1 else "time stamps are"
    return (f"{which} out of order or outside the recording, and not used: {named}{more}",)


def _tolerance_ms(stamps: Sequence[_Stamp]) -> int:
    """Return how far off a stamp may be: as far as the step in which they count."""
    if all(stamp.is_fine for stamp in stamps):
        return _FINE_TOLERANCE_MS
    step_s = math.gcd(*(stamp.at_ms // MS_PER_S for stamp in stamps))
    is_telling = len(stamps) >= _TELLING_STAMPS or step_s % _MOST_COARSE_S == 0
    return max(_SECOND_TOLERANCE_MS, min(step_s, _MOST_COARSE_S) * MS_PER_S if is_telling else 0)


def _stamps(transcript: Transcript) -> Iterator[_Stamp]:
    """Yield the time stamps with the spoken word that follows each."""
    following = _finder(transcript)
    for part in transcript.unspoken:
        found = list(_RANGE.finditer(part.text)) if part.kind == "timestamp" else []
        word = following(part.paragraph, part.place) if found else None
        if word is not None:
            yield _stamp(word, found[-1])  # of two in a row the later one is nearer to the word


def _stamp(word: int, found: re.Match[str]) -> _Stamp:
    hours, minutes, seconds = (int(found[f"a{unit}"] or found[f"a{2 * unit}"] or 0) for unit in "hms")
    rest = found["af"] or ""
    at_ms = ((hours * 60 + minutes) * 60 + seconds) * MS_PER_S
    if rest[:1] in {".", ","}:
        at_ms += int(f"{rest[1:]:0<3}")
    elif rest:
        at_ms += min(int(rest[1:]) * _MS_PER_FRAME, MS_PER_S - 1)
    return _Stamp(word, at_ms, found.group().strip(), bool(rest), bool(found["ah"] or found["ahh"]))


def _finder(transcript: Transcript) -> Callable[[int, int], int | None]:
    """Return what finds the first spoken word after so many visible characters of a paragraph, or a later one."""
    places: list[tuple[int, int]] = []  # of each word: its paragraph, the visible characters before it
    counted, paragraph = 0, -1
    for word in transcript.words:
        counted = counted if word.paragraph == paragraph else 0
        paragraph = word.paragraph
        places.append((paragraph, counted))
        counted += len("".join(word.text.split()))

    def following(paragraph: int, place: int) -> int | None:
        first = bisect_left(places, (paragraph, place))
        spoken = (at for at in range(first, len(places)) if not transcript.words[at].is_sound)
        return next(spoken, None)

    return following


# --- a rough track ----------------------------------------------------------------------------------------------


def from_cues(transcript: Transcript, cues: Sequence[Cue], *, duration_ms: int, begin_ms: int = 0) -> Hinted:
    """Return what a rough track says of the words that it shares with the transcript: at most one hint a cue.

    Parameters
    ----------
    begin_ms
        Where in the media what is heard begins; the track counts from the media's start.
    """
    ours = [(_plain(word.text), index) for index, word in enumerate(transcript.words) if not word.is_sound]
    ours = [each for each in ours if each[0]]
    theirs = [each for each in _said(cues, transcript.language) if each[0]]
    pairs = _in_company(agreeing([text for text, _ in ours], [text for text, _, _ in theirs]))
    if len(pairs) < _LEAST_SHARE * min(len(ours), len(theirs)) or not pairs:
        return Hinted((), ("the rough track has other words than the transcript: its times are not used",))
    hints, done = [], -1
    for our, their in pairs:
        _, at_ms, cue = theirs[their]
        if cue > done and 0 <= at_ms - begin_ms <= duration_ms:
            hints.append(Hint(ours[our][1], at_ms - begin_ms, _NEAR_TOLERANCE_MS))
            done = cue
    return Hinted(tuple(hints), () if hints else ("the rough track has no words in this part of the recording",))


def agreeing(ours: Sequence[str], theirs: Sequence[str]) -> list[tuple[int, int]]:
    """Return pairs of places with the same word, rising on both sides; nearly linear in the number of words."""
    pairs: list[tuple[int, int]] = []
    for size in _RUNS:
        borders = [(-1, -1), *pairs, (len(ours), len(theirs))]
        found = set(pairs)
        for (our, their), (next_our, next_their) in pairwise(borders):
            mine, other = range(our + 1, next_our), range(their + 1, next_their)
            if size > 1 or max(len(mine), len(other)) <= _SINGLES_WITHIN:
                found.update(_unique_in_both(ours, theirs, mine, other, size))
        ordered = sorted(found, key=lambda pair: (pair[0], -pair[1]))
        rise = longest_rise([their for _, their in ordered])
        pairs = [ordered[at] for at in rise]
    return pairs


def _unique_in_both(
    ours: Sequence[str], theirs: Sequence[str], mine: range, other: range, size: int
) -> Iterator[tuple[int, int]]:
    our_place, their_place = _once(ours, mine, size), _once(theirs, other, size)
    for run, our in our_place.items():
        their = their_place.get(run)
        if their is not None:
            yield from ((our + step, their + step) for step in range(size))


def _once(words: Sequence[str], within: range, size: int) -> dict[tuple[str, ...], int]:
    """Return the runs of words that occur once in a stretch, and where."""
    runs = [(tuple(words[at : at + size]), at) for at in within[: max(len(within) - size + 1, 0)]]
    count = Counter(run for run, _ in runs)
    return {run: at for run, at in runs if count[run] == 1}


def _in_company(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the pairs whose neighbour on either side is a pair too: a single word may agree by chance."""
    known = set(pairs)
    return [(our, their) for our, their in pairs if (our + 1, their + 1) in known or (our - 1, their - 1) in known]


def _said(cues: Sequence[Cue], tag: str) -> Iterator[tuple[str, int, int]]:
    """Yield each word of a track: its plain letters, its time by its place in the cue, the number of the cue.

    Captions that roll up show each line two or three times; it is said once, when it first comes.
    """
    shown: list[str] = []
    for number, cue in enumerate(cues):
        lines = [" ".join(line.split()) for line in cue.lines if line.strip()]
        fresh = [line for line in lines if line not in shown]
        shown = lines
        text = "\n".join(fresh)
        for first, last in language.word_spans(text, tag):
            yield _plain(text[first:last]), cue.start_ms + cue.duration_ms * first // len(text), number


def _plain(word: str) -> str:
    """Return the letters and figures of a word, without case, marks and width."""
    folded = unicodedata.normalize("NFKC", word).casefold()
    return "".join(character for character in folded if character.isalnum())
