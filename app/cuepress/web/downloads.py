"""What can be taken away of a video, by language: its tracks as they lie in the library, its text as documents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cuepress.formats import FORMATS
from cuepress.library import TrackFile
from cuepress.web import reader, wording
from cuepress.web.reader import Passage, Video

TRANSCRIPTS = ("html", "docx", "txt")  # as they are offered: what is best to read first


@dataclass(frozen=True, slots=True)
class Download:
    """One file to take away; ``extension`` without a dot.

    ``is_made`` of one that is written when it is asked for: it has no size yet.
    """

    name: str
    extension: str
    size: str = ""
    is_made: bool = False

    @property
    def format(self) -> str:
        return self.extension.upper()


@dataclass(frozen=True, slots=True)
class Downloads:
    """What there is in one language: the files of a track, and its words as documents."""

    language: Passage
    kind: str
    tracks: tuple[Download, ...]
    transcripts: tuple[Download, ...]


def downloads(video: Video) -> list[Downloads]:
    """Return what there is in each language, in the order of the languages."""
    return [_of_track(video, track) for track in video.shown_tracks]


def media_download(path: Path) -> Download:
    return Download(path.name, path.suffix[1:].lower(), wording.size_in_words(path))


def _of_track(video: Video, track: TrackFile) -> Downloads:
    stem = video.entry.stem
    is_read = track == video.shown_track(track.language)
    offered = TRANSCRIPTS if is_read else ()
    documents = tuple(Download(f"{stem}.{track.language}.{each}", each, is_made=True) for each in offered)
    return Downloads(reader.language_name(track.language), track.kind, tuple(_tracks(video, track)), documents)


def _tracks(video: Video, track: TrackFile) -> Iterator[Download]:
    for extension in FORMATS:
        path = track.paths.get(extension)
        if path is not None:
            yield media_download(path)
        else:
            yield Download(f"{video.entry.stem}.{track.language}{extension}", extension[1:], is_made=True)
