"""A small website on this machine: a page with a video and two tracks as it should be, and a server for it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cuepress.checks import Finding, Report

PAGE = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>The city listens</title></head>
<body><main>
<h1>The city listens</h1>
<figure>
<video controls src="talk.mp4">
<track kind="captions" srclang="en" label="English" src="talk.en.vtt" default>
<track kind="subtitles" srclang="fr" label="Français" src="talk.fr.vtt">
</video>
</figure>
<p><a href="talk.txt">Transcript</a></p>
</main></body></html>
"""
VTT = "text/vtt"
# Parts of it, to be changed one by one.
CAPTIONS = '<track kind="captions" srclang="en" label="English" src="talk.en.vtt" default>'
SUBTITLES = '<track kind="subtitles" srclang="fr" label="Français" src="talk.fr.vtt">'
LINK = '<p><a href="talk.txt">Transcript</a></p>'
VIDEO = '<video controls src="talk.mp4">'
SAID = {
    "en": (
        "We all know that the city listens to\nwhat is said in it.",
        "It is a place that you have to walk\nwith the people of the street.",
        "And this is what we are here for,\nwith all of you, and for the others.",
        "The work that was done is not yet\nthe work that we have to do.",
        "Thank you for this, and for the time\nthat you have given to it.",
    ),
    "fr": (
        "Nous le savons tous, la ville écoute\nce que nous disons dans les rues.",
        "Elle est une maison pour qui la voit\net pour les gens que vous aimez.",
        "Et nous sommes là pour vous tous,\net pour les autres qui ne le sont pas.",
        "Le travail est fait par une équipe\nqui ne voit pas la fin du chemin.",
        "Merci pour le temps que vous avez,\net pour la peine dans les jours.",
    ),
}


def track(tag: str) -> str:
    """Return WebVTT of five cues, 4 s each, in one of the two languages."""
    cues = (
        f"00:00:{5 * n + 1:02d}.000 --> 00:00:{5 * n + 5:02d}.000\n{text}\n" for n, text in enumerate(SAID[tag])
    )
    return "WEBVTT\n\n" + "\n".join(cues)


@dataclass
class Reply:
    """What the server says to a request: a body, or what writes to the connection by itself."""

    body: bytes = b""
    type: str = "text/html; charset=utf-8"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    speak: Callable[[BaseHTTPRequestHandler], None] | None = None


def site() -> dict[str, Reply]:
    """Return the website as it should be, by path."""
    return {
        "/talk.html": Reply(PAGE.encode()),
        "/talk.mp4": Reply(b"\0" * 5_000, "video/mp4"),
        "/talk.en.vtt": Reply(track("en").encode(), "text/vtt"),
        "/talk.fr.vtt": Reply(track("fr").encode(), "text/vtt"),
        "/talk.txt": Reply(" ".join(SAID["en"]).encode(), "text/plain"),
    }


def write_site(folder: Path) -> Path:
    """Write the website into a folder, and return its page."""
    folder.mkdir(parents=True, exist_ok=True)
    for path, reply in site().items():
        (folder / path[1:]).write_bytes(reply.body)
    return folder / "talk.html"


class Site:
    """A server on a port of its own; what it has may be changed while it runs. ``asked`` is what it was asked."""

    def __init__(self) -> None:
        self.replies: dict[str, Reply] = site()
        self.asked: list[tuple[str, dict[str, str]]] = []
        here = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                here.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
                here.answer(self)

            def log_message(self, *_said: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    def url(self, path: str = "/talk.html") -> str:
        return self.origin + path

    def reset(self) -> None:
        self.replies, self.asked = site(), []

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        reply = self.replies.get(request.path.partition("?")[0], Reply(b"<html>Nothing here</html>", status=404))
        try:
            if reply.speak is not None:
                reply.speak(request)
                return
            request.send_response(reply.status)
            for name, value in {"Content-Type": reply.type, **reply.headers}.items():
                request.send_header(name, value)
            request.send_header("Content-Length", str(len(reply.body)))
            request.end_headers()
            request.wfile.write(reply.body)
        except OSError:  # who asked has heard enough
            request.close_connection = True


@contextmanager
def served() -> Iterator[Site]:
    """Serve the website while it is needed."""
    made = Site()
    thread = threading.Thread(target=made.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield made
    finally:
        made.server.shutdown()
        made.server.server_close()
        thread.join()


def about_page(report: Report) -> list[Finding]:
    """Return what is found of the page itself."""
    return [finding for finding in report.findings if finding.rule.startswith("page.")]


def rules_of_page(report: Report) -> list[tuple[str, str]]:
    """Return the rules of a page that are broken, each with its severity."""
    return sorted((finding.rule, finding.severity) for finding in about_page(report))


def outcome_of(report: Report, rule: str) -> tuple[str, str]:
    return next((each.value, each.reason) for each in report.outcomes if each.rule == rule)
