"""Tracks inside a video: all of them, named, and picture and sound as they were."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from cuepress.errors import MediaError
from cuepress.media import Inlay, find_tools, mux
from cuepress.timecode import ms_from_clock, ms_from_s

SUBRIP = "1\n00:00:01,000 --> 00:00:04,000\nLa ville écoute & répond\n"


@pytest.fixture
def inlays(tmp_path: Path) -> list[Inlay]:
    (tmp_path / "a.srt").write_text(SUBRIP, encoding="utf-8")
    (tmp_path / "-b=%d.srt").write_text(SUBRIP, encoding="utf-8")
    return [Inlay(tmp_path / "a.srt", "fra", "Français"), Inlay(tmp_path / "-b=%d.srt", "ara", "العربية")]


def ffmpeg(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [str(find_tools().ffmpeg), "-hide_banner", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)


@pytest.mark.parametrize("extension", ["mp4", "mkv"])
def test_tracks_are_inside_with_their_languages(
    talk_video: Path, tmp_path: Path, inlays: list[Inlay], extension: str
) -> None:
    out = tmp_path / f"made.{extension}"
    told: list[float] = []

    mux(talk_video, inlays, out, progress=told.append)

    said = ffmpeg("-i", out).stderr
    assert said.count("Subtitle: ") == 2
    assert "(fra): Subtitle" in said
    assert "(ara): Subtitle" in said
    assert "العربية" in said
    assert told == sorted(told)
    assert told[-1] > 0.9
    text = ffmpeg("-v", "error", "-i", out, "-map", "0:s:1", "-f", "srt", "-").stdout.replace("\r", "")
    times, said = text.split("\n")[1:3]
    start, end = (ms_from_clock(each) - first_picture_ms(out) for each in times.split(" --> "))
    assert (start, end, said) == (1_000, 4_000, "La ville écoute & répond")


def first_picture_ms(path: Path) -> int:
    """Return when the picture begins: Matroska has no times below zero, where encoders of sound begin."""
    said = ffmpeg("-copyts", "-i", path, "-vf", "showinfo", "-frames:v", "1", "-f", "null", "-").stderr
    found = re.search(r"pts_time:([0-9.]+)", said)
    assert found is not None
    return ms_from_s(float(found[1]))


def test_picture_and_sound_are_the_same(talk_video: Path, tmp_path: Path, inlays: list[Inlay]) -> None:
    out = tmp_path / "made.mkv"
    mux(talk_video, inlays, out)

    digests = [
        ffmpeg("-v", "error", "-i", each, "-map", "0:v", "-f", "md5", "-").stdout for each in (talk_video, out)
    ]

    assert digests[0] == digests[1] != ""


def test_a_container_that_cannot_hold_it_says_so(talk_video: Path, tmp_path: Path, inlays: list[Inlay]) -> None:
    with pytest.raises(MediaError, match=r"\.webm cannot hold this picture or sound; choose mkv"):
        mux(talk_video, inlays, tmp_path / "made.webm")

    assert not (tmp_path / "made.webm").exists()
