"""A sound that streams past is measured as one that is held, and its parts are the whole."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cuepress.sync import acoustics as module
from cuepress.sync import features, speech
from cuepress.sync.acoustics import RATE_HZ, Acoustics, Detector, Listener, acoustics, joined
from cuepress.sync.features import HOP_MS

HOP = RATE_HZ * HOP_MS // 1000
Floats = npt.NDArray[np.float32]


def syllables(*spans_ms: tuple[int, int], n: int) -> Floats:
    """Return ``n`` samples with noise that swells four times a second within the spans, and is faint outside."""
    time_ms = np.arange(n) * 1000 / RATE_HZ
    loud = np.full(n, 1e-3)
    for start, end in spans_ms:
        loud[(time_ms >= start) & (time_ms < end)] = 1.0
    swell = 0.6 + 0.4 * np.sin(2 * np.pi * 4 * time_ms / 1000)
    return np.asarray(np.random.default_rng(6).normal(0, 0.1, n) * loud * swell, np.float32)


@cache
def sound() -> Floats:
    """Return 7.3 s, and a bit that is no whole frame, in which something is said twice."""
    return syllables((900, 3_400), (4_100, 6_800), n=7_300 * 16 + 37)


@cache
def whole() -> Acoustics:
    return acoustics(sound())


def check_same(one: Acoustics, other: Acoustics, *, atol: float = 1e-4) -> None:
    """Check that two sounds are heard alike, to rounding."""
    np.testing.assert_allclose(one.frames, other.frames, atol=atol)
    np.testing.assert_allclose(one.level_db, other.level_db, atol=atol)
    np.testing.assert_allclose(one.speech.level_db, other.speech.level_db, atol=atol)
    np.testing.assert_array_equal(one.speech.is_speech, other.speech.is_speech)
    assert one.speech.intervals == other.speech.intervals
    assert one.duration_ms == other.duration_ms


def check_laws(heard: Acoustics) -> None:
    """Check what holds of whatever is heard: a row a frame, a level each 5 ms, intervals that are the flags."""
    n = len(heard.frames)
    assert heard.frames.shape == (n, features.N_CEPSTRA)
    assert heard.frames.dtype == heard.level_db.dtype == np.float32
    assert heard.level_db.shape == (2 * n + 1,)
    assert heard.speech.is_speech.shape == heard.speech.level_db.shape == (n,)
    assert n * HOP_MS <= heard.duration_ms < (n + 1) * HOP_MS
    flags = np.zeros(n, np.bool_)
    for start, end in heard.speech.intervals:
        flags[start // HOP_MS : end // HOP_MS] = True
    np.testing.assert_array_equal(flags, heard.speech.is_speech)
    marks = [mark for interval in heard.speech.intervals for mark in interval]
    assert (np.diff(marks) > 0).all()  # in order, and apart


# --- listening ------------------------------------------------------------------------------------------------


def test_what_is_heard_is_where_it_is() -> None:
    heard = whole()

    check_laws(heard)
    assert heard.duration_ms == 7_302
    assert len(heard.frames) == 730
    (first, second) = heard.speech.intervals
    np.testing.assert_allclose([*first, *second], [900, 3_400, 4_100, 6_800], atol=120)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(1, 40_000), max_size=8), st.integers(1, 300))
def test_portions_and_blocks_of_any_size_say_the_same(portions: list[int], block: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_BLOCK_FRAMES", block)
        listener = Listener()
        for part in np.split(sound(), np.cumsum(portions)):
            listener.take(part)
        heard = listener.finish()

    check_same(heard, whole())


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 400), max_size=30), st.integers(0, 400))
def test_small_portions_add_up(portions: list[int], last: int) -> None:
    """Portions shorter than a window, than a frame, and of nothing at all."""
    samples = sound()[: sum(portions) + last]
    listener = Listener()
    for part in np.split(samples, np.cumsum(portions)):
        listener.take(part)
    heard = listener.finish()

    check_laws(heard)
    check_same(heard, acoustics(samples))


@pytest.mark.parametrize("extra", [-1, 0, 1, 2, 3])
def test_a_sound_about_as_long_as_a_block_is_whole(extra: int) -> None:
    samples = sound()[: (300 + extra) * HOP]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_BLOCK_FRAMES", 300)
        blocks = acoustics(samples)

    check_same(blocks, acoustics(samples))


def test_the_silero_detector_hears_the_same_in_portions() -> None:
    listener = Listener("silero")
    for part in np.array_split(sound(), 11):
        listener.take(part)

    check_same(listener.finish(), acoustics(sound(), detector="silero"))


@pytest.mark.parametrize("detector", ["energy", "silero"])
def test_a_stream_is_not_held(detector: Detector) -> None:
    """An hour of sound takes the room of a block, however it comes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_BLOCK_FRAMES", 50)
        listener = Listener(detector)
        for _ in range(20):
            listener.take(sound()[:8_000])
            assert listener._held.size <= 50 * HOP + 8_000


@pytest.mark.parametrize("at_frame", [0, 1, 37, 98, 99])
def test_frame_k_is_centred_at_ten_k_milliseconds(at_frame: int) -> None:
    samples = np.zeros(RATE_HZ, np.float32)
    samples[at_frame * HOP] = 1.0

    heard = acoustics(samples)

    assert int(np.argmax(heard.frames[:, 0])) == at_frame
    assert int(np.argmax(heard.speech.level_db)) == at_frame
    # The level of each 5 ms takes what is before and after its time: the click is in two of them.
    assert np.flatnonzero(heard.level_db > -60).tolist() == [2 * at_frame, 2 * at_frame + 1]


def test_cepstra_are_those_of_a_sound_that_is_held() -> None:
    np.testing.assert_allclose(whole().frames, features.cepstra(sound(), rate_hz=RATE_HZ), atol=1e-4)


def test_speech_is_where_the_detector_hears_it_in_a_sound_that_is_held() -> None:
    """Only the last frame may be missing, of which a part lies behind the end."""
    found = speech.find_speech(sound(), rate_hz=RATE_HZ)
    n = len(whole().frames)

    np.testing.assert_array_equal(whole().speech.is_speech, found.is_speech[:n])
    np.testing.assert_allclose(whole().speech.level_db, found.level_db[:n], atol=1e-3)


@pytest.mark.parametrize(("amplitude", "wanted_db"), [(1.0, -3.01), (0.1, -23.01), (0.0, -90.0)])
def test_the_level_of_a_tone_is_its_power(amplitude: float, wanted_db: float) -> None:
    tone = amplitude * np.sin(2 * np.pi * 400 * np.arange(RATE_HZ) / RATE_HZ)

    level_db = acoustics(tone).level_db

    np.testing.assert_allclose(level_db[1:-1], wanted_db, atol=0.1)


@pytest.mark.parametrize("detector", ["energy", "silero"])
@pytest.mark.parametrize("n", [0, 1, 159, 160, 161, 16_000])
def test_silence_and_nothing_are_heard_as_such(n: int, detector: Detector) -> None:
    heard = acoustics(np.zeros(n, np.float32), detector=detector)

    check_laws(heard)
    assert not heard.speech.has_speech
    assert np.isfinite(heard.frames).all()
    assert (heard.level_db == np.float32(-90)).all()
    assert heard.duration_ms == n * 1000 // RATE_HZ


# --- parts ----------------------------------------------------------------------------------------------------

times_ms = st.integers(0, 7_400)


@settings(deadline=None)
@given(st.lists(times_ms, max_size=5))
def test_excerpts_joined_are_the_whole(cuts_ms: list[int]) -> None:
    """Wherever it is cut on whole frames, in the middle of speech too."""
    marks = [0, *sorted(at // HOP_MS * HOP_MS for at in cuts_ms if at <= whole().duration_ms), 7_302]

    parts = [whole().excerpt(start, end) for start, end in pairwise(marks)]

    check_same(joined(parts), whole(), atol=0)


@settings(deadline=None)
@given(times_ms, times_ms)
def test_an_excerpt_is_what_is_heard_from_one_time_to_another(start_ms: int, end_ms: int) -> None:
    part = whole().excerpt(start_ms, end_ms)

    check_laws(part)
    first = min(start_ms // HOP_MS, 730)
    n = len(part.frames)
    assert n == max(min(-(-end_ms // HOP_MS), 730) - first, 0)
    np.testing.assert_array_equal(part.frames, whole().frames[first : first + n])
    np.testing.assert_array_equal(part.level_db, whole().level_db[2 * first : 2 * (first + n) + 1])
    np.testing.assert_array_equal(part.speech.is_speech, whole().speech.is_speech[first : first + n])


@settings(deadline=None)
@given(st.lists(st.integers(0, 730).map(lambda n: n * HOP_MS), min_size=4, max_size=4))
def test_an_excerpt_of_an_excerpt_is_one_of_the_whole(marks_ms: list[int]) -> None:
    start_ms, first_ms, last_ms, end_ms = sorted(marks_ms)

    inner = whole().excerpt(start_ms, end_ms).excerpt(first_ms - start_ms, last_ms - start_ms)

    check_same(inner, whole().excerpt(first_ms, last_ms), atol=0)


def test_all_of_it_is_an_excerpt_too() -> None:
    check_same(whole().excerpt(0, 7_302), whole(), atol=0)
    check_same(whole().excerpt(-100, 99_999), whole(), atol=0)
    check_same(joined([whole()]), whole(), atol=0)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 116_837), min_size=1, max_size=4))
def test_a_part_of_a_talk_begins_on_a_whole_frame(sizes: list[int]) -> None:
    """Parts are files of their own, which end within a frame; what is left over of each is let go."""
    parts = [acoustics(sound()[:size]) for size in sizes]

    talk = joined(parts)

    check_laws(talk)
    begins = np.cumsum([0, *(len(part.frames) for part in parts)])
    for begin, part in zip(begins, parts, strict=False):
        last = begin + len(part.frames)
        np.testing.assert_array_equal(talk.frames[begin:last], part.frames)
        np.testing.assert_array_equal(talk.speech.is_speech[begin:last], part.speech.is_speech)
        np.testing.assert_array_equal(talk.level_db[2 * begin : 2 * last], part.level_db[:-1])
