"""From a media file and a transcript to timed words: opens and decodes once, chooses the method, says what it did.

The transcript of the language that is spoken is found in the sound word by word; any other is laid over its
pauses. What a document only suspects to be unspoken, a title or a heading, is decided by the sound.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Literal

from cuepress.errors import MediaError, SyncError, UsageError
from cuepress.model import Cue, Transcript, UnspokenKind
from cuepress.sync.glossary import NONE, Glossary
from cuepress.sync.timing import Timing, moved
from cuepress.timecode import MS_PER_S, short_clock

if TYPE_CHECKING:
    from cuepress.media import MediaInfo, Source
    from cuepress.sync.acoustics import Acoustics
    from cuepress.sync.hear import Reading
    from cuepress.sync.hints import Hinted
    from cuepress.sync.speech import SpeechMap
    from cuepress.timing.keeping import Keeping, Key

SyncMethod = Literal["auto", "speech", "pauses", "duration"]
SYNC_METHODS: tuple[SyncMethod, ...] = ("auto", "speech", "pauses", "duration")
Detector = Literal["energy", "silero"]
# Thirty times as fast as speech; no rounding of a right text comes near it. Not every script parts its words.
_MOST_WORDS_A_SECOND, _MOST_CHARACTERS_A_SECOND = 100, 600
_ASKED = "it was asked for"
ANOTHER_LANGUAGE = "another language is spoken"
_FRAME_MS = 10  # a part of the sound begins with a whole frame
Progress = Callable[[str, float], None]
"""Called with the name of a step and how much of it is done, from 0 to 1. A name may be a sentence, to be said."""
FIRST_RUN = "First run: compiling the inner loops takes some seconds, once."


@dataclass(frozen=True, slots=True)
class Stretch:
    """The part of a media file that holds the text; None is its own beginning or end."""

    start_ms: int | None = None
    end_ms: int | None = None

    def within(self, duration_ms: int) -> tuple[int, int]:
        """Return from when to when that is in a file of this length.

        Raises
        ------
        UsageError
            If there is no such part in it.
        """
        start_ms, end_ms = self.start_ms or 0, duration_ms if self.end_ms is None else self.end_ms
        length = f"the media lasts {short_clock(duration_ms)}"
        if end_ms > duration_ms:
            raise UsageError(f"{short_clock(end_ms)} is after the end", "--end", length)
        if start_ms >= duration_ms > 0:
            raise UsageError(f"{short_clock(start_ms)} is after the end", "--start", length)
        if start_ms >= end_ms > 0:
            raise UsageError("the part begins at its end or later", "--start", f"it ends at {short_clock(end_ms)}")
        return start_ms, end_ms


@dataclass(slots=True)
class Recording:
    """A media file: probed, decoded and searched for speech once each, when first asked for.

    ``stretch`` is the part that is listened to, ``near`` are the cues of a rough track of it, ``glossary`` is what
    is known of words that mean the same in its transcripts. What is heard is kept in ``keeping`` for later runs,
    under the ``sha256`` of the file; with None it is not kept.
    """

    path: Path
    detector: Detector = "energy"
    spoken: str = ""
    report: Progress = field(default=lambda _step, _fraction: None)
    stretch: Stretch = Stretch()
    near: tuple[Cue, ...] = ()
    glossary: Glossary = NONE
    keeping: Keeping | None = None
    sha256: str = ""
    _info: MediaInfo | None = None
    _source: Source | None = None
    _acoustics: Acoustics | None = None
    _shots_ms: tuple[int, ...] | None = None
    _unkept: str = ""
    _unseen: str = ""

    @property
    def info(self) -> MediaInfo:
        if self._info is None:
            from cuepress import media

            self._info = media.probe(self.path)
        return self._info

    @property
    def acoustics(self) -> Acoustics:
        """What is heard in the sound track that holds speech, on the clock of the player."""
        if self._acoustics is None:
            self._acoustics = replace(self._kept() or self._listened(), duration_ms=self.info.duration_ms)
        return self._acoustics

    def _kept(self) -> Acoustics | None:
        """Return what an earlier run heard, if it is still there."""
        from cuepress.media import Source

        kept = self.keeping.read(self._key()) if self.keeping else None
        if kept is None:
            return None
        self._source = Source(kept.stream, kept.warnings)
        return kept.sound

    def _listened(self) -> Acoustics:
        from cuepress import media
        from cuepress.sync.acoustics import Listener
        from cuepress.timing.keeping import Kept

        listener = Listener(self.detector)
        self._source = media.listen(
            self.path,
            listener.take,
            info=self.info,
            language=self.spoken,
            progress=lambda fraction: self.report("listen", fraction),
        )
        sound = listener.finish()
        if self.keeping is not None:
            self._unkept = self.keeping.write(self._key(), Kept(sound, self._source.stream, self._source.warnings))
        return sound

    @property
    def shots_ms(self) -> tuple[int, ...]:
        """When its shots change, on the clock of the player; nothing where the picture cannot be read."""
        if self._shots_ms is None:
            kept = self.keeping.read_shots(self.sha256) if self.keeping else None
            self._shots_ms = self._watched() if kept is None else kept
        return self._shots_ms

    def _watched(self) -> tuple[int, ...]:
        from cuepress import media

        try:
            found = media.find_shots(
                self.path, info=self.info, progress=lambda fraction: self.report("find shot changes", fraction)
            )
        except MediaError as failure:  # the words are heard all the same
            self._unseen = f"shot changes cannot be found: {failure}"
            return ()
        if not self.info.has_video:
            self._unseen = "there is no picture, so there are no shot changes"
        elif self.keeping is not None:
            self._unseen = self.keeping.write_shots(self.sha256, found)
        return found

    def _key(self) -> Key:
        from cuepress.timing.keeping import Key

        return Key(self.sha256, self.spoken if len(self.info.audio) > 1 else "", self.detector)

    @property
    def bounds(self) -> tuple[int, int]:
        """From when to when the media is listened to, in ms."""
        return self.stretch.within(self.info.duration_ms)

    @property
    def length_ms(self) -> int:
        start_ms, end_ms = self.bounds
        return end_ms - start_ms

    @property
    def heard(self) -> Acoustics:
        """What is heard in the part that is listened to; its time 0 is the part's."""
        if self.stretch == Stretch():
            return self.acoustics
        return self.acoustics.excerpt(*self.bounds)

    @property
    def speech(self) -> SpeechMap:
        return self.heard.speech

    @property
    def notes(self) -> tuple[str, ...]:
        """What opening the file showed so far; nothing where it did not have to be opened."""
        opened = (self._info, self._source)
        said = tuple(warning for part in opened if part is not None for warning in part.warnings)
        seen = "" if self._shots_ms is None or self._unseen else _in_words(len(self._shots_ms))
        return (*said, *filter(None, (self._unkept, self._unseen, seen)))


def _in_words(n_shots: int) -> str:
    """Say how many shot changes were found."""
    if n_shots == 0:
        return "no shot changes found in the picture"
    return f"{n_shots:,} shot change{'s' * (n_shots > 1)} found in the picture"


def time_document(
    transcript: Transcript,
    read_with: Callable[[frozenset[UnspokenKind]], Transcript],
    recording: Recording,
    *,
    method: SyncMethod,
    force: bool = False,
) -> tuple[Transcript, Timing]:
    """Time a document whose titles and headings may be spoken or not.

    Parameters
    ----------
    transcript
        The document without the parts that are suspected to be unspoken.
    read_with
        Reads the document again with kinds of parts taken in.

    Returns
    -------
    The transcript of what is spoken, and the times of its words.
    """
    kinds = suspected(transcript)
    if kinds and may_listen(transcript, recording, method):
        full = read_with(kinds)
        timing = time_words(full, recording, method=method, force=force)
        if timing.method == "speech":
            return heard_parts(full, transcript, timing)
    return transcript, time_words(transcript, recording, method=method, force=force)


def time_words(
    transcript: Transcript,
    recording: Recording,
    *,
    method: SyncMethod,
    force: bool = False,
) -> Timing:
    """Give every word its time by the method asked for.

    Parameters
    ----------
    force
        Take a text that does not seem to be what is spoken.

    Raises
    ------
    SyncError
        If the text is not what is spoken, or far too long for the recording.
    """
    start_ms, end_ms = recording.bounds
    check_pace(transcript, end_ms - start_ms)
    timing = _time(transcript, recording, method=method, force=force)
    if recording.stretch == Stretch():
        return timing
    return moved(timing, start_ms - start_ms % _FRAME_MS, first_ms=start_ms, last_ms=end_ms)


def _time(transcript: Transcript, recording: Recording, *, method: SyncMethod, force: bool) -> Timing:
    """Time the words on the clock of the part that is listened to."""
    if may_listen(transcript, recording, method):
        try:
            timing = _listen(transcript, recording)
        except SyncError as failure:
            if method == "speech":
                raise
            planned = _plan(transcript, recording, method, failure.what)
            if planned.method != "pauses":  # it says itself why there is nothing to lay the words over
                return planned
            return _noted(planned, f"{failure.what}; the times are by the pauses in the sound instead")
        if timing.is_foreign and not force:
            raise SyncError(
                "this text is not what is spoken in the video",
                transcript.source,
                "check the file, its language tag and which language is spoken, or add --force",
            )
        return timing
    return _plan(transcript, recording, method)


def _plan(transcript: Transcript, recording: Recording, method: SyncMethod, why_unheard: str = "") -> Timing:
    """Time a text without listening for its words; ``why_unheard`` says why that could not be done."""
    from cuepress.sync import plan

    duration_ms = recording.length_ms
    if method == "duration":
        return _because(plan.by_duration(transcript, duration_ms=duration_ms), _ASKED)
    if not recording.info.audio:
        timing = plan.by_duration(transcript, duration_ms=duration_ms)
        note = "the video has no sound; the words are spread over its length"
        return _because(_noted(timing, note), "the video has no sound")
    timing = _with_sounds(plan.by_pauses(transcript, recording.speech, duration_ms=duration_ms), recording)
    return _because(timing, _ASKED if method == "pauses" else why_unheard or ANOTHER_LANGUAGE)


def _because(timing: Timing, reason: str) -> Timing:
    return replace(timing, reason=timing.reason or reason)


def check_pace(transcript: Transcript, duration_ms: int) -> None:
    """Refuse a text that nobody could read a part of: it would take minutes to cut it into nothing."""
    seconds = max(duration_ms / MS_PER_S, 1)
    for n, unit, most in (
        (len(transcript.words), "words", _MOST_WORDS_A_SECOND),
        (len(transcript.text), "characters", _MOST_CHARACTERS_A_SECOND),
    ):
        if n > most * seconds:
            raise SyncError(
                f"{n:,} {unit} in {short_clock(duration_ms)} are far too many",
                transcript.source,
                "is it the transcript of this video?",
            )


def _listen(transcript: Transcript, recording: Recording) -> Timing:
    from cuepress.sync import compiling, hear, passages

    if not compiling.is_compiled():
        recording.report(FIRST_RUN, 0.0)
    told = _hinted(transcript, recording)
    with _reading_aloud(transcript) as reading:
        sound = recording.heard
        timing = hear.by_speech(
            transcript,
            sound,
            hints=told.hints,
            reading=reading.result(),
            progress=lambda fraction: recording.report(f"find {transcript.language}", fraction),
        )
    timing = _with_sounds(timing, recording)
    mismatched = passages.without_sounds(timing.passages, timing.words)
    found = (*mismatched, *passages.doubtful(transcript, timing.words))
    return replace(
        timing,
        notes=(*timing.notes, *told.notes),
        passages=tuple(sorted(found, key=lambda passage: passage.start_ms)),
        reason="its language is the one spoken",
    )


@contextmanager
def _reading_aloud(transcript: Transcript) -> Iterator[Future[Reading]]:
    """Let the voice read a text while something else is done, such as decoding the sound; stop it at the end."""
    from cuepress.sync import hear

    is_over = Event()

    def go_on(_fraction: float) -> None:
        if is_over.is_set():
            raise SyncError("nobody waits for this text any more")

    with ThreadPoolExecutor(max_workers=1) as pool:
        try:
            yield pool.submit(hear.read, transcript, progress=go_on)
        finally:
            is_over.set()


def _hinted(transcript: Transcript, recording: Recording) -> Hinted:
    """Gather what is already said of the times: by the transcript's stamps and by a rough track."""
    from cuepress.sync import hints

    begin_ms, length_ms = recording.bounds[0], recording.length_ms
    told = hints.from_stamps(transcript, duration_ms=length_ms, begin_ms=begin_ms)
    if not recording.near:
        return told
    return hints.together(
        told, hints.from_cues(transcript, recording.near, duration_ms=length_ms, begin_ms=begin_ms)
    )


def _with_sounds(timing: Timing, recording: Recording) -> Timing:
    """Put the sounds of the text where there is noise."""
    from cuepress.sync import noises

    return replace(timing, words=noises.placed(timing.words, recording.heard))


def with_sounds(timing: Timing, recording: Recording) -> Timing:
    """Do the same for times on the clock of the whole media; without sounds, nothing has to be heard."""
    if not recording.info.audio or not any(timed.word.is_sound for timed in timing.words):
        return timing
    start_ms, end_ms = recording.bounds
    base_ms = 0 if recording.stretch == Stretch() else start_ms - start_ms % _FRAME_MS
    inside = _with_sounds(moved(timing, -base_ms, first_ms=0, last_ms=end_ms - base_ms), recording)
    return moved(inside, base_ms, first_ms=start_ms, last_ms=end_ms)


def _noted(timing: Timing, note: str) -> Timing:
    return replace(timing, notes=(note, *timing.notes))


def heard_parts(full: Transcript, strict: Transcript, timing: Timing) -> tuple[Transcript, Timing]:
    """Keep of the suspected parts those that are heard.

    Parameters
    ----------
    full
        The transcript with every suspected part taken in; ``timing`` is of its words.
    strict
        The same document without them.

    Returns
    -------
    The transcript with the parts that are spoken, and the timing of its words.
    """
    doubted = {part.text for part in strict.unspoken if not part.is_certain}
    spoken_words = {timed.word.paragraph for timed in timing.words if timed.is_spoken}
    kept = [
        index
        for index, paragraph in enumerate(full.paragraphs)
        if paragraph.text not in doubted or index in spoken_words
    ]
    transcript = with_paragraphs(full, strict, kept)
    heard = {paragraph.text for paragraph in transcript.paragraphs}
    remaining = [timed for timed in timing.words if timed.word.paragraph in set(kept)]
    words = tuple(replace(timed, word=word) for timed, word in zip(remaining, transcript.words, strict=True))
    passages = tuple(passage for passage in timing.passages if not _is_left_out(passage.text, doubted - heard))
    return transcript, replace(timing, words=words, passages=passages)


def with_paragraphs(full: Transcript, strict: Transcript, kept: Collection[int]) -> Transcript:
    """Return a document with some of its paragraphs; ``strict`` is the one without what is suspected."""
    paragraphs = tuple(each for index, each in enumerate(full.paragraphs) if index in kept)
    said = {paragraph.text for paragraph in paragraphs}
    unspoken = tuple(part for part in strict.unspoken if part.is_certain or part.text not in said)
    return replace(full, paragraphs=paragraphs, unspoken=unspoken)


def suspected(transcript: Transcript) -> frozenset[UnspokenKind]:
    """Return the kinds of parts that the document only suggests to be unspoken."""
    return frozenset(part.kind for part in transcript.unspoken if not part.is_certain)


def may_listen(transcript: Transcript, recording: Recording, method: SyncMethod) -> bool:
    """Tell whether the words of a transcript are to be looked for in the sound, which need not be decoded yet."""
    if method in {"pauses", "duration"} or not recording.info.audio:
        return False
    return recording.spoken in {"", transcript.language}


def _is_left_out(text: str, parts: set[str]) -> bool:
    """Tell whether a passage consists of parts that were suspected to be unspoken anyway."""
    return all(line in parts for line in text.split("\n\n"))
