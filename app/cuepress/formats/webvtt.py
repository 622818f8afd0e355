"""WebVTT (https://www.w3.org/TR/webvtt1/): text to cues as a browser finds them, and a track to text.

Reading follows the specification's parser (§6.1) with a scanner of our own: webvtt-py keeps no line numbers, stops
at its first complaint, and finds other cues than browsers do in 6 of the 44 file tests of web-platform-tests.
webvtt-py judges what it does know, cue settings and regions, and composes what we write. Lenient reading gives
exactly the cues that a browser shows; what the browser drops is a Problem.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from cuepress import language
from cuepress.errors import Problem
from cuepress.formats.cue_text import has_valid_markup, read_payload, write_payload
from cuepress.formats.direction import marked, unmarked
from cuepress.formats.reading import FoundCue, Scan, quoted
from cuepress.formats.writing import (
    BLANK_LINE_LOSS,
    Composed,
    WriteOptions,
    close_blank_lines,
    has_blank_line,
    tallied,
    writable,
)
from cuepress.model import Cue, Kind, Track
from cuepress.timecode import clock

SIGNATURE = "WEBVTT"
ARROW = "-->"

# Hours may have one digit or many; ten are more than any video lasts and more than webvtt-py writes.
_TIMESTAMP = r"(?:([0-9]{1,10}):([0-9]{2})|([0-9]{2})):([0-9]{2})\.([0-9]{3})(?![0-9])"
_TIMES = re.compile(rf"[ \t\f]*{_TIMESTAMP}[ \t\f]*-->[ \t\f]*{_TIMESTAMP}(.*)\Z", re.DOTALL)
_SETTINGS_SPACE = re.compile(r"[ \t\f\n\r]+")
_COMMENT = re.compile(r"NOTE(?:[ \t]|\Z)")


@dataclass(slots=True)
class Block:
    """Lines between blank lines: an optional first line, an optional line with an arrow, and the lines below.

    ``line`` is the number of the first line, ``times_line`` of the one with the arrow (0 = there is none).
    ``is_abrupt`` says that no blank line parts it from what stands above.
    """

    line: int
    head: str = ""
    times: str = ""
    times_line: int = 0
    body: list[str] = field(default_factory=list)
    is_abrupt: bool = False


def has_signature(text: str) -> bool:
    """Tell whether a browser takes the text for WebVTT at all."""
    return text.startswith(SIGNATURE) and text[6:7] in {"", " ", "\t", "\n", "\r"}


def lines_of(text: str) -> list[str]:
    """Divide a file into lines as the specification does: LF, CR, CRLF, and nothing else; NUL becomes U+FFFD."""
    return text.replace("\0", "\ufffd").replace("\r\n", "\n").replace("\r", "\n").split("\n")


def blocks(lines: Sequence[str]) -> Iterator[Block]:
    """Divide a file into blocks, the header (the lines under the signature) left out."""
    at = 1
    while at < len(lines) and lines[at] and ARROW not in lines[at]:
        at += 1
    is_abrupt = at < len(lines) and bool(lines[at])
    while at < len(lines):
        if not lines[at]:
            at, is_abrupt = at + 1, False
            continue
        block, at = _block(lines, at)
        block.is_abrupt = is_abrupt
        is_abrupt = True  # until a blank line says otherwise
        yield block


def _block(lines: Sequence[str], at: int) -> tuple[Block, int]:
    """Collect the block that begins at index ``at``; return it and the index after it."""
    block = Block(at + 1)
    if ARROW not in lines[at]:
        block.head = lines[at]
        at += 1
    if at < len(lines) and ARROW in lines[at]:
        block.times, block.times_line = lines[at], at + 1
        at += 1
    first = at
    while at < len(lines) and lines[at] and ARROW not in lines[at]:
        at += 1
    block.body.extend(lines[first:at])
    return block, at


def parse_times(line: str) -> tuple[int, int, str] | None:
    """Return in time, out time and settings of a line with an arrow, or None if a browser cannot read it."""
    match = _TIMES.match(line)
    if match is None:
        return None
    parts = match.groups()
    start_ms, end_ms = _ms(parts[0:5]), _ms(parts[5:10])
    if start_ms is None or end_ms is None:
        return None
    return start_ms, end_ms, " ".join(_SETTINGS_SPACE.split(parts[10])).strip(" ")


def _ms(parts: Sequence[str]) -> int | None:
    hours, long_minutes, short_minutes, seconds_digits, ms = parts
    minutes, seconds = int(long_minutes or short_minutes), int(seconds_digits)
    if minutes > 59 or seconds > 59:
        return None
    return ((int(hours or 0) * 60 + minutes) * 60 + seconds) * 1000 + int(ms)


class _Scanner:
    """What has been found so far; one pass over the blocks."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self.cues: list[FoundCue] = []
        self.problems: list[Problem] = []
        self.styles: list[str] = []
        self.regions: list[str] = []
        self.ids: set[str] = set()
        self.has_cue = False

    def report(self, line: int, what: str) -> None:
        self.problems.append(Problem(line, what))

    def take(self, block: Block) -> None:
        if block.times_line:
            self._take_cue(block)
        elif _COMMENT.match(block.head):
            return
        elif _is_named(block, "STYLE"):
            self._take_style(block)
        elif _is_named(block, "REGION"):
            self._take_region(block)
        else:
            self.report(block.line, f"text without times is not shown: {quoted(block.head)}")

    def _take_cue(self, block: Block) -> None:
        if block.is_abrupt:
            self.report(block.line, "no blank line above")
        times = parse_times(block.times)
        if times is None:
            self.report(
                block.times_line,
                f"times that no browser reads, so the cue is not shown: {quoted(block.times)}"
                " (they look like 00:00:01.000 --> 00:00:02.000)",
            )
            return
        self.has_cue = True
        self._check_id(block)
        fault = _settings_fault(times[2])
        if fault:
            self.report(block.times_line, fault)
        self.cues.append(FoundCue(self._cue(block, *times), block.times_line))

    def _cue(self, block: Block, start_ms: int, end_ms: int, settings: str) -> Cue:
        payload = "\n".join(block.body)
        if self.kind == "metadata":
            return Cue(start_ms, end_ms, payload, id=block.head, settings=settings)
        read = read_payload(payload)
        for fault in read.faults:
            self.report(block.times_line + 1, fault)
        return Cue(start_ms, end_ms, read.text, read.voice, block.head, settings, read.markup)

    def _check_id(self, block: Block) -> None:
        if block.head and block.head in self.ids:
            self.report(block.line, f"the id {quoted(block.head)} is used twice")
        self.ids.add(block.head)

    def _take_style(self, block: Block) -> None:
        if self.has_cue:
            self.report(block.line, "a STYLE block after the first cue has no effect and was left out")
        elif block.body:
            self.styles.append("\n".join(block.body))

    def _take_region(self, block: Block) -> None:
        if self.has_cue:
            self.report(block.line, "a REGION block after the first cue has no effect and was left out")
        elif block.body:
            settings = " ".join(block.body)
            fault = _region_fault(settings)
            if fault:
                self.report(block.line, fault)
            self.regions.append("\n".join(part for part in _SETTINGS_SPACE.split(settings) if part))


def _is_named(block: Block, name: str) -> bool:
    return block.head.startswith(name) and not block.head[len(name) :].strip(" \t\f")


@lru_cache(maxsize=4096)
def _settings_fault(settings: str) -> str:
    """Return what webvtt-py has to say against cue settings, or nothing. Most cues of a file share theirs."""
    if not settings:
        return ""
    from webvtt.errors import MalformedCaptionError
    from webvtt.models import CueSettings

    try:
        CueSettings.from_string(settings, strict=True)
    except MalformedCaptionError as failure:
        return str(failure)
    return ""


def _region_fault(settings: str) -> str:
    from webvtt.errors import MalformedCaptionError
    from webvtt.models import Region

    try:
        Region.from_string(settings, strict=True)
    except MalformedCaptionError as failure:
        return str(failure)
    return ""


def scan(text: str, *, kind: Kind = "captions") -> Scan:
    """Find the cues, styles and regions of a text that has the signature."""
    scanner = _Scanner(kind)
    if "\0" in text:
        scanner.report(text.count("\n", 0, text.index("\0")) + 1, "a NUL character; it became \ufffd")
    for block in blocks(lines_of(text)):
        scanner.take(block)
    return Scan(tuple(scanner.cues), tuple(scanner.problems), tuple(scanner.styles), tuple(scanner.regions))


def compose(track: Track, options: WriteOptions) -> Composed:  # noqa: ARG001 - every format is called alike
    """Write a track; the payloads are ours, the file around them is webvtt-py's."""
    import webvtt.vtt
    from webvtt.models import Caption, Region, Style

    kept_ids = _ids(track.cues)
    captions = [
        Caption(
            clock(cue.start_ms),
            clock(cue.end_ms),
            _payload(cue, track),
            identifier,
            _settings(cue.settings),
        )
        for cue, identifier in zip(track.cues, kept_ids, strict=True)
    ]
    text = webvtt.vtt.to_str(
        captions,
        [Style(body) for body in map(_block_body, track.styles) if body],
        [],
        [],
        regions=[Region.from_string(body) for body in map(_block_body, track.regions) if body],
    )
    return Composed(text, tuple(_losses(track, kept_ids)))


def _payload(cue: Cue, track: Track) -> str:
    if (
        track.kind == "metadata"
    ):  # data for a script, which gets it as it stands; only an arrow would break the file
        return close_blank_lines(writable(cue.text)).replace(ARROW, "--&gt;")
    if language.direction(track.language) == "rtl" and not has_valid_markup(cue):
        cue = replace(cue, text=marked(cue.text))
    return write_payload(cue)


def without_marks(track: Track) -> Track:
    """Return a track that was read without the marks of direction that ``compose`` writes."""
    if track.kind == "metadata" or language.direction(track.language) != "rtl":
        return track
    cues = tuple(cue if cue.markup else replace(cue, text=unmarked(cue.text)) for cue in track.cues)
    return replace(track, cues=cues)


@lru_cache(maxsize=4096)
def _settings(settings: str) -> str:
    """Return the settings that have an effect: the valid ones, of several with one name the last."""
    kept: dict[str, str] = {}
    for part in _SETTINGS_SPACE.split(writable(settings)):
        if part and ARROW not in part and not _settings_fault(part):
            name = part.partition(":")[0]
            kept.pop(name, None)
            kept[name] = part
    return " ".join(kept.values())


def _block_body(body: str) -> str:
    """Return the body of a STYLE or REGION block without what would end it. CSS reads ``-- >`` as well."""
    return close_blank_lines(writable(body)).replace(ARROW, "-- >")


def _ids(cues: Sequence[Cue]) -> list[str]:
    """Return the ids as they can be written: each once, none with an arrow in it."""
    seen: set[str] = set()
    kept: list[str] = []
    for cue in cues:
        identifier = writable(cue.id)
        is_usable = ARROW not in identifier and identifier not in seen
        kept.append(identifier if is_usable else "")
        seen.add(identifier)
    return kept


def _losses(track: Track, kept_ids: Sequence[str]) -> Iterator[str]:
    pairs = zip(track.cues, kept_ids, strict=True)
    yield from tallied(_cue_losses(cue, identifier, track.kind) for cue, identifier in pairs)


def _cue_losses(cue: Cue, kept_id: str, kind: Kind) -> Iterator[str]:
    if cue.id and not kept_id:
        yield "the id is left out, since it stands twice or has an arrow in it"
    if cue.settings and _settings_fault(cue.settings):
        yield "a setting that has no effect is left out"
    if cue.markup and kind != "metadata" and not has_valid_markup(cue):
        yield "the markup is left out, since the text was edited after it"
    if has_blank_line(cue.text):
        yield BLANK_LINE_LOSS
