"""The word lists of a language, read from its file. Adding a language is adding a file.

Words are in the lists as ``normalise`` gives them: lower case, straight apostrophes, no marks around them. A word
in several lists is what the first of them says.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any

from cuepress import language

_PACKAGE = "cuepress.cueing.grammar"


class WordClass(StrEnum):
    """Why a word never ends a line; the value says it to people."""

    DETERMINER = "article or the like"
    QUANTIFIER = "pronoun or quantity"
    PRONOUN = "pronoun"
    PREPOSITION = "preposition"
    LINKING = "linking word"
    COORDINATING = "and, or, but"
    CONJUNCTION = "conjunction"
    RELATIVE = "relative"
    VERB = "helping verb"
    ADVERB = "adverb"
    NUMERAL = "numeral"
    PREFIX = "prefix"
    TITLE = "title"
    NAME = "part of a name"
    SHORT = "word of one letter"


# The names that the lists have in the files, in the order in which they are asked.
CLASSES = {
    "determiners": WordClass.DETERMINER,
    "quantifiers": WordClass.QUANTIFIER,
    "numerals": WordClass.NUMERAL,
    "linking": WordClass.LINKING,
    "coordinating": WordClass.COORDINATING,
    "prepositions": WordClass.PREPOSITION,
    "conjunctions": WordClass.CONJUNCTION,
    "relatives": WordClass.RELATIVE,
    "pronouns": WordClass.PRONOUN,
    "verbs": WordClass.VERB,
    "adverbs": WordClass.ADVERB,
    "prefixes": WordClass.PREFIX,
    "titles": WordClass.TITLE,
    "names": WordClass.NAME,
}
# A line may well begin with a word of these, where the file does not call it weak.
_GOOD_FIRST = (
    WordClass.COORDINATING,
    WordClass.PREPOSITION,
    WordClass.CONJUNCTION,
    WordClass.RELATIVE,
)
_APOSTROPHES = str.maketrans({"’": "'", "ʼ": "'", "‘": "'"})

# Languages that have the lists of another one.
_SAME = {"yue": "zh", "nb": "no", "nn": "no", "ms": "id"}

Expressions = Mapping[str, tuple[tuple[str, ...], ...]]


@dataclass(frozen=True, slots=True)
class Adjectives:
    """How adjectives are known, the ones before their nouns and the ones after: words, endings, and exceptions.

    ``verb_ends`` are those of infinitives, which are no nouns. ``of`` are the words that make one notion of two
    nouns, where the second has no article; ``before_bare`` the prepositions after which the first of two words
    that are no small ones tells of what kind the second is, as it has no article.
    """

    before: frozenset[str] = frozenset()
    before_ends: tuple[str, ...] = ()
    before_not: frozenset[str] = frozenset()
    after: frozenset[str] = frozenset()
    after_ends: tuple[str, ...] = ()
    after_not: frozenset[str] = frozenset()
    verb_ends: tuple[str, ...] = ()
    definite: str = ""
    of: frozenset[str] = frozenset()
    before_bare: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Lists:
    """What a file says. ``expressions`` are kept by their first words, the longest first."""

    leading: Mapping[str, WordClass] = field(default_factory=dict)
    leading_ends: tuple[str, ...] = ()
    leaning: Mapping[str, str] = field(default_factory=dict)
    good_first: frozenset[str] = frozenset()
    weak: frozenset[str] = frozenset()
    whole: frozenset[str] = frozenset()
    elisions: Mapping[str, str] = field(default_factory=dict)
    expressions: Expressions = field(default_factory=dict)
    brackets: tuple[tuple[frozenset[str], frozenset[str]], ...] = ()
    between: frozenset[str] = frozenset()
    phrasal: Mapping[str, frozenset[str]] = field(default_factory=dict)
    particles: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()
    ranges: frozenset[str] = frozenset()
    numbered: frozenset[str] = frozenset()
    months: frozenset[str] = frozenset()
    year_words: frozenset[str] = frozenset()
    has_month_day_comma: bool = False
    nouns_have_capitals: bool = False
    adjectives: Adjectives = field(default_factory=Adjectives)


@cache
def lists_of(primary: str) -> Lists:
    """Return the lists of a language, empty ones where there is no file."""
    file = resources.files(_PACKAGE) / "languages" / f"{_SAME.get(primary, primary)}.toml"
    if not primary.isalpha() or not file.is_file():
        return Lists()
    return parse(tomllib.loads(file.read_text(encoding="utf-8")))


def languages() -> tuple[str, ...]:
    """Return the primary tags of the languages that have a file."""
    folder = resources.files(_PACKAGE) / "languages"
    return tuple(
        sorted(file.name.removesuffix(".toml") for file in folder.iterdir() if file.name.endswith(".toml"))
    )


def normalise(text: str, primary: str) -> str:
    """Return a word in lower case with straight apostrophes; Turkish has its own pair of i."""
    if primary in {"tr", "az"}:
        text = text.replace("İ", "i").replace("I", "ı")
    return text.lower().translate(_APOSTROPHES)


def parse(content: Mapping[str, Any]) -> Lists:
    """Return the lists of a file."""
    last, first = content.get("never_last", {}), content.get("first", {})
    split, numbers = content.get("never_split", {}), content.get("numbers", {})
    phrasal = content.get("phrasal", {})
    leading: dict[str, WordClass] = {}
    for name, kind in CLASSES.items():
        for word in _words(last, name):
            leading.setdefault(word, kind)
    good = {word for word, kind in leading.items() if kind in _GOOD_FIRST} - _words(first, "weak")
    return Lists(
        leading=leading,
        leading_ends=tuple(sorted(_words(last, "endings"))),
        leaning={word: name for name in content.get("never_first", {}) for word in _listed(content, name)},
        good_first=frozenset(good | _words(first, "words")),
        weak=_words(first, "weak"),
        whole=_words(first, "whole"),
        elisions=content.get("elisions", {}),
        expressions=_expressions(split.get("expressions", ())),
        brackets=tuple((frozenset(a.split()), frozenset(b.split())) for a, b in split.get("brackets", ())),
        between=_words(split, "between"),
        phrasal=_phrasal(phrasal.get("verbs", "")),
        particles=_words(phrasal, "particles"),
        units=_words(numbers, "units"),
        ranges=_words(numbers, "ranges"),
        numbered=_words(numbers, "numbered"),
        months=_words(numbers, "months"),
        year_words=_words(numbers, "year_words"),
        has_month_day_comma=bool(numbers.get("month_day_comma")),
        nouns_have_capitals=bool(content.get("names", {}).get("nouns_have_capitals")),
        adjectives=_adjectives(content.get("adjectives", {})),
    )


def _adjectives(table: Mapping[str, Any]) -> Adjectives:
    return Adjectives(
        before=_words(table, "before"),
        before_ends=tuple(sorted(_words(table, "before_ends"))),
        before_not=_words(table, "before_not"),
        after=_words(table, "after"),
        after_ends=tuple(sorted(_words(table, "after_ends"))),
        after_not=_words(table, "after_not"),
        verb_ends=tuple(sorted(_words(table, "verb_ends"))),
        definite=str(table.get("definite", "")),
        of=_words(table, "of"),
        before_bare=_words(table, "before_bare"),
    )


def _words(table: Mapping[str, Any], name: str) -> frozenset[str]:
    return frozenset(str(table.get(name, "")).split())


def _listed(content: Mapping[str, Any], name: str) -> frozenset[str]:
    return _words(content["never_first"], name)


def _expressions(listed: object) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Return expressions by their first words."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for expression in listed if isinstance(listed, list) else ():
        words = tuple(str(expression).split())
        found.setdefault(words[0], []).append(words)
    return {first: tuple(sorted(all_, key=len, reverse=True)) for first, all_ in found.items()}


def _phrasal(verbs: str) -> dict[str, frozenset[str]]:
    """Return the particles of each form of each verb: ``carry:out on; take/took:off``."""
    found: dict[str, frozenset[str]] = {}
    for entry in "".join(verbs.splitlines(keepends=True)).replace("/\n", "/").split(";"):
        forms, _, particles = entry.strip().partition(":")
        each = [form.strip() for form in forms.split("/") if form.strip()]
        for form in _regular(each[0]) if len(each) == 1 else each:
            found[form] = frozenset(particles.split())
    return found


def _regular(verb: str) -> tuple[str, ...]:
    """Return the forms of a regular English verb."""
    stem = verb[:-1] + "i" if verb[-1] == "y" and verb[-2] not in "aeou" else verb
    third = f"{stem}es" if stem[-1] in "ishx" or stem.endswith("ch") else f"{stem}s"
    silent = verb.removesuffix("e")
    ends_short = verb in {"plan", "log", "wrap", "step", "stamp"} - {"stamp"}
    doubled = verb + verb[-1] if ends_short else silent
    past = f"{doubled}ed" if ends_short or silent != verb else f"{stem}ed"
    return verb, third, past, f"{doubled}ing"


def primary_of(tag: str) -> str:
    """Return the tag's primary language, the name of its file."""
    return language.primary(tag)
