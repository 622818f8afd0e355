"""Whether a confidence means what it says: of the words said to be right with 90 %, nine in ten should be."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import pairwise

from sync_items import Item, corpus, listen, synth_voices, text_of
from sync_scores import mean, within
from sync_sound import music, under

RIGHT_MS = 100
_BINS = (0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 1.01)
_TELLING_MS = 60_000

Told = tuple[float, float]
"""How sure of a cue's first word, and how far in ms its start is from the truth; infinite in a wrong text."""


def show() -> None:
    real, made = list(_real()), list(_made())
    for title, told in (
        ("real speech, over a minute", [each for item, each in real if item.duration_ms >= _TELLING_MS]),
        ("real speech, under a minute", [each for item, each in real if item.duration_ms < _TELLING_MS]),
        ("other voices, a third of them with a wrong text", made),
    ):
        _show(title, told)


def _show(title: str, told: list[Told]) -> None:
    print(f"\n{title}\n{'said':>14}{'n':>6}{'mean':>7}{'true':>7}  share that is right within {RIGHT_MS} ms")
    for low, high in pairwise(_BINS):
        inside = [each for each in told if low <= each[0] < high]
        if inside:
            share = within([error for _, error in inside], RIGHT_MS) / 100
            said = mean([sure for sure, _ in inside])
            columns = f"{low:7.1f} to {min(high, 1.0):.1f}{len(inside):6}{said:7.2f}{share:7.2f}"
            print(f"{columns}  {'#' * round(40 * share)}")


def _real() -> Iterator[tuple[Item, Told]]:
    for entry in corpus():
        for told in right(entry.item):
            yield entry.item, told


def _made() -> Iterator[Told]:
    voices, _absent = synth_voices()
    for number, each in enumerate(voices):
        item = each.item(text_of(each.language), seed=number)
        noisy = item.with_sound(under(item.samples, music(item.samples.size, seed=number), snr_db=5))
        yield from right(item)
        yield from right(noisy)
        words = " ".join(item.lines).split()
        random.Random(number).shuffle(words)  # noqa: S311 - repeatable, not secret
        size = max(1, len(words) // len(item.lines))
        lines = [" ".join(words[at : at + size]) + "." for at in range(0, len(words), size)]
        yield from ((sure, float("inf")) for sure, _ in _firsts(lines, item))


def right(item: Item) -> Iterator[Told]:
    """Yield what is said of each line of an item with its own text, and what is true."""
    for (start, _, _), (sure, start_ms) in zip(item.references, _firsts(item.lines, item), strict=True):
        yield sure, abs(start_ms - start)


def _firsts(lines: list[str], item: Item) -> list[tuple[float, int]]:
    """Return confidence and start of the first word of each line."""
    firsts: dict[int, tuple[float, int]] = {}
    for word in listen(lines, item.language, item.samples).words:
        firsts.setdefault(word.word.paragraph, (word.confidence, word.start_ms))
    return list(firsts.values())
