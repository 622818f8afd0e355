r"""Rich Text Format -> Document.

The library striprtf was tried first: it gives text without bold, speaks hidden text (``\v``) aloud, and drops
footnotes and headers, which have to be listed. So the small part of RTF 1.9.1 that carries text is read here:
control words, groups, destinations, characters in code pages and in Unicode, tables. Groups are kept on a list,
not on Python's stack, so that depth costs nothing; one pass, linear in the size of the file.

Nothing is executed or opened: objects, pictures, fields and links are skipped, but for the text they show.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Literal

from cuepress.errors import TranscriptError
from cuepress.model import UnspokenKind
from cuepress.transcripts import limits
from cuepress.transcripts.blocks import Block, BlockKind, Document, Run
from cuepress.transcripts.rtf_words import (
    CHARACTERS,
    CHARSETS,
    HEADING_STYLES,
    SKIPPED,
    SUPERSCRIPTS,
    SYMBOLS,
    TITLE_STYLES,
    UNSPOKEN,
)

_TOKEN = re.compile(
    r"\\(?P<word>[A-Za-z]{1,40})(?P<number>-?\d{1,10})? ?|(?P<hex>(?:\\'[0-9A-Fa-f]{2})+)|\\(?P<symbol>[^A-Za-z])"
    r"|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)|(?P<rest>[\r\n]+|\\)"
)

_Style = Literal["bold", "italic", "hidden", "deleted", "superscript"]
_Place = Literal["text", "skip", "styles", "fonts", "title"]


@dataclass(frozen=True, slots=True)
class _State:
    """What a group inherits from the one around it."""

    place: _Place = "text"
    unspoken: UnspokenKind | None = None
    styles: frozenset[_Style] = frozenset()
    encoding: str = "cp1252"
    fallback_length: int = 1
    is_ignorable: bool = False

    @property
    def kind(self) -> UnspokenKind | None:
        if self.unspoken is not None:
            return self.unspoken
        return "hidden" if "hidden" in self.styles else "deleted" if "deleted" in self.styles else None


@dataclass(slots=True)
class _Reading:
    """The place in the document while it is read."""

    state: _State = field(default_factory=_State)
    groups: list[_State] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    asides: list[Run] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    cells: list[tuple[Run, ...]] = field(default_factory=list)
    fonts: dict[int, str] = field(default_factory=dict)
    styles: dict[int, str] = field(default_factory=dict)
    default_encoding: str = "cp1252"
    font: int = 0
    style: int = 0
    defined_style: int = 0
    is_heading: bool = False
    is_list_item: bool = False
    in_table: bool = False
    skip_characters: int = 0
    title: str = ""
    language: str = ""
    decoder: codecs.IncrementalDecoder | None = None
    decoder_encoding: str = ""


def read(data: bytes, *, where: str) -> Document:
    """Read RTF.

    Raises
    ------
    TranscriptError
        If it does not begin as RTF does, or holds too much text.
    """
    if data.lstrip()[:5] != b"{\\rtf":
        raise TranscriptError("this is not an RTF document", where, "save it again from the program that made it")
    reading = _Reading()
    _read_tokens(reading, data.decode("latin-1"), where)
    _end_block(reading)
    limits.check_size(sum(len(block.text) for block in reading.blocks), len(reading.blocks), where=where)
    return Document(
        tuple(reading.blocks), language=reading.language, title=_joined_surrogates(reading.title).strip()
    )


def _read_tokens(reading: _Reading, text: str, where: str) -> None:
    at, n_tokens = text.index("{"), 0
    while at < len(text):
        n_tokens += 1
        if n_tokens > limits.MAX_TOKENS or len(reading.blocks) > limits.MAX_LINES:
            raise TranscriptError(
                "the document is too large to be a transcript", where, "split it, or save it as .txt"
            )
        found = _TOKEN.match(text, at)
        if found is None:
            at += 1
            continue
        at = found.end()
        if found["text"] is not None:
            _bytes(reading, found["text"])
        elif found["hex"] is not None:
            _bytes(reading, bytes.fromhex(found["hex"].replace("\\'", "")).decode("latin-1"))
        elif found["brace"] is not None:
            _brace(reading, found["brace"])
        elif found["symbol"] is not None:
            _symbol(reading, found["symbol"])
        elif found["word"] is not None:
            number = int(found["number"]) if found["number"] else None
            if found["word"] == "bin":
                at += max(0, number or 0)
            else:
                _word(reading, found["word"], number)


def _brace(reading: _Reading, brace: str) -> None:
    reading.skip_characters = 0
    if brace == "{":
        reading.groups.append(reading.state)
        return
    if reading.groups:
        _flush(reading)
        before, reading.state = reading.state, reading.groups.pop()
        is_aside = before.unspoken in {"running-head", "footnote", "comment"} and reading.state.unspoken is None
        if is_aside and before.unspoken == "running-head":
            _end_aside(reading)


def _symbol(reading: _Reading, symbol: str) -> None:
    if symbol == "*":
        reading.state = replace(reading.state, is_ignorable=True)
    elif symbol in "\r\n":
        _end_paragraph(reading)
    elif symbol in CHARACTERS:
        _append(reading, CHARACTERS[symbol])


def _word(reading: _Reading, word: str, number: int | None) -> None:
    if word == "u" and number is not None:
        _append(reading, chr(number % 65536))
        reading.skip_characters = reading.state.fallback_length
        return
    reading.skip_characters = 0
    if word in SYMBOLS:
        _append(reading, SYMBOLS[word])
    elif word in _ACTIONS:
        _ACTIONS[word](reading, number)
    elif word in UNSPOKEN:
        reading.state = replace(reading.state, unspoken=UNSPOKEN[word], is_ignorable=False)
        reading.is_list_item |= word in {"listtext", "pntext"}
    elif word in SKIPPED or reading.state.is_ignorable:
        reading.state = replace(reading.state, place="skip", is_ignorable=False)


def _bytes(reading: _Reading, text: str) -> None:
    r"""Take characters of the file, which are bytes of a code page; ``\\uN`` has said how many to pass over."""
    if reading.skip_characters:
        skipped = min(reading.skip_characters, len(text))
        reading.skip_characters -= skipped
        text = text[skipped:]
    if not text or reading.state.place == "skip":
        return
    if text.isascii() and reading.decoder is None:
        _add(reading, text)
        return
    encoding = reading.state.encoding
    if reading.decoder is None or reading.decoder_encoding != encoding:
        _flush(reading)
        reading.decoder, reading.decoder_encoding = codecs.getincrementaldecoder(encoding)("replace"), encoding
    _add(reading, reading.decoder.decode(text.encode("latin-1")))
    if not reading.decoder.getstate()[0]:
        reading.decoder = None


def _append(reading: _Reading, text: str) -> None:
    if reading.skip_characters:
        reading.skip_characters -= 1
        return
    _flush(reading)
    if reading.state.place != "skip":
        _add(reading, text)


def _flush(reading: _Reading) -> None:
    """Bring out half a character that a change of code page cuts off."""
    if reading.decoder is not None:
        rest = reading.decoder.decode(b"", final=True)
        reading.decoder = None
        if rest:
            _add(reading, rest)


def _add(reading: _Reading, text: str) -> None:
    state = reading.state
    if not text:
        return
    if state.place == "text":
        is_aside = state.unspoken == "running-head"
        kind = state.kind
        if kind is None and "superscript" in state.styles and text.strip().isdigit():
            kind, text = (
                (None, text.translate(SUPERSCRIPTS)) if _ends_in_unit(reading.runs) else ("footnote", text)
            )
        (reading.asides if is_aside else reading.runs).append(
            Run(text, "bold" in state.styles, "italic" in state.styles, kind)
        )
    elif state.place == "title":
        reading.title += text
    elif state.place == "styles":
        name = reading.styles.get(reading.defined_style, "") + text
        reading.styles[reading.defined_style] = name[:80]


def _ends_in_unit(runs: list[Run]) -> bool:
    return bool(runs) and bool(re.search(r"(?:^|[\s\d,(])(?:[kcdm]?m|mi|ft|in|yd|[xynr])$", runs[-1].text))


def _end_paragraph(reading: _Reading, _number: int | None = None) -> None:
    if reading.state.place != "text":
        return
    if reading.state.unspoken is not None or reading.in_table:
        _append(reading, "\n")
    else:
        _end_block(reading)


def _end_block(reading: _Reading) -> None:
    _flush(reading)
    runs = _merged(reading.runs)
    reading.runs = []
    if any(run.text.strip() for run in runs):
        reading.blocks.append(Block(_kind_of(reading), runs=runs))
    reading.is_list_item = False


def _end_aside(reading: _Reading) -> None:
    """Put a head or foot before the paragraph that it interrupts."""
    runs = _merged(reading.asides)
    reading.asides = []
    if any(run.text.strip() for run in runs):
        reading.blocks.append(Block(runs=runs))


def _end_cell(reading: _Reading, _number: int | None = None) -> None:
    if reading.state.place == "text":
        _flush(reading)
        reading.cells.append(_merged(reading.runs))
        reading.runs = []


def _end_row(reading: _Reading, _number: int | None = None) -> None:
    if reading.cells:
        reading.blocks.append(Block("row", cells=tuple(reading.cells)))
        reading.cells = []
    reading.in_table = False


def _kind_of(reading: _Reading) -> BlockKind:
    name = reading.styles.get(reading.style, "").rstrip("; ").casefold()
    if name in TITLE_STYLES:
        return "title"
    if reading.is_heading or name.startswith(HEADING_STYLES):
        return "heading"
    return "list-item" if reading.is_list_item else "paragraph"


def _merged(runs: list[Run]) -> tuple[Run, ...]:
    r"""Join neighbours in one style, and the halves of characters beyond the 16 bits of ``\\uN``."""
    groups: list[tuple[Run, list[str]]] = []
    for run in runs:
        if groups and _is_same_style(groups[-1][0], run):
            groups[-1][1].append(run.text)
        else:
            groups.append((run, [run.text]))
    return tuple(replace(run, text=_joined_surrogates("".join(texts))) for run, texts in groups)


def _is_same_style(run: Run, other: Run) -> bool:
    return (run.is_bold, run.is_italic, run.unspoken) == (other.is_bold, other.is_italic, other.unspoken)


def _joined_surrogates(text: str) -> str:
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _reset_paragraph(reading: _Reading, _number: int | None) -> None:
    reading.is_heading, reading.in_table = False, False
    if reading.state.place == "text":
        reading.style = 0


def _reset_characters(reading: _Reading, _number: int | None) -> None:
    reading.state = replace(reading.state, styles=frozenset())


def _toggle(style: _Style) -> Callable[[_Reading, int | None], None]:
    def switch(reading: _Reading, number: int | None) -> None:
        is_on = style in reading.state.styles
        if is_on != (number != 0):
            _flush(reading)
            reading.state = replace(reading.state, styles=reading.state.styles ^ {style})

    return switch


def _place(place: _Place) -> Callable[[_Reading, int | None], None]:
    def enter(reading: _Reading, _number: int | None) -> None:
        reading.state = replace(reading.state, place=place, is_ignorable=False)

    return enter


def _select_font(reading: _Reading, number: int | None) -> None:
    reading.font = number or 0
    if reading.state.place != "fonts":
        encoding = reading.fonts.get(reading.font, reading.default_encoding)
        reading.state = replace(reading.state, encoding=encoding)


def _define_charset(reading: _Reading, number: int | None) -> None:
    if reading.state.place == "fonts" and number in CHARSETS and number:
        reading.fonts[reading.font] = CHARSETS[number]


def _define_code_page(reading: _Reading, number: int | None) -> None:
    encoding = {65001: "utf-8", 10000: "mac_roman", 0: "cp1252"}.get(number or 0, f"cp{number}")
    try:
        codecs.lookup(encoding)
    except LookupError:
        return
    if reading.state.place == "fonts":
        reading.fonts[reading.font] = encoding
    else:
        reading.default_encoding = encoding
        reading.state = replace(reading.state, encoding=encoding)


def _select_style(reading: _Reading, number: int | None) -> None:
    if reading.state.place == "styles":
        reading.defined_style = number or 0
    elif reading.state.place == "text":
        reading.style = number or 0


def _set_outline(reading: _Reading, number: int | None) -> None:
    if reading.state.place == "text" and number is not None and number < 9:
        reading.is_heading = True


def _set_table(reading: _Reading, _number: int | None) -> None:
    if reading.state.place == "text":
        reading.in_table = True


def _set_fallback(reading: _Reading, number: int | None) -> None:
    reading.state = replace(reading.state, fallback_length=max(0, min(number if number is not None else 1, 16)))


def _enter_unicode_copy(reading: _Reading, _number: int | None) -> None:
    r"""``{\\upr{ansi}{\\*\\ud{unicode}}}`` holds a text twice; the second copy is the exact one."""
    outer = next((state for state in reversed(reading.groups[-3:]) if state.place != "skip"), reading.state)
    reading.state = replace(outer, is_ignorable=False)


def _set_mac(reading: _Reading, _number: int | None) -> None:
    _define_code_page(reading, 10000)


_ACTIONS: dict[str, Callable[[_Reading, int | None], None]] = {
    "par": _end_paragraph,
    "sect": _end_paragraph,
    "page": _end_paragraph,
    "cell": _end_cell,
    "row": _end_row,
    "pard": _reset_paragraph,
    "plain": _reset_characters,
    "b": _toggle("bold"),
    "i": _toggle("italic"),
    "v": _toggle("hidden"),
    "deleted": _toggle("deleted"),
    "strike": _toggle("deleted"),
    "super": _toggle("superscript"),
    "nosupersub": lambda reading, _: _toggle("superscript")(reading, 0),
    "fonttbl": _place("fonts"),
    "stylesheet": _place("styles"),
    "title": _place("title"),
    "shptxt": _place("text"),
    "upr": _place("skip"),
    "ud": _enter_unicode_copy,
    "f": _select_font,
    "fcharset": _define_charset,
    "cpg": _define_code_page,
    "ansicpg": _define_code_page,
    "mac": _set_mac,
    "s": _select_style,
    "outlinelevel": _set_outline,
    "intbl": _set_table,
    "uc": _set_fallback,
}
