"""The job of one video: which tracks have to be made, in which order, and what is noted down of them.

What would come out the same is left alone; what a person changed by hand is not replaced.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from cuepress import again, cuts, files, handwork, language, library, records, sources, translations
from cuepress.errors import CuepressError, LibraryError, SyncError
from cuepress.handwork import Status
from cuepress.keeping import Keeping
from cuepress.manifest import Manifest, MediaRecord, SourceRecord, TrackRecord, UnspokenRecord
from cuepress.model import Kind, Transcript, UnspokenKind
from cuepress.recording import Recording, time_document
from cuepress.runs import Made, Options, Whole
from cuepress.sync.timing import Timing


@dataclass(frozen=True, slots=True)
class _Known:
    """What earlier runs left: the media as it is now, and the records of tracks that still belong to it."""

    media: MediaRecord
    tracks: Mapping[str, TrackRecord]
    earlier: again.Earlier | None = None


@dataclass(frozen=True, slots=True)
class _Order:
    """One track to be made, and what was there before."""

    transcript: Transcript
    path: Path
    source: SourceRecord
    kind: Kind
    made_from: str
    paths: tuple[Path, ...]
    before: TrackRecord | None
    earlier: again.Earlier | None = None

    @property
    def written(self) -> TrackRecord | None:
        """What was written last, of whichever media."""
        return self.before or (self.earlier.made.tracks.get(self.transcript.language) if self.earlier else None)

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


@dataclass(slots=True)
class Job:
    """One run over one video. The sound is decoded once, and only if a track has to be made."""

    sound: Recording
    out: Path
    options: Options
    whole: Whole | None = None
    unrecorded: LibraryError | None = None
    heard: tuple[Transcript, Timing] | None = None
    original: translations.Original | None = None

    @property
    def media(self) -> Path:
        return self.sound.path

    def run(
        self, texts: Mapping[str, Transcript], documents: Mapping[str, Path], *, spoken: str | None
    ) -> tuple[tuple[Made, ...], dict[str, CuepressError]]:
        """Return the tracks that were made, and the transcripts that do not belong to this sound."""
        manifest_path = self.out / library.manifest_name(self.media.stem)
        before = library.read_manifest(manifest_path) or Manifest(tool=records.tool())
        record = records.media_record(self.media, before.media, measure=lambda: self.sound.info)
        kept = self.sound.keeping = Keeping(self.out, self.media.stem)
        self.sound.sha256 = record.sha256
        self.sound.spoken = self._spoken(spoken, before, texts)
        is_same = before.media is not None and before.media.sha256 == record.sha256
        earlier = again.earlier(kept, before, record)
        known = _Known(record, before.tracks if is_same else {}, earlier)
        tracks, made = dict(known.tracks), dict[str, Made]()
        failures: dict[str, CuepressError] = {}
        for tag in sorted(texts, key=lambda tag: tag != self.sound.spoken):  # the others take their times from it
            order = self._order(texts[tag], documents[tag], known)
            try:
                made[tag], tracks[tag] = self._track(order)
            except SyncError as failure:
                failures[tag] = failure
                continue
            self.original = self.original or self._original(order, tracks[tag])
            now = Manifest(tool=records.tool(), spoken=self.sound.spoken, media=record, tracks=dict(tracks))
            if now != before:
                self._record(manifest_path, now)
            before = now
        if earlier is not None and earlier.made.tracks.keys() <= tracks.keys():
            earlier.keeping.forget_earlier()
        return tuple(made[tag] for tag in texts if tag in made), failures

    def _record(self, path: Path, now: Manifest) -> None:
        """Note down how the tracks so far were made: after each, so that a kill leaves none without its record."""
        try:
            library.write_manifest(path, now)
        except LibraryError as failure:  # the tracks are what was asked for, and they are there
            what = f"the tracks are there, but not the record of how they were made: {failure.what}"
            self.unrecorded = LibraryError(what, failure.where, failure.next_step)

    def _spoken(self, spoken: str | None, before: Manifest, texts: Mapping[str, Transcript]) -> str:
        if spoken is not None:
            return language.normalise_tag(spoken)
        if before.spoken in texts:
            return before.spoken
        named = {stream.language for stream in self.sound.info.audio}
        heard = (tag for tag in texts if tag in named or language.primary(tag) in named)
        return next(heard, next(iter(texts)))

    def _original(self, order: _Order, record: TrackRecord) -> translations.Original | None:
        """Return what translations take their times from, if this is it."""
        if order.kind != "captions" or self.whole is not None or not translations.can_be_taken_from(record):
            return None
        return translations.Original(record, lambda: self.heard or self._time(replace(order, before=record))[:2])

    def _order(self, transcript: Transcript, source: Path, known: _Known) -> _Order:
        tag = transcript.language
        kind: Kind = "captions" if tag == self.sound.spoken else "subtitles"
        record = SourceRecord(files.shown(source.name), handwork.sha256(files.read_bytes(source)))
        names = (library.track_name(self.media.stem, tag, kind, suffix) for suffix in self.options.extensions)
        return _Order(
            transcript=transcript,
            path=source,
            source=record,
            kind=kind,
            made_from=self._fingerprint(known.media, record, kind),
            paths=tuple(self.out / name for name in names),
            before=known.tracks.get(tag),
            earlier=known.earlier,
        )

    def _track(self, order: _Order) -> tuple[Made, TrackRecord]:
        if order.before is not None and self._is_done(order, order.before):
            return order.made("unchanged", order.before), order.before
        return self._make(order)

    def _is_done(self, order: _Order, before: TrackRecord) -> bool:
        if before.made_from != order.made_from or not all(
            files.exists(path, error=LibraryError) for path in order.paths
        ):
            return False
        return not self.options.overwrite or handwork.is_as_made(order.paths, before)

    def _make(self, order: _Order) -> tuple[Made, TrackRecord]:
        chosen = self.options
        files.check_folder(self.out)  # before minutes of listening, not after them
        transcript, timing, origin, told = self._time(order)
        self.heard = (transcript, timing) if order.kind == "captions" else self.heard
        track, notes = cuts.cut(transcript, timing, order.kind, bounds=self.sound.bounds, profile=chosen.profile)
        written = {path: cuts.serialized(track, path.suffix, chosen) for path in order.paths}
        status = handwork.write(written, order.written, overwrite=chosen.overwrite)
        record = TrackRecord(
            language=transcript.language,
            kind=order.kind,
            title=transcript.title,
            transcript=order.source,
            profile=chosen.profile,
            sync=timing.method,
            made_at=records.now(),
            made_from=order.made_from,
            files={path.name: handwork.sha256(data) for path, data in written.items()},
            n_cues=len(track.cues),
            notes=(*told, *notes),
            unspoken=tuple(UnspokenRecord(p.kind, p.text, p.paragraph) for p in transcript.unspoken),
            words=records.word_records(timing, origin=origin),
            passages=records.passage_records(timing),
            methods=records.method_records(timing),
            timed_from=self._way_of_timing(order.kind),
            timed_notes=timing.notes,
            sentences=records.sentence_records(transcript, timing, is_spoken=order.kind == "captions"),
        )
        return replace(order, transcript=transcript).made(status, record), record

    def _time(self, order: _Order) -> tuple[Transcript, Timing, int, tuple[str, ...]]:
        """Return the text of an order that is spoken, its times, and where it begins in the document's text.

        And what is to be said of times that were known already.
        """
        chosen, tag = self.options, order.transcript.language

        def read_with(kinds: frozenset[UnspokenKind]) -> Transcript:
            return sources.read(order.path, tag, keep=chosen.keep | kinds)

        if self.whole is not None:
            return *self.whole.time(order.transcript, read_with, chosen), ()
        timing, why_not = self._translated(order)
        if timing is not None:
            return order.transcript, timing, 0, ()
        before = self._before(order)
        known = before and again.time_document(order.transcript, read_with, self.sound, before, method=chosen.sync)
        if known:
            return known.transcript, known.timing, 0, known.notes
        transcript, timing = time_document(
            order.transcript, read_with, self.sound, method=chosen.sync, force=chosen.force
        )
        return transcript, translations.instead(timing, why_not) if why_not else timing, 0, ()

    def _translated(self, order: _Order) -> tuple[Timing | None, str]:
        """Return the times of a translation of what is spoken, or why it is none; neither where nobody asked."""
        if order.kind == "captions" or self.original is None or self.options.sync not in {"auto", "speech"}:
            return None, ""
        return translations.time(order.transcript, self.original, self.sound)

    def _before(self, order: _Order) -> again.Before | None:
        """Return the track as it was made before, if it was timed as it would be now."""
        record, tag = order.written, order.transcript.language
        if record is None or not record.timed_from or record.timed_from != self._way_of_timing(order.kind):
            return None
        if order.before is not None:
            return again.Before(order.before)
        return order.earlier.before(tag, self.sound) if order.earlier else None

    def _way_of_timing(self, kind: Kind) -> str:
        """Return a hash of everything that times depend on, besides the text and the sound."""
        chosen = self.options
        told = (chosen.start_ms, chosen.end_ms, self.sound.near, self.whole.key if self.whole else ())
        return handwork.sha256(
            repr((records.tool(), kind, chosen.sync, chosen.detector, chosen.force, told)).encode()
        )

    def poster(self) -> tuple[str, ...]:
        """Take a still for the index, once, where the media lies in a library; say if that cannot be done."""
        shelf = library.library_of(self.media)
        target = self.media.with_suffix(".jpg")
        if shelf is None or shelf.captions_folder.resolve() != self.out.resolve() or target.exists():
            return ()
        if not self.sound.info.has_video:
            return ()
        from cuepress import media as av

        try:
            av.poster(self.media, target, at_ms=self.sound.info.duration_ms // 10)
        except LibraryError as failure:  # the tracks are what was asked for, and they are there
            return (f"no still for the index: {failure}",)
        return ()

    def _fingerprint(self, media: MediaRecord, source: SourceRecord, kind: Kind) -> str:
        """Return a hash of everything that the cues depend on."""
        from cuepress import cueing

        chosen = self.options
        profile = cueing.load_profile(chosen.profile)
        ways = (chosen.sync, chosen.detector, chosen.force, chosen.newline, chosen.bom, sorted(chosen.keep))
        told = (chosen.start_ms, chosen.end_ms, self.sound.near, self.whole.key if self.whole else ())
        original = self.original.key if self.original and kind != "captions" else ""
        parts = (records.tool(), media.sha256, source.sha256, kind, profile, ways, told, original)
        return handwork.sha256(repr(parts).encode())
