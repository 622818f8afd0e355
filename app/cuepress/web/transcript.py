"""The text beside the picture as its template needs it: by chapter, voice and line, or two languages in rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from flask import current_app, request

from cuepress import language
from cuepress.errors import CuepressError
from cuepress.library import TrackFile
from cuepress.manifest import PassageRecord
from cuepress.timecode import short_clock
from cuepress.web import beside, reader, wording
from cuepress.web.chapters import Chapters, beginnings, divided
from cuepress.web.paragraphs import Line, Paragraph
from cuepress.web.provenance import mark_of, seconds_text
from cuepress.web.reader import Passage, Video
from cuepress.web.shelf import current_shelf, read_track


@dataclass(frozen=True, slots=True)
class TranscriptLine:
    """One cue: its time as a link (``seconds``), as it is seen and as it is said.

    ``mark`` says what is not sure of it; ``voice`` is named where it changes.
    """

    number: int
    start_ms: int
    seconds: str
    clock: str
    said: str
    text: str
    is_current: bool = False
    mark: str = ""
    voice: str = ""


@dataclass(frozen=True, slots=True)
class Turn:
    """What one voice says, with the title of the chapter that begins with it."""

    heading: Passage | None
    voice: str
    lines: tuple[TranscriptLine, ...]


@dataclass(frozen=True, slots=True)
class TranscriptRow:
    """What says the same in two languages. ``time`` is the line that the row is named and linked by."""

    time: TranscriptLine
    anchor: str
    heading: Passage | None
    first: tuple[TranscriptLine, ...]
    second: tuple[TranscriptLine, ...]
    begins: bool


@dataclass(frozen=True, slots=True)
class TranscriptView:
    """The text beside the picture in one language, or, with ``beside``, in two.

    ``choices`` are the languages that can stand beside it, ``joints`` what either language puts between two lines.
    """

    language: Passage
    turns: tuple[Turn, ...] = ()
    fault: str = ""
    beside: Passage | None = None
    rows: tuple[TranscriptRow, ...] = ()
    joints: tuple[str, str] = (" ", " ")
    choices: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class ChapterLine:
    """A chapter as a link to its beginning."""

    title: Passage
    start_ms: int
    seconds: str
    clock: str
    said: str
    is_current: bool


def chapter_view(video: Video, tag: str, start_ms: int | None) -> list[ChapterLine]:
    """Return the chapters as the reader can have them, in their language if there are any."""
    chapters = video.chapters(tag)
    current = _last_begun([each.start_ms for each in chapters.list], start_ms)
    return [
        ChapterLine(
            title=Passage(each.title, chapters.language, language.direction(chapters.language)),
            start_ms=each.start_ms,
            seconds=seconds_text(each.start_ms),
            clock=short_clock(each.start_ms),
            said=wording.length_in_words(each.start_ms),
            is_current=at == current,
        )
        for at, each in enumerate(chapters.list)
    ]


def transcript_view(video: Video, tag: str, start_ms: int | None) -> TranscriptView | None:
    """Return the text in a language, with the one beside it that the address asks for; None if there is no track.

    ``start_ms`` is where the video begins: its line is marked.
    """
    track = video.shown_track(tag)
    if track is None:
        return None
    joints = (_joint(tag), "")
    view = TranscriptView(reader.language_name(tag), joints=joints, choices=tuple(_choices(video, tag)))
    try:
        paragraphs = video.paragraphs(track)
        other = _other(video, view.choices)
        if other is not None and paragraphs:
            rows = tuple(_rows(video, (track, other), start_ms))
            joints = (_joint(tag), _joint(other.language))
            return replace(view, rows=rows, joints=joints, beside=reader.language_name(other.language))
    except CuepressError as error:
        return replace(view, fault=error.what)
    return replace(view, turns=tuple(_turns(video, tag, paragraphs, start_ms)))


def beside_tags(video: Video, tag: str, *, is_published: bool = False) -> list[str]:
    """Return the languages that can stand beside another one.

    A published video has a page for each language beside the one spoken, and for that beside each: a page for
    every pair would be hundreds of a video in twenty languages.
    """
    tags = [each for each in video.languages() if each != tag]
    original = video.spoken if video.spoken in video.languages() else next(iter(video.languages()), "")
    return [each for each in tags if original in {each, tag}] if is_published else tags


def _choices(video: Video, tag: str) -> Iterator[Passage]:
    is_published = bool(current_app.jinja_env.globals.get("published"))
    for each in beside_tags(video, tag, is_published=is_published):
        yield reader.language_name(each)


def _other(video: Video, choices: Sequence[Passage]) -> TrackFile | None:
    """Return the track of the second language that the address asks for."""
    wanted = request.args.get("beside", "").casefold()
    tag = next((each for each in (choice.lang for choice in choices) if each.casefold() == wanted), "")
    return video.shown_track(tag) if tag else None


def _turns(video: Video, tag: str, paragraphs: list[Paragraph], start_ms: int | None) -> Iterator[Turn]:
    current = _last_begun([line.start_ms for each in paragraphs for line in each.lines], start_ms) + 1
    chapters = video.chapters_in(tag)
    passages = _passages(video, tag)
    for title, paragraph in divided(paragraphs, chapters):
        lines = (_line(line, passages, is_current=line.number == current) for line in paragraph.lines)
        yield Turn(_heading(title, chapters), paragraph.voice, tuple(lines))


def _rows(video: Video, tracks: tuple[TrackFile, TrackFile], start_ms: int | None) -> Iterator[TranscriptRow]:
    first, second = (video.paragraphs(track) for track in tracks)
    cues = [(track.language, read_track(track, kind=track.kind).track.cues) for track in tracks]
    sentences = beside.held(current_shelf().manifest_of(video.entry), cues)
    rows = beside.make_rows(first, second, sentences)
    current = _last_begun([row.start_ms for row in rows], start_ms)
    chapters = video.chapters_in(tracks[0].language)
    headings = beginnings([row.start_ms for row in rows], chapters.list)
    passages = _passages(video, tracks[0].language)
    for at, row in enumerate(rows):
        sides = [
            tuple(_line(line, passages, voice=voice) for voice, line in each) for each in (row.first, row.second)
        ]
        marked = next((line.mark for line in sides[0] if line.mark), "")
        time = replace((sides[0] or sides[1])[0], is_current=at == current, mark=marked)
        anchor = f"cue-{time.number}" if row.first else f"beside-{time.number}"
        yield TranscriptRow(time, anchor, _heading(headings[at], chapters), sides[0], sides[1], row.begins)


def _joint(tag: str) -> str:
    return "" if language.is_unspaced(tag) else " "


def _passages(video: Video, tag: str) -> Sequence[PassageRecord]:
    made = video.made(tag)
    return made.passages if made else ()


def _last_begun(starts_ms: Sequence[int], start_ms: int | None) -> int:
    """Return the place of the last line that has begun by then; -1 if there is none or nobody asked."""
    if start_ms is None:
        return -1
    return max((at for at, each in enumerate(starts_ms) if each <= start_ms), default=-1)


def _heading(title: str, chapters: Chapters) -> Passage | None:
    return Passage(title, chapters.language, language.direction(chapters.language)) if title else None


def _line(
    line: Line, passages: Sequence[PassageRecord], *, is_current: bool = False, voice: str = ""
) -> TranscriptLine:
    return TranscriptLine(
        number=line.number,
        start_ms=line.start_ms,
        seconds=seconds_text(line.start_ms),
        clock=short_clock(line.start_ms),
        said=wording.length_in_words(line.start_ms),
        text=line.text,
        is_current=is_current,
        mark=mark_of(line, passages),
        voice=voice,
    )
