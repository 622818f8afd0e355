"""Remarks about the transcript, not parts of it: ``[inaudible]``, ``Transcribed by …``, ``**Break:** [..] to [..]``."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cuepress.transcripts import sounds
from cuepress.transcripts.lines import Line, Mark, dismissed, marked
from cuepress.transcripts.vocabulary import END_LINE, NOTE_LINE, NOTE_STEMS, folded

_MAX_NOTE_CHARACTERS = 240
_RULE = re.compile(r"^[\s_\-–—=*~#•·.]{3,}$")
_LABEL_WITH_NOTHING_SAID = re.compile(
    r"^\W*(?P<label>[^\W\d_][\w ]{1,30}?)\s*[:：]?\W*(?:(?:to|à|bis|a|until|and|-)\W*)?$"
)
_BY = re.compile(r"^\W*(?:BY|PAR|VON)\s+(?:MR|MS|MRS|MISS|DR|M|MME)\.?\s+[^a-z:]{2,40}:?\s*$")


def mark_notes(lines: Sequence[Line]) -> list[Line]:
    """Dismiss lines that are remarks, and mark remarks in brackets within lines."""
    last = next((index for index in range(len(lines) - 1, -1, -1) if lines[index].spoken), -1)
    return [_mark_line(line, is_last=index == last) for index, line in enumerate(lines)]


def _mark_line(line: Line, *, is_last: bool) -> Line:
    if not line.spoken:
        return line
    text = line.masked
    if (line.kind not in {"title", "heading"} and _is_remark(line, text)) or (is_last and END_LINE.match(text)):
        return dismissed(line, "note")
    marks = [
        Mark(*match.span(), "footnote" if kind == "footnote" else "note")
        for match in sounds.BRACKETS.finditer(text)
        if (kind := sounds.bracket_kind(text, match)) in {"note", "footnote"}
    ]
    return marked(line, marks)


def _is_remark(line: Line, text: str) -> bool:
    stripped = text.strip()
    if _RULE.match(stripped) or _BY.match(stripped):
        return True
    if len(stripped) <= _MAX_NOTE_CHARACTERS and NOTE_LINE.match(stripped):
        return True
    return _is_label_of_stamps(line, stripped)


def _is_label_of_stamps(line: Line, text: str) -> bool:
    """``**Break:** [00:01:33] to [00:03:00]``: a note's word, and of the rest only times."""
    found = _LABEL_WITH_NOTHING_SAID.match(text)
    has_stamp = any(run.unspoken == "timestamp" for run in line.runs)
    return bool(found and has_stamp and folded(found["label"]).startswith(NOTE_STEMS))
