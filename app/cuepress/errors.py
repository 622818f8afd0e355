"""The error tree: everything that Cuepress says when it cannot go on.

    CuepressError
    ├── UsageError          the question is wrong        exit 2   HTTP 400
    ├── InputError          a document or track is       exit 3   HTTP 400
    │   ├── TranscriptError     … a transcript
    │   └── TrackError          … a caption track (carries every problem with its line)
    ├── LibraryError        the folder cannot be used    exit 3   HTTP 503
    ├── MediaError          a video or its sound is      exit 4   HTTP 422
    └── SyncError           words and sound do not meet  exit 5   HTTP 422

Every error says *what* is wrong, *where*, and what to do *next*. Fields are positional, so that an error
survives the way out of a worker process.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


class CuepressError(Exception):
    """The root: one sentence for a person, an exit code for a script, a status for a browser."""

    exit_code: ClassVar[int] = 3
    http_status: ClassVar[int] = 400

    def __init__(self, what: str, where: str = "", next_step: str = "") -> None:
        super().__init__(what, where, next_step)
        self.what = what
        self.where = where
        self.next_step = next_step

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        advice = f"; {self.next_step}" if self.next_step else ""
        return f"{place}{self.what}{advice}"


class UsageError(CuepressError):
    """The command or call itself is wrong: an unknown language tag, an option that does not exist."""

    exit_code = 2
    http_status = 400


class InputError(CuepressError):
    """A document or a track cannot be read as what it should be."""

    exit_code = 3
    http_status = 400


class TranscriptError(InputError):
    """A transcript cannot be read: missing, empty, broken, locked, or not a transcript."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong in a file: its line (from 1; 0 = the whole file) and what it is."""

    line: int
    what: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.what}" if self.line else self.what


class TrackError(InputError):
    """A caption track breaks its format; ``problems`` lists every fault, not the first of forty."""

    def __init__(
        self,
        what: str,
        where: str = "",
        next_step: str = "",
        problems: tuple[Problem, ...] = (),
    ) -> None:
        super().__init__(what, where, next_step)
        self.args = (what, where, next_step, problems)
        self.problems = problems


class LibraryError(CuepressError):
    """A library folder cannot be read or written: no rights, a full disk, a name that leads out of it."""

    exit_code = 3
    http_status = 503


class MediaError(CuepressError):
    """A video cannot be opened, has no sound, or is not what its name says."""

    exit_code = 4
    http_status = 422


class SyncError(CuepressError):
    """The words cannot be given times in this recording."""

    exit_code = 5
    http_status = 422
