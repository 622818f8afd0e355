"""Waivers as files: ``<track>.waivers.toml`` beside a track, read into a report and written from one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from cuepress import files
from cuepress.checks import Report, Waiver, rules
from cuepress.checks.waivers import SUFFIX, Entry, added, apply, entry_for, parse
from cuepress.errors import InputError, UsageError


def path_for(track: Path) -> Path:
    """Return where the waivers of a track are kept: ``talk.fr.vtt.waivers.toml``."""
    return Path(f"{track}{SUFFIX}")  # a folder such as "." has no name that could be changed


def read(track: Path) -> tuple[Entry, ...] | None:
    """Return the waivers of a track, or None if it has no such file.

    Raises
    ------
    InputError
        If the file is not as it should be; all its faults are named, with their lines.
    """
    path = path_for(track)
    if not files.exists(path):
        return None
    return parse(_text(path), where=files.shown(path), rules=_ids())


def waive(report: Report, tracks: Sequence[Path]) -> Report:
    """Return the report with what was accepted marked, and what no longer applies reported."""
    found = {files.shown(track): read(track) for track in tracks}
    return apply(report, {name: entries for name, entries in found.items() if entries is not None})


def waived_by(report: Report, path: Path) -> Report:
    """Return the report of one track with the waivers of a file, wherever that is.

    Raises
    ------
    InputError
        If there is no such file, or it is not as it should be.
    """
    entries = parse(_text(path), where=files.shown(path), rules=_ids())
    return apply(report, {track.name: entries for track in report.tracks[:1]})


def accept(report: Report, track: Path, place: str, waiver: Waiver) -> Entry:
    """Write a waiver of what is found at a place (``RULE@TIME``) into the file beside the track.

    Raises
    ------
    UsageError
        If nothing of that rule is found there, or reason or name is missing.
    LibraryError
        If the file cannot be written.
    """
    check_is_said(waiver)
    entry = entry_for(report, files.shown(track), place, waiver)
    path = path_for(track)
    before = _text(path) if files.exists(path) else ""
    earlier = parse(before, where=files.shown(path), rules=_ids())
    if not any(replace(each, at_line=0, waiver=waiver) == entry for each in earlier):
        files.write_whole(path, added(before, entry).encode())
    return entry


def check_is_said(waiver: Waiver) -> None:
    """Refuse a waiver that says not why, or not by whom.

    Raises
    ------
    UsageError
        If it does not.
    """
    if not waiver.reason or not waiver.name:
        raise UsageError("a waiver has a reason and a name", "--waive", "add --reason and --name")


def _ids() -> list[str]:
    return [rule.id for rule in rules()]


def _text(path: Path) -> str:
    try:
        return files.read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as failure:
        raise InputError("the file is not in UTF-8", files.shown(path), "save it as UTF-8") from failure
