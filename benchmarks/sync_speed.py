"""Time and memory of sync by listening, against its floor: decoding the file and synthesising the text.

Everything is measured in processes of its own, one after the other, on the same file: wall time, processor time of
the process and of the decoder that it starts, and peak memory.
"""

from __future__ import annotations

import json
import multiprocessing
import random
import resource
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from sync_items import espeak, sample_text, text_of, transcript_of
from sync_scores import quantile
from sync_sound import RATE_HZ, Samples, trimmed, write_wav

from cuepress.media.probe import probe
from cuepress.media.sound import decode
from cuepress.media.tools import find_tools
from cuepress.sync import voice
from cuepress.sync.reading import sentences
from cuepress.timing.recording import Recording, time_words

LANGUAGE = "fr"
_BARS = {5: 2.5, 60: 2.5, 300: 3.0}


@dataclass(frozen=True, slots=True)
class Cost:
    """Wall and processor seconds, peak memory in MB, and the median error where times were made."""

    wall_s: float
    cpu_s: float
    peak_mb: float
    error_ms: float = float("nan")


def show(*, minutes: tuple[int, ...]) -> None:
    print("\nspeed; floor is decoding and synthesis")
    print(
        f"{'minutes':>8}{'floor wall':>12}{'cpu':>8}{'MB':>7} |{'total wall':>11}{'cpu':>8}{'MB':>7} |"
        f"{'wall ratio':>11}{'cpu ratio':>11}{'bar':>6} | s an hour | median error"
    )
    with tempfile.TemporaryDirectory() as folder:
        for length in minutes:
            _show_row(length, Path(folder), is_first=length == minutes[0])


def _show_row(minutes: int, folder: Path, *, is_first: bool) -> None:
    path = folder / f"{minutes}.m4a"
    _measured(partial(_make, path, minutes))  # elsewhere too: a process counts the peak of its parent as its own
    lines, starts = json.loads(path.with_suffix(".json").read_text("utf-8"))
    if is_first:
        _measured(partial(_whole, path, lines, starts))  # compiles, and the compiled is kept
    floor = _measured(partial(_floor, path, lines))
    total = _measured(partial(_whole, path, lines, starts))
    print(
        f"{minutes:8}{floor.wall_s:10.1f} s{floor.cpu_s:6.1f} s{floor.peak_mb:7.0f} |{total.wall_s:9.1f} s"
        f"{total.cpu_s:6.1f} s{total.peak_mb:7.0f} |{total.wall_s / floor.wall_s:11.2f}"
        f"{total.cpu_s / floor.cpu_s:11.2f}{_BARS.get(minutes, 3.0):6.1f} |"
        f"{total.wall_s * 60 / minutes:8.1f} s |{total.error_ms:8.0f} ms",
        flush=True,
    )


def _make(path: Path, minutes: int) -> float:
    """Write a recording as AAC, and beside it its sentences and their starts in ms. No two are the same."""
    chance = random.Random(minutes)  # noqa: S311 - repeatable, not secret
    vocabulary = [line.rstrip(".?!").split() for line in (*sample_text(LANGUAGE), *text_of(LANGUAGE))]
    speak = espeak(LANGUAGE, "+f3", 160)
    lines: list[str] = []
    starts: list[int] = []
    parts: list[Samples] = []
    at = 0
    while at < minutes * 60 * RATE_HZ:
        batch = [_sentence(chance, vocabulary) for _ in range(50)]
        for line, sound in zip(batch, map(trimmed, speak(batch)), strict=True):
            rest = np.zeros(int(chance.uniform(0.2, 1.0) * RATE_HZ), np.float32)
            starts.append((at + rest.size) * 1_000 // RATE_HZ)
            lines.append(line)
            parts += [rest, sound]
            at += rest.size + sound.size
            if at >= minutes * 60 * RATE_HZ:
                break
    _encode(np.concatenate(parts), path)
    path.with_suffix(".json").write_text(json.dumps((lines, starts)), "utf-8")
    return float("nan")


def _sentence(chance: random.Random, vocabulary: list[list[str]]) -> str:
    """Join parts of sentences: what comes out means nothing, but is spoken like the language."""
    words: list[str] = []
    for _ in range(3):
        line = chance.choice(vocabulary)
        at = chance.randrange(max(1, len(line) - 5))
        words += line[at : at + chance.randint(3, 6)]
    return " ".join(words).strip(" ,;:").capitalize() + "."


def _encode(samples: Samples, path: Path) -> None:
    wav = path.with_suffix(".wav")
    write_wav(wav, samples)
    ffmpeg = find_tools().ffmpeg
    subprocess.run(
        [str(ffmpeg), "-v", "error", "-y", "-i", str(wav), "-c:a", "aac", "-b:a", "64k", str(path)], check=True
    )
    wav.unlink()


def _floor(path: Path, lines: list[str]) -> float:
    """Decode the sound and speak the text, and nothing else."""
    decode(path, info=probe(path), rate_hz=RATE_HZ)
    transcript = transcript_of(lines, LANGUAGE)
    for sentence in sentences(transcript):
        words = transcript.words[sentence.first : sentence.last]
        voice.speak(transcript.text[words[0].offset : words[-1].end_offset], tag=LANGUAGE)
    return float("nan")


def _whole(path: Path, lines: list[str], starts: list[int]) -> float:
    """Do all that sync does, and return the median error in ms."""
    recording = Recording(path, spoken=LANGUAGE)
    timing = time_words(transcript_of(lines, LANGUAGE), recording, method="speech")
    firsts: dict[int, int] = {}
    for word in timing.words:
        firsts.setdefault(word.word.paragraph, word.start_ms)
    return quantile([abs(firsts[index] - start) for index, start in enumerate(starts)], 0.5)


def _measured(step: Callable[[], float]) -> Cost:
    """Run a step in a process of its own, which begins without what this one holds."""
    context = multiprocessing.get_context("spawn")
    receiving, sending = context.Pipe(duplex=False)
    process = context.Process(target=_report, args=(step, sending))
    process.start()
    sending.close()
    cost = receiving.recv()
    process.join()
    assert isinstance(cost, Cost)
    return cost


def _report(step: Callable[[], float], sending: object) -> None:
    began, cpu_before = time.perf_counter(), _cpu_s()
    error_ms = step()
    wall_s = time.perf_counter() - began
    peak_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    cost = Cost(wall_s, _cpu_s() - cpu_before, peak_kb / 1_024, error_ms)
    sending.send(cost)  # type: ignore[attr-defined]


def _cpu_s() -> float:
    parts = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(part.ru_utime + part.ru_stime for part in parts)
