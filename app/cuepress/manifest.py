"""The manifest of a video: how each of its tracks was made, kept as ``captions/<stem>.cuepress.json``.

It answers four questions later: does this track still belong to this media and this transcript (hashes), how
sure are its times (methods, words with confidence), what should be looked at (passages), and what of the document
was left out (unspoken parts).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from cuepress.errors import LibraryError

SCHEMA = 1


@dataclass(frozen=True, slots=True)
class MediaRecord:
    """The media file as it was: name, SHA-256, size, time of change, and what the player needs to know."""

    file: str
    sha256: str
    bytes: int
    modified_ns: int
    duration_ms: int
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """The transcript file as it was."""

    file: str
    sha256: str


@dataclass(frozen=True, slots=True)
class WordRecord:
    """A word and its time, as `cuepress sync --json` prints it."""

    text: str
    start_ms: int
    end_ms: int
    confidence: float
    offset: int


@dataclass(frozen=True, slots=True)
class UnspokenRecord:
    """A part of the transcript that did not reach the captions."""

    kind: str
    text: str
    paragraph: int


@dataclass(frozen=True, slots=True)
class PassageRecord:
    """A stretch to look at: text that is not spoken, speech without text, times to be listened to."""

    kind: str
    start_ms: int
    end_ms: int
    text: str


@dataclass(frozen=True, slots=True)
class MethodRecord:
    """Which method gave the times of words ``first_word`` to ``last_word`` (both included, from 0), and why."""

    method: str
    first_word: int
    last_word: int
    reason: str


@dataclass(frozen=True, slots=True)
class TrackRecord:
    """How one track was made. ``made_from`` is a hash of everything that its cues depend on;
    ``files`` are the names written with the SHA-256 of what we wrote, so that a later change by hand is seen.
    ``timed_from`` is a hash of how its words were timed, text and sound apart, and ``timed_notes`` is what was
    said of that: where the hash is the same, words that have not changed keep their times.
    """

    language: str
    kind: str
    title: str
    transcript: SourceRecord
    profile: str
    sync: str
    made_at: str
    made_from: str
    files: Mapping[str, str]
    n_cues: int = 0
    notes: tuple[str, ...] = ()
    unspoken: tuple[UnspokenRecord, ...] = ()
    words: tuple[WordRecord, ...] = ()
    passages: tuple[PassageRecord, ...] = ()
    methods: tuple[MethodRecord, ...] = ()
    timed_from: str = ""
    timed_notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is known of one video and its tracks, by language tag."""

    tool: str
    spoken: str = ""
    media: MediaRecord | None = None
    tracks: Mapping[str, TrackRecord] = field(default_factory=dict)


def serialize(manifest: Manifest) -> bytes:
    """Write a manifest as JSON; the words stand last, one record a line, so that a change reads well in a diff."""
    plain = {"schema": SCHEMA, **asdict(manifest)}
    words = {tag: track.pop("words") for tag, track in plain["tracks"].items()}
    head = json.dumps(plain, ensure_ascii=False, indent=1).removesuffix("\n}")
    tracks = (f"  {_json(tag)}: {_one_a_line(records)}" for tag, records in words.items())
    body = ",\n".join(tracks)
    return f'{head},\n "words": {{\n{body}\n }}\n}}\n'.encode()


def _one_a_line(records: list[dict[str, object]]) -> str:
    return "[\n" + ",\n".join(f"   {_json(record)}" for record in records) + "\n  ]"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def parse(data: bytes, *, where: str) -> Manifest:
    """Read a manifest.

    Raises
    ------
    LibraryError
        If it is no manifest, or one of a later version of Cuepress.
    """
    try:
        plain = json.loads(data)
        if plain["schema"] > SCHEMA:
            raise LibraryError("the manifest is of a later version", where, "update Cuepress")
        media = plain["media"]
        return Manifest(
            tool=str(plain["tool"]),
            spoken=str(plain["spoken"]),
            media=MediaRecord(**media) if media else None,
            tracks={tag: _track(track, plain["words"][tag]) for tag, track in plain["tracks"].items()},
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as failure:
        raise LibraryError("this is no manifest", where, "delete it and caption the video again") from failure


def _track(plain: dict[str, Any], words: list[dict[str, Any]]) -> TrackRecord:
    fields = {
        **plain,
        "transcript": SourceRecord(**plain["transcript"]),
        "notes": tuple(plain["notes"]),
        "unspoken": tuple(UnspokenRecord(**part) for part in plain["unspoken"]),
        "words": tuple(WordRecord(**word) for word in words),
        "passages": tuple(PassageRecord(**part) for part in plain.get("passages", ())),
        "methods": tuple(MethodRecord(**part) for part in plain.get("methods", ())),
        "timed_notes": tuple(plain.get("timed_notes", ())),
    }
    return TrackRecord(**fields)
