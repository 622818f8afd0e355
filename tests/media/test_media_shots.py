"""Shot changes: found where a video is cut, on the clock of the player, and nowhere else."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuepress import media
from cuepress.media import shots
from media_making import BEEP, X264, Make, run

# Three shots of 2.0, 1.48 and 2.52 s: they differ, move, and end where no second ends.
_SCENES = ("testsrc2=s=128x72:r=25:d=2", "mandelbrot=s=128x72:r=25", "color=c=0x335577:s=128x72:r=25:d=2.52")
_CUT = (
    "[1:v]trim=duration=1.48,setpts=PTS-STARTPTS[b];[0:v]format=yuv420p[x];[b]format=yuv420p[y];"
    "[2:v]format=yuv420p[z];[x][y][z]concat=n=3:v=1[v]"
)
CUTS_MS = (2_000, 3_480)


def cut_video(path: Path, *options: str) -> Path:
    inputs = [part for scene in _SCENES for part in ("-f", "lavfi", "-i", scene)]
    run(*inputs, "-filter_complex", _CUT, "-map", "[v]", *X264, *options, path)
    return path


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return cut_video(tmp_path_factory.mktemp("shots") / "film.mp4")


def test_every_cut_is_found_at_its_frame(film: Path) -> None:
    assert media.find_shots(film) == CUTS_MS


def test_progress_rises(film: Path) -> None:
    told: list[float] = []

    media.find_shots(film, progress=told.append)

    assert told
    assert told == sorted(told)
    assert told[-1] <= 1.0


@pytest.mark.parametrize("name", ["film.mkv", "film.webm", "film.mp4", "film.ts"])
def test_times_are_on_the_clock_of_the_player(tmp_path: Path, film: Path, name: str) -> None:
    """A file whose stamps begin at 1.5 s is played so, but for a broadcast, which is shifted to zero."""
    codec = ("-c:v", "libvpx", "-deadline", "realtime") if name.endswith("webm") else ("-c", "copy")
    run("-i", film, *codec, "-output_ts_offset", "1.5", tmp_path / name)
    info = media.probe(tmp_path / name)

    found = media.find_shots(tmp_path / name, info=info)

    begin_ms = 0 if info.is_shifted else 1_500
    assert [ms - begin_ms for ms in found] == pytest.approx(CUTS_MS, abs=1)


def test_a_flash_a_pan_and_a_still_are_no_changes(make: Make) -> None:
    flash = "drawbox=c=white:t=fill:enable='between(n,20,21)+eq(n,60)'"
    flashes = make("flash.mp4", "-f", "lavfi", "-i", "testsrc2=s=128x72:r=25:d=4", "-vf", flash, *X264)
    pan = "scale=640:-2,crop=128:72:n*4:20"
    panned = make("pan.mp4", "-f", "lavfi", "-i", "testsrc2=s=320x180:r=25:d=4", "-vf", pan, *X264)
    still = make("still.mp4", "-f", "lavfi", "-i", "color=c=gray:s=128x72:r=25:d=4", *X264)

    assert [media.find_shots(path) for path in (flashes, panned, still)] == [(), (), ()]


def test_a_sound_alone_has_no_shots(make: Make) -> None:
    assert media.find_shots(make("talk.wav", *BEEP)) == ()


def test_a_picture_that_cannot_be_decoded_is_named(film: Path, tmp_path: Path) -> None:
    info = media.probe(film)
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(b"no video")

    with pytest.raises(media.MediaError, match=r"broken\.mp4: the picture cannot be decoded; export it"):
        media.find_shots(broken, info=info)


def test_a_change_between_like_pictures_has_to_stand_out() -> None:
    quiet = [0.5] * 50

    alone = _frames([*quiet, 5.0, *quiet])
    among_others = _frames([*quiet, 2.0, 1.0, 5.0, 2.0, *quiet])

    assert list(shots.changes(alone)) == [2_000]
    assert list(shots.changes(among_others)) == []


def test_a_cut_out_of_a_wild_shot_is_no_flash() -> None:
    frames = shots.Frames()
    for number, (mafd, score) in enumerate([(25, 0.1)] * 20 + [(34, 9.0), (1, 1.0)] + [(1, 0.1)] * 20):
        frames.add(number * 40, mafd, score)

    assert list(shots.changes(frames)) == [800]


@given(st.lists(st.floats(0, 100, width=32), max_size=60))
def test_changes_are_far_enough_apart_and_great_enough(scores: list[float]) -> None:
    found = list(shots.changes(_frames(scores)))

    assert all(after - before > 500 for before, after in pairwise(found))
    assert all(scores[ms // 40] >= shots.LEAST_SCORE for ms in found)


def _frames(scores: list[float]) -> shots.Frames:
    frames = shots.Frames()
    for number, score in enumerate(scores):
        frames.add(number * 40, score, score)
    return frames
