"""The public verbs. Each takes paths as text or ``Path`` and imports what it needs when it is called."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from cuepress.model import Kind, Track, Transcript, UnspokenKind

if TYPE_CHECKING:
    from cuepress.checks import Report
    from cuepress.pipeline import Captioned, Options
    from cuepress.recording import Progress, SyncMethod
    from cuepress.sync.timing import Timing

AnyPath = str | os.PathLike[str]


def caption(
    media: AnyPath,
    transcripts: Mapping[str, AnyPath] | None = None,
    *,
    spoken: str | None = None,
    out: AnyPath | None = None,
    options: Options | None = None,
    progress: Progress | None = None,
) -> Captioned:
    """Make the tracks of one video; see :func:`cuepress.pipeline.caption`."""
    from cuepress import pipeline

    sources = None if transcripts is None else {tag: Path(path) for tag, path in transcripts.items()}
    folder = None if out is None else Path(out)
    return pipeline.caption(Path(media), sources, spoken=spoken, out=folder, options=options, progress=progress)


def read_transcript(
    path: AnyPath, *, language: str | None = None, keep: frozenset[UnspokenKind] = frozenset()
) -> Transcript:
    """Read a document; ``language`` is a BCP 47 tag, None takes it from the file's name or content."""
    from cuepress import transcripts

    return transcripts.read_transcript(Path(path), language=language, keep=keep)


def read_track(path: AnyPath, *, language: str | None = None, kind: Kind | None = None) -> Track:
    """Read a WebVTT or SubRip track as tolerantly as players do.

    Raises
    ------
    TrackError
        If it is no track at all. `cuepress.formats.load` also tells what is wrong with one that is.
    """
    from cuepress import formats

    return formats.load(Path(path), language=language, kind=kind).track


def write_track(track: Track, path: AnyPath) -> None:
    """Write a track in the format of the file's extension, as a whole or not at all."""
    from cuepress import files, formats

    target = Path(path)
    files.write_whole(target, formats.serialize(track, extension=target.suffix.lower()).data)


def check(
    track: Track | AnyPath,
    *,
    profile: str = "cuepress",
    media: AnyPath | None = None,
    transcript: AnyPath | None = None,
    language: str | None = None,
) -> Report:
    """Check a track, or a file of one, and return findings with rule, place, value, limit and source.

    Parameters
    ----------
    media
        The video or sound, to hold the times against.
    transcript
        What is said, in the language of the track, to hold the words against.

    Raises
    ------
    UsageError
        If the profile or the tag is unknown.
    """
    from cuepress import checking, formats

    path = None if isinstance(track, Track) else Path(track)
    tag = language or (formats.named(path.name)[0] if path else track.language if isinstance(track, Track) else "")
    options = checking.CheckOptions(
        profile=profile,
        tag=language,
        media=None if media is None else Path(media),
        transcripts={} if transcript is None else {tag: Path(transcript)},
    )
    if isinstance(track, Track):
        return checking.check_one(track, options=options)
    return checking.check_files([Path(track)], options=options)


def sync(media: AnyPath, transcript: Transcript, *, method: SyncMethod = "auto") -> Timing:
    """Give every word of a transcript its time in a recording."""
    from cuepress import pipeline

    return pipeline.sync(Path(media), transcript, options=pipeline.Options(sync=method))
