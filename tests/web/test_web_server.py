"""The real server: it opens its port or says why not, serves many at once, and stops when told to."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack, closing
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from cuepress.errors import LibraryError, UsageError
from cuepress.web.server import THREADS, Server, exposure_warning

Serve = Callable[[Path], AbstractContextManager[str]]
BIG_BYTES = 64 * 1024 * 1024  # more than the server and both sockets hold back for one connection


def ask(url: str, path: str, **headers: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=20)
    with closing(connection):
        connection.request("GET", path, headers={name.title(): value for name, value in headers.items()})
        answer = connection.getresponse()
        return answer.status, answer.read()


def test_a_range_comes_through_the_real_server_as_it_should(root: Path, serve: Serve) -> None:
    whole = (root / "media" / "message.mp4").read_bytes()

    with serve(root) as url:
        assert ask(url, "/media/message.mp4") == (200, whole)
        assert ask(url, "/media/message.mp4", range="bytes=1000-") == (206, whole[1000:])
        assert ask(url, "/media/message.mp4", range="bytes=1000-1999") == (206, whole[1000:2000])
        assert ask(url, "/media/message.mp4", range="bytes=-10") == (206, whole[-10:])
        assert ask(url, "/media/message.mp4", range="bytes=5-5")[1] == whole[5:6]


def test_paths_that_lead_out_are_nothing_to_the_real_server(root: Path, serve: Serve) -> None:
    (root / "secret.txt").write_text("TREASURE", encoding="utf-8")

    with serve(root) as url:
        for path in ("/media/../secret.txt", "/media/..%2fsecret.txt", "/../secret.txt", "/media/%00", "//x/../y"):
            status, body = ask(url, path)
            assert status in {308, 400, 404}
            assert b"TREASURE" not in body


@pytest.mark.parametrize("asked", ["bytes=0-", ""])
def test_viewers_who_pause_do_not_keep_others_from_the_pages(root: Path, serve: Serve, asked: str) -> None:
    """A browser that pauses stops reading and keeps the connection, for hours."""
    with (root / "media" / "film.mp4").open("wb") as film:
        film.truncate(BIG_BYTES)

    with serve(root) as url, ExitStack() as pausing:
        place = urlsplit(url)
        for _ in range(2 * THREADS):
            viewer = pausing.enter_context(socket.create_connection((place.hostname, place.port), timeout=20))
            wanted = f"Range: {asked}\r\n" if asked else ""
            viewer.sendall(f"GET /media/film.mp4 HTTP/1.1\r\nHost: localhost\r\n{wanted}\r\n".encode())
            assert viewer.recv(12) == (b"HTTP/1.1 206" if asked else b"HTTP/1.1 200")

        status, _ = ask(url, "/")

    assert status == 200


def test_the_real_server_turns_foreign_names_away(root: Path, serve: Serve) -> None:
    with serve(root) as url:
        assert ask(url, "/", host="evil.example")[0] == 400
        assert ask(url, "/", host="localhost")[0] == 200


def test_a_port_in_use_is_said_with_another_one_to_take(root: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        with pytest.raises(UsageError, match="in use") as refusal:
            Server(root, port=port)

    assert "--port" in refusal.value.next_step


@pytest.mark.parametrize("host", ["no.such.host.invalid", "203.0.113.7", "a" * 80, "bad host", "ü" * 70])
def test_a_host_that_is_not_this_machine_is_refused(root: Path, host: str) -> None:
    with pytest.raises(UsageError, match="address"):
        Server(root, host=host, port=0)


def test_a_library_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="no such folder"):
        Server(tmp_path / "none", port=0)


def test_a_file_is_no_library(tmp_path: Path) -> None:
    file = tmp_path / "film.mp4"
    file.write_bytes(b"x")

    with pytest.raises(LibraryError, match="not a folder"):
        Server(file, port=0)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_and_sigterm_stop_the_server_without_a_traceback(root: Path, number: signal.Signals) -> None:
    code = (
        "import sys; from pathlib import Path; from cuepress.web import server; "
        "server.serve(Path(sys.argv[1]), port=0, on_ready=lambda url: print(url, flush=True))"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code, os.fspath(root)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    url = process.stdout.readline().strip()
    assert ask(url, "/")[0] == 200

    process.send_signal(number)
    _, complaints = process.communicate(timeout=20)

    assert process.returncode == 0
    assert complaints == ""


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "[::1]", "127.8.8.8"])
def test_this_machine_alone_needs_no_warning(host: str) -> None:
    assert exposure_warning(host) == ""


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "captions.example"])  # noqa: S104  # compared only
def test_opening_the_library_to_a_network_says_what_that_means(host: str) -> None:
    warning = exposure_warning(host)

    assert host in warning
    assert "without a password" in warning
