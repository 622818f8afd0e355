"""What does not match is named at its place, and confidence is what it says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuepress.model import Paragraph, TimedWord, Transcript
from cuepress.sync import doubt
from cuepress.sync.doubt import Places, Verdict
from cuepress.sync.reading import Sentence, sentences
from cuepress.sync.timing import Passage

LONG_MS = 300_000
WORD_MS = 400
TRANSCRIPT = Transcript(
    "en", (Paragraph("One two three. Four five six seven. Eight nine. Ten eleven twelve thirteen."),)
)
SAID = sentences(TRANSCRIPT)
N_WORDS = len(TRANSCRIPT.words)
fits = st.floats(-12, 12) | st.just(float("nan"))
Value = TypeVar("Value")


def words_of(values: st.SearchStrategy[Value]) -> st.SearchStrategy[list[Value]]:
    """Return strategy: a value for each word of ``TRANSCRIPT``."""
    return st.lists(values, min_size=N_WORDS, max_size=N_WORDS)


def placed(fit: Sequence[float], *, lengths_ms: Sequence[int] = (), expected_ms: int = WORD_MS) -> Places:
    """Return words one after the other; one that was passed over has no place."""
    values = np.array(fit, np.float64)
    marks = np.cumsum([0, *(lengths_ms or [WORD_MS] * len(values))], dtype=np.int64)
    spans = np.stack([marks[:-1], marks[1:]], axis=1)
    spans[np.isnan(values)] = -1
    return Places(spans, values, np.full(len(values), float(expected_ms)))


def by_word(values: Sequence[float]) -> list[float]:
    """Return what is told of each sentence of ``TRANSCRIPT`` for each of its words."""
    return [
        value for value, sentence in zip(values, SAID, strict=True) for _ in range(sentence.first, sentence.last)
    ]


def judged(
    fit: Sequence[float], *, shares: Sequence[float] = (1, 1, 1, 1), duration_ms: int = LONG_MS
) -> tuple[Verdict, ...]:
    """Judge the sentences of ``TRANSCRIPT``: one fit each, and its length as a share of what is expected."""
    lengths = [int(WORD_MS * share) for share in by_word(shares)]
    return doubt.judge(SAID, placed(by_word(fit), lengths_ms=lengths), duration_ms=duration_ms)


SQUEEZED = (1, 0.1, 1, 1)
"""The second sentence takes a tenth of the time that it would."""


def timed(*, spoken: Sequence[bool] = (), at_ms: Sequence[int] = ()) -> tuple[TimedWord, ...]:
    """Return the words of ``TRANSCRIPT``, 400 ms each, one after the other unless their places are told."""
    return tuple(
        TimedWord(word, start, start + WORD_MS, 0.5, spoken[index] if spoken else True)
        for index, (word, start) in enumerate(
            zip(TRANSCRIPT.words, at_ms or range(0, N_WORDS * WORD_MS, WORD_MS), strict=True)
        )
    )


def speech(*intervals_ms: tuple[int, int]) -> np.typing.NDArray[np.bool_]:
    found = np.zeros(3_000, np.bool_)
    for start, end in intervals_ms:
        found[start // 10 : end // 10] = True
    return found


# --- verdicts -------------------------------------------------------------------------------------------------


def spoken(verdicts: Sequence[Verdict]) -> list[bool]:
    return [verdict.is_spoken for verdict in verdicts]


def test_a_sentence_that_fits_badly_and_is_squeezed_was_not_said() -> None:
    assert spoken(judged([3, -2, 0.5, 4], shares=SQUEEZED)) == [True, False, True, True]


def test_a_sentence_that_fits_badly_but_takes_its_time_is_said_in_other_words() -> None:
    assert spoken(judged([3, -2, 0.5, 4])) == [True, True, True, True]
    assert judged([3, -2, 0.5, 4])[1].fit == pytest.approx(-2)


@pytest.mark.parametrize("pace", [0.3, 1.0, 3.0])
def test_what_is_usual_is_told_by_what_fits(pace: float) -> None:
    """A slow speaker takes three times as long as the voice, and a sentence of his that fits badly does too."""
    usual, squeezed, stretched = ([pace, pace * share, pace, pace] for share in (1.0, 0.3, 3.0))

    assert spoken(judged([3, -2, 2, 4], shares=usual)) == [True, True, True, True]
    assert spoken(judged([3, -2, 2, 4], shares=squeezed)) == [True, False, True, True]
    assert spoken(judged([3, -2, 2, 4], shares=stretched)) == [True, False, True, True]


def test_a_sentence_that_fits_is_said_however_long_it_takes() -> None:
    assert all(spoken(judged([3, 3, 3, 3], shares=(1, 0.1, 9, 1))))


def test_a_sentence_of_which_a_part_is_left_out_is_not_said_in_other_words() -> None:
    nan = float("nan")

    verdicts = doubt.judge(SAID, placed([3, 3, 3, -2, nan, nan, -2, 3, 3, 3, 3, 3, 3]), duration_ms=LONG_MS)

    assert spoken(verdicts) == [True, False, True, True]


def test_a_sentence_that_was_passed_over_was_not_said_however_short_the_recording() -> None:
    for duration_ms in (10_000, LONG_MS):
        verdicts = judged([3, float("nan"), 3, 3], duration_ms=duration_ms)
        assert spoken(verdicts) == [True, False, True, True]


def test_in_under_a_minute_a_bad_fit_condemns_nothing() -> None:
    assert all(spoken(judged([3, -2, -5, 4], shares=SQUEEZED, duration_ms=doubt.TELLING_MS - 1)))


def test_long_words_weigh_more_than_short_ones() -> None:
    places = placed([1.0, -9.0], lengths_ms=[900, 100])

    (verdict,) = doubt.judge([Sentence(0, 2)], places, duration_ms=LONG_MS)

    assert verdict.fit == pytest.approx(0.9 * 1 - 0.1 * 9)


@given(words_of(fits))
def test_a_sentence_fits_no_better_than_its_best_word(fit: list[float]) -> None:
    verdicts = doubt.judge(SAID, placed(fit), duration_ms=LONG_MS)

    for sentence, verdict in zip(SAID, verdicts, strict=True):
        own = np.array(fit[sentence.first : sentence.last])
        heard = own[~np.isnan(own)]
        if not heard.size:
            assert not verdict.is_spoken
        else:
            assert heard.min() - 1e-9 <= verdict.fit <= heard.max() + 1e-9


@given(words_of(fits), words_of(st.integers(10, 4_000)), st.floats(0.1, 10))
def test_the_pace_of_the_speaker_changes_no_verdict(fit: list[float], lengths_ms: list[int], pace: float) -> None:
    """Only where something fits: else there is nothing that tells the pace."""
    fit[:3] = [3.0, 3.0, 3.0]
    plain = placed(fit, lengths_ms=lengths_ms)
    slower = Places(plain.spans, plain.fit, plain.expected_ms / pace)

    # What lies on the edge of what is usual may fall to either side of it by rounding.
    assert [verdict.fit for verdict in doubt.judge(SAID, slower, duration_ms=LONG_MS)] == [
        verdict.fit for verdict in doubt.judge(SAID, plain, duration_ms=LONG_MS)
    ]
    assert spoken(doubt.judge(SAID, slower, duration_ms=LONG_MS)) == spoken(
        doubt.judge(SAID, plain, duration_ms=LONG_MS)
    )


# --- doubtful and foreign -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fit", "n_doubtful"),
    [([3, 3, 3, 3], 0), ([3, -1, 3, 3], 4), ([3, float("nan"), 0.1, 3], 6), ([-1, -1, -1, -1], N_WORDS)],
)
def test_words_of_bad_and_of_missing_sentences_are_doubtful(fit: list[float], n_doubtful: int) -> None:
    assert doubt.share_doubtful(SAID, placed(by_word(fit))) == pytest.approx(n_doubtful / N_WORDS)


def test_of_no_text_nothing_is_doubtful() -> None:
    assert doubt.share_doubtful((), placed([])) == 0


@given(words_of(fits), st.integers(0, N_WORDS - 1), st.floats(0, 9))
def test_a_better_fit_makes_no_more_words_doubtful(fit: list[float], index: int, more: float) -> None:
    better = [value + more if number == index else value for number, value in enumerate(fit)]

    assert doubt.share_doubtful(SAID, placed(better)) <= doubt.share_doubtful(SAID, placed(fit))


def is_foreign(verdicts: Sequence[Verdict], *, free_ms: int = 0, duration_ms: int = LONG_MS) -> bool:
    """Tell whether a text is foreign if all speech is that of its spoken sentences, and ``free_ms`` more."""
    words = timed(spoken=[bool(flag) for flag in by_word(spoken(verdicts))])
    intervals = [(word.start_ms, word.end_ms) for word in words if word.is_spoken]
    is_speech = speech(*intervals, (N_WORDS * WORD_MS, N_WORDS * WORD_MS + free_ms))
    return doubt.is_foreign(verdicts, SAID, words=words, is_speech=is_speech, duration_ms=duration_ms)


def test_a_text_that_is_not_what_is_spoken_is_foreign() -> None:
    assert is_foreign(judged([-1, -2, 0, -1]))
    assert not is_foreign(judged([3, 2, 4, 3]))


def test_a_right_text_with_a_missing_sentence_is_not_foreign() -> None:
    nan = float("nan")

    assert not is_foreign(judged([3, -5, 4, 3]))
    assert not is_foreign(judged([3, -5, 4, 3], shares=SQUEEZED))
    assert not is_foreign(judged([3, nan, 4, 3]))


def test_a_part_of_the_text_and_a_part_of_the_talk_are_not_foreign_but_both_at_once() -> None:
    nan = float("nan")
    most_of_it, half_of_it = [3, 3, nan, 3], [3, nan, nan, 3]

    assert not is_foreign(judged(half_of_it))  # the talk was cut, or more is written than said
    assert not is_foreign(judged(most_of_it), free_ms=20_000)  # one statement of a debate
    assert is_foreign(judged(half_of_it), free_ms=20_000)


def test_a_text_of_which_hardly_anything_is_heard_is_foreign() -> None:
    nan = float("nan")

    assert is_foreign(judged([nan, nan, 5, nan]))  # two words of thirteen
    assert is_foreign(judged([nan, nan, nan, nan]))


def test_of_short_sound_and_short_text_nobody_can_tell() -> None:
    assert not is_foreign(judged([-9, -9, -9, -9]), duration_ms=doubt.TELLING_MS - 1)
    for said in ((), (Sentence(0, 3),)):
        verdicts = [Verdict(-9.0, is_spoken=False) for _ in said]
        assert not doubt.is_foreign(verdicts, said, words=(), is_speech=speech((0, 9_000)), duration_ms=LONG_MS)


# --- confidence -----------------------------------------------------------------------------------------------


def sure_of(places: Places, *, duration_ms: int = LONG_MS) -> np.typing.NDArray[np.float64]:
    verdicts = doubt.judge(SAID, places, duration_ms=duration_ms)
    return doubt.confidence(SAID, verdicts, places.fit, duration_ms=duration_ms)


@given(words_of(fits), words_of(st.integers(1, 4_000)), st.sampled_from([1_000, LONG_MS]))
def test_confidence_is_a_probability(fit: list[float], lengths_ms: list[int], duration_ms: int) -> None:
    sure = sure_of(placed(fit, lengths_ms=lengths_ms), duration_ms=duration_ms)

    assert ((sure >= 0) & (sure <= 1)).all()


@given(
    words_of(st.floats(-12, 12)), words_of(st.integers(10, 4_000)), st.integers(0, N_WORDS - 1), st.floats(0, 9)
)
def test_a_better_fit_never_lowers_a_confidence_in_its_sentence(
    fit: list[float], lengths_ms: list[int], index: int, more: float
) -> None:
    """Of another sentence it may: what fits tells the pace that the others are held against."""
    better = [value + more if number == index else value for number, value in enumerate(fit)]

    before, after = (sure_of(placed(each, lengths_ms=lengths_ms)) for each in (fit, better))

    own = next(slice(s.first, s.last) for s in SAID if s.first <= index < s.last)
    assert (after[own] >= before[own] - 1e-12).all()


def test_a_good_fit_is_sure_and_a_bad_one_is_not() -> None:
    places = placed(
        by_word([5, 2, -1, -5]), lengths_ms=[int(WORD_MS * share) for share in by_word([1, 1, 1, 0.1])]
    )
    sure = sure_of(places)

    assert (sure[:7] > 0.9).all()
    assert (sure[7:9] < 0.1).all()  # said in other words
    assert (sure[9:] == 0).all()  # not said


def test_a_word_that_was_passed_over_is_less_sure_than_its_neighbours() -> None:
    fit = [1.5] * N_WORDS
    fit[1] = float("nan")
    sure = sure_of(placed(fit))

    assert sure[1] < sure[0] == sure[2]


def test_of_a_short_recording_nothing_is_quite_doubted_and_nothing_surer() -> None:
    places = placed(by_word([5, 1, -1, -5]))
    short, long = (sure_of(places, duration_ms=duration_ms) for duration_ms in (doubt.TELLING_MS - 1, LONG_MS))

    assert (short > 0.5).all()
    assert (long[-4:] < 0.1).all()
    assert short.max() == pytest.approx(long.max(), abs=1e-3)


# --- passages -------------------------------------------------------------------------------------------------


def named(passage: Passage) -> tuple[str, int, int, str]:
    return passage.kind, passage.start_ms, passage.end_ms, passage.text


def verdicts_of(spoken: str) -> list[Verdict]:
    """Return verdicts: a sentence is spoken where there is a plus."""
    return [Verdict(3.0 if sign == "+" else -5.0, is_spoken=sign == "+") for sign in spoken]


@pytest.mark.parametrize(
    ("spoken", "texts"),
    [
        ("+-++", ["Four five six seven."]),
        ("+--+", ["Four five six seven. Eight nine."]),
        ("-++-", ["One two three.", "Ten eleven twelve thirteen."]),
        ("----", [TRANSCRIPT.text]),
        ("++++", []),
    ],
)
def test_what_is_not_spoken_is_named_with_its_neighbours(spoken: str, texts: list[str]) -> None:
    found = list(doubt.unspoken(TRANSCRIPT, SAID, verdicts_of(spoken), timed()))

    assert [passage.text for passage in found] == texts
    assert {passage.kind for passage in found} <= {"unspoken"}


def test_a_passage_has_the_place_where_it_would_have_been() -> None:
    (found,) = doubt.unspoken(TRANSCRIPT, SAID, verdicts_of("+-++"), timed())

    assert (found.start_ms, found.end_ms) == (3 * WORD_MS, 7 * WORD_MS)


def spread(gap_ms: int, before_word: int) -> list[int]:
    """Return where words begin if ``gap_ms`` pass before one of them."""
    return [index * WORD_MS + (gap_ms if index >= before_word else 0) for index in range(N_WORDS)]


@pytest.mark.parametrize("before_word", [0, 3, 9, N_WORDS])
def test_speech_without_text_is_named_with_what_follows(before_word: int) -> None:
    starts = spread(5_000, before_word)
    end_ms = N_WORDS * WORD_MS + 5_000

    (found,) = doubt.untranscribed(TRANSCRIPT, speech((0, end_ms)), timed(at_ms=starts))

    assert found.kind == "untranscribed"
    assert (found.start_ms, found.end_ms) == (before_word * WORD_MS, before_word * WORD_MS + 5_000)
    following = " ".join(word.text for word in TRANSCRIPT.words[before_word:])
    assert following.startswith(found.text)
    assert bool(found.text) == bool(following)


def test_what_is_written_but_not_spoken_covers_no_speech() -> None:
    """The words of an unspoken sentence stand somewhere, but nobody says them there."""
    spoken = [index >= 9 for index in range(N_WORDS)]

    (found,) = doubt.untranscribed(TRANSCRIPT, speech((0, N_WORDS * WORD_MS)), timed(spoken=spoken))

    assert (found.start_ms, found.end_ms) == (0, 9 * WORD_MS)
    assert found.text.startswith("Ten")


def test_a_breath_does_not_divide_a_passage_and_a_word_does() -> None:
    starts = spread(6_000, 3)
    at = 3 * WORD_MS
    breath = speech((0, at + 2_800), (at + 3_200, N_WORDS * WORD_MS + 6_000))
    with_word = [*starts[:3], at + 3_000, *starts[4:]]

    assert [
        (each.start_ms, each.end_ms) for each in doubt.untranscribed(TRANSCRIPT, breath, timed(at_ms=starts))
    ] == [(at, at + 6_000)]
    assert len(list(doubt.untranscribed(TRANSCRIPT, speech((0, 12_000)), timed(at_ms=with_word)))) >= 2


def test_a_cough_and_silence_are_no_passage() -> None:
    starts = spread(10_000, 3)
    at = 3 * WORD_MS

    assert (
        list(doubt.untranscribed(TRANSCRIPT, speech((0, at), (at + 4_000, at + 5_000)), timed(at_ms=starts))) == []
    )
    assert list(doubt.untranscribed(TRANSCRIPT, speech(), timed())) == []
    assert list(doubt.untranscribed(TRANSCRIPT, speech((0, N_WORDS * WORD_MS)), timed())) == []


def test_a_passage_is_described_with_its_times_and_its_text() -> None:
    assert doubt.describe(Passage("untranscribed", 12_000, 36_000, "Nous le savons")) == (
        "speech that has no text: 0:12 to 0:36, before “Nous le savons”"
    )
    assert doubt.describe(Passage("untranscribed", 12_000, 36_000, "")).endswith("after the end of the text")
    long = doubt.describe(Passage("unspoken", 65_000, 70_000, "mot " * 100))
    assert "1:05" in long
    assert "…”" in long
    assert len(long) < 160
