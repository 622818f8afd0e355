"""The words of a track against the transcript: what is missing, what was added, what is not the same."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cuepress.checks import clauses
from cuepress.checks.diff import Change, changes
from cuepress.checks.material import Material
from cuepress.checks.model import Finding, Rule, Severity
from cuepress.checks.registry import Check, only_read
from cuepress.language import is_unspaced
from cuepress.model import Transcript

_FEW_WORDS = 4  # fewer may be a slip of the transcript
_SAME_TEXT = 0.4  # with less of it in common, a track is not of this text
_MOST_QUOTED = 120

MISSING = Rule(
    "text.missing",
    "Every word of the transcript is in the track",
    "the words of both in order, without case, marks and sounds; an error from four words in a row",
    "legal duty",
    "error",
    "who does not hear does not know that it was said",
    clauses=(clauses.WCAG_CAPTIONS, clauses.FCC_COMPLETE, clauses.RGAA_ADEQUATE, clauses.EN_CAPTIONS),
    needs=("transcript",),
)
ADDED = Rule(
    "text.added",
    "Every word of the track is in the transcript",
    "the words of both in order, without case, marks, sounds and names of speakers",
    "legal duty",
    "warning",
    "the viewer reads what was not said, or the transcript lacks it",
    clauses=(clauses.FCC_ACCURATE, clauses.RGAA_ADEQUATE),
    needs=("transcript",),
    is_certain=False,
)
CHANGED = Rule(
    "text.changed",
    "The words of the track are those of the transcript",
    "the words of both in order, without case, marks, sounds and names of speakers",
    "legal duty",
    "warning",
    "a word that is not the one that was said, or a transcript that was corrected",
    clauses=(clauses.FCC_ACCURATE, clauses.RGAA_ADEQUATE),
    needs=("transcript",),
    is_certain=False,
)
SPEAKERS = Rule(
    "speakers.unnamed",
    "Where the speaker changes, the track says who speaks",
    "the first cue of each paragraph that another speaker of the transcript says: a voice, a name or a dash",
    "legal duty",
    "warning",
    "who does not hear the voice does not know that it is another one",
    clauses=(clauses.WCAG_DEFINITION, clauses.FCC_ACCURATE, clauses.BBC_SPEAKERS, clauses.ARCOM_SPEAKERS),
    needs=("transcript",),
    is_certain=False,
)

_SPACED = re.compile(r"[^\W_]+(?:['’ʼ][^\W_]+)*")
_UNSPACED = re.compile(r"[A-Za-z0-9]+|[^\W_]")
_SOUND = re.compile(r"\[[^\]\n]*(?:\n[^\]\n]*)?\]|【[^】]*】|[♪♫♬♩#]+")
_LABEL = re.compile(r"^[ \t]*(?:[-–—]|>>)?[ \t]*([^:：\n]{1,40})[:：]", re.MULTILINE)
_APOSTROPHES = str.maketrans("", "", "'’ʼ")
_BEGINS_TURN = ("-", "–", "—", ">>")


class Token(NamedTuple):
    """A word as it is compared, and its place: cue (or paragraph) and half-open characters in its text."""

    folded: str
    at: int
    start: int
    end: int


def folded(word: str) -> str:
    """Return a word as it is compared: without case, accents' encoding, apostrophes and the marks of Arabic."""
    plain = unicodedata.normalize("NFKC", word).casefold().translate(_APOSTROPHES)
    if plain.isascii():
        return plain
    return "".join(sign for sign in plain if not ("\u0610" <= sign <= "\u06ed" and unicodedata.combining(sign)))


def tokens_of_track(material: Material, speakers: frozenset[str]) -> list[Token]:
    """Return the words of a track without its sounds and the names of speakers."""
    pattern = _UNSPACED if is_unspaced(material.language) else _SPACED
    found: list[Token] = []
    for index, cue in enumerate(material.track.cues):
        text = _SOUND.sub(_blank, cue.text)
        text = _LABEL.sub(lambda match: _blank(match) if folded(match[1].strip()) in speakers else match[0], text)
        found += (Token(folded(match[0]), index, *match.span()) for match in pattern.finditer(text))
    return found


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def tokens_of_transcript(transcript: Transcript) -> list[Token]:
    """Return the words that are said, with their place in the transcript's text."""
    pattern = _UNSPACED if is_unspaced(transcript.language) else _SPACED
    found: list[Token] = []
    for paragraph, text, offset in _stretches(transcript):
        found += (
            Token(folded(match[0]), paragraph, offset + match.start(), offset + match.end())
            for match in pattern.finditer(_SOUND.sub(_blank, text))
        )
    return found


def _stretches(transcript: Transcript) -> Iterator[tuple[int, str, int]]:
    """Yield each paragraph, its sounds blanked, and where it begins."""
    offset = 0
    for index, paragraph in enumerate(transcript.paragraphs):
        text = paragraph.text
        for sound in paragraph.sounds:
            text = text[: sound.start] + " " * (sound.end - sound.start) + text[sound.end :]
        yield index, text, offset
        offset += len(paragraph.text) + 2


def _compare(material: Material) -> Iterator[Finding]:
    transcript = material.transcript
    if transcript is None:
        return
    speakers = frozenset(folded(paragraph.speaker) for paragraph in transcript.paragraphs if paragraph.speaker)
    ours, theirs = tokens_of_transcript(transcript), tokens_of_track(material, speakers)
    found = changes([token.folded for token in ours], [token.folded for token in theirs])
    n_missing = sum(change.last - change.first for change in found)
    if ours and n_missing > (1 - _SAME_TEXT) * len(ours):
        share = 100 * (len(ours) - n_missing) // len(ours)
        what = f"only {share} % of the transcript is in the track: is it the transcript of this video?"
        yield material.at_track(MISSING, what, value=share, limit=100, unit="% of the words")
        return
    for change in found:
        yield _finding(material, transcript.text, ours, theirs, change)
    yield from _speakers(material, transcript, ours, theirs, found)


def _finding(
    material: Material, text: str, ours: Sequence[Token], theirs: Sequence[Token], change: Change
) -> Finding:
    missing, added = ours[change.first : change.last], theirs[change.other_first : change.other_last]
    said = _quoted(text[missing[0].start : missing[-1].end]) if missing else ""
    index, span = _place(theirs, change)
    written = _written(material, added)
    if not missing:
        return material.at_cue(
            ADDED, index, f"not in the transcript: “{written}”", span=span, value=len(added), unit="words"
        )
    if len(missing) - len(added) >= _FEW_WORDS or not added:
        severity: Severity = "error" if len(missing) >= _FEW_WORDS else "warning"
        instead = f"; the track has “{written}”" if added else ""
        what = f"missing: “{said}”{instead}"
        return material.at_cue(
            MISSING, index, what, span=span, severity=severity, value=len(missing), unit="words"
        )
    what = f"the transcript has “{said}”, the track “{written}”"
    return material.at_cue(CHANGED, index, what, span=span, value=len(missing), unit="words")


def _place(theirs: Sequence[Token], change: Change) -> tuple[int, tuple[int, int]]:
    """Return the cue and the place in it that a change is at; of what is missing, after the word before it."""
    added = theirs[change.other_first : change.other_last]
    if added:
        last = max(token.end for token in added if token.at == added[0].at)
        return added[0].at, (added[0].start, last)
    if change.other_first > 0:
        before = theirs[change.other_first - 1]
        return before.at, (before.start, before.end)
    if theirs:
        return theirs[0].at, (theirs[0].start, theirs[0].end)
    return 0, (0, 0)


def _written(material: Material, added: Sequence[Token]) -> str:
    parts: list[str] = []
    for index in dict.fromkeys(token.at for token in added):
        own = [token for token in added if token.at == index]
        parts.append(material.track.cues[index].text[own[0].start : own[-1].end])
    return _quoted(" ".join(parts))


def _quoted(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _MOST_QUOTED else plain[: _MOST_QUOTED - 1] + "…"


def _speakers(
    material: Material,
    transcript: Transcript,
    ours: Sequence[Token],
    theirs: Sequence[Token],
    found: Sequence[Change],
) -> Iterator[Finding]:
    """Look at the cue in which each change of speaker is."""
    at_of = _pairs(len(ours), found)
    first_of: dict[int, int] = {}
    for index, token in enumerate(ours):
        first_of.setdefault(token.at, index)
    speaker = ""
    for number, paragraph in enumerate(transcript.paragraphs):
        is_change = bool(paragraph.speaker) and paragraph.speaker != speaker and bool(speaker)
        speaker = paragraph.speaker or speaker
        place = at_of.get(first_of.get(number, -1))
        if not is_change or place is None:
            continue
        index = theirs[place].at
        if not _is_named(material, index, theirs[place].start, paragraph.speaker):
            what = f"{paragraph.speaker} begins to speak here, and nothing says so"
            yield material.at_cue(SPEAKERS, index, what, span=(theirs[place].start, theirs[place].end))


def _pairs(n_words: int, found: Sequence[Change]) -> dict[int, int]:
    """Return for each word of the transcript that is in the track its index there."""
    pairs: dict[int, int] = {}
    at = shift = 0
    for change in (*found, Change(n_words, n_words, 0, 0)):
        pairs.update((index, index + shift) for index in range(at, change.first))
        at, shift = change.last, change.other_last - change.last
    return pairs


def _is_named(material: Material, index: int, start: int, speaker: str) -> bool:
    cue = material.track.cues[index]
    before = cue.text[:start]
    line = before.rsplit("\n", maxsplit=1)[-1].strip()
    says = folded(speaker) in folded(before) or line.startswith(_BEGINS_TURN)
    return bool(cue.voice) or "<v" in cue.markup or says


def _in_its_language(material: Material) -> str:
    if why := only_read(material):
        return why
    transcript = material.transcript
    if transcript is None or transcript.language.split("-")[0] == material.language.split("-")[0]:
        return ""
    return "" if material.language == "und" else "the transcript is in another language"


CHECKS = (Check((MISSING, ADDED, CHANGED, SPEAKERS), _compare, _in_its_language),)
