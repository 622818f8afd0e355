"""Files in, a report out: opens tracks, hears the media, reads transcripts and profiles, and has it all checked.

The rules are in ``checks``, which opens nothing. What they know of guidelines and grammar they are told from here.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from cuepress import files, formats, language, library
from cuepress.checks import (
    Heard,
    Limit,
    Material,
    ProfileUsed,
    RawFile,
    Report,
    Speed,
    check_set,
    check_track,
    merged,
    rules,
    unreadable,
)
from cuepress.errors import CuepressError, MediaError, TrackError
from cuepress.formats.decoding import decode
from cuepress.model import KINDS, Kind, Track, Transcript

if TYPE_CHECKING:
    from cuepress.cueing import Limits, Profile
    from cuepress.manifest import Manifest

Progress = Callable[[str, float], None]
_PIPED = Path("-")
_MANY = 24  # fewer tracks are checked before other processes have begun
_CHUNK = 8
_SLOWEST_FPS = 23
_HASHED_AT_ONCE = 1 << 20
# Words that are parts of the next one: l’ qu’ dell’ s’; in English such a word is whole (the boys’).
_ELIDED = re.compile(
    r"[\W_]*(?:[cdjlmnst]|(?:jus|lors|puis|quoi)?qu|(?:d|n|s)?all|[dns]ell|un|quest|bell)['’]", re.IGNORECASE
)
_ELIDING = frozenset({"fr", "it", "ca", "oc"})


@dataclass(frozen=True, slots=True)
class CheckOptions:
    """What a check is held against.

    ``profile`` is a name or a TOML file. ``tag`` and ``kind`` go before what a file's name says. ``transcripts``
    are by language tag; ``media`` is the video or sound of all tracks, ``spoken`` its language. ``keep_cues``
    takes the cues into the report, for a picture of them. ``made_at`` is the time to write into it. ``piped`` is
    what the name ``-`` stands for.
    """

    profile: str = "cuepress"
    tag: str | None = None
    kind: Kind | None = None
    media: Path | None = None
    spoken: str = ""
    transcripts: Mapping[str, Path] = field(default_factory=dict)
    keep_cues: bool = True
    made_at: str = ""
    n_processes: int = 2
    piped: bytes | None = None


DEFAULTS = CheckOptions()


@dataclass(frozen=True, slots=True)
class InHand:
    """A track that somebody else has opened: how it is called, its bytes, its language, and its kind.

    ``extension`` is that of its format, with the dot; ``is_kind_said``: the kind stands somewhere and is no guess.
    """

    name: str
    data: bytes
    tag: str
    kind: Kind
    extension: str = ".vtt"
    is_kind_said: bool = True


def check_files(
    paths: Sequence[Path], *, options: CheckOptions = DEFAULTS, progress: Progress = lambda _step, _done: None
) -> Report:
    """Check tracks, each by itself and those of one video beside each other; one bad file does not stop the rest.

    Raises
    ------
    UsageError
        If the profile or a language tag is unknown.
    MediaError, TranscriptError
        If the media or a transcript cannot be read.
    """
    used = _Given(options, progress)
    done: list[Report] = []
    for report in _each(paths, used):
        done.append(report)
        progress("check", len(done) / len(paths))
    done += _sets(paths, used)
    return replace(merged(done), rules=tuple(rules()))


def check_in_hand(
    sets: Sequence[Sequence[InHand]],
    *,
    options: CheckOptions = DEFAULTS,
    progress: Progress = lambda _step, _done: None,
) -> Report:
    """Check tracks that are opened already, each by itself and those of one set beside each other.

    Language and kind are as each track has them, whatever the options say.

    Raises
    ------
    UsageError
        If the profile is unknown.
    MediaError, TranscriptError
        If the media or a transcript cannot be read.
    """
    used = _Given(options, progress)
    done = [Report(_tool(), options.made_at)]
    for together in sets:
        materials = [used.read(each) for each in together]
        done += (
            check_track(each, tool=_tool(), made_at=options.made_at, keep_cues=options.keep_cues)
            for each in materials
        )
        done.append(check_set(materials, tool=_tool(), made_at=options.made_at))
    return replace(merged(done), rules=tuple(rules()))


def check_one(track: Track, *, name: str = "", options: CheckOptions = DEFAULTS) -> Report:
    """Check a track that is in memory: all but its syntax."""
    used = _Given(options, lambda _step, _done: None)
    return check_track(used.material(track, name), tool=_tool(), made_at=options.made_at)


def _tool() -> str:
    from cuepress import __version__

    return f"cuepress {__version__}"


class _Given:
    """What all tracks of a run are held against, read once."""

    def __init__(self, options: CheckOptions, progress: Progress) -> None:
        from cuepress import cueing

        self.options = options
        self.profile = cueing.load_profile(options.profile)
        self.judge = ProfileJudge(self.profile)
        self.heard = hear(options.media, progress) if options.media else None
        self.transcripts = {tag: _transcript(path, tag) for tag, path in options.transcripts.items()}

    def check(self, path: Path) -> Report:
        """Check one file."""
        options = self.options
        try:
            material = self.load(path)
        except CuepressError as failure:
            reason = f"{failure.what}; {failure.next_step}" if failure.next_step else failure.what
            return unreadable(
                files.shown(path), reason, tool=_tool(), made_at=options.made_at, material=self._bare(path)
            )
        return check_track(material, tool=_tool(), made_at=options.made_at, keep_cues=options.keep_cues)

    def _bare(self, path: Path) -> Material | None:
        """Return what a file holds that is no track, if it can be opened: its text, without cues."""
        try:
            data = self._bytes(path)
        except TrackError:
            if not path.is_file() or path.stat().st_size:
                return None
            data = b""
        decoded = decode(data)
        raw = RawFile(data, decoded.text, decoded.encoding, path.suffix.lower())
        track = Track((), formats.named(path.name)[0])
        return self.material(track, files.shown(path), raw, sha256=hashlib.sha256(data).hexdigest())

    def _bytes(self, path: Path) -> bytes:
        piped = self.options.piped
        return files.read_bytes(path, error=TrackError) if piped is None or path != _PIPED else piped

    def load(self, path: Path) -> Material:
        data = self._bytes(path)
        named_tag, named_kind = formats.named(path.name)
        tag = self.options.tag or named_tag
        spoken, made_kind = _told_by_manifest(path, tag)
        said_kind = self.options.kind or (named_kind if f".{named_kind}." in path.name else made_kind)
        found = InHand(
            files.shown(path), data, tag, said_kind or named_kind, path.suffix, is_kind_said=said_kind is not None
        )
        material = self.read(found)
        return replace(material, spoken=self.options.spoken or spoken)

    def read(self, found: InHand) -> Material:
        """Read a track that is opened.

        Raises
        ------
        TrackError
            If it is none.
        """
        data, tag, kind = found.data, found.tag, found.kind
        reading = formats.parse(data, extension=found.extension, language=tag, kind=kind, where=found.name)
        decoded = decode(data, language=tag)
        extension = ".vtt" if formats.webvtt.has_signature(decoded.text) else ".srt"
        raw = RawFile(data, decoded.text, decoded.encoding, extension)
        sha256 = hashlib.sha256(data).hexdigest()
        material = self.material(reading.track, found.name, raw, reading.lines, sha256)
        return replace(material, spoken=self.options.spoken, is_kind_said=found.is_kind_said)

    def material(
        self,
        track: Track,
        name: str,
        raw: RawFile | None = None,
        lines: tuple[int, ...] = (),
        sha256: str = "",
    ) -> Material:
        transcript, transcript_sha256 = self._transcript_of(track)
        profile = profile_used(self.profile, track.language, self.heard.fps if self.heard else None)
        return Material(
            name,
            track,
            profile,
            self.judge,
            raw,
            lines,
            sha256,
            self.heard,
            transcript,
            transcript_sha256,
        )

    def _transcript_of(self, track: Track) -> tuple[Transcript | None, str]:
        """Return the transcript in the track's language; a single one also serves a track that names none."""
        found = self.transcripts.get(track.language)
        if found is None and track.language == language.UNDETERMINED and len(self.transcripts) == 1:
            found = next(iter(self.transcripts.values()))
        return found or (None, "")


def _narrowed(profile: Profile, tag: str) -> Profile:
    """Return a profile as it is for one language, so that nothing has to be looked up for each cue."""
    return replace(
        profile, general=profile.for_language(tag), languages=(), counting=profile.counting_for(tag), countings=()
    )


def _told_by_manifest(path: Path, tag: str) -> tuple[str, Kind | None]:
    """Return the language of the sound and the kind of a track as its own manifest says them, if it has one."""
    try:
        made = _manifest(path.parent / library.manifest_name(path.name.split(".", maxsplit=1)[0]))
    except CuepressError:  # a manifest that is none is no matter of the track
        return "", None
    if made is None:
        return "", None
    record = made.tracks.get(tag)
    kind = next((each for each in KINDS if record is not None and each == record.kind), None)
    return made.spoken, kind


@lru_cache(maxsize=16)
def _manifest(path: Path) -> Manifest | None:
    return library.read_manifest(path)


class ProfileJudge:
    """A profile and the grammar of languages, as the rules ask for them."""

    def __init__(self, profile: Profile) -> None:
        self.profile = profile
        self._narrowed: dict[str, Profile] = {}

    def speed(self, text: str, duration_ms: int, tag: str) -> Speed:
        from cuepress import cueing

        if tag not in self._narrowed:
            self._narrowed[tag] = _narrowed(self.profile, tag)
        found = cueing.speed(text, duration_ms, tag=tag, profile=self._narrowed[tag])
        return Speed(found.value, found.limit, found.unit)

    def bad_end(self, before: str, after: str, tag: str) -> str:
        if not language.is_unspaced(tag):
            before, after = (before.split() or [""])[-1], (after.split() or [""])[0]
        if after and _ELIDED.fullmatch(before) and language.primary(tag) in _ELIDING:
            return "it has lost its vowel to the word that follows"
        return _never_last(before, after, tag) if before and after else ""


@lru_cache(maxsize=1 << 14)
def _never_last(before: str, after: str, tag: str) -> str:
    from cuepress.cueing import grammar

    return grammar.never_last(before, after, tag)


@lru_cache(maxsize=256)
def profile_used(profile: Profile, tag: str, fps: float | None = None) -> ProfileUsed:
    """Return the limits of a profile in a language, each with what is known of it.

    Where the frame rate is not known, frames are those of 25 a second.
    """
    from cuepress.cueing.profile import UNITS, at_frame_rate

    stated, limits = dict(profile.stated), at_frame_rate(profile.for_language(tag), fps)
    parts = tag.split("-")
    wider = ["-".join(parts[:count]) for count in range(len(parts), 0, -1)]
    found: list[Limit] = []
    for name, unit in UNITS.items():
        keys = [*(f"{each}.{key}" for each in wider for key in _keys(name)), *_keys(name)]
        about = next((stated[key] for key in keys if key in stated), None)
        value = float(getattr(limits, name))
        if about is None or name.endswith("_frames"):
            continue
        found.append(Limit(name, value, unit, about.rule, about.source, about.sure, _frames(limits, name)))
    return ProfileUsed(profile.name, profile.title, tag, tuple(found))


def _frames(limits: Limits, name: str) -> int:
    return int(getattr(limits, name.replace("_ms", "_frames"), 0)) if name.endswith("_ms") else 0


def _keys(name: str) -> tuple[str, ...]:
    """Return how a limit may be stated: in ms or in frames."""
    return (name, name.replace("_ms", "_frames")) if name.endswith("_ms") else (name,)


def _transcript(path: Path, tag: str) -> tuple[Transcript, str]:
    from cuepress import transcripts

    read = transcripts.read_transcript(path, language=tag)
    return read, hashlib.sha256(path.read_bytes()).hexdigest()


def hear(media: Path, progress: Progress = lambda _step, _done: None) -> Heard:
    """Listen to the media, once for all tracks.

    Raises
    ------
    MediaError
        If it cannot be used.
    """
    from cuepress import pipeline
    from cuepress.job.runs import Options

    files.check_is_file(media, error=MediaError)
    sound = pipeline.recording_of(media, Options(), progress)
    name, sha256 = files.shown(media), _sha256(media)
    rate = sound.info.frame_rate
    fps = float(rate) if rate and rate >= _SLOWEST_FPS else None  # a talk of slides has a few pictures a second
    if not sound.info.audio:
        return Heard(name, sha256, sound.info.duration_ms, has_sound=False, fps=fps)
    from cuepress.sync import loud

    speech = sound.speech
    return Heard(name, sha256, sound.info.duration_ms, speech.intervals, fps=fps, loud=loud.loud_stretches(speech))


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_HASHED_AT_ONCE):
            digest.update(piece)
    return digest.hexdigest()


def _each(paths: Sequence[Path], given: _Given) -> Iterator[Report]:
    """Yield the report of each file; many are shared among processes, since the rules are all Python."""
    if len(paths) < _MANY or given.options.n_processes < 2:
        yield from map(given.check, paths)
        return
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(given.options.n_processes, initializer=_begin, initargs=(given,)) as pool:
        yield from pool.map(_check_there, paths, chunksize=_CHUNK)


_there: list[_Given] = []


def _begin(given: _Given) -> None:
    """Keep in another process what its tracks are held against."""
    _there[:] = [given]


def _check_there(path: Path) -> Report:
    return replace(_there[0].check(path), rules=())  # they are the same for all, and long


def _sets(paths: Sequence[Path], given: _Given) -> Iterator[Report]:
    """Check the tracks of each video beside each other: files of one folder whose names begin alike."""
    groups: dict[tuple[Path, str], list[Path]] = {}
    for path in paths:
        groups.setdefault((path.parent, path.name.split(".", maxsplit=1)[0]), []).append(path)
    for group in groups.values():
        by_track = {formats.named(path.name): path for path in sorted(group, reverse=True)}  # .vtt before .srt
        if len(by_track) < 2 and len(groups) > 1:
            continue
        loaded = list(_loaded(by_track.values(), given)) if len(by_track) > 1 else []
        yield check_set(loaded, tool=_tool(), made_at=given.options.made_at)


def _loaded(paths: Iterable[Path], given: _Given) -> Iterator[Material]:
    for path in paths:
        try:
            yield given.load(path)
        except CuepressError:  # it has its own report
            continue
