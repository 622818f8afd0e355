"""The lines between ``---`` and ``---`` at the head of a text: what it says about itself, never spoken."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_FENCED = re.compile(r"\A\s*---[ \t]*\n(?P<body>(?:[^\n]*\n){1,200}?)(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_ENTRY = re.compile(r"^(?P<key>[A-Za-z][\w .-]{0,40}?)[ \t]*:(?:[ \t]+(?P<value>.*))?$")
_LANGUAGE_KEYS = ("lang", "language", "locale")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """``text`` is the matter without fences, ``rest`` the document after it, ``entries`` by key in lower case."""

    text: str
    rest: str
    entries: dict[str, str] = field(default_factory=dict)

    @property
    def language(self) -> str:
        return next((self.entries[key] for key in _LANGUAGE_KEYS if self.entries.get(key)), "")

    @property
    def title(self) -> str:
        return self.entries.get("title", "")


def split(text: str) -> FrontMatter:
    """Take the front matter off a text; without any, ``rest`` is the whole text.

    Only simple ``key: value`` lines are understood, so that nothing in a file can make a YAML parser work.
    Speech between two rules is no front matter: every line must be an entry, a list item or indented.
    """
    found = _FENCED.match(text)
    if not found:
        return FrontMatter("", text)
    body = found["body"]
    lines = [line for line in body.split("\n") if line.strip()]
    matches = [_ENTRY.match(line) for line in lines]
    if not any(matches) or not all(
        match or line[0] in " \t-#" for match, line in zip(matches, lines, strict=True)
    ):
        return FrontMatter("", text)
    entries = {match["key"].lower(): _unquoted(match["value"] or "") for match in matches if match}
    return FrontMatter(body.strip(), text[found.end() :], entries)


def _unquoted(value: str) -> str:
    value = value.strip()
    quoted = len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1] if quoted else value
