"""A label that may name a speaker, and what its form alone says about it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from cuepress.transcripts.vocabulary import HONORIFIC, NAME_PARTICLES, ROLES, folded

Form = Literal["bold", "colon", "dash", "question", "alone", "bracket", "arrows", "stop"]

_NAME_WORD = re.compile(r"[^\W_]+(?:['’.\-][^\W_]+)*\.?|&|\d+")
_SENTENCE_MARK = re.compile(r"[!?;…。！？،؛。]|,\s.*,|\.\s+[a-zà-ÿ]")
_ASIDE = re.compile(r"[(\[（][^()\[\]（）]*[)\]）]")
MAX_LABEL_CHARACTERS = 100


@dataclass(frozen=True, slots=True)
class Candidate:
    """A label that may name a speaker: where it stands and what speaks for it."""

    line: int
    label: str
    end: int
    form: Form
    is_bold: bool
    has_text: bool
    has_stamp: bool = False

    @property
    def key(self) -> str:
        """The label without what stands in brackets, to tell two forms of one name for the same."""
        return folded(" ".join((_ASIDE.sub(" ", self.label).strip() or self.label).split()))

    @property
    def look(self) -> tuple[Form, bool, bool]:
        """What labels of one kind have in common in one document."""
        return self.form, self.is_bold, is_capitals(self.label)


def looks_like_name(label: str, *, max_words: int = 7) -> bool:
    """Tell whether a label could be a name or a title: capitals where the script has them, and no sentence."""
    if len(label) > MAX_LABEL_CHARACTERS:
        return False
    bare = re.sub(r"[(\[（].*?[)\]）]", " ", label).strip()
    if not bare or _SENTENCE_MARK.search(bare) or not bare[0].isalnum():
        return False
    words = _NAME_WORD.findall(bare)
    if not words or len(words) > max_words or len(bare) > 60:
        return False
    if any(character.isupper() for character in bare):
        return _is_capital(words[0]) and all(_is_capital(word) or folded(word) in NAME_PARTICLES for word in words)
    return not any(character.islower() for character in bare) and len(words) <= 5 and len(bare) <= 30


def _is_capital(word: str) -> bool:
    first = next((character for character in word if character.isalnum()), "")
    return not first.islower() or bool(re.match(r"(?:d|l|o|al|el)['’-]", word))


def is_role(label: str) -> bool:
    """Tell whether a label names a part in a conversation: ``Moderator``, ``Speaker 2``, ``Intervenant A``."""
    key = folded(" ".join(label.split()))
    bare = re.sub(r"\s*(?:#?\s*\d{1,2}|(?<=\s)[a-z]|[(\[（].*[)\]）])$", "", key).strip()
    return bare in ROLES


def is_capitals(label: str) -> bool:
    """Tell whether a label is in capitals, a title in small letters allowed: ``Mr. SMITH``, ``JOHN McDONALD``."""
    bare = HONORIFIC.sub("", re.sub(r"[(\[（].*?[)\]）]", "", label))
    words = [word for word in bare.split() if folded(word) not in NAME_PARTICLES]
    has_capitals = any(sum(character.isupper() for character in word) >= 2 for word in words)
    return has_capitals and len(words) <= 8 and not any(any(map(str.islower, word[2:])) for word in words)
