"""Which sentences say the same, as read by hand (``benchmarks/texts/gold.toml``), and how well an alignment
agrees.

A *link* is a sentence of the base and one of the other text that stand in the same bead; a bead of one sentence
and two others has two links. Precision is the share of the links found that are in the gold, recall the share
of the gold's that were found, F1 their harmonic mean. Sentences without a counterpart have no link: to give
them one costs precision, to pass over a pair costs recall. The sentences are the gold's: where a text was cut
otherwise, a piece is linked as every sentence of the gold that it has words of.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cuepress
from cuepress.model import Paragraph, Transcript
from cuepress.sync.bilingual.aligning import Found
from cuepress.sync.bilingual.pieces import Piece

HOME = Path(__file__).parent.parent
FOLDER, MEDIA = HOME / "benchmarks" / "texts", HOME / "media"

Link = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Score:
    """Shares of links."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(frozen=True, slots=True)
class Case:
    """Two texts, where in each a sentence begins [offsets into its text], and the links of these sentences."""

    name: str
    ours: Transcript
    theirs: Transcript
    our_starts: tuple[int, ...]
    their_starts: tuple[int, ...]
    links: frozenset[Link]

    def score(self, found: Found) -> Score:
        """Hold an alignment of the two texts against the gold."""
        ours = [_sentences(self.ours, piece, self.our_starts) for piece in found.ours]
        theirs = [_sentences(self.theirs, piece, self.their_starts) for piece in found.theirs]
        links = {
            (one, other)
            for bead in found.beads
            for a in bead.ours
            for b in bead.theirs
            for one in ours[a]
            for other in theirs[b]
        }
        right = len(links & self.links)
        return Score(right / max(len(links), 1), right / len(self.links))


def cases() -> Iterator[Case]:
    """Yield every pair of texts that was read."""
    for text in tomllib.loads((FOLDER / "gold.toml").read_text(encoding="utf-8"))["text"]:
        for other in text["others"]:
            yield _case(text, other)


def _case(text: dict[str, Any], other: str) -> Case:
    alike, base = text.get("alike", 0), text["base"]
    ours, theirs = (_read(text["name"], tag) for tag in (base, other))
    our_starts, their_starts = ([*_line_starts(text["name"], tag, alike)] for tag in (base, other))
    links = {(at, at) for at in range(alike)}
    for bead in text["bead"]:
        mine, others = bead.get(base, []), bead.get(other, [])
        links |= {
            (len(our_starts) + a, len(their_starts) + b) for a in range(len(mine)) for b in range(len(others))
        }
        our_starts += _starts(ours, mine)
        their_starts += _starts(theirs, others)
    assert our_starts == sorted(set(our_starts))
    assert their_starts == sorted(set(their_starts))
    return Case(
        f"{text['name']} {base}-{other}", ours, theirs, tuple(our_starts), tuple(their_starts), frozenset(links)
    )


def _read(name: str, tag: str) -> Transcript:
    """Return a text of the sample, or one that has a sentence a line as one paragraph."""
    if name == "lighthouse":
        return Transcript(tag, (Paragraph(" ".join(_lines(tag))),))
    (path,) = (path for path in MEDIA.glob(f"{name}.{tag}.*") if path.suffix in {".md", ".docx", ".html", ".txt"})
    return cuepress.read_transcript(path)


def _lines(tag: str) -> list[str]:
    return (FOLDER / f"{tag}.txt").read_text(encoding="utf-8").strip().split("\n")


def _line_starts(name: str, tag: str, count: int) -> Iterator[int]:
    at = 0
    for line in _lines(tag)[:count] if name == "lighthouse" else ():
        yield at
        at += len(line) + 1


def _starts(text: Transcript, beginnings: list[str]) -> list[int]:
    """Return where sentences begin that begin so; each beginning is met once."""
    assert all(text.text.count(beginning) == 1 for beginning in beginnings), beginnings
    return [text.text.index(beginning) for beginning in beginnings]


def _sentences(text: Transcript, piece: Piece, starts: tuple[int, ...]) -> list[int]:
    """Return which sentences of the gold a piece has words of."""
    words = text.words[piece.first : piece.last]
    return sorted({sum(start <= word.offset for start in starts) - 1 for word in words})
