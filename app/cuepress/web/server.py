"""The library under a production server: opening the port, saying why not, stopping cleanly."""

from __future__ import annotations

import errno
import ipaddress
import logging
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

from waitress.server import TcpWSGIServer, create_server

from cuepress.errors import LibraryError, UsageError
from cuepress.files import exists, shown
from cuepress.web import LOOPBACK_NAMES, connections, create_app, logbook
from cuepress.web.security import exposure_warning, is_loopback

__all__ = ["Server", "exposure_warning", "serve"]

THREADS = 8
CONNECTIONS = 500
TURN_SECONDS = 0.0005
MAX_PORT = 65_535
MAX_HEADER_BYTES = 32 * 1024  # browsers send one or two thousand; proxies refuse more than 8,000 a line
MAX_BODY_BYTES = 64 * 1024  # nothing is ever sent to us; a browser's form would fit


@dataclass(slots=True)
class Server:
    """A library on a port, from the moment it is made. ``run`` answers until ``stop`` is called.

    ``on_answer`` is given a line of the access log for each answer. ``base_url`` is where the public finds the
    library, ``embed_hosts`` the sites that may frame its videos. What a proxy at ``trusted_proxy`` says in
    ``X-Forwarded-Host``, ``-Proto`` and ``-Port`` is believed; of anybody else it is not even read.

    Raises
    ------
    UsageError
        If the port is in use or may not be opened, the host is none of this machine's, or an address is none.
    LibraryError
        If the library is not a folder, or may not be read.
    """

    root: Path
    host: str = "127.0.0.1"
    port: int = 5000
    on_answer: Callable[[str], None] | None = None
    base_url: str = ""
    embed_hosts: Sequence[str] = ()
    trusted_proxy: str = ""
    _waitress: TcpWSGIServer | None = None

    def __post_init__(self) -> None:
        _check_root(self.root)
        _check_proxy(self.trusted_proxy)
        # A proxy that is believed names the host; without one, only this machine is asked by name.
        names = LOOPBACK_NAMES if is_loopback(self.host) and not self.trusted_proxy else None
        app = create_app(self.root, host_names=names, base_url=self.base_url, embed_hosts=self.embed_hosts)
        if self.on_answer is not None:
            logbook.install(app, self.on_answer)
        logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # that one waits for another is no news
        listening = _listen(self.host, self.port)
        self.port = listening.getsockname()[1]
        self._waitress = create_server(
            app,
            map={},
            sockets=[listening],
            threads=THREADS,
            connection_limit=CONNECTIONS,
            max_request_header_size=MAX_HEADER_BYTES,
            max_request_body_size=MAX_BODY_BYTES,
            clear_untrusted_proxy_headers=True,
            ident=None,
            **_believed(self.trusted_proxy),
        )
        self._waitress.channel_class = connections.Connection

    @property
    def url(self) -> str:
        """The address to open; of a server that listens everywhere, the one on this machine."""
        host = "127.0.0.1" if self.host in {"0.0.0.0", "::", ""} else self.host.strip("[]")  # noqa: S104  # compared only
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}"

    def run(self) -> None:
        """Answer until stopped: by ``stop`` at once, by Ctrl+C or SIGTERM when answers under way have gone out."""
        waitress = self._waitress
        if waitress is None:
            return
        try:
            connections.answer_until_stopped(waitress)
        finally:
            connections.close(waitress)
            waitress.task_dispatcher.shutdown()
            self._waitress = None

    def stop(self) -> None:
        """Make ``run`` return: in its own thread, the sockets are closed and nothing is left to wait for."""
        waitress = self._waitress
        if waitress is not None:
            waitress.trigger.pull_trigger(lambda: connections.close(waitress))


def serve(
    root: Path,
    *,
    host: str = "127.0.0.1",
    port: int = 5000,
    on_ready: Callable[[str], None] | None = None,
    on_answer: Callable[[str], None] | None = None,
    base_url: str = "",
    embed_hosts: Sequence[str] = (),
    trusted_proxy: str = "",
) -> None:
    """Serve a library until Ctrl+C or SIGTERM.

    ``on_ready`` is given the address once the port is open, ``on_answer`` a line of the log for each answer; the
    rest is as of ``Server``.

    Raises
    ------
    UsageError
        If the port is in use or may not be opened, the host is none of this machine's, or an address is none.
    LibraryError
        If the library is not a folder, or may not be read.
    """
    server = Server(
        root,
        host=host,
        port=port,
        on_answer=on_answer,
        base_url=base_url,
        embed_hosts=embed_hosts,
        trusted_proxy=trusted_proxy,
    )
    with _stopped_by_sigterm(), _turns_taken_often():
        if on_ready is not None:
            on_ready(server.url)
        server.run()


def _check_root(root: Path) -> None:
    """Say at once, and not on every page, why a library cannot be shown."""
    where = shown(root)
    if not exists(root, error=LibraryError):
        raise LibraryError("there is no such folder", where, "name the library with --root")
    if not root.is_dir():
        raise LibraryError("the library is not a folder", where, "name a folder with --root")
    if not os.access(root, os.R_OK | os.X_OK):
        raise LibraryError("you may not read this folder", where, "change its permissions or ask its owner")


def _check_proxy(address: str) -> None:
    if not address:
        return
    try:
        ipaddress.ip_address(address)
    except ValueError as failure:
        raise UsageError(
            "this is no address of a proxy", f"--trust-proxy {address!r}", "write the one it asks from: 127.0.0.1"
        ) from failure


def _believed(proxy: str) -> dict[str, Any]:
    """Return what Waitress has to know to believe a proxy."""
    said = {"x-forwarded-host", "x-forwarded-proto", "x-forwarded-port"}
    return {"trusted_proxy": proxy, "trusted_proxy_headers": said} if proxy else {}


def _listen(host: str, port: int) -> socket.socket:
    """Open the port, or say why that cannot be."""
    family, address = _address(host, port)
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
    except OSError as failure:
        listening.close()
        raise _cannot_listen(failure, host, port) from failure
    return listening


def _address(host: str, port: int) -> tuple[socket.AddressFamily, tuple[object, ...]]:
    """Look up a host; of several addresses (localhost) take IPv4, which every client tries."""
    try:
        found = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (OSError, UnicodeError) as failure:
        raise UsageError(
            "this host name has no address", f"--host {shown(host)}", "use 127.0.0.1, or 0.0.0.0 for all networks"
        ) from failure
    family, _, _, _, address = min(found, key=lambda each: each[0] != socket.AF_INET)
    return family, address


def _cannot_listen(failure: OSError, host: str, port: int) -> UsageError:
    where = f"{host}:{port}"
    if failure.errno == errno.EADDRINUSE:
        other = f"--port {port + 1 if port < MAX_PORT else port - 1}"
        return UsageError("the port is in use by another program", where, f"stop that one or add {other}")
    if failure.errno == errno.EACCES:
        return UsageError("you may not open this port", where, "choose one above 1023, for example --port 5000")
    if failure.errno == errno.EADDRNOTAVAIL:
        return UsageError("this machine does not have that address", where, "use --host 127.0.0.1")
    return UsageError(f"the port cannot be opened ({failure.strerror})", where, "choose another --host or --port")


@contextmanager
def _stopped_by_sigterm() -> Iterator[None]:
    """Turn SIGTERM into the way out that Ctrl+C takes; only the main thread may set handlers."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, _leave)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def _turns_taken_often() -> Iterator[None]:
    """Let the thread that reads and writes the sockets run soon, however many others are making pages.

    By default Python gives a thread that waits its turn after 5 ms. The one with the sockets waits after each of
    them: with 64 connections three quarters of a second passed until an answer, and now a twentieth.
    """
    before_s = sys.getswitchinterval()
    sys.setswitchinterval(TURN_SECONDS)
    try:
        yield
    finally:
        sys.setswitchinterval(before_s)


def _leave(_number: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)
