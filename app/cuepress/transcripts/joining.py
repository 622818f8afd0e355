"""Lines -> paragraphs: hard-wrapped lines, words parted at a line end, sentences parted by the end of a page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from cuepress.language import primary
from cuepress.transcripts import sounds, stamps
from cuepress.transcripts.blocks import Run
from cuepress.transcripts.lines import Line

_CLOSERS = "\"”’'»)]』」）】*"
_FINAL = ".!?…:;。！？；：؟۔।؛"
# What may stand between the two halves of a sentence without ending it.
_PASSED_OVER = frozenset(
    {"page-number", "running-head", "line-number", "footnote", "timestamp", "comment", "deleted", "hidden"}
)
_MIN_CHARACTERS_WITHOUT_CASE = 30
_MAX_WORD = 80
_MIN_LINES_TO_TELL_CASE = 3
_HYPHEN = re.compile(r"(?P<head>[^\W\d_]+(?:[-’'][^\W\d_]+)*)[-\u2010]$")
_TAIL = re.compile(r"^(?P<tail>[^\W\d_]+)(?P<more>[-\u2010])?")
_COMPOUND = re.compile(r"[^\W\d_]+(?:[-\u2010\u2011][^\W\d_]+)+")
_WORD = re.compile(r"[^\W\d_]+")
_KEEP_AFTER = frozenset(
    ["self", "ex", "well", "vice", "quasi", "non", "semi", "co", "anti", "pro", "peut", "au", "ci", "là", "e"]
)
_KEEP_BEFORE_FRENCH = frozenset(
    [
        "je",
        "tu",
        "il",
        "elle",
        "on",
        "nous",
        "vous",
        "ils",
        "elles",
        "moi",
        "toi",
        "lui",
        "leur",
        "le",
        "la",
        "les",
        "ce",
        "ci",
        "là",
        "même",
        "mêmes",
        "t",
        "être",
        "delà",
        "dessus",
        "dessous",
    ]
)


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    """The words of the document that are no halves: they say how a parted word is spelled."""

    words: frozenset[str]
    compounds: frozenset[str]
    is_french: bool


def join(lines: Sequence[Line], *, language: str) -> list[Line]:
    """Return one line per paragraph, with what is unspoken inside it as runs of it."""
    vocabulary = _vocabulary_of(lines, language)
    joined: list[list[Line]] = []
    between: list[Line] = []
    is_cued = stamps.is_cued(lines)
    is_cased = is_cued or _opens_sentences_in_capitals(lines)
    for line in lines:
        if not line.spoken and line.speaker is None:
            between.append(line)
        elif joined and _continues(joined[-1][-1], between, line, is_cued=is_cued, is_cased=is_cased):
            joined[-1] += [*between, line]
            between = []
        else:
            joined += [[waiting] for waiting in between]
            joined.append([line])
            between = []
    joined += [[waiting] for waiting in between]
    return [_merged(group, vocabulary) for group in joined]


def _continues(before: Line, between: Sequence[Line], line: Line, *, is_cued: bool, is_cased: bool) -> bool:
    """Tell whether ``line`` goes on with the sentence or the wrapped paragraph of ``before``."""
    if line.speaker is not None or not _may_join(before, line):
        return False
    if not before.spoken:
        return before.speaker is not None and not between
    if any(not _is_passed_over(item) for item in between):
        return False
    if before.block == line.block and line.is_wrapped and not _opens_with_stamp(line):
        return not _is_list_item(line.spoken)
    if (
        not is_cased
        and not between
        and before.page == line.page
        and not _HYPHEN.search(before.spoken[-_MAX_WORD:])
    ):
        return False
    return not _ends_sentence(before.spoken) and _goes_on(before, between, line, is_cued=is_cued)


def _opens_sentences_in_capitals(lines: Sequence[Line]) -> bool:
    """Tell whether a small letter at the head of a line says that a sentence goes on.

    It does not in notes of one phrase a line, ``mein Zug war zu spät``: there the first line and those below a
    full stop have small letters too. Of two lines nobody can tell.
    """
    said = [line for line in lines if line.spoken and line.kind not in {"heading", "title"}]
    if len(said) < _MIN_LINES_TO_TELL_CASE or any(line.is_wrapped for line in said):
        return True
    opened = said[:1] + [line for before, line in pairwise(said) if _ends_sentence(before.spoken)]
    small = sum(line.spoken[0].islower() for line in opened)
    return small * 2 < len(opened)


def _goes_on(before: Line, between: Sequence[Line], line: Line, *, is_cued: bool) -> bool:
    """Tell whether ``line`` reads as the second half of the sentence that ``before`` leaves open."""
    if line.spoken[0].islower():
        return True
    if _opens_with_stamp(line):
        return False
    if not _has_case(before.spoken):
        return len(before.spoken) >= _MIN_CHARACTERS_WITHOUT_CASE
    is_cue_end = is_cued and bool(between) and all(stamps.is_all_times(item) for item in between)
    is_parted = is_cue_end or (bool(between) and not is_cued) or before.page != line.page or line.kind == "row"
    return is_parted and before.spoken[-1] not in _CLOSERS


def _may_join(before: Line, line: Line) -> bool:
    kinds = {before.kind, line.kind}
    if kinds & {"heading", "title"} or (line.kind == "list-item" and before.block != line.block):
        return False
    return not sounds.is_all_sound(line.spoken) and not (before.spoken and sounds.is_all_sound(before.spoken))


def _is_passed_over(line: Line) -> bool:
    if line.unspoken is not None:
        return line.unspoken in _PASSED_OVER
    return all(run.unspoken in _PASSED_OVER or not run.text.strip() for run in line.runs)


def _opens_with_stamp(line: Line) -> bool:
    first = next((run for run in line.runs if run.text.strip()), None)
    return first is not None and first.unspoken == "timestamp"


def _is_list_item(text: str) -> bool:
    return bool(re.match(r"[-–—•*▪◦‣]\s|\d{1,2}[.)]\s", text))


def _ends_sentence(text: str) -> bool:
    bare = text.rstrip(_CLOSERS + " \u00a0\u202f")
    return not bare or bare[-1] in _FINAL or text[-1] in "♪♫"


def _has_case(text: str) -> bool:
    return any(character.islower() for character in text[-200:])


def _merged(group: Sequence[Line], vocabulary: _Vocabulary) -> Line:
    first, *others = group
    if not others:
        return first
    runs: list[Run] = list(_runs(first))
    for line in others:
        if line.spoken:
            _prepare_join(runs, line.spoken, vocabulary)
        runs += [Run(""), *_runs(line)]  # an empty run keeps two dismissed lines two
    said = next((line for line in group if line.speaker is not None or line.spoken), first)
    return replace(said, runs=tuple(runs))


def _runs(line: Line) -> Iterator[Run]:
    """Yield a line's runs; what holds for the whole line holds for each."""
    for run in line.runs:
        yield run if line.unspoken is None or run.unspoken is not None else replace(run, unspoken=line.unspoken)


def _prepare_join(runs: list[Run], after: str, vocabulary: _Vocabulary) -> None:
    """Give the last spoken run the space, or take the hyphen off it, that joining ``after`` needs."""
    waiting: list[Run] = []
    while runs and (runs[-1].unspoken is not None or not runs[-1].text.strip()):
        run = runs.pop()
        waiting += [run] if run.unspoken is not None or not run.text else []
    if runs:
        head = runs[-1].text.rstrip()
        hyphen, tail = _HYPHEN.search(head[-_MAX_WORD:]), _TAIL.match(after[:_MAX_WORD])
        if hyphen and tail:
            parted = head if _keeps_hyphen(hyphen["head"], tail, vocabulary) else head[:-1]
        else:
            parted = head if _joins_without_space(head, after) else head + " "
        runs[-1] = replace(runs[-1], text=parted)
    runs += reversed(waiting)


def _joins_without_space(head: str, after: str) -> bool:
    """Chinese and Japanese need no space where a line ended; neither does a dash that closes a line."""
    return _is_han(head[-1]) and _is_han(after[0])


def _is_han(character: str) -> bool:
    return (
        "\u3000" <= character <= "\u30ff"
        or "\u3400" <= character <= "\u9fff"
        or "\uff00" <= character <= "\uffef"
        or character in "”’“‘"
    )


def _keeps_hyphen(head: str, tail: re.Match[str], vocabulary: _Vocabulary) -> bool:
    """Decide between ``community`` and ``pair-à-pair`` by the rest of the document, then by form."""
    last = re.split(r"[-’']", head)[-1]
    with_hyphen, without = f"{head}-{tail['tail']}".lower(), f"{last}{tail['tail']}".lower()
    if without in vocabulary.words:
        return False
    if with_hyphen in vocabulary.compounds or tail["more"]:
        return True
    if "-" in head:  # Peer-to-|Peer, but co-opera-|tion
        return len(last) <= 3 or {last.lower(), tail["tail"].lower()} <= vocabulary.words
    if tail["tail"][0].isupper() or last.lower() in _KEEP_AFTER:
        return True
    return vocabulary.is_french and tail["tail"].lower() in _KEEP_BEFORE_FRENCH


def _vocabulary_of(lines: Sequence[Line], language: str) -> _Vocabulary:
    if not any(_HYPHEN.search(line.spoken[-40:]) for line in lines):
        return _Vocabulary(frozenset(), frozenset(), is_french=False)
    words: set[str] = set()
    compounds: set[str] = set()
    was_parted = False
    for line in lines:
        text = line.spoken.lower()
        if was_parted:  # the second half of a word says nothing about spelling
            text = _TAIL.sub("", text)
        parted = _HYPHEN.search(text[-_MAX_WORD:])
        was_parted = parted is not None
        text = text[: len(text) - len(parted.group())] if parted else text
        words.update(_WORD.findall(text))
        compounds.update(_COMPOUND.findall(text))
    return _Vocabulary(frozenset(words), frozenset(compounds), is_french=primary(language) in {"fr", "und"})
