"""The samples stand where the player plays them, and they are the speech."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import numpy as np
import pytest

from cuepress import media
from cuepress.errors import MediaError
from cuepress.media import process
from media_making import BEEP, PICTURE, X264, Floats, Make, likeness, tone_ms, write_wav

# Measured in Chromium: the tone is heard at these places of `currentTime`.
LATE = {
    "late sound": (("-itsoffset", "1", "-map", "0:v", "-map", "1:a"), 3_000),
    "late picture": (("-itsoffset", "1", "-map", "1:v", "-map", "0:a"), 2_000),
}


@pytest.mark.parametrize("container", ["mp4", "mkv", "mov"])
@pytest.mark.parametrize(("how", "expected_ms"), LATE.values(), ids=LATE)
def test_a_stream_that_begins_late_keeps_its_distance(
    make: Make, beeping: Path, container: str, how: tuple[str, ...], expected_ms: int
) -> None:
    offset, maps = how[:2], how[2:]
    path = make(f"late.{container}", "-i", beeping, *offset, "-i", beeping, *maps, "-c", "copy")

    assert tone_ms(media.decode(path)) == pytest.approx((expected_ms, expected_ms + 500), abs=25)


def test_a_file_that_begins_late_is_played_as_it_is_stamped(make: Make, beeping: Path) -> None:
    """Chromium shows the first picture of such a file at 1.000, not at 0."""
    path = make("both.mp4", "-i", beeping, "-c", "copy", "-output_ts_offset", "1")

    assert tone_ms(media.decode(path)) == pytest.approx((3_000, 3_500), abs=25)


def test_an_edit_list_moves_the_sound(make: Make, beeping: Path) -> None:
    """A cut without encoding leaves the packets before it in the file and an edit list that skips them."""
    path = make("cut.mp4", "-ss", "0.55", "-i", beeping, "-c", "copy")

    assert tone_ms(media.decode(path)) == pytest.approx((1_450, 1_950), abs=25)


def test_variable_frame_rate_does_not_move_the_sound(make: Make, beeping: Path) -> None:
    dropping = "select='not(between(n,5,22))'"
    path = make("vfr.mp4", "-i", beeping, "-vf", dropping, "-fps_mode", "vfr", *X264, "-c:a", "copy")

    assert tone_ms(media.decode(path)) == pytest.approx((2_000, 2_500), abs=25)


def test_a_gap_in_the_sound_is_filled_with_silence(make: Make, beeping: Path) -> None:
    noise = r"noise=amount=0:drop='gt(pts*tb\,0.5)*lt(pts*tb\,1.5)'"
    path = make("gap.mkv", "-i", beeping, "-map", "0:a", "-c", "copy", "-bsf:a", noise)

    assert tone_ms(media.decode(path)) == pytest.approx((2_000, 2_500), abs=40)


def test_a_transport_stream_that_changes_its_channels_stays_in_time(make: Make, beeping: Path) -> None:
    first = make("1.ts", "-i", beeping, "-c:v", "copy", "-ac", "2")
    second = make("2.ts", "-i", beeping, "-c:v", "copy", "-ac", "1", "-output_ts_offset", "4")
    path = first.with_name("both.ts")
    path.write_bytes(first.read_bytes() + second.read_bytes())

    start_ms, end_ms = tone_ms(media.decode(path))

    assert start_ms == pytest.approx(2_000, abs=60)
    assert end_ms == pytest.approx(6_500, abs=100)


@pytest.mark.parametrize("rate_hz", [8_000, 16_000, 22_050])
def test_the_rate_is_the_one_asked_for(beeping: Path, rate_hz: int) -> None:
    sound = media.decode(beeping, rate_hz=rate_hz)

    assert sound.samples.dtype == np.float32
    assert len(sound.samples) == pytest.approx(4 * rate_hz, rel=0.02)


def test_speech_in_opposite_phase_is_not_cancelled(tmp_path: Path, said: Floats) -> None:
    sound = media.decode(write_wav(tmp_path / "phase.wav", said, -said))

    assert likeness(sound.samples, said) > 0.95
    assert "some channels" in sound.warnings[0]


def test_speech_in_opposite_phase_under_music_is_found(tmp_path: Path, said: Floats, music: Floats) -> None:
    sound = media.decode(write_wav(tmp_path / "phase.wav", music + said, music - said))

    assert likeness(sound.samples, said) > 0.9


def test_speech_in_the_centre_is_taken_from_the_centre(tmp_path: Path, said: Floats, music: Floats) -> None:
    quiet = np.zeros_like(said)
    columns = (music, music, said * 0.4, quiet, music, -music)
    sound = media.decode(write_wav(tmp_path / "surround.wav", *columns))

    assert likeness(sound.samples, said) > 0.9


@pytest.mark.parametrize("silent_side", [0, 1])
def test_speech_on_one_side_beside_noise_is_found(tmp_path: Path, said: Floats, silent_side: int) -> None:
    noise = np.random.default_rng(1).normal(0, 0.1, len(said)).astype(np.float32)
    columns = (noise, said) if silent_side == 0 else (said, noise)

    assert likeness(media.decode(write_wav(tmp_path / "side.wav", *columns)).samples, said) > 0.9


def test_ordinary_stereo_is_mixed_as_usual(tmp_path: Path, said: Floats, music: Floats) -> None:
    echo = np.concatenate((np.zeros(160, dtype=np.float32), said[:-160])) * 0.3
    sound = media.decode(write_wav(tmp_path / "stereo.wav", said + echo + music * 0.2, said - echo + music * 0.2))

    assert sound.warnings == ()
    assert likeness(sound.samples, said) > 0.9


@pytest.fixture
def two_tracks(make: Make, tmp_path: Path, said: Floats, music: Floats) -> Path:
    """A film whose default track is music, and whose second one, in French, is speech."""
    first, second = write_wav(tmp_path / "music.wav", music), write_wav(tmp_path / "said.wav", said)
    return make(
        "two.mkv", "-i", first, "-i", second, "-map", "0", "-map", "1", "-c:a", "flac",
        "-metadata:s:a:0", "language=eng", "-metadata:s:a:1", "language=fre",
        "-disposition:a:0", "default", "-disposition:a:1", "0",
    )  # fmt: skip


def test_the_track_with_speech_is_found_and_the_editor_told(two_tracks: Path, said: Floats) -> None:
    sound = media.decode(two_tracks)

    assert sound.stream == 1
    assert likeness(sound.samples, said) > 0.95
    assert "sound track 1 (fr)" in sound.warnings[0]


def test_a_language_or_an_index_decides(two_tracks: Path) -> None:
    assert media.decode(two_tracks, language="en").stream == 0
    assert media.decode(two_tracks, language="fr-CA").stream == 1
    assert media.decode(two_tracks, stream=0).stream == 0


def test_two_tracks_of_speech_leave_the_choice_to_the_file(make: Make, tmp_path: Path, said: Floats) -> None:
    one = write_wav(tmp_path / "one.wav", said)
    other = write_wav(tmp_path / "other.wav", np.ascontiguousarray(said[::-1]))
    maps = ("-map", "0", "-map", "1", "-c:a", "flac", "-disposition:a:0", "0", "-disposition:a:1", "default")

    assert media.decode(make("two.mkv", "-i", one, "-i", other, *maps)).stream == 1


def test_silence_is_sound(make: Make) -> None:
    path = make("quiet.mp4", *PICTURE, "-f", "lavfi", "-i", "anullsrc=d=4", *X264, "-t", "4")

    sound = media.decode(path)

    assert not sound.samples.any()
    assert len(sound.samples) == pytest.approx(64_000, abs=1_000)


def test_a_film_without_sound_says_so(make: Make) -> None:
    with pytest.raises(MediaError, match="no sound"):
        media.decode(make("silent.mp4", *PICTURE, *X264))


def test_sound_that_cannot_be_decoded_is_said(make: Make) -> None:
    path = make("sound.mp4", *BEEP, "-c:a", "aac")
    data = path.read_bytes()
    start, end = data.index(b"mdat") + 4, data.index(b"moov") - 4
    path.write_bytes(data[:start] + b"\xff" * (end - start) + data[end:])

    with pytest.raises(MediaError, match="cannot be decoded"):
        media.decode(path)


def test_a_broken_middle_is_survived(make: Make, beeping: Path) -> None:
    data = bytearray(make("torn.mp4", "-i", beeping, "-c", "copy").read_bytes())
    middle = len(data) // 2
    data[middle : middle + 300] = b"\x55" * 300
    path = beeping.with_name("torn.mp4")
    path.write_bytes(data)

    assert np.isfinite(media.decode(path).samples).all()


def test_progress_goes_from_nothing_to_all(beeping: Path) -> None:
    told: list[float] = []

    media.decode(beeping, progress=told.append)

    assert told == sorted(told)
    assert told[-1] == pytest.approx(1.0, abs=0.02)


def test_a_process_that_says_nothing_is_ended() -> None:
    with pytest.raises(MediaError, match="did not get on"):
        process.run(["sleep", "60"], limits=process.Limits(idle_s=0.2, total_s=60))


def test_a_process_that_never_ends_is_ended_with_its_children() -> None:
    stream = process.Stream(["sh", "-c", "yes & yes"], process.Limits(idle_s=5, total_s=0.3))

    with pytest.raises(MediaError, match="did not get on"):
        sum(len(chunk) for chunk in stream)


def test_nothing_survives_a_reader_that_goes_away(tmp_path: Path) -> None:
    marker = tmp_path / "pid"
    stream = iter(process.Stream(["sh", "-c", f"echo $$ > {marker}; yes"], process.Limits()))
    next(stream)
    pid = int(marker.read_text())

    stream.close()  # type: ignore[attr-defined]  # it is a generator, which Iterator does not say

    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_complaints_are_kept_only_up_to_a_limit() -> None:
    noisy = [sys.executable, "-c", "import sys; sys.stderr.write('x' * 5_000_000 + 'end')"]

    done = process.run(noisy, limits=process.Limits())

    assert len(done.stderr) <= 1 << 20
    assert done.stderr.endswith("end")


def test_a_program_that_is_not_there_is_our_error() -> None:
    with pytest.raises(MediaError, match="cannot be started"):
        process.run(["/nowhere/ffmpeg"], limits=process.Limits())
