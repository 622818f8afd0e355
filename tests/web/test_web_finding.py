"""A large library: a page at a time, the words of titles in every language, and addresses that make no sense."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from urllib.parse import quote

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from cuepress import library
from cuepress.manifest import Manifest
from cuepress.web import create_app
from cuepress.web.finding import PAGE_SIZE, folded, page_numbers

N_VIDEOS = 2 * PAGE_SIZE + 3
LAST_PAGE = 3
AddMessage = Callable[[Path, str], None]


@pytest.fixture
def many(root: Path) -> FlaskClient:
    """Return a client of a library with the message in four languages and many videos without a title."""
    for number in range(N_VIDEOS - 1):
        (root / "media" / f"talk-{number:03d}.mp4").write_bytes(b"x")
    return create_app(root).test_client()


def page(client: FlaskClient, url: str) -> BeautifulSoup:
    answer = client.get(url)
    assert answer.status_code == 200, answer.text
    return BeautifulSoup(answer.text, "lxml")


def stems(soup: BeautifulSoup) -> list[str]:
    return [str(link["href"]).removeprefix("/watch/") for link in soup.select(".card h2 a")]


def words(soup: BeautifulSoup, selector: str) -> str:
    found = soup.select(selector)
    assert len(found) == 1, f"{selector}: {len(found)} times"
    return " ".join(found[0].get_text().split())


def test_the_pages_together_have_every_video_once(many: FlaskClient) -> None:
    pages = [page(many, f"/?page={number}") for number in range(1, LAST_PAGE + 1)]

    listed = [stem for soup in pages for stem in stems(soup)]

    assert [len(stems(soup)) for soup in pages] == [PAGE_SIZE, PAGE_SIZE, 3]
    assert sorted(listed) == sorted({"message", *(f"talk-{number:03d}" for number in range(N_VIDEOS - 1))})


def test_a_thousand_videos_are_each_on_one_light_page(root: Path) -> None:
    for number in range(999):
        (root / "media" / f"talk-{number:03d}.mp4").write_bytes(b"x")
    client = create_app(root).test_client()
    n_pages = -(-1_000 // PAGE_SIZE)

    listed = [stem for number in range(1, n_pages + 1) for stem in stems(page(client, f"/?page={number}"))]

    assert len(listed) == len(set(listed)) == 1_000
    assert len(client.get("/", headers={"Accept-Encoding": "gzip"}).data) < 10_000
    assert stems(page(client, "/?q=talk-77")) == [f"talk-77{digit}" for digit in range(10)]


def test_each_page_says_where_it_is_and_where_to_go(many: FlaskClient) -> None:
    soup = page(many, "/?page=2")

    assert words(soup, "#count") == f"{N_VIDEOS} videos to watch and to read. Here: 25 to 48."
    assert words(soup, "title") == "Videos, page 2 of 3 – Cuepress"
    assert soup.select(".pages [aria-current]")[0]["aria-label"] == "Page 2"
    assert [link["rel"][0] for link in soup.select("a[rel]")] == ["prev", "next"]
    assert [link["href"] for link in soup.select(".pages a")] == ["/", "/", "/?page=2", "/?page=3", "/?page=3"]


@pytest.mark.parametrize(
    "number", ["", "0", "-1", "x", "1e3", "٢", "2.5", "9" * 9, "9" * 5_000, "\x00", "2;drop", "%F0%28"]
)
def test_a_number_that_is_none_shows_a_page_that_there_is(many: FlaskClient, number: str) -> None:
    soup = page(many, f"/?page={quote(number, safe='%')}")

    at = "Page 3" if number == "9" * 9 else "Page 1"
    assert soup.select(".pages [aria-current]")[0]["aria-label"] == at


@pytest.mark.parametrize(
    "query",
    ["maire", "MAIRE ville", "vil mess", "message", "the mayor's", "رسالة", "致全市", "arabic mayor", "رِسالة"],
)
def test_a_video_is_found_by_its_title_in_any_language(many: FlaskClient, query: str) -> None:
    soup = page(many, f"/?q={quote(query)}")

    assert stems(soup) == ["message"]
    assert words(soup, "#count") == f"1 of {N_VIDEOS} videos has “{query}”. Show all videos"
    assert soup.select("#q")[0]["value"] == query
    assert not soup.select(".pages")


def test_what_was_looked_for_stays_from_page_to_page(many: FlaskClient) -> None:
    soup = page(many, "/?q=TALK&page=2")

    assert words(soup, "#count").endswith("Here: 25 to 48.")
    assert [link["href"] for link in soup.select("a[rel]")] == ["/?q=TALK", "/?q=TALK&page=3"]


def test_what_is_not_found_is_said_with_the_way_back(many: FlaskClient) -> None:
    soup = page(many, "/?q=<b>nothing</b>")

    assert "No video has “<b>nothing</b>”" in words(soup, ".empty")
    assert words(soup, ".empty a") == f"All {N_VIDEOS} videos"
    assert not soup.select("main b")


@pytest.mark.parametrize("query", ["", "%20%20", "%00", "%ff%fe", "x" * 5_000, "q=q&q=", "%0d%0aSet-Cookie:a"])
def test_a_query_that_makes_no_sense_is_answered(many: FlaskClient, query: str) -> None:
    answer = many.get(f"/?q={query}")

    assert answer.status_code == 200
    assert "\x00" not in answer.text
    assert "Set-Cookie" not in answer.headers


def test_a_small_library_has_no_search_and_no_pages(client: FlaskClient) -> None:
    soup = page(client, "/")

    assert not soup.select("form, .pages, .range")


def test_an_empty_library_stays_empty_whatever_is_asked(tmp_path: Path) -> None:
    client = create_app(tmp_path).test_client()

    assert "There is no video here yet" in words(page(client, "/?q=x&page=7"), ".empty")


def test_a_new_title_is_found_at_once_and_the_old_one_no_more(root: Path, many: FlaskClient) -> None:
    path = root / "captions" / "message.cuepress.json"
    assert stems(page(many, "/?q=mayor")) == ["message"]
    made = library.read_manifest(path)
    assert made is not None
    english = replace(made.tracks["en"], title="A word of the warden", unspoken=())
    library.write_manifest(path, replace(made, tracks={**made.tracks, "en": english}))

    assert stems(page(many, "/?q=warden")) == ["message"]
    assert stems(page(many, "/?q=mayor")) == []


@pytest.mark.parametrize("text", ["", "{", "[]", '{"tracks": 5}', '{"tracks": {"en": {}}}', "\x00", "[" * 9_999])
def test_a_manifest_that_is_none_hides_no_other_video(root: Path, many: FlaskClient, text: str) -> None:
    library.write_manifest(root / "captions" / "talk-001.cuepress.json", Manifest(tool=""))
    (root / "captions" / "talk-001.cuepress.json").write_text(text, encoding="utf-8")

    assert stems(page(many, "/?q=mayor")) == ["message"]
    assert stems(page(many, "/?q=talk-001")) == ["talk-001"]


def test_a_manifest_in_another_layout_is_read_as_well(root: Path, many: FlaskClient) -> None:
    path = root / "captions" / "message.cuepress.json"
    plain = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(dict(reversed(plain.items()))), encoding="utf-8")

    assert stems(page(many, "/?q=mayor")) == ["message"]


@given(st.integers(1, 60), st.integers(1, 60))
def test_page_numbers_leave_no_page_out_but_where_they_show_a_gap(at: int, n_pages: int) -> None:
    at = min(at, n_pages)

    numbers = page_numbers(at, n_pages)

    assert {1, at, n_pages} <= set(numbers)
    assert len(numbers) <= 7
    shown = [number for number in numbers if number]
    assert shown == sorted(set(shown))
    for left, right in pairwise(numbers):
        assert right - left == 1 or 0 in {left, right}


@given(st.text())
def test_a_folded_text_stays_as_it_is_when_folded_again(text: str) -> None:
    assert folded(folded(text)) == folded(text)
