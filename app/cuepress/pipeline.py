"""The way from a video and its transcripts to tracks: knows the order of the steps, does no arithmetic.

    read transcripts ──► probe, decode, find speech ──► sync ──► cueing ──► write tracks and manifest

What would come out the same is left alone; what a person changed by hand is not replaced.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from cuepress import files, library
from cuepress.errors import LibraryError, MediaError, UsageError
from cuepress.job import sources
from cuepress.job.making import Job
from cuepress.job.runs import Captioned, Made, Options, Whole
from cuepress.model import Cue, Transcript
from cuepress.sync import glossary
from cuepress.timing import records
from cuepress.timing.keeping import Keeping
from cuepress.timing.recording import Progress, Recording, Stretch, time_document, time_words

if TYPE_CHECKING:
    from cuepress.sync.timing import Timing

__all__ = ["Captioned", "Made", "Options", "Whole", "caption", "sync", "sync_document"]


def caption(
    media: Path,
    transcripts: Mapping[str, Path] | None = None,
    *,
    spoken: str | None = None,
    out: Path | None = None,
    options: Options | None = None,
    progress: Progress | None = None,
    whole: Whole | None = None,
) -> Captioned:
    """Make the tracks of one video.

    Parameters
    ----------
    media
        The video or sound file.
    transcripts
        Language tag → document. None takes the files ``<stem>.<tag>.<ext>`` beside the media.
    spoken
        The language tag of the sound; its track is of kind captions, the others are subtitles. None takes the
        language that the media names, else the first transcript.
    out
        The folder for tracks. None takes ``captions/`` of the library that the media lies in, else of the
        current folder.
    progress
        Called as each step goes on.
    whole
        The talk that the media is a part of; see :func:`cuepress.parts.caption`.

    Raises
    ------
    UsageError
        For an unknown tag, a transcript in another script than its tag, a language given twice, none at all.
    MediaError
        If the media cannot be used. A transcript that cannot be read does not stop the others: it is in
        ``failures``; only if none is left is its error raised.
    """
    chosen = options or Options()
    report = progress or _silent
    files.check_is_file(media, error=MediaError)
    documents = sources.checked_tags(transcripts if transcripts is not None else library.transcripts_beside(media))
    if not documents:
        raise UsageError(
            "no transcript is given and none lies beside the video",
            files.shown(media),
            f"add --transcript fr=FILE or put {media.stem}.fr.docx beside it",
        )
    report("read transcripts", 0.0)
    texts, failures = sources.read_all(documents, keep=chosen.keep)
    report("read transcripts", 1.0)
    sound = whole.sound if whole else recording_of(media, chosen, report)
    job = Job(sound, out or captions_folder(media), chosen, whole)
    tracks, mistimed = job.run(texts, documents, spoken=spoken)
    return Captioned(tracks, failures | mistimed, (*job.poster(), *sound.notes), job.unrecorded)


def sync(
    media: Path, transcript: Transcript, *, options: Options | None = None, progress: Progress | None = None
) -> Timing:
    """Give every word of a transcript of the spoken language its time in a recording, without making cues.

    Raises
    ------
    MediaError
        If the media cannot be used.
    SyncError
        If the transcript is not what is spoken.
    """
    chosen = options or Options()
    sound = _kept_in_library(recording_of(media, chosen, progress or _silent, spoken=transcript.language))
    return time_words(transcript, sound, method=chosen.sync, force=chosen.force)


def sync_document(
    media: Path, path: Path, tag: str, *, options: Options | None = None, progress: Progress | None = None
) -> tuple[Transcript, Timing]:
    """Do the same for a document; its titles and headings are taken in where they are heard."""
    chosen = options or Options()
    transcript = sources.read(path, tag, keep=chosen.keep)
    sound = _kept_in_library(recording_of(media, chosen, progress or _silent, spoken=tag))
    return time_document(
        transcript,
        lambda kinds: sources.read(path, tag, keep=chosen.keep | kinds),
        sound,
        method=chosen.sync,
        force=chosen.force,
    )


def recording_of(media: Path, chosen: Options, report: Progress, *, spoken: str = "") -> Recording:
    return Recording(
        media,
        detector=chosen.detector,
        spoken=spoken,
        report=report,
        stretch=Stretch(chosen.start_ms, chosen.end_ms),
        near=_cues_of(chosen.near) if chosen.near else (),
        glossary=glossary.load(chosen.glossary) if chosen.glossary else glossary.NONE,
    )


def _kept_in_library(sound: Recording) -> Recording:
    """Let what is heard be kept if the media lies in a library that has captions."""
    shelf = library.library_of(sound.path.absolute())
    if shelf is not None and shelf.captions_folder.is_dir():
        files.check_is_file(sound.path, error=MediaError)
        with contextlib.suppress(LibraryError):  # a manifest that is none, a name that no library can hold
            keep_in(sound, shelf.captions_folder)
    return sound


def keep_in(sound: Recording, captions: Path) -> None:
    """Let what is heard be kept beside the tracks; a file that was not touched since is not read for its hash."""
    before = library.read_manifest(captions / library.manifest_name(sound.path.stem))
    known = before.media if before else None
    sound.sha256 = records.media_record(sound.path, known, measure=lambda: sound.info).sha256
    sound.keeping = Keeping(captions, sound.path.stem)


def _cues_of(path: Path) -> tuple[Cue, ...]:
    from cuepress import formats

    return formats.load(path).track.cues


def _silent(_step: str, _fraction: float) -> None:
    """Take progress where nobody wants to see it."""


def captions_folder(media: Path) -> Path:
    """Return where the tracks of a media file are written if nobody says so."""
    shelf = library.library_of(media.absolute())
    return shelf.captions_folder if shelf else Path("captions")
