"""Pages and texts as answers: they may be kept, must be asked after, and are packed for whoever can unpack them.

Media never are: they are packed already, and a part of a packed file is of no use to a player.
"""

from __future__ import annotations

import gzip
from functools import lru_cache
from typing import cast

from flask import Response, request


def page_answer(html: str) -> Response:
    """Send a page for this reader's languages; a browser that has it already is told so."""
    response = Response(html, content_type="text/html; charset=utf-8")
    response.headers["Cache-Control"] = "private, no-cache"
    return _packed(response, vary="Accept-Language, Accept-Encoding, Cookie")


def text_answer(text: str | bytes, *, content_type: str) -> Response:
    """Send a text that is the same for every reader."""
    response = Response(text, content_type=content_type)
    response.headers["Cache-Control"] = "no-cache"
    return _packed(response, vary="Accept-Encoding")


def whole_answer(data: bytes, *, content_type: str) -> Response:
    """Send a file that is the same for every reader, and packed in itself."""
    response = Response(data, content_type=content_type)
    response.headers["Cache-Control"] = "no-cache"
    response.add_etag()
    return cast("Response", response.make_conditional(request))


def _packed(response: Response, *, vary: str) -> Response:
    """Say that nothing has changed, or send all of it, packed if that can be read."""
    response.headers["Vary"] = vary
    response.add_etag(weak=True)  # the same for the packed and the plain form
    response = cast("Response", response.make_conditional(request))
    if response.status_code == 200 and accepts_gzip():
        response.set_data(_gzipped(response.get_data()))
        response.headers["Content-Encoding"] = "gzip"
    return response


@lru_cache(maxsize=128)
def _gzipped(data: bytes) -> bytes:
    return gzip.compress(data, compresslevel=6, mtime=0)


def accepts_gzip() -> bool:
    return request.accept_encodings.quality("gzip") > 0
