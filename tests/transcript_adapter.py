"""What a scorer of transcript readers calls: a path in, spoken paragraphs with their speakers out."""

from __future__ import annotations

from pathlib import Path

from cuepress.transcripts import read_transcript


def read(path: str) -> list[dict[str, str]]:
    """Return the spoken paragraphs of a document, sounds left out."""
    transcript = read_transcript(Path(path))
    return [{"text": paragraph.spoken, "speaker": paragraph.speaker} for paragraph in transcript.paragraphs]
