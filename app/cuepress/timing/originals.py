"""Texts whose times are known already, so that a translation can take its own from them.

That is the spoken transcript, of this run or of an earlier one, if its words were found in the sound; else a track
from elsewhere, in any language, whose cues stand where something is said.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cuepress import files, language, library
from cuepress.errors import CuepressError, SyncError
from cuepress.manifest import OriginalRecord, TrackRecord
from cuepress.model import PARAGRAPH_BREAK, Paragraph, TimedWord, Transcript
from cuepress.sync.timing import Timing
from cuepress.timing import handwork, records
from cuepress.timing.recording import Recording

if TYPE_CHECKING:
    from cuepress.formats import Reading

_SURE = 0.5  # the mean confidence of words that were heard; of another text, or in noise, it is about 0
Timed = tuple[Transcript, Timing]


@dataclass(slots=True)
class Original:
    """A text whose times are known.

    ``key`` is a hash of what translations depend on. ``work_out`` gives its text and times for a recording; it is
    asked once, and only if a translation has to be timed. ``doubted`` are the titles and headings of its document
    of which the sound decides whether they are spoken.
    """

    record: OriginalRecord
    key: str
    work_out: Callable[[Recording], Timed]
    doubted: frozenset[str] = frozenset()
    _timed: Timed | None = None
    _is_known: bool = False

    def timed(self, recording: Recording) -> Timed | None:
        """Return its text and times; None where nothing was found that others could go by."""
        if not self._is_known:
            with suppress(SyncError):
                found = self.work_out(recording)
                self._timed = found if self._is_sure(*found) else None
            self._is_known = True
        return self._timed

    def _is_sure(self, transcript: Transcript, timing: Timing) -> bool:
        if self.record.kind == "track":
            return bool(transcript.words)
        said = [timed.confidence for timed in timing.words if not timed.word.is_sound]
        return timing.method == "speech" and _is_sure(said)

    @property
    def name(self) -> str:
        """What it is called in messages."""
        name = language.english_name(self.record.language)
        is_heard = self.record.kind == "transcript"
        return f"the {name} transcript" if is_heard else f"the {name} track {self.record.file}"

    def reason(self, tag: str) -> str:
        """Return why a text in a language has the times that it has."""
        if self.record.kind == "transcript":
            return f"it is a translation of {self.name}, which is spoken"
        says = "it has the words" if tag == self.record.language else "it is a translation"
        return f"{says} of {self.name}, whose cues tell the times"


def can_be_taken_from(record: TrackRecord) -> bool:
    """Tell whether the words of a track were found in the sound, and surely enough to tell others their times."""
    return record.sync == "speech" and _is_sure([word.confidence for word in record.words])


def _is_sure(confidence: Collection[float]) -> bool:
    return bool(confidence) and sum(confidence) >= _SURE * len(confidence)


def spoken(record: TrackRecord, work_out: Callable[[Recording], Timed], doubted: frozenset[str]) -> Original:
    """Return the spoken transcript as an original; what depends on it is its text and its times, not its cues."""
    words = [(word.text, word.start_ms, word.end_ms) for word in record.words]
    key = handwork.sha256(repr((record.transcript.sha256, words)).encode())
    return Original(_transcript_record(record), key, work_out, doubted)


def of_earlier_run(record: TrackRecord) -> Original | None:
    """Return the spoken transcript of a run before this one, as far as the manifest holds it."""
    if not can_be_taken_from(record) or not records.has_times(record):
        return None
    known = _remembered(record)
    return None if known is None else spoken(record, lambda _recording: known, frozenset(record.doubted))


def _transcript_record(record: TrackRecord) -> OriginalRecord:
    return OriginalRecord("transcript", record.language, record.transcript.file)


def _remembered(record: TrackRecord) -> Timed | None:
    """Rebuild a text from its words and their places; None where they do not make it again."""
    transcript = Transcript(record.language, tuple(_paragraphs(record)), source=record.transcript.file)
    if [word.text for word in transcript.words] != [word.text for word in record.words]:
        return None
    words = tuple(
        TimedWord(word, each.start_ms, each.end_ms, each.confidence, is_spoken)
        for word, each, is_spoken in zip(transcript.words, record.words, records.were_spoken(record), strict=True)
    )
    return transcript, Timing(words, "speech")


def _paragraphs(record: TrackRecord) -> Iterator[Paragraph]:
    """Yield the paragraphs; where more than a break is missing, a sound stood between two words."""
    text, end = "", 0
    for word in record.words:
        gap = word.offset - end if text else 0
        if gap == len(PARAGRAPH_BREAK):
            yield Paragraph(text)
            text = ""
        text += (" " if text and gap else "") + word.text
        end = word.offset + len(word.text)
    if text:
        yield Paragraph(text)


def of_track(path: Path, tag: str) -> Original:
    """Return a track in a language as an original.

    Raises
    ------
    TrackError
        If the file is no track.
    """
    from cuepress.sync import cued

    cues = _load(path).track.cues

    def work_out(recording: Recording) -> Timed:
        first_ms, last_ms = recording.bounds
        return cued.by_cues(cues, tag, first_ms=first_ms, last_ms=last_ms, source=path.name)

    key = handwork.sha256(repr((tag, cues)).encode())
    return Original(OriginalRecord("track", tag, files.shown(path.name)), key, work_out)


def tracks_from_elsewhere(folder: Path, stem: str, *, spoken: str, ours: Collection[str]) -> Iterator[Original]:
    """Yield the tracks beside ours that Cuepress did not make; in the spoken language first.

    ``ours`` are the languages of the tracks that it has made or is about to make.
    """
    found = [track for track in library.tracks_in(folder, stem) if track.kind == "captions"]
    for track in sorted(found, key=lambda track: (track.language != spoken, track.language)):
        if track.language in ours:
            continue
        path = track.paths.get(".vtt") or next(iter(track.paths.values()))
        with suppress(CuepressError):  # nobody asked for it; what it is, nobody knows
            yield of_track(path, track.language)


def language_of(path: Path) -> str:
    """Return the language that the name of a track tells, or ``und``."""
    from cuepress import formats

    return formats.named(path.name)[0]


def _load(path: Path) -> Reading:
    from cuepress import formats

    return formats.load(path)
