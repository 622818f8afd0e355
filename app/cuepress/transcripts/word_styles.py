"""What Word's styles make of a run and of a paragraph: bold, hidden, struck out, heading, list item, language.

Values are inherited: run, character style, paragraph style, each through the styles that it is based on, and the
document's defaults at the bottom. (Word lets two bold styles cancel each other out; here bold stays bold.)
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cuepress.model import UnspokenKind
from cuepress.transcripts.blocks import BlockKind
from cuepress.transcripts.looks import SAYS_NOTHING, Look

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_VAL = W + "val"
_OFF = frozenset({"0", "false", "off", "none"})
_MAX_BASED_ON = 24  # Word itself stops at ten

_HEADING = re.compile(r"heading \d")
_KIND_OF_STYLE: dict[str, BlockKind] = {"title": "title", "subtitle": "title", "toc heading": "heading"}
_UNSPOKEN_STYLE: dict[str, UnspokenKind] = {
    "header": "running-head",
    "footer": "running-head",
    "page number": "page-number",
    "line number": "line-number",
    "footnote text": "footnote",
    "endnote text": "footnote",
    "footnote reference": "footnote",
    "endnote reference": "footnote",
    "annotation text": "comment",
    "annotation reference": "comment",
    "caption": "note",
    "table of figures": "navigation",
}


@dataclass(frozen=True, slots=True)
class ParagraphStyle:
    kind: BlockKind = "paragraph"
    look: Look = SAYS_NOTHING
    starts_page: bool = False


def look_of(properties: Element | None) -> Look:
    """Read run properties (``w:rPr``)."""
    if properties is None or len(properties) == 0:
        return SAYS_NOTHING
    languages = properties.find(W + "lang")
    language = (lambda name: languages.get(W + name)) if languages is not None else (lambda _name: None)
    raised = properties.find(W + "vertAlign")
    strikes = [is_on(properties, name) for name in ("strike", "dstrike")]
    return Look(
        is_bold=is_on(properties, "b"),
        is_italic=is_on(properties, "i"),
        is_hidden=is_on(properties, "vanish"),
        is_struck=True if any(strikes) else next((strike for strike in strikes if strike is not None), None),
        is_raised=None if raised is None else raised.get(_VAL) == "superscript",
        is_right_to_left=is_on(properties, "rtl"),
        language=language("val"),
        asian_language=language("eastAsia"),
        right_to_left_language=language("bidi"),
    )


def is_on(properties: Element, name: str) -> bool | None:
    found = properties.find(W + name)
    return None if found is None else found.get(_VAL, "1").lower() not in _OFF


def value_of(properties: Element | None, name: str) -> str | None:
    """Return the ``w:val`` of a property, or None where it is not given."""
    found = None if properties is None else properties.find(W + name)
    return None if found is None else found.get(_VAL)


class Styles:
    """The styles of one document, looked up by id and remembered."""

    def __init__(self, root: Element) -> None:
        self._styles = {style.get(W + "styleId") or "": style for style in root.iter(W + "style")}
        defaults = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        self._defaults = look_of(defaults)
        self._normal = next(
            (key for key, style in self._styles.items() if self._is_default_paragraph_style(style)), None
        )
        self._looks: dict[str | None, Look] = {}
        self._kinds: dict[str | None, ParagraphStyle] = {}

    @staticmethod
    def _is_default_paragraph_style(style: Element) -> bool:
        return style.get(W + "type") == "paragraph" and style.get(W + "default", "0").lower() not in _OFF

    def character_look(self, style_id: str | None) -> Look:
        """Return what a character style and its ancestors say, without the document's defaults."""
        if style_id not in self._looks:
            look = Look()
            for style in self._chain(style_id):
                look = look.over(look_of(style.find(W + "rPr"))).over(
                    Look(unspoken=_UNSPOKEN_STYLE.get(_name(style)))
                )
            self._looks[style_id] = look
        return self._looks[style_id]

    def paragraph_style(self, style_id: str | None) -> ParagraphStyle:
        """Return what a paragraph style and its ancestors say, the document's defaults included."""
        style_id = style_id if style_id in self._styles else self._normal
        if style_id not in self._kinds:
            chain = self._chain(style_id)
            look = self.character_look(style_id).over(self._defaults)
            if any(re.fullmatch(r"toc \d", _name(style)) for style in chain):
                look = Look(unspoken="navigation").over(look)
            starts = any(_switch_in(style, "pageBreakBefore") for style in chain[:1])
            self._kinds[style_id] = ParagraphStyle(_kind(chain), look, starts)
        return self._kinds[style_id]

    def _chain(self, style_id: str | None) -> list[Element]:
        """Return a style and what it is based on, nearest first; a circle ends where it closes."""
        chain: list[Element] = []
        seen: set[str] = set()
        while (
            style_id is not None
            and style_id in self._styles
            and style_id not in seen
            and len(chain) < _MAX_BASED_ON
        ):
            seen.add(style_id)
            chain.append(self._styles[style_id])
            style_id = value_of(chain[-1], "basedOn")
        return chain


def _switch_in(style: Element, name: str) -> bool:
    properties = style.find(W + "pPr")
    return properties is not None and bool(is_on(properties, name))


def _name(style: Element) -> str:
    """Return the name by which Word knows a style in every language: ``heading 1`` whatever the menu shows."""
    return (value_of(style, "name") or "").lower()


def _kind(chain: list[Element]) -> BlockKind:
    for style in chain:
        name = _name(style)
        if name in _KIND_OF_STYLE:
            return _KIND_OF_STYLE[name]
        if _HEADING.fullmatch(name):
            return "heading"
        properties = style.find(W + "pPr")
        level = value_of(properties, "outlineLvl")
        if level is not None and level in "012345678":
            return "heading"
        if properties is not None and properties.find(W + "numPr") is not None:
            return "list-item"
        if name.startswith(("list bullet", "list number")):
            return "list-item"
    return "paragraph"
