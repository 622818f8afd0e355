"""Profiles: the limits of one guideline, each with how it is counted, where it is written and how sure we are.

Here is what a profile is; ``profile_file`` reads one, ``profile_words`` prints one, ``reading`` judges by one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, TypeVar

from cuepress import language

Voice = Literal["name", "own_line", "dash"]
SpeakerChange = Literal["new_cue", "dash"]
SentenceParts = Literal["apart", "joined"]
Counting = Literal["graphemes", "no_spaces", "words", "steps"]
FrenchSpace = Literal["nnbsp", "nbsp", "plain", "keep"]
EllipsisForm = Literal["one", "three", "keep"]
Quotes = Literal["language", "straight", "keep"]
DialogueDash = Literal["-", "- ", "–", "– ", "—", "— "]
Sounds = Literal["brackets", "parentheses", "keep"]
Apostrophe = Literal["curly", "straight", "keep"]
# How sure we are of a limit: its own text was read; others quote it; it is what is usually done; it is remembered
# and not yet looked up; it is our own choice; or it stands in a file of the user's.
Sure = Literal["read at the source", "as quoted by others", "customary", "not verified", "ours", "yours"]

Value = TypeVar("Value")

USUAL_FPS = 25.0  # where the frame rate of the video is not known


@dataclass(frozen=True, slots=True)
class Limits:
    """The numbers that cues are cut and timed by.

    ``max_cpl`` characters a line, ``max_lines`` lines a cue, ``max_cps`` characters a second. A cue lasts from
    ``min_ms`` to ``max_ms``. Between two cues are at least ``min_gap_ms``, and a gap shorter than ``chain_ms``
    is closed to that. ``linger_ms``: how long a cue may stay after its words, to be read; ``early_ms``: how long
    before them a cue of a translation may appear, for the same reason.

    What a guideline gives in frames is in ``_frames``, and the ``_ms`` beside it is what those are at the frame
    rate of the video (see ``at_frame_rate``); 0 frames: the guideline gives ms. ``max_wpm`` is the reading speed
    of guidelines that count words, 0 of those that do not.

    Shot changes, where they are known (0: the guideline says nothing): no time but one at the change itself is
    nearer to it than ``shot_zone_ms``; an in time less than ``shot_snap_ms`` before it moves onto it; an out time
    at it keeps ``shot_gap_ms`` before it.
    """

    max_cpl: float
    max_lines: int
    max_cps: float
    min_ms: int
    max_ms: int
    min_gap_ms: int
    linger_ms: int
    early_ms: int
    chain_ms: int
    min_gap_frames: int = 0
    chain_frames: int = 0
    early_frames: int = 0
    max_wpm: float = 0
    shot_zone_ms: int = 0
    shot_snap_ms: int = 0
    shot_gap_ms: int = 0
    shot_gap_frames: int = 0


IN_FRAMES = ("min_gap", "chain", "early", "shot_gap")
UNITS = {
    "max_cpl": "characters a line",
    "max_lines": "lines a cue",
    "max_wpm": "words a minute",
    "max_cps": "characters a second",
    "min_ms": "ms",
    "max_ms": "ms",
    "min_gap_ms": "ms",
    "min_gap_frames": "frames",
    "linger_ms": "ms",
    "early_ms": "ms",
    "early_frames": "frames",
    "chain_ms": "ms",
    "chain_frames": "frames",
    "shot_zone_ms": "ms",
    "shot_snap_ms": "ms",
    "shot_gap_ms": "ms",
    "shot_gap_frames": "frames",
}


def at_frame_rate(limits: Limits, fps: float | None) -> Limits:
    """Return the limits with what is given in frames in ms of a video of ``fps`` frames a second (None: unknown).

    >>> from cuepress.cueing import load_profile
    >>> [at_frame_rate(load_profile("netflix").general, fps).min_gap_ms for fps in (24, 25, 50, None)]
    [83, 80, 40, 80]
    """
    rate = fps or USUAL_FPS
    frames = {name: int(getattr(limits, f"{name}_frames")) for name in IN_FRAMES}
    in_ms = {f"{name}_ms": round(count * 1_000 / rate) for name, count in frames.items() if count}
    return replace(limits, **in_ms)


@dataclass(frozen=True, slots=True)
class Typography:
    """How the signs of a track are written; ``keep`` leaves them as they are in the text.

    ``french_space``: what a plain space before ``; : ! ?``, inside ``« »`` and inside 10 000, 50 % and 12 h 30
    becomes in French, so that no line can end there: ``nnbsp`` is U+202F, but U+00A0 before ``:`` and inside
    ``« »``; ``nbsp`` is U+00A0 everywhere; a no-break space that is there stays as it is. ``plain`` writes plain
    ones at marks. ``ellipsis``: ``one`` sign (U+2026) or ``three`` dots. ``quotes``: those of the ``language`` or
    ``straight``. ``dash`` stands before each speaker of a cue with two, with its space. ``sounds`` stand in
    ``brackets`` or ``parentheses``. ``apostrophe``: ``curly`` (U+2019) or ``straight`` between two letters.
    """

    french_space: FrenchSpace = "keep"
    ellipsis: EllipsisForm = "keep"
    quotes: Quotes = "keep"
    dash: DialogueDash = "- "
    sounds: Sounds = "keep"
    apostrophe: Apostrophe = "keep"


@dataclass(frozen=True, slots=True)
class Stated:
    """What is known of one limit: how it is counted, where it is written, how sure we are of that."""

    rule: str
    source: str
    sure: Sure


@dataclass(frozen=True, slots=True)
class Profile:
    """One guideline: its limits in general and where a language has its own, and what is known of each.

    ``voice`` says how a format without voices shows who speaks; ``speaker_change`` whether a change of speaker
    begins a new cue or may stand in a cue, with a dialogue dash; ``sentence_parts`` whether a part of a sentence
    may stand beside a part of another so that both can be read in time. ``counting`` says by what reading speed is
    judged: graphemes a second, the same without white space, words a minute, or ``reading_steps``: how many
    graphemes may be read in how many ms (see ``reading``); ``countings`` where a language has its own.
    ``stated`` holds what is known of each limit, by its name and, where a language has its own, by ``tag.name``.
    """

    name: str
    title: str
    voice: Voice
    general: Limits
    languages: tuple[tuple[str, Limits], ...] = ()
    speaker_change: SpeakerChange = "new_cue"
    sentence_parts: SentenceParts = "apart"
    counting: Counting = "graphemes"
    reading_steps: tuple[tuple[int, float], ...] = ()
    typography: Typography = Typography()
    typographies: tuple[tuple[str, Typography], ...] = ()
    countings: tuple[tuple[str, Counting], ...] = ()
    stated: tuple[tuple[str, Stated], ...] = ()

    def for_language(self, tag: str) -> Limits:
        """Return the limits for a language: its tag's own, else its primary language's, else the general ones."""
        return _own(self.languages, tag, self.general)

    def typography_for(self, tag: str) -> Typography:
        """Return how signs are written in a language: its own way, else the general one."""
        return _own(self.typographies, tag, self.typography)

    def counting_for(self, tag: str) -> Counting:
        """Return by what the reading speed of a language is judged; never by words where none are parted."""
        counting = _own(self.countings, tag, self.counting)
        return "graphemes" if counting == "words" and language.is_unspaced(tag) else counting


def _own(owned: tuple[tuple[str, Value], ...], tag: str, general: Value) -> Value:
    """Return what a tag owns, or the tag without its last parts (RFC 4647, lookup): zh-Hant-TW, zh-Hant, zh."""
    own = dict(owned)
    parts = tag.split("-")
    wider = ("-".join(parts[:count]) for count in range(len(parts), 0, -1))
    return next((own[name] for name in wider if name in own), general)
