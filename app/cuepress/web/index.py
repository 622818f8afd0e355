"""The first page: the videos of the library, a page at a time, or those that are looked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from flask import Blueprint, Response, render_template, request

from cuepress.library import Entry
from cuepress.timecode import short_clock
from cuepress.web import finding, interface, reader, wording
from cuepress.web.answers import page_answer
from cuepress.web.reader import Passage, Video
from cuepress.web.shelf import current_shelf

blueprint = Blueprint("index", __name__)


@dataclass(frozen=True, slots=True)
class Card:
    """What the list says of one video."""

    stem: str
    title: Passage
    subtitle: list[Passage]
    poster: str
    duration: str
    duration_said: str
    languages: tuple[Passage, ...]
    captioned: datetime | None
    captioned_said: str
    has_media: bool
    fault: str


@blueprint.get("/")
def page() -> Response:
    listing = current_shelf().listing()
    entries = tuple(listing.entries.values())
    if interface.is_published():
        interface.follow(_language_of(entries))
    asked = request.args
    shown = finding.find(entries, query=asked.get("q", ""), number=asked.get("page", ""))
    cards = [_card(reader.open_video(entry)) for entry in shown.entries]
    html = render_template("index/page.html", cards=cards, refused=listing.refused, shown=shown)
    return page_answer(html)


def _language_of(entries: Iterable[Entry]) -> str:
    """Return the language that all videos are spoken in, if it is one."""
    spoken = {reader.open_video(entry).spoken for entry in entries}
    return spoken.pop() if len(spoken) == 1 else ""


def _card(video: Video) -> Card:
    tags = video.languages()
    entry = video.entry
    chosen = reader.choose_language(tags, spoken=video.spoken)
    captioned = _when_captioned(video)
    return Card(
        stem=entry.stem,
        title=video.title(chosen),
        subtitle=video.subtitle(chosen),
        poster=entry.poster.name if entry.poster else "",
        duration=short_clock(video.duration_ms) if video.duration_ms else "",
        duration_said=wording.length_in_words(video.duration_ms),
        languages=tuple(reader.language_name(tag) for tag in tags),
        captioned=captioned,
        captioned_said=wording.day_in_words(captioned) if captioned else "",
        has_media=entry.media is not None,
        fault=video.fault,
    )


def _when_captioned(video: Video) -> datetime | None:
    """Return when the newest track was made: as recorded, else as its file was last changed."""
    recorded = [wording.moment(track.made_at) for track in video.record.manifest.tracks.values()]
    moments = [moment for moment in recorded if moment is not None]
    if not moments:
        paths = [path for track in video.shown_tracks for path in track.paths.values()]
        moments = [datetime.fromtimestamp(path.stat().st_mtime, UTC) for path in paths if path.exists()]
    return max(moments, default=None)
