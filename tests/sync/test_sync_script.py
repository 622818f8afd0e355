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
    assert set(chain.density[chain.is_optional]) == {chain.silence}
    assert chain.is_optional[0]
    assert chain.is_optional[-1]


@given(scripts())
def test_between_any_two_words_one_may_rest(read: Script) -> None:
    chain = script.chain(read, pace=1.0)
    places = np.flatnonzero(is_sound(chain))

    for before, after in pairwise(places):
        if chain.word[before] != chain.word[after]:
            assert after == before + 2
            assert chain.is_optional[before + 1]


@given(scripts())
def test_the_borders_are_the_ends_of_sentences_and_of_the_text(read: Script) -> None:
    chain = script.chain(read, pace=1.0)
    ends = [at for at, is_border in read.rests if is_border and 0 < at < len(read.frames)]

    assert (chain.density[chain.borders] == chain.silence).all()
    assert chain.voice_frame[chain.borders].tolist() == [0, *ends, len(read.frames)]
    assert (chain.borders[0], chain.borders[-1]) == (0, len(chain.density) - 1)
    assert (np.diff(chain.borders) > 1).all()


@given(scripts())
def test_only_a_rest_that_the_voice_did_not_take_has_a_toll(read: Script) -> None:
    chain = script.chain(read, pace=1.0)
    rested = {0, len(read.frames), *(at for at, _ in read.rests)}

    assert (chain.toll[is_sound(chain)] == 0).all()
    for state in np.flatnonzero(~is_sound(chain)):
        assert (chain.toll[state] > 0) == (chain.voice_frame[state] not in rested)


@given(scripts(), st.data())
def test_a_part_is_a_chain_of_its_own(read: Script, data: st.DataObject) -> None:
    """A part between two borders has what the whole has there, and its borders are first and last."""
    whole = script.chain(read, pace=1.0)
    first, last = sorted(data.draw(st.lists(st.sampled_from(whole.borders.tolist()), min_size=2, max_size=2)))
    part = whole.part(first, last + 1)

    for name in ("density", "is_optional", "cap", "toll", "word", "voice_frame"):
        assert getattr(part, name).tolist() == getattr(whole, name)[first : last + 1].tolist()
    assert (part.borders[0], part.borders[-1]) == (0, last - first)
    assert (part.borders + first).tolist() == [at for at in whole.borders if first <= at <= last]
    assert (part.names, part.silence) == (whole.names, whole.silence)


@given(scripts())
def test_the_parts_between_the_borders_are_the_whole(read: Script) -> None:
    whole = script.chain(read, pace=1.0)
    parts = [whole.part(first, last + 1) for first, last in pairwise(whole.borders.tolist())]

    # Neighbours share a border: all but the first part begin with what the one before ends with.
    joined = [*parts[0].voice_frame, *(frame for part in parts[1:] for frame in part.voice_frame[1:])]
    assert joined == whole.voice_frame.tolist()
    assert all(part.borders.tolist() == [0, len(part.density) - 1] for part in parts)


@given(scripts(), st.data())
def test_chosen_states_keep_what_they_are_and_the_borders_their_places(read: Script, data: st.DataObject) -> None:
    whole = script.chain(read, pace=1.0)
    drawn = data.draw(st.sets(st.integers(0, len(whole.density) - 1)))
    kept = np.array(sorted(drawn | set(whole.borders.tolist())), np.int64)
    columns = np.arange(len(whole.density)) * 2
    found = whole.chosen(kept, columns)

    assert found.density.tolist() == (kept * 2).tolist()
    assert kept[found.borders].tolist() == whole.borders.tolist()
    for name in ("is_optional", "cap", "toll", "word", "voice_frame"):
        assert getattr(found, name).tolist() == getattr(whole, name)[kept].tolist()


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
    assert (chain.cap[chain.is_optional] > 100 * 3_600 * 24).all()  # a day


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
