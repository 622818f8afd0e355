"""Remarks about the transcript: ``[inaudible]``, ``Transcribed by …``, ``**Break:** [..] to [..]``."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cuepress.model import UnspokenKind
from cuepress.transcripts import sounds
from cuepress.transcripts.lines import Line, Mark, dismissed, marked
from cuepress.transcripts.vocabulary import END_LINE, NOTE_LINE, NOTES, folded

_MAX_NOTE_CHARACTERS = 240
_KINDS: dict[str, UnspokenKind] = {"note": "note", "footnote": "footnote"}
_HOUR = re.compile(r"^\W*\d{1,2}[:.]\d{2}\s*[ap]\.?\s?m\.?\W*$", re.IGNORECASE)
_ASIDE = re.compile(r"^[(（][^()（）]{2,200}[)）]\.?$")
_RULE = re.compile(r"^[\s_\-–—=*~#•·.]{3,}$")
_LABEL_WITH_NOTHING_SAID = re.compile(
    r"^\W*+(?P<label>[^\W\d_][\w ]{1,30}?)\W*+(?:(?:to|à|bis|a|until|and)\W*+)?$"
)
_BY = re.compile(r"^\W*(?:BY|PAR|VON)\s+(?:MR|MS|MRS|MISS|DR|M|MME)\.?\s+[^a-z:]{2,40}:?\s*$")


def mark_notes(lines: Sequence[Line]) -> list[Line]:
    """Dismiss lines that are remarks, and mark remarks in brackets within lines."""
    last = next((index for index in range(len(lines) - 1, -1, -1) if lines[index].spoken), -1)
    return [_mark_line(line, is_last=index == last) for index, line in enumerate(lines)]


def mark_stage_directions(lines: Sequence[Line]) -> list[Line]:
    """Dismiss lines in round brackets between turns: ``(All rise.)``. Without turns they are speech."""
    if not any(line.speaker for line in lines):
        return list(lines)
    return [
        dismissed(line, "note", is_certain=False)
        if line.speaker is None and _ASIDE.match(line.spoken) and not sounds.is_all_sound(line.spoken)
        else line
        for line in lines
    ]


def _mark_line(line: Line, *, is_last: bool) -> Line:
    if not line.spoken:
        return line
    text = line.masked
    if (line.kind not in {"title", "heading"} and _is_remark(line, text)) or (is_last and END_LINE.match(text)):
        return dismissed(line, "note")
    return mark_brackets(line)


def mark_brackets(line: Line) -> Line:
    """Mark remarks and footnote marks in brackets; once more after lines are joined, for what a line end cut."""
    text = line.masked
    if "[" not in text and "(" not in text and "（" not in text:
        return line
    marks = [
        Mark(*match.span(), _KINDS[kind])
        for match in sounds.BRACKETS.finditer(text)
        if (kind := sounds.bracket_kind(text, match)) in _KINDS
    ]
    return marked(line, marks)


def _is_remark(line: Line, text: str) -> bool:
    stripped = text.strip()
    if _RULE.match(stripped) or _HOUR.match(stripped) or _BY.match(stripped):
        return True
    if len(stripped) <= _MAX_NOTE_CHARACTERS and NOTE_LINE.match(stripped):
        return True
    return _is_label_of_stamps(line, stripped)


def _is_label_of_stamps(line: Line, text: str) -> bool:
    """``**Break:** [00:01:33] to [00:03:00]``: a note's word, and of the rest only times."""
    found = _LABEL_WITH_NOTHING_SAID.match(text)
    has_stamp = any(run.unspoken == "timestamp" for run in line.runs)
    return bool(found and has_stamp and NOTES.match(folded(found["label"]).split()[0]))
