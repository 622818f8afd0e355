"""Two nouns without an article between them make one notion; what only looks so makes none."""

from __future__ import annotations

import pytest

from cuepress.cueing.breaks import find_breaks
from cuepress.cueing.places import PlaceKind
from cuepress.model import Paragraph, Transcript


def kinds(text: str, tag: str) -> dict[str, PlaceKind]:
    """Return the kind of place after each word."""
    transcript = Transcript(tag, (Paragraph(text),))
    found = find_breaks(transcript, transcript.words).kinds
    return {word.text: kind for word, kind in zip(transcript.words, found, strict=True)}


@pytest.mark.parametrize(
    ("tag", "text", "noun"),
    [
        ("fr", "Un lecteur d’écran lit la page", "lecteur"),
        ("fr", "Les moteurs de recherche la trouvent", "moteurs"),
        ("es", "Es un lector de pantalla nuevo", "lector"),
        ("it", "Sono strumenti di scrittura comuni", "strumenti"),
        ("pt", "São motores de busca conhecidos", "motores"),
    ],
)
def test_a_compound_is_worse_to_part_than_a_phrase_and_better_than_a_noun_and_its_adjective(
    tag: str, text: str, noun: str
) -> None:
    assert kinds(text, tag)[noun] == PlaceKind.COMPOUND


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Elle parle de la mer aux enfants", "parle"),  # an article
        ("Il permet de nombreuses choses", "permet"),  # an adjective: no noun of the one before
        ("Nous avons le droit de choisir ici", "droit"),  # an infinitive
        ("Il a vu deux de ses amis", "deux"),  # no noun before it
        ("Voici le livre d'une amie", "livre"),  # an article behind the apostrophe
        ("Une page, de temps en temps, suffit", "page,"),  # a mark
    ],
)
def test_what_has_an_article_or_is_no_noun_makes_no_compound(text: str, word: str) -> None:
    assert kinds(text, "fr")[word] != PlaceKind.COMPOUND


def test_languages_without_such_a_word_have_none() -> None:
    assert PlaceKind.COMPOUND not in kinds("The reader of screens came de rigueur", "en").values()


@pytest.mark.parametrize("text", ["Il y avait d’anciens élèves", "On voit l’ancienne maison"])
def test_an_adjective_behind_an_apostrophe_stays_with_its_noun(text: str) -> None:
    assert kinds(text, "fr")[text.split()[-2]] == PlaceKind.CLOSE


@pytest.mark.parametrize(
    ("text", "word", "is_one"),
    [
        ("It was learned from staff exchanges abroad", "staff", True),
        ("They are read by screen readers", "screen", True),
        ("It fell against glass doors", "glass", True),
        ("It is made for training new people", "training", False),  # what is done
        ("People in cities walk more", "cities", False),
        ("She comes in summer regularly", "summer", False),
        ("We came to fight extremism", "fight", False),  # an infinitive
        ("They met in Antalya yesterday", "Antalya", False),
    ],
)
def test_in_english_the_first_of_two_words_after_a_preposition_says_of_what_kind_the_second_is(
    text: str,
    word: str,
    is_one: bool,  # noqa: FBT001 - a column of the table
) -> None:
    assert (kinds(text, "en")[word] == PlaceKind.COMPOUND) is is_one
