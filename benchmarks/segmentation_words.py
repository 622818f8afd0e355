"""Words that a line should not end on, and pairs that should not be parted, in English and French.

Written from the guidelines (BBC §3.4, Netflix General §4 and language guides, ATAA), apart from the grammar of the
project, so that the project is not its own judge. Words with a mark after them are free: one rests there.
"""

from __future__ import annotations

import re

_MARKS = '"“”«»‹›()[]{}¿¡\u00a0\u202f '
_STOPS = tuple(',;:.!?…–—)]»”"')


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


NEVER_END = {
    "en": _words("""
        a an the this that these those my your his her its our their some any no every each either another
        such what which whose
        i you he she it we they who
        to of in on at by for with from into onto about over under between through without against during
        before after since until than as per via
        and or but nor so because although though while when where whereas if unless whether whom
        am is are was were be been being have has had do does did will would shall should can could may might
        must not never very too quite rather more most less least
    """),
    "fr": _words("""
        le la les un une des du de au aux ce cet cette ces mon ma mes ton ta tes son sa ses notre nos votre
        vos leur leurs quel quelle quels quelles chaque plusieurs quelques aucun aucune certains certaines
        tout toute tous toutes
        je tu il elle on nous vous ils elles me te se y en ne lui
        à dans par pour sur sous sans avec chez vers entre depuis pendant contre malgré selon avant après dès
        jusque hors parmi envers
        et ou mais donc or ni car que si quand lorsque puisque comme quoique qui dont où lequel laquelle
        lesquels lesquelles
        suis es est sommes êtes sont étais était étaient serai sera seront fus fut ai as a avons avez ont
        avais avait avaient aurai aura auront vais va vas allons allez vont viens vient peux peut pouvons
        pouvez peuvent dois doit devons devez doivent veux veut voulons voulez veulent fait faut
        très trop plus moins aussi bien peu assez
    """),
}
_TITLES = {
    "en": _words("mr mrs ms dr prof st no fig vol p"),
    "fr": _words("m mm mme mmes mlle me pr dr n° p art"),
}
_EITHER_CASE = {"en": _words("you it"), "fr": _words("nous vous elle elles lui")}
_NO_VERBS = {
    "en": _words("""
        a an the this these those my your his our their some any to of in on at by for with from into onto about
        over under between through without against during before after since until as and or but because although
        though while when where if unless
    """),
    "fr": _words("""
        le la les un une des du de au aux ce cette ces à dans par pour sur sous sans avec chez vers entre depuis
        pendant contre selon avant après et ou mais car que qui si quand lorsque puisque comme
    """),
}
_DASH = re.compile("[—–]")
# What is left of an elision or a contraction leans on the next word as the whole would.
_CONTRACTED = re.compile(r".*(?:'(?:s|re|ve|ll|d|m)|n't)")
_ELIDED = re.compile(r"(?:qu|d|n|l|s|c|j|m|t|jusqu|lorsqu|puisqu|quoiqu)'(.+)")

EXPRESSIONS = {
    "fr": (
        "parce que, afin que, bien que, alors que, tandis que, dès que, tant que, pour que, sans que, avant que, "
        "après que, est-ce que, il y a, n'est-ce pas, tout à fait, d'accord, en train de, au lieu de, à cause de, "
        "grâce à, ainsi que, afin de, c'est-à-dire"
    ),
    "en": (
        "going to, used to, have to, has to, as well as, in order to, such as, rather than, because of, "
        "instead of, according to, due to, as if, as though, even if, even though, so that, at least, of course, "
        "each other, one another, more than, less than, a lot of"
    ),
}
_UNITS = _words("""
    % $ £ € kg km cm mm mi ft hr sec million millions billion billions milliard milliards thousand percent
    degrees o'clock pm ans euros dollars heures
""")
_NUMERALS = _words(
    "two three four five six seven eight nine ten deux trois quatre cinq sept huit neuf dix cent mille"
)


def plain(word: str) -> str:
    return _DASH.split(word.strip(_MARKS))[-1].lower().replace("’", "'")


def is_judged(tag: str) -> bool:
    return tag.split("-", maxsplit=1)[0] in NEVER_END


def is_never_end(word: str, following: str, tag: str) -> bool:
    """Tell whether the guidelines want no line to end on a word, ``following`` being the next one.

    A mark after it frees all but titles. What may be a pronoun of either case is a subject only before what may be
    a verb: *you | can*, but *tell you | about*.
    """
    primary = tag.split("-", maxsplit=1)[0]
    bare = plain(word)
    if bare.rstrip(".") in _TITLES[primary] and word.rstrip().endswith(".") and word[:1].isupper():
        return True
    if word.rstrip(_MARKS).endswith(_STOPS) or word.endswith(_STOPS):
        return False
    if bare in _EITHER_CASE[primary] and plain(following) in _NO_VERBS[primary]:
        return False
    if primary == "en":
        return bare in NEVER_END["en"] or _CONTRACTED.fullmatch(bare) is not None
    elided = _ELIDED.fullmatch(bare)
    return (elided[1] if elided else bare) in NEVER_END["fr"]


def parted_pair(before: str, after: str, tag: str) -> str:
    """Return what hangs together on both sides of a place, or an empty text.

    ``before`` and ``after`` are the text up to the place and from it on; a few words of each are enough.
    """
    primary = tag.split("-", maxsplit=1)[0]
    left, right = before.split(), after.split()
    if not left or not right or left[-1].endswith(_STOPS):
        return ""
    if left[-1][-1:].isdigit() and right[0][:1].isalpha():
        return f"{left[-1]} | {right[0]}"
    if plain(right[0]).rstrip(".,;:!?") in _UNITS and plain(left[-1]) in _NUMERALS:
        return f"{left[-1]} | {right[0]}"
    if len(left) > 1 and left[-1][:1].isupper() and right[0][:1].isupper() and not _opens(left):
        return f"{left[-1]} | {right[0]}"
    return _parted_expression(left, right, primary)


def _opens(left: list[str]) -> bool:
    """Tell whether the last word is a capital only since it opens a sentence."""
    return left[-2].endswith((".", "!", "?", "…", ":"))


def _parted_expression(left: list[str], right: list[str], primary: str) -> str:
    for expression in EXPRESSIONS[primary].split(", "):
        words = expression.split()
        for at in range(1, len(words)):
            has_left = [plain(word) for word in left[-at:]] == words[:at]
            has_right = [plain(word).rstrip(".,;:!?") for word in right[: len(words) - at]] == words[at:]
            if has_left and has_right:
                return f"{' '.join(words[:at])} | {' '.join(words[at:])}"
    return ""
