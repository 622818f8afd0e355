"""A transcript in another language than the one that is spoken: its times are those of an original.

Where it is no translation of that, the reason is said, and its times are found without it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from cuepress.manifest import OriginalRecord
from cuepress.model import Transcript, UnspokenKind
from cuepress.sync.bilingual import times
from cuepress.sync.bilingual.aligning import Found
from cuepress.sync.timing import Timing, moved
from cuepress.timing.originals import Original
from cuepress.timing.recording import (
    ANOTHER_LANGUAGE,
    Recording,
    SyncMethod,
    check_pace,
    suspected,
    time_document,
    with_paragraphs,
    with_sounds,
)

ReadWith = Callable[[frozenset[UnspokenKind]], Transcript]
_INSTEAD = {
    "pauses": "its times are by the pauses in the sound instead",
    "duration": "its words are spread over the length of the video instead",
}
_ALONE = f"{ANOTHER_LANGUAGE}, and there is no transcript or track that tells its times"
_UNHEARD = f"{ANOTHER_LANGUAGE}, and its transcript was not heard surely enough to tell its times"


@dataclass(frozen=True, slots=True)
class Timed:
    """A text and its times; ``original`` is what they were taken from, None where they were found without.

    ``first`` is where the text begins in the whole document, in characters; ``told`` is what is to be said of
    times that were known already.
    """

    transcript: Transcript
    timing: Timing
    original: OriginalRecord | None = None
    first: int = 0
    told: tuple[str, ...] = ()


def time_document_like(
    transcript: Transcript,
    read_with: ReadWith,
    recording: Recording,
    originals: Sequence[Original],
    *,
    method: SyncMethod,
    force: bool,
) -> Timed:
    """Time a document by the first of some originals that it says the same as; else by the sound alone.

    Raises
    ------
    SyncError
        As :func:`cuepress.timing.recording.time_document` does.
    """
    found, why_not = time(transcript, read_with, recording, originals)
    if found is not None:
        return found
    text, timing = time_document(transcript, read_with, recording, method=method, force=force)
    return Timed(text, without(timing, why_not))


def time(
    transcript: Transcript, read_with: ReadWith, recording: Recording, originals: Sequence[Original]
) -> tuple[Timed | None, str]:
    """Time a translation.

    Returns
    -------
    The text and its times, and nothing; or None, and why it is a translation of none of the originals.

    Raises
    ------
    SyncError
        If the text is far too long for the recording.
    """
    start_ms, end_ms = recording.bounds if originals else (0, 0)
    others = []
    for original in originals:
        check_pace(transcript, end_ms - start_ms)
        known = original.timed(recording)
        if known is None:
            continue
        text = _with_parts(transcript, read_with, original, known, end_ms)
        timing = times.by_translation(text, *known, duration_ms=end_ms, glossary=recording.glossary)[0]
        if timing.is_foreign:
            others.append(original.name)
            continue
        timing = moved(timing, 0, first_ms=start_ms, last_ms=end_ms)
        notes = (_same(original),) if _is_same(text, known[0]) else timing.notes
        timing = with_sounds(replace(timing, notes=notes, reason=original.reason(text.language)), recording)
        return Timed(text, timing, original.record), ""
    return None, f"the text does not say what {' or '.join(others)} says" if others else ""


def without(timing: Timing, why_not: str, *, is_unheard: bool = False) -> Timing:
    """Return times that were found without an original; say so, and why that is if one was there.

    ``is_unheard`` says that the spoken transcript was there, but was not found in the sound.
    """
    if why_not:
        note = f"{why_not}: is it the right file? {_INSTEAD.get(timing.method, '').capitalize()}"
        reason = why_not if timing.reason == ANOTHER_LANGUAGE else timing.reason
        return replace(timing, notes=(note, *timing.notes), reason=reason)
    if timing.reason != ANOTHER_LANGUAGE:
        return timing
    return replace(timing, reason=_UNHEARD if is_unheard else _ALONE)


def _with_parts(
    transcript: Transcript,
    read_with: ReadWith,
    original: Original,
    known: tuple[Transcript, Timing],
    end_ms: int,
) -> Transcript:
    """Return the translation with those titles and headings whose counterparts are heard in the original."""
    spoken, told = known
    heard = {index for index, each in enumerate(spoken.paragraphs) if each.text in original.doubted}
    kinds = suspected(transcript)
    if not kinds or not heard:
        return transcript
    full = read_with(kinds)
    found = times.by_translation(full, spoken, told, duration_ms=end_ms)[1]
    doubted = {part.text for part in transcript.unspoken if not part.is_certain}
    paired = _counterparts(found, spoken, full, heard)
    kept = [at for at, each in enumerate(full.paragraphs) if each.text not in doubted or at in paired]
    return with_paragraphs(full, transcript, kept)


def _counterparts(found: Found, spoken: Transcript, full: Transcript, heard: set[int]) -> set[int]:
    """Return the paragraphs of a translation that are paired with some of the original's."""
    paired: set[int] = set()
    for bead in found.beads:
        ours = {spoken.words[found.ours[at].first].paragraph for at in bead.ours}
        if ours & heard:
            paired |= {full.words[found.theirs[at].first].paragraph for at in bead.theirs}
    return paired


def _same(original: Original) -> str:
    return f"the text is the same as {original.name}, word for word: is it the right file?"


def _is_same(text: Transcript, spoken: Transcript) -> bool:
    return text.language != spoken.language and _squeezed(text) == _squeezed(spoken)


def _squeezed(transcript: Transcript) -> str:
    return "".join(transcript.text.casefold().split())
