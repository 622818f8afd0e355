"""A second run: its time after one word was changed and after the video was cut anew, and how exact it is.

    .venv/bin/python benchmarks/again.py [minutes]

The talk is made on the spot, so that the true time of each sentence is known.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import accumulate
from pathlib import Path

import numpy as np
from sync_items import espeak, sample_text
from sync_scores import quantile
from sync_sound import RATE_HZ, Samples, trimmed, write_wav

from cuepress import library, pipeline
from cuepress.language import word_spans
from cuepress.manifest import WordRecord
from cuepress.sync import packing
from cuepress.timing import keeping

LANGUAGE = "fr"
_REST_S = (0.2, 1.1)


def main() -> None:
    minutes = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    with tempfile.TemporaryDirectory() as folder:
        _show(Path(folder), minutes)


def _show(root: Path, minutes: int) -> None:
    for name in ("media", "captions"):
        (root / name).mkdir()
    media, text = root / "media" / "talk.wav", root / "media" / f"talk.{LANGUAGE}.txt"
    sound, said, begins_ms = _talk(minutes)
    write_wav(media, sound)
    text.write_text("\n\n".join(said), encoding="utf-8")

    _timed("first run (warm-up of the compiled loops)", lambda: pipeline.caption(media, spoken=LANGUAGE))
    for path in root.glob("captions/*"):
        if path.is_file():
            path.unlink()
    keeping.Keeping(root / "captions", "talk").sound_path.unlink()
    _timed("first run", lambda: pipeline.caption(media, spoken=LANGUAGE))
    before = _words(root)
    print(f"{'':4}sentence starts: {_errors(before, said, begins_ms)}")
    _show_cache(root)
    _timed("nothing changed", lambda: pipeline.caption(media, spoken=LANGUAGE))
    text.write_text("\n\n".join([*said[:40], f"Certainement {said[40]}", *said[41:]]), encoding="utf-8")
    _timed("one word added", lambda: pipeline.caption(media, spoken=LANGUAGE))
    print(f"{'':4}{_kept(before, _words(root), 0)}")
    text.write_text("\n\n".join(said), encoding="utf-8")
    _timed("and taken out", lambda: pipeline.caption(media, spoken=LANGUAGE))
    print(f"{'':4}{_kept(before, _words(root), 0)}")
    _show_cut(root, media, sound, before)


def _show_cut(root: Path, media: Path, sound: Samples, before: tuple[WordRecord, ...]) -> None:
    """Put an intro of 20 s before the talk, take a minute out of its middle, and lower it."""
    rng = np.random.default_rng(4)
    intro = rng.normal(0, 0.02, 20 * RATE_HZ + 77).astype(np.float32)
    out = (len(sound) // 2, len(sound) // 2 + 60 * RATE_HZ)
    write_wav(media, np.concatenate([intro, sound[: out[0]] * 0.5, sound[out[1] :] * 0.5]))
    _timed("an intro, and a minute taken out", lambda: pipeline.caption(media, spoken=LANGUAGE))
    after = _words(root)
    edges = tuple(1_000 * edge // RATE_HZ for edge in out)
    first = [w for w in before if w.end_ms < edges[0]]
    last = [w for w in before if w.start_ms > edges[1]]
    lead = 1_000 * len(intro) // RATE_HZ
    print(f"{'':4}before the cut: {_kept(first, after[: len(first)], lead)}")
    print(f"{'':4}after it: {_kept(last, after[-len(last) :], lead - 60_000)}")


def _talk(minutes: int) -> tuple[Samples, list[str], list[int]]:
    """Return a talk, its sentences, and where each begins."""
    rng = random.Random(3)  # noqa: S311 - not for secrets
    parts, said, begins_ms, n = [], [], [], 0
    while n < 60 * minutes * RATE_HZ:
        lines = rng.sample(sample_text(LANGUAGE), k=8)
        for line, sound in zip(lines, espeak(LANGUAGE, "+f3", rng.randrange(120, 170))(lines), strict=True):
            spoken = trimmed(sound)
            rest = np.zeros(int(rng.uniform(*_REST_S) * RATE_HZ), np.float32)
            parts += [rest, spoken]
            begins_ms.append(1_000 * (n + len(rest)) // RATE_HZ)
            n += len(rest) + len(spoken)
            said.append(line)
    sound = np.concatenate(parts)
    return sound + np.random.default_rng(2).normal(0, 0.001, len(sound)).astype(np.float32), said, begins_ms


def _timed(what: str, run: Callable[[], pipeline.Captioned]) -> None:
    began = time.perf_counter()
    done = run()
    print(f"{what:<44}{time.perf_counter() - began:7.2f} s   {done.tracks[0].status}")
    for note in done.tracks[0].notes:
        print(f"{'':4}{note}")


def _words(root: Path) -> tuple[WordRecord, ...]:
    made = library.read_manifest(root / "captions" / "talk.cuepress.json")
    assert made is not None
    return made.tracks[LANGUAGE].words


def _errors(words: tuple[WordRecord, ...], said: list[str], begins_ms: list[int]) -> str:
    counts = [sum(1 for _ in word_spans(sentence, LANGUAGE)) for sentence in said]
    firsts = accumulate(counts[:-1], initial=0)
    off = [abs(words[first].start_ms - begin) for first, begin in zip(firsts, begins_ms, strict=True)]
    return f"median {quantile(off, 0.5):.0f} ms, mean {sum(off) / len(off):.0f} ms of {len(off)}"


def _kept(before: list[WordRecord] | tuple[WordRecord, ...], after: tuple[WordRecord, ...], shift_ms: int) -> str:
    """Say how many words have the times of before, all as much later, and how far off the true shift that is."""
    there = {(w.text, w.start_ms): w.end_ms for w in after}
    best_ms, most = 0, -1
    for by_ms in sorted(range(-10, 11), key=abs):
        moved = ((w.text, w.start_ms + shift_ms + by_ms, w.end_ms + shift_ms + by_ms) for w in before)
        n = sum(there.get((text, start_ms)) == end_ms for text, start_ms, end_ms in moved)
        if n > most:
            best_ms, most = by_ms, n
    return f"{len(before)} words before: {most} have their times, {best_ms:+d} ms off the true shift"


def _show_cache(root: Path) -> None:
    path = keeping.Keeping(root / "captions", "talk").sound_path
    began = time.perf_counter()
    packing.unpack(path.read_bytes())
    took_ms = (time.perf_counter() - began) * 1_000
    print(f"{'':4}what was heard: {path.stat().st_size / 1e6:.1f} MB, read in {took_ms:.0f} ms")


if __name__ == "__main__":
    main()
