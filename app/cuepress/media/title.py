"""Make a video from a title card and a sound, with the sound's waveform moving under the title.

The waveform is a row of bars that passes a fixed place, the present: bars to its left have been heard. It is
drawn once as one long strip of which each frame shows a part, so that a frame costs a copy and nothing more.
"""

from __future__ import annotations

import tempfile
import wave
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import ffmpeg
import numpy as np
import numpy.typing as npt

from cuepress import files
from cuepress.errors import MediaError
from cuepress.media import process
from cuepress.media.tools import find_tools

WIDTH, HEIGHT = 1280, 720
RATE_HZ = 44_100

Colour = tuple[int, int, int]
Pixels = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Band:
    """Where on the card the waveform is, in pixels, and its colours: paper, heard, still to come."""

    left: int = 112
    top: int = 428
    width: int = 1056
    height: int = 96
    paper: Colour = (0xFA, 0xF8, 0xF4)
    heard: Colour = (0x0B, 0x5C, 0x63)
    coming: Colour = (0xC9, 0xD6, 0xD5)


# A bar each 0.16 s, 4 pixels a frame: whole pixels, so that the movement is even and compresses well.
_FRAMES_PER_S = 25 / 2
_FRAME_RATE = "25/2"
_PIXELS_PER_FRAME = 4
_BAR_PITCH = 8
_BAR_WIDTH = 4
_MIN_BAR = 4  # pixels: silence is a row of dots
_OVERSAMPLING = 4  # sub-pixels of a bar's round ends

_LIMITS = process.Limits(idle_s=120, total_s=1_800)


def encode_title_video(
    samples: npt.NDArray[np.int16],
    rate_hz: int,
    card: Path,
    out: Path,
    *,
    band: Band | None = None,
    language: str = "",
    progress: Callable[[float], None] | None = None,
) -> None:
    """Write an MP4 of 1280x720 (H.264, AAC, index first) that shows a card while a sound is heard.

    The same input gives the same bytes with the same FFmpeg. The file appears whole or not at all.

    Parameters
    ----------
    samples : int16 [shape=(n,)]
        The sound, mono.
    card
        A PNG of 1280x720.
    language
        The language of the sound, as ISO 639-2 has it (``fra``), for the player's menu.

    Raises
    ------
    MediaError
        If FFmpeg cannot encode it.
    LibraryError
        If ``out`` cannot be written.
    """
    place = band or Band()
    with tempfile.TemporaryDirectory(prefix="cuepress-") as folder:
        sound, made = Path(folder) / "sound.wav", Path(folder) / "made.mp4"
        _write_wav(sound, samples, rate_hz)
        argv = _argv(card, sound, made, place, language=language)
        done = process.feed(argv, _frames(samples, rate_hz, place, progress), limits=_LIMITS)
        if done.code != 0 or not made.exists():
            raise MediaError(f"the video cannot be made ({done.stderr.strip()[-200:]})", files.shown(out))
        files.write_whole(out, made.read_bytes())


def _write_wav(path: Path, samples: npt.NDArray[np.int16], rate_hz: int) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate_hz)
        file.writeframes(samples.astype("<i2").tobytes())


def _argv(card: Path, sound: Path, out: Path, band: Band, *, language: str) -> list[str]:
    strip = ffmpeg.input(
        "pipe:0", format="rawvideo", pix_fmt="rgb24", s=f"{band.width}x{band.height}", framerate=_FRAME_RATE
    )
    speech = ffmpeg.input(process.url_of(sound), format="wav")
    colours = {"out_color_matrix": "bt709", "out_range": "tv"}
    # The card is converted once and then repeated; a looped input would decode it anew for every frame.
    still = (
        ffmpeg.input(process.url_of(card), format="png_pipe", framerate=_FRAME_RATE)
        .filter("scale", WIDTH, HEIGHT, **colours)
        .filter("format", "yuv420p")
        .filter("loop", loop=-1, size=1, start=0)
        .filter("setpts", f"N/({_FRAME_RATE})/TB")
    )
    moving = strip.filter("scale", band.width, band.height, **colours).filter("format", "yuv420p")
    picture = ffmpeg.overlay(still, moving, x=band.left, y=band.top, shortest=1)
    output = ffmpeg.output(picture, speech.audio, process.url_of(out), **_encoding(language))
    return process.argv_of(output, find_tools().ffmpeg)


def _encoding(language: str) -> dict[str, str | int]:
    return {
        "format": "mp4",
        "movflags": "+faststart",
        "vcodec": "libx264",
        "preset": "superfast",
        "tune": "stillimage",
        "crf": 24,
        "g": 125,  # a key frame each 10 s: seeking is quick
        "threads": 2,  # a fixed number: with another the bytes differ
        "colorspace": "bt709",
        "color_primaries": "bt709",
        "color_trc": "bt709",
        "color_range": "tv",
        "acodec": "aac",
        "ar": RATE_HZ,
        "audio_bitrate": "72k",
        "map_metadata": -1,
        "fflags": "+bitexact",
        "flags:v": "+bitexact",
        "flags:a": "+bitexact",
        **({"metadata:s:a:0": f"language={language}"} if language else {}),
    }


# --- the moving waveform --------------------------------------------------------------------------------------


def _frames(
    samples: npt.NDArray[np.int16], rate_hz: int, band: Band, progress: Callable[[float], None] | None
) -> Iterator[bytes]:
    """Yield each frame of the band as RGB."""
    n_frames = int(np.ceil(len(samples) / rate_hz * _FRAMES_PER_S))
    mask = _strip(_loudness(samples, rate_hz), n_pixels=n_frames * _PIXELS_PER_FRAME + band.width, band=band)
    heard, coming = (_tinted(mask, colour, band.paper) for colour in (band.heard, band.coming))
    half = band.width // 2
    for frame in range(n_frames):
        left = frame * _PIXELS_PER_FRAME
        picture = np.concatenate(
            (heard[:, left : left + half], coming[:, left + half : left + band.width]), axis=1
        )
        yield picture.tobytes()
        if progress is not None and frame % 25 == 0:
            progress(frame / n_frames)


def _loudness(samples: npt.NDArray[np.int16], rate_hz: int) -> npt.NDArray[np.float64]:
    """Return one loudness in [0, 1] per bar."""
    per_bar = round(rate_hz * _BAR_PITCH / (_PIXELS_PER_FRAME * _FRAMES_PER_S))
    padded = np.pad(samples.astype(np.float64), (0, -len(samples) % per_bar))
    rms = np.sqrt(np.mean(padded.reshape(-1, per_bar) ** 2, axis=1))
    loudest = float(np.percentile(rms, 98)) if len(rms) else 0.0
    # Not in decibels: between a pause and a stress the eye should see the difference that the ear hears.
    return np.clip(rms / loudest, 0.0, 1.0) ** 1.2 if loudest > 0 else np.zeros(len(rms))


def _strip(loudness: npt.NDArray[np.float64], *, n_pixels: int, band: Band) -> npt.NDArray[np.float32]:
    """Draw all bars, round at both ends, as coverage in [0, 1]; the sound's start is in the middle of the band."""
    mask = np.zeros((band.height, n_pixels), dtype=np.float32)
    offset = band.width // 2
    for index in range(-offset // _BAR_PITCH, (n_pixels - offset) // _BAR_PITCH):
        level = float(loudness[index]) if 0 <= index < len(loudness) else 0.0
        left = offset + index * _BAR_PITCH + (_BAR_PITCH - _BAR_WIDTH) // 2
        if 0 <= left <= n_pixels - _BAR_WIDTH:
            height = _MIN_BAR + 2 * round(level * (band.height - _MIN_BAR) / 2)
            top = (band.height - height) // 2
            mask[top : top + height, left : left + _BAR_WIDTH] = _bar(height)
    return mask


def _bar(height: int) -> npt.NDArray[np.float32]:
    """Return the coverage of an upright bar with half circles at its ends."""
    fine = _OVERSAMPLING
    radius = _BAR_WIDTH / 2
    y, x = (np.indices((height * fine, _BAR_WIDTH * fine)) + 0.5) / fine
    nearest = np.clip(y, radius, height - radius)
    inside = (x - radius) ** 2 + (y - nearest) ** 2 <= radius**2
    coverage = inside.reshape(height, fine, _BAR_WIDTH, fine).mean(axis=(1, 3))
    return np.asarray(coverage, dtype=np.float32)


def _tinted(mask: npt.NDArray[np.float32], colour: Colour, paper: Colour) -> Pixels:
    ink, ground = (np.asarray(each, dtype=np.float32) for each in (colour, paper))
    return np.rint(ground + mask[:, :, None] * (ink - ground)).astype(np.uint8)
