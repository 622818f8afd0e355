"""A library in four languages, the application over it, and a real browser in front of a real server."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from PIL import Image
from playwright.sync_api import Page, Playwright

import browsers
from cuepress import library
from cuepress.manifest import (
    Manifest,
    MediaRecord,
    MethodRecord,
    PassageRecord,
    SourceRecord,
    TrackRecord,
    UnspokenRecord,
)
from cuepress.timecode import clock
from cuepress.web import create_app
from cuepress.web.interface import COOKIE
from cuepress.web.server import Server

STEM = "message"
TAGS = ("fr", "ar", "en", "zh-Hans")
TITLES = {
    "fr": "Message du maire à la ville",
    "ar": "رسالة رئيس البلدية إلى المدينة",
    "en": "The mayor’s message to the city",
    "zh-Hans": "市长致全市的信",
}
TIMES_MS = ((1_000, 2_800), (3_000, 4_800), (5_000, 6_800), (7_000, 8_800), (9_000, 10_800))
VOICES = ("Anne", "Anne", "Paul", "Paul", "Paul")
SAID = {
    "fr": ("Nous le savons\ntous.", "La ville écoute.", "Elle répond.", "Lentement.", "Merci à vous."),
    "ar": ("كلنا نعلم ذلك.", "المدينة تصغي.", "إنها تجيب.", "ببطء.", "شكرا لكم."),
    "en": ("We all know it.", "The city listens.", "It answers.", "Slowly.", "Thank you."),
    "zh-Hans": ("我们都知道。", "城市在倾听。", "它在\n回答。", "慢慢地。", "谢谢大家。"),
}


def write_track(root: Path, stem: str, tag: str, cues: list[tuple[int, int, str, str]]) -> None:
    """Write cues (in, out, voice, text as it stands in the file) as WebVTT and SubRip."""
    folder = root / "captions"
    folder.mkdir(parents=True, exist_ok=True)
    blocks = [f"{clock(start)} --> {clock(end)}\n<v {voice}>{text}" for start, end, voice, text in cues]
    vtt = "WEBVTT\n\n" + "\n\n".join(blocks) + "\n"
    (folder / f"{stem}.{tag}.vtt").write_text(vtt, encoding="utf-8")
    numbered = enumerate(cues, start=1)
    blocks = [f"{n}\n{clock(start, ',')} --> {clock(end, ',')}\n{text}\n" for n, (start, end, _, text) in numbered]
    (folder / f"{stem}.{tag}.srt").write_text("\n".join(blocks), encoding="utf-8")


def manifest_of(stem: str) -> Manifest:
    tracks = {
        tag: TrackRecord(
            language=tag,
            kind="captions" if tag == "fr" else "subtitles",
            title=TITLES[tag],
            transcript=SourceRecord(f"{stem}.{tag}.txt", "0" * 64),
            profile="cuepress",
            sync="pauses",
            made_at="2026-11-23T10:00:00+00:00",
            made_from="0" * 64,
            files={},
            unspoken=(UnspokenRecord("title", TITLES[tag], 0), UnspokenRecord("page-number", "2", 1)),
            passages=(
                PassageRecord("untranscribed", 0, 900, SAID[tag][0].split("\n")[0]),
                PassageRecord("doubtful", 3_050, 6_700, f"{SAID[tag][1]}\n\n{SAID[tag][2]}"),
                PassageRecord("unspoken", 7_000, 8_800, SAID[tag][3]),
                PassageRecord("untranscribed", 11_000, 11_900, ""),
            ),
            methods=(MethodRecord("pauses", 0, 11, "another language is spoken"),),
        )
        for tag in TAGS
    }
    media = MediaRecord(f"{stem}.mp4", "0" * 64, 1, 1, 12_000, 160, 90)
    return Manifest(tool="cuepress", spoken="fr", media=media, tracks=tracks)


def fill(root: Path, video: Path, stem: str = STEM) -> None:
    """Put a captioned video in four languages into a library."""
    (root / "media").mkdir(parents=True, exist_ok=True)
    (root / "media" / f"{stem}.mp4").write_bytes(video.read_bytes())
    Image.new("RGB", (320, 180), "#0b5c63").save(root / "media" / f"{stem}.jpg")
    for tag in TAGS:
        said = zip(TIMES_MS, VOICES, SAID[tag], strict=True)
        write_track(root, stem, tag, [(*times_ms, voice, text) for times_ms, voice, text in said])
    library.write_manifest(root / "captions" / f"{stem}.cuepress.json", manifest_of(stem))


@pytest.fixture
def add_track() -> Callable[[Path, str, str, list[tuple[int, int, str, str]]], None]:
    return write_track


@pytest.fixture(scope="session")
def fill_library() -> Callable[..., None]:
    """Return what puts a captioned video into a library: root, video, name."""
    return fill


@pytest.fixture
def add_message(talk_video: Path) -> Callable[[Path, str], None]:
    """Return what puts the captioned message into a library under a name."""
    return lambda root, stem: fill(root, talk_video, stem)


@pytest.fixture
def root(tmp_path: Path, talk_video: Path) -> Path:
    fill(tmp_path, talk_video)
    return tmp_path


@pytest.fixture
def client(root: Path) -> FlaskClient:
    app = create_app(root)
    app.testing = True
    return app.test_client()


@contextmanager
def serving(root: Path, **options: Any) -> Iterator[str]:  # noqa: ANN401  # what Server takes
    """Run the real server on a free port in a thread; give its address."""
    server = Server(root, port=0, **options)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield server.url
    finally:
        server.stop()
        thread.join(timeout=10)
        assert not thread.is_alive(), "the server does not stop"


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, talk_video: Path) -> Iterator[str]:
    """Return the address of a server over the library in four languages."""
    folder = tmp_path_factory.mktemp("site")
    fill(folder, talk_video)
    with serving(folder) as url:
        yield url


def enrich(root: Path, stem: str = STEM) -> None:
    """Add to a captioned video what only some have: descriptions, a described video, a signed one."""
    media = root / "media"
    for role in ("described", "sign"):
        (media / f"{stem}.{role}.mp4").write_bytes((media / f"{stem}.mp4").read_bytes())
    cues = ("00:02.000 --> 00:03.000\nA <b>bell</b> rings.", "00:06.000 --> 00:07.000\nIt rings again.")
    text = "WEBVTT\n\n" + "\n\n".join(cues) + "\n"
    (root / "captions" / f"{stem}.en.descriptions.vtt").write_text(text, encoding="utf-8")


@pytest.fixture(scope="session")
def enrich_library() -> Callable[..., None]:
    """Return what adds descriptions, a described and a signed video: root, name."""
    return enrich


@pytest.fixture(scope="session")
def rich_site(tmp_path_factory: pytest.TempPathFactory, talk_video: Path) -> Iterator[str]:
    """Return the address of a server over a video that has everything."""
    folder = tmp_path_factory.mktemp("rich")
    fill(folder, talk_video)
    enrich(folder)
    with serving(folder) as url:
        yield url


@pytest.fixture(scope="session")
def serve() -> Callable[..., AbstractContextManager[str]]:
    return serving


@pytest.fixture(scope="session")
def empty_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(tmp_path_factory.mktemp("empty")) as url:
        yield url


@pytest.fixture(scope="session")
def large_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of a server over 49 videos, which are several pages."""
    folder = tmp_path_factory.mktemp("large")
    (folder / "media").mkdir()
    for number in range(49):
        (folder / "media" / f"talk-{number:02d}.mp4").write_bytes(b"x")
    with serving(folder) as url:
        yield url


@pytest.fixture(scope="session")
def browser(driver: Playwright) -> Iterator[browsers.Browsers]:
    """Return a real browser. None at all is a failure only under CI=true."""
    found = browsers.Browsers(driver)
    yield found
    found.close()


@dataclass
class Visitor:
    """Opens pages and gathers everything that a browser complains about."""

    browser: browsers.Browsers
    complaints: list[str] = field(default_factory=list)
    _open: ExitStack = field(default_factory=ExitStack)

    def visit(self, url: str, *, ui: str = "en", **context_options: Any) -> Page:  # noqa: ANN401  # as Playwright's
        """Open a page for a reader of French, unless ``locale`` says otherwise, who chose an English interface.

        ``ui`` is another interface; empty lets the page choose by the browser's languages.
        """
        options = {"locale": "fr-FR", "viewport": {"width": 1280, "height": 800}, **context_options}
        context = self.browser.new_context(**options)
        self._open.callback(context.close)
        if ui and url.startswith("http"):
            context.add_cookies([{"name": COOKIE, "value": ui, "url": url}])
        page = context.new_page()
        page.on("console", lambda message: self._hear(message.type, message.text))
        page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        page.on("request", partial(self._check_request, url))
        page.expose_function("reportViolation", lambda text: self.complaints.append(text))  # noqa: PLW0108  # Playwright marks it
        page.add_init_script(
            "addEventListener('securitypolicyviolation', event =>"
            " reportViolation(`CSP ${event.violatedDirective}: ${event.blockedURI}`))"
        )
        page.goto(url)
        return page

    def photograph(self, page: Page, selector: str) -> bytes:
        """Return a picture (PNG) of one element.

        In Firefox, Playwright puts a style into the page for it, which the page's policy refuses. That complaint
        is Playwright's doing and is not kept; every other one is.
        """
        n_before = len(self.complaints)
        shot = page.locator(selector).screenshot()
        page.evaluate("null")  # what was complained about is told by now
        if browsers.is_firefox():
            self.complaints[n_before:] = [
                each for each in self.complaints[n_before:] if "style-src-elem" not in each
            ]
        return shot

    def close(self) -> None:
        self._open.close()

    def _hear(self, kind: str, text: str) -> None:
        if kind == "error":
            self.complaints.append(f"console: {text}")

    def _check_request(self, url: str, request: Any) -> None:  # noqa: ANN401  # Playwright's Request
        server = "/".join(url.split("/")[:3])
        if not request.url.startswith(server):
            self.complaints.append(f"asks elsewhere: {request.url}")


@pytest.fixture
def visitor(browser: browsers.Browsers) -> Iterator[Visitor]:
    """Return what opens pages; whatever the browser complained about meanwhile fails the test."""
    one = Visitor(browser)
    yield one
    one.close()
    assert one.complaints == []


@pytest.fixture
def visit(visitor: Visitor) -> Callable[..., Page]:
    return visitor.visit


@pytest.fixture
def photograph(visitor: Visitor) -> Callable[[Page, str], bytes]:
    """Return what takes a picture of one element: page, selector."""
    return visitor.photograph
