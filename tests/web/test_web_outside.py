"""The real server, asked word for word as no browser would: nothing outside the library, and no track as HTML."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote

import pytest

from hostile_library import SCRIPT, STEM, poison

TREASURE = "what nobody may read"
UP = ("..", "%2e%2e", ".%2E", "%252e%252e", "..%2f..", "..%5c..", "..\\..", "%c0%ae%c0%ae", "..%00", "..;", "....")
FOLDERS = ("/", "/media", "/captions", "/tracks", "/transcripts", "/watch", "/embed", "/oembed", "/assets")
PLACES = (
    "/media//{outside}",
    "/media/%2f{outside}",
    "/captions/file:%2f%2f{outside}",
    "//{outside}",
    "/%2f{outside}",
    "{outside}",
    "file://{outside}",
    "http://localhost{outside}",
    "/embed/%2f{outside}",
    "/tracks/%2f{outside}/fr/captions.vtt",
    "/media/link.mp4",
    "/media/linked/treasure.mp4",
    "/captions/link.fr.vtt",
    "/tracks/link/fr/captions.vtt",
    "/transcripts/link/fr.txt",
    "/watch/link",
    "/embed/link",
    "/oembed/link",
    "/captions/{stem}.cuepress.json",
    "/captions/.cuepress/",
    "/media/secret.fr.docx",
)


@pytest.fixture(scope="module")
def outside(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("outside")
    (folder / "treasure.mp4").write_text(TREASURE)
    (folder / "treasure.vtt").write_text(f"WEBVTT\n\n00:00.000 --> 00:09.000\n{TREASURE}\n")
    (folder / "treasure.txt").write_text(TREASURE)
    return folder


@pytest.fixture(scope="module")
def site(
    tmp_path_factory: pytest.TempPathFactory,
    talk_video: Path,
    fill_library: Callable[..., None],
    outside: Path,
    serve: Callable[..., AbstractContextManager[str]],
) -> Iterator[str]:
    """Return a server over a library with links that lead out of it, below a folder with a secret."""
    above = tmp_path_factory.mktemp("above")
    (above / "treasure.txt").write_text(TREASURE)
    root = above / "library"
    fill_library(root, talk_video, STEM)
    poison(root)
    (root / "treasure.txt").write_text(TREASURE)
    (root / "media" / "secret.fr.docx").write_text(TREASURE)
    (root / "media" / "link.mp4").symlink_to(outside / "treasure.mp4")
    (root / "media" / "linked").symlink_to(outside, target_is_directory=True)
    (root / "captions" / "link.fr.vtt").symlink_to(outside / "treasure.vtt")
    with serve(root, embed_hosts=["*"]) as url:
        yield url


def fetch(site: str, target: str) -> tuple[int, dict[str, str], bytes]:
    """Ask for a target exactly as it is written."""
    with closing(HTTPConnection(site.removeprefix("http://"), timeout=10)) as connection:
        connection.putrequest("GET", "/", skip_host=False)
        connection._buffer[0] = f"GET {target} HTTP/1.1".encode()  # type: ignore[attr-defined]
        connection.endheaders()
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_way_up_leads_out(site: str, folder: str) -> None:
    for up in UP:
        for depth in range(1, 4):
            for name in ("treasure.txt", "etc/passwd"):
                target = f"{folder.rstrip('/')}/{'/'.join([up] * depth)}/{name}"
                status, _, body = fetch(site, target)
                assert status in {301, 308, 400, 404}, target
                assert TREASURE.encode() not in body, target
                assert b"root:" not in body, target


@pytest.mark.parametrize("place", PLACES)
def test_no_place_outside_can_be_named(site: str, outside: Path, place: str) -> None:
    target = place.format(outside=outside / "treasure.txt", stem=quote(STEM, safe=""))

    status, _, body = fetch(site, target)

    assert status in {301, 308, 400, 404}
    assert TREASURE.encode() not in body


def test_what_is_read_by_machines_is_never_html(site: str) -> None:
    """Every kind of file, with scripts in it, by its own type, which no browser may guess better."""
    stem = quote(STEM, safe="")
    types = {
        f"/tracks/{stem}/fr/captions.vtt": "text/vtt; charset=utf-8",
        f"/tracks/{stem}/fr/chapters.vtt": "text/vtt; charset=utf-8",
        f"/tracks/{stem}/fr/descriptions.vtt": "text/vtt; charset=utf-8",
        f"/tracks/{stem}/fr/captions/file.srt": "application/x-subrip; charset=utf-8",
        f"/captions/{stem}.fr.vtt": "text/vtt; charset=utf-8",
        f"/captions/{stem}.ar.srt": "application/x-subrip; charset=utf-8",
        f"/transcripts/{stem}/fr.txt": "text/plain; charset=utf-8",
        f"/oembed/{stem}": "application/json; charset=utf-8",
        f"/oembed/{stem}?format=xml": "text/xml; charset=utf-8",
    }
    for target, content_type in types.items():
        status, headers, body = fetch(site, target)
        assert (status, headers["content-type"]) == (200, content_type), target
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["content-security-policy"].startswith("default-src 'none'")
        assert body


def test_a_transcript_as_a_page_is_only_to_be_kept(site: str) -> None:
    status, headers, _ = fetch(site, f"/transcripts/{quote(STEM, safe='')}/fr.html")

    assert status == 200
    assert headers["content-disposition"].startswith("attachment;")
    assert "script-src 'self'" in headers["content-security-policy"]


def test_what_systems_are_told_is_one_frame_whatever_it_is_called(site: str) -> None:
    _, _, body = fetch(site, f"/oembed/{quote(STEM, safe='')}")
    told = json.loads(body)

    assert SCRIPT in told["title"]
    assert SCRIPT not in told["html"]
    assert told["html"].count("<") == 2
