"""What is kept of a video beside the tracks, so that it need not be decoded again: ``captions/.cuepress/``.

    <stem>.acoustics          what was heard in the media file: some 25 MB an hour
    <stem>.shots.json         when its shots change, where that was asked for
    <stem>.before.acoustics   the same of the file that it replaced …
    <stem>.before.json        … with how its tracks were made, until those of the new file are there

Everything here can be made again. So a file that is damaged, of another version or of another sound is passed
over, and one that cannot be written gives a note and nothing more.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cuepress import files, library, manifest
from cuepress.errors import LibraryError
from cuepress.manifest import Manifest

if TYPE_CHECKING:
    from cuepress.sync.acoustics import Acoustics

FOLDER = ".cuepress"
MAX_BYTES = 512 * 1024 * 1024  # some twenty hours; a longer sound is heard anew each time
_MAX_SHOTS_BYTES = 8 * 1024 * 1024  # two changes a second for days


@dataclass(frozen=True, slots=True)
class Key:
    """What a kept sound is of: the media's SHA-256, which of its sound tracks, and how speech was found in it."""

    sha256: str
    track: str
    detector: str

    def as_plain(self) -> dict[str, str]:
        return {"tool": _tool(), "sha256": self.sha256, "track": self.track, "detector": self.detector}


@dataclass(frozen=True, slots=True)
class Kept:
    """A sound, the stream that it is of, and what was to be said of the choice of that stream."""

    sound: Acoustics
    stream: int = 0
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Keeping:
    """The place where the sound of one media file is kept, ``captions`` being the folder of its tracks."""

    captions: Path
    stem: str

    @property
    def sound_path(self) -> Path:
        return self._path(".acoustics")

    def read(self, key: Key) -> Kept | None:
        """Return the sound that is kept, if it is the one that is meant."""
        return _read(self.sound_path, lambda about: all(about.get(n) == v for n, v in key.as_plain().items()))

    def write(self, key: Key, kept: Kept) -> str:
        """Keep a sound in the place of the one before; return why that cannot be done, or nothing."""
        from cuepress.sync import packing

        about = {**key.as_plain(), "stream": kept.stream, "warnings": list(kept.warnings)}
        try:
            self._check_folder()
            data = packing.pack(kept.sound, about)
            if len(data) <= MAX_BYTES:
                files.write_whole(self.sound_path, data)
        except LibraryError as failure:
            return f"what was heard is not kept for the next run: {failure}"
        return ""

    def read_shots(self, sha256: str) -> tuple[int, ...] | None:
        """Return the shot changes that are kept of a media file, in ms; None where there are none of it."""
        try:
            data = files.read_bytes(self._path(".shots.json"), error=LibraryError, max_bytes=_MAX_SHOTS_BYTES)
            told = json.loads(data)
            shots_ms = told["shots_ms"]
        except (LibraryError, OSError, ValueError, KeyError, TypeError, RecursionError):
            return None
        is_meant = (told.get("sha256"), told.get("tool")) == (sha256, _tool())
        is_sound = isinstance(shots_ms, list) and all(type(ms) is int and ms > 0 for ms in shots_ms)
        return tuple(shots_ms) if is_meant and is_sound and shots_ms == sorted(set(shots_ms)) else None

    def write_shots(self, sha256: str, shots_ms: Sequence[int]) -> str:
        """Keep the shot changes of a media file; return why that cannot be done, or nothing."""
        told = {"tool": _tool(), "sha256": sha256, "shots_ms": list(shots_ms)}
        try:
            self._check_folder()
            files.write_whole(self._path(".shots.json"), (json.dumps(told) + "\n").encode())
        except LibraryError as failure:
            return f"the shot changes are not kept for the next run: {failure}"
        return ""

    def set_aside(self, before: Manifest) -> None:
        """Keep how the tracks of a media file were made, and its sound, now that another file takes its place."""
        if before.media is None or not before.tracks:
            return
        with contextlib.suppress(LibraryError, OSError):  # then the old times cannot be moved after a stop
            self._check_folder()
            files.write_whole(self._path(".before.json"), manifest.serialize(before))
            aside = self._path(".before.acoustics")
            if _sha256_of(self.sound_path) == before.media.sha256:
                self.sound_path.replace(aside)
            elif _sha256_of(aside) != before.media.sha256:
                aside.unlink(missing_ok=True)

    def earlier(self) -> Manifest | None:
        """Return how the tracks were made of the media file that was replaced, as far as they are of use still."""
        with contextlib.suppress(LibraryError):
            return library.read_manifest(self._path(".before.json"))
        return None

    def earlier_sound(self, sha256: str) -> Acoustics | None:
        """Return the sound of the media file that was replaced, whichever of its tracks was heard."""
        for path in (self._path(".before.acoustics"), self.sound_path):
            kept = _read(path, lambda about: about.get("sha256") == sha256)
            if kept is not None:
                return kept.sound
        return None

    def forget_earlier(self) -> None:
        """Drop what is kept of the media file that was replaced."""
        for suffix in (".before.json", ".before.acoustics"):
            with contextlib.suppress(OSError):
                self._path(suffix).unlink(missing_ok=True)

    def _path(self, suffix: str) -> Path:
        return self.captions / FOLDER / f"{library.checked_stem(self.stem)}{suffix}"

    def _check_folder(self) -> None:
        if (self.captions / FOLDER).is_symlink():
            raise LibraryError("this leads out of the library", files.shown(self.captions / FOLDER), "remove it")


def _tool() -> str:
    from cuepress import __version__

    return __version__


def _read(path: Path, is_meant: Callable[[Mapping[str, Any]], bool]) -> Kept | None:
    """Return what is kept in a file; None where there is nothing, or nothing that can be used."""
    from cuepress.sync import packing

    try:
        if not files.exists(path, error=LibraryError):
            return None
        with path.open("rb") as file:
            about = packing.about(file.read(packing.LONGEST_HEAD))
        if not is_meant(about):
            return None
        data = files.read_bytes(path, error=LibraryError, max_bytes=MAX_BYTES)
        return Kept(packing.unpack(data), *_choice(about))
    except (LibraryError, OSError, ValueError, MemoryError):
        return None


def _choice(about: Mapping[str, Any]) -> tuple[int, tuple[str, ...]]:
    stream, warnings = about.get("stream"), about.get("warnings")
    if type(stream) is not int or not isinstance(warnings, list):
        raise ValueError("nothing is said of the sound track")
    return stream, tuple(files.printable(str(warning)) for warning in warnings)


def _sha256_of(path: Path) -> object:
    """Return the hash of the media that a kept sound is of, or None."""
    from cuepress.sync import packing

    try:
        with path.open("rb") as file:
            return packing.about(file.read(packing.LONGEST_HEAD)).get("sha256")
    except (OSError, ValueError):
        return None
