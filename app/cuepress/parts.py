"""Several files as the parts of one talk, with one transcript for all of them.

    part 1, part 2 … ──► joined sound ──► the whole text is timed once ──► words by part ──► tracks of each part

Each part gets the tracks and the manifest that it would have alone; words keep their places in the whole text.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate, pairwise
from pathlib import Path

from cuepress import files, library, pipeline
from cuepress.errors import MediaError, SyncError, UsageError
from cuepress.job.runs import Captioned, Options
from cuepress.model import Transcript
from cuepress.sync import naming
from cuepress.sync.timing import Passage, Timing, moved
from cuepress.timing import translations
from cuepress.timing.excerpts import excerpt
from cuepress.timing.originals import Original
from cuepress.timing.recording import Progress, Recording
from cuepress.timing.translations import ReadWith, Timed


def caption(
    media: Sequence[Path],
    transcripts: Mapping[str, Path] | None = None,
    *,
    spoken: str | None = None,
    out: Path | None = None,
    options: Options | None = None,
    progress: Progress | None = None,
) -> tuple[Captioned, ...]:
    """Make the tracks of a talk that lies in several files; see :func:`cuepress.pipeline.caption`.

    Parameters
    ----------
    media
        The files in the order of the talk; one alone is a talk as well.
    transcripts
        None takes those beside the first file.

    Raises
    ------
    UsageError
        Also if the files cannot be the parts of one talk.
    """
    if len(media) == 1:
        alone = pipeline.caption(media[0], transcripts, spoken=spoken, out=out, options=options, progress=progress)
        return (alone,)
    chosen = options or Options()
    _check(media, transcripts, out, chosen)
    documents = library.transcripts_beside(media[0]) if transcripts is None else transcripts
    report = progress or (lambda _step, _fraction: None)
    talk = Talk(tuple(pipeline.recording_of(path, chosen, report) for path in media))
    key = tuple(_sha256(sound, out) for sound in talk.parts)
    done = []
    for index, path in enumerate(media):
        part = Part(talk, index, (*key, f"part {index + 1}"))
        done.append(
            pipeline.caption(
                path, documents, spoken=spoken, out=out, options=chosen, progress=progress, whole=part
            )
        )
        spoken = spoken or talk.parts[0].spoken
    return tuple(done)


def _check(
    media: Sequence[Path], transcripts: Mapping[str, Path] | None, out: Path | None, chosen: Options
) -> None:
    """Refuse what cannot be the parts of one talk, before anything is opened."""
    if (chosen.start_ms, chosen.end_ms) != (None, None):
        raise UsageError("they are for one file", "--start, --end", "name one file, or leave them out")
    taken: dict[tuple[Path, str], Path] = {}
    for path in media:
        files.check_is_file(path, error=MediaError)
        target = ((out or pipeline.captions_folder(path)).resolve(), path.stem)
        if target in taken:
            both = f"{files.shown(taken[target])} and {files.shown(path)}"
            raise UsageError(f"two parts would have the same tracks: {both}", "", "give them names of their own")
        taken[target] = path
    for path in media[1:] if transcripts is None else ():
        if library.transcripts_beside(path):
            raise UsageError(
                "it has a transcript of its own, and would be a part of the talk before it",
                files.shown(path),
                "caption it alone, or name the transcript of the whole talk with --transcript",
            )


def _sha256(sound: Recording, out: Path | None) -> str:
    pipeline.keep_in(sound, out or pipeline.captions_folder(sound.path))
    return sound.sha256


@dataclass(slots=True)
class Talk:
    """The files of a talk, and its texts timed over all of them, once each, when first asked for."""

    parts: tuple[Recording, ...]
    _joint: Recording | None = None
    _begins_ms: tuple[int, ...] = ()
    _timed: dict[str, Timed | SyncError] = field(default_factory=dict)

    def timed(
        self, transcript: Transcript, read_with: ReadWith, options: Options, originals: Sequence[Original] = ()
    ) -> Timed:
        """Time a whole text; a translation by the whole of what is spoken, if that is among the originals.

        Raises
        ------
        SyncError
            If it is not what is spoken; every time that it is asked for.
        """
        tag = transcript.language
        if tag not in self._timed:
            try:
                self._timed[tag] = translations.time_document_like(
                    transcript, read_with, self.joint(), originals, method=options.sync, force=options.force
                )
            except SyncError as failure:
                self._timed[tag] = failure
        found = self._timed[tag]
        if isinstance(found, SyncError):
            raise found
        return found

    def joint(self) -> Recording:
        """Return the talk as one recording."""
        if self._joint is None:
            from cuepress.sync.acoustics import joined

            first = self.parts[0]
            for part in self.parts:
                part.spoken = first.spoken
                if not part.info.audio:
                    advice = "leave it out, or caption it alone"
                    raise MediaError("this part of the talk has no sound", files.shown(part.path), advice)
            heard = [part.acoustics for part in self.parts]
            sound = joined(heard)
            self._begins_ms = tuple(accumulate((10 * len(each.frames) for each in heard[:-1]), initial=0))
            info = replace(first.info, duration_ms=sound.duration_ms)
            self._joint = replace(first, keeping=None, _info=info, _acoustics=sound)
        return self._joint

    @property
    def begins_ms(self) -> tuple[int, ...]:
        """When each part begins in the joint recording."""
        self.joint()
        return self._begins_ms


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a talk: ``pipeline.Whole`` for the pipeline."""

    talk: Talk
    index: int
    key: tuple[str, ...]

    @property
    def sound(self) -> Recording:
        return self.talk.parts[self.index]

    def timed(self, transcript: Transcript, read_with: ReadWith, options: Options) -> tuple[Transcript, Timing]:
        found = self.talk.timed(transcript, read_with, options)
        return found.transcript, found.timing

    def time(
        self, transcript: Transcript, read_with: ReadWith, options: Options, originals: Sequence[Original]
    ) -> Timed:
        found = self.talk.timed(transcript, read_with, options, originals)
        whole = found.transcript
        # A sentence has the same id in every part; what is said again is numbered through the whole talk.
        timing = naming.named(whole, found.timing, is_spoken=whole.language == self.sound.spoken)
        first, last = divided(timing, self.talk.begins_ms)[self.index]
        if first == last:
            where = files.shown(self.sound.path)
            raise SyncError(
                f"nothing of {whole.source} is said in this part", where, "does it belong to the talk?"
            )
        text = excerpt(whole, first, last, title=self._title(whole.title))
        words = tuple(
            replace(timed, word=word) for timed, word in zip(timing.words[first:last], text.words, strict=True)
        )
        inside = replace(timing, words=words, passages=tuple(self._passages(timing)))
        if self.index:
            inside = replace(inside, notes=())  # they were said with the first part
        begin_ms = self.talk.begins_ms[self.index]
        here = moved(inside, -begin_ms, first_ms=0, last_ms=self.sound.info.duration_ms)
        return Timed(text, here, found.original, whole.words[first].offset)

    def _title(self, title: str) -> str:
        return f"{title} ({self.index + 1}/{len(self.talk.parts)})" if title else ""

    def _passages(self, timing: Timing) -> Iterator[Passage]:
        """Yield the passages of this part: those whose middle is in it."""
        begins_ms = self.talk.begins_ms
        for passage in timing.passages:
            middle = (passage.start_ms + passage.end_ms) / 2
            if bisect_right(begins_ms, middle) - 1 == self.index:
                yield passage


def divided(timing: Timing, begins_ms: Sequence[int]) -> list[tuple[int, int]]:
    """Return the words of each part, half-open: a word is said where its middle is."""
    middles = [(timed.start_ms + timed.end_ms) / 2 for timed in timing.words]
    borders = [0, *(bisect_left(middles, begin) for begin in begins_ms[1:]), len(middles)]
    return list(pairwise(borders))
