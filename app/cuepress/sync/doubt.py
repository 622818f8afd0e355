"""How sure the times are, and what does not match: text that is not spoken, speech that has no text.

The measure is how much better a word's own sounds fit than speech in general does, in nats a frame. A recording
of the right text has a median of 2 to 6; wrong or shuffled text of -0.2 to -2.5.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cuepress.model import TimedWord, Transcript
from cuepress.sync.features import HOP_MS, Bools
from cuepress.sync.reading import Sentence
from cuepress.sync.timing import Passage
from cuepress.timecode import short_clock

# The right text of a short file has a low fit too: the model learns from what there is. Below this it cannot tell.
TELLING_MS = 60_000
_UNSPOKEN_FIT = -0.3  # a sentence that fits worse than speech in general was not said
_FOREIGN_FIT = 0.5  # the median over a recording; the right text has 2 and more
_LEAST_WORDS = 8  # fewer say nothing of a whole text
_LEAST_SHARE = 0.2  # of the words that must be found for a text to be the right one
_SURE_FIT, _SPREAD = 1.2, 0.9  # where confidence passes half of its height, and how fast it grows
_MOST_SURE = 0.9  # of the cues that fit best, so many begin within 0.1 s of the trusted time
_SHARE_OF_SENTENCE = 0.5  # a word is judged with its sentence: alone it is too short to be sure of
_LEAST_UNTRANSCRIBED_MS = 2_500
_LONGEST_BREATH_MS = 700
_SHOWN_CHARACTERS = 40


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a sentence: its fit, and whether it was spoken."""

    fit: float
    is_spoken: bool


def judge(
    said: Sequence[Sentence], spans: NDArray[np.int64], fit: NDArray[np.float64], *, duration_ms: int
) -> tuple[Verdict, ...]:
    """Judge each sentence by the mean fit of its words, weighted by their lengths.

    Parameters
    ----------
    spans : int64 [shape=(n, 2)]
        In ms; -1 where a word was passed over.
    fit : float64 [shape=(n,)]
        NaN where a word was passed over.
    """
    can_tell = duration_ms >= TELLING_MS
    verdicts = []
    for sentence in said:
        inside = slice(sentence.first, sentence.last)
        lengths = np.where(np.isnan(fit[inside]), 0, spans[inside, 1] - spans[inside, 0])
        mean = float(np.average(np.nan_to_num(fit[inside]), weights=lengths)) if lengths.any() else -np.inf
        verdicts.append(Verdict(mean, mean > (_UNSPOKEN_FIT if can_tell else -np.inf)))
    return tuple(verdicts)


def is_foreign(verdicts: Sequence[Verdict], said: Sequence[Sentence], *, duration_ms: int) -> bool:
    """Tell whether the text as a whole is not what is spoken; of a short recording nobody can tell.

    Sentences that were left out say nothing of the others: the whole talk's transcript may be given with a part
    of its video. But hardly anything must be left in.
    """
    weights = np.array([sentence.last - sentence.first for sentence in said])
    fits = np.array([verdict.fit for verdict in verdicts])
    if duration_ms < TELLING_MS or weights.sum() < _LEAST_WORDS:
        return False
    is_placed = np.isfinite(fits)
    if weights[is_placed].sum() < _LEAST_SHARE * weights.sum():
        return True
    return float(np.median(np.repeat(fits[is_placed], weights[is_placed]))) < _FOREIGN_FIT


def confidence(
    said: Sequence[Sentence], verdicts: Sequence[Verdict], fit: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return how probable it is that each word's start is right within 0.1 s, in [0, 1].

    A logistic curve over the fit of the word and its sentence. Its height is that of six recordings with trusted
    times; its foot is a judgement, since there hardly a sentence of them lies there.
    """
    sure = np.zeros(len(fit))
    for sentence, verdict in zip(said, verdicts, strict=True):
        inside = slice(sentence.first, sentence.last)
        own = np.where(np.isnan(fit[inside]), -10.0, fit[inside])
        mixed = (1 - _SHARE_OF_SENTENCE) * own + _SHARE_OF_SENTENCE * max(verdict.fit, -10.0)
        sure[inside] = _MOST_SURE / (1 + np.exp(-np.clip((mixed - _SURE_FIT) / _SPREAD, -30, 30)))
        if not verdict.is_spoken:
            sure[inside] = 0.0
    return sure


def unspoken(
    transcript: Transcript, said: Sequence[Sentence], verdicts: Sequence[Verdict], words: Sequence[TimedWord]
) -> Iterator[Passage]:
    """Yield the passages of the text that are not heard; neighbours are one passage."""
    run: list[Sentence] = []
    for sentence, verdict in zip(said, verdicts, strict=True):
        if not verdict.is_spoken:
            run.append(sentence)
            continue
        if run:
            yield _unspoken(transcript, run[0].first, run[-1].last, words)
        run = []
    if run:
        yield _unspoken(transcript, run[0].first, run[-1].last, words)


def _unspoken(transcript: Transcript, first: int, last: int, words: Sequence[TimedWord]) -> Passage:
    text = transcript.text[transcript.words[first].offset : transcript.words[last - 1].end_offset]
    return Passage("unspoken", words[first].start_ms, words[last - 1].end_ms, text)


def untranscribed(transcript: Transcript, is_speech: Bools, words: Sequence[TimedWord]) -> Iterator[Passage]:
    """Yield the stretches of speech in which no word of the text is placed."""
    is_free = np.array(is_speech, copy=True)
    for word in words:
        if word.is_spoken and not word.word.is_sound:
            is_free[word.start_ms // HOP_MS : -(-word.end_ms // HOP_MS)] = False
    starts = np.array([word.start_ms for word in words if word.is_spoken], np.int64)
    placed = [index for index, word in enumerate(words) if word.is_spoken]
    for start_ms, end_ms in _stretches(is_free, words):
        following = int(np.searchsorted(starts, start_ms))
        first = placed[following] if following < len(placed) else len(words)
        text = _beginning(transcript, words[first:]) if first < len(words) else ""
        yield Passage("untranscribed", start_ms, end_ms, text)


def _beginning(transcript: Transcript, words: Sequence[TimedWord]) -> str:
    """Return how the text goes on: a few words as they are written."""
    start = words[0].word.offset
    text = transcript.text[start : start + _SHOWN_CHARACTERS].split("\n")[0]
    inside = [timed.word.end_offset for timed in words[:5] if timed.word.end_offset <= start + len(text)]
    return transcript.text[start : inside[-1]] if inside else text


def _stretches(is_free: Bools, words: Sequence[TimedWord]) -> Iterator[tuple[int, int]]:
    """Yield (start, end) in ms of free speech, joined over breaths, as long as a sentence."""
    flips = np.flatnonzero(np.diff(np.concatenate([[0], is_free.astype(np.int8), [0]])))
    runs = [(int(a) * HOP_MS, int(b) * HOP_MS) for a, b in zip(flips[::2], flips[1::2], strict=True)]
    middles = np.array([(w.start_ms + w.end_ms) // 2 for w in words if w.is_spoken], np.int64)
    joined: list[tuple[int, int, int]] = []
    for start, end in runs:
        if (
            joined
            and start - joined[-1][1] <= _LONGEST_BREATH_MS
            and not _any_between(middles, joined[-1][1], start)
        ):
            joined[-1] = (joined[-1][0], end, joined[-1][2] + end - start)
        else:
            joined.append((start, end, end - start))
    for start, end, spoken_ms in joined:
        if spoken_ms >= _LEAST_UNTRANSCRIBED_MS:
            yield start, end


def _any_between(middles: NDArray[np.int64], start: int, end: int) -> bool:
    return bool(np.searchsorted(middles, end) > np.searchsorted(middles, start))


def describe(passage: Passage) -> str:
    """Say in plain words what does not match, where, and in which text."""
    when = f"{short_clock(passage.start_ms)} to {short_clock(passage.end_ms)}"
    if passage.kind == "untranscribed":
        where = f", before “{passage.text}”" if passage.text else ", after the end of the text"
        return f"speech that has no text: {when}{where}"
    shown = passage.text if len(passage.text) <= 80 else f"{passage.text[:79].rstrip()}…"
    return f"text that is not spoken: “{shown}” (it would be at {short_clock(passage.start_ms)})"
