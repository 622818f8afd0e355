"""How much of a document is read. Everything here is far above what people send and far below what hurts."""

from __future__ import annotations

from cuepress.errors import TranscriptError

# War and Peace has 3.2 million characters. Twelve million are read within seconds.
MAX_CHARACTERS = 12_000_000

# A day of speech, one short line per second, and as much again for everything else.
MAX_LINES = 400_000

# Of a large file in an unknown encoding, this much decides; detection costs a second per megabyte.
DETECTION_SAMPLE_BYTES = 96 * 1024

# What is quoted of a document in an error message.
MAX_QUOTED_CHARACTERS = 60


def check_size(characters: int, lines: int, *, where: str) -> None:
    """Raise ``TranscriptError`` if a text is larger than what is read."""
    if characters > MAX_CHARACTERS or lines > MAX_LINES:
        raise TranscriptError(
            f"the text has {characters:,} characters in {lines:,} lines; "
            f"{MAX_CHARACTERS:,} characters in {MAX_LINES:,} lines are read",
            where,
            "check that this is a transcript, or split it",
        )


def quoted(text: str) -> str:
    """Return the beginning of ``text`` for a message."""
    flat = " ".join(text[: 4 * MAX_QUOTED_CHARACTERS].split())
    return flat if len(flat) <= MAX_QUOTED_CHARACTERS else flat[: MAX_QUOTED_CHARACTERS - 1] + "…"
