"""The solver finds the least cost: held against trying out every cut."""

from __future__ import annotations

from itertools import combinations, pairwise
from math import inf

from hypothesis import given, settings
from hypothesis import strategies as st

from cuepress.cueing.breaks import Breaks
from cuepress.cueing.places import PlaceKind
from cuepress.cueing.profile import Limits
from cuepress.cueing.solver import CueSpan, Material, _Solver, solve

LIMITS = Limits(
    max_cpl=12,
    max_lines=2,
    max_cps=15,
    min_ms=800,
    max_ms=5_000,
    min_gap_ms=80,
    linger_ms=1_000,
    early_ms=500,
    chain_ms=500,
)


@st.composite
def materials(draw: st.DrawFn) -> Material:
    count = draw(st.integers(1, 9))
    lengths = draw(st.lists(st.integers(1, 9), min_size=count, max_size=count))
    left = [float(sum(lengths[:at]) + at) for at in range(count)]
    edges = sorted(draw(st.lists(st.integers(0, 9_000), min_size=2 * count, max_size=2 * count)))
    steps = draw(st.lists(st.sampled_from([0, 0, 0, 1]), min_size=count, max_size=count))
    paragraph = [sum(steps[: at + 1]) for at in range(count)]
    kinds = draw(st.lists(st.sampled_from(PlaceKind), min_size=count, max_size=count))
    return Material(
        left=left,
        right=[edge + length for edge, length in zip(left, lengths, strict=True)],
        start_ms=edges[::2],
        end_ms=edges[1::2],
        paragraph=paragraph,
        turn=draw(st.sampled_from([paragraph, [0] * count])),
        breaks=Breaks(tuple(kinds)),
        duration_ms=9_000,
    )


def cost_of(solver: _Solver, cuts: tuple[int, ...]) -> float:
    """Return the cost of cutting at these words, infinite where a cue does not fit or mixes speakers."""
    total = 0.0
    for first, end in pairwise(cuts):
        lines = solver._lines(first, end, LIMITS.max_lines)
        if lines is None or len(set(solver.material.turn[first:end])) > 1:
            return inf
        total += lines[0] + solver._cue_cost(first, end)
    return total


@settings(max_examples=150, deadline=None)
@given(materials())
def test_no_other_cut_costs_less(material: Material) -> None:
    solver, count = _Solver(material, LIMITS), len(material.left)

    cues = solve(material, LIMITS)

    found = cost_of(solver, (0, *(cue.end for cue in cues)))
    others = (
        cost_of(solver, (0, *cuts, count)) for size in range(count) for cuts in combinations(range(1, count), size)
    )
    assert abs(found - min(others)) < 1e-6


@settings(max_examples=100, deadline=None)
@given(materials())
def test_cues_hold_each_word_once_and_their_lines_begin_inside_them(material: Material) -> None:
    cues = solve(material, LIMITS)

    assert [cue.first for cue in cues] == [0, *(cue.end for cue in cues[:-1])]
    assert cues[-1].end == len(material.left)
    for cue in cues:
        assert cue.line_starts[0] == cue.first
        assert list(cue.line_starts) == sorted({*cue.line_starts} & set(range(cue.first, cue.end)))


def test_lines_are_even_and_heavy_at_the_bottom() -> None:
    """Four words of five letters on lines of twelve: two and two, not three and one."""
    material = Material(
        left=[0.0, 6.0, 12.0, 18.0],
        right=[5.0, 11.0, 17.0, 23.0],
        start_ms=[0, 500, 1_000, 1_500],
        end_ms=[500, 1_000, 1_500, 2_000],
        paragraph=[0] * 4,
        turn=[0] * 4,
        breaks=Breaks((PlaceKind.ANYWHERE, PlaceKind.ANYWHERE, PlaceKind.ANYWHERE, PlaceKind.SENTENCE)),
        duration_ms=4_000,
    )

    assert solve(material, LIMITS) == [CueSpan(0, 4, (0, 2))]
