"""Languages: tags, names, direction, script, and how a text of each is divided into words.

Tags are BCP 47 (RFC 5646). What depends on a language alone is here; what depends on a guideline is in ``cueing``.
How a text is counted is in ``counting``.
"""

from __future__ import annotations

import contextlib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from enum import IntEnum
from functools import cache
from itertools import pairwise

from cuepress import counting
from cuepress.errors import UsageError

counted_length = counting.counted_length  # for those who think of the language

UNDETERMINED = "und"
_MAX_TAG_CHARACTERS = 64  # far beyond any real tag

# Scripts that are written without spaces between words: each character is a place where a line may end.
_UNSPACED_SCRIPTS = frozenset({"Hans", "Hant", "Hani", "Jpan", "Thai", "Laoo", "Khmr", "Mymr"})
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Burmese, Khmer
    "\u3005-\u3007\u3021-\u3029\u3031-\u3035\u3040-\u30ff\u31f0-\u31ff"  # kana, iteration marks
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"  # Han
)
# Unicode property Script of the letters that we tell apart when a text is held against its tag.
_SCRIPT_OF_NAME = {
    "LATIN": "Latn",
    "ARABIC": "Arab",
    "CYRILLIC": "Cyrl",
    "GREEK": "Grek",
    "HEBREW": "Hebr",
    "CJK": "Hani",
    "HIRAGANA": "Kana",
    "KATAKANA": "Kana",
    "HANGUL": "Hang",
    "DEVANAGARI": "Deva",
    "BENGALI": "Beng",
    "THAI": "Thai",
    "GEORGIAN": "Geor",
    "ARMENIAN": "Armn",
    "ETHIOPIC": "Ethi",
    "TAMIL": "Taml",
    "TELUGU": "Telu",
    "GUJARATI": "Gujr",
    "GURMUKHI": "Guru",
    "KANNADA": "Knda",
    "MALAYALAM": "Mlym",
    "SINHALA": "Sinh",
    "KHMER": "Khmr",
    "LAO": "Laoo",
    "MYANMAR": "Mymr",
    "TIBETAN": "Tibt",
}
_RTL_SCRIPTS = frozenset({"Arab", "Hebr", "Syrc", "Thaa", "Nkoo", "Adlm", "Rohg", "Mand", "Samr"})

# Closing marks stay with the word before, opening marks with the word after (kinsoku, French « », ¿ ¡).
_OPENING = frozenset("([{«‹“‘„‚¿¡（［｛「『【〈《〔")
_THAI_LEADING_VOWELS = frozenset("เแโใไເແໂໃໄ")
# Letters that never begin a line in Japanese (JLREQ §3.1.7): small kana, signs of length and iteration.
_KINSOKU = frozenset(
    "ーぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶ々〻ゝゞヽヾㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿｧｨｩｪｫｬｭｮｯｰﾞﾟ"
)
_THAI_FOLLOWING = frozenset("ะาำๅๆฯະາຳໆຯ")
# A line may end after these without a space (UAX #14): the zero-width space, the marks between syllables of
# Tibetan and words of Ethiopic, a long dash between words.
_PARTING = re.compile(
    r"(?<=[\u200b\u0f0b\u1361])(?=\w)"
    r"|(?:(?<=[^\W\d_][—―])|(?<=[^\W\d_][”\"’»)][—―]))(?=[“\"‘«(]?[^\W\d_])"
)


def normalise_tag(tag: str) -> str:
    """Return the tag in its usual spelling (``ZH-hans`` → ``zh-Hans``).

    Raises
    ------
    UsageError
        If it is no BCP 47 tag of a known language; the message names the nearest right one.
    """
    import langcodes

    cleaned = tag.strip().replace("_", "-")
    if re.fullmatch(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*", cleaned) and len(cleaned) <= _MAX_TAG_CHARACTERS:
        with contextlib.suppress(ValueError, AttributeError):  # both mean a tag that breaks the grammar
            standard = str(langcodes.standardize_tag(cleaned))
            if langcodes.Language.get(standard).is_valid():
                return standard
    raise UsageError(f"unknown language tag {tag!r}", "", _advice(cleaned))


def _advice(wrong: str) -> str:
    nearest = nearest_tag(wrong)
    if nearest is None:
        return "tags look like fr, pt-BR or zh-Hans (see: cuepress languages)"
    return f"did you mean {nearest} ({english_name(nearest)})?"


def nearest_tag(wrong: str) -> str | None:
    """Return the tag that was probably meant (``french`` → ``fr``, ``fra-x`` → ``fr``), or None."""
    import langcodes

    named = "".join(
        character for character in wrong[:_MAX_TAG_CHARACTERS] if character.isalpha() or character in " -"
    )
    head = re.split(r"[^A-Za-z]", wrong.strip())[0]
    for guess in (named, head, head[:3], head[:2]):
        try:
            found = langcodes.find(guess) if len(guess) > 3 else langcodes.Language.get(guess)
        except (LookupError, ValueError, AttributeError):
            continue
        if found.language and found.is_valid():
            return str(found.to_tag())
    return _language_of_country(head)


def _language_of_country(code: str) -> str | None:
    """Return the language that a country code was written for: ``jp`` → ``ja``, ``cn`` → ``zh-Hans``."""
    import langcodes

    if not re.fullmatch(r"[A-Za-z]{2}", code):
        return None
    country = langcodes.Language.get(f"und-{code.upper()}")
    likely = country.maximize()
    if not country.is_valid() or likely.language == langcodes.Language.get("und").maximize().language:
        return None  # English is also what a code that belongs to no country is taken for
    return str(langcodes.Language.make(language=likely.language, script=likely.script).simplify_script().to_tag())


@cache
def autonym(tag: str) -> str:
    """Return the language's name in itself, as a menu shows it: ``français``, ``العربية``, ``简体中文``."""
    import langcodes

    language = langcodes.Language.get(tag)
    name = str(language.display_name(tag))
    return name[:1].upper() + name[1:] if name else tag


@cache
def english_name(tag: str) -> str:
    """Return the language's name in English."""
    import langcodes

    return str(langcodes.Language.get(tag).display_name("en"))


@cache
def primary(tag: str) -> str:
    """Return the primary language subtag: ``pt-BR`` → ``pt``."""
    return tag.split("-", maxsplit=1)[0].lower()


@cache
def script(tag: str) -> str:
    """Return the ISO 15924 script that the tag names or that the language is usually written in."""
    if tag == UNDETERMINED:
        return "Zyyy"
    import langcodes

    return langcodes.Language.get(tag).maximize().script or "Zyyy"


@cache
def direction(tag: str) -> str:
    """Return ``rtl`` or ``ltr``, as the HTML attribute ``dir`` wants it."""
    return "rtl" if script(tag) in _RTL_SCRIPTS else "ltr"


@cache
def is_unspaced(tag: str) -> bool:
    """Tell whether the language is written without spaces between words."""
    return script(tag) in _UNSPACED_SCRIPTS


@cache
def letter_script(character: str) -> str:
    """Return the ISO 15924 script of a letter, or ``Zyyy`` for one that is not told apart."""
    name = unicodedata.name(character, "").replace("FULLWIDTH ", "")
    return _SCRIPT_OF_NAME.get(name.split(" ", maxsplit=1)[0], "Zyyy")


def word_spans(text: str, tag: str) -> list[tuple[int, int]]:
    """Divide ``text`` into words: half-open spans that cover every visible character, in order.

    Words are parted by white space and by what says the same (a long dash, a zero-width space); in languages
    without spaces each character (Thai: each cluster that may not be parted) is a word of its own. A mark without
    letters belongs to a neighbour — a closing one to the word before, with the French space between them, an
    opening one to the word after — so that no line can begin with ``:`` or end with ``«``.
    """
    return list(_join_marks(text, _pieces(text, tag)))


def _pieces(text: str, tag: str) -> Iterator[tuple[int, int]]:
    """Yield runs without white space, in unspaced scripts cut between characters. A no-break space is no cut."""
    cut_inside = is_unspaced(tag)
    for run in re.finditer(r"(?:[^\s]|[\u00a0\u202f])+", text):
        start, end = run.span()
        while start < end and text[start] in "\u00a0\u202f":
            start += 1
        while end > start and text[end - 1] in "\u00a0\u202f":
            end -= 1
        if start == end:
            continue
        if cut_inside:
            yield from _unspaced_pieces(text, start, end)
        else:
            edges = [start, *(found.start() for found in _PARTING.finditer(text, start, end)), end]
            yield from pairwise(edges)


def _unspaced_pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    position = start
    for cluster in counting.graphemes(text[start:end]):
        following = position + len(cluster)
        closes = "\u103a" in cluster  # in Burmese, a letter with this sign ends the syllable before it
        if position > at and not closes and _may_part(text[position - 1], cluster[0]):
            yield at, position
            at = position
        position = following
    yield at, end


def _may_part(before: str, after: str) -> bool:
    if before in _THAI_LEADING_VOWELS or after in _THAI_FOLLOWING or after in _KINSOKU:
        return False
    # Signs of Burmese that stand beside their letter, and the sign that puts the next letter under this one.
    if before in "\u1039\u17d2" or unicodedata.category(after)[0] == "M":
        return False
    if before in _OPENING:
        return False
    if _is_wide(before) or _is_wide(after):
        return after.isalnum() or after in _OPENING
    return not before.isalnum() and after in _OPENING


def _is_wide(character: str) -> bool:
    return bool(_UNSPACED.match(character)) or unicodedata.east_asian_width(character) in {"W", "F"}


def _join_marks(text: str, pieces: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Give pieces without a letter or digit to the neighbour they belong to."""
    held: tuple[int, int] | None = None  # the word so far
    waiting: int | None = None  # where opening marks began that wait for their word
    for start, end in pieces:
        if any(character.isalnum() for character in text[start:end]):
            if held is not None:
                yield held
            held, waiting = (start if waiting is None else waiting, end), None
        elif waiting is not None:
            continue
        elif held is None or text[start] in _OPENING:
            waiting = start
        else:
            held = (held[0], end)
    if held is not None:
        yield (held[0], _end_of_marks(text, held[1])) if waiting is not None else held
    elif waiting is not None:
        yield waiting, _end_of_marks(text, waiting)


def _end_of_marks(text: str, start: int) -> int:
    return max(len(text.rstrip()), start)


class Mark(IntEnum):
    """How strongly the punctuation after a word parts it from the next; also how long a speaker rests there."""

    NONE = 0
    COMMA = 1
    CLAUSE = 2
    SENTENCE = 3


# Marks of direction, which editors of Arabic and Hebrew put after a full stop; they are not seen (UAX 9).
_DIRECTION = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_CLOSING = "\"'”’»›)]}）］｝」』】〉》〕\u00a0\u202f " + _DIRECTION
_ENDS = frozenset("?!؟？！⁇⁈⁉‼。｡।॥።፧។៕။۔։༎᠃꧉᱾᱿꯫")
_CLAUSE_MARKS = frozenset(";:؛；：፤፥—–―·།")
_COMMAS = frozenset(",،、，､፣၊՝᠂꧈)]）］")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Titles stand before a name and never end a sentence; the others do when a capital follows ("etc. Il …").
_TITLES = _words("""
    mr mrs ms dr prof st ste sr sra srta dra ud uds m mm mme mmes mlle mlles me mgr pr hr fr frl dott sig av doç
    yrd sn ing lic gen col lt sgt cpt capt rev hon gov sen rep pres messrs mt ft д г د أ م
""")
_SHORTENED = _words("""
    etc vs no nos nr art fig vol p pp pag pág núm ch sec cf ca env av apr jan feb mar aug sept sep oct nov dec janv
    févr avr juil déc al approx est dept inc ltd jr bzw usw vgl ggf evtl bspw ebd abs tel str vb vd yy bkz örn ej
    ed eds op cit resp min max nº m km cm
""")
_ORDINAL_DOT = _words("de da no nb nn fi cs sk sl hr sr bs hu et lv tr pl is")
# A capital that opens a sentence and no name: tells "in the U.S. He" from "the U.S. Senate".
_OPENERS = _words("""
    a an the this that these those he she it we they i you his her its our their there here in on at but and or so
    if when while what who how why as for with not no yes le la les l un une des ce cet cette ces il elle on nous
    vous ils elles je tu et mais ou donc car si quand dans pour sur avec en à c qu d el los las una unos yo él ella
    ellos y pero o que es der die das ein eine er sie wir ihr ich und aber oder wenn im am
    bu şu ve ama biz siz onlar
""")


def mark_after(word: str, following: str, tag: str) -> Mark:
    """Tell what the punctuation at the end of ``word`` says, knowing the word that follows (empty: none).

    >>> [mark_after(word, "Kerry", "en").name for word in ("Mr.", "said,", "went.", "is")]
    ['NONE', 'COMMA', 'SENTENCE', 'NONE']
    """
    word, following = word.strip(_DIRECTION), following.strip(_DIRECTION)
    bare = word.rstrip(_CLOSING)
    last = bare[-1:]
    opening = _first_letter(following)
    if last in {".", "…"}:
        return _full_stop(bare, opening, following, tag)
    if last in _ENDS or (last == ";" and primary(tag) == "el"):
        # « Quoi ? » dit-il: the sentence goes on.
        return Mark.CLAUSE if opening.islower() and last in "?!" else Mark.SENTENCE
    if last in _CLAUSE_MARKS or bare.endswith((" -", "\u00a0-")):
        return Mark.CLAUSE
    if word[-1:] in _COMMAS or last in _COMMAS or following[:1] in {"(", "[", "（"}:
        return Mark.COMMA
    return Mark.NONE


def _full_stop(bare: str, opening: str, following: str, tag: str) -> Mark:
    """Tell a full stop from the dot of a shortened word, an initial, an ordinal or three dots."""
    if not following:
        return Mark.SENTENCE
    if bare.endswith(("..", "…")):
        return Mark.CLAUSE if opening.islower() else Mark.SENTENCE
    core = bare.rstrip(".").lstrip("([{«\"'“‘¿¡\u00a0\u202f")
    core = re.split(r"[’'\u00a0\u202f ]", core)[-1]
    if _is_shortened(core, opening, following, tag):
        return Mark.NONE
    goes_on = opening.islower() and len(core) <= 4
    return Mark.NONE if goes_on else Mark.SENTENCE


def _is_shortened(core: str, opening: str, following: str, tag: str) -> bool:
    """Tell whether the dot after ``core`` belongs to it: ``M``, ``U.S``, ``J``, ``etc``, in German ``3``."""
    low = core.lower()
    if low in _TITLES and (core[:1].isupper() or core.lower() == core.upper()):
        return True
    if low in _SHORTENED:
        return opening.islower() or opening.isdigit()
    opens = re.sub(r"\W.*", "", following.lstrip(_CLOSING + "".join(_OPENING))).lower() in _OPENERS
    if len(core) == 1 and core.isalpha():
        another = re.match(r"[^\W\d_]\.", following) is not None
        return another or (core.isupper() and not opens)
    if re.fullmatch(r"(?:[^\W\d_]{1,2}\.)+[^\W\d_]{1,2}|([A-Z])\1", core):  # U.S, p.m, EE. UU.
        return not (opens and opening.isupper())
    return core.isdigit() and len(core) <= 2 and primary(tag) in _ORDINAL_DOT and not opens


def _first_letter(text: str) -> str:
    return next((character for character in text if character.isalnum()), "")
