"""A library: a folder with ``media/`` and ``captions/``. Finds, reads and writes what is in it, and nothing else.

    media/<stem>.<ext>                       a video or sound file
    media/<stem>.<tag>.<docx|html|md|…>      its transcripts
    media/<stem>.jpg                         its poster
    media/<stem>.described.<ext>             the same with audio description
    media/<stem>.sign.<ext>                  its interpretation in a sign language, as long as the video
    captions/<stem>.<tag>.vtt | .srt         captions and subtitles
    captions/<stem>.<tag>.<kind>.vtt         descriptions and chapters
    captions/<stem>.cuepress.json            how they were made

No path leads out of the folder: a name with a separator is refused, and so is a link that points elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cuepress import files, language, manifest
from cuepress.errors import LibraryError, UsageError
from cuepress.files import shown
from cuepress.manifest import Manifest
from cuepress.model import KINDS, Kind

MEDIA_EXTENSIONS = frozenset(
    {".mp4", ".m4v", ".mov", ".mkv", ".webm", ".ogv", ".avi", ".mpg", ".mpeg", ".ts", ".wmv", ".flv"}
    | {".mp3", ".m4a", ".aac", ".ogg", ".oga", ".opus", ".wav", ".flac", ".wma"}
)
TRANSCRIPT_EXTENSIONS = frozenset(
    {".docx", ".docm", ".dotx", ".odt", ".ott", ".fodt", ".rtf", ".html", ".htm", ".xhtml", ".pdf"}
    | {".md", ".markdown", ".txt", ".text", ".vtt", ".srt"}
)
TRACK_EXTENSIONS = frozenset({".vtt", ".srt"})
COMPANION_ROLES = frozenset({"described", "sign"})
MANIFEST_SUFFIX = ".cuepress.json"
MAX_STEM_BYTES = 200  # file systems allow 255, and .zh-Hans.descriptions.vtt or .cuepress.json comes after it
MAX_MANIFEST_BYTES = 256 * 1024 * 1024  # twenty hours of words in ten languages


@dataclass(frozen=True, slots=True)
class TrackFile:
    """One track on disk: the same cues in one or two formats, by extension (``.vtt``, ``.srt``)."""

    language: str
    kind: Kind
    paths: Mapping[str, Path]


@dataclass(frozen=True, slots=True)
class Entry:
    """One video of the library with everything that belongs to it. ``media`` is None if only tracks are left.

    ``companions`` are the media files that go with it, by what they are: ``described``, ``sign``.
    """

    stem: str
    media: Path | None
    poster: Path | None = None
    transcripts: Mapping[str, Path] = field(default_factory=dict)
    tracks: tuple[TrackFile, ...] = ()
    companions: Mapping[str, Path] = field(default_factory=dict)

    def find_track(self, tag: str, kind: Kind | None = None) -> TrackFile | None:
        """Return the track of a language (of a kind, if named), or None."""
        matches = (track for track in self.tracks if track.language == tag)
        return next((track for track in matches if kind in {None, track.kind}), None)


@dataclass(frozen=True, slots=True)
class Library:
    """The folder itself."""

    root: Path

    @property
    def media_folder(self) -> Path:
        return self.root / "media"

    @property
    def captions_folder(self) -> Path:
        return self.root / "captions"

    def entries(self) -> list[Entry]:
        """Return every video, by name. A folder that is not there yet is an empty library."""
        media = self._files(self.media_folder)
        captions = self._files(self.captions_folder)
        stems = _own_stems({path.stem for path in media if path.suffix.lower() in MEDIA_EXTENSIONS})
        stems |= {path.name.removesuffix(MANIFEST_SUFFIX) for path in captions if _is_manifest(path)}
        by_stem = {stem: (list[Path](), list[Path]()) for stem in stems}
        for column, paths in enumerate((media, captions)):
            for path in paths:
                owner = _owner(path.name, stems)
                if owner is not None:
                    by_stem[owner][column].append(path)
        return [_entry(stem, *by_stem[stem]) for stem in sorted(stems, key=str.casefold)]

    def entry(self, stem: str) -> Entry:
        """Return one video.

        Raises
        ------
        LibraryError
            If there is none of this name.
        """
        found = next((entry for entry in self.entries() if entry.stem == stem), None)
        if found is None:
            raise LibraryError("there is no such video in the library", stem, "look at the index for its name")
        return found

    def track_path(self, stem: str, tag: str, kind: Kind, extension: str) -> Path:
        """Return where a track is written."""
        return self.captions_folder / track_name(stem, tag, kind, extension)

    def manifest_path(self, stem: str) -> Path:
        return self.captions_folder / manifest_name(stem)

    def read_manifest(self, stem: str) -> Manifest | None:
        """Return the manifest of a video, or None if it was never captioned here."""
        return read_manifest(self.manifest_path(stem))

    def _files(self, folder: Path) -> list[Path]:
        """Return the ordinary files of a folder whose real place is inside the library."""
        try:
            if not folder.is_dir():
                return []
            root = self.root.resolve()
            if not folder.resolve().is_relative_to(root):
                return []
            return sorted(
                (each for each in folder.iterdir() if _is_inside(each, root)), key=lambda path: path.name
            )
        except OSError as failure:
            raise LibraryError(
                f"the folder cannot be read ({failure.strerror})",
                shown(folder),
                "change its permissions or ask its owner",
            ) from failure


def checked_stem(stem: str) -> str:
    """Return a stem that is safe as a file name inside the library.

    Raises
    ------
    LibraryError
        If it is empty, too long, not in UTF-8, begins with a dot, or holds a separator or a control character.
    """
    fault = _fault_in_stem(stem)
    if fault:
        raise LibraryError(f"this name cannot be used in a library: {fault}", shown(stem), "rename the file")
    return stem


def _fault_in_stem(stem: str) -> str:
    """Return what is wrong with a stem, or nothing."""
    if not stem or stem.startswith("."):
        return "it is empty or begins with a dot"
    if re.search(r"[/\\\x00-\x1f\x7f]", stem):
        return "it holds a separator, a line break or another control character"
    try:
        length = len(stem.encode())
    except UnicodeEncodeError:  # neither a manifest nor an address can hold it
        return "it is not in UTF-8"
    return f"it is longer than {MAX_STEM_BYTES} bytes" if length > MAX_STEM_BYTES else ""


def track_name(stem: str, tag: str, kind: Kind, extension: str) -> str:
    """Return ``<stem>.<tag>[.<kind>]<extension>``, the name that players pick up beside the video."""
    middle = f".{kind}" if kind in {"descriptions", "chapters", "metadata"} else ""
    return f"{checked_stem(stem)}.{tag}{middle}{extension}"


def manifest_name(stem: str) -> str:
    return f"{checked_stem(stem)}{MANIFEST_SUFFIX}"


def read_manifest(path: Path) -> Manifest | None:
    """Return the manifest at ``path``, or None if there is none.

    Raises
    ------
    LibraryError
        If there is a file that is no manifest.
    """
    if not files.exists(path, error=LibraryError):
        return None
    data = files.read_bytes(path, error=LibraryError, max_bytes=MAX_MANIFEST_BYTES)
    return manifest.parse(data, where=shown(path))


def write_manifest(path: Path, made: Manifest) -> None:
    files.write_whole(path, manifest.serialize(made))


def tracks_in(folder: Path, stem: str) -> tuple[TrackFile, ...]:
    """Return the tracks of a video that lie in a folder; none where it is not there or may not be read."""
    try:
        return tuple(_tracks(stem, sorted(path for path in folder.iterdir() if path.is_file())))
    except OSError:
        return ()


def library_of(path: Path) -> Library | None:
    """Return the library that a media file lies in (``<root>/media/<file>``), or None."""
    return Library(path.parent.parent) if path.parent.name == "media" else None


def transcripts_beside(media: Path) -> dict[str, Path]:
    """Return the transcripts ``<stem>.<tag>.<ext>`` in the folder of a media file, by tag.

    A document comes before a track: tracks beside the video are what players pick up, so they may be our own.

    Raises
    ------
    UsageError
        If two documents claim the same language.
    LibraryError
        If the folder may not be read.
    """
    found: dict[str, Path] = {}
    try:
        beside = sorted(path for path in media.parent.iterdir() if path.is_file())
    except OSError as failure:
        raise LibraryError(
            f"the folder cannot be searched for transcripts ({failure.strerror})",
            shown(media.parent),
            "name them with --transcript",
        ) from failure
    for path in sorted(beside, key=_rank):
        tag = _tag_between(path.name, media.stem, TRANSCRIPT_EXTENSIONS)
        if tag is None or (tag in found and _is_track(path)):
            continue
        if tag in found:
            raise UsageError(
                f"two transcripts for {tag}: {shown(found[tag].name)} and {shown(path.name)}",
                shown(media.parent),
                "remove one, or name the right one with --transcript",
            )
        found[tag] = path
    return dict(sorted(found.items()))


def _rank(path: Path) -> tuple[bool, bool]:
    return _is_track(path), path.suffix.lower() == ".srt"  # WebVTT of the two, since it holds the voices


def _is_track(path: Path) -> bool:
    return path.suffix.lower() in TRACK_EXTENSIONS


def _is_inside(path: Path, root: Path) -> bool:
    """Tell whether a name in a folder of the library is a file of it; where a link leads has to be looked up."""
    try:
        return path.is_file() and (not path.is_symlink() or path.resolve().is_relative_to(root))
    except OSError:
        return False


def _is_manifest(path: Path) -> bool:
    return path.name.endswith(MANIFEST_SUFFIX)


def _own_stems(stems: set[str]) -> set[str]:
    """Leave out what only goes with another video; one that goes with none is a video of its own."""
    parts = {stem: stem.rpartition(".") for stem in stems}
    return {stem for stem, (head, _, role) in parts.items() if role not in COMPANION_ROLES or head not in stems}


def _owner(name: str, stems: set[str]) -> str | None:
    """Return the longest stem that a file name begins with: ``a.b.fr.vtt`` belongs to ``a.b`` before ``a``."""
    head = name
    while "." in head:
        head = head.rpartition(".")[0]
        if head in stems:
            return head
    return None


def _entry(stem: str, media: list[Path], captions: list[Path]) -> Entry:
    videos = [path for path in media if path.stem == stem and path.suffix.lower() in MEDIA_EXTENSIONS]
    poster = next((path for path in media if path.name in {f"{stem}.jpg", f"{stem}.png"}), None)
    companions = {
        path.stem[len(stem) + 1 :]: path
        for path in reversed(media)  # of two formats the first, as with the video itself
        if path.stem.rpartition(".")[::2] in {(stem, role) for role in COMPANION_ROLES}
        and path.suffix.lower() in MEDIA_EXTENSIONS
    }
    tagged = ((_tag_between(path.name, stem, TRANSCRIPT_EXTENSIONS), path) for path in media)
    transcripts = {tag: path for tag, path in tagged if tag}
    return Entry(
        stem=stem,
        media=videos[0] if videos else None,
        poster=poster,
        transcripts=transcripts,
        tracks=tuple(_tracks(stem, captions)),
        companions=companions,
    )


def _tracks(stem: str, captions: list[Path]) -> Iterator[TrackFile]:
    grouped: dict[tuple[str, Kind], dict[str, Path]] = {}
    for path in captions:
        head, _, kind_name = path.stem.rpartition(".")
        kind = next((kind for kind in KINDS if kind == kind_name), None)
        name = head + path.suffix if kind else path.name
        tag = _tag_between(name, stem, TRACK_EXTENSIONS)
        if tag is not None:
            grouped.setdefault((tag, kind or "captions"), {})[path.suffix.lower()] = path
    for (tag, kind), paths in sorted(grouped.items()):
        yield TrackFile(tag, kind, paths)


def _tag_between(name: str, stem: str, extensions: frozenset[str]) -> str | None:
    """Return the language tag in ``<stem>.<tag><ext>``, or None if the name is not of this form."""
    path = Path(name)
    if path.suffix.lower() not in extensions or not path.stem.startswith(stem + "."):
        return None
    try:
        return language.normalise_tag(path.stem[len(stem) + 1 :])
    except UsageError:
        return None
