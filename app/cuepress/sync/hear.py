"""Sync by listening: the words of a transcript are found in the recording, one by one, each with its doubt.

    transcript ──► read_aloud ──► warp ──► learn ──► sharpen ──► timed words
                                    ▲        ▲          ▲
    recording ──► cepstra, speech ──┴────────┴── level ─┘

The order of the steps is here, and what becomes of words that were not heard.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from cuepress import language
from cuepress.errors import SyncError
from cuepress.model import TimedWord, Transcript, Word
from cuepress.sync import doubt, edges, features, gaussians, model, script, voice
from cuepress.sync.acoustics import Acoustics
from cuepress.sync.decoding import Heard
from cuepress.sync.doubt import Places
from cuepress.sync.features import HOP_MS, Bools
from cuepress.sync.reading import Sentence, read_aloud, sentences
from cuepress.sync.script import Chain, Script
from cuepress.sync.speaking import is_address
from cuepress.sync.timing import Hint, Timing
from cuepress.sync.warp import warp

Progress = Callable[[float], None]
_SCATTERED = 0.6  # of the pace at which the text fills all speech, where speech without text lies between
_USUAL_PACE = 1.15  # real frames per synthetic one
_SLOW, _FAST = 1.45, 0.8  # nobody speaks so slowly, or so fast: one side says more than the other
_FEW_DOUBTFUL = 0.02  # of the words may be in sentences that fit badly before another beginning is tried
_ALONE_MS, _STRAY_MS, _STRAY_FIT = 600, 400, -1.0  # rest before, length and fit of words that went astray
_SPELLING_MS, _SPELLING_REST_MS = 12_000, 900  # of an address: how much longer, and the longest rest in it
_READ, _WARPED = 0.25, 0.4  # shares of the work, for the progress bar


def by_speech(
    transcript: Transcript,
    sound: Acoustics,
    *,
    hints: Sequence[Hint] = (),
    reading: Reading | None = None,
    progress: Progress | None = None,
) -> Timing:
    """Give every word of a transcript the time at which it is heard.

    Parameters
    ----------
    hints
        Where some words are said to begin; they are not followed where the sound fits better without them.
    reading
        What ``read`` made of the transcript, if that was done before.

    Raises
    ------
    SyncError
        If there is no voice for the language, no speech, or the text cannot fit into the recording.
    """
    with _one_thread():
        return _by_speech(transcript, sound, hints, reading, progress or (lambda _fraction: None))


@dataclass(frozen=True, slots=True)
class Reading:
    """A transcript read aloud: its sentences, what the voice says of them, and what is to be said of the voice."""

    said: tuple[Sentence, ...]
    aloud: Script
    notes: tuple[str, ...] = ()


def read(transcript: Transcript, *, progress: Progress | None = None) -> Reading:
    """Read a transcript aloud, the part of the work that needs no recording.

    Raises
    ------
    SyncError
        If there is no voice for the language, nor for a related one.
    """
    said = sentences(transcript)
    tag = voice.closest_tag(transcript.language)
    with _one_thread():
        return Reading(
            said, read_aloud(transcript, said, tag=tag, progress=progress), _on_voice(transcript.language, tag)
        )


def _on_voice(wanted: str, used: str) -> tuple[str, ...]:
    if used == wanted:
        return ()
    names = (language.english_name(each) for each in (wanted, used))
    return ("there is no voice for {}; the nearest one, {}, has read the text".format(*names),)


def _one_thread() -> AbstractContextManager[object]:
    """Keep matrix products to one thread: sums come out the same each time, and the cores stay free for others."""
    import threadpoolctl

    limited: AbstractContextManager[object] = threadpoolctl.threadpool_limits(limits=1, user_api="blas")
    return limited


def _by_speech(
    transcript: Transcript, sound: Acoustics, hints: Sequence[Hint], reading: Reading | None, report: Progress
) -> Timing:
    reading = reading or read(transcript, progress=lambda fraction: report(fraction * _READ))
    _check(reading.aloud, sound.speech.is_speech)
    places = _listen(reading, sound, hints, len(transcript.words), report)
    report(1.0)
    timing = _timing(transcript, reading.said, places, sound)
    return replace(timing, notes=(*reading.notes, *timing.notes))


def _check(read: Script, is_speech: Bools) -> None:
    if not read.phones:
        raise SyncError("the voice says nothing of this text", "", "use --sync pauses")
    if not is_speech.any():
        raise SyncError("no speech is heard in the recording", "", "use --sync duration")
    if len(is_speech) < script.N_THIRDS * len(read.phones):
        raise SyncError("the text is far too long for the recording", "", "is it the transcript of this video?")


@dataclass(frozen=True, slots=True)
class _Beginning:
    """A first guess: the text lies in frames ``first`` to ``last`` and is spoken at a pace (frames per voice's).

    ``near`` is a path (voice frame of each real one) that somebody told us.
    """

    pace: float
    first: int
    last: int
    near: NDArray[np.float64] | None = None


def _beginnings(aloud: Script, is_speech: Bools, hints: Sequence[Hint]) -> Iterator[_Beginning]:
    """Yield first guesses, the likeliest first: a text may be all that is said, or only a part of it."""
    n_frames, n_speech, n_voice = len(is_speech), int(is_speech.sum()), len(aloud.frames)
    pace = n_speech / n_voice
    if hints:
        yield _Beginning(min(pace, _SLOW), 0, n_frames, _told_path(hints, aloud, n_frames))
    yield _Beginning(pace, 0, n_frames)
    yield _Beginning(pace * _SCATTERED, 0, n_frames)
    if pace > _SLOW:  # a statement of which there is a text, and questions of which there is none
        said = np.cumsum(is_speech)
        wanted = n_voice * _USUAL_PACE
        yield _Beginning(_USUAL_PACE, 0, int(np.searchsorted(said, wanted)))
        yield _Beginning(_USUAL_PACE, int(np.searchsorted(said, n_speech - wanted)), n_frames)
    if pace < _FAST:
        yield _Beginning(_USUAL_PACE, 0, n_frames)


def _told_path(hints: Sequence[Hint], aloud: Script, n_frames: int) -> NDArray[np.float64]:
    """Return the voice frame of each real frame if the hints are right: straight lines between them."""
    n_voice = len(aloud.frames)
    starts = [phone.start for phone in aloud.phones]
    words = [phone.word for phone in aloud.phones]
    told = [(hint.at_ms / HOP_MS, starts[min(bisect_left(words, hint.word), len(starts) - 1)]) for hint in hints]
    at, frames = np.array([(0.0, 0.0), *told, (float(n_frames), float(n_voice))]).T
    # Before the first hint and after the last one, at the usual pace: the text need not fill the recording.
    at[0] = max(0.0, at[1] - frames[1] * _USUAL_PACE)
    at[-1] = min(float(n_frames), at[-2] + (n_voice - frames[-2]) * _USUAL_PACE)
    order = np.argsort(at, kind="stable")
    path = np.interp(np.arange(n_frames), at[order], frames[order])
    return np.asarray(np.maximum.accumulate(path))


def _listen(reading: Reading, sound: Acoustics, hints: Sequence[Hint], n_words: int, report: Progress) -> Places:
    """Place the words; where many do not fit, try again from other beginnings and keep what fits best."""
    is_speech, aloud = sound.speech.is_speech, reading.aloud
    everywhere = np.ones(len(aloud.frames), np.bool_)
    real = features.normalised(sound.frames, is_speech)
    synth = features.normalised(aloud.frames, everywhere)
    terms, spoken = gaussians.Terms(real, is_speech), gaussians.Terms(synth, everywhere)
    is_short = sound.duration_ms < doubt.TELLING_MS
    best, most, done = None, -np.inf, _READ

    def go_on(fraction: float) -> None:
        nonlocal done
        done = max(done, fraction)  # another beginning does not take back what was shown
        report(done)

    for start in _beginnings(aloud, is_speech, hints):
        chain = script.chain(aloud, pace=start.pace)
        prior = gaussians.of_sums(spoken.sums(script.labels(aloud, chain.names), chain.silence))
        inside = slice(start.first, start.last)
        path = warp(
            real.part(start.first, start.last),
            synth,
            pauses=aloud.pauses,
            is_speech=is_speech[inside],
            pace=start.pace,
            near=start.near,
        )
        go_on(_WARPED)
        heard = model.learn(
            terms,
            chain,
            prior=prior,
            start=np.concatenate([np.zeros(start.first), path, np.full(len(real) - start.last, len(synth))]),
            is_speech=is_speech,
            progress=lambda fraction: go_on(_WARPED + fraction * (1 - _WARPED)),
        )
        places = _places(heard, chain, aloud, n_words)
        quality = float(heard.fit.sum(dtype=np.float64))
        if quality > most:
            best, most = places, quality
        if is_short or doubt.share_doubtful(reading.said, places) <= _FEW_DOUBTFUL:
            break
    if best is None:
        raise SyncError("there is nothing to listen to")
    return best


def _places(heard: Heard, chain: Chain, read: Script, n_words: int) -> Places:
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
    lengths = [phone.end - phone.start for phone in read.phones]
    expected = np.bincount([phone.word for phone in read.phones], lengths, minlength=n_words)
    return Places(spans, fit, np.asarray(expected * HOP_MS, np.float64))


def _timing(transcript: Transcript, said: Sequence[Sentence], places: Places, sound: Acoustics) -> Timing:
    """Join spans and doubt; words that were not heard get the place where they would have been."""
    verdicts = doubt.judge(said, places, duration_ms=sound.duration_ms)
    is_spoken = np.zeros(len(transcript.words), np.bool_)
    for sentence, verdict in zip(said, verdicts, strict=True):
        is_spoken[sentence.first : sentence.last] = verdict.is_spoken
    is_placed = is_spoken & (places.spans[:, 0] >= 0)
    spans = np.full_like(places.spans, -1)
    spans[is_placed] = edges.sharpen(_gathered(places, said)[is_placed], sound.level_db)
    _stretch_addresses(spans, transcript.words, sound.speech.is_speech)
    spoken = [sentence for sentence, verdict in zip(said, verdicts, strict=True) if verdict.is_spoken]
    spans = _shared(spans, spoken, [word.text for word in transcript.words])
    filled = np.minimum(_filled(spans, sound.duration_ms), sound.duration_ms)
    sure = doubt.confidence(said, verdicts, places.fit, duration_ms=sound.duration_ms)
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
        is_foreign=doubt.is_foreign(
            verdicts, said, words=words, is_speech=sound.speech.is_speech, duration_ms=sound.duration_ms
        ),
    )


def _notes(sound: Acoustics) -> tuple[str, ...]:
    if sound.duration_ms >= doubt.TELLING_MS:
        return ()
    return ("under a minute of sound: whether the text is the right one cannot be told from it",)


def _gathered(places: Places, said: Sequence[Sentence]) -> NDArray[np.int64]:
    """Return the spans with words brought home that stand alone, far from their sentence, on a sound unlike them.

    A cough, a click or the end of something else has drawn them. They share the time of the next word of theirs.
    """
    spans = places.spans.copy()
    for sentence in said:
        placed = [index for index in range(sentence.first, sentence.last) if spans[index, 0] >= 0]
        for cut in range(1, len(placed)):
            head, tail = placed[:cut], placed[cut:]
            if places.spans[tail[0], 0] - places.spans[head[-1], 1] < _ALONE_MS:
                continue
            if _is_stray(places, head, tail):
                _share(spans, places.expected_ms, [*head, tail[0]], spans[tail[0]].copy())
            elif _is_stray(places, tail, head):
                _share(spans, places.expected_ms, [head[-1], *tail], spans[head[-1]].copy())
    return spans


def _is_stray(places: Places, part: Sequence[int], other: Sequence[int]) -> bool:
    """Tell whether a part of a sentence is short and fits what is heard there badly, and worse than the rest."""
    length_ms = sum(places.spans[index, 1] - places.spans[index, 0] for index in part)
    fit = float(np.mean(places.fit[list(part)]))
    return bool(length_ms <= _STRAY_MS and fit < min(_STRAY_FIT, float(np.mean(places.fit[list(other)]))))


def _share(
    spans: NDArray[np.int64], expected_ms: NDArray[np.float64], words: Sequence[int], span: NDArray[np.int64]
) -> None:
    """Divide a span among words by how long each takes."""
    marks = np.cumsum([0.0, *expected_ms[list(words)]])
    edges_ms = span[0] + np.round(marks / max(marks[-1], 1.0) * (span[1] - span[0])).astype(np.int64)
    spans[list(words), 0], spans[list(words), 1] = edges_ms[:-1], edges_ms[1:]


def _stretch_addresses(spans: NDArray[np.int64], words: Sequence[Word], is_speech: Bools) -> None:
    """Give addresses the speech after them that no word claims: nobody can foresee how one is read out."""
    for index, word in enumerate(words):
        if spans[index, 0] < 0 or not is_address(word.text):
            continue
        following = spans[index + 1 :, 0]
        placed = following[following >= 0]
        limit_ms = min(int(placed[0]) if placed.size else len(is_speech) * HOP_MS, spans[index, 1] + _SPELLING_MS)
        loud = np.flatnonzero(is_speech[spans[index, 1] // HOP_MS : limit_ms // HOP_MS]) * HOP_MS
        steps = np.diff(np.concatenate([[0], loud]))
        until = int(np.argmax(steps > _SPELLING_REST_MS)) if (steps > _SPELLING_REST_MS).any() else loud.size
        if until:
            spans[index, 1] += int(loud[until - 1]) + HOP_MS


def _shared(spans: NDArray[np.int64], said: Sequence[Sentence], texts: Sequence[str]) -> NDArray[np.int64]:
    """Let words of which the voice told no sound of their own share the time of the word before them.

    Chinese is told by the word and written by the character; a dash is not told at all, and takes no time.
    """
    shared = spans.copy()
    for sentence in said:
        at = sentence.first
        while at < sentence.last:
            last = at + 1
            while last < sentence.last and spans[last, 0] < 0:
                last += 1
            if spans[at, 0] >= 0 and last > at + 1:
                sizes = [sum(character.isalnum() for character in text) for text in texts[at:last]]
                marks = np.cumsum([0, *sizes]) / max(sum(sizes), 1)
                edges_ms = spans[at, 0] + np.round(marks * (spans[at, 1] - spans[at, 0])).astype(np.int64)
                shared[at:last, 0], shared[at:last, 1] = edges_ms[:-1], edges_ms[1:]
            at = last
    return shared


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
