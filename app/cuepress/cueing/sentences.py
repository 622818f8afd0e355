"""Where sentences end. The rules of some 250 languages come from sentencex, and ours where it is known to err.

sentencex knows abbreviations per language, but takes some titles for ends ("Mme. | Curie", "Dr. | No", "1er janv.
| 2016") and three dots for none; ``language.mark_after`` has its say on those.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from cuepress import language
from cuepress.language import Mark

Span = tuple[int, int]

# The splitter looks back for pairs of quotes; in pieces, a book without paragraphs takes no longer than one with.
_PIECE = 20_000
# A dot after a word longer than this ends a sentence, whatever the list of abbreviations says.
_LONGEST_SHORTENED = 6


def sentence_ends(text: str, tag: str) -> list[int]:
    """Return the offsets where sentences of ``text`` end, after their last visible characters.

    >>> sentence_ends("M. Dupont est là. Il part.", "fr")
    [17, 26]
    """
    spans = language.word_spans(text, tag)
    return [spans[at][1] for at in last_words(text, spans, tag)]


def last_words(text: str, spans: Sequence[Span], tag: str) -> list[int]:
    """Return the indices of the words, given as spans of ``text``, that a sentence ends with."""
    proposed = _proposed(text, spans, tag)
    last = len(spans) - 1
    return [at for at in range(len(spans)) if at == last or _ends(text, spans, at, tag, proposed=at in proposed)]


def _ends(text: str, spans: Sequence[Span], at: int, tag: str, *, proposed: bool) -> bool:
    word = text[slice(*spans[at])]
    mark = language.mark_after(word, text[slice(*spans[at + 1])], tag)
    bare = word.rstrip("\"'”’»›)]} \u00a0\u202f")
    if bare.endswith(".") and not bare.endswith(".."):
        is_long = len(bare) > _LONGEST_SHORTENED + 1
        return mark == Mark.SENTENCE and (proposed or is_long)
    if mark == Mark.NONE and proposed:
        # A mark of a script that only the splitter knows, never a bare word.
        return not word[-1].isalnum() and bool(bare) and not bare[-1].isalnum()
    return mark == Mark.SENTENCE


def _proposed(text: str, spans: Sequence[Span], tag: str) -> set[int]:
    """Return the indices of the words that the splitter ends a sentence with."""
    import sentencex

    starts = [start for start, _end in spans]
    found: set[int] = set()
    for offset, piece in _pieces(text):
        for boundary in sentencex.get_sentence_boundaries(language.primary(tag), piece):
            end = offset + int(boundary["end_index"])
            found.add(bisect_left(starts, end) - 1)
    return found


def _pieces(text: str) -> list[tuple[int, str]]:
    """Cut a very long text at white space."""
    pieces, at = [], 0
    while len(text) - at > _PIECE:
        gap = re.compile(r"\s").search(text, at + _PIECE)
        end = gap.end() if gap and gap.end() - at < 2 * _PIECE else at + _PIECE
        pieces.append((at, text[at:end]))
        at = end
    return [*pieces, (at, text[at:])]
