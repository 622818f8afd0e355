"""Why a cue is as it is: what is said adds up, and is true."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cue_materials import LIMITS, materials, reading_ms
from cuepress.cueing import Cueing, load_profile, make_cues
from cuepress.cueing.alternatives import runner_up, slower
from cuepress.cueing.explaining import in_lines
from cuepress.cueing.judging import Judge, terms_of
from cuepress.cueing.material import CueSpan, Material
from cuepress.cueing.solver import solve
from cuepress.model import Paragraph, TimedWord, Transcript

TEXT = (
    "Le message transmis est puissant, et la séparation entre le secteur public et le secteur privé demeure. "
    "Nous le savons tous ici : l'unité est fondamentale dans la lutte que nous menons tous contre cette menace."
)


def cut(word_ms: int, text: str = TEXT) -> Cueing:
    transcript = Transcript("fr", (Paragraph(text),))
    timed = [TimedWord(word, at * word_ms, (at + 1) * word_ms, 0.5) for at, word in enumerate(transcript.words)]
    end_ms = timed[-1].end_ms + 3_000
    return make_cues(transcript, timed, profile=load_profile("cuepress"), duration_ms=end_ms, explain=True)


@settings(max_examples=60, deadline=None)
@given(materials(most=20))
def test_the_terms_of_all_cues_add_up_to_what_the_solver_minimised(material: Material) -> None:
    solved = solve(material, LIMITS)

    parts = [amount for cue in solved.cues for _term, amount, _at in terms_of(solved.lines.judge, cue)]

    assert sum(parts) == pytest.approx(solved.cost)


@pytest.mark.parametrize("word_ms", [150, 350])
def test_each_cue_is_explained_by_the_sum_of_its_parts(word_ms: int) -> None:
    found = cut(word_ms)

    assert tuple(each.cue for each in found.explained) == found.cues
    for each in found.explained:
        assert each.cost == pytest.approx(sum(part.amount for part in each.parts))
        assert all(part.name for part in each.parts)


def test_the_places_that_were_chosen_and_the_next_best_are_shown() -> None:
    first = cut(350).explained[0]

    assert first.cue.lines[0] == "Le message transmis est puissant,"
    assert ("comma", "transmis est puissant, | et la") in {(part.name, part.place) for part in first.parts}
    assert "|" in first.instead
    assert first.more > 0


def test_what_is_explained_is_said_in_lines_on_the_clock_of_the_media() -> None:
    lines = list(in_lines(cut(350).explained, from_ms=60_000))

    assert lines[0].startswith("1  00:01:00.000 to 00:01:0")
    assert any("cost" in line for line in lines)
    assert any("next best" in line for line in lines)


def test_nothing_is_explained_that_nobody_asked_for() -> None:
    transcript = Transcript("fr", (Paragraph("Oui."),))
    timed = [TimedWord(word, 0, 500, 0.5) for word in transcript.words]

    assert not make_cues(transcript, timed, profile=load_profile("cuepress"), duration_ms=3_000).explained


def test_words_that_are_spoken_too_fast_are_named_as_the_cause() -> None:
    found = cut(60)

    causes = [cause for each in found.explained for cause in each.gave]
    assert causes
    assert all("its words are spoken so fast" in cause for cause in causes if "characters a second" in cause)
    assert "however they are cut" in found.notes[-1]


@settings(max_examples=60, deadline=None)
@given(materials(most=12))
def test_no_way_of_cutting_a_cue_and_its_neighbours_is_readable_where_speech_is_blamed(material: Material) -> None:
    """Tried out: every cut of the three into cues that fit, of which each has the time to be read and seen."""
    solved = solve(material, LIMITS)
    judge, reach = solved.lines.judge, solved.lines.reach[-1]

    for at in range(len(solved.cues)):
        begin = solved.cues[max(at - 1, 0)].first
        end = solved.cues[min(at + 1, len(solved.cues) - 1)].end
        ways = [
            way
            for way in all_cuts(begin, end)
            if all(is_readable(judge, int(reach[last]), first, last) for first, last in pairwise(way))
        ]
        blamed = slower(solved, at)
        assert (blamed is None) == (not ways)
        if blamed is not None:
            worst = min(max((judge.place[last - 1] for last in way[1:-1]), default=0.0) for way in ways)
            assert blamed.weight == worst


def all_cuts(begin: int, end: int) -> list[tuple[int, ...]]:
    if begin == end:
        return [(end,)]
    return [(begin, *rest) for cut in range(begin + 1, end + 1) for rest in all_cuts(cut, end)]


def is_readable(judge: Judge, lowest: int, first: int, end: int) -> bool:
    """Say once more, in plain numbers, whether a cue fits and can be read in the time that it may have."""
    material = judge.material
    is_last = end == len(material.left)
    following = material.duration_ms if is_last else material.start_ms[end] - LIMITS.min_gap_ms
    latest = min(following, material.end_ms[end - 1] + LIMITS.linger_ms)
    rest = material.start_ms[0]
    if first:
        rest = material.start_ms[first] - material.end_ms[first - 1] - LIMITS.min_gap_ms
    has_ms = min(max(latest - material.start_ms[first] + min(max(rest, 0), material.early_ms), 1), LIMITS.max_ms)
    needed_ms = reading_ms(material, first, end)
    return first >= lowest and has_ms >= LIMITS.min_ms and needed_ms <= 1.005 * has_ms + 1


@settings(max_examples=60, deadline=None)
@given(materials(most=12), st.data())
def test_the_next_best_is_no_better_and_is_the_best_of_the_rest(material: Material, data: st.DataObject) -> None:
    solved = solve(material, LIMITS)
    at = data.draw(st.integers(0, len(solved.cues) - 1))
    other = runner_up(solved, at)
    if other is None:
        return
    first, end, last = solved.cues[at].first, solved.cues[at].end, solved.cues[at + 1].end

    assert first < other.end < last
    assert other.end != end
    assert other.more >= -1e-6
    both = CueSpan(first, other.end, (first,)), CueSpan(other.end, last, (other.end,))
    judge = solved.lines.judge
    least = sum(amount for span in both for term, amount, _ in terms_of(judge, span))
    chosen = sum(amount for span in solved.cues[at : at + 2] for _, amount, _ in terms_of(judge, span))
    # Lines cost more, never less: what the next best costs without them is no more than with them.
    assert least - chosen <= other.more + 1e-6
