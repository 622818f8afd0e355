"""Kinds of places: laws over any text, and the sample in its five languages."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuepress import read_transcript
from cuepress.cueing import grammar, load_profile, make_cues, sentences
from cuepress.cueing.breaks import find_breaks
from cuepress.cueing.grammar import line_ends
from cuepress.cueing.places import PlaceKind
from cuepress.model import PARAGRAPH_BREAK, Paragraph, TimedWord, Transcript

MEDIA = Path(__file__).parents[2] / "media"
SAMPLES = sorted(
    path.name for path in MEDIA.glob("strong-cities.*") if path.suffix in {".html", ".docx", ".md", ".txt"}
)
TAGS = [
    "en",
    "fr",
    "de",
    "tr",
    "ar",
    "zh-Hans",
    "zh-Hant",
    "ja",
    "th",
    "ko",
    "km",
    "lo",
    "my",
    "bo",
    "am",
    "he",
    "und",
]
TEXTS = st.text(st.characters(blacklist_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=80)


@given(TEXTS, st.sampled_from(TAGS))
def test_any_text_has_a_kind_and_a_reason_for_each_word(text: str, tag: str) -> None:
    paragraphs = tuple(Paragraph(part.strip()) for part in text.split("x") if part.strip())
    transcript = Transcript(tag, paragraphs)

    found = find_breaks(transcript, transcript.words)

    assert len(found.kinds) == len(found.why) == len(transcript.words)


@given(TEXTS.filter(str.strip), st.sampled_from(TAGS))
def test_sentences_end_where_they_are_told_to(text: str, tag: str) -> None:
    transcript = Transcript(tag, (Paragraph(text.strip()), Paragraph("Ja.")))
    first = [word for word in transcript.words if word.paragraph == 0]
    spans = [(word.offset, word.end_offset) for word in first]

    kinds = find_breaks(transcript, transcript.words).kinds

    ends = {at for at, kind in enumerate(kinds[: len(first)]) if kind == PlaceKind.SENTENCE}
    told = sentences.last_words(transcript.paragraphs[0].text, spans, tag)
    allowed = line_ends(transcript.paragraphs[0].text, tag)
    assert ends == {at for at in told if at + 1 == len(spans) or spans[at + 1][0] in allowed}


@given(
    st.lists(
        st.sampled_from(["the", "10", "Mr.", "city,", "parce", "que", "«", "—", "", "İ", "😀", "ne"]), max_size=2
    )
)
def test_two_words_alone_are_never_too_little_to_answer_for(words: list[str]) -> None:
    word, following = (*words, "", "")[:2]

    for tag in TAGS:
        assert isinstance(grammar.never_last(word, following, tag), str)


@pytest.mark.parametrize(
    ("tag", "text", "kind"),
    [
        ("zh-Hans", "我们来 了", PlaceKind.COMMA),
        ("zh-Hans", "参加Strong Cities网络", PlaceKind.NAME),
        ("th", "วันที่ 5 พฤษภาคม", PlaceKind.NUMBER),
        ("my", "၅၀ သန်း", PlaceKind.NUMBER),
        ("fr", "Il vient (enfin) ici", PlaceKind.PHRASE),
        ("en", "It came; we went", PlaceKind.CLAUSE),
        ("en", "It was Paris France then", PlaceKind.NAME),
    ],
)
def test_a_text_has_a_place_of_this_kind(tag: str, text: str, kind: PlaceKind) -> None:
    transcript = Transcript(tag, (Paragraph(text),))

    assert kind in find_breaks(transcript, transcript.words).kinds


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("profile", ["cuepress", "bbc"])
def test_no_cue_of_the_sample_ends_on_a_word_that_never_ends_one(name: str, profile: str) -> None:
    """At a steady pace; lines may, where the words between two good places do not fit."""
    transcript = read_transcript(MEDIA / name)
    starts = [word.offset * 65 for word in transcript.words]
    ends = [word.end_offset * 65 for word in transcript.words]
    timed = [
        TimedWord(word, start, end, 1.0) for word, start, end in zip(transcript.words, starts, ends, strict=True)
    ]

    cues = make_cues(transcript, timed, profile=load_profile(profile), duration_ms=ends[-1] + 2_000).cues

    kinds = find_breaks(transcript, transcript.words).kinds
    by_place = dict(zip(_visible_ends(transcript), kinds, strict=True))
    n_lines = sum(len(cue.lines) for cue in cues)
    assert [kind for kind in _kinds([cue.text for cue in cues], by_place) if kind >= PlaceKind.SMALL_WORD] == []
    of_lines = _kinds([line for cue in cues for line in cue.lines], by_place)
    assert sum(kind >= PlaceKind.SMALL_WORD for kind in of_lines) <= 0.05 * n_lines


def _visible_ends(transcript: Transcript) -> list[int]:
    """Return how many visible characters there are up to the end of each word."""
    text = transcript.text.replace(PARAGRAPH_BREAK, "  ")
    counts = [0]
    for character in text:
        counts.append(counts[-1] + (not character.isspace()))
    return [counts[word.end_offset] for word in transcript.words]


def _kinds(pieces: list[str], by_place: dict[int, PlaceKind]) -> list[PlaceKind]:
    """Return the kind of place that each piece of the text ends at."""
    found, at = [], 0
    for piece in pieces:
        at += len("".join(piece.split()))
        found.append(by_place[at])
    return found


@pytest.mark.parametrize(
    ("tag", "text", "word"),
    [
        ("de", "Das sagte er. z. B. im Haus", "er."),
        ("fr", "(Ce n’était pas eux). a) le premier", "eux)."),
        ("en", "They came with you. b) the other", "you."),
    ],
)
def test_a_dot_after_a_small_word_or_a_bracket_shortens_nothing(tag: str, text: str, word: str) -> None:
    transcript = Transcript(tag, (Paragraph(text),))
    found = find_breaks(transcript, transcript.words).kinds
    kinds = {each.text: kind for each, kind in zip(transcript.words, found, strict=True)}

    assert kinds[word] == PlaceKind.COMMA
