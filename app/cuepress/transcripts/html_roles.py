"""Why an element of a web page is not speech: by element, role, class and style."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from cuepress.model import UnspokenKind
from cuepress.transcripts.html_tree import Weight, words

_NAVIGATION_TAGS = frozenset({"nav", "aside", "footer", "button", "dialog", "menu", "noscript", "search"})
_ELEMENTS: dict[str, UnspokenKind] = {
    **dict.fromkeys(_NAVIGATION_TAGS, "navigation"),
    "del": "deleted",
    "s": "deleted",
    "strike": "deleted",
    "rt": "note",
    "rp": "note",
    "rtc": "note",
    "figcaption": "note",
    "caption": "note",
}
_ROLES: dict[str, UnspokenKind] = {
    **dict.fromkeys(
        words(
            "navigation banner contentinfo complementary search menu menubar toolbar dialog alertdialog tablist"
        ),
        "navigation",
    ),
    **dict.fromkeys(("doc-endnotes", "doc-footnote", "doc-noteref", "doc-backlink"), "footnote"),
    "doc-toc": "navigation",
    "doc-pagebreak": "page-number",
}
# Whole words of class names and ids, as WordPress, Drupal, MediaWiki and their themes have them.
_NAVIGATION_WORDS = words(
    "nav navbar navigation menu submenu breadcrumb breadcrumbs sidebar share sharing sharedaddy addtoany social"
    " cookie cookies consent gdpr related recommended pagination pager pagenav newsletter subscribe advert"
    " advertisement ads skip skiplink skiplinks toolbar login searchform comments respond popup modal promo"
    " toc editsection mw-editsection printfooter catlinks noprint"
)
_FOOTNOTE_WORDS = words("footnote footnotes endnote endnotes reflist references noteref fn backref")
_HIDDEN_CLASSES = words(
    "sr-only visually-hidden visuallyhidden screen-reader-text screen-reader-only element-invisible"
    " element-hidden show-for-sr u-visually-hidden invisible is-hidden d-none"
)
_HIDDEN_STYLE = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|bolder|[6-9]00)", re.IGNORECASE)
_ITALIC_STYLE = re.compile(r"font-style\s*:\s*(?:italic|oblique)", re.IGNORECASE)
_STRUCK_STYLE = re.compile(r"text-decoration[a-z-]*\s*:[^;]*line-through", re.IGNORECASE)
_HEADING_TAGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "summary", "legend"})

# A list in which nearly everything is a link leads elsewhere.
_LINK_SHARE = 0.9
_MIN_LINKED_ITEMS = 3


def unspoken_kind(
    node: LexborNode, attributes: dict[str, str | None], *, weight: Weight, whole: Weight, is_outside: bool
) -> UnspokenKind | None:
    """Return why ``node`` is not speech, or None.

    ``weight`` is its own, ``whole`` that of the main text, ``is_outside`` says that it encloses or precedes it.
    """
    tag = node.tag or ""
    if _is_hidden(attributes) and not _is_transcript(attributes):
        return "hidden"
    role = _ROLES.get((attributes.get("role") or "").strip().lower())
    if role or tag in _ELEMENTS:
        return role or _ELEMENTS[tag]
    if tag == "header" and is_outside:
        return "navigation"
    if _STRUCK_STYLE.search(attributes.get("style") or ""):
        return "deleted"
    if tag in {"body", "html", "main", "article"} or tag in _HEADING_TAGS:
        return None
    return _by_class(tag, attributes, weight, whole)


def _by_class(tag: str, attributes: dict[str, str | None], weight: Weight, whole: Weight) -> UnspokenKind | None:
    """Judge by names and by links, but never dismiss half of the text for a word in a class."""
    if weight.text * 2 > whole.text and weight.text > 0:
        return None
    names = _names(attributes)
    if names & _FOOTNOTE_WORDS:
        return "footnote"
    if names & _NAVIGATION_WORDS:
        return "navigation"
    if tag == "form" and weight.paragraphs < 2:
        return "navigation"
    is_links = weight.items >= _MIN_LINKED_ITEMS and weight.links > _LINK_SHARE * weight.text
    return "navigation" if tag in {"ul", "ol"} and is_links else None


def is_bold(tag: str, attributes: dict[str, str | None]) -> bool:
    return tag in {"b", "strong", "th"} or bool(_BOLD_STYLE.search(attributes.get("style") or ""))


def is_italic(tag: str, attributes: dict[str, str | None]) -> bool:
    return tag in {"i", "em", "cite", "dfn"} or bool(_ITALIC_STYLE.search(attributes.get("style") or ""))


def is_heading(tag: str, attributes: dict[str, str | None]) -> bool:
    return tag in _HEADING_TAGS or (attributes.get("role") or "").lower() == "heading"


def _is_hidden(attributes: dict[str, str | None]) -> bool:
    if not attributes:
        return False
    if "hidden" in attributes or (attributes.get("aria-hidden") or "").lower() == "true":
        return True
    if _HIDDEN_STYLE.search(attributes.get("style") or ""):
        return True
    return not _HIDDEN_CLASSES.isdisjoint((attributes.get("class") or "").lower().split())


def _is_transcript(attributes: dict[str, str | None]) -> bool:
    """Tell a transcript that unfolds at a click, and is hidden until then."""
    return any(word.startswith("transcri") for word in _names(attributes))


def _names(attributes: dict[str, str | None]) -> set[str]:
    names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}".lower()
    return {*names.split(), *re.split(r"[\s_\-]+", names)}
