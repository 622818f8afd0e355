"""SubRip (``.srt``): whatever real files hold to cues, and a track to text.

SubRip has no specification, so reading is by what files in the wild do. pysrt's parser loses text after a blank
line, misreads short fractions (``,5`` as 5 ms) and keeps no lines for messages, so the scanner is our own; pysrt's
items and file object write what we write. What is tolerated, and what makes us:

==========================================  ===================================================================
what files hold                             seen in
==========================================  ===================================================================
``.`` or ``:`` for the comma, 1 to 3 digits  exports of VobSub, Aegisub, phone recorders
no fraction, no hours, one-digit fields     hand-made files, transcription services
``->``, ``-- >``, ``→``, ``=>``, no spaces  machine translation, editors that "correct" arrows
full-width or Arabic digits and colons      machine translation, East Asian input methods
direction marks before times                Arabic and Hebrew editors
numbers missing, wrong, or on the times' line  hand-edited and concatenated files
blank lines in the text, or none between cues  hand-edited files; converters that drop or double line ends
text or coordinates after the times         SubRip's own OCR (``X1:…``), WebVTT exports (``line:90%``)
==========================================  ===================================================================
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cuepress import language
from cuepress.errors import Problem, TrackError
from cuepress.formats.cue_text import read_payload
from cuepress.formats.reading import FoundCue, Scan, quoted
from cuepress.formats.subrip_text import (
    TOP_OVERRIDE,
    TOP_SETTINGS,
    from_cue,
    has_marks,
    to_payload,
    untranslatable,
    with_rlm,
)
from cuepress.formats.subrip_times import EXAMPLE, Times, broken_times, parse_times, without_times
from cuepress.formats.writing import BLANK_LINE_LOSS, Composed, WriteOptions, has_blank_line, is_blank, tallied
from cuepress.model import Cue, Kind, Track

# Invisible characters that editors leave before numbers and times.
INVISIBLE = dict.fromkeys(
    map(ord, "\ufeff\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
)
_NUMBER = re.compile(r"[ \t]*#?([0-9]{1,9})\.?[ \t]*")
_VOICE_LOSS = {
    "name": "the voice became text, where it changes",
    "own_line": "the voice became a line of text, where it changes",
    "dash": "the voice became a dash, where it changes",
    "none": "the voice is left out",
}
_SETTING = re.compile(r"[A-Za-z][A-Za-z0-9]*:[^\s:]+")
_WEBVTT_SETTING = re.compile(r"(?:vertical|line|position|size|align|region):\S+")


@dataclass(frozen=True, slots=True)
class Mark:
    """A line with times: its index among the lines, what it says, and the index where the text before it ends.

    ``number`` is the cue's number as written, or None. ``is_apart`` says that a blank line stands above.
    """

    at: int
    times: Times
    text_end: int
    number: int | None
    is_apart: bool = True


def lines_of(text: str) -> list[str]:
    """Divide a file into lines. A doubled CR is one line end: it comes from text copied twice through FTP."""
    text = text.replace("\r\r\n", "\n").replace("\r\n", "\n").replace("\r", "\n")
    return text.replace("\0", "\ufffd").split("\n")


def has_times(text: str) -> bool:
    """Tell whether any line holds times, so that the text can be SubRip."""
    return any(parse_times(line.translate(INVISIBLE)) for line in lines_of(text))


def scan(text: str, *, kind: Kind = "captions") -> Scan:  # noqa: ARG001 - every format is called alike
    """Find the cues of a text.

    Raises
    ------
    TrackError
        If there is text, but no line with times in it.
    """
    lines = lines_of(text)
    marks = marks_of(lines)
    if not marks:
        if all(map(is_blank, lines)):
            return Scan((), (Problem(0, "the file holds no cue"),))
        raise TrackError(
            f"no line with times ({EXAMPLE}), so this is no SubRip file",
            "",
            "check that it is the right file",
        )
    problems = [*_early_problems(lines, marks[0]), *_number_problems(marks)]
    if "\0" in text:
        problems.append(Problem(text.count("\n", 0, text.index("\0")) + 1, "a NUL character; it became \ufffd"))
    cues = []
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        end = len(lines) if following is None else following.text_end
        cues.append(_cue(lines, mark, end, problems))
    return Scan(tuple(cues), tuple(problems))


def marks_of(lines: Sequence[str]) -> list[Mark]:
    """Find the lines with times and the number above each."""
    found: list[Mark] = []
    is_numbered = False  # whether the first cue has a number, as it does in nearly every file
    is_spaced = False  # whether a blank line parts number and times, as in files with every line end doubled
    for at, line in enumerate(lines):
        times = parse_times(line) or (parse_times(line.translate(INVISIBLE)) if not line.isascii() else None)
        if times is None:
            continue
        mark = _with_number(lines, at, times, found, is_numbered=is_numbered, is_spaced=is_spaced)
        if not found:
            is_numbered = mark.number is not None
            is_spaced = is_numbered and is_blank(lines[at - 1])
        found.append(mark)
    return found


def _with_number(
    lines: Sequence[str], at: int, times: Times, found: Sequence[Mark], *, is_numbered: bool, is_spaced: bool
) -> Mark:
    """Decide whether the line above the times is the cue's number or the last line of the text before.

    It is a number if a blank line stands above it, if the file is numbered, or if it goes on counting. One that
    stands a blank line away counts only where the first cue has it so.
    """
    floor = found[-1].at if found else -1
    above = at - 1
    if times.number is not None or above <= floor:
        return Mark(at, times, at, times.number, is_apart=at == 0 or is_blank(lines[above]))
    if is_blank(lines[above]) and (is_spaced or not found):
        while above > floor and is_blank(lines[above]):
            above -= 1
    number = _number(lines[above]) if above > floor else None
    if number is None:
        return Mark(at, times, at, None, is_apart=is_blank(lines[at - 1]))
    is_apart = above - 1 <= floor or is_blank(lines[above - 1])
    is_next = bool(found) and number == (found[-1].number or len(found)) + 1
    if is_apart or is_numbered or is_next:
        return Mark(at, times, above, number, is_apart=is_apart)
    return Mark(at, times, at, None, is_apart=False)


def _number(line: str) -> int | None:
    match = _NUMBER.fullmatch(line if line.isascii() else line.translate(INVISIBLE))
    return int(match[1]) if match else None


def _early_problems(lines: Sequence[str], first: Mark) -> Iterator[Problem]:
    for index, line in enumerate(lines[: first.text_end]):
        if not is_blank(line.translate(INVISIBLE)):
            yield Problem(index + 1, f"text before the first cue is left out: {quoted(line)}")


def _number_problems(marks: Sequence[Mark]) -> Iterator[Problem]:
    expected = 1
    for mark in marks:
        line = mark.at + 1
        if mark.number is None:
            yield Problem(line, f"the cue has no number ({expected} is expected)")
        elif mark.number != expected:
            yield Problem(line, f"the cue's number is {mark.number}, not {expected}")
        expected = (mark.number if mark.number is not None else expected) + 1
        if not mark.is_apart:
            yield Problem(line, "no blank line above the cue")


def _cue(lines: Sequence[str], mark: Mark, end: int, problems: list[Problem]) -> FoundCue:
    """Make the cue of a mark from the lines between it and ``end``."""
    line = mark.at + 1
    problems.extend(Problem(line, fault) for fault in mark.times.faults)
    settings, first = _after_times(mark.times.rest, line, problems)
    found = [first, *_text_lines(lines, mark, end, problems)]
    text = "\n".join(part for part in (piece.strip(" \t") for piece in found) if not is_blank(part))
    start_ms, end_ms = mark.times.start_ms, mark.times.end_ms
    if not has_marks(text):
        return FoundCue(Cue(start_ms, end_ms, text, settings=settings), line)
    converted = to_payload(text)
    if converted.dropped:
        problems.append(Problem(line + 1, f"tags that are not carried over: {', '.join(converted.dropped)}"))
    read = read_payload(converted.payload)
    settings = settings or converted.settings
    return FoundCue(Cue(start_ms, end_ms, read.text, read.voice, "", settings, read.markup), line)


def _after_times(rest: str, line: int, problems: list[Problem]) -> tuple[str, str]:
    """Return cue settings and text that stand on the line of the times."""
    if not rest:
        return "", ""
    parts = rest.split()
    if not all(_SETTING.fullmatch(part) for part in parts):
        problems.append(Problem(line, f"text on the line of the times: {quoted(rest)}"))
        return "", rest
    kept = [part for part in parts if _WEBVTT_SETTING.fullmatch(part)]
    if len(kept) < len(parts):
        problems.append(Problem(line, f"screen coordinates are not carried over: {quoted(rest)}"))
    return " ".join(kept), ""


def _text_lines(lines: Sequence[str], mark: Mark, end: int, problems: list[Problem]) -> Iterator[str]:
    """Yield the lines of a cue's text; a number or broken times in it show that a cue has lost its times."""
    following = mark.number + 1 if mark.number is not None else None
    has_text = is_apart = False
    for index in range(mark.at + 1, end):
        line = lines[index]
        if is_blank(line):
            is_apart = True
            continue
        if broken_times(line):
            problems.append(
                Problem(index + 1, f"times that cannot be read; the text joins the cue before: {quoted(line)}")
            )
        elif is_apart and has_text and following is not None and _number(line) == following:
            problems.append(
                Problem(index + 1, f"cue {following} has no times; its text, if any, joins the cue before")
            )
            following += 1
        else:
            if is_apart and has_text:
                problems.append(Problem(index + 1, "a blank line inside the cue was closed"))
            has_text = True
            yield line
        is_apart = False


def compose(track: Track, options: WriteOptions) -> Composed:
    """Write a track; the texts are ours, numbers, times and blank lines are pysrt's."""
    from pysrt import SubRipFile, SubRipItem, SubRipTime

    items = []
    losses: list[list[str]] = []
    voice = ""
    is_marked = options.rlm and language.direction(track.language) == "rtl"
    for number, cue in enumerate(track.cues, start=1):
        text, voice = from_cue(cue, voice_before=voice, form=options.voice, dash=options.dash)
        text = with_rlm(text) if is_marked else text
        safe = "\n".join(map(without_times, text.split("\n")))
        top = TOP_OVERRIDE if cue.settings == TOP_SETTINGS and text else ""
        start, end = (SubRipTime.from_ordinal(ms) for ms in (cue.start_ms, cue.end_ms))
        items.append(SubRipItem(number, start, end, top + safe))
        losses.append(
            [*_cue_losses(cue, options), *(["a line that looks like times was altered"] * (safe != text))]
        )
    out = io.StringIO()
    SubRipFile(items, eol="\n").write_into(out)
    return Composed(out.getvalue(), (*_track_losses(track), *tallied(losses)))


def _track_losses(track: Track) -> Iterator[str]:
    """Say what SubRip has no place for at all."""
    if track.styles or track.regions:
        yield "SubRip has no styles and regions, so those of the track are left out"
    if track.kind not in {"captions", "subtitles"}:
        yield f"SubRip only knows captions, so players will not take these for {track.kind}"


def _cue_losses(cue: Cue, options: WriteOptions) -> Iterator[str]:
    if cue.settings not in {"", TOP_SETTINGS}:
        yield "the place on the screen is left out"
    if cue.id and not cue.id.isdecimal():
        yield "the id is left out"
    if cue.voice or "<v" in cue.markup:
        yield _VOICE_LOSS[options.voice]
    if cue.markup:
        yield from untranslatable(cue)
    if has_blank_line(cue.text):
        yield BLANK_LINE_LOSS
    if has_marks(cue.text):
        yield "the text looks like tags, which SubRip cannot write out"
