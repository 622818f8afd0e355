"""The letters of each cue: what was broken on the way here, and what was written twice or in another language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from cuepress import language, writing
from cuepress.checks import clauses
from cuepress.checks.material import Material
from cuepress.checks.model import Finding, Rule, Severity
from cuepress.checks.registry import Check, only_read
from cuepress.language import UNDETERMINED, letter_script

_SAME_BREATH_MS = 1_000

MOJIBAKE = Rule(
    "text.mojibake",
    "No text was read in a wrong encoding",
    "signs such as Ã© or â€™ that become a letter when read as UTF-8, and the sign for a broken character",
    "legal duty",
    "error",
    "the words cannot be read",
    clauses=(clauses.FCC_ACCURATE, clauses.RGAA_ADEQUATE, clauses.ARCOM_SPELLING),
)
STRAY_TAG = Rule(
    "text.stray_tag",
    "No tag or code is shown as text",
    "what looks like a tag, an override or a character reference in the text that a viewer sees",
    "legal duty",
    "error",
    "the viewer reads code",
    clauses=(clauses.FCC_ACCURATE, clauses.RGAA_ADEQUATE),
)
MIXED_SCRIPT = Rule(
    "text.mixed_script",
    "No word mixes letters of Latin, Greek and Cyrillic",
    "the script of each letter of a word; letters that look alike are others to a screen reader and a search",
    "guideline",
    "warning",
    "search, braille and speech take it for another word",
    clauses=(clauses.ARCOM_SPELLING,),
)
DOUBLED = Rule(
    "text.doubled_word",
    "No word stands twice",
    "a word and the next, within a cue and from one to the next, with nothing but white space between; words that "
    "belong to the next one (the the) are surely wrong, others only noticed",
    "guideline",
    "warning",
    "it was not said so",
    clauses=(clauses.FCC_ACCURATE, clauses.ARCOM_SPELLING),
    is_certain=False,
)
LANGUAGE = Rule(
    "text.language",
    "The text is in the language of its tag",
    "the scripts of its letters, and the commonest little words of it and others",
    "legal duty",
    "error",
    "a player offers it, and a screen reader speaks it, in the wrong language",
    "track",
    (clauses.WCAG_PARTS, clauses.RGAA_LANGUAGE),
)
UNKNOWN_LANGUAGE = Rule(
    "text.unknown_language",
    "The language of the track is known",
    "the tag in the file's name, or the one given; a warning where the name has one that is none",
    "guideline",
    "notice",
    "a page must name it (srclang), and no rule of the language can be tested",
    "track",
    (clauses.HTML_TRACK,),
)

_BROKEN = re.compile("\ufffd+")
_HIGH = re.compile(
    "[\u0080-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]{2,}"
)
# Signs that stand alone in the place of one that was broken; what else is as rare by chance.
_LIKELY_ALONE = re.compile("[\u00a0-\u00ff\u0100-\u017f\u2010-\u2026\u2039\u203a\u20ac\u2122\u202f\ufeff]")
_LONGEST_MOJIBAKE = 48  # signs that are looked at together; what goes on is found next
_STRAY = re.compile(
    r"</?[A-Za-z][A-Za-z0-9]{0,9}(?:[ .=][^<>\n]{0,80})?>"
    r"|\{\\[^{}\n]{1,80}\}|\{/?[ibuy](?::[ibu])?\}|\[/?[ibu]\]"
    r"|&(?:amp|lt|gt|quot|apos|nbsp|lrm|rlm|#[0-9]{1,6}|#x[0-9a-fA-F]{1,5});|\\[Nnh](?=\S)"
)
_LAST_PART = re.compile(r"\.([A-Za-z]{2,20})(?:\.(?:sdh|cc|forced|default|captions|subtitles))?\.[A-Za-z]{2,5}\Z")
_LETTERS_OF_COUNTRY, _LETTERS_OF_TAG = 2, 3
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_LETTERS = r"[^\W\d_]+(?:['’][^\W\d_]+)*"
_TWICE = re.compile(rf"(?<![\w'’-])({_LETTERS})(?=\s+({_LETTERS})(?![\w'’-]))(?=\s+\1(?![\w'’-]))", re.IGNORECASE)
_FIRST_WORD = re.compile(rf"\s*({_LETTERS})(?![\w'’-])")
_LAST_WORD = re.compile(rf"(?<![\w'’-])({_LETTERS})\s*\Z")
_IS_GREEK_OR_CYRILLIC = re.compile("[\u0370-\u052f\u1f00-\u1fff]")
_ALIKE = frozenset({"Latn", "Grek", "Cyrl"})
# Said twice in good speech: "I think that that is", "had had", « nous nous voyons », "die die Stadt kennen".
_RIGHT_TWICE = {
    "en": {"that", "had", "is", "her", "do", "so", "very", "no", "bye"},
    "fr": {"nous", "vous", "non", "oui", "très", "en"},
    "de": {"die", "der", "das", "sie", "den", "dem", "war"},
    "nl": {"die", "dat", "je", "ze", "had"},
    "it": {"che", "si", "via"},
    "es": {"no", "que"},
    "pt": {"que", "não"},
}


def _broken(material: Material) -> Iterator[Finding]:
    for index, cue in enumerate(material.track.cues):
        if cue.text.isascii():
            continue
        for start, end in mojibake(cue.text):
            shown = cue.text[start:end]
            yield material.at_cue(
                MOJIBAKE, index, f"{shown[:20]!r} was read in a wrong encoding", span=(start, end)
            )


def mojibake(text: str) -> Iterator[tuple[int, int]]:
    """Yield the places where UTF-8 was read as Windows-1252 (or Latin-1), and broken characters.

    >>> list(mojibake("CafÃ© au lait")), list(mojibake("CAFÉ »"))
    ([(3, 5)], [])
    """
    for match in _BROKEN.finditer(text):
        yield match.span()
    for match in _HIGH.finditer(text):
        run = match.group()
        at = 0
        while at < len(run) - 1:
            length = _decodable(run, at)
            in_capitals = text[: match.start() + at][-1:].isupper() and run[at + 1] in "»\u00a0"  # «AMANHÃ»
            if length and not in_capitals:
                yield match.start() + at, match.start() + at + length
            at += length or 1


def _decodable(run: str, at: int) -> int:
    """Return how many signs from an index of a run are UTF-8 read wrongly; 0: none."""
    if not 0xC2 <= _byte(run[at]) <= 0xF4 or not 0x80 <= _byte(run[at + 1]) <= 0xBF:
        return 0
    data = bytes(map(_byte, run[at : at + _LONGEST_MOJIBAKE]))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as failure:
        text = data[: failure.start].decode("utf-8")
    length = len(text.encode())
    if not text or any(ord(sign) < 0xA0 for sign in text):
        return 0
    is_run = len(text) > 1 and all(unicodedata.category(sign)[0] in "LMPSZN" for sign in text)
    return length if is_run or _LIKELY_ALONE.fullmatch(text) or length > 2 else 0


def _byte(sign: str) -> int:
    try:
        return sign.encode("cp1252")[0]
    except UnicodeEncodeError:
        return ord(sign) & 0xFF


def _stray(material: Material) -> Iterator[Finding]:
    for index, cue in enumerate(material.track.cues):
        if not _may_hold_code(cue.text):
            continue
        for match in _STRAY.finditer(cue.text):
            yield material.at_cue(STRAY_TAG, index, f"{match[0][:40]!r} is shown as text", span=match.span())


def _may_hold_code(text: str) -> bool:
    return any(sign in text for sign in "<{[&\\")


def _mixed(material: Material) -> Iterator[Finding]:
    for index, cue in enumerate(material.track.cues):
        if cue.text.isascii() or not _IS_GREEK_OR_CYRILLIC.search(cue.text):
            continue
        for match in _WORD.finditer(cue.text):
            word = match.group()
            scripts = set() if word.isascii() else {letter_script(sign) for sign in word} & _ALIKE
            if len(scripts) > 1:
                names = " and ".join(sorted(_SCRIPT_NAMES[each] for each in scripts))
                what = f"{word[:30]!r} mixes {names} letters"
                yield material.at_cue(MIXED_SCRIPT, index, what, span=match.span())


_SCRIPT_NAMES = {"Latn": "Latin", "Grek": "Greek", "Cyrl": "Cyrillic"}


def _doubled(material: Material) -> Iterator[Finding]:
    """Look for a word that stands twice; languages without spaces double characters by right."""
    last = ""  # the word that a cue ends with, if no mark comes after it
    latest_ms = 0
    for index, cue in enumerate(material.track.cues):
        first = _FIRST_WORD.match(cue.text)
        if first and last and first[1].casefold() == last and cue.start_ms - latest_ms <= _SAME_BREATH_MS:
            yield from _doubled_word(material, index, first[1], first.span(1))
        for match in _TWICE.finditer(cue.text):
            yield from _doubled_word(material, index, match[2], match.span(2))
        end = _LAST_WORD.search(cue.text)
        last, latest_ms = end[1].casefold() if end else "", cue.end_ms


def _doubled_word(material: Material, index: int, word: str, span: tuple[int, int]) -> Iterator[Finding]:
    tag = material.language
    if word.casefold() in _RIGHT_TWICE.get(language.primary(tag), ()):
        return
    severity: Severity = "warning" if material.judge.bad_end(word, word, tag) else "notice"
    yield material.at_cue(DOUBLED, index, f"{word!r} stands twice", span=span, severity=severity)


def _language(material: Material) -> Iterator[Finding]:
    tag = material.language
    if tag == UNDETERMINED:
        likely = writing.likely_tag(material.track.text)
        guess = f"; it looks like {likely}" if likely else ""
        meant = _meant(material.name)
        what = meant or "neither the file's name nor anybody says the language"
        unknown = material.at_track(UNKNOWN_LANGUAGE, f"{what}{guess}")
        yield unknown.with_severity("warning") if meant else unknown
        return
    text = material.track.text
    found = writing.another_language(text, tag)
    if found is not None:
        name = f"{found} ({language.english_name(found)})" if found else "another script"
        what = f"the text is not {language.english_name(tag)} ({tag}); it looks like {name}"
        yield material.at_track(LANGUAGE, what)


def _meant(name: str) -> str:
    """Return what the file's name seems to say of the language, where that is no tag: a country, or a name."""
    found = _LAST_PART.search(name)
    wrong = found[1] if found else ""
    may_be = len(wrong) == _LETTERS_OF_COUNTRY or len(wrong) > _LETTERS_OF_TAG
    nearest = language.nearest_tag(wrong) if may_be else None
    if nearest is None:
        return ""
    names = {language.english_name(nearest).casefold(), language.autonym(nearest).casefold()}
    if len(wrong) > _LETTERS_OF_TAG and wrong.casefold() not in names:
        return ""
    meant = f"{nearest} ({language.english_name(nearest)})"
    return f"{wrong!r} in the file's name is no language tag; did you mean {meant}?"


def _only_spaced(material: Material) -> str:
    if why := only_read(material):
        return why
    return "words are not parted by spaces in this language" if language.is_unspaced(material.language) else ""


def _has_text(material: Material) -> str:
    return "metadata are for scripts" if material.track.kind == "metadata" else ""


CHECKS = (
    Check((MOJIBAKE,), _broken, _has_text),
    Check((STRAY_TAG,), _stray, _has_text),
    Check((MIXED_SCRIPT,), _mixed, _has_text),
    Check((DOUBLED,), _doubled, _only_spaced),
    Check((LANGUAGE, UNKNOWN_LANGUAGE), _language, _has_text),
)
