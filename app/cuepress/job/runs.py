"""What a run over a video is asked for, and what comes of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

from cuepress.errors import CuepressError, LibraryError
from cuepress.model import Kind, Transcript, UnspokenKind
from cuepress.timing.handwork import Status
from cuepress.timing.recording import Detector, Recording, SyncMethod

if TYPE_CHECKING:
    from cuepress.sync.timing import Passage, Timing
    from cuepress.timing.originals import Original
    from cuepress.timing.translations import ReadWith, Timed


@dataclass(frozen=True, slots=True)
class Options:
    """What an editor may choose. ``extensions`` are the formats to write, with their dots.

    ``near`` is a track that says roughly when the text is spoken, in the language ``near_language``; None takes
    that of the file's name, else the spoken one. ``glossary`` is a table of words that mean the same. From
    ``start_ms`` to ``end_ms`` the media holds what the transcripts say; None is its own beginning or end.
    ``is_verbatim`` leaves the signs of the texts as they are, ``shots`` lets the times of cues keep clear of shot
    changes, ``rlm`` puts marks of direction into SubRip. ``explain`` says of each cue why it is as it is; tracks
    that are there are made once more for it.
    """

    profile: str = "cuepress"
    sync: SyncMethod = "auto"
    detector: Detector = "energy"
    extensions: tuple[str, ...] = (".vtt", ".srt")
    keep: frozenset[UnspokenKind] = frozenset()
    newline: Literal["lf", "crlf"] | None = None
    bom: bool = False
    overwrite: bool = False
    force: bool = False
    near: Path | None = None
    near_language: str | None = None
    glossary: Path | None = None
    start_ms: int | None = None
    end_ms: int | None = None
    is_verbatim: bool = False
    shots: bool = False
    rlm: bool = False
    explain: bool = False


@dataclass(frozen=True, slots=True)
class Made:
    """One finished track: what was written (``status``), where, and what the editor should know and look at.

    ``explained`` are lines on why each cue is as it is, where that was asked for.
    """

    language: str
    kind: Kind
    status: Status
    paths: tuple[Path, ...]
    transcript: Transcript
    n_cues: int
    sync: str
    notes: tuple[str, ...] = ()
    passages: tuple[Passage, ...] = ()
    explained: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Captioned:
    """The outcome for one video: the tracks made, and the transcripts that could not be used.

    ``unrecorded`` says why the manifest could not be written, where that is so; the tracks are there all the same.
    """

    tracks: tuple[Made, ...]
    failures: Mapping[str, CuepressError] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    unrecorded: LibraryError | None = None


class Whole(Protocol):
    """A talk in several files, as the one of them that is captioned knows it."""

    @property
    def sound(self) -> Recording:
        """The file itself."""

    @property
    def key(self) -> tuple[str, ...]:
        """What the talk is made of, and which part of it the file is."""

    def timed(self, transcript: Transcript, read_with: ReadWith, options: Options) -> tuple[Transcript, Timing]:
        """Return the whole text and its times over the whole talk."""

    def time(
        self, transcript: Transcript, read_with: ReadWith, options: Options, originals: Sequence[Original]
    ) -> Timed:
        """Return what of the whole text is said in the file, and its times there."""
