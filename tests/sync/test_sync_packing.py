"""What was heard comes back from its bytes as it was, and from no others."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuepress.sync import packing
from cuepress.sync.acoustics import Acoustics, acoustics
from cuepress.sync.speech import SpeechMap


def heard(n_frames: int, seed: int = 0) -> Acoustics:
    rng = np.random.default_rng(seed)
    frames = rng.normal(size=(n_frames, 13)).astype(np.float32)
    is_speech = rng.random(n_frames) < 0.5
    flips = np.flatnonzero(np.diff(np.concatenate([[0], is_speech.astype(np.int8), [0]]))) * 10
    intervals = tuple((a, b) for a, b in flips.reshape(-1, 2).tolist())
    level_db = rng.normal(size=2 * n_frames + 1).astype(np.float32)
    speech = SpeechMap(10, rng.normal(size=n_frames).astype(np.float32), is_speech, intervals)
    return Acoustics(frames, level_db, speech, n_frames * 10)


def assert_same(one: Acoustics, other: Acoustics) -> None:
    assert np.array_equal(one.frames, other.frames)
    assert np.array_equal(one.level_db, other.level_db)
    assert np.array_equal(one.speech.level_db, other.speech.level_db)
    assert np.array_equal(one.speech.is_speech, other.speech.is_speech)
    assert one.speech.is_speech.dtype == other.speech.is_speech.dtype
    assert one.speech.intervals == other.speech.intervals
    assert one.duration_ms == other.duration_ms


@given(st.integers(0, 60), st.integers(0, 9), st.dictionaries(st.text(max_size=9), st.text(max_size=9)))
def test_a_sound_comes_back_as_it_was(n_frames: int, seed: int, about: dict[str, str]) -> None:
    sound = heard(n_frames, seed)

    data = packing.pack(sound, about)

    assert_same(packing.unpack(data), sound)
    assert packing.about(data) == about


def test_what_a_listener_heard_comes_back_too() -> None:
    noise = np.random.default_rng(1).normal(0, 0.1, 16_000 * 3).astype(np.float32)
    noise[16_000:32_000] *= 0.001
    sound = acoustics(noise)

    assert_same(packing.unpack(packing.pack(sound, {})), sound)


@given(st.data())
def test_a_damaged_sound_is_none(data: st.DataObject) -> None:
    packed = bytearray(packing.pack(heard(7), {}))
    at = data.draw(st.integers(0, len(packed) - 1))
    packed[at] ^= data.draw(st.integers(1, 255))
    cut = data.draw(st.integers(0, len(packed) - 1))

    for broken in (bytes(packed), bytes(packed[:cut])):
        try:
            found = packing.unpack(broken)
        except ValueError:
            continue
        assert_same(found, heard(7))  # a byte of the first line that says nothing of the arrays


@given(st.binary(max_size=80) | st.sampled_from([b"{}\n", b"[]\n", b'{"acoustics": 1}\n', b"[" * 9_000 + b"\n"]))
def test_any_bytes_are_a_sound_or_a_value_error(data: bytes) -> None:
    with pytest.raises(ValueError, match="packed sound"):
        packing.unpack(data)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("n_frames", 10**15),
        ("n_intervals", 10**15),
        ("n_frames", -1),
        ("acoustics", 2),
        ("crc", True),
        ("crc", 1.0),
    ],
)
def test_a_first_line_that_lies_is_found_out_before_anything_is_made_of_it(name: str, value: object) -> None:
    line, _, rest = packing.pack(heard(5), {}).partition(b"\n")

    with pytest.raises(ValueError, match="packed sound"):
        packing.unpack(json.dumps({**json.loads(line), name: value}).encode() + b"\n" + rest)


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_values_that_nobody_can_have_heard_are_refused(bad: float) -> None:
    sound = heard(5)
    sound.frames[2, 3] = bad

    with pytest.raises(ValueError, match="no number"):
        packing.unpack(packing.pack(sound, {}))


@pytest.mark.parametrize("intervals", [((30, 20),), ((-10, 20),), ((0, 10**9),), ((20, 30), (0, 10))])
def test_speech_out_of_order_is_refused(intervals: tuple[tuple[int, int], ...]) -> None:
    sound = heard(5)
    speech = SpeechMap(10, sound.speech.level_db, sound.speech.is_speech, intervals)

    with pytest.raises(ValueError, match="out of order"):
        packing.unpack(packing.pack(Acoustics(sound.frames, sound.level_db, speech, 50), {}))
