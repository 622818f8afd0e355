"""The table of costs: whole, named once, and in the order that the guidelines put things in."""

from __future__ import annotations

from itertools import pairwise

from cuepress.cueing import costs
from cuepress.cueing.costs import PLACES, TERMS, Term
from cuepress.cueing.judging import MOST_LACKING
from cuepress.cueing.places import PlaceKind


def test_every_term_is_in_the_table_once_with_its_reason() -> None:
    named = [value for value in vars(costs).values() if isinstance(value, Term)]

    assert set(TERMS) == {*named, *PLACES.values()}
    assert len({term.name for term in TERMS}) == len(TERMS)
    assert all(term.unit and term.why and term.source for term in TERMS)


def test_every_kind_of_place_has_its_cost_and_worse_kinds_cost_more() -> None:
    """As the kinds are listed, from where a text likes to be parted to where it never is."""
    weights = [PLACES[kind].weight for kind in PlaceKind]

    assert all(better <= worse for better, worse in pairwise(weights))


def test_what_gives_first_costs_less() -> None:
    """Guidelines: timing before reading speed before the end of a cue before that of a line before balance."""
    much_too_fast = costs.FASTER.weight + costs.TOO_FAST.weight * MOST_LACKING**2
    ends = PLACES[PlaceKind.ANYWHERE].weight - PLACES[PlaceKind.COMMA].weight
    balance = costs.UNEVEN.weight + costs.TOP_HEAVY.weight

    assert costs.TOO_SHORT.weight > PLACES[PlaceKind.SMALL_WORD].weight > much_too_fast > ends
    assert ends > ends * costs.LINE_SHARE > balance


def test_a_little_too_fast_is_worth_another_good_place_but_not_the_inside_of_a_phrase() -> None:
    good = PLACES[PlaceKind.PHRASE].weight - PLACES[PlaceKind.CLAUSE].weight
    inside = PLACES[PlaceKind.ANYWHERE].weight - PLACES[PlaceKind.PHRASE].weight

    assert good < costs.FASTER.weight < inside


def test_lines_end_where_cues_may_and_never_where_nothing_is_parted() -> None:
    shares = [costs.line_share(kind) for kind in PlaceKind]

    assert set(shares[: costs.NEVER_PARTED]) == {costs.LINE_SHARE}
    assert set(shares[costs.NEVER_PARTED :]) == {1.0}
