"""Languages side by side: what says the same, row by row, from the manifest of a video.

A row is one spoken sentence and what each language says of it; where a translator joined sentences, they are in
one row. What only one language has is a row of its own. Cues are told which sentences they hold by their text, so
that tracks can be compared that were corrected since. Nothing is read or written here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from cuepress.manifest import Manifest, SentenceRecord, TrackRecord, WordRecord
from cuepress.model import Cue

_TELLING = 3  # words in a row tell a place
_FARTHEST = 200  # visible characters in which a word is looked for: a cue or two may have been put in by hand


@dataclass(frozen=True, slots=True)
class Said:
    """What one language says: words ``first_word`` to ``last_word`` (both included), when, and as a text.

    Sounds are no words, and are not in ``text``.
    """

    first_word: int
    last_word: int
    start_ms: int
    end_ms: int
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """The sentences ``ids``, when they are said, and what each language says of them, by its tag.

    A language that leaves them out is not in ``said``.
    """

    ids: tuple[str, ...]
    start_ms: int
    end_ms: int
    said: Mapping[str, Said]


@dataclass(slots=True)
class _Part:
    """The sentences of one track that belong to a row."""

    ids: list[str]
    first: int
    last: int


def rows(manifest: Manifest, tags: Sequence[str] = ()) -> tuple[Row, ...]:
    """Return the rows of two or more languages, in the order of speech.

    Parameters
    ----------
    tags
        The languages wanted; none means all. A language whose track has no sentences, or no words with times, is
        left out.
    """
    wanted = list(tags) or sorted(manifest.tracks, key=lambda tag: (tag != manifest.spoken, tag))
    # The spoken language leads, so that the order of rows is that of its sentences.
    leading = sorted(dict.fromkeys(wanted), key=lambda tag: tag != manifest.spoken)
    records = {tag: manifest.tracks[tag] for tag in leading if tag in manifest.tracks}
    records = {tag: record for tag, record in records.items() if record.sentences and _is_timed(record)}
    joined = _Joined()
    for record in records.values():
        joined.take(record.sentences)
    for record in records.values():
        joined.close(record.sentences)
    return tuple(_ordered(records, joined, manifest.spoken))


def held_by(record: TrackRecord, cues: Sequence[Cue]) -> list[tuple[str, ...]]:
    """Return for each cue of a track the ids of the sentences that it holds.

    The cues may have been corrected by hand since: a word that is not there any more is passed over, and a cue
    that has none of the words holds what is said in the middle of it.
    """
    if not record.sentences or not _is_timed(record):
        return [()] * len(cues)
    number_of = _numbers(record)
    inside: list[dict[int, None]] = [{} for _ in cues]
    for word, cue in _found(record.words, cues):
        if number_of[word] >= 0:
            inside[cue][number_of[word]] = None
    return [
        tuple(dict.fromkeys(each for at in held or _at_middle(record, cue) for each in record.sentences[at].ids))
        for held, cue in zip(inside, cues, strict=True)
    ]


def _is_timed(record: TrackRecord) -> bool:
    """Tell whether the words can be told from each other and have times; a file may have been edited by hand."""
    return record.sentences[-1].last_word < len(record.words) and all(
        type(word.text) is str and type(word.start_ms) is type(word.end_ms) is type(word.offset) is int
        for word in record.words
    )


class _Joined:
    """Ids that stand in one row: every id leads to another one of its row, the first of them to itself."""

    def __init__(self) -> None:
        self.leads: dict[str, str] = {}

    def row(self, name: str) -> str:
        leads = self.leads
        while leads.setdefault(name, name) != name:
            leads[name] = leads[leads[name]]
            name = leads[name]
        return name

    def join(self, one: str, other: str) -> None:
        self.leads[self.row(other)] = self.row(one)

    def take(self, sentences: Sequence[SentenceRecord]) -> None:
        """Join what a translator put into one sentence."""
        for sentence in sentences:
            for name in sentence.ids:
                self.join(sentence.ids[0], name)

    def close(self, sentences: Sequence[SentenceRecord]) -> None:
        """Join what stands between two parts of one row, so that a row is one stretch of each language."""
        last = {self.row(sentence.ids[0]): at for at, sentence in enumerate(sentences)}
        at = 0
        while at < len(sentences):
            row = self.row(sentences[at].ids[0])
            until = last[row]
            while at <= until:
                other = self.row(sentences[at].ids[0])
                until = max(until, last[other])
                self.join(row, other)
                at += 1


def _ordered(records: Mapping[str, TrackRecord], joined: _Joined, spoken: str) -> Iterator[Row]:
    """Yield the rows: those of the first language in its order, what others add after what it follows there."""
    parts = {tag: _parts(record.sentences, joined) for tag, record in records.items()}
    order: list[str] = []
    for each in parts.values():
        known, added, before = set(order), dict[str, list[str]](), ""
        for name in each:
            if name in known:
                before = name
            else:
                added.setdefault(before, []).append(name)
        order = [*added.get("", ()), *(new for name in order for new in (name, *added.get(name, ())))]
    for name in order:
        yield _row(name, parts, records, spoken)


def _parts(sentences: Sequence[SentenceRecord], joined: _Joined) -> dict[str, _Part]:
    parts: dict[str, _Part] = {}
    for sentence in sentences:
        name = joined.row(sentence.ids[0])
        part = parts.setdefault(name, _Part([], sentence.first_word, sentence.last_word))
        part.ids += sentence.ids
        part.last = sentence.last_word
    return parts


def _row(
    name: str, parts: Mapping[str, Mapping[str, _Part]], records: Mapping[str, TrackRecord], spoken: str
) -> Row:
    here = {tag: each[name] for tag, each in parts.items() if name in each}
    said = {tag: _said(records[tag].words[part.first : part.last + 1], part) for tag, part in here.items()}
    ids = tuple(dict.fromkeys(each for part in here.values() for each in part.ids))
    leading = [said[spoken]] if spoken in said else list(said.values())
    return Row(ids, min(each.start_ms for each in leading), max(each.end_ms for each in leading), said)


def _said(words: Sequence[WordRecord], part: _Part) -> Said:
    text = words[0].text
    for before, word in pairwise(words):
        text += " " * (word.offset > before.offset + len(before.text)) + word.text
    return Said(part.first, part.last, words[0].start_ms, max(word.end_ms for word in words), text)


def _numbers(record: TrackRecord) -> list[int]:
    """Return the number of the sentence of each word, -1 for none."""
    numbers = [-1] * len(record.words)
    for number, sentence in enumerate(record.sentences):
        for at in range(sentence.first_word, sentence.last_word + 1):
            numbers[at] = number
    return numbers


def _found(words: Sequence[WordRecord], cues: Sequence[Cue]) -> Iterator[tuple[int, int]]:
    """Yield each word that is found in the cues, and the cue that it begins in."""
    visible = ["".join(cue.text.split()) for cue in cues]
    text = "".join(visible)
    holder = [at for at, shown in enumerate(visible) for _ in shown]
    bare = ["".join(word.text.split()) for word in words]
    at = 0
    for number, word in enumerate(bare):
        place = at if word and text.startswith(word, at) else -1
        if place < 0 and word:  # a sound, or a change by hand: where do these words go on?
            place = text.find("".join(bare[number : number + _TELLING]), at, at + _FARTHEST)
        if place >= 0:
            yield number, holder[place]
            at = place + len(word)


def _at_middle(record: TrackRecord, cue: Cue) -> Iterator[int]:
    middle = (cue.start_ms + cue.end_ms) / 2
    for number, sentence in enumerate(record.sentences):
        start_ms, end_ms = record.words[sentence.first_word].start_ms, record.words[sentence.last_word].end_ms
        if start_ms <= middle < end_ms:
            yield number
            return
