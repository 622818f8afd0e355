"""Make a video that speaks a transcript: a title card, a synthetic voice, its waveform. For trying things out.

Knows the order and the looks; the voice is in ``sync.voice``, the encoding in ``media``.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from cuepress import language, media
from cuepress.errors import UsageError
from cuepress.model import Transcript
from cuepress.timecode import ms_from_samples, short_clock

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    from PIL import Image, ImageDraw, ImageFont

    Sound = npt.NDArray[np.int16]

_LEAD_IN_MS = 1_200
_SENTENCE_PAUSE_MS = 350
_PARAGRAPH_PAUSE_MS = 800
_TAIL_MS = 1_500
_WORDS_PER_MINUTE = 130  # a measured public address; its captions then stay within usual reading speeds
_SPEAKING_SHARE = 0.1  # of the time that it all takes


def make_sample(
    transcript: Transcript, out: Path, *, tag: str, progress: Callable[[float], None] | None = None
) -> None:
    """Write an MP4 in which the transcript is spoken. The same transcript gives the same bytes.

    Raises
    ------
    UsageError
        If the transcript has nothing to say.
    SyncError
        If there is no voice for the language ``tag``.
    MediaError, LibraryError
        If the video cannot be encoded or written.
    """
    report = progress or (lambda _fraction: None)
    samples, rate_hz = _speech(transcript, tag, report)
    with tempfile.TemporaryDirectory(prefix="cuepress-") as folder:
        card = Path(folder) / "card.png"
        duration_ms = ms_from_samples(len(samples), rate_hz=rate_hz)
        _draw_card(_title_lines(transcript), _kicker(tag, duration_ms)).save(card)
        media.encode_title_video(
            samples,
            rate_hz,
            card,
            out,
            language=_three_letters(tag),
            progress=lambda fraction: report(_SPEAKING_SHARE + (1 - _SPEAKING_SHARE) * fraction),
        )
    report(1.0)


# --- speech ---------------------------------------------------------------------------------------------------


def _speech(transcript: Transcript, tag: str, report: Callable[[float], None]) -> tuple[Sound, int]:
    """Speak sentence by sentence, with a pause after each and a longer one after a paragraph."""
    import numpy as np

    from cuepress.sync import voice

    pieces: list[Sound] = []
    rate_hz = 0
    sentences = list(_sentences(transcript, tag))
    for index, (sentence, pause_ms) in enumerate(sentences):
        said = voice.speak(sentence, tag=tag, words_per_minute=_WORDS_PER_MINUTE)
        rate_hz = said.rate_hz
        pieces += [_trimmed(said.samples), _silence(pause_ms, rate_hz)]
        report(_SPEAKING_SHARE * ((index + 1) / len(sentences)))
    if not pieces:
        raise UsageError("the transcript has no spoken text", transcript.source, "give one that has")
    spoken = [_silence(_LEAD_IN_MS, rate_hz), *pieces[:-1], _silence(_TAIL_MS, rate_hz)]
    return np.concatenate(spoken), rate_hz


def _sentences(transcript: Transcript, tag: str) -> Iterator[tuple[str, int]]:
    """Yield each spoken sentence and how long the pause after it is."""
    from sentencex import segment

    for paragraph in transcript.paragraphs:
        found = [text.strip() for text in segment(language.primary(tag), paragraph.spoken)]
        said = [text for text in found if any(character.isalnum() for character in text)]
        for index, sentence in enumerate(said):
            yield sentence, _PARAGRAPH_PAUSE_MS if index == len(said) - 1 else _SENTENCE_PAUSE_MS


def _trimmed(samples: Sound) -> Sound:
    """Cut off the silence at both ends, so that pauses are as long as they are meant to be."""
    import numpy as np

    loud = np.flatnonzero(np.abs(samples.astype(np.int32)) > 64)
    return samples[loud[0] : loud[-1] + 1] if len(loud) else samples[:0]


def _silence(length_ms: int, rate_hz: int) -> Sound:
    import numpy as np

    return np.zeros(length_ms * rate_hz // 1_000, dtype=np.int16)


# --- the title card -------------------------------------------------------------------------------------------

_WIDTH, _HEIGHT = 1_280, 720
_MARGIN = 112
_COLUMN = 960  # the width of text: a title is read in one look, not along a line
_INK, _SOFT_INK = (0x1D, 0x1B, 0x18), (0x5A, 0x56, 0x50)
_PAPER, _ACCENT = (0xFA, 0xF8, 0xF4), (0x0B, 0x5C, 0x63)
_TITLE_TOP, _TITLE_BOTTOM = 148, 390  # below begins the waveform, and below that the captions
_FONTS = Path(__file__).parents[1] / "web" / "static" / "fonts"


@dataclass(frozen=True, slots=True)
class _Style:
    """How a text is set: weight, size in pixels, height of a line."""

    weight: int
    size: int
    leading: int


_KICKER = _Style(700, 22, 28)
_TITLES = (_Style(700, 60, 70), _Style(700, 50, 60), _Style(700, 40, 50), _Style(700, 32, 40))
_SUBTITLE = _Style(400, 27, 38)


def _kicker(tag: str, duration_ms: int) -> str:
    name = language.autonym(tag)
    return f"{name[:1].upper()}{name[1:]}  ·  {short_clock(duration_ms)}"


def _three_letters(tag: str) -> str:
    """Return the language as MP4 names it: ``fr`` → ``fra``."""
    import langcodes

    try:
        return langcodes.Language.get(tag).to_alpha3()
    except LookupError:
        return "und"


def _title_lines(transcript: Transcript) -> list[str]:
    """Return the lines of the title block, where the document has them apart; else the title as one."""
    lines = [
        line.strip() for part in transcript.unspoken if part.kind == "title" for line in part.text.splitlines()
    ]
    lines = [line for line in lines if line] or ([transcript.title] if transcript.title else [])
    return [line.replace("'", "’") for line in lines]


def _draw_card(lines: Sequence[str], kicker: str) -> Image.Image:
    """Draw a quiet page: an accent, a small line, the title, what is said under it; room for the waveform."""
    from PIL import Image, ImageDraw

    card = Image.new("RGB", (_WIDTH, _HEIGHT), _PAPER)
    draw = ImageDraw.Draw(card)
    draw.rectangle((_MARGIN, 88, _MARGIN + 55, 91), fill=_ACCENT)
    if _can_show(kicker):
        _write(draw, _MARGIN, 104, kicker, _KICKER, _ACCENT)
    shown = [line for line in lines if _can_show(line)]
    if shown:
        _write_title(draw, shown[0], shown[1:])
    return card


def _write_title(draw: ImageDraw.ImageDraw, title: str, others: Sequence[str]) -> None:
    """Set the title as large as it fits together with what stands under it."""
    below = [row for line in others for row in _wrapped(line, _SUBTITLE)]
    room = _TITLE_BOTTOM - _TITLE_TOP
    for style in _TITLES:
        rows = _wrapped(title, style)
        if len(rows) * style.leading + len(below) * _SUBTITLE.leading + 20 <= room:
            break
    top = _TITLE_TOP
    for row in rows[: room // style.leading]:
        _write(draw, _MARGIN, top, row, style, _INK)
        top += style.leading
    top += 20
    for row in below:
        if top + _SUBTITLE.leading <= _TITLE_BOTTOM:
            _write(draw, _MARGIN, top, row, _SUBTITLE, _SOFT_INK)
        top += _SUBTITLE.leading


def _wrapped(text: str, style: _Style) -> list[str]:
    """Divide a text into the fewest rows that fit, then even them out, so that no word is left alone."""
    rows = _filled(text, style, _COLUMN)
    width = _COLUMN
    while len(rows) > 1 and len(_filled(text, style, width - 20)) == len(rows) and width > _COLUMN // 2:
        width -= 20
    return _filled(text, style, width)


def _filled(text: str, style: _Style, width: int) -> list[str]:
    rows: list[str] = []
    for word in text.split(" "):
        if rows and _length(f"{rows[-1]} {word}", style) <= width:
            rows[-1] += f" {word}"
        else:
            rows.append(word)
    return rows


def _write(
    draw: ImageDraw.ImageDraw, left: float, top: int, text: str, style: _Style, colour: tuple[int, int, int]
) -> None:
    baseline = top + style.leading - round(style.leading * 0.24)
    for run, font in _runs(text, style):
        draw.text((left, baseline), run, font=font, fill=colour, anchor="ls")
        left += font.getlength(run)


def _length(text: str, style: _Style) -> float:
    return sum(font.getlength(run) for run, font in _runs(text, style))


def _runs(text: str, style: _Style) -> list[tuple[str, ImageFont.FreeTypeFont]]:
    """Divide a text by the font file that has its letters: the web's fonts come in two parts."""
    plain, extended = (_font(part, style.weight, style.size) for part in ("latin", "latin-ext"))
    runs: list[tuple[str, ImageFont.FreeTypeFont]] = []
    for character in text:
        font = plain if _has(plain, character) or not _has(extended, character) else extended
        if runs and runs[-1][1] is font:
            runs[-1] = (runs[-1][0] + character, font)
        else:
            runs.append((character, font))
    return runs


def _can_show(text: str) -> bool:
    """Tell whether the project's font has every letter; a title in another script is left out of the card."""
    fonts = [_font(part, 400, 24) for part in ("latin", "latin-ext")]
    return all(any(_has(font, character) for font in fonts) for character in text if not character.isspace())


@lru_cache(maxsize=32)
def _font(part: str, weight: int, size: int) -> ImageFont.FreeTypeFont:
    from PIL import ImageFont

    path = _FONTS / f"atkinson-hyperlegible-next-{part}-{weight}-normal.woff2"
    # The other layout engine draws a little differently where the system has FriBiDi; the card is to be the same.
    return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=4_096)
def _has(font: ImageFont.FreeTypeFont, character: str) -> bool:
    """Tell whether a font has a letter, by whether it draws something else than for a letter that none has."""
    return character.isspace() or bytes(font.getmask(character)) != bytes(font.getmask("\U0010fffd"))
