"""``/embed/<stem>``: a video in a frame of another page, and what an author puts there to have it.

Only pages of this site may frame it, and those that were named when the server was started. The whole page of a
video, with its transcript, is a link away.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urljoin, urlsplit

from flask import Blueprint, Flask, Response, abort, current_app, render_template, request

from cuepress.errors import UsageError
from cuepress.web import interface, kept, reader, watch
from cuepress.web.answers import page_answer
from cuepress.web.reader import Passage, Video

WIDTH = 640  # CSS pixels of a frame; its author may choose another
BAR_HEIGHT, SMALL_BAR_HEIGHT = 56, 40  # of the controls under the picture; the smaller one up to this width
SMALL_WIDTH = 480
EVERY_SITE = "*"
_WIDEST, _TALLEST = 1 / 3, 3.0  # shares of height to width; a picture beyond is a fault of the file
_USUAL_SHARE = 9 / 16
_HOST = re.compile(
    r"(?:https?://)?(?:\*\.)?(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?::[0-9]{1,5}|:\*)?"
)

blueprint = Blueprint("embed", __name__)


@dataclass(frozen=True, slots=True)
class Frame:
    """A video to be put into other pages: its whole address, its size there in CSS pixels, what it is called.

    ``code`` is the HTML for it, ``oembed`` where machines are told the same.
    """

    address: str
    width: int
    height: int
    title: Passage
    code: str
    oembed: str
    hosts: tuple[str, ...] = ()

    @property
    def is_for_all(self) -> bool:
        return EVERY_SITE in self.hosts


def install(app: Flask, hosts: Iterable[str] = ()) -> None:
    """Give an application the sites that may frame its videos, and its templates the function ``frame``."""
    app.config["EMBED_HOSTS"] = tuple(dict.fromkeys(map(checked_host, hosts)))
    app.jinja_env.globals["frame"] = frame
    app.register_blueprint(blueprint)


def checked_host(host: str) -> str:
    """Return a site as a policy names it: ``example.org``, ``*.example.org``, ``https://example.org:8443``, ``*``.

    Raises
    ------
    UsageError
        If it is none: a path, a list, a word of the policy's own language.
    """
    wanted = host.strip().rstrip("/").lower()
    scheme, separator, name = wanted.rpartition("://")
    try:
        ascii_name = name.encode("idna").decode() if not name.isascii() else name
    except UnicodeError:
        ascii_name = ""
    checked = f"{scheme}{separator}{ascii_name}"
    if checked != EVERY_SITE and not _HOST.fullmatch(checked):
        raise UsageError(
            "this is no name of a site", f"--embed-host {host!r}", "write it as example.org or https://example.org"
        )
    return checked


@blueprint.get("/embed/<stem>")
def page(stem: str) -> Response:
    video = reader.find(stem) or abort(404)
    return page_answer(kept.page(video.entry, lambda: _html(video)))


def _html(video: Video) -> str:
    tag = reader.choose_language(video.languages(), spoken=video.spoken)
    interface.follow(tag)
    start_ms = watch.start_from(request.args.get("t", ""), duration_ms=video.duration_ms)
    return render_template(
        "embed/page.html",
        stem=video.entry.stem,
        video=video,
        title=video.title(tag),
        tag=tag,
        player=watch.player_of(video, tag, start_ms),
        speeds=watch.SPEEDS,
    )


def frame(video: Video, tag: str, *, start: str = "", width: int = WIDTH, height: int = 0) -> Frame | None:
    """Return what to put into another page; None where nobody knows yet under which address the video will be."""
    published: Any = current_app.jinja_env.globals.get("published")
    base = str(published.canonical) if published else request.base_url
    if not base or video.entry.media is None:
        return None
    url_for: Any = current_app.jinja_env.globals["url_for"]
    stem = video.entry.stem
    address = urljoin(base, url_for("embed.page", stem=stem, lang=tag or None))
    if start:
        address += f"{'&' if '?' in address else '?'}t={start}"
    told = urljoin(base, url_for("oembed.page", stem=stem, lang=tag or None))
    title = video.title(tag)
    tall = height or height_for(video, width)
    hosts = cast("tuple[str, ...]", current_app.config["EMBED_HOSTS"])
    return Frame(address, width, tall, title, _code(address, title, width, tall), told, hosts)


def height_for(video: Video, width: int) -> int:
    """Return how tall a frame of this width is, so that picture and controls fill it."""
    media = video.record.manifest.media
    share = media.height / media.width if media and media.width and media.height else _USUAL_SHARE
    bar = SMALL_BAR_HEIGHT if width <= SMALL_WIDTH else BAR_HEIGHT
    return round(width * min(max(share, _WIDEST), _TALLEST)) + bar


def _code(address: str, title: Passage, width: int, height: int) -> str:
    attributes = {
        "src": address,
        "title": title.text,
        **({"lang": title.lang} if title.lang else {}),
        "width": width,
        "height": height,
        "loading": "lazy",
        "allow": "fullscreen; picture-in-picture",
        "style": "border:0;max-width:100%",
    }
    written = " ".join(f'{name}="{html.escape(str(value))}"' for name, value in attributes.items())
    return f"<iframe {written} allowfullscreen></iframe>"


def is_ours(address: str) -> bool:
    """Tell whether an address is one of this server, as the reader has named it."""
    try:
        parts = urlsplit(address)
        host = parts.netloc if parts.netloc.isascii() else parts.netloc.encode("idna").decode()
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and host.lower() == request.host.lower()
