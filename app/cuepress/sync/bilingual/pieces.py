"""A text in pieces that can be paired with those of another language, and what in each survives translation.

Numbers, names, addresses, acronyms, marks, speakers, the beginnings of paragraphs are much the same in every
language: each is a *trait* of the piece. The words themselves are traits too; which of them mean the same is
learnt elsewhere.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType

from cuepress import language
from cuepress.model import Transcript, Word
from cuepress.sync.speaking import Border, is_address

Trait = tuple[str, str]  # what kind it is, and what it says
Terms = Mapping[int, Sequence[int]]

# Signs that are written differently and mean the same.
_MARKS = {
    "?": "?",
    "？": "?",
    "؟": "?",
    "⁇": "?",
    "!": "!",
    "！": "!",
    **dict.fromkeys('«»“”„‟「」『』《》〈〉"', "quote"),
    **dict.fromkeys("()（）[]【】", "bracket"),
    **dict.fromkeys(":：", ":"),
    **dict.fromkeys(";；؛", ";"),
    **dict.fromkeys("…", "…"),
    **dict.fromkeys("%٪％", "%"),
    **dict.fromkeys("€$£¥", "money"),
    **dict.fromkeys(",،，、", ","),
}
_NUMBER = re.compile(r"\d+(?:[.,'’\u00a0\u202f\u066b\u066c ]\d+)*")
_LIST_ITEM = re.compile(r"(?:[-–•*·]|\d{1,3}[.)）]|[a-zA-Z][)）])")
_STEM = 6  # characters of a word that tell it: endings differ from sentence to sentence
_COGNATE = 4  # Simard, Foster & Isabelle 1992: words that begin with the same four letters
# Long words begin alike by chance too often ("computer", "comprendre"): they have five letters in common. Lengths
# differ from language to language, so those between are told both ways.
_SHORTEST_BY_FIVE, _LONGEST_BY_FOUR = 7, 9
_LEAST_SKELETON = 3
# Consonants by how they sound, across scripts; vowels and what is not always written are left out.
_SOUNDS = {
    **dict.fromkeys("bpبپбпβπבפ", "p"),
    **dict.fromkeys("dtðþدتطضтдτδדתט", "t"),
    **dict.fromkeys("gkqcكقگغгкκγקכגך", "k"),
    **dict.fromkeys("fvwفвфφו", "f"),
    **dict.fromkeys("szشسزصثذظجжзсцчшщσςζξסזשצץ", "s"),
    **dict.fromkeys("xхχخח", "k"),
    **dict.fromkeys("lلлλל", "l"),
    **dict.fromkeys("rرрρר", "r"),
    **dict.fromkeys("mمмμמם", "m"),
    **dict.fromkeys("nنнνנן", "n"),
    **dict.fromkeys("j", "s"),
}


@dataclass(frozen=True, slots=True)
class Piece:
    """Words ``first`` to ``last`` (half-open) of a transcript, and what may be compared.

    ``length`` counts letters, signs and figures; ``border`` is what parts it from the next piece.
    """

    first: int
    last: int
    length: float
    traits: frozenset[Trait]
    border: Border


def pieces(
    transcript: Transcript, borders: Sequence[Border], ends: Sequence[int], terms: Terms = MappingProxyType({})
) -> tuple[Piece, ...]:
    """Cut a transcript after each of the words ``ends``, given by their places, and after the last.

    ``terms`` says which concepts of a glossary are named, by the place of the word that they begin with.
    """
    words, found = transcript.words, []
    for first, last in zip([0, *(end + 1 for end in ends)], [*(end + 1 for end in ends), len(words)], strict=True):
        if first < last:
            named = frozenset(("term", str(each)) for at in range(first, last) for each in terms.get(at, ()))
            piece = _piece(transcript, first, last, borders)
            found.append(replace(piece, traits=piece.traits | named) if named else piece)
    return tuple(found)


def _piece(transcript: Transcript, first: int, last: int, borders: Sequence[Border]) -> Piece:
    words = transcript.words[first:last]
    length = sum(len(word.text) for word in words)
    is_after = first > 0 and borders[first - 1] < Border.SENTENCE
    traits = set(_traits(words, transcript.language, is_after=is_after))
    traits |= set(_place_traits(transcript, first, borders))
    return Piece(first, last, float(length), frozenset(traits), borders[last - 1])


def _place_traits(transcript: Transcript, first: int, borders: Sequence[Border]) -> Iterator[Trait]:
    before = borders[first - 1] if first else Border.TURN
    if before >= Border.PARAGRAPH:
        if len(transcript.paragraphs) > 1:
            yield "paragraph", ""
        speaker = transcript.paragraphs[transcript.words[first].paragraph].speaker
        if speaker:
            yield "turn", ""
            yield from (("name", part) for part in folded(speaker).split() if len(part) > 2)
            yield from (("skeleton", bones) for part in speaker.split() if (bones := skeleton(part)))
        if _LIST_ITEM.fullmatch(transcript.words[first].text):
            yield "list", ""


def _traits(words: Sequence[Word], tag: str, *, is_after: bool) -> Iterator[Trait]:
    before = ""
    for number, word in enumerate(words):
        if word.is_sound:
            yield "sound", ""
            continue
        is_inside = number > 0 or is_after
        yield from _traits_of(word.text, language.is_unspaced(tag), is_inside)
        bare = letters(word.text)
        if language.is_unspaced(tag) and before and bare:
            yield "word", before[-1] + bare[0]
        before = bare


@lru_cache(maxsize=131_072)
def _traits_of(text: str, is_unspaced: bool, is_inside: bool) -> tuple[Trait, ...]:  # noqa: FBT001 -- cached
    return tuple(_each_trait(text, is_unspaced=is_unspaced, is_inside=is_inside))


def _each_trait(text: str, *, is_unspaced: bool, is_inside: bool) -> Iterator[Trait]:
    for mark in {_MARKS[character] for character in text if character in _MARKS}:
        yield "comma" if mark == "," else "mark", mark
    if is_address(text):
        yield "name", text.strip("()<>[].,;:").casefold()
        return
    for found in _NUMBER.finditer(text):
        yield "number", "".join(str(unicodedata.decimal(each)) for each in found.group() if each.isdecimal())
    bare = letters(text)
    if not bare:
        return
    plain = folded(bare)
    yield "word", plain if is_unspaced else plain[:_STEM]
    if _is_code(bare):
        yield "name", plain
    elif plain.isascii():
        yield from _cognates(plain)
    has_case = bare.lower() != bare.upper()
    if not has_case or (bare[0].isupper() and is_inside):
        bones = skeleton(bare)
        if bones:
            yield "skeleton", bones


def _cognates(plain: str) -> Iterator[Trait]:
    if _COGNATE < len(plain) <= _LONGEST_BY_FOUR:
        yield "cognate", plain[:_COGNATE]
    if len(plain) >= _SHORTEST_BY_FIVE:
        yield "cognate", plain[: _COGNATE + 1]


def _is_code(bare: str) -> bool:
    """Tell whether a word is an acronym or a name with figures in it: ``WCAG``, ``W3C``, ``F1``."""
    capitals = sum(character.isupper() for character in bare)
    return bare.isascii() and (capitals >= 2 or (capitals == 1 and any(map(str.isdigit, bare))))


@lru_cache(maxsize=65_536)
def letters(text: str) -> str:
    """Return a word without the marks at its ends and an ending set off from it (``W3C'de``, ``l’eau``)."""
    first, last = 0, len(text)
    while first < last and not text[first].isalnum():
        first += 1
    while last > first and not text[last - 1].isalnum():
        last -= 1
    parts = re.split(r"['’]", text[first:last])
    return max(parts, key=len)


def folded(text: str) -> str:
    """Return text in small letters without accents, and without the Arabic article."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("ı", "i"))
    plain = "".join(character for character in plain if not unicodedata.combining(character))
    for article in ("وال", "بال", "ال"):  # the Arabic article is written as one word with what follows
        if plain.startswith(article) and len(plain) > len(article) + 2:
            return plain[len(article) :]
    return plain


def skeleton(text: str) -> str:
    """Return the consonants of a name as they sound in any alphabet, or nothing if they are too few.

    >>> skeleton("Strasbourg") == skeleton("Страсбург")
    True
    """
    plain = folded(text).replace("ph", "f").replace("sch", "s").replace("ch", "s").replace("sh", "s")
    bones = ""
    for character in plain:
        sound = _SOUNDS.get(character, "")
        if sound and bones[-1:] != sound:
            bones += sound
    return bones if len(bones) >= _LEAST_SKELETON else ""
