r"""The text of a SubRip cue: the tags of its players to WebVTT payloads, and back.

SubRip has no specification. Players know ``<i>``, ``<b>``, ``<u>``, ``<font>`` in HTML's manner and override tags
in SubStation's (``{\an8}``, ``{\i1}``); everything else is text, ``&`` and ``<`` included.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from cuepress.formats.cue_text import Token, escape, has_valid_markup, one_line, tidy, tokens
from cuepress.formats.writing import VoiceForm, close_blank_lines, writable
from cuepress.model import Cue

# Names that stand in angle brackets as tags in real files. "<LAUGHING>" and "<3" are none of them and stay.
_NAMES = (
    "i|b|u|s|em|strong|strike|del|ins|font|span|sub|sup|small|big|center|p|div|br|tt|code|blink|mark"
    "|c|v|ruby|rt|lang"
)
# Real files have "< /  i >" and color=”red”; attributes need their "=", so that "<b and c>" stays text.
_MARK = re.compile(
    rf"<[ \t]{{0,3}}(?P<slash>/?)[ \t]{{0,3}}(?P<name>{_NAMES})"
    r"(?:[ \t]{1,3}[^<>=]{1,60}=[^<>]{0,300})?[ \t]{0,3}/?>"
    r"|<(?P<annotated>v(?:\.[\w.-]{1,80})?[ \t]+[^<>\n]{1,200}|c\.[\w.-]{1,80}|lang[ \t]+[\w-]{1,40})>"
    r"|\{\\(?P<override>[^{}\n]{0,1000})\}",
    re.IGNORECASE,
)
_SWITCH = re.compile(r"(?:^|\\)([ibu])([01])(?![0-9])", re.IGNORECASE)
# Top centre, in the two counts that SubStation had; the only place that subtitles are often moved to.
_TOP_CENTRE = re.compile(r"(?:^|\\)(?:an8|a6)(?![0-9])", re.IGNORECASE)
_TAG_FOR = {"i": "i", "em": "i", "b": "b", "strong": "b", "u": "u", "ins": "u"}
_CARRIED = frozenset({"i", "b", "u"})
_DASHES = ("-", "–", "—")
_ONLY_TAGS = re.compile(r"(?:[ \t]*<[^<>]*>[ \t]*)+")

TOP_SETTINGS = "line:0"
TOP_OVERRIDE = r"{\an8}"


@dataclass(frozen=True, slots=True)
class Converted:
    """A SubRip text as a WebVTT payload, the cue settings in it, and what could not be taken along."""

    payload: str
    settings: str = ""
    dropped: tuple[str, ...] = ()


def has_marks(text: str) -> bool:
    """Tell whether a player would take some of ``text`` for a tag."""
    return ("<" in text or "{" in text) and _MARK.search(text) is not None


def to_payload(text: str) -> Converted:
    """Return the WebVTT payload that says the same; ``<i>``, ``<b>``, ``<u>`` and voices are carried over."""
    overrides = [match["override"] for match in _MARK.finditer(text) if match["override"] is not None]
    if overrides:  # \N and \h mean something to the programs that write overrides; elsewhere they are text
        text = text.replace(r"\N", "\n").replace(r"\h", "\u00a0")
    pieces: list[str] = []
    dropped: dict[str, None] = {}
    at = 0
    for match in _MARK.finditer(text):
        pieces.append(escape(text[at : match.start()]))
        tag = _converted(match)
        if tag is None:
            dropped[match.group()[:40]] = None
        else:
            pieces.append(tag)
        at = match.end()
    pieces.append(escape(text[at:]))
    is_top = any(_TOP_CENTRE.search(override) for override in overrides)
    return Converted(_without_empty_lines("".join(pieces)), TOP_SETTINGS if is_top else "", tuple(dropped))


def _converted(match: re.Match[str]) -> str | None:
    """Return a tag in WebVTT, or None if WebVTT has none for it."""
    if match["override"] is not None:
        return _override(match["override"])
    if match["annotated"] is not None:
        return match.group()
    name = match["name"].lower()
    if name == "br":
        return "\n"
    if name in {"c", "v", "ruby", "rt", "lang"}:
        return f"<{match['slash']}{name}>"
    return f"<{match['slash']}{_TAG_FOR[name]}>" if name in _TAG_FOR else None


def _override(inside: str) -> str | None:
    switches = _SWITCH.findall(inside)
    if not switches and not _TOP_CENTRE.search(inside):
        return None
    return "".join(f"<{'' if value == '1' else '/'}{name.lower()}>" for name, value in switches)


def _without_empty_lines(payload: str) -> str:
    """Join lines that hold nothing but tags to their neighbours, so that no blank line is left."""
    lines: list[str] = []
    waiting = ""
    for line in payload.split("\n"):
        stripped = line.strip(" \t")
        if not stripped or _ONLY_TAGS.fullmatch(stripped):
            waiting += stripped
        else:
            lines.append(waiting + stripped)
            waiting = ""
    if lines:
        lines[-1] += waiting
    return "\n".join(lines) or waiting


def from_cue(cue: Cue, *, voice_before: str, form: VoiceForm, dash: str = "- ") -> tuple[str, str]:
    """Return a cue's text with the tags that SubRip players know, and who speaks at its end.

    A voice is announced where it changes: in its first cue, and again after another one or none has spoken. A
    dash that is there already, as where two speak in one cue, announces it.
    """
    pieces: list[str] = []
    voice = ""
    found = _tokens(cue)
    for token, following in zip_longest(found, found[1:]):
        if token.kind == "text":
            pieces.append(token.text)
        elif token.text in _CARRIED:
            pieces.append(f"<{'/' if token.kind == 'end' else ''}{token.text}>")
        elif token.kind == "start" and token.text == "v" and token.annotation:
            is_announced = following is not None and following.text.startswith(_DASHES)
            if token.annotation != (voice or voice_before) and not is_announced:
                pieces.append(_announced(token.annotation, form, dash))
            voice = token.annotation
    return close_blank_lines("".join(pieces)), voice


def _tokens(cue: Cue) -> list[Token]:
    if has_valid_markup(cue):
        return list(tokens(tidy(cue.markup)))
    text = Token("text", writable(cue.text), "")
    voice = one_line(cue.voice)
    return [Token("start", "v", "", annotation=voice), text] if voice else [text]


def _announced(voice: str, form: VoiceForm, dash: str) -> str:
    return {"name": f"{voice}: ", "own_line": f"({voice})\n", "dash": dash, "none": ""}[form]


# Bidi classes (UAX 9) of what says by itself that a line goes from right to left: letters, marks, embeddings.
_LEFTWARD = frozenset({"R", "AL", "RLE", "RLO", "RLI"})
_ENDS_LEFTWARD = frozenset({"R", "AL", "PDF", "PDI"})
RLM = "\u200f"


def with_rlm(text: str) -> str:
    """Return ``text`` with a right-to-left mark at each end of a line that has no letter of its script there."""
    return "\n".join(map(_line_with_rlm, text.split("\n")))


def _line_with_rlm(line: str) -> str:
    if not line.strip():
        return line
    before = "" if unicodedata.bidirectional(line[0]) in _LEFTWARD else RLM
    after = "" if unicodedata.bidirectional(line[-1]) in _ENDS_LEFTWARD else RLM
    return f"{before}{line}{after}"


def untranslatable(cue: Cue) -> Iterator[str]:
    """Name what a cue says that SubRip has no tag for."""
    if not has_valid_markup(cue):
        return
    found = list(tokens(cue.markup))
    names = {token.text for token in found if token.kind == "start"}
    if names & {"c", "lang", "ruby", "rt"} or any(token.classes for token in found):
        yield "classes, languages and ruby are left out"
    if any(token.kind == "time" for token in found):
        yield "the times inside the text are left out"
