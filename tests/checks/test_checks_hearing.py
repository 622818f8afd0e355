"""Cues against heard speech: how far a whole track is off, and each cue beside its speech."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cuepress import cueing
from cuepress.checks import Heard, Material, check_track
from cuepress.checks.drift import fit
from cuepress.model import Cue, Track
from cuepress.review import checking

JUDGE = checking.ProfileJudge(cueing.load_profile("cuepress"))


def _talk(n_cues: int, seed: int = 1) -> tuple[Track, Heard]:
    """Return cues with pauses of all lengths between them, and their speech, its edges 30 ms off at random."""
    dice = random.Random(seed)  # noqa: S311 - no secret
    cues, speech, at = [], [], 1_000
    for _ in range(n_cues):
        length, pause = dice.randrange(1_200, 6_000), dice.choice([90, 300, 500, 900, 1_500])
        cues.append(Cue(at, at + length, "Some words of a talk"))
        speech.append((at + dice.randrange(-30, 30), at + length - dice.randrange(0, 60)))
        at += length + pause
    return Track(tuple(cues), language="en"), Heard("talk.mp4", "", at + 2_000, tuple(speech))


def _moved(track: Track, by: dict[int, int] | None = None, *, shift_ms: int = 0, rate: float = 0.0) -> Track:
    cues, jump = [], 0
    for index, cue in enumerate(track.cues):
        jump = (by or {}).get(index, jump)
        late = shift_ms + jump + round(cue.start_ms * rate)
        cues.append(replace(cue, start_ms=cue.start_ms + late, end_ms=cue.end_ms + late))
    return replace(track, cues=tuple(cues))


@given(st.integers(0, 1_000))
@settings(max_examples=20, deadline=None)
def test_a_track_that_is_right_is_not_off(seed: int) -> None:
    assert fit(*_talk(40, seed)).kind == ""


@given(st.one_of(st.integers(250, 8_000)), st.integers(0, 100))
@settings(max_examples=20, deadline=None)
def test_a_shift_is_measured(shift_ms: int, seed: int) -> None:
    track, heard = _talk(60, seed)

    found = fit(_moved(track, shift_ms=shift_ms), heard)

    assert found.kind == "offset"
    assert abs(found.offset_ms - shift_ms) < 50


@pytest.mark.parametrize("rate", [0.001, -0.001, 0.0427])  # 25 frames a second played as 24 and less
def test_drift_is_measured(rate: float) -> None:
    track, heard = _talk(120)

    found = fit(_moved(track, rate=rate), heard)

    assert found.kind == "drift"
    assert abs(found.per_ms - rate / (1 + rate)) < 0.0003  # of the time of the track


@pytest.mark.parametrize("jump_ms", [400, 1_000, 3_000])
def test_a_jump_is_found_at_its_cue(jump_ms: int) -> None:
    track, heard = _talk(80)

    found = fit(_moved(track, {37: jump_ms}), heard)

    assert found.kind == "jump"
    assert abs(found.jump_ms - jump_ms) < 60
    assert abs(found.index - 37) <= 3


def test_of_a_few_cues_nothing_is_said() -> None:
    track, heard = _talk(5)

    assert fit(_moved(track, shift_ms=2_000), heard).kind == ""


def test_a_loud_sound_is_described_or_named() -> None:
    def found(*cues: Cue) -> list[str]:
        track = Track(cues, language="en", kind="captions")
        heard = Heard("talk.mp4", "", 20_000, ((1_000, 3_000), (12_000, 15_000)), loud=((5_000, 9_000),))
        profile = checking.profile_used(cueing.load_profile("cuepress"), "en", 25.0)
        material = Material("talk.en.vtt", track, profile, JUDGE, heard=heard)
        return [
            each.message for each in check_track(material, tool="t").findings if each.rule == "sounds.undescribed"
        ]

    before, after = Cue(1_000, 3_000, "The city listens."), Cue(12_000, 15_000, "It answers slowly.")
    assert found(before, Cue(5_500, 8_000, "[applause]"), after) == []
    assert found(before, Cue(5_500, 8_500, "♪ Oh happy day ♪"), after) == []
    assert found(before, after) == [
        "loud sound from 00:00:05.000 to 00:00:09.000 that is no speech, and no cue describes it"
    ]
    assert found(before, Cue(5_500, 8_500, "Oh happy day"), after)[0].endswith("it has no ♪")
