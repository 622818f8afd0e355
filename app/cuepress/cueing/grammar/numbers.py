"""Numbers and what belongs to them: 10 km, page 5, 21 mai 2026, 1 à 2, 10 000 €."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cuepress.cueing.grammar.lists import Lists, WordClass
from cuepress.cueing.grammar.looks import Look
from cuepress.language import Mark


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Signs of units (SI and everyday), and of currencies in letters (ISO 4217), as they stand behind a number.
_UNITS = _words("""
    % ‰ ° °c °f € $ £ ¥ ₺ ₽ kg g mg t km m cm mm µm km² m² ha km/h m/s mi ft in lb oz h hr hrs min s sec ms kw mw
    gw kwh mwh v hz khz mhz ghz kb mb gb tb l ml cl dl bar pa dpi px eur usd gbp chf try jpy cny
""")
# A small word after a number begins something new, but these are counted: 10 | million, 5 | judges.
_COUNTED = frozenset({None, WordClass.NUMERAL, WordClass.TITLE})
# … and in front of one.
_BEFORE = _words("$ € £ ¥ eur usd gbp chf try n° nº no nr § №")


def is_quantity(word: Look, following: Look, lists: Lists) -> bool:
    """Tell whether two words are parts of a number, or a number and what it counts, or what counts it."""
    if following.is_number:
        before = word.bare or word.text
        is_named = before in _BEFORE or before in lists.numbered or before in lists.months
        return word.is_number or is_named or _is_code(word)
    if not word.is_number:
        return False
    named = following.bare or following.text
    is_unit = named in _UNITS or named in lists.units or _month(following) in lists.months
    return is_unit or (word.is_plain_number and following.kind in _COUNTED and following.is_word)


def _is_code(word: Look) -> bool:
    """Tell whether a word is letters that go with a number: ISO | 40500."""
    return word.kind is None and len(word.bare) > 1 and word.text.isalpha() and word.text.isupper()


def _month(word: Look) -> str:
    """Return a word without what Turkish puts behind an apostrophe: Mayıs'ta."""
    return word.bare.partition("'")[0]


def runs(words: Sequence[Look], marks: Sequence[Mark], lists: Lists) -> Iterator[tuple[int, int]]:
    """Yield half-open spans of words that are one number or date: 1 à 2, 21 de mayo de 2026, May 21, 2026."""
    for at in range(1, len(words) - 1):
        before, word, after = words[at - 1 : at + 2]
        if marks[at - 1] == Mark.NONE and marks[at] == Mark.NONE:
            is_range = word.bare in lists.ranges and before.is_number and after.is_number
            is_run = is_range or (word.kind == WordClass.LINKING and _are_date(before, after, lists))
        else:
            is_run = lists.has_month_day_comma and _is_month_day_year(before, word, after, lists)
        if is_run:
            yield at - 1, at + 2


def _are_date(before: Look, after: Look, lists: Lists) -> bool:
    return (before.is_number and _month(after) in lists.months) or (
        before.bare in lists.months and after.is_number
    )


def _is_month_day_year(month: Look, day: Look, year: Look, lists: Lists) -> bool:
    return month.bare in lists.months and day.is_number and day.text.endswith(",") and is_year(year)


def is_year(word: Look) -> bool:
    """Tell whether a number may be a year of our time."""
    return len(word.bare) == 4 and word.bare.isdigit() and word.bare[:2] in {"18", "19", "20"}


def counts_nothing(before: Look | None, word: Look, lists: Lists) -> bool:
    """Tell whether a number is a year or a name: in 2016 | voters decided, page 5 | says."""
    if before is None:
        return False
    if not is_year(word):
        return before.bare in lists.numbered
    return before.bare in lists.year_words or before.rest in lists.year_words or before.bare in lists.months
