"""Words side by side: what differs, put in, makes one text of the other."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from cuepress.checks.diff import changes

words = st.lists(st.sampled_from(["a", "b", "c", "d", "e", "f"]), max_size=40)


@given(words, words)
@settings(deadline=None)
def test_the_changes_make_one_text_of_the_other(one: list[str], other: list[str]) -> None:
    made: list[str] = []
    at = 0
    for change in changes(one, other):
        made += one[at : change.first] + other[change.other_first : change.other_last]
        at = change.last
    made += one[at:]

    assert made == other


@given(words)
@settings(deadline=None)
def test_the_same_text_has_no_change(one: list[str]) -> None:
    assert changes(one, one) == []


@given(words, words)
@settings(deadline=None)
def test_changes_are_apart_and_in_order(one: list[str], other: list[str]) -> None:
    found = changes(one, other)

    edges = [edge for change in found for edge in (change.first, change.last)]
    assert edges == sorted(edges)
    assert all(change.first < change.last or change.other_first < change.other_last for change in found)


def test_a_long_text_with_a_sentence_left_out_is_told_at_once() -> None:
    one = [f"w{index % 700}" for index in range(40_000)]
    other = one[:20_000] + one[20_010:]

    assert [(change.first, change.last) for change in changes(one, other)] == [(20_000, 20_010)]
