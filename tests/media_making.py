"""Small media made on the spot, so that every odd file in these tests says how it came to be."""

from __future__ import annotations

import subprocess
import wave
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt

from cuepress import media

Make = Callable[..., Path]
Floats = npt.NDArray[np.float32]

PICTURE = ("-f", "lavfi", "-i", "testsrc=s=64x48:r=10:d=4")
# A tone from 2.0 to 2.5 s in four seconds of silence: where it is heard tells what the clock says.
BEEP = ("-f", "lavfi", "-i", "aevalsrc='if(between(t,2,2.5),0.5*sin(2*PI*1000*t),0)':d=4:s=48000")
X264 = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-g", "10")


def run(*arguments: str | Path) -> None:
    ffmpeg = media.find_tools().ffmpeg
    subprocess.run([ffmpeg, "-nostdin", "-v", "error", "-y", *arguments], check=True, capture_output=True)


def write_wav(path: Path, *columns: Floats) -> Path:
    """Write one column of samples per channel, 16 kHz."""
    frames = (np.clip(np.stack(columns, axis=1), -1, 1) * 32_767).astype("<i2")
    with wave.open(str(path), "wb") as file:
        file.setnchannels(len(columns))
        file.setsampwidth(2)
        file.setframerate(16_000)
        file.writeframes(frames.tobytes())
    return path


def likeness(heard: Floats, wanted: Floats) -> float:
    """Return how alike two sounds are, from 0 to 1, whatever their loudness and sign."""
    n = min(len(heard), len(wanted))
    a, b = heard[:n].astype(np.float64), wanted[:n].astype(np.float64)
    return float(abs(a @ b) / (np.linalg.norm(a) * np.linalg.norm(b) + 1e-12))


def tone_ms(sound: media.Sound) -> tuple[int, int]:
    """Return where the tone begins and ends."""
    loud = np.flatnonzero(np.abs(sound.samples) > 0.1)
    return round(loud[0] / sound.rate_hz * 1_000), round(loud[-1] / sound.rate_hz * 1_000)
