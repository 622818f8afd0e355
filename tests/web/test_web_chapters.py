"""Chapters come from a track, else from headings; the transcript is divided where they begin."""

from __future__ import annotations

from dataclasses import replace

from cuepress.manifest import SourceRecord, TrackRecord, UnspokenRecord, WordRecord
from cuepress.model import Cue
from cuepress.web.chapters import Chapter, Chapters, as_track, beginnings, divided, from_cues, from_headings
from cuepress.web.paragraphs import Line, Paragraph

EMPTY = TrackRecord("en", "captions", "", SourceRecord("a.txt", ""), "cuepress", "speech", "", "", {})


def record(text: str, *headings: tuple[str, int]) -> TrackRecord:
    """Return a track whose words take a second each; paragraphs are parted by blank lines."""
    words: list[WordRecord] = []
    at = 0
    for word in text.split():
        at = text.index(word, at)
        words.append(WordRecord(word, 1_000 * len(words), 1_000 * len(words) + 900, 1.0, at))
        at += len(word)
    return replace(
        EMPTY, words=tuple(words), unspoken=tuple(UnspokenRecord("heading", title, at) for title, at in headings)
    )


def named(chapters: Chapters) -> list[tuple[int, int, str]]:
    return [(each.start_ms, each.end_ms, each.title) for each in chapters.list]


def test_a_heading_begins_with_the_first_word_of_its_paragraph() -> None:
    made = from_headings(
        record("One two.\n\nThree.\n\nFour.", ("First", 0), ("Second\npart", 2)), duration_ms=9_000
    )

    assert named(made) == [(0, 3_000, "First"), (3_000, 9_000, "Second part")]
    assert (made.language, made.is_made) == ("en", True)


def test_headings_over_the_same_paragraph_are_one_chapter() -> None:
    made = from_headings(record("One.\n\nTwo.", ("Part 1", 1), ("Cities", 1)), duration_ms=0)

    assert named(made) == [(1_000, 1_900, "Part 1 – Cities")]


def test_a_heading_after_the_end_begins_nothing() -> None:
    assert from_headings(record("One.", ("Notes", 1)), duration_ms=5_000).list == ()
    assert from_headings(record("", ("Notes", 0)), duration_ms=5_000).list == ()


def test_where_paragraphs_are_not_certain_there_are_no_chapters() -> None:
    """A sound is in no manifest; what is between two words may be a paragraph of its own or none."""
    text = "One.\n\n[applause]\n\nTwo."
    words = tuple(word for word in record(text).words if "[" not in word.text)
    heading = UnspokenRecord("heading", "Second", 2)

    assert from_headings(replace(EMPTY, words=words, unspoken=(heading,)), duration_ms=0).list == ()


def test_a_track_of_chapters_says_its_titles_in_one_piece() -> None:
    cues = [Cue(0, 1_000, "The\nbeginning"), Cue(1_000, 1_000, "Nothing"), Cue(2_000, 3_000, "End")]

    found = from_cues(cues, "en")

    assert named(found) == [(0, 1_000, "The beginning"), (2_000, 3_000, "End")]
    assert [cue.text for cue in as_track(found).cues] == ["The beginning", "End"]


def test_a_chapter_begins_with_the_nearest_line() -> None:
    chapters = [
        Chapter(0, 1, "A"),
        Chapter(4_900, 9_000, "B"),
        Chapter(5_200, 9_000, "C"),
        Chapter(90_000, 1, "D"),
    ]

    assert beginnings([100, 2_000, 5_000, 8_000], chapters) == ["A", "", "B – C", "D"]
    assert beginnings([], chapters) == []


def test_a_paragraph_is_divided_where_a_chapter_begins() -> None:
    lines = tuple(Line(at + 1, at * 1_000, at * 1_000 + 900, str(at)) for at in range(4))
    paragraphs = [Paragraph("Anne", lines[:3]), Paragraph("Paul", lines[3:])]
    chapters = Chapters("en", (Chapter(0, 2_000, "A"), Chapter(2_000, 4_000, "B")))

    found = [
        (title, each.voice, [line.text for line in each.lines]) for title, each in divided(paragraphs, chapters)
    ]

    assert found == [("A", "Anne", ["0", "1"]), ("B", "", ["2"]), ("", "Paul", ["3"])]
