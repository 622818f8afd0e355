"""Captions in the picture: when and where they are seen, by whatever FFmpeg and fonts there are."""

from __future__ import annotations

import shutil
import struct
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import imageio_ffmpeg
import numpy as np
import pytest

from cuepress.errors import MediaError
from cuepress.media import Picture, burn, find_missing_letters, measure_picture, probe, process, typeface
from cuepress.media.burn import check_can_burn
from cuepress.model import Cue, Track
from cuepress.publish import painted
from cuepress.web.assets import FOLDER
from media_making import Make, run

WIDTH, HEIGHT = 160, 90
RAW = ("-pix_fmt", "gray", "-f", "rawvideo", "-")
FONTS = FOLDER / "fonts"


def script(*cues: Cue, language: str = "fr", width: int = WIDTH, height: int = HEIGHT) -> bytes:
    return painted.script(Track(cues, language), width=width, height=height, typeface="sans-serif")


def pictures(path: Path) -> np.ndarray:
    """Return the brightness of every picture [shape=(N, HEIGHT, WIDTH)]."""
    size = f"scale={WIDTH}:{HEIGHT}"
    done = process.run(
        [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", str(path), "-vf", size, *RAW],
        limits=process.Limits(),
    )
    return np.frombuffer(done.stdout, np.uint8).reshape(-1, HEIGHT, WIDTH)


@pytest.fixture(scope="session")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A gray second."""
    path = tmp_path_factory.mktemp("film") / "film.mp4"
    run("-f", "lavfi", "-i", f"color=gray:s={WIDTH}x{HEIGHT}:r=10:d=1", "-pix_fmt", "yuv420p", path)
    return path


def is_written_on(picture: np.ndarray) -> bool:
    """Tell whether there is the black of a caption; the film is gray, its letters too small to be white."""
    return bool(picture.min() < 60)


def test_a_caption_is_seen_from_its_in_time_to_its_out_time(talk_video: Path, tmp_path: Path) -> None:
    out = tmp_path / "made.mp4"
    told: list[float] = []

    burn(talk_video, script(Cue(2_000, 4_000, "La ville")), out, fonts=FONTS, progress=told.append)

    seen = [index for index, each in enumerate(pictures(out)) if is_written_on(each)]  # ten a second
    assert (seen[0], seen[-1], len(seen)) == (20, 39, 20)
    assert told == sorted(told)
    assert told[-1] > 0.9
    before, after = probe(talk_video), probe(out)
    assert abs(before.duration_ms - after.duration_ms) <= 100
    assert [each.codec for each in after.audio] == [each.codec for each in before.audio]


@pytest.mark.parametrize(
    ("settings", "rows"), [("", slice(60, 90)), ("line:0", slice(0, 30)), ("line:84%", slice(60, 90))]
)
def test_a_caption_stands_where_the_track_says(film: Path, tmp_path: Path, settings: str, rows: slice) -> None:
    burn(film, script(Cue(0, 12_000, "Ici", settings=settings)), tmp_path / "made.mp4")

    picture = pictures(tmp_path / "made.mp4")[5]

    assert is_written_on(picture[rows])
    assert not is_written_on(np.delete(picture, np.arange(HEIGHT)[rows], axis=0))


HOSTILE = [
    "{\\an8}{\\fs200}",
    "\\N\\h",
    "{\\p1}m 0 0 l 900 0 900 900{\\p0}",
    "Dialogue: 0,0:00:00.00,0:00:09.00,Cue,,0",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_commands_in_a_text_are_text(film: Path, tmp_path: Path, text: str) -> None:
    """They neither move nor enlarge what is painted: the upper half stays as it was."""
    burn(film, script(Cue(0, 12_000, text)), tmp_path / "made.mp4")

    picture = pictures(tmp_path / "made.mp4")[5]

    assert is_written_on(picture)
    assert np.ptp(picture[: HEIGHT // 2].astype(int)) < 20


ODD_NAME = "it's; [0:v] a=b, c\\d %03d 'x':y\nz"


@pytest.fixture
def odd_temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    folder = tmp_path / f"tmp {ODD_NAME}"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    yield folder
    assert list(folder.iterdir()) == []


def test_names_of_files_and_folders_are_only_names(film: Path, tmp_path: Path, odd_temporary: Path) -> None:
    """Of the video, its folder, the fonts, and the place for temporary files; which is left empty."""
    folder = tmp_path / f"-i {ODD_NAME}"
    (folder / "fonts").mkdir(parents=True)
    shutil.copy(film, folder / "-vf.mp4")
    shutil.copy(next(FONTS.glob("*latin-400-normal*")), folder / "fonts" / "a.woff2")

    burn(folder / "-vf.mp4", script(Cue(0, 12_000, "Ici")), folder / "-y.mp4", fonts=folder / "fonts")

    assert is_written_on(pictures(folder / "-y.mp4")[5])


def a_quarter_to_the_right(film: bytes) -> bytes:
    """Turn the last matrix of an MP4, which is that of its one track."""
    as_it_is = struct.pack(">9i", 65_536, 0, 0, 0, 65_536, 0, 0, 0, 1 << 30)
    turned = struct.pack(">9i", 0, 65_536, 0, -65_536, 0, 0, 0, 0, 1 << 30)
    before, found, after = film.rpartition(as_it_is)
    assert found
    return before + turned + after


def test_the_size_is_that_which_is_shown(make: Make) -> None:
    """Turned pictures, pixels that are no squares, odd sides."""
    source = ("-f", "lavfi", "-i", "testsrc=s=161x90:r=5:d=1")
    plain = make("plain.mkv", *source, "-c:v", "ffv1")
    wide = make("wide.mkv", *source, "-vf", "setsar=2", "-c:v", "ffv1")
    still = make("still.mp4", "-f", "lavfi", "-i", "color=gray:s=160x90:r=5:d=1", "-pix_fmt", "yuv420p")
    turned = still.with_name("turned.mp4")
    turned.write_bytes(a_quarter_to_the_right(still.read_bytes()))

    assert measure_picture(plain) == Picture(162, 90)
    assert measure_picture(wide) == Picture(322, 90)
    assert measure_picture(turned) == Picture(90, 160)


def test_sound_has_no_picture(make: Make) -> None:
    sound = make("sound.wav", "-f", "lavfi", "-i", "sine=d=1")

    with pytest.raises(MediaError, match="no picture to paint captions into"):
        measure_picture(sound)
    with pytest.raises(MediaError, match="no picture to paint captions into"):
        burn(sound, script(), sound.with_suffix(".mp4"))


def test_letters_that_no_font_has_are_found() -> None:
    """A letter for private use stands for a script without fonts here."""
    track = painted.letters(Track((Cue(0, 1_000, "ab\U0010fffd \u200dc\ufe0f"),), "en"))

    found = find_missing_letters(painted.script(track, width=WIDTH, height=HEIGHT, typeface="sans-serif"))

    assert found == "\U0010fffd"


@pytest.mark.parametrize("names", [(), ("a.txt",), ("broken.ttf",)])
def test_a_folder_without_fonts_is_refused(tmp_path: Path, names: tuple[str, ...]) -> None:
    for name in names:
        (tmp_path / name).write_bytes(b"x")

    with pytest.raises(MediaError, match="no font in this folder"):
        typeface(tmp_path)
    with pytest.raises(MediaError, match="cannot be read"):
        typeface(tmp_path / "nothing")


def test_an_ffmpeg_that_cannot_paint_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "ffmpeg"
    program.write_text("#!/bin/sh\necho 'ffmpeg version 1.0 none'\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")

    with pytest.raises(MediaError, match="built without libass; install a whole one"):
        check_can_burn()


def test_what_the_package_carries_paints_as_well(
    film: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the system has no FFmpeg, there is that of imageio-ffmpeg."""
    monkeypatch.setenv("PATH", str(tmp_path))
    check_can_burn()

    burn(film, script(Cue(0, 12_000, "Ici")), tmp_path / "made.mp4", fonts=FONTS)

    assert is_written_on(pictures(tmp_path / "made.mp4")[5])


def test_what_is_stopped_leaves_nothing(film: Path, tmp_path: Path, odd_temporary: Path) -> None:
    def stop(_fraction: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        burn(film, script(Cue(0, 12_000, "Ici")), tmp_path / "made.mp4", progress=stop)

    assert not (tmp_path / "made.mp4").exists()


def test_a_film_that_begins_late_keeps_its_captions(make: Make) -> None:
    """Its first picture comes at 2 s on the player's clock; so does what is said there."""
    late = make(
        "late.mp4",
        *("-f", "lavfi", "-i", "sine=d=5", "-f", "lavfi", "-itsoffset", "2", "-i", "color=gray:s=160x90:r=10:d=3"),
        *("-map", "1", "-map", "0", "-pix_fmt", "yuv420p", "-c:a", "aac"),
    )
    out = late.with_name("out.mp4")

    burn(late, script(Cue(3_000, 4_000, "Ici")), out)

    seen = [index for index, each in enumerate(pictures(out)) if is_written_on(each)]
    assert seen
    assert Fraction(seen[-1] - seen[0] + 1, 10) == 1
