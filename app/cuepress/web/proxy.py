"""Behind another web server: pages that know the address under which the public sees them.

The address is said when the server is started, and not believed from a request: ``X-Forwarded-…`` is what anybody
can write, unless a proxy in front replaces it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from flask import Flask

from cuepress.errors import UsageError

ASKED_HOST = "cuepress.asked_host"  # in the environment of a request: the host that it named


@dataclass(frozen=True, slots=True)
class PublicAddress:
    """Where the public finds the library: ``https``, ``example.org`` (or with a port), ``/videos``."""

    scheme: str
    host: str
    path: str

    @property
    def name(self) -> str:
        """The host without a port."""
        return urlsplit(f"//{self.host}").hostname or ""


def read_address(url: str, *, taken: Iterable[str] = ()) -> PublicAddress:
    """Take the address of a library apart.

    Raises
    ------
    UsageError
        If it is none, or its path begins with one of ``taken``, the first parts of our own paths.
    """
    try:
        parts = urlsplit(url)
        host = parts.netloc.lower() if parts.netloc.isascii() else parts.netloc.lower().encode("idna").decode()
        is_address = parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:  # a port that is no number, a name that no host can have
        is_address = False
    if not is_address or parts.query or parts.fragment or "@" in parts.netloc or set(url) & set(" \\\"'<>\r\n\t"):
        raise UsageError(
            "this is no address of a site", f"--base-url {url!r}", "write it as https://example.org/videos/"
        )
    path = unquote(parts.path).rstrip("/")
    if path.split("/")[1:2] and path.split("/")[1] in set(taken):
        raise UsageError(
            "pages of Cuepress have this path themselves",
            f"--base-url {url!r}",
            "choose another, such as /videos/",
        )
    return PublicAddress(parts.scheme, host, path)


def install(app: Flask, address: PublicAddress | None) -> None:
    """Have an application answer as if it stood where the public sees it, whether or not a proxy cuts its path."""
    inner = app.wsgi_app

    def answer(environ: dict[str, Any], start_response: Any) -> Any:  # noqa: ANN401  # as WSGI has it
        environ[ASKED_HOST] = environ.get("HTTP_HOST", "")
        if address is not None:
            path = environ.get("PATH_INFO", "")
            prefix = address.path.encode().decode("latin-1")  # WSGI writes bytes so
            if prefix and (path == prefix or path.startswith(f"{prefix}/")):
                environ["PATH_INFO"] = path.removeprefix(prefix) or "/"
            environ["SCRIPT_NAME"] = prefix
            environ["HTTP_HOST"] = address.host
            environ["wsgi.url_scheme"] = address.scheme
        return inner(environ, start_response)

    app.wsgi_app = answer  # type: ignore[method-assign]  # as Flask's documentation does
