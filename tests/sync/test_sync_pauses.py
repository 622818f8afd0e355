"""The assignment of words to stretches of speech: its laws, and what is learnt, found and left out."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from cuepress.sync import pauses
from cuepress.sync.pauses import Floats, Ints

Spoken = tuple[Floats, Ints, Ints]


@st.composite
def tasks(draw: st.DrawFn, most_words: int = 60, most_stretches: int = 30) -> Spoken:
    """Return expected times, borders and stretches of speech."""
    count = draw(st.integers(1, most_words))
    speaking = draw(st.lists(st.integers(90, 1_500), min_size=count, max_size=count))
    borders = draw(st.lists(st.integers(0, 5), min_size=count, max_size=count))
    steps = draw(st.lists(st.integers(80, 4_000), min_size=2, max_size=2 * most_stretches))
    edges = np.cumsum(steps)[: len(steps) // 2 * 2].reshape(-1, 2)
    return np.array(speaking, dtype=np.float64), np.array(borders, dtype=np.int64), edges.astype(np.int64)


@settings(max_examples=60, deadline=None)
@given(tasks())
def test_words_are_in_order_and_in_no_two_stretches(task: Spoken) -> None:
    said = pauses.assign(*task)

    flat = np.stack([said.first, said.last], axis=1).ravel()
    assert np.all(np.diff(flat) >= 0)
    assert flat[0] >= 0
    assert flat[-1] <= len(task[0])
    assert np.any(said.last > said.first)
    for sure in (said.sure_first, said.sure_last):
        assert np.all((sure >= 0) & (sure <= 1 + 1e-9))


@settings(max_examples=20, deadline=None)
@given(tasks())
def test_the_same_is_said_twice(task: Spoken) -> None:
    first, second = pauses.assign(*task), pauses.assign(*task)

    assert np.array_equal(first.first, second.first)
    assert np.array_equal(first.last, second.last)
    assert np.array_equal(first.sure_first, second.sure_first)


def spoken(
    n_phrases: int, *, seed: int, pace: float = 1.0, rests: tuple[int, int] = (320, 620)
) -> tuple[Spoken, Ints]:
    """Make a text of phrases, every second one ends a sentence, and its speech; return where each phrase ends."""
    rng = np.random.default_rng(seed)
    ends = np.cumsum(rng.integers(2, 7, n_phrases))
    speaking = rng.uniform(150, 600, int(ends[-1]))
    borders = np.zeros(len(speaking), dtype=np.int64)
    borders[ends - 1] = np.where(np.arange(n_phrases) % 2, 3, 1)
    stretches, at = [], 0
    for number, (first, end) in enumerate(zip([0, *ends[:-1]], ends, strict=True)):
        length = int(pace * speaking[first:end].sum() * rng.uniform(0.9, 1.1))
        stretches.append((at, at + length))
        at += length + int(rests[number % 2] * rng.uniform(0.8, 1.25))
    return (speaking, borders, np.array(stretches, dtype=np.int64)), ends.astype(np.int64)


def test_the_speakers_own_pace_and_rests_are_learnt() -> None:
    """A speaker at half the usual pace, who rests for more than twice as long as most."""
    task, ends = spoken(100, seed=11, pace=2.0, rests=(700, 1_600))

    said = pauses.assign(*task)

    assert np.mean(said.last == ends) > 0.95


def test_a_pace_that_changes_slowly_is_followed() -> None:
    (speaking, borders, stretches), ends = spoken(200, seed=3)
    lengths = stretches[:, 1] - stretches[:, 0]
    rests = np.append(stretches[1:, 0] - stretches[:-1, 1], 0)
    lengths = (lengths * np.linspace(0.75, 1.3, len(lengths))).astype(np.int64)
    begins = np.cumsum(np.concatenate(([0], (lengths + rests)[:-1])))

    said = pauses.assign(speaking, borders, np.stack([begins, begins + lengths], axis=1))

    assert np.mean(said.last == ends) > 0.95


def test_speech_without_text_holds_no_words_wherever_it_is() -> None:
    (speaking, borders, stretches), ends = spoken(120, seed=5)
    (_, _, foreign), _ = spoken(20, seed=6)
    for place in (0, 60, 120):
        before, after = stretches[:place], stretches[place:]
        begin = (before[-1, 1] + 700) if place else 0
        behind = after + (foreign[-1, 1] + 700)
        both = np.concatenate([before, foreign + begin, behind])

        said = pauses.assign(speaking, borders, both)

        empty = said.last == said.first
        assert np.sum(empty[place : place + 20]) >= 19
        assert np.mean(np.delete(said.last, np.s_[place : place + 20]) == ends) > 0.95


def test_sentences_that_are_not_spoken_are_in_no_stretch() -> None:
    task, ends = spoken(120, seed=7)
    speaking, borders, stretches = task
    gap = stretches[60, 0] - stretches[39, 1]
    later = stretches[60:] - gap + 650
    heard = np.concatenate([stretches[:40], later])

    said = pauses.assign(speaking, borders, heard)

    assert np.mean(said.last == np.concatenate([ends[:40], ends[60:]])) > 0.95
    assert abs(int(said.first[40]) - int(ends[59])) <= 6


def test_no_border_drifts_off_in_two_hours() -> None:
    """Two hours: the last tenth is as right as the first."""
    (speaking, borders, stretches), ends = spoken(3_000, seed=1)

    said = pauses.assign(speaking, borders, stretches)

    right = said.last == ends
    assert np.mean(right[:300]) > 0.95
    assert np.mean(right[-300:]) > 0.95


def test_a_rest_that_fits_is_surer_than_one_that_could_be_another() -> None:
    """Words without any mark in even speech: nothing tells where the speaker rests."""
    marked, _ = spoken(60, seed=2)
    speaking, borders, stretches = marked

    plain = pauses.assign(speaking, np.zeros_like(borders), stretches)
    told = pauses.assign(*marked)

    assert np.mean(told.sure_last) > np.mean(plain.sure_last) + 0.1


def test_speech_without_a_rest_holds_all_words_however_many() -> None:
    speaking = np.full(33_000, 10.0)

    said = pauses.assign(speaking, np.zeros(33_000, dtype=np.int64), np.array([[500, 330_500]], dtype=np.int64))

    assert (said.first.tolist(), said.last.tolist()) == ([0], [33_000])
