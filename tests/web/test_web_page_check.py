"""Our own pages, held against our own rules of pages: from the server, from a published folder, from a disk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from cuepress import publish
from cuepress.checks import Report
from cuepress.review.checking import CheckOptions
from cuepress.review.paging import check_page
from cuepress.web import still

STEM = "message"
PAGES = ("index.html", "ar.html", "zh-Hans.html")


class _Quiet(SimpleHTTPRequestHandler):
    extensions_map = {**SimpleHTTPRequestHandler.extensions_map, ".vtt": "text/vtt"}  # noqa: RUF012 - as the library has it

    def log_message(self, *_said: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def published(
    tmp_path_factory: pytest.TempPathFactory, talk_video: Path, fill_library: Callable[[Path, Path], None]
) -> Path:
    """Return the folder of the message as it is published."""
    root, out = tmp_path_factory.mktemp("library"), tmp_path_factory.mktemp("published") / "site"
    fill_library(root, talk_video)
    publish.write(still.pages(root, [STEM]), out)
    return out


@pytest.fixture(scope="module")
def hosted(published: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(published)))
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/watch/{STEM}/"
    server.shutdown()
    server.server_close()
    thread.join()


def _check_nothing_found(report: Report) -> None:
    assert [(each.rule, each.message) for each in report.findings if each.rule.startswith("page.")] == []
    assert [(each.rule, each.message) for each in report.findings if each.severity == "error"] == []
    assert sorted((each.language, each.kind) for each in report.tracks) == [
        ("ar", "subtitles"),
        ("en", "subtitles"),
        ("fr", "captions"),
        ("zh-Hans", "subtitles"),
    ]


def test_the_watch_page_has_no_fault(site: str) -> None:
    _check_nothing_found(check_page(f"{site}/watch/{STEM}", options=CheckOptions(spoken="fr")))


def test_with_descriptions_neither(rich_site: str) -> None:
    report = check_page(f"{rich_site}/watch/{STEM}", options=CheckOptions(spoken="fr"))

    assert [(each.rule, each.message) for each in report.findings if each.rule.startswith("page.")] == []
    assert "descriptions" in {each.kind for each in report.tracks}


@pytest.mark.parametrize("name", PAGES)
def test_a_published_page_has_none_from_a_server(hosted: str, name: str) -> None:
    _check_nothing_found(check_page(hosted + name, options=CheckOptions(spoken="fr")))


@pytest.mark.parametrize("name", PAGES)
def test_a_published_page_has_none_from_a_disk(published: Path, name: str) -> None:
    _check_nothing_found(check_page(str(published / "watch" / STEM / name), options=CheckOptions(spoken="fr")))


def test_a_list_of_videos_has_none_to_play(site: str) -> None:
    report = check_page(f"{site}/")

    assert [(each.rule, each.severity) for each in report.findings] == [("page.player", "notice")]
