"""A real server process and real connections: what is refused and how, what is logged, how it ends."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from cuepress.web import connections
from cuepress.web.server import MAX_BODY_BYTES, MAX_HEADER_BYTES

Serve = Callable[[Path], AbstractContextManager[str]]
FILM_BYTES = 64 * 1024 * 1024  # more than the sockets hold back for one connection


@contextmanager
def process(root: Path, *options: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Run ``cuepress serve`` as a person does; give the process and its address."""
    command = [sys.executable, "-m", "cuepress", "serve", "--root", os.fspath(root), "--port", "0", *options]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert server.stderr is not None
    try:
        found = re.search(r"http://\S+", server.stderr.readline())
        assert found
        assert server.stderr.readline() == "Stop with Ctrl+C.\n"
        yield server, found[0]
    finally:
        server.kill()
        server.communicate()


def connect(url: str) -> socket.socket:
    place = urlsplit(url)
    return socket.create_connection((place.hostname, place.port), timeout=30)


def everything(connection: socket.socket) -> bytes:
    """Read until the server closes the connection."""
    parts = []
    while part := connection.recv(1 << 16):
        parts.append(part)
    return b"".join(parts)


def raw(url: str, sent: bytes) -> bytes:
    with connect(url) as connection:
        connection.sendall(sent)
        return everything(connection)


def ask(url: str, path: str, method: str = "GET") -> tuple[int, http.client.HTTPMessage, bytes]:
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=20)
    with closing(connection):
        connection.request(method, path)
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()


LAST = b"Host: localhost\r\nConnection: close\r\n\r\n"


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"POST / HTTP/1.1\r\nContent-Length: %d\r\n" % (MAX_BODY_BYTES + 1) + LAST, 413),
        (b"POST / HTTP/1.1\r\nContent-Length: -1\r\n" + LAST, 400),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n" + LAST, 501),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n" + LAST + b"0\r\n\r\n", 405),
        (b"GET / HTTP/1.1\r\nBad Header: x\r\n" + LAST, 400),
        (b"GET / HTTP/1.1\r\nX : x\r\n" + LAST, 400),
        (b"rubbish\r\n\r\n", 400),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 400),  # the beginning of HTTPS
        (b"GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n", 400),
        (b"BREW / HTTP/1.1\r\n" + LAST, 405),
        (b"TRACE / HTTP/1.1\r\nCookie: secret=1\r\n" + LAST, 405),
        (b"CONNECT evil.example:443 HTTP/1.1\r\n" + LAST, 404),
        (b"PUT /media/message.mp4 HTTP/1.1\r\nContent-Length: 1\r\n" + LAST + b"x", 405),
        (b"DELETE /captions/message.fr.vtt HTTP/1.1\r\n" + LAST, 405),
        (b"PROPFIND /watch/message HTTP/1.1\r\n" + LAST, 405),
    ],
)
def test_what_is_no_request_for_us_is_refused_in_order(site: str, sent: bytes, status: int) -> None:
    """By the policy of all answers, without echo, and with the connection closed."""
    answer = raw(site, sent)

    head, _, body = answer.partition(b"\r\n\r\n")
    assert int(head.split(b" ")[1]) == status
    assert b"\r\nContent-Security-Policy: default-src 'none'" in head
    assert b"\r\nX-Content-Type-Options: nosniff" in head
    assert b"secret=1" not in answer
    assert b"Traceback" not in body
    assert b"waitress" not in answer.lower()


@pytest.mark.parametrize("line", ["GET / HTTP/1.1\r\nX: {}\r\n", "GET /{} HTTP/1.1\r\n"])
def test_headers_that_do_not_end_are_not_read_to_their_end(site: str, line: str) -> None:
    """What has been sent after the limit may make the system drop our answer; the next one is answered."""
    with connect(site) as connection:
        connection.sendall(line.format("x" * 2 * MAX_HEADER_BYTES).encode() + LAST)
        with suppress(ConnectionResetError):
            answer = everything(connection)
            assert answer.startswith((b"HTTP/1.1 431 ", b"HTTP/1.0 431 "))
            assert b"\r\nContent-Security-Policy: default-src 'none'" in answer

    assert ask(site, "/")[0] == 200


@pytest.mark.parametrize(
    "path",
    [
        "/media/../../../../etc/passwd",
        "/media/..%2f..%2f..%2fetc%2fpasswd",
        "/media/%2e%2e/%2e%2e/etc/passwd",
        "/media/..%c0%af..%c0%afetc/passwd",
        "/captions/%252e%252e%252fetc%252fpasswd",
        "/transcripts/../message/fr.txt",
        "/tracks/message/%2fetc%2fpasswd/captions.vtt",
        "/media/message.mp4/",
        "/assets/%2e%2e/%2e%2e/server.py",
        "/watch/%ff%fe%00",
        "/?page=%00&q=%ff",
        "/watch/message?t=%ff&lang=%00&lang=" + "x" * 9_000,
        "/%0d%0aSet-Cookie:%20a=b",
        "//evil.example/%2e%2e",
    ],
)
def test_a_hostile_address_gets_nothing_but_a_page_or_a_refusal(site: str, path: str) -> None:
    status, headers, body = ask(site, path)

    assert status in {200, 301, 308, 400, 404}
    assert b"root:" not in body
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert headers["Set-Cookie"] is None
    assert "evil.example" not in headers.get("Location", "")


def test_whoever_sends_byte_by_byte_is_cut_off(
    site: str, monkeypatch: pytest.MonkeyPatch, serve: Serve, root: Path
) -> None:
    monkeypatch.setattr(connections, "REQUEST_SECONDS", 0.0)

    with serve(root) as url, connect(url) as slow:
        slow.sendall(b"GET / HTTP/1.1\r\nX-Slow: ")

        assert everything(slow) == b""


def test_health_is_said_while_the_library_can_be_read(root: Path, serve: Serve) -> None:
    with serve(root) as url:
        well = ask(url, "/healthz")
        root.rename(root.with_name("moved"))
        ill = ask(url, "/healthz")
        root.with_name("moved").rename(root)

    assert (well[0], well[2], well[1]["Cache-Control"]) == (200, b"ok\n", "no-store")
    assert ill[0] == 503
    assert ill[1]["Content-Type"].startswith("text/plain")
    assert str(root.parent).encode() not in ill[2]


def test_the_access_log_has_a_line_for_each_answer_and_nobody_in_it(root: Path) -> None:
    with process(root, "--access-log") as (server, url):
        with connect(url) as connection:
            connection.sendall(
                b"GET /watch/message?t=3&lang=fr HTTP/1.1\r\nUser-Agent: Spy/1.0\r\nReferer: http://x.example/\r\n"
                + LAST
            )
            everything(connection)
        ask(url, "/?q=illness")
        ask(url, "/none%0A2026-01-01T00:00:00Z%20GET%20/forged")
        ask(url, "/media/message.mp4", "HEAD")
        server.send_signal(signal.SIGTERM)
        _, log = server.communicate(timeout=20)

    lines = log.splitlines()
    assert [line.split(" ")[1:4] for line in lines] == [
        ["GET", "/watch/message", "200"],
        ["GET", "/", "200"],
        ["GET", "/none%0A2026-01-01T00:00:00Z%20GET%20/forged", "404"],
        ["HEAD", "/media/message.mp4", "200"],
    ]
    assert all(
        re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ [A-Z]+ \S+ \d{3} \d+ B \d+ ms", line) for line in lines
    )
    assert not re.search(r"127\.0\.0\.1|Spy|x\.example|illness|lang=", log)


def test_without_the_option_nothing_is_logged(root: Path) -> None:
    with process(root) as (server, url):
        ask(url, "/")
        server.send_signal(signal.SIGINT)
        out, log = server.communicate(timeout=20)

    assert (out, log, server.returncode) == ("", "", 0)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_download_under_way_is_finished_before_the_server_goes(root: Path, number: signal.Signals) -> None:
    with (root / "media" / "film.mp4").open("wb") as film:
        film.truncate(FILM_BYTES)

    with process(root) as (server, url), connect(url) as viewer:
        viewer.sendall(b"GET /media/film.mp4 HTTP/1.1\r\n" + LAST)
        first = viewer.recv(1 << 16)
        server.send_signal(number)
        rest = everything(viewer)
        _, complaints = server.communicate(timeout=20)

    head, _, body = (first + rest).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200 OK")
    assert len(body) == FILM_BYTES
    assert (server.returncode, complaints) == (0, "")


def test_a_viewer_who_paused_does_not_keep_the_server_from_going(root: Path) -> None:
    with (root / "media" / "film.mp4").open("wb") as film:
        film.truncate(FILM_BYTES)

    with process(root) as (server, url), connect(url) as viewer, connect(url) as idle:
        viewer.sendall(b"GET /media/film.mp4 HTTP/1.1\r\n" + LAST)
        viewer.recv(12)
        server.send_signal(signal.SIGTERM)
        assert server.wait(timeout=20) == 0
        assert idle.recv(1) == b""


def test_many_ask_at_once_and_all_are_answered(site: str) -> None:
    statuses: list[int] = []

    def visit() -> None:
        statuses.extend(ask(site, path)[0] for path in ("/", "/watch/message", "/tracks/message/fr/captions.vtt"))

    visitors = [threading.Thread(target=visit) for _ in range(24)]
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join()

    assert statuses == [200] * 72
