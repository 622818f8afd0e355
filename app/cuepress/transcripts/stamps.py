"""Time stamps in a text: ``[00:12:30]``, ``0:12``, ``00:03:43:00 -> 00:03:49:00``. None of them is spoken.

A bracket, an arrow or hours, minutes and seconds are enough to know one. A bare ``0:12`` is a stamp where the
document has a series of them, in rising order, at line starts, line ends or between sentences; ``at 3:15 we met``
is said aloud.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from cuepress.transcripts.lines import Line, Mark, divided, marked

_LONG = r"\d{1,3}:[0-5]\d:[0-5]\d(?:[.,:;]\d{1,3})?"
_SHORT = r"\d{1,3}:[0-5]\d(?:[.,]\d{1,3})?"
_ANY = rf"(?:{_LONG}|{_SHORT}|\d{{1,2}}h\s?\d{{1,2}}m(?:\s?\d{{1,2}}s)?|\d{{1,3}}m\s?\d{{1,2}}s)"
_ARROW = r"\s*(?:-{1,3}>|–>|→|⟶|=>)\s*"
_TO = rf"(?:{_ARROW}|\s*(?:[-–—~]|to|à|bis|until|a)\s*)"
_RANGE = rf"{_ANY}(?:{_TO}{_ANY})?"
_NOT_A_CLOCK = r"(?!\s*(?:[ap]\.?m\b|uhr\b|heures?\b|o'clock|h\b|Uhr\b))"

_BRACKETED = re.compile(rf"[\[<{{⟨【]\s*@?{_RANGE}\s*[\]>}}⟩】]|[(（]\s*@?{_LONG}(?:{_TO}{_LONG})?\s*[)）]")
_ARROWED = re.compile(
    rf"{_ANY}{_ARROW}{_ANY}(?:\s+(?:(?:align|line|position|size|region|vertical):\S+|[XY][12]:\d+))*"
)
_ALONE = re.compile(rf"^\W*{_RANGE}\W*$")
_LONG_AT_START = re.compile(
    rf"^\s*(?:[-–—•*]\s*)?({_LONG}(?:{_TO}{_LONG})?){_NOT_A_CLOCK}(?=\s|\W?\s|[^\W\d_]|$)[\s]*[-–—|:]?(?=\s|[^\W\d_]|$)"
)
_LONG_AT_END = re.compile(rf"[-–—|,]?\s*({_LONG})\s*$")
_NAMED = re.compile(
    rf"^(?P<name>[^\d:.!?]{{1,50}}|[^:.!?]{{1,50}}?\D)(?:\s{{2,}}|\t+|\s*[-–—|•·(]\s*|\u00a0+)(?P<stamp>{_SHORT}|{_LONG})\s*\)?\s*$"
)
_NUMBER = re.compile(r"^\s*\d{1,6}\s*$")

_WEAK_AT_START = re.compile(rf"^\s*({_SHORT}){_NOT_A_CLOCK}\s*[-–—|]?\s*(?=[^\W\d_]|[\"“‘'«¿¡\[(>])")
_WEAK_AT_END = re.compile(rf"(?<=\s)({_SHORT})\s*$")
_WEAK_ROUND = re.compile(rf"[(（]\s*{_SHORT}(?:{_TO}{_SHORT})?\s*[)）]")
# Between sentences: after a full stop, a quotation mark or a bracket, glued or not; before the next sentence.
_WEAK_BETWEEN = re.compile(
    rf"(?:(?<=[.!?…。！？\"”’'»)\]])\s*({_LONG}|{_SHORT})|(?<=19\d\d)({_SHORT})|(?<=20\d\d)({_SHORT})){_NOT_A_CLOCK}"
    rf"(?=\s+[^\W\d_a-zà-ÿ]|\s*$|\s+[\"“‘'«¿¡])"
)
_CLOCK = re.compile(_ANY)
_BEFORE_STAMP = ".!?…。！？\"”’'»)]"
_MIN_RISING_SHARE = 0.8


@dataclass(frozen=True, slots=True)
class _Candidate:
    line: int
    start: int
    end: int
    seconds: int
    is_sure: bool


def mark_certain(lines: Sequence[Line]) -> list[Line]:
    """Mark time stamps that can be nothing else, and the cue numbers of SubRip before a line of times."""
    return _mark_numbers([_mark_certain(line) for line in lines])


def mark_series(lines: Sequence[Line]) -> list[Line]:
    """Mark bare stamps where the document has a series of them."""
    candidates = [found for index, line in enumerate(lines) for found in _candidates(index, line)]
    accepted = [found for found in candidates if found.is_sure or _is_series(candidates)]
    by_line: dict[int, list[Mark]] = {}
    for found in accepted:
        by_line.setdefault(found.line, []).append(Mark(found.start, found.end, "timestamp"))
    return [marked(line, by_line.get(index, [])) for index, line in enumerate(lines)]


def divide_at_stamps(lines: Sequence[Line]) -> list[Line]:
    """Cut run-on lines before each stamp that stands between two sentences."""
    return [piece for line in lines for piece in divided(line, list(_inner_stamps(line)))]


def is_all_times(line: Line) -> bool:
    """Tell whether a line holds stamps and nothing else."""
    is_time = [run.unspoken == "timestamp" for run in line.runs if run.text.strip()]
    return line.unspoken is None and bool(is_time) and all(is_time)


def is_cued(lines: Sequence[Line]) -> bool:
    """Tell whether the document is a track in disguise: lines of times with arrows, text below them."""
    return sum("->" in line.text and is_all_times(line) for line in lines) >= 2


def has_stamp(line: Line) -> bool:
    return any(run.unspoken == "timestamp" for run in line.runs)


def _inner_stamps(line: Line) -> Iterator[int]:
    offset, said = 0, ""
    last = max(
        (place for place, run in enumerate(line.runs) if run.unspoken is None and run.text.strip()), default=-1
    )
    for place, run in enumerate(line.runs):
        is_between = place < last and said.strip() and (said[-1].isdigit() or said.rstrip()[-1] in _BEFORE_STAMP)
        if run.unspoken == "timestamp" and is_between:
            yield offset
        said = said + run.text[-20:] if run.unspoken is None else said
        said = said[-20:]
        offset += len(run.text)


def _mark_certain(line: Line) -> Line:
    text = line.masked
    if ":" not in text and "m" not in text:
        return line
    if _ALONE.match(text):
        return marked(line, [Mark(0, len(text), "timestamp")])
    marks = [Mark(*match.span(), "timestamp") for match in _BRACKETED.finditer(text)]
    marks += [Mark(*match.span(), "timestamp") for match in _ARROWED.finditer(text)]
    at_start, at_end, named = _LONG_AT_START.match(text), _LONG_AT_END.search(text[-40:]), _NAMED.match(text)
    if at_start:
        marks.append(Mark(*at_start.span(), "timestamp"))
    if at_end:
        shift = max(0, len(text) - 40)
        marks.append(Mark(at_end.start() + shift, at_end.end() + shift, "timestamp"))
    if named:
        marks.append(Mark(named.end("name"), len(text), "timestamp"))
    return marked(line, _apart(marks))


def _apart(marks: Sequence[Mark]) -> list[Mark]:
    """Return the marks without those that begin inside another."""
    kept: list[Mark] = []
    for mark in sorted(marks, key=lambda mark: (mark.start, -mark.end)):
        if not kept or mark.start >= kept[-1].end:
            kept.append(mark)
    return kept


def _mark_numbers(lines: Sequence[Line]) -> list[Line]:
    """Mark the cue number above a line that holds nothing but times with an arrow."""
    result = list(lines)
    for index, (line, after) in enumerate(pairwise(lines)):
        if _NUMBER.match(line.masked) and _ARROWED.search(after.text) and not after.spoken:
            result[index] = marked(line, [Mark(0, len(line.text), "timestamp")])
    return result


def _candidates(index: int, line: Line) -> Iterator[_Candidate]:
    text = line.masked
    if ":" not in text:
        return
    matches = [*_WEAK_ROUND.finditer(text), *_WEAK_BETWEEN.finditer(text)]
    matches += [match for match in (_WEAK_AT_START.match(text), _WEAK_AT_END.search(text[-30:])) if match]
    taken = 0
    for match in sorted(matches, key=lambda match: match.start()):
        shift = max(0, len(text) - 30) if match.re is _WEAK_AT_END else 0
        if match.start() + shift < taken:
            continue
        taken = match.end() + shift
        yield _Candidate(index, match.start() + shift, taken, _seconds(match.group()), _is_sure(match))


def _is_sure(match: re.Match[str]) -> bool:
    """Nobody says ``0:12``, and nobody writes ``me.1:14 First`` but a program."""
    stamp = match.group().strip(" ([（")
    return stamp.startswith(("0:", "00:")) and match.re is not _WEAK_AT_END


def _seconds(text: str) -> int:
    found = _CLOCK.search(text)
    fields = (
        [int(number) for number in re.split(r"\D+", re.split(r"[.,;]", found.group())[0])[:3] if number]
        if found
        else []
    )
    return sum(number * 60 ** (len(fields) - 1 - place) for place, number in enumerate(fields))


def _is_series(candidates: Sequence[_Candidate]) -> bool:
    pairs = list(pairwise(found.seconds for found in candidates))
    rising = sum(before <= after for before, after in pairs)
    return len(pairs) > 0 and rising >= _MIN_RISING_SHARE * len(pairs)
