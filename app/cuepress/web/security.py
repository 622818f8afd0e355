"""What every answer carries, errors included; and who may ask."""

from __future__ import annotations

import ipaddress

from flask import Flask, Response, abort, current_app, request

from cuepress.web import proxy

EMBED_FOLDER = "/embed/"
POSTER_TYPES = frozenset({"image/jpeg", "image/png"})
LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "[::1]"})

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; "
    "script-src 'self'; "
    "style-src 'self'; "
    "img-src 'self'; "
    "media-src 'self'; "
    "connect-src 'self'; "
    "font-src 'self'; "
    "base-uri 'none'; "
    "form-action 'self'; "
    "frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",  # for browsers that do not know frame-ancestors
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), display-capture=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def install(app: Flask) -> None:
    """Put the headers on every answer of an application, and turn away those who ask by a foreign name."""
    app.before_request(_check_host)
    app.after_request(_add_headers)


def is_loopback(host: str) -> bool:
    """Tell whether an address to listen on can be reached from this machine only."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def exposure_warning(host: str) -> str:
    """Return what it means to listen on ``host``, or nothing if only this machine can reach it."""
    if is_loopback(host):
        return ""
    return (
        f"listening on {host}: everyone who can reach this machine over the network can see every video, "
        "track and transcript of this library, without a password and without encryption; put a web server "
        "with HTTPS in front, or listen on 127.0.0.1"
    )


def _check_host() -> None:
    """Refuse a request for another host (DNS rebinding: a foreign page that resolves its name to 127.0.0.1)."""
    allowed: frozenset[str] | None = current_app.config["HOST_NAMES"]
    asked = request.environ.get(proxy.ASKED_HOST, request.host)
    if allowed is not None and _without_port(asked) not in allowed:
        abort(400, "This server does not go by that name. Open it by the address that it printed when it started.")


def _without_port(host: str) -> str:
    name, separator, port = host.lower().rpartition(":")
    return name if separator and port.isdigit() else host.lower()


def _add_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers[name] = value
    hosts: tuple[str, ...] = current_app.config.get("EMBED_HOSTS", ())
    if request.path.startswith(EMBED_FOLDER):
        _open_to(hosts, response)
    elif hosts and response.mimetype in POSTER_TYPES:
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"  # sites show it before the frame
    return response


def _open_to(hosts: tuple[str, ...], response: Response) -> None:
    """Let our own pages frame an answer, and those of the sites that were named."""
    allowed = " ".join(("'self'", *hosts))
    response.headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY.replace(
        "frame-ancestors 'none'", f"frame-ancestors {allowed}"
    )
    if hosts:
        del response.headers["X-Frame-Options"]  # it can name no site
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    else:
        response.headers["X-Frame-Options"] = "SAMEORIGIN"
