"""The page of one video: the picture with its captions, the transcript beside it, files to take away."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flask import Blueprint, Response, abort, render_template, request

from cuepress import language
from cuepress.library import TrackFile
from cuepress.model import Kind
from cuepress.timecode import MS_PER_S
from cuepress.web import interface, kept, reader, wording
from cuepress.web.answers import page_answer
from cuepress.web.discovery import discovery
from cuepress.web.downloads import downloads, media_download
from cuepress.web.files import MEDIA_TYPES, UNPLAYABLE
from cuepress.web.provenance import provenance, seconds_text
from cuepress.web.reader import Passage, Video
from cuepress.web.transcript import chapter_view, transcript_view

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
    """The picture: file names, empty where there is no file; ``start`` is a media fragment (``#t=62.3``).

    ``width`` and ``height`` keep its place in the page while it comes in; 0 where they are not known.

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
    width: int = 0
    height: int = 0

    @property
    def has_descriptions(self) -> bool:
        return any(track.kind == "descriptions" for track in self.tracks)


@blueprint.get("/watch/<stem>")
def page(stem: str) -> Response:
    video = reader.find(stem) or abort(404)
    return page_answer(kept.page(video.entry, lambda: _html(video)))


def _html(video: Video) -> str:
    tag = reader.choose_language(video.languages(), spoken=video.spoken)
    interface.follow(tag)
    start_ms = start_from(request.args.get("t", ""), duration_ms=video.duration_ms)
    return render_template(
        "watch/page.html",
        stem=video.entry.stem,
        video=video,
        title=video.title(tag),
        subtitle=video.subtitle(tag),
        tag=tag,
        duration=wording.length_in_words(video.duration_ms) if video.duration_ms else "",
        spoken=reader.language_name(video.spoken or language.UNDETERMINED),
        languages=[(each, reader.language_name(each)) for each in video.languages()],
        player=player_of(video, tag, start_ms) if video.entry.media else None,
        transcript=transcript_view(video, tag, start_ms),
        chapters=chapter_view(video, tag, start_ms),
        downloads=downloads(video),
        media_download=media_download(video.entry.media) if video.entry.media else None,
        provenance=provenance(video, tag),
        speeds=SPEEDS,
        discovery=discovery(video, tag),
    )


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


def player_of(video: Video, tag: str, start_ms: int | None) -> Player | None:
    media = video.entry.media
    if media is None:
        return None
    extension = media.suffix.lower()
    record = video.record.manifest.media
    shown = [_player_track(video, track, is_shown=True, tag=tag) for track in video.shown_tracks]
    others = [track for track in video.entry.tracks if track.kind in QUIET_KINDS]
    made = video.chapters(tag)
    if made.is_made and made.list:
        others.append(TrackFile(made.language, "chapters", {}))  # no file: written when the player asks for it
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
        width=record.width if record else 0,
        height=record.height if record else 0,
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
