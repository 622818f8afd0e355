"""The characters of a PDF page -> words with their place, by pdfium.

Places are in points, from the top left corner of the page as it is shown.
"""

from __future__ import annotations

import ctypes
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

import pypdfium2
from pypdfium2 import raw

_PATH, _IMAGE, _FORM = 2, 3, 5  # FPDF_PAGEOBJ_…
_MAX_PAGE_OBJECTS = 20_000
_MAX_PAGE_CHARACTERS = 200_000  # a full page has 6,000
_HYPHENS = frozenset({0x02, 0xFFFE})  # what pdfium makes of a hyphen at the end of a line
_ITALIC_FLAG = 64  # ISO 32000-1, table 123
_GAP = 0.28  # of the size; a space is 0.25 or more, letters that touch 0
_GUESSED_GAP = 0.1


@dataclass(frozen=True, slots=True)
class Font:
    size: float
    is_bold: bool
    is_italic: bool


_UNKNOWN = Font(10.0, is_bold=False, is_italic=False)


@dataclass(slots=True)
class Word:
    """Characters without white space, in one font; ``base`` is their baseline."""

    text: str
    x0: float
    x1: float
    base: float
    font: Font
    is_glued: bool = False
    """No white space before it: the font or the height changed in the middle of a word."""

    @property
    def size(self) -> float:
        return self.font.size

    @property
    def top(self) -> float:
        return self.base - 0.8 * self.font.size


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line, drawn or the edge of a box."""

    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(slots=True)
class Page:
    number: int
    width: float
    height: float
    words: list[Word] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    has_pictures: bool = False
    is_overfull: bool = False
    """It has more characters than any page, and was not read."""


@dataclass(frozen=True, slots=True)
class _Character:
    text: str
    x0: float
    x1: float
    base: float
    font: Font
    is_after_guess: bool = False
    """pdfium put a space before it that is not in the file."""


def read_page(document: pypdfium2.PdfDocument, number: int) -> Page:
    """Return the words and rules of a page (``number`` from 1).

    Raises
    ------
    pypdfium2.PdfiumError
        If the page is broken.
    """
    source = document[number - 1]
    try:
        text = source.get_textpage()
        try:
            page = Page(number, *source.get_size())
            if raw.FPDFText_CountChars(text) > _MAX_PAGE_CHARACTERS:
                page.is_overfull = True
                return page
            place = _Place(source)
            page.words = [*_words(_characters(text, place))]
            _read_shapes(source, place, page)
            return page
        finally:
            text.close()
    finally:
        source.close()


class _Place:
    """Turns places on the page as it is stored into places on the page as it is shown."""

    def __init__(self, page: pypdfium2.PdfPage) -> None:
        self._left, self._bottom, right, top = page.get_cropbox()
        self._width, self._height = right - self._left, top - self._bottom
        self._rotation = page.get_rotation()

    def shown(self, x: float, y: float) -> tuple[float, float]:
        x, y = x - self._left, y - self._bottom
        if self._rotation == 90:
            return y, x
        if self._rotation == 180:
            return self._width - x, y
        if self._rotation == 270:
            return self._height - y, self._width - x
        return x, self._height - y


def _characters(page: pypdfium2.PdfTextPage, place: _Place) -> Iterator[_Character | None]:
    """Yield each character; None for white space that is written and for line ends."""
    fonts = _Fonts(page)
    box, x, y = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    is_after_guess = False
    for index in range(raw.FPDFText_CountChars(page)):
        code = raw.FPDFText_GetUnicode(page, index)
        character = "-" if code in _HYPHENS else chr(code) if code < 0x110000 else ""
        font = fonts.at(index)
        if _is_space(character):
            is_after_guess = font is None and character == " "  # pdfium saw a gap, or thought so
            if not is_after_guess:
                yield None
            continue
        raw.FPDFText_GetCharOrigin(page, index, x, y)
        raw.FPDFText_GetLooseCharBox(page, index, box)
        x0, base = place.shown(x.value, y.value)
        left, right = place.shown(box.left, box.bottom)[0], place.shown(box.right, box.top)[0]
        yield _Character(
            character, min(x0, left, right), max(x0, left, right), base, font or _UNKNOWN, is_after_guess
        )
        is_after_guess = False


@lru_cache(maxsize=4096)
def _is_space(character: str) -> bool:
    """Tell what parts words; a no-break space does not."""
    if character in {"\u00a0", "\u202f"}:
        return False
    return not character.strip() or unicodedata.category(character) in {"Cc", "Cs"}


class _Fonts:
    """The font of each character; pdfium is asked once per text object."""

    def __init__(self, page: pypdfium2.PdfTextPage) -> None:
        self._page = page
        self._known: dict[int, Font] = {}

    def at(self, index: int) -> Font | None:
        """Return the font of a character, None for one that pdfium made up."""
        source = raw.FPDFText_GetTextObject(self._page, index)
        if not source:
            return None
        key = ctypes.addressof(source.contents)
        if key not in self._known:
            self._known[key] = self._read(source, index)
        return self._known[key]

    def _read(self, source: raw.FPDF_PAGEOBJECT, index: int) -> Font:
        matrix = raw.FS_MATRIX()
        scale = 1.0
        if raw.FPDFText_GetMatrix(self._page, index, matrix):
            scale = (matrix.c**2 + matrix.d**2) ** 0.5
        size = raw.FPDFText_GetFontSize(self._page, index) * scale
        font = raw.FPDFTextObj_GetFont(source)
        buffer = ctypes.create_string_buffer(128)
        raw.FPDFFont_GetBaseFontName(font, buffer, len(buffer))
        name = buffer.value.decode("latin-1").lower().partition("+")[2] or buffer.value.decode("latin-1").lower()
        is_bold = any(word in name for word in ("bold", "black", "heavy", "semibd", "-bd"))
        is_italic = "italic" in name or "oblique" in name or bool(raw.FPDFFont_GetFlags(font) & _ITALIC_FLAG)
        return Font(round(max(size, 0.1), 1), is_bold, is_italic)


def _words(characters: Iterator[_Character | None]) -> Iterator[Word]:
    """Gather characters into words; ``None`` is a space that is written, a guessed one only shows as a gap."""
    word: list[_Character] = []
    is_glued = False
    for one in characters:
        if word and (one is None or not _is_same_word(word[-1], one)):
            yield from _word(word, is_glued=is_glued)
            is_glued = one is not None and _touches(word[-1], one)
            word = []
        if one is not None:
            word.append(one)
    yield from _word(word, is_glued=is_glued)


def _gap(before: _Character, after: _Character) -> float:
    """Return the space between two characters, whichever of them stands on the left."""
    return max(after.x0 - before.x1, before.x0 - after.x1)


def _is_same_word(before: _Character, after: _Character) -> bool:
    size = max(before.font.size, after.font.size)
    if before.text == after.text == "\u00a0":
        return False  # a row of no-break spaces is a tabulator
    if before.font != after.font or _gap(before, after) > (_GUESSED_GAP if after.is_after_guess else _GAP) * size:
        return False
    # The dots and vowels of Arabic letters stand at their own heights.
    return abs(before.base - after.base) < (0.4 if _is_right_to_left(after.text) else 0.1) * before.font.size


def _is_right_to_left(character: str) -> bool:
    return unicodedata.bidirectional(character) in {"R", "AL", "NSM"}


def _touches(before: _Character, after: _Character) -> bool:
    size = max(before.font.size, after.font.size)
    return _gap(before, after) < 0.2 * size and abs(before.base - after.base) < 0.6 * size


def _word(characters: list[_Character], *, is_glued: bool) -> Iterator[Word]:
    """Yield the word that characters make, or nothing if they are only no-break spaces."""
    if all(one.text == "\u00a0" for one in characters):
        return
    if not characters[0].text.isascii() and any(_is_right_to_left(one.text) for one in characters):
        # Many programs store right-to-left text as it looks; by place it is right however it is stored.
        characters = sorted(characters, key=lambda one: -one.x1)
    text = "".join(
        unicodedata.normalize("NFKC", one.text) if _is_ligature(one.text) else one.text for one in characters
    )
    x0, x1 = min([one.x0 for one in characters]), max([one.x1 for one in characters])
    yield Word(text.strip("\u00a0"), x0, x1, characters[0].base, characters[0].font, is_glued)


def _is_ligature(character: str) -> bool:
    """Tell ``ﬁ`` and the contextual forms of Arabic letters, which are shapes and not letters."""
    return "\ufb00" <= character <= "\ufdff" or "\ufe70" <= character <= "\ufefc"


def _read_shapes(source: pypdfium2.PdfPage, place: _Place, page: Page) -> None:
    """Read the rules that a table may have, and whether there is a picture."""
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    for index in range(min(raw.FPDFPage_CountObjects(source), _MAX_PAGE_OBJECTS)):
        shape = raw.FPDFPage_GetObject(source, index)
        kind = raw.FPDFPageObj_GetType(shape)
        page.has_pictures = page.has_pictures or kind in {_IMAGE, _FORM}
        if kind != _PATH or not raw.FPDFPageObj_GetBounds(shape, left, bottom, right, top):
            continue
        (x0, y0), (x1, y1) = place.shown(left.value, top.value), place.shown(right.value, bottom.value)
        page.rules += _edges(Rule(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)), page)


def _edges(box: Rule, page: Page) -> list[Rule]:
    """Return a line as it is and a box as its edges; a box around the page is no table."""
    width, height = box.x1 - box.x0, box.bottom - box.top
    if width > 0.97 * page.width or height > 0.97 * page.height:
        return []
    if width < 3 or height < 3:
        return [box] if max(width, height) > 8 else []
    return [
        Rule(box.x0, box.top, box.x1, box.top),
        Rule(box.x0, box.bottom, box.x1, box.bottom),
        Rule(box.x0, box.top, box.x0, box.bottom),
        Rule(box.x1, box.top, box.x1, box.bottom),
    ]
