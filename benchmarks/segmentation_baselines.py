"""What others do, in a few lines each: filling lines, splitting in the middle, Subtitle Edit's balance.

None of them looks at the voice. They get the in and out times that a careful tool would give them: in at the first
word, out when it has been read, not beyond what the profile lets a cue linger, not over the next one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from segmentation_texts import Text

from cuepress import cueing, language
from cuepress.cueing.sentences import last_words
from cuepress.model import PARAGRAPH_BREAK, Cue

Line = tuple[int, int]
"""A half-open span of words."""

HOLD_MS = 200

# Subtitle Edit ships lists of words that no line ends on; articles and titles, about this much.
_SHORT_LIST = {
    "en": frozenset(["a", "an", "the", "mr.", "mrs.", "ms.", "dr.", "no.", "st."]),
    "fr": frozenset(["le", "la", "les", "l'", "un", "une", "des", "du", "m.", "mme", "mlle", "dr"]),
}


def greedy(text: Text, limits: cueing.Limits) -> tuple[Cue, ...]:
    """Fill lines to the width and cues to the number of lines, paragraph by paragraph."""
    cues = []
    for first, end in paragraphs(text):
        lines = list(filled(text, first, end, limits.max_cpl))
        cues += [lines[at : at + limits.max_lines] for at in range(0, len(lines), limits.max_lines)]
    return timed(text, cues, limits)


def middle(text: Text, limits: cueing.Limits) -> tuple[Cue, ...]:
    """Fill cues with whole sentences where they fit, and split each at the space nearest its middle."""
    cues = [
        halved(text, *part, limits, nearest_middle)
        for sentence in sentences(text)
        for part in shares(text, *sentence, limits)
    ]
    return timed(text, cues, limits)


def balanced(text: Text, limits: cueing.Limits) -> tuple[Cue, ...]:
    """Do as Subtitle Edit does: break at the end of a sentence, else a comma, else where lines are most even."""
    cues = [
        halved(text, *part, limits, best_balance)
        for sentence in sentences(text)
        for part in balanced_shares(text, *sentence, limits)
    ]
    return timed(text, cues, limits)


BASELINES: dict[str, Callable[[Text, cueing.Limits], tuple[Cue, ...]]] = {
    "greedy": greedy,
    "middle": middle,
    "balanced": balanced,
}


def paragraphs(text: Text) -> Iterator[Line]:
    at = 0
    for _, group in groupby(text.transcript.words, key=lambda word: word.paragraph):
        n_words = sum(1 for _ in group)
        yield at, at + n_words
        at += n_words


def sentences(text: Text) -> Iterator[Line]:
    words, offset = text.transcript.words, 0
    for (first, end), paragraph in zip(paragraphs(text), text.transcript.paragraphs, strict=True):
        spans = [(word.offset - offset, word.end_offset - offset) for word in words[first:end]]
        at = first
        for last in last_words(paragraph.text, spans, text.tag):
            yield at, first + last + 1
            at = first + last + 1
        offset += len(paragraph.text) + len(PARAGRAPH_BREAK)


def width(text: Text, first: int, end: int) -> float:
    return language.counted_length(text.shown(first, end), text.tag)


def filled(text: Text, first: int, end: int, cpl: float) -> Iterator[Line]:
    """Yield the lines that wrapping at a width gives."""
    at = first
    while at < end:
        stop = at + 1
        while stop < end and width(text, at, stop + 1) <= cpl:
            stop += 1
        yield at, stop
        at = stop


def shares(text: Text, first: int, end: int, limits: cueing.Limits) -> Iterator[Line]:
    """Divide a sentence into as few cues as it needs, all of about the same length."""
    n_lines = len(list(filled(text, first, end, limits.max_cpl)))
    n_cues = -(-n_lines // limits.max_lines)
    at = first
    for left in range(n_cues, 1, -1):
        stop = _first_beyond(text, at, end, width(text, at, end) / left, limits)
        yield at, stop
        at = stop
    while at < end:  # what is over fills cues of its own
        stop = _first_beyond(text, at, end, float("inf"), limits)
        yield at, stop
        at = stop


def _first_beyond(text: Text, first: int, end: int, wanted: float, limits: cueing.Limits) -> int:
    """Return the end of the words that come nearest to a width and fit in a cue."""
    stop = first + 1
    while (
        stop < end
        and width(text, first, stop) < wanted
        and len(list(filled(text, first, stop + 1, limits.max_cpl))) <= limits.max_lines
    ):
        stop += 1
    return stop


def balanced_shares(text: Text, first: int, end: int, limits: cueing.Limits) -> Iterator[Line]:
    """Divide a sentence as long lines are split there: in two at the best place, until each part fits a cue."""
    if len(list(filled(text, first, end, limits.max_cpl))) <= limits.max_lines or end - first < 2:
        yield first, end
        return
    at = best_balance(text, first, end, float("inf"))
    yield from balanced_shares(text, first, at, limits)
    yield from balanced_shares(text, at, end, limits)


def halved(
    text: Text,
    first: int,
    end: int,
    limits: cueing.Limits,
    split: Callable[[Text, int, int, float], int],
) -> list[Line]:
    """Return one line where the words fit, else two; more are filled."""
    if width(text, first, end) <= limits.max_cpl or end - first < 2:
        return [(first, end)]
    if limits.max_lines != 2:
        return list(filled(text, first, end, limits.max_cpl))
    at = split(text, first, end, limits.max_cpl)
    return [(first, at), (at, end)]


def nearest_middle(text: Text, first: int, end: int, _cpl: float) -> int:
    whole = width(text, first, end)
    return min(range(first + 1, end), key=lambda at: abs(2 * width(text, first, at) - whole))


def best_balance(text: Text, first: int, end: int, cpl: float) -> int:
    """Return where two lines begin to differ least, punctuation first; in a tie the lower line is the longer."""
    places = []
    for at in range(first + 1, end):
        top, bottom = width(text, first, at), width(text, at, end)
        if not _may_end(text, at - 1):
            continue
        over = max(top, bottom) > cpl
        share = min(top, bottom) / max(top, bottom)
        mark = text.transcript.words[at - 1].text[-1:]
        rank = 0 if mark in ".!?…" and share > 0.5 else 1 if mark in ",;:، ，、" and share > 0.6 else 2
        places.append((over, rank, abs(top - bottom), top > bottom, at))
    return min(places)[-1] if places else nearest_middle(text, first, end, cpl)


def _may_end(text: Text, at: int) -> bool:
    return text.transcript.words[at].text.lower() not in _SHORT_LIST.get(language.primary(text.tag), ())


def timed(text: Text, cues: Sequence[Sequence[Line]], limits: cueing.Limits) -> tuple[Cue, ...]:
    """Give cues their times: in with the voice, out when they have been read, as far as the profile allows."""
    starts = [text.timed[cue[0][0]].start_ms for cue in cues]
    made = []
    for cue, start_ms, next_ms in zip(cues, starts, [*starts[1:], text.duration_ms], strict=True):
        heard_ms = text.timed[cue[-1][1] - 1].end_ms
        shown = "\n".join(text.shown(first, end) for first, end in cue)
        reading_ms = round(language.counted_length(shown, text.tag) / limits.max_cps * 1_000)
        wanted_ms = min(max(heard_ms + HOLD_MS, start_ms + reading_ms), heard_ms + limits.linger_ms)
        end_ms = min(max(wanted_ms, start_ms + limits.min_ms), next_ms - limits.min_gap_ms)
        made.append(Cue(start_ms, max(end_ms, start_ms + 1), shown))
    return tuple(made)
