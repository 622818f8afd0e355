"""What OpenDocument styles make of a span and of a paragraph (ODF 1.3 part 3, clauses 16 and 20)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from odfdo import Element

from cuepress.model import UnspokenKind
from cuepress.transcripts.blocks import BlockKind
from cuepress.transcripts.looks import SAYS_NOTHING, Look

_MAX_PARENTS = 24
_HEADING = re.compile(r"heading( \d+)?")
_KIND_OF_STYLE: dict[str, BlockKind] = {"title": "title", "subtitle": "title"}
_UNSPOKEN_STYLE: dict[str, UnspokenKind] = {
    "header": "running-head",
    "footer": "running-head",
    "footnote": "footnote",
    "endnote": "footnote",
    "footnote anchor": "footnote",
    "endnote anchor": "footnote",
    "page number": "page-number",
    "line numbering": "line-number",
    "caption": "note",
}


@dataclass(frozen=True, slots=True)
class Style:
    """What a style and its parents say. ``kind`` is what a paragraph in it is; spans leave it alone."""

    kind: BlockKind = "paragraph"
    look: Look = SAYS_NOTHING
    starts_page: bool = False


class Styles:
    """The styles that one part can see, looked up by family and name, and remembered."""

    def __init__(self, roots: Iterable[Element]) -> None:
        self._elements: dict[tuple[str, str], Element] = {}
        self._defaults: dict[str, Look] = {}
        for root in roots:
            for element in root.children:
                family = attribute(element, "style:family")
                if element.tag == "style:style":
                    self._elements[family, attribute(element, "style:name")] = element
                elif element.tag == "style:default-style":
                    self._defaults[family] = _look(element)
        self._styles: dict[tuple[str, str], Style] = {}

    def get(self, family: str, name: str) -> Style:
        """Return the style of a ``paragraph`` (with the defaults) or of ``text`` (without them)."""
        key = (family, name)
        if key not in self._styles:
            self._styles[key] = self._resolved(family, name)
        return self._styles[key]

    def _resolved(self, family: str, name: str) -> Style:
        chain = self._chain(family, name)
        look = SAYS_NOTHING
        for element in chain:
            look = look.over(_look(element)).over(Look(unspoken=_UNSPOKEN_STYLE.get(_plain_name(element))))
        if family == "paragraph":
            look = look.over(self._defaults.get(family, SAYS_NOTHING))
        return Style(_kind(chain), look, any(_starts_page(element) for element in chain))

    def _chain(self, family: str, name: str) -> list[Element]:
        chain: list[Element] = []
        seen: set[str] = set()
        while (family, name) in self._elements and name not in seen and len(chain) < _MAX_PARENTS:
            seen.add(name)
            chain.append(self._elements[family, name])
            name = attribute(chain[-1], "style:parent-style-name")
        return chain


def attribute(element: Element, name: str) -> str:
    """Return an attribute, empty where it is not given."""
    return str(element.get_attribute_string(name) or "")


def child(element: Element, tag: str) -> Element | None:
    """Return the first child with this tag."""
    return next((one for one in element.children if one.tag == tag), None)


def _plain_name(style: Element) -> str:
    """Return the name of a style as programs write it in every language: ``heading 1``."""
    return attribute(style, "style:name").replace("_20_", " ").lower()


def _kind(chain: list[Element]) -> BlockKind:
    for style in chain:
        name = _plain_name(style)
        if name in _KIND_OF_STYLE:
            return _KIND_OF_STYLE[name]
        if _HEADING.fullmatch(name) or attribute(style, "style:default-outline-level").strip("0"):
            return "heading"
    return "paragraph"


def _starts_page(style: Element) -> bool:
    if attribute(style, "style:master-page-name"):
        return True
    properties = child(style, "style:paragraph-properties")
    return properties is not None and attribute(properties, "fo:break-before") == "page"


def _look(style: Element) -> Look:
    properties = child(style, "style:text-properties")
    if properties is None:
        return SAYS_NOTHING
    given = {name: attribute(properties, name) for name in _TEXT_PROPERTIES}
    strikes = [
        given[name] for name in ("style:text-line-through-style", "style:text-line-through-type") if given[name]
    ]
    return Look(
        is_bold=_is(given["fo:font-weight"], {"bold", "600", "700", "800", "900"}),
        is_italic=_is(given["fo:font-style"], {"italic", "oblique"}),
        is_hidden=_is(given["text:display"], {"none"}),
        is_struck=any(strike != "none" for strike in strikes) if strikes else None,
        is_raised=_is_raised(given["style:text-position"]),
        language=_tag(given, ""),
        asian_language=_tag(given, "-asian"),
        right_to_left_language=_tag(given, "-complex"),
    )


_TEXT_PROPERTIES = (
    "fo:font-weight",
    "fo:font-style",
    "text:display",
    "style:text-line-through-style",
    "style:text-line-through-type",
    "style:text-position",
    "fo:language",
    "fo:country",
    "style:language-asian",
    "style:country-asian",
    "style:language-complex",
    "style:country-complex",
)


def _is(value: str, wanted: set[str]) -> bool | None:
    return value in wanted if value else None


def _is_raised(position: str) -> bool | None:
    """Read ``super 58%`` or ``33% 58%``: a name or a percentage of the height, then the size."""
    if not position:
        return None
    height = position.split(maxsplit=1)[0]
    return height == "super" or (height.endswith("%") and not height.startswith(("-", "0")))


def _tag(given: Mapping[str, str], script: str) -> str | None:
    prefix = "style:" if script else "fo:"
    language, country = given[f"{prefix}language{script}"], given[f"{prefix}country{script}"]
    if not language:
        return None
    return f"{language}-{country}" if country and country != "none" else language
