"""Requests per second and the slowest of a hundred answers: ours, beside nginx over the published folder.

    apt-get install wrk nginx-light
    python benchmarks/serving.py [--root LIBRARY] [--stem VIDEO] [--seconds 4]

Asked for are the watch page (packed, as browsers ask), a style sheet, and a piece of 64 KiB in the middle of the
video, at 1, 16 and 64 connections. nginx sends files that lie ready, from C in two processes; ours makes the page
in one process of Python for the reader's languages.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import tempfile
import urllib.parse
import urllib.request
from contextlib import ExitStack
from pathlib import Path

from web_servers import cuepress_server, folder_server, published

from cuepress.library import Library

ROOT = Path(__file__).parent.parent
CONNECTIONS = (1, 16, 64)
PIECE_BYTES = 64 * 1024
_REPORT = """
done = function(summary, latency, requests)
  local bad = summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.status
            + summary.errors.timeout
  io.write(string.format("RESULT %f %f %f %d\\n", summary.requests / (summary.duration / 1e6),
           latency:percentile(50) / 1e3, latency:percentile(99) / 1e3, bad))
end
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--root", type=Path, default=ROOT)
    parser.add_argument("--stem", default="strong-cities")
    parser.add_argument("--seconds", type=int, default=4)
    options = parser.parse_args()
    media = next(entry.media for entry in Library(options.root).entries() if entry.stem == options.stem)
    if media is None:
        raise SystemExit(f"{options.stem} has no video")
    middle = media.stat().st_size // 2
    piece = f"bytes={middle}-{middle + PIECE_BYTES - 1}"
    with ExitStack() as open_ones:
        ours = open_ones.enter_context(cuepress_server(options.root))
        theirs = open_ones.enter_context(
            folder_server(open_ones.enter_context(published(options.root, options.stem)))
        )
        page = {"ours": f"{ours}/watch/{options.stem}", "nginx": f"{theirs}/watch/{options.stem}/"}
        film = {"ours": f"{ours}/media/{media.name}", "nginx": f"{theirs}/watch/{options.stem}/{media.name}"}
        sheet = {name: _style_sheet(url) for name, url in page.items()}
        print(f"{'':22}{'':>6}  {'requests/s':>10}  {'p50 ms':>8}  {'p99 ms':>8}  {'failed':>6}")
        for what, addresses, header in (
            ("watch page", page, "Accept-Encoding: gzip"),
            ("style sheet", sheet, "Accept-Encoding: gzip"),
            ("64 KiB of the video", film, f"Range: {piece}"),
        ):
            for n in CONNECTIONS:
                for name, url in addresses.items():
                    _say(what, name, n, _load(url, n, header, options.seconds))


def _style_sheet(url: str) -> str:
    with urllib.request.urlopen(url) as answer:  # noqa: S310  # our own server
        found = re.search(r'href="([^"]+base\.css)"', answer.read().decode())
        assert found is not None
        return urllib.parse.urljoin(answer.url, found[1])


def _load(url: str, connections: int, header: str, seconds: int) -> list[float]:
    """Return requests per second, the median and the 99th percentile in ms, and how many answers failed."""
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(_REPORT)
        script.flush()
        command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", "-H", header]
        command += ["-H", "Accept-Language: fr", "-s", script.name, url]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    result = next(line for line in done.stdout.splitlines() if line.startswith("RESULT"))
    return [float(part) for part in result.split()[1:]]


def _say(what: str, name: str, connections: int, measured: list[float]) -> None:
    rate, p50_ms, p99_ms, failed = measured
    print(
        f"{what:22}{name:>6}  {rate:10.0f}  {p50_ms:8.2f}  {p99_ms:8.2f}  {failed:6.0f}  {connections:>3} at once"
    )


if __name__ == "__main__":
    main()
