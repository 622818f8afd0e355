"""The manifest of a video: how each of its tracks was made, kept as ``captions/<stem>.cuepress.json``.

It answers four questions later: does this track still belong to this media and this transcript (hashes), how
sure are its times (methods, words with confidence), what should be looked at (passages), and what of the document
was left out (unspoken parts).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from functools import lru_cache
from json.encoder import encode_basestring
from math import isfinite
from typing import Any

from cuepress.errors import LibraryError

SCHEMA = 1
_LONG = ("mends", "sentences", "words")  # of a track; they stand apart
_ID = re.compile(r"[A-Za-z0-9-]{1,80}")


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
class OriginalRecord:
    """What a translation took its times from.

    ``kind`` is ``transcript`` where the words of ``file`` were heard in the sound, ``track`` where its cues told
    the times.
    """

    kind: str
    language: str
    file: str


@dataclass(frozen=True, slots=True)
class SentenceRecord:
    """Words ``first_word`` to ``last_word`` (both included, from 0) of a track: a sentence, or a few in a row.

    ``ids`` are those of the spoken sentences that they say; what says none of them has an id of its own.

    Raises
    ------
    ValueError
        If that cannot be; a manifest may come from anywhere, and pages use the ids as names.
    """

    ids: tuple[str, ...]
    first_word: int
    last_word: int

    def __post_init__(self) -> None:
        if type(self.first_word) is not int or type(self.last_word) is not int:
            raise ValueError(f"no places of words: {self.first_word!r} to {self.last_word!r}")
        if not 0 <= self.first_word <= self.last_word:
            raise ValueError(f"a sentence from word {self.first_word} to {self.last_word}")
        if not self.ids or not all(isinstance(each, str) and _ID.fullmatch(each) for each in self.ids):
            raise ValueError(f"no ids of sentences: {self.ids!r}")


@dataclass(frozen=True, slots=True)
class MendRecord:
    """A sign of the transcript that is another in the track: ``was`` at ``offset`` is written as ``text``."""

    kind: str
    offset: int
    was: str
    text: str


@dataclass(frozen=True, slots=True)
class TrackRecord:
    """How one track was made. ``made_from`` is a hash of everything that its cues depend on;
    ``files`` are the names written with the SHA-256 of what we wrote, so that a later change by hand is seen.
    ``timed_from`` is a hash of how its words were timed, text and sound apart, and ``timed_notes`` is what was
    said of that: where the hash is the same, words that have not changed keep their times. ``doubted`` are the
    titles and headings of which the sound decided whether they are spoken. The cues joined are the transcript, but
    for ``mends`` and white space.
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
    sentences: tuple[SentenceRecord, ...] = ()
    original: OriginalRecord | None = None
    doubted: tuple[str, ...] = ()
    mends: tuple[MendRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is known of one video and its tracks, by language tag."""

    tool: str
    spoken: str = ""
    media: MediaRecord | None = None
    tracks: Mapping[str, TrackRecord] = field(default_factory=dict)


def serialize(manifest: Manifest) -> bytes:
    """Write a manifest as JSON.

    The mends, the sentences and the words stand last, one record a line, so that a change reads well in a diff.
    """
    heads = {tag: replace(track, mends=(), sentences=(), words=()) for tag, track in manifest.tracks.items()}
    plain = {"schema": SCHEMA, **asdict(replace(manifest, tracks=heads))}
    for track in plain["tracks"].values():
        for name in _LONG:
            del track[name]
    head = json.dumps(plain, ensure_ascii=False, indent=1).removesuffix("\n}")
    tail = ",\n".join(f" {_json(name)}: {{\n{_by_track(manifest.tracks, name)}\n }}" for name in _LONG)
    return f"{head},\n{tail}\n}}\n".encode()


def _by_track(tracks: Mapping[str, TrackRecord], name: str) -> str:
    return ",\n".join(f"  {_json(tag)}: {_one_a_line(getattr(track, name))}" for tag, track in tracks.items())


@lru_cache(maxsize=64)  # a manifest is written anew after each of its tracks
def _one_a_line(records: tuple[MendRecord | SentenceRecord | WordRecord, ...]) -> str:
    """Write records of one kind; an hour has ten thousand words in each language, so they are written by hand."""
    names = [(each.name, f"{_json(each.name)}: ") for each in fields(records[0])] if records else []
    lines = (", ".join([key + _json(getattr(record, name)) for name, key in names]) for record in records)
    return "[\n" + ",\n".join(f"   {{{line}}}" for line in lines) + "\n  ]"


def _json(value: object) -> str:
    if isinstance(value, str):
        return encode_basestring(value)
    if isinstance(value, tuple):
        return f"[{', '.join(map(_json, value))}]"
    is_plain = type(value) is int or (type(value) is float and isfinite(value))
    return repr(value) if is_plain else json.dumps(value)


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
            tracks={tag: _track(track, plain, tag) for tag, track in plain["tracks"].items()},
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as failure:
        raise LibraryError("this is no manifest", where, "delete it and caption the video again") from failure


def _track(plain: dict[str, Any], whole: Mapping[str, Any], tag: str) -> TrackRecord:
    """Return the record of a track, of which the longest lists stand apart in the manifest."""
    words = whole["words"][tag]
    sentences, mends = (whole.get(name, {}).get(tag, ()) for name in ("sentences", "mends"))
    fields = {
        **plain,
        "transcript": SourceRecord(**plain["transcript"]),
        "notes": tuple(plain["notes"]),
        "unspoken": tuple(UnspokenRecord(**part) for part in plain["unspoken"]),
        "words": tuple(WordRecord(**word) for word in words),
        "passages": tuple(PassageRecord(**part) for part in plain.get("passages", ())),
        "methods": tuple(MethodRecord(**part) for part in plain.get("methods", ())),
        "timed_notes": tuple(plain.get("timed_notes", ())),
        "sentences": _sentences(sentences, len(words)),
        "doubted": tuple(plain.get("doubted", ())),
        "mends": tuple(MendRecord(**mend) for mend in mends),
        "original": OriginalRecord(**plain["original"]) if plain.get("original") else None,
    }
    return TrackRecord(**fields)


def _sentences(plain: Sequence[dict[str, Any]], n_words: int) -> tuple[SentenceRecord, ...]:
    if not all(isinstance(each["ids"], list) for each in plain):
        raise ValueError("the ids of a sentence are a list")
    found = tuple(SentenceRecord(**{**each, "ids": tuple(each["ids"])}) for each in plain)
    edges = [edge for each in found for edge in (each.first_word, each.last_word + 1)]
    if edges != sorted(edges) or (edges and edges[-1] > n_words):
        raise ValueError("sentences out of order, or of words that are not there")
    return found
