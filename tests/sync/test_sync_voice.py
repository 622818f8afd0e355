"""A text is spoken in this process, and every word of it has its place in the sound."""

from __future__ import annotations

import subprocess
import sys
import threading
from itertools import pairwise

import numpy as np
import pytest

from cuepress.errors import SyncError
from cuepress.sync import voice

TEXT = "Déjà, l'unité des villes est fondamentale."


def test_words_and_sounds_have_their_places() -> None:
    speech = voice.speak(TEXT, tag="fr")

    words = [event for event in speech.events if event.kind == "word"]
    named = [TEXT[event.offset : event.offset + event.length] for event in words]
    assert named[0] == "Déjà"
    assert named[-2:] == ["est", "fondamentale"]
    assert sum(event.kind == "phoneme" for event in speech.events) > 20
    places = [event.sample for event in speech.events]
    assert all(before <= after for before, after in pairwise(places))
    assert places[0] >= 0
    assert places[-1] <= len(speech.samples)


def test_speech_is_sound_of_a_fitting_length() -> None:
    speech = voice.speak(TEXT, tag="fr")

    assert speech.samples.dtype == np.int16
    assert np.abs(speech.samples.astype(int)).max() > 3_000
    assert 1.5 < len(speech.samples) / speech.rate_hz < 6


def test_the_same_text_gives_the_same_sound() -> None:
    first = voice.speak(TEXT, tag="fr")
    voice.speak("Something else in between.", tag="en")
    second = voice.speak(TEXT, tag="fr")

    assert (first.samples == second.samples).all()
    assert first.events == second.events


def test_a_slower_pace_takes_longer() -> None:
    slow, quick = (voice.speak(TEXT, tag="fr", words_per_minute=pace) for pace in (100, 250))

    assert len(slow.samples) > len(quick.samples) * 1.5


@pytest.mark.parametrize(
    ("tag", "identifier"),
    [
        ("fr", "roa/fr"), ("fr-CA", "roa/fr"), ("fr-CH", "roa/fr-CH"), ("en", "gmw/en"), ("en-US", "gmw/en-US"),
        ("zh", "sit/cmn"), ("zh-Hans", "sit/cmn"), ("zh-Hant-HK", "sit/yue"), ("yue", "sit/yue"), ("ar", "sem/ar"),
        ("tr", "trk/tr"), ("pt-BR", "roa/pt-BR"), ("pt", "roa/pt"), ("nn", "gmq/nb"), ("sr-Latn", "zls/sr"),
        ("DE-at", "gmw/de"),
    ],
)  # fmt: skip
def test_a_tag_finds_its_voice(tag: str, identifier: str) -> None:
    assert voice.find_voice(tag).identifier == identifier


@pytest.mark.parametrize("tag", ["xx", "und", "", "tlh-x-nothing"])
def test_a_language_without_a_voice_is_said(tag: str) -> None:
    with pytest.raises(SyncError, match="no voice for"):
        voice.speak("text", tag=tag)


def test_the_languages_of_the_united_nations_and_of_the_union_are_spoken() -> None:
    tags = {each.tag for each in voice.voices()}
    wanted = "ar zh en fr ru es bg hr cs da nl et fi de el hu ga it lv lt mt pl pt ro sk sl sv tr"

    assert set(wanted.split()) <= tags
    assert len(tags) > 100


@pytest.mark.parametrize(
    ("tag", "text"),
    [("ar", "نعلم ذلك جميعا"), ("zh-Hans", "我们都知道"), ("tr", "Hepimiz biliyoruz"), ("ru", "Мы все это знаем"),
     ("hi", "हम सब जानते हैं"), ("el", "Το ξέρουμε όλοι")],
)  # fmt: skip
def test_other_scripts_are_spoken(tag: str, text: str) -> None:
    speech = voice.speak(text, tag=tag)

    assert len(speech.samples) > speech.rate_hz // 4
    assert any(event.kind == "word" for event in speech.events)


@pytest.mark.parametrize(
    "text", ["", " ", "…", "\0", "<speak><break time='9s'/></speak>", "[[hello]]", "\ud800", "😀"]
)
def test_no_text_breaks_it(text: str) -> None:
    assert len(voice.speak(text, tag="en").samples) < 10 * 22_050


def test_a_text_without_end_is_refused() -> None:
    with pytest.raises(SyncError, match="too many"):
        voice.speak("a " * 60_000, tag="en")


def test_threads_take_turns() -> None:
    """The library's state is one per process; two at once must not mix their sounds."""
    alone = {tag: voice.speak(TEXT, tag=tag).samples for tag in ("fr", "en")}
    together: dict[str, list[np.ndarray]] = {"fr": [], "en": []}

    def speak(tag: str) -> None:
        together[tag] += [voice.speak(TEXT, tag=tag).samples for _ in range(3)]

    threads = [threading.Thread(target=speak, args=[tag]) for tag in together]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    for tag, spoken in together.items():
        assert all(np.array_equal(samples, alone[tag]) for samples in spoken)


def test_it_says_nothing_on_the_terminal() -> None:
    code = "from cuepress.sync import voice; voice.voices(); [voice.speak('a', tag=v.tag) for v in voice.voices()]"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)

    assert done.stdout + done.stderr == b""
