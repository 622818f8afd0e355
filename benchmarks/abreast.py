"""Ten translations of an hour of speech in one run: one after the other, and side by side on the cores.

    .venv/bin/python benchmarks/abreast.py [minutes]

The talk is made on the spot; its translations are in invented words, sentence for sentence.
"""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import sys
import tempfile
import time
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path

import sync_speed

from cuepress import pipeline
from cuepress.job import abreast

_TAGS = ("de", "es", "it", "pt", "nl", "pl", "sv", "da", "ro", "cs")
_PARAGRAPH = 5  # sentences


def main() -> None:
    minutes = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name in ("media", "captions"):
            (root / name).mkdir()
        _make(root / "media" / "talk.m4a", minutes)
        _run(root, (), is_abreast=False)  # compiles, and the compiled is kept
        for tags, is_abreast in (((), False), (_TAGS, False), (_TAGS, True)):
            took_s = _run(root, tags, is_abreast=is_abreast)
            how = "side by side" if is_abreast else "one after the other"
            print(f"{minutes} minutes, {1 + len(tags):2} languages, {how}: {took_s:.1f} s", flush=True)


def _run(root: Path, tags: tuple[str, ...], *, is_abreast: bool) -> float:
    """Make all tracks anew in a process of its own, and return how long that took."""
    for path in (root / "captions").rglob("*"):
        if path.is_file():
            path.unlink()
    here, there = multiprocessing.Pipe(duplex=False)
    child = multiprocessing.get_context("spawn").Process(target=_caption, args=(there, root, tags, is_abreast))
    child.start()
    took_s = float(here.recv())
    child.join()
    return took_s


def _caption(there: Connection, root: Path, tags: tuple[str, ...], is_abreast: bool) -> None:  # noqa: FBT001 - by position
    if not is_abreast:
        abreast._n_cores = lambda: 1  # noqa: SLF001 - no option says so: nobody wants it
    texts = {tag: root / "media" / f"talk.{tag}.txt" for tag in (sync_speed.LANGUAGE, *tags)}
    begin = time.perf_counter()
    pipeline.caption(root / "media" / "talk.m4a", texts, spoken=sync_speed.LANGUAGE)
    there.send(time.perf_counter() - begin)


def _make(media: Path, minutes: int) -> None:
    child = multiprocessing.get_context("spawn").Process(target=partial(sync_speed._make, media, minutes))
    child.start()
    child.join()
    lines, _ = json.loads(media.with_suffix(".json").read_text("utf-8"))
    for tag in (sync_speed.LANGUAGE, *_TAGS):
        said = lines if tag == sync_speed.LANGUAGE else [_translated(line, tag) for line in lines]
        paragraphs = (" ".join(said[at : at + _PARAGRAPH]) for at in range(0, len(said), _PARAGRAPH))
        media.with_name(f"talk.{tag}.txt").write_text("\n\n".join(paragraphs), encoding="utf-8")


def _translated(line: str, tag: str) -> str:
    return " ".join(_word(each, tag) for each in line.split())


def _word(word: str, tag: str) -> str:
    """Return the same word of an invented language for the same word, with its capital and its marks."""
    core = word.strip(".,;:?!")
    if not core or core[0].isdigit():
        return word
    digest = hashlib.md5((tag + core.lower()).encode(), usedforsecurity=False).digest()
    n_syllables = max(1, len(core) // 2 + digest[0] % 3 - 1)
    made = "".join("bdklmnrst"[byte % 9] + "aeiou"[byte // 9 % 5] for byte in digest[1 : n_syllables + 1])
    return word.replace(core, made.capitalize() if core[0].isupper() else made)


if __name__ == "__main__":
    main()
