"""Two texts against each other: the search agrees with all ways there are, faults are named, words are timed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bilingual_texts import ANOTHER, ENGLISH, OTHERS
from cuepress.model import Paragraph, Transcript
from cuepress.sync import plan
from cuepress.sync.bilingual import beads, lexicon, pieces, times
from cuepress.sync.bilingual.aligning import Found, align
from cuepress.sync.bilingual.beads import LENGTH_SHARE, SCALE, SHAPES, TAIL, Band, Bead, Manner, Side
from cuepress.sync.bilingual.search import length_cost
from cuepress.sync.timing import Timing

Floats = npt.NDArray[np.float64]


def text(tag: str, paragraphs: Sequence[str]) -> Transcript:
    return Transcript(tag, tuple(Paragraph(each) for each in paragraphs))


def spoken() -> tuple[Transcript, Timing]:
    source = text("en", ENGLISH)
    return source, plan.by_duration(source, duration_ms=50_000, start_ms=1_000)


def timed(tag: str, paragraphs: Sequence[str]) -> tuple[Timing, Found]:
    source, timing = spoken()
    return times.by_translation(text(tag, paragraphs), source, timing, duration_ms=52_000)


def starts(timing: Timing, paragraph: int) -> int:
    return next(word.start_ms for word in timing.words if word.word.paragraph == paragraph)


# --- the search -------------------------------------------------------------------------------------------------


@st.composite
def tables(draw: st.DrawFn) -> tuple[Side, Side, Floats, Manner]:
    def side(count: int) -> Side:
        columns = [
            draw(st.lists(st.floats(low, high), min_size=count, max_size=count))
            for low, high in ((1, 60), (0, 3), (0, 2), (0, 2))
        ]
        return Side(*(np.array(column, dtype=np.float64) for column in columns))

    n, m = draw(st.integers(1, 6)), draw(st.integers(1, 6))
    gain = draw(st.lists(st.lists(st.floats(0, 8), min_size=m, max_size=m), min_size=n, max_size=n))
    return side(n), side(m), np.array(gain), Manner(draw(st.floats(0.5, 2.0)), gap_open=draw(st.floats(2, 6)))


def cheapest(ours: Side, theirs: Side, gain: Floats, manner: Manner) -> int:
    """Return what the cheapest of all ways costs, tried one by one."""
    n, m = len(ours.length), len(theirs.length)
    whole: Callable[[float], int] = lambda cost: round(cost * SCALE)  # noqa: E731
    more = whole(manner.gap_more)

    def bead(i: int, j: int, a: int, b: int) -> int:
        mine, other = sum((manner.ratio * ours.length)[i : i + a]), sum(theirs.length[j : j + b])
        cost = int(length_cost(mine, other, manner.variance, LENGTH_SHARE, TAIL, float(SCALE)))
        cost += sum(whole(x) for x in ours.base[i : i + a]) + sum(whole(x) for x in theirs.base[j : j + b])
        cost += sum(whole(x) for x in ours.border[i : i + a - 1]) + sum(
            whole(x) for x in theirs.border[j : j + b - 1]
        )
        held = [[whole(gain[x, y]) for y in range(j, j + b)] for x in range(i, i + a)]
        if (a, b) == (2, 2):
            return cost - max(held[0][0] + held[1][1], held[0][1] + held[1][0])
        return cost - sum(map(sum, held))

    @cache
    def rest(i: int, j: int, in_gap: bool) -> int:  # noqa: FBT001
        if (i, j) == (n, m):
            return 0
        ways = [
            whole(prior) + bead(i, j, a, b) + rest(i + a, j + b, False)
            for (a, b), prior in SHAPES.items()
            if i + a <= n and j + b <= m
        ]
        for side, at, after in ((ours, i, (i + 1, j)), (theirs, j, (i, j + 1))):
            if at < len(side.length):
                step = whole(manner.gap_open + side.opening[at])
                ways.append(min(more, step) + rest(*after, True) if in_gap else step + rest(*after, True))
        return min(ways)

    return rest(0, 0, False)


@given(tables())
@settings(max_examples=60, deadline=None)
def test_the_search_finds_the_cheapest_of_all_ways(case: tuple[Side, Side, Floats, Manner]) -> None:
    ours, theirs, gain, manner = case

    found, cost = beads.align(ours, theirs, lambda _band: gain_in_full(gain), manner)

    assert abs(cost - cheapest(ours, theirs, gain, manner)) <= 2  # sums of lengths may round apart
    assert [at for bead in found for at in bead.ours] == list(range(len(ours.length)))
    assert [at for bead in found for at in bead.theirs] == list(range(len(theirs.length)))


def gain_in_full(gain: Floats) -> Floats:
    """Return a table as a band that holds all of it: one column more."""
    return np.concatenate([gain, np.zeros((len(gain), 1))], axis=1)


def test_a_path_that_leaves_its_band_is_found_in_a_wider_one() -> None:
    n, shift = 900, 200
    rng = np.random.default_rng(4)
    length = rng.uniform(10, 90, n)
    other = length[shift:]

    def gain(band: Band) -> Floats:
        table = np.zeros((n, band.width))
        for i in range(shift, n):
            k = i - shift - int(band.low[i])
            if 0 <= k < band.width:
                table[i, k] = 4.0
        return table

    def side(values: Floats) -> Side:
        return Side(values, np.ones(len(values)), np.zeros(len(values)), np.zeros(len(values)))

    found, _ = beads.align(side(length), side(other), gain, Manner(1.0))

    assert all(bead.ours.start - bead.theirs.start == shift for bead in found if bead.is_pair)
    assert sum(bead.is_pair for bead in found) == n - shift


def test_a_search_about_a_path_that_leaps_finds_its_way() -> None:
    """The first quarter of a long text is all that there is of its translation, or all but that."""
    length = np.random.default_rng(5).uniform(10, 90, 1_200)

    def side(values: Floats) -> Side:
        return Side(values, np.ones(len(values)), np.zeros(len(values)), np.zeros(len(values)))

    for kept in (slice(0, 300), slice(300, None)):
        near = [Bead(range(at, at + 1), range(at, at)) for at in range(1_200)]
        near.append(Bead(range(1_200, 1_200), range(len(length[kept]))))
        for ours, theirs, before in (
            (side(length), side(length[kept]), near),
            (side(length[kept]), side(length), [bead.mirrored for bead in reversed(near)]),
        ):
            found, _ = beads.align(
                ours, theirs, lambda band: np.zeros((len(band.low) - 1, band.width)), Manner(1.0), near=before
            )
            assert sum(len(bead.ours) for bead in found) == len(ours.length)
            assert sum(len(bead.theirs) for bead in found) == len(theirs.length)


# --- what survives, what is learnt ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"), [("Strasbourg", "Страсбург"), ("Petrova", "بيتروفا"), ("Osaka", "Osaka")]
)
def test_names_have_the_same_bones_in_every_alphabet(one: str, other: str) -> None:
    assert pieces.skeleton(one) == pieces.skeleton(other)


def test_long_words_are_cognates_by_five_letters() -> None:
    """A short sentence between two long ones must not be drawn to that which has a computer in it."""
    one, other = (
        {each for piece in align(text(tag, [said]), text("de", ["Ja."])).ours for each in piece.traits}
        for tag, said in (("en", "People use the computer."), ("fr", "Compréhensible."))
    )

    assert not {trait for trait in one & other if trait[0] == "cognate"}
    assert ("cognate", "opera") in {
        trait
        for piece in align(text("en", ["Operable."]), text("fr", ["Opérable."])).theirs
        for trait in piece.traits
    }


def test_words_that_are_met_together_again_and_again_mean_the_same() -> None:
    rng = np.random.default_rng(1)
    said = [sorted(set(rng.integers(0, 30, 6).tolist())) for _ in range(60)]

    found = lexicon.learn([(words, [29 - word for word in words]) for words in said])

    assert len({meaning.ours for meaning in found}) >= 28
    assert all(meaning.theirs == 29 - meaning.ours for meaning in found)


def test_what_was_met_once_is_not_believed() -> None:
    assert not lexicon.learn([([1, 2], [7, 8])])
    assert not lexicon.learn([])


# --- two texts --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("tag", OTHERS)
def test_sentences_of_any_language_find_their_own(tag: str) -> None:
    found = align(text("en", ENGLISH), text(tag, OTHERS[tag]))

    assert all(bead.is_pair for bead in found.beads)
    assert [found.ours[b.ours[-1]].border for b in found.beads] == [
        found.theirs[b.theirs[-1]].border for b in found.beads
    ]
    assert found.is_translation


@pytest.mark.parametrize("tag", OTHERS)
def test_swapping_the_sides_gives_the_mirror_image(tag: str) -> None:
    one, other = text("en", ENGLISH), text(tag, OTHERS[tag])

    there, back = align(one, other), align(other, one)

    assert there.beads == tuple(bead.mirrored for bead in back.beads)
    assert there.likeness == back.likeness


def test_another_text_is_no_translation() -> None:
    assert not align(text("en", ENGLISH), text("de", ANOTHER)).is_translation
    assert timed("de", ANOTHER)[0].is_foreign


@given(st.data())
@settings(max_examples=40, deadline=None)
def test_every_word_of_any_text_is_timed_in_order_inside_the_media(data: st.DataObject) -> None:
    tag = data.draw(st.sampled_from(sorted(OTHERS)))
    chosen = data.draw(
        st.lists(st.sampled_from([*OTHERS[tag], *OTHERS["de"], "…", "1", "A?"]), min_size=1, max_size=9)
    )
    source, timing = spoken()
    translation = text(tag, chosen)

    found, _ = times.by_translation(translation, source, timing, duration_ms=50_500)

    assert tuple(word.word for word in found.words) == translation.words
    edges = [edge for word in found.words for edge in (word.start_ms, word.end_ms)]
    assert edges == sorted(edges)
    assert edges[-1] <= 50_500
    assert all(0 <= each.start_ms <= each.end_ms <= 50_500 for each in found.passages)


@pytest.mark.parametrize("tag", OTHERS)
def test_paragraphs_begin_when_their_originals_do(tag: str) -> None:
    _, told = spoken()
    timing, _ = timed(tag, OTHERS[tag])

    assert [starts(timing, at) for at in range(6)] == [starts(told, at) for at in range(6)]
    assert not timing.passages
    assert timing.method == "translation"


def test_a_text_against_itself_keeps_its_times() -> None:
    _, told = spoken()
    timing, _ = timed("en", ENGLISH)

    off = [abs(a.start_ms - b.start_ms) for a, b in zip(timing.words, told.words, strict=True)]

    assert max(off) <= 250


@pytest.mark.parametrize("tag", OTHERS)
def test_a_paragraph_left_out_is_named_and_the_others_keep_their_times(tag: str) -> None:
    whole, _ = timed(tag, OTHERS[tag])
    kept = [*OTHERS[tag][:2], *OTHERS[tag][3:]]

    timing, _ = timed(tag, kept)

    assert [passage.kind for passage in timing.passages] == ["untranscribed"]
    assert timing.passages[0].text == kept[2][: len(timing.passages[0].text)] != ""
    assert [starts(timing, at) for at in range(5)] == [starts(whole, at) for at in (0, 1, 3, 4, 5)]


@pytest.mark.parametrize("tag", ["de", "tr"])
def test_a_paragraph_added_is_named_and_the_others_keep_their_times(tag: str) -> None:
    whole, _ = timed(tag, OTHERS[tag])
    added = (
        " ".join(OTHERS["zh-Hans"]) if tag == "zh-Hans" else "Xylo vuma quor nespa. Brill dawk zuffer plonk mim."
    )

    timing, _ = timed(tag, [*OTHERS[tag][:3], added, *OTHERS[tag][3:]])

    assert [(passage.kind, passage.text) for passage in timing.passages] == [("unspoken", added)]
    assert [starts(timing, at) for at in (0, 1, 2, 4, 5, 6)] == [starts(whole, at) for at in range(6)]
    assert not any(word.is_spoken for word in timing.words if word.word.paragraph == 3)


def test_paragraphs_need_not_be_those_of_the_original() -> None:
    whole, _ = timed("de", OTHERS["de"])

    timing, _ = timed("de", [" ".join(OTHERS["de"])])

    assert [word.start_ms for word in timing.words] == [word.start_ms for word in whole.words]


def test_words_are_surest_where_sentences_begin() -> None:
    timing, _ = timed("de", OTHERS["de"])

    first = [word.confidence for word in timing.words if word.word.text in {"Guten", "Die", "Was", "Vielen"}]
    inside = [word.confidence for word in timing.words if word.word.text in {"Morgen.", "verlieren", "Izmir."}]

    assert min(first) > max(inside)


def test_a_bead_knows_its_mirror_image() -> None:
    assert Bead(range(2), range(3)).mirrored == Bead(range(3), range(2))
