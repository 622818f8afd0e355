"""The way from a video and its transcripts to tracks: knows the order of the steps, does no arithmetic.

    read transcripts ──► probe, decode, find speech ──► sync ──► cueing ──► write tracks and manifest

What was made before and would come out the same is left alone; what a person changed by hand is not replaced.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from cuepress import files, language, library
from cuepress.errors import CuepressError, UsageError
from cuepress.manifest import Manifest, MediaRecord, SourceRecord, TrackRecord, UnspokenRecord, WordRecord
from cuepress.model import Kind, Track, Transcript, UnspokenKind

if TYPE_CHECKING:
    from cuepress.media import MediaInfo
    from cuepress.sync.plan import Timing
    from cuepress.sync.speech import SpeechMap

SyncMethod = Literal["auto", "pauses", "duration"]
SYNC_METHODS: tuple[SyncMethod, ...] = ("auto", "pauses", "duration")
Detector = Literal["energy", "silero"]
Status = Literal["written", "unchanged", "kept"]
Progress = Callable[[str, float], None]
"""Called with the name of a step and how much of it is done, from 0 to 1."""


@dataclass(frozen=True, slots=True)
class Options:
    """What an editor may choose. ``extensions`` are the formats to write, with their dots."""

    profile: str = "cuepress"
    sync: SyncMethod = "auto"
    detector: Detector = "energy"
    extensions: tuple[str, ...] = (".vtt", ".srt")
    keep: frozenset[UnspokenKind] = frozenset()
    newline: Literal["lf", "crlf"] | None = None
    bom: bool = False
    overwrite: bool = False


@dataclass(frozen=True, slots=True)
class Made:
    """One finished track: what was written (``status``), where, and what the editor should know."""

    language: str
    kind: Kind
    status: Status
    paths: tuple[Path, ...]
    transcript: Transcript
    n_cues: int
    sync: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Captioned:
    """The outcome for one video: the tracks made, and the transcripts that could not be used."""

    tracks: tuple[Made, ...]
    failures: Mapping[str, CuepressError] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def caption(
    media: Path,
    transcripts: Mapping[str, Path] | None = None,
    *,
    spoken: str | None = None,
    out: Path | None = None,
    options: Options | None = None,
    progress: Progress | None = None,
) -> Captioned:
    """Make the tracks of one video.

    Parameters
    ----------
    media
        The video or sound file.
    transcripts
        Language tag → document. None takes the files ``<stem>.<tag>.<ext>`` beside the media.
    spoken
        The language tag of the sound; its track is of kind captions, the others are subtitles. None takes the
        language that the media names, else the first transcript.
    out
        The folder for tracks. None takes ``captions/`` of the library that the media lies in, else of the
        current folder.
    progress
        Called as each step goes on.

    Raises
    ------
    UsageError
        For an unknown tag, a transcript in another script than its tag, a language given twice, none at all.
    MediaError
        If the media cannot be used. A transcript that cannot be read does not stop the others: it is in
        ``failures``; only if none is left is its error raised.
    """
    from cuepress import media as av

    chosen = options or Options()
    report = progress or (lambda _step, _fraction: None)
    files.check_is_file(media, error=av.MediaError)
    sources = _checked_tags(transcripts if transcripts is not None else library.transcripts_beside(media))
    if not sources:
        raise UsageError(
            "no transcript is given and none lies beside the video",
            files.shown(media),
            f"add --transcript fr=FILE or put {media.stem}.fr.docx beside it",
        )
    report("read transcripts", 0.0)
    texts, failures = _read_all(sources, keep=chosen.keep)
    report("read transcripts", 1.0)
    job = _Job(media, out or _captions_folder(media), chosen, report)
    tracks = job.run(texts, sources, spoken=spoken)
    return Captioned(tracks=tracks, failures=failures, notes=job.notes)


@dataclass(frozen=True, slots=True)
class _Known:
    """What earlier runs left: the media as it is now, and the records of tracks that still belong to it."""

    media: MediaRecord
    tracks: Mapping[str, TrackRecord]


@dataclass(frozen=True, slots=True)
class _Order:
    """One track to be made, and what was there before."""

    transcript: Transcript
    source: SourceRecord
    kind: Kind
    made_from: str
    paths: tuple[Path, ...]
    before: TrackRecord | None

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
        )


@dataclass(slots=True)
class _Job:
    """One run over one video. The sound is decoded once, and only if a track has to be made."""

    media: Path
    out: Path
    options: Options
    report: Progress
    _info: MediaInfo | None = None
    _speech: SpeechMap | None = None

    @property
    def info(self) -> MediaInfo:
        if self._info is None:
            from cuepress import media as av

            self._info = av.probe(self.media)
        return self._info

    @property
    def notes(self) -> tuple[str, ...]:
        """What opening the media showed; nothing where it did not have to be opened."""
        return self._info.warnings if self._info else ()

    def run(
        self, texts: Mapping[str, Transcript], sources: Mapping[str, Path], *, spoken: str | None
    ) -> tuple[Made, ...]:
        manifest_path = self.out / library.manifest_name(self.media.stem)
        before = library.read_manifest(manifest_path) or Manifest(tool=_tool())
        record = media_record(self.media, before.media, measure=lambda: self.info)
        spoken_tag = self._spoken(spoken, before, texts)
        records = dict(before.tracks) if before.media and before.media.sha256 == record.sha256 else {}
        known = _Known(record, dict(records))
        made = []
        for tag, transcript in texts.items():
            kind: Kind = "captions" if tag == spoken_tag else "subtitles"
            outcome, entry = self._track(transcript, sources[tag], kind, known)
            made.append(outcome)
            records[tag] = entry
        now = Manifest(tool=_tool(), spoken=spoken_tag, media=record, tracks=records)
        if now != before:
            library.write_manifest(manifest_path, now)
        self._poster()
        return tuple(made)

    def _spoken(self, spoken: str | None, before: Manifest, texts: Mapping[str, Transcript]) -> str:
        if spoken is not None:
            return language.normalise_tag(spoken)
        if before.spoken in texts:
            return before.spoken
        named = {stream.language for stream in self.info.audio}
        heard = (tag for tag in texts if tag in named or language.primary(tag) in named)
        return next(heard, next(iter(texts)))

    def _track(self, transcript: Transcript, source: Path, kind: Kind, known: _Known) -> tuple[Made, TrackRecord]:
        tag = transcript.language
        record = SourceRecord(files.shown(source.name), _sha256(files.read_bytes(source)))
        names = (library.track_name(self.media.stem, tag, kind, suffix) for suffix in self.options.extensions)
        order = _Order(
            transcript=transcript,
            source=record,
            kind=kind,
            made_from=self._fingerprint(known.media, record, kind),
            paths=tuple(self.out / name for name in names),
            before=known.tracks.get(tag),
        )
        if order.before is not None and self._is_done(order, order.before):
            return order.made("unchanged", order.before), order.before
        return self._make(order)

    def _is_done(self, order: _Order, before: TrackRecord) -> bool:
        if before.made_from != order.made_from or not all(path.exists() for path in order.paths):
            return False
        return not self.options.overwrite or _is_as_made(order.paths, before)

    def _make(self, order: _Order) -> tuple[Made, TrackRecord]:
        transcript = order.transcript
        track, timing, notes = self._time_and_cut(transcript, order.kind)
        written = {path: self._serialized(track, path.suffix) for path in order.paths}
        status = self._write(written, order.before)
        record = TrackRecord(
            language=transcript.language,
            kind=order.kind,
            title=transcript.title,
            transcript=order.source,
            profile=self.options.profile,
            sync=timing.method,
            made_at=_now(),
            made_from=order.made_from,
            files={path.name: _sha256(data) for path, data in written.items()},
            n_cues=len(track.cues),
            notes=notes,
            unspoken=tuple(UnspokenRecord(p.kind, p.text, p.paragraph) for p in transcript.unspoken),
            words=word_records(timing),
        )
        return order.made(status, record), record

    def _time_and_cut(self, transcript: Transcript, kind: Kind) -> tuple[Track, Timing, tuple[str, ...]]:
        from cuepress import cueing

        timing = self._timing(transcript)
        profile = cueing.load_profile(self.options.profile)
        cut = cueing.make_cues(transcript, timing.words, profile=profile, duration_ms=self.info.duration_ms)
        track = Track(
            cut.cues, language=transcript.language, kind=kind, label=language.autonym(transcript.language)
        )
        return track, timing, (*timing.notes, *cut.notes)

    def _timing(self, transcript: Transcript) -> Timing:
        self.report(f"time {transcript.language}", 0.0)
        timing = place(
            transcript, method=self.options.sync, duration_ms=self.info.duration_ms, speech=self._find_speech
        )
        self.report(f"time {transcript.language}", 1.0)
        return timing

    def _find_speech(self) -> SpeechMap | None:
        """Decode and search the sound once; None where there is no sound track."""
        if self._speech is None and self.info.audio:
            self._speech = listen(self.media, self.info, detector=self.options.detector, progress=self.report)
        return self._speech

    def _serialized(self, track: Track, extension: str) -> bytes:
        from cuepress import cueing, formats

        voice = cueing.load_profile(self.options.profile).voice
        options = formats.WriteOptions(newline=self.options.newline, bom=self.options.bom, voice=voice)
        return formats.serialize(track, extension=extension, options=options).data

    def _write(self, written: Mapping[Path, bytes], before: TrackRecord | None) -> Status:
        """Write what is new; leave alone what a person changed, or what came from elsewhere."""
        changed = {path: data for path, data in written.items() if not _holds(path, data)}
        if not changed:
            return "unchanged"
        if not self.options.overwrite and any(_is_foreign(path, before) for path in changed):
            return "kept"
        for path, data in changed.items():
            files.write_whole(path, data)
        return "written"

    def _poster(self) -> None:
        """Take a still for the index, once, where the media lies in a library."""
        shelf = library.library_of(self.media)
        target = self.media.with_suffix(".jpg")
        if shelf is None or shelf.captions_folder.resolve() != self.out.resolve() or target.exists():
            return
        if self.info.has_video:
            from cuepress import media as av

            av.poster(self.media, target, at_ms=self.info.duration_ms // 10)

    def _fingerprint(self, media: MediaRecord, source: SourceRecord, kind: Kind) -> str:
        """Return a hash of everything that the cues depend on."""
        from cuepress import cueing

        chosen = self.options
        profile = cueing.load_profile(chosen.profile)
        ways = (chosen.sync, chosen.detector, chosen.newline, chosen.bom, sorted(chosen.keep))
        parts = (_tool(), media.sha256, source.sha256, kind, profile, ways)
        return _sha256(repr(parts).encode())


def place(
    transcript: Transcript,
    *,
    method: SyncMethod,
    duration_ms: int,
    speech: Callable[[], SpeechMap | None],
) -> Timing:
    """Give every word its time by the method asked for; ``speech`` is only called if the method listens."""
    from cuepress.sync import plan

    if method == "duration":
        return plan.by_duration(transcript, duration_ms=duration_ms)
    heard = speech()
    if heard is None:
        timing = plan.by_duration(transcript, duration_ms=duration_ms)
        note = "the video has no sound; the words are spread over its length"
        return replace(timing, notes=(note, *timing.notes))
    return plan.by_pauses(transcript, heard, duration_ms=duration_ms)


def listen(media: Path, info: MediaInfo, *, detector: Detector, progress: Progress | None = None) -> SpeechMap:
    """Decode the sound of a video and find where somebody speaks."""
    from cuepress import media as av
    from cuepress.sync import speech

    report = progress or (lambda _step, _fraction: None)
    sound = av.decode(media, info=info, progress=lambda fraction: report("listen", fraction))
    find = speech.find_speech_silero if detector == "silero" else speech.find_speech
    return find(sound.samples, rate_hz=sound.rate_hz)


def sync(
    media: Path,
    transcript: Transcript,
    *,
    method: SyncMethod = "auto",
    detector: Detector = "energy",
    progress: Progress | None = None,
) -> Timing:
    """Give every word of a transcript its time in a recording, without making cues.

    Raises
    ------
    MediaError
        If the media cannot be used.
    """
    from cuepress import media as av

    info = av.probe(media)
    return place(
        transcript,
        method=method,
        duration_ms=info.duration_ms,
        speech=lambda: listen(media, info, detector=detector, progress=progress) if info.audio else None,
    )


def word_records(timing: Timing) -> tuple[WordRecord, ...]:
    """Return the words of a timing as `cuepress sync --json` and the manifest hold them; sounds are no words."""
    return tuple(
        WordRecord(timed.word.text, timed.start_ms, timed.end_ms, round(timed.confidence, 3), timed.word.offset)
        for timed in timing.words
        if not timed.word.is_sound
    )


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


def _checked_tags(transcripts: Mapping[str, Path]) -> dict[str, Path]:
    """Return the same with tags in their usual spelling; two spellings of one tag are one too many."""
    checked: dict[str, Path] = {}
    for tag, path in transcripts.items():
        usual = language.normalise_tag(tag)
        if usual in checked:
            raise UsageError(
                f"two transcripts for {usual}: {checked[usual].name} and {path.name}", "", "name only one"
            )
        checked[usual] = path
    return checked


def _read_all(
    sources: Mapping[str, Path], *, keep: frozenset[UnspokenKind]
) -> tuple[dict[str, Transcript], dict[str, CuepressError]]:
    texts: dict[str, Transcript] = {}
    failures: dict[str, CuepressError] = {}
    for tag, path in sources.items():
        try:
            texts[tag] = _read(path, tag, keep=keep)
        except CuepressError as failure:
            failures[tag] = failure
    wrong_usage = next((error for error in failures.values() if isinstance(error, UsageError)), None)
    if wrong_usage is not None:
        raise wrong_usage
    if not texts:
        raise next(iter(failures.values()))
    return texts, failures


def _read(path: Path, tag: str, *, keep: frozenset[UnspokenKind]) -> Transcript:
    from cuepress import transcripts

    transcript = transcripts.read_transcript(path, language=tag, keep=keep)
    check_script(transcript)
    return transcript


def check_script(transcript: Transcript) -> None:
    """Raise UsageError if a transcript is written in another script than its language tag says."""
    if language.is_written_in(transcript.text, transcript.language):
        return
    found = language.likely_tag(transcript.text)
    advice = f"perhaps the tag is {found} ({language.english_name(found)})" if found else "check the tag"
    name = language.english_name(transcript.language)
    raise UsageError(f"the text is not written as {transcript.language} ({name}) is", transcript.source, advice)


def _captions_folder(media: Path) -> Path:
    shelf = library.library_of(media.absolute())
    return shelf.captions_folder if shelf else Path("captions")


def _holds(path: Path, data: bytes) -> bool:
    return path.is_file() and path.read_bytes() == data


def _is_foreign(path: Path, before: TrackRecord | None) -> bool:
    """Tell whether a file is there that is not as we wrote it."""
    return path.exists() and (before is None or not _is_as_made((path,), before))


def _is_as_made(paths: tuple[Path, ...], record: TrackRecord) -> bool:
    return all(record.files.get(path.name) == _sha256(path.read_bytes()) for path in paths)


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _tool() -> str:
    from cuepress import __version__

    return f"cuepress {__version__}"


def _now() -> str:
    from datetime import UTC, datetime

    return datetime.now(UTC).isoformat(timespec="seconds")
