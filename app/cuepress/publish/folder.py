"""Items -> a folder, whole or not at all.

The new folder is built beside the old one and takes its place when it is complete; files that have not changed are
the same files as before. A list in the folder says what is ours: everything else in it is somebody's, and is left
alone or, if that is asked for, carried over.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from cuepress import files
from cuepress.errors import LibraryError
from cuepress.files import shown
from cuepress.publish.items import Item

LIST_NAME = ".cuepress-published.json"
_CHUNK_BYTES = 1 << 20
_N_NAMED = 5

Marks = Mapping[str, str]
Progress = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Published:
    """What became of a folder: names below it, sorted. ``kept`` are the files of others that are still there."""

    written: tuple[str, ...]
    unchanged: tuple[str, ...]
    removed: tuple[str, ...]
    kept: tuple[str, ...] = ()


def write(items: Iterable[Item], out: Path, *, force: bool = False, progress: Progress | None = None) -> Published:
    """Make ``out`` hold just these items.

    Parameters
    ----------
    force
        Go on where there are files of others: they stay, except where an item has the same name.
    progress
        Is told the share of the bytes that is copied, 0 to 1.

    Raises
    ------
    LibraryError
        If there are files of others in the folder, or it cannot be written; it is then as it was before.
    """
    wanted = _by_name(items)
    folder = out.resolve()
    if files.exists(folder, error=LibraryError) and not folder.is_dir():
        raise LibraryError("a file stands where the folder should be", shown(out), "choose another folder")
    files.check_folder(folder.parent)
    try:
        present = _present(folder)
        ours = _read_list(folder / LIST_NAME)
        foreign = sorted(name for name in present if not _is_ours(folder / name, ours.get(name, "")))
        if foreign and not force:
            raise _refusal(out, foreign)
        marks = {name: _mark(item) for name, item in wanted.items()}
        same = {name for name, mark in marks.items() if ours.get(name) == mark and name in present}
        same -= set(foreign)
        removed = tuple(sorted(set(ours) & present - set(foreign) - set(wanted)))
        kept = tuple(name for name in foreign if name not in wanted)
        done = Published(tuple(sorted(set(wanted) - same)), tuple(sorted(same)), removed, kept)
        if done.written or done.removed or not folder.is_dir():
            _replace(folder, wanted, marks, done, progress)
    except OSError as failure:
        raise LibraryError(
            f"the folder cannot be written ({failure.strerror}); what was there before is unchanged",
            shown(out),
            "free some space, change its permissions or choose another folder",
        ) from failure
    return done


def _by_name(items: Iterable[Item]) -> dict[str, Item]:
    wanted: dict[str, Item] = {}
    for item in items:
        if item.name in wanted or item.name == LIST_NAME:
            raise LibraryError("two files would have this name", shown(item.name), "rename one of their sources")
        wanted[item.name] = item
    return wanted


def _refusal(out: Path, foreign: list[str]) -> LibraryError:
    named = ", ".join(shown(name) for name in foreign[:_N_NAMED])
    others = f" and {len(foreign) - _N_NAMED} more" if len(foreign) > _N_NAMED else ""
    return LibraryError(
        f"the folder holds what was not published there, or was changed since: {named}{others}",
        shown(out),
        "choose another folder, or add --force: these files stay, except where a published one has the same name",
    )


# --- what is there --------------------------------------------------------------------------------------------


def _present(folder: Path) -> set[str]:
    """Return the names of all files below a folder, links among them, without following any."""
    names = set()
    for place, folders, plain in os.walk(folder, followlinks=False):
        here = Path(place)
        links = [each for each in folders if (here / each).is_symlink()]
        names |= {(here / each).relative_to(folder).as_posix() for each in (*plain, *links)}
    return names - {LIST_NAME}


def _read_list(path: Path) -> dict[str, str]:
    """Return what was published by name; nothing where there is no list or it cannot be understood."""
    if not path.is_file():
        return {}
    try:
        listed = json.loads(path.read_bytes())["files"]
        return {str(name): str(mark) for name, mark in listed.items()}
    except (ValueError, KeyError, TypeError, AttributeError):
        return {}


def _mark(item: Item) -> str:
    """Return what changes when the content does: a digest; of a file to copy its size and time of change in ns."""
    if item.source is None:
        return f"sha256:{hashlib.sha256(item.data).hexdigest()}"
    status = item.source.stat()
    return f"copy:{status.st_size}:{status.st_mtime_ns}"


def _is_ours(path: Path, mark: str) -> bool:
    """Tell whether a file is as it was published. Of a copied video only the size is looked at."""
    if not mark or path.is_symlink() or not path.is_file():
        return False
    kind, _, rest = mark.partition(":")
    if kind == "copy":
        return rest.partition(":")[0] == str(path.stat().st_size)
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == rest


# --- the new folder -------------------------------------------------------------------------------------------


def _replace(
    folder: Path, wanted: Mapping[str, Item], marks: Marks, done: Published, progress: Progress | None
) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    temporary = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name[:100]}.cuepress-"))
    try:
        new = temporary / "new"
        new.mkdir()
        for name in done.unchanged:
            _carry(folder / name, new / name)
        _write_items(new, [wanted[name] for name in done.written], progress)
        for name in done.kept:
            if _has_room(new, name):
                _carry(folder / name, new / name)
        listed = {
            "about": "published by Cuepress; the next run replaces what is listed",
            "files": dict(marks),
        }
        text = json.dumps(listed, ensure_ascii=True, indent=0, sort_keys=True)
        (new / LIST_NAME).write_text(text, encoding="ascii")
        _swap(folder, new, temporary / "old")
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _write_items(new: Path, items: list[Item], progress: Progress | None) -> None:
    sizes = [len(item.data) if item.source is None else item.source.stat().st_size for item in items]
    total, at = sum(sizes) or 1, 0
    for item in items:
        target = new / item.name
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as file:
            for chunk in _content(item):
                file.write(chunk)
                at += len(chunk)
                if progress is not None:
                    progress(min(at / total, 1.0))
            file.flush()
            os.fsync(file.fileno())


def _content(item: Item) -> Iterator[bytes]:
    if item.source is None:
        yield item.data
        return
    with item.source.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            yield chunk


def _carry(old: Path, new: Path) -> None:
    """Let a file lie in the new folder too: as the same file, or as a copy where the file system has no links."""
    new.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(old, new, follow_symlinks=False)
    except (OSError, NotImplementedError):
        shutil.copy2(old, new, follow_symlinks=False)


def _has_room(new: Path, name: str) -> bool:
    """Tell whether a name is free, and no published file stands where one of its folders would be."""
    above = [new / parent for parent in PurePosixPath(name).parents]
    return not os.path.lexists(new / name) and all(place.is_dir() or not place.exists() for place in above)


def _swap(folder: Path, new: Path, old: Path) -> None:
    """Put the new folder in the place of the old one; if that fails, the old one is back."""
    is_there = folder.is_dir()
    if is_there:
        shutil.copymode(folder, new)
        folder.rename(old)
    try:
        new.rename(folder)
    except OSError:
        if is_there:
            with contextlib.suppress(OSError):
                old.rename(folder)
        raise
