"""The access log: one line for each answer, on demand. Of the person who asked it says nothing.

    2026-11-25T20:19:43Z GET /watch/message 200 5120 B 4 ms

No network address, no browser, no page that led here, nothing of what was looked for.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from urllib.parse import quote

from flask import Flask, Response, g, request

MAX_PATH_CHARACTERS = 500
MAX_METHOD_CHARACTERS = 20


def install(app: Flask, write: Callable[[str], None]) -> None:
    """Have an application call ``write`` with a line for each answer; if that fails, the answer still goes out."""

    @app.before_request
    def begin() -> None:
        g.begun_s = time.perf_counter()

    @app.after_request
    def end(response: Response) -> Response:
        with suppress(OSError):
            write(line(response, took_s=time.perf_counter() - g.get("begun_s", time.perf_counter())))
        return response


def line(response: Response, *, took_s: float) -> str:
    """Say when, what was asked, and with which status, size and pains it was answered."""
    when = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
    asked = f"{_safe(request.method, MAX_METHOD_CHARACTERS)} {_safe(request.path, MAX_PATH_CHARACTERS)}"
    size = response.content_length or 0
    return f"{when} {asked} {response.status_code} {size} B {took_s * 1000:.0f} ms"


def _safe(text: str, longest: int) -> str:
    """Write a piece of a request so that it stays in its place of the line."""
    written = quote(text, safe="/!$&'()*+,;=:@-._~")
    return written if len(written) <= longest else written[:longest] + "…"
