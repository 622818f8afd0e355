"""The library in a browser: an index, a page to watch each video, and the files behind them.

A page is a module (``index``, ``watch``) and a template folder of the same name. What is read from disk goes
through ``shelf``, what a page says in words through ``wording``, in which language through ``interface``, what
every answer carries through ``security``.
"""

from __future__ import annotations

from pathlib import Path

from flask import Flask
from flask.json.provider import DefaultJSONProvider

from cuepress.library import Library
from cuepress.web import assets, errors, files, health, index, interface, security, watch
from cuepress.web.security import LOOPBACK_NAMES
from cuepress.web.shelf import Shelf

__all__ = ["LOOPBACK_NAMES", "create_app"]


class _PlainLetters(DefaultJSONProvider):
    """JSON in pages: letters of every script as they are, which is shorter; what HTML could mistake is escaped."""

    ensure_ascii = False


def create_app(root: Path, *, host_names: frozenset[str] | None = LOOPBACK_NAMES) -> Flask:
    """Make the application for one library folder.

    Parameters
    ----------
    root
        The library; a folder that is not there yet is an empty library.
    host_names
        The names under which the server may be asked, without port; None for any. The default keeps a page
        of another site from reading a local library by a host name that it points at this machine.
    """
    app = Flask(__name__, static_folder=None)
    app.config["HOST_NAMES"] = host_names
    app.json = _PlainLetters(app)
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.extensions["cuepress.shelf"] = Shelf(Library(root.resolve()))
    for part in (security, errors, assets, interface):
        part.install(app)
    for page in (index, watch, files, health):
        app.register_blueprint(page.blueprint)
    return app
