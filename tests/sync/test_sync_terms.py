"""Where a text names the concepts of a glossary, and what that does for an alignment."""

from __future__ import annotations

import pytest

from bilingual_gold import Case, cases
from cuepress.model import Paragraph, Transcript
from cuepress.sync import glossary
from cuepress.sync.bilingual import terms
from cuepress.sync.bilingual.aligning import align

TABLE = glossary.parse(
    "en,ru,te,hi,fi\n"
    "question,вопрос,ప్రశ్న,सवाल,kysym\n"
    "museum,музей,ప్రదర్శనశాల,संग्रहालय,museo\n"
    "storm,буря,తుఫాను,तूफान,myrsky\n"
    "bell,колокол,గంట,घंटी,kello\n"
)


def named(tag: str, text: str, *concepts: str) -> list[tuple[str, int]]:
    """Return the word that each term begins with, and which term it is."""
    transcript = Transcript(tag, (Paragraph(text),))
    found = terms.find(transcript, [each.split("|") for each in concepts])
    return [(transcript.words[at].text, number) for at, numbers in found.items() for number in numbers]


@pytest.mark.parametrize(
    ("tag", "text", "concept", "word"),
    [
        ("en", "We thank the Strong Cities Network.", "Strong Cities Network", "Strong"),
        ("fr", "L’unité des maires, d’abord.", "maire", "maires,"),
        ("tr", "Bugün Güçlü Şehirler Ağına katılan herkes burada.", "Güçlü Şehirler Ağı", "Güçlü"),
        ("ar", "وقال رئيس البلدية ذلك.", "بلدية", "البلدية"),
        ("ru", "Мы благодарны городам.", "города|городам", "городам."),
        ("de", "Das Rathaus, sagt man.", "Rathaus", "Rathaus,"),
    ],
)
def test_a_term_is_found_inflected_or_not(tag: str, text: str, concept: str, word: str) -> None:
    assert named(tag, text, concept) == [(word, 0)]


@pytest.mark.parametrize(
    ("tag", "text", "concept"),
    [("zh-Hans", "我们感谢强大城市网络。", "城市网络"), ("ja", "市長は港にいる。", "港")],
)
def test_a_term_is_found_in_a_script_without_spaces(tag: str, text: str, concept: str) -> None:
    assert [number for _, number in named(tag, text, concept)] == [0]


def test_a_short_word_is_no_other_one_that_begins_alike() -> None:
    assert named("en", "The carpet is in the car.", "car") == [("car.", 0)]
    assert not named("en", "The city hall.", "city network", "")


@pytest.mark.parametrize(
    "case", [each for each in cases() if each.name[-2:] in TABLE.languages[1:]], ids=lambda each: each.name
)
def test_four_terms_lead_through_a_text_without_names_and_numbers(case: Case) -> None:
    found = align(case.ours, case.theirs, TABLE)

    assert case.score(found).f1 == 1
    assert found.is_translation
    assert align(case.theirs, case.ours, TABLE).beads == tuple(bead.mirrored for bead in found.beads)
