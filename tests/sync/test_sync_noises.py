"""Sounds of a transcript are put where there is noise between the words around them."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cuepress.model import Paragraph, Span, TimedWord, Transcript
from cuepress.sync import noises
from cuepress.sync.acoustics import Acoustics, acoustics
from cuepress.sync.speech import SpeechMap
from talk_making import RATE_HZ, TALKS, make_talk, sentences_of

DURATION_MS = 20_000


def sound(
    *loud_ms: tuple[int, int], speech_ms: tuple[tuple[int, int], ...] = (), level_db: float = -20
) -> Acoustics:
    """Return a quiet recording that is loud here and there, and in which speech is heard elsewhere."""
    levels = np.full(DURATION_MS // 5 + 1, -70, np.float32)
    is_speech = np.zeros(DURATION_MS // 10, np.bool_)
    for start, end in (*loud_ms, *speech_ms):
        levels[start // 5 : end // 5] = level_db
    for start, end in speech_ms:
        is_speech[start // 10 : end // 10] = True
    speech = SpeechMap(10, levels[:-1:2], is_speech, speech_ms)
    return Acoustics(np.zeros((len(is_speech), 13), np.float32), levels, speech, DURATION_MS)


def timed(text: str, *places_ms: tuple[int, int]) -> tuple[TimedWord, ...]:
    """Return the words of a text, sounds in brackets, at their places."""
    spans, at = [], 0
    while (start := text.find("[", at)) >= 0:
        at = text.index("]", start) + 1
        spans.append(Span(start, at))
    transcript = Transcript("en", (Paragraph(text, sounds=tuple(spans)),))
    return tuple(
        TimedWord(word, start, end, 0.5, not word.is_sound)
        for word, (start, end) in zip(transcript.words, places_ms, strict=True)
    )


def places(words: tuple[TimedWord, ...], heard: Acoustics) -> list[tuple[int, int]]:
    return [(word.start_ms, word.end_ms) for word in noises.placed(words, heard)]


def is_near(place: tuple[int, int], wanted: tuple[int, int]) -> bool:
    return all(abs(found - ms) <= 60 for found, ms in zip(place, wanted, strict=True))


BETWEEN = timed("One [applause] two", (1_000, 2_000), (2_000, 15_000), (15_000, 16_000))
TALK = ((1_000, 2_000), (15_000, 16_000))


def test_applause_is_put_where_it_is_heard() -> None:
    found = places(BETWEEN, sound((6_000, 9_000), speech_ms=TALK))

    assert is_near(found[1], (6_000, 9_000))
    assert found[::2] == [(1_000, 2_000), (15_000, 16_000)]


def applause(seconds: float) -> np.typing.NDArray[np.float32]:
    rng = np.random.default_rng(2)
    claps = (rng.random(int(seconds * RATE_HZ)) < 200 / RATE_HZ) * rng.normal(0, 0.3, int(seconds * RATE_HZ))
    clap = rng.normal(0, 1, 800) * np.exp(-np.arange(800) / 150)
    return np.asarray(np.convolve(claps, clap, "same"), np.float32)


def test_real_applause_is_taken_for_speech_in_part_and_found_as_a_whole() -> None:
    """At every loudness, in the sound that sync knows: as loud as the speaker, and 20 dB below."""
    one, two = (make_talk(sentences_of(TALKS["fr"], "fr")[part], "fr") for part in (slice(3), slice(3, 6)))
    quiet = np.full(RATE_HZ, 1e-4, np.float32)
    began_ms = one.duration_ms + 1_000
    for loudness in (1.0, 0.3, 0.1):
        heard = acoustics(np.concatenate([one.samples, quiet, loudness * applause(5), quiet, two.samples]))
        begin, until = int(np.nanmax(one.end_ms)), began_ms + 6_000 + int(two.start_ms[0])
        words = timed("One [applause] two", (begin - 500, begin), (begin, until), (until, until + 500))

        assert is_near(places(words, heard)[1], (began_ms, began_ms + 5_000)), loudness


def test_of_two_noises_the_louder_and_longer_is_taken() -> None:
    found = places(BETWEEN, sound((3_000, 3_600), (6_000, 9_000), speech_ms=TALK))

    assert is_near(found[1], (6_000, 9_000))


def test_noise_without_speech_goes_before_speech_that_has_no_text() -> None:
    found = places(BETWEEN, sound((10_000, 11_000), speech_ms=(*TALK, (4_000, 8_000))))

    assert is_near(found[1], (10_000, 11_000))


def test_applause_that_is_taken_for_speech_is_found_all_the_same() -> None:
    found = places(BETWEEN, sound(speech_ms=(*TALK, (4_000, 8_000))))

    assert is_near(found[1], (4_000, 8_000))


def test_claps_are_one_noise() -> None:
    claps = [(at, at + 60) for at in range(6_000, 8_000, 250)]

    assert is_near(places(BETWEEN, sound(*claps, speech_ms=TALK))[1], (6_000, 7_810))


def test_a_bang_is_shown_for_half_a_second() -> None:
    start, end = places(BETWEEN, sound((6_000, 6_150), speech_ms=TALK))[1]

    assert end - start == 500
    assert start <= 6_000


def test_long_music_is_let_go_after_a_while() -> None:
    words = timed("[music] one", (0, 1_000), (19_000, 19_500))

    assert is_near(places(words, sound((2_000, 18_500), speech_ms=((19_000, 19_500),)))[0], (2_000, 12_000))


def test_without_noise_a_sound_follows_the_word_before_it() -> None:
    assert places(BETWEEN, sound(speech_ms=TALK))[1] == (2_000, 6_000)
    assert places(BETWEEN, sound((4_000, 9_000), speech_ms=TALK, level_db=-65))[1] == (2_000, 6_000)


def test_two_sounds_get_a_noise_each_or_share_one() -> None:
    words = timed(
        "One [laughter] [applause] two", (1_000, 2_000), (2_000, 9_000), (9_000, 15_000), (15_000, 16_000)
    )

    apart = places(words, sound((3_000, 4_000), (8_000, 12_000), speech_ms=TALK))
    shared = places(words, sound((6_000, 9_000), speech_ms=TALK))

    assert is_near(apart[1], (3_000, 4_000))
    assert is_near(apart[2], (8_000, 12_000))
    assert is_near((shared[1][0], shared[2][1]), (6_000, 9_000))
    assert shared[1][1] == shared[2][0]


def test_there_may_be_no_room_and_no_sound() -> None:
    words = timed("One [applause] two", (1_000, 2_000), (2_000, 2_000), (2_000, 3_000))
    none = np.zeros(0, np.float32)
    silence = Acoustics(np.zeros((0, 13), np.float32), none, SpeechMap(10, none, none.astype(np.bool_), ()), 0)

    assert places(words, sound(speech_ms=((1_000, 3_000),)))[1] == (2_000, 2_000)
    assert places(words, silence) == [(1_000, 2_000), (2_000, 2_000), (2_000, 3_000)]


@given(
    st.lists(st.tuples(st.integers(0, 19_000), st.integers(10, 4_000)), max_size=5),
    st.lists(st.tuples(st.integers(0, 19_000), st.integers(10, 4_000)), max_size=3),
    st.lists(st.integers(0, DURATION_MS), min_size=12, max_size=12).map(sorted),
    st.lists(st.booleans(), min_size=6, max_size=6),
)
def test_words_stay_in_order_apart_and_the_spoken_ones_where_they_were(
    loud: list[tuple[int, int]], speech: list[tuple[int, int]], edges: list[int], is_sound: list[bool]
) -> None:
    text = " ".join("[noise]" if each else "word" for each in is_sound)
    words = timed(text, *zip(edges[::2], edges[1::2], strict=True))
    heard = sound(
        *((start, start + size) for start, size in loud),
        speech_ms=tuple((start, min(start + size, DURATION_MS)) for start, size in speech),
    )

    found = noises.placed(words, heard)

    assert [word.word for word in found] == [word.word for word in words]
    assert all(before.end_ms <= after.start_ms for before, after in pairwise(found))
    assert all(a == b for a, b in zip(found, words, strict=True) if not b.word.is_sound)
    assert all(word.end_ms <= DURATION_MS for word in found)
