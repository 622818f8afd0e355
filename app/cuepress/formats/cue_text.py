"""The text of a WebVTT cue: tags, voices and character references to plain text, and back.

Follows "WebVTT cue text parsing rules" of the WebVTT specification (W3C, Candidate Recommendation 2019, §6.4):
what a browser shows is our plain text. The tree is only built as far as it decides which tags mean something.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

from cuepress.formats.writing import close_blank_lines, writable
from cuepress.model import Cue

TokenKind = Literal["text", "start", "end", "time"]

_TOKEN = re.compile(r"<([^>]*)(?:>|\Z)|[^<]+")
_TAG = re.compile(r"<[^>]*(?:>|\Z)")
_START_TAG = re.compile(r"([^ \t\n\f.]*)((?:\.[^ \t\n\f.]*)*)[ \t\n\f]*(.*)", re.DOTALL)
_SPACE = re.compile(r"[ \t\n\f\r]+")
_TIME = re.compile(r"(?:[0-9]{2,}:)?[0-5][0-9]:[0-5][0-9]\.[0-9]{3}")
_REFERENCE = re.compile(r"&(?:#[0-9]+|#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);")

# What nearly every cue is: a voice or none, and text without tags. Read without building tokens.
_SIMPLE = re.compile(r"(?:<v ([^<>&\s]+(?: [^<>&\s]+)*)>)?([^<]*)(?:</v>)?")

MAX_TAGS = 1_000  # karaoke with a time for every syllable has fewer

# The tags that WebVTT knows; a browser skips all others. Only v and lang have an annotation.
_TAGS = frozenset({"c", "i", "b", "u", "ruby", "rt", "v", "lang"})
_ANNOTATED = frozenset({"v", "lang"})


class Token(NamedTuple):
    """A piece of a payload: plain text, the start or end of a tag, or an inner time.

    ``text`` is the decoded text, the tag's name, or the inner time as written. ``raw`` is the piece as it stood.
    """

    kind: TokenKind
    text: str
    raw: str
    classes: str = ""
    annotation: str = ""


@dataclass(frozen=True, slots=True)
class Payload:
    """What a payload says, in the terms of ``Cue``, and what in it is no WebVTT."""

    text: str
    voice: str = ""
    markup: str = ""
    faults: tuple[str, ...] = ()


def escape(text: str) -> str:
    """Write plain text so that WebVTT reads it as itself; no arrow can come about, since ``>`` is written out."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def read_payload(payload: str) -> Payload:
    """Return text, voice and, where the payload says more than these, its markup in a tidy form."""
    if "<" not in payload and "&" not in payload:
        return Payload(close_blank_lines(payload))
    simple = _SIMPLE.fullmatch(payload)
    if simple is not None and "&" not in _REFERENCE.sub("", simple[2]):
        return Payload(close_blank_lines(writable(html.unescape(simple[2]))), simple[1] or "")
    if payload.count("<") > MAX_TAGS:
        text = close_blank_lines("".join(writable(html.unescape(piece)) for piece in _TAG.split(payload)))
        return Payload(text, faults=(f"more than {MAX_TAGS:,} tags in one cue; only the text was kept",))
    faults = tuple(_faults(list(tokens(payload))))
    markup = tidy(payload)
    found = list(tokens(markup))
    voice, inner = _voice(found)
    says_more = any(token.kind != "text" for token in inner)
    return Payload(close_blank_lines(plain(found)), voice, markup if says_more else "", faults)


def write_payload(cue: Cue) -> str:
    """Write a cue's text and voice, with its markup if it still belongs to them (nobody edited the text since)."""
    if has_valid_markup(cue):
        return tidy(writable(cue.markup))
    text = escape(close_blank_lines(writable(cue.text)))
    voice = one_line(cue.voice)
    return _start_tag("v", "", escape(voice)) + text if voice else text


@lru_cache(maxsize=64)  # a writer asks several times about the cue that it is at
def has_valid_markup(cue: Cue) -> bool:
    """Tell whether the markup still says what the cue's text and voice say."""
    if not cue.markup:
        return False
    payload = read_payload(cue.markup)
    return payload.text == cue.text and payload.voice == cue.voice


def one_line(text: str) -> str:
    """Return a name as WebVTT keeps it: one line, single spaces, none at its ends."""
    return _SPACE.sub(" ", writable(text)).strip(" ")


def plain(found: Sequence[Token]) -> str:
    """Return what a viewer reads."""
    return "".join(token.text for token in found if token.kind == "text")


def tokens(payload: str) -> Iterator[Token]:
    """Divide a payload as the WebVTT cue text tokenizer does; a tag that is never closed runs to the end."""
    for match in _TOKEN.finditer(payload):
        raw = match.group()
        inside = match.group(1)
        if inside is None:
            yield Token("text", writable(html.unescape(raw)), raw)
        elif inside.startswith("/"):
            yield Token("end", inside[1:], raw)
        elif inside in _TAGS:
            yield Token("start", inside, raw)
        elif inside[:1].isdecimal():
            yield Token("time", inside, raw)
        else:
            yield _start(inside, raw)


def _start(inside: str, raw: str) -> Token:
    match = _START_TAG.match(inside)
    name, classes, annotation = match.groups() if match else (inside, "", "")
    return Token("start", name, raw, classes, one_line(html.unescape(annotation)))


def _voice(found: list[Token]) -> tuple[str, list[Token]]:
    """Return the one voice that speaks the whole cue and the tokens that are left to say something else."""
    first = found[0] if found else Token("text", "", "")
    if first.kind != "start" or first.text != "v" or not first.annotation:
        return "", found
    if any(token.kind == "start" and token.text == "v" for token in found[1:]):
        return "", found
    inner = found[1:]
    if inner and (inner[-1].kind, inner[-1].text) == ("end", "v"):
        inner = inner[:-1]
    if any(token.kind == "end" and token.text == "v" for token in inner):
        return "", found
    if first.classes:
        return first.annotation, found
    return first.annotation, inner


def _faults(found: Sequence[Token]) -> Iterator[str]:
    for token in found:
        if token.kind == "text" and "&" in _REFERENCE.sub("", token.raw):
            yield "a bare & in the text (write &amp;)"
        elif token.kind == "start" and token.text not in _TAGS:
            yield f"<{token.text[:20]}> is no tag of WebVTT; players skip it"
        elif token.kind == "time" and not _TIME.fullmatch(token.text):
            yield f"<{token.text[:20]}> is no time; players skip it"
        elif token.kind != "text" and not token.raw.endswith(">"):
            yield "a tag that is not closed by >"


def tidy(markup: str) -> str:
    """Return the same markup as a validator wants it; a browser shows the same.

    Unknown tags, end tags that end nothing and broken inner times go; open tags are closed; bare ``&`` and
    ``>`` are written out. A voice that speaks to the cue's end needs no end tag.
    """
    written: list[str] = []
    open_tags: list[str] = []
    for token in tokens(markup):
        if token.kind == "text":
            written.append(_tidy_text(token))
        elif token.kind == "end":
            written.extend(_close(open_tags, token.text))
        elif _may_start(token, open_tags):
            open_tags.append(token.text)
            written.append(_start_tag(token.text, token.classes, escape(token.annotation)))
        elif token.kind == "time" and _TIME.fullmatch(token.text):
            written.append(f"<{token.text}>")
    written.extend(f"</{name}>" for name in reversed(open_tags))
    return _without_last_voice_end(close_blank_lines("".join(written)))


def _tidy_text(token: Token) -> str:
    """Keep references as written where all of them are whole: ``&nbsp;`` says more to an editor than a space."""
    names = _REFERENCE.findall(token.raw)
    is_whole = "&" not in _REFERENCE.sub("", token.raw) and all(html.unescape(name) != name for name in names)
    if not is_whole:
        return escape(token.text)
    return token.raw.replace(">", "&gt;")


def _may_start(token: Token, open_tags: list[str]) -> bool:
    if token.kind != "start" or token.text not in _TAGS:
        return False
    return token.text != "rt" or open_tags[-1:] == ["ruby"]


def _close(open_tags: list[str], name: str) -> list[str]:
    """Close the innermost tag if it has this name; ``</ruby>`` closes an open ``<rt>`` as well."""
    if open_tags[-1:] == [name]:
        return [f"</{open_tags.pop()}>"]
    if name == "ruby" and open_tags[-2:] == ["ruby", "rt"]:
        del open_tags[-2:]
        return ["</rt></ruby>"]
    return []


def _start_tag(name: str, classes: str, annotation: str) -> str:
    inside = f"{name}{classes}"
    if annotation and name in _ANNOTATED:
        inside += f" {annotation}"
    # "-->" would be read as the arrow of the next cue's times; a space before ">" is not.
    return f"<{inside} >" if inside.endswith("--") else f"<{inside}>"


def _without_last_voice_end(markup: str) -> str:
    if markup.startswith("<v") and markup.endswith("</v>") and markup.count("</v>") == 1:
        return markup.removesuffix("</v>")
    return markup
