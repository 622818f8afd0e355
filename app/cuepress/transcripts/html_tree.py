"""A web page -> a tree that is safe to walk, and which of its elements holds the text.

lexbor follows the HTML standard, whose own algorithm takes quadratic time on deep trees and on thousands of
attributes. So depth, tags and attributes are counted before it sees the page, and scripts and comments are cut
out, so that what was counted is what is parsed. The walk does not recurse, however deep the tree is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from selectolax.lexbor import LexborHTMLParser, LexborNode

from cuepress.errors import TranscriptError

MAX_CHARACTERS = 12_000_000
MAX_ELEMENTS = 100_000
MAX_DEPTH = 400  # browsers stop at 512
MAX_ATTRIBUTES = 1_000  # of one tag


def words(text: str) -> frozenset[str]:
    """Return names that are written one behind the other."""
    return frozenset(text.split())


# Elements whose end is implied: a page of 1990 never closes its paragraphs, and is no deeper for it.
_IMPLIED = words("p li dt dd tr td th thead tbody tfoot colgroup option optgroup rt rp rb body html head")
_VOID = words("area base br col embed hr img input link meta param source track wbr basefont frame")
_TAG = re.compile(
    r"""<(/?)([a-zA-Z][^\s/>]*+)((?:=\s*+"[^"]*+"|=\s*+'[^']*+'|[^>])*+)(?:>|\Z)""",
)
_QUOTED = re.compile(r"""=\s*+(?:"[^"]*+"|'[^']*+')""")
_CUT = re.compile(r"<!--|<(script|style)\b", re.IGNORECASE)

# What the main text can lie in when no landmark says where it is.
_WRAPPERS = frozenset({"body", "div", "section", "form", "center", "article", "main"})
_MAIN_SHARE = 0.85


def parse(text: str, *, where: str) -> LexborHTMLParser:
    """Return the parsed page.

    Raises
    ------
    TranscriptError
        If it is larger or deeper than any page.
    """
    text = _without_scripts(text)
    if len(text) > MAX_CHARACTERS:
        raise _too_large(f"it has {len(text):,} characters", where)
    _check_tags(text, where)
    return LexborHTMLParser(text)


def _too_large(what: str, where: str) -> TranscriptError:
    return TranscriptError(
        f"this page is larger than any transcript: {what}", where, "save the text itself, as .txt or .docx"
    )


def _without_scripts(text: str) -> str:
    """Cut out scripts, styles and comments that end; the rest of the page stays as it is."""
    kept, at = [], 0
    endless: set[str] = set()
    while found := _CUT.search(text, at):
        name = (found.group(1) or "").lower()
        end = None if name in endless else _end_of(name, text, found.end())
        if end is None:
            endless.add(name)
            kept.append(text[at : found.end()])
            at = found.end()
            continue
        kept.append(text[at : found.start()])
        at = end
    return "".join([*kept, text[at:]])


def _end_of(name: str, text: str, start: int) -> int | None:
    if not name:
        end = text.find("-->", start)
        return None if end < 0 else end + 3
    closing = re.compile(rf"</{name}\b[^>]*+>", re.IGNORECASE).search(text, start)
    return closing.end() if closing else None


def _check_tags(text: str, where: str) -> None:
    depth = n_tags = 0
    for tag in _TAG.finditer(text):
        n_tags += not tag.group(1)
        name = tag.group(2).lower()
        if name not in _IMPLIED and name not in _VOID:
            depth = max(depth - 1, 0) if tag.group(1) else depth + 1
        if depth > MAX_DEPTH:
            raise _too_large(f"its elements are nested more than {MAX_DEPTH} deep", where)
        attributes = tag.group(3)
        if len(attributes) > 2 * MAX_ATTRIBUTES and len(_QUOTED.sub(" ", attributes).split()) > MAX_ATTRIBUTES:
            raise _too_large(f"one tag has more than {MAX_ATTRIBUTES:,} attributes", where)
    if n_tags > MAX_ELEMENTS:
        raise _too_large(f"it has {n_tags:,} elements", where)


Event = Literal["start", "end", "text"]


def walk(root: LexborNode) -> Iterator[tuple[Event, LexborNode]]:
    """Yield each element as it starts and ends, and each text, in order, without recursion."""
    node: LexborNode | None = root
    while node is not None:
        if node.is_text_node:
            yield "text", node
        elif node.is_element_node:
            yield "start", node
            if node.first_child is not None:
                node = node.first_child
                continue
            yield "end", node
        while node is not None and node.mem_id != root.mem_id and node.next is None:
            node = node.parent
            if node is not None:
                yield "end", node
        node = None if node is None or node.mem_id == root.mem_id else node.next


@dataclass(slots=True)
class Weight:
    """What an element holds, in characters of text, and how much of it stands in links."""

    text: int = 0
    links: int = 0
    paragraphs: int = 0
    headings: int = 0
    tables: int = 0
    items: int = 0

    def add(self, other: Weight) -> None:
        self.text += other.text
        self.links += other.links
        self.paragraphs += other.paragraphs
        self.headings += other.headings
        self.tables += other.tables
        self.items += other.items


_NO_TEXT = words(
    "script style template svg object embed iframe canvas audio video head select datalist textarea noscript"
)


def weigh(root: LexborNode) -> dict[int, Weight]:
    """Return the weight of every element, by its ``mem_id``."""
    weights: dict[int, Weight] = {}
    open_weights: list[Weight] = [Weight()]
    silent = 0
    for event, node in walk(root):
        if event == "text":
            open_weights[-1].text += 0 if silent else len((node.text_content or "").split()) and _length(node)
        elif event == "start":
            silent += node.tag in _NO_TEXT
            open_weights.append(Weight())
        else:
            silent -= node.tag in _NO_TEXT
            weight = open_weights.pop()
            weights[node.mem_id] = weight
            _count(node.tag or "", weight, open_weights[-1])
    return weights


def _length(node: LexborNode) -> int:
    return len(" ".join((node.text_content or "").split()))


def _count(tag: str, weight: Weight, outer: Weight) -> None:
    outer.add(weight)
    outer.links += weight.text - weight.links if tag == "a" else 0
    outer.paragraphs += tag == "p"
    outer.headings += tag in {"h1", "h2", "h3", "h4", "h5", "h6"}
    outer.tables += tag == "table"
    outer.items += tag == "li"


def main_element(page: LexborHTMLParser, weights: dict[int, Weight]) -> LexborNode | None:
    """Return the element that holds the text of the page: a landmark, or what most of the text stands in."""
    body = page.body
    if body is None:
        return None
    main = _heaviest(body.css("main, [role=main]"), weights) or body
    within = main.css("[itemprop=articleBody], article")
    inner = _heaviest([one for one in within if one.mem_id != main.mem_id], weights)
    share = 0.5 if main.mem_id != body.mem_id else 0.3
    if inner is not None and weights[inner.mem_id].text > share * weights[main.mem_id].text:
        return inner
    return main if main.mem_id != body.mem_id else _descend(body, weights)


def _heaviest(nodes: list[LexborNode], weights: dict[int, Weight]) -> LexborNode | None:
    heavy = [node for node in nodes if node.mem_id in weights and weights[node.mem_id].text > 0]
    return max(heavy, key=lambda node: weights[node.mem_id].text, default=None)


def _descend(node: LexborNode, weights: dict[int, Weight]) -> LexborNode:
    """Go down for as long as one wrapper holds nearly all the text."""
    while True:
        children = [child for child in node.iter() if child.tag in _WRAPPERS]
        inner = _heaviest(children, weights)
        if inner is None or _prose(weights[inner.mem_id]) < _MAIN_SHARE * max(1, _prose(weights[node.mem_id])):
            return node
        node = inner


def _prose(weight: Weight) -> int:
    return weight.text - weight.links
