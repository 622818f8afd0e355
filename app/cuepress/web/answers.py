"""Pages as answers: they depend on the reader's language, may be kept, and must be asked after."""

from __future__ import annotations

from typing import cast

from flask import Response, request


def page_answer(response: Response) -> Response:
    """Mark a page as one for this reader's languages; a browser that has it already is told so."""
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Vary"] = "Accept-Language"
    return conditional(response)


def conditional(response: Response) -> Response:
    """Let a browser keep an answer if it asks each time whether it is still good."""
    response.headers.setdefault("Cache-Control", "no-cache")
    response.add_etag()
    return cast("Response", response.make_conditional(request))
