"""Servers to measure: ours as a user starts it, and nginx or Python's own over a published folder."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cuepress import publish
from cuepress.web import still

_NGINX = """\
daemon off; worker_processes auto; pid {folder}/pid; error_log {folder}/error.log;
events {{ worker_connections 512; }}
http {{
  access_log off; sendfile on; keepalive_requests 1000000;
  types {{ text/html html; text/css css; text/javascript js; image/svg+xml svg; image/jpeg jpg; video/mp4 mp4;
           font/woff2 woff2; text/vtt vtt; application/x-subrip srt; text/plain txt; application/xml xml; }}
  charset utf-8; gzip on; gzip_types text/css text/javascript image/svg+xml text/vtt;
  client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
  uwsgi_temp_path {folder}; scgi_temp_path {folder};
  server {{ listen 127.0.0.1:{port}; root "{root}"; index index.html; }}
}}
"""


@contextmanager
def cuepress_server(root: Path) -> Iterator[str]:
    """Run ``cuepress serve`` over a library; give its address."""
    port = _free_port()
    command = [sys.executable, "-m", "cuepress", "serve", "--root", str(root), "--port", str(port)]
    with _running(command, port) as url:
        yield url


@contextmanager
def folder_server(folder: Path) -> Iterator[str]:
    """Serve a folder: by nginx where it is installed, else by Python's own server."""
    port = _free_port()
    nginx = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/bin")
    with tempfile.TemporaryDirectory() as scratch:
        if nginx:
            Path(scratch).chmod(0o755)
            settings = Path(scratch) / "nginx.conf"
            settings.write_text(_NGINX.format(folder=scratch, port=port, root=folder), encoding="utf-8")
            command = [nginx, "-c", str(settings), "-e", f"{scratch}/error.log"]
        else:
            command = [sys.executable, "-m", "http.server", str(port), "-b", "127.0.0.1", "-d", str(folder)]
        with _running(command, port) as url:
            yield url


@contextmanager
def published(root: Path, *stems: str) -> Iterator[Path]:
    """Publish videos into a folder for a while; a web server without our rights may read it."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        out = Path(folder) / "site"
        publish.write(still.pages(root, stems, still.Site("https://example.org/")), out)
        out.chmod(0o755)
        yield out


@contextmanager
def _running(command: list[str], port: int) -> Iterator[str]:
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            _wait_for(port)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def _wait_for(port: int) -> None:
    for _ in range(200):
        with socket.socket() as trial:
            if trial.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit(f"no server on port {port} after 20 s")


def _free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])
