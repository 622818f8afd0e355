"""The words of a track and the times that its cues give them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cuepress.model import Cue, TimedWord
from cuepress.sync.cued import by_cues


def words(*cues: Cue, tag: str = "en", last_ms: int = 60_000) -> list[TimedWord]:
    return list(by_cues(cues, tag, first_ms=0, last_ms=last_ms)[1].words)


def test_the_first_word_of_a_cue_begins_with_it() -> None:
    found = words(Cue(1_000, 3_000, "Good morning."), Cue(4_000, 5_000, "It is late."))

    assert [(word.word.text, word.start_ms) for word in found if word.confidence > 0.5] == [
        ("Good", 1_000),
        ("It", 4_000),
    ]
    assert found[-1].end_ms <= 5_000


def test_a_line_that_rolls_up_is_said_once() -> None:
    cues = (
        Cue(0, 2_000, "we all know"),
        Cue(2_000, 4_000, "we all know\nthe city"),
        Cue(4_000, 6_000, "the city\nanswers"),
    )

    text, timing = by_cues(cues, "en", first_ms=0, last_ms=6_000)

    assert text.text == "we all know the city answers"
    assert [word.start_ms for word in timing.words if word.word.text in {"we", "the", "answers"}] == [
        0,
        2_000,
        4_000,
    ]


def test_a_cue_that_stays_to_be_read_is_not_drawn_out() -> None:
    [yes] = words(Cue(1_000, 9_000, "Yes."))

    assert yes.start_ms == 1_000
    assert yes.end_ms < 2_500


def test_cues_that_overlap_follow_one_another() -> None:
    found = words(Cue(0, 5_000, "One two three four five."), Cue(2_000, 6_000, "Six."))

    assert found[-2].end_ms <= 2_000
    assert found[-1].start_ms == 2_000


def test_voices_and_rests_make_paragraphs_and_a_sound_is_none_of_the_words() -> None:
    text, timing = by_cues(
        (
            Cue(0, 1_000, "Who is it?", voice="Anne"),
            Cue(1_000, 2_000, "It is I."),
            Cue(2_000, 3_000, "Come in.", voice="Max"),
            Cue(6_000, 7_000, "[door] Sit down."),
        ),
        "en",
        first_ms=0,
        last_ms=7_000,
    )

    assert [(each.speaker, each.text) for each in text.paragraphs] == [
        ("Anne", "Who is it? It is I."),
        ("Max", "Come in."),
        ("", "[door] Sit down."),
    ]
    assert [word.word.text for word in timing.words if word.word.is_sound] == ["[door]"]


def test_what_is_shown_outside_the_part_is_left_out() -> None:
    cues = (Cue(0, 2_000, "Before."), Cue(4_000, 6_000, "Inside."), Cue(8_000, 9_000, "After."))

    text, timing = by_cues(cues, "en", first_ms=4_500, last_ms=7_000)

    assert text.text == "Inside."
    assert timing.words[0].start_ms == 4_500
    assert not by_cues((), "en", first_ms=0, last_ms=1)[1].words


lines = st.text(st.sampled_from("ab ,.!?「」我们[]♪-é\n"), max_size=14)
rough = st.lists(st.builds(Cue, st.integers(0, 5_000), st.integers(0, 9_000), lines), max_size=9)


@given(rough, st.sampled_from(["en", "zh-Hans", "fr"]), st.integers(1, 9_000))
def test_every_word_has_a_time_in_order_and_inside(cues: list[Cue], tag: str, last_ms: int) -> None:
    cues.sort(key=lambda cue: cue.start_ms)

    text, timing = by_cues(cues, tag, first_ms=0, last_ms=last_ms)

    assert tuple(word.word for word in timing.words) == text.words
    edges = [edge for word in timing.words for edge in (word.start_ms, word.end_ms)]
    assert edges == sorted(edges)
    assert all(0 <= edge <= last_ms for edge in edges)
