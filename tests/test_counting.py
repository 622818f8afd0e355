"""Counting: what a reader sees is counted, once; the laws that the cut relies on, and hand-worked cases."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from icu4py.breakers import CharacterBreaker

from cuepress import counting, formats
from cuepress.counting import counted_length, counted_words, graphemes, reading_length

TAGS = ["fr", "en", "ar", "he", "zh-Hans", "yue", "ja", "ko", "th", "hi", "my", "und"]
FAMILY = "👩\u200d👩\u200d👧\u200d👦"

# Where divisions go wrong: marks, joiners, jamo, conjuncts, flags, signs of direction, prefixed signs.
_AWKWARD = st.sampled_from(
    [
        *"\u0301\u0327\u064b\u0651\u05b8\u0e31\u0e33\u0e49\u093f\u094d\u200c\u200d\ufe0f\u20e3\u1100\u1161\u11a8",
        *"가각कषত👩👧🇫🇷\U0001f3fd\u0600\u06dd\u200f\u2067\u00ad\u1039\u17d2\u3099か\uff76\uff9e\uac00ώ≠é\u2028",
    ]
)
_ANY = st.characters(exclude_categories=["Cs"])
texts = st.text(st.one_of(_AWKWARD, _ANY, st.sampled_from("ab \n-")), max_size=24)
words = st.text(st.one_of(_AWKWARD, _ANY), min_size=1, max_size=8).filter(
    lambda text: len(text.split()) == 1 and text.split() == [text]
)
tags = st.sampled_from(TAGS)


class TestGraphemes:
    """UAX #29, extended grapheme clusters."""

    @given(texts)
    def test_joined_they_are_the_text(self, text: str) -> None:
        assert "".join(graphemes(text)) == text

    @given(st.text(st.characters(max_codepoint=0xFFFF, exclude_categories=["Cs"]), max_size=12))
    @example("\u2064\u031c\u0eb3")
    @example("\u200f\u0301a\u0301")
    def test_the_short_way_finds_what_the_long_one_does(self, text: str) -> None:
        assume(counting._IS_PLAIN.fullmatch(text))

        assert list(graphemes(text)) == list(CharacterBreaker(text, "root"))

    @given(texts, st.sampled_from(["\ud800", "\udfff"]), texts)
    def test_half_a_character_is_one_of_its_own(self, before: str, half: str, after: str) -> None:
        found = list(graphemes(before + half + after))

        assert "".join(found) == before + half + after
        assert any(half in each for each in found)

    @pytest.mark.parametrize(
        ("text", "count"),
        [
            ("e\u0301", 1),
            (FAMILY, 1),
            ("👍\U0001f3fd", 1),
            ("🇫🇷🇹🇷", 2),
            ("1\ufe0f\u20e3", 1),
            ("\u1100\u1161\u11a8", 1),  # 각 in jamo
            ("क्षत्रिय", 3),
            ("ক্ষ", 1),
            ("\u094d\u094dक", 2),  # no conjunct without a consonant before the virama
            ("क\u094d\u200d\u093cष", 1),
            ("\u200b🇫🇷", 2),  # flags are paired from where they begin
            ("กำ", 1),
            ("\r\n", 1),
            ("", 0),
        ],
    )
    def test_what_is_seen_as_one_is_one(self, text: str, count: int) -> None:
        assert len(list(graphemes(text))) == count


class TestLength:
    @given(texts, tags)
    def test_it_is_never_negative_nor_more_than_the_characters(self, text: str, tag: str) -> None:
        assert 0 <= counted_length(text, tag) <= len(text)

    @given(st.lists(words, max_size=5), st.sampled_from([" ", "\n", "\u00a0", "\u3000"]), tags)
    def test_lengths_of_words_and_spaces_add_up(self, parts: list[str], space: str, tag: str) -> None:
        """The cut adds up words; the report counts cues: both must find the same."""
        apart = sum(counted_length(word, tag) for word in parts)

        joined = counted_length(space.join(parts), tag)

        assert joined == apart + max(0, len(parts) - 1) * counted_length(space, tag)

    @given(texts, tags)
    def test_composed_and_decomposed_count_the_same(self, text: str, tag: str) -> None:
        composed, decomposed = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))

        assert counted_length(composed, tag) == counted_length(decomposed, tag) == counted_length(text, tag)

    @given(st.text("abc é", max_size=12), tags)
    def test_signs_of_direction_and_joining_count_nothing(self, text: str, tag: str) -> None:
        signs = (
            "\u200b\u200c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff\xad\u061c"
        )

        assert counted_length(signs.join(text), tag) == counted_length(text, tag)

    @pytest.mark.parametrize(
        ("text", "tag", "length"),
        [
            ("Été", "fr", 3),
            (unicodedata.normalize("NFD", "Été"), "fr", 3),
            ("10\u202f000 €", "fr", 8),
            ("مُدُنٌ", "ar", 3),
            ("اللّٰه", "ar", 4),
            ("می\u200cخواهم", "fa", 7),
            ("שָׁלוֹם", "he", 4),
            ("团结A1", "zh-Hans", 3),
            ("“团结”——", "zh-Hans", 6),
            ("団結 ab", "ja", 3.5),
            ("ｶﾞ", "ja", 1),
            ("がぎ", "ja", 2),
            (unicodedata.normalize("NFD", "がぎ"), "ja", 2),
            ("한국 A", "ko", 3),
            (unicodedata.normalize("NFD", "한국 A"), "ko", 3),
            ("“한국”", "ko", 3),
            ("ที่นี่", "th", 2),
            ("น้ำ", "th", 2),  # U+0E33 counts
            ("ຄໍາ", "lo", 2),
            ("नमस्ते", "hi", 3),
            ("a\nb", "en", 3),
            ("a\r\nb", "en", 3),
            ("a\u200f\u2067b\u2069", "ar", 2),
            (FAMILY, "en", 1),
            ("🇫🇷", "zh", 1),
            ("\u064b", "ar", 0),
            ("", "fr", 0),
        ],
    )
    def test_characters_are_counted_as_they_are_seen(self, text: str, tag: str, length: float) -> None:
        assert counted_length(text, tag) == length


class TestWords:
    @pytest.mark.parametrize(
        ("text", "count"),
        [
            ("", 0),
            ("—", 0),
            ("Well — yes!", 2),
            ("l’État\naujourd’hui", 2),
            ("3,000 [APPLAUSE]", 2),
            ("a\u00a0:", 1),
        ],
    )
    def test_a_mark_alone_is_no_word(self, text: str, count: int) -> None:
        assert counted_words(text) == count

    @given(st.lists(words, max_size=5))
    def test_words_add_up(self, parts: list[str]) -> None:
        assert counted_words("\n".join(parts)) == sum(counted_words(part) for part in parts)


@given(texts, tags)
def test_without_spaces_is_the_rest(text: str, tag: str) -> None:
    spaces = sum(counted_length(sign, tag) for sign in text.replace("\r\n", "\n") if sign.isspace())

    assert reading_length(text, tag, "no_spaces") == counted_length(text, tag) - spaces


@given(st.lists(st.text("abcé<&", min_size=1, max_size=8), min_size=1, max_size=4), st.data())
def test_markup_does_not_count(parts: list[str], data: st.DataObject) -> None:
    """Tags and entities of a WebVTT cue add nothing: it counts what its text counts."""
    marked = []
    for part in parts:
        before, after = data.draw(
            st.sampled_from(
                [
                    ("<i>", "</i>"),
                    ("<c.yellow.bg_blue>", "</c>"),
                    ("<lang fr>", "</lang>"),
                    ("<00:00:00.500>", ""),
                    ("", ""),
                ]
            )
        )
        marked.append(before + part.replace("&", "&amp;").replace("<", "&lt;") + after)
    body = f"<v Ada>{' '.join(marked)}"

    reading = formats.parse(
        f"WEBVTT\n\n00:00.000 --> 00:02.000\n{body}\n".encode(), extension=".vtt", is_strict=False
    )

    assert counted_length(reading.track.cues[0].text, "en") == counted_length(" ".join(parts), "en")


@pytest.mark.parametrize("tag", TAGS)
def test_how_is_counted_is_said_in_words(tag: str) -> None:
    assert "count" in counting.rule(tag)
    assert len(counting.rule(tag)) < 90
