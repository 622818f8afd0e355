"""Cues -> paragraphs: a transcript to be read, from a track that is cut for a screen."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from cuepress import language
from cuepress.manifest import WordRecord
from cuepress.model import PARAGRAPH_BREAK, Cue

# Without a manifest a paragraph ends where a sentence does and the speaker rests, or where it has grown long.
REST_MS = 1_500
LONG_PARAGRAPH_CHARACTERS = 700
_SENTENCE_END = re.compile(r"[.!?…。！？؟۔।][\"'’”»›)\]」』\s]*$")
_DIALOGUE_LINE = re.compile(r"^\s*[-–—‐]\s*\S")


@dataclass(frozen=True, slots=True)
class Breaks:
    """Where the paragraphs of a transcript begin, counted in letters and digits; and how many there are.

    Not in all characters: a track may have other signs than its transcript, such as ``…`` for ``...``.
    """

    starts: frozenset[int] = frozenset()
    total: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """A cue as it is read: its number in the track from 1, its times, its text in one piece."""

    number: int
    start_ms: int
    end_ms: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """What one voice says without a break. ``voice`` is empty where it is not named or is the same as before."""

    voice: str
    lines: tuple[Line, ...]

    def text(self, tag: str) -> str:
        """Return the whole paragraph as its language joins it."""
        return in_one_piece("\n".join(line.text for line in self.lines), tag)


def find_breaks(words: Iterable[WordRecord]) -> Breaks:
    """Find where the paragraphs of the transcript began, from the places that its words had in it."""
    starts, total, expected = set(), 0, 0
    for word in words:
        if word.offset - expected >= len(PARAGRAPH_BREAK):
            starts.add(total)
        expected = word.offset + len(word.text)
        total += _n_letters(word.text)
    return Breaks(frozenset(starts), total)


def make_paragraphs(cues: Sequence[Cue], tag: str, breaks: Breaks | None = None) -> list[Paragraph]:
    """Group cues by voice and paragraph.

    ``breaks`` are those of the transcript that the track was made from. They are followed only while the track
    still has the same text; a track that was edited since is divided at its rests.
    """
    lengths = [_n_letters(cue.text) for cue in cues]
    if breaks is not None and cues and breaks.total == sum(lengths):
        is_new = _follow(breaks, lengths)
    else:
        is_new = _at_rests(cues)
    groups: list[list[tuple[int, Cue]]] = []
    for number, (cue, begins) in enumerate(zip(cues, is_new, strict=True), start=1):
        if begins or cue.voice != groups[-1][-1][1].voice:
            groups.append([])
        groups[-1].append((number, cue))
    return list(_paragraphs(groups, tag))


def _paragraphs(groups: list[list[tuple[int, Cue]]], tag: str) -> Iterator[Paragraph]:
    voice = ""
    for group in groups:
        said_by = group[0][1].voice
        lines = (Line(number, cue.start_ms, cue.end_ms, in_one_piece(cue.text, tag)) for number, cue in group)
        yield Paragraph(said_by if said_by != voice else "", tuple(lines))
        voice = said_by


def _follow(breaks: Breaks, lengths: Sequence[int]) -> list[bool]:
    is_new, at = [], 0
    for length in lengths:
        is_new.append(at == 0 or at in breaks.starts)
        at += length
    return is_new


def _at_rests(cues: Sequence[Cue]) -> list[bool]:
    is_new, length = [True] * bool(cues), 0
    for before, cue in pairwise(cues):
        length += len(before.text)
        is_end = bool(_SENTENCE_END.search(before.text))
        rest_ms = cue.start_ms - before.end_ms
        begins = is_end and (rest_ms >= REST_MS or length >= LONG_PARAGRAPH_CHARACTERS)
        is_new.append(begins)
        length = 0 if begins else length
    return is_new


def in_one_piece(text: str, tag: str) -> str:
    r"""Join the lines of a cue as the language does; the turns of a dialogue stay on lines of their own.

    >>> in_one_piece("the best of\nall worlds", "en"), in_one_piece("强大的\n城市", "zh-Hans")
    ('the best of all worlds', '强大的城市')
    """
    lines = [" ".join(line.split(" ")).strip() for line in text.split("\n")]
    joined = lines[0]
    for line in lines[1:]:
        if _DIALOGUE_LINE.match(line):
            joined += "\n" + line
        else:
            joined += _joint(joined, line, tag) + line
    return joined.strip()


def _joint(before: str, after: str, tag: str) -> str:
    if not language.is_unspaced(tag) or not before or not after:
        return " "
    return " " if before[-1].isascii() and after[0].isascii() else ""


def _n_letters(text: str) -> int:
    return sum(map(str.isalnum, text))
