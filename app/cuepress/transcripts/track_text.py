"""WebVTT and SubRip as a source of text: cues joined to paragraphs, voices as speakers, times left behind.

This is about the words only. The times of a track, and every rule of its format, belong to the package
``formats``, which a reader of transcripts does not see.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cuepress.errors import TranscriptError
from cuepress.transcripts.blocks import Block, Document, Run
from cuepress.transcripts.decoding import decode
from cuepress.transcripts.limits import check_size

_CLOCK = r"(?:\d{1,4}\s*:\s*)?\d{1,2}\s*:\s*\d{1,2}(?:\s*[.,:]\s*\d{1,3})?"
_TIMES = re.compile(rf"^[^\S\n]*+(?P<start>{_CLOCK})\s*+-{{1,2}}>\s*+(?P<end>{_CLOCK})[^\n]*$", re.MULTILINE)
_NUMBER_AT_END = re.compile(r"\n[ \t]*\d{1,7}[ \t]*\n?\s*\Z")
_BLANK = re.compile(r"\n[ \t]*\n")
_NOTE = re.compile(r"^NOTE(?:[ \t]+|\n|$)(?P<text>.*)\Z", re.DOTALL)
_CODE = re.compile(r"^(?:STYLE|REGION)[ \t]*(?:\n|\Z)")
_HEADER = re.compile(r"\AWEBVTT[ \t]*-?[ \t]*(?P<text>[^\n]*)(?P<more>(?:\n[^\n]+)*)")
_LANGUAGE = re.compile(r"^Language:[ \t]*([A-Za-z-]+)", re.MULTILINE)
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?[ \t]+(?P<name>[^>\n]*)>", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z0-9][^<>\n]*>|</?>|\{\\[^{}\n]*\}")
_SENTENCE_END = re.compile(r"[.!?…。！？؟۔।](?:[\"”’»)\]』」]|\s)*$")
_TURN = re.compile(r"^\s*(?:[-–—]\s?|>{2,3}\s?)(?=\S)")

_LINES_PER_CUE = 4
_SHARE_OF_TIMES = 2  # half of a track is numbers, times and blank lines
# A pause of this length after a full stop begins a new paragraph, as a speaker's breath does on a page.
_PARAGRAPH_PAUSE_MS = 2_000
_MAX_PARAGRAPH_CHARACTERS = 700


@dataclass(frozen=True, slots=True)
class _Said:
    """What one voice says in a cue."""

    start_ms: int
    end_ms: int
    text: str
    voice: str = ""
    is_turn: bool = False


def read(data: bytes, *, where: str) -> Document:
    """Read the text of a track.

    Raises
    ------
    TranscriptError
        If there is no line of times in it.
    """
    text = decode(data, where=where)
    check_size(len(text) // _SHARE_OF_TIMES, text.count("\n") // _LINES_PER_CUE, where=where)
    times = list(_TIMES.finditer(text))
    if not times:
        raise TranscriptError("there is no cue in this track", where, "check that it is WebVTT or SubRip")
    head = text[: times[0].start()]
    said = [part for number, found in enumerate(times) for part in _parts(text, times, number, found)]
    language = _LANGUAGE.search(head)
    blocks = (*_notes(text, times), *_paragraphs(said))
    return Document(blocks, language=language[1] if language else "")


def _parts(text: str, times: Sequence[re.Match[str]], number: int, found: re.Match[str]) -> Iterator[_Said]:
    end = times[number + 1].start() if number + 1 < len(times) else len(text)
    payload = _payload(text[found.end() : end], is_last=number + 1 == len(times))
    start_ms, end_ms = _milliseconds(found["start"]), _milliseconds(found["end"])
    voice = ""
    for piece in re.split(r"(?=<[vV][. \t])", payload):
        named = _VOICE.match(piece)
        voice = html.unescape(named["name"]).strip() if named else voice
        for is_turn, line in _turns(_plain(piece)):
            yield _Said(start_ms, end_ms, line, voice, is_turn=is_turn)


def _payload(text: str, *, is_last: bool) -> str:
    """Return a cue's text without the number, the identifier or the remark of the next one.

    Blank lines inside a cue occur in SubRip, so only remarks end it.
    """
    if not is_last:
        text = _NUMBER_AT_END.sub("\n", text)
    chunks = _BLANK.split(text.strip("\n"))
    if not is_last and len(chunks) > 1 and not text.endswith("\n\n") and "\n" not in chunks[-1].strip():
        chunks = chunks[:-1]  # an identifier stands right above the next line of times
    return "\n".join(chunk for chunk in chunks if not _NOTE.match(chunk) and not _CODE.match(chunk))


def _plain(payload: str) -> str:
    return html.unescape(_TAG.sub("", payload))


def _turns(text: str) -> Iterator[tuple[bool, str]]:
    """Divide a cue where a dash or an arrow says that somebody else speaks; join its other lines."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    dashed = [bool(_TURN.match(line)) for line in lines]
    has_turns = sum(dashed) >= 2 or any(line.lstrip().startswith(">>") for line in lines)
    current: list[str] = []
    is_turn = False
    for line, is_dashed in zip(lines, dashed, strict=True):
        if has_turns and is_dashed:
            if current:
                yield is_turn, " ".join(current)
            current, is_turn = [], True
            line = line if line.startswith(">") else _TURN.sub("", line)  # noqa: PLW2901
        current.append(line)
    if current:
        yield is_turn, " ".join(current)


def _milliseconds(clock: str) -> int:
    whole, fraction = [*re.split(r"[.,]", re.sub(r"\s", "", clock)), ""][:2]
    fields = [int(number) for number in whole.split(":")[:3]]
    seconds: int = sum(number * 60 ** (len(fields) - 1 - place) for place, number in enumerate(fields))
    return seconds * 1_000 + int((fraction + "000")[:3])


def _paragraphs(said: Sequence[_Said]) -> Iterator[Block]:
    """Join what follows on; roll-up captions repeat their last line, which is said once."""
    group: list[_Said] = []
    for part in _without_repeats(said):
        if group and _begins_paragraph(group, part):
            yield _block(group)
            group = []
        group.append(part)
    if group:
        yield _block(group)


def _without_repeats(said: Sequence[_Said]) -> Iterator[_Said]:
    before = ""
    for part in said:
        if part.text and (part.text != before or part.is_turn):
            yield part
        before = part.text


def _begins_paragraph(group: Sequence[_Said], part: _Said) -> bool:
    last = group[-1]
    if part.is_turn or part.voice != last.voice:
        return True
    if not _SENTENCE_END.search(last.text):
        return (
            bool(re.match(r"[^\s:]{1,30}(?:\s[^\s:]{1,20}){0,3}:\s", part.text))
            or _is_bracket(part.text)
            or _is_bracket(last.text)
        )
    size = sum(len(item.text) for item in group)
    is_label = bool(re.match(r"[^:.!?]{1,40}:\s", part.text))
    return is_label or part.start_ms - last.end_ms >= _PARAGRAPH_PAUSE_MS or size > _MAX_PARAGRAPH_CHARACTERS


def _is_bracket(text: str) -> bool:
    return bool(re.match(r"^[\[(♪].*[\])♪]$", text.strip()))


def _block(group: Sequence[_Said]) -> Block:
    first = group[0]
    has_voice = first.voice or first.is_turn
    return Block(
        runs=(Run("\n".join(part.text for part in group)),),
        is_wrapped=True,
        speaker=first.voice if has_voice else None,
    )


def _notes(text: str, times: Sequence[re.Match[str]]) -> Iterator[Block]:
    """Yield what a WebVTT file remarks, and its header, as parts that are not spoken."""
    header = _HEADER.match(text.lstrip("\ufeff"))
    if header:
        words = f"{header['text']} {' '.join(header['more'].split())}".strip()
        if words and "-->" not in words:
            yield Block(runs=(Run(words, unspoken="metadata"),))
    for chunk in _BLANK.split(text) if times and "NOTE" in text else ():
        found = _NOTE.match(chunk.strip("\n"))
        if found and found["text"].strip():
            yield Block(runs=(Run(" ".join(found["text"].split()), unspoken="comment"),))
