"""Timed texts to cut into cues: the sample message, captions that people made, any document.

``Text`` counts places in visible characters, so that cues from anywhere can be held against each other: a cue or a
line ends after so many of them.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from pathlib import Path

from bilingual import joined, timed_by

import cuepress
from cuepress import formats, library
from cuepress.cueing.breaks import find_breaks
from cuepress.cueing.places import PlaceKind
from cuepress.manifest import WordRecord
from cuepress.model import Cue, TimedWord, Transcript
from cuepress.sync import plan
from cuepress.sync.speaking import expect

ROOT = Path(__file__).parent.parent
CORPUS = ROOT.parent / "shared" / "corpus" / "captions"
_SPACE = re.compile(r"[^\S\u00a0\u202f]+")
TAIL_MS = 2_000  # of video after the last word, where nobody says how long it is


@dataclass(frozen=True)
class Text:
    """A transcript with the times of its words; ``human`` are the cues that people made of it, if any.

    ``times`` says where the times are from, where a text is there with several.
    """

    name: str
    transcript: Transcript
    timed: tuple[TimedWord, ...]
    duration_ms: int
    is_translation: bool = False
    human: tuple[Cue, ...] = ()
    times: str = ""

    @property
    def tag(self) -> str:
        return self.transcript.language

    @cached_property
    def ends(self) -> list[int]:
        """After how many visible characters of the text each word ends."""
        return list(accumulate(n_visible(word.text) for word in self.transcript.words))

    @cached_property
    def kinds(self) -> tuple[PlaceKind, ...]:
        """What the project itself takes the end of each word for."""
        return tuple(find_breaks(self.transcript, self.transcript.words).kinds)

    def word_at(self, place: int) -> int:
        """Return the index of the word that ends at a place, or that the place is inside of."""
        return min(bisect_left(self.ends, place), len(self.ends) - 1)

    def shown(self, first: int, end: int) -> str:
        """Return words as they are written, in one line."""
        words = self.transcript.words
        return _SPACE.sub(" ", self.transcript.text[words[first].offset : words[end - 1].end_offset])


def n_visible(text: str) -> int:
    return len("".join(text.split()))


def seed() -> Iterator[Text]:
    """The sample message in its five languages, with the times that were heard."""
    made = library.read_manifest(ROOT / "captions" / "strong-cities.cuepress.json")
    if made is None or made.media is None:
        print("seed: left out, the sample message has not been captioned here; run `make demo` first")
        return
    for tag, record in made.tracks.items():
        path = ROOT / "media" / record.transcript.file
        transcript = cuepress.read_transcript(path, language=tag)
        timed = tuple(retimed(transcript, record.words))
        yield Text(f"seed {tag}", transcript, timed, made.media.duration_ms, is_translation=tag != made.spoken)


def retimed(transcript: Transcript, told: Sequence[WordRecord]) -> Iterator[TimedWord]:
    """Give the words of a text the times that were heard, also where its words were divided otherwise then."""
    if any(not transcript.text.startswith(each.text, each.offset) for each in told):
        raise SystemExit(f"{transcript.source} is not the text that was timed; make the captions again")
    starts = [each.offset for each in told]
    for word in transcript.words:
        first, last = (told[bisect_right(starts, at) - 1] for at in (word.offset, word.end_offset - 1))
        yield TimedWord(
            word, _at(first, word.offset), _at(last, word.end_offset), min(first.confidence, last.confidence)
        )


def _at(told: WordRecord, offset: int) -> int:
    share = min((offset - told.offset) / len(told.text), 1.0)
    return round(told.start_ms + share * (told.end_ms - told.start_ms))


def captions(*, smooth: bool) -> Iterator[Text]:
    """What people made captions of, timed by their cues; ``smooth``: by speaking time alone.

    A cue's words share its time, so its end shows as a rest where there is a gap after it, and as a change of
    pace where there is none: the human cut is in such times. With ``smooth`` nothing of it is left: the words are
    spread over the whole by the time that it takes to say them, with rests at the punctuation.
    """
    for path in sorted(CORPUS.glob("*.vtt")):
        stem, tag, _ = path.name.split(".")
        cues = tuple(cue for cue in formats.load(path).track.cues if cue.text.strip())
        transcript = joined(cues, tag)
        first_ms, last_ms = cues[0].start_ms, cues[-1].end_ms
        timing = (
            plan.by_duration(transcript, duration_ms=last_ms, start_ms=first_ms)
            if smooth
            else timed_by(cues, transcript)
        )
        times = "smooth" if smooth else "cues"
        yield Text(f"{stem[:5]} {tag}", transcript, timing.words, last_ms + TAIL_MS, human=cues, times=times)


def document(path: Path, tag: str) -> Text:
    """Any document, spoken at the usual pace with rests at the punctuation."""
    transcript = cuepress.read_transcript(path, language=tag)
    expected = expect(transcript)
    duration_ms = round(sum(expected.speaking_ms) + sum(expected.rest_ms))
    timing = plan.by_duration(transcript, duration_ms=duration_ms)
    return Text(path.stem[:12], transcript, timing.words, duration_ms + TAIL_MS)


def line_places(cues: Sequence[Cue]) -> list[list[int]]:
    """Return for each cue after how many visible characters of all text each of its lines ends."""
    at, places = 0, []
    for cue in cues:
        inside = list(accumulate(map(n_visible, cue.text.split("\n")), initial=at))[1:]
        at = inside[-1]
        places.append(inside)
    return places
