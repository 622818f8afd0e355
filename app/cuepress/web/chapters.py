"""The chapters of a video: from a chapters track, else from the headings of its transcript.

A heading is not spoken, so it has no time of its own: its chapter begins with the first word of the paragraph that
stands below it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from cuepress.manifest import TrackRecord, WordRecord
from cuepress.model import PARAGRAPH_BREAK, Cue, Track
from cuepress.web.paragraphs import Line, Paragraph, in_one_piece

_HEADING = "heading"
_BETWEEN_HEADINGS = " – "  # of headings that stand one below the other over the same paragraph


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of a video and what it is called."""

    start_ms: int
    end_ms: int
    title: str


@dataclass(frozen=True, slots=True)
class Chapters:
    """The chapters of a video in order, and the language of their titles. ``is_made`` of those from headings."""

    language: str = ""
    list: tuple[Chapter, ...] = ()
    is_made: bool = False


def from_cues(cues: Iterable[Cue], tag: str) -> Chapters:
    """Return the chapters of a chapters track; a cue without a text or a duration is none."""
    pieces = ((cue, in_one_piece(cue.text, tag)) for cue in cues if cue.end_ms > cue.start_ms)
    return Chapters(tag, tuple(Chapter(cue.start_ms, cue.end_ms, text) for cue, text in pieces if text))


def from_headings(record: TrackRecord, *, duration_ms: int) -> Chapters:
    """Return the chapters that the headings of a transcript make.

    ``duration_ms`` is that of the video, 0 if it is not known. There are none where it is not certain which
    paragraph is which: sounds are in no manifest, and a paragraph may be nothing but a sound.
    """
    starts = _paragraph_starts(record.words)
    titles: dict[int, list[str]] = {}
    for part in record.unspoken:
        if part.kind == _HEADING and 0 <= part.paragraph < len(starts) and part.text.strip():
            titles.setdefault(starts[part.paragraph], []).append(" ".join(part.text.split()))
    end_ms = max(duration_ms, record.words[-1].end_ms) if record.words else 0
    edges = [*sorted(titles), end_ms]
    made = (Chapter(a, b, _BETWEEN_HEADINGS.join(titles[a])) for a, b in pairwise(edges) if a < b)
    return Chapters(record.language, tuple(made), is_made=True)


def as_track(chapters: Chapters) -> Track:
    cues = tuple(Cue(each.start_ms, each.end_ms, each.title) for each in chapters.list)
    return Track(cues, chapters.language, "chapters")


def beginnings(starts_ms: Sequence[int], chapters: Sequence[Chapter]) -> list[str]:
    """Return for each line, given by its in time, the title of the chapter that begins with it, or nothing.

    A chapter begins with the line that is nearest to its beginning; of two that begin with the same, both titles.
    """
    titles: dict[int, list[str]] = {}
    for chapter in chapters if starts_ms else ():
        after = bisect_left(starts_ms, chapter.start_ms)
        around = [at for at in (after - 1, after) if 0 <= at < len(starts_ms)]
        nearest = min(around, key=lambda at: abs(starts_ms[at] - chapter.start_ms))
        titles.setdefault(nearest, []).append(chapter.title)
    return [_BETWEEN_HEADINGS.join(titles.get(at, ())) for at in range(len(starts_ms))]


def divided(paragraphs: Sequence[Paragraph], chapters: Chapters) -> Iterator[tuple[str, Paragraph]]:
    """Yield paragraphs, each with the title of the chapter that begins with it, or nothing.

    A paragraph in which a chapter begins is divided there.
    """
    lines = [line for each in paragraphs for line in each.lines]
    titles = dict(zip(lines, beginnings([line.start_ms for line in lines], chapters.list), strict=True))
    for paragraph in paragraphs:
        parts: list[list[Line]] = []
        for line in paragraph.lines:
            if not parts or titles[line]:
                parts.append([])
            parts[-1].append(line)
        for at, part in enumerate(parts):
            yield titles[part[0]], Paragraph("" if at else paragraph.voice, tuple(part))


def _paragraph_starts(words: Sequence[WordRecord]) -> list[int]:
    """Return when each paragraph of a transcript begins; nothing if something is in it that is no word."""
    if not words or words[0].offset:
        return []
    starts = [words[0].start_ms]
    for before, word in pairwise(words):
        gap = word.offset - before.offset - len(before.text)
        if gap > len(PARAGRAPH_BREAK):
            return []
        if gap == len(PARAGRAPH_BREAK):
            starts.append(word.start_ms)
    return starts
