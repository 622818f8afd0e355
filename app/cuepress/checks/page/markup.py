"""The text of a page -> its elements in order, each with its attributes, its place in the source, what it holds.

Browsers read anything, so this does: nothing is a fault, what was never closed ends with the page. It is not the
whole algorithm of the HTML standard, whose repairs (tables, formatting) do not move the elements that are looked
at here. ``html.parser`` takes quadratic time on tags that do not end, and other parsers forget where a tag stood;
this one reads each character a fixed number of times and does not recurse.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from html import unescape

MAX_ELEMENTS = 150_000  # ten times as many as a page that browsers are slow with
# Elements that were never closed hold all the rest of a page; so much of each is looked at.
_LOOKED_AT = 2_000
_LOOKED_AT_AROUND = 60

_TAG = re.compile(r"""<(/?)([a-zA-Z][^\s/>]*+)((?:=\s*+"[^"]*+"|=\s*+'[^']*+'|[^>])*+)>""")
_ATTRIBUTE = re.compile(r"""([^\s=/>"'][^\s=/>]*+)(?:\s*+=\s*+("[^"]*+"|'[^']*+'|[^\s>]++))?""")


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_VOID = _names("area base br col embed hr img input link meta param source track wbr basefont frame")
# What stands in these is no markup, and nothing of it is read on the page (the title in its tab).
_RAW = _names("script style textarea title xmp iframe noembed noframes template")
_INLINE = _names(
    "a abbr b bdi bdo cite code data dfn em font i kbd mark q s samp small span strong sub sup u var wbr"
)


@dataclass(slots=True)
class Element:
    """An element: where its start tag stands in the source, and which stretch of the page's text it holds.

    ``parent`` is the index of the element it stands in (-1: none), ``last`` that of the last element inside it.
    """

    tag: str
    attributes: Mapping[str, str]
    start: int
    end: int
    index: int
    parent: int
    last: int
    text_start: int
    text_end: int

    def get(self, name: str) -> str:
        """Return an attribute, or nothing."""
        return self.attributes.get(name, "")

    def has(self, name: str) -> bool:
        return name in self.attributes


@dataclass(frozen=True)
class Markup:
    """A page as it was read; ``is_cut``: it has more elements than are looked at."""

    source: str
    elements: tuple[Element, ...]
    text: str
    title: str
    is_cut: bool = False

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(found.end() for found in re.finditer(r"\r\n|\r|\n", self.source))]

    @cached_property
    def by_id(self) -> dict[str, Element]:
        """Elements by their id; the first has it."""
        return {each.get("id"): each for each in reversed(self.elements) if each.get("id")}

    def place(self, offset: int) -> tuple[int, int]:
        """Return line and column (from 1) of a character of the source."""
        line = bisect_right(self._line_starts, offset)
        return line, offset - self._line_starts[line - 1] + 1

    def tag_text(self, element: Element) -> str:
        """Return the start tag as it is written."""
        return self.source[element.start : element.end]

    def text_of(self, element: Element) -> str:
        """Return what is read in an element, its white space made single spaces; of a long text the beginning."""
        return " ".join(
            self.text[element.text_start : min(element.text_end, element.text_start + _LOOKED_AT)].split()
        )

    def inside(self, element: Element) -> tuple[Element, ...]:
        """Return the elements in an element, in order; of many the first."""
        return self.elements[element.index + 1 : min(element.last, element.index + _LOOKED_AT) + 1]

    def around(self, element: Element) -> Iterator[Element]:
        """Yield the elements that an element stands in, the nearest first; of many the nearest."""
        for _ in range(_LOOKED_AT_AROUND):
            if element.parent < 0:
                break
            element = self.elements[element.parent]
            yield element


@dataclass(slots=True)
class _Scan:
    """A page while it is read."""

    source: str
    elements: list[Element] = field(default_factory=list)
    open_elements: list[Element] = field(default_factory=list)
    n_open: Counter[str] = field(default_factory=Counter)
    pieces: list[str] = field(default_factory=list)
    n_text: int = 0
    title: str = ""

    def say(self, text: str) -> None:
        self.pieces.append(text)
        self.n_text += len(text)

    def start(self, found: re.Match[str]) -> None:
        tag = found[2].lower()
        if tag not in _INLINE:
            self.say(" ")
        if tag == "p" and self.open_elements and self.open_elements[-1].tag == "p":
            self._close()
        index = len(self.elements)
        parent = self.open_elements[-1].index if self.open_elements else -1
        made = Element(
            tag, _attributes(found[3]), found.start(), found.end(), index, parent, index, self.n_text, self.n_text
        )
        self.elements.append(made)
        if tag not in _VOID and tag not in _RAW:
            self.open_elements.append(made)
            self.n_open[tag] += 1

    def stop(self, tag: str) -> None:
        if tag not in _INLINE:
            self.say(" ")
        while self.n_open[tag] and self._close() != tag:
            pass

    def _close(self) -> str:
        closed = self.open_elements.pop()
        closed.last, closed.text_end = len(self.elements) - 1, self.n_text
        self.n_open[closed.tag] -= 1
        return closed.tag

    def finish(self) -> None:
        while self.open_elements:
            self._close()


def parse(source: str) -> Markup:
    """Read a page, whatever it is."""
    scan = _Scan(source)
    at = 0
    while 0 <= at < len(source) and len(scan.elements) < MAX_ELEMENTS:
        sign = source.find("<", at)
        scan.say(unescape(source[at : sign if sign >= 0 else len(source)]))
        if sign < 0:
            at = len(source)
            break
        at = _after(scan, sign)
    scan.finish()
    is_cut = len(scan.elements) >= MAX_ELEMENTS
    return Markup(source, tuple(scan.elements), "".join(scan.pieces), scan.title, is_cut)


def _after(scan: _Scan, sign: int) -> int:
    """Read what begins with ``<``; return where it ends, or -1 if nothing after it is read."""
    source = scan.source
    if source.startswith("<!--", sign):
        end = source.find("-->", sign + 2)  # <!--> is a whole comment
        return end + 3 if end >= 0 else -1
    following = source[sign + 1 : sign + 2]
    if following in {"!", "?"} or (following == "/" and not source[sign + 2 : sign + 3].isalpha()):
        end = source.find(">", sign)
        return end + 1 if end >= 0 else -1
    if following != "/" and not (following.isascii() and following.isalpha()):
        scan.say("<")
        return sign + 1
    found = _TAG.match(source, sign)
    if found is None:  # a tag that never ends, or a letter that begins none
        return -1
    tag = found[2].lower()
    if found[1]:
        scan.stop(tag)
        return found.end()
    scan.start(found)
    return _after_raw(scan, tag, found.end()) if tag in _RAW and not scan.n_open["svg"] else found.end()


def _after_raw(scan: _Scan, tag: str, at: int) -> int:
    """Return where an element without markup inside ends; without an end it is all the rest."""
    end = re.compile(rf"</{tag}(?=[\s/>])", re.IGNORECASE).search(scan.source, at)
    if end is None:
        return -1
    if tag == "title" and not scan.title:
        scan.title = " ".join(unescape(scan.source[at : end.start()]).split())
    return end.start()


def _attributes(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(text):
        value = match[2] or ""
        if value[:1] in {'"', "'"} and value[-1:] == value[:1] and len(value) > 1:
            value = value[1:-1]
        found.setdefault(match[1].lower(), unescape(value))
    return found


__all__ = ["MAX_ELEMENTS", "Element", "Markup", "parse"]
