"""What the structure passes work on: a Line, and the tools to cut it into spoken and unspoken runs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from cuepress.model import UnspokenKind
from cuepress.transcripts.blocks import Block, BlockKind, Run
from cuepress.transcripts.cleaning import clean


# Without slots, so that the texts below are made once: the passes ask for them thirty times.
@dataclass(frozen=True)
class Line:
    """One line of a block on its way to a paragraph.

    ``speaker`` is the name that stands on this line; None where nobody is named, so that the turn goes on.
    ``unspoken`` says why the whole line is not spoken. ``block`` counts the blocks of the document: two lines
    of one block have no blank line between them.
    """

    runs: tuple[Run, ...]
    block: int = 0
    kind: BlockKind = "paragraph"
    page: int = 0
    is_wrapped: bool = False
    speaker: str | None = None
    unspoken: UnspokenKind | None = None
    is_certain: bool = True

    @cached_property
    def text(self) -> str:
        runs = self.runs
        return runs[0].text if len(runs) == 1 else "".join([run.text for run in runs])

    @cached_property
    def masked(self) -> str:
        """The text with unspoken runs blanked out, so that offsets stay those of ``text``."""
        if self.unspoken is not None:
            return " " * sum(len(run.text) for run in self.runs)
        return "".join([run.text if run.unspoken is None else " " * len(run.text) for run in self.runs])

    @cached_property
    def spoken(self) -> str:
        """What is left to be said on this line, without space at its ends."""
        if self.unspoken is not None:
            return ""
        return "".join([run.text for run in self.runs if run.unspoken is None]).strip()

    @cached_property
    def is_bold(self) -> bool:
        said = [run for run in self.runs if run.unspoken is None and run.text.strip()]
        return bool(said) and all(run.is_bold for run in said)


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a line's text that is not spoken, and why; kind None takes the stretch out (a label)."""

    start: int
    end: int
    kind: UnspokenKind


def lines_of(blocks: Sequence[Block]) -> list[Line]:
    """Divide blocks without cells into lines, cleaned; empty ones are left out."""
    lines: list[Line] = []
    for number, block in enumerate(blocks):
        speaker = block.speaker
        for runs in split_runs(cleaned(block.runs)):
            if any(run.text.strip() for run in runs):
                lines.append(Line(runs, number, block.kind, block.page, block.is_wrapped, speaker))
                speaker = None
    return lines


def cleaned(runs: Iterable[Run]) -> tuple[Run, ...]:
    return tuple(replace(run, text=text) for run in runs if (text := clean(run.text)))


def split_runs(runs: Iterable[Run]) -> Iterator[tuple[Run, ...]]:
    """Divide runs at line breaks."""
    current: list[Run] = []
    for run in runs:
        first, *others = run.text.split("\n")
        current.append(replace(run, text=first) if others else run)
        for text in others:
            yield tuple(current)
            current = [replace(run, text=text)]
    yield tuple(current)


def marked(line: Line, marks: Sequence[Mark]) -> Line:
    """Return the line with the stretches in ``marks`` unspoken; what is unspoken already stays what it is."""
    if not marks:
        return line
    runs: list[Run] = []
    offset = 0
    waiting = sorted(marks, key=lambda mark: mark.start)
    at = 0
    for run in line.runs:
        end = offset + len(run.text)
        while at < len(waiting) and waiting[at].end <= offset:
            at += 1
        if run.unspoken is not None:
            runs.append(run)
        else:
            runs.extend(_cut(run, offset, waiting, at))
        offset = end
    return replace(line, runs=tuple(runs))


def _cut(run: Run, offset: int, marks: Sequence[Mark], first: int) -> Iterator[Run]:
    done = 0
    for index in range(first, len(marks)):
        mark = marks[index]
        start, end = max(mark.start - offset, done), min(mark.end - offset, len(run.text))
        if start >= len(run.text):
            break
        if start >= end:
            continue
        if start > done:
            yield replace(run, text=run.text[done:start])
        yield replace(run, text=run.text[start:end], unspoken=mark.kind)
        done = end
    if done < len(run.text):
        yield replace(run, text=run.text[done:])


def without(line: Line, start: int, end: int) -> Line:
    """Return the line without the characters from ``start`` to ``end``, but with what is unspoken among them."""
    runs: list[Run] = []
    offset = 0
    for run in line.runs:
        if run.unspoken is not None or offset + len(run.text) <= start or offset >= end:
            runs.append(run)
        else:
            kept = run.text[: max(0, start - offset)] + run.text[max(0, end - offset) :]
            runs.append(replace(run, text=kept))
        offset += len(run.text)
    return replace(line, runs=tuple(run for run in runs if run.text))


def divided(line: Line, offsets: Sequence[int]) -> list[Line]:
    """Cut a line at the given offsets of its text, in order; each piece is a line of its own."""
    if not offsets:
        return [line]
    pieces: list[Line] = []
    edges = [0, *offsets, len(line.text)]
    cut = iter(line.runs)
    run = next(cut, None)
    offset = 0
    for end in edges[1:]:
        runs: list[Run] = []
        while run is not None and offset < end:
            taken, rest = run.text[: end - offset], run.text[end - offset :]
            runs.append(replace(run, text=taken))
            offset += len(taken)
            run = replace(run, text=rest) if rest else next(cut, None)
        if runs:
            pieces.append(replace(line, runs=tuple(runs)))
    return pieces


def dismissed(line: Line, kind: UnspokenKind, *, is_certain: bool = True) -> Line:
    """Return the line as one that is not spoken."""
    return replace(line, unspoken=kind, is_certain=is_certain)
