"""What an editor is told: passages to listen to, in readable lines, and which method stands behind which words."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from cuepress.model import Paragraph, Span, TimedWord, Transcript
from cuepress.sync import passages
from cuepress.sync.timing import Method, Passage, PassageKind, Timing

TRANSCRIPT = Transcript(
    "en",
    (
        Paragraph("One two three. [applause] Four five six seven.", sounds=(Span(15, 25),)),
        Paragraph("Eight nine. Ten eleven twelve thirteen."),
    ),
)
SENTENCES = ((0, 3), (4, 8), (8, 10), (10, 14))
N_WORDS = len(TRANSCRIPT.words)


def timed(confidence: Sequence[float], spoken: Sequence[bool] = (True,) * N_WORDS) -> tuple[TimedWord, ...]:
    return tuple(
        TimedWord(word, 400 * at, 400 * at + 400, sure, is_spoken and not word.is_sound)
        for at, (word, sure, is_spoken) in enumerate(zip(TRANSCRIPT.words, confidence, spoken, strict=True))
    )


def by_sentence(values: Sequence[float]) -> list[float]:
    sure = [0.0] * N_WORDS
    for (first, last), value in zip(SENTENCES, values, strict=True):
        sure[first:last] = [value] * (last - first)
    return sure


def listed(words: tuple[TimedWord, ...]) -> list[str]:
    return [passage.text for passage in passages.doubtful(TRANSCRIPT, words)]


def test_sentences_of_low_confidence_are_to_be_listened_to() -> None:
    assert listed(timed(by_sentence([0.9, 0.3, 0.8, 0.9]))) == ["Four five six seven."]
    assert listed(timed(by_sentence([0.9, 0.9, 0.8, 0.9]))) == []


def test_neighbours_are_one_passage_with_the_times_of_both() -> None:
    [passage] = passages.doubtful(TRANSCRIPT, timed(by_sentence([0.9, 0.3, 0.2, 0.9])))

    assert passage.text == "Four five six seven.\n\nEight nine."
    assert (passage.start_ms, passage.end_ms) == (1_600, 4_000)


def test_what_is_not_spoken_at_all_is_not_listened_to() -> None:
    spoken = [first not in range(4, 8) for first in range(N_WORDS)]

    assert listed(timed(by_sentence([0.9, 0.0, 0.9, 0.2]), spoken)) == ["Ten eleven twelve thirteen."]


@given(st.lists(st.floats(0, 1), min_size=N_WORDS, max_size=N_WORDS), st.lists(st.booleans(), min_size=N_WORDS))
def test_each_method_has_its_words_and_every_word_a_method(sure: list[float], spoken: list[bool]) -> None:
    timing = Timing(timed(sure, spoken[:N_WORDS]), "speech", reason="its language is the one spoken")

    found = passages.ways(timing)

    counted = [word for word in timing.words if not word.word.is_sound]
    assert [at for way in found for at in range(way.first, way.last)] == list(range(len(counted)))
    assert all(
        word.is_spoken == (way.method == "speech") for way in found for word in counted[way.first : way.last]
    )
    assert all(way.reason for way in found)


def test_a_plan_is_one_method() -> None:
    methods: tuple[Method, ...] = ("pauses", "duration")
    for method in methods:
        [way] = passages.ways(Timing(timed([0.2] * N_WORDS), method, reason="as asked"))
        assert (way.method, way.first, way.last, way.reason) == (method, 0, N_WORDS - 1, "as asked")


def test_applause_that_is_taken_for_speech_is_no_speech_without_text() -> None:
    words = timed(by_sentence([0.9] * 4))  # the applause from 1.2 to 1.6 s

    def kept(start_ms: int, end_ms: int, kind: PassageKind = "untranscribed") -> bool:
        return bool(passages.without_sounds([Passage(kind, start_ms, end_ms, "")], words))

    assert not kept(1_180, 1_620)
    assert kept(1_250, 2_200)
    assert kept(20_000, 23_000)
    assert kept(1_200, 1_600, "doubtful")


def test_a_passage_to_listen_to_is_described_with_its_times_and_its_text() -> None:
    passage = Passage("doubtful", 12_000, 36_000, "Nous le savons.\n\nTous.")

    assert passages.describe(passage) == "to listen to: 0:12 to 0:36, “Nous le savons. Tous.”"
    assert len(passages.describe(Passage("doubtful", 0, 1, "mot " * 100))) < 120


def test_what_does_not_match_is_said_first_when_there_is_much_to_say() -> None:
    often: PassageKind = "doubtful"
    kinds: tuple[PassageKind, ...] = (*(often,) * 20, "unspoken", "untranscribed")
    many = [Passage(kind, at * 1_000, at * 1_000 + 900, "Text.") for at, kind in enumerate(kinds)]

    lines = passages.summary(many, where="talk.cuepress.json")

    assert len(lines) == 11
    assert any(line.startswith("text that is not spoken") for line in lines)
    assert any(line.startswith("speech that has no text") for line in lines)
    assert lines[-1] == "and 12 more passages to look at: all are in talk.cuepress.json"
    assert passages.summary([], where="the JSON") == ()
