"""The files behind the pages: media by ranges, captions, tracks for the player, transcripts to take away."""

from __future__ import annotations

import re
from pathlib import Path

from flask import Blueprint, Response, abort, request, send_file
from waitress.buffers import ReadOnlyFileBasedBuffer
from werkzeug.wsgi import wrap_file

from cuepress import files as whole_files
from cuepress import formats
from cuepress.errors import LibraryError
from cuepress.model import KINDS, Kind, Track
from cuepress.web import reader
from cuepress.web.answers import text_answer, whole_answer
from cuepress.web.chapters import as_track
from cuepress.web.documents import DOCUMENTS, transcript_document
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
TRACK_TYPES = {".vtt": "text/vtt; charset=utf-8", ".srt": "application/x-subrip; charset=utf-8"}
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
    data = whole_files.read_bytes(path, error=LibraryError)
    return _to_keep(text_answer(data, content_type=TRACK_TYPES[path.suffix.lower()]), path.name)


@blueprint.get("/tracks/<stem>/<tag>/<kind>.vtt")
def track(stem: str, tag: str, kind: str) -> Response:
    """Send a track as every browser reads it: whatever its format, encoding and faults, as clean WebVTT."""
    data = formats.serialize(_clean_track(stem, tag, kind), extension=".vtt").data
    return text_answer(data, content_type=TRACK_TYPES[".vtt"])


@blueprint.get("/tracks/<stem>/<tag>/<kind>/file<extension>")
def converted(stem: str, tag: str, kind: str, extension: str) -> Response:
    """Send a track, to be kept, in a format that the library does not have it in."""
    if extension not in TRACK_TYPES:
        abort(404)
    data = formats.serialize(_clean_track(stem, tag, kind), extension=extension).data
    return _to_keep(text_answer(data, content_type=TRACK_TYPES[extension]), f"{stem}.{tag}{extension}")


@blueprint.get("/transcripts/<stem>/<tag>.<extension>")
def transcript(stem: str, tag: str, extension: str) -> Response:
    """Send the words of a track in paragraphs, to be read or pasted."""
    video = reader.find(stem) or abort(404)
    found = video.shown_track(tag) or abort(404)
    written = DOCUMENTS.get(extension) or abort(404)
    data = written.write(transcript_document(video, tag, video.paragraphs(found)))
    send = whole_answer if extension == "docx" else text_answer
    return _to_keep(send(data, content_type=written.content_type), f"{stem}.{tag}.{extension}")


def _to_keep(response: Response, name: str) -> Response:
    """Have a browser save what it gets, and not show it; the link's ``download`` attribute has the whole name."""
    ascii_name = "".join(each if each.isascii() and each.isprintable() else "_" for each in name)
    response.headers.set("Content-Disposition", "attachment", filename=ascii_name)
    return response


def _clean_track(stem: str, tag: str, kind: str) -> Track:
    """Return a track of the library that can be written in every format, or the chapters that headings make."""
    video = reader.find(stem) or abort(404)
    found = video.entry.find_track(tag, _kind(kind))
    if found is not None:
        return _clean(read_track(found, kind=found.kind).track)
    chapters = video.chapters_in(tag)
    return as_track(chapters) if kind == "chapters" and chapters.list else abort(404)


def _clean(read: Track) -> Track:
    showable = tuple(cue for cue in read.cues if cue.end_ms > cue.start_ms)
    return Track(showable, read.language, read.kind, read.label, read.styles, read.regions)


def _kind(name: str) -> Kind:
    return next((kind for kind in KINDS if kind == name), None) or abort(404)


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
