"""Web pages -> Document, by selectolax (lexbor).

lexbor parses what browsers parse, as they parse it, fast and without recursion; it fetches nothing. ``html_tree``
keeps hostile pages from it and finds the main text, ``html_roles`` says what is not speech, ``html_blocks`` reads.
"""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from cuepress.errors import TranscriptError
from cuepress.transcripts.blocks import Document
from cuepress.transcripts.decoding import decode
from cuepress.transcripts.html_blocks import PageBlocks
from cuepress.transcripts.html_tree import main_element, parse, weigh

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_\-]{2,30})", re.IGNORECASE)
# What a page calls its encoding and what browsers take it for (WHATWG Encoding, clause 4.2).
_TAKEN_FOR = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "iso-8859-9": "cp1254",
    "tis-620": "cp874",
    "shift_jis": "cp932",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "big5": "big5hkscs",
}
_UTF = ("utf", "unicode")


def read(data: bytes, *, where: str) -> Document:
    """Read a web page: its main text, and all around it as navigation.

    Raises
    ------
    TranscriptError
        If it is no page, or larger or deeper than any page.
    """
    page = parse(_text(data, where), where=where)
    body = page.body
    if body is None:
        raise TranscriptError("there is no page in this file", where, "save the page again, or its text as .txt")
    weights = weigh(body)
    main = main_element(page, weights) or body
    blocks = PageBlocks(main, weights).read(body)
    return Document(tuple(blocks), language=_language(main), title=_title(page))


def _text(data: bytes, where: str) -> str:
    """Decode a page as browsers do: a byte order mark, then UTF-8 if it is that, then what the page declares."""
    declared = _CHARSET.search(data[:4096])
    if declared is None or data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        return decode(data, where=where)
    name = declared.group(1).decode("ascii").lower()
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        if not name.startswith(_UTF):
            return _as_declared(data, _TAKEN_FOR.get(name, name), where)
    return decode(data, where=where)


def _as_declared(data: bytes, encoding: str, where: str) -> str:
    try:
        return data.decode(encoding, "replace")
    except LookupError:  # an encoding that nobody knows
        return decode(data, where=where)


def _language(node: LexborNode | None) -> str:
    """Return the language of an element: its own, or that of the nearest element around it."""
    while node is not None:
        attributes = node.attributes if node.is_element_node else {}
        language = (attributes.get("lang") or attributes.get("xml:lang") or "").strip()
        if language:
            return language
        node = node.parent
    return ""


def _title(page: LexborHTMLParser) -> str:
    title = page.css_first("head > title")
    return " ".join((title.text() if title else "").split())
