"""Names for sentences: the same in every language, so that what says the same can be set side by side.

A sentence of the spoken text has an id that is made of its letters and figures alone. It is the same whenever and
wherever it is made; marks may be put right and other sentences changed without touching it. A translation's
sentences have the ids of those that they say; what has no counterpart has an id of its own, after its language.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from hashlib import blake2b
from itertools import pairwise

from cuepress.model import TimedWord, Transcript
from cuepress.sync.speaking import Border, expect
from cuepress.sync.timing import Timing

SPOKEN = "s"  # begins the id of a spoken sentence; no language tag is so short
_ID_BYTES = 4


def named(transcript: Transcript, timing: Timing, *, is_spoken: bool) -> Timing:
    """Name the sentences of a transcript that have no ids yet.

    Parameters
    ----------
    is_spoken
        Whether others are aligned to this text; else the ids are its own, after its language.
    """
    if all(each.sentences for each in timing.words):
        return timing
    spans = sentence_spans(expect(transcript).borders)
    ids = sentence_ids(transcript, spans, is_spoken=is_spoken)
    words: list[TimedWord] = []
    for (first, last), name in zip(spans, ids, strict=True):
        words += [replace(each, sentences=each.sentences or (name,)) for each in timing.words[first:last]]
    return replace(timing, words=tuple(words))


def sentence_spans(borders: Sequence[Border]) -> list[tuple[int, int]]:
    """Return the words of each sentence, half-open, from what follows each word."""
    ends = [at + 1 for at, border in enumerate(borders[:-1]) if border >= Border.SENTENCE]
    return list(pairwise([0, *ends, len(borders)])) if borders else []


def sentence_ids(transcript: Transcript, spans: Sequence[tuple[int, int]], *, is_spoken: bool) -> list[str]:
    """Return an id for each sentence; where one is said again, the ids are numbered.

    >>> from cuepress.model import Paragraph
    >>> sentence_ids(Transcript("en", (Paragraph("Yes. No. Yes!"),)), [(0, 1), (1, 2), (2, 3)], is_spoken=True)
    ['s-89d53c3d', 's-cb564b2f', 's-89d53c3d-2']
    """
    prefix = SPOKEN if is_spoken else transcript.language
    words, seen = transcript.words, Counter[str]()
    ids = []
    for first, last in spans:
        name = f"{prefix}-{_digest(transcript.text[words[first].offset : words[last - 1].end_offset])}"
        seen[name] += 1
        ids.append(name if seen[name] == 1 else f"{name}-{seen[name]}")
    return ids


def _digest(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).casefold()
    kept = "".join(each for each in plain if unicodedata.category(each)[0] in "LMN") or plain
    return blake2b(kept.encode("utf-8", "surrogatepass"), digest_size=_ID_BYTES).hexdigest()
