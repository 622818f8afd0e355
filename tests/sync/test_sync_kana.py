"""Japanese is read by a voice that knows no kanji, and a language without a voice by its neighbour's."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cuepress.errors import SyncError
from cuepress.model import Paragraph, Transcript
from cuepress.sync import voice
from cuepress.sync.hear import read
from cuepress.sync.kana import in_kana


@settings(max_examples=60, deadline=None)
@given(st.text(st.sampled_from("東京大学会議日本語、。のはへとーアイウ123 AB「」々"), max_size=40))
def test_each_kana_has_its_place_in_the_text_in_order(text: str) -> None:
    kana, places = in_kana(text)

    assert len(kana) == len(places)
    assert places == sorted(places)
    assert all(0 <= place < len(text) for place in places)


def test_kanji_are_read_and_what_is_kana_stays() -> None:
    assert in_kana("東京へ") == ("とうきょうへ", [0, 0, 0, 1, 1, 2])
    assert in_kana("") == ("", [])


def test_every_sound_of_a_japanese_sentence_belongs_to_a_word_of_it() -> None:
    transcript = Transcript("ja", (Paragraph("日本語の会議は東京で行われます。"),))

    phones = read(transcript).aloud.phones

    words = [phone.word for phone in phones]
    assert words == sorted(words)
    assert len(set(words)) >= len(transcript.words) - 1  # all but the full stop
    assert len(phones) < 60, "a kanji is not spelt out as “chinese letter”"


@pytest.mark.parametrize(
    ("wanted", "used"), [("fr", "fr"), ("gsw", "de"), ("gl", "es"), ("oc", "fr"), ("nb", "nb")]
)
def test_a_language_without_a_voice_is_read_by_a_related_one(wanted: str, used: str) -> None:
    assert voice.closest_tag(wanted) == used


@pytest.mark.parametrize("tag", ["und", "qaa"])
def test_where_no_related_language_is_spoken_that_is_said(tag: str) -> None:
    with pytest.raises(SyncError, match="no voice"):
        voice.closest_tag(tag)


def test_the_editor_is_told_whose_voice_it_was() -> None:
    reading = read(Transcript("oc", (Paragraph("Bonjorn a totes."),)))

    assert reading.notes == ("there is no voice for Occitan; the nearest one, French, has read the text",)
    assert read(Transcript("fr", (Paragraph("Bonjour à tous."),))).notes == ()
