"""Loud sounds that are no speech: found where they are; speech, quiet rooms and short sounds are not."""

from __future__ import annotations

import numpy as np
import pytest

from cuepress.sync.loud import loud_stretches
from cuepress.sync.speech import HOP_MS, SpeechMap, find_speech

SPEECH_DB, FLOOR_DB = -25.0, -60.0


def _heard(*parts: tuple[float, float, bool]) -> SpeechMap:
    """Return what is heard of stretches one after the other: seconds, level, whether it is speech."""
    level, is_speech = [], []
    for seconds, level_db, said in parts:
        n_frames = int(seconds * 1_000) // HOP_MS
        level += [level_db] * n_frames
        is_speech += [said] * n_frames
    edges = np.flatnonzero(np.diff(np.array([False, *is_speech, False]).astype(np.int8))) * HOP_MS
    intervals = tuple(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))
    return SpeechMap(HOP_MS, np.array(level, np.float32), np.array(is_speech), intervals)


TALK = (5.0, SPEECH_DB, True)


@pytest.mark.parametrize("level_db", [SPEECH_DB + 6, SPEECH_DB, SPEECH_DB - 8])
def test_what_is_about_as_loud_as_speech_is_found(level_db: float) -> None:
    ((start_ms, end_ms),) = loud_stretches(_heard(TALK, (6.0, level_db, False), TALK))

    assert 5_000 <= start_ms < 5_300
    assert 10_700 < end_ms <= 11_000


@pytest.mark.parametrize(("seconds", "level_db"), [(6.0, SPEECH_DB - 20), (6.0, FLOOR_DB), (2.0, SPEECH_DB)])
def test_a_quiet_room_silence_and_a_short_sound_are_not(seconds: float, level_db: float) -> None:
    assert loud_stretches(_heard(TALK, (seconds, level_db, False), TALK)) == ()


def test_beats_are_one_sound_and_words_part_it() -> None:
    beats = [(0.6, SPEECH_DB, False), (0.5, FLOOR_DB, False)] * 5
    word = [(2.0, SPEECH_DB, False), (0.4, SPEECH_DB, True), (2.0, SPEECH_DB, False)]

    assert len(loud_stretches(_heard(TALK, *beats, TALK))) == 1
    assert loud_stretches(_heard(TALK, *word, TALK)) == ()


def test_music_without_any_speech_is_loud_and_an_even_sound_is_not() -> None:
    assert len(loud_stretches(_heard((9.0, FLOOR_DB, False), (6.0, -30.0, False), (9.0, FLOOR_DB, False)))) == 1
    assert loud_stretches(_heard((20.0, -30.0, False))) == ()
    assert loud_stretches(find_speech(np.zeros(0, np.float32), rate_hz=16_000)) == ()
