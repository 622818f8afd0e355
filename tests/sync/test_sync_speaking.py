"""How long words take to say: comparisons that anybody who speaks the language would agree with."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuepress.model import Paragraph, Span, Transcript
from cuepress.sync.speaking import Border, expect, leeway_ms, speaking_ms


@pytest.mark.parametrize(
    ("longer", "shorter", "tag"),
    [
        ("2016", "an", "fr"),
        ("2016", "31", "fr"),
        ("1984", "2000", "en"),
        ("10 000", "10", "fr"),
        ("50 %", "50", "fr"),
        ("3,5", "35", "fr"),
        ("€20", "20", "en"),
        ("U.S.A.", "us", "en"),
        ("HTML", "html", "en"),
        ("USA", "us", "en"),
        ("L", "le", "fr"),
        ("Ctrl", "entre", "fr"),
        ("31", "trente", "fr"),
        ("http://www.example.org", "example", "es"),
        ("info@example.org", "info", "de"),
        ("M.", "me", "fr"),
        ("extraordinaire", "ordinaire", "fr"),
        ("العالم", "من", "ar"),
        ("北京", "京", "zh"),
        ("ありがとう", "あり", "ja"),
        ("2016年", "年", "zh"),
        ("٢٠١٦", "٢٠", "ar"),
        ("नमस्ते", "है", "hi"),
        ("Страна", "на", "ru"),
    ],
)
def test_one_takes_longer_than_the_other(longer: str, shorter: str, tag: str) -> None:
    assert speaking_ms(longer, tag) > speaking_ms(shorter, tag)


@pytest.mark.parametrize(
    ("text", "tag", "low_ms", "high_ms"),
    [
        ("strawberry", "en", 400, 900),
        ("mètres", "fr", 200, 500),
        ("2016", "fr", 700, 1_600),
        ("好", "zh", 120, 300),
    ],
)
def test_the_time_is_about_that_of_careful_speech(text: str, tag: str, low_ms: int, high_ms: int) -> None:
    assert low_ms < speaking_ms(text, tag) < high_ms


@given(st.text(max_size=60), st.sampled_from(["fr", "en", "ar", "zh-Hans", "ja", "und"]))
def test_every_word_takes_some_time_and_none_a_minute_a_character(text: str, tag: str) -> None:
    assert 0 < speaking_ms(text, tag) <= 600 * max(1, len(text)) + 1_000


def test_a_word_of_a_megabyte_takes_no_longer_to_judge_than_to_read() -> None:
    """Patterns that look again from every character would never come back."""
    for word in ("a-" * 200_000, "@" * 400_000, "1" * 400_000, "a." * 200_000):
        assert speaking_ms(word, "en") > 0


def test_borders_tell_what_parts_a_word_from_the_next() -> None:
    transcript = Transcript(
        "fr",
        (
            Paragraph("Oui, M. Dupont : voilà. Bien", "ANNA"),
            Paragraph("Encore", "ANNA"),
            Paragraph("[rires] Non", "BEN", (Span(0, 7),)),
        ),
    )

    expected = expect(transcript)

    words = [word.text for word in transcript.words]
    assert dict(zip(words, expected.borders, strict=True)) == {
        "Oui,": Border.COMMA,
        "M.": Border.NONE,
        "Dupont :": Border.CLAUSE,
        "voilà.": Border.SENTENCE,
        "Bien": Border.PARAGRAPH,
        "Encore": Border.TURN,
        "[rires]": Border.COMMA,
        "Non": Border.PARAGRAPH,
    }
    assert [word for word, sound in zip(words, expected.is_sound, strict=True) if sound] == ["[rires]"]


def test_a_space_in_a_script_without_spaces_is_a_rest() -> None:
    transcript = Transcript("th", (Paragraph("สวัสดี ครับ"),))
    expected = expect(transcript)

    assert Border.COMMA in expected.borders[:-1]


@pytest.mark.parametrize("text", ["2016", "https://example.org/a", "Ctrl+O", "USA", "->", "50 %"])
def test_what_can_be_said_in_several_ways_has_leeway(text: str) -> None:
    assert leeway_ms(text, "en") > 0


@pytest.mark.parametrize("text", ["ordinary", "don't", "—", "Name,"])
def test_plain_words_have_none(text: str) -> None:
    assert leeway_ms(text, "en") == 0
