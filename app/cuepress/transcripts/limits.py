"""How much of a document is read. Everything here is far above what people send and far below what hurts."""

from __future__ import annotations

from cuepress.errors import TranscriptError

# A day of speech without a pause has 1.4 million. Each costs some two microseconds, over all passes.
MAX_CHARACTERS = 1_600_000

# Ten hours of speech in lines of one second. A line costs a tenth of a millisecond.
MAX_LINES = 36_000

# Brackets, and in Markdown emphasis, links and cells; fifteen thousand turns with a bold name each have 60,000.
MAX_MARKS = 120_000

# Control words and stretches of text in an RTF file; Word needs about two thousand for a page.
MAX_TOKENS = 1_500_000

# Of a large file in an unknown encoding, this much decides; detection costs a second per megabyte.
DETECTION_SAMPLE_BYTES = 96 * 1024

# What is quoted of a document in an error message.
MAX_QUOTED_CHARACTERS = 60

_SPLIT = "check that this is a transcript, or split it"


def check_size(characters: int, lines: int, *, where: str) -> None:
    """Raise ``TranscriptError`` if a text is larger than what is read."""
    if characters > MAX_CHARACTERS or lines > MAX_LINES:
        raise TranscriptError(
            f"the text has {characters:,} characters in {lines + 1:,} lines; "
            f"{MAX_CHARACTERS:,} characters in {MAX_LINES:,} lines are read",
            where,
            _SPLIT,
        )


def check_paragraphs(paragraphs: int, *, where: str) -> None:
    """Raise ``TranscriptError`` if there are too many, before the text of each is looked at."""
    if paragraphs > MAX_LINES:
        raise TranscriptError(f"the text has {paragraphs:,} paragraphs; {MAX_LINES:,} are read", where, _SPLIT)


def check_marks(marks: int, *, where: str) -> None:
    """Raise ``TranscriptError`` if a text has more marks than are taken apart."""
    if marks > MAX_MARKS:
        raise TranscriptError(
            f"the text has {marks:,} brackets, asterisks and other marks; {MAX_MARKS:,} are read", where, _SPLIT
        )


def quoted(text: str) -> str:
    """Return the beginning of ``text`` for a message."""
    flat = " ".join(text[: 4 * MAX_QUOTED_CHARACTERS].split())
    return flat if len(flat) <= MAX_QUOTED_CHARACTERS else flat[: MAX_QUOTED_CHARACTERS - 1] + "…"
