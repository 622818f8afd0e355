"""Clauses inside a sentence: they lie on the parts of its speech where the order is the same, else they do not."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from cuepress.model import Paragraph, TimedWord, Transcript
from cuepress.sync.bilingual import aligning, clauses, times
from cuepress.sync.bilingual.clauses import Clause
from cuepress.sync.speaking import expect
from cuepress.sync.timing import Timing

CONTEXT = (
    ("en", "We have built three schools for the children of the valley. The mayor of Lima came to see them."),
    ("de", "Wir haben drei Schulen für die Kinder des Tals gebaut. Der Bürgermeister von Lima kam, sie zu sehen."),
    ("tr", "Vadinin çocukları için üç okul inşa ettik. Lima belediye başkanı onları görmeye geldi."),
)
SPOKEN = "When the river rose, we lost our houses, and with them the memory of those who lived there."
SAME_ORDER = "Als der Fluss stieg, verloren wir Häuser, und mit ihnen die Erinnerung an alle, die dort lebten."
# The names come last in one language and first in the other, the comment stays between.
NAMES = (
    "They signed the agreement in the spring, which was later than we had hoped for, "
    "with Osaka and Izmir and Strasbourg."
)
NAMES_FIRST = (
    "Osaka ve Izmir ve Strasbourg şehirleriyle anlaşmayı, umduğumuzdan daha geç oldu ama, baharda imzaladılar."
)
# Nothing tells here but the lengths.
LONG_LAST = "Thank you, dear friends, for coming here from every corner of the country to help us in the flood."
LONG_FIRST = (
    "O yılki selde bize yardım etmek için ülkenin dört bir köşesinden buraya geldiğiniz için, sevgili dostlar, "
    "teşekkür ederim."
)


def text(tag: str, sentence: str) -> Transcript:
    """Return a sentence, and after it what makes its names and numbers telling."""
    return Transcript(tag, (Paragraph(sentence), *(Paragraph(dict(CONTEXT)[tag]) for _ in range(3))))


def words_in(transcript: Transcript) -> int:
    """Return how many words the first sentence has."""
    return sum(word.paragraph == 0 for word in transcript.words)


def spoken(said: Transcript) -> tuple[TimedWord, ...]:
    """Return words that take 60 ms a character, with a rest of 300 ms after each comma."""
    timed, at = [], 0
    for word in said.words:
        timed.append(TimedWord(word, at, at + 60 * len(word.text), 1.0))
        at += 60 * len(word.text) + 300 * word.text.endswith(",")
    return tuple(timed)


def found(said: str, tag: str, translated: str) -> list[Clause]:
    ours, theirs = text("en", said), text(tag, translated)
    sides = (ours, expect(ours)), (theirs, expect(theirs))
    aligned = aligning.align_expected(*sides)
    finder = clauses.Finder(*sides, spoken(ours), aligned)
    return list(finder.within(aligned.beads[0]))


def timed(said: str, tag: str, translated: str) -> Sequence[TimedWord]:
    ours = text("en", said)
    told = spoken(ours)
    theirs = text(tag, translated)
    timing, _ = times.by_translation(theirs, ours, Timing(told, "speech"), duration_ms=told[-1].end_ms + 500)
    return timing.words[: words_in(theirs)]


def test_clauses_begin_where_their_counterparts_do() -> None:
    starts = {word.word.text: word.start_ms for word in timed(SPOKEN, "de", SAME_ORDER)}
    said = {word.word.text: word.start_ms for word in spoken(text("en", SPOKEN))}

    assert starts["verloren"] == said["we"]
    assert starts["und"] == said["and"]
    assert all(clause.is_in_order for clause in found(SPOKEN, "de", SAME_ORDER))


@pytest.mark.parametrize(
    ("said", "translated"),
    [(NAMES, NAMES_FIRST), (LONG_LAST, LONG_FIRST)],
    ids=["names that come elsewhere", "far too long for its part of the speech"],
)
def test_clauses_in_another_order_are_one(said: str, translated: str) -> None:
    (clause,) = found(said, "tr", translated)

    assert not clause.is_in_order
    assert clause.theirs == (0, words_in(text("tr", translated)))


def test_words_of_a_sentence_in_another_order_are_less_sure_of_their_places() -> None:
    same, other = timed(SPOKEN, "de", SAME_ORDER), timed(NAMES, "tr", NAMES_FIRST)

    assert same[0].confidence == other[0].confidence == 1.0  # both begin when the sentence is spoken
    assert min(word.confidence for word in other) < min(word.confidence for word in same)


@pytest.mark.parametrize(
    ("said", "tag", "translated"),
    [(SPOKEN, "de", SAME_ORDER), (NAMES, "tr", NAMES_FIRST), (LONG_LAST, "tr", LONG_FIRST)],
)
def test_no_clause_is_said_much_faster_than_the_sentence(said: str, tag: str, translated: str) -> None:
    words = timed(said, tag, translated)
    letters = sum(len(word.word.text) for word in words)
    pace = sum(word.end_ms - word.start_ms for word in words) / letters

    for clause in found(said, tag, translated):
        inside = words[slice(*clause.theirs)]
        took = sum(word.end_ms - word.start_ms for word in inside)
        assert took * 2 >= pace * sum(len(word.word.text) for word in inside) - 800
