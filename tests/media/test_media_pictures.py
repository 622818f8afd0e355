"""Stills, and the video that is made from a card and a sound."""

from __future__ import annotations

import io
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from cuepress import media
from cuepress.errors import LibraryError, MediaError
from cuepress.media import title
from media_making import BEEP, Make

Tone = npt.NDArray[np.int16]


@pytest.fixture
def card(tmp_path: Path) -> Path:
    path = tmp_path / "card %03d.png"
    Image.new("RGB", (1_280, 720), (0xFA, 0xF8, 0xF4)).save(path)
    return path


@pytest.fixture(scope="module")
def tone() -> Tone:
    seconds = np.arange(2 * 22_050) / 22_050
    return np.asarray(8_000 * np.sin(2 * np.pi * 300 * seconds) * (seconds > 1), dtype=np.int16)


def test_a_poster_is_a_jpeg_no_wider_than_asked(beeping: Path, tmp_path: Path) -> None:
    out = tmp_path / "poster.jpg"

    media.poster(beeping, out, at_ms=1_000, width=32)

    with Image.open(out) as picture:
        assert (picture.format, picture.size) == ("JPEG", (32, 24))


def test_a_small_video_is_not_blown_up_and_a_late_moment_gives_the_first_picture(
    beeping: Path, tmp_path: Path
) -> None:
    out = tmp_path / "poster.jpg"

    media.poster(beeping, out, at_ms=99_000)

    with Image.open(out) as picture:
        assert picture.size == (64, 48)


def test_a_sound_has_no_poster_and_what_was_there_stays(make: Make, tmp_path: Path) -> None:
    out = tmp_path / "poster.jpg"
    out.write_bytes(b"before")

    with pytest.raises(MediaError, match="no picture"):
        media.poster(make("sound.m4a", *BEEP), out, at_ms=0)

    assert out.read_bytes() == b"before"


def test_a_made_video_is_what_the_web_plays(card: Path, tone: Tone, tmp_path: Path) -> None:
    out = tmp_path / "odd : name.mp4"

    media.encode_title_video(tone, 22_050, card, out, language="fra")

    info = media.probe(out)
    assert (info.width, info.height, info.has_video) == (1_280, 720, True)
    assert [(track.codec, track.language) for track in info.audio] == [("aac", "fr")]
    assert info.duration_ms == pytest.approx(2_000, abs=100)
    data = out.read_bytes()
    assert data.index(b"moov") < data.index(b"mdat"), "the index comes first, so that it plays while it loads"


def test_the_same_sound_gives_the_same_bytes(card: Path, tone: Tone, tmp_path: Path) -> None:
    for name in ("1.mp4", "2.mp4"):
        media.encode_title_video(tone, 22_050, card, tmp_path / name)

    assert (tmp_path / "1.mp4").read_bytes() == (tmp_path / "2.mp4").read_bytes()


def test_the_sound_of_a_made_video_is_in_time(card: Path, tone: Tone, tmp_path: Path) -> None:
    media.encode_title_video(tone, 22_050, card, tmp_path / "made.mp4")

    sound = media.decode(tmp_path / "made.mp4")

    assert np.flatnonzero(np.abs(sound.samples) > 0.1)[0] / sound.rate_hz == pytest.approx(1.0, abs=0.03)


def test_the_waveform_moves_and_the_rest_of_the_card_does_not(card: Path, tone: Tone, tmp_path: Path) -> None:
    media.encode_title_video(tone, 22_050, card, tmp_path / "made.mp4")
    frames = []
    for at_ms in (200, 1_500):
        media.poster(tmp_path / "made.mp4", tmp_path / "still.jpg", at_ms=at_ms, width=1_280)
        with Image.open(io.BytesIO((tmp_path / "still.jpg").read_bytes())) as still:
            frames.append(np.asarray(still.convert("L"), dtype=int))

    difference = np.abs(frames[0] - frames[1])
    band = title.Band()
    inside = difference[band.top : band.top + band.height, band.left : band.left + band.width]
    assert inside.max() > 50
    difference[band.top - 4 : band.top + band.height + 4] = 0
    assert difference.max() < 12


def test_what_cannot_be_encoded_leaves_no_file(tone: Tone, tmp_path: Path) -> None:
    broken = tmp_path / "card.png"
    broken.write_bytes(b"no picture")

    with pytest.raises(MediaError, match="cannot be made"):
        media.encode_title_video(tone, 22_050, broken, tmp_path / "out" / "made.mp4")

    assert not (tmp_path / "out").exists()


def test_an_interrupted_encoding_leaves_the_old_file_and_no_other(card: Path, tone: Tone, tmp_path: Path) -> None:
    folder = tmp_path / "library"
    folder.mkdir()
    (folder / "made.mp4").write_bytes(b"before")

    def interrupt(_fraction: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        media.encode_title_video(tone, 22_050, card, folder / "made.mp4", progress=interrupt)

    assert [(path.name, path.read_bytes()) for path in folder.iterdir()] == [("made.mp4", b"before")]


def test_a_place_that_cannot_be_written_is_our_error(card: Path, tone: Tone, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x")

    with pytest.raises(LibraryError, match="cannot write"):
        media.encode_title_video(tone[:5_000], 22_050, card, tmp_path / "file" / "made.mp4")


def test_the_bars_pass_at_an_even_pace(tone: Tone) -> None:
    """Each frame is the one before, moved by whole pixels: nothing flickers."""
    band = title.Band()
    frames = [
        np.frombuffer(frame, dtype=np.uint8).reshape(band.height, band.width, 3)
        for frame in title._frames(tone, 22_050, band, None)
    ]

    assert len(frames) == 25
    for before, after in pairwise(frames):
        half = band.width // 2
        assert (before[:, 4:half] == after[:, : half - 4]).all()
