"""What a file holds is measured, not believed; and it is the same with ffprobe and without."""

from __future__ import annotations

import os
import shutil
import struct
from fractions import Fraction
from pathlib import Path

import pytest

from cuepress import media
from cuepress.errors import MediaError
from media_making import BEEP, PICTURE, X264, Make


def test_a_video_is_described(beeping: Path) -> None:
    info = media.probe(beeping)

    assert info.duration_ms == pytest.approx(4_000, abs=30)
    assert (info.has_video, info.width, info.height) == (True, 64, 48)
    assert info.frame_rate == Fraction(10)
    assert info.container == "mov"
    assert info.warnings == ()
    [track] = info.audio
    assert (track.codec, track.channels, track.is_default) == ("aac", 1, True)


def test_languages_and_defaults_of_several_tracks_are_read(make: Make, beeping: Path) -> None:
    path = make(
        "two.mkv", "-i", beeping, "-map", "0:v", "-map", "0:a", "-map", "0:a", "-c", "copy",
        "-metadata:s:a:0", "language=fre", "-metadata:s:a:1", "language=eng",
        "-disposition:a:0", "0", "-disposition:a:1", "default",
    )  # fmt: skip

    tracks = media.probe(path).audio

    assert [(track.index, track.language, track.is_default) for track in tracks] == [
        (1, "fr", False),
        (2, "en", True),
    ]


@pytest.mark.parametrize("channels", [1, 2, 6, 8])
def test_channels_are_counted(make: Make, channels: int) -> None:
    path = make("many.mkv", *BEEP, "-ac", str(channels), "-c:a", "pcm_s16le", "-t", "0.5")

    assert media.probe(path).audio[0].channels == channels


def test_a_film_without_sound_has_no_tracks(make: Make) -> None:
    info = media.probe(make("silent.mp4", *PICTURE, *X264))

    assert info.audio == ()
    assert info.has_video
    assert info.duration_ms == pytest.approx(4_000, abs=110)


def test_the_cover_of_a_sound_file_is_no_video(make: Make) -> None:
    cover = make("cover.png", *PICTURE, "-frames:v", "1")
    path = make(
        "song.mp3", *BEEP, "-i", cover, "-map", "0", "-map", "1", "-c:v", "copy", "-disposition:v", "attached_pic"
    )

    info = media.probe(path)

    assert not info.has_video
    assert len(info.audio) == 1


def test_a_file_that_says_48_hours_and_holds_4_seconds_lasts_4_seconds(tmp_path: Path, beeping: Path) -> None:
    """Every length that the index of an MP4 claims is replaced; the packets say what is true."""
    path = tmp_path / "liar.mp4"
    path.write_bytes(_claiming(beeping.read_bytes(), hours=48))

    info = media.probe(path)

    assert info.duration_ms == pytest.approx(4_000, abs=110)
    assert len(media.decode(path, info=info).samples) == pytest.approx(64_000, abs=2_000)


def test_a_matroska_file_that_says_48_hours_is_measured_and_the_editor_told(make: Make, beeping: Path) -> None:
    data = bytearray(make("true.mkv", "-i", beeping, "-c", "copy").read_bytes())
    at = data.index(b"\x44\x89\x88")  # Duration, 8 bytes
    data[at + 3 : at + 11] = struct.pack(">d", 48 * 3_600_000.0)
    path = beeping.with_name("liar.mkv")
    path.write_bytes(data)

    info = media.probe(path)

    assert info.duration_ms == pytest.approx(4_000, abs=110)
    assert "says that it lasts 48:00:00" in info.warnings[0]


def test_a_video_cut_off_in_the_middle_lasts_as_long_as_what_is_left(make: Make, beeping: Path) -> None:
    whole = make("fast.mp4", "-i", beeping, "-c", "copy", "-movflags", "+faststart").read_bytes()
    path = beeping.with_name("cut-off.mp4")
    path.write_bytes(whole[: len(whole) * 6 // 10])

    info = media.probe(path)

    assert 500 < info.duration_ms < 3_800


def test_a_video_whose_index_is_cut_off_is_refused(tmp_path: Path, beeping: Path) -> None:
    path = tmp_path / "half.mp4"
    path.write_bytes(beeping.read_bytes()[: beeping.stat().st_size // 2])

    with pytest.raises(MediaError, match="cut off or damaged"):
        media.probe(path)


def test_a_transport_stream_begins_at_zero(make: Make, beeping: Path) -> None:
    path = make("late.ts", "-i", beeping, "-c", "copy", "-output_ts_offset", "1000")

    info = media.probe(path)

    assert info.is_shifted
    assert info.duration_ms == pytest.approx(4_000, abs=110)
    assert info.audio[0].start_ms < 200


PLAYLISTS = {
    "hls": b"#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4,\nbeep.mp4\n#EXT-X-ENDLIST\n",
    "concat": b"ffconcat version 1.0\nfile beep.mp4\n",
    "concat without its name": b"file 'beep.mp4'\nfile 'beep.mp4'\n",
    "dash": b'<?xml version="1.0"?>\n<MPD xmlns="urn:mpeg:dash:schema:mpd:2011"><Period/></MPD>',
    "sdp": b"v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=x\r\nm=video 5004 RTP/AVP 96\r\n",
    "pls": b"[playlist]\nFile1=beep.mp4\n",
    "asx": b'<asx version="3.0"><entry><ref href="beep.mp4"/></entry></asx>',
}


@pytest.mark.parametrize("content", PLAYLISTS.values(), ids=PLAYLISTS)
def test_a_playlist_is_not_followed_whatever_its_name(tmp_path: Path, beeping: Path, content: bytes) -> None:
    (tmp_path / "beep.mp4").write_bytes(beeping.read_bytes())
    path = tmp_path / "message.mp4"
    path.write_bytes(content)

    with pytest.raises(MediaError, match="playlist"):
        media.probe(path)


@pytest.mark.parametrize("content", PLAYLISTS.values(), ids=PLAYLISTS)
def test_ffmpeg_itself_is_kept_from_following_a_playlist(tmp_path: Path, beeping: Path, content: bytes) -> None:
    """Should a playlist be unknown to the first look, the list of allowed containers still stops it."""
    from cuepress.media import facts

    (tmp_path / "beep.mp4").write_bytes(beeping.read_bytes())
    path = tmp_path / "message.mp4"
    path.write_bytes(content)

    with pytest.raises(MediaError):
        facts.read_facts(path, media.find_tools())


NO_MEDIA = {
    "text": (b"Good morning.\nThank you all for coming.\n" * 20, "this is text"),
    "utf-16": ("Good morning".encode("utf-16"), "this is text"),
    "captions": (b"WEBVTT\n\n00:01.000 --> 00:02.000\nHello\n", "this is text"),
    "png": (b"\x89PNG\r\n\x1a\n" + bytes(40), "picture"),
    "jpeg": (b"\xff\xd8\xff\xe0" + bytes(40), "picture"),
    "avif": (b"\x00\x00\x00\x1cftypavif\x00\x00\x00\x00avifmif1" + bytes(40), "picture"),
    "pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "document or an archive"),
    "docx": (b"PK\x03\x04\x14\x00" + bytes(40), "document or an archive"),
    "zeros": (bytes(100_000), "only zeros"),
    "noise": (bytes(range(256)) * 400, "cannot be|not a video"),
    "empty": (b"", "empty"),
}


@pytest.mark.parametrize(("content", "reason"), NO_MEDIA.values(), ids=NO_MEDIA)
def test_what_is_no_media_is_refused_in_plain_words(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "message.mp4"
    path.write_bytes(content)

    with pytest.raises(MediaError, match=reason) as caught:
        media.probe(path)

    assert caught.value.exit_code == 4
    assert caught.value.where.endswith("message.mp4")


def test_a_picture_that_ffmpeg_made_is_refused(make: Make) -> None:
    with pytest.raises(MediaError, match="picture"):
        media.probe(make("card.png", *PICTURE, "-frames:v", "1"))


def test_a_video_of_no_length_is_refused(make: Make) -> None:
    with pytest.raises(MediaError, match=r"zero long|neither|cannot"):
        media.probe(make("nothing.mov", *BEEP, "-t", "0", "-c:a", "pcm_s16le"))


ODD_NAMES = [
    "-i.mp4", "%03d.mp4", "with space.mp4", "it's \"quoted\".mp4", "a:b|c.mp4", "new\nline.mp4", "http:x.mp4",
    "concat:a.mp4", "  Stream #0:7: Audio: fake.mp4", "المدن.mp4", "e" * 236 + ".mp4",
    "$(touch pwned).mp4",
    "x', from\n  Duration: 99:00:00.00, start: 0\n  Stream #0:9: Audio: aac, 1 Hz, mono.mp4",
]  # fmt: skip


@pytest.mark.parametrize("name", ODD_NAMES)
def test_a_file_may_have_any_name(tmp_path: Path, beeping: Path, name: str) -> None:
    path = tmp_path / name
    shutil.copy(beeping, path)

    info = media.probe(path)

    assert len(info.audio) == 1
    assert info.duration_ms == pytest.approx(4_000, abs=30)
    assert media.decode(path, info=info).stream == 1
    assert not Path("pwned").exists()


def test_a_name_that_is_not_utf8_works(tmp_path: Path, beeping: Path) -> None:
    path = tmp_path / os.fsdecode(b"caf\xe9.mp4")
    shutil.copy(beeping, path)

    assert len(media.decode(path).samples) == pytest.approx(64_000, abs=2_000)


def test_a_relative_name_that_begins_with_a_dash_is_no_option(
    tmp_path: Path, beeping: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(beeping, tmp_path / "-y.mp4")
    monkeypatch.chdir(tmp_path)

    assert media.probe(Path("-y.mp4")).has_video


@pytest.mark.skipif(shutil.which("ffprobe") is None, reason="there is no ffprobe here to compare with")
@pytest.mark.parametrize("name", ["beep.mp4", "beep.mkv", "beep.ts", "surround.mkv", "late.mp4"])
def test_ffprobe_and_ffmpeg_alone_say_the_same(
    make: Make, beeping: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    extra = {
        "surround.mkv": ("-ac", "6", "-c:a", "ac3", "-metadata:s:a", "language=ger"),
        "late.mp4": ("-c", "copy", "-output_ts_offset", "2"),
    }
    path = make(f"1{name}", "-i", beeping, *extra.get(name, ("-c", "copy")))
    with_ffprobe = media.probe(path)

    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "ffmpeg").symlink_to(media.find_tools().ffmpeg)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))

    assert media.find_tools().ffprobe is None
    assert media.probe(path) == with_ffprobe


def _claiming(data: bytes, *, hours: int) -> bytes:
    """Return an MP4 whose movie and track headers claim a length (ISO/IEC 14496-12)."""
    claimed = bytearray(data)
    for box, unit_at, length_at in ((b"mvhd", 16, 20), (b"mdhd", 16, 20), (b"tkhd", None, 24)):
        at = claimed.find(box)
        while at >= 0:
            unit = int.from_bytes(claimed[at + unit_at : at + unit_at + 4]) if unit_at else 1_000
            length = min(hours * 3_600 * unit, 2**32 - 2)
            claimed[at + length_at : at + length_at + 4] = length.to_bytes(4)
            at = claimed.find(box, at + 4)
    return bytes(claimed)


@pytest.mark.parametrize("name", ["long.mp4", "long.ts", "long.mkv"])
def test_the_length_of_a_long_file_is_proven_by_its_end(make: Make, name: str) -> None:
    """Eleven minutes, one picture a second: only the end is read, and the answer is the same."""
    picture = ("-f", "lavfi", "-i", "color=s=32x32:r=1:d=660")
    sound = ("-f", "lavfi", "-i", "anullsrc=r=8000:cl=mono:d=655")
    path = make(name, *picture, *sound, *X264, "-c:a", "aac", "-b:a", "16k")

    info = media.probe(path)

    assert info.duration_ms == pytest.approx(660_000, abs=1_100)
    assert info.audio[0].start_ms < 200
    assert info.warnings == ()


def test_a_long_file_whose_second_half_is_missing_is_measured_whole(make: Make) -> None:
    sound = ("-f", "lavfi", "-i", "sine=r=8000:d=660")
    whole = make("long.mp4", *sound, "-c:a", "aac", "-b:a", "16k", "-movflags", "+faststart")
    whole.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])

    info = media.probe(whole)

    assert 200_000 < info.duration_ms < 400_000
    assert "says that it lasts 11:00" in info.warnings[0]
