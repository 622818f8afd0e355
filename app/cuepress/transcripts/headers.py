"""Names that have a line to themselves, or open it in bold: speakers where the document bears it out.

Names of speakers come back; headings are said once. So labels of one look are weighed together: where those that
come back, name a part or carry a time are at least half, all of that look are names. A time on the line, a part
that comes back and a name that elsewhere stands before a colon need no such company.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import pairwise

from cuepress.transcripts.labels import Candidate, is_role
from cuepress.transcripts.lines import Line
from cuepress.transcripts.vocabulary import HONORIFIC

_MAX_WORDS_OF_ONE_HEARD_ONCE = 3
_MIN_GROUP_OF_HEADINGS = 4
_MIN_FIELDS, _MAX_FIELD_WORDS = 3, 8
_MIN_LONG_WORDS, _MIN_LONG_LINES = 8, 3
# Without a full stop these are words of a heading: On Monday, Me Too, Justice System, Minister Report.
_TITLED = re.compile(r"^(?:mrs?|ms|miss|dr|prof|mme|mlle|sir|herr|frau|sra?|dhr|mevr|sayın|[^\W\d_]{1,5}\.)\s")
_WORD = re.compile(r"[^\W\d_]+")
_STATED = re.compile(r"(?<![.…])[.!?。！？؟۔।](?:[\"”’»)\]]|\s)*$")
_CLOSED = re.compile(r"[.!?…:;。！？؟۔।：；](?:[\"”’»)\]]|\s)*$")


@dataclass(frozen=True, slots=True)
class _Surroundings:
    """The lines with text before and after each line with text, names alone on a line, words in small letters."""

    before: Mapping[int, int]
    after: Mapping[int, int]
    alone: AbstractSet[int]
    small_words: AbstractSet[str]


def names(candidates: Iterable[Candidate], lines: Sequence[Line], *, known: AbstractSet[str]) -> frozenset[int]:
    """Return the lines whose label, alone or in bold at the head, names who speaks.

    ``known`` holds the keys of those who are named as speakers in another way in the same document.
    """
    headers = [found for found in candidates if found.form in {"alone", "bold"}]
    if not headers:
        return frozenset()
    around = _surroundings(headers, lines)
    counts = Counter(found.key for found in headers)
    accepted: set[int] = set()
    for look in {found.look for found in headers}:
        group = [found for found in headers if found.look == look]
        accepted |= _of_one_look(group, counts, known, lines, around)
    accepted |= _titled(headers, accepted, lines, around)
    return frozenset(accepted)


def _surroundings(headers: Sequence[Candidate], lines: Sequence[Line]) -> _Surroundings:
    said = [index for index, line in enumerate(lines) if line.spoken]
    pairs = list(pairwise(said))
    return _Surroundings(
        before={after: before for before, after in pairs},
        after=dict(pairs),
        alone=frozenset(found.line for found in headers if found.form == "alone"),
        small_words={word for index in said for word in _WORD.findall(lines[index].spoken) if word.islower()},
    )


def _of_one_look(
    group: Sequence[Candidate],
    counts: Mapping[str, int],
    known: AbstractSet[str],
    lines: Sequence[Line],
    around: _Surroundings,
) -> set[int]:
    sure = {
        found.line for found in group if found.has_stamp or found.key in known or _is_part(found, counts, group)
    }
    backed = sure | {
        found.line for found in group if counts[found.key] >= 2 or is_role(found.label) or _is_titled(found)
    }
    if not _are_names(group, backed, lines, around):
        return sure
    others = {
        found.line for found in group if found.line not in backed and _may_be_one(found, backed, lines, around)
    }
    return backed | others


def _is_part(found: Candidate, counts: Mapping[str, int], group: Sequence[Candidate]) -> bool:
    """A part in a conversation that comes back, or is marked by its look where not all headings are."""
    is_marked = found.is_bold and len(group) < _MIN_GROUP_OF_HEADINGS
    return is_role(found.label) and (counts[found.key] >= 2 or is_marked)


def _are_names(
    group: Sequence[Candidate], backed: AbstractSet[int], lines: Sequence[Line], around: _Surroundings
) -> bool:
    """Tell whether the labels of one look are names: most are backed, and have speech between them.

    It takes two who speak where a label is one plain word: that may be a refrain.
    """
    if len(backed) < 2 or len(backed) * 2 < len(group):
        return False
    with_speech = sum(_has_speech(line, lines, around) for line in backed)
    if with_speech * 2 < len(backed):
        return False
    first = group[0]
    is_marked = first.is_bold or first.look[2] or any(len(found.label.split()) >= 2 for found in group)
    return is_marked or len({found.key for found in group}) >= 2


def _has_speech(index: int, lines: Sequence[Line], around: _Surroundings) -> bool:
    """Tell whether something else than one more name follows; a line said twice is a refrain."""
    after = around.after.get(index, -1)
    return after not in around.alone and not (after >= 0 and lines[after].spoken == lines[index].spoken)


def _may_be_one(found: Candidate, backed: AbstractSet[int], lines: Sequence[Line], around: _Surroundings) -> bool:
    """Tell whether a label that occurs once can be a name among names."""
    words = _WORD.findall(found.label)
    if len(words) > _MAX_WORDS_OF_ONE_HEARD_ONCE or any(map(str.isdigit, found.label)):
        return False
    if all(word.lower() in around.small_words for word in words):
        return False
    if found.form == "bold":
        return True
    before, after = around.before.get(found.line, -1), around.after.get(found.line, -1)
    if before in backed and lines[before].block == lines[found.line].block:
        return False  # what is said below a name
    return after not in backed and not _is_open(before, found.line, lines)


def _is_open(before: int, index: int, lines: Sequence[Line]) -> bool:
    """Tell whether the line above, in the same block, has not come to its end: items of a list."""
    if before < 0 or lines[before].block != lines[index].block:
        return False
    return not _CLOSED.search(lines[before].spoken)


def _is_titled(found: Candidate) -> bool:
    return bool(HONORIFIC.match(found.label) and _TITLED.match(found.label.lower()))


def _titled(
    headers: Sequence[Candidate], accepted: AbstractSet[int], lines: Sequence[Line], around: _Surroundings
) -> set[int]:
    """Return parts and names with a title that occur once, where others speak too."""
    more = [found for found in headers if is_role(found.label) or _is_titled(found)]
    more = [
        found
        for found in more
        if around.after.get(found.line) not in around.alone
        and not _is_open(around.before.get(found.line, -1), found.line, lines)
    ]
    others = {found.line for found in more} | accepted
    return {found.line for found in more} if len(others) >= 2 else set()


def fields(candidates: Sequence[Candidate], lines: Sequence[Line]) -> frozenset[str]:
    """Return the labels before a colon that name a field, not a speaker: ``Size: 4 MB``, ``Menu: File, Open``.

    Speakers end their sentences as the rest of the document does. A label that comes back and is followed by a
    few words without an end, in a text that otherwise has full stops, is the name of a value.
    """
    labels = [found for found in candidates if found.form == "colon"]
    opened = {found.line for found in labels}
    by_key: dict[str, list[Candidate]] = {}
    for found in labels:
        if not is_role(found.label) and not HONORIFIC.match(found.label):
            by_key.setdefault(found.key, []).append(found)
    keys = {
        key for key, group in by_key.items() if len(group) >= _MIN_FIELDS and _are_values(group, lines, opened)
    }
    inside = {found.line for key in keys for found in by_key[key]}
    return frozenset(keys) if keys and _is_punctuated(_outside(inside, lines)) else frozenset()


def _are_values(group: Sequence[Candidate], lines: Sequence[Line], opened: AbstractSet[int]) -> bool:
    """Tell whether nearly always a few words without an end follow a label, or nothing before the next one."""
    n_values = 0
    for found in group:
        line = lines[found.line]
        value = line.masked[found.end :].strip()
        is_short = len(value.split()) <= _MAX_FIELD_WORDS and not _STATED.search(value)
        n_values += is_short and not line.is_wrapped and (bool(value) or found.line + 1 in opened)
    return n_values * 5 >= len(group) * 4


def _outside(inside: AbstractSet[int], lines: Sequence[Line]) -> Iterator[str]:
    return (line.spoken for index, line in enumerate(lines) if index not in inside and line.spoken)


def _is_punctuated(texts: Iterable[str]) -> bool:
    long = [text for text in texts if len(text.split()) >= _MIN_LONG_WORDS]
    return len(long) >= _MIN_LONG_LINES and sum(bool(_STATED.search(text)) for text in long) * 2 >= len(long)
