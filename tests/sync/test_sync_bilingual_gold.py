"""Sentences of real translations find their own, as a person read them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bilingual_gold import Case, cases
from cuepress.sync.bilingual.aligning import align
from cuepress.sync.bilingual.beads import Bead

CASES = tuple(cases())


@pytest.mark.parametrize("case", [each for each in CASES if "strong" in each.name], ids=lambda case: case.name)
def test_the_sample_is_aligned_as_it_was_read(case: Case) -> None:
    """One sentence to one, and one to two where Turkish and Chinese end a sentence at the semicolon."""
    score = case.score(align(case.ours, case.theirs))

    assert score.f1 >= 0.98


def test_a_wrong_alignment_scores_less() -> None:
    """One that is a sentence late has not one link right."""
    case = CASES[0]
    found = align(case.ours, case.theirs)
    late = [Bead(bead.ours, range(bead.theirs.start + 1, bead.theirs.stop + 1)) for bead in found.beads[:-1]]

    score = case.score(replace(found, beads=tuple(late)))

    assert score.f1 == 0
