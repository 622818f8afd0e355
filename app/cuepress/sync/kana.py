"""Japanese for a voice that knows no kanji: the text in kana, and for each kana the character that it came from.

espeak-ng says "chinese letter" for each kanji. The readings are those of ``pykakasi``: a dictionary inside the
package. A reading that is not the one spoken costs little, since the words around it hold it in place.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any


@lru_cache(maxsize=1)
def _reader() -> Any:  # noqa: ANN401 - published without types
    import pykakasi

    return pykakasi.kakasi()  # type: ignore[no-untyped-call] # published with a marker of types, and without them


def in_kana(text: str) -> tuple[str, list[int]]:
    """Return a text in kana and the place in ``text`` of each of its characters.

    >>> in_kana("東京へ")
    ('とうきょうへ', [0, 0, 0, 1, 1, 2])
    """
    kana: list[str] = []
    places: list[int] = []
    at = 0
    for part in _reader().convert(text):
        written, said = part["orig"], part["hira"] or part["orig"]
        found = text.find(written, at)
        at = found if found >= 0 else at
        kana.append(said)
        places += [min(at + k * len(written) // len(said), len(text) - 1) for k in range(len(said))]
        at += len(written)
    return "".join(kana), places
