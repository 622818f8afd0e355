"""A track becomes a text to be read: nothing is lost, paragraphs are those of the transcript."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cuepress.manifest import WordRecord
from cuepress.model import Cue
from cuepress.web.paragraphs import Breaks, find_breaks, in_one_piece, make_paragraphs

TEXTS = st.lists(st.text("ab.é 你\n-", min_size=1, max_size=12).filter(str.strip), max_size=12)
VOICES = st.sampled_from(["", "Anne", "Paul"])


def records(paragraphs: list[str]) -> list[WordRecord]:
    """Return the words of paragraphs that are parted by blank lines, with their places."""
    found, offset = [], 0
    for paragraph in paragraphs:
        at = offset
        for word in paragraph.split(" "):
            found.append(WordRecord(word, 0, 0, 1.0, at))
            at += len(word) + 1
        offset += len(paragraph) + 2
    return found


def cues(*texts: str, rest_ms: int = 100, voice: str = "") -> list[Cue]:
    return [Cue(at * 2_000, (at + 1) * 2_000 - rest_ms, text, voice) for at, text in enumerate(texts)]


@given(texts=TEXTS, voices=st.lists(VOICES, min_size=12, max_size=12), tag=st.sampled_from(["fr", "zh-Hans"]))
def test_every_character_of_every_cue_is_in_the_transcript_in_order(
    texts: list[str], voices: list[str], tag: str
) -> None:
    track = [Cue(at, at + 1, text, voice) for at, (text, voice) in enumerate(zip(texts, voices, strict=False))]

    paragraphs = make_paragraphs(track, tag, Breaks())

    shown = "".join(line.text for paragraph in paragraphs for line in paragraph.lines)
    assert "".join(shown.split()) == "".join("".join(texts).split())
    numbers = [line.number for paragraph in paragraphs for line in paragraph.lines]
    assert numbers == list(range(1, len(track) + 1))


def test_paragraphs_are_those_of_the_transcript_however_its_cues_are_cut() -> None:
    breaks = find_breaks(records(["One two three.", "Four five.", "Six."]))

    paragraphs = make_paragraphs(cues("One two", "three.", "Four\nfive.", "Six."), "en", breaks)

    assert [paragraph.text("en") for paragraph in paragraphs] == ["One two three.", "Four five.", "Six."]


def test_signs_that_were_mended_do_not_hide_the_paragraphs_of_the_document() -> None:
    breaks = find_breaks(records(['"One" two...', "- Four five."]))

    paragraphs = make_paragraphs(cues("“One” two…", "- Four\n- five."), "en", breaks)

    assert [paragraph.text("en") for paragraph in paragraphs] == ["“One” two…", "- Four\n- five."]


def test_a_track_that_was_edited_since_is_divided_at_its_rests() -> None:
    breaks = find_breaks(records(["One two three.", "Four five."]))

    paragraphs = make_paragraphs(cues("One two and three.", "Four five.", rest_ms=1_600), "en", breaks)

    assert len(paragraphs) == 2


def test_a_rest_inside_a_sentence_does_not_end_a_paragraph() -> None:
    assert len(make_paragraphs(cues("One, ", "two,", "three.", rest_ms=1_900), "en")) == 1


def test_a_voice_is_named_when_it_changes() -> None:
    track = [Cue(0, 1, "a.", "Anne"), Cue(2, 3, "b.", "Anne"), Cue(4, 5, "c.", "Paul"), Cue(6, 7, "d.", "Anne")]

    assert [paragraph.voice for paragraph in make_paragraphs(track, "en")] == ["Anne", "Paul", "Anne"]


def test_lines_are_joined_as_the_language_does() -> None:
    assert in_one_piece("the best of\nall worlds", "en") == "the best of all worlds"
    assert in_one_piece("强大的\n城市", "zh-Hans") == "强大的城市"
    assert in_one_piece("Strong\nCities 网络", "zh-Hans") == "Strong Cities 网络"
    assert in_one_piece("– Yes.\n– No.", "en") == "– Yes.\n– No."
