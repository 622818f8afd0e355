"""What many tests need: a small real video, and a library with it and its transcripts."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import imageio_ffmpeg
import numpy as np
import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from playwright.sync_api import Playwright

    from page_making import Site

settings.register_profile("unhurried", deadline=None)  # how long an example takes says nothing of the code
if "CI" not in os.environ:  # there Hypothesis has a profile of its own, which waits as well
    settings.load_profile("unhurried")

RATE_HZ = 16_000
SOMEBODY = 65_534  # the user called nobody
FRENCH = "Nous le savons tous : la ville écoute. Elle répond, lentement. Merci à vous."
ENGLISH = "We all know it: the city listens. It answers, slowly. Thank you."


@pytest.fixture(scope="session")
def driver() -> Iterator[Playwright]:
    """Return what starts browsers: one for all tests of a process, which could not have two."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as running:
        yield running


def speech_like(spans: list[tuple[float, float]], *, duration_s: float) -> bytes:
    """Return 16-bit sound with noise that swells four times a second, as syllables do, within ``spans``."""
    noise = np.random.default_rng(7).normal(0, 0.1, int(duration_s * RATE_HZ))
    at = np.arange(noise.size) / RATE_HZ
    loud = np.zeros(noise.size)
    for start, end in spans:
        inside = (at >= start) & (at < end)
        loud[inside] = 0.6 + 0.4 * np.sin(2 * np.pi * 4 * at[inside])
    return np.asarray(noise * loud * 20_000, dtype="<i2").tobytes()


def make_video(path: Path, sound: bytes, *, duration_s: float) -> None:
    """Write a small H.264 video with this sound."""
    raw = path.with_suffix(".pcm")
    raw.write_bytes(sound)
    inputs = ["-f", "lavfi", "-i", f"color=c=gray:s=160x90:r=10:d={duration_s}"]
    inputs += ["-f", "s16le", "-ar", str(RATE_HZ), "-ac", "1", "-i", str(raw)]
    codecs = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac"]
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y", *inputs, *codecs, "-t", str(duration_s)]
    subprocess.run([*command, str(path)], check=True)
    raw.unlink()


@pytest.fixture(scope="session")
def talk_video(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a 12 s video in which something is said from 1 to 4, 5 to 8 and 9 to 11 s."""
    path = tmp_path_factory.mktemp("video") / "talk.mp4"
    make_video(path, speech_like([(1, 4), (5, 8), (9, 11)], duration_s=12), duration_s=12)
    return path


@pytest.fixture
def talk(tmp_path: Path, talk_video: Path) -> Path:
    """Return the video in a library of its own, with a French and an English transcript beside it."""
    (tmp_path / "media").mkdir()
    (tmp_path / "captions").mkdir()
    video = tmp_path / "media" / "talk.mp4"
    video.write_bytes(talk_video.read_bytes())
    video.with_name("talk.fr.txt").write_text(FRENCH, encoding="utf-8")
    video.with_name("talk.en.md").write_text(f"# The city\n\n{ENGLISH}\n", encoding="utf-8")
    return video


@pytest.fixture(scope="module")
def running() -> Iterator[Site]:
    """Return a website on this machine; take ``web``, unless a test may see what others made of it."""
    from page_making import served

    with served() as made:
        yield made


@pytest.fixture
def web(running: Site) -> Site:
    """Return a website with a page, its video and tracks, as it should be: each test may break it."""
    running.reset()
    return running


@pytest.fixture
def as_somebody() -> Iterator[Path]:
    """Run a test without the rights of root, to whom no file is closed; give a folder that the user owns."""
    folder = Path(tempfile.mkdtemp())  # not below pytest's own, which nobody else may enter
    is_root = os.geteuid() == 0
    if is_root:
        os.chown(folder, SOMEBODY, SOMEBODY)
        os.setresuid(SOMEBODY, SOMEBODY, 0)
    try:
        yield folder
    finally:
        if is_root:
            os.setresuid(0, 0, 0)
        for path in [folder, *folder.rglob("*")]:
            path.chmod(0o700)
        shutil.rmtree(folder)


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Return a function that runs a command as a user does and gives its exit code, stdout and stderr."""
    from cuepress.cli import main

    def run_command(*arguments: object) -> tuple[int, str, str]:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("sys.argv", ["cuepress", *map(str, arguments)])
            with pytest.raises(SystemExit) as left:
                main()
        out, err = capfd.readouterr()
        code = left.value.code
        return (code if isinstance(code, int) else 1), out, err

    return run_command
