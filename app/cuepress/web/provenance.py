"""How the captions that are read were made: by which method and why, how sure they are, where to look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cuepress.manifest import PassageRecord, TrackRecord, UnspokenRecord
from cuepress.model import PARAGRAPH_BREAK
from cuepress.timecode import MS_PER_S, short_clock
from cuepress.web import shelf, wording
from cuepress.web.interface import gettext, lazy_gettext
from cuepress.web.paragraphs import Line
from cuepress.web.reader import Passage, Video

# What a line of the transcript is marked with, by the kind of the passage that it lies in.
_MARKS = {"doubtful": lazy_gettext("time not sure"), "unspoken": lazy_gettext("not heard in the video")}
_NEAR_MS = 2_000  # a cue is moved by a second at most to be seen long enough


@dataclass(frozen=True, slots=True)
class Look:
    """A passage to look at: ``seconds`` is its beginning as an address has it, ``said`` as it is spoken aloud.

    ``name`` says what is the matter with it.
    """

    name: str
    start_ms: int
    seconds: str
    clock: str
    said: str
    text: str


@dataclass(frozen=True, slots=True)
class Provenance:
    """How a track was made, what should be looked at, and what of the document it leaves out.

    ``badge`` says in a few words how it was made and whether a person has worked on it.
    """

    times: str
    badge: str
    is_corrected: bool = False
    reason: Passage | None = None
    sureness: str = ""
    notes: tuple[str, ...] = ()
    looks: tuple[Look, ...] = ()
    has_marks: bool = False
    unspoken: tuple[tuple[str, str], ...] = ()


def provenance(video: Video, tag: str) -> Provenance:
    made = video.made(tag)
    if made is None:
        return Provenance(wording.times_in_words(""), wording.badge_in_words("", is_corrected=False))
    track = video.shown_track(tag)
    is_corrected = track is not None and not shelf.is_as_made(track, made)
    return Provenance(
        wording.times_in_words(made.sync, _original(made), is_corrected=is_corrected),
        wording.badge_in_words(made.sync, is_corrected=is_corrected),
        is_corrected,
        _reason(made),
        wording.sureness_in_words(made.sync, video.record.unsure.get(tag)),
        made.notes,
        tuple(_look(passage) for passage in made.passages),
        any(passage.kind in _MARKS for passage in made.passages),
        tuple(_unspoken(part) for part in made.unspoken),
    )


def mark_of(line: Line, passages: Sequence[PassageRecord]) -> str:
    """Return what is not sure of a line of the transcript, or nothing.

    The times of a cue reach beyond its words: a line lies in a passage when the middle of either is in the other,
    or when it is near and its text is a piece of the passage's.
    """
    for passage in passages:
        if passage.kind in _MARKS and (_holds(passage, line) or _holds(line, passage) or _is_piece(line, passage)):
            return str(_MARKS[passage.kind])
    return ""


def seconds_text(ms: int) -> str:
    """Write a time as an address has it, exactly.

    >>> seconds_text(62_300), seconds_text(60_000), seconds_text(5)
    ('62.3', '60', '0.005')
    """
    whole, fraction = divmod(ms, MS_PER_S)
    return f"{whole}.{fraction:03d}".rstrip("0").rstrip(".")


def _holds(outer: Line | PassageRecord, inner: Line | PassageRecord) -> bool:
    return outer.start_ms <= (inner.start_ms + inner.end_ms) // 2 < outer.end_ms


def _is_piece(line: Line, passage: PassageRecord) -> bool:
    is_near = line.start_ms - _NEAR_MS <= passage.end_ms and passage.start_ms <= line.end_ms + _NEAR_MS
    return is_near and _squeezed(line.text) in _squeezed(passage.text)


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _original(made: TrackRecord) -> str:
    """Say what a translation took its times from; nothing where that is not recorded."""
    if made.original is None:
        return ""
    name = wording.language_in_words(made.original.language)
    if made.original.kind == "transcript":
        return gettext("the %(language)s transcript, whose words are heard in the video", language=name)
    file = made.original.file
    return gettext("the cues of a track in %(language)s (%(file)s), not from the sound", language=name, file=file)


def _reason(made: TrackRecord) -> Passage | None:
    reason = next((each.reason for each in made.methods if each.method == made.sync), "")
    original = made.original.language if made.original else ""
    return wording.reason_in_words(reason, original) if reason else None


def _look(passage: PassageRecord) -> Look:
    return Look(
        _name(passage),
        passage.start_ms,
        seconds_text(passage.start_ms),
        f"{short_clock(passage.start_ms)}–{short_clock(passage.end_ms + MS_PER_S - 1)}",
        wording.length_in_words(passage.start_ms),
        passage.text.replace(PARAGRAPH_BREAK, "\n"),
    )


def _name(passage: PassageRecord) -> str:
    if passage.kind != "untranscribed":
        return str(wording.PASSAGE_NAMES.get(passage.kind, passage.kind))
    if passage.text:
        return gettext("Speech that has no text, before:")
    return gettext("Speech that has no text, after the end of the text")


def _unspoken(part: UnspokenRecord) -> tuple[str, str]:
    return str(wording.UNSPOKEN_NAMES.get(part.kind, part.kind)), part.text
