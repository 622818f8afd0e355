"""Which legacy code page a text was written in.

``charset-normalizer`` tells scripts and East Asian encodings apart, but in a few lines of subtitles it mistakes
one page of Latin letters for another. The alphabets decide there: read with the wrong page, Swedish has letters
that no one language has.
"""

from __future__ import annotations

from cuepress import language as languages
from cuepress import writing

# What subtitle programs on Windows wrote before UTF-8, and the few others that are still met.
CODE_PAGES = (
    *("cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258"),
    *("cp874", "koi8_r", "gb18030", "big5", "shift_jis", "euc_jp", "euc_kr"),
)
USUAL_PAGE = "cp1252"

# The letters beyond a to z in each language that Windows wrote with one of its Latin pages (Unicode CLDR,
# exemplar characters, main set and the usual loans; with the comma-less Romanian letters that cp1250 has).
_ALPHABETS = {
    "cp1252": {
        "ca": "àçèéíïòóúü·",
        "da": "æøåéäö",
        "de": "äöüßéà",
        "es": "áéíóúüñç",
        "et": "äöõüšž",
        "fi": "äöåšžé",
        "fr": "àâæçéèêëîïôœùûüÿ",
        "is": "áðéíóúýþæö",
        "it": "àèéìíîòóùú",
        "nl": "äëïöüáéíóúèê",
        "no": "æøåéòôóà",
        "pt": "áâãàçéêíóôõúü",
        "sv": "åäöéàü",
    },
    "cp1250": {
        "cs": "áčďéěíňóřšťúůýž",
        "hr": "čćđšž",
        "hu": "áéíóöőúüű",
        "pl": "ąćęłńóśźż",
        "ro": "ăâîşţ",
        "sk": "áäčďéíĺľňóôŕšťúýž",
        "sq": "çë",
    },
    "cp1254": {"tr": "çğıİöşüâîû", "az": "çəğıİöşü"},
    "cp1257": {"et": "äöõüšž", "lt": "ąčęėįšųūž", "lv": "āčēģīķļņšūž"},
}
# The page that Windows used for a language that is written in other letters.
_OTHER_PAGES = {
    **dict.fromkeys(("be", "bg", "kk", "mk", "ru", "sr", "uk"), "cp1251"),
    **dict.fromkeys(("ar", "fa", "ur"), "cp1256"),
    **{"el": "cp1253", "he": "cp1255", "ja": "shift_jis", "ko": "euc_kr", "th": "cp874", "vi": "cp1258"},  # noqa: PIE800
}
# Pages beside which another one was in use for the same letters: KOI8-R, EUC-JP.
_RIVALLED = frozenset({"cp1251", "shift_jis"})
_HALF_WIDTH_KANA = range(0xFF61, 0xFFA0)
_PAGE_OF_LANGUAGE = {
    **{language: page for page, alphabets in reversed(_ALPHABETS.items()) for language in alphabets},
    **dict.fromkeys(("bs", "sl"), "cp1250"),
    **dict.fromkeys(("en", "eu", "gl", "nb", "nn"), "cp1252"),
    **_OTHER_PAGES,
}


def code_page(sample: bytes, *, language: str = languages.UNDETERMINED) -> str:
    """Return the encoding that ``sample`` is most likely in; what is known of its language goes first."""
    guess = _guess(sample)
    usual = _PAGE_OF_LANGUAGE.get(languages.primary(language))
    if usual is None:
        return _by_alphabet(sample, guess) if guess in _ALPHABETS else guess
    if usual in _RIVALLED and writing.is_written_in(sample.decode(guess, "replace"), language):
        return guess
    return usual if _is_readable(sample, usual, language) else guess


def _guess(sample: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(sample, cp_isolation=list(CODE_PAGES)).best()
    if best is None:
        return USUAL_PAGE
    return "cp874" if best.encoding == "shift_jis" and _is_half_width(str(best)) else best.encoding


def _is_half_width(text: str) -> bool:
    """Tell whether a Japanese text is in half-width kana for the most part: nobody wrote so, it is Thai."""
    foreign = [character for character in text if character > "\x7f"]
    return sum(ord(character) in _HALF_WIDTH_KANA for character in foreign) * 2 > len(foreign)


def _is_readable(sample: bytes, page: str, language: str) -> bool:
    try:
        return writing.is_written_in(sample.decode(page), language)
    except UnicodeDecodeError:
        return False


def _by_alphabet(sample: bytes, guess: str) -> str:
    """Return the Latin page in which the most letters belong to one alphabet; if two are even, the guess."""
    pages = [guess, *(page for page in _ALPHABETS if page != guess)]
    return max(pages, key=lambda page: _share_in_one_alphabet(sample, page))  # the first of equals


def _share_in_one_alphabet(sample: bytes, page: str) -> float:
    """Return the share of non-ASCII letters that the best-fitting language of the page has."""
    text = sample.decode(page, "replace").lower()
    letters: dict[str, int] = {}
    for character in text:
        if character > "\x7f" and (character.isalpha() or character == "\ufffd"):
            letters[character] = letters.get(character, 0) + 1
    total = sum(letters.values())
    fits = (sum(letters.get(each, 0) for each in alphabet) for alphabet in _ALPHABETS[page].values())
    return max(fits) / total if total else 0.0
