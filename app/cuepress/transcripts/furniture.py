"""What a page has around its text: page numbers, running heads and feet, line numbers in the margin."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from cuepress.transcripts import sounds
from cuepress.transcripts.lines import Line, Mark, dismissed, marked
from cuepress.transcripts.vocabulary import folded

_PAGE_WORD = (
    r"(?:pages?|pg\.?|p\.|seiten?|s\.|páginas?|pág\.?|pagina|bladzijde|blz\.?|sayfa|стр(?:аница|\.)?|strona|str\."
    r"|σελίδα|صفحة|الصفحة|עמוד|หน้า|페이지)"
)
_OF = r"(?:/|of|sur|von|de|di|do|da|van|из|z|من|から|of\s+the|\|)"
_PAGE_NUMBER = re.compile(
    rf"^[\s\-–—•·|.\[(]*(?:{_PAGE_WORD}\s*\d{{1,4}}(?:\s*{_OF}\s*\d{{1,4}})?|\d{{1,4}}\s*{_OF}\s*\d{{1,4}}"
    rf"|第\s*\d{{1,4}}\s*[页頁](?:\s*[共/，,]*\s*共?\s*\d{{1,4}}\s*[页頁]?)?|\d{{1,4}}\s*(?:ページ|页|頁)|\d{{1,4}}\s*[./]?\s*(?:sayfa|페이지))[\s\-–—•·|.\])]*$",
    re.IGNORECASE,
)
_DECORATED = re.compile(r"^\s*(?:[-–—~•·|*]+\s*\d{1,4}\s*[-–—~•·|*]+|\[\s*(?:p\.?\s*)?\d{1,4}\s*\])\s*$")
# 17-29387      3/12: a document's number, and how many of its pages these are.
_BESIDE_PAGES = re.compile(r"^\s*(?:\S{1,30}[ \t]{2,}\d{1,4}/\d{1,4}|\d{1,4}/\d{1,4}[ \t]{2,}\S{1,30})\s*$")
_BARE = re.compile(r"^\s*(?P<number>\d{1,4})\s*\.?\s*$")
_ROMAN = re.compile(r"^\s*[ivxl]{1,7}\s*$", re.IGNORECASE)
_IN_TEXT = re.compile(rf"[\[{{⟨]\s*{_PAGE_WORD}\s*\d{{1,4}}(?:\s*{_OF}\s*\d{{1,4}})?\s*[\]}}⟩]", re.IGNORECASE)
_MARGIN_NUMBER = re.compile(r"^\s*(?P<number>\d{1,3})(?:[ \t\u00a0]+(?=\S)|\s*$)")
# 12046      Parliament, 101st sitting: the number stands on the outer side of each page.
_OUTER_NUMBER = re.compile(
    r"^\s*(?:(?P<left>\d{1,5})[ \t\u00a0]{2,}(?P<head>\S.*)|(?P<foot>.*\S)[ \t\u00a0]{2,}(?P<right>\d{1,5}))\s*$"
)
_MIN_NUMBERED_LINES = 5
_MIN_NUMBERED_LINES_OF_LAST_PAGE = 2
_EDGE_LINES = 3
_MAX_HEAD_CHARACTERS = 140


def mark_furniture(lines: Sequence[Line]) -> list[Line]:
    """Mark line numbers, then page numbers, then heads and feet, each knowing what was found before."""
    return _mark_running_heads(_mark_page_numbers(mark_line_numbers(lines)))


def mark_line_numbers(lines: Sequence[Line]) -> list[Line]:
    """Mark numbers that count the lines of a page, as courts have them; the lines are then the typesetter's."""
    result = list(lines)
    for run in _numbered_runs(lines):
        first_block = lines[run[0]].block
        for index in run:
            found = _MARGIN_NUMBER.match(lines[index].masked)
            end = found.end() if found else 0
            numbered = marked(lines[index], [Mark(0, end, "line-number")])
            result[index] = replace(numbered, is_wrapped=True, block=first_block)
    return result


def _numbered_runs(lines: Sequence[Line]) -> Iterator[list[int]]:
    """Yield the indices of lines that count up by one, most with text behind the number.

    It takes five lines to tell a margin from a list; where one is found, the last page may have fewer.
    """
    runs = [run for run in _counting_runs(lines) if _has_text(run, lines)]
    if any(len(run) >= _MIN_NUMBERED_LINES for run in runs):
        yield from (run for run in runs if len(run) >= _MIN_NUMBERED_LINES_OF_LAST_PAGE)


def _counting_runs(lines: Sequence[Line]) -> Iterator[list[int]]:
    run: list[int] = []
    previous = -1
    for index, line in enumerate(lines):
        found = _MARGIN_NUMBER.match(line.masked)
        number = int(found["number"]) if found else None
        if number is None or number != previous + 1 or not run:
            yield run
            run = []
        if number is not None and (run or number == 1):
            run.append(index)
        previous = number if number is not None else -1
    yield run


def _has_text(run: Sequence[int], lines: Sequence[Line]) -> bool:
    with_text = sum(not _BARE.match(lines[index].masked) for index in run)
    return with_text * 2 >= len(run) > 0


def _mark_page_numbers(lines: Sequence[Line]) -> list[Line]:
    edges = _page_edges(lines)
    counting = _counting(lines, edges)
    result = []
    for index, line in enumerate(lines):
        text = line.masked
        is_edge = index in edges and bool(_BARE.match(text) or _ROMAN.match(text))
        is_number = bool(text.strip()) and any(
            form.match(text) for form in (_PAGE_NUMBER, _DECORATED, _BESIDE_PAGES)
        )
        if is_number or is_edge or index in counting:
            result.append(dismissed(line, "page-number"))
        else:
            marks = [Mark(*match.span(), "page-number") for match in _IN_TEXT.finditer(text)]
            result.append(marked(line, marks))
    return result


def _page_edges(lines: Sequence[Line]) -> frozenset[int]:
    """Return the indices of the first and last lines of each page, where the document has several."""
    pages = [
        [index for index, _ in group]
        for page, group in groupby(enumerate(lines), lambda pair: pair[1].page)
        if page
    ]
    if len(pages) < 2:
        return frozenset()
    return frozenset(index for page in pages for index in [*page[:_EDGE_LINES], *page[-_EDGE_LINES:]])


def _counting(lines: Sequence[Line], edges: frozenset[int]) -> frozenset[int]:
    """Return bare numbers that stand alone and count pages: rising by one, or in the middle of a sentence."""
    if edges:
        return frozenset()
    bare = [
        (index, int(match["number"])) for index, line in enumerate(lines) if (match := _BARE.match(line.masked))
    ]
    rising = [(index, number) for index, number in bare if number > 0]
    steps = [after[1] - before[1] == 1 and after[0] - before[0] > 1 for before, after in pairwise(rising)]
    if steps and all(steps):
        return frozenset(index for index, _ in rising)
    return frozenset(index for index, _ in bare if _splits_sentence(lines, index))


def _splits_sentence(lines: Sequence[Line], index: int) -> bool:
    if not 0 < index < len(lines) - 1:
        return False
    before, after = lines[index - 1].spoken, lines[index + 1].spoken
    return bool(before and after) and before[-1] not in ".!?…:。！？؟" and after[0].islower() and len(before) > 30


def _mark_running_heads(lines: Sequence[Line]) -> list[Line]:
    edges = _page_edges(lines) or _beside_page_numbers(lines)
    n_pages = len({line.page for line in lines if line.page})
    counts = Counter(key for page_keys in _keys_by_page(lines, edges) for key in page_keys)
    if not n_pages:  # the first page has its head as the title
        counts.update(_key(line) for index, line in enumerate(lines[:_EDGE_LINES]) if index not in edges)
    needed = max(2, (n_pages + 2) // 3)
    outer = _outer_numbered(lines)
    return [
        dismissed(line, "running-head")
        if index in outer
        or (index in edges and line.unspoken is None and _may_be_head(line) and counts[_key(line)] >= needed)
        else line
        for index, line in enumerate(lines)
    ]


def _outer_numbered(lines: Sequence[Line]) -> frozenset[int]:
    """Return the lines that hold the same words each time, and a page number that rises, on either side."""
    places: dict[str, list[tuple[int, int]]] = {}
    for index, line in enumerate(lines):
        found = _OUTER_NUMBER.match(line.masked) if len(line.text) <= _MAX_HEAD_CHARACTERS else None
        if found is not None and line.unspoken is None:
            words = folded(" ".join((found["head"] or found["foot"]).split()))
            places.setdefault(words, []).append((index, int(found["left"] or found["right"])))
    rising = (
        found
        for words, found in places.items()
        if len(found) >= 2 and re.search(r"[^\W\d_]{3}", words) and all(a[1] < b[1] for a, b in pairwise(found))
    )
    return frozenset(index for found in rising for index, _ in found)


def _keys_by_page(lines: Sequence[Line], edges: frozenset[int]) -> list[set[str]]:
    """Return the edge lines of each page as keys; without pages each line is a page of its own."""
    keys: dict[int, set[str]] = {}
    for index in edges:
        if _may_be_head(lines[index]):
            keys.setdefault(lines[index].page or -index - 1, set()).add(_key(lines[index]))
    return list(keys.values())


def _beside_page_numbers(lines: Sequence[Line]) -> frozenset[int]:
    numbers = [index for index, line in enumerate(lines) if line.unspoken == "page-number"]
    beside = {index + step for index in numbers for step in (-2, -1, 1, 2)}
    return frozenset(index for index in beside if 0 <= index < len(lines))


def _key(line: Line) -> str:
    return re.sub(r"\d+", "#", folded(" ".join(line.masked.split())))


def _may_be_head(line: Line) -> bool:
    said = line.spoken
    if not said or len(said) > _MAX_HEAD_CHARACTERS or said[-1] in ":：?!…," or sounds.is_all_sound(said):
        return False
    return bool(re.search(r"\w", said)) and not re.match(r"[^:]{1,40}[:：]\s+\S+.*[.!?]$", said)
