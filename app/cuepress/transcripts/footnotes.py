"""Footnote marks in the text and the notes that they point to."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cuepress.transcripts.lines import Line, Mark, dismissed, marked

_SUPERSCRIPT = "¹²³⁰⁴⁵⁶⁷⁸⁹"
# m², km³, x²: a unit or a variable, not a mark.
_MARK = re.compile(rf"(?<=[^\W\d_]|[.,;:!?»”\"’)])[{_SUPERSCRIPT}]{{1,3}}(?![{_SUPERSCRIPT}\w])")
_UNIT_BEFORE = re.compile(r"(?:^|[\s\d])(?:[a-zA-Z]|[kcdm]m|mi|ft|in|ha|yd|СО|CO|м|км|см)$")
_STAR = re.compile(r"(?<=[^\W_]|[.,;!?»”\"’)])(?P<star>\*{1,3}|[†‡§])(?=[\s.,;:!?»”)]|$)")
_NUMBERED_TEXT = re.compile(rf"^\s*(?:\[\^?(?P<mark>[\w-]{{1,20}})\]\s*:?\s*|[{_SUPERSCRIPT}]{{1,3}}\s*)(?=\S)")
_NUMBERED_AFTER_RULE = re.compile(r"^\s*\d{1,3}[.)]?\s+\S")
_STAR_TEXT = re.compile(r"^\s*(?P<star>\*{1,3}|[†‡])\s*(?=[^\W_])(?![^*]{2,60}\*)")
_MARK_IN_TEXT = re.compile(r"\S\s?\[\^?(?P<mark>\d{1,3}|(?<=\^)[\w-]{1,20})\]")
_RULE = re.compile(r"^\s*(?:_{3,}|—{3,}|-{3,})\s*$")


def mark_footnotes(lines: Sequence[Line]) -> list[Line]:
    """Dismiss the texts of footnotes; mark the signs that point to them."""
    stars = _stars_with_text(lines)
    numbers = frozenset(match["mark"] for line in lines for match in _MARK_IN_TEXT.finditer(line.masked))
    after_rule = _after_rule(lines)
    return [
        dismissed(line, "footnote")
        if line.spoken and (after or _is_text(line.masked, stars, numbers))
        else _with_marks(line, stars)
        for line, after in zip(lines, after_rule, strict=True)
    ]


def _is_text(text: str, stars: frozenset[str], numbers: frozenset[str]) -> bool:
    star, numbered = _STAR_TEXT.match(text), _NUMBERED_TEXT.match(text)
    if star and star["star"] in stars:
        return True
    return numbered is not None and (numbered["mark"] is None or numbered["mark"] in numbers)


def _after_rule(lines: Sequence[Line]) -> list[bool]:
    """Tell for each line whether it is a numbered note below a rule."""
    result, is_below = [], False
    for line in lines:
        starts = bool(_NUMBERED_AFTER_RULE.match(line.masked))
        is_below = bool(_RULE.match(line.text)) or (is_below and (starts or not line.spoken))
        result.append(is_below and starts)
    return result


def _with_marks(line: Line, stars: frozenset[str]) -> Line:
    text = line.masked
    marks = [
        Mark(*match.span(), "footnote")
        for match in _MARK.finditer(text)
        if not _UNIT_BEFORE.search(text[max(0, match.start() - 4) : match.start()])
    ]
    marks += [Mark(*match.span(), "footnote") for match in _STAR.finditer(text) if match["star"] in stars]
    return marked(line, marks)


def _stars_with_text(lines: Sequence[Line]) -> frozenset[str]:
    """Return the asterisks and daggers that stand both behind a word and before a note."""
    behind = {match["star"] for line in lines for match in _STAR.finditer(line.masked)}
    before = {match["star"] for line in lines if (match := _STAR_TEXT.match(line.masked))}
    return frozenset(behind & before)
