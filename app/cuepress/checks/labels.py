"""What a file says of itself: the header of a WebVTT file held against the language and the kind it is taken for.

Headers such as ``Kind: captions`` and ``Language: fr`` are no part of WebVTT, but platforms write them and some
tools believe them; a reader who opens the file does too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from cuepress import language
from cuepress.checks import clauses
from cuepress.checks.material import Material
from cuepress.checks.model import Finding, Rule
from cuepress.checks.registry import Check, only_webvtt
from cuepress.errors import UsageError
from cuepress.language import UNDETERMINED, primary
from cuepress.model import KINDS

HEADER = Rule(
    "file.header",
    "The header of the file says what its name says",
    "lines such as Language: fr and Kind: captions, and the name of a language after WEBVTT, against the language "
    "and the kind that the file's name, the manifest or the caller gives",
    "guideline",
    "warning",
    "one of the two is wrong, and who offers the track in a menu (srclang, label, kind) takes one of them",
    "file",
    (clauses.HTML_TRACK, clauses.HTML_KIND),
)

_FIELD = re.compile(r"\s*(language|lang|srclang|kind)\s*[:=]\s*([\w-]+)", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
_MOST_LINES = 20
# Languages whose name in a header is taken for one; those of others may be words, as Even or Are.
_NAMED = frozenset(
    {"ar", "bg", "cs", "da", "de", "el", "en", "es", "et", "fa", "fi", "fr", "he", "hi", "hr", "hu", "id", "it"}
    | {"ja", "ko", "lt", "lv", "nl", "pl", "pt", "ro", "ru", "sk", "sl", "sr", "sv", "th", "tr", "uk", "vi", "zh"}
)


def _header(material: Material) -> Iterator[Finding]:
    for number, line in enumerate(material.file_lines[:_MOST_LINES], start=1):
        if not line.strip():
            return
        text = line.removeprefix("WEBVTT") if number == 1 else line
        field = _FIELD.match(text)
        what = _field(material, field[1].lower(), field[2]) if field else _named(material, text)
        if what:
            yield material.at_line(HEADER, number, 1, what, length=len(line))


def _field(material: Material, name: str, value: str) -> str:
    """Return how a line of the header differs from what the track is taken for, or nothing."""
    kind = material.track.kind
    if name == "kind":
        is_other = material.is_kind_said and value.lower() in KINDS and value.lower() != kind
        return f"the header says {value.lower()}, but the track is of kind {kind}" if is_other else ""
    if material.language == UNDETERMINED:
        return ""
    try:
        tag = language.normalise_tag(value)
    except UsageError:
        return f"the header says {value}, which is no language tag"
    if primary(tag) == primary(material.language):
        return ""
    return f"the header says {tag} ({language.english_name(tag)}), but the track is {material.language}"


def _named(material: Material, text: str) -> str:
    """Return that a header calls another language by its name, and not its own, or nothing."""
    own = primary(material.language)
    found = {_tags_by_name()[word]: word for word in _WORD.findall(text.casefold()) if word in _tags_by_name()}
    if not found or own in found or own == UNDETERMINED:
        return ""
    name = next(iter(found.values()))
    return f"the header says {name!r}, but the track is {material.language} ({language.english_name(own)})"


@cache
def _tags_by_name() -> dict[str, str]:
    return {name.casefold(): tag for tag in _NAMED for name in (language.english_name(tag), language.autonym(tag))}


CHECKS = (Check((HEADER,), _header, only_webvtt),)
