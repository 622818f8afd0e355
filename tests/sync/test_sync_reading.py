"""The voice reads a transcript aloud, and every sound of it belongs to a word."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cuepress.errors import SyncError
from cuepress.model import Paragraph, Span, Transcript
from cuepress.sync.reading import Sentence, read_aloud, sentences
from cuepress.sync.script import Script

TEXTS = {
    "fr": "Nous le savons tous : l'unité est fondamentale. M. Dupont a 31 ans ; 50\u00a0% de plus — déjà… Non ?",
    "en": "We all know it: unity is key. Mr. Smith is 31, i.e. old! See https://example.org/a for more?",
    "ru": "Мы все это знаем: единство важно. В 2016 году — да! Правда?",
    "ar": "نحن نعرف ذلك جميعا: الوحدة أساسية. هل هذا صحيح؟ نعم، في 2016.",
    "hi": "हम सब यह जानते हैं: एकता ज़रूरी है। क्या यह सही है? हाँ, २०१६ में।",
    "zh": "我们都知道：团结是根本。恐怖分子可能出现在任何国家，2016年。",
}
SOUND = "[rires]"


def transcript_of(*paragraphs: str, tag: str = "fr") -> Transcript:
    """Return a transcript; ``[rires]`` is a sound wherever it stands."""
    made = []
    for text in paragraphs:
        places = [at for at in range(len(text)) if text.startswith(SOUND, at)]
        made.append(Paragraph(text, sounds=tuple(Span(at, at + len(SOUND)) for at in places)))
    return Transcript(tag, tuple(made))


def read(transcript: Transcript) -> Script:
    return read_aloud(transcript, sentences(transcript))


def sounds_by_word(transcript: Transcript) -> dict[str, int]:
    """Return how many sounds each word has, by its text without marks."""
    counts = dict.fromkeys((word.text.strip(".,;:!? …") for word in transcript.words), 0)
    for phone in read(transcript).phones:
        counts[transcript.words[phone.word].text.strip(".,;:!? …")] += 1
    return counts


@st.composite
def transcripts(draw: st.DrawFn) -> Transcript:
    tag = draw(st.sampled_from(sorted(TEXTS)))
    whole = TEXTS[tag]
    texts = []
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(whole) - 1))
        said = whole[start : start + draw(st.integers(1, 90))].strip() or "x"
        texts.append(
            draw(st.sampled_from([said, f"{SOUND} {said}", f"{said} {SOUND}", f"{said} {SOUND} {said}", SOUND]))
        )
    return transcript_of(*texts, tag=tag)


@given(transcripts())
def test_every_spoken_word_is_in_one_sentence(transcript: Transcript) -> None:
    said = sentences(transcript)
    covered = [index for sentence in said for index in range(sentence.first, sentence.last)]

    assert covered == [index for index, word in enumerate(transcript.words) if not word.is_sound]
    assert all(sentence.first < sentence.last for sentence in said)


@given(st.integers(1, 400))
def test_a_text_without_an_end_is_divided(n_words: int) -> None:
    said = sentences(transcript_of(" ".join(["mot"] * n_words)))

    assert max(sentence.last - sentence.first for sentence in said) <= 80
    assert sum(sentence.last - sentence.first for sentence in said) == n_words


def test_a_sentence_ends_with_its_mark_its_paragraph_or_a_sound() -> None:
    transcript = transcript_of("Un deux. Trois quatre", "cinq [rires] six")
    words = transcript.words

    said = [[word.text for word in words[each.first : each.last]] for each in sentences(transcript)]

    assert said == [["Un", "deux."], ["Trois", "quatre"], ["cinq"], ["six"]]


@settings(max_examples=20, deadline=None)
@given(transcripts())
def test_sounds_touch_keep_their_order_and_belong_to_their_sentence(transcript: Transcript) -> None:
    said = sentences(transcript)
    found = read_aloud(transcript, said)

    assert [phone.start for phone in found.phones[:1]] == [0][: len(found.phones)]
    assert all(before.end == after.start for before, after in pairwise(found.phones))
    assert all(phone.start < phone.end and phone.name for phone in found.phones)
    assert len(found.frames) == (found.phones[-1].end if found.phones else 0)
    words = [phone.word for phone in found.phones]
    assert words == sorted(words)
    spoken = {index for sentence in said for index in range(sentence.first, sentence.last)}
    assert set(words) <= spoken


@pytest.mark.parametrize("tag", sorted(TEXTS))
def test_where_a_sentence_begins_the_voice_has_rested(tag: str) -> None:
    transcript = transcript_of(TEXTS[tag], TEXTS[tag], tag=tag)
    said = sentences(transcript)
    found = read_aloud(transcript, said)
    owner = {index: number for number, each in enumerate(said) for index in range(each.first, each.last)}

    borders = {after.start for before, after in pairwise(found.phones) if owner[before.word] != owner[after.word]}

    assert borders == {at for at, is_border in found.rests if is_border and at < len(found.frames)}
    assert [at for at, _ in found.rests] == sorted({at for at, _ in found.rests})


@pytest.mark.parametrize("tag", sorted(TEXTS))
def test_nearly_every_word_is_heard(tag: str) -> None:
    transcript = transcript_of(TEXTS[tag], tag=tag)
    voiced = {phone.word for phone in read(transcript).phones}
    wanted = {
        index for index, word in enumerate(transcript.words) if any(character.isalnum() for character in word.text)
    }

    # In Chinese two signs may be one word to the voice.
    assert len(wanted - voiced) <= (len(wanted) // 3 if tag == "zh" else 0)


def test_a_number_an_address_and_an_initial_are_all_of_their_sounds() -> None:
    transcript = transcript_of("Il a 31 ans en 2016, voir http://example.org/a pour M. Dupont.")
    counts = sounds_by_word(transcript)

    assert counts["31"] >= 5  # trente et un
    assert counts["2016"] >= 7  # deux mille seize
    assert counts["http://example.org/a"] >= 15
    assert counts["M"] >= 2  # monsieur, or the letter
    assert 1 <= counts["a"] <= 2
    assert 1 <= counts["ans"] <= 3
    assert 2 <= counts["pour"] <= 5


def test_figures_of_other_scripts_are_of_their_word() -> None:
    assert sounds_by_word(transcript_of("في 2016 نعم.", tag="ar"))["2016"] >= 7
    assert sounds_by_word(transcript_of("सन २०१६ में।", tag="hi"))["२०१६"] >= 7


def test_what_is_heard_but_not_said_is_not_read() -> None:
    with_sounds = transcript_of("[rires] Bonjour à tous. [rires] Merci [rires]")
    without = transcript_of("Bonjour à tous.", "Merci")

    assert [phone.name for phone in read(with_sounds).phones] == [phone.name for phone in read(without).phones]
    assert not any(with_sounds.words[phone.word].is_sound for phone in read(with_sounds).phones)


@pytest.mark.parametrize("text", ["—", "…", "« »", "***", "\u200b.", "🙂"])
def test_marks_that_are_not_said_do_no_harm(text: str) -> None:
    transcript = transcript_of("Bonjour.", text, "Merci.")
    found = read(transcript)

    assert all(phone.start < phone.end for phone in found.phones)
    assert {0, len(transcript.words) - 1} <= {phone.word for phone in found.phones}


def test_nothing_to_say_is_nothing_said() -> None:
    for transcript in (transcript_of(), transcript_of(SOUND)):
        found = read(transcript)
        assert (found.phones, found.rests, len(found.frames)) == ((), (), 0)


def test_the_voice_is_the_same_each_time() -> None:
    transcript = transcript_of(TEXTS["fr"])
    first, second = read(transcript), read(transcript)

    assert first.phones == second.phones
    assert (first.frames == second.frames).all()


def test_progress_grows_to_one() -> None:
    told: list[float] = []
    transcript = transcript_of("Un. Deux. Trois.")
    read_aloud(transcript, sentences(transcript), progress=told.append)

    assert told == sorted(told)
    assert told[-1] == 1.0


def test_a_language_without_a_voice_is_said() -> None:
    transcript = transcript_of("nuqneH", tag="tlh-x-nothing")

    with pytest.raises(SyncError, match="no voice"):
        read_aloud(transcript, [Sentence(0, 1)])
