"""One answer to everything that goes wrong: what it is, where, and what to do next.

A person gets a page. Whoever asked for a file (a player, a download) gets plain text: a track is never HTML.
"""

from __future__ import annotations

from flask import Flask, Response, current_app, make_response, render_template, request
from werkzeug.exceptions import HTTPException

from cuepress.errors import CuepressError
from cuepress.files import shown
from cuepress.web.interface import lazy_gettext
from cuepress.web.reader import Passage
from cuepress.web.shelf import current_shelf
from cuepress.web.wording import in_page_language

FILE_FOLDERS = ("/media/", "/captions/", "/tracks/", "/transcripts/", "/assets/", "/healthz", "/oembed")

# Status -> what, next step. What is not here is said in the words of HTTP, which are English.
WORDS = {
    404: (
        lazy_gettext("There is nothing at this address"),
        lazy_gettext("It may have been renamed or removed. The list of all videos shows what there is."),
    ),
    405: (lazy_gettext("This page can only be read"), lazy_gettext("Go back and follow a link instead.")),
    500: (
        lazy_gettext("Something went wrong on our side"),
        lazy_gettext("Try again in a moment. If it stays, tell whoever runs this server what you did."),
    ),
}


def install(app: Flask) -> None:
    """Give an application its error answers."""
    app.register_error_handler(CuepressError, _cuepress_error)
    app.register_error_handler(HTTPException, _http_error)


def _cuepress_error(error: CuepressError) -> Response:
    what, next_step = _english(error.what), _english(error.next_step)
    return _answer(error.http_status, what=what, where=_below_root(error.where), next_step=next_step)


def _http_error(error: HTTPException) -> Response:
    status = error.code or 500
    if status in WORDS:
        what, next_step = (in_page_language(str(text)) for text in WORDS[status])
    else:
        what, next_step = _english(error.name), _english(error.description or "")
    response = _answer(status, what=what, where=request.path if status == 404 else "", next_step=next_step)
    for name in ("Allow", "Content-Range"):
        for found, value in error.get_headers():
            if found == name:
                response.headers[name] = value
    return response


def _english(text: str) -> Passage:
    return Passage(text, "en", "ltr")


def _answer(status: int, *, what: Passage, where: str, next_step: Passage) -> Response:
    if request.path.startswith(FILE_FOLDERS):
        text = "\n".join(line for line in (what.text, where, next_step.text) if line) + "\n"
        response = Response(text, content_type="text/plain; charset=utf-8")
    else:
        page = render_template("error/page.html", status=status, what=what, where=where, next_step=next_step)
        response = make_response(page)
    response.status_code = status
    response.headers["Cache-Control"] = "no-store"
    return response


def _below_root(where: str) -> str:
    """Name a place inside the library without the way to it, which is nobody's business on a network."""
    root = current_shelf().library.root
    for prefix in (root, root.absolute(), root.resolve()):
        where = where.replace(shown(prefix) + "/", "") if str(prefix) != "." else where
    return where if current_app.debug or not where.startswith("/") else where.rpartition("/")[2]
