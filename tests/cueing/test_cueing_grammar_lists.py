"""The word lists: each file has the same shape, and its words are as they are looked up."""

from __future__ import annotations

import tomllib
from importlib import resources

import pytest

from cuepress.cueing.grammar import lists, looks

FILES = {
    tag: (resources.files("cuepress.cueing.grammar") / "languages" / f"{tag}.toml").read_text(encoding="utf-8")
    for tag in lists.languages()
}
KNOWN = {
    "never_last": {*lists.CLASSES, "endings"},
    "never_first": {
        "particles",
        "postpositions",
        "light_verbs",
        "bound_nouns",
        "verbs",
        "measures",
        "titles",
        "names",
    },
    "first": {"weak", "words", "whole"},
    "elisions": None,
    "never_split": {"expressions", "brackets", "between"},
    "phrasal": {"verbs", "particles"},
    "numbers": {"units", "ranges", "numbered", "months", "year_words", "month_day_comma"},
    "names": {"nouns_have_capitals"},
    "adjectives": {
        "before",
        "before_ends",
        "before_not",
        "after",
        "after_ends",
        "after_not",
        "verb_ends",
        "of",
        "before_bare",
        "definite",
    },
}


def test_the_languages_that_are_promised_have_a_file() -> None:
    assert {"en", "fr", "es", "de", "it", "pt", "nl", "tr", "ar", "zh", "ja", "th", "ko"} <= set(lists.languages())


@pytest.mark.parametrize("tag", FILES)
def test_a_file_has_nothing_that_is_not_read(tag: str) -> None:
    content = tomllib.loads(FILES[tag])

    unknown = {
        f"{table}.{key}"
        for table, entries in content.items()
        for key in entries
        if KNOWN[table] is not None and key not in (KNOWN[table] or ())
    }

    assert not unknown


@pytest.mark.parametrize("tag", FILES)
def test_every_word_is_written_as_it_is_looked_up(tag: str) -> None:
    found = lists.lists_of(tag)
    words = {*found.leading, *found.leaning, *found.good_first, *found.between, *found.months}

    assert {word for word in words if looks.look(word, tag).bare != word} == set()


@pytest.mark.parametrize("tag", FILES)
def test_every_expression_has_words_that_can_be_found(tag: str) -> None:
    found = lists.lists_of(tag)
    expressions = [each for listed in found.expressions.values() for each in listed]

    assert [each for each in expressions if len(each) < 2] == []
    assert {word for each in expressions for word in each if looks.look(word, tag).bare != word} == set()


@pytest.mark.parametrize("tag", FILES)
def test_what_is_called_weak_would_else_be_a_good_start(tag: str) -> None:
    content = tomllib.loads(FILES[tag])
    weak = set(content["first"]["weak"].split())

    assert {word for word in weak if word not in lists.lists_of(tag).leading} == set()


@pytest.mark.parametrize(
    ("verb", "forms"),
    [
        ("carry", {"carry", "carries", "carried", "carrying"}),
        ("push", {"push", "pushes", "pushed", "pushing"}),
        ("close", {"close", "closes", "closed", "closing"}),
        ("play", {"play", "plays", "played", "playing"}),
        ("wrap", {"wrap", "wraps", "wrapped", "wrapping"}),
        ("use", {"use", "uses", "used", "using"}),
        ("follow", {"follow", "follows", "followed", "following"}),
    ],
)
def test_regular_verbs_have_their_forms(verb: str, forms: set[str]) -> None:
    known = lists.lists_of("en").phrasal

    assert forms <= known.keys()
    assert len({known[form] for form in forms}) == 1


def test_a_language_without_a_file_has_empty_lists() -> None:
    assert lists.lists_of("xx") == lists.Lists()
    assert lists.lists_of("../en") == lists.Lists()
