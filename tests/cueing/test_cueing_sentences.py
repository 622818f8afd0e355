"""Sentence ends: where a viewer would put them, in the main languages."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cuepress.cueing.sentences import sentence_ends

# The sentences are parted by " | ", which is taken out before the text is cut.
TEXTS = [
    ("fr", "M. Dupont et Mme. Curie sont là. | M. le Maire dit « Bonjour ! » et part. | Il vient, etc. et part."),
    ("fr", "Je suis né le 1er janv. 2016. | Qu'est-ce ? | Rien… | J. R. R. Tolkien est né. | L'art. 5 de la loi."),
    (
        "en",
        "Mr. Smith went to the U.S. Senate. | He lives in the U.S. | He came at 5 p.m. today. | Really?! | Yes...",
    ),
    ("en", "Dr. No said “Stop!” and left. | J. K. Rowling wrote it. | See fig. 5 for more. | Plan B. | It works."),
    ("en", "It costs 3.5 dollars, i.e. nothing. | Visit example.com now. | No. 5 is alive. | No. | We go on."),
    (
        "de",
        "Am 3. Mai kam Dr. Müller z. B. nach Hause. | Er sagte: „Komm!“ und ging. | Er ist 35. | Sie geht.",
    ),
    ("es", "El Sr. López vive en EE. UU. desde 2010. | ¿Qué es? | ¡Hola! | Véase la pág. 5."),
    ("tr", "Prof. Dr. Ali geldi. | 29 Ekim 1923. yıl. | Elma, armut vb. kişiler. | 3. sınıf."),
    ("ar", "ما هذا؟ | هذا كتاب. | قال د. أحمد شيئا. | نعم!"),
    ("hi", "यह है। | वह है।"),
    ("und", "Mr. Smith is here. | He is."),
]
UNSPACED = [
    ("zh-Hans", "你好。|今天是2016年！|是吗？|他说：“好的。”|然后走了。"),
    ("ja", "こんにちは。|元気ですか？|はい！|「そう。」|と言った。"),
]


def sentences(text: str, tag: str) -> list[str]:
    ends = sentence_ends(text, tag)
    return [text[start:end].strip() for start, end in zip([0, *ends], ends, strict=False)]


@pytest.mark.parametrize(("tag", "text"), TEXTS)
def test_sentences_end_where_a_reader_ends_them(tag: str, text: str) -> None:
    assert sentences(text.replace(" | ", " "), tag) == text.split(" | ")


@pytest.mark.parametrize(("tag", "text"), UNSPACED)
def test_sentences_without_spaces_too(tag: str, text: str) -> None:
    assert sentences(text.replace("|", ""), tag) == text.split("|")


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200), st.sampled_from(["fr", "en", "zh", "ar", "th", "und"]))
def test_sentences_joined_are_the_text(text: str, tag: str) -> None:
    """Ends rise, stand after a visible character, and the last is the end of the text."""
    ends = sentence_ends(text, tag)

    assert ends == sorted(set(ends))
    assert not text.strip() or ends[-1] == len(text.rstrip()) or not text[ends[-1] :].strip()
    assert all(not text[end - 1].isspace() for end in ends)


def test_a_book_in_one_paragraph_is_cut_too() -> None:
    text = "Il est là, dit-elle « et “moi” ». " * 5_000

    assert len(sentence_ends(text.strip(), "fr")) >= 5_000
