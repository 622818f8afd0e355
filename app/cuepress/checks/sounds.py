"""What is heard and not said: whether sounds are described at all, music with its sign, speakers with a name."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from cuepress.checks import clauses
from cuepress.checks.material import Material
from cuepress.checks.model import Finding, Rule
from cuepress.checks.registry import Check, only_read
from cuepress.model import Cue
from cuepress.timecode import MS_PER_MINUTE, clock

_LONG_MS = 10 * MS_PER_MINUTE
_LEAST_LOUD_MS = 3_000
_BESIDE_MS = 1_000

NONE_DESCRIBED = Rule(
    "sounds.none_described",
    "No long stretch is without a described sound",
    "ten minutes of captions, or a whole track of at least that length, without [ ], ( ) around a sound, or ♪",
    "legal duty",
    "notice",
    "captions give sounds as well as words; there may be none to give",
    "track",
    (clauses.WCAG_DEFINITION, clauses.RGAA_ADEQUATE, clauses.FCC_ACCURATE, clauses.ARCOM_SOUNDS),
    is_certain=False,
)
UNDESCRIBED = Rule(
    "sounds.undescribed",
    "A long loud sound is described",
    "stretches of at least 3 s that are about as loud as the speech and are no speech, without a described sound, "
    "or ♪, from a second before to a second after",
    "legal duty",
    "warning",
    "who does not hear does not learn of it: music, applause, an alarm; it may be noise that means nothing",
    clauses=(clauses.WCAG_DEFINITION, clauses.RGAA_ADEQUATE, clauses.FCC_ACCURATE, clauses.ARCOM_SOUNDS),
    needs=("media",),
    is_certain=False,
)
MUSIC = Rule(
    "sounds.music",
    "Music has its sign",
    "descriptions that name music, in the commoner languages, in a cue without ♪ or ♫",
    "guideline",
    "notice",
    "the sign tells singing from speech at a glance",
    clauses=(clauses.DCMP_SOUNDS, clauses.ARCOM_SOUNDS),
    is_certain=False,
)
ANONYMOUS = Rule(
    "speakers.anonymous",
    "Where speakers take turns, some are named",
    "cues that begin a turn with a dash or >>, in a track that names nobody: no voice, no NAME:, no [name]",
    "legal duty",
    "notice",
    "who does not hear the voices cannot tell who speaks; the picture may show it",
    "track",
    (clauses.WCAG_DEFINITION, clauses.FCC_ACCURATE, clauses.BBC_SPEAKERS, clauses.ARCOM_SPEAKERS),
    is_certain=False,
)

_SOUND = re.compile(r"[\[【♪♫♬♩]|\A\W*[(（][^)）\n]{2,60}[)）]\W*\Z")  # in other round brackets is speech
_DESCRIBED = re.compile(r"[\[(（【]([^\])）】\n]{2,60})[\])）】]")
_NOTE = re.compile("[♪♫♬♩#]")
# Music in the languages that captions are mostly made in; endings follow.
_MUSIC = re.compile(
    r"\b(?:musi[ckq]|músic|müzi[kğ]|музык|музик|muzy[kc]|muzi[ekč]|zene|hudb|song|chanson|lied\b|canci[óo]n|canzon"
    r"|şarkı|canção|μουσικ)|موسيقى|أغنية|מוזיקה|音乐|音樂|音楽|歌|음악|노래|संगीत|ดนตรี|เพลง",
    re.IGNORECASE,
)
_TURN = re.compile(r"^[ \t]*(?:[-–—][ \t]?(?=[^\s\d-])|>>)", re.MULTILINE)
_LABEL = re.compile(
    r"^[ \t]*[-–—>]{0,2}[ \t]*(?:([^\W\d_][^:：\n]{0,30})[:：](?=\s|$)|\[[^\]\n]{2,30}\])", re.MULTILINE
)
_FEWEST_TURNS = 3
_MOST_WORDS_OF_NAME, _MOST_UNCASED = 3, 2


def _described(material: Material) -> Iterator[Finding]:
    cues = material.track.cues
    last_ms = cues[0].start_ms
    for index, cue in enumerate(cues):
        if _SOUND.search(cue.text):
            yield from _silent(material, last_ms, cue.start_ms)
            last_ms = cue.end_ms
        if index + 1 == len(cues):
            yield from _silent(material, last_ms, cue.end_ms)


def _silent(material: Material, from_ms: int, to_ms: int) -> Iterator[Finding]:
    if to_ms - from_ms >= _LONG_MS:
        what = f"no sound is described from {clock(from_ms)} to {clock(to_ms)}"
        found = material.at_track(NONE_DESCRIBED, what, value=to_ms - from_ms, limit=_LONG_MS, unit="ms")
        yield found.at(from_ms, to_ms)


def _undescribed(material: Material) -> Iterator[Finding]:
    """Look for a described sound beside each loud one."""
    cues = material.track.cues
    for start_ms, end_ms in material.heard.loud if material.heard else ():
        near = [
            index
            for index, cue in enumerate(cues)
            if cue.start_ms < end_ms + _BESIDE_MS and cue.end_ms > start_ms - _BESIDE_MS
        ]
        if any(_SOUND.search(cues[index].text) for index in near):
            continue
        over = [index for index in near if _shared_ms(cues[index], start_ms, end_ms) >= (end_ms - start_ms) / 2]
        what = f"loud sound from {clock(start_ms)} to {clock(end_ms)} that is no speech, and no cue describes it"
        if over:
            what += "; if the text shown then is sung, it has no ♪"
        before = max(bisect_right(cues, start_ms, key=lambda cue: cue.start_ms) - 1, 0)
        at = over[0] if over else before
        found = material.at_cue(UNDESCRIBED, at, what, value=end_ms - start_ms, limit=_LEAST_LOUD_MS, unit="ms")
        yield found.at(start_ms, end_ms)


def _shared_ms(cue: Cue, start_ms: int, end_ms: int) -> int:
    return min(cue.end_ms, end_ms) - max(cue.start_ms, start_ms)


def _music(material: Material) -> Iterator[Finding]:
    for index, cue in enumerate(material.track.cues):
        if _NOTE.search(cue.text):
            continue
        for match in _DESCRIBED.finditer(cue.text):
            if _MUSIC.search(match[1]):
                yield material.at_cue(MUSIC, index, f"{match[0]!r} without ♪", span=match.span())


def _anonymous(material: Material) -> Iterator[Finding]:
    cues = material.track.cues
    if any(cue.voice or "<v" in cue.markup or _has_label(cue.text) for cue in cues):
        return
    turns = [index for index, cue in enumerate(cues) if _TURN.search(cue.text)]
    if len(turns) >= _FEWEST_TURNS:
        first = cues[turns[0]]
        what = f"{len(turns)} cues begin a turn, the first at {clock(first.start_ms)}, and nobody is named"
        yield material.at_track(ANONYMOUS, what, value=len(turns), unit="turns")


def _has_label(text: str) -> bool:
    """Tell whether a line begins with a name: a few words, each with a capital where the script has them."""
    for match in _LABEL.finditer(text):
        words = (match[1] or "A").split()
        is_cased = words[0][:1].isupper()
        most = _MOST_WORDS_OF_NAME if is_cased else _MOST_UNCASED
        if len(words) <= most and not any(word[:1].islower() for word in words):
            return True
    return False


def _only_captions(material: Material) -> str:
    if why := only_read(material):
        return why
    if material.track.kind != "captions":
        return "subtitles are for viewers who hear"
    return "" if material.track.cues else "the track has no cue"


CHECKS = (
    Check((NONE_DESCRIBED,), _described, _only_captions),
    Check((UNDESCRIBED,), _undescribed, _only_captions),
    Check((MUSIC,), _music, _only_captions),
    Check((ANONYMOUS,), _anonymous, _only_captions),
)
