"""What is heard and not said: ``[applause]``, ``(rires)``, ``♪ la la ♪``. It stays in the text, as a sound.

Square brackets in a transcript hold sounds, unless they hold a remark, a time, a footnote mark or a word that an
editor put in. Round brackets hold speech, unless what they hold reads as a sound.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from cuepress.model import Span
from cuepress.transcripts import vocabulary
from cuepress.transcripts.vocabulary import folded

BracketKind = Literal["sound", "note", "footnote", "speech"]

# Contents are short, and hold no bracket: thousands of open brackets cost nothing.
BRACKETS = re.compile(
    r"\[(?P<square>[^\[\]\n]{1,200})\]|[(（](?P<round>[^()（）\n]{1,120})[)）]|【(?P<lens>[^【】\n]{1,120})】"
)
_MUSIC = re.compile(r"[♪♫♬♩🎵🎶](?:[^♪♫♬♩🎵🎶]{0,400}[♪♫♬♩🎵🎶]+|[^♪♫♬♩🎵🎶]*)")
_ASTERISKS = re.compile(r"(?<![\w*])\*(?P<content>[^*\n]{2,60})\*(?![\w*])")
# A remark of a podcast's editor, glued to speech or alone: Music theme 'Developers'.
_MUSIC_TITLE = re.compile(
    r"(?:(?:Intro|Outro|Theme|Opening|Closing)\s+)?(?:Music|Musik|Musique|Música|Musica|Müzik)(?:\s+(?:theme|intro|outro|plays|playing))?"
    r"\s*[-–—:]?\s*(?:'[^'\n]{1,60}'|‘[^’\n]{1,60}’|“[^”\n]{1,60}”|\"[^\"\n]{1,60}\"|«[^»\n]{1,60}»)"
)
_WORD = re.compile(r"[^\W_]+")
# [in French], [en français]: how it is said, not what.
_IN_LANGUAGE = re.compile(r"(?:[Ii]n|[Ee]n|[Aa]uf|[Ee]m|[Oo]p)\s+[^\W\d_]{4,}")
_MAX_SOUND_WORDS = 14


def find(text: str) -> tuple[Span, ...]:
    """Return the stretches of ``text`` that are sounds, in order and apart from each other."""
    found: list[Span] = []
    for start, end in sorted(_each(text)):
        if found and start < found[-1].end:
            continue
        found.append(Span(start, end))
    return tuple(found)


def _each(text: str) -> Iterator[tuple[int, int]]:
    for match in BRACKETS.finditer(text):
        if bracket_kind(text, match) == "sound":
            yield match.span()
    for match in _MUSIC.finditer(text):
        yield match.start(), match.start() + len(match.group().rstrip())
    for match in _ASTERISKS.finditer(text):
        if is_sound(match["content"]):
            yield match.span()
    yield from (match.span() for match in _MUSIC_TITLE.finditer(text))


def is_all_sound(text: str) -> bool:
    """Tell whether nothing but sounds, and marks around them, stands in ``text``."""
    rest, at = "", 0
    spans = find(text)
    for span in spans:
        rest, at = rest + text[at : span.start], span.end
    return bool(spans) and not _WORD.search(rest + text[at:])


def is_sound(content: str) -> bool:
    """Tell whether words are the name of a sound: ``laughs``, ``rires et applaudissements``, ``掌声``."""
    if vocabulary.SOUND_CHARACTERS.search(content):
        return len(content) <= 20
    words = _WORD.findall(folded(content))
    if not words or len(words) > _MAX_SOUND_WORDS:
        return False
    if _is_sound_word(words[0]):
        return len(words) <= 3 or all(_is_companion(word) for word in words[1:3]) or content[:1].isupper()
    return any(map(_is_sound_word, words)) and all(_is_sound_word(word) or _is_companion(word) for word in words)


def _is_sound_word(word: str) -> bool:
    return vocabulary.SOUNDS.match(word) is not None


def _is_companion(word: str) -> bool:
    return word in vocabulary.SOUND_COMPANIONS or word.isdigit()


def bracket_kind(text: str, match: re.Match[str]) -> BracketKind:
    """Say what a bracket found by ``BRACKETS`` in ``text`` holds."""
    content = next(group for group in match.groups() if group is not None)
    if match["square"] is None:
        return _round_kind(content)
    if re.fullmatch(r"\^?\s*\d{1,3}[a-z]?|\^[\w-]{1,30}|\*{1,3}|[†‡]", content.strip()):
        return "footnote"
    if _is_note(content):
        return "note"
    if is_sound(content):
        return "sound"
    return "speech" if _is_inserted(text, match, content) else "sound"


def _round_kind(content: str) -> BracketKind:
    if is_sound(content):
        return "sound"
    words = _WORD.findall(folded(content))
    is_remark = 0 < len(words) <= 4 and bool(
        vocabulary.ROUND_NOTES.match(words[0]) or vocabulary.NOTE_CHARACTERS.search(content)
    )
    return "note" if is_remark else "speech"


def _is_note(content: str) -> bool:
    if vocabulary.NOTE_CHARACTERS.search(content):
        return True
    if _IN_LANGUAGE.fullmatch(content.strip()):
        return True
    words = [word for word in _WORD.findall(folded(content)) if not word.isdigit()]
    return bool(words) and vocabulary.NOTES.match(words[0]) is not None


def _is_inserted(text: str, match: re.Match[str], content: str) -> bool:
    """Tell whether a bracket holds a part of the sentence: ``[t]he``, ``[the] President``."""
    before, after = text[max(0, match.start() - 1) : match.start()], text[match.end() : match.end() + 1]
    if before.isalpha() or after.isalpha():
        return not content[:1].isspace()
    words = _WORD.findall(folded(content))
    if not words:
        return content.strip() in {"…", "..."}
    if all(word in vocabulary.INSERTED for word in words):
        return True
    return len(words) <= 2 and _is_inside_a_clause(text, match) and not folded(content).endswith(("ing", "s", "…"))


def _is_inside_a_clause(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start() - 20) : match.start()].rstrip()
    after = text[match.end() : match.end() + 20].lstrip()
    return bool(before) and bool(after) and (before[-1].isalpha() or before[-1] == ",") and after[0].islower()
