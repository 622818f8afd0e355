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
    from cuepress.sync.timing import Timing
    from cuepress.timing.recording import Progress, SyncMethod

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
    waivers: AnyPath | None = None,
) -> Report:
    """Check a track, or a file of one, and return findings with rule, place, value, limit and source.

    Parameters
    ----------
    media
        The video or sound, to hold the times against.
    transcript
        What is said, in the language of the track, to hold the words against.
    waivers
        A file of what was accepted; None takes ``<track>.waivers.toml`` if it stands beside the track. What was
        accepted stays in ``findings``, with ``waived`` set, and no longer counts in ``n_errors``; one that no
        longer applies is a finding of its own (``waiver.unused``).

    Raises
    ------
    UsageError
        If the profile or the tag is unknown.
    InputError
        If the waivers are not as they should be.
    """
    from cuepress import formats
    from cuepress.review import checking, waiving

    path = None if isinstance(track, Track) else Path(track)
    tag = language or (formats.named(path.name)[0] if path else track.language if isinstance(track, Track) else "")
    options = checking.CheckOptions(
        profile=profile,
        tag=language,
        media=None if media is None else Path(media),
        transcripts={} if transcript is None else {tag: Path(transcript)},
    )
    own = None if waivers is None else Path(waivers)
    if isinstance(track, Track):
        report = checking.check_one(track, options=options)
        return report if own is None else waiving.waived_by(report, own)
    report = checking.check_files([Path(track)], options=options)
    return waiving.waive(report, [Path(track)]) if own is None else waiving.waived_by(report, own)


def waive(
    track: AnyPath, place: str, *, reason: str, name: str, date: str = "", report: Report | None = None
) -> Path:
    """Accept what is found at a place of a track, in the file beside it, and return that file.

    Parameters
    ----------
    place
        ``RULE@TIME`` (``speed.cps@0:12``), ``RULE@line:N``, or the rule alone where it is about the whole track.
    reason, name
        Why it is accepted, and by whom.
    date
        The day, in ISO 8601; empty leaves it out.
    report
        The check that found it, where that was held against media or a transcript. None: the track is checked.

    Raises
    ------
    UsageError
        If nothing of that rule is found there, or nobody says why.
    """
    from cuepress.checks import Waiver
    from cuepress.review import waiving

    path = Path(track)
    waiving.accept(report or check(path), path, place, Waiver(reason.strip(), name.strip(), date))
    return waiving.path_for(path)


def sync(media: AnyPath, transcript: Transcript, *, method: SyncMethod = "auto") -> Timing:
    """Give every word of a transcript its time in a recording."""
    from cuepress import pipeline

    return pipeline.sync(Path(media), transcript, options=pipeline.Options(sync=method))
