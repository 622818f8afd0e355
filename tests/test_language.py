"""Tags, names, direction; and how a text is divided and counted."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuepress import language
from cuepress.errors import UsageError
from cuepress.language import Mark

TAGS = ["fr", "en", "ar", "zh-Hans", "zh-Hant", "ja", "ko", "th", "hi", "tr", "he", "my", "und"]


@pytest.mark.parametrize(
    ("written", "usual"),
    [
        ("FR", "fr"),
        ("ZH-hans", "zh-Hans"),
        ("pt_br", "pt-BR"),
        (" en ", "en"),
        ("sr-latn", "sr-Latn"),
        ("und", "und"),
    ],
)
def test_a_tag_is_put_into_its_usual_spelling(written: str, usual: str) -> None:
    assert language.normalise_tag(written) == usual


@pytest.mark.parametrize(
    ("wrong", "nearest"),
    [
        ("french", "fr"),
        ("Deutsch", "de"),
        ("english", "en"),
        ("fr-!", "fr"),
        ("jp", "ja (Japanese)"),
        ("cn", "zh-Hans (Chinese (Simplified))"),
        ("GR", "el (Greek)"),
        ("dk", "da (Danish)"),
        ("xx", None),
        ("tuerkisch", None),
        ("", None),
        ("..", None),
    ],
)
def test_a_wrong_tag_is_refused_with_the_nearest(wrong: str, nearest: str | None) -> None:
    with pytest.raises(UsageError) as caught:
        language.normalise_tag(wrong)

    assert caught.value.next_step
    if nearest is not None:
        assert nearest in caught.value.next_step


@given(st.text(max_size=12))
def test_any_text_is_a_tag_or_a_usage_error(text: str) -> None:
    try:
        tag = language.normalise_tag(text)
    except UsageError:
        return
    assert language.normalise_tag(tag) == tag


@pytest.mark.parametrize(
    ("tag", "direction"),
    [("ar", "rtl"), ("he", "rtl"), ("fa", "rtl"), ("ur", "rtl"), ("fr", "ltr"), ("und", "ltr")],
)
def test_direction(tag: str, direction: str) -> None:
    assert language.direction(tag) == direction


def test_a_script_in_the_tag_decides_the_direction() -> None:
    assert language.direction("pa-Arab") == "rtl"
    assert language.direction("az-Latn") == "ltr"


@pytest.mark.parametrize(("tag", "name"), [("fr", "Français"), ("ar", "العربية"), ("tr", "Türkçe")])
def test_languages_are_named_in_themselves(tag: str, name: str) -> None:
    assert language.autonym(tag) == name


@given(st.text(max_size=80), st.sampled_from(TAGS))
def test_words_cover_every_visible_character_in_order(text: str, tag: str) -> None:
    spans = language.word_spans(text, tag)

    edges = [edge for span in spans for edge in span]
    assert edges == sorted(edges)
    assert all(start < end for start, end in spans)
    covered = "".join(text[start:end] for start, end in spans)
    assert re.sub(r"\s", "", covered) == re.sub(r"\s", "", text)
    assert all(not text[start].isspace() and not text[end - 1].isspace() for start, end in spans)


@pytest.mark.parametrize(
    ("text", "tag", "words"),
    [
        ("Il a dit : « oui » !", "fr", ["Il", "a", "dit :", "« oui » !"]),
        ("10\u202f000 50\u00a0% – fin", "fr", ["10\u202f000", "50\u00a0% –", "fin"]),
        ("¿Qué es? ( nada )", "es", ["¿Qué", "es?", "( nada )"]),
        ("l'État, aujourd'hui", "fr", ["l'État,", "aujourd'hui"]),
        ("你好，“世界”。2016年", "zh-Hans", ["你", "好，", "“世", "界”。", "2016", "年"]),
        ("コーヒー、です", "ja", ["コー", "ヒー、", "で", "す"]),
        ("…", "fr", ["…"]),
        ("« »", "fr", ["« »"]),
        ("", "fr", []),
    ],
)
def test_marks_stay_with_the_word_that_they_belong_to(text: str, tag: str, words: list[str]) -> None:
    assert [text[start:end] for start, end in language.word_spans(text, tag)] == words


@pytest.mark.parametrize(
    ("text", "tag", "words"),
    [("မြန်မာ", "my", ["မြန်", "မာ"]), ("ភាសាខ្មែរ", "km", ["ភា", "សា", "ខ្មែ", "រ"]), ("ที่นี่", "th", ["ที่", "นี่"])],
)
def test_no_letter_is_parted_from_what_is_written_under_or_beside_it(
    text: str, tag: str, words: list[str]
) -> None:
    assert [text[start:end] for start, end in language.word_spans(text, tag)] == words


@pytest.mark.parametrize(
    ("word", "following", "tag", "mark"),
    [
        ("M.", "Dupont", "fr", Mark.NONE),
        ("me.", "He", "en", Mark.SENTENCE),
        ("U.S.", "Senate", "en", Mark.NONE),
        ("U.S.", "He", "en", Mark.SENTENCE),
        ("J.", "Kerry", "en", Mark.NONE),
        ("etc.", "et", "fr", Mark.NONE),
        ("etc.", "Il", "fr", Mark.SENTENCE),
        ("3.", "Mai", "de", Mark.NONE),
        ("3.", "Mai", "fr", Mark.SENTENCE),
        ("z.", "B.", "de", Mark.NONE),
        ("EE.", "UU.", "es", Mark.NONE),
        ("fin.", "", "fr", Mark.SENTENCE),
        ("Mr.", "", "en", Mark.SENTENCE),
        ("fin. »", "Il", "fr", Mark.SENTENCE),
        ("? »", "dit-il", "fr", Mark.CLAUSE),
        ("tous :", "dans", "fr", Mark.CLAUSE),
        ("puissant –", "un", "fr", Mark.CLAUSE),
        ("oui…", "peut-être", "fr", Mark.CLAUSE),
        ("oui…", "Non", "fr", Mark.SENTENCE),
        ("oui,", "et", "fr", Mark.COMMA),
        ("ذلك،", "في", "ar", Mark.COMMA),
        ("هذا؟", "نعم", "ar", Mark.SENTENCE),
        ("的。”", "然", "zh", Mark.SENTENCE),
        ("好，", "我", "zh", Mark.COMMA),
        ("है।", "वह", "hi", Mark.SENTENCE),
        ("τι;", "Ναι", "el", Mark.SENTENCE),
        ("នេះ៕", "យើង", "km", Mark.SENTENCE),
        ("ယ်၊", "ဒီ", "my", Mark.COMMA),
        ("ཡིན།", "བོད་", "bo", Mark.CLAUSE),
        ("chort-", "sortir", "fr", Mark.NONE),
        ("mot", "(ou", "fr", Mark.COMMA),
        ("", "", "fr", Mark.NONE),
    ],
)
def test_the_mark_after_a_word(word: str, following: str, tag: str, mark: Mark) -> None:
    assert language.mark_after(word, following, tag) == mark


@pytest.mark.parametrize("sign", "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
def test_a_mark_of_direction_is_not_seen(sign: str) -> None:
    """Arabic has them after the full stop, inside its quotation marks, before the next word."""
    assert language.mark_after(f"زهرة.{sign}", "أنا", "ar") == Mark.SENTENCE
    assert language.mark_after(f"زهرة.{sign}»{sign}", f"{sign}أنا", "ar") == Mark.SENTENCE
    assert language.mark_after(f"الويب،{sign}", "أنا", "ar") == Mark.COMMA
    assert language.mark_after(f"Mr.{sign}", f"{sign}Kerry", "en") == Mark.NONE


@given(st.text(max_size=20), st.text(max_size=20), st.sampled_from(TAGS))
def test_any_two_words_have_a_mark_between_them(word: str, following: str, tag: str) -> None:
    assert language.mark_after(word, following, tag) in Mark


@pytest.mark.parametrize(
    ("text", "tag", "words"),
    [
        ("a powerful one—a “message”—of", "en", ["a", "powerful", "one—", "a", "“message”—", "of"]),
        ("1—2 — well-known", "en", ["1—2 —", "well-known"]),
        ("བོད་ཀྱི་སྐད།", "bo", ["བོད་", "ཀྱི་", "སྐད།"]),
        ("ሰላም፡ለዓለም።", "am", ["ሰላም፡", "ለዓለም።"]),
        ("a\u200bb", "en", ["a\u200b", "b"]),
        ("ヴァヶ月", "ja", ["ヴァヶ", "月"]),
    ],
)
def test_words_are_parted_without_a_space_where_a_line_may_end(text: str, tag: str, words: list[str]) -> None:
    assert [text[start:end] for start, end in language.word_spans(text, tag)] == words
