"""Pages as answers: they depend on the reader's language, may be kept, and must be asked after."""

from __future__ import annotations

import gzip
from typing import cast

from flask import Response, request


def page_answer(html: str) -> Response:
    """Send a page for this reader's languages, packed; a browser that has it already is told so."""
    response = Response(html, content_type="text/html; charset=utf-8")
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Vary"] = "Accept-Language, Accept-Encoding"
    response = conditional(response)
    if response.status_code == 200 and accepts_gzip():
        response.set_data(gzip.compress(response.get_data(), compresslevel=6, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    return response


def conditional(response: Response) -> Response:
    """Let a browser keep an answer if it asks each time whether it is still good."""
    response.headers.setdefault("Cache-Control", "no-cache")
    response.add_etag(weak=True)  # the same for the packed and the plain form
    return cast("Response", response.make_conditional(request))


def accepts_gzip() -> bool:
    return request.accept_encodings.quality("gzip") > 0
