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
_DOUBTFUL_FIT = 0.3
_FOREIGN_FIT = 0.5  # the median over a recording; the right text has 2 and more
_LEAST_LENGTH, _MOST_LENGTH = 0.4, 2.5  # of the usual length of what is spoken, if not as it is written
_LEAST_PLACED = 0.8  # of the words that can be said
_LEAST_WORDS = 8  # fewer say nothing of a whole text
_LEAST_SHARE = 0.2  # of the words that must be found for a text to be the right one
_MOST_APART = 0.3  # of the text unspoken and of the speech without text, both at once
_SURE_FIT, _SPREAD = 0.2, 0.25  # where confidence passes half of its height, and how fast it grows
_MOST_SURE = 0.95  # of the cues that fit well, so many begin within 0.1 s of the trusted time
_SHORT_FOOT = 0.6
_SHARE_OF_SENTENCE = 0.85  # a word is judged with its sentence: alone it is too short to be sure of
_LEAST_UNTRANSCRIBED_MS = 2_500
_LONGEST_REST_MS = 5_000
_LEAST_RUN_MS = 250  # a shorter one is the tail of a word, or a breath
_SHOWN_CHARACTERS = 40


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a sentence: its fit, and whether it was spoken."""

    fit: float
    is_spoken: bool


@dataclass(frozen=True, slots=True)
class Places:
    """Where each word was heard.

    ``spans`` are in ms, int64 [shape=(n, 2)], -1 where a word was passed over; ``fit`` is of each word, float64
    [shape=(n,)], NaN where it was passed over; ``expected_ms`` is how long the voice takes to say it.
    """

    spans: NDArray[np.int64]
    fit: NDArray[np.float64]
    expected_ms: NDArray[np.float64]


def judge(said: Sequence[Sentence], places: Places, *, duration_ms: int) -> tuple[Verdict, ...]:
    """Judge each sentence by the mean fit of its words, weighted by their lengths.

    One that fits badly, but takes as long as its words would, is spoken in other words: it keeps its place, and is
    for the editor to listen to. One that is squeezed between its neighbours was not spoken.
    """
    lengths = np.where(np.isnan(places.fit), 0, places.spans[:, 1] - places.spans[:, 0])
    means = np.array([_mean(places.fit[s.first : s.last], lengths[s.first : s.last]) for s in said])
    shares = np.array([_share(lengths[s.first : s.last], places.expected_ms[s.first : s.last]) for s in said])
    is_good = (means > _DOUBTFUL_FIT) & (shares > 0)
    usual = float(np.median(shares[is_good])) if is_good.any() else 1.0
    is_whole = (shares > _LEAST_LENGTH * usual) & (shares < _MOST_LENGTH * usual)
    can_tell = duration_ms >= TELLING_MS
    return tuple(
        Verdict(float(mean), bool(mean > (_UNSPOKEN_FIT if can_tell else -np.inf) or whole))
        for mean, whole in zip(means, is_whole, strict=True)
    )


def _mean(fit: NDArray[np.float64], lengths: NDArray[np.int64]) -> float:
    return float(np.average(np.nan_to_num(fit), weights=lengths)) if lengths.any() else -np.inf


def _share(lengths: NDArray[np.int64], expected_ms: NDArray[np.float64]) -> float:
    """Return how long a sentence takes, as a share of what is expected; nothing if a part of it is left out."""
    is_said = expected_ms > 0
    if not is_said.any() or (lengths[is_said] > 0).mean() < _LEAST_PLACED:
        return 0.0
    return float(lengths.sum() / expected_ms.sum())


def share_doubtful(said: Sequence[Sentence], places: Places) -> float:
    """Return the share of words that are in sentences that fit badly or were passed over."""
    verdicts = judge(said, places, duration_ms=TELLING_MS)
    n_doubtful = sum(
        s.last - s.first for s, verdict in zip(said, verdicts, strict=True) if verdict.fit < _DOUBTFUL_FIT
    )
    return n_doubtful / max(sum(s.last - s.first for s in said), 1)


def is_foreign(
    verdicts: Sequence[Verdict],
    said: Sequence[Sentence],
    *,
    words: Sequence[TimedWord],
    is_speech: Bools,
    duration_ms: int,
) -> bool:
    """Tell whether the text as a whole is not what is spoken; of a short recording nobody can tell.

    Sentences that were left out say nothing of the others: the whole talk's transcript may be given with a part
    of its video, and a part of the talk's with all of it. But hardly anything must be left in, and where much of
    the text is not spoken and much speech has no text, what is left has met by chance.
    """
    weights = np.array([sentence.last - sentence.first for sentence in said])
    fits = np.array([verdict.fit for verdict in verdicts])
    if duration_ms < TELLING_MS or weights.sum() < _LEAST_WORDS:
        return False
    is_placed = np.isfinite(fits)
    share_unspoken = 1 - weights[is_placed].sum() / weights.sum()
    if share_unspoken > 1 - _LEAST_SHARE or min(share_unspoken, _share_free(is_speech, words)) > _MOST_APART:
        return True
    return float(np.median(np.repeat(fits[is_placed], weights[is_placed]))) < _FOREIGN_FIT


def _share_free(is_speech: Bools, words: Sequence[TimedWord]) -> float:
    """Return how much of all speech has no text."""
    return float(_free(is_speech, words).sum() / max(is_speech.sum(), 1))


def _free(is_speech: Bools, words: Sequence[TimedWord]) -> Bools:
    """Return where somebody speaks and no word of the text is placed."""
    is_free = np.array(is_speech, copy=True)
    for word in words:
        if word.is_spoken and not word.word.is_sound:
            is_free[word.start_ms // HOP_MS : -(-word.end_ms // HOP_MS)] = False
    return is_free


def confidence(
    said: Sequence[Sentence], verdicts: Sequence[Verdict], fit: NDArray[np.float64], *, duration_ms: int
) -> NDArray[np.float64]:
    """Return how probable it is that each word's start is right within 0.1 s, in [0, 1].

    A logistic curve over the fit of the word and, above all, of its sentence. Curve and height are those of
    recordings with trusted times, with wrong texts among them (``benchmarks/sync.py confidence`` holds what is
    said against what is true). Of a short recording the fit says little: there the curve stands on a foot.
    """
    foot, height = (0.0, _MOST_SURE) if duration_ms >= TELLING_MS else (_SHORT_FOOT, _MOST_SURE - _SHORT_FOOT)
    sure = np.zeros(len(fit))
    for sentence, verdict in zip(said, verdicts, strict=True):
        inside = slice(sentence.first, sentence.last)
        own = np.clip(np.where(np.isnan(fit[inside]), -10.0, fit[inside]), -10.0, 8.0)
        mixed = (1 - _SHARE_OF_SENTENCE) * own + _SHARE_OF_SENTENCE * max(verdict.fit, -10.0)
        sure[inside] = foot + height / (1 + np.exp(-np.clip((mixed - _SURE_FIT) / _SPREAD, -30, 30)))
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
    starts = np.array([word.start_ms for word in words if word.is_spoken], np.int64)
    placed = [index for index, word in enumerate(words) if word.is_spoken]
    for start_ms, end_ms in _stretches(_free(is_speech, words), words):
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
    """Yield (start, end) in ms of free speech, joined over rests in which no word lies, as long as a sentence."""
    flips = np.flatnonzero(np.diff(np.concatenate([[0], is_free.astype(np.int8), [0]])))
    ends = zip(flips[::2], flips[1::2], strict=True)
    runs = [(int(a) * HOP_MS, int(b) * HOP_MS) for a, b in ends if (b - a) * HOP_MS >= _LEAST_RUN_MS]
    middles = np.array([(w.start_ms + w.end_ms) // 2 for w in words if w.is_spoken], np.int64)
    joined: list[tuple[int, int, int]] = []
    for start, end in runs:
        if (
            joined
            and start - joined[-1][1] <= _LONGEST_REST_MS
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
