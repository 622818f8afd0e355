"""Two languages side by side: every line once and in order, what says the same in one row."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from cuepress.web.beside import Row, Side, make_rows
from cuepress.web.paragraphs import Line, Paragraph

Ids = list[tuple[str, ...]]


def paragraphs(*texts: str, length_ms: int = 1_000, start_ms: int = 0, voice: str = "") -> list[Paragraph]:
    lines = [
        Line(at + 1, start_ms + at * length_ms, start_ms + (at + 1) * length_ms, text)
        for at, text in enumerate(texts)
    ]
    return [Paragraph(voice, tuple(lines))] if lines else []


def shown(rows: Sequence[Row]) -> list[tuple[str, str]]:
    return [(said(row.first), said(row.second)) for row in rows]


def said(side: Side) -> str:
    return " ".join(line.text for _, line in side)


def test_a_sentence_stands_beside_its_translation_however_both_are_cut() -> None:
    english, french = paragraphs("We know", "it all.", "Why?", "Because."), paragraphs("Nous le savons.", "Car ?")
    ids: list[Ids] = [[("s1",), ("s1",), ("s2",), ("s2",)], [("s1",), ("s2",)]]

    assert shown(make_rows(english, french, ids)) == [
        ("We know it all.", "Nous le savons."),
        ("Why? Because.", "Car ?"),
    ]


def test_a_cue_that_holds_two_sentences_keeps_both_in_one_row() -> None:
    english, french = paragraphs("One. Two", "still two.", "Three."), paragraphs("Un.", "Deux.", "Trois.")
    ids: list[Ids] = [[("s1", "s2"), ("s2",), ("s3",)], [("s1",), ("s2",), ("s3",)]]

    assert shown(make_rows(english, french, ids)) == [("One. Two still two.", "Un. Deux."), ("Three.", "Trois.")]


def test_what_one_language_leaves_out_has_a_row_of_its_own_at_its_time() -> None:
    english, french = paragraphs("One.", "Two.", "Three."), paragraphs("Un.", "Note.", "Trois.")
    ids: list[Ids] = [[("s1",), ("s2",), ("s3",)], [("s1",), ("fr-1",), ("s3",)]]

    assert shown(make_rows(english, french, ids)) == [
        ("One.", "Un."),
        ("", "Note."),
        ("Two.", ""),
        ("Three.", "Trois."),
    ]


def test_without_sentences_what_is_shown_at_the_same_time_stands_side_by_side() -> None:
    english, french = paragraphs("One.", "Two.", "Three."), paragraphs("Un.", "Deux.", start_ms=150)

    assert shown(make_rows(english, french)) == [("One.", "Un."), ("Two.", "Deux."), ("Three.", "")]


def test_a_row_knows_its_voice_and_where_a_paragraph_begins() -> None:
    rows = make_rows(
        [*paragraphs("One.", voice="Anne"), Paragraph("Paul", (Line(2, 1_000, 2_000, "Two."),))],
        paragraphs("Un.", "Deux."),
    )

    assert [(row.first[0][0], row.begins, row.start_ms) for row in rows] == [
        ("Anne", True, 0),
        ("Paul", True, 1_000),
    ]


def test_a_language_without_cues_leaves_the_other_alone() -> None:
    assert shown(make_rows(paragraphs("One.", "Two."), [])) == [("One.", ""), ("Two.", "")]
    assert shown(make_rows([], paragraphs("Un.", "Deux."))) == [("", "Un. Deux.")]
    assert make_rows([], []) == []


IDS = st.lists(st.lists(st.sampled_from("abcdef"), max_size=2, unique=True).map(tuple), max_size=9)


@given(first=IDS, second=IDS, shift_ms=st.integers(0, 3_000))
def test_every_line_is_in_one_row_in_order_and_no_sentence_is_parted(
    first: Ids, second: Ids, shift_ms: int
) -> None:
    one = paragraphs(*(f"a{at}" for at in range(len(first))))
    other = paragraphs(*(f"b{at}" for at in range(len(second))), start_ms=shift_ms, length_ms=1_300)

    rows = make_rows(one, other, [first, second])

    for side, ids in (("first", first), ("second", second)):
        numbers = [[line.number for _, line in getattr(row, side)] for row in rows]
        assert [number for row in numbers for number in row] == list(range(1, len(ids) + 1))
    assert all(row.first or row.second for row in rows)
    for name in "abcdef":
        holding = [
            row
            for row in rows
            if any(name in first[line.number - 1] for _, line in row.first)
            or any(name in second[line.number - 1] for _, line in row.second)
        ]
        assert len(holding) <= 1
