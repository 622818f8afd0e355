"""Style sheets, scripts, fonts and pictures of the pages, served from memory under a name that changes with them.

Their folder in the URL is a digest of them all: browsers may keep them for good, a style sheet finds its fonts by
relative paths, and a new version of Cuepress is never shown in the clothes of the old one. Modules are joined to
one script a page, and style sheets to one where a sheet imports others: a first visit then takes a quarter of the
requests and is an eighth lighter.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from flask import Blueprint, Flask, Response, abort, url_for

from cuepress.web.answers import accepts_gzip
from cuepress.web.bundle import bundled

FOLDER = Path(__file__).parent / "static"
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".woff2": "font/woff2",
}
_STYLE_IMPORT = re.compile(rb'(?m)^@import "([\w-]+\.css)";$')
ALREADY_COMPRESSED = frozenset({".woff2"})


@dataclass(frozen=True, slots=True)
class Asset:
    """One file, ready to be sent; ``compressed`` is empty where gzip gains nothing."""

    content_type: str
    plain: bytes
    compressed: bytes = b""


def load(folder: Path = FOLDER) -> dict[str, Asset]:
    """Read every asset whose type is known, by its path below the folder; modules as the pages ask for them."""
    found = sorted(path for path in folder.rglob("*") if path.suffix in TYPES and path.is_file())
    plain = {path.relative_to(folder).as_posix(): _without_remarks(path) for path in found}
    scripts = {name: plain.pop(name).decode() for name in list(plain) if name.endswith(".js")}
    plain |= {name: _with_imports(name, plain) for name in plain if name.endswith(".css")}
    plain |= {name: script.encode() for name, script in bundled(scripts).items()}
    return {name: _asset(name, plain[name]) for name in sorted(plain)}


def digest(assets: dict[str, Asset]) -> str:
    """Return a short name that changes when any asset does."""
    running = hashlib.sha256()
    for name, asset in assets.items():
        running.update(name.encode() + b"\0" + hashlib.sha256(asset.plain).digest())
    return running.hexdigest()[:12]


def install(app: Flask) -> None:
    """Give an application its assets, and its templates the function ``asset(name)``."""
    assets = load()
    version = digest(assets)
    blueprint = Blueprint("assets", __name__)

    @blueprint.get(f"/assets/{version}/<path:name>")
    def send(name: str) -> Response:
        return _answer(assets.get(name) or abort(404))

    def asset(name: str) -> str:
        if name not in assets:
            raise ValueError(f"no such asset: {name}")
        return url_for("assets.send", name=name)

    app.register_blueprint(blueprint)
    app.jinja_env.globals["asset"] = asset


def _asset(name: str, plain: bytes) -> Asset:
    suffix = PurePosixPath(name).suffix
    compressed = b"" if suffix in ALREADY_COMPRESSED else gzip.compress(plain, mtime=0)
    return Asset(TYPES[suffix], plain, compressed if len(compressed) < len(plain) else b"")


def _without_remarks(path: Path) -> bytes:
    """Return a file as it is sent: what is only for those who read its source, a fifth of it, stays here.

    Our own files have their remarks on lines of their own, and no text over several lines.
    """
    data = path.read_bytes()
    remarks = {".js": rb"(?m)^\s*//.*$", ".css": rb"(?s)/\*.*?\*/"}.get(path.suffix)
    return re.sub(rb"\n\s*", b"\n", re.sub(remarks, b"", data)).lstrip() if remarks else data


def _with_imports(name: str, plain: Mapping[str, bytes]) -> bytes:
    """Return a style sheet with those that it imports from its own folder in it."""
    folder = PurePosixPath(name).parent
    return _STYLE_IMPORT.sub(lambda found: plain[str(folder / found[1].decode())], plain[name])


def _answer(asset: Asset) -> Response:
    is_packed = bool(asset.compressed) and accepts_gzip()
    response = Response(asset.compressed if is_packed else asset.plain, content_type=asset.content_type)
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    response.headers["Vary"] = "Accept-Encoding"
    if is_packed:
        response.headers["Content-Encoding"] = "gzip"
    return response
