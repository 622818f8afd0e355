"""What Waitress does beyond the application: its own error answers, slow senders, an end that cuts no answer.

Waitress, and not Gunicorn or uWSGI: it is pure Python, has no dependencies, runs on Windows too, and puts a buffer
before the application, so that a slow reader holds a socket and not a thread; it is kept by the Pylons project.
"""

from __future__ import annotations

import time

from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.server import TcpWSGIServer
from waitress.task import ErrorTask

from cuepress.web.security import HEADERS

REQUEST_SECONDS = 30.0  # what is asked must have arrived by then; a browser takes milliseconds
GRACE_SECONDS = 5.0  # for answers that are under way when the server is stopped
STALLED_SECONDS = 1.0  # a viewer who reads nothing for so long has paused, and is not waited for


class _Refusal(ErrorTask):  # type: ignore[misc]  # Waitress has no types
    """The answer to what is no request, or too large a one: plain text, with the headers of all answers."""

    def execute(self) -> None:
        error = self.request.error
        body = f"{error.reason}\n{error.body}\n".encode()
        self.status = f"{error.code} {error.reason}"
        fixed = {"Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store"}
        self.response_headers.extend({**HEADERS, **fixed}.items())
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)


class Connection(HTTPChannel):  # type: ignore[misc]  # Waitress has no types
    """One connection; whoever sends a request byte by byte to keep it is cut off."""

    error_task_class = _Refusal
    _begun_s = 0.0

    def received(self, data: bytes) -> bool:
        if self.request is None:
            self._begun_s = time.monotonic()
        return bool(super().received(data))

    def readable(self) -> bool:
        if self.request is not None and time.monotonic() - self._begun_s > REQUEST_SECONDS:
            self.will_close = True
        return bool(super().readable())


def answer_until_stopped(waitress: TcpWSGIServer) -> None:
    """Answer until Ctrl+C or SIGTERM, then finish what is under way; a second one stops at once."""
    try:
        wasyncore.loop(timeout=1, map=waitress._map)  # noqa: SLF001  # as Waitress's own run does
    except (SystemExit, KeyboardInterrupt):
        try:
            _finish(waitress)
        except (SystemExit, KeyboardInterrupt):
            return


def close(waitress: TcpWSGIServer) -> None:
    """Close all sockets, and the files that viewers have not read to their end; Waitress leaves both open."""
    for channel in list(waitress.active_channels.values()):
        channel.handle_close()
    wasyncore.close_all(waitress._map)  # noqa: SLF001  # the only way to the trigger's pipe


def _finish(waitress: TcpWSGIServer) -> None:
    """Take no new connections, and send what the open ones have asked for, as long as they read it."""
    wasyncore.dispatcher.close(waitress)
    ends_s = time.monotonic() + GRACE_SECONDS
    left, moved_s = _unsent(waitress), time.monotonic()
    while _is_busy(waitress) and time.monotonic() < ends_s:
        wasyncore.loop(timeout=0.1, map=waitress._map, count=1)  # noqa: SLF001  # the sockets that are left
        now_left = _unsent(waitress)
        if now_left != left or any(channel.requests for channel in waitress.active_channels.values()):
            left, moved_s = now_left, time.monotonic()
        elif time.monotonic() - moved_s > STALLED_SECONDS:
            return


def _is_busy(waitress: TcpWSGIServer) -> bool:
    return any(channel.requests or channel.total_outbufs_len for channel in waitress.active_channels.values())


def _unsent(waitress: TcpWSGIServer) -> int:
    return sum(channel.total_outbufs_len for channel in waitress.active_channels.values())
