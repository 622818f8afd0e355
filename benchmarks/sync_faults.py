"""Text and sound that do not match: passages that are missing on either side, music first, and wrong texts."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from sync_items import Item, SynthVoice, corpus, listen, sample_text, synth_voices, text_of
from sync_scores import Errors, by_line, quantile
from sync_sound import RATE_HZ, music, rms, under

from cuepress.errors import SyncError
from cuepress.sync.timing import Passage, Timing

N_SENTENCES = 6
MUSIC_S = 20
_TOLERANCE_MS = 1_000  # of the place where something was found
_LEAST_FOUND = 0.8
_TELLING_MS = 60_000
_N_FOREIGN = 2
PLACES = ("start", "middle", "end")

# Said by nobody in any of the recordings.
_NEVER_SAID = {
    "en": (
        "My grandmother kept seventeen kinds of apples in her cellar.",
        "Every autumn we wrapped them in old newspapers and told them apart by their smell.",
        "The smallest ones were green and so sour that only the horse would eat them.",
        "In January she baked them with honey, walnuts, and a little snow.",
        "I have tried to cook this dish for my own children many times.",
        "They smile politely and ask for chocolate.",
    ),
    "es": (
        "Mi abuela guardaba diecisiete clases de manzanas en el sótano.",
        "Cada otoño las envolvíamos en periódicos viejos y las distinguíamos por el olor.",
        "Las más pequeñas eran verdes y tan ácidas que solo el caballo las comía.",
        "En enero las asaba con miel, nueces y un poco de nieve.",
        "He intentado cocinar este plato muchas veces para mis hijos.",
        "Ellos sonríen con educación y piden chocolate.",
    ),
    "fr": (
        "Ma grand-mère gardait dix-sept sortes de pommes dans sa cave.",
        "Chaque automne, nous les emballions dans de vieux journaux et les reconnaissions à leur odeur.",
        "Les plus petites étaient vertes et si acides que seul le cheval en mangeait.",
        "En janvier, elle les faisait cuire avec du miel, des noix et un peu de neige.",
        "J'ai souvent essayé de préparer ce plat pour mes enfants.",
        "Ils sourient poliment et demandent du chocolat.",
    ),
}


@dataclass(frozen=True, slots=True)
class Found:
    """What became of a fault: whether it is named, and at its place; how many other things are named."""

    fault: str
    place: str
    is_named: bool
    is_at_place: bool
    n_others: int
    errors: Errors


def long_items() -> Iterator[Item]:
    """Yield recordings of more than a minute whose language has sentences that nobody says in them."""
    for entry in corpus():
        if entry.item.duration_ms > _TELLING_MS:
            yield entry.item
    for each in _one_voice_per_language(("en", "fr")):
        yield each.item(sample_text(each.language), seed=7)


def _one_voice_per_language(languages: Sequence[str]) -> Iterator[SynthVoice]:
    voices, _absent = synth_voices()
    for language in languages:
        fitting = [each for each in voices if each.language == language]
        if fitting:
            yield fitting[0]


def faults(item: Item) -> Iterator[Found]:
    """Try each fault at each place."""
    for place, at in zip(PLACES, (0, len(item.lines) // 2, len(item.lines)), strict=True):
        yield _text_not_spoken(item, place, at)
    for place, at in zip(PLACES, (0, len(item.lines) // 2, len(item.lines) - N_SENTENCES), strict=True):
        yield _speech_without_text(item, place, at)
    for place, at in zip(PLACES, (0, len(item.lines) // 2, len(item.lines)), strict=True):
        yield _music(item, place, at)


def _text_not_spoken(item: Item, place: str, at: int) -> Found:
    added = _NEVER_SAID[item.language]
    lines = [*item.lines[:at], *added, *item.lines[at:]]
    timing = listen(lines, item.language, item.samples)
    kept = [index if index < at else index + len(added) for index in range(len(item.lines))]
    fault = range(at, at + len(added))
    silent = [word.word.paragraph in fault for word in timing.words if not word.is_spoken]
    n_added = sum(word.word.paragraph in fault for word in timing.words)
    low, high = _gap_at(item, at)
    near = [each for each in timing.passages if low <= each.start_ms and each.end_ms <= high]
    hits = [each for each in near if each.kind == "unspoken"]
    return Found(
        f"{len(added)} sentences not spoken",
        place,
        is_named=sum(silent) >= _LEAST_FOUND * n_added,
        is_at_place=bool(hits) and silent.count(False) <= (1 - _LEAST_FOUND) * n_added,
        n_others=len(timing.passages) - len(hits),
        errors=by_line(item.references, timing.words, kept),
    )


def _gap_at(item: Item, at: int) -> tuple[int, int]:
    """Return the time between line ``at`` and the one before, with tolerance."""
    low = item.references[at - 1][1] if at else 0
    high = item.references[at][0] if at < len(item.references) else item.duration_ms
    return low - _TOLERANCE_MS, high + _TOLERANCE_MS


def _speech_without_text(item: Item, place: str, at: int) -> Found:
    gone = range(at, at + N_SENTENCES)
    lines = [line for index, line in enumerate(item.lines) if index not in gone]
    timing = listen(lines, item.language, item.samples)
    kept = [None if index in gone else index - N_SENTENCES * (index >= at) for index in range(len(item.lines))]
    start, end = item.references[gone[0]][0], item.references[gone[-1]][1]
    heard_ms = [(max(a, start), min(b, end)) for a, b, _ in item.references[gone[0] : gone[-1] + 1]]
    free = [each for each in timing.passages if each.kind == "untranscribed"]
    hits = [each for each in free if each.start_ms < end and each.end_ms > start]
    told_ms = sum(max(0, min(each.end_ms, b) - max(each.start_ms, a)) for each in hits for a, b in heard_ms)
    following = "".join("".join(lines[at:]).split())
    return Found(
        f"{N_SENTENCES} sentences without text",
        place,
        is_named=told_ms >= _LEAST_FOUND * sum(b - a for a, b in heard_ms),
        is_at_place=bool(hits) and all(_is_at(each, start, end, following) for each in hits),
        n_others=len(timing.passages) - len(hits),
        errors=by_line(item.references, timing.words, kept),
    )


def _is_at(passage: Passage, start: int, end: int, following: str) -> bool:
    """Tell whether a passage lies where the text is missing and names how the text goes on."""
    is_inside = start - _TOLERANCE_MS <= passage.start_ms and passage.end_ms <= end + _TOLERANCE_MS
    named = "".join(passage.text.rstrip("…").split())
    return is_inside and bool(named) == bool(following) and following.startswith(named)


def _music(item: Item, place: str, at: int) -> Found:
    low, high = _gap_at(item, at)
    cut_ms = max(0, min((low + high) // 2, item.duration_ms))
    cut = item.samples.size if at == len(item.lines) else cut_ms * RATE_HZ // 1_000
    tune = music(MUSIC_S * RATE_HZ, seed=3)
    tune *= np.float32(rms(item.samples) / rms(tune))
    heard = item.with_sound(np.concatenate([item.samples[:cut], tune, item.samples[cut:]]))
    timing = listen(item.lines, item.language, heard.samples)
    moved = tuple(
        (start + 1_000 * MUSIC_S * (i >= at), end + 1_000 * MUSIC_S * (i >= at), text)
        for i, (start, end, text) in enumerate(item.references)
    )
    first, last = cut * 1_000 // RATE_HZ + _TOLERANCE_MS, cut * 1_000 // RATE_HZ + 1_000 * MUSIC_S - _TOLERANCE_MS
    inside = [word for word in timing.words if word.start_ms < last and word.end_ms > first]
    return Found(
        f"{MUSIC_S} s of music",
        place,
        is_named=not inside,
        is_at_place=not inside,
        n_others=len(timing.passages),
        errors=by_line(moved, timing.words),
    )


# --- wrong texts ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Refusal:
    """Whether a text was refused, why, and how sure the words that it got are in the median.

    ``is_right`` is None where either answer will do.
    """

    item: str
    text: str
    is_right: bool | None
    is_refused: bool
    confidence: float
    why: str = ""


def refusals(item: Item, others: Sequence[Item]) -> Iterator[Refusal]:
    """Try the right text of a recording, clean and under noise, and wrong ones."""
    chance = random.Random(1)  # noqa: S311 - repeatable, not secret
    yield _refusal(item, "right", item.lines, item.language, is_right=True)
    noisy = item.with_sound(under(item.samples, music(item.samples.size, seed=5), snr_db=10))
    yield _refusal(noisy, "right, under music at 10 dB", item.lines, item.language, is_right=True)
    for count in (2, 4):
        part = item.lines[: len(item.lines) * (count - 1) // count]
        yield _refusal(item, f"right, the last of {count} parts missing", part, item.language, is_right=True)
    shuffled = chance.sample(item.lines, len(item.lines))
    yield _refusal(item, "sentences shuffled", shuffled, item.language)
    words = " ".join(item.lines).split()
    chance.shuffle(words)
    size = max(1, len(words) // len(item.lines))
    mixed = [" ".join(words[at : at + size]) + "." for at in range(0, len(words), size)]
    yield _refusal(item, "words shuffled", mixed, item.language)
    reader = "en" if item.language == "fi" else "fi"
    yield _refusal(item, f"right, read by the voice of {reader}", item.lines, reader, is_right=None)
    at = next(index for index, other in enumerate(others) if other.lines == item.lines)
    same = [other for other in others if other.language == item.language and other.lines != item.lines]
    foreign = [other for other in (*others[at:], *others[:at]) if other.language != item.language]
    for other in (*same, *foreign[:_N_FOREIGN]):
        what = "wrong text" if other.language == item.language else f"wrong language ({other.language})"
        yield _refusal(item, what, _as_long(other.lines, item.lines), other.language)


def _as_long(lines: Sequence[str], wanted: Sequence[str]) -> list[str]:
    """Return as many characters of text as wanted, so that length alone gives nothing away."""
    room = sum(map(len, wanted))
    repeated: list[str] = []
    while sum(map(len, repeated)) < room:
        repeated += lines
    while len(repeated) > 1 and sum(map(len, repeated)) > room:
        repeated.pop()
    return repeated


def _refusal(
    item: Item, text: str, lines: Sequence[str], language: str, *, is_right: bool | None = False
) -> Refusal:
    try:
        timing = listen(lines, language, item.samples)
    except SyncError as error:
        return Refusal(item.name, text, is_right, is_refused=True, confidence=0.0, why=str(error).split("\n")[0])
    return Refusal(item.name, text, is_right, timing.is_foreign, _confidence(timing))


def _confidence(timing: Timing) -> float:
    return quantile([word.confidence for word in timing.words], 0.5)


def wrong_items() -> list[Item]:
    """Return recordings of more than a minute, real ones first."""
    found = [entry.item for entry in corpus() if entry.item.duration_ms > _TELLING_MS]
    voices, _absent = synth_voices()
    taken: set[str] = set()
    for each in voices:
        if each.language in taken:
            continue
        taken.add(each.language)
        item = each.item(text_of(each.language), seed=11)
        if item.duration_ms > _TELLING_MS:
            found.append(item)
    return found
