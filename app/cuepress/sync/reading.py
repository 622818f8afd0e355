"""A transcript read aloud by the synthetic voice, sentence by sentence: text in, ``Script`` out.

Between the text's words and the voice's words stands what a reader does with a text: a number becomes several
spoken words, an initial its name, a dash nothing. The voice says at which character each sound begins, and so
every sound finds the word of the transcript that it belongs to.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from cuepress import language
from cuepress.model import Transcript, Word
from cuepress.sync import features, voice
from cuepress.sync.features import HOP_MS, Floats
from cuepress.sync.script import Phone, Script, words_of_places
from cuepress.sync.speaking import Border, expect

_MAX_WORDS = 80  # of a sentence without an end: the voice and the memory of its sound stay small
_SHORTEST_REST = 4  # frames; the voice's shorter rests are part of its way to speak
_AHEAD = 4  # sentences that the voice may be ahead of those who listen to it: they work side by side
_NOT_SOUNDS = "',%=|"  # marks of stress and of joining; what is left is the sound's name


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words ``first`` to ``last`` (half-open) of a transcript that are said in one go."""

    first: int
    last: int


def sentences(transcript: Transcript) -> tuple[Sentence, ...]:
    """Divide the spoken words into sentences; sounds stand outside."""
    borders = expect(transcript).borders
    return tuple(_sentences(transcript.words, borders))


def _sentences(words: Sequence[Word], borders: Sequence[Border]) -> Iterator[Sentence]:
    first = 0
    for index, word in enumerate(words):
        if word.is_sound:
            if first < index:
                yield Sentence(first, index)
            first = index + 1
        elif borders[index] >= Border.SENTENCE or index + 1 - first >= _MAX_WORDS:
            yield Sentence(first, index + 1)
            first = index + 1
    if first < len(words):
        yield Sentence(first, len(words))


def read_aloud(
    transcript: Transcript,
    said: Sequence[Sentence],
    *,
    tag: str = "",
    progress: Callable[[float], None] | None = None,
) -> Script:
    """Let the voice of the transcript's language, or of another one, say its sentences.

    Raises
    ------
    SyncError
        If there is no voice for the language.
    """
    frames = features.Growing()
    phones: list[Phone] = []
    rests: dict[int, bool] = {}
    sounds: set[int] = set()
    at = before = 0
    for number, (sentence, heard) in enumerate(_say_all(transcript, said, tag or transcript.language)):
        if at:
            rests[at] = True
        if sentence.first > before:
            sounds.add(at)
        before = sentence.last
        for name, sound, word in heard:
            if not name:
                if at and len(sound) >= _SHORTEST_REST:
                    rests.setdefault(at, False)
                continue
            frames.add(sound)
            phones.append(Phone(name, at, at + len(sound), word))
            at += len(sound)
        if progress:
            progress((number + 1) / len(said))
    if before < len(transcript.words):
        sounds.add(at)
    return Script(frames.rows, tuple(phones), tuple(sorted(rests.items())), frozenset(sounds))


def _spread(told: Sequence[int], n: int) -> list[int]:
    """Spread sounds over the characters that they were told for together: a phrase in kana is one word."""
    spread: list[int] = []
    first = 0
    while first < len(told):
        last = first + 1
        while last < len(told) and told[last] == told[first]:
            last += 1
        until = max(told[last], told[first] + 1) if last < len(told) else n
        size = last - first
        spread += [told[first] + (until - told[first]) * k // size for k in range(size)]
        first = last
    return spread


def _as_read(text: str, tag: str) -> tuple[str, Sequence[int]]:
    """Return what the voice is given to read, and the place in the text of each of its characters."""
    if language.primary(tag) != "ja":
        return text, range(len(text))
    from cuepress.sync.kana import in_kana

    return in_kana(text)


_Sound = tuple[str, Floats, int]
"""A sound of a sentence: its name (empty for a rest), its frames, the index of its word."""


@dataclass(frozen=True, slots=True)
class _Saying:
    """A sentence as the voice says it; ``places`` are those in its text of each character that was read."""

    spoken: voice.Speech
    places: Sequence[int]


def _say_all(
    transcript: Transcript, said: Sequence[Sentence], tag: str
) -> Iterator[tuple[Sentence, Iterator[_Sound]]]:
    """Yield each sentence and its sounds, while the voice says the next ones."""
    waiting: deque[tuple[Sentence, Future[_Saying]]] = deque()
    with ThreadPoolExecutor(max_workers=1) as reader:
        try:
            for sentence in said:
                waiting.append((sentence, reader.submit(_say, transcript, sentence, tag)))
                if len(waiting) > _AHEAD:
                    first, saying = waiting.popleft()
                    yield first, _sounds(transcript, first, tag, saying.result())
            for first, saying in waiting:
                yield first, _sounds(transcript, first, tag, saying.result())
        finally:
            reader.shutdown(cancel_futures=True)


def _text(transcript: Transcript, sentence: Sentence) -> str:
    words = transcript.words[sentence.first : sentence.last]
    return transcript.text[words[0].offset : words[-1].end_offset].replace("\n", " ")


def _say(transcript: Transcript, sentence: Sentence, tag: str) -> _Saying:
    read, places = _as_read(_text(transcript, sentence), tag)
    return _Saying(voice.speak(read, tag=tag), places)


def _sounds(transcript: Transcript, sentence: Sentence, tag: str, saying: _Saying) -> Iterator[_Sound]:
    words = transcript.words[sentence.first : sentence.last]
    origin = words[0].offset
    spoken, places = saying.spoken, saying.places
    sounds = [event for event in spoken.events if event.kind == "phoneme"]
    told = [min(sound.offset, len(places) - 1) for sound in sounds]
    if language.primary(tag) == "ja":
        told = _spread(told, len(places))
    offsets = [places[at] + origin for at in told]
    owners = words_of_places(offsets, [word.offset for word in words])
    cepstra = features.cepstra(spoken.samples, rate_hz=spoken.rate_hz)
    per_frame = spoken.rate_hz * HOP_MS / 1000
    edges = [round(sound.sample / per_frame) for sound in sounds] + [len(cepstra)]
    for index, sound in enumerate(sounds):
        start = min(edges[index], len(cepstra) - 1)
        end = min(max(edges[index + 1], start + 1), len(cepstra))
        name = "" if sound.name.startswith("_") else sound.name.strip(_NOT_SOUNDS)
        if name or edges[index + 1] > edges[index]:
            yield name, cepstra[start:end], sentence.first + owners[index]
