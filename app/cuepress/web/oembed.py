"""``/oembed``: what a content management system asks to turn the address of a video into a frame.

Source: oEmbed 1.0 (oembed.com). A published page, which nobody can ask, has the same as a file.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, cast
from urllib.parse import parse_qs, unquote, urljoin, urlsplit
from xml.etree import ElementTree as ET

from flask import Blueprint, Response, abort, current_app, request
from PIL import Image
from werkzeug.exceptions import HTTPException, NotFound

from cuepress.web import embed, reader, watch
from cuepress.web.answers import text_answer
from cuepress.web.embed import Frame
from cuepress.web.provenance import seconds_text
from cuepress.web.reader import Video

_SIDE = re.compile(r"[0-9]{1,5}")
_SMALLEST = 120  # CSS pixels; less is no picture

blueprint = Blueprint("oembed", __name__)


@blueprint.get("/oembed/<stem>")
def page(stem: str) -> Response:
    """Tell of one video, as its own page leads here."""
    return _answer(reader.find(stem) or abort(404), request.args.get("lang", ""), "")


@blueprint.get("/oembed")
def ask() -> Response:
    """Tell of the video whose page is at ``url``."""
    address = request.args.get("url", "")
    if not address:
        abort(400, "Say of which page: add ?url= and the whole address of a video's page, escaped.")
    stem = _stem_at(address) if embed.is_ours(address) else ""
    video = (reader.find(stem) if stem else None) or abort(404)
    asked = parse_qs(urlsplit(address).query)
    start_ms = watch.start_from(asked.get("t", [""])[0], duration_ms=video.duration_ms)
    return _answer(video, asked.get("lang", [""])[0], seconds_text(start_ms) if start_ms is not None else "")


def as_json(told: dict[str, Any]) -> bytes:
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def describe(video: Video, frame: Frame) -> dict[str, Any]:
    """Return the answer for a frame; whose poster is only told where other sites may show it."""
    told: dict[str, Any] = {
        "version": "1.0",
        "type": "video",
        "provider_name": "Cuepress",
        "title": frame.title.text,
        "width": frame.width,
        "height": frame.height,
        "html": frame.code,
    }
    poster = video.entry.poster
    if poster and (frame.hosts or current_app.jinja_env.globals.get("published")):
        make: Any = current_app.jinja_env.globals["url_for"]
        told |= _thumbnail(poster, urljoin(frame.address, make("files.media", name=poster.name)))
    return told


def _thumbnail(poster: Path, address: str) -> dict[str, Any]:
    """Return what is told of a poster; nothing of one whose size cannot be made out."""
    try:
        with Image.open(poster) as picture:
            width, height = picture.size
    except (OSError, ValueError, Image.DecompressionBombError):
        return {}
    return {"thumbnail_url": address, "thumbnail_width": width, "thumbnail_height": height}


def _answer(video: Video, wanted: str, start: str) -> Response:
    form = request.args.get("format", "json")
    if form not in {"json", "xml"}:
        abort(501, "There is json and xml.")
    tags = video.languages()
    tag = wanted if wanted in tags else (video.spoken if video.spoken in tags else next(iter(tags), ""))
    frame = embed.frame(video, tag, start=start, **_size(video))
    if frame is None:
        raise NotFound
    told = describe(video, frame)
    if form == "xml":
        return text_answer(_as_xml(told), content_type="text/xml; charset=utf-8")
    return text_answer(as_json(told), content_type="application/json; charset=utf-8")


def _size(video: Video) -> dict[str, int]:
    """Return the size of the frame, within what was asked for."""
    width = min(embed.WIDTH, _asked("maxwidth", embed.WIDTH))
    height = embed.height_for(video, width)
    return {"width": width, "height": min(height, _asked("maxheight", height))}


def _asked(name: str, default: int) -> int:
    text = request.args.get(name, "")
    return max(_SMALLEST, int(text)) if _SIDE.fullmatch(text) else default


def _stem_at(address: str) -> str:
    """Return the video of one of our pages; nothing if the address is of none."""
    path = unquote(urlsplit(address).path)
    root = request.script_root
    if not path.startswith(f"{root}/"):
        return ""
    adapter = current_app.url_map.bind("localhost")
    try:
        endpoint, values = adapter.match(path.removeprefix(root), method="GET")
    except HTTPException:
        return ""
    return str(values["stem"]) if endpoint in {"watch.page", "embed.page"} else ""


def _as_xml(told: dict[str, Any]) -> bytes:
    root = ET.Element("oembed")
    for name, value in told.items():
        ET.SubElement(root, name).text = _XML_UNFIT.sub("", str(value))
    return cast("bytes", ET.tostring(root, encoding="utf-8", xml_declaration=True))


_XML_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
