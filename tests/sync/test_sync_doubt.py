"""What does not match is named at its place, and confidence is what it says."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuepress.model import Paragraph, TimedWord, Transcript
from cuepress.sync import doubt
from cuepress.sync.doubt import Verdict
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


def spans_of(n_words: int) -> np.typing.NDArray[np.int64]:
    starts = np.arange(n_words, dtype=np.int64) * WORD_MS
    return np.stack([starts, starts + WORD_MS], axis=1)


def judged(fit: Sequence[float], *, duration_ms: int = LONG_MS) -> tuple[Verdict, ...]:
    """Judge the sentences of ``TRANSCRIPT``, one fit each."""
    words = np.repeat(fit, [sentence.last - sentence.first for sentence in SAID])
    return doubt.judge(SAID, spans_of(N_WORDS), words, duration_ms=duration_ms)


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


def test_a_sentence_that_fits_worse_than_any_speech_was_not_said() -> None:
    assert [verdict.is_spoken for verdict in judged([3, -2, 0.5, 4])] == [True, False, True, True]


def test_a_sentence_that_was_passed_over_was_not_said_however_short_the_recording() -> None:
    for duration_ms in (10_000, LONG_MS):
        verdicts = judged([3, float("nan"), 3, 3], duration_ms=duration_ms)
        assert [verdict.is_spoken for verdict in verdicts] == [True, False, True, True]


def test_in_under_a_minute_a_bad_fit_condemns_nothing() -> None:
    assert all(verdict.is_spoken for verdict in judged([3, -2, -5, 4], duration_ms=doubt.TELLING_MS - 1))


def test_long_words_weigh_more_than_short_ones() -> None:
    spans = np.array([[0, 900], [900, 1_000]], np.int64)

    (verdict,) = doubt.judge([Sentence(0, 2)], spans, np.array([1.0, -9.0]), duration_ms=LONG_MS)

    assert verdict.fit == pytest.approx(0.9 * 1 - 0.1 * 9)


@given(st.lists(fits, min_size=N_WORDS, max_size=N_WORDS))
def test_a_sentence_fits_no_better_than_its_best_word(fit: list[float]) -> None:
    values = np.array(fit)
    verdicts = doubt.judge(SAID, spans_of(N_WORDS), values, duration_ms=LONG_MS)

    for sentence, verdict in zip(SAID, verdicts, strict=True):
        own = values[sentence.first : sentence.last]
        heard = own[~np.isnan(own)]
        if not heard.size:
            assert not verdict.is_spoken
        else:
            assert heard.min() - 1e-9 <= verdict.fit <= heard.max() + 1e-9


def test_a_text_that_is_not_what_is_spoken_is_foreign() -> None:
    assert doubt.is_foreign(judged([-1, -2, 0, -1]), SAID, duration_ms=LONG_MS)
    assert not doubt.is_foreign(judged([3, 2, 4, 3]), SAID, duration_ms=LONG_MS)


def test_a_right_text_with_a_missing_sentence_is_not_foreign() -> None:
    assert not doubt.is_foreign(judged([3, -5, 4, 3]), SAID, duration_ms=LONG_MS)
    assert not doubt.is_foreign(judged([3, float("nan"), 4, 3]), SAID, duration_ms=LONG_MS)


def test_of_short_sound_and_short_text_nobody_can_tell() -> None:
    assert not doubt.is_foreign(judged([-9, -9, -9, -9]), SAID, duration_ms=doubt.TELLING_MS - 1)
    few = (Sentence(0, 3),)
    assert not doubt.is_foreign((Verdict(-9.0, is_spoken=False),), few, duration_ms=LONG_MS)
    assert not doubt.is_foreign((), (), duration_ms=LONG_MS)


# --- confidence -----------------------------------------------------------------------------------------------


@given(st.lists(fits, min_size=N_WORDS, max_size=N_WORDS))
def test_confidence_is_a_probability(fit: list[float]) -> None:
    values = np.array(fit)
    sure = doubt.confidence(SAID, doubt.judge(SAID, spans_of(N_WORDS), values, duration_ms=LONG_MS), values)

    assert ((sure >= 0) & (sure <= 1)).all()


@given(
    st.lists(st.floats(-12, 12), min_size=N_WORDS, max_size=N_WORDS), st.integers(0, N_WORDS - 1), st.floats(0, 9)
)
def test_a_better_fit_never_lowers_a_confidence(fit: list[float], index: int, more: float) -> None:
    values = np.array(fit)
    better = values.copy()
    better[index] += more

    before, after = (
        doubt.confidence(SAID, doubt.judge(SAID, spans_of(N_WORDS), each, duration_ms=LONG_MS), each)
        for each in (values, better)
    )

    assert (after >= before - 1e-12).all()


def test_a_good_fit_is_sure_and_a_bad_one_is_not() -> None:
    sure = doubt.confidence(SAID, judged([5, 5, 5, -5]), np.repeat([5.0, 5.0, -3.0, -5.0], [3, 4, 2, 4]))

    assert (sure[:7] > 0.8).all()
    assert (sure[7:9] < 0.7).all()
    assert (sure[9:] == 0).all()


def test_a_word_that_was_passed_over_is_doubted() -> None:
    fit = np.full(N_WORDS, 4.0)
    fit[1] = np.nan
    sure = doubt.confidence(SAID, doubt.judge(SAID, spans_of(N_WORDS), fit, duration_ms=LONG_MS), fit)

    assert sure[1] < 0.1
    assert sure[0] > 0.8


# --- passages -------------------------------------------------------------------------------------------------


def named(passage: Passage) -> tuple[str, int, int, str]:
    return passage.kind, passage.start_ms, passage.end_ms, passage.text


@pytest.mark.parametrize(
    ("fit", "texts"),
    [
        ([3, -5, 3, 3], ["Four five six seven."]),
        ([3, -5, -5, 3], ["Four five six seven. Eight nine."]),
        ([-5, 3, 3, -5], ["One two three.", "Ten eleven twelve thirteen."]),
        ([-5, -5, -5, -5], [TRANSCRIPT.text]),
        ([3, 3, 3, 3], []),
    ],
)
def test_what_is_not_spoken_is_named_with_its_neighbours(fit: list[float], texts: list[str]) -> None:
    found = list(doubt.unspoken(TRANSCRIPT, SAID, judged(fit), timed()))

    assert [passage.text for passage in found] == texts
    assert {passage.kind for passage in found} <= {"unspoken"}


def test_a_passage_has_the_place_where_it_would_have_been() -> None:
    (found,) = doubt.unspoken(TRANSCRIPT, SAID, judged([3, -5, 3, 3]), timed())

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
