"""What becomes of a transcript and a recording: parts of a file, hints, sounds, and why which method was used."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from cuepress.errors import UsageError
from cuepress.media import AudioStream, MediaInfo
from cuepress.model import Cue, Paragraph, Span, TimedWord, Transcript, Unspoken
from cuepress.sync import compiling, hear
from cuepress.sync.acoustics import Acoustics, acoustics, joined
from cuepress.sync.timing import Hint, Timing
from cuepress.timing.recording import FIRST_RUN, Recording, Stretch, SyncMethod, time_words
from talk_making import OTHER_FRENCH, RATE_HZ, TALKS, Talk, make_talk, sentences_of


@lru_cache
def talk() -> Talk:
    return make_talk(sentences_of(TALKS["fr"], "fr"), "fr")


@lru_cache
def talk_heard() -> Acoustics:
    return acoustics(talk().samples)


@lru_cache
def others_heard() -> Acoustics:
    return acoustics(make_talk(sentences_of(OTHER_FRENCH, "fr")[:6], "fr").samples)


def recording_of(heard: Acoustics, *, stretch: Stretch | None = None, spoken: str = "fr") -> Recording:
    """Return a recording that has been decoded already."""
    audio = (AudioStream(0, "aac", 1),)
    info = MediaInfo(Path("talk.mp4"), heard.duration_ms, False, audio, 0, 0, None, "mp4")
    return Recording(Path("talk.mp4"), spoken=spoken, stretch=stretch or Stretch(), _info=info, _acoustics=heard)


def timed(transcript: Transcript, recording: Recording, method: SyncMethod = "auto") -> Timing:
    return time_words(transcript, recording, method=method)


# --- parts of a file --------------------------------------------------------------------------------------------


@lru_cache
def between_others() -> tuple[Acoustics, int, int]:
    """Return a talk with other talk before and after it, and where it begins and ends."""
    start_ms = len(others_heard().frames) * 10
    return joined([others_heard(), talk_heard(), others_heard()]), start_ms, start_ms + talk().duration_ms


def test_only_the_part_that_holds_the_text_is_listened_to() -> None:
    heard, start_ms, end_ms = between_others()

    found = timed(talk().transcript, recording_of(heard, stretch=Stretch(start_ms + 3, end_ms)))

    starts = np.array([word.start_ms for word in found.words]) - start_ms
    off = np.abs(starts - talk().start_ms)
    assert np.nanmedian(off) < 30
    assert np.nanmean(off) < 100
    assert all(start_ms + 3 <= word.start_ms <= word.end_ms <= end_ms for word in found.words)
    assert not [passage for passage in found.passages if passage.kind == "untranscribed"]


@pytest.mark.parametrize("method", ["speech", "pauses", "duration"])
def test_no_word_lies_outside_the_part_whatever_the_method(method: SyncMethod) -> None:
    heard, start_ms, end_ms = between_others()
    bounds = (start_ms + 7_003, end_ms - 5_001)

    found = timed(talk().transcript, recording_of(heard, stretch=Stretch(*bounds)), method)

    assert all(bounds[0] <= word.start_ms <= word.end_ms <= bounds[1] for word in found.words)
    assert all(bounds[0] <= each.start_ms <= each.end_ms <= bounds[1] for each in found.passages)
    assert all(before.end_ms <= after.start_ms for before, after in pairwise(found.words))


def test_a_part_is_the_whole_unless_said_otherwise() -> None:
    assert Stretch().within(9_000) == (0, 9_000)
    assert Stretch(1_000).within(9_000) == (1_000, 9_000)
    assert Stretch(None, 2_000).within(9_000) == (0, 2_000)
    assert Stretch().within(0) == (0, 0)


@pytest.mark.parametrize(
    ("stretch", "message"),
    [
        (Stretch(5_000, 4_000), "begins at its end or later"),
        (Stretch(4_000, 4_000), "begins at its end or later"),
        (Stretch(9_000), "--start: 0:09 is after the end; the media lasts 0:09"),
        (Stretch(0, 9_001), "--end: 0:09 is after the end"),
    ],
)
def test_a_part_that_there_is_not_is_refused(stretch: Stretch, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        stretch.within(9_000)


# --- hints ------------------------------------------------------------------------------------------------------


def test_stamps_and_a_rough_track_reach_the_listener(monkeypatch: pytest.MonkeyPatch) -> None:
    """On the clock of the part that is listened to; with what is to be said of them."""
    first, second = "Le port de notre ville est vieux.", "Les bateaux venaient du nord."
    stamps = (Unspoken("timestamp", "[00:00:21]"), Unspoken("timestamp", "[00:59:00]", 1))
    transcript = Transcript("fr", (Paragraph(first), Paragraph(second)), stamps)
    recording = recording_of(talk_heard(), stretch=Stretch(20_000, 50_000))
    recording.near = (Cue(30_000, 34_000, second.lower()),)
    given: list[Hint] = []

    def listen(transcript: Transcript, _sound: Acoustics, *, hints: tuple[Hint, ...], **_others: object) -> Timing:
        given.extend(hints)
        return Timing(tuple(TimedWord(word, 0, 0, 0.9) for word in transcript.words), "speech")

    monkeypatch.setattr(hear, "by_speech", listen)
    found = timed(transcript, recording)

    assert [(transcript.words[hint.word].text, hint.at_ms) for hint in given] == [("Le", 1_000), ("Les", 10_000)]
    assert found.notes == ("a time stamp is out of order or outside the recording, and not used: 00:59:00",)


@pytest.mark.parametrize("is_compiled", [True, False])
def test_a_first_run_says_that_it_compiles(monkeypatch: pytest.MonkeyPatch, is_compiled: bool) -> None:  # noqa: FBT001
    monkeypatch.setattr(compiling, "is_compiled", lambda: is_compiled)
    recording = recording_of(talk_heard())
    steps: list[str] = []
    recording.report = lambda step, _fraction: steps.append(step)

    timed(talk().transcript, recording)

    assert (FIRST_RUN in steps) == (not is_compiled)
    assert "find fr" in steps


# --- turns ------------------------------------------------------------------------------------------------------


def test_turns_of_speakers_keep_their_sentences_apart() -> None:
    """Where somebody else goes on without a full stop before, the rest between them is kept."""
    said = sentences_of(TALKS["fr"], "fr")
    written = [sentence.rstrip(".?! ") for sentence in said]
    paragraphs = tuple(Paragraph(text, f"Voix {at % 2}") for at, text in enumerate(written))
    transcript = Transcript("fr", paragraphs)

    found = timed(transcript, recording_of(talk_heard()))

    firsts = [next(w for w in found.words if w.word.paragraph == at) for at in range(len(said))]
    lasts = [[w for w in found.words if w.word.paragraph == at][-1] for at in range(len(said))]
    for at in range(len(said) - 1):
        began_ms = talk().spoken_ms[at + 1][0]
        assert lasts[at].end_ms < began_ms + 60
        assert abs(firsts[at + 1].start_ms - began_ms) < 150


def test_sounds_are_placed_after_listening_and_after_pauses() -> None:
    text = "[musique] " + talk().transcript.text
    transcript = Transcript("fr", (Paragraph(text, sounds=(Span(0, 9),)),))
    hum = np.asarray(np.sin(np.arange(3 * RATE_HZ) * 0.2) * 0.2, np.float32)
    quiet = np.full(2 * RATE_HZ, 1e-4, np.float32)
    heard = acoustics(np.concatenate([quiet, hum, quiet, talk().samples]))

    methods: tuple[SyncMethod, ...] = ("speech", "pauses")
    for method in methods:
        music = timed(transcript, recording_of(heard), method).words[0]
        assert abs(music.start_ms - 2_000) < 150
        assert abs(music.end_ms - 5_000) < 150


# --- why --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "spoken", "reason"),
    [
        ("auto", "fr", "its language is the one spoken"),
        ("auto", "de", "another language is spoken"),
        ("pauses", "fr", "it was asked for"),
        ("duration", "fr", "it was asked for"),
    ],
)
def test_a_timing_says_why_its_method_was_used(method: SyncMethod, spoken: str, reason: str) -> None:
    found = timed(talk().transcript, recording_of(talk_heard(), spoken=spoken), method)

    assert found.reason == reason


def test_a_fall_back_says_why() -> None:
    silent = acoustics(np.zeros(RATE_HZ * 20, np.float32))
    assert timed(talk().transcript, recording_of(silent)).reason == "no speech is heard in the video"

    mute = recording_of(silent)
    mute._info = replace(mute.info, audio=())
    assert timed(talk().transcript, mute).reason == "the video has no sound"


def test_no_note_names_another_way_of_timing_than_the_one_that_was_taken() -> None:
    silent = acoustics(np.zeros(RATE_HZ * 20, np.float32))
    found = timed(talk().transcript, recording_of(silent))

    assert found.method == "duration"
    assert not any("by the pauses" in note for note in found.notes)
