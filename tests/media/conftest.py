"""Fixtures for tests with media."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from cuepress.sync import voice
from media_making import BEEP, PICTURE, X264, Floats, Make, run


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Return a function that runs FFmpeg with some arguments and gives the file that it wrote."""

    def made(name: str, *arguments: str | Path) -> Path:
        run(*arguments, tmp_path / name)
        return tmp_path / name

    return made


@pytest.fixture(scope="session")
def beeping(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four seconds of picture, with a tone from 2.0 to 2.5 s."""
    path = tmp_path_factory.mktemp("media") / "beep.mp4"
    run(*PICTURE, *BEEP, *X264, "-c:a", "aac", path)
    return path


@pytest.fixture(scope="session")
def said() -> Floats:
    """A few seconds of speech at 16 kHz, full scale 1.0."""
    text = "Nous le savons tous, l'unité est fondamentale. Les villes peuvent agir ensemble, et elles le font."
    speech = voice.speak(text, tag="fr")
    position = np.arange(0, len(speech.samples), speech.rate_hz / 16_000)
    samples = np.interp(position, np.arange(len(speech.samples)), speech.samples / 32_768)
    return np.asarray(samples, dtype=np.float32)


@pytest.fixture(scope="session")
def music(said: Floats) -> Floats:
    """Slow chords as long as the speech and as loud."""
    seconds = np.arange(len(said)) / 16_000
    chord = sum(np.sin(2 * np.pi * pitch * seconds) for pitch in (440.0, 554.4, 659.3, 880.0))
    swelling = 1 + 0.3 * np.sin(2 * np.pi * 0.3 * seconds)
    return np.asarray(0.05 * chord * swelling, dtype=np.float32)
