"""Typography: what no house style of a language allows is found, and correct French never is."""

from __future__ import annotations

import pytest

import cuepress
from cuepress.model import Cue, Track


def _found(tag: str, *texts: str) -> list[tuple[str, int]]:
    cues = tuple(Cue(at * 5_000, at * 5_000 + 4_000, text) for at, text in enumerate(texts))
    report = cuepress.check(Track(cues, language=tag))
    return [(each.rule, each.offset) for each in report.findings if each.rule.startswith("typography.")]


CORRECT_FRENCH = [
    "Nous le savons tous\u00a0: l’unité est fondamentale\u202f!",
    "«\u00a0Vraiment\u202f?\u00a0» demanda-t-il\u202f; oui.",
    "Il est 12\u202fh\u202f30, il fait 20\u202f°C, 50\u202f% d’entre vous…",
    "10\u202f000\u202f€, soit 3,5\u202f% du n°\u00a05, etc.",
    "M. Dupont, J.-C., S.N.C.F. et www.exemple.fr/page",
    "… et pourtant\u00a0: «\u00a0Non\u202f!\u00a0»",
    "À l’Église, l’État – ou plutôt… – l’œuvre.",
    "(Rires.) — Merci, dit-elle.",
]


@pytest.mark.parametrize(
    "spaces",
    [{}, {"\u202f": "\u00a0"}, {"\u202f": " ", "\u00a0": " "}],
    ids=["narrow", "no-break", "plain"],
)
def test_correct_french_is_never_flagged(spaces: dict[str, str]) -> None:
    texts = [text.translate({ord(old): new for old, new in spaces.items()}) for text in CORRECT_FRENCH]

    assert _found("fr", *texts) == []


def test_french_as_in_switzerland_and_canada_is_not_flagged() -> None:
    assert _found("fr-CH", "«Vraiment?» demanda-t-il; oui!", "Nous savons: non.") == []
    assert _found("fr-CA", "Vraiment? dit-il; oui!", "Non!") == []


def test_french_that_does_both_is_told_of_the_rarer_way() -> None:
    assert _found("fr", "Oui\u202f!", "Non\u202f!", "Bon!") == [("typography.french_space", 3)]
    assert _found("fr", "Oui!", "Non!", "Bon !") == [("typography.french_space", 3)]


@pytest.mark.parametrize(
    ("tag", "text", "expected"),
    [
        ("en", "Well , yes", [("typography.space_before", 4)]),
        ("en", "Really ?", [("typography.space_before", 6)]),
        ("de", "Wirklich !", [("typography.space_before", 8)]),
        ("en", "one  two", [("typography.double_space", 3)]),
        ("en", "yes,no", [("typography.no_space_after", 3)]),
        ("en", "yes,, no", [("typography.repeated_mark", 3)]),
        ("en", "Version 2.0, at 10:30, costs .5 of 1,000 …", []),
        ("en", "Go to https://x.org/a,b?c=d or mail a.b@c.de!", []),
        ("en", "Well :-) he said", []),
        ("zh-Hans", "好 ，我们走吧  。", []),
        ("ar", "نعم، لا؟ هذا جيد.", []),
    ],
)
def test_slips_and_what_only_looks_like_one(tag: str, text: str, expected: list[tuple[str, int]]) -> None:
    assert _found(tag, text) == expected


def test_dots_in_two_ways_are_told_of_the_rarer() -> None:
    assert _found("en", "So…", "Well…", "Yes...") == [("typography.ellipsis", 3)]
    assert _found("en", "So...", "Well...") == []


def test_spanish_marks_are_paired_over_cues() -> None:
    assert _found("es", "¿Quién sabe", "lo que pasa?", "¡Qué bien!", "Y ahora?") == [
        ("typography.inverted_mark", 7)
    ]
    assert _found("es", "Y ahora?") == []  # a track that never writes them
