"""Where to look for the path: coarsely and finely it is the same, and pieces that are surely cut are the whole."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cuepress.sync import decoding, script
from cuepress.sync.decoding import Costs, Heard, Piece, cut, decode, decode_coarsely
from cuepress.sync.script import N_THIRDS, Chain, Phone, Script

COSTS = Costs(overtime=1.0, leave=60.0, leave_more=20.0, enter=30.0, strange=1.5)
FIT, UNFIT, GENERAL = 0.0, -8.0, -3.0  # log densities of the state that sounds, of others, of speech in general
BAND_S = 2.0
Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Talk:
    """A chain, and a recording of which the state of each frame is known; -1 where speech has no text."""

    chain: Chain
    states: Ints
    scores: Floats
    general: Floats

    @property
    def is_strange(self) -> npt.NDArray[np.bool_]:
        return self.states < 0

    @property
    def near(self) -> Ints:
        """The path, with the last state held where speech has no text."""
        return np.maximum.accumulate(self.states)


def text_of(n_sentences: int, *, seed: int) -> Script:
    """Return sentences of some words, each of some phones of six frames, no two alike in a row."""
    rng = np.random.default_rng(seed)
    phones: list[Phone] = []
    rests: list[tuple[int, bool]] = []
    at = word = 0
    for _ in range(n_sentences):
        if at:
            rests.append((at, True))
        for _ in range(rng.integers(2, 4)):
            for _ in range(rng.integers(2, 4)):
                others = sorted(set("abcdefgh") - {phone.name for phone in phones[-1:]})
                phones.append(Phone(str(rng.choice(others)), at, at + 6, word))
                at += 6
            word += 1
    return Script(np.zeros((at, 13), np.float32), tuple(phones), tuple(rests))


def spoken(
    n_sentences: int,
    *,
    seed: int = 0,
    left_out: frozenset[int] = frozenset(),
    strange_after: frozenset[int] = frozenset(),
) -> Talk:
    """Return a talk with a rest of 30 frames between sentences, some of them left out, and other speech."""
    chain = script.chain(text_of(n_sentences, seed=seed), pace=1.0)
    states = [0] * 30
    for number, (before, after) in enumerate(pairwise(chain.borders.tolist())):
        if number not in left_out:
            inside = np.arange(before + 1, after)
            states += np.repeat(inside[chain.word[inside] >= 0], 3).tolist()
        states += [after] * 30
        if number in strange_after:
            states += [-1] * 120 + [after] * 30
    truth = np.array(states, np.int64)
    rng = np.random.default_rng(seed)
    scores = UNFIT + rng.normal(0, 0.3, (truth.size, chain.silence + 1))
    heard = np.flatnonzero(truth >= 0)
    scores[heard, chain.density[truth[heard]]] = FIT
    general = np.where(truth < 0, FIT, GENERAL) + rng.normal(0, 0.3, truth.size)
    return Talk(chain, truth, scores.astype(np.float32), general.astype(np.float32))


def coarse(talk: Talk) -> decoding.Scored:
    """Give sums over three frames of the best third of each phone, of silence, and of speech in general."""
    best = talk.scores[:, :-1].reshape(len(talk.scores), -1, N_THIRDS).max(axis=2)
    whole = np.concatenate([best, talk.scores[:, -1:], talk.general[:, None]], axis=1)
    sums = np.add.reduceat(whole, np.arange(0, len(whole), N_THIRDS), axis=0)
    return lambda first, last: (np.ascontiguousarray(sums[first:last, :-1]), sums[first:last, -1])


def found(talk: Talk, near: Ints | None = None, *, band_s: float = BAND_S) -> Heard:
    near = talk.near if near is None else near
    return decode(talk.scores, talk.general, talk.chain, near, band_s=band_s, costs=COSTS)


def check_found(talk: Talk, heard: Heard, *, late: int = 0) -> None:
    """Check that the path is the truth, but for ``late`` frames beside each change of state."""
    is_sure = np.ones(talk.states.size, np.bool_)
    for change in np.flatnonzero(np.diff(talk.states)) + 1:
        is_sure[max(change - late, 0) : change + late] = False
    wrong = (heard.is_strange != talk.is_strange) | (~talk.is_strange & (heard.states != talk.states))
    assert not (wrong & is_sure).any()


# --- one search -----------------------------------------------------------------------------------------------


@settings(max_examples=30, deadline=None)
@given(st.integers(2, 12), st.integers(0, 1_000), st.data())
def test_what_is_said_is_found_and_what_is_not_is_left_out(n: int, seed: int, data: st.DataObject) -> None:
    left_out = data.draw(st.sets(st.integers(0, n - 1), max_size=n - 1))
    strange = data.draw(st.sets(st.integers(0, n - 1), max_size=2))
    talk = spoken(n, seed=seed, left_out=frozenset(left_out), strange_after=frozenset(strange))

    heard = found(talk)

    n_missing = [number for number in range(n) if number in left_out]
    words = {int(word) for word in talk.chain.word[heard.states[~heard.is_strange]] if word >= 0}
    for number, (before, after) in enumerate(pairwise(talk.chain.borders.tolist())):
        own = set(talk.chain.word[before:after].tolist()) - {-1}
        assert own & words == (set() if number in n_missing else own)
    # Where a sentence is left out the rest before it and the rest after it may share their frames as they like.
    assert (heard.is_strange == talk.is_strange).all()
    is_word = talk.chain.word[np.maximum(talk.states, 0)] >= 0
    is_word &= ~talk.is_strange
    assert (heard.states[is_word] == talk.states[is_word]).all()


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 8), st.integers(0, 1_000))
def test_fit_is_how_much_better_than_speech_in_general_a_word_is(n: int, seed: int) -> None:
    talk = spoken(n, seed=seed, strange_after=frozenset({0}))

    heard = found(talk)

    is_word = (talk.chain.word[heard.states] >= 0) & ~heard.is_strange
    np.testing.assert_allclose(heard.fit[is_word], FIT - talk.general[is_word], atol=1e-5)
    assert (heard.fit[~is_word] == 0).all()


def test_a_path_that_is_near_is_near_enough() -> None:
    """Up to the width of the band it does not matter where one begins to look."""
    talk = spoken(40, seed=3)
    frames = np.arange(talk.states.size)
    for shift in (-90, 90):
        near = talk.near[np.clip(frames + shift, 0, talk.states.size - 1)]

        check_found(talk, found(talk, near))


def test_the_whole_width_of_a_short_recording_is_looked_at() -> None:
    """Of a minute or two everything is held against everything, wherever one begins."""
    talk = spoken(40, seed=4)
    for near in (np.zeros_like(talk.states), np.full_like(talk.states, talk.chain.density.size - 1)):
        heard = decode_coarsely(coarse(talk), talk.chain, near, band_s=1.0, costs=COSTS)

        n = talk.states.size
        check_found(talk, Heard(heard.states[:n], heard.is_strange[:n], heard.fit[:n]), late=6)


@settings(max_examples=20, deadline=None)
@given(st.integers(2, 12), st.integers(0, 1_000), st.data())
def test_a_coarse_path_is_the_fine_one_in_steps_of_three(n: int, seed: int, data: st.DataObject) -> None:
    strange = data.draw(st.sets(st.integers(0, n - 1), max_size=2))
    talk = spoken(n, seed=seed, strange_after=frozenset(strange))
    n_frames = talk.states.size

    heard = decode_coarsely(coarse(talk), talk.chain, talk.near, band_s=60.0, costs=COSTS)

    assert n_frames <= heard.states.size < n_frames + N_THIRDS
    assert (np.diff(heard.states) >= 0).all()
    assert (heard.states.reshape(-1, N_THIRDS) == heard.states[::N_THIRDS, None]).all()
    at_phones = heard.states[(talk.chain.word[heard.states] >= 0)]
    assert (talk.chain.density[at_phones] % N_THIRDS == 1).all()  # the middle third stands for its phone
    states, strangely = heard.states[:n_frames], heard.is_strange[:n_frames]
    phone_of = np.where(
        talk.chain.word >= 0, np.arange(talk.chain.density.size) - talk.chain.density % N_THIRDS, -1
    )
    is_inside = np.ones(n_frames, np.bool_)
    for change in np.flatnonzero(np.diff(phone_of[np.maximum(talk.states, 0)]) | np.diff(talk.is_strange)) + 1:
        is_inside[change - 3 : change + 3] = False
    is_word = is_inside & (talk.chain.word[np.maximum(talk.states, 0)] >= 0) & ~talk.is_strange
    assert (phone_of[states[is_word]] == phone_of[talk.states[is_word]]).all()
    assert (strangely == talk.is_strange)[is_inside].all()


@settings(max_examples=30, deadline=None)
@given(st.integers(2, 14), st.integers(0, 1_000), st.integers(80, 200), st.data())
def test_windows_of_a_long_recording_say_what_one_search_says(
    n: int, seed: int, window: int, data: st.DataObject
) -> None:
    """A margin of a sentence or two is enough for what comes after it to decide nothing."""
    strange = data.draw(st.sets(st.integers(0, n - 1), max_size=2))
    talk = spoken(n, seed=seed, strange_after=frozenset(strange))
    asked = (coarse(talk), talk.chain, talk.near)
    whole = decode_coarsely(*asked, band_s=60.0, costs=COSTS)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(decoding, "_WINDOW_STEPS", window)
        patch.setattr(decoding, "_MARGIN_STEPS", 75)
        windows = decode_coarsely(*asked, band_s=60.0, costs=COSTS)

    np.testing.assert_array_equal(windows.states, whole.states)
    np.testing.assert_array_equal(windows.is_strange, whole.is_strange)
    np.testing.assert_allclose(windows.fit, whole.fit, atol=1e-5)


# --- pieces ---------------------------------------------------------------------------------------------------


@contextmanager
def pieces_of(frames: int, *, sure: int = 60) -> Iterator[None]:
    """Let pieces be short, so that a small talk has many."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(decoding, "_PIECE_FRAMES", frames)
        patch.setattr(decoding, "_SURE_FRAMES", sure)
        yield


def check_pieces(pieces: list[Piece], n_frames: int, chain: Chain, least: int) -> None:
    """Check that pieces cover all frames and states, in order, and meet at borders."""
    assert (pieces[0].first, pieces[0].first_state) == (0, 0)
    assert (pieces[-1].last, pieces[-1].last_state) == (n_frames, chain.density.size)
    for before, after in pairwise(pieces):
        assert before.last == after.first
        assert before.last_state - 1 == after.first_state
        assert after.first_state in chain.borders
    if len(pieces) > 1:
        assert all(piece.last - piece.first >= least for piece in pieces)


@settings(max_examples=40, deadline=None)
@given(st.integers(2, 14), st.integers(0, 1_000), st.integers(40, 600), st.data())
def test_pieces_cover_the_whole_and_decoded_alone_they_are_the_same(
    n: int, seed: int, least: int, data: st.DataObject
) -> None:
    left_out = data.draw(st.sets(st.integers(0, n - 1), max_size=min(n - 1, 2)))
    strange = data.draw(st.sets(st.integers(0, n - 1), max_size=2))
    talk = spoken(n, seed=seed, left_out=frozenset(left_out), strange_after=frozenset(strange))
    whole = found(talk)

    with pieces_of(least):
        pieces = cut(whole, talk.chain)

    check_pieces(pieces, talk.states.size, talk.chain, least)
    for piece in pieces:
        inside = slice(piece.first, piece.last)
        alone = decode(
            talk.scores[inside],
            talk.general[inside],
            talk.chain.part(piece.first_state, piece.last_state),
            whole.states[inside] - piece.first_state,
            band_s=BAND_S,
            costs=COSTS,
        )
        states = alone.states + piece.first_state
        # Rests on the two sides of what is left out may share their frames as they like: it costs the same.
        is_same = (states == whole.states[inside]) | (
            np.isin(states, talk.chain.borders) & np.isin(whole.states[inside], talk.chain.borders)
        )
        assert is_same.all()
        np.testing.assert_array_equal(alone.is_strange, whole.is_strange[inside])
        np.testing.assert_allclose(alone.fit, whole.fit[inside], atol=1e-5)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_pieces_of_any_path_cover_all_of_it(data: st.DataObject) -> None:
    """Whatever the path and its fit are like."""
    chain = script.chain(text_of(data.draw(st.integers(1, 5)), seed=1), pace=1.0)
    n = data.draw(st.integers(1, 400))
    rng = np.random.default_rng(data.draw(st.integers(0, 1_000)))
    states = np.sort(rng.choice([*chain.borders, *range(chain.density.size)], n))
    is_strange = (rng.random(n) < 0.1) & np.isin(states, chain.borders)
    heard = Heard(states.astype(np.int64), is_strange, rng.normal(1, 1, n).astype(np.float32))
    least = data.draw(st.integers(1, 100))

    with pieces_of(least, sure=data.draw(st.integers(1, 50))), pytest.MonkeyPatch.context() as patch:
        patch.setattr(decoding, "_REST_FRAMES", 2)
        pieces = cut(heard, chain)

    check_pieces(pieces, n, chain, least)


def test_a_talk_is_cut_where_a_sentence_ends_and_nobody_speaks() -> None:
    talk = spoken(12, seed=2)
    with pieces_of(100):
        pieces = cut(found(talk), talk.chain)

    assert len(pieces) > 4
    for piece in pieces[1:]:
        assert (talk.states[piece.first - 10 : piece.first + 10] == piece.first_state).all()


def test_a_short_recording_is_one_piece() -> None:
    talk = spoken(12, seed=2)

    assert cut(found(talk), talk.chain) == [Piece(0, talk.states.size, 0, talk.chain.density.size)]


def test_where_the_text_beside_a_rest_fits_badly_there_is_no_cut() -> None:
    talk = spoken(12, seed=2)
    heard = found(talk)
    doubtful = Heard(heard.states, heard.is_strange, heard.fit * np.float32(0.1))

    with pieces_of(100):
        assert len(cut(doubtful, talk.chain)) == 1


def test_where_a_rest_is_short_there_is_no_cut() -> None:
    talk = spoken(12, seed=2)
    with pieces_of(100), pytest.MonkeyPatch.context() as patch:
        patch.setattr(decoding, "_REST_FRAMES", 31)  # frames; those of the talk last 30
        assert len(cut(found(talk), talk.chain)) == 1


def test_where_speech_has_no_text_there_is_no_cut_within_it() -> None:
    talk = spoken(12, seed=2, strange_after=frozenset(range(12)))
    heard = found(talk)
    with pieces_of(100):
        pieces = cut(heard, talk.chain)

    assert not any(heard.is_strange[piece.first] for piece in pieces)
