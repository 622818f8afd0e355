"""The library in a browser: an index, a page to watch each video, and the files behind them.

A page is a module (``index``, ``watch``) and a template folder of the same name. What is read from disk goes
through ``shelf``, what a page says in words through ``wording``, in which language through ``interface``, what
every answer carries through ``security``.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from flask import Flask
from flask.json.provider import DefaultJSONProvider

from cuepress.library import Library
from cuepress.web import (
    assets,
    embed,
    errors,
    files,
    health,
    index,
    interface,
    kept,
    oembed,
    proxy,
    security,
    watch,
)
from cuepress.web.security import LOOPBACK_NAMES
from cuepress.web.shelf import Shelf

__all__ = ["LOOPBACK_NAMES", "create_app"]


class _PlainLetters(DefaultJSONProvider):
    """JSON in pages: letters of every script as they are, which is shorter; what HTML could mistake is escaped."""

    ensure_ascii = False


def create_app(
    root: Path,
    *,
    host_names: frozenset[str] | None = LOOPBACK_NAMES,
    base_url: str = "",
    embed_hosts: Iterable[str] = (),
) -> Flask:
    """Make the application for one library folder.

    Parameters
    ----------
    root
        The library; a folder that is not there yet is an empty library.
    host_names
        The names under which the server may be asked, without port; None for any. The default keeps a page
        of another site from reading a local library by a host name that it points at this machine.
    base_url
        The address under which the public sees the library; empty if it is the one that requests name.
    embed_hosts
        The sites whose pages may frame a video (``example.org``, ``*``), beside our own.

    Raises
    ------
    UsageError
        If ``base_url`` is no address, or one of ``embed_hosts`` no site.
    """
    app = Flask(__name__, static_folder=None)
    app.config["HOST_NAMES"] = host_names
    app.json = _PlainLetters(app)
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.extensions["cuepress.shelf"] = Shelf(Library(root.resolve()))
    for part in (security, errors, assets, interface, kept):
        part.install(app)
    for page in (index, watch, files, health, oembed):
        app.register_blueprint(page.blueprint)
    embed.install(app, embed_hosts)
    _stand_at(app, base_url)
    return app


def _stand_at(app: Flask, base_url: str) -> None:
    """Have an application know its public address, by which it may be asked too."""
    first_parts = {rule.rule.split("/")[1] for rule in app.url_map.iter_rules()}
    address = proxy.read_address(base_url, taken=first_parts - {""}) if base_url else None
    if address is not None and app.config["HOST_NAMES"] is not None:
        app.config["HOST_NAMES"] |= {address.name}
    proxy.install(app, address)
