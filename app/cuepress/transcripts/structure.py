"""Document -> Transcript: the passes, in their order, and what comes of them.

Each pass takes lines and returns lines: it dismisses some with a reason, marks stretches of others, or names who
speaks. Nothing is deleted on the way, so that what is not spoken can be listed at the end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from cuepress.errors import TranscriptError
from cuepress.model import Paragraph, Transcript, Unspoken, UnspokenKind
from cuepress.transcripts import (
    footnotes,
    furniture,
    joining,
    limits,
    notes,
    sounds,
    speakers,
    stamps,
    tables,
    titles,
)
from cuepress.transcripts.blocks import Block, Document, Run
from cuepress.transcripts.cleaning import clean, squeezed
from cuepress.transcripts.lines import Line

# What a mark leaves behind when it is taken out of a sentence: "said [1]." must not become "said ."
_OPENING = re.compile(r"[\[(（【]")
_CLOSING_MARK = re.compile(r"[.,;:!?…)\]»”。，、]")


def build(
    document: Document,
    *,
    language: str,
    source: str,
    keep: frozenset[UnspokenKind] = frozenset(),
    where: str = "",
) -> Transcript:
    """Decide what of a document is spoken.

    Raises
    ------
    TranscriptError
        If nothing in it is spoken, or it is too large.
    """
    _check_size(document.blocks, where=where or source)
    lines = classified(tables.to_lines(document.blocks))
    parts = joining.join(_kept(lines, keep), language=language)
    if not keep & {"note", "footnote"}:
        parts = [notes.mark_brackets(part) if part.unspoken is None else part for part in parts]
    paragraphs, unspoken = assembled(parts)
    if not paragraphs:
        raise _nothing_is_spoken(unspoken, where or source)
    if document.title and not _is_listed(document.title, unspoken):
        unspoken = [Unspoken("metadata", squeezed(clean(document.title))), *unspoken]
    return Transcript(language, tuple(paragraphs), tuple(unspoken), _title(lines, document), source)


def _check_size(blocks: Sequence[Block], *, where: str) -> None:
    """Refuse what the passes would take minutes for; a cell becomes a line, and each bracket is looked into."""
    texts = [run.text for block in blocks for runs in (block.runs, *block.cells) for run in runs]
    n_lines = sum(max(1, len(block.cells)) for block in blocks) + sum(text.count("\n") for text in texts)
    limits.check_size(sum(map(len, texts)), n_lines, where=where)
    limits.check_marks(sum(len(_OPENING.findall(text)) for text in texts), where=where)


def classified(lines: list[Line]) -> list[Line]:
    """Run the passes. Each relies on those before it."""
    for run_pass in (
        stamps.mark_certain,  # before page numbers: "1" above "00:00:01,000 --> …"
        furniture.mark_furniture,  # before anything that looks at neighbours
        stamps.mark_series,  # before speakers: "Name  0:12"
        stamps.divide_at_stamps,
        footnotes.mark_footnotes,
        notes.mark_notes,
        titles.mark_entries,  # before speakers: "Date: 3 May"
        titles.mark_participants,
        speakers.name_speakers,
        notes.mark_stage_directions,  # after speakers: only where there is a conversation
        titles.mark_titles,  # after speakers: a name alone is no title
        titles.mark_headings,
    ):
        lines = run_pass(lines)
    return lines


def _kept(lines: Sequence[Line], keep: frozenset[UnspokenKind]) -> list[Line]:
    """Return the lines with the named kinds spoken; a kept line is a paragraph of its own."""
    if not keep:
        return list(lines)
    return [_kept_line(line, keep) for line in lines]


def _kept_line(line: Line, keep: frozenset[UnspokenKind]) -> Line:
    runs = tuple(replace(run, unspoken=None) if run.unspoken in keep else run for run in line.runs)
    if line.unspoken in keep:
        return replace(line, runs=runs, unspoken=None, kind="heading")
    return replace(line, runs=runs)


@dataclass(frozen=True, slots=True)
class _Part:
    """A paragraph, or None where nothing of a line is spoken, and what of it is not."""

    paragraph: Paragraph | None
    left_out: tuple[Unspoken, ...]


def assembled(lines: Sequence[Line]) -> tuple[list[Paragraph], list[Unspoken]]:
    """Make paragraphs of joined lines and list the rest, each with the paragraph that it stands at."""
    paragraphs: list[Paragraph] = []
    unspoken: list[Unspoken] = []
    speaker, is_silent = "", False
    for line in lines:
        if line.speaker is not None:
            unspoken += _unheard(speaker, len(paragraphs)) if is_silent else ()
            speaker, is_silent = line.speaker, True
        part = _part(line, speaker if line.kind not in {"heading", "title"} else "")
        unspoken += [replace(item, paragraph=len(paragraphs)) for item in part.left_out]
        if part.paragraph is not None:
            paragraphs.append(part.paragraph)
            is_silent &= part.paragraph.speaker != speaker
    unspoken += _unheard(speaker, len(paragraphs)) if is_silent else ()
    return paragraphs, [_at_home(item, paragraphs) for item in unspoken]


def _at_home(item: Unspoken, paragraphs: Sequence[Paragraph]) -> Unspoken:
    """Return what stands after the last paragraph as at its end."""
    if not paragraphs:
        return replace(item, paragraph=0)
    if item.paragraph < len(paragraphs):
        return item
    return replace(item, paragraph=len(paragraphs) - 1, place=_n_visible(paragraphs[-1].text))


def _unheard(speaker: str, paragraph: int) -> Sequence[Unspoken]:
    """List a name below which nothing is said: it may be a heading that only looks like one."""
    return (Unspoken("heading", speaker, paragraph, is_certain=False),) if speaker else ()


def _part(line: Line, speaker: str) -> _Part:
    left_out = tuple(_left_out(line))
    if line.unspoken is not None:
        return _Part(None, left_out)
    text = squeezed(_said(line.runs))
    if not text:
        return _Part(None, left_out)
    found = sounds.find(text)
    is_all_sound = bool(found) and sounds.is_all_sound(text)
    return _Part(Paragraph(text, "" if is_all_sound else speaker, found), left_out)


def _left_out(line: Line) -> Iterator[Unspoken]:
    """Yield what is not spoken of a line, with the visible characters before it that are."""
    place = 0
    for kind, group in groupby(line.runs, key=lambda run: run.unspoken or line.unspoken):
        text = squeezed("".join(run.text for run in group))
        if kind is None:
            place += _n_visible(text)
        elif text:
            yield Unspoken(kind, text, is_certain=line.is_certain or kind != line.unspoken, place=place)


def _n_visible(text: str) -> int:
    return len("".join(text.split()))


def _said(runs: Sequence[Run]) -> str:
    said: list[str] = []
    was_cut = False
    for run in runs:
        if run.unspoken is not None:
            was_cut = True
            continue
        if was_cut and said and _CLOSING_MARK.match(run.text):
            said[-1] = said[-1].rstrip(" \t")
        said.append(run.text)
        was_cut = False
    return "".join(said)


def _title(lines: Sequence[Line], document: Document) -> str:
    block = " ".join(_each_title(lines))
    return squeezed(block or clean(document.title or document.metadata.get("title", "")))


def _is_listed(title: str, unspoken: Sequence[Unspoken]) -> bool:
    return any(squeezed(clean(title)) == item.text for item in unspoken)


def _each_title(lines: Sequence[Line]) -> Iterator[str]:
    return (squeezed(line.text) for line in lines if line.unspoken == "title")


def _nothing_is_spoken(unspoken: Sequence[Unspoken], where: str) -> TranscriptError:
    if not unspoken:
        return TranscriptError("there is no text in it", where, "export or copy it again")
    kinds = ", ".join(dict.fromkeys(item.kind for item in unspoken))
    return TranscriptError(
        f"nothing in it is spoken: {kinds} ({limits.quoted(unspoken[0].text)})",
        where,
        f"take parts in with --keep {unspoken[0].kind}",
    )
