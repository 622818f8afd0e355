"""Laws of reading: nothing is dropped in silence, words know their place, reading twice is reading once."""

from __future__ import annotations

import contextlib
import re
import unicodedata
from collections import Counter

from hypothesis import example, given, settings
from hypothesis import strategies as st

from cuepress.errors import TranscriptError, UsageError
from cuepress.model import Transcript
from cuepress.transcripts import read_transcript_bytes

PIECES = st.sampled_from(
    [
        "Hello there.",
        "and so",
        "Anna:",
        "MODERATOR:",
        "[applause]",
        "(rires)",
        "[00:12]",
        "0:12",
        "12",
        "- 3 -",
        "Q:",
        "A:",
        "PARTICIPANTS:",
        "Jane Doe",
        "♪ la ♪",
        "[inaudible]",
        "word-",
        "[1]",
        "¹",
        "*",
        "THE CITY",
        "Date: 3 May",
        "----",
        "M. DUPONT. –",
        "主持人：",
        "大家好。",
        "الرئيس:",
        ">>",
        "http://x.org",
        "1",
        "2",
        "Page 3",
        "a",
        "(",
        "]",
        "…",
        ":",
    ]
)
SEPARATORS = st.sampled_from([" ", " ", "\n", "\n", "\n\n", "", "  ", "\f", "\t"])
DOCUMENTS = st.lists(st.tuples(PIECES, SEPARATORS), min_size=1, max_size=25).map(
    lambda pairs: "".join(piece + separator for piece, separator in pairs)
)


def read(text: str) -> Transcript | None:
    with contextlib.suppress(TranscriptError):
        return read_transcript_bytes(text.encode(), name="talk.txt")
    return None


def letters(text: str) -> Counter[str]:
    """Count letters and digits; the colon of a label and the hyphen of a broken word may go."""
    return Counter(character for character in unicodedata.normalize("NFC", text) if character.isalnum())


@given(DOCUMENTS)
@example("Anna: Hello.\nBen: Hi.\n\n[1] Note\n\n12")
def test_every_letter_ends_up_in_a_paragraph_a_speaker_or_a_listed_part(text: str) -> None:
    transcript = read(text)
    if transcript is None:
        return
    speakers = Counter[str]()
    for paragraph in transcript.paragraphs:
        speakers |= letters(paragraph.speaker)
    kept = letters(transcript.text)
    for part in transcript.unspoken:
        kept += letters(part.text)

    missing = letters(text) - kept
    names = {paragraph.speaker for paragraph in transcript.paragraphs}
    assert set(missing) <= set(speakers), (missing, names)
    assert not kept - letters(text)


HEADS = st.sampled_from(
    ["Anna", "Ben Cole", "Mr. Roe", "Moderator", "Wetter", "El Mar", "First Steps", "Вода", "Title", "Mme Petit"]
)
SENTENCES = st.sampled_from(
    ["It is late.", "Wir gehen heim.", "no mark here", "Où ça ?", "Yes", "Two words\nand more", "Color: red", ""]
)


# A title or a part shows by itself that somebody speaks, where one more does.
SHOWN = frozenset({"Mr. Roe", "Mme Petit", "Moderator"})


@given(st.lists(st.tuples(HEADS, SENTENCES, st.sampled_from(["\n", "\n\n"])), min_size=1, max_size=12))
@example([("Mme Petit", "", "\n"), ("Mr. Roe", "Color: red", "\n")])
@example([("Mr. Roe", "It is late.", "\n")])
def test_every_word_is_text_a_backed_speaker_or_a_listed_part(parts: list[tuple[str, str, str]]) -> None:
    """A label leaves the text only where it names a speaker: one that comes back, or one of two that show it."""
    text = "\n\n".join(f"{head}{separator}{said}" for head, said, separator in parts)
    transcript = read(text)
    if transcript is None:
        return
    shown = Counter(f"{transcript.text} {' '.join(part.text for part in transcript.unspoken)}".split())
    missing = {word.rstrip(":") for word in Counter(text.split()) - shown}
    speakers = {paragraph.speaker for paragraph in transcript.paragraphs} - {""}

    assert missing <= {word for speaker in speakers for word in speaker.split()}
    unheard = {part.text for part in transcript.unspoken if part.kind == "heading" and not part.is_certain}
    if len(speakers) == 1:
        [speaker] = speakers
        assert text.count(speaker) >= 2 or (speaker in SHOWN and SHOWN & (unheard - {speaker}))


@given(
    st.lists(
        st.from_regex(r"[A-Z][a-z]{3,8} [A-Z][a-z]{3,8}", fullmatch=True),
        min_size=1,
        max_size=9,
        unique_by=str.lower,
    )
)
def test_labels_that_all_differ_are_headings(labels: list[str]) -> None:
    text = "\n\n".join(f"{label}\n\nHere is what is said of it, and it has an end." for label in labels)
    transcript = read(text)

    assert transcript is not None
    assert {paragraph.speaker for paragraph in transcript.paragraphs} == {""}


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused_in_our_own_words(text: str) -> None:
    transcript = read(text)

    assert transcript is None or transcript.paragraphs


@given(DOCUMENTS)
def test_words_know_their_place(text: str) -> None:
    transcript = read(text)
    for word in transcript.words if transcript else ():
        assert transcript is not None
        assert transcript.text[word.offset : word.end_offset] == word.text


@given(DOCUMENTS)
def test_unspoken_parts_stand_at_a_paragraph(text: str) -> None:
    transcript = read(text)
    if transcript is not None:
        assert all(0 <= part.paragraph < len(transcript.paragraphs) for part in transcript.unspoken)


@given(st.lists(st.from_regex(r"[A-Z][a-z]{2,9}( [a-z]{2,9}){3,12}[.!?]", fullmatch=True), min_size=1, max_size=8))
def test_speech_is_taken_as_it_is(paragraphs: list[str]) -> None:
    """Plain sentences come out as they went in, and reading them once more changes nothing."""
    transcript = read("\n\n".join(paragraphs))

    assert transcript is not None
    assert [paragraph.text for paragraph in transcript.paragraphs] == paragraphs
    again = read(transcript.text)
    assert again is not None
    assert again.text == transcript.text


@settings(max_examples=60)
@given(st.binary(max_size=400), st.sampled_from(["txt", "md", "rtf", "srt", "vtt", "x"]), st.booleans())
def test_any_bytes_give_a_transcript_or_our_own_error(data: bytes, extension: str, has_head: bool) -> None:  # noqa: FBT001
    heads = {
        "rtf": b"{\\rtf1 ",
        "vtt": b"WEBVTT\n\n00:00.000 --> 00:01.000\n",
        "srt": b"1\n00:00:00,0 --> 00:00:01,0\n",
    }
    document = heads.get(extension, b"") * has_head + data

    with contextlib.suppress(TranscriptError, UsageError):
        assert read_transcript_bytes(document, name=f"talk.{extension}").paragraphs


@given(
    st.lists(
        st.sampled_from(
            [
                "**a:**",
                "*b*",
                "[c](d)",
                "\\[e\\]",
                "`f`",
                "![g](h)",
                "> i",
                "# j",
                "- k",
                "<!-- l -->",
                "~~m~~",
                "\n",
                "\n\n",
                " ",
                "1. n",
                "| o |",
                "&amp;",
                "[^1]",
            ]
        ),
        max_size=30,
    )
)
def test_markdown_loses_no_word(pieces: list[str]) -> None:
    text = "".join(pieces)
    with contextlib.suppress(TranscriptError):
        transcript = read_transcript_bytes(text.encode(), name="talk.md")
        shown = transcript.text + "".join(part.text for part in transcript.unspoken)
        shown += "".join(paragraph.speaker for paragraph in transcript.paragraphs)
        for word in re.findall(r"[bceil]", re.sub(r"\]\(d\)|amp", "", text)):
            assert word in shown
