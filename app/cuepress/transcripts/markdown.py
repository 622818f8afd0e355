"""Markdown -> Document, with markdown-it-py: emphasis, links and escapes resolved, comments and images named.

Where Markdown and speech disagree, speech wins: text that is indented by four spaces is no code, a long paragraph
above a line of dashes is no heading, and ``2016. That year`` is no list item.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from cuepress.model import UnspokenKind
from cuepress.transcripts import front_matter, sounds
from cuepress.transcripts.blocks import Block, BlockKind, Document, Run
from cuepress.transcripts.decoding import decode
from cuepress.transcripts.limits import check_marks, check_size

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_COMMENT = re.compile(r"<!--(.*?)(?:-->|\Z)", re.DOTALL)
_CODE = re.compile(r"<(script|style|template)\b[^>]*>(.*?)(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>|<[?!][^<>]*>")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
# No part of CommonMark, which would take a note of one word for the address of a link.
_FOOTNOTE = re.compile(r"^ {0,3}\[\^[^\]\s]{1,40}\]:[^\n]*(?:\n(?: {2,}|\t)[^\n]+)*", re.MULTILINE)
_LONGEST_HEADING = 160
# Deeper quotes than this are an attack; markdown-it would drop what is inside them.
_DEEP_QUOTE = re.compile(r"^(?:[ \t]*(?:>|[-+*](?=[ \t]))){6,}", re.MULTILINE)
_MARK = re.compile(r"[\[*_`<~&!|\\]")
_MAX_MARKS = 160  # in a paragraph, then in a line of it
_PAIRED = re.compile(r"(\*{1,3}|_{1,3}|`{1,3})(?=\S)([^*_`\n]{1,300})\1")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


def read(data: bytes, *, where: str) -> Document:
    """Read Markdown in any encoding.

    Raises
    ------
    TranscriptError
        If it is not text, or too much of it.
    """
    text = decode(data, where=where)
    check_size(len(text), text.count("\n"), where=where)
    check_marks(len(_MARK.findall(text)), where=where)
    matter = front_matter.split(text)
    blocks = tuple(_blocks(matter.rest))
    if matter.text:
        blocks = (Block(runs=(Run(matter.text, unspoken="metadata"),)), *blocks)
    return Document(blocks, language=matter.language, metadata=matter.entries)


def _blocks(text: str) -> Iterator[Block]:
    env: dict[str, dict[str, dict[str, str]]] = {}
    parser = _parser()
    tokens = parser.parse(_tamed(_FOOTNOTE.sub("", text)), env)
    for token in tokens:
        if token.type == "inline":
            token.children = list(_inline_tokens(parser, token.content, env))
    yield from _each_block(tokens)
    yield from (Block(runs=(Run(found.group(), unspoken="footnote"),)) for found in _FOOTNOTE.finditer(text))
    yield from (_definition(label, target) for label, target in env.get("references", {}).items())


def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"maxNesting": 40}).enable(["table", "strikethrough"])
    # Paragraphs are parsed in pieces, since the parser is quadratic in the number of open marks.
    return parser.disable(["code", "inline", "text_join"])


def _inline_tokens(parser: MarkdownIt, content: str, env: dict[str, dict[str, dict[str, str]]]) -> Iterator[Token]:
    """Parse a paragraph; a long one line by line, a line with thousands of marks hardly at all."""
    from markdown_it.token import Token

    pieces = [content] if len(_MARK.findall(content)) <= _MAX_MARKS else content.split("\n")
    for number, piece in enumerate(pieces):
        if number:
            yield Token("softbreak", "br", 0)
        if len(_MARK.findall(piece)) <= _MAX_MARKS:
            tokens: list[Token] = []
            parser.inline.parse(piece, parser, env, tokens)
            yield from tokens
        else:
            yield Token("text", "", 0, content=_ESCAPE.sub(r"\1", _PAIRED.sub(r"\2", piece)))


def _tamed(text: str) -> str:
    """Make quotes within quotes within quotes, and lists alike, as flat as they are read aloud."""
    return _DEEP_QUOTE.sub("> ", text)


def _definition(label: str, target: dict[str, str]) -> Block:
    """A reference such as ``[1]: https://…``, which Markdown shows nowhere."""
    text = " ".join(
        part for part in (f"[{label.lower()}]", target.get("href", ""), target.get("title", "")) if part
    )
    return Block(runs=(Run(text, unspoken="hidden"),))


def _each_block(tokens: Sequence[Token]) -> Iterator[Block]:
    lists = 0
    number = ""
    rows: list[tuple[Run, ...]] = []
    for at, token in enumerate(tokens):
        if token.type == "list_item_open":
            lists += 1
            number = f"{token.info}{token.markup}" if token.info else ""
        elif token.type == "list_item_close":
            lists -= 1
        elif token.type == "tr_open":
            rows = []
        elif token.type == "tr_close":
            yield Block("row", cells=tuple(rows))
        elif token.type == "inline" and tokens[at - 1].type in {"th_open", "td_open"}:
            rows.append(_runs(token.children or []))
        elif token.type == "inline":
            yield from _inline_blocks(token, _kind(tokens[at - 1], token, lists), number)
            number = ""
        elif token.type in {"html_block", "fence"}:
            yield from _raw_blocks(token)


def _kind(opening: Token, inline: Token, lists: int) -> BlockKind:
    if opening.type == "heading_open":
        is_text = opening.markup in {"-", "="} and (
            len(inline.content) > _LONGEST_HEADING or inline.content[-1:] in ".!?。"
        )
        if is_text:
            return "paragraph"
        return "title" if opening.tag == "h1" else "heading"
    return "list-item" if lists else "paragraph"


def _inline_blocks(token: Token, kind: BlockKind, number: str) -> Iterator[Block]:
    """Yield the text of a paragraph; a hard line break is the author's, a soft one the typesetter's."""
    runs = _runs(token.children or [])
    if number:
        is_year = len(number) > 4
        kind = "paragraph" if is_year else kind
        runs = (Run(f"{number} ", unspoken=None if is_year else "note"), *runs)
    pieces: list[list[Run]] = [[]]
    for run in runs:
        first, *others = run.text.split(_HARD_BREAK)
        pieces[-1].append(replace(run, text=first))
        pieces += [[replace(run, text=other)] for other in others]
    for piece in pieces:
        if any(run.text.strip() for run in piece):
            yield Block(kind, runs=tuple(piece), is_wrapped=True)


_HARD_BREAK = "\v"


def _raw_blocks(token: Token) -> Iterator[Block]:
    if token.type == "fence":
        yield Block(runs=(Run(token.content),))
        return
    runs = list(_html_runs(token.content))
    if any(run.text.strip() for run in runs):
        yield Block(runs=tuple(runs))


def _html_runs(content: str) -> Iterator[Run]:
    """Divide HTML in Markdown: comments and code are named, tags go, text stays."""
    at = 0
    found = sorted([*_COMMENT.finditer(content), *_CODE.finditer(content)], key=lambda match: match.start())
    for match in found:
        if match.start() < at:
            continue
        yield Run(_without_tags(content[at : match.start()]))
        kind: UnspokenKind = "comment" if match.re is _COMMENT else "hidden"
        yield Run((match.groups()[-1] or "").strip(), unspoken=kind)
        at = match.end()
    yield Run(_without_tags(content[at:]))


def _without_tags(content: str) -> str:
    return html.unescape(_TAG.sub("", _BREAK.sub("\n", content)))


@dataclass(slots=True)
class _Style:
    """What is open at a place in a paragraph."""

    bold: int = 0
    italic: int = 0
    deleted: int = 0
    superscript: int = 0
    open_at: list[int] = field(default_factory=list)


def _runs(tokens: Sequence[Token]) -> tuple[Run, ...]:
    style, runs = _Style(), list[Run]()
    for token in tokens:
        if token.type == "em_open":
            style.italic += 1
            style.open_at.append(len(runs))
        elif token.type == "em_close":
            style.italic -= 1
            _keep_asterisks_of_sound(runs, style.open_at.pop(), token.markup)
        elif token.type == "html_inline":
            runs += _inline_html(token.content, style)
        elif token.type in _STYLES:
            name, step = _STYLES[token.type]
            setattr(style, name, getattr(style, name) + step)
        else:
            runs += _text_run(token, style)
    return tuple(runs)


_STYLES = {
    "strong_open": ("bold", 1),
    "strong_close": ("bold", -1),
    "s_open": ("deleted", 1),
    "s_close": ("deleted", -1),
}


def _text_run(token: Token, style: _Style) -> list[Run]:
    if token.type == "image":
        return [Run(token.content or str(token.attrs.get("src", "")), unspoken="note")]
    text = {"softbreak": "\n", "hardbreak": _HARD_BREAK}.get(token.type, token.content)
    if not text:
        return []
    unspoken: UnspokenKind | None = "deleted" if style.deleted > 0 else None
    if style.superscript > 0 and text.strip().isdigit():
        unspoken = "footnote"
    return [Run(text, is_bold=style.bold > 0, is_italic=style.italic > 0, unspoken=unspoken)]


def _inline_html(content: str, style: _Style) -> list[Run]:
    if _BREAK.match(content):
        return [Run(_HARD_BREAK)]
    comment = _COMMENT.match(content)
    if comment:
        return [Run(comment[1].strip(), unspoken="comment")]
    tag = re.match(r"<(/?)(b|strong|i|em|del|s|strike|sup)\b", content, re.IGNORECASE)
    if tag:
        names = {"b": "bold", "strong": "bold", "i": "italic", "em": "italic", "sup": "superscript"}
        name = names.get(tag[2].lower(), "deleted")
        setattr(style, name, getattr(style, name) + (-1 if tag[1] else 1))
    return []


def _keep_asterisks_of_sound(runs: list[Run], start: int, markup: str) -> None:
    """``*laughs*`` is a sound between asterisks, not an emphasis."""
    content = "".join(run.text for run in runs[start:])
    if start < len(runs) and content[:1] not in "[(" and len(content.split()) <= 3 and sounds.is_sound(content):
        runs[start:] = [Run(f"{'*' if markup == '_' else markup}{content}*", is_italic=True)]
