"""A track's file with some of its cues changed and everything else as it stands: comments, headers, spaces.

Writing a track anew would lose comments and change every line that is only spelled otherwise. So the file is taken
apart into pieces, one for each cue and one for each other block; only pieces that differ are written anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from cuepress.formats import subrip, webvtt
from cuepress.formats.cue_text import read_payload, write_payload
from cuepress.formats.reading import FoundCue
from cuepress.formats.subrip_times import parse_times
from cuepress.formats.writing import WriteOptions, is_blank
from cuepress.model import Cue, Kind, Track
from cuepress.timecode import clock


@dataclass(frozen=True, slots=True)
class Piece:
    """A block of the file: its lines, the blank ones after it, and the cue that it holds, if a player finds one.

    ``times_at`` is the index of the line with the times among ``lines``; -1 where there is none. ``number`` is
    that of a SubRip cue, as written.
    """

    lines: tuple[str, ...]
    blank: tuple[str, ...]
    cue: Cue | None = None
    times_at: int = -1
    number: int | None = None

    @property
    def body(self) -> tuple[str, ...]:
        return self.lines[self.times_at + 1 :]


@dataclass(frozen=True, slots=True)
class Layout:
    """A file taken apart: the lines before the first piece, and the pieces in the order of the file."""

    is_webvtt: bool
    kind: Kind
    head: tuple[str, ...]
    pieces: tuple[Piece, ...] = field(repr=False)

    @property
    def cues(self) -> list[Cue]:
        """The cues that a player finds, in the order of the track: by in time, else as in the file."""
        found = [piece.cue for piece in self.pieces if piece.cue is not None]
        return sorted(found, key=lambda cue: cue.start_ms)

    def can_change_text(self, cue: Cue) -> bool:
        """Tell whether the text of a cue stands in the file as it is shown, so that it can be written anew."""
        if self.is_webvtt:
            return not cue.markup and self.kind != "metadata"
        return any(piece.cue is cue and _shown(piece) == cue.text for piece in self.pieces)


def take_apart(text: str, *, is_webvtt: bool, kind: Kind) -> Layout:
    """Divide the text of a file into pieces.

    Raises
    ------
    TrackError
        If there is text, but no cue, in a SubRip file.
    """
    return _webvtt_layout(text, kind) if is_webvtt else _subrip_layout(text, kind)


def _webvtt_layout(text: str, kind: Kind) -> Layout:
    lines = webvtt.lines_of(text)
    by_line = {found.line: found.cue for found in webvtt.scan(text, kind=kind).cues}
    blocks = list(webvtt.blocks(lines))
    first = blocks[0].line - 1 if blocks else len(lines)
    pieces = []
    begins = [*(block.line - 1 for block in blocks), len(lines)]
    for block, (start, after) in zip(blocks, pairwise(begins), strict=True):
        end = start + bool(block.head) + bool(block.times_line) + len(block.body)
        cue = by_line.get(block.times_line) if block.times_line else None
        times_at = block.times_line - 1 - start if cue is not None else -1
        pieces.append(Piece(tuple(lines[start:end]), tuple(lines[end:after]), cue, times_at))
    return Layout(True, kind, tuple(lines[:first]), tuple(pieces))


def _subrip_layout(text: str, kind: Kind) -> Layout:
    lines = subrip.lines_of(text)
    marks = subrip.marks_of(lines)
    found: Sequence[FoundCue] = subrip.scan(text, kind=kind).cues
    ends = [*(mark.text_end for mark in marks[1:]), len(lines)][: len(marks)]
    pieces = []
    for mark, end, each in zip(marks, ends, found, strict=True):
        last = end
        while last > mark.at + 1 and is_blank(lines[last - 1]):
            last -= 1
        kept = tuple(lines[mark.text_end : last])
        pieces.append(Piece(kept, tuple(lines[last:end]), each.cue, mark.at - mark.text_end, mark.number))
    return Layout(False, kind, tuple(lines[: marks[0].text_end] if marks else lines), tuple(pieces))


def _shown(piece: Piece) -> str:
    """Return the text under the times as a player would show it that knows no tags."""
    return "\n".join(line.strip(" \t") for line in piece.body if not is_blank(line))


def put_together(layout: Layout, changed: Sequence[Cue], *, tidy: bool = True) -> str:
    r"""Return the text of the file with its cues changed; line ends are ``\\n``.

    Parameters
    ----------
    layout
        The file.
    changed
        One cue for each of ``layout.cues``, in their order. In times stay; text only changes where
        ``layout.can_change_text`` says so.
    tidy
        Also put right what breaks the format: order, numbers, blank lines, spellings of times, broken tags.
    """
    new = dict(zip(map(id, layout.cues), changed, strict=True))
    write = _webvtt_piece if layout.is_webvtt else _subrip_piece
    written = [
        piece if piece.cue is None else write(piece, new[id(piece.cue)], tidy=tidy) for piece in layout.pieces
    ]
    if tidy:
        written = _in_order(written)
        written = written if layout.is_webvtt else _numbered(written)
    lines = list(layout.head)
    for piece in written:
        if tidy and lines and not _parts(lines[-1], layout):
            lines.append("")
        lines += (*piece.lines, *piece.blank)
    return "\n".join(lines)


def _parts(line: str, layout: Layout) -> bool:
    """Tell whether a line parts two blocks: it is empty, or, in SubRip, looks so."""
    return not line or (not layout.is_webvtt and is_blank(line))


def _webvtt_piece(piece: Piece, cue: Cue, *, tidy: bool) -> Piece:
    before = piece.cue or cue
    times, body = piece.lines[piece.times_at], list(piece.body)
    composed = _composed(cue)
    settings = composed.partition(" --> ")[2].partition(" ")[2]
    if (cue.start_ms, cue.end_ms) != (before.start_ms, before.end_ms) or (tidy and settings != cue.settings):
        times = composed if tidy else f"{clock(cue.start_ms)} --> {clock(cue.end_ms)} {cue.settings}".rstrip()
    has_faults = tidy and cue.text and bool(read_payload("\n".join(body)).faults)
    if cue.text != before.text or has_faults:
        body = write_payload(cue).split("\n")
    return replace(piece, cue=cue, lines=(*piece.lines[: piece.times_at], times, *body))


def _composed(cue: Cue) -> str:
    """Return the line of times of a cue as our writer has it: the settings that have an effect."""
    one = replace(cue, text="x", voice="", id="", markup="")
    text = webvtt.compose(Track((one,)), WriteOptions()).text
    return next(line for line in text.split("\n") if webvtt.ARROW in line)


def _subrip_piece(piece: Piece, cue: Cue, *, tidy: bool) -> Piece:
    before = piece.cue or cue
    raw = piece.lines[piece.times_at]
    times = parse_times(raw) or parse_times(raw.translate(subrip.INVISIBLE))
    rest = times.rest if times else ""
    head, body = list(piece.lines[: piece.times_at]), list(piece.body)
    if cue.text != before.text:
        body = cue.text.split("\n")
    elif tidy and _has_gap(body):
        body = [line for line in body if not is_blank(line)]
    is_changed = (cue.start_ms, cue.end_ms) != (before.start_ms, before.end_ms)
    if is_changed or (tidy and times is not None and times.faults):
        raw = f"{clock(cue.start_ms, ',')} --> {clock(cue.end_ms, ',')}" + (f" {rest}" if rest else "")
        if times is not None and times.number is not None:
            head = [str(times.number)]
    return replace(piece, lines=(*head, raw, *body), cue=cue, times_at=len(head))


def _has_gap(body: Sequence[str]) -> bool:
    """Tell whether a blank line parts a text in which nothing looks like a cue that lost its times."""
    at = [index for index, line in enumerate(body) if is_blank(line)]
    return bool(at) and not any(line.strip().isdecimal() or "--" in line or "→" in line for line in body)


def _in_order(pieces: Sequence[Piece]) -> list[Piece]:
    """Put cues in the order of their in times; what stands right before a cue, say a comment, goes with it.

    Blank lines stay where they are, and so does what stands before the first cue.
    """
    starts = [piece.cue.start_ms for piece in pieces if piece.cue is not None]
    if starts == sorted(starts):
        return list(pieces)
    groups: list[list[Piece]] = [[]]
    for piece in pieces:
        groups[-1].append(piece)
        if piece.cue is not None:
            groups.append([])
    *cued, rest = groups
    opening = [piece for piece in cued[0] if piece.cue is None]
    cued[0] = cued[0][len(opening) :]
    ordered = sorted(cued, key=lambda group: group[-1].cue.start_ms if group[-1].cue else 0)
    moved = [*opening, *(piece for group in ordered for piece in group), *rest]
    return [replace(piece, blank=slot.blank) for piece, slot in zip(moved, pieces, strict=True)]


def _numbered(pieces: Sequence[Piece]) -> list[Piece]:
    """Number the cues of a SubRip file from 1, if they are not."""
    if [piece.number for piece in pieces] == list(range(1, len(pieces) + 1)):
        return list(pieces)
    return [
        replace(piece, lines=(str(at), *piece.lines[piece.times_at :]), times_at=1, number=at)
        for at, piece in enumerate(pieces, start=1)
    ]
