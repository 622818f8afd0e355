"""Real speech with trusted times, where it lies beside the project: words are found, a wrong text is refused."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import imageio_ffmpeg
import pytest

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
BOOK = CORPUS / "amis_en3"

pytestmark = pytest.mark.skipif(not BOOK.is_dir(), reason="the corpus is not here")

Run = Callable[..., tuple[int, str, str]]


def test_the_words_of_a_talking_book_are_found(run: Run, tmp_path: Path) -> None:
    """Its headings are spoken, and taken in because they are heard."""
    out = tmp_path / "words.json"

    code, _, err = run("sync", BOOK / "media.ogg", "--transcript", f"en={BOOK / 'text.en.txt'}", "--json", out)
    command = [sys.executable, str(CORPUS / "score.py"), str(BOOK / "ref_trimmed.en.vtt"), str(out)]
    table = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()[-1]

    assert code == 0, err
    assert json.loads(out.read_text(encoding="utf-8"))["method"] == "speech"
    head, start, end = table.split(" | ")[:3]
    missed = int(head.split()[2])
    median_ms, mean_ms = (int(value) for value in start.split()[:2])
    assert missed <= 2
    assert median_ms <= 20
    assert mean_ms <= 70
    assert int(end.split()[1]) <= 120


def test_the_text_of_another_book_is_refused_unless_forced(run: Run, tmp_path: Path) -> None:
    """Three minutes are enough to tell."""
    sound, other = tmp_path / "media.ogg", tmp_path / "other.txt"
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", str(BOOK / "media.ogg"), "-t", "180"]
    subprocess.run([*command, "-c", "copy", str(sound)], check=True)
    text = (CORPUS / "amis_es" / "text.en.txt").read_text(encoding="utf-8")
    other.write_text(text[: text.index("\n", 3_500)], encoding="utf-8")
    asked = ("sync", sound, "--transcript", f"en={other}", "--json", tmp_path / "words.json")

    code, _, err = run(*asked)

    assert code == 5
    assert "is not what is spoken" in err
    assert not (tmp_path / "words.json").exists()
    assert run(*asked, "--force")[0] == 0
