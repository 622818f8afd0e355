"""Applause, bells and laughter where the text says so: the words around them stay where they are spoken."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from cuepress.model import Paragraph, Span, Transcript
from cuepress.sync.acoustics import acoustics
from cuepress.sync.features import Floats
from cuepress.sync.hear import by_speech
from talk_making import RATE_HZ, TALKS, make_talk, sentences_of

AFTER = 7  # the sentence that is applauded
SECONDS = 6
MARK = " [applause]"
MOST_MS = 400  # a word that was drawn into the applause would be off by seconds


def claps(*, rate_hz: float, unevenness: float, seed: int) -> Floats:
    """Return short bursts of noise, so many a second."""
    rng = np.random.default_rng(seed)
    sound = np.zeros(SECONDS * RATE_HZ)
    length = int(0.08 * RATE_HZ)
    at_s = 0.0
    while at_s < SECONDS - 0.1:
        first = int(at_s * RATE_HZ)
        sound[first : first + length] += rng.normal(0, 1, length) * np.exp(-np.arange(length) / (0.02 * RATE_HZ))
        at_s += (1 + unevenness * rng.uniform(-1, 1)) / rate_hz
    return sound.astype(np.float32)


def noises() -> Iterator[tuple[str, Floats]]:
    rng = np.random.default_rng(1)
    seconds = np.arange(SECONDS * RATE_HZ) / RATE_HZ
    yield "in time", 0.3 * claps(rate_hz=4, unevenness=0.1, seed=0)
    hall = [claps(rate_hz=3, unevenness=0.9, seed=seed) for seed in range(40)]
    yield "of a hall", np.sum(hall, axis=0) * np.float32(0.05)
    swelling = 0.1 * rng.normal(0, 1, seconds.size) * np.abs(np.sin(np.pi * 7 * seconds)) ** 3
    yield "swelling", swelling.astype(np.float32)
    bells = np.sin(2 * np.pi * seconds[:, None] * np.array([523, 659, 784])).sum(axis=1)
    yield "bells", (0.1 * bells * np.exp(-3 * (seconds % 1.5))).astype(np.float32)


@pytest.mark.parametrize("tag", ["fr", "ru"])
@pytest.mark.parametrize(("_name", "noise"), list(noises()), ids=[name for name, _ in noises()])
def test_words_beside_a_sound_do_not_reach_into_it(tag: str, _name: str, noise: Floats) -> None:
    sentences = sentences_of(TALKS[tag], tag)
    talk = make_talk(sentences, tag)
    silence = slice(round(talk.spoken_ms[AFTER][1]), round(talk.spoken_ms[AFTER + 1][0]))
    cut = (silence.start + silence.stop) // 2 * RATE_HZ // 1000
    marked = [each + MARK if number == AFTER else each for number, each in enumerate(sentences)]
    end = len(marked[AFTER])
    paragraphs = tuple(
        Paragraph(each, sounds=(Span(end - len(MARK) + 1, end),) if number == AFTER else ())
        for number, each in enumerate(marked)
    )

    sound = acoustics(np.concatenate([talk.samples[:cut], noise, talk.samples[cut:]]))
    words = by_speech(Transcript(tag, paragraphs), sound).words

    at = next(index for index, word in enumerate(words) if word.word.is_sound)
    assert abs(words[at - 1].end_ms - silence.start) <= MOST_MS
    assert abs(words[at + 1].start_ms - SECONDS * 1000 - silence.stop) <= MOST_MS
