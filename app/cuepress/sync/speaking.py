"""How long it takes to say a word, and how long one rests after it, without any sound to listen to.

The figures are of measured, careful speech (about 5 syllables a second: Pellegrino, Coupé & Marsico 2011, "A
cross-language perspective on speech information rate"). Only their proportions matter where a recording is
known, since the speaker's own pace is taken from it; those of numbers, signs and letters to words are what the
synthetic voices of seven languages (en fr es de tr ru it) have in the middle.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from cuepress import language
from cuepress.model import Transcript, Word

SOUND_MS = 600.0  # [applause] needs a moment on the screen, not the time that its letters would take

_VOWEL_MS = 120.0
_CONSONANT_MS = 60.0
_SPELT_LETTER_MS = 260.0
_DIGIT_MS = 360.0
_MAGNITUDE_MS = 310.0  # "hundred", "thousand", "million"
_SHORTENED_MS = 380.0  # "M." is said as "monsieur"
_LEAST_MS = 90.0
_LEEWAY = 0.3  # of the time of what can be said in several ways
_SIGN_MS = 600.0  # a sign that may have a name, an arrow
_SIGNS = frozenset({"Sm", "So", "Sc"})

# One character of these scripts is a syllable or more. Arabic and Hebrew write few vowels, so a consonant stands
# for itself and, on average, half a vowel; the letters of India hold a vowel each.
_SCRIPT_MS = {
    "Hani": 200.0,
    "Kana": 130.0,
    "Hang": 180.0,
    "Arab": 95.0,
    "Hebr": 105.0,
    "Thai": 75.0,
    "Laoo": 75.0,
    "Khmr": 75.0,
    "Mymr": 75.0,
    "Deva": 110.0,
    "Beng": 110.0,
    "Gujr": 110.0,
    "Guru": 110.0,
    "Taml": 110.0,
    "Telu": 110.0,
    "Knda": 110.0,
    "Mlym": 110.0,
    "Sinh": 110.0,
    "Ethi": 160.0,
    "Tibt": 110.0,
}
_VOWELS = frozenset("aeiouyæøœəıаеиоуыэюяєіїёαεηιουω")
_SYMBOL_MS = {"%": 500.0, "€": 450.0, "$": 450.0, "£": 400.0, "¥": 350.0, "°": 350.0, "&": 180.0, "@": 250.0}
_SYMBOL_MS |= {"+": 250.0, "=": 300.0, "×": 250.0, "§": 500.0, "№": 400.0, "#": 350.0, "‰": 600.0, "/": 150.0}
_URL = re.compile(
    r"(?:https?://|www\.)\S+|\S+@\S+\.\w{2,}|\b[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|gov|edu|eu|int)\b\S*"
)
_NUMBER = re.compile(r"\d+(?:[   .,'’]\d{3})+(?!\d)|\d+")
_DECIMAL_POINT = re.compile(r"(?<=\d)[.,](?=\d{1,2}(?!\d)|\d{4,})")
_INITIALS = re.compile(r"(?:\b[^\W\d_]\.){2,}")
_LETTERS = re.compile(r"(?:[^\W\d_]|['’\u0300-\u036f])+")
_SILENT_END = {
    "fr": re.compile(r"(?<=[a-zà-ÿ]{2})(?:ent|es|e|[sxtdpz])$"),
    "en": re.compile(r"(?<=[bcdfgklmnprstvz])e(?=s?$)"),
}


class Border(IntEnum):
    """What parts a word from the next, from nothing to a change of speaker."""

    NONE = 0
    COMMA = 1
    CLAUSE = 2
    SENTENCE = 3
    PARAGRAPH = 4
    TURN = 5


_REST_MS = {
    Border.NONE: 0.0,
    Border.COMMA: 200.0,
    Border.CLAUSE: 300.0,
    Border.SENTENCE: 550.0,
    Border.PARAGRAPH: 900.0,
    Border.TURN: 800.0,
}


@dataclass(frozen=True, slots=True)
class SpokenText:
    """What is expected of a transcript's words, one entry per word of ``transcript.words``.

    ``speaking_ms`` is the time to say each (0 for none), ``borders`` what follows it, ``rest_ms`` how long one
    rests there.
    """

    speaking_ms: tuple[float, ...]
    borders: tuple[Border, ...]
    is_sound: tuple[bool, ...]

    @property
    def rest_ms(self) -> tuple[float, ...]:
        return tuple(_REST_MS[border] for border in self.borders)


def expect(transcript: Transcript) -> SpokenText:
    """Work out what is expected of each word of a transcript."""
    words, tag = transcript.words, transcript.language
    speakers = [paragraph.speaker for paragraph in transcript.paragraphs]
    following: Sequence[Word | None] = [*words[1:], None] if words else []
    return SpokenText(
        tuple(SOUND_MS if word.is_sound else speaking_ms(word.text, tag) for word in words),
        tuple(_border(word, after, speakers, transcript) for word, after in zip(words, following, strict=True)),
        tuple(word.is_sound for word in words),
    )


def _border(word: Word, following: Word | None, speakers: list[str], transcript: Transcript) -> Border:
    if following is None:
        return Border.PARAGRAPH
    if following.paragraph != word.paragraph:
        same = speakers[following.paragraph] == speakers[word.paragraph]
        return Border.PARAGRAPH if same else Border.TURN
    if word.is_sound:
        return Border.COMMA
    mark = language.mark_after(word.text, following.text, transcript.language)
    if mark == language.Mark.NONE and _is_phrase_space(word, following, transcript):
        return Border.COMMA
    return Border(int(mark))


def _is_phrase_space(word: Word, following: Word, transcript: Transcript) -> bool:
    """Tell whether a space parts two words of a script without spaces: there it parts phrases (Thai, Chinese)."""
    gap = following.offset > word.end_offset
    return gap and language.is_unspaced(transcript.language) and _is_unspaced(word.text[-1] + following.text[0])


def _is_unspaced(pair: str) -> bool:
    return all(not character.isascii() for character in pair)


def speaking_ms(text: str, tag: str) -> float:
    """Return how long it takes to say one word: letters, numbers and signs as they are spoken.

    >>> speaking_ms("2016", "fr") > 3 * speaking_ms("an", "fr")
    True
    """
    return _speaking_ms(text, language.primary(tag))


@lru_cache(maxsize=65_536)
def _speaking_ms(text: str, primary: str) -> float:
    plain = unicodedata.normalize("NFKC", text)
    if is_address(plain):
        return _url_ms(plain)
    if _INITIALS.search(plain):
        return sum(character.isalpha() for character in plain) * _SPELT_LETTER_MS
    numbers = sum(_number_ms(found.group()) for found in _NUMBER.finditer(plain))
    signs = sum(_SYMBOL_MS.get(character, 0.0) for character in plain)
    points = len(_DECIMAL_POINT.findall(plain)) * _MAGNITUDE_MS
    letters = sum(_letters_ms(found.group(), primary) for found in _LETTERS.finditer(plain))
    if plain.endswith(".") and not numbers and language.mark_after(plain, "Name", primary) == language.Mark.NONE:
        letters = max(letters, _SHORTENED_MS)
    total = numbers + signs + points + letters
    return max(total, _LEAST_MS) if any(character.isalnum() for character in plain) else max(total, 1.0)


def leeway_ms(text: str, tag: str) -> float:
    """Return how far off the time of a word may be because nobody knows how it is said: a standard deviation.

    "2016" is "twenty sixteen" or "two thousand and sixteen", ``/`` is a sign or nothing, an address is spelt or
    read. 0 for plain words.
    """
    plain = unicodedata.normalize("NFKC", text)
    expected_ms = speaking_ms(text, tag)
    if is_address(plain) or _INITIALS.search(plain) or any(character.isdigit() for character in plain):
        return _LEEWAY * expected_ms
    if any(c in _SYMBOL_MS or unicodedata.category(c) in _SIGNS for c in plain):
        return _LEEWAY * max(expected_ms, _SIGN_MS)
    letters = "".join(character for character in plain if character.isalpha())
    return _LEEWAY * expected_ms if letters and _is_spelt(letters) else 0.0


def _number_ms(text: str) -> float:
    """Return the time of a number: a word per digit that is not nought, and one per hundred or thousand.

    Digits with a leading nought, and strings longer than any number said as one, are read digit by digit.
    """
    digits = "".join(str(unicodedata.decimal(character)) for character in text if character.isdecimal())
    if not digits.strip("0"):
        return _MAGNITUDE_MS if len(digits) > 1 else _DIGIT_MS
    if digits[0] == "0" or len(digits) > 12:
        return len(digits) * _DIGIT_MS
    said = sum(digit != "0" for digit in digits)
    hundreds = sum(digits[-place] != "0" for place in range(3, len(digits) + 1, 3))
    return said * _DIGIT_MS + (hundreds + (len(digits) - 1) // 3) * _MAGNITUDE_MS


def is_address(text: str) -> bool:
    # The pattern looks again from each character, so a hostile word of a megabyte must not reach it.
    return text.startswith(("http://", "https://", "www.")) or (len(text) < 500 and _URL.search(text) is not None)


def _url_ms(text: str) -> float:
    """Return the time of an address: words as words, what cannot be said letter by letter, marks by name."""
    time_ms = 0.0
    for part in re.findall(r"\w+|[^\w\s]", text):
        if not part.isalnum():
            time_ms += 250.0
        elif part.isdigit() or not set(part.lower()) & _VOWELS or len(part) <= 2:
            time_ms += len(part) * _SPELT_LETTER_MS
        else:
            time_ms += _alphabetic_ms(part.lower())
    return time_ms


def _letters_ms(run: str, primary: str) -> float:
    letters = run.replace("'", "").replace("’", "")
    if not letters:
        return 0.0
    if _is_spelt(letters):
        return len(letters) * _SPELT_LETTER_MS
    known = [_SCRIPT_MS.get(language.letter_script(letter)) for letter in letters]
    if any(known):
        return sum(_CONSONANT_MS if each is None else each for each in known)
    low = run.lower()
    silent = _SILENT_END.get(primary)
    return _alphabetic_ms(silent.sub("", low) if silent else low)


def _is_spelt(letters: str) -> bool:
    """Tell whether capitals are spelt: short ones, and those that nobody could say (``USA``, ``HTML``, ``L``)."""
    if not letters.isupper():
        return False
    vowels = sum(letter in _VOWELS for letter in unicodedata.normalize("NFD", letters.lower()))
    if len(letters) == 1:
        return not vowels
    return len(letters) <= 3 or (len(letters) <= 6 and not vowels)


def _alphabetic_ms(low: str) -> float:
    """Return the time of a word in an alphabet: a group of vowels is one syllable and a little more."""
    bare = unicodedata.normalize("NFD", low)
    time_ms, in_vowels = 0.0, False
    for letter in bare:
        if not letter.isalpha():
            continue
        is_vowel = letter in _VOWELS
        step_ms = _CONSONANT_MS if not is_vowel else (25.0 if in_vowels else _VOWEL_MS)
        time_ms, in_vowels = time_ms + step_ms, is_vowel
    if len(low) > 1 and not any(letter in _VOWELS for letter in bare):
        return max(time_ms, _SHORTENED_MS)  # "Ctrl" and "km" are said as the words they stand for
    return max(time_ms, _LEAST_MS)
