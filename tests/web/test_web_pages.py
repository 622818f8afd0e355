"""The pages as HTML: what the index and the watch page say, in which language, and that nothing said can act."""

from __future__ import annotations

import gzip
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest
from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient

from cuepress import library
from cuepress.manifest import UnspokenRecord
from cuepress.web import create_app

AddTrack = Callable[[Path, str, str, list[tuple[int, int, str, str]]], None]


def page(client: FlaskClient, url: str, *, languages: str = "") -> BeautifulSoup:
    answer = client.get(url, headers={"Accept-Language": languages} if languages else {})
    assert answer.status_code == 200, answer.text
    return BeautifulSoup(answer.text, "lxml")


def only(soup: BeautifulSoup | Tag, selector: str) -> Tag:
    found = soup.select(selector)
    assert len(found) == 1, f"{selector}: {len(found)} times"
    return found[0]


def test_the_index_lists_a_video_with_its_title_length_languages_and_date(client: FlaskClient) -> None:
    card = only(page(client, "/"), ".card")

    assert only(card, "h2 a")["href"] == "/watch/message"
    assert only(card, "h2").get_text() == "Message du maire à la ville"
    assert only(card, ".card-length").get_text() == "0:12"
    assert only(card, "time")["datetime"] == "2026-11-23"
    names = {link["lang"]: (link.get_text(), link["dir"]) for link in card.select(".languages a")}
    assert names["ar"] == ("العربية", "rtl")
    assert names["fr"] == ("Français", "ltr")
    assert set(names) == {"fr", "ar", "en", "zh-Hans"}


def test_an_empty_library_says_what_to_do(tmp_path: Path) -> None:
    soup = page(create_app(tmp_path / "nothing").test_client(), "/")

    assert "cuepress caption" in only(soup, ".empty").get_text()


def test_a_video_without_captions_is_shown_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "media").mkdir()
    (tmp_path / "media" / "bare.mp4").write_bytes(b"x")
    client = create_app(tmp_path).test_client()

    assert "Not captioned yet" in only(page(client, "/"), ".card").get_text()
    assert "no captions for this video yet" in only(page(client, "/watch/bare"), ".transcript").get_text()


def test_each_language_is_a_track_of_its_kind_with_its_own_name(client: FlaskClient) -> None:
    """What is spoken is captions, a translation is subtitles."""
    tracks = page(client, "/watch/message").select("video track")

    described = {str(track["srclang"]): (track["kind"], track["label"]) for track in tracks}
    assert described == {
        "fr": ("captions", "Français"),
        "en": ("subtitles", "English"),
        "ar": ("subtitles", "العربية"),
        "zh-Hans": ("subtitles", "中文（简体）"),
    }


def test_without_a_manifest_every_track_is_captions(root: Path) -> None:
    (root / "captions" / "message.cuepress.json").unlink()

    tracks = page(create_app(root).test_client(), "/watch/message").select("video track")

    assert {track["kind"] for track in tracks} == {"captions"}


@pytest.mark.parametrize(
    ("address", "languages", "expected"),
    [
        ("/watch/message", "", "fr"),
        ("/watch/message", "de, tr;q=0.5", "fr"),
        ("/watch/message", "ar-EG, fr;q=0.9", "ar"),
        ("/watch/message", "de, zh-CN;q=0.8, en;q=0.5", "zh-Hans"),
        ("/watch/message", "en;q=0, ar;q=0.1", "ar"),
        ("/watch/message", "zh-TW, en;q=0.1", "en"),
        ("/watch/message?lang=en", "ar", "en"),
        ("/watch/message?lang=ZH-hans", "ar", "zh-Hans"),
        ("/watch/message?lang=xx", "ar", "ar"),
        ("/watch/message", "<script>, *, " + "x" * 5_000, "fr"),
    ],
)
def test_the_reader_gets_their_language(client: FlaskClient, address: str, languages: str, expected: str) -> None:
    """The address goes before the browser's languages, these before the language that is spoken."""
    soup = page(client, address, languages=languages)

    assert [track["srclang"] for track in soup.select("track[default]")] == [expected]
    assert only(soup, "#text")["lang"] == expected
    assert only(soup, "#captions-menu option[selected]")["lang"] == expected
    assert only(soup, "h1 bdi")["lang"] == expected


def test_the_transcript_is_grouped_by_voice_and_each_line_links_to_its_time(client: FlaskClient) -> None:
    soup = page(client, "/watch/message?lang=fr")

    assert [voice.get_text() for voice in soup.select(".voice")] == ["Anne", "Paul"]
    assert [len(turn.select("li")) for turn in soup.select(".turn")] == [2, 3]
    first = only(soup, "#cue-1")
    assert only(first, ".said").get_text() == "Nous le savons tous."
    assert only(first, "a")["href"] == "?t=1&lang=fr#cue-1"
    assert only(first, "a").get_text() == "0:01 play from 1 second"


def test_arabic_is_marked_right_to_left_and_its_times_are_not(client: FlaskClient) -> None:
    lines = only(page(client, "/watch/message?lang=ar"), "#text")

    assert (lines["lang"], lines["dir"]) == ("ar", "rtl")
    assert {(link["lang"], link["dir"]) for link in lines.select("a.time")} == {("en", "ltr")}


@pytest.mark.parametrize(("t", "source", "current"), [("5.25", "#t=5.25", "3"), ("0", "#t=0", None)])
def test_a_time_in_the_address_starts_the_video_there_and_marks_the_line(
    client: FlaskClient, t: str, source: str, current: str | None
) -> None:
    soup = page(client, f"/watch/message?t={t}")

    assert str(only(soup, "video")["src"]).endswith(source)
    assert [item["id"] for item in soup.select("li[aria-current]")] == ([f"cue-{current}"] if current else [])


@pytest.mark.parametrize("t", ["", "-1", "soon", "1e9", "999999", "99999999999", "5;alert(1)", "٥", "NaN"])
def test_a_time_that_there_is_not_is_ignored(client: FlaskClient, t: str) -> None:
    soup = page(client, f"/watch/message?t={quote(t)}")

    assert only(soup, "video")["src"] == "/media/message.mp4"


def test_the_page_says_how_the_times_were_made_and_what_is_left_out(client: FlaskClient) -> None:
    about = only(page(client, "/watch/message"), "#about")

    assert "Times: placed by pauses in the sound, not yet checked by a person." in about.get_text()
    assert "Reason: another language is spoken." in about.get_text()
    assert "They are estimates" in about.get_text()
    assert [summary.get_text() for summary in about.select("summary")] == [
        "To look at: 4 passages",
        "Not spoken, so not in the captions: 2 parts",
    ]
    assert [name.get_text() for name in about.select("dt")] == ["Title", "Page number"]


def test_everything_offered_can_be_had(client: FlaskClient) -> None:
    """Every link and source of both pages answers."""
    for url in ("/", "/watch/message"):
        soup = page(client, url)
        found = [element["href"] for element in soup.select("a[href], link[href]")]
        found += [element["src"] for element in soup.select("[src]")]
        for address in map(str, found):
            if address.startswith("/"):
                with client.get(address) as answer:
                    assert answer.status_code == 200, address


def test_a_broken_manifest_leaves_the_video_watchable(root: Path) -> None:
    (root / "captions" / "message.cuepress.json").write_text("{", encoding="utf-8")
    client = create_app(root).test_client()

    assert "message" in only(page(client, "/"), ".card h2").get_text()
    soup = page(client, "/watch/message")
    assert "cannot be read: this is no manifest" in only(soup, "#about .notice").get_text()
    assert len(soup.select("#lines li")) == 5


def test_a_broken_track_leaves_the_others_readable(root: Path) -> None:
    (root / "captions" / "message.ar.vtt").write_bytes(b"\x00\x01 no track \xff")
    client = create_app(root).test_client()

    assert "cannot be read" in only(page(client, "/watch/message?lang=ar"), ".transcript .notice").get_text()
    assert len(page(client, "/watch/message?lang=en").select("#lines li")) == 5


def test_tracks_without_their_video_can_still_be_read(root: Path) -> None:
    (root / "media" / "message.mp4").unlink()
    client = create_app(root).test_client()

    assert "No video file" in only(page(client, "/"), ".card").get_text()
    soup = page(client, "/watch/message")
    assert not soup.select("video")
    assert len(soup.select("#lines li")) == 5


def test_a_change_on_disk_shows_at_once(root: Path, add_track: AddTrack) -> None:
    client = create_app(root).test_client()
    page(client, "/watch/message")

    add_track(root, "message", "fr", [(0, 900, "Anne", "Autre chose.")])
    add_track(root, "message", "tr", [(0, 900, "Anne", "Merhaba.")])

    soup = page(client, "/watch/message?lang=fr")
    assert [line.get_text() for line in soup.select(".said")] == ["Autre chose."]
    assert soup.select('track[srclang="tr"]')


ODD_NAMES = ["a b", "l'été “1”", 'q"q', "100% #?&=", "%2e%2e%2f", "-i", "مرحبا", "a;b", "x" * 200, "a+b", "é"]


@pytest.mark.parametrize("stem", ODD_NAMES)
def test_an_odd_name_works_from_the_index_to_the_file(
    tmp_path: Path, add_message: Callable[[Path, str], None], stem: str
) -> None:
    add_message(tmp_path, stem)
    client = create_app(tmp_path).test_client()

    address = str(only(page(client, "/"), "h2 a")["href"])
    soup = page(client, address)

    sources = [str(element["src"]) for element in soup.select("video, track")]
    links = [str(link["href"]) for link in soup.select(".downloads a")]
    for source in [*sources, *links]:
        with client.get(source) as answer:
            assert answer.status_code == 200, source


@pytest.mark.parametrize("name", [b"caf\xe9.mp4", b"two\nlines.mp4", b"back\\slash.mp4"])
def test_a_name_that_cannot_be_shown_is_listed_with_the_reason(tmp_path: Path, name: bytes) -> None:
    (tmp_path / "media").mkdir()
    (tmp_path / "media" / "fine.mp4").write_bytes(b"x")
    (tmp_path / "media" / os.fsdecode(name)).write_bytes(b"x")

    soup = page(create_app(tmp_path).test_client(), "/")

    assert len(soup.select(".card")) == 1
    assert "Rename the file" in only(soup, ".refused li").get_text()


HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'><b>"


def test_hostile_text_in_cues_voices_titles_and_names_is_only_text(
    tmp_path: Path, add_message: Callable[[Path, str], None], add_track: AddTrack
) -> None:
    stem = "a\"'><img src=x onerror=alert(1)>"
    add_message(tmp_path, stem)
    escaped = HOSTILE.replace("<", "&lt;").replace(">", "&gt;")
    add_track(tmp_path, stem, "fr", [(0, 900, escaped, escaped)])
    record = tmp_path / "captions" / f"{stem}.cuepress.json"
    title = HOSTILE.replace('"', '\\"')
    record.write_text(record.read_text("utf-8").replace("Message du maire à la ville", title), encoding="utf-8")
    client = create_app(tmp_path).test_client()

    for url in ("/", str(only(page(client, "/"), "h2 a")["href"])):
        soup = page(client, url)
        scripts = soup.select('script:not([type="application/ld+json"])')
        assert all(script.get("src") and not script.get_text() for script in scripts)
        assert not soup.select("[onerror], main b, style")
        assert HOSTILE in soup.get_text()
    assert only(soup, "#lines .said").get_text() == HOSTILE
    assert only(soup, ".voice").get_text() == HOSTILE


def test_a_page_that_has_not_changed_is_not_sent_again(client: FlaskClient) -> None:
    first = client.get("/watch/message")

    again = client.get("/watch/message", headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.data) == (304, b"")
    assert first.headers["Vary"] == "Accept-Language, Accept-Encoding, Cookie"


def test_a_page_is_sent_packed_to_whoever_can_unpack_it(client: FlaskClient) -> None:
    packed = client.get("/watch/message", headers={"Accept-Encoding": "br, gzip"})

    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == client.get("/watch/message").data


def test_the_first_line_of_a_title_block_is_the_heading_and_the_rest_a_subtitle(
    root: Path, client: FlaskClient
) -> None:
    path = root / "captions" / "message.cuepress.json"
    made = library.read_manifest(path)
    assert made is not None
    block = (UnspokenRecord("title", "A message", 0), UnspokenRecord("title", "Recorded in May", 0))
    english = replace(made.tracks["en"], title="A message Recorded in May", unspoken=block)
    library.write_manifest(path, replace(made, tracks={**made.tracks, "en": english}))

    soup = page(client, "/watch/message?lang=en")

    assert only(soup, "h1").get_text() == "A message"
    assert only(soup, ".watch-head .subtitle").get_text() == "Recorded in May"


def test_a_library_may_be_named_relative_to_where_one_stands(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root)

    answer = create_app(Path()).test_client().get("/media/message.jpg")

    assert answer.status_code == 200
    answer.close()
