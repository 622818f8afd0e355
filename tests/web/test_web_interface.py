"""The language of a page's own words: who gets which, that all are there, and that texts keep their own."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient

from cuepress.library import Library
from cuepress.web import create_app, still
from cuepress.web.interface import COOKIE, TAGS, gettext, locale, ngettext

ROOT = Path(__file__).parents[2]
# What stays as it is in every language: names, formats, code.
_NAMES = re.compile(r"Cuepress|Atkinson Hyperlegible|HTML|VTT|SRT|TXT|DOCX|JPEG|PNG|MP4|Tab|Message|[kM]B|\{\w+\}")
_LATIN_WORD = re.compile(r"[A-Za-zÀ-ÿ]{3,}")
_HEADINGS = {
    "en": "Videos",
    "fr": "Vidéos",
    "es": "Vídeos",
    "de": "Videos",
    "ar": "مقاطع الفيديو",
    "tr": "Videolar",
    "zh-Hans": "视频",
}


def soup_of(client: FlaskClient, address: str, **headers: str) -> BeautifulSoup:
    sent = {name.replace("_", "-"): value for name, value in headers.items() if name != "chosen"}
    if "chosen" in headers:
        client.set_cookie(COOKIE, headers["chosen"])
    return BeautifulSoup(client.get(address, headers=sent).data, "lxml")


def page_language(soup: BeautifulSoup) -> tuple[str, str]:
    html = soup.html
    assert html is not None
    return str(html["lang"]), str(html["dir"])


def own_words(soup: BeautifulSoup, tag: str) -> list[str]:
    """Return the texts and labels of a page that are in its own language, where nothing nearer says otherwise."""
    found = []
    for text in soup.find_all(string=True):
        holder = text.find_parent(lang=True)
        is_apart = text.find_parent(["code", "script", "style", "bdi", "textarea"])
        if holder is not None and holder["lang"] == tag and not is_apart and str(text).strip():
            found.append(str(text))
    for element in soup.find_all(True):
        holder = element if element.has_attr("lang") else element.find_parent(lang=True)
        labels = [
            name for name in element.attrs if name in {"aria-label", "title"} or name.startswith("data-said")
        ]
        if holder is not None and holder["lang"] == tag:
            found += [str(element[name]) for name in labels]
    return found


def test_every_catalogue_has_every_text_and_is_compiled() -> None:
    """Nothing is untranslated, no value has lost its place, and what is sent is what translators wrote."""
    told = subprocess.run(
        [sys.executable, "tools/catalogues.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert (told.returncode, told.stdout) == (0, "every text is translated\n")


def test_there_is_a_catalogue_for_every_language_that_is_offered() -> None:
    folder = ROOT / "app" / "cuepress" / "web" / "translations"

    there = {path.name.replace("_", "-") for path in folder.iterdir() if path.is_dir()}
    assert there == set(TAGS) - {"en"}


@pytest.mark.parametrize(
    ("address", "headers", "expected"),
    [
        ("/", {}, "en"),
        ("/", {"Accept_Language": "fr-CA, en;q=0.8"}, "fr"),
        ("/", {"Accept_Language": "pl, de;q=0.5, en;q=0.4"}, "de"),
        ("/", {"Accept_Language": "zh-CN"}, "zh-Hans"),
        ("/", {"Accept_Language": "ar-EG"}, "ar"),
        ("/", {"Accept_Language": "<script>, *, xx-yy-zz"}, "en"),
        ("/", {"Accept_Language": "fr", "chosen": "tr"}, "tr"),
        ("/", {"Accept_Language": "fr", "chosen": "../../etc"}, "fr"),
        ("/?ui=es", {"Accept_Language": "fr", "chosen": "tr"}, "es"),
        ("/?ui=ZH-hans", {}, "zh-Hans"),
        ("/?ui=xx", {"Accept_Language": "fr"}, "fr"),
        ("/watch/message?lang=ar", {"Accept_Language": "de"}, "de"),
        ("/nothing/here", {"Accept_Language": "ar"}, "ar"),
    ],
)
def test_the_page_follows_the_reader(
    client: FlaskClient, address: str, headers: dict[str, str], expected: str
) -> None:
    """The address goes before what was chosen earlier, that before the browser's languages; else it is English."""
    soup = soup_of(client, address, **headers)

    assert page_language(soup) == (expected, "rtl" if expected == "ar" else "ltr")
    assert [link["hreflang"] for link in soup.select(".ui-language a[aria-current]")] == [expected]


def test_a_choice_is_kept_and_one_that_there_is_not_is_not(client: FlaskClient) -> None:
    cookie = client.get("/?ui=ar").headers["Set-Cookie"]

    assert cookie.startswith(f"{COOKIE}=ar;")
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
    assert page_language(soup_of(client, "/watch/message")) == ("ar", "rtl")
    assert "Set-Cookie" not in client.get("/?ui=xx").headers
    assert "Set-Cookie" not in client.get("/").headers


def test_choosing_a_language_keeps_the_rest_of_the_address(client: FlaskClient) -> None:
    soup = soup_of(client, "/watch/message?lang=fr&t=3&ui=de&x=%22%3E%3Cb%3E")

    links = {str(link["hreflang"]): str(link["href"]) for link in soup.select(".ui-language a")}
    assert list(links) == list(TAGS)
    assert links["tr"] == "?lang=fr&t=3&x=%22%3E%3Cb%3E&ui=tr"


@pytest.mark.parametrize("tag", TAGS)
def test_every_page_is_to_be_had_in_every_language(client: FlaskClient, tag: str) -> None:
    assert soup_of(client, f"/?ui={tag}").select("h1")[0].get_text() == _HEADINGS[tag]
    for address, status in (
        ("/watch/message", 200),
        ("/embed/message", 200),
        ("/nothing", 404),
        ("/?q=none", 200),
    ):
        answer = client.get(address)
        assert answer.status_code == status
        assert page_language(BeautifulSoup(answer.data, "lxml"))[0] == tag


@pytest.mark.parametrize("address", ["/", "/?q=none", "/watch/message", "/nothing"])
@pytest.mark.parametrize("tag", ["ar", "zh-Hans"])
def test_no_english_is_left_in_a_page_of_another_script(client: FlaskClient, address: str, tag: str) -> None:
    soup = soup_of(client, address, Accept_Language=tag)

    words = [
        _NAMES.sub("", text) for text in own_words(soup, tag) if soup.title is None or text != soup.title.string
    ]
    assert words
    assert [text for text in words if _LATIN_WORD.search(text)] == []


def test_texts_of_the_video_keep_their_language_in_every_interface(client: FlaskClient) -> None:
    soup = soup_of(client, "/watch/message?lang=fr", Accept_Language="ar")

    def marks(selector: str) -> tuple[object, object]:
        found: Tag = soup.select(selector)[0]
        return found["lang"], found["dir"]

    assert page_language(soup) == ("ar", "rtl")
    assert marks("#text") == ("fr", "ltr")
    assert marks("h1 bdi") == ("fr", "ltr")
    assert marks("#text .time") == ("ar", "rtl")
    assert {each["lang"] for each in soup.select("#looks blockquote")} == {"fr"}
    assert marks("#captions-menu option[selected]") == ("fr", "ltr")


def test_what_the_tool_wrote_in_english_is_marked_as_english(root: Path) -> None:
    (root / "captions" / "message.cuepress.json").write_text("{", encoding="utf-8")

    soup = soup_of(create_app(root).test_client(), "/watch/message", Accept_Language="ar")

    fault = soup.select(".notice bdi[lang=en]")
    assert [each["dir"] for each in fault] == ["ltr"]


def test_a_published_page_speaks_the_language_of_its_text(root: Path) -> None:
    """Nobody can ask it for another; an index speaks what all its videos are spoken in."""
    items = {item.name: item for item in still.pages(Library(root).root, ["message"])}

    def language_of(name: str) -> tuple[str, str]:
        soup = BeautifulSoup(items[name].data or b"", "lxml")
        assert not soup.select(".ui-language")
        return page_language(soup)

    assert language_of("index.html") == ("fr", "ltr")
    assert language_of("watch/message/index.html") == ("fr", "ltr")
    assert language_of("watch/message/ar.html") == ("ar", "rtl")
    assert language_of("watch/message/zh-Hans.html") == ("zh-Hans", "ltr")


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "0 ثانية"),
        (1, "ثانية واحدة"),
        (2, "ثانيتان"),
        (3, "3 ثوانٍ"),
        (10, "10 ثوانٍ"),
        (11, "11 ثانية"),
        (100, "100 ثانية"),
        (103, "103 ثوانٍ"),
    ],
)
def test_arabic_has_its_six_forms_of_number(root: Path, number: int, said: str) -> None:
    with create_app(root).test_request_context("/?ui=ar"):
        assert ngettext("%(num)s second", "%(num)s seconds", number) == said


def test_outside_of_a_page_words_are_english() -> None:
    assert (gettext("Videos"), str(locale())) == ("Videos", "en_GB")
