"""Passages that are too fast are cut again: held against trying out every cut with the times that cues get."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import accumulate, chain, combinations, pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cue_materials import LIMITS, materials, reading_ms
from cuepress.cueing import Cueing, Profile, load_profile, make_cues, passages, solver, speed
from cuepress.cueing.breaks import Breaks
from cuepress.cueing.material import Material
from cuepress.cueing.passages import HELD, hastened
from cuepress.cueing.places import PlaceKind
from cuepress.cueing.solver import Cut, costs_of, solve
from cuepress.model import Cue, Paragraph, TimedWord, Transcript

PROFILE = load_profile("cuepress")
PLAIN = replace(LIMITS, min_ms=1, max_ms=20_000)
Ways = Iterable[tuple[int, int]]


def ways(count: int) -> Iterator[tuple[tuple[int, int], ...]]:
    inner = chain.from_iterable(combinations(range(1, count), size) for size in range(count))
    return (tuple(pairwise((0, *each, count))) for each in inner)


def n_fast(material: Material, cues: Ways) -> int:
    """Count the cues that cannot be read when each makes way for the next as soon as it can."""
    over, found = 0.0, 0
    for first, end in cues:
        begins, said = material.start_ms[first], material.end_ms[end - 1]
        reading = reading_ms(material, first, end)
        start = min(max(begins - material.early_ms, over + PLAIN.min_gap_ms if first else 0), begins)
        is_last = end == len(material.left)
        following = material.duration_ms if is_last else material.start_ms[end] - PLAIN.min_gap_ms
        latest = min(following, said + PLAIN.linger_ms)
        over = min(max(min(max(said, start + reading), said + PLAIN.linger_ms), start + PLAIN.min_ms), latest)
        found += reading > min(latest - start, PLAIN.max_ms) + 1
    return found


def open_places(material: Material, joins_parts: bool) -> Material:  # noqa: FBT001 - a strategy's own argument
    """Return a text without long rests inside it, without places that are always held, or sentences kept apart."""
    least = PlaceKind.SENTENCE if joins_parts else PlaceKind.CLAUSE
    kinds = [min(max(kind, least), PlaceKind(HELD - 1)) for kind in material.breaks.kinds]
    return replace(
        material,
        joins_parts=joins_parts,
        breaks=Breaks((*kinds[:-1], PlaceKind.SENTENCE)),
        paragraph=[0] * len(kinds),
        turn=[0] * len(kinds),
        end_ms=[*material.start_ms[1:], material.end_ms[-1]],
    )


@settings(max_examples=80, deadline=None)
@given(st.builds(open_places, materials(most=5), st.booleans()))
def test_no_other_cut_has_fewer_cues_that_are_too_fast(material: Material) -> None:
    cut, count = solve(material, PLAIN), len(material.left)
    ends = np.arange(1, count + 1)
    table = costs_of(cut.lines, ends, cut.lines.levels(ends))
    possible = [
        cues
        for cues in ways(count)
        if all(
            end - first <= table.shape[1] and np.isfinite(table[end - 1, end - first - 1]) for first, end in cues
        )
    ]

    found = hastened(cut, range(len(cut.cues)), [0.0] * len(cut.cues)).cues

    assert [cue.first for cue in found] == [0, *(cue.end for cue in found[:-1])]
    assert n_fast(material, [(cue.first, cue.end) for cue in found]) == min(
        n_fast(material, each) for each in possible
    )


@settings(max_examples=40, deadline=None)
@given(materials(most=30), st.sets(st.integers(0, 29)))
def test_what_is_not_too_fast_and_what_is_far_from_it_stays(material: Material, fast: set[int]) -> None:
    cut = solve(material, LIMITS)
    chosen = sorted(at for at in fast if at < len(cut.cues))

    found = hastened(cut, chosen, [0.0] * len(cut.cues))

    far = [cue for at, cue in enumerate(cut.cues) if all(abs(at - each) > 4 for each in chosen)]
    assert set(far) <= set(found.cues)
    assert [word for cue in found.cues for word in range(cue.first, cue.end)] == list(range(len(material.left)))


@st.composite
def hurried(draw: st.DrawFn) -> Material:
    """Return a text that is spoken about as fast as it can be read, with rests, and is cut well at any word."""
    count = draw(st.integers(16, 28))
    lengths = draw(st.lists(st.integers(2, 9), min_size=count, max_size=count))
    paces = draw(st.lists(st.sampled_from([0.5, 1.3]), min_size=count, max_size=count))
    rests_ms = draw(st.lists(st.sampled_from([0, 400]), min_size=count, max_size=count))
    kinds = draw(st.lists(st.sampled_from(list(PlaceKind)[:3]), min_size=count, max_size=count))
    left = [0.0, *accumulate(length + 1.0 for length in lengths)]
    right = [edge - 1 for edge in left[1:]]
    lasts_ms = [
        round(pace * (length + 1) / LIMITS.max_cps * 1_000) for pace, length in zip(paces, lengths, strict=True)
    ]
    end_ms = list(accumulate(last + rest for last, rest in zip(lasts_ms, [0, *rests_ms], strict=False)))
    return Material(
        left=left[:-1],
        right=right,
        read_from=[edge / LIMITS.max_cps * 1_000 for edge in left[:-1]],
        read_to=[edge / LIMITS.max_cps * 1_000 for edge in right],
        start_ms=[end - last for end, last in zip(end_ms, lasts_ms, strict=True)],
        end_ms=end_ms,
        paragraph=[0] * count,
        turn=[0] * count,
        breaks=Breaks(tuple(kinds)),
        duration_ms=end_ms[-1] + draw(st.sampled_from([0, 700])),
        early_ms=1_500,
        joins_parts=True,
    )


@settings(max_examples=150, deadline=None)
@given(hurried(), st.booleans())
def test_nothing_is_lost_by_ways_not_looked_at_or_by_blocks(material: Material, is_calm: bool) -> None:  # noqa: FBT001 - a strategy gives it
    cut = solve(material, PLAIN if is_calm else LIMITS)

    def found() -> Cut:
        return hastened(cut, range(len(cut.cues)), [0.0] * len(cut.cues))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passages._Search, "_bounds", without_bounds(passages._Search._bounds))
        of_all_ways = found()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(solver, "BLOCK", 3)
        in_pieces = found()

    assert of_all_ways.cues == in_pieces.cues == found().cues


def without_bounds(bounds: Callable[..., passages._Bounds]) -> Callable[..., passages._Bounds]:
    """Return what knows of no cue that it is too fast, or when it is over: then every way is looked at."""

    def known(*arguments: Any) -> passages._Bounds:  # noqa: ANN401 - those of the method
        told = bounds(*arguments)
        return passages._Bounds(
            told.cost,
            told.reading_ms,
            np.zeros_like(told.cost),
            np.full_like(told.cost, -np.inf),
            np.full(len(told.cost), -np.inf),
        )

    return known


def said(text: str, *, word_ms: int, profile: Profile = PROFILE) -> Cueing:
    transcript = Transcript("en", (Paragraph(text),))
    timed = [TimedWord(word, at * word_ms, (at + 1) * word_ms, 0.5) for at, word in enumerate(transcript.words)]
    return make_cues(transcript, timed, profile=profile, duration_ms=timed[-1].end_ms + 1_500)


def test_for_the_reading_speed_nothing_is_parted_and_no_sentence_joined_to_a_part_of_another() -> None:
    text = "Everything considered, it went well. Representatives of municipalities notwithstanding, they came too."
    for word_ms in (220, 260, 300):
        cues = said(text, word_ms=word_ms).cues
        assert not any(cue.text.endswith(" of") for cue in cues)
        joined = [cue.text for cue in cues if ". " in cue.text.replace("\n", " ")]
        assert all(text.startswith("Everything") and text.endswith("too.") for text in joined), (word_ms, cues)


def test_a_profile_may_let_sentences_share_a_cue_so_that_each_word_can_be_read_in_time() -> None:
    text = "All of the citizens gathered here participated. So he went up to it, and he sat by it, on and on."
    apart = said(text, word_ms=340).cues
    joined = said(text, word_ms=340, profile=replace(PROFILE, sentence_parts="joined")).cues

    assert ". " not in " ".join(cue.text for cue in apart[:1]).replace("\n", " ")
    assert any(". So" in cue.text.replace("\n", " ") for cue in joined)
    assert sum(map(_is_fast, apart)) == 1
    assert not any(map(_is_fast, joined))


def _is_fast(cue: Cue) -> bool:
    return speed(cue.text, cue.duration_ms, tag="en", profile=PROFILE).share > 1
