"""How long counting takes: 200,000 words in one script after another, first seen and met again.

.venv/bin/python benchmarks/counting.py
"""

from __future__ import annotations

import random
import time
from collections.abc import Sequence

from cuepress import counting

COUNT = 200_000
# The words of a text follow Zipf's law: of 200,000 some 20,000 are different.
VOCABULARY = 30_000

_INDIC = "".join(map(chr, range(0x0905, 0x094D))) + "\u094d" * 6
ALPHABETS = {
    "en": "abcdefghijklmnopqrstuvwxyz",
    "fr": "abcdefghijklmnopqrstuvwxyzéèàçùêî’",
    "ru": "".join(map(chr, range(0x0430, 0x0450))),
    "ar": "ابتثجحخدذرزسشصضطظعغفقكلمنهوي\u064b\u064e\u0651",
    "th": "".join(map(chr, [*range(0x0E01, 0x0E3B), *range(0x0E40, 0x0E4E)])),
    "zh": "".join(map(chr, range(0x4E00, 0x6000))),
    "ko": "".join(map(chr, range(0xAC00, 0xD7A4))),
    "hi": _INDIC,
    "ko (jamo)": "".join(map(chr, [*range(0x1100, 0x1113), *range(0x1161, 0x1176), *range(0x11A8, 0x11C3)])),
}


def words(alphabet: str, count: int, chance: random.Random) -> list[str]:
    """Return random words of two to nine letters."""
    return ["".join(chance.choices(alphabet, k=chance.randint(2, 9))) for _ in range(count)]


def seconds(text: Sequence[str], tag: str) -> float:
    """Return how long it takes to count each word of a text, with nothing remembered from before."""
    for remembered in (counting._run, counting._clusters, counting._cluster):  # noqa: SLF001  # to begin anew
        remembered.cache_clear()
    start = time.perf_counter()
    for word in text:
        counting.counted_length(word, tag)
    return time.perf_counter() - start


def main() -> None:
    """Print a line for each script."""
    chance = random.Random(1)  # noqa: S311  # nothing is secret here
    weights = [1 / rank for rank in range(1, VOCABULARY + 1)]
    print(f"{COUNT:,} words, in s   as in a text   (different words)   all different")
    for tag, alphabet in ALPHABETS.items():
        text = chance.choices(words(alphabet, VOCABULARY, chance), weights, k=COUNT)
        new = words(alphabet, COUNT, chance)
        usual, worst = seconds(text, tag), seconds(new, tag)
        print(f"{tag:<22}{usual:>11.2f}   {len(set(text)):>19,}{worst:>16.2f}")


if __name__ == "__main__":
    main()
