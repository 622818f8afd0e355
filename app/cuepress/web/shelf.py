"""The library as the pages see it: listed once while nothing changes, tracks and manifests read once.

A page never joins a name from a URL to a path. It asks here for a video by its name, and for a file among those
that belong to the video; what the library does not list cannot be had.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import cast

from flask import current_app

from cuepress import files as whole_files
from cuepress import formats, manifest
from cuepress.errors import CuepressError, LibraryError
from cuepress.files import shown
from cuepress.formats import Reading
from cuepress.library import MAX_MANIFEST_BYTES, Entry, Library, TrackFile, checked_stem
from cuepress.manifest import Manifest, TrackRecord, WordRecord
from cuepress.model import Kind
from cuepress.web.chapters import Chapters, from_headings
from cuepress.web.paragraphs import Breaks, find_breaks

# File systems tell times in steps of up to 2 s (FAT); a folder that changed later than this may change again
# without its time showing it.
SETTLED_NS = 2_000_000_000
UNSURE = 0.5  # a confidence below this says: more probably wrong than right

Stamp = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Refused:
    """A video that cannot have a page, and why."""

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Listing:
    """Everything in the library at one moment: videos by stem, and what cannot be shown."""

    entries: Mapping[str, Entry]
    refused: tuple[Refused, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """What the manifest says of a video, without the words; and of these, by language tag, what pages need.

    ``breaks`` say where paragraphs begin; ``unsure`` how many words were not heard clearly, and of how many;
    ``chapters`` are those that the headings of the transcript make.
    """

    manifest: Manifest
    breaks: Mapping[str, Breaks] = field(default_factory=dict)
    unsure: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    chapters: Mapping[str, Chapters] = field(default_factory=dict)


NO_RECORD = Record(Manifest(tool=""))


@dataclass(slots=True)
class Shelf:
    """A library with a memory. Safe in threads: a listing is replaced as a whole."""

    library: Library
    _kept: tuple[tuple[Stamp, Stamp], Listing] | None = field(default=None, repr=False)

    def listing(self) -> Listing:
        """Return what is in the library now."""
        stamps = (stamp(self.library.media_folder), stamp(self.library.captions_folder))
        kept = self._kept
        if kept is not None and kept[0] == stamps and _is_settled(stamps):
            return kept[1]
        made = _list(self.library)
        self._kept = (stamps, made)
        return made

    def find(self, stem: str) -> Entry | None:
        """Return a video that has a page, or None."""
        return self.listing().entries.get(stem)

    def find_file(self, folder: str, name: str) -> Path | None:
        """Return a file of ``media`` or ``captions`` that belongs to a video and lies in the library, or None."""
        for entry in self.listing().entries.values():
            if not name.startswith(entry.stem):
                continue
            for path in media_files(entry) if folder == "media" else track_files(entry):
                if path.name == name:
                    return path if self._is_inside(path) else None
        return None

    def record(self, entry: Entry) -> Record:
        """Return how the tracks were made; of a video that was not captioned here, an empty record.

        Raises
        ------
        LibraryError
            If the manifest is there and cannot be read.
        """
        path = self.library.manifest_path(entry.stem)
        if not path.exists():
            return NO_RECORD
        if not self._is_inside(path):
            raise LibraryError("the manifest lies outside the library", shown(path), "put the file itself there")
        return _read_record(path, stamp(path))

    def manifest_of(self, entry: Entry) -> Path | None:
        """Return the manifest of a video, or None if there is none in the library."""
        path = self.library.manifest_path(entry.stem)
        return path if self._is_inside(path) else None

    def _is_inside(self, path: Path) -> bool:
        """Look again at the moment of use: since the listing, a file may have become a link to elsewhere."""
        try:
            return path.is_file() and path.resolve().is_relative_to(self.library.root.resolve())
        except OSError:
            return False


def current_shelf() -> Shelf:
    """Return the shelf of the application that is answering."""
    return cast("Shelf", current_app.extensions["cuepress.shelf"])


def media_files(entry: Entry) -> list[Path]:
    return [path for path in (entry.media, entry.poster, *entry.companions.values()) if path is not None]


def track_files(entry: Entry) -> list[Path]:
    return [path for track in entry.tracks for path in track.paths.values()]


def read_track(track: TrackFile, *, kind: Kind) -> Reading:
    """Read a track leniently, from WebVTT where there is one.

    Raises
    ------
    TrackError
        If not a single cue can be made out.
    """
    path = read_path(track)
    return _read_track(path, stamp(path), track.language, kind)


def is_as_made(track: TrackFile, made: TrackRecord) -> bool:
    """Tell whether the file that is read is the one that was written; a person may have corrected it since.

    Of a file that the record does not name nothing of the kind is known.
    """
    path = read_path(track)
    written = made.files.get(path.name)
    return written is None or written == _digest(path, stamp(path))


def read_path(track: TrackFile) -> Path:
    """Return the file of a track that is read."""
    return track.paths.get(".vtt") or next(iter(track.paths.values()))


@lru_cache(maxsize=1024)
def _digest(path: Path, _stamp: Stamp) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:  # it has gone, or may not be read: then it is not the one that was written
        return ""


def _list(library: Library) -> Listing:
    entries: dict[str, Entry] = {}
    refused: list[Refused] = []
    for entry in library.entries():
        if entry.stem.startswith("."):
            continue
        why = _why_refused(entry.stem)
        if why:
            refused.append(Refused(shown(entry.stem), why))
        else:
            entries[entry.stem] = entry
    return Listing(entries, tuple(refused))


def _why_refused(stem: str) -> str:
    try:
        checked_stem(stem)
    except CuepressError as refusal:
        return refusal.what
    return ""


def _is_settled(stamps: tuple[Stamp, Stamp]) -> bool:
    return time.time_ns() - max(modified_ns for modified_ns, _ in stamps) > SETTLED_NS


def stamp(path: Path) -> Stamp:
    """Return what changes when a file or folder does: time of change in ns, size; zeros if it is not there."""
    try:
        status = path.stat()
    except OSError:
        return (0, 0)
    return (status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=64)
def _read_track(path: Path, _stamp: Stamp, tag: str, kind: Kind) -> Reading:
    return formats.load(path, language=tag, kind=kind)


@lru_cache(maxsize=1024)
def _read_record(path: Path, _stamp: Stamp) -> Record:
    """Read a manifest and keep what pages need of it; an hour of timed words would fill the memory."""
    data = whole_files.read_bytes(path, error=LibraryError, max_bytes=MAX_MANIFEST_BYTES)
    full = manifest.parse(data, where=shown(path))
    breaks = {tag: find_breaks(track.words) for tag, track in full.tracks.items()}
    light = {tag: replace(track, words=()) for tag, track in full.tracks.items()}
    unsure = {tag: (_n_unsure(track.words), len(track.words)) for tag, track in full.tracks.items()}
    duration_ms = full.media.duration_ms if full.media else 0
    chapters = {tag: from_headings(track, duration_ms=duration_ms) for tag, track in full.tracks.items()}
    return Record(replace(full, tracks=light), breaks, unsure, chapters)


def _n_unsure(words: Iterable[WordRecord]) -> int:
    return sum(word.confidence < UNSURE for word in words)
