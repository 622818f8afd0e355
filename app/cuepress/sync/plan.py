"""Times for words where no sound tells them apart: spread over the video, or over the speech that is heard in it.

Both are plans, not measurements, and say so in the confidence that they give: 0.2 stands for a word spread over a
whole video, up to 0.6 for one beside a rest that is certainly its own. Of phrases at 0.58 and more, 97 % begin
within half a second of where they should (``benchmarks/pauses.py``), of those at 0.4 to 0.55 some 57 %.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from cuepress import language
from cuepress.model import TimedWord, Transcript
from cuepress.sync.speaking import SpokenText, expect
from cuepress.sync.timing import Passage, Timing
from cuepress.timecode import MS_PER_MINUTE, MS_PER_S, short_clock

if TYPE_CHECKING:
    from cuepress.sync.laying import Laid
    from cuepress.sync.speech import Interval, SpeechMap

Place = tuple[float, float]  # start and end in ms, not rounded yet

DURATION_CONFIDENCE = 0.2
PAUSES_CONFIDENCE = 0.6

MARGIN_MS = 200.0  # hardly a video speaks from its first frame to its last
SLOWEST = 1.6  # words are drawn out this much at most, then the rests grow
FASTEST = 0.5  # of the usual time: nobody speaks twice as fast as a practised speaker
NOTABLY_EMPTY = 5.0

# Two stretches of speech this close are one: the rest between them may fall inside a word.
LEAST_REST_MS = 200
# Speech that is a third of what the text needs, or less, is not the speech of this text.
LEAST_SPEECH_SHARE = 0.34
LONGEST_SOUND_MS = 4_000.0


def by_duration(transcript: Transcript, *, duration_ms: int, start_ms: int = 0) -> Timing:
    """Spread the words over a video by the time that it takes to say them, with rests at the punctuation.

    The words keep a margin at both ends of ``start_ms`` to ``duration_ms``. Where the text is too much or too
    little for the video, the times are still in order and inside, and ``notes`` say so with the figures.
    """
    expected = expect(transcript)
    start_ms = max(0, min(start_ms, duration_ms))
    room_ms = float(duration_ms - start_ms)
    places = list(_spread(expected.speaking_ms, expected.rest_ms, room_ms))
    places = [(start_ms + start, start_ms + end) for start, end in places]
    confidence = [DURATION_CONFIDENCE] * len(places)
    return Timing(
        timed_words(transcript, places, confidence, duration_ms=duration_ms),
        "duration",
        tuple(_notes_on_fit(transcript, expected, int(room_ms))),
    )


def by_pauses(transcript: Transcript, speech: SpeechMap, *, duration_ms: int) -> Timing:
    """Lay the words over the speech that is heard, ends of sentences and clauses where the speaker rests.

    It needs no knowledge of either language, so a translation can be laid over speech in another one. Music and
    silence hold no words. Ten seconds of speech that have no text, and sentences of five seconds that are not
    spoken, are named in ``passages``; what is taken for not spoken stands in the rest where it would be. Without
    speech, or with far too little of it for the text, the words are spread over the video instead, and ``notes``
    say so.
    """
    expected = expect(transcript)
    stretches = _stretches(speech.intervals, duration_ms)
    why_not = _why_no_speech(expected, stretches)
    if why_not:
        timing = by_duration(transcript, duration_ms=duration_ms)
        return Timing(timing.words, timing.method, (why_not, *timing.notes), reason=why_not.split(";")[0])
    words, passages = _laid_over(transcript, expected, stretches, duration_ms=duration_ms)
    spoken_ms = sum(end - start for start, end in stretches)
    notes = _notes_on_fit(transcript, expected, spoken_ms, what="speech")
    return Timing(words, "pauses", tuple(notes), passages)


def _stretches(intervals: Iterable[Interval], duration_ms: int) -> list[Interval]:
    """Join what a short rest parts, and leave out what lies after the end of the video."""
    joined: list[Interval] = []
    for start, end in intervals:
        last = min(end, duration_ms)
        if start >= last:
            continue
        if joined and start - joined[-1][1] < LEAST_REST_MS:
            joined[-1] = (joined[-1][0], last)
        else:
            joined.append((start, last))
    return joined


def _why_no_speech(expected: SpokenText, stretches: Sequence[Interval]) -> str:
    """Return why the words cannot be laid over the speech, or nothing."""
    needed_ms = _spoken_ms(expected)
    heard_ms = sum(end - start for start, end in stretches)
    if not needed_ms:
        return "the transcript has no spoken words"
    if not stretches:
        return "no speech is heard in the video; the words are spread over its length"
    if heard_ms < LEAST_SPEECH_SHARE * needed_ms:
        return (
            f"only {short_clock(heard_ms)} of speech is heard, and the text needs about "
            f"{short_clock(int(needed_ms))}; the words are spread over the length of the video"
        )
    return ""


def _spoken_ms(expected: SpokenText) -> float:
    return sum(ms for ms, is_sound in zip(expected.speaking_ms, expected.is_sound, strict=True) if not is_sound)


def _laid_over(
    transcript: Transcript, expected: SpokenText, stretches: Sequence[Interval], *, duration_ms: int
) -> tuple[tuple[TimedWord, ...], tuple[Passage, ...]]:
    """Return the timed words, the sounds in the gaps that the spoken words leave, and what does not match."""
    from cuepress.sync import laying

    laid = laying.lay_over(transcript, expected, stretches)
    n_words = len(transcript.words)
    most = PAUSES_CONFIDENCE - DURATION_CONFIDENCE
    confidence = [round(DURATION_CONFIDENCE + most * laid.sure.get(at, 0.0), 3) for at in range(n_words)]
    places = with_sounds(laid.places, n_words, duration_ms)
    words = timed_words(transcript, places, confidence, duration_ms=duration_ms)
    unspoken = {at for run in laid.unspoken for at in run}
    words = tuple(replace(word, is_spoken=False) if at in unspoken else word for at, word in enumerate(words))
    return words, tuple(_passages(transcript, words, laid))


def _passages(transcript: Transcript, words: Sequence[TimedWord], laid: Laid) -> Iterator[Passage]:
    """Yield the text that has no speech and the speech that has no text, in the order of time."""
    found = [
        Passage("untranscribed", start, end, transcript.words[at].text if at >= 0 else "")
        for (start, end), at in laid.untranscribed
    ]
    for run in laid.unspoken:
        first, last = words[run.start], words[run.stop - 1]
        text = transcript.text[first.word.offset : last.word.end_offset]
        found.append(Passage("unspoken", first.start_ms, last.end_ms, text))
    yield from sorted(found, key=lambda passage: passage.start_ms)


def with_sounds(places: dict[int, Place], n_words: int, duration_ms: int) -> list[Place]:
    """Put each run of sounds into the gap between the spoken words around it."""
    filled: list[Place] = []
    at = 0
    while at < n_words:
        if at in places:
            filled.append(places[at])
            at += 1
            continue
        after = next((later for later in range(at, n_words) if later in places), n_words)
        begin = filled[-1][1] if filled else 0.0
        until = places[after][0] if after < n_words else float(duration_ms)
        filled += _in_gap(begin, until, after - at)
        at = after
    return filled


def _in_gap(begin: float, until: float, count: int) -> list[Place]:
    each = min(max(0.0, until - begin) / count, LONGEST_SOUND_MS)
    return [(begin + each * number, begin + each * (number + 1)) for number in range(count)]


def _spread(speaking_ms: Sequence[float], rest_ms: Sequence[float], room_ms: float) -> Iterator[Place]:
    """Lay words and rests end to end and stretch the whole to the room there is."""
    if not speaking_ms:
        return
    said, rested = sum(speaking_ms), 2 * MARGIN_MS + sum(rest_ms[:-1])
    drawn_out = min(SLOWEST, room_ms / (said + rested))
    restful = (room_ms - drawn_out * said) / rested
    at = MARGIN_MS * restful
    for speaking, rest in zip(speaking_ms, rest_ms, strict=True):
        end = at + speaking * drawn_out
        yield at, end
        at = end + rest * restful


def timed_words(
    transcript: Transcript, places: Sequence[Place], confidence: Sequence[float], *, duration_ms: int
) -> tuple[TimedWord, ...]:
    """Round to whole milliseconds, in order, without overlap, inside the video."""
    timed: list[TimedWord] = []
    at = 0
    for word, (start, end), trust in zip(transcript.words, places, confidence, strict=True):
        start_ms = min(max(at, round(start)), duration_ms)
        at = min(max(start_ms, round(end)), duration_ms)
        timed.append(TimedWord(word, start_ms, at, trust, is_spoken=not word.is_sound))
    return tuple(timed)


def _notes_on_fit(
    transcript: Transcript, expected: SpokenText, room_ms: int, *, what: str = "video"
) -> Iterator[str]:
    """Say when the text is too much or too little for the time there is, with the figures."""
    needed_ms = _spoken_ms(expected)
    if not needed_ms:
        return
    if room_ms < FASTEST * needed_ms:
        yield f"{_speed(transcript, room_ms)}; is this the whole {what}, and this transcript its own?"
    elif room_ms > NOTABLY_EMPTY * needed_ms:
        yield (
            f"the text takes about {max(1, round(needed_ms / MS_PER_S)):,} s to say, the {what} lasts "
            f"{short_clock(room_ms)}; its times are rough"
        )


def _speed(transcript: Transcript, room_ms: int) -> str:
    count = sum(not word.is_sound for word in transcript.words)
    unit = "characters" if language.is_unspaced(transcript.language) else "words"
    if not room_ms:
        return f"there is no time for {count:,} {unit}"
    a_minute = round(count * MS_PER_MINUTE / room_ms)
    length = short_clock(room_ms) if room_ms >= MS_PER_S else f"{room_ms} ms"
    return f"{count:,} {unit} in {length} would be {a_minute:,} {unit} a minute"
