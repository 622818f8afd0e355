"""A track -> a script of Advanced SubStation, which is painted into a picture: size, place, marks.

Format: "ASS File Format Specification" of libass (its wiki), on SubStation Alpha v4.00+. Text comes from files, so
nothing in it may act: braces begin commands there, and a backslash a line break.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from cuepress import files, formats, language
from cuepress.errors import UsageError
from cuepress.formats.cue_text import Token, has_valid_markup, one_line, tidy, tokens
from cuepress.formats.writing import writable
from cuepress.library import Entry
from cuepress.model import Cue, Track

# Share of the picture's height that a line takes (about 5 % for the letters, as browsers do), and of the width of
# an upright one, where forty letters have to stand side by side.
_LINE_OF_HEIGHT = 0.06
_LINE_OF_WIDTH = 0.051
_MARGIN = 0.05  # of the sides: EBU R 95 keeps 3.5 to 5 % free
_HIGH_LINES = 5  # WebVTT's line:0 to line:4 are at the top of the picture
_MIDDLE_PERCENT = 50.0
_WORD_JOINER = "\u2060"
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zs", "Zl", "Zp"})
_MARKS = frozenset({"i", "b", "u"})
_SETTING = re.compile(r"(line|align):([^\s,]+)")
_UNPAINTED = re.compile(r"(?:position|size|vertical|region):")
# FriBidi looks for the direction of each line by itself with this number; others make Arabic begin on the left.
_BY_ITS_LETTERS = -1
_FIELDS = (
    "Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, "
    "Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, "
    "MarginR, MarginV, Encoding"
)
_WHITE, _BLACK = "&H00FFFFFF", "&H33000000"  # transparency, blue, green, red: black at 80 %
_BOX = 4  # libass: one box behind all lines; its shade would double where two boxes meet


def read(entry: Entry, tag: str) -> Track:
    """Return the captions or subtitles of a video in a language.

    Raises
    ------
    UsageError
        If it has none in this language.
    TrackError
        If the file cannot be read.
    """
    shown = {each.language: each for each in entry.tracks if each.kind in {"captions", "subtitles"}}
    found = shown.get(language.normalise_tag(tag))
    if found is None:
        there = f"there are: {', '.join(shown)}" if shown else "make them with: cuepress caption"
        raise UsageError(f"{files.shown(entry.stem)} has no captions in {tag}", "--burn", there)
    path = found.paths.get(".vtt") or next(iter(found.paths.values()))
    return formats.load(path, language=found.language, kind=found.kind).track


def script(track: Track, *, width: int, height: int, typeface: str) -> bytes:
    """Write a track for a picture of so many square pixels; cues without a duration are left out."""
    size = min(_LINE_OF_HEIGHT * height, _LINE_OF_WIDTH * width)
    sides, edges = (round(_MARGIN * side) for side in (width, height))
    style = (
        f"Cue,{_named(typeface)},{size:.1f},{_WHITE},{_WHITE},{_BLACK},{_BLACK},0,0,0,0,100,100,0,0,{_BOX},0,"
        f"{size / 5:.1f},2,{sides},{sides},{edges},{_BY_ITS_LETTERS}"
    )
    head = [
        "[Script Info]",
        "ScriptType: v4.00+",
        f"PlayResX: {width}",
        f"PlayResY: {height}",
        "WrapStyle: 0",
        "ScaledBorderAndShadow: yes",
        "",
        "[V4+ Styles]",
        f"Format: {_FIELDS}",
        f"Style: {style}",
        "",
        "[Events]",
        "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text",
    ]
    return "\n".join([*head, *_events(track), ""]).encode()


def letters(track: Track) -> Track:
    """Return a track that shows each letter of another one once, from its first second."""
    said = unicodedata.normalize("NFC", "".join(f"{cue.voice}{cue.text}" for cue in track.cues))
    seen = dict.fromkeys(each for each in said if unicodedata.category(each) not in _UNSEEN)
    text = " ".join(each for each in seen if not "\ufe00" <= each <= "\ufe0f")
    return Track((Cue(0, 5_000, text),), track.language, track.kind)


def losses(track: Track) -> Iterator[str]:
    """Say what painting leaves out of a track."""
    if track.styles or track.regions:
        yield "its styles and regions"
    if any(_UNPAINTED.search(cue.settings) for cue in track.cues):
        yield "places on the screen other than top or bottom, left, middle or right"


def _events(track: Track) -> Iterator[str]:
    voice = ""
    is_leftward = language.direction(track.language) == "rtl"
    for cue in track.cues:
        if cue.end_ms <= cue.start_ms:
            continue
        text, voice = _text(cue, voice)
        times = ",".join(map(_clock, (cue.start_ms, cue.end_ms)))
        yield f"Dialogue: 0,{times},Cue,,0,0,0,,{{\\an{_place(cue, is_leftward=is_leftward)}}}{text}"


def _clock(ms: int) -> str:
    """Return a time in hundredths of a second, the finest there is here.

    >>> _clock(3_723_456)
    '1:02:03.46'
    """
    hundredths = (ms + 5) // 10
    seconds, hundredths = divmod(hundredths, 100)
    minutes, seconds = divmod(seconds, 60)
    return f"{minutes // 60}:{minutes % 60:02d}:{seconds:02d}.{hundredths:02d}"


def _text(cue: Cue, voice_before: str) -> tuple[str, str]:
    """Return what is painted of a cue, and who speaks at its end; a voice is named where it changes."""
    pieces: list[str] = []
    voice = ""
    for token in _tokens(cue):
        if token.kind == "text":
            pieces.append(_escaped(token.text))
        elif token.text in _MARKS:
            pieces.append(f"{{\\{token.text}{1 if token.kind == 'start' else 0}}}")
        elif token.kind == "start" and token.text == "v" and token.annotation:
            if token.annotation != (voice or voice_before):
                pieces.append(_escaped(f"{token.annotation}: "))
            voice = token.annotation
    return "".join(pieces).strip(), voice


def _tokens(cue: Cue) -> Sequence[Token]:
    if has_valid_markup(cue):
        return list(tokens(tidy(cue.markup)))
    text, voice = Token("text", writable(cue.text), ""), one_line(cue.voice)
    return [Token("start", "v", "", annotation=voice), text] if voice else [text]


def _escaped(text: str) -> str:
    """Write text so that nothing in it is a command."""
    parted = re.sub(r"[\r\n\x0b\x0c\x85\u2028\u2029]+", "\n", text)
    marked = parted.replace("\\", f"\\{_WORD_JOINER}").replace("{", "\\{").replace("}", "\\}")
    return marked.replace("\n", "\\N")


# --- where a cue stands: the digits of a keyboard's number block ------------------------------------------------


def _place(cue: Cue, *, is_leftward: bool) -> int:
    found = _settings(cue)
    align = found.get("align", "center")
    first, last = ("right", "left") if is_leftward else ("left", "right")
    side = {"start": first, "end": last}.get(align, align)
    column = {"left": 1, "right": 3}.get(side, 2)
    return column + (6 if _is_high(found.get("line", "")) else 0)


def _is_high(line: str) -> bool:
    try:
        if line.endswith("%"):
            return float(line[:-1]) < _MIDDLE_PERCENT
        return 0 <= float(line) < _HIGH_LINES
    except ValueError:
        return False


def _settings(cue: Cue) -> dict[str, str]:
    return dict(_SETTING.findall(cue.settings))


def _named(typeface: str) -> str:
    """Return a family's name without what would end the field or the line."""
    return re.sub(r"[,\x00-\x1f\x7f]+", " ", typeface).strip() or "sans-serif"
