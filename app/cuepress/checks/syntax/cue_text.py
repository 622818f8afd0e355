"""The text of a WebVTT cue, read strictly: character references and tags (WebVTT §4.2.2)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.entities import html5
from typing import NamedTuple

from cuepress import language
from cuepress.checks.model import Rule, Severity
from cuepress.checks.syntax import rules
from cuepress.checks.syntax.times import read_inner
from cuepress.errors import UsageError
from cuepress.model import Kind

_REFERENCE = re.compile(r"&(?:#([0-9]{1,8});|#[xX]([0-9a-fA-F]{1,7});|([A-Za-z][A-Za-z0-9]{0,40};))")
_TAG = re.compile(r"<([^>]*)(>?)")
_INSIDE = re.compile(r"([^ \t\n\f.]*)((?:\.[^ \t\n\f.]*)*)([ \t\n\f]*)(.*)", re.DOTALL)
_NAMES = frozenset({"c", "i", "b", "u", "ruby", "rt", "v", "lang"})
_MOST_OPEN = 50  # tags within tags; more are no caption, and are not worth the time
_ANNOTATED = frozenset({"v", "lang"})


class Wrong(NamedTuple):
    """A rule that is broken at an index of the text, over so many characters."""

    rule: Rule
    at: int
    what: str
    length: int = 1
    severity: Severity | None = None


def faults(text: str, *, start_ms: int, end_ms: int, kind: Kind) -> Iterator[Wrong]:
    r"""Yield what is wrong with the text of a cue, its lines joined by ``\\n``; metadata may hold anything."""
    if kind == "metadata" or ("<" not in text and "&" not in text):
        return
    yield from _references(text)
    if "<" in text:
        yield from _Tags(text, start_ms, end_ms, kind).faults()


def _references(text: str) -> Iterator[Wrong]:
    at = text.find("&")
    while at >= 0:
        match = _REFERENCE.match(text, at)
        if match is None or not _is_character(match):
            shown = match[0] if match else text[at : at + 8].split("\n", maxsplit=1)[0]
            yield Wrong(rules.REFERENCE, at, f"& begins no character here: {shown!r}; write &amp;")
        at = text.find("&", at + 1)


def _is_character(match: re.Match[str]) -> bool:
    decimal, hexadecimal, name = match.groups()
    if name:
        return name in html5
    code = int(decimal) if decimal else int(hexadecimal, 16)
    is_control = code < 0x20 and code not in {0x9, 0xA, 0xC}
    return 0 < code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF and not is_control and not 0x7F <= code <= 0x9F


class _Tags:
    """Goes through the tags of one cue."""

    def __init__(self, text: str, start_ms: int, end_ms: int, kind: Kind) -> None:
        self.text = text
        self.start_ms, self.end_ms = start_ms, end_ms
        self.kind = kind
        self.open: list[tuple[str, int]] = []
        self.latest_ms = -1
        self.n_voices = 0

    def faults(self) -> Iterator[Wrong]:
        for match in _TAG.finditer(self.text):
            at, inside, length = match.start(), match[1], len(match[0].split("\n")[0])
            if not match[2]:
                what = "a tag that no > closes: everything after < is hidden (write &lt; for the sign)"
                yield Wrong(rules.TAG, at, what, length, "error")
            if self.kind == "chapters":
                yield Wrong(rules.CHAPTER, at, f"{match[0]!r} in a chapter's title", length)
            if inside.startswith("/"):
                yield from self._end(inside[1:], at, length)
            elif inside[:1].isdecimal() and inside[:1].isascii():
                yield from self._time(inside, at, length)
            else:
                yield from self._start(inside, at, length)
        begin = len(self.text) - len(self.text.lstrip())
        for name, at in self.open:
            # Only a voice that speaks the whole cue may go on to its end.
            is_whole_voice = name == "v" and at == begin and self.n_voices == 1
            if not is_whole_voice:
                yield Wrong(rules.TAG, at, f"<{name}> is never closed by </{name}>", len(name) + 1)

    def _start(self, inside: str, at: int, length: int) -> Iterator[Wrong]:
        match = _INSIDE.fullmatch(inside)
        name, annotation = (match[1], match[4].strip()) if match else (inside, "")
        if name not in _NAMES:
            yield Wrong(rules.TAG, at, f"<{name[:20]}> is no tag of WebVTT", length)
            return
        if annotation and name not in _ANNOTATED:
            yield Wrong(
                rules.ANNOTATION, at, f"<{name}> takes no more than classes, not {annotation[:40]!r}", length
            )
        if name == "rt" and [each for each, _ in self.open[-1:]] != ["ruby"]:
            yield Wrong(rules.TAG, at, "<rt> stands only directly in <ruby>", length)
            return
        if name == "v":
            yield from self._voice(annotation, at, length)
        if name == "lang":
            yield from _lang(annotation, at, length)
        self.open.append((name, at))

    def _voice(self, name: str, at: int, length: int) -> Iterator[Wrong]:
        self.n_voices += 1
        if not name:
            yield Wrong(rules.VOICE, at, "<v> without a name", length)
        if any(each == "v" for each, _ in self.open[-_MOST_OPEN:]):
            yield Wrong(rules.VOICE, at, "<v> inside another <v>", length)

    def _end(self, name: str, at: int, length: int) -> Iterator[Wrong]:
        last = self.open[-1][0] if self.open else ""
        if self.open and name == last:
            self.open.pop()
        elif name == "ruby" and [each for each, _ in self.open[-2:]] == ["ruby", "rt"]:
            del self.open[-2:]
        else:
            expected = f"; </{last}> is expected" if last else ", and no tag is open"
            yield Wrong(rules.TAG, at, f"</{name[:20]}> closes nothing{expected}", length)

    def _time(self, inside: str, at: int, length: int) -> Iterator[Wrong]:
        ms, wrong = read_inner(inside)
        if wrong is not None and (ms is None or wrong.is_fatal):
            yield Wrong(rules.INNER_TIME, at + 1 + wrong.at, f"<{inside[:20]}> is no time: {wrong.what}", length)
            return
        if ms is None:
            return
        if wrong is not None:
            yield Wrong(rules.INNER_TIME, at + 1, f"<{inside[:20]}>: {wrong.what}", length)
        if not self.start_ms < ms < self.end_ms:
            yield Wrong(rules.INNER_TIME, at, f"<{inside}> is not between the cue's in and out time", length)
        if ms <= self.latest_ms:
            yield Wrong(rules.INNER_TIME, at, f"<{inside}> is not after the time before it", length)
        self.latest_ms = ms


def _lang(tag: str, at: int, length: int) -> Iterator[Wrong]:
    if not tag:
        yield Wrong(rules.LANG, at, "<lang> without a language", length)
        return
    try:
        language.normalise_tag(tag)
    except UsageError as failure:
        yield Wrong(rules.LANG, at, f"{failure.what}; {failure.next_step}", length)
