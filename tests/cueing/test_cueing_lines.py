"""The tables of lines: what they say of a cue is what its lines cost, in blocks of any size."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cue_materials import LIMITS, materials
from cuepress.cueing import lines as tables
from cuepress.cueing.judging import Judge
from cuepress.cueing.lines import Lines
from cuepress.cueing.material import Material
from cuepress.cueing.profile import Limits
from cuepress.cueing.solver import solve, span

limits = st.builds(lambda lines: replace(LIMITS, max_lines=lines), st.integers(2, 4))


@settings(max_examples=40, deadline=None)
@given(materials(most=14), limits)
def test_the_lines_that_are_found_cost_what_the_tables_say(material: Material, limits: Limits) -> None:
    judge = Judge(material, limits)
    lines = Lines(judge)
    ends = np.arange(1, judge.n_words + 1)
    levels = lines.levels(ends)

    for end in ends.tolist():
        for first in range(int(lines.reach[-1][end]), int(lines.lowest[end])):
            least = float(levels[-1].least[end - first - 1, first - levels[-1].begin])
            cue = span(end, lines.starts(levels, np.array([first]), np.array([end]))[0])
            pairs = [(above[0], *below) for above, below in pairwise(cue.lines)]
            costs = [float(judge.line_cost(*map(np.atleast_1d, np.array(pair)))[0]) for pair in pairs]

            assert cue.first == first
            assert not np.isfinite(least) or sum(costs) == pytest.approx(least)
            assert not np.isfinite(least) or all(lines.lowest[stop] <= start for start, stop in cue.lines)


@settings(max_examples=30, deadline=None)
@given(materials(most=30), limits)
def test_in_blocks_of_one_word_nothing_else_is_found(material: Material, limits: Limits) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tables, "MOST_WAYS", 1)
        in_pieces = solve(material, limits).cues

    assert in_pieces == solve(material, limits).cues
