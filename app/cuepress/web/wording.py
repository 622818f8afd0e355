"""What a page says in words: lengths of time, sizes, dates, how times were made, why a text was left out."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from cuepress.timecode import MS_PER_S

HOW_TIMES_WERE_MADE = {
    "duration": "spread over the video by how long the words take to say",
    "pauses": "placed by pauses in the sound",
    "speech": "placed by listening for each word",
    "translation": "taken over, sentence by sentence, from the language that is spoken",
    "bilingual": "taken over, sentence by sentence, from the language that is spoken",
}
PASSAGE_NAMES = {
    "doubtful": "Times not sure",
    "unspoken": "Text that is not spoken",
    "untranscribed": "Speech that has no text",
}
UNSPOKEN_NAMES = {
    "title": "Title",
    "heading": "Heading",
    "page-number": "Page number",
    "running-head": "Running head or foot",
    "line-number": "Line number",
    "footnote": "Footnote",
    "hidden": "Hidden text",
    "deleted": "Deleted text",
    "comment": "Comment",
    "timestamp": "Time stamp",
    "navigation": "Navigation",
    "participants": "List of participants",
    "note": "Note",
    "metadata": "Document data",
}


def length_in_words(ms: int) -> str:
    """Say a length of time as a person does.

    >>> length_in_words(62_300), length_in_words(3_600_000), length_in_words(400)
    ('1 minute 2 seconds', '1 hour', '0 seconds')
    """
    minutes, seconds = divmod(ms // MS_PER_S, 60)
    hours, minutes = divmod(minutes, 60)
    parts = [(hours, "hour"), (minutes, "minute"), (seconds, "second")]
    said = [f"{number} {name}{'' if number == 1 else 's'}" for number, name in parts if number]
    return " ".join(said) or "0 seconds"


def size_in_words(path: Path) -> str:
    """Say how large a file is, in the units of a file manager; nothing if it has gone."""
    try:
        size = path.stat().st_size
    except OSError:
        return ""
    if size < 1_000:
        return f"{size} B"
    if size < 1_000_000:
        return f"{size / 1_000:.0f} kB"
    return f"{size / 1_000_000:.1f} MB"


def times_in_words(sync: str, original: str = "") -> str:
    """Say how the times of a track were made, and that nobody has answered for them yet.

    ``original`` is what a translation took its times from, where that is known.

    >>> times_in_words("translation", "the English transcript")
    'Times: taken over, sentence by sentence, from the English transcript, not yet checked by a person.'
    """
    if not sync:
        return "How the times were made is not recorded."
    if original:
        return f"Times: taken over, sentence by sentence, from {original}, not yet checked by a person."
    made = HOW_TIMES_WERE_MADE.get(sync, f"made by the method “{sync}”")
    return f"Times: {made}, not yet checked by a person."


def sureness_in_words(sync: str, unsure: tuple[int, int] | None) -> str:
    """Say how sure the times are; ``unsure`` are the words that were not heard clearly, and all words.

    >>> sureness_in_words("speech", (12, 350)), sureness_in_words("speech", (0, 350))
    ('12 of 350 words were not heard clearly.', 'Every word was heard clearly.')
    """
    if sync in {"pauses", "duration"}:
        return "They are estimates: a line may begin a few seconds early or late."
    if sync != "speech" or unsure is None or not unsure[1]:
        return ""
    unclear, n_words = unsure
    if not unclear:
        return "Every word was heard clearly."
    return f"{unclear:,} of {n_words:,} words {'was' if unclear == 1 else 'were'} not heard clearly."


def moment(text: str) -> datetime | None:
    """Read a point in time as ISO 8601 writes it; None if it is none."""
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        return None
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def day_in_words(day: datetime) -> str:
    """Write a date without numbers that could be a month or a day.

    >>> day_in_words(datetime(2016, 5, 31, tzinfo=UTC))
    '31 May 2016'
    """
    return f"{day.day} {day:%B %Y}"
