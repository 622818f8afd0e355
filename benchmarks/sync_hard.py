"""What makes hearing hard: another voice over the first, slowness as in a song, applause between sentences.

Nothing here has a bar; the tables say what may be expected. Real songs cannot be had here: speech is stretched in
time without a change of pitch, so that vowels last as long as in a slow song, over music.
"""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
from sync_items import Item, espeak, listen, text_of
from sync_scores import HEAD, Errors, by_line, mean, pooled, row, within
from sync_sound import RATE_HZ, Samples, joined, music, read_wav, under, write_wav

from cuepress.media.tools import find_tools
from cuepress.model import Paragraph, Span, Transcript
from cuepress.sync import hear
from cuepress.sync.acoustics import acoustics

_VOICES = (("fr", "+m3", 160), ("en", "+f2", 150), ("de", "+m1", 160), ("es", "+f3", 170))
_OTHER = ("it", "+m7", 190)  # the one who talks over them, in a language that the text is not in
_OVERLAP_DB = (20, 10, 5, 0)
_STRETCHES = (1.0, 1.5, 2.0, 3.0)
_SOUND = " [applause]"


def show() -> None:
    items = [_item(number, *voice) for number, voice in enumerate(_VOICES)]
    print(f"\nanother voice all the time, by how much louder the speaker is\n{HEAD}")
    other = np.concatenate(espeak(*_OTHER)(text_of("it")))
    for level in _OVERLAP_DB:
        parts = [
            _errors(item, under(item.samples, _long(other, item.samples.size), snr_db=level)) for item in items
        ]
        print(row(f"another voice, {level} dB below", pooled(parts)), flush=True)
    print(f"\nspeech so many times as slow, over music at 10 dB\n{HEAD}")
    for stretch in _STRETCHES:
        slow = [_stretched(item, stretch) for item in items]
        tunes = [music(item.samples.size, seed=5) for item in slow]
        parts = [
            _errors(item, under(item.samples, tune, snr_db=10)) for item, tune in zip(slow, tunes, strict=True)
        ]
        print(row(f"{stretch} times as slow", pooled(parts)), flush=True)
    print("\na sound between two sentences, marked in the text; the ends and starts of the words beside it")
    for name in _NOISES:
        before, after = zip(*(_beside(item, name) for item in items), strict=True)
        print(
            f"{name:24} end {mean(before):6.0f} ms, start {mean(after):6.0f} ms, {within(after, 200):4.0f}% in 200"
        )


def _item(number: int, language: str, variant: str, pace: int) -> Item:
    lines = text_of(language)
    samples, spans = joined(espeak(language, variant, pace)(lines), seed=number)
    references = tuple((start, end, line) for (start, end), line in zip(spans, lines, strict=True))
    return Item(f"espeak {language} {variant}", language, samples, references)


def _errors(item: Item, samples: Samples) -> Errors:
    return by_line(item.references, listen(item.lines, item.language, samples).words)


def _long(sound: Samples, n: int) -> Samples:
    return np.tile(sound, n // sound.size + 1)[:n]


def _stretched(item: Item, factor: float) -> Item:
    """Return an item spoken so many times as slowly, at the same pitch."""
    with tempfile.TemporaryDirectory() as folder:
        one, other = Path(folder) / "one.wav", Path(folder) / "other.wav"
        write_wav(one, item.samples)
        tempo = f"atempo={1 / factor**0.5:.6f}"  # twice: one filter goes no further than a half
        command = [find_tools().ffmpeg, "-v", "error", "-i", one, "-af", f"{tempo},{tempo}", other]
        subprocess.run([str(part) for part in command], check=True)
        samples = read_wav(other)
    scale = samples.size / item.samples.size
    references = tuple((round(start * scale), round(end * scale), line) for start, end, line in item.references)
    return replace(item, samples=samples, references=references)


# --- sounds ---------------------------------------------------------------------------------------------------

_NOISES = ("claps in time", "applause of a hall", "hiss", "swelling noise", "telephone", "bells", "laughter")
_SECONDS = 5


def _noise(name: str, seed: int) -> Samples:
    chance = np.random.default_rng(seed)
    at = np.arange(_SECONDS * RATE_HZ) / RATE_HZ
    hiss = chance.normal(0, 1, at.size)
    if name == "claps in time":
        sound = 0.3 * sum(_claps(chance, 4.0, 0.1))
    elif name == "applause of a hall":
        sound = 0.05 * sum(part for _ in range(40) for part in _claps(chance, 3.0, 0.9))
    elif name == "hiss":
        sound = 0.05 * hiss
    elif name == "swelling noise":
        sound = 0.1 * hiss * np.abs(np.sin(np.pi * 7 * at)) ** 3
    elif name == "telephone":
        sound = 0.1 * sum(np.sin(2 * np.pi * hz * at) for hz in (440, 480)) * (at % 1.2 < 0.6)
    elif name == "bells":
        sound = 0.1 * sum(np.sin(2 * np.pi * hz * at) for hz in (523, 659, 784)) * np.exp(-3 * (at % 1.5))
    else:
        bursts = np.abs(np.sin(np.pi * 5 * at)) ** 4
        sound = bursts * (0.06 * np.sign(np.sin(2 * np.pi * 220 * at)) + 0.02 * hiss)
    return np.asarray(sound, np.float32)


def _claps(chance: np.random.Generator, rate_hz: float, unevenness: float) -> Iterator[Samples]:
    length, second = int(0.08 * RATE_HZ), 0.0
    while second < _SECONDS - 0.1:
        clap = np.zeros(_SECONDS * RATE_HZ, np.float32)
        burst = chance.normal(0, 1, length) * np.exp(-np.arange(length) / (0.02 * RATE_HZ))
        clap[int(second * RATE_HZ) :][:length] = burst
        yield clap
        second += (1 + unevenness * chance.uniform(-1, 1)) / rate_hz


def _beside(item: Item, name: str) -> tuple[float, float]:
    """Return by how much the words before and after a sound in the middle of an item are off, in ms."""
    at = len(item.references) // 2
    (_, silent_from, _), (silent_to, _, _) = item.references[at : at + 2]
    cut = (silent_from + silent_to) // 2 * RATE_HZ // 1_000
    samples = np.concatenate([item.samples[:cut], _noise(name, at), item.samples[cut:]])
    lines = [line + _SOUND * (number == at) for number, line in enumerate(item.lines)]
    end = len(lines[at])
    paragraphs = tuple(
        Paragraph(line, sounds=(Span(end - len(_SOUND) + 1, end),) if number == at else ())
        for number, line in enumerate(lines)
    )
    words = hear.by_speech(Transcript(item.language, paragraphs), acoustics(samples)).words
    mark = next(number for number, word in enumerate(words) if word.word.is_sound)
    return (
        abs(words[mark - 1].end_ms - silent_from),
        abs(words[mark + 1].start_ms - silent_to - _SECONDS * 1_000),
    )
