"""Words with times in, cues out: the one door to this package."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cuepress.cueing.explaining import Explanation, explained
from cuepress.cueing.frames import NO_FOOTAGE, Footage
from cuepress.cueing.judging import UNSEEN, ms_to_read
from cuepress.cueing.material import CueSpan, Material
from cuepress.cueing.notes import MUCH_FASTER, gave, notes_of, notes_on_room
from cuepress.cueing.passages import SHORTER_MS, hastened
from cuepress.cueing.pieces import material_of, pieces_of, shown
from cuepress.cueing.profile import Limits, Profile, at_frame_rate
from cuepress.cueing.solver import Cut, solve
from cuepress.cueing.times import Heard, Picture, over_ms, set_times
from cuepress.model import Cue, TimedWord, Transcript


@dataclass(frozen=True, slots=True)
class Cueing:
    """The cues of a transcript, in order, and what of the profile could not be met, for the editor.

    ``explained`` says of each cue why it is as it is, where that was asked for.
    """

    cues: tuple[Cue, ...]
    notes: tuple[str, ...] = ()
    explained: tuple[Explanation, ...] = ()


def make_cues(
    transcript: Transcript,
    timed: Sequence[TimedWord],
    *,
    profile: Profile,
    duration_ms: int,
    is_translation: bool = False,
    footage: Footage = NO_FOOTAGE,
    explain: bool = False,
) -> Cueing:
    """Cut a transcript into cues at the best places and give them their times.

    The cues joined are the text of the transcript, sounds included, character for character but for white space
    (and for the dash before each of two speakers in a cue, where the profile has it).

    Parameters
    ----------
    transcript
        The text.
    timed
        One entry per word of ``transcript.words``, in their order, not overlapping.
    profile
        The limits. Lines are never too long (but for a word that is longer than a line); reading speed and
        durations are met where the times of the words allow it, and ``notes`` say where they do not.
    duration_ms
        The length of the video. No cue ends after it.
    is_translation
        Nobody hears its words: where a cue could not be read in time, it may appear a little before them.
    footage
        The picture: times fall on its frames, where they come at a rate that films are made at, and keep clear of
        its shot changes.
    explain
        Say of each cue what chose it.
    """
    if len(transcript.words) != len(timed):
        raise ValueError(f"{len(transcript.words)} words, but {len(timed)} times")
    if not timed:
        return Cueing(())
    picture = Picture(max(1, duration_ms), footage.frames, footage.shots_ms)
    limits = at_frame_rate(profile.for_language(transcript.language), picture.frames.fps)
    pieces = pieces_of(timed, transcript.language, limits)
    material = material_of(
        transcript,
        pieces,
        profile=profile,
        limits=limits,
        picture=picture,
        is_translation=is_translation,
    )
    cut = _cut(material, limits, picture)
    kept = _few_enough(cut.cues, picture.duration_ms)
    times = _timed(material, kept, limits, picture)
    dash = "" if material.dash is None else profile.typography_for(transcript.language).dash
    write = _Writer(transcript, pieces, dash)
    cues = tuple(write.cue(span, *each) for span, each in zip(kept, times, strict=True))
    if len(kept) < len(cut.cues):
        return Cueing(cues, tuple(notes_on_room(len(cut.cues), len(kept))))
    faster = 1 + UNSEEN if explain else MUCH_FASTER
    found = list(gave(cut, cues, transcript.language, profile, limits, faster=faster))
    words = [piece.word for piece in pieces]
    return Cueing(
        cues, tuple(notes_of(found, cues, limits)), explained(cut, cues, words, found) if explain else ()
    )


def _cut(material: Material, limits: Limits, picture: Picture) -> Cut:
    """Return the best cut; what cannot be read as it is timed then is cut again."""
    cut = solve(material, limits)
    if len(cut.cues) > picture.duration_ms:
        return cut
    heard = [_heard(material, span) for span in cut.cues]
    times = _timed(material, cut.cues, limits, picture)
    fast = [at for at, (start, end) in enumerate(times) if heard[at].reading_ms > end - start + SHORTER_MS]
    over = [over_ms(each, start, limits) for each, (start, _) in zip(heard, times, strict=True)]
    return hastened(cut, fast, over)


def _timed(
    material: Material, spans: Sequence[CueSpan], limits: Limits, picture: Picture
) -> list[tuple[int, int]]:
    heard = [_heard(material, span) for span in spans]
    return set_times(heard, limits=limits, picture=picture, early_ms=material.early_ms)


def _heard(material: Material, span: CueSpan) -> Heard:
    first, last = span.first, span.end - 1
    amount = np.asarray(material.read_to[last] - material.read_from[first])
    reading_ms = ms_to_read(amount, material.reading_steps)
    return Heard(material.start_ms[first], material.end_ms[last], round(float(reading_ms)))


def _few_enough(spans: Sequence[CueSpan], most: int) -> list[CueSpan]:
    """Join cues until there are no more than ``most``: a video of so many milliseconds has room for no more."""
    if len(spans) <= most:
        return list(spans)
    groups = [spans[len(spans) * at // most : len(spans) * (at + 1) // most] for at in range(most)]
    return [
        CueSpan(group[0].first, group[-1].end, tuple(start for span in group for start in span.line_starts))
        for group in groups
    ]


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes the text of cues; ``dash`` stands before each of two speakers in one."""

    transcript: Transcript
    pieces: Sequence[TimedWord]
    dash: str

    def cue(self, span: CueSpan, start_ms: int, end_ms: int) -> Cue:
        voices = [self._speaker(first) for first, _end in span.lines]
        lines = [self._line(first, end) for first, end in span.lines]
        if len(set(voices)) == 1:
            return Cue(start_ms, end_ms, "\n".join(lines), voice=voices[0])
        begins = [not at or voices[at] != voices[at - 1] for at in range(len(voices))]
        lines = [self.dash + line if new else line for line, new in zip(lines, begins, strict=True)]
        markup = "\n".join(_voiced(line, voice) for line, voice in zip(lines, voices, strict=True))
        return Cue(start_ms, end_ms, "\n".join(lines), markup=markup if any(voices) else "")

    def _speaker(self, first: int) -> str:
        return self.transcript.paragraphs[self.pieces[first].word.paragraph].speaker

    def _line(self, first: int, end: int) -> str:
        begin = self.pieces[first].word.offset
        return shown(self.transcript.text[begin : self.pieces[end - 1].word.end_offset])


def _voiced(line: str, voice: str) -> str:
    """Return a line of one of several speakers as WebVTT has it."""
    text = html.escape(line, quote=False)
    return f"<v {html.escape(' '.join(voice.split()), quote=False)}>{text}</v>" if voice else text
