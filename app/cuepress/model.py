"""The nouns of the house: Transcript, Word, TimedWord, Cue, Track. All frozen, all checked when made.

Times are integer milliseconds from the start of the video, half-open. Offsets count characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, get_args

from cuepress import language

PARAGRAPH_BREAK = "\n\n"

Kind = Literal["captions", "subtitles", "descriptions", "chapters", "metadata"]
KINDS: tuple[Kind, ...] = get_args(Kind)

# Why a part of a document is not spoken. The names are what `--keep` takes and what the manifest lists.
UnspokenKind = Literal[
    "title",
    "heading",
    "page-number",
    "running-head",
    "line-number",
    "footnote",
    "hidden",
    "deleted",
    "comment",
    "timestamp",
    "navigation",
    "participants",
    "note",
    "metadata",
]
UNSPOKEN_KINDS: tuple[UnspokenKind, ...] = get_args(UnspokenKind)


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open stretch of characters."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"a span from {self.start} to {self.end}")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """What one speaker says without a break in the page, sounds included.

    ``sounds`` are the stretches of ``text`` that are heard but not said: ``[applause]``, ``♪``. They are shown
    in captions and left out of sync. ``text`` is NFC, has no line break, and no white space at its ends.
    """

    text: str
    speaker: str = ""
    sounds: tuple[Span, ...] = ()

    def __post_init__(self) -> None:
        if not self.text or self.text != self.text.strip() or "\n" in self.text:
            raise ValueError(f"a paragraph is one line of text without space at its ends: {self.text!r}")
        edges = [edge for sound in self.sounds for edge in (sound.start, sound.end)]
        if edges != sorted(edges) or (edges and edges[-1] > len(self.text)):
            raise ValueError(f"sounds out of place: {self.sounds}")

    @property
    def spoken(self) -> str:
        """The text without its sounds."""
        kept, at = [], 0
        for sound in self.sounds:
            kept.append(self.text[at : sound.start])
            at = sound.end
        return re.sub(" {2,}", " ", "".join([*kept, self.text[at:]])).strip()


@dataclass(frozen=True, slots=True)
class Unspoken:
    """A part of a document that does not reach the captions, and why.

    ``paragraph`` is the index of the spoken paragraph that it stands before or within, ``place`` how many visible
    characters of that stand before it. ``is_certain`` is False where the document only suggests that it is
    unspoken (a title block, a heading) and the sound may decide.
    """

    kind: UnspokenKind
    text: str
    paragraph: int = 0
    is_certain: bool = True
    place: int = 0


@dataclass(frozen=True, slots=True)
class Word:
    """A token of the transcript and its place: ``text == transcript.text[offset:offset + len(text)]``."""

    text: str
    offset: int
    paragraph: int
    is_sound: bool = False

    @property
    def end_offset(self) -> int:
        return self.offset + len(self.text)


@dataclass(frozen=True)
class Transcript:
    """A document's spoken text in paragraphs, without times, and the list of what was left out.

    ``language`` is a BCP 47 tag (``und`` where nobody said). ``title`` is the document's title block as one
    line, or empty. ``source`` is the file name, for messages.
    """

    language: str
    paragraphs: tuple[Paragraph, ...]
    unspoken: tuple[Unspoken, ...] = ()
    title: str = ""
    source: str = ""

    @cached_property
    def text(self) -> str:
        """All paragraphs, parted by blank lines; the offsets of words count in it."""
        return PARAGRAPH_BREAK.join(paragraph.text for paragraph in self.paragraphs)

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """Every word and every sound, in order. Together they hold every visible character of ``text``."""
        return tuple(self._each_word())

    def _each_word(self) -> Iterator[Word]:
        offset = 0
        for index, paragraph in enumerate(self.paragraphs):
            for start, end, is_sound in _stretches(paragraph):
                if is_sound:
                    yield Word(paragraph.text[start:end], offset + start, index, is_sound=True)
                    continue
                for first, last in language.word_spans(paragraph.text[start:end], self.language):
                    yield Word(paragraph.text[start + first : start + last], offset + start + first, index)
            offset += len(paragraph.text) + len(PARAGRAPH_BREAK)


def _stretches(paragraph: Paragraph) -> Iterator[tuple[int, int, bool]]:
    """Divide a paragraph into what is said and what is heard: (start, end, is_sound)."""
    at = 0
    for sound in paragraph.sounds:
        if at < sound.start:
            yield at, sound.start, False
        yield sound.start, sound.end, True
        at = sound.end
    if at < len(paragraph.text):
        yield at, len(paragraph.text), False


@dataclass(frozen=True, slots=True)
class TimedWord:
    """A word with its time in the recording; ``confidence`` in [0, 1]; ``is_spoken`` False if it is not heard.

    ``sentences`` are the ids of the spoken sentences that its own one says; empty where nobody has looked.
    """

    word: Word
    start_ms: int
    end_ms: int
    confidence: float
    is_spoken: bool = True
    sentences: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not 0 <= self.start_ms <= self.end_ms:
            raise ValueError(f"{self.word.text!r} from {self.start_ms} to {self.end_ms} ms")
        if not 0.0 <= self.confidence <= 1.0:
            raise ValueError(f"confidence {self.confidence} is not in [0, 1]")


@dataclass(frozen=True, slots=True)
class Cue:
    r"""Text with an in time and an out time.

    ``text`` is what a viewer reads: lines parted by ``\\n``, no tags, no entities. ``voice`` is the speaker.
    ``markup`` is the WebVTT payload where it says more than ``text`` (italics, classes, ruby, inner times),
    otherwise empty. ``settings`` are WebVTT cue settings as written. An out time at or before the in time can
    be held, since tracks from elsewhere have it and a reviewer must see it; our writers refuse it.
    """

    start_ms: int
    end_ms: int
    text: str
    voice: str = ""
    id: str = ""
    settings: str = ""
    markup: str = ""

    def __post_init__(self) -> None:
        if type(self.start_ms) is not int or type(self.end_ms) is not int:
            raise TypeError(f"cue times are whole milliseconds, not {self.start_ms!r} and {self.end_ms!r}")
        if self.start_ms < 0 or self.end_ms < 0:
            raise ValueError(f"a cue before the start of the video: {self.start_ms} to {self.end_ms} ms")
        for field in (self.voice, self.id, self.settings):
            if "\n" in field or "\r" in field:
                raise ValueError(f"a line break in a cue's voice, id or settings: {field!r}")

    @property
    def duration_ms(self) -> int:
        return self.end_ms - self.start_ms

    @property
    def lines(self) -> list[str]:
        return self.text.split("\n")


@dataclass(frozen=True, slots=True)
class Track:
    """Cues of one kind in one language, ordered by in time.

    ``styles`` and ``regions`` are the bodies of WebVTT STYLE and REGION blocks, kept for the way back.
    """

    cues: tuple[Cue, ...]
    language: str = language.UNDETERMINED
    kind: Kind = "captions"
    label: str = ""
    styles: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"no kind of track: {self.kind!r}")
        for before, after in zip(self.cues, self.cues[1:], strict=False):
            if after.start_ms < before.start_ms:
                raise ValueError(f"cues out of order: {before.start_ms} ms, then {after.start_ms} ms")

    @property
    def text(self) -> str:
        """All cues' words, with one space where a line or cue ends."""
        return " ".join(" ".join(cue.text.split()) for cue in self.cues)
