"""``/healthz``: whether this server can do its work, for whoever keeps it running."""

from __future__ import annotations

import os

from flask import Blueprint, Response

from cuepress.errors import LibraryError
from cuepress.files import shown
from cuepress.web.shelf import current_shelf

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def page() -> Response:
    """Say ``ok`` while the library's folder is there and can be read; otherwise 503 and why."""
    root = current_shelf().library.root
    if not os.access(root, os.R_OK | os.X_OK):
        raise LibraryError("the library is not there or may not be read", shown(root), "put its folder back")
    response = Response("ok\n", content_type="text/plain; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    return response
