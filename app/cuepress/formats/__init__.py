"""Tracks as files: WebVTT and SubRip to ``Track`` and back.

To add a format: a module with ``scan(text, *, kind) -> Scan`` and ``compose(track, options) -> Composed``, and a
line in ``FORMATS``. Bytes, encodings, order, overlaps and strictness are the same for all and are dealt with here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from cuepress import files
from cuepress import language as languages
from cuepress.errors import TrackError, UsageError
from cuepress.formats import subrip, webvtt
from cuepress.formats.decoding import decode
from cuepress.formats.reading import Reading, Scan, finish
from cuepress.formats.writing import (
    NEWLINES,
    Composed,
    Newline,
    VoiceForm,
    WriteOptions,
    Written,
    check_writable,
    summary,
)
from cuepress.model import KINDS, Kind, Track

DEFAULT_OPTIONS = WriteOptions()
DEFAULT_KIND: Kind = "captions"

# What people put between language and extension, beside the kinds: "talk.en.sdh.srt".
_HINTS = frozenset({"sdh", "cc", "forced", "default"})


class Scanner(Protocol):
    """Finds the cues of a text."""

    def __call__(self, text: str, *, kind: Kind) -> Scan: ...


@dataclass(frozen=True, slots=True)
class Format:
    """A format of tracks: how it is called, read and written, and its own line end."""

    name: str
    extension: str
    scan: Scanner
    compose: Callable[[Track, WriteOptions], Composed]
    newline: Newline


FORMATS: Mapping[str, Format] = {
    ".vtt": Format("WebVTT", ".vtt", webvtt.scan, webvtt.compose, "lf"),
    ".srt": Format("SubRip", ".srt", subrip.scan, subrip.compose, "crlf"),
}


def get_format(extension: str) -> Format:
    """Return the format that is written under an extension.

    Raises
    ------
    UsageError
        If there is none.
    """
    found = FORMATS.get(extension.lower())
    if found is None:
        raise UsageError(
            f"no format of tracks is called {extension!r}", "", f"there are {', '.join(sorted(FORMATS))}"
        )
    return found


def parse(
    data: bytes,
    *,
    extension: str,
    language: str = languages.UNDETERMINED,
    kind: Kind = DEFAULT_KIND,
    where: str = "",
    is_strict: bool = False,
) -> Reading:
    """Read a track from bytes. The content decides the format where the extension is wrong or unknown.

    Parameters
    ----------
    extension
        With its dot. A ``.vtt`` without the WebVTT signature is refused, as browsers refuse it.
    language
        A language tag; it also helps to tell legacy code pages apart.
    where
        The name to use in messages.
    is_strict
        Raise one error with all problems instead of returning them.

    Raises
    ------
    TrackError
        If this is no track at all, or, in strict reading, if there are problems.
    """
    decoded = decode(data, language=language)
    if not extension and not decoded.text.strip():  # not even a name says that this is a track
        raise TrackError("there is nothing in it", where, "check what is sent here")
    try:
        form = _format_of(decoded.text, extension)
        found = form.scan(decoded.text, kind=kind)
    except TrackError as failure:
        raise TrackError(failure.what, where, failure.next_step, failure.problems) from failure
    reading = finish(found, language=language, kind=kind, earlier=decoded.problems)
    if form is FORMATS[".vtt"]:
        reading = replace(reading, track=webvtt.without_marks(reading.track))
    if is_strict and reading.problems:
        raise TrackError(summary(reading.problems), where, "correct the file", reading.problems)
    return reading


def _format_of(text: str, extension: str) -> Format:
    """Return the format that the text is in."""
    if webvtt.has_signature(text):
        return FORMATS[".vtt"]
    if extension.lower() == ".vtt":
        advice = "it looks like SubRip: give it the extension .srt" if subrip.has_times(text) else ""
        raise TrackError(
            "this is no WebVTT file: it does not begin with WEBVTT",
            "",
            advice or "check that it is the right file",
        )
    return FORMATS[".srt"]


def load(
    path: Path,
    *,
    language: str | None = None,
    kind: Kind | None = None,
    is_strict: bool = False,
) -> Reading:
    """Read a track from a file named ``<stem>.<tag>[.<kind>].<ext>``; what is given goes before the name.

    Raises
    ------
    TrackError
        If the file cannot be read, is no track, or, in strict reading, has problems.
    """
    data = files.read_bytes(path, error=TrackError)
    named_language, named_kind = named(path.name)
    return parse(
        data,
        extension=path.suffix,
        language=language or named_language,
        kind=kind or named_kind,
        where=files.shown(path),
        is_strict=is_strict,
    )


def named(name: str) -> tuple[str, Kind]:
    """Return the language tag and the kind that a file name tells, or ``und`` and captions.

    >>> named("talk.pt-BR.chapters.vtt")
    ('pt-BR', 'chapters')
    """
    parts = name.split(".")[1:-1]
    kind = DEFAULT_KIND
    while parts and (parts[-1].lower() in _HINTS or parts[-1].lower() in KINDS):
        last = parts.pop().lower()
        kind = next((each for each in KINDS if each == last), kind)
    if not parts:
        return languages.UNDETERMINED, kind
    try:
        return languages.normalise_tag(parts[-1]), kind
    except UsageError:
        return languages.UNDETERMINED, kind


def serialize(track: Track, *, extension: str, options: WriteOptions = DEFAULT_OPTIONS) -> Written:
    """Write a track as bytes, in UTF-8.

    Raises
    ------
    TrackError
        If a cue's out time is not after its in time; all such cues are named.
    UsageError
        If no format has this extension.
    """
    chosen = get_format(extension)
    check_writable(track)
    composed = chosen.compose(track, options)
    text = composed.text.replace("\n", NEWLINES[options.newline or chosen.newline])
    return Written((("\ufeff" if options.bom else "") + text).encode("utf-8"), composed.losses)


__all__ = [
    "DEFAULT_OPTIONS",
    "FORMATS",
    "Format",
    "Newline",
    "Reading",
    "VoiceForm",
    "WriteOptions",
    "Written",
    "get_format",
    "load",
    "named",
    "parse",
    "serialize",
]
