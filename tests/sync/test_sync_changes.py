"""What two versions of a text share is found, whatever they are, and soon."""

from __future__ import annotations

import random
import time
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuepress.sync.changes import Block, kept, longest_rise, sound_of

words = st.lists(st.sampled_from(["a", "b", "c", "the", "of"]), max_size=30)


def pairs(blocks: tuple[Block, ...]) -> list[tuple[int, int]]:
    return [(block.old + step, block.new + step) for block in blocks for step in range(block.length)]


def longest_common(old: list[str], new: list[str]) -> int:
    """Return the length of the longest common subsequence, the plain way."""
    table = [[0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i, ours in enumerate(old):
        for j, theirs in enumerate(new):
            table[i + 1][j + 1] = table[i][j] + 1 if ours == theirs else max(table[i][j + 1], table[i + 1][j])
    return table[-1][-1]


@given(words, words)
def test_what_is_shared_is_the_same_and_in_order_on_both_sides(old: list[str], new: list[str]) -> None:
    found = pairs(kept(old, new))

    assert all(old[a] == new[b] for a, b in found)
    assert all(a < c and b < d for (a, b), (c, d) in pairwise(found))
    assert len(found) <= longest_common(old, new)


@given(words)
def test_a_text_shares_all_with_itself(text: list[str]) -> None:
    assert pairs(kept(text, text)) == [(at, at) for at in range(len(text))]


@given(st.lists(st.integers(0, 9).map(str), min_size=1, max_size=40), st.data())
def test_one_change_costs_one_word(text: list[str], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text) - 1))

    assert len(pairs(kept(text, [*text[:at], "new", *text[at + 1 :]]))) == len(text) - 1
    assert len(pairs(kept(text, [*text[:at], "new", *text[at:]]))) == len(text)
    assert len(pairs(kept(text, [*text[:at], *text[at + 1 :]]))) == len(text) - 1


def test_words_are_the_same_if_they_sound_so() -> None:
    old = ["«", "Bonjour", "»", ",", "dit-il", ".", "Il", "fait", "3.5", "degrés"]
    new = ["Bonjour,", "dit-il;", "il", "fait", "3.5", "degrés", "!"]

    assert len(pairs(kept(["Bonjour,", "il"], ["bonjour", "Il."]))) == 2
    assert not pairs(kept(["3.5"], ["35"]))
    assert sound_of("—") == "—"
    assert sound_of("(نعم)") == "نعم"
    assert [old[a] for a, _ in pairs(kept(old, new))][-3:] == ["fait", "3.5", "degrés"]


def test_a_vowel_sign_belongs_to_its_word() -> None:
    assert sound_of("थी।") == "थी"
    assert sound_of("थी।") != sound_of("थ।")


def test_two_words_that_meet_by_chance_in_a_new_sentence_are_not_shared() -> None:
    old = [
        "so",
        "it",
        "was",
        ".",
        "in",
        "those",
        "days",
        "the",
        "king",
        "of",
        "the",
        "country",
        "was",
        "old",
        "and",
        "wise",
        ".",
        "then",
        "it",
        "rained",
    ]
    new = [
        "so",
        "it",
        "was",
        ".",
        "nobody",
        "had",
        "ever",
        "seen",
        "anything",
        "like",
        "the",
        "ship",
        "of",
        "captain",
        "morgan",
        "here",
        ".",
        "then",
        "it",
        "rained",
    ]

    shared = {old[a] for a, _ in pairs(kept(old, new))}

    assert {"so", "then", "rained"} <= shared
    assert not {"the", "of"} & shared


def test_a_word_between_two_corrections_keeps_its_place() -> None:
    assert pairs(kept(["one", "two", "three", "four", "five"], ["one", "too", "three", "for", "five"])) == [
        (0, 0),
        (2, 2),
        (4, 4),
    ]


def test_a_paragraph_that_moved_costs_no_more_than_itself() -> None:
    text = [str(number) for number in range(900)]
    moved = [*text[:100], *text[200:800], *text[100:200], *text[800:]]

    assert len(pairs(kept(text, moved))) == 800


@pytest.mark.parametrize("shape", ["edits", "same word", "two words", "shuffled", "random bits"])
def test_a_hundred_thousand_words_take_no_time(shape: str) -> None:
    rng = random.Random(1)  # noqa: S311 - not for secrets
    n = 100_000
    old = [f"w{int(rng.paretovariate(0.8)) % 5_000}" for _ in range(n)]
    new = list(old)
    if shape == "edits":
        for at in rng.sample(range(n - 100), 200):
            new[at : at + rng.randrange(3)] = [f"new{at}"] * rng.randrange(3)
    elif shape == "same word":
        old, new = ["a"] * n, ["a"] * (n // 2) + ["b"] + ["a"] * (n // 2)
    elif shape == "two words":
        old, new = ["a", "b"] * (n // 2), ["b", "c", "a"] * (n // 3)
    elif shape == "shuffled":
        rng.shuffle(new)
    else:
        old, new = ([rng.choice("ab") for _ in range(n)] for _ in range(2))

    began = time.process_time()
    found = pairs(kept(old, new))

    assert time.process_time() - began < 6
    if shape == "edits":
        assert len(found) > 0.98 * n


@given(st.lists(st.integers(0, 9), max_size=9), st.booleans())
def test_the_longest_rise_is_that_of_brute_force(values: list[int], is_strict: bool) -> None:  # noqa: FBT001
    def rises(picked: tuple[int, ...]) -> bool:
        return all(a < b or (a == b and not is_strict) for a, b in pairwise(picked))

    places = longest_rise(values, is_strict=is_strict)

    assert places == sorted(set(places))
    assert rises(tuple(values[at] for at in places))
    assert not any(rises(longer) for longer in combinations(values, len(places) + 1))
