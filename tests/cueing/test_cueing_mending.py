"""A mended transcript has the words of the first one, at their times; what was mended is said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from cuepress.cueing import Typography, load_profile, make_cues, mended, what_was_mended
from cuepress.model import Paragraph, Span, TimedWord, Transcript

NBSP = Typography(french_space="nbsp")
WAYS = [
    load_profile("cuepress").typography,
    load_profile("netflix").typography_for("fr"),
    Typography("plain", "three", "straight", "- ", "parentheses", "straight"),
    Typography("nnbsp", "one", "language", "- ", "brackets", "curly"),
]
PIECES = [
    *(
        "Oui",
        "l'unité",
        "l’été",
        "10",
        "000",
        "12",
        "h",
        "50",
        "%",
        "«",
        "»",
        ";",
        "!",
        "?!",
        ":",
        '"a',
        'b"',
        "“c”",
    ),
    *("...", "et…", "(d)", "10\u202f000", "e\u00a0!", "«\u00a0f\u00a0»", "https://g.h/i!j", "e\u0301", "字", "—"),
]
SOUNDS = ["[rires]", "(a long sound)", "♪"]


@st.composite
def transcripts(draw: st.DrawFn) -> Transcript:
    paragraphs = []
    for pieces in draw(st.lists(st.lists(st.sampled_from(PIECES + SOUNDS), min_size=1, max_size=20), max_size=4)):
        text, sounds = "", []
        for piece in pieces:
            if piece in SOUNDS:
                sounds.append(Span(len(text), len(text) + len(piece)))
            text += piece + " "
        paragraphs.append(Paragraph(text.rstrip(), draw(st.sampled_from(["", "Ann"])), tuple(sounds)))
    return Transcript(draw(st.sampled_from(["fr", "fr-CA", "en", "de", "ja"])), tuple(paragraphs))


def timed(transcript: Transcript, *, at_ms: int = 1_000) -> list[TimedWord]:
    """Give every word a second, of which it is said in 900 ms."""
    return [
        TimedWord(word, at_ms + number * 1_000, at_ms + number * 1_000 + 900, 0.5 + number % 5 / 10)
        for number, word in enumerate(transcript.words)
    ]


def test_what_is_right_stays_the_very_same() -> None:
    transcript = Transcript("fr", (Paragraph("Oui\u00a0!"),))

    made = mended(transcript, timed(transcript), NBSP)

    assert made.transcript is transcript
    assert list(what_was_mended(made, timed(transcript), NBSP)) == []


def test_words_that_have_become_one_have_the_time_of_both() -> None:
    transcript = Transcript("fr", (Paragraph("Oui !"), Paragraph("Les 10 000 villes : oui", "Ann")))
    words = timed(transcript)
    words[2] = replace(words[2], is_spoken=False)

    made = mended(transcript, words, NBSP)

    assert [each.word.text for each in made.timed] == ["Oui\u00a0!", "Les", "10\u00a0000", "villes\u00a0:", "oui"]
    assert [(each.start_ms, each.end_ms) for each in made.timed][1:4] == [(2000, 2900), (3000, 4900), (5000, 5900)]
    assert (made.timed[2].confidence, made.timed[2].is_spoken) == (0.7, True)
    assert made.transcript.paragraphs[1].speaker == "Ann"


def test_words_that_part_share_their_time() -> None:
    transcript = Transcript(
        "fr", (Paragraph("«\u00a0a\u00a0» «\u00a0b\u00a0»\u00a0! \u00a0c".replace(" \u00a0", " ")),)
    )

    made = mended(transcript, timed(transcript), Typography(french_space="plain"))

    assert "".join(each.word.text for each in made.timed).replace(" ", "") == "«a»«b»!c"
    assert all(a.end_ms <= b.start_ms for a, b in pairwise(made.timed))


def test_sounds_stay_where_they_are() -> None:
    transcript = Transcript("fr", (Paragraph('"Oui..." [rires] "non"', sounds=(Span(9, 16),)),))

    made = mended(transcript, timed(transcript), Typography("nbsp", "one", "language", sounds="parentheses"))

    [sound] = [each.word for each in made.timed if each.word.is_sound]
    assert made.transcript.text == "«\u00a0Oui…\u00a0» (rires) «\u00a0non\u00a0»"
    assert sound.text == "(rires)"


def test_what_was_mended_is_said_with_count_and_places() -> None:
    transcript = Transcript("fr", (Paragraph('Oui... non ! "a"'), Paragraph("b ; c ! d ? e ! f")))
    typography = Typography("nbsp", "one", "language")
    words = timed(transcript, at_ms=60_000)

    said = list(what_was_mended(mended(transcript, words, typography), words, typography))

    assert said == [
        "1 ellipsis written as …, at 1:00 (--verbatim mends nothing)",
        "5 spaces of French made no-break, at 1:01, 1:03, 1:04 … (--verbatim mends nothing)",
        "2 quotation marks written as in the language, at 1:02 (--verbatim mends nothing)",
    ]


def test_a_word_in_quotes_keeps_its_whole_time() -> None:
    transcript = Transcript("en", (Paragraph("«\u00a0f\u00a0» “g”"),))

    made = mended(transcript, timed(transcript), Typography(quotes="straight"))

    assert [(each.word.text, each.start_ms, each.end_ms) for each in made.timed] == [
        ('"f"', 1_000, 1_900),
        ('"g"', 2_000, 2_900),
    ]


@given(transcripts(), st.sampled_from(WAYS))
def test_each_word_keeps_its_time_and_none_is_lost(transcript: Transcript, typography: Typography) -> None:
    words = timed(transcript)

    made = mended(transcript, words, typography)

    assert [each.word for each in made.timed] == list(made.transcript.words)
    assert all(a.end_ms <= b.start_ms for a, b in pairwise(made.timed))
    if words:
        assert (made.timed[0].start_ms, made.timed[-1].end_ms) == (words[0].start_ms, words[-1].end_ms)
    before, after = _letters(words), _letters(made.timed)
    assert [letter for letter, _ in after] == [letter for letter, _ in before]
    for (_, then), (_, now) in zip(before, after, strict=True):
        assert now.start_ms <= then.end_ms
        assert then.start_ms <= now.end_ms


@given(transcripts())
def test_cues_joined_are_the_transcript_but_for_what_was_mended(transcript: Transcript) -> None:
    profile = load_profile("cuepress")
    words = timed(transcript)
    made = mended(transcript, words, profile.typography)

    cues = make_cues(made.transcript, made.timed, profile=profile, duration_ms=1_000 * len(words) + 2_000).cues

    assert "".join("".join(cue.text for cue in cues).split()) == "".join(transcript.text.split())
    changed = [transcript.text[mend.start : mend.end] for mend in made.mends]
    assert set(changed) <= {" "}


def _letters(words: Sequence[TimedWord]) -> list[tuple[str, TimedWord]]:
    return [(letter, each) for each in words for letter in each.word.text if letter.isalnum()]
