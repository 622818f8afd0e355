"""Read and write 100,000 cues in each format, beside the libraries that others use.

Run as ``python benchmarks/formats.py``; the exit code is 1 if a bar is missed.

The bars are 4 s and 500 MB for each step. Every step runs in a process of its own, so that its peak memory is its
own; seconds are processor time, so that a busy machine does not spoil them.
"""

from __future__ import annotations

import io
import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from cuepress import formats
from cuepress.model import Cue, Track

N_CUES = 100_000
MAX_S = 4.0
MAX_MB = 500


def sample() -> Track:
    """Return a long track of the usual sort: two lines, some voices, some markup, some signs to write out."""
    voices = ("Ann Lee", "", "Bob")
    return Track(
        tuple(
            Cue(
                at * 3_000,
                at * 3_000 + 2_500,
                f"Cue number {at:,}: « l’été » & more\nand < a second line",
                voice=voices[at % 3],
                settings="line:0" if at % 10 == 0 else "",
            )
            for at in range(N_CUES)
        )
    )


def measured(step: Callable[[], object]) -> tuple[float, float]:
    """Return processor seconds and peak megabytes of a step, in a process of its own."""
    receiving, sending = multiprocessing.Pipe(duplex=False)

    def run() -> None:
        before = time.process_time()
        step()
        peak_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        sending.send((time.process_time() - before, peak_kb / 1024))

    process = multiprocessing.get_context("fork").Process(target=run)
    process.start()
    seconds, megabytes = receiving.recv()
    process.join()
    return float(seconds), float(megabytes)


def steps(folder: Path) -> list[tuple[str, Callable[[], object]]]:
    """Return what is measured: ours first, then those of the others that are installed."""
    found: list[tuple[str, Callable[[], object]]] = []
    track = sample()
    for extension, each in formats.FORMATS.items():
        data = formats.serialize(track, extension=extension).data
        (folder / f"long{extension}").write_bytes(data)
        found.append((f"write {each.name}, cuepress", lambda e=extension: formats.serialize(track, extension=e)))
        found.append((f"read {each.name}, cuepress", lambda d=data, e=extension: formats.parse(d, extension=e)))
    return [*found, *_others(folder)]


def _others(folder: Path) -> list[tuple[str, Callable[[], object]]]:
    import pysrt
    import webvtt

    vtt, srt = folder / "long.vtt", folder / "long.srt"
    found: list[tuple[str, Callable[[], object]]] = [
        ("read WebVTT, webvtt-py", lambda: webvtt.read(str(vtt))),
        ("write WebVTT, webvtt-py", lambda: webvtt.read(str(vtt)).write(io.StringIO())),
        ("read SubRip, pysrt", lambda: pysrt.open(str(srt), encoding="utf-8")),
        ("write SubRip, pysrt", lambda: pysrt.open(str(srt), encoding="utf-8").write_into(io.StringIO())),
    ]
    if find_spec("pysubs2"):
        import pysubs2

        found.append(("read WebVTT, pysubs2", lambda: pysubs2.load(str(vtt))))
        found.append(("read SubRip, pysubs2", lambda: pysubs2.load(str(srt))))
    return found


def main() -> int:
    is_good = True
    print(f"{N_CUES:,} cues{'':24}{'s':>8}{'MB':>8}")
    with tempfile.TemporaryDirectory() as folder:
        for name, step in steps(Path(folder)):
            seconds, megabytes = measured(step)
            is_ours = "cuepress" in name
            is_over = is_ours and (seconds > MAX_S or megabytes > MAX_MB)
            is_good = is_good and not is_over
            print(f"{name:36}{seconds:8.2f}{megabytes:8.0f}{'  over the bar' if is_over else ''}")
    print("(the others' writing includes their reading)")
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(main())
