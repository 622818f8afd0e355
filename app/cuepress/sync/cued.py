"""A track as a text whose times are known: the words of its cues, spread over each by the time they take to say.

Tracks from elsewhere hold what pages do not: a line that is shown twice or three times as it rolls up, cues that
overlap, cues that stay when all is said. The text is what is said, once, and its words follow one another.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from cuepress import language
from cuepress.model import Cue, Paragraph, Span, TimedWord, Transcript
from cuepress.sync.speaking import expect
from cuepress.sync.timing import Timing

_PARAGRAPH_MS = 2_000  # as long a rest after a sentence begins a paragraph
_SLOWEST = 1.6  # words are drawn out this much at most; a cue that stays longer is only to be read
_SURE_OF_CUE, _SURE_INSIDE = 0.8, 0.5  # somebody put the cue there; within it the words are spread
_SOUND = re.compile(r"\[[^\]\n]*\]|[♪♫]+(?:[^♪♫\n]*[♪♫]+)?")


@dataclass(frozen=True, slots=True)
class _Said:
    """What a cue says that the one before it did not, and when."""

    start_ms: int
    end_ms: int
    text: str
    voice: str = ""


def by_cues(
    cues: Sequence[Cue], tag: str, *, first_ms: int, last_ms: int, source: str = ""
) -> tuple[Transcript, Timing]:
    """Return the text of a track and the times that its cues give to the words.

    Parameters
    ----------
    first_ms, last_ms
        From when to when the media is captioned; a cue whose middle lies outside is left out.

    Returns
    -------
    A transcript without words where the track has none.
    """
    said = list(_in_turn(_fresh(cues), first_ms, last_ms))
    groups: list[list[_Said]] = []
    for part in said:
        if groups and not _begins_paragraph(groups[-1], part, tag):
            groups[-1].append(part)
        else:
            groups.append([part])
    transcript = Transcript(tag, tuple(_paragraph(group) for group in groups), source=source)
    return transcript, Timing(tuple(_timed(transcript, said)), "duration")


def _fresh(cues: Sequence[Cue]) -> Iterator[_Said]:
    """Yield what is new in each cue: captions that roll up show each line two or three times."""
    shown: list[str] = []
    for cue in cues:
        lines = [" ".join(unicodedata.normalize("NFC", line).split()) for line in cue.lines if line.strip()]
        text = " ".join(line for line in lines if line not in shown).strip()
        shown = lines
        if text:
            yield _Said(cue.start_ms, cue.end_ms, text, cue.voice)


def _in_turn(said: Iterator[_Said], first_ms: int, last_ms: int) -> Iterator[_Said]:
    """Yield what is said within the media, one after the other: cues that begin as one are one."""
    joined: list[_Said] = []
    for part in said:
        if not first_ms <= (part.start_ms + part.end_ms) // 2 <= last_ms:
            continue
        if joined and part.start_ms <= joined[-1].start_ms:
            before = joined[-1]
            text = f"{before.text} {part.text}"
            joined[-1] = replace(before, text=text, end_ms=max(before.end_ms, part.end_ms))
        else:
            joined.append(part)
    for part, following in pairwise([*joined, _Said(last_ms, last_ms, "")]):
        start_ms = min(max(part.start_ms, first_ms), last_ms)
        yield replace(part, start_ms=start_ms, end_ms=max(min(part.end_ms, following.start_ms, last_ms), start_ms))


def _begins_paragraph(group: Sequence[_Said], part: _Said, tag: str) -> bool:
    if part.voice and part.voice != group[0].voice:  # a voice is often named only where it begins
        return True
    last, first = group[-1].text.split()[-1], _SOUND.sub("", part.text).strip()
    is_over = language.mark_after(last, first.split(" ")[0], tag) == language.Mark.SENTENCE
    return is_over and part.start_ms - group[-1].end_ms >= _PARAGRAPH_MS


def _paragraph(group: Sequence[_Said]) -> Paragraph:
    text = " ".join(part.text for part in group)
    sounds = tuple(Span(*found.span()) for found in _SOUND.finditer(text))
    return Paragraph(text, group[0].voice, sounds)


def _timed(transcript: Transcript, said: Sequence[_Said]) -> Iterator[TimedWord]:
    """Yield the words of each cue, spread over it by the time that they and the rests between them take."""
    expected = expect(transcript)
    now = 0
    for part, inside in zip(said, _words_of(transcript, said), strict=True):
        needs = [expected.speaking_ms[at] + expected.rest_ms[at] for at in inside[:-1]]
        needs += [expected.speaking_ms[at] for at in inside[-1:]]
        total = sum(needs) or 1.0
        begin_ms = max(part.start_ms, now)
        room_ms = max(min(part.end_ms - begin_ms, _SLOWEST * total), 0.0)
        for number, (at, before) in enumerate(zip(inside, accumulate(needs, initial=0.0), strict=False)):
            start, end = (
                round(begin_ms + room_ms * ms / total) for ms in (before, before + expected.speaking_ms[at])
            )
            yield TimedWord(transcript.words[at], start, end, _SURE_INSIDE if number else _SURE_OF_CUE)
            now = end


def _words_of(transcript: Transcript, said: Sequence[_Said]) -> Iterator[list[int]]:
    """Yield the words of each cue: those that begin in its part of the text, counted in visible characters."""
    words = transcript.words
    at, counted, until = 0, 0, 0
    for part in said:
        until += len("".join(part.text.split()))
        inside = []
        while at < len(words) and counted < until:
            inside.append(at)
            counted += len("".join(words[at].text.split()))
            at += 1
        yield inside
