"""Look at the first bytes of a file and say in plain words when it is no video and no sound.

FFmpeg would refuse these too (see ``process.INPUT_LIMITS``), but with "Invalid data found". What it would *not*
refuse by itself is a playlist, which can make it open other files and addresses.
"""

from __future__ import annotations

import re
from pathlib import Path

from cuepress import files
from cuepress.errors import MediaError

_HEAD_BYTES = 8_192

_PICTURES = (
    b"\xff\xd8\xff",  # JPEG
    b"\x89PNG\r\n",
    b"GIF8",
    b"II*\x00",  # TIFF, both byte orders
    b"MM\x00*",
    b"\x00\x00\x01\x00",  # Windows icon
    b"8BPS",  # Photoshop
    b"\x00\x00\x00\x0cjP  ",  # JPEG 2000
    b"\x00\x00\x00\x0cJXL ",
)
# Still pictures that use the container of MP4: AVIF and HEIF (ISO/IEC 23008-12).
_PICTURE_BRANDS = frozenset({b"avif", b"heic", b"heix", b"mif1", b"heim", b"heis"})
_DOCUMENTS = (b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf", b"7z\xbc\xaf", b"\x1f\x8b", b"Rar!")
_PLAYLIST = re.compile(
    rb"\s*(?:\#EXTM3U|ffconcat\s+version|file\s+['\"]?\S|\[playlist\]|\[Reference\]|v=0\r?\no="
    rb"|(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?<(?:MPD|smil|asx|playlist|AssetMap|CompositionPlaylist|tt)\b)",
    re.IGNORECASE | re.DOTALL,
)


def check_is_media(path: Path) -> None:
    """Raise MediaError unless the file exists, holds something, and may be a video or a sound."""
    files.check_is_file(path, error=MediaError)
    fault = _fault(_head(path))
    if fault is not None:
        what, next_step = fault
        raise MediaError(what, files.shown(path), next_step)


def begins_as_mp4(path: Path) -> bool:
    """Tell whether a file begins as MP4 does; FFmpeg goes by the name where nothing else fits."""
    return _head(path)[4:8] in {b"ftyp", b"mdat", b"moov", b"free", b"wide", b"skip"}


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_HEAD_BYTES)
    except OSError as failure:
        raise MediaError(f"the file cannot be read ({failure.strerror})", files.shown(path)) from failure


def _fault(head: bytes) -> tuple[str, str] | None:
    """Return what the file is instead of media and what to do, or None."""
    if _PLAYLIST.match(head.removeprefix(b"\xef\xbb\xbf")):
        return "this is a playlist: it only points to media elsewhere", "give the video file itself"
    if _is_picture(head):
        return "this is a picture, not a video", "give the video or sound file"
    if head.startswith(_DOCUMENTS):
        return "this is a document or an archive, not a video", "give the video file; documents go to --transcript"
    if not any(head):
        return "this file holds only zeros; copying or downloading it went wrong", "copy it again"
    if _is_text(head):
        return "this is text, not a video", "give the video file; a text goes to --transcript"
    return None


def _is_picture(head: bytes) -> bool:
    if head.startswith(_PICTURES) or (head.startswith(b"BM") and head[6:10] == bytes(4)):
        return True
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return True
    return head[4:8] == b"ftyp" and head[8:12] in _PICTURE_BRANDS


def _is_text(head: bytes) -> bool:
    """Tell whether these bytes are text in UTF-8 or UTF-16: no container of sound or pictures is."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) and 0 in head[2:64]:
        return True
    try:
        text = head[: _HEAD_BYTES - 3].decode("utf-8")
    except UnicodeDecodeError as failure:
        if failure.end < len(head) - 3:  # not merely a character that the end of the head cuts in two
            return False
        text = head[: failure.start].decode("utf-8")
    return not any(character < " " and character not in "\t\n\r\f" for character in text)
