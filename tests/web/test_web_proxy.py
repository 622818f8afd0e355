"""Behind another web server: addresses as the public sees them, whoever writes what into a request."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from http.client import HTTPConnection
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from cuepress.errors import UsageError
from cuepress.web import create_app
from cuepress.web.server import Server

Serve = Callable[..., AbstractContextManager[str]]
PUBLIC = "https://example.org/videos"


@pytest.fixture
def client(root: Path) -> FlaskClient:
    return create_app(root, base_url=f"{PUBLIC}/").test_client()


@pytest.mark.parametrize("path", ["/watch/message?lang=fr", "/videos/watch/message?lang=fr"])
@pytest.mark.parametrize("host", ["localhost:5000", "example.org", "127.0.0.1"])
def test_addresses_are_those_of_the_public(client: FlaskClient, path: str, host: str) -> None:
    """Whether the proxy cuts its path off or not, and whichever host it names."""
    answer = client.get(path, headers={"Host": host})
    soup = BeautifulSoup(answer.text, "lxml")

    assert answer.status_code == 200
    assert soup.select_one("link[rel=canonical]")["href"] == f"{PUBLIC}/watch/message?lang=fr"  # type: ignore[index]
    code = soup.select_one("#share-code").get_text()  # type: ignore[union-attr]
    assert f'src="{PUBLIC}/embed/message?lang=fr"' in code
    whole = [
        str(each["content"]) for each in soup.select("meta[property^='og:']") if "http" in str(each["content"])
    ]
    assert whole
    assert all(each.startswith(PUBLIC) for each in whole)
    data = json.loads(soup.select_one("script[type='application/ld+json']").get_text())  # type: ignore[union-attr]
    assert data["embedUrl"] == f"{PUBLIC}/embed/message?lang=fr"
    for element in soup.select("main a[href], link[rel=stylesheet], video[src], track"):
        address = str(element.get("href") or element["src"])
        assert address.startswith(("/videos/", "?", "#")), address


def test_every_link_answers(client: FlaskClient) -> None:
    soup = BeautifulSoup(client.get("/videos/").text, "lxml")

    for link in soup.select("a[href^='/videos/']"):
        with client.get(str(link["href"])) as answer:
            assert answer.status_code == 200, link["href"]


def test_oembed_knows_the_public_address_and_no_other(client: FlaskClient) -> None:
    found = client.get("/videos/oembed", query_string={"url": f"{PUBLIC}/watch/message"})

    assert found.status_code == 200
    assert f"{PUBLIC}/embed/message" in found.text
    for other in ("http://localhost/watch/message", "https://example.org/watch/message"):
        assert client.get("/oembed", query_string={"url": other}).status_code == 404


def test_other_names_are_still_refused(client: FlaskClient) -> None:
    """A page that has its name resolved to this machine does not get in by the public address."""
    assert client.get("/", headers={"Host": "evil.org"}).status_code == 400


@pytest.mark.parametrize(
    "url",
    [
        "example.org",
        "ftp://a.org",
        "https://",
        "https://a.org/?x",
        "https://a.org/#x",
        "https://u:p@a.org/",
        "https://a.org:port/",
        "https://a.org:99999/",
        "https://a.org/ b",
        'https://a.org/"',
        "//a.org",
    ],
)
def test_what_is_no_address_is_refused(root: Path, url: str) -> None:
    with pytest.raises(UsageError, match="no address of a site"):
        create_app(root, base_url=url)


@pytest.mark.parametrize("path", ["watch", "media/x", "embed", "oembed", "healthz"])
def test_a_path_of_our_own_is_refused(root: Path, path: str) -> None:
    with pytest.raises(UsageError, match="choose another"):
        create_app(root, base_url=f"https://a.org/{path}/")


def test_letters_of_every_script_may_be_in_an_address(root: Path) -> None:
    client = create_app(root, base_url="https://bücher.example/vidéos/").test_client()

    answer = client.get("/vid%C3%A9os/watch/message", headers={"Host": "xn--bcher-kva.example"})

    canonical = BeautifulSoup(answer.text, "lxml").select_one("link[rel=canonical]")
    assert canonical is not None
    assert canonical["href"] == "https://bücher.example/vidéos/watch/message"
    assert client.get("/oembed", query_string={"url": canonical["href"]}).status_code == 200


FORWARDED = {"X-Forwarded-Host": "example.org", "X-Forwarded-Proto": "https", "Forwarded": "host=evil.org"}


@pytest.mark.parametrize(
    ("trusted", "canonical"),
    [
        ("", "{url}/watch/message"),
        ("127.0.0.1", "https://example.org/watch/message"),
        ("10.0.0.1", "{url}/watch/message"),
    ],
)
def test_what_is_forwarded_is_believed_of_a_proxy_only(
    root: Path, serve: Serve, trusted: str, canonical: str
) -> None:
    with (
        serve(root, trusted_proxy=trusted) as url,
        closing(HTTPConnection(url.removeprefix("http://"))) as connection,
    ):
        connection.request("GET", "/watch/message", headers=FORWARDED)
        found = BeautifulSoup(connection.getresponse().read(), "lxml").select_one("link[rel=canonical]")

    assert found is not None
    assert found["href"] == canonical.format(url=url)


def test_a_proxy_is_an_address(root: Path) -> None:
    with pytest.raises(UsageError, match="write the one it asks from"):
        Server(root, port=0, trusted_proxy="example.org")
