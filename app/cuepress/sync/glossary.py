"""A glossary: which words and phrases mean the same in several languages, from a CSV file as spreadsheets write
it.

The columns are headed by language tags, each row is one concept; ``|`` parts variants, an empty field says
nothing::

    en,fr,tr
    Strong Cities Network,Strong Cities Network|réseau des villes fortes,Güçlü Şehirler Ağı

Commas, semicolons and tabs part the fields, whichever the first line has; a byte order mark is passed over.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cuepress import files, language
from cuepress.errors import InputError, UsageError

_MAX_BYTES = 4 * 1024 * 1024
_MAX_CONCEPTS = 20_000
_MAX_CHARACTERS = 200  # of a variant: a sentence is no term
_MAX_VARIANTS = 50
_DELIMITERS = ",;\t"
_EXAMPLE = "head its columns with language tags, as en,fr,es"

Variants = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Glossary:
    """What the concepts are called: per row the variants in each of ``languages``, none where it is not said."""

    languages: tuple[str, ...] = ()
    concepts: tuple[tuple[Variants, ...], ...] = ()

    def between(self, ours: str, theirs: str) -> tuple[tuple[Variants, Variants], ...]:
        """Return the concepts that have a name in both languages; a column for ``pt`` serves ``pt-BR`` as well."""
        one, other = self._column(ours), self._column(theirs)
        if one is None or other is None:
            return ()
        return tuple((row[one], row[other]) for row in self.concepts if row[one] and row[other])

    @property
    def key(self) -> str:
        """A hash of all that it says."""
        return hashlib.sha256(repr((self.languages, self.concepts)).encode()).hexdigest()

    def _column(self, tag: str) -> int | None:
        if tag in self.languages:
            return self.languages.index(tag)
        primaries = [language.primary(each) for each in self.languages]
        return primaries.index(language.primary(tag)) if language.primary(tag) in primaries else None


NONE = Glossary()


def load(path: Path) -> Glossary:
    """Read a glossary from a file.

    Raises
    ------
    InputError
        If it cannot be read, is too large, is not Unicode, or is no such table; with the line.
    """
    name = files.shown(path)
    return decoded(files.read_bytes(path, max_bytes=_MAX_BYTES), name=name)


def decoded(data: bytes, *, name: str = "glossary") -> Glossary:
    """Read a glossary from the bytes of a file, as :func:`load` does."""
    encoding = "utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise InputError("the glossary is not Unicode text", f"{name}:{line}", "save it as “CSV UTF-8”") from None
    return parse(text, name=name)


def parse(text: str, *, name: str = "glossary") -> Glossary:
    """Read a glossary from text; ``name`` is said in errors.

    Raises
    ------
    InputError
        If it is no table with language tags above at least two columns; with the line.
    """
    rows = _rows(text, name)
    line, head = next(rows, (1, []))
    languages = tuple(_tag(each.strip(), f"{name}:{line}") for each in head)
    if len(languages) < 2:
        raise InputError("a glossary has a column for each of two languages or more", f"{name}:{line}", _EXAMPLE)
    if len(set(languages)) < len(languages):
        advice = "join them, parting variants with |"
        raise InputError("two columns are of the same language", f"{name}:{line}", advice)
    concepts = tuple(_concept(row, len(languages), f"{name}:{line}") for line, row in rows)
    if not concepts:
        raise InputError("the glossary has no rows", name, "write one concept a row below the language tags")
    if len(concepts) > _MAX_CONCEPTS:
        raise InputError(
            f"the glossary has {len(concepts):,} rows",
            name,
            f"keep to {_MAX_CONCEPTS:,}: those of the text will do",
        )
    return Glossary(languages, concepts)


def _rows(text: str, name: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that hold something, and the line on which each ends."""
    first = text.lstrip().split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(_DELIMITERS, key=first.count), strict=True)
    try:
        for row in reader:
            if any(field.strip() for field in row):
                yield reader.line_num, row
    except csv.Error as error:
        what = f"the table cannot be read ({error})"
        raise InputError(what, f"{name}:{reader.line_num}", "see that every quotation mark is closed") from None


def _tag(text: str, where: str) -> str:
    try:
        return language.normalise_tag(text)
    except UsageError:
        what = f"{text!r} above a column is no language tag" if text else "a column has no language tag above it"
        raise InputError(what, where, _EXAMPLE) from None


def _concept(row: Sequence[str], n_columns: int, where: str) -> tuple[Variants, ...]:
    if any(field.strip() for field in row[n_columns:]):
        advice = "put a text that holds the delimiter in quotation marks"
        raise InputError(f"the row has {len(row)} fields for {n_columns} languages", where, advice)
    return tuple(_variants(row[at], where) if at < len(row) else () for at in range(n_columns))


def _variants(field: str, where: str) -> Variants:
    variants = tuple(dict.fromkeys(" ".join(each.split()) for each in field.split("|") if each.strip()))
    longest = max(map(len, variants), default=0)
    if longest > _MAX_CHARACTERS:
        advice = f"a glossary holds words and phrases of up to {_MAX_CHARACTERS}"
        raise InputError(f"a term has {longest} characters", where, advice)
    if len(variants) > _MAX_VARIANTS:
        raise InputError(f"a concept has {len(variants)} variants", where, f"keep to {_MAX_VARIANTS}")
    return variants
