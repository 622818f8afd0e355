"""The solver finds the least cost: held against trying out every cut, and every way to divide it into lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, combinations, pairwise
from math import inf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cue_materials import LIMITS, materials
from cuepress.cueing import solver
from cuepress.cueing.breaks import Breaks
from cuepress.cueing.judging import Judge, terms_of
from cuepress.cueing.material import CueSpan, Material
from cuepress.cueing.places import PlaceKind
from cuepress.cueing.profile import Limits
from cuepress.cueing.solver import solve

limits = st.builds(lambda lines: replace(LIMITS, max_lines=lines), st.integers(1, 4))


def subsets(words: range) -> Iterator[tuple[int, ...]]:
    return chain.from_iterable(combinations(words, size) for size in range(len(words) + 1))


def is_line(material: Material, first: int, end: int, room: float) -> bool:
    if end - first == 1:
        return True
    same = material.paragraph[first] == material.paragraph[end - 1]
    return same and material.right[end - 1] - material.left[first] <= room


def is_allowed(material: Material, cue: CueSpan, limits: Limits) -> bool:
    """Say plainly what a cue may be: lines that fit, none of them needless, one speaker or two with dashes."""
    speakers = len(set(material.turn[cue.first : cue.end]))
    are_lines = all(is_line(material, *line, LIMITS.max_cpl) for line in cue.lines)
    if len(cue.lines) > limits.max_lines or not are_lines:
        return False
    if any(is_line(material, above[0], below[1], LIMITS.max_cpl) for above, below in pairwise(cue.lines)):
        return False
    if speakers == 1:
        return True
    if speakers > 2 or material.dash is None or len(cue.lines) != 2:
        return False
    second = cue.line_starts[1]
    room = LIMITS.max_cpl - material.dash
    are_short = all(material.right[end - 1] - material.left[first] <= room for first, end in cue.lines)
    return are_short and material.turn[second - 1] != material.turn[second]


def cost_of(judge: Judge, cues: Sequence[CueSpan]) -> float:
    return sum(amount for cue in cues for _term, amount, _at in terms_of(judge, cue))


def least_cost(material: Material, limits: Limits) -> float:
    """Try every cut into cues, each with every way of lines."""
    judge, count = Judge(material, limits), len(material.left)
    cheapest = {
        (first, end): min(
            (
                cost_of(judge, [cue])
                for inner in subsets(range(first + 1, end))
                if is_allowed(material, cue := CueSpan(first, end, (first, *inner)), limits)
            ),
            default=inf,
        )
        for first in range(count)
        for end in range(first + 1, count + 1)
    }
    cuts = ((0, *inner, count) for inner in subsets(range(1, count)))
    return min(sum(cheapest[cue] for cue in pairwise(cut)) for cut in cuts)


@settings(max_examples=60, deadline=None)
@given(materials(), limits)
def test_no_other_cut_costs_less(material: Material, limits: Limits) -> None:
    """With one to four lines, one speaker a cue or two: the terms of the cut add up to the least there is."""
    cut = solve(material, limits)
    cues = cut.cues

    assert all(is_allowed(material, cue, limits) for cue in cues)
    assert abs(cut.cost - least_cost(material, limits)) < 1e-6
    assert abs(cut.cost - cost_of(Judge(material, limits), cues)) < 1e-6


@settings(max_examples=60, deadline=None)
@given(materials(most=30), limits)
def test_cues_hold_each_word_once_and_their_lines_begin_inside_them(material: Material, limits: Limits) -> None:
    cues = solve(material, limits).cues

    assert [cue.first for cue in cues] == [0, *(cue.end for cue in cues[:-1])]
    assert cues[-1].end == len(material.left)
    for cue in cues:
        assert cue.line_starts[0] == cue.first
        assert list(cue.line_starts) == sorted({*cue.line_starts} & set(range(cue.first, cue.end)))


@settings(max_examples=30, deadline=None)
@given(materials(most=30), limits)
def test_it_is_the_same_however_many_words_are_judged_at_once(material: Material, limits: Limits) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(solver, "BLOCK", 3)
        in_pieces = solve(material, limits).cues

    assert in_pieces == solve(material, limits).cues


def test_lines_are_even_and_heavy_at_the_bottom() -> None:
    """Four words of five letters on lines of twelve: two and two, not three and one."""
    left = [0.0, 6.0, 12.0, 18.0]
    material = Material(
        left=left,
        right=[edge + 5 for edge in left],
        read_from=[0.0] * 4,
        read_to=[0.0] * 4,
        start_ms=[0, 500, 1_000, 1_500],
        end_ms=[500, 1_000, 1_500, 2_000],
        paragraph=[0] * 4,
        turn=[0] * 4,
        breaks=Breaks((PlaceKind.ANYWHERE, PlaceKind.ANYWHERE, PlaceKind.ANYWHERE, PlaceKind.SENTENCE)),
        duration_ms=4_000,
    )

    assert solve(material, LIMITS).cues == (CueSpan(0, 4, (0, 2)),)
