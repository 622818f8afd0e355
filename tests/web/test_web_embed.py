"""A video in other pages: who may frame it, the code for it, and what content management systems are told."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import lxml.etree
import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from cuepress.errors import UsageError
from cuepress.web import create_app, embed, still

OURS = "http://localhost/watch/message"


def client_with(root: Path, *hosts: str, base_url: str = "") -> FlaskClient:
    return create_app(root, embed_hosts=hosts, base_url=base_url).test_client()


def told(client: FlaskClient, address: str, **asked: object) -> dict[str, object]:
    answer = client.get("/oembed", query_string={"url": address, **asked})
    assert answer.status_code == 200, answer.text
    found: dict[str, object] = json.loads(answer.data)
    return found


def soup_of(client: FlaskClient, url: str) -> BeautifulSoup:
    answer = client.get(url)
    assert answer.status_code == 200, answer.text
    return BeautifulSoup(answer.text, "lxml")


# --- who may frame it -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hosts", "ancestors", "frame_options"),
    [
        ((), "'self'", "SAMEORIGIN"),
        (("example.org",), "'self' example.org", None),
        (("https://a.org:8443", "*.b.org"), "'self' https://a.org:8443 *.b.org", None),
        (("*",), "'self' *", None),
    ],
)
def test_only_pages_that_were_named_may_frame_a_video(
    root: Path, hosts: tuple[str, ...], ancestors: str, frame_options: str | None
) -> None:
    client = client_with(root, *hosts)

    framed, whole = client.get("/embed/message").headers, client.get("/watch/message").headers

    assert framed["Content-Security-Policy"].endswith(f"frame-ancestors {ancestors}")
    assert framed.get("X-Frame-Options") == frame_options
    assert whole["Content-Security-Policy"].endswith("frame-ancestors 'none'")
    assert whole["X-Frame-Options"] == "DENY"
    assert framed["X-Content-Type-Options"] == "nosniff"
    assert "unsafe" not in framed["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Example.ORG/", "example.org"),
        ("https://bücher.example", "https://xn--bcher-kva.example"),
        ("localhost:*",) * 2,
    ],
)
def test_a_site_is_named_as_people_write_it(said: str, meant: str) -> None:
    assert embed.checked_host(said) == meant


@pytest.mark.parametrize(
    "host",
    [
        "",
        "'self'",
        "'none'",
        "a.org; script-src *",
        "a.org b.org",
        "a.org,b.org",
        "https://a.org/path",
        "ftp://a.org",
        "a..org",
        "-a.org",
        "data:",
        "https:",
        "**",
        "a.org\r\nX: y",
        "<b>",
    ],
)
def test_what_is_no_site_is_refused(root: Path, host: str) -> None:
    with pytest.raises(UsageError, match="this is no name of a site"):
        client_with(root, host)


# --- the page in the frame ------------------------------------------------------------------------------------


def test_the_page_has_the_player_a_title_and_a_way_to_the_whole_page(root: Path) -> None:
    soup = soup_of(client_with(root), "/embed/message?lang=ar&t=5.5&ui=en")

    assert soup.title is not None
    assert "رسالة" in soup.title.get_text()
    assert soup.select_one("h1#title bdi[lang=ar]") is not None
    assert soup.select_one("video")["src"] == "/media/message.mp4#t=5.5"  # type: ignore[index]
    assert [track["srclang"] for track in soup.select("track[default]")] == ["ar"]
    link = soup.select_one("main > p a[href='/watch/message?lang=ar']")
    assert link is not None
    assert (link["target"], link["rel"]) == ("_blank", ["noopener"])
    assert soup.select_one("link[rel=canonical]")["href"] == "http://localhost/watch/message?lang=ar"  # type: ignore[index]
    assert soup.select("#lines, header, footer") == []


def test_a_video_that_is_not_there_may_say_so_in_the_frame(root: Path) -> None:
    answer = client_with(root, "example.org").get("/embed/nothing")

    assert answer.status_code == 404
    assert answer.headers["Content-Security-Policy"].endswith("'self' example.org")


def test_without_its_media_a_video_has_no_code(root: Path) -> None:
    (root / "media" / "message.mp4").unlink()
    client = client_with(root)

    assert "media" in soup_of(client, "/embed/message").select_one(".notice").get_text()  # type: ignore[union-attr]
    assert soup_of(client, "/watch/message").select("#share") == []
    assert client.get("/oembed", query_string={"url": OURS}).status_code == 404


# --- the code -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("stem", ["message", "50% #1 “été” & <b>?", "a\"'><script>alert(1)"])
def test_the_code_is_a_frame_of_this_video_and_nothing_else(
    tmp_path: Path, add_message: Callable[[Path, str], None], stem: str
) -> None:
    add_message(tmp_path, stem)
    client = client_with(tmp_path)

    code = soup_of(client, f"/watch/{quote(stem)}?lang=fr").select_one("textarea#share-code").get_text()  # type: ignore[union-attr]

    found = BeautifulSoup(code, "lxml")
    assert [tag.name for tag in found.find_all(recursive=True)] == ["html", "body", "iframe"]
    frame = found.iframe
    assert frame is not None
    assert (frame["title"], frame["lang"]) == ("Message du maire à la ville", "fr")
    assert (frame["width"], frame["height"]) == ("640", "416")
    assert client.get(str(frame["src"])).status_code == 200
    assert str(frame["src"]).startswith("http://localhost/embed/")


@pytest.mark.parametrize(
    ("hosts", "said"),
    [
        ((), "Only pages of this site may show it, until others are named with cuepress serve --embed-host."),
        (("a.org", "b.org"), "Pages of this site may show it, and of: a.org, b.org"),
        (("*",), "Pages of every site may show it."),
    ],
)
def test_the_page_says_who_may_use_the_code(root: Path, hosts: tuple[str, ...], said: str) -> None:
    assert said in soup_of(client_with(root, *hosts), "/watch/message").select_one("#share").get_text()  # type: ignore[union-attr]


# --- oEmbed (oembed.com) --------------------------------------------------------------------------------------


def test_the_page_leads_to_what_systems_ask(root: Path) -> None:
    client = client_with(root)
    links = soup_of(client, "/watch/message?lang=ar").select("link[rel=alternate][type$=oembed]")

    assert [link["type"] for link in links] == ["application/json+oembed", "text/xml+oembed"]
    for link in links:
        answer = client.get(str(link["href"]))
        assert answer.status_code == 200
        assert "/embed/message?lang=ar" in answer.text


def test_a_frame_is_told_for_the_address_of_a_page(root: Path) -> None:
    found = told(client_with(root), f"{OURS}?lang=en&t=5.5&x=y")

    assert found["type"] == "video"
    assert found["version"] == "1.0"
    assert found["title"] == "The mayor’s message to the city"
    assert (found["width"], found["height"]) == (640, 416)
    assert 'src="http://localhost/embed/message?lang=en&amp;t=5.5"' in str(found["html"])
    assert "thumbnail_url" not in found  # no other site may show it


def test_the_poster_is_told_where_others_may_show_it(root: Path) -> None:
    client = client_with(root, "example.org")
    found = told(client, OURS)

    assert (found["thumbnail_width"], found["thumbnail_height"]) == (320, 180)
    with client.get(str(found["thumbnail_url"])) as answer:
        assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    with client.get("/media/message.mp4") as answer:
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize(
    ("asked", "size"),
    [
        ({}, (640, 416)),
        ({"maxwidth": 320}, (320, 220)),
        ({"maxwidth": 2_000, "maxheight": 200}, (640, 200)),
        ({"maxwidth": "1e9", "maxheight": "-5"}, (640, 416)),
        ({"maxwidth": 0}, (120, 108)),
    ],
)
def test_a_frame_fits_into_what_is_asked_for(root: Path, asked: dict[str, object], size: tuple[int, int]) -> None:
    found = told(client_with(root), OURS, **asked)

    assert (found["width"], found["height"]) == size


def test_the_same_is_told_in_xml(root: Path) -> None:
    client = client_with(root)
    answer = client.get("/oembed", query_string={"url": OURS, "format": "xml"})

    assert answer.content_type == "text/xml; charset=utf-8"
    found = {each.tag: each.text for each in lxml.etree.fromstring(answer.data)}
    assert found == {name: str(value) for name, value in told(client, OURS).items()}


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("", 400),
        ("http://example.org/watch/message", 404),
        ("http://localhost.evil.org/watch/message", 404),
        ("http://localhost@evil.org/watch/message", 404),
        ("javascript:alert(1)//localhost/watch/message", 404),
        ("http://localhost/watch/nothing", 404),
        ("http://localhost/watch/..%2f..%2fetc%2fpasswd", 404),
        ("http://localhost/media/message.mp4", 404),
        ("http://localhost/", 404),
        ("http://[", 404),
        ("//localhost/watch/message", 404),
    ],
)
def test_only_our_own_pages_are_told_of(root: Path, address: str, status: int) -> None:
    answer = client_with(root).get("/oembed", query_string={"url": address})

    assert answer.status_code == status
    assert answer.mimetype == "text/plain"


def test_a_format_that_there_is_not_is_said(root: Path) -> None:
    answer = client_with(root).get("/oembed", query_string={"url": OURS, "format": "yaml"})

    assert (answer.status_code, "There is json and xml" in answer.text) == (501, True)


# --- published ------------------------------------------------------------------------------------------------


def test_a_published_video_can_be_framed_where_its_address_is_known(root: Path) -> None:
    base = "https://example.org/v/"
    files = {item.name: item.data for item in still.pages(root, ["message"], still.Site(base))}

    page = BeautifulSoup(files["watch/message/ar.html"].decode(), "lxml")
    code = BeautifulSoup(page.select_one("#share-code").get_text(), "lxml")  # type: ignore[union-attr]
    found = json.loads(files["watch/message/oembed.ar.json"])
    assert code.iframe is not None
    assert code.iframe["src"] == f"{base}watch/message/embed.ar.html?lang=ar"
    assert str(code.iframe["src"]) in found["html"]
    assert found["thumbnail_url"].startswith(f"{base}watch/message/poster.")
    link = page.select_one("link[type='application/json+oembed']")
    assert link is not None
    assert link["href"] == f"{base}watch/message/oembed.ar.json"
    framed = BeautifulSoup(files["watch/message/embed.ar.html"].decode(), "lxml")
    assert framed.select_one("link[rel=canonical]")["href"] == f"{base}watch/message/ar.html"  # type: ignore[index]
    assert framed.select_one("main > p.whole a")["href"] == "ar.html?lang=ar"  # type: ignore[index]
    assert b"embed." not in files["sitemap.xml"]
