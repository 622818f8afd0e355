"""Which videos of a large library a reader is shown: those that have the words asked for, a page at a time.

Titles are looked for in every language and without regard to case and accents. They stand at the beginning of a
manifest and are read from there: the words of a thousand videos, which come after them, would take seconds.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from cuepress import files, language
from cuepress.errors import LibraryError
from cuepress.library import MAX_MANIFEST_BYTES, Entry
from cuepress.web.shelf import Stamp, current_shelf, stamp

PAGE_SIZE = 24
MAX_QUERY_CHARACTERS = 200
_LEFT_OUT = frozenset({"Mn", "Cf"})  # accents, vowel points; joiners, direction marks
_NEIGHBOURS = 1  # numbers shown on either side of the page that is open
# The long lists stand last in a manifest, each on a line of its own; no text of JSON holds a bare line break.
_LONG_LIST = re.compile(rb',\n "(?:mends|sentences|words)": \{')


@dataclass(frozen=True, slots=True)
class Shown:
    """One page of what was found.

    ``first`` and ``last`` count from 1 among the ``n_found``, of ``n_all``; ``numbers`` are the pages to go to,
    with 0 for a gap.
    """

    entries: tuple[Entry, ...]
    query: str
    number: int
    n_pages: int
    first: int
    last: int
    n_found: int
    n_all: int
    numbers: tuple[int, ...]


def find(entries: Sequence[Entry], *, query: str = "", number: str = "", size: int = PAGE_SIZE) -> Shown:
    """Return a page of the videos in which every word of ``query`` is found; of a bad number the nearest page."""
    query = _cleaned(query)
    words = folded(query).split()
    found = [entry for entry in entries if _has_all(entry, words)] if words else entries
    n_pages = max(1, -(-len(found) // size))
    at = min(max(1, int(number)), n_pages) if re.fullmatch(r"[0-9]{1,9}", number) else 1
    chosen = tuple(found[(at - 1) * size : at * size])
    first = (at - 1) * size + 1 if chosen else 0
    last = first + len(chosen) - 1 if chosen else 0
    return Shown(chosen, query, at, n_pages, first, last, len(found), len(entries), page_numbers(at, n_pages))


def page_numbers(at: int, n_pages: int) -> tuple[int, ...]:
    """Return the pages to offer: the first, the last, those around the open one; 0 stands for a gap.

    >>> page_numbers(6, 42), page_numbers(2, 3), page_numbers(4, 6)
    ((1, 0, 5, 6, 7, 0, 42), (1, 2, 3), (1, 2, 3, 4, 5, 6))
    """
    near = range(max(1, at - _NEIGHBOURS), min(n_pages, at + _NEIGHBOURS) + 1)
    offered = sorted({1, *near, n_pages})
    numbers: list[int] = []
    for each in offered:
        before = numbers[-1] if numbers else 0
        if each - before == 2:
            numbers.append(before + 1)  # a gap of one page is no shorter than its number
        elif each - before > 2:
            numbers.append(0)
        numbers.append(each)
    return tuple(numbers)


def folded(text: str) -> str:
    """Return a text without what people leave out when they search: case, accents, forms of the same letter.

    >>> folded("Straße À l’ÉTÉ ﬁn")
    "strasse a l'ete fin"
    """
    parts = unicodedata.normalize("NFKD", text.casefold()).replace("’", "'")
    return "".join(character for character in parts if unicodedata.category(character) not in _LEFT_OUT).casefold()


def _cleaned(query: str) -> str:
    """Return what was asked for, short enough and without what no page may hold."""
    short = query[:MAX_QUERY_CHARACTERS]
    return " ".join("".join(" " if unicodedata.category(each) == "Cc" else each for each in short).split())


def _has_all(entry: Entry, words: Iterable[str]) -> bool:
    text = _searched(entry)
    return all(word in text for word in words)


def _searched(entry: Entry) -> str:
    """Return what is looked through for one video: its name, its titles, the names of its languages."""
    tags = sorted({track.language for track in entry.tracks})
    path = current_shelf().manifest_of(entry)
    titles = _titles(path, stamp(path)) if path else ""
    return f"{_folded_names(entry.stem, tuple(tags))}\n{titles}"


@lru_cache(maxsize=16_384)
def _folded_names(stem: str, tags: tuple[str, ...]) -> str:
    return folded("\n".join([stem, *tags, *map(language.autonym, tags), *map(language.english_name, tags)]))


@lru_cache(maxsize=16_384)
def _titles(path: Path, _stamp: Stamp) -> str:
    """Return every line of the titles in a manifest, folded; nothing of one that cannot be read."""
    try:
        data = files.read_bytes(path, error=LibraryError, max_bytes=MAX_MANIFEST_BYTES)
        return folded("\n".join(_title_lines(_head(data))))
    except (LibraryError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return ""


def _head(data: bytes) -> dict[str, Any]:
    """Parse a manifest without its long lists; one that was written by another hand as a whole."""
    found = _LONG_LIST.search(data)
    if found:
        try:
            return dict(json.loads(data[: found.start()] + b"}"))
        except ValueError:
            pass
    return dict(json.loads(data))


def _title_lines(plain: dict[str, Any]) -> Iterable[str]:
    for track in plain["tracks"].values():
        yield str(track["title"])
        yield from (str(part["text"]) for part in track["unspoken"] if part["kind"] == "title")
