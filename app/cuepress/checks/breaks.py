"""Where lines and cues end: how long and how many lines, and what hangs together that was parted."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from cuepress import counting
from cuepress.checks import clauses
from cuepress.checks.material import Material
from cuepress.checks.model import Finding, Rule, Severity
from cuepress.checks.registry import Check, only_read
from cuepress.language import is_unspaced

# A cue after a longer rest is read by itself.
_SAME_BREATH_MS = 1_000
_MOST_CHARACTERS_ALONE = 8

LENGTH = Rule(
    "text.line_length",
    "Lines are no longer than the profile allows",
    "the characters of each line, as the language counts them; an error where the text fits no number of lines",
    "guideline",
    "warning",
    "a player breaks a long line where it likes, or makes the letters smaller",
    clauses=(clauses.NETFLIX_LINES, clauses.BBC_LENGTH),
)
LINES = Rule(
    "text.lines",
    "No more lines than the profile allows",
    "the lines of each cue; an error at two too many",
    "guideline",
    "warning",
    "more lines hide the picture",
    clauses=(clauses.NETFLIX_LINES, clauses.BBC_LENGTH),
)
EMPTY = Rule(
    "text.empty",
    "The track has cues, and each cue has text",
    "the number of cues, and the text of each, white space and marks of direction aside",
    "guideline",
    "warning",
    "who chooses such a track sees nothing; such a cue hides what may be there before it",
    clauses=(clauses.VTT_TEXT,),
)
LINE_END = Rule(
    "breaks.line_end",
    "No line ends on a word that belongs to the next",
    "the last word of a line and the first of the next, by the lists of the language: articles, prepositions, "
    "conjunctions, auxiliaries, titles, numbers and units, names",
    "guideline",
    "warning",
    "a reader's eye stops where the line does",
    clauses=(clauses.BBC_BREAKS, clauses.NETFLIX_LINES, clauses.TED_BREAKS),
)
CUE_END = Rule(
    "breaks.cue_end",
    "No cue ends on a word that belongs to the next",
    "the same of the last word of a cue and the first of the next within a second, by the same voice",
    "guideline",
    "warning",
    "what comes is not yet to be seen",
    clauses=(clauses.BBC_BREAKS, clauses.NETFLIX_LINES),
)
ORPHAN = Rule(
    "breaks.orphan",
    "No short word stands alone on a line",
    "a line of one word of at most 8 characters in a cue of two lines, unless it ends a sentence or its own turn",
    "guideline",
    "notice",
    "it reads as an afterthought",
    clauses=(clauses.BBC_BREAKS,),
    is_certain=False,
)
MARK_FIRST = Rule(
    "breaks.mark_first",
    "No line begins with a closing mark or ends with an opening one",
    "the first and last sign of each line (kinsoku in Chinese and Japanese, « and » in French)",
    "guideline",
    "warning",
    "the mark is parted from its word",
    clauses=(clauses.NETFLIX_LANGUAGE,),
)
_CLOSING = frozenset(
    ",.;:!?،؛؟۔)]}»”、。，．；：！？）］｝」』】〉》〕ぁぃぅぇぉっゃゅょァィゥェォッャュョーヽヾ々"
)
_OPENING = frozenset("([{«“‘„（［｛「『【〈《〔")
_NEVER_SEEN = "\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
_BEGINS_TURN = ("-", "–", "—", ">>", "•", "[", "(", "♪")


def _shapes(material: Material) -> Iterator[Finding]:
    most, tag = material.limit("max_cpl"), material.language
    most_lines = int(material.limit("max_lines"))
    if not material.track.cues:
        yield material.at_track(EMPTY, "the track has no cue: who chooses it sees nothing")
    for index, cue in enumerate(material.track.cues):
        if not cue.text.strip(_NEVER_SEEN + " \t\n\u00a0"):
            yield material.at_cue(EMPTY, index, "no text")
            continue
        lines = cue.lines
        if 0 < most_lines < len(lines):
            severity: Severity = "error" if len(lines) > most_lines + 1 else "warning"
            what = f"{len(lines)} lines"
            yield material.at_cue(
                LINES, index, what, severity=severity, value=len(lines), unit="lines", by="max_lines"
            )
        at = 0
        is_too_much = (
            len(cue.text) > most * most_lines and counting.counted_length(cue.text, tag) > most * most_lines
        )
        for line in lines:
            length = counting.counted_length(line, tag) if len(line) * 2 > most else 0
            if 0 < most < length:
                severity = "error" if is_too_much else "warning"
                yield material.at_cue(
                    LENGTH,
                    index,
                    f"{length:g} characters in a line",
                    span=(at, at + len(line)),
                    severity=severity,
                    value=length,
                    unit="characters a line",
                    by="max_cpl",
                )
            at += len(line) + 1


def _ends(material: Material) -> Iterator[Finding]:
    for index, cue in enumerate(material.track.cues):
        lines = cue.lines
        yield from _marks(material, index, lines)
        if len(lines) < 2:
            continue
        at = 0
        for line, following in pairwise(lines):
            if not following.lstrip().startswith(_BEGINS_TURN):
                yield from _bad_end(material, LINE_END, index, line, following, at)
            at += len(line) + 1
        if len(lines) == 2 and not is_unspaced(material.language):
            yield from _orphans(material, index, lines)


def _bad_end(material: Material, rule: Rule, index: int, line: str, following: str, at: int) -> Iterator[Finding]:
    why = material.judge.bad_end(line, following, material.language)
    if why:
        last = (line.split() or [line])[-1] if not is_unspaced(material.language) else line[-1:]
        end = at + len(line.rstrip())
        yield material.at_cue(rule, index, f"ends on {last!r}: {why}", span=(max(end - len(last), at), end))


def _cue_ends(material: Material) -> Iterator[Finding]:
    cues = material.track.cues
    for index in range(len(cues) - 1):
        cue, following = cues[index], cues[index + 1]
        is_apart = following.start_ms - cue.end_ms > _SAME_BREATH_MS or following.start_ms < cue.end_ms
        if is_apart or cue.voice != following.voice or following.text.lstrip().startswith(_BEGINS_TURN):
            continue
        line = cue.text.rsplit("\n", maxsplit=1)[-1]
        yield from _bad_end(material, CUE_END, index, line, following.text, len(cue.text) - len(line))


def _orphans(material: Material, index: int, lines: list[str]) -> Iterator[Finding]:
    at = 0
    for row, line in enumerate(lines):
        other = lines[1 - row]
        is_alone = len(line.split()) == 1 and len(line.strip()) <= _MOST_CHARACTERS_ALONE
        # A first line that ends a clause, or a turn of its own, stands where it should.
        is_turn = any(each.startswith(_BEGINS_TURN) for each in lines)
        is_fine = is_turn or (row == 0 and line.rstrip()[-1:] in _ENDS)
        if is_alone and not is_fine and len(other.split()) > 2:
            yield material.at_cue(ORPHAN, index, f"{line.strip()!r} stands alone", span=(at, at + len(line)))
        at += len(line) + 1


_ENDS = frozenset(".!?…:,;—–؟،؛。！？、，")


def _marks(material: Material, index: int, lines: list[str]) -> Iterator[Finding]:
    at = 0
    for row, line in enumerate(lines):
        seen = line.strip(_NEVER_SEEN + " \u00a0\u202f")
        first, last = seen[:1], seen[-1:]
        if first in _CLOSING and row > 0 and not seen.startswith(("...", "..", ".")):
            start = at + line.index(first)
            yield material.at_cue(MARK_FIRST, index, f"a line begins with {first!r}", span=(start, start + 1))
        if last in _OPENING and row + 1 < len(lines):
            start = at + line.rindex(last)
            yield material.at_cue(MARK_FIRST, index, f"a line ends with {last!r}", span=(start, start + 1))
        at += len(line) + 1


CHECKS = (
    Check((LENGTH, LINES, EMPTY), _shapes, only_read),
    Check((LINE_END, ORPHAN, MARK_FIRST), _ends, only_read),
    Check((CUE_END,), _cue_ends, only_read),
)
