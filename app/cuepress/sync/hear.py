"""Sync by listening: the words of a transcript are found in the recording, one by one, each with its doubt.

    transcript ──► read_aloud ──► warp ──► learn ──► sharpen ──► timed words
                                    ▲        ▲          ▲
    recording ──► cepstra, speech ──┴────────┴── level ─┘

The order of the steps is here, and what becomes of words that were not heard.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cuepress.errors import SyncError
from cuepress.model import TimedWord, Transcript
from cuepress.sync import doubt, edges, features, model, script
from cuepress.sync.acoustics import Acoustics
from cuepress.sync.features import HOP_MS, Bools
from cuepress.sync.reading import Sentence, read_aloud, sentences
from cuepress.sync.script import Chain, Script
from cuepress.sync.timing import Hint, Timing
from cuepress.sync.warp import warp

Progress = Callable[[float], None]
_READ, _WARPED = 0.25, 0.4  # shares of the work, for the progress bar


@dataclass(frozen=True, slots=True)
class Places:
    """Where each word was heard: spans [shape=(n, 2)] in ms, fit a frame [shape=(n,)]; NaN where it was not."""

    spans: NDArray[np.int64]
    fit: NDArray[np.float64]


def by_speech(
    transcript: Transcript,
    sound: Acoustics,
    *,
    hints: Sequence[Hint] = (),
    progress: Progress | None = None,
) -> Timing:
    """Give every word of a transcript the time at which it is heard.

    Parameters
    ----------
    hints
        Where some words are said to begin; one that the sound contradicts is not followed.

    Raises
    ------
    SyncError
        If there is no voice for the language, no speech, or the text cannot fit into the recording.
    """
    import threadpoolctl

    # One thread in the matrix products: sums come out the same each time, and the cores stay free for others.
    with threadpoolctl.threadpool_limits(limits=1, user_api="blas"):
        return _by_speech(transcript, sound, progress)


def _by_speech(transcript: Transcript, sound: Acoustics, progress: Progress | None) -> Timing:
    report = progress or (lambda _fraction: None)
    said = sentences(transcript)
    read = read_aloud(transcript, said, progress=lambda fraction: report(fraction * _READ))
    _check(read, sound.speech.is_speech)
    heard, chain = _listen(read, sound, report)
    places = _places(heard, chain, len(transcript.words))
    report(1.0)
    return _timing(transcript, said, places, sound)


def _check(read: Script, is_speech: Bools) -> None:
    if not read.phones:
        raise SyncError("the voice says nothing of this text", "", "use --sync pauses")
    if not is_speech.any():
        raise SyncError("no speech is heard in the recording", "", "use --sync duration")
    if len(is_speech) < script.N_THIRDS * len(read.phones):
        raise SyncError("the text is far too long for the recording", "", "is it the transcript of this video?")


def _listen(read: Script, sound: Acoustics, report: Progress) -> tuple[model.Heard, Chain]:
    is_speech = sound.speech.is_speech
    everywhere = np.ones(len(read.frames), np.bool_)
    real = features.normalised(sound.frames, is_speech)
    voice = features.normalised(read.frames, everywhere)
    path = warp(real, voice, pauses=read.pauses, is_speech=is_speech)
    report(_WARPED)
    chain = script.chain(read, pace=is_speech.sum() / len(voice))
    prior = model.estimate(
        features.with_deltas(voice, everywhere), script.labels(read, chain.names), chain.silence
    )
    heard = model.learn(
        features.with_deltas(real, is_speech),
        chain,
        prior=prior,
        start=path,
        is_speech=is_speech,
        progress=lambda fraction: report(_WARPED + fraction * (1 - _WARPED)),
    )
    return heard, chain


def _places(heard: model.Heard, chain: Chain, n_words: int) -> Places:
    """Collect the frames of each word."""
    owner = chain.word[heard.states]
    inside = np.flatnonzero(owner >= 0)
    firsts = np.searchsorted(owner[inside], np.arange(n_words), "left")
    lasts = np.searchsorted(owner[inside], np.arange(n_words), "right")
    is_heard = lasts > firsts
    spans = np.full((n_words, 2), -1, np.int64)
    spans[is_heard, 0] = inside[firsts[is_heard]] * HOP_MS
    spans[is_heard, 1] = (inside[lasts[is_heard] - 1] + 1) * HOP_MS
    sums = np.concatenate([[0.0], np.cumsum(heard.fit[inside], dtype=np.float64)])
    fit = np.full(n_words, np.nan)
    fit[is_heard] = (sums[lasts] - sums[firsts])[is_heard] / (lasts - firsts)[is_heard]
    return Places(spans, fit)


def _timing(transcript: Transcript, said: Sequence[Sentence], places: Places, sound: Acoustics) -> Timing:
    """Join spans and doubt; words that were not heard get the place where they would have been."""
    verdicts = doubt.judge(said, places.spans, places.fit, duration_ms=sound.duration_ms)
    is_spoken = np.zeros(len(transcript.words), np.bool_)
    for sentence, verdict in zip(said, verdicts, strict=True):
        is_spoken[sentence.first : sentence.last] = verdict.is_spoken
    is_placed = is_spoken & (places.spans[:, 0] >= 0)
    spans = np.full_like(places.spans, -1)
    spans[is_placed] = edges.sharpen(places.spans[is_placed], sound.level_db)
    filled = np.minimum(_filled(spans, sound.duration_ms), sound.duration_ms)
    sure = doubt.confidence(said, verdicts, places.fit)
    words = tuple(
        TimedWord(word, int(start), int(end), float(sure[index]), bool(is_spoken[index] or word.is_sound))
        for index, (word, (start, end)) in enumerate(zip(transcript.words, filled, strict=True))
    )
    passages = (
        *doubt.unspoken(transcript, said, verdicts, words),
        *doubt.untranscribed(transcript, sound.speech.is_speech, words),
    )
    return Timing(
        words,
        "speech",
        notes=_notes(sound),
        passages=tuple(sorted(passages, key=lambda passage: passage.start_ms)),
        is_foreign=doubt.is_foreign(verdicts, said, duration_ms=sound.duration_ms),
    )


def _notes(sound: Acoustics) -> tuple[str, ...]:
    if sound.duration_ms >= doubt.TELLING_MS:
        return ()
    return ("under a minute of sound: whether the text is the right one cannot be told from it",)


def _filled(spans: NDArray[np.int64], duration_ms: int) -> NDArray[np.int64]:
    """Spread words without a span over the gap between their neighbours."""
    filled = spans.copy()
    missing = spans[:, 0] < 0
    index = 0
    while index < len(filled):
        if not missing[index]:
            index += 1
            continue
        last = index
        while last < len(filled) and missing[last]:
            last += 1
        start = int(filled[index - 1, 1]) if index else 0
        end = int(filled[last, 0]) if last < len(filled) else duration_ms
        marks = np.linspace(start, max(start, end), last - index + 1).astype(np.int64)
        filled[index:last, 0], filled[index:last, 1] = marks[:-1], marks[1:]
        index = last
    return filled
