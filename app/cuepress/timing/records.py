"""From a media file and a timing to what the manifest keeps of them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, cast

from cuepress import files
from cuepress.manifest import MediaRecord, MethodRecord, PassageRecord, SentenceRecord, TrackRecord, WordRecord
from cuepress.sync.timing import Passage, PassageKind, Timing

if TYPE_CHECKING:
    from cuepress.media import MediaInfo
    from cuepress.model import Transcript

_LAST_MS = 10**9


def tool() -> str:
    """Return the name and the version of what makes the tracks."""
    from cuepress import __version__

    return f"cuepress {__version__}"


def now() -> str:
    """Return the time of day as a record holds it."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def media_record(path: Path, before: MediaRecord | None, *, measure: Callable[[], MediaInfo]) -> MediaRecord:
    """Return what is known of a media file; one that has not been touched is not read again."""
    status = path.stat()
    if before and (before.file, before.bytes, before.modified_ns) == (
        path.name,
        status.st_size,
        status.st_mtime_ns,
    ):
        return before
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    info = measure()
    return MediaRecord(
        files.shown(path.name),
        digest,
        status.st_size,
        status.st_mtime_ns,
        info.duration_ms,
        info.width,
        info.height,
    )


def has_times(record: TrackRecord) -> bool:
    """Tell whether a record has words with times; a file may have been edited by hand."""
    return bool(record.words) and all(
        type(word.text) is str
        and type(word.start_ms) is type(word.end_ms) is int
        and 0 <= word.start_ms <= word.end_ms <= _LAST_MS
        and isinstance(word.confidence, int | float)
        and 0 <= word.confidence <= 1
        for word in record.words
    )


def were_spoken(record: TrackRecord) -> list[bool]:
    """Return for each word of a record whether it was found as the others were."""
    found = [True] * len(record.words)
    for way in record.methods:
        span = range(way.first_word, min(way.last_word + 1, len(found)))
        for at in span if way.first_word >= 0 else ():
            found[at] = way.method == record.sync
    return found


def word_records(timing: Timing, *, origin: int = 0) -> tuple[WordRecord, ...]:
    """Return the words of a timing as `cuepress sync --json` and the manifest hold them; sounds are no words.

    ``origin`` is where the text that was timed begins in the whole text, in which offsets count.
    """
    return tuple(
        WordRecord(
            timed.word.text, timed.start_ms, timed.end_ms, round(timed.confidence, 3), timed.word.offset + origin
        )
        for timed in timing.words
        if not timed.word.is_sound
    )


def sentence_records(transcript: Transcript, timing: Timing, *, is_spoken: bool) -> tuple[SentenceRecord, ...]:
    """Return which words are a sentence, by the ids of what they say; counted as the word records are."""
    from cuepress.sync import naming

    told = naming.named(transcript, timing, is_spoken=is_spoken)
    words = [timed for timed in told.words if not timed.word.is_sound]
    found, first = [], 0
    for ids, run in groupby(words, key=lambda timed: timed.sentences):
        last = first + len(list(run)) - 1
        if ids:
            found.append(SentenceRecord(ids, first, last))
        first = last + 1
    return tuple(found)


def passage_records(timing: Timing) -> tuple[PassageRecord, ...]:
    """Return the passages to look at, in the order of time."""
    return tuple(PassageRecord(part.kind, part.start_ms, part.end_ms, part.text) for part in timing.passages)


def method_records(timing: Timing) -> tuple[MethodRecord, ...]:
    """Return which method was used for which words, counted as the word records are: without sounds."""
    from cuepress.sync import passages

    return tuple(MethodRecord(way.method, way.first, way.last - 1, way.reason) for way in passages.ways(timing))


def passages_of(records: Sequence[PassageRecord]) -> tuple[Passage, ...]:
    """Return the passages that were kept."""
    return tuple(
        Passage(cast("PassageKind", each.kind), each.start_ms, each.end_ms, each.text) for each in records
    )
