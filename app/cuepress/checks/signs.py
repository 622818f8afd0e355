"""Signs that were not meant: unseen or misread ones, capitals throughout, lines that come twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from cuepress.checks import clauses
from cuepress.checks.hearing import is_sound
from cuepress.checks.material import Material
from cuepress.checks.model import Finding, Rule
from cuepress.checks.registry import Check, only_read
from cuepress.language import is_unspaced, primary

INVISIBLE = Rule(
    "text.invisible",
    "No sign stands in the text that nobody sees",
    "control characters, tabs, soft hyphens, byte order marks, zero-width spaces (where words are parted by "
    "spaces), and ligatures such as ﬁ that stand for two letters",
    "guideline",
    "warning",
    "search, braille and speech stumble over it, and some players show a box",
    clauses=(clauses.ARCOM_SPELLING,),
)
MISREAD = Rule(
    "text.misread",
    "No letter was misread",
    "in English a small l or a bar that stands for I; in all languages a nought between small letters",
    "guideline",
    "warning",
    "it comes of recognising text in a picture; search and speech take it for another word",
    clauses=(clauses.ARCOM_SPELLING,),
    is_certain=False,
)
CAPITALS = Rule(
    "text.capitals",
    "The text is not all in capitals",
    "the share of capitals among the letters of a track that has both; nine in ten and more",
    "guideline",
    "notice",
    "words in capitals have no shape, and read slower; some screen readers spell them",
    "track",
    (clauses.ARCOM_SPELLING,),
)
REPEATED = Rule(
    "text.repeated",
    "No cue says again what the one before it said",
    "the lines of a cue and those of the next one, less than a second later; lines of three words (six characters "
    "where words are not parted) and more",
    "guideline",
    "warning",
    "it was said once; captions that roll up were taken over line by line, or a cue was copied",
    clauses=(clauses.ARCOM_SPELLING,),
    is_certain=False,
)

_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\ufeff\ufff9-\ufffb]|\t|[\ufb00-\ufb06]")
_ZERO_WIDTH = re.compile("[\u200b\u2060](?=[^\\W\\d_])")
_NAMES = {
    "\t": "a tab",
    "\u00ad": "a soft hyphen",
    "\u200b": "a space without width",
    "\ufeff": "a byte order mark",
}
_ENGLISH = re.compile(
    r"(?<![\w'’.-])[l|](?=(?:['’](?:m|ll|ve|d))?\s+[a-z])|(?<![\w'’.-])[l|](?=['’](?:m|ll|ve|d)\b)"
)
_NOUGHT = re.compile(r"(?<=[a-zà-öø-ÿ])0(?=[a-zà-öø-ÿ])")
_MOST_CAPITALS, _FEWEST_LETTERS = 0.9, 60
_FEWEST_WORDS, _FEWEST_SIGNS = 3, 6
_SAME_BREATH_MS = 1_000


def _invisible(material: Material) -> Iterator[Finding]:
    has_spaces = not is_unspaced(material.language)
    for index, cue in enumerate(material.track.cues):
        for pattern in (_UNSEEN, _ZERO_WIDTH) if has_spaces else (_UNSEEN,):
            for match in pattern.finditer(cue.text):
                sign = match[0]
                is_ligature = "\ufb00" <= sign <= "\ufb06"
                name = f"{sign} is one sign" if is_ligature else _NAMES.get(sign, f"the sign U+{ord(sign):04X}")
                yield material.at_cue(INVISIBLE, index, name, span=match.span())


def _misread(material: Material) -> Iterator[Finding]:
    patterns = (_NOUGHT, _ENGLISH) if primary(material.language) == "en" else (_NOUGHT,)
    for index, cue in enumerate(material.track.cues):
        for pattern in patterns:
            for match in pattern.finditer(cue.text):
                meant = "o" if match[0] == "0" else "I"
                yield material.at_cue(MISREAD, index, f"{match[0]!r} seems to be {meant}", span=match.span())


def _capitals(material: Material) -> Iterator[Finding]:
    text = "".join(cue.text for cue in material.track.cues if not is_sound(cue))
    n_capitals, n_small = sum(map(str.isupper, text)), sum(map(str.islower, text))
    n_letters = n_capitals + n_small
    if n_letters >= _FEWEST_LETTERS and n_capitals >= _MOST_CAPITALS * n_letters:
        share = round(100 * n_capitals / n_letters)
        yield material.at_track(
            CAPITALS, f"{share} % of its letters are capitals", value=share, unit="% of the letters"
        )


def _repeated(material: Material) -> Iterator[Finding]:
    for index, (before, cue) in enumerate(pairwise(material.track.cues), start=1):
        if cue.start_ms - before.end_ms > _SAME_BREATH_MS or is_sound(cue) or is_sound(before):
            continue
        earlier = {line.strip().casefold() for line in before.text.split("\n")}
        at = 0
        for line in cue.text.split("\n"):
            if line.strip().casefold() in earlier and _is_long(line, material.language):
                whose = "the cue before" if cue.text != before.text else "all of the cue before"
                yield material.at_cue(REPEATED, index, f"{whose} has this line too", span=(at, at + len(line)))
                break
            at += len(line) + 1


def _is_long(line: str, tag: str) -> bool:
    return len(line.strip()) >= _FEWEST_SIGNS if is_unspaced(tag) else len(line.split()) >= _FEWEST_WORDS


CHECKS = (
    Check((INVISIBLE,), _invisible, only_read),
    Check((MISREAD,), _misread, only_read),
    Check((CAPITALS,), _capitals, only_read),
    Check((REPEATED,), _repeated, only_read),
)
