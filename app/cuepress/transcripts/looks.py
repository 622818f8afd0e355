"""What formatting says about a stretch of text, as Word and OpenDocument both inherit it from style to style."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from itertools import groupby

from cuepress.model import UnspokenKind
from cuepress.transcripts.blocks import Run

_NO_LANGUAGE = frozenset({"x-none", "none", "zxx", "und", "mis", "mul"})


@dataclass(frozen=True, slots=True)
class Look:
    """Formatting; None where it says nothing. An office program keeps a language per kind of script."""

    is_bold: bool | None = None
    is_italic: bool | None = None
    is_hidden: bool | None = None
    is_struck: bool | None = None
    is_raised: bool | None = None
    is_right_to_left: bool | None = None
    unspoken: UnspokenKind | None = None
    language: str | None = None
    asian_language: str | None = None
    right_to_left_language: str | None = None

    def over(self, base: Look) -> Look:
        """Return this look where it says something, else what ``base`` says."""
        if SAYS_NOTHING in (self, base):
            return base if self == SAYS_NOTHING else self
        mine = (getattr(self, field.name) for field in fields(Look))
        theirs = (getattr(base, field.name) for field in fields(Look))
        return Look(*(below if above is None else above for above, below in zip(mine, theirs, strict=True)))

    def language_of(self, text: str) -> str:
        """Return the language that this look gives to ``text``, by the script of its first letter."""
        letter = next((character for character in text if character.isalpha()), "")
        if not letter:
            return ""
        if self.is_right_to_left or "\u0590" <= letter <= "\u08ff":
            return self.right_to_left_language or ""
        if "\u2e80" <= letter <= "\ud7ff" or "\uf900" <= letter <= "\ufaff":
            return self.asian_language or ""
        return self.language or ""


SAYS_NOTHING = Look()


def main_language(characters: Counter[str]) -> str:
    """Return the language that most of the text is in, empty where nothing is said."""
    return next((tag for tag, _count in characters.most_common() if tag and tag.lower() not in _NO_LANGUAGE), "")


def merged(runs: Iterable[Run]) -> Iterator[Run]:
    """Join neighbours in the same style: programs cut text at every spelling mark and editing session."""
    for (is_bold, is_italic, unspoken), same in groupby(runs, key=_style):
        yield Run("".join(run.text for run in same), is_bold, is_italic, unspoken)


def _style(run: Run) -> tuple[bool, bool, UnspokenKind | None]:
    return run.is_bold, run.is_italic, run.unspoken


def lines(parts: Iterable[tuple[Run, ...]]) -> Iterator[Run]:
    """Join the paragraphs of a table cell, a line each."""
    filled = [runs for runs in parts if runs]
    for index, runs in enumerate(filled):
        if index:
            yield Run("\n")
        yield from runs
