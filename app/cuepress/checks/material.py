"""What a rule looks at: the track, the file that it came from, and what else is known.

Whoever calls a check puts this together: opening files, hearing sound and reading profiles are not done here.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Protocol, TypedDict, Unpack

from cuepress.checks.model import Finding, ProfileUsed, Rule, Severity
from cuepress.checks.places import place_in_file
from cuepress.model import Cue, Track, Transcript


@dataclass(frozen=True, slots=True)
class Speed:
    """How fast a text must be read, how fast it may be, and in what that is counted."""

    value: float
    limit: float
    unit: str


# The frame rates of video: film on television, and the fastest in use.
_LEAST_FPS, _MOST_FPS = 24_000 / 1_001, 60.0


class Measured(TypedDict, total=False):
    """What was measured, as a finding says it."""

    value: float
    limit: float
    unit: str
    source: str


class Judge(Protocol):
    """What is known of a guideline and of a language, beside plain limits."""

    def speed(self, text: str, duration_ms: int, tag: str) -> Speed:
        """Return the reading speed of a text that is shown for so long."""
        ...

    def bad_end(self, before: str, after: str, tag: str) -> str:
        """Return why no line should end between two texts, or nothing: that of the line and what comes after."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """What was heard in the media: its length and the stretches of speech, half-open ms, in order, apart.

    ``has_sound`` is False for a silent film; ``fps`` is the frame rate of the picture, where it is known; ``loud``
    are the long stretches of loud sound that is no speech.
    """

    name: str
    sha256: str
    duration_ms: int
    speech: tuple[tuple[int, int], ...] = ()
    has_sound: bool = True
    fps: float | None = None
    loud: tuple[tuple[int, int], ...] = ()

    def speech_between(self, from_ms: int, until_ms: int) -> tuple[tuple[int, int], ...]:
        """Return the stretches of speech that reach into a time."""
        first = bisect_right(self.speech, from_ms, key=lambda each: each[1])
        last = bisect_left(self.speech, until_ms, key=lambda each: each[0])
        return self.speech[first:last]


@dataclass(frozen=True, slots=True)
class RawFile:
    """A track's file: its bytes as text, line ends and all, without a byte order mark."""

    data: bytes
    text: str
    encoding: str
    extension: str

    @property
    def is_webvtt(self) -> bool:
        return self.extension == ".vtt"


@dataclass(frozen=True, eq=False)
class Material:
    """One track with all that is known about it.

    ``lines`` are the lines (from 1) that hold the times of the cues, empty for a track without a file.
    ``spoken`` is the language of the sound, where it is known; ``is_kind_said``: somebody said the kind.
    """

    name: str
    track: Track
    profile: ProfileUsed
    judge: Judge
    raw: RawFile | None = None
    lines: tuple[int, ...] = ()
    sha256: str = ""
    heard: Heard | None = None
    transcript: Transcript | None = None
    transcript_sha256: str = ""
    spoken: str = ""
    is_kind_said: bool = False

    @property
    def language(self) -> str:
        return self.track.language

    @cached_property
    def file_lines(self) -> list[str]:
        """The lines of the file, as the format divides them."""
        text = "" if self.raw is None else self.raw.text
        return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")

    @cached_property
    def is_read_at_once(self) -> bool:
        """Whether the cues are text that a viewer reads as it is said."""
        return self.track.kind in {"captions", "subtitles"}

    def limit(self, name: str) -> float:
        """Return a limit of the profile; 0 where it has none."""
        found = self.profile.find(name)
        return found.value if found else 0

    def gap_range(self) -> tuple[float, float]:
        """Return the least gap between cues in ms, as short and as long as it may be at a frame rate not known."""
        found = self.profile.find("min_gap_ms")
        if found is None:
            return 0, 0
        if not found.frames or (self.heard is not None and self.heard.fps):
            return found.value, found.value
        return found.frames * 1_000 / _MOST_FPS, max(found.frames * 1_000 / _LEAST_FPS, found.value)

    def at_cue(
        self,
        rule: Rule,
        index: int,
        message: str,
        *,
        span: tuple[int, int] | None = None,
        by: str = "",
        severity: Severity | None = None,
        **measured: Unpack[Measured],
    ) -> Finding:
        """Return a finding at a cue (by index); ``span`` is the place in its text, ``by`` names the limit."""
        cue = self.track.cues[index]
        line = self.lines[index] if self.lines else 0
        column = 1 if line else 0
        start, end = span or (0, 0)
        if span is not None and line:
            line, column = place_in_file(self.file_lines, line, cue.text, start)
        if by:
            found = self.profile.find(by)
            named: Measured = {"limit": found.value, "source": found.source} if found else {}
            measured = {**named, **measured}
        return Finding(
            rule.id,
            severity or rule.severity,
            message,
            self.name,
            self.language,
            index + 1,
            line,
            column,
            cue.start_ms,
            cue.end_ms,
            excerpt=cue.text,
            offset=start,
            length=end - start,
            **measured,
        )

    @cached_property
    def _cues_by_line(self) -> list[tuple[int, int]]:
        """The lines of times, rising, each with the index of its cue."""
        return sorted((line, index) for index, line in enumerate(self.lines))

    def _cue_at(self, line: int) -> int | None:
        """Return the index of the cue that a line of the file belongs to, or None."""
        at = bisect_right(self._cues_by_line, (line, len(self.lines))) - 1
        if at < 0 or not all(self.file_lines[self._cues_by_line[at][0] - 1 : line]):
            return None
        return self._cues_by_line[at][1]

    def at_line(
        self,
        rule: Rule,
        line: int,
        column: int,
        message: str,
        *,
        length: int = 0,
        severity: Severity | None = None,
    ) -> Finding:
        """Return a finding at a place in the file, and the cue that it lies in."""
        text = self.file_lines[line - 1] if 0 < line <= len(self.file_lines) else ""
        found = Finding(
            rule.id, severity or rule.severity, message, self.name, self.language, line=line, column=column
        )
        offset = min(max(column - 1, 0), len(text))
        found = replace(found, excerpt=text, offset=offset, length=min(length, len(text) - offset))
        index = self._cue_at(line)
        if index is None:
            return found
        cue = self.track.cues[index]
        return replace(found, cue=index + 1, start_ms=cue.start_ms, end_ms=cue.end_ms)

    def at_track(self, rule: Rule, message: str, **measured: Unpack[Measured]) -> Finding:
        """Return a finding about the track as a whole."""
        return Finding(rule.id, rule.severity, message, self.name, self.language, **measured)


def cue_name(cue: Cue) -> str:
    """Return how a message calls a cue: by its first words."""
    words = " ".join(cue.text.split())
    return words if len(words) <= 40 else words[:39] + "…"


Materials = Sequence[Material]
