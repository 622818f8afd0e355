"""The job of one video: which tracks have to be made, in which order, and what each takes its times from.

The spoken language comes first, since the others take their times from it. What would come out the same is left
alone; what a person changed by hand is not replaced.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from cuepress import files, language, library
from cuepress.cueing import Footage, Mend
from cuepress.errors import CuepressError, LibraryError, MediaError, SyncError
from cuepress.job import cuts, sources
from cuepress.job.abreast import abreast
from cuepress.job.orders import Book, Known, Order, Ready
from cuepress.job.runs import Made, Options, Whole
from cuepress.manifest import Manifest, MediaRecord, MendRecord, OriginalRecord, SourceRecord, TrackRecord
from cuepress.model import Kind, Transcript, UnspokenKind
from cuepress.sync.timing import Timing
from cuepress.timing import again, handwork, originals, records, translations
from cuepress.timing.keeping import Keeping
from cuepress.timing.originals import Original
from cuepress.timing.recording import Recording, time_document
from cuepress.timing.translations import ReadWith, Timed

_MUCH = 10_000  # words of translations: what is made of fewer is made in a second or two


@dataclass(slots=True)
class Job:
    """One run over one video. The sound is decoded once, and only if a track has to be made.

    Translations take their times from ``original``, the transcript that is spoken, or from ``near``, the track
    that was named; where there is neither, from a track that came from ``elsewhere``.
    """

    sound: Recording
    out: Path
    options: Options
    whole: Whole | None = None
    unrecorded: LibraryError | None = None
    heard: Timed | None = None
    original: Original | None = None
    is_unheard: bool = False
    near: Original | None = None
    elsewhere: tuple[Original, ...] = ()

    @property
    def media(self) -> Path:
        return self.sound.path

    def run(
        self, texts: Mapping[str, Transcript], documents: Mapping[str, Path], *, spoken: str | None
    ) -> tuple[tuple[Made, ...], dict[str, CuepressError]]:
        """Return the tracks that were made, and the transcripts that do not belong to this sound."""
        manifest_path = self.out / library.manifest_name(self.media.stem)
        before = library.read_manifest(manifest_path) or Manifest(tool=records.tool())
        known = self._known(before)
        self.sound.spoken = self._spoken(spoken, before.spoken, texts, known)
        self._look_around(texts, before, known)
        book = Book(manifest_path, before)
        tracks, made = dict(known.tracks), dict[str, Made]()
        failures: dict[str, CuepressError] = {}
        first = [tag for tag in texts if tag == self.sound.spoken]
        for group in (first, [tag for tag in texts if tag not in first]):
            orders = [self._order(texts[tag], documents[tag], known) for tag in group]
            with abreast(orders, self._ready, is_much=self._is_much(orders)) as each:
                for order, ready in each:
                    tag = order.transcript.language
                    try:
                        made[tag], tracks[tag] = self._put(order, ready())
                    except SyncError as failure:
                        failures[tag] = failure
                    self._learn(order, None if tag in failures else tracks[tag])
                    if tag not in failures:
                        book.note(Manifest(records.tool(), self.sound.spoken, known.media, dict(tracks)))
        self.unrecorded = book.unrecorded
        if known.earlier is not None and known.earlier.made.tracks.keys() <= tracks.keys():
            known.earlier.keeping.forget_earlier()
        return tuple(made[tag] for tag in texts if tag in made), failures

    def _known(self, before: Manifest) -> Known:
        record = records.media_record(self.media, before.media, measure=lambda: self.sound.info)
        kept = self.sound.keeping = Keeping(self.out, self.media.stem)
        self.sound.sha256 = record.sha256
        is_same = before.media is not None and before.media.sha256 == record.sha256
        return Known(record, before.tracks if is_same else {}, again.earlier(kept, before, record))

    def _spoken(self, told: str | None, before: str, texts: Mapping[str, Transcript], known: Known) -> str:
        """Return the language of the sound: as told, as it was heard before, as the media or a track names it."""
        if told is not None:
            return language.normalise_tag(told)
        if before in texts:
            return before
        heard = [
            tag
            for tag, record in known.tracks.items()
            if record.kind == "captions" and originals.can_be_taken_from(record)
        ]
        if heard:
            return min(heard, key=lambda tag: (tag not in texts, tag != before))
        named = {stream.language for stream in self.sound.info.audio}
        by_name = next((tag for tag in texts if tag in named or language.primary(tag) in named), "")
        near = self._language_of_near()
        is_other = near and language.primary(near) not in {language.primary(tag) for tag in texts}
        return by_name or (near if is_other else next(iter(texts)))

    def _language_of_near(self) -> str:
        """Return the language of the track that was named; nothing where there is none, or it is not known."""
        chosen = self.options
        if chosen.near is None:
            return ""
        tag = chosen.near_language or originals.language_of(chosen.near)
        return "" if tag == language.UNDETERMINED else tag

    def _look_around(self, texts: Mapping[str, Transcript], before: Manifest, known: Known) -> None:
        """Find out what tells times besides the sound: a track that was named, an earlier run, other tracks."""
        spoken = self.sound.spoken
        if self.options.near is not None:
            tag = self._language_of_near() or spoken
            self.near = originals.of_track(self.options.near, tag)
            if spoken not in texts or language.primary(tag) != language.primary(spoken):
                self.sound.near = ()  # its words are no hints of when those of the transcript are spoken
        if self.whole is not None:
            return
        if spoken in known.tracks and spoken not in texts:
            self.original = originals.of_earlier_run(known.tracks[spoken])
        ours = before.tracks.keys() | texts.keys()
        found = originals.tracks_from_elsewhere(self.out, self.media.stem, spoken=spoken, ours=ours)
        self.elsewhere = tuple(found)

    def _learn(self, order: Order, record: TrackRecord | None) -> None:
        """Let translations take their times from the spoken transcript, if it can tell them."""
        if order.kind != "captions":
            return
        if self.whole is not None:
            self.original = self._original_of(self.whole, order)
        elif record is None or not originals.can_be_taken_from(record):
            self.is_unheard = True
        else:
            known, as_before = self.heard, replace(order, before=record)

            def work_out(_recording: Recording) -> tuple[Transcript, Timing]:
                timed = known or self._time(as_before)
                return timed.transcript, timed.timing

            self.original = originals.spoken(record, work_out, order.doubted)

    def _original_of(self, whole: Whole, order: Order) -> Original:
        """Return the spoken transcript of a talk in several files; this one may hold nothing that is sure."""
        chosen = self.options

        def work_out(_recording: Recording) -> tuple[Transcript, Timing]:
            return whole.timed(order.transcript, self._reader(order), chosen)

        key = handwork.sha256(repr((order.source.sha256, order.timed_from)).encode())
        taken = OriginalRecord("transcript", order.transcript.language, order.source.file)
        return Original(taken, key, work_out, order.doubted)

    def _originals(self, kind: Kind) -> tuple[Original, ...]:
        """Return what a track of this kind may take its times from, the best first."""
        if self.options.sync not in {"auto", "speech"}:
            return ()
        if kind == "captions":
            return (self.near,) if self.near and not self.sound.info.audio else ()
        return tuple(filter(None, (self.original, self.near))) or self.elsewhere

    def _order(self, transcript: Transcript, source: Path, known: Known) -> Order:
        tag = transcript.language
        kind: Kind = "captions" if tag == self.sound.spoken else "subtitles"
        record = SourceRecord(files.shown(source.name), handwork.sha256(files.read_bytes(source)))
        names = (library.track_name(self.media.stem, tag, kind, suffix) for suffix in self.options.extensions)
        return Order(
            transcript=transcript,
            path=source,
            source=record,
            kind=kind,
            made_from=self._fingerprint(known.media, record, kind),
            timed_from=self._way_of_timing(kind),
            paths=tuple(self.out / name for name in names),
            before=known.tracks.get(tag),
            earlier=known.earlier,
        )

    def _is_much(self, orders: Sequence[Order]) -> bool:
        """Tell whether so much has to be made that it pays to make it side by side, by what is known already."""
        n_words = [len(order.transcript.words) for order in orders if not self._is_done(order)]
        if len(n_words) < 2 or sum(n_words) < _MUCH:
            return False
        return any(original.timed(self.sound) for original in self._originals("subtitles")[:1])

    def _is_done(self, order: Order) -> bool:
        before = order.before
        if before is None or before.made_from != order.made_from:
            return False
        if not all(files.exists(path, error=LibraryError) for path in order.paths):
            return False
        return not self.options.overwrite or handwork.is_as_made(order.paths, before)

    def _ready(self, order: Order) -> Ready | None:
        """Make a track without writing it; None where it is there already."""
        chosen = self.options
        if self._is_done(order) and not chosen.explain:
            return None
        files.check_folder(self.out)  # before minutes of listening, not after them
        timed = self._time(order)
        cut = cuts.cut(
            timed.transcript,
            timed.timing,
            order.kind,
            bounds=self.sound.bounds,
            profile=chosen.profile,
            is_verbatim=chosen.is_verbatim,
            footage=self._footage(),
            explain=chosen.explain,
        )
        written = {path: cuts.serialized(cut.track, path.suffix, chosen) for path in order.paths}
        mends = tuple(_mend_records(cut.mends, timed))
        return Ready(timed, len(cut.track.cues), cut.notes, written, cut.explained, mends)

    def _footage(self) -> Footage:
        """Return what is known of the picture; its shot changes only if they were asked for."""
        shots_ms = self.sound.shots_ms if self.options.shots else ()
        return Footage(self.sound.info.frame_rate, shots_ms=shots_ms)

    def _put(self, order: Order, ready: Ready | None) -> tuple[Made, TrackRecord]:
        if ready is None:
            return order.unchanged()
        self.heard = ready.timed if order.kind == "captions" else self.heard
        return ready.put(order, profile=self.options.profile, overwrite=self.options.overwrite)

    def _reader(self, order: Order) -> ReadWith:
        def read_with(kinds: frozenset[UnspokenKind]) -> Transcript:
            return sources.read(order.path, order.transcript.language, keep=self.options.keep | kinds)

        return read_with

    def _time(self, order: Order) -> Timed:
        """Return the text of an order that is spoken, and its times."""
        chosen, read_with = self.options, self._reader(order)
        found = self._originals(order.kind)
        if self.whole is not None:
            return self.whole.time(order.transcript, read_with, chosen, found)
        taken, why_not = translations.time(order.transcript, read_with, self.sound, found)
        if taken is not None:
            return taken
        before = self._before(order)
        known = before and again.time_document(order.transcript, read_with, self.sound, before, method=chosen.sync)
        if known:
            return Timed(known.transcript, known.timing, told=known.notes)
        text, timing = time_document(
            order.transcript, read_with, self.sound, method=chosen.sync, force=chosen.force
        )
        return Timed(text, translations.without(timing, why_not, is_unheard=self.is_unheard))

    def _before(self, order: Order) -> again.Before | None:
        """Return the track as it was made before, if it was timed as it would be now."""
        record = order.written
        if record is None or not record.timed_from or record.timed_from != order.timed_from:
            return None
        if order.before is not None:
            return again.Before(order.before)
        return order.earlier.before(order.transcript.language, self.sound) if order.earlier else None

    def _way_of_timing(self, kind: Kind) -> str:
        """Return a hash of everything that times depend on, besides the text and the sound."""
        chosen = self.options
        told = (chosen.start_ms, chosen.end_ms, self.sound.near, self.whole.key if self.whole else ())
        return handwork.sha256(
            repr((records.tool(), kind, chosen.sync, chosen.detector, chosen.force, told)).encode()
        )

    def _fingerprint(self, media: MediaRecord, source: SourceRecord, kind: Kind) -> str:
        """Return a hash of everything that the cues depend on."""
        from cuepress import cueing

        chosen = self.options
        profile = cueing.load_profile(chosen.profile)
        written = (chosen.newline, chosen.bom, chosen.rlm, chosen.is_verbatim, chosen.shots)
        ways = (chosen.sync, chosen.detector, chosen.force, written, sorted(chosen.keep))
        told = (chosen.start_ms, chosen.end_ms, self.sound.near, self.whole.key if self.whole else ())
        rules = (records.tool(), cueing.edition())
        parts = (*rules, media.sha256, source.sha256, kind, profile, ways, told, self._key(kind))
        return handwork.sha256(repr(parts).encode())

    def _key(self, kind: Kind) -> str:
        """Return what stands for the originals in a hash; the media need not be opened for it."""
        if kind == "captions":
            return self.near.key if self.near and not self.sound.near else ""
        known = self.sound.glossary
        keys = [original.key for original in self._originals(kind)]
        return "+".join([*keys, known.key] if known.concepts else keys)

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
        except (LibraryError, MediaError) as failure:  # the tracks are what was asked for, and they are there
            return (f"no still for the index: {failure}",)
        return ()


def _mend_records(mends: Sequence[Mend], timed: Timed) -> Iterator[MendRecord]:
    """Yield the mends of a track, their places counted in the whole text as those of words are."""
    text = timed.transcript.text
    for mend in mends:
        yield MendRecord(mend.kind, timed.first + mend.start, text[mend.start : mend.end], mend.text)
