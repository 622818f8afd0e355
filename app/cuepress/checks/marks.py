"""Marks that come in pairs, and marks of another script than the text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cuepress.checks import clauses
from cuepress.checks.material import Material
from cuepress.checks.model import Finding, Rule
from cuepress.checks.registry import Check, only_read
from cuepress.language import primary

OWN = Rule(
    "typography.own_marks",
    "Marks are those of the script",
    "in Arabic, Persian and Urdu , ; ? after a letter of that script (for ، ؛ ؟), in Chinese and Japanese "
    ", . ; : ! ? after a character of theirs (for ，。；：！？)",
    "guideline",
    "notice",
    "a mark of another script stands in the wrong place of the line, and is read out as foreign",
    clauses=(clauses.NETFLIX_LANGUAGE,),
)
UNPAIRED = Rule(
    "typography.unpaired",
    "Brackets and guillemets come in pairs",
    "each ( [ « 「 『 （ 【 against the next sign that closes it, in the same cue or the five after it, and each "
    "one that closes against one that opened; guillemets only where there are nearly as many » as «",
    "house style",
    "notice",
    "where a quotation or a sound ends cannot be told; a sound that is not closed is taken for speech",
    clauses=(clauses.ARCOM_SPELLING,),
)

_ARABIC = re.compile(r"(?<=[\u0620-\u064a\u066e-\u06d3])[,;?](?=\s|\Z|[\u0620-\u06d3])")
_HAN = re.compile(r"(?<=[\u3041-\u30ff\u3400-\u9fff])[,.;:!?](?=\s|\Z|[\u3041-\u30ff\u3400-\u9fff])")
_BY_LANGUAGE = {
    **dict.fromkeys(("ar", "fa", "ur", "ckb", "ug", "ps"), _ARABIC),
    **dict.fromkeys(("zh", "ja"), _HAN),
}
_OWN = dict(zip(",;?", "،؛؟", strict=True))
_WIDE = dict(zip(",.;:!?", "，。；：！？", strict=True))

_CLOSES = {"(": ")", "[": "]", "«": "»", "「": "」", "『": "』", "（": "）", "【": "】"}
_OPENS = {closing: opening for opening, closing in _CLOSES.items()}
_PAIRED = re.compile("[()\\[\\]«»「」『』（）【】]")
# Not brackets: :) and ;-), and the letter or number of a list.
_NO_BRACKET = re.compile(r"[:;=8][-o']?[()\[\]]|(?:^|(?<=\s))[-–—]?\s?(?:\w|\d{1,3})\)", re.MULTILINE)
_MOST_CUES = 5
_MOST_MISSING = 2


def _own(material: Material) -> Iterator[Finding]:
    pattern = _BY_LANGUAGE.get(primary(material.language))
    if pattern is None:
        return
    marks = _OWN if pattern is _ARABIC else _WIDE
    for index, cue in enumerate(material.track.cues):
        for match in pattern.finditer(cue.text):
            yield material.at_cue(OWN, index, f"{match[0]} for {marks[match[0]]}", span=match.span())


def _other_script(material: Material) -> str:
    return "" if primary(material.language) in _BY_LANGUAGE else "its script has no marks of its own"


def _unpaired(material: Material) -> Iterator[Finding]:
    text = "\n".join(cue.text for cue in material.track.cues)
    if not _PAIRED.search(text):
        return
    n_more = text.count("«") - text.count("»")
    with_quotes = 0 < n_more <= _MOST_MISSING and not _is_reversed(text)  # more: each line of a quotation opens it
    for index, at, is_opening in _alone(material, "" if with_quotes else "«»"):
        sign = material.track.cues[index].text[at]
        what = f"{sign} is not closed" if is_opening else f"{sign} closes what nothing opened"
        yield material.at_cue(UNPAIRED, index, what, span=(at, at + 1))


def _alone(material: Material, left_out: str) -> Iterator[tuple[int, int, bool]]:
    """Yield cue and place of each sign that has no other, and whether it opens something."""
    opened: dict[str, tuple[int, int]] = {}
    for index, cue in enumerate(material.track.cues):
        for sign in [each for each, (before, _) in opened.items() if each != "«" and index - before > _MOST_CUES]:
            yield (*opened.pop(sign), True)
        smiling = {place for match in _NO_BRACKET.finditer(cue.text) for place in range(*match.span())}
        for match in _PAIRED.finditer(cue.text):
            sign, at = match[0], match.start()
            if at in smiling or sign in left_out:
                continue
            if sign in _CLOSES:
                if sign in opened:
                    yield (*opened[sign], True)
                opened[sign] = index, at
            elif opened.pop(_OPENS[sign], None) is None and sign != "»":
                yield index, at, False
    for place in opened.values():
        yield (*place, True)


def _is_reversed(text: str) -> bool:
    """Tell whether guillemets point inwards, as in German and Danish: »so«."""
    return text.find("»") < text.find("«") if "«" in text and "»" in text else False


CHECKS = (Check((OWN,), _own, _other_script), Check((UNPAIRED,), _unpaired, only_read))
