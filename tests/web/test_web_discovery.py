"""What the watch page says to search engines and link previews: whole, true, and nothing that acts."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from playwright.sync_api import Page

from cuepress.web import create_app, still
from cuepress.web.discovery import DESCRIPTION_CHARACTERS

AddTrack = Callable[[Path, str, str, list[tuple[int, int, str, str]]], None]
Serve = Callable[[Path], AbstractContextManager[str]]
HOSTILE = "</script><script>window.pwned = 1</script>\u2028<!--<script>&amp;'\""
ESCAPED = HOSTILE.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def page(client: FlaskClient, url: str) -> BeautifulSoup:
    answer = client.get(url)
    assert answer.status_code == 200, answer.text
    return BeautifulSoup(answer.text, "lxml")


def data_of(soup: BeautifulSoup) -> dict[str, Any]:
    found = soup.select('script[type="application/ld+json"]')
    assert len(found) == 1
    data: dict[str, Any] = json.loads(found[0].get_text())
    return data


def add_chapters(root: Path, tag: str, *names: str) -> None:
    cues = (f"00:{n:02d}.000 --> 00:{n + 1:02d}.500\n{name}\n" for n, name in enumerate(names))
    text = "WEBVTT\n\n" + "\n".join(cues)
    (root / "captions" / f"message.{tag}.chapters.vtt").write_text(text, encoding="utf-8")


def test_the_data_describe_the_video_in_the_language_of_the_page(client: FlaskClient, root: Path) -> None:
    data = data_of(page(client, "/watch/message?lang=en"))

    assert (data["@type"], data["name"]) == ("VideoObject", "The mayor’s message to the city")
    assert data["transcript"] == "Anne: We all know it. The city listens.\n\nPaul: It answers. Slowly. Thank you."
    assert (data["duration"], data["inLanguage"]) == ("PT12S", "fr")
    assert data["contentUrl"] == "http://localhost/media/message.mp4"
    assert data["thumbnailUrl"] == ["http://localhost/media/message.jpg"]
    assert data["url"] == "http://localhost/watch/message?lang=en"
    assert {each["inLanguage"] for each in data["caption"]} == {"fr", "ar", "en", "zh-Hans"}
    assert data["uploadDate"].endswith("+00:00")
    assert "hasPart" not in data


def test_every_address_in_the_data_can_be_had(client: FlaskClient, root: Path) -> None:
    add_chapters(root, "en", "Beginning", "End")
    soup = page(client, "/watch/message?lang=en")
    data = data_of(soup)
    addresses = [
        data["url"],
        data["contentUrl"],
        *data["thumbnailUrl"],
        *(each["contentUrl"] for each in data["caption"]),
    ]
    addresses += [each["url"] for each in data["hasPart"]]
    addresses += [str(link["href"]) for link in soup.select("link[hreflang], link[rel=canonical]")]
    addresses += [str(meta["content"]) for meta in soup.select("meta[property]") if "http" in str(meta["content"])]

    for address in addresses:
        assert address.startswith("http://localhost/")
        with client.get(address.removeprefix("http://localhost")) as answer:
            assert answer.status_code == 200, address


def test_chapters_are_clips_that_begin_where_their_link_leads(client: FlaskClient, root: Path) -> None:
    add_chapters(root, "fr", "Début", "Suite")
    add_chapters(root, "en", "Beginning", "More")

    clips = data_of(page(client, "/watch/message?lang=en"))["hasPart"]

    assert [clip["name"] for clip in clips] == ["Beginning", "More"]
    assert [(clip["startOffset"], clip["endOffset"]) for clip in clips] == [(0, 1.5), (1, 2.5)]
    assert clips[1]["url"] == "http://localhost/watch/message?lang=en&t=1"
    arabic = data_of(page(client, "/watch/message?lang=ar"))["hasPart"]
    assert [clip["name"] for clip in arabic] == ["Début", "Suite"]


def test_every_language_leads_to_every_other_and_to_itself(client: FlaskClient) -> None:
    for address in ("/watch/message", "/watch/message?lang=ar&t=3"):
        links = page(client, address).select('link[rel="alternate"][hreflang]')

        found = {str(link["hreflang"]): str(link["href"]) for link in links}
        assert found == {
            **{tag: f"http://localhost/watch/message?lang={tag}" for tag in ("fr", "ar", "en", "zh-Hans")},
            "x-default": "http://localhost/watch/message",
        }


@pytest.mark.parametrize(
    ("address", "canonical"),
    [
        ("/watch/message", "/watch/message"),
        ("/watch/message?t=5", "/watch/message"),
        ("/watch/message?t=5&lang=AR&x=y", "/watch/message?lang=ar"),
    ],
)
def test_a_page_has_one_address_whatever_else_was_asked(client: FlaskClient, address: str, canonical: str) -> None:
    links = page(client, address).select('link[rel="canonical"]')

    assert [link["href"] for link in links] == [f"http://localhost{canonical}"]


def test_link_previews_have_title_picture_and_first_words(client: FlaskClient) -> None:
    soup = page(client, "/watch/message?lang=zh-Hans")

    said = {str(meta["property"]): str(meta["content"]) for meta in soup.select("meta[property]")}
    assert said["og:title"] == "市长致全市的信"
    assert said["og:image"] == "http://localhost/media/message.jpg"
    assert (said["og:video:type"], said["video:duration"]) == ("video/mp4", "12")
    assert said["og:description"].startswith("Anne: 我们都知道。")


@pytest.mark.parametrize("word", ["word ", "字"])
def test_a_long_description_is_cut_between_words(
    client: FlaskClient, root: Path, add_track: AddTrack, word: str
) -> None:
    add_track(root, "message", "en", [(0, 9_000, "Anne", (word * 200).strip())])

    description = str(page(client, "/watch/message?lang=en").select('meta[name="description"]')[0]["content"])

    assert DESCRIPTION_CHARACTERS // 2 < len(description) <= DESCRIPTION_CHARACTERS
    assert description.endswith(f"{word.strip()}…")


def test_a_video_without_anything_is_described_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "media").mkdir()
    (tmp_path / "media" / "bare.mp3").write_bytes(b"x")

    data = data_of(page(create_app(tmp_path).test_client(), "/watch/bare"))

    assert {**data, "uploadDate": ""} == {
        "@context": "https://schema.org",
        "@type": "AudioObject",
        "embedUrl": "http://localhost/embed/bare",
        "name": "bare",
        "url": "http://localhost/watch/bare",
        "contentUrl": "http://localhost/media/bare.mp3",
        "encodingFormat": "audio/mpeg",
        "uploadDate": "",
    }


def test_a_broken_track_or_chapters_file_leaves_the_rest_described(client: FlaskClient, root: Path) -> None:
    (root / "captions" / "message.en.vtt").write_bytes(b"\x00\x01 no track \xff")
    (root / "captions" / "message.en.chapters.vtt").write_bytes(b"\x00\x01 no track \xff")

    data = data_of(page(client, "/watch/message?lang=en"))

    assert data["name"] == "The mayor’s message to the city"
    assert "transcript" not in data
    assert "hasPart" not in data


@pytest.mark.browser
def test_hostile_words_in_the_data_stay_words(
    root: Path, add_track: AddTrack, serve: Serve, visit: Callable[..., Page]
) -> None:
    """In a real browser under the real policy, which must not complain of the data either."""
    add_track(root, "message", "fr", [(0, 900, "Anne", ESCAPED)])
    add_chapters(root, "fr", ESCAPED)

    with serve(root) as url:
        found = visit(url + "/watch/message")
        data = found.evaluate(
            "JSON.parse(document.querySelector('script[type=\"application/ld+json\"]').textContent)"
        )
        n_scripts = found.locator("script").count()
        pwned = found.evaluate("window.pwned")

    assert pwned is None
    assert n_scripts == 2
    assert "</script><script>window.pwned = 1</script>" in data["transcript"]
    assert data["hasPart"][0]["name"].startswith("</script>")


def test_a_published_page_names_its_own_address_and_one_without_says_nothing_of_it(root: Path) -> None:
    known = still.pages(root, ["message"], still.Site("https://example.org/v/"))
    unknown = still.pages(root, ["message"])

    soup = BeautifulSoup(next(each.data for each in known if each.name == "watch/message/en.html"), "lxml")
    data = data_of(soup)
    own = "https://example.org/v/watch/message/en.html"
    assert data["url"] == own
    assert [str(meta["content"]) for meta in soup.select('meta[property="og:url"]')] == [own]
    assert data["contentUrl"] == "https://example.org/v/watch/message/message.mp4"
    for each in unknown:
        if each.name.endswith(".html"):
            assert b"ld+json" not in each.data
            assert b"http" not in each.data.replace(b"http-equiv", b"")
