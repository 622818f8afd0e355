"""The sound of one cut is found in another: at its place to some milliseconds, and not where it only resembles."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

import numpy as np
import pytest

from cuepress.sync.acoustics import acoustics
from cuepress.sync.features import Floats
from cuepress.sync.moves import Move, find_moves
from talk_making import RATE_HZ, TALKS, make_talk, sentences_of

N = 12_000  # frames: two minutes


@lru_cache
def speech(seed: int = 0, n: int = N) -> Floats:
    """Return what moves about as cepstra of speech do: 13 rows of noise, evened out over 60 ms, with rests."""
    rng = np.random.default_rng(seed)
    rows = [np.convolve(rng.normal(0, 1, n + 40), np.hanning(9), "same")[20 : n + 20] for _ in range(13)]
    frames = np.stack(rows, axis=1) * np.geomspace(20, 2, 13)
    is_rest = np.convolve(rng.random(n) < 0.004, np.ones(40), "same") > 0
    frames[is_rest] *= 0.02
    return np.asarray(frames, np.float32)


def recoded(frames: Floats, noise: float = 0.2, level: float = -6.0) -> Floats:
    """Return frames as another encoder would leave them: another level, another tone, some noise."""
    rng = np.random.default_rng(9)
    spread = frames.std(axis=0) * noise
    return np.asarray(frames + level + rng.normal(0, 1, frames.shape) * spread, np.float32)


def stretches(moves: tuple[Move, ...]) -> list[tuple[int, int, int]]:
    """Return moves in whole seconds."""
    return [(round(m.start_ms / 1e3), round(m.end_ms / 1e3), round(m.shift_ms / 1e3)) for m in moves]


def assert_exact(moves: tuple[Move, ...], shifts_ms: list[int]) -> None:
    assert len(moves) == len(shifts_ms), moves
    assert all(abs(move.shift_ms - shift) <= 10 for move, shift in zip(moves, shifts_ms, strict=True)), moves


def test_an_intro_is_recognised() -> None:
    moves = find_moves(speech(), recoded(np.concatenate([speech(1, 2_000), speech()])))

    assert stretches(moves) == [(0, 120, 20)]
    assert_exact(moves, [20_000])


def test_a_passage_that_was_removed_is_recognised() -> None:
    new = recoded(np.concatenate([speech()[:5_000], speech()[7_000:]]))

    moves = find_moves(speech(), new)

    assert stretches(moves) == [(0, 50, 0), (70, 120, -20)]
    assert_exact(moves, [0, -20_000])


def test_passages_that_changed_places_are_recognised() -> None:
    old = speech()
    moves = find_moves(old, recoded(np.concatenate([old[4_000:8_000], old[:4_000], old[8_000:]])))

    assert_exact(moves, [40_000, -40_000, 0])


def test_a_passage_that_is_repeated_is_taken_once() -> None:
    old = speech()
    moves = find_moves(old, recoded(np.concatenate([old[:6_000], old[3_000:4_500], old[6_000:]])))

    assert_exact(moves, [0, 15_000])
    assert stretches(moves) == [(0, 60, 0), (60, 120, 15)]


def test_a_jingle_without_context_is_not_taken_for_another() -> None:
    jingle = speech(5, 500)
    old = np.concatenate([jingle, speech()[:5_000], jingle, speech()[5_000:], jingle])
    new = recoded(np.concatenate([speech(6, 3_000), jingle, speech(7, 3_000)]))

    assert find_moves(old, new) == ()


def test_a_jingle_with_its_talk_goes_with_it() -> None:
    jingle = speech(5, 500)
    old = np.concatenate([jingle, speech()[:5_000], jingle, speech()[5_000:]])
    new = recoded(np.concatenate([jingle, speech(6, 1_500), old]))

    moves = find_moves(old, new)

    assert_exact(moves, [20_000])
    assert stretches(moves) == [(0, 130, 20)]


def test_a_short_passage_between_two_cuts_is_found_by_its_neighbours() -> None:
    old = speech()
    new = np.concatenate([old[:4_000], old[5_000:5_400], old[7_000:]])

    moves = find_moves(old, recoded(new))

    assert_exact(moves, [0, -10_000, -26_000])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (speech(1), speech(2)),
        (speech(1), speech(1)[::-1].copy()),
        (speech(1)[:0], speech(1)),
        (speech(1), speech(1)[:0]),
        (np.zeros((9_000, 13), np.float32), np.zeros((9_000, 13), np.float32)),
        (np.tile(speech(3, 50), (200, 1)), np.tile(speech(3, 50), (210, 1))),
    ],
    ids=["others", "backwards", "nothing", "by nothing", "silence", "a loop"],
)
def test_what_is_another_sound_or_says_nothing_is_not_recognised(old: Floats, new: Floats) -> None:
    assert find_moves(old, new) == ()


def test_stretches_overlap_in_neither_cut() -> None:
    rng = np.random.default_rng(3)
    pieces = [speech(seed, 900) for seed in range(6)]
    for _ in range(8):
        old, new = (np.concatenate([pieces[at] for at in rng.integers(0, 6, 7)]) for _ in range(2))
        moves = find_moves(old, recoded(new))
        there = sorted((m.start_ms + m.shift_ms, m.end_ms + m.shift_ms) for m in moves)
        here = [(m.start_ms, m.end_ms) for m in moves]
        for spans in (here, there):
            assert all(a[1] <= b[0] + 10 for a, b in pairwise(spans))
        assert all(0 <= m.start_ms < m.end_ms <= len(old) * 10 for m in moves)
        assert all(start >= -10 and end <= len(new) * 10 + 10 for start, end in there)


def test_a_real_talk_is_found_between_frames_at_half_its_level_in_noise() -> None:
    samples = make_talk(sentences_of(TALKS["fr"], "fr"), "fr", noise_db=-40).samples
    lead = 7 * RATE_HZ + 77  # 4.8 ms beyond a whole frame
    cut = (20 * RATE_HZ, 30 * RATE_HZ)
    rng = np.random.default_rng(1)
    quiet = np.concatenate([np.zeros(lead, np.float32), samples[: cut[0]], samples[cut[1] :]]) * 0.5
    new = np.asarray(quiet + rng.normal(0, 0.002, quiet.size), np.float32)

    moves = find_moves(acoustics(samples).frames, acoustics(new).frames)

    assert_exact(moves, [7_005, -2_995])
    assert abs(moves[0].end_ms - 20_000) < 700
    assert abs(moves[1].start_ms - 30_000) < 700
