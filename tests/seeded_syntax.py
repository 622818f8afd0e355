"""Ways to break the syntax of a clean file, and the tracks of a video beside each other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from cuepress.model import Cue
from seeded_case import Case, Fault, Seeded

Lines = list[str]


def _times_line(lines: Sequence[str], number: int) -> int:
    """Return the index of the line with the times of a cue (from 1)."""
    return [index for index, line in enumerate(lines) if "-->" in line][number - 1]


def _edited(edit: Callable[[Lines], int]) -> Callable[[Case], Seeded]:
    """Return what edits the lines of a file; the edit gives the index of the line where the fault is found."""

    def seed(case: Case) -> Seeded:
        lines = case.text.replace("\r\n", "\n").split("\n")
        index = edit(lines)
        return Seeded(case.with_text("\n".join(lines)), line=index + 1)

    return seed


def _in_text(put: str) -> Callable[[Case], Seeded]:
    """Put something before the first line of text of the fifth cue."""

    def edit(lines: Lines) -> int:
        at = _times_line(lines, 5) + 1
        lines[at] = put + lines[at]
        return at

    return _edited(edit)


def _in_times(old: str, new: str) -> Callable[[Case], Seeded]:
    def edit(lines: Lines) -> int:
        at = _times_line(lines, 5)
        lines[at] = lines[at].replace(old, new, 1)
        return at

    return _edited(edit)


def _after_times(put: str) -> Callable[[Case], Seeded]:
    def edit(lines: Lines) -> int:
        at = _times_line(lines, 5)
        lines[at] += put
        return at

    return _edited(edit)


def _put(*put: str, at: int | None = None, found: int = 0) -> Callable[[Case], Seeded]:
    """Put lines before the fifth cue, or at an index; the fault is ``found`` lines below the first of them."""

    def edit(lines: Lines) -> int:
        place = _times_line(lines, 5) if at is None else at
        lines[place:place] = put
        return place + found

    return _edited(edit)


def _signature(lines: Lines) -> int:
    lines[0] = "WEBVTTX"
    return 0


def _no_blank_line(lines: Lines) -> int:
    at = _times_line(lines, 5)
    del lines[at - 1]
    return at - 1


def _nul(lines: Lines) -> int:
    at = _times_line(lines, 5) + 1
    lines[at] += "\0"
    return at


def windows_bytes(case: Case) -> Seeded | None:
    """Save the file in the code page that Windows has for the language."""
    page = {"fr": "cp1252", "en": "cp1252", "ar": "cp1256", "tr": "cp1254", "zh-Hans": "gbk"}[case.tag]
    data = case.text.encode(page, "replace")
    return Seeded(replace(case, data=data)) if not data.isascii() else None


def broken_byte(case: Case) -> Seeded | None:
    data = case.bytes
    at = next(index for index, byte in enumerate(data) if byte > 0x7F)
    line = data[:at].count(b"\n") + 1
    return Seeded(replace(case, data=data[:at] + b"\xff" + data[at:]), line=line)


def chapter(case: Case) -> Seeded:
    seeded = _in_text("<i>x</i> ")(case)
    return replace(seeded, case=replace(seeded.case, name=f"talk.{case.tag}.chapters.vtt"))


def a_page(case: Case) -> Seeded:
    """Put in the track's place what a server says that does not find it."""
    return Seeded(case.with_text("<!DOCTYPE html>\n<html><title>404</title><p>Not found</p></html>\n"))


def another_header(case: Case) -> Seeded:
    other = "fr" if case.tag == "en" else "en"
    return _put(f"Language: {other}", at=1)(case)


def another_name(case: Case) -> Seeded:
    lines = case.text.split("\n")
    lines[0] = "WEBVTT - Deutsch"
    return Seeded(case.with_text("\n".join(lines)), line=1)


def another_kind(case: Case) -> Seeded:
    seeded = _put("Kind: captions", at=1)(case)
    return replace(seeded, case=replace(seeded.case, name=f"talk.{case.tag}.subtitles.vtt"))


WEBVTT_FAULTS = (
    Fault("another language in the header", "file.header", another_header),
    Fault("another language's name in the header", "file.header", another_name),
    Fault("another kind in the header", "file.header", another_kind),
    Fault("a page for a track", "file.unreadable", a_page),
    Fault("no signature", "syntax.signature", _edited(_signature)),
    Fault("header line", "syntax.header", _put("Kind: captions", at=1)),
    Fault("comma in times", "syntax.times", _in_times(".", ",")),
    Fault("no space at arrow", "syntax.times", _in_times(" -->", "-->")),
    Fault("61 seconds", "syntax.times", _in_times("00:00:", "00:61:")),
    Fault("unknown setting", "syntax.settings", _after_times(" colour:red")),
    Fault("setting twice", "syntax.settings", _after_times(" size:50% size:60%")),
    Fault("size past 100 %", "syntax.settings", _after_times(" size:101%")),
    Fault("text without times", "syntax.loose_text", _put("A line of text", "")),
    Fault(
        "id twice", "syntax.duplicate_id", _put("same", "00:00:00.100 --> 00:00:00.200", "x", "", "same", found=4)
    ),
    Fault("arrow in comment", "syntax.note", _put("NOTE", "a --> b", "", found=1)),
    Fault("late style", "syntax.style", _put("STYLE", "::cue { color: red }", "")),
    Fault("late region", "syntax.region", _put("REGION", "id:top", "")),
    Fault("no such region", "syntax.region", _after_times(" region:nowhere")),
    Fault("no blank line", "syntax.blank_line", _edited(_no_blank_line)),
    Fault("bare ampersand", "syntax.reference", _in_text("R&D ")),
    Fault("unknown reference", "syntax.reference", _in_text("&bogus; ")),
    Fault("unknown tag", "syntax.tag", _in_text("<blink>x ")),
    Fault("tag not closed", "syntax.tag", _in_text("<i>x ")),
    Fault("end tag of nothing", "syntax.tag", _in_text("x</b> ")),
    Fault("voice without name", "syntax.voice", _in_text("<v>")),
    Fault("voice in voice", "syntax.voice", _in_text("<v Ann><v Bob>x</v></v>")),
    Fault("italic with more", "syntax.annotation", _in_text("<i loud>x</i> ")),
    Fault("no such language", "syntax.lang", _in_text("<lang klingonese>x</lang> ")),
    Fault("inner time outside", "syntax.inner_time", _in_text("<09:00:00.000>")),
    Fault("tag in chapter", "syntax.chapter", chapter),
    Fault("NUL", "file.nul", _edited(_nul)),
    Fault("another encoding", "file.encoding", windows_bytes),
    Fault("broken byte", "file.encoding", broken_byte),
)


def _wrong_number(lines: Lines) -> int:
    at = _times_line(lines, 5) - 1
    lines[at] = "50"
    return at


def _no_number(lines: Lines) -> int:
    at = _times_line(lines, 5) - 1
    del lines[at]
    return at


def _no_blank(lines: Lines) -> int:
    at = _times_line(lines, 5) - 2
    del lines[at]
    return at


def _blank_inside(lines: Lines) -> int:
    number = 5
    while not lines[_times_line(lines, number) + 2]:  # a cue of one line
        number += 1
    at = _times_line(lines, number) + 2
    lines.insert(at, "")
    return at + 1


SUBRIP_FAULTS = (
    Fault("wrong number", "subrip.number", _edited(_wrong_number)),
    Fault("no number", "subrip.number", _edited(_no_number)),
    Fault("point for comma", "subrip.times", _in_times(",", ".")),
    Fault("broken times", "subrip.times", _in_times("00:00:", "00::")),
    Fault("no blank line", "subrip.blank_line", _edited(_no_blank)),
    Fault("blank line inside", "subrip.blank_line", _edited(_blank_inside)),
    Fault("tag not ended", "subrip.tag", _in_text("<i>")),
    Fault("end of nothing", "subrip.tag", _in_text("</b>")),
    Fault("text before", "subrip.loose_text", _put("Subtitles by somebody", "", at=0)),
)


@dataclass(frozen=True)
class SetFault:
    """A way to break one of several tracks; ``seed`` gives the set, ``broken`` is the one to be named.

    Below 0 it is none: the set as a whole.
    """

    name: str
    rule: str
    seed: Callable[[Sequence[Case]], list[Case]]
    broken: int = 1
    spoken: str = "fr"

    def is_named(self, track: str, cases: Sequence[Case]) -> bool:
        return Path(track).name == (cases[self.broken].name if self.broken >= 0 else "")


def _with(cases: Sequence[Case], index: int, case: Case) -> list[Case]:
    return [*cases[:index], case, *cases[index + 1 :]]


def _passage(cases: Sequence[Case]) -> list[Case]:
    cues = cases[1].track.cues
    return _with(cases, 1, cases[1].with_cues([*cues[:10], *cues[14:]]))


def _voices(cases: Sequence[Case]) -> list[Case]:
    def named(case: Case) -> Case:
        at = next(index for index, cue in enumerate(case.track.cues) if cue.start_ms <= 30_500 < cue.end_ms + 200)
        return case.with_cue(at, voice="Ann")

    return [named(case) if at != 1 else case for at, case in enumerate(cases)]


def _sounds(cases: Sequence[Case]) -> list[Case]:
    sound = Cue(200, 600, "[ ♪ ]")
    return [case.with_cues([sound, *case.track.cues]) if at != 1 else case for at, case in enumerate(cases)]


def _wanders(cases: Sequence[Case]) -> list[Case]:
    cues = [replace(cue, start_ms=cue.start_ms + 700, end_ms=cue.end_ms + 700) for cue in cases[1].track.cues]
    return _with(cases, 1, cases[1].with_cues(cues))


def _twice(cases: Sequence[Case]) -> list[Case]:
    return _with(cases, 1, replace(cases[1], name=f"talk.sdh.{cases[0].tag}.vtt"))


def _kind(cases: Sequence[Case]) -> list[Case]:
    return _with(cases, 1, replace(cases[1], name=f"talk.{cases[1].tag}.captions.vtt"))


def _kinds(cases: Sequence[Case]) -> list[Case]:
    return [
        replace(each, name=f"talk.{each.tag}.captions.vtt") if at < 2 else each for at, each in enumerate(cases)
    ]


def _same_text(cases: Sequence[Case]) -> list[Case]:
    return _with(cases, 1, replace(cases[1], track=replace(cases[0].track, language=cases[1].tag)))


def _unspoken(cases: Sequence[Case]) -> list[Case]:
    return [each for each in cases if each.tag != "fr"]


SET_FAULTS = (
    SetFault("passage left out", "set.passages", _passage),
    SetFault("speaker left out", "set.speakers", _voices),
    SetFault("sound left out", "set.sounds", _sounds),
    SetFault("times wander", "set.timing", _wanders),
    SetFault("language twice", "set.twice", _twice),
    SetFault("translation as captions", "set.kind", _kind),
    SetFault("captions in two languages", "set.kind", _kinds, spoken=""),
    SetFault("the other language's text", "set.same_text", _same_text),
    SetFault("no track of what is spoken", "set.spoken", _unspoken, -1),
)
