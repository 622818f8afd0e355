"""What is already said of the times becomes hints: stamps in a transcript, the words of a rough track."""

from __future__ import annotations

import time
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuepress.model import Cue, Paragraph, Span, Transcript, Unspoken
from cuepress.sync import hints
from cuepress.sync.hints import Hinted
from cuepress.sync.timing import Hint
from cuepress.transcripts.reading import read_transcript_bytes

HOUR_MS = 3_600_000


def read(text: str) -> Transcript:
    return read_transcript_bytes(text.encode(), name="talk.en.txt", language="en")


def stamped(text: str, *, duration_ms: int = HOUR_MS, begin_ms: int = 0) -> tuple[list[tuple[str, int]], Hinted]:
    """Return the hints that a text's stamps give as (word, time in ms), and all that is said of them."""
    transcript = read(text)
    found = hints.from_stamps(transcript, duration_ms=duration_ms, begin_ms=begin_ms)
    return [(transcript.words[hint.word].text, hint.at_ms) for hint in found.hints], found


def talk(*stamps: str) -> str:
    """Return a text with stamps before its paragraphs, a dozen words each."""
    said = "welcome to all of you who have come here on this cold morning."
    return "\n\n".join(f"[{stamp}] Number{at} {said}" for at, stamp in enumerate(stamps))


# --- stamps -----------------------------------------------------------------------------------------------------


def test_a_stamp_is_for_the_word_that_follows_it_before_and_inside_a_paragraph() -> None:
    text = "[00:00:05] Good morning. We begin. [00:01:12.5] Now to the port, [00:02:00] which is old."
    text += "\n\nMary  3:15\nYes."

    found, _ = stamped(text)

    assert found == [("Good", 5_000), ("Now", 72_500), ("which", 120_000), ("Yes.", 195_000)]


@pytest.mark.parametrize(
    ("stamp", "at_ms"),
    [
        ("00:12:30", 750_000),
        ("12:30", 750_000),
        ("1:02:03", 3_723_000),
        ("00:12:30.250", 750_250),
        ("00:12:30,5", 750_500),
        ("00:12:30:12", 750_480),
        ("00:12:30 - 00:12:40", 750_000),
        ("00:12:30 --> 00:12:40", 750_000),
        ("12m 30s", 750_000),
        ("1h 2m 3s", 3_723_000),
        ("00:12:00] [00:12:30", 750_000),
    ],
)
def test_a_stamp_is_read_however_it_is_written(stamp: str, at_ms: int) -> None:
    transcript = Transcript("en", (Paragraph("One two."),), (Unspoken("timestamp", f"[{stamp}]"),))

    assert [hint.at_ms for hint in hints.from_stamps(transcript, duration_ms=2 * HOUR_MS).hints] == [at_ms]


def test_sounds_are_passed_over_and_what_stands_after_the_last_word_is_for_none() -> None:
    paragraph = Paragraph("[applause] Thank you.", sounds=(Span(0, 10),))
    stamps = (Unspoken("timestamp", "0:05"), Unspoken("timestamp", "0:20", place=18), Unspoken("page-number", "9"))

    found = hints.from_stamps(Transcript("en", (paragraph,), stamps), duration_ms=60_000).hints

    assert found == (Hint(1, 5_000, 2_000),)


@pytest.mark.parametrize(
    ("stamps", "tolerance_ms"),
    [
        (("00:00:05", "00:01:12", "00:02:31"), 2_000),
        (("00:00:05.120", "00:01:12.400", "00:02:31.000"), 1_000),
        (("00:01:00", "00:04:00", "00:05:00"), 60_000),
        (("00:00:10", "00:01:20", "00:02:30", "00:03:00"), 10_000),
        (("00:00:10", "00:01:20"), 2_000),
    ],
)
def test_a_stamp_is_trusted_as_far_as_it_is_exact(stamps: Sequence[str], tolerance_ms: int) -> None:
    _, found = stamped(talk(*stamps))

    assert {hint.tolerance_ms for hint in found.hints} == {tolerance_ms}


def test_stamps_out_of_order_or_outside_are_left_out_and_named() -> None:
    found, said = stamped(talk("00:00:05", "00:09:00", "00:01:10", "00:02:10", "02:00:00"), duration_ms=600_000)

    assert [at_ms for _, at_ms in found] == [5_000, 70_000, 130_000]
    assert said.notes == (
        "time stamps are out of order or outside the recording, and not used: 00:09:00, 02:00:00",
    )


def test_a_recording_that_begins_at_half_past_nine_is_recognised() -> None:
    found, said = stamped(talk("09:30:05", "09:40:00", "09:51:10"), duration_ms=1_500_000)

    assert [at_ms for _, at_ms in found] == [5_000, 600_000, 1_270_000]
    assert {hint.tolerance_ms for hint in said.hints} == {60_000}
    assert said.notes == ("the time stamps begin at 9:30:00: that is taken as the start of the recording",)


def test_the_time_code_of_a_tape_begins_at_the_hour() -> None:
    found, said = stamped(talk("10:00:12:00", "10:03:00:10", "10:06:10:05"), duration_ms=480_000)

    assert [at_ms for _, at_ms in found] == [12_000, 180_400, 370_200]
    assert {hint.tolerance_ms for hint in said.hints} == {1_000}


def test_hours_and_minutes_of_the_day_are_recognised() -> None:
    found, _ = stamped(talk("09:30", "09:41", "09:52"), duration_ms=300_000 + HOUR_MS // 2)
    assert [at_ms for _, at_ms in found] == [570_000, 581_000, 592_000]  # they fit as they are written

    found, _ = stamped(talk("16:30", "16:35", "16:38"), duration_ms=600_000)
    assert [at_ms for _, at_ms in found] == [0, 300_000, 480_000]


def test_stamps_that_fit_in_no_way_are_not_used() -> None:
    found, said = stamped(talk("01:00:00", "03:00:00", "08:00:00"), duration_ms=60_000)

    assert found == []
    assert said.notes == ("the time stamps of the transcript do not fit the recording and are not used",)


def test_a_part_of_a_recording_may_be_stamped_from_either_beginning() -> None:
    of_the_whole, _ = stamped(talk("00:20:05", "00:21:00"), duration_ms=600_000, begin_ms=1_200_000)
    of_the_part, _ = stamped(talk("00:00:05", "00:01:00"), duration_ms=600_000, begin_ms=1_200_000)

    assert of_the_whole == of_the_part == [("Number0", 5_000), ("Number1", 60_000)]


@given(st.lists(st.integers(0, 40_000), min_size=1, max_size=12), st.integers(1, HOUR_MS), st.integers(0, HOUR_MS))
def test_hints_rise_and_lie_inside(seconds: list[int], duration_ms: int, begin_ms: int) -> None:
    paragraphs = tuple(Paragraph(f"One two {at}.") for at in range(len(seconds)))
    stamps = tuple(
        Unspoken("timestamp", f"[{s // 3600:02}:{s // 60 % 60:02}:{s % 60:02}]", at)
        for at, s in enumerate(seconds)
    )

    found = hints.from_stamps(Transcript("en", paragraphs, stamps), duration_ms=duration_ms, begin_ms=begin_ms)

    places = [(hint.word, hint.at_ms) for hint in found.hints]
    assert places == sorted(places)
    assert len({word for word, _ in places}) == len(places)
    assert all(0 <= at_ms <= duration_ms for _, at_ms in places)
    assert found.hints or found.notes


# --- a rough track ----------------------------------------------------------------------------------------------

SAID = (
    "The port of our town is a thousand years old.",
    "The first ships came from the north, full of wool and salt.",
    "In 1824 a storm destroyed the great dyke.",
    "Nobody repaired it for thirty years.",
    "The fishermen left before dawn and came back with the tide.",
)
TRANSCRIPT = Transcript("en", tuple(Paragraph(text) for text in SAID))


def cues(*texts: str, every_ms: int = 4_000) -> list[Cue]:
    return [Cue(at * every_ms, at * every_ms + every_ms - 100, text) for at, text in enumerate(texts)]


def near(track: Sequence[Cue], transcript: Transcript = TRANSCRIPT) -> list[tuple[str, int]]:
    found = hints.from_cues(transcript, track, duration_ms=HOUR_MS)
    return [(transcript.words[hint.word].text, hint.at_ms) for hint in found.hints]


def test_the_first_word_of_each_cue_gets_its_time() -> None:
    assert near(cues(*SAID)) == [("The", 0), ("The", 4_000), ("In", 8_000), ("Nobody", 12_000), ("The", 16_000)]


def test_wrong_words_case_and_marks_do_no_harm() -> None:
    heard = cues(
        "the port of our clown is a thousand years old the first",
        "sheep's came from the north full of wool and salt in 1824",
        "a storm destroyed the great bike nobody compared it for thirty years",
        "[music]",
        "the fisher men left before dawn and came back with the tide",
    )

    found = dict(near(heard))

    assert found["The"] in {0, 16_000}
    assert {"came", "a"} <= set(found)
    assert found["a"] == 8_000
    assert 4_000 <= found["came"] < 4_900


def test_captions_that_roll_up_are_read_once() -> None:
    rolling = [
        Cue(0, 3_900, f"{SAID[0]}"),
        Cue(4_000, 7_900, f"{SAID[0]}\n{SAID[1]}"),
        Cue(8_000, 11_900, f"{SAID[1]}\n{SAID[2]}"),
    ]

    assert near(rolling) == [("The", 0), ("The", 4_000), ("In", 8_000)]


def test_a_track_of_other_words_gives_no_hints_and_a_note() -> None:
    for track in (cues("Melt the butter.", "Add four eggs and the flour."), []):
        found = hints.from_cues(TRANSCRIPT, track, duration_ms=HOUR_MS)
        assert found == Hinted(
            (), ("the rough track has other words than the transcript: its times are not used",)
        )


def test_times_outside_what_is_heard_are_left_out() -> None:
    found = hints.from_cues(TRANSCRIPT, cues(*SAID), duration_ms=8_500, begin_ms=4_000)
    assert [hint.at_ms for hint in found.hints] == [0, 4_000, 8_000]

    elsewhere = hints.from_cues(TRANSCRIPT, cues(*SAID), duration_ms=8_500, begin_ms=HOUR_MS)
    assert elsewhere.notes == ("the rough track has no words in this part of the recording",)


def test_a_language_without_spaces_is_matched_by_its_characters() -> None:
    chinese = ("我们城市的港口已经有一千多年的历史。", "最早的船从北方来，装满了羊毛和盐。")
    transcript = Transcript("zh-Hans", (Paragraph("".join(chinese)),))

    assert near(cues(*chinese), transcript) == [("我", 0), ("最", 4_000)]


words = st.lists(st.sampled_from(["a", "b", "c", "port", "ship", "salt"]), max_size=40)


@given(words, words)
def test_agreeing_words_are_the_same_and_rise_on_both_sides(ours: list[str], theirs: list[str]) -> None:
    pairs = hints.agreeing(ours, theirs)

    assert all(ours[our] == theirs[their] for our, their in pairs)
    assert all(a < c and b < d for (a, b), (c, d) in pairwise(pairs))


@given(st.lists(st.integers(0, 500), unique=True, max_size=60), st.data())
def test_a_text_agrees_with_itself_whatever_was_put_in_between(numbers: list[int], data: st.DataObject) -> None:
    ours = [str(number) for number in numbers]
    theirs: list[str] = []
    for word in ours:
        theirs += ["noise"] * data.draw(st.integers(0, 1))
        theirs.append(word)

    assert [our for our, _ in hints.agreeing(ours, theirs)] == list(range(len(ours)))


def test_a_hundred_thousand_words_are_matched_in_seconds() -> None:
    """Words as common as words are (Zipf), every tenth misheard."""
    rng = np.random.default_rng(3)
    ours = [f"w{rank}" for rank in np.minimum(rng.zipf(1.3, 100_000), 20_000)]
    theirs = [f"x{at}" if rng.random() < 0.1 else word for at, word in enumerate(ours)]

    began = time.process_time()
    pairs = hints.agreeing(ours, theirs)

    assert time.process_time() - began < 6
    assert len(pairs) > 70_000
    assert np.mean([our == their for our, their in pairs]) > 0.999


def test_of_two_hints_for_a_word_the_more_exact_one_is_taken() -> None:
    stamps = Hinted((Hint(0, 0, 60_000), Hint(7, 9_000, 1_000)), ("a",))
    rough = Hinted((Hint(0, 1_200, 2_000), Hint(3, 5_000, 2_000), Hint(7, 8_000, 2_000)), ("b",))

    both = hints.together(stamps, rough)

    assert both.hints == (Hint(0, 1_200, 2_000), Hint(3, 5_000, 2_000), Hint(7, 9_000, 1_000))
    assert both.notes == ("a", "b")
