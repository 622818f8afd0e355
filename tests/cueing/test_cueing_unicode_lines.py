"""Where Unicode lets a line end (UAX #14): our places are some of those of ICU's iterator, and never others."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icu4py.breakers import LineBreaker

from cuepress import language
from cuepress.cueing import load_profile, make_cues
from cuepress.cueing.breaks import find_breaks
from cuepress.cueing.grammar import line_ends
from cuepress.cueing.places import PlaceKind
from cuepress.model import Paragraph, TimedWord, Transcript
from cuepress.transcripts import read_transcript

MEDIA = Path(__file__).parents[2] / "media"
TAGS = ("en", "fr", "und", "ko", "hi", "he", "sw", "vi", "bo", "km", "my", "ja", "zh-Hans", "th")
# Some of each class of UAX #14: letters of many scripts, marks of all kinds, joiners, signs, pictures.
SIGNS = [
    *"aÉßжΩא한국देवབོខ្ញมာ語の漢,.;:!?…¿¡()[]{}«»„“”‘’\"'-‐–—―/\\|%‰$€£№#+±~0123٣९",
    *(
        "\u00a0",
        "\u202f",
        "\u2060",
        "\u200b",
        "\u200d",
        "\u00ad",
        "\u0301",
        "་",
        "،",
        "。",
        "、",
        "「",
        "」",
        "👩",
        "🏽",
        "🇫🇷",
    ),
    *(" ", " ", " ", " "),
]


def allowed(text: str, tag: str) -> set[int]:
    """Return where ICU's iterator, asked plainly, lets a line end."""
    found, at = set(), 0
    for piece in LineBreaker(text, language.primary(tag)):
        at += len(piece)
        found.add(at)
    return found


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(SIGNS), min_size=1, max_size=60).map("".join), st.sampled_from(TAGS))
def test_a_place_is_only_where_unicode_has_one(text: str, tag: str) -> None:
    """What UAX #14 has no place for is never better than the inside of a word."""
    text = " ".join(text.split(" ")).strip()
    transcript = Transcript(tag, (Paragraph(text),) if text else ())
    words = transcript.words
    found = find_breaks(transcript, words)

    for kind, following in zip(found.kinds, words[1:], strict=False):
        assert kind >= PlaceKind.INSIDE_WORD or following.offset in allowed(transcript.text, tag)


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        # The rules of UAX #14 that a caption meets, in their order there.
        ("one two", "one |two"),  # LB18, after spaces
        ("a\u00a0b c", "a\u00a0b |c"),  # LB12, glue
        ("well-known", "well-|known"),  # LB21, after a hyphen
        ("Is it so ?", "Is |it |so ?"),  # LB13, never before ! even after a space
        ("see (this) now", "see |(this) |now"),  # LB14, LB16
        ("100 % of $5", "100 |% |of |$5"),  # LB25, numbers with their signs
        ("a—b", "a|—|b"),  # LB17, on either side of a long dash
        ("これは、本「です」。", "こ|れ|は、|本|「で|す」。"),  # LB13, LB14: kinsoku
        ("བོད་ཡིག", "བོད་|ཡིག"),  # LB21, after a tsheg
        ("👩\u200d👧👦", "👩\u200d👧|👦"),  # LB8a, joined pictures
    ],
)
def test_the_rules_of_the_annex_hold(text: str, marked: str) -> None:
    parted = [at for at in sorted(line_ends(text, "und")) if at < len(text)]

    assert "|".join(text[a:b] for a, b in zip([0, *parted], [*parted, len(text)], strict=True)) == marked


def test_half_a_character_does_no_harm() -> None:
    assert line_ends("a \ud800 b", "en") == {2, 4, 5}
    assert line_ends("", "en") == set()


def timed(transcript: Transcript, word_ms: int) -> list[TimedWord]:
    return [TimedWord(word, at * word_ms, (at + 1) * word_ms, 0.5) for at, word in enumerate(transcript.words)]


def test_a_script_without_spaces_is_parted_in_any_language_where_unicode_lets_it() -> None:
    profile = load_profile("cuepress")
    for tag, text in (("bo", "བོད་ཡིག་གི་ཡིག་འབྲུ་" * 6), ("en", f"He wrote {'日本語の文章です' * 12} today.")):
        transcript = Transcript(tag, (Paragraph(text),))
        words = timed(transcript, 3_000)

        found = make_cues(transcript, words, profile=profile, duration_ms=words[-1].end_ms)

        lines = [line for cue in found.cues for line in cue.lines]
        assert found.notes == ()
        assert "".join("".join(lines).split()) == "".join(text.split())
        at, ends = 0, {len("".join(text[:end].split())) for end in allowed(text, tag)}
        for line in lines:
            at += len("".join(line.split()))
            assert at in ends


@pytest.mark.parametrize("path", sorted(MEDIA.glob("strong-cities.*.*")), ids=lambda path: path.name)
def test_each_line_of_the_sample_ends_where_unicode_lets_it(path: Path) -> None:
    tag = path.name.split(".")[1]
    if path.suffix not in {".md", ".txt", ".html", ".docx"}:
        pytest.skip("no transcript")
    transcript = read_transcript(path, language=tag)
    words = timed(transcript, 250 if language.is_unspaced(tag) else 400)

    found = make_cues(transcript, words, profile=load_profile("cuepress"), duration_ms=words[-1].end_ms + 500)

    text = transcript.text
    ends = {len("".join(text[:end].split())) for end in allowed(text, tag)}
    at = 0
    for cue in found.cues:
        for line in cue.lines:
            at += len("".join(line.split()))
            assert at in ends, line
