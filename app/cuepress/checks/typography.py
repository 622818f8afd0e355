"""Signs and spaces, language by language: only what no house style of it allows, and what is not consistent.

French has a space before ``; : ! ?`` and inside ``« »``, or in Switzerland and Canada (mostly) none, and the space
is narrow, no-break or plain: all of these are right. Only a track that does both is told of the rarer one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from cuepress.checks import clauses
from cuepress.checks.material import Material
from cuepress.checks.model import Finding, Rule
from cuepress.checks.registry import Check, only_read
from cuepress.language import is_unspaced, primary

DOUBLE_SPACE = Rule(
    "typography.double_space",
    "One space between words",
    "two or more plain spaces within a line",
    "house style",
    "notice",
    "it tears the line open",
)
SPACE_BEFORE = Rule(
    "typography.space_before",
    "No space before a mark, where the language has none",
    "a space after a word and before , . ) in any language with spaces, and before ; : ! ? in those that write "
    "none there (not French, Breton, Occitan)",
    "house style",
    "warning",
    "the mark may be parted from its word",
    clauses=(clauses.ARCOM_SPELLING,),
)
NO_SPACE_AFTER = Rule(
    "typography.no_space_after",
    "A space after a comma, semicolon and full stop",
    "a letter right after , ; ! ? (or ، ؛ ؟) that stands after a small letter, and a word with a capital right "
    "after a full stop; addresses and names of files aside",
    "house style",
    "warning",
    "two words run together",
    clauses=(clauses.ARCOM_SPELLING,),
)
FRENCH_SPACE = Rule(
    "typography.french_space",
    "French marks are spaced alike all through",
    "; : ! ? and « » with a space beside some and none beside others: the rarer way is named",
    "house style",
    "notice",
    "both ways are right, but not in one track",
)
ELLIPSIS = Rule(
    "typography.ellipsis",
    "Three dots are written alike all through",
    "… and ... in one track: the rarer way is named",
    "house style",
    "notice",
    "both ways are right, but not in one track",
    clauses=(clauses.NETFLIX_LANGUAGE,),
)
REPEATED = Rule(
    "typography.repeated_mark",
    "No comma, colon or semicolon stands twice",
    "two of the same, or a comma before another mark",
    "house style",
    "warning",
    "it is a slip",
    clauses=(clauses.ARCOM_SPELLING,),
)
INVERTED = Rule(
    "typography.inverted_mark",
    "Spanish questions and calls begin with ¿ and ¡",
    "each ? and ! of a track in Spanish that writes the inverted marks elsewhere, back to the mark before it",
    "guideline",
    "warning",
    "a reader hears the question from its first word",
    clauses=(clauses.NETFLIX_LANGUAGE,),
)

_DOUBLE = re.compile(r"(?<=\S)[ \u00a0]{2,}(?=\S)")
_BEFORE_ANY = re.compile(r"(?<=[^\W_])[ \t\u00a0\u202f]+(?=,(?!\d)|\.(?![\w.])|\))")
_BEFORE_HIGH = re.compile(r"(?<=[^\W_])[ \t\u00a0\u202f]+(?=[;:!?](?:[\s\"”’»)]|\Z))")
_SPACED_MARKS = frozenset({"fr", "br", "oc", "gsw", "wa", "pcd", "frp", "co", "ht", "gcf", "ty"})
_AFTER = re.compile(
    r"(?<=[^\W\d_A-Z])[,;!?،؛؟](?=[^\W\d_])|(?<=[^\W\d_A-Z][^\W\d_A-Z][^\W\d_A-Z])\.(?=[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ]{2})"
)
_ADDRESS = re.compile(r"://|www\.|@|/")
_LONGEST_ADDRESS = 200
_REPEATED = re.compile(r"([,;:])\1+|,(?=[.;:])")
_FRENCH_WITH = re.compile(
    r"(?<=[^\W_])[ \u00a0\u202f](?=[;:!?](?:\s|\Z))|(?<=«)[ \u00a0\u202f]|[ \u00a0\u202f](?=»)"
)
_FRENCH_WITHOUT = re.compile(r"(?<=[^\W_])[;:!?](?=\s|\Z)|«(?=\w)|(?<=\w)»")
_DOTS = re.compile(r"(?<!\.)\.\.\.(?!\.)")
_SENTENCE_MARKS = re.compile(r"[¿¡?!.…]")


def _over(
    material: Material, rule: Rule, pattern: re.Pattern[str], what: Callable[[str], str]
) -> Iterator[Finding]:
    """Yield a finding at each match in the text of each cue."""
    for index, cue in enumerate(material.track.cues):
        for match in pattern.finditer(cue.text):
            start, end = match.span()
            yield material.at_cue(rule, index, what(match[0]), span=(start, max(end, start + 1)))


def _spaces(material: Material) -> Iterator[Finding]:
    yield from _over(material, DOUBLE_SPACE, _DOUBLE, lambda found: f"{len(found)} spaces")
    yield from _over(material, SPACE_BEFORE, _BEFORE_ANY, lambda _: "a space before a mark")
    if primary(material.language) not in _SPACED_MARKS:
        yield from _over(material, SPACE_BEFORE, _BEFORE_HIGH, lambda _: "a space before a mark")


def _after(material: Material) -> Iterator[Finding]:
    for index, cue in enumerate(material.track.cues):
        for match in _AFTER.finditer(cue.text):
            at = match.start()
            if not _is_in_address(cue.text, at):
                what = f"no space after {match[0]!r}"
                yield material.at_cue(NO_SPACE_AFTER, index, what, span=(at, at + 1))


def _is_in_address(text: str, at: int) -> bool:
    """Tell whether a mark stands in an address or the name of a file."""
    around = text[max(at - _LONGEST_ADDRESS, 0) : at + _LONGEST_ADDRESS]
    before, after = around[: min(at, _LONGEST_ADDRESS)].split(), around[min(at, _LONGEST_ADDRESS) :].split()
    return _ADDRESS.search(f"{before[-1] if before else ''}{after[0] if after else ''}") is not None


def _repeated(material: Material) -> Iterator[Finding]:
    return _over(material, REPEATED, _REPEATED, lambda found: f"{found!r} is one mark too many")


def _french(material: Material) -> Iterator[Finding]:
    text = "\n".join(cue.text for cue in material.track.cues)
    n_with, n_without = len(_FRENCH_WITH.findall(text)), len(_FRENCH_WITHOUT.findall(text))
    if not n_with or not n_without:
        return
    if n_with >= n_without:
        yield from _over(material, FRENCH_SPACE, _FRENCH_WITHOUT, lambda found: f"no space beside {found}")
    else:
        yield from _over(material, FRENCH_SPACE, _FRENCH_WITH, lambda _: "a space beside a mark, elsewhere none")


def _ellipses(material: Material) -> Iterator[Finding]:
    n_signs = sum(cue.text.count("…") for cue in material.track.cues)
    n_dots = sum(len(_DOTS.findall(cue.text)) for cue in material.track.cues)
    if not n_signs or not n_dots:
        return
    rarer = _DOTS if n_signs >= n_dots else re.compile("…")
    yield from _over(
        material, ELLIPSIS, rarer, lambda found: f"{found} here, elsewhere {'…' if found != '…' else '...'}"
    )


def _inverted(material: Material) -> Iterator[Finding]:
    """Look back from each ? and ! to the mark before it; a question may go over several cues."""
    if not any("¿" in cue.text or "¡" in cue.text for cue in material.track.cues):
        return  # a track that never writes them is a matter of house style
    is_open = False
    for index, cue in enumerate(material.track.cues):
        for match in _SENTENCE_MARKS.finditer(cue.text):
            mark, at = match[0], match.start()
            if mark in "¿¡":
                is_open = True
            elif mark in "?!" and not is_open and cue.text[at - 1 : at] not in {"?", "!"} and at > 0:
                opening = "¿" if mark == "?" else "¡"
                yield material.at_cue(INVERTED, index, f"no {opening} before this {mark}", span=(at, at + 1))
            elif mark in "?!.":
                is_open = False


def _only_spaced(material: Material) -> str:
    if why := only_read(material):
        return why
    return "words are not parted by spaces in this language" if is_unspaced(material.language) else ""


def _only_in(tag: str, name: str) -> Callable[[Material], str]:
    def why_not(material: Material) -> str:
        return "" if primary(material.language) == tag else f"the track is not in {name}"

    return why_not


CHECKS = (
    Check((DOUBLE_SPACE, SPACE_BEFORE), _spaces, _only_spaced),
    Check((NO_SPACE_AFTER,), _after, _only_spaced),
    Check((REPEATED,), _repeated, only_read),
    Check((FRENCH_SPACE,), _french, _only_in("fr", "French")),
    Check((ELLIPSIS,), _ellipses, only_read),
    Check((INVERTED,), _inverted, _only_in("es", "Spanish")),
)
