"""What two neighbours in a text with spaces say of the place between them."""

from __future__ import annotations

from cuepress import language
from cuepress.cueing.grammar import adjectives, names, numbers
from cuepress.cueing.grammar.lists import Lists, WordClass, lists_of
from cuepress.cueing.grammar.looks import Look
from cuepress.cueing.places import PlaceKind

# The place after a word, and why it is that.
Place = tuple[PlaceKind, str]

ANYWHERE: Place = (PlaceKind.ANYWHERE, "")
# A shortened word at whose dot one may rest: nothing belongs to it.
_ALONE = frozenset(("etc", "usw", "osv", "inc", "ltd", "co", "corp", "jr", "itd", "itp", "vd", "vb"))
_CLOSING = ")]}\"'”’»\u00a0\u202f"
_CASED = frozenset({"Latn", "Cyrl", "Grek", "Armn"})
_LEANING = {
    "particles": PlaceKind.FIXED,
    "names": PlaceKind.FIXED,
}


def judge_pair(word: Look, following: Look, tag: str) -> Place:
    """Judge the place between two words that no mark parts."""
    lists = lists_of(language.primary(tag))
    if _is_said_out(word, following):
        return PlaceKind.COMMA, ""
    both = f"{word.text} {following.text}"
    if _is_of_number(word, following, lists, is_cased=language.script(tag) in _CASED):
        return PlaceKind.NUMBER, both
    clinging = _clinging(word, following, lists)
    if clinging is not None:
        return clinging, both
    if word.kind is not None and word.kind != WordClass.TITLE and not _is_excused(word.kind, following):
        return PlaceKind.SMALL_WORD, f"{word.text} ({word.kind})"
    if word.kind == WordClass.QUANTIFIER and following.kind in {WordClass.RELATIVE, WordClass.CONJUNCTION}:
        return PlaceKind.CLOSE, both  # those | who came: what follows says which
    return (PlaceKind.PHRASE, following.text) if following.is_good_first else _loose(word, following, lists, both)


def _clinging(word: Look, following: Look, lists: Lists) -> PlaceKind | None:
    """Return how a word clings to the one before it: a particle to its verb, what never begins a line to any."""
    if following.leans:
        return _LEANING.get(following.leans, PlaceKind.SMALL_WORD)
    return PlaceKind.FIXED if following.bare in lists.phrasal.get(word.bare, ()) else None


def _is_of_number(word: Look, following: Look, lists: Lists, *, is_cased: bool) -> bool:
    """Tell whether a shortened word, a number or a title stands before what it belongs to."""
    return (
        _is_shortened(word)
        or numbers.is_quantity(word, following, lists)
        or names.is_title(word, following, is_cased=is_cased)
    )


def _loose(word: Look, following: Look, lists: Lists, both: str) -> Place:
    """Judge the place between two words that no list holds together."""
    if names.is_initial(word, following):
        return PlaceKind.NUMBER, both
    if word.is_named and following.is_named and not _has_ending(word):
        return PlaceKind.NAME, both
    if following.bare in lists.particles and word.kind is None:
        return PlaceKind.CLOSE, both
    return (PlaceKind.CLOSE, both) if adjectives.belong_together(word, following, lists) else ANYWHERE


def _has_ending(word: Look) -> bool:
    """Tell whether a name is at its end, as a Turkish ending says behind an apostrophe: Mayıs'ta."""
    name, mark, _ending = word.bare.partition("'")
    return bool(mark) and len(name) > 2


def _is_said_out(word: Look, following: Look) -> bool:
    """Tell whether a dot ends what was said: small words and brackets are not shortened, er. | z. B., us). | a."""
    if word.text.endswith((").", "].")):
        return True
    is_small = word.kind not in {None, WordClass.TITLE, WordClass.NUMERAL} and len(word.bare) > 1
    return is_small and word.text.rstrip(_CLOSING).endswith(".") and not following.is_number


def _is_shortened(word: Look) -> bool:
    """Tell whether a word ends with a dot that belongs to it and to what follows: M. | Dupont, art. | 5."""
    if not word.text.endswith("."):
        return False
    return word.bare not in _ALONE and "." not in word.bare and not word.text.endswith("..")


def _is_excused(kind: WordClass, following: Look) -> bool:
    """Tell whether a small word does not lead on, as what follows it begins something new.

    "They went on | and won", "of those | who came", "for you | and me": on, those and you are not what they are in
    the lists.
    """
    if kind in {WordClass.PRONOUN, WordClass.QUANTIFIER, WordClass.ADVERB, WordClass.NUMERAL}:
        return following.is_good_first
    if kind == WordClass.PREPOSITION:
        return following.kind == WordClass.COORDINATING
    if kind == WordClass.VERB:
        return following.kind in {WordClass.COORDINATING, WordClass.CONJUNCTION}
    return False
