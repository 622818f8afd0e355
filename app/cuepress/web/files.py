"""The files behind the pages: media by ranges, captions, tracks for the player, transcripts to take away."""

from __future__ import annotations

import re
from pathlib import Path

from flask import Blueprint, Response, abort, request, send_file
from waitress.buffers import ReadOnlyFileBasedBuffer
from werkzeug.wsgi import wrap_file

from cuepress import formats
from cuepress.model import KINDS, Kind, Track
from cuepress.web import reader
from cuepress.web.answers import text_answer
from cuepress.web.paragraphs import Paragraph
from cuepress.web.reader import Video
from cuepress.web.shelf import current_shelf, read_track

MEDIA_TYPES = {
    ".mp4": "video/mp4",
    ".m4v": "video/mp4",
    ".mov": "video/quicktime",
    ".mkv": "video/x-matroska",
    ".webm": "video/webm",
    ".ogv": "video/ogg",
    ".avi": "video/x-msvideo",
    ".mpg": "video/mpeg",
    ".mpeg": "video/mpeg",
    ".ts": "video/mp2t",
    ".wmv": "video/x-ms-wmv",
    ".flv": "video/x-flv",
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".aac": "audio/aac",
    ".ogg": "audio/ogg",
    ".oga": "audio/ogg",
    ".opus": "audio/ogg",
    ".wav": "audio/wav",
    ".flac": "audio/flac",
    ".wma": "audio/x-ms-wma",
    ".jpg": "image/jpeg",
    ".png": "image/png",
}
# No browser plays these, whatever codec is inside.
UNPLAYABLE = frozenset({".avi", ".mpg", ".mpeg", ".ts", ".wmv", ".flv", ".wma"})

# What every player asks for; numbers as long as they can be in a file.
_ONE_RANGE = re.compile(r"bytes=(?:[0-9]{1,18}-[0-9]{0,18}|-[0-9]{1,18})", re.IGNORECASE | re.ASCII)

blueprint = Blueprint("files", __name__)


@blueprint.get("/media/<name>")
def media(name: str) -> Response:
    path = current_shelf().find_file("media", name) or abort(404)
    return _by_ranges(path, MEDIA_TYPES.get(path.suffix.lower(), "application/octet-stream"))


@blueprint.get("/captions/<name>")
def captions(name: str) -> Response:
    """Send a track as it lies in the library, to be kept."""
    path = current_shelf().find_file("captions", name) or abort(404)
    answer = send_file(path, as_attachment=True)
    kind = "text/vtt" if path.suffix.lower() == ".vtt" else "application/x-subrip"
    answer.headers["Content-Type"] = f"{kind}; charset=utf-8"
    return answer


@blueprint.get("/tracks/<stem>/<tag>/<kind>.vtt")
def track(stem: str, tag: str, kind: str) -> Response:
    """Send a track as every browser reads it: whatever its format, encoding and faults, as clean WebVTT."""
    video = reader.find(stem) or abort(404)
    found = video.entry.find_track(tag, _kind(kind)) or abort(404)
    return text_answer(_clean(read_track(found, kind=found.kind).track), content_type="text/vtt; charset=utf-8")


@blueprint.get("/transcripts/<stem>/<tag>.txt")
def transcript(stem: str, tag: str) -> Response:
    """Send the words of a track in paragraphs, to be read or pasted."""
    video = reader.find(stem) or abort(404)
    found = next((track for track in video.shown_tracks if track.language == tag), None) or abort(404)
    text = _plain_text(video, tag, video.paragraphs(found))
    response = text_answer(text, content_type="text/plain; charset=utf-8")
    response.headers.set("Content-Disposition", "attachment", filename=f"{_ascii(stem)}.{tag}.txt")
    return response


def _clean(read: Track) -> bytes:
    showable = tuple(cue for cue in read.cues if cue.end_ms > cue.start_ms)
    clean = Track(showable, read.language, read.kind, read.label, read.styles, read.regions)
    return formats.serialize(clean, extension=".vtt").data


def _kind(name: str) -> Kind:
    return next((kind for kind in KINDS if kind == name), None) or abort(404)


def _plain_text(video: Video, tag: str, paragraphs: list[Paragraph]) -> str:
    parts = [video.title_in(tag)]
    for each in paragraphs:
        text = each.text(tag)
        parts.append(f"{each.voice}: {text}" if each.voice else text)
    return "\n\n".join(part for part in parts if part) + "\n"


def _ascii(stem: str) -> str:
    """Return a name that every system can save under; the link's ``download`` attribute has the whole one."""
    return "".join(character if character.isascii() and character.isprintable() else "_" for character in stem)


def _by_ranges(path: Path, content_type: str) -> Response:
    """Send a file or the part of it that was asked for.

    A range that is none, or several of them, is as if it had not been asked for (RFC 9110 §14.2): no player wants
    several, and many that overlap would make us send a film many times.

    For a part, Werkzeug gives an iterator, and Waitress keeps a thread waiting at it while a viewer pauses:
    eight of them and nobody else gets an answer. A file that stands at its place is sent without a thread.
    """
    if request.method != "GET" or not _ONE_RANGE.fullmatch(request.headers.get("Range", "")):
        request.environ.pop("HTTP_RANGE", None)
    response = send_file(path, mimetype=content_type, conditional=True, etag=True)
    if response.status_code != 206 or request.environ.get("wsgi.file_wrapper") is not ReadOnlyFileBasedBuffer:
        return response
    start = response.content_range.start
    response.response.close()  # type: ignore[union-attr]  # send_file's body is a wrapped file, not a list
    file = path.open("rb")
    file.seek(start or 0)
    response.response = wrap_file(request.environ, file)
    return response
