"""Our readers as the shared conformance runners want them: a path in, a list of cues in seconds out."""

from __future__ import annotations

from pathlib import Path

from cuepress import formats
from cuepress.formats import webvtt
from cuepress.formats.decoding import decode
from cuepress.model import Cue

SECOND_MS = 1_000


def _cue(cue: Cue) -> dict[str, object]:
    return {
        "start": cue.start_ms / SECOND_MS,
        "end": cue.end_ms / SECOND_MS,
        "text": cue.text,
        "id": cue.id,
        "settings": cue.settings,
    }


def read_vtt(path: str) -> list[dict[str, object]]:
    """Read as every caller does: plain text, problems left aside."""
    return [_cue(cue) for cue in formats.parse(Path(path).read_bytes(), extension=".vtt").track.cues]


def read_srt(path: str) -> list[dict[str, object]]:
    return [_cue(cue) for cue in formats.parse(Path(path).read_bytes(), extension=".srt").track.cues]


def read_vtt_raw(path: str) -> list[dict[str, object]]:
    """Read payloads as they stand, with tags and references, to hold the scanner itself against browsers."""
    text = decode(Path(path).read_bytes()).text
    if not webvtt.has_signature(text):
        return []
    found = []
    for block in webvtt.blocks(webvtt.lines_of(text)):
        times = webvtt.parse_times(block.times)
        if times is not None:
            start_ms, end_ms, settings = times
            cue = Cue(start_ms, end_ms, "\n".join(block.body), id=block.head, settings=settings)
            found.append(_cue(cue))
    return found
