"""A video with captions painted into its picture, for places that know no tracks.

The captions come as a script of Advanced SubStation, which FFmpeg's filter ``ass`` paints by libass. The filter is
given one plain name in a folder of our own, whatever the video and its folders are called: the language of filters
has escapes in three layers, and a name must not be able to get out of them.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import ffmpeg
from PIL import ImageFont

from cuepress import files
from cuepress.errors import MediaError
from cuepress.media import process
from cuepress.media.probe import MediaInfo, probe
from cuepress.media.tools import find_tools

FONT_EXTENSIONS = frozenset({".ttf", ".otf", ".ttc", ".otc", ".woff", ".woff2"})
ANY_TYPEFACE = "sans-serif"

# MP4 holds these as they are, and browsers play them.
_SOUND_AS_IT_IS = frozenset({"aac", "mp3", "ac3", "eac3"})
_LIMITS = process.Limits(idle_s=300, total_s=24 * 3_600)  # an hour of film may take several
_SHORT = process.Limits(idle_s=60, total_s=120)
_AT_US = re.compile(rb"^out_time_us=(\d+)", re.MULTILINE)
_SIZE = re.compile(r"\bs:(\d+)x(\d+)\b")
_NO_LETTER = re.compile(
    r"failed to find any fallback with glyph 0x([0-9A-Fa-f]+)|Glyph 0x([0-9A-Fa-f]+) not found in font"
)
_SCRIPT = "captions.ass"
# Square pixels and even sides, which nearly every player wants; turned as it is shown by FFmpeg itself.
_WIDTH, _HEIGHT = "2*round(iw*if(sar,sar,1)/2)", "2*round(ih/2)"
_FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
<include ignore_missing="yes">/etc/fonts/fonts.conf</include>
<dir>/usr/share/fonts</dir>
<dir prefix="relative">fonts</dir>
<cachedir prefix="relative">cache</cachedir>
</fontconfig>
"""


@dataclass(frozen=True, slots=True)
class Picture:
    """A video's picture as it is shown, in square pixels."""

    width: int
    height: int


def check_can_burn() -> None:
    """Raise ``MediaError`` where this FFmpeg cannot paint captions or write the video."""
    program = find_tools().ffmpeg
    for listing, wanted, what in (("-filters", "ass", "paint captions"), ("-encoders", "libx264", "write H.264")):
        if wanted not in _names(str(program), listing):
            raise MediaError(
                f"this FFmpeg cannot {what}: it was built without {'libass' if wanted == 'ass' else wanted}",
                files.shown(program),
                "install a whole one: apt-get install ffmpeg (or: pip install imageio-ffmpeg)",
            )


def measure_picture(path: Path) -> Picture:
    """Return the size of a video's picture as it is shown: turned, with square pixels, even.

    Raises
    ------
    MediaError
        If there is no picture, or it cannot be decoded.
    """
    info = probe(path)
    _check_has_picture(info)
    source = ffmpeg.input(process.url_of(path), **process.INPUT_LIMITS)["V:0"]
    shown = (
        _shown_as_it_is(source).filter("showinfo", checksum=0).output("pipe:1", format="null", **{"frames:v": 1})
    )
    done = process.run(process.argv_of(shown, find_tools().ffmpeg, level="info"), limits=_SHORT)
    found = _SIZE.search(done.stderr.partition("showinfo")[2])
    if found is None:
        raise MediaError(
            "no picture of the video can be decoded", files.shown(path), "export it as MP4 with H.264"
        )
    return Picture(int(found[1]), int(found[2]))


def typeface(fonts: Path) -> str:
    """Return the family of the first font of a folder, by name of the file.

    Raises
    ------
    MediaError
        If there is no font that can be read.
    """
    try:
        found = sorted(path for path in fonts.iterdir() if path.suffix.lower() in FONT_EXTENSIONS)
    except OSError as failure:
        raise MediaError(
            f"the folder of fonts cannot be read ({failure.strerror})", files.shown(fonts), "name another"
        ) from failure
    for path in found:
        try:
            return ImageFont.truetype(str(path)).getname()[0] or ANY_TYPEFACE
        except OSError:
            continue
    raise MediaError("there is no font in this folder", files.shown(fonts), "put .ttf or .otf files there")


def find_missing_letters(script: bytes, fonts: Path | None = None) -> str:
    """Return the letters of a script that no font here has: they would be boxes. Its first second is looked at."""
    with _workplace(script, fonts) as folder:
        still = ffmpeg.input("color=size=640x360:rate=1:duration=1", format="lavfi")
        painted = still.filter("ass", filename=_SCRIPT).output("pipe:1", format="null", **{"frames:v": 1})
        argv = process.argv_of(painted, find_tools().ffmpeg, level="verbose")
        done = process.run(argv, limits=_SHORT, folder=folder, variables=_variables(folder))
    if done.code != 0:
        raise process.failure(done.stderr, Path(_SCRIPT))
    codes = (int(found[1] or found[2], 16) for found in _NO_LETTER.finditer(done.stderr))
    return "".join(dict.fromkeys(map(chr, codes)))


def burn(
    path: Path,
    script: bytes,
    out: Path,
    *,
    fonts: Path | None = None,
    progress: Callable[[float], None] | None = None,
) -> None:
    """Write a video with a script painted in, as MP4; ``out`` is not there yet.

    Parameters
    ----------
    script
        Advanced SubStation in UTF-8, for a picture as ``measure_picture`` tells.
    fonts
        A folder with fonts beside those of the system.

    Raises
    ------
    MediaError
        If the video cannot be read, has no picture, or the disk is full.
    """
    info = probe(path)
    _check_has_picture(info)
    with _workplace(script, fonts) as folder:
        stream = process.Stream(_argv(info, out), _LIMITS, folder=folder, variables=_variables(folder))
        try:
            for chunk in stream:
                found = _AT_US.findall(chunk)
                if found and progress is not None:
                    progress(min(1.0, int(found[-1]) / max(1, info.duration_ms * 1_000)))
        except BaseException:
            out.unlink(missing_ok=True)
            raise
    if stream.finished.code != 0:
        out.unlink(missing_ok=True)
        raise _failure(stream.finished.stderr, path, out)


def _argv(info: MediaInfo, out: Path) -> list[str]:
    source = ffmpeg.input(process.url_of(info.path), **process.INPUT_LIMITS)
    painted = _shown_as_it_is(source["V:0"]).filter("ass", filename=_SCRIPT).filter("format", "yuv420p")
    is_kept = all(each.codec in _SOUND_AS_IT_IS for each in info.audio)
    output = ffmpeg.output(
        painted,
        *([source["a"]] if info.audio else []),
        process.url_of(out),
        format="mp4",
        vcodec="libx264",
        crf=20,  # of 0 to 51: what is lost is not seen
        preset="medium",
        acodec="copy" if is_kept else "aac",
        movflags="+faststart",
    )
    watched = output.global_args("-progress", "pipe:1", "-nostats")
    return process.argv_of(watched, find_tools().ffmpeg, keep_stamps=not info.is_shifted)


def _shown_as_it_is(picture: ffmpeg.nodes.Stream) -> ffmpeg.nodes.FilterableStream:
    return picture.filter("scale", _WIDTH, _HEIGHT).filter("setsar", 1)


@contextmanager
def _workplace(script: bytes, fonts: Path | None) -> Iterator[Path]:
    """Yield a folder with the script and the way to the fonts, under plain names."""
    with tempfile.TemporaryDirectory(prefix="cuepress-") as name:
        folder = Path(name)
        (folder / _SCRIPT).write_bytes(script)
        (folder / "fonts.conf").write_text(_FONTS, encoding="ascii")
        if fonts is not None:
            (folder / "fonts").symlink_to(fonts.resolve(), target_is_directory=True)
        yield folder


def _variables(folder: Path) -> dict[str, str]:
    return {"FONTCONFIG_FILE": str(folder / "fonts.conf")}


def _check_has_picture(info: MediaInfo) -> None:
    if not info.has_video:
        raise MediaError(
            "there is no picture to paint captions into",
            files.shown(info.path),
            "take a video, or --mux for sound",
        )


def _failure(stderr: str, path: Path, out: Path) -> MediaError:
    if "No space left on device" in stderr:
        return MediaError(
            "there is no room for the video",
            files.shown(out.parent),
            "free some space, or set TMPDIR to a larger disk",
        )
    return process.failure(stderr, path)


@lru_cache(maxsize=8)
def _names(program: str, listing: str) -> frozenset[str]:
    """Return the names in a list of FFmpeg's: filters or encoders."""
    done = process.run([program, "-hide_banner", listing], limits=_SHORT)
    rows = (line.split() for line in done.stdout.decode("utf-8", "replace").splitlines())
    return frozenset(row[1] for row in rows if len(row) > 1)
