"""The chain of states is what the voice said: every sound in its order, rests where rests may be."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cuepress.sync import script
from cuepress.sync.script import N_THIRDS, Chain, Phone, Script


@st.composite
def scripts(draw: st.DrawFn) -> Script:
    """Draw sentences of words of phones that touch, as the voice says them, with rests between and inside."""
    phones: list[Phone] = []
    rests: dict[int, bool] = {}
    at = word = 0
    for _ in range(draw(st.integers(1, 4))):
        if at:
            rests[at] = True
        for _ in range(draw(st.integers(1, 3))):
            for _ in range(draw(st.integers(1, 4))):
                if at and draw(st.integers(0, 5)) == 0:
                    rests.setdefault(at, False)
                length = draw(st.integers(1, 30))
                phones.append(Phone(draw(st.sampled_from("abct")), at, at + length, word))
                at += length
            word += draw(st.integers(1, 2))  # a word may be silent
    if draw(st.booleans()):
        rests.setdefault(at, False)
    return Script(np.zeros((at, 13), np.float32), tuple(phones), tuple(sorted(rests.items())))


def is_sound(chain: Chain) -> np.typing.NDArray[np.bool_]:
    return chain.density < chain.silence


@given(scripts(), st.floats(0.3, 3))
def test_every_phone_has_its_three_states_in_order(read: Script, pace: float) -> None:
    chain = script.chain(read, pace=pace)
    sound = is_sound(chain)

    wanted = [N_THIRDS * chain.names.index(phone.name) + k for phone in read.phones for k in range(N_THIRDS)]
    assert chain.density[sound].tolist() == wanted
    assert chain.word[sound].tolist() == [phone.word for phone in read.phones for _ in range(N_THIRDS)]
    assert not chain.is_optional[sound].any()
    assert list(chain.names) == sorted({phone.name for phone in read.phones})


@given(scripts())
def test_what_may_be_left_out_is_silent_and_stands_alone(read: Script) -> None:
    chain = script.chain(read, pace=1.0)

    assert (chain.is_optional == ~is_sound(chain)).all()
    assert (chain.word[chain.is_optional] == -1).all()
    assert not any(before and after for before, after in pairwise(chain.is_optional))
    assert set(chain.density[chain.is_optional]) <= {chain.silence, chain.gap}
    assert chain.density[0] == chain.density[-1] == chain.gap


@given(scripts())
def test_between_any_two_words_one_may_rest(read: Script) -> None:
    chain = script.chain(read, pace=1.0)
    places = np.flatnonzero(is_sound(chain))

    for before, after in pairwise(places):
        if chain.word[before] != chain.word[after]:
            assert after == before + 2
            assert chain.is_optional[before + 1]


@given(scripts())
def test_a_gap_leads_from_each_border_of_sentences_to_the_next(read: Script) -> None:
    chain = script.chain(read, pace=1.0)
    ends = [at for at, is_border in read.rests if is_border and 0 < at < len(read.frames)]
    borders = np.flatnonzero(chain.gap_before >= 0)

    assert (chain.density[borders] == chain.gap).all()
    assert chain.gap_before[borders].tolist() == [0, *borders[:-1]]
    assert chain.voice_frame[borders].tolist() == [*ends, len(read.frames)]
    assert borders[-1] == len(chain.density) - 1


@given(scripts(), st.floats(0.3, 3), st.floats(1, 3))
def test_a_state_stands_in_its_phone_and_may_stay_as_long_as_expected(
    read: Script, pace: float, overlong: float
) -> None:
    chain = script.chain(read, pace=pace, overlong=overlong)
    thirds = np.flatnonzero(is_sound(chain)).reshape(-1, N_THIRDS)

    assert (np.diff(chain.voice_frame) >= 0).all()
    for phone, states in zip(read.phones, thirds, strict=True):
        assert chain.voice_frame[states[0]] == phone.start
        assert chain.voice_frame[states[-1]] < phone.end
        expected = pace * (phone.end - phone.start) / N_THIRDS
        assert (chain.cap[states] >= max(3, overlong * expected - 1e-6)).all()
        assert (chain.cap[states] <= max(3, overlong * expected + 1)).all()
    assert (chain.cap[chain.is_optional] > 1 << 40).all()


@given(scripts())
def test_every_frame_of_the_voice_has_the_label_of_its_phone(read: Script) -> None:
    names = sorted({phone.name for phone in read.phones})
    found = script.labels(read, names)

    assert len(found) == len(read.frames)
    for phone in read.phones:
        inside = found[phone.start : phone.end]
        assert (inside // N_THIRDS == names.index(phone.name)).all()
        assert (np.diff(inside) >= 0).all()
        if phone.end - phone.start >= N_THIRDS:
            assert set(inside % N_THIRDS) == {0, 1, 2}


@given(scripts())
def test_a_speaker_may_rest_where_the_voice_did_and_between_words(read: Script) -> None:
    pauses = read.pauses
    told = dict(zip(pauses.frames.tolist(), pauses.is_border.tolist(), strict=True))

    assert (np.diff(pauses.frames) > 0).all()
    for at, is_border in read.rests:
        assert told[at] == is_border
    for before, after in pairwise(read.phones):
        if before.word != after.word:
            assert after.start in told
    extra = set(told) - {at for at, _ in read.rests}
    assert extra <= {phone.start for phone in read.phones}


@given(st.sets(st.integers(0, 100), min_size=1), st.lists(st.integers(0, 120), max_size=30))
def test_a_place_is_in_the_last_word_that_begins_at_or_before_it(begins: set[int], places: list[int]) -> None:
    starts = sorted(begins)
    found = script.words_of_places(places, starts)

    assert len(found) == len(places)
    for place, index in zip(places, found, strict=True):
        assert starts[index] <= place or index == 0
        assert index == len(starts) - 1 or place < starts[index + 1]
