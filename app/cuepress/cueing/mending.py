"""A transcript with its signs mended, and the times of its words in it; what was mended is listed.

The transcript itself stays as it is: only the track is made of the mended one. So the places of words in the
manifest are still those of the author's text.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from cuepress.cueing.profile import Typography
from cuepress.cueing.typography import Mend, MendKind, find_mends
from cuepress.model import PARAGRAPH_BREAK, Paragraph, Span, TimedWord, Transcript, Word
from cuepress.timecode import short_clock

MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Mended:
    """A transcript, its timed words, and what was mended: places count in the transcript as it was."""

    transcript: Transcript
    timed: tuple[TimedWord, ...]
    mends: tuple[Mend, ...] = ()


def mended(transcript: Transcript, timed: Sequence[TimedWord], typography: Typography) -> Mended:
    """Mend the signs of a transcript as a profile has them.

    ``timed`` has one entry per word of ``transcript.words``; what comes back has one per word of the mended one.
    Words that a no-break space has made one have the time of both.
    """
    paragraphs: list[Paragraph] = []
    mends: list[Mend] = []
    offset = 0
    for paragraph in transcript.paragraphs:
        found = find_mends(paragraph, transcript.language, typography)
        paragraphs.append(_mended(paragraph, found) if found else paragraph)
        mends += (replace(mend, start=offset + mend.start, end=offset + mend.end) for mend in found)
        offset += len(paragraph.text) + len(PARAGRAPH_BREAK)
    if not mends:
        return Mended(transcript, tuple(timed))
    made = replace(transcript, paragraphs=tuple(paragraphs))
    return Mended(made, tuple(_timed(made.words, timed, _Places(mends))), tuple(mends))


def _mended(paragraph: Paragraph, mends: Sequence[Mend]) -> Paragraph:
    pieces: list[str] = []
    at = 0
    for mend in mends:
        pieces += [paragraph.text[at : mend.start], mend.text]
        at = mend.end
    places = _Places(mends)
    sounds = tuple(Span(places.new(sound.start), places.new_end(sound.end)) for sound in paragraph.sounds)
    return replace(paragraph, text="".join([*pieces, paragraph.text[at:]]), sounds=sounds)


class _Places:
    """Where a character of a text is after its mends, and where one of the mended text was before."""

    def __init__(self, mends: Sequence[Mend]) -> None:
        self._mends = mends
        self._starts = [mend.start for mend in mends]
        self._ends = [mend.end for mend in mends]
        self._new_starts: list[int] = []
        self._grown = [0]  # by how much the text has grown after so many mends
        for mend in mends:
            self._new_starts.append(mend.start + self._grown[-1])
            self._grown.append(self._grown[-1] + len(mend.text) - (mend.end - mend.start))

    def new(self, place: int) -> int:
        """Return where what began at a place begins now; inside a mend, where that begins."""
        count = bisect_right(self._ends, place)
        if count < len(self._starts) and self._starts[count] < place:
            place = self._starts[count]
        return place + self._grown[count]

    def new_end(self, place: int) -> int:
        """Return where what ended at a place ends now; inside a mend, where that ends."""
        count = bisect_left(self._starts, place)
        return max(place, self._ends[count - 1] if count else 0) + self._grown[count]

    def old(self, place: int) -> int:
        """Return where what begins at a place of the mended text began."""
        number = bisect_right(self._new_starts, place) - 1
        if number < 0:
            return place
        mend = self._mends[number]
        inside = place - self._new_starts[number]
        if inside < len(mend.text):
            return min(mend.start + inside, mend.end - 1)
        return place - self._grown[number + 1]

    def old_end(self, place: int) -> int:
        """Return where what ends at a place of the mended text ended."""
        number = bisect_left(self._new_starts, place) - 1
        if number < 0:
            return place
        mend = self._mends[number]
        inside = place - self._new_starts[number]
        if inside < len(mend.text):
            return min(mend.start + inside, mend.end)
        return place - self._grown[number + 1]


def _timed(words: Sequence[Word], timed: Sequence[TimedWord], places: _Places) -> Iterator[TimedWord]:
    """Yield the mended words with their times, from the words that stood where they stand."""
    ends = [each.word.end_offset for each in timed]
    starts = [each.word.offset for each in timed]
    for word in words:
        start, end = places.old(word.offset), places.old_end(word.end_offset)
        first, last = bisect_right(ends, start), bisect_left(starts, end) - 1
        last = max(first, last)
        held = timed[first : last + 1]
        if len(held) == 1 and start <= starts[first] and end >= ends[first]:
            yield replace(held[0], word=word)
        else:
            yield TimedWord(
                word,
                _moment(held[0], start, is_start=True),
                _moment(held[-1], end, is_start=False),
                min(each.confidence for each in held),
                any(each.is_spoken for each in held),
                tuple(dict.fromkeys(sentence for each in held for sentence in each.sentences)),
            )


def _moment(timed: TimedWord, place: int, *, is_start: bool) -> int:
    """Return when a place in a word is said; a place outside it is said when the word begins or ends."""
    word = timed.word
    inside = min(max(place - word.offset, 0), len(word.text))
    if not word.offset < place < word.end_offset:
        return timed.start_ms if is_start else timed.end_ms
    return timed.start_ms + (timed.end_ms - timed.start_ms) * inside // len(word.text)


# --- what is said of it ---------------------------------------------------------------------------------------


def what_was_mended(made: Mended, timed: Sequence[TimedWord], typography: Typography) -> Iterator[str]:
    """Say what was mended, a line a kind, with the count and the first places.

    ``timed`` are the words of the transcript as it was, their times those of the media.
    """
    starts = [each.word.offset for each in timed]
    by_kind: dict[MendKind, list[str]] = {}
    for mend in made.mends:
        said = timed[max(bisect_right(starts, mend.start) - 1, 0)]
        by_kind.setdefault(mend.kind, []).append(short_clock(said.start_ms))
    for kind, moments in by_kind.items():
        what = _in_words(kind, len(moments), typography)
        places = list(dict.fromkeys(moments))
        more = " …" if len(places) > MOST_NAMED else ""
        yield f"{what}, at {', '.join(places[:MOST_NAMED])}{more} (--verbatim mends nothing)"


def _in_words(kind: MendKind, count: int, typography: Typography) -> str:
    one, many, done = {
        "spaces": (
            "space of French",
            "spaces of French",
            "made plain" if typography.french_space == "plain" else "made no-break",
        ),
        "ellipses": ("ellipsis", "ellipses", f"written as {'…' if typography.ellipsis == 'one' else '...'}"),
        "quotes": (
            "quotation mark",
            "quotation marks",
            "written straight" if typography.quotes == "straight" else "written as in the language",
        ),
        "apostrophes": (
            "apostrophe",
            "apostrophes",
            f"written as {'’' if typography.apostrophe == 'curly' else chr(39)}",
        ),
        "sounds": ("sound", "sounds", f"put into {typography.sounds}"),
    }[kind]
    return f"{count:,} {one if count == 1 else many} {done}"
