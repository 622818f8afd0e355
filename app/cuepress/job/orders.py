"""One track of a video: what it is to be made from, what was there before, what comes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from cuepress import library
from cuepress.errors import LibraryError
from cuepress.job.runs import Made
from cuepress.manifest import Manifest, MediaRecord, MendRecord, SourceRecord, TrackRecord, UnspokenRecord
from cuepress.model import Kind, Transcript
from cuepress.timing import again, handwork, records
from cuepress.timing.handwork import Status
from cuepress.timing.translations import Timed


@dataclass(frozen=True, slots=True)
class Known:
    """What earlier runs left: the media as it is now, and the records of tracks that still belong to it."""

    media: MediaRecord
    tracks: Mapping[str, TrackRecord]
    earlier: again.Earlier | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """One track to be made, and what was there before.

    ``made_from`` is a hash of everything that its cues depend on, ``timed_from`` of what its times depend on
    besides the text and the sound.
    """

    transcript: Transcript
    path: Path
    source: SourceRecord
    kind: Kind
    made_from: str
    timed_from: str
    paths: tuple[Path, ...]
    before: TrackRecord | None
    earlier: again.Earlier | None = None

    @property
    def written(self) -> TrackRecord | None:
        """What was written last, of whichever media."""
        return self.before or (self.earlier.made.tracks.get(self.transcript.language) if self.earlier else None)

    @property
    def doubted(self) -> frozenset[str]:
        """The titles and headings of which the sound decides whether they are spoken."""
        return frozenset(part.text for part in self.transcript.unspoken if not part.is_certain)

    def unchanged(self) -> tuple[Made, TrackRecord]:
        """Return the track as it was made before."""
        if self.before is None:
            raise ValueError("nothing was made before")
        return self.made("unchanged", self.before), self.before

    def made(self, status: Status, record: TrackRecord) -> Made:
        return Made(
            language=record.language,
            kind=self.kind,
            status=status,
            paths=self.paths,
            transcript=self.transcript,
            n_cues=record.n_cues,
            sync=record.sync,
            notes=record.notes,
            passages=records.passages_of(record.passages),
        )


@dataclass(frozen=True, slots=True)
class Ready:
    """A track that only has to be written: its times, its cues, its files."""

    timed: Timed
    n_cues: int
    notes: tuple[str, ...]
    written: Mapping[Path, bytes]
    explained: tuple[str, ...] = ()
    mends: tuple[MendRecord, ...] = ()

    def put(self, order: Order, *, profile: str, overwrite: bool) -> tuple[Made, TrackRecord]:
        """Write the files; return what was made, and the record of it."""
        transcript, timing = self.timed.transcript, self.timed.timing
        status = handwork.write(self.written, order.written, overwrite=overwrite)
        record = TrackRecord(
            language=transcript.language,
            kind=order.kind,
            title=transcript.title,
            transcript=order.source,
            profile=profile,
            sync=timing.method,
            made_at=records.now(),
            made_from=order.made_from,
            files={path.name: handwork.sha256(data) for path, data in self.written.items()},
            n_cues=self.n_cues,
            notes=(*self.timed.told, *self.notes),
            unspoken=tuple(UnspokenRecord(p.kind, p.text, p.paragraph) for p in transcript.unspoken),
            words=records.word_records(timing, origin=self.timed.first),
            passages=records.passage_records(timing),
            methods=records.method_records(timing),
            timed_from=order.timed_from,
            timed_notes=timing.notes,
            sentences=records.sentence_records(transcript, timing, is_spoken=order.kind == "captions"),
            original=self.timed.original,
            doubted=tuple(sorted(order.doubted)) if order.kind == "captions" else (),
            mends=self.mends,
        )
        made = replace(order, transcript=transcript).made(status, record)
        return replace(made, explained=self.explained), record


@dataclass(slots=True)
class Book:
    """The manifest as it grows: noted down after each track, so that a kill leaves none without its record."""

    path: Path
    made: Manifest
    unrecorded: LibraryError | None = None

    def note(self, now: Manifest) -> None:
        if now == self.made:
            return
        self.made = now
        try:
            library.write_manifest(self.path, now)
        except LibraryError as failure:  # the tracks are what was asked for, and they are there
            what = f"the tracks are there, but not the record of how they were made: {failure.what}"
            self.unrecorded = LibraryError(what, failure.where, failure.next_step)
