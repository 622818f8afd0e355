"""The page of one video: the picture with its captions, the transcript beside it, files to take away."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from flask import Blueprint, Response, abort, render_template, request

from cuepress import language
from cuepress.errors import CuepressError
from cuepress.library import TrackFile
from cuepress.manifest import PassageRecord
from cuepress.model import Kind
from cuepress.timecode import MS_PER_S, short_clock
from cuepress.web import interface, reader, wording
from cuepress.web.answers import page_answer
from cuepress.web.discovery import discovery
from cuepress.web.files import MEDIA_TYPES, UNPLAYABLE
from cuepress.web.paragraphs import Line, Paragraph
from cuepress.web.provenance import mark_of, provenance, seconds_text
from cuepress.web.reader import Passage, Video

# Tracks that browsers know beside those to be read; metadata is for scripts, and we have none that reads it.
QUIET_KINDS = frozenset({"descriptions", "chapters"})
SPEEDS = ("0.5", "0.75", "1", "1.25", "1.5", "1.75", "2")
_SECONDS = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,3})?")

blueprint = Blueprint("watch", __name__)


@dataclass(frozen=True, slots=True)
class PlayerTrack:
    """One ``<track>``, and one line of the captions menu if it is to be read.

    ``kind`` is what it is, ``file_kind`` what its file name says.
    """

    id: str
    language: str
    kind: Kind
    file_kind: Kind
    label: Passage
    is_shown: bool
    is_default: bool


@dataclass(frozen=True, slots=True)
class Player:
    """The picture: ``start`` is a media fragment (``#t=62.3``); the others are file names, empty where there is none.

    ``described`` is the same with audio description, ``sign`` its interpretation in a sign language.
    """

    media: str
    media_type: str
    poster: str
    start: str
    tracks: tuple[PlayerTrack, ...]
    is_playable: bool
    described: str = ""
    sign: str = ""

    @property
    def has_descriptions(self) -> bool:
        return any(track.kind == "descriptions" for track in self.tracks)


@dataclass(frozen=True, slots=True)
class TranscriptLine:
    """One cue: its time as a link (``seconds``), as it is seen and as it is said.

    ``mark`` says what is not sure of it.
    """

    number: int
    start_ms: int
    seconds: str
    clock: str
    said: str
    text: str
    is_current: bool
    mark: str = ""


@dataclass(frozen=True, slots=True)
class TranscriptView:
    """The text beside the picture in one language, by voice and paragraph."""

    language: Passage
    turns: tuple[tuple[str, tuple[TranscriptLine, ...]], ...] = ()
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Download:
    """One file to take away."""

    name: str
    format: str
    size: str


@blueprint.get("/watch/<stem>")
def page(stem: str) -> Response:
    video = reader.find(stem) or abort(404)
    tag = reader.choose_language(video.languages(), spoken=video.spoken)
    interface.follow(tag)
    start_ms = start_from(request.args.get("t", ""), duration_ms=video.duration_ms)
    html = render_template(
        "watch/page.html",
        stem=stem,
        video=video,
        title=video.title(tag),
        subtitle=video.subtitle(tag),
        tag=tag,
        duration=wording.length_in_words(video.duration_ms) if video.duration_ms else "",
        spoken=reader.language_name(video.spoken or language.UNDETERMINED),
        languages=[(each, reader.language_name(each)) for each in video.languages()],
        player=_player(video, tag, start_ms) if video.entry.media else None,
        transcript=_transcript(video, tag, start_ms),
        downloads=_downloads(video),
        media_download=_download(video.entry.media) if video.entry.media else None,
        provenance=provenance(video, tag),
        speeds=SPEEDS,
        discovery=discovery(video, tag),
    )
    return page_answer(html)


def start_from(text: str, *, duration_ms: int = 0) -> int | None:
    """Return the time that an address asks for; None if it asks for none that there is.

    >>> start_from("62.3"), start_from("62.3", duration_ms=60_000), start_from("-1"), start_from("soon")
    (62300, None, None, None)
    """
    if not _SECONDS.fullmatch(text):
        return None
    whole, _, fraction = text.partition(".")
    ms = int(whole) * MS_PER_S + int(fraction.ljust(3, "0") or 0)
    return None if duration_ms and ms >= duration_ms else ms


def _player(video: Video, tag: str, start_ms: int | None) -> Player | None:
    media = video.entry.media
    if media is None:
        return None
    extension = media.suffix.lower()
    shown = [_player_track(video, track, is_shown=True, tag=tag) for track in video.shown_tracks]
    others = [track for track in video.entry.tracks if track.kind in QUIET_KINDS]
    quiet = [_player_track(video, track, is_shown=False, tag=tag) for track in others]
    return Player(
        media=media.name,
        media_type=MEDIA_TYPES.get(extension, ""),
        poster=video.entry.poster.name if video.entry.poster else "",
        start=f"#t={seconds_text(start_ms)}" if start_ms is not None else "",
        tracks=(*shown, *quiet),
        is_playable=extension not in UNPLAYABLE,
        described=_companion(video, "described"),
        sign=_companion(video, "sign"),
    )


def _companion(video: Video, role: str) -> str:
    """Return the name of a file that goes with the video, where browsers can play it."""
    path = video.entry.companions.get(role)
    return path.name if path and path.suffix.lower() not in UNPLAYABLE else ""


def _player_track(video: Video, track: TrackFile, *, is_shown: bool, tag: str) -> PlayerTrack:
    first = next((each for each in video.shown_tracks if each.language == tag), None)
    return PlayerTrack(
        id=f"track-{track.language}-{track.kind}",
        language=track.language,
        kind=video.kind_of(track),
        file_kind=track.kind,
        label=reader.language_name(track.language),
        is_shown=is_shown,
        is_default=track == first,
    )


def _transcript(video: Video, tag: str, start_ms: int | None) -> TranscriptView | None:
    track = next((each for each in video.shown_tracks if each.language == tag), None)
    if track is None:
        return None
    name = reader.language_name(tag)
    try:
        paragraphs = video.paragraphs(track)
    except CuepressError as error:
        return TranscriptView(name, fault=error.what)
    current = _current_number(paragraphs, start_ms)
    made = video.made(tag)
    passages = made.passages if made else ()
    turns = ((each.voice, tuple(_line(line, current, passages) for line in each.lines)) for each in paragraphs)
    return TranscriptView(name, tuple(turns))


def _current_number(paragraphs: list[Paragraph], start_ms: int | None) -> int:
    """Return the number of the last line that has begun by then; 0 if there is none or nobody asked."""
    if start_ms is None:
        return 0
    begun = (line.number for each in paragraphs for line in each.lines if line.start_ms <= start_ms)
    return max(begun, default=0)


def _line(line: Line, current: int, passages: Sequence[PassageRecord]) -> TranscriptLine:
    return TranscriptLine(
        number=line.number,
        start_ms=line.start_ms,
        seconds=seconds_text(line.start_ms),
        clock=short_clock(line.start_ms),
        said=wording.length_in_words(line.start_ms),
        text=line.text,
        is_current=line.number == current,
        mark=mark_of(line, passages),
    )


def _downloads(video: Video) -> list[tuple[Passage, str, list[Download]]]:
    """Return, by language, the files of its tracks as they lie in the library."""
    rows = []
    for track in video.shown_tracks:
        files = [_download(path) for _, path in sorted(track.paths.items(), reverse=True)]
        rows.append((reader.language_name(track.language), track.language, files))
    return rows


def _download(path: Path) -> Download:
    return Download(path.name, path.suffix[1:].upper(), wording.size_in_words(path))
