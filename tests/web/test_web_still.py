"""The pages without a server: which files there are, what their addresses say, what they may load."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote, urlsplit

import lxml.etree
import lxml.html
import pytest

from cuepress.errors import LibraryError, UsageError
from cuepress.publish import Item
from cuepress.web import still

SITE = still.Site("https://example.org/videos")
ADDRESSES = ("href", "src", "poster", "action", "data")


def published(root: Path, *stems: str, site: still.Site | None = None) -> dict[str, Item]:
    return {item.name: item for item in still.pages(root, stems or ("message",), site)}


def addresses(item: Item) -> list[str]:
    page = lxml.html.fromstring(item.data.decode())
    return [str(each) for name in ADDRESSES for each in page.xpath(f"//*/@{name}")]


def test_a_video_has_a_page_for_each_language_and_all_its_files(root: Path) -> None:
    files = published(root)

    pages = {name for name in files if name.endswith(".html")}
    folder = {posixpath.basename(name) for name in files if name.startswith("watch/message/message.")}
    texts = {f"watch/message/message.{tag}.html" for tag in ("fr", "ar", "en", "zh-Hans")}
    others = {f"fr.{tag}" for tag in ("ar", "en", "zh-Hans")} | {f"{tag}.fr" for tag in ("ar", "en", "zh-Hans")}
    assert pages - texts == {
        "index.html",
        *(f"watch/message/{n}.html" for n in ("index", "fr", "ar", "en", "zh-Hans")),
        *(f"watch/message/beside.{pair}.html" for pair in others),
    }
    assert texts <= pages
    assert {
        "message.mp4",
        "message.fr.vtt",
        "message.fr.srt",
        "message.fr.txt",
        "message.fr.docx",
        "message.ar.vtt",
    } <= folder
    assert files["watch/message/message.mp4"].source == root / "media" / "message.mp4"
    assert not any("cuepress.json" in name for name in files)


def test_every_address_is_relative_and_leads_to_a_file(root: Path) -> None:
    files = published(root)

    for name, item in files.items():
        if name.endswith(".html"):
            for address in addresses(item):
                parts = urlsplit(address)
                assert not parts.scheme
                assert not address.startswith("/")
                target = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(parts.path)))
                assert not parts.path or target in files, f"{name}: {address}"


def test_names_of_what_changes_change_with_it(root: Path) -> None:
    """Static files, what the player shows, the poster: a browser may keep them for good."""
    before = set(published(root))
    track = root / "captions" / "message.fr.vtt"
    track.write_text(track.read_text(encoding="utf-8").replace("Elle", "Oui, elle"), encoding="utf-8")

    gone = before - set(published(root))

    assert all(re.fullmatch(r"assets/[0-9a-f]{12}/.+", name) for name in before if name.startswith("assets/"))
    assert [re.sub("[0-9a-f]{10}", "*", name) for name in sorted(gone)] == [
        "watch/message/tracks/fr.captions.*.vtt",
        "watch/message/tracks/fr.captions.*.vtt.js",
    ]


def test_the_same_library_gives_the_same_bytes(root: Path) -> None:
    assert published(root, site=SITE) == published(root, site=SITE)


def test_the_policy_of_the_server_stands_in_the_page(root: Path) -> None:
    page = lxml.html.fromstring(published(root)["watch/message/fr.html"].data.decode())
    (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")

    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
    assert "unsafe" not in policy
    assert "frame-ancestors" not in policy  # browsers complain of it in a page
    assert page.xpath("//script[not(@src)] | //style | //*[@style] | //*[@onclick]") == []


def test_languages_name_each_other(root: Path) -> None:
    page = lxml.html.fromstring(published(root, site=SITE)["watch/message/ar.html"].data.decode())

    found = dict(zip(page.xpath("//head/link/@hreflang"), page.xpath("//head/link[@hreflang]/@href"), strict=True))
    assert found == {
        "fr": "https://example.org/videos/watch/message/fr.html",
        "ar": "https://example.org/videos/watch/message/ar.html",
        "en": "https://example.org/videos/watch/message/en.html",
        "zh-Hans": "https://example.org/videos/watch/message/zh-Hans.html",
        "x-default": "https://example.org/videos/watch/message/",
    }
    assert page.xpath("//link[@rel='canonical']/@href") == ["https://example.org/videos/watch/message/ar.html"]


def test_a_sitemap_needs_an_address(root: Path) -> None:
    assert "sitemap.xml" not in published(root)

    tree = lxml.etree.fromstring(published(root, site=SITE)["sitemap.xml"].data)

    places = tree.xpath("//*[local-name()='loc']/text()")
    assert places[0] == "https://example.org/videos/"
    assert len(places) == 6
    assert len(tree.xpath("//*[local-name()='link']")) == 5 * 5


def test_media_may_lie_elsewhere_and_only_there(root: Path) -> None:
    files = published(root, site=still.Site(media_url="https://cdn.example.org/v/"))
    html = files["watch/message/index.html"].data.decode()

    assert "watch/message/message.mp4" not in files
    assert 'src="https://cdn.example.org/v/message.mp4"' in html
    assert "media-src &#39;self&#39; https://cdn.example.org;" in html
    assert {urlsplit(each).netloc for each in addresses(files["watch/message/index.html"])} == {
        "",
        "cdn.example.org",
    }


@pytest.mark.parametrize(
    "url",
    [
        "example.org",
        "ftp://x",
        "javascript:alert(1)",
        "https://x/ 'unsafe-inline'",
        "https://x;y",
        "//x",
        "https://",
    ],
)
def test_an_address_that_is_none_is_refused(root: Path, url: str) -> None:
    with pytest.raises(UsageError, match="no address of a site"):
        published(root, site=still.Site(media_url=url))


def test_only_the_videos_that_were_named_are_published(
    root: Path, add_message: Callable[[Path, str], None]
) -> None:
    add_message(root, "secret")
    add_message(root, "mes")  # the beginning of another name

    files = published(root)

    assert not any("secret" in name for name in files)
    assert b"secret" not in b"".join(item.data for item in files.values())
    assert {name.split("/")[1] for name in published(root, "mes", "message") if "watch/" in name} == {
        "mes",
        "message",
    }


def test_many_videos_fill_several_pages(tmp_path: Path) -> None:
    (tmp_path / "media").mkdir()
    for number in range(60):
        (tmp_path / "media" / f"talk{number:02}.mp4").write_bytes(b"not looked at")

    files = published(tmp_path, *(f"talk{number:02}" for number in range(60)))

    assert {"index.html", "index-page-2.html", "index-page-3.html"} <= set(files)
    assert b"<form" not in files["index.html"].data  # nobody would answer


@pytest.mark.parametrize("stem", ["nothing", "../message", "message.mp4", ""])
def test_a_video_that_is_not_there_is_named(root: Path, stem: str) -> None:
    with pytest.raises(LibraryError, match=r"no such video.*message"):
        published(root, stem)


def test_a_track_that_cannot_be_read_stops_it(root: Path) -> None:
    (root / "captions" / "message.ar.vtt").write_text("this is no track")
    (root / "captions" / "message.ar.srt").unlink()

    with pytest.raises(LibraryError, match="cannot be published") as caught:
        published(root)

    assert "does not begin with WEBVTT; captions/message.ar.vtt;" in caught.value.what


def test_what_lies_outside_the_library_stays_there(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside") / "secret.vtt"
    outside.write_text("WEBVTT\n\n00:01.000 --> 00:02.000\nsecret\n")
    (root / "captions" / "message.de.vtt").symlink_to(outside)

    files = published(root)

    assert not any(".de." in name for name in files)


def test_cues_for_a_disk_are_ascii_and_whole(root: Path, add_track: Callable[..., None]) -> None:
    text = "a\u2028b &lt;/script> */ 市"
    add_track(root, "message", "en", [(1_000, 2_000, "Anne", text)])

    files = published(root)

    (script,) = (item.data for name, item in files.items() if re.search(r"/en\..*\.js$", name))
    name, cues = json.loads(
        f"[{script.decode('ascii').removeprefix('cuepress.addCues(').removesuffix(');' + chr(10))}]"
    )
    assert f"watch/message/tracks/{name}" in files
    assert cues == [[1.0, 2.0, "<v Anne>a\u2028b &lt;/script&gt; */ 市", ""]]
