"""Sentences have ids that stay: the same in every language, whatever is corrected elsewhere."""

from __future__ import annotations

import re
from itertools import groupby

from hypothesis import given
from hypothesis import strategies as st

from cuepress.model import Paragraph, Transcript
from cuepress.sync import naming, plan
from cuepress.sync.bilingual import times
from cuepress.sync.speaking import expect

SPOKEN = (
    "Good morning. In 2016, 37 cities signed.",
    "Why did they do so? Nobody can do it alone.",
    "Good morning!",
)
FRENCH = ("Bonjour. En 2016, 37 villes ont signé.", "Pourquoi ? Personne ne peut le faire seul.", "Bonjour !")


def text(tag: str, *paragraphs: str) -> Transcript:
    return Transcript(tag, tuple(Paragraph(each) for each in paragraphs))


def ids(transcript: Transcript, *, is_spoken: bool = True) -> list[str]:
    timing = plan.by_duration(transcript, duration_ms=30_000)
    words = naming.named(transcript, timing, is_spoken=is_spoken).words
    return [names[0] for names, _ in groupby(word.sentences for word in words)]


def translated(*paragraphs: str) -> list[tuple[str, ...]]:
    spoken, other = text("en", *SPOKEN), text("fr", *paragraphs)
    timing = plan.by_duration(spoken, duration_ms=30_000)
    found, _ = times.by_translation(other, spoken, timing, duration_ms=31_000)
    return [names for names, _ in groupby(word.sentences for word in found.words)]


@given(st.lists(st.text(st.sampled_from("ab .?!,é好。 "), max_size=20).map(str.strip).filter(bool), min_size=1))
def test_every_sentence_has_an_id_of_its_own_that_can_be_a_name_in_a_page(paragraphs: list[str]) -> None:
    transcript = text("fr", *paragraphs)

    found = ids(transcript)

    assert len(found) == len(set(found)) == len(naming.sentence_spans(expect(transcript).borders))
    assert all(re.fullmatch(r"s-[0-9a-f]{8}(-\d+)?", each) for each in found)
    assert found == ids(transcript)


def test_marks_and_other_sentences_may_be_corrected() -> None:
    before = ids(text("en", *SPOKEN))

    assert ids(text("en", "Good morning! In 2016 37 cities signed.", *SPOKEN[1:])) == before
    changed = ids(text("en", SPOKEN[0], "Why did they do that? Nobody can do it alone.", SPOKEN[2]))
    assert [one == other for one, other in zip(before, changed, strict=True)] == [True, True, False, True, True]


def test_what_is_said_again_is_numbered() -> None:
    first, *_, last = ids(text("en", *SPOKEN))

    assert last == f"{first}-2"


def test_a_text_that_nobody_is_aligned_to_has_ids_of_its_own() -> None:
    assert all(
        each.startswith("zh-Hans-") for each in ids(text("zh-Hans", "早上好。", "为什么？"), is_spoken=False)
    )


def test_a_translation_has_the_ids_of_what_it_says() -> None:
    spoken = ids(text("en", *SPOKEN))

    assert translated(*FRENCH) == [(each,) for each in spoken]
    assert translated(FRENCH[0], "Pourquoi ? Personne ne peut.", FRENCH[2]) == [(each,) for each in spoken]


def test_sentences_that_were_joined_have_both_ids() -> None:
    spoken = ids(text("en", *SPOKEN))
    joined = "Pourquoi l'ont-elles donc fait, et parce que personne ne peut le faire seul ?"

    assert translated(FRENCH[0], joined, FRENCH[2]) == [
        *((each,) for each in spoken[:2]),
        tuple(spoken[2:4]),
        (spoken[4],),
    ]


def test_what_the_translator_added_has_an_id_of_its_own() -> None:
    added = "Xylo vuma quor nespa, brill dawk zuffer plonk mim 99 888 7777."
    found = translated(FRENCH[0], added, *FRENCH[1:])

    assert [names for names in found if names[0].startswith("fr-")] == [
        (ids(text("fr", added), is_spoken=False)[0],)
    ]
    assert [names for names in found if not names[0].startswith("fr-")] == translated(*FRENCH)
