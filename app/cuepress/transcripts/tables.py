"""Table rows -> lines: which column is the time, which the speaker, which the text, told by what is in them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from cuepress.transcripts.blocks import Block, Run
from cuepress.transcripts.labels import is_role, looks_like_name
from cuepress.transcripts.lines import Line, cleaned, dismissed, lines_of, split_runs
from cuepress.transcripts.vocabulary import folded

_TIME = re.compile(
    r"^[\s\[(]*\d{1,3}:[0-5]\d(?::[0-5]\d)?(?:[.,:;]\d{1,3})?(?:\s*(?:-+>?|–|—|to|→)\s*\d{1,3}:[0-5]\d(?::[0-5]\d)?(?:[.,:;]\d{1,3})?)?[\s\])]*$"
)
_NUMBER = re.compile(r"^\s*#?\d{1,6}[.)]?\s*$")
_HEADER_WORDS = frozenset(
    folded(
        """
        time times timecode timestamp tc start end in out begin duration speaker speakers name who person
        voice text dialogue dialog speech transcript transcription content words comment line lines no nr
        number id audio video visual notes heure temps début fin locuteur intervenant orateur nom texte
        parole paroles zeit beginn ende sprecher wortlaut tiempo hora inicio orador hablante texto tempo
        ora parlante testo oratore tijd spreker tekst falante zaman süre konuşmacı metin время спикер
        говорящий текст имя الوقت المتحدث النص
        时间 時間 发言人 说话人 講者 内容 文本 話者 発言者 発言 本文 시간 화자 내용
        """
    ).split()
)
_TEXT_WORDS = frozenset(
    folded(
        "text dialogue dialog speech transcript transcription content words texte paroles wortlaut "
        "texto testo tekst metin текст النص 内容 文本 発言 本文 내용 대사"
    ).split()
)
_SENTENCE = re.compile(r".*[.!?…。！？؟।]\W*$")
_MIN_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class _Columns:
    """Column numbers by what they hold; None where a table has no such column."""

    text: int
    speaker: int | None = None
    times: frozenset[int] = frozenset()
    numbers: frozenset[int] = frozenset()


def to_lines(blocks: Sequence[Block]) -> list[Line]:
    """Divide all blocks of a document into lines; tables are read column by column where they hold turns."""
    lines: list[Line] = []
    offset = 0
    for is_table, group in groupby(blocks, key=lambda block: bool(block.cells)):
        members = list(group)
        found = _lines_of_table(members) if is_table else lines_of(members)
        lines += [replace(line, block=line.block + offset) for line in found]
        offset += len(members)
    return lines


def _lines_of_table(rows: Sequence[Block]) -> list[Line]:
    texts = [[_text(cell) for cell in row.cells] for row in rows]
    header = 1 if len(rows) > 1 and _is_header(texts[0]) else 0
    columns = _columns(texts[header:], texts[0] if header else [])
    lines: list[Line] = []
    for number, row in enumerate(rows):
        is_header = number < header or (header and texts[number] == texts[0])
        found = _header_lines(row) if is_header else _row_lines(row, columns)
        lines += [replace(line, block=number) for line in found]
    return lines


def _text(cell: Sequence[Run]) -> str:
    return " ".join("".join(run.text for run in cleaned(cell) if run.unspoken is None).split())


def _is_header(cells: Sequence[str]) -> bool:
    """Tell whether a row names its columns: ``Time | Speaker | Text``."""
    filled = [folded(cell).strip(" :：.") for cell in cells if cell]
    named = sum(all(word in _HEADER_WORDS for word in re.split(r"[\s/_-]+", cell)) for cell in filled)
    return bool(filled) and named * 2 > len(filled) and all(len(cell) <= 40 for cell in filled)


def _columns(rows: Sequence[Sequence[str]], header: Sequence[str]) -> _Columns:
    """Tell columns by what is in them; a header has the last word on which one is the text."""
    width = max(map(len, rows), default=0)
    cells = [[row[column] for row in rows if column < len(row) and row[column]] for column in range(width)]
    times = frozenset(column for column in range(width) if _share(_TIME, cells[column]) >= _MIN_SHARE)
    numbers = frozenset(
        column for column in range(width) if column not in times and _share(_NUMBER, cells[column]) >= _MIN_SHARE
    )
    others = [column for column in range(width) if column not in times | numbers and cells[column]]
    if not others:
        return _Columns(text=max(width - 1, 0), times=times, numbers=numbers)
    text = max(others, key=lambda column: (_is_text_header(header, column), *_weight(cells[column]), -column))
    named = [column for column in others if column != text and _holds_names(cells[column])]
    return _Columns(text, named[0] if named else None, times, numbers)


def _is_text_header(header: Sequence[str], column: int) -> bool:
    return column < len(header) and any(word in _TEXT_WORDS for word in folded(header[column]).split())


def _weight(cells: Sequence[str]) -> tuple[bool, int]:
    """Text has sentences, and more of it than there is of anything else."""
    return _share(_SENTENCE, cells) >= 0.5, sum(map(len, cells))


def _share(pattern: re.Pattern[str], cells: Sequence[str]) -> float:
    return sum(bool(pattern.match(cell)) for cell in cells) / len(cells) if cells else 0.0


def _holds_names(cells: Sequence[str]) -> bool:
    """Tell whether a column holds speakers: short, like names, and mostly coming back."""
    names = [cell.rstrip(" :：") for cell in cells]
    fit = sum(is_role(name) or looks_like_name(name) or _is_short_label(name) for name in names)
    comes_back = Counter(names).most_common(1)[0][1] > 1 or len(names) <= 4
    return fit >= _MIN_SHARE * len(names) and comes_back


def _is_short_label(name: str) -> bool:
    return len(name.split()) <= 3 and len(name) <= 30 and not re.search(r"[.!?…。！？]$", name)


def _header_lines(row: Block) -> Iterator[Line]:
    for line in _whole_row(row):
        yield dismissed(line, "heading")


def _whole_row(row: Block) -> Iterator[Line]:
    for cell in row.cells:
        for runs in split_runs(cleaned(cell)):
            if any(run.text.strip() for run in runs):
                yield Line(runs, kind=row.kind, page=row.page, is_wrapped=row.is_wrapped)


def _row_lines(row: Block, columns: _Columns) -> Iterator[Line]:
    """Yield a row as the lines of one turn; columns of no known use come before the text, in their own lines."""
    speaker: str | None = None
    said: list[Line] = []
    for column, cell in enumerate(row.cells):
        if column == columns.speaker:
            speaker = _text(cell).rstrip(" :：") or None
            continue
        cells = list(_whole_row(Block("row", cells=(cell,), page=row.page, is_wrapped=row.is_wrapped)))
        if column in columns.times or column in columns.numbers:
            yield from (
                dismissed(line, "timestamp" if column in columns.times else "line-number") for line in cells
            )
        elif column == columns.text:
            said = cells
        else:
            yield from cells
    yield from _named(said, speaker)


def _named(lines: Sequence[Line], speaker: str | None) -> Iterator[Line]:
    if not lines and speaker:
        yield Line((Run(""),), kind="row", speaker=speaker)
    for index, line in enumerate(lines):
        yield replace(line, speaker=speaker) if index == 0 else line
