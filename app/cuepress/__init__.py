"""Captions from a video and its transcript: timed, checked, published, in every language.

>>> import cuepress
>>> transcript = cuepress.read_transcript("media/talk.fr.docx")  # doctest: +SKIP
>>> made = cuepress.caption("media/talk.mp4", {"fr": "media/talk.fr.docx"})  # doctest: +SKIP
"""

import cuepress.sync  # noqa: F401  # first, so that the verb below takes the name over from the package
from cuepress.api import caption, check, read_track, read_transcript, sync, waive, write_track
from cuepress.errors import (
    CuepressError,
    InputError,
    LibraryError,
    MediaError,
    SyncError,
    TrackError,
    TranscriptError,
    UsageError,
)
from cuepress.model import Cue, TimedWord, Track, Transcript, Word

__version__ = "0.1.0"

__all__ = [
    "Cue",
    "CuepressError",
    "InputError",
    "LibraryError",
    "MediaError",
    "SyncError",
    "TimedWord",
    "Track",
    "TrackError",
    "Transcript",
    "TranscriptError",
    "UsageError",
    "Word",
    "__version__",
    "caption",
    "check",
    "read_track",
    "read_transcript",
    "sync",
    "waive",
    "write_track",
]
