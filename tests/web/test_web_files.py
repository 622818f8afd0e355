"""The files behind the pages: what can be fetched, as what, in which parts, and what never can."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from cuepress.web import assets, create_app

PAGES = ["/", "/watch/message", "/watch/nothing"]
FILES = [
    "/media/message.mp4",
    "/media/message.jpg",
    "/media/nothing.mp4",
    "/captions/message.fr.vtt",
    "/captions/message.fr.srt",
    "/captions/nothing.vtt",
    "/tracks/message/fr/captions.vtt",
    "/tracks/message/de/captions.vtt",
    "/tracks/message/fr/rubbish.vtt",
    "/transcripts/message/fr.txt",
    "/transcripts/message/de.txt",
    "/transcripts/message/fr.docx",
    "/transcripts/message/fr.pdf",
    "/tracks/message/fr/captions/file.srt",
    "/tracks/message/fr/captions/file.exe",
    "/tracks/message/fr/chapters.vtt",
    "/assets/old/css/base.css",
]
THERE = (
    "/media/message.",
    "/captions/message.",
    "/tracks/message/fr/captions.vtt",
    "/tracks/message/fr/captions/file.srt",
    "/transcripts/message/fr.txt",
    "/transcripts/message/fr.docx",
)


def get(client: FlaskClient, url: str, **headers: str) -> TestResponse:
    """Ask for ``url`` with headers (``if_range`` is If-Range) and close the file behind the answer."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    answer = client.get(url, headers=named)
    answer.get_data()
    answer.close()
    return answer


@pytest.mark.parametrize("url", [*PAGES, *FILES])
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "OPTIONS"])
def test_every_answer_carries_the_headers_that_protect(client: FlaskClient, method: str, url: str) -> None:
    with client.open(url, method=method) as answer:
        headers = answer.headers

    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "camera=()" in headers["Permissions-Policy"]
    assert answer.status_code != 500


@pytest.mark.parametrize("url", FILES)
def test_a_file_is_never_html_not_even_when_it_is_not_there(client: FlaskClient, url: str) -> None:
    assert "html" not in get(client, url).content_type


@pytest.mark.parametrize(
    ("url", "content_type"),
    [
        ("/media/message.mp4", "video/mp4"),
        ("/media/message.jpg", "image/jpeg"),
        ("/captions/message.ar.vtt", "text/vtt; charset=utf-8"),
        ("/captions/message.ar.srt", "application/x-subrip; charset=utf-8"),
        ("/tracks/message/ar/captions.vtt", "text/vtt; charset=utf-8"),
        ("/transcripts/message/ar.txt", "text/plain; charset=utf-8"),
        ("/transcripts/message/ar.html", "text/html; charset=utf-8"),
        (
            "/transcripts/message/ar.docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        ("/tracks/message/ar/captions/file.srt", "application/x-subrip; charset=utf-8"),
    ],
)
def test_each_file_says_what_it_is(client: FlaskClient, url: str, content_type: str) -> None:
    answer = get(client, url)

    assert (answer.status_code, answer.content_type) == (200, content_type)


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [("bytes=0-", 0, None), ("bytes=100-199", 100, 200), ("bytes=-50", -50, None), ("bytes=500-", 500, None)],
)
def test_media_is_sent_in_the_part_that_is_asked_for(
    client: FlaskClient, root: Path, asked: str, start: int, end: int | None
) -> None:
    whole = (root / "media" / "message.mp4").read_bytes()

    answer = get(client, "/media/message.mp4", range=asked)

    assert answer.status_code == 206
    assert answer.data == whole[start:end]
    first = start % len(whole)
    assert answer.headers["Content-Range"] == f"bytes {first}-{first + len(answer.data) - 1}/{len(whole)}"


@pytest.mark.parametrize(
    "asked",
    [
        "",
        "bytes",
        "bytes=",
        "bytes=-",
        "bytes=a-b",
        "bytes=0-9,20-29",
        "bytes=" + ",".join(["0-"] * 500),
        "bytes=" + "9" * 5_000 + "-",
        "bytes=٠-٩",
        "bytes=0x10-",
        "cues=1-2",
        "0-9",
    ],
)
def test_a_range_that_is_none_or_several_is_not_heeded(client: FlaskClient, root: Path, asked: str) -> None:
    answer = get(client, "/media/message.mp4", range=asked.encode().decode("latin-1"))

    assert (answer.status_code, answer.data) == (200, (root / "media" / "message.mp4").read_bytes())


@pytest.mark.parametrize("asked", ["bytes=-0", "bytes=9-1", "bytes=" + "9" * 18 + "-"])
def test_a_range_past_the_end_is_refused(client: FlaskClient, asked: str) -> None:
    answer = get(client, "/media/message.mp4", range=asked)

    assert answer.status_code == 416
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")


def test_a_range_is_for_reading_only(client: FlaskClient) -> None:
    with client.head("/media/message.mp4", headers={"Range": "bytes=0-9"}) as answer:
        assert answer.status_code == 200
        assert answer.headers["Accept-Ranges"] == "bytes"
        assert "Content-Range" not in answer.headers


@pytest.mark.parametrize(
    "url",
    [
        "/tracks/message/fr/captions.vtt",
        "/tracks/message/fr/captions/file.srt",
        "/captions/message.fr.vtt",
        "/captions/message.fr.srt",
        "/transcripts/message/fr.txt",
        "/transcripts/message/fr.html",
    ],
)
def test_texts_are_packed_for_whoever_can_unpack_them(client: FlaskClient, url: str) -> None:
    plain, packed = get(client, url), get(client, url, accept_encoding="br, gzip")

    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert plain.headers["Vary"] == packed.headers["Vary"] == "Accept-Encoding"
    again = get(client, url, accept_encoding="gzip", if_none_match=packed.headers["ETag"])
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize("url", ["/media/message.mp4", "/media/message.jpg"])
def test_media_are_never_packed(client: FlaskClient, url: str) -> None:
    answer = get(client, url, accept_encoding="gzip, br", range="bytes=0-99")

    assert "Content-Encoding" not in answer.headers
    assert (answer.status_code, len(answer.data)) == (206, 100)


def test_a_part_that_there_is_not_is_refused_with_the_size(client: FlaskClient, root: Path) -> None:
    size = (root / "media" / "message.mp4").stat().st_size

    answer = get(client, "/media/message.mp4", range=f"bytes={size + 1}-")

    assert (answer.status_code, answer.headers["Content-Range"]) == (416, f"bytes */{size}")


def test_media_that_changed_is_sent_whole(client: FlaskClient) -> None:
    """A player that resumes an old download must not join two films."""
    answer = get(client, "/media/message.mp4", range="bytes=100-199", if_range='"old"')

    assert answer.status_code == 200


@pytest.mark.parametrize("url", [url for url in FILES if url.startswith(THERE)])
def test_a_file_that_has_not_changed_is_not_sent_again(client: FlaskClient, url: str) -> None:
    first = get(client, url)

    again = get(client, url, if_none_match=first.headers["ETag"])

    assert (again.status_code, again.data) == (304, b"")
    assert "no-cache" in first.headers["Cache-Control"]


OUTSIDE = [
    "/media/../secret.txt",
    "/media/..%2fsecret.txt",
    "/media/%2e%2e/secret.txt",
    "/media/..%5csecret.txt",
    "/media/%2fetc%2fpasswd",
    "/media//etc/passwd",
    "/media/message.mp4%00.txt",
    "/media/%00",
    "/captions/..%2fmedia%2fmessage.mp4",
    "/captions/message.cuepress.json",
    "/media/message.fr.docx",
    "/media/.hidden.mp4",
    "/captions/link.vtt",
    "/captions/message.en.vtt",
    "/media/away.mp4",
    "/media/message.png",
    "/tracks/..%2f..%2fsecret/fr/captions.vtt",
    "/tracks/message/..%2f..%2f/captions.vtt",
    "/transcripts/message/..%2fsecret.txt",
    "/watch/..",
    "/watch/..%2f..%2fsecret",
    "/watch/%00",
    "/watch/.hidden",
    "/assets/../__init__.py",
]


@pytest.mark.parametrize("url", OUTSIDE)
def test_nothing_can_be_had_that_the_library_does_not_list(
    root: Path, tmp_path_factory: pytest.TempPathFactory, url: str
) -> None:
    outside = tmp_path_factory.mktemp("outside") / "secret.txt"
    outside.write_text("WEBVTT\n\n00:00.000 --> 00:01.000\nTREASURE", encoding="utf-8")
    (root / "secret.txt").write_text("TREASURE", encoding="utf-8")
    (root / "media" / "message.fr.docx").write_bytes(b"TREASURE")
    (root / "media" / ".hidden.mp4").write_bytes(b"TREASURE")
    for link in ("captions/message.en.vtt", "media/away.mp4", "media/message.png"):
        (root / link).unlink(missing_ok=True)
        (root / link).symlink_to(outside)

    answer = get(create_app(root).test_client(), url)

    assert answer.status_code in {404, 308} or url == "/watch/.."
    assert b"TREASURE" not in answer.data


def test_a_file_that_becomes_a_link_to_elsewhere_after_it_was_listed_is_refused(
    root: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside") / "secret.mp4"
    outside.write_bytes(b"TREASURE")
    client = create_app(root).test_client()
    get(client, "/")
    video = root / "media" / "message.mp4"
    video.unlink()
    video.symlink_to(outside)

    assert get(client, "/media/message.mp4").status_code == 404


def test_the_player_gets_clean_webvtt_from_whatever_is_there(root: Path) -> None:
    """SubRip in an old code page, a cue without duration: the browser still shows the rest."""
    for path in (root / "captions").glob("message.fr.*"):
        path.unlink()
    text = "1\n00:00:01,000 --> 00:00:02,000\nLe mât & l’été <b>\n\n2\n00:00:03,000 --> 00:00:03,000\nRien\n"
    (root / "captions" / "message.fr.srt").write_bytes(text.encode("cp1252"))

    answer = get(create_app(root).test_client(), "/tracks/message/fr/captions.vtt")

    assert answer.text.startswith("WEBVTT")
    assert "Le mât &amp; l’été" in answer.text
    assert "Rien" not in answer.text


def test_a_download_is_the_file_as_it_lies_in_the_library(client: FlaskClient, root: Path) -> None:
    answer = get(client, "/captions/message.fr.srt")

    assert answer.data == (root / "captions" / "message.fr.srt").read_bytes()
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_a_format_that_is_not_there_is_made(client: FlaskClient, root: Path) -> None:
    (root / "captions" / "message.fr.srt").unlink()
    page = client.get("/watch/message?lang=fr").text
    assert '/tracks/message/fr/captions/file.srt" download="message.fr.srt"' in page

    answer = get(client, "/tracks/message/fr/captions/file.srt")

    assert answer.headers["Content-Disposition"] == "attachment; filename=message.fr.srt"
    assert "00:00:01,000 --> 00:00:02,800" in answer.text


def test_the_text_transcript_has_title_voices_and_paragraphs(client: FlaskClient) -> None:
    assert get(client, "/transcripts/message/zh-Hans.txt").text == (
        "市长致全市的信\n\nAnne: 我们都知道。城市在倾听。\n\nPaul: 它在回答。慢慢地。谢谢大家。\n"
    )


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "127.0.0.1.nip.io:5000", "[::2]", ""])
def test_a_request_under_a_foreign_name_is_turned_away(client: FlaskClient, host: str) -> None:
    """DNS rebinding: a page elsewhere whose name suddenly points at this machine."""
    answer = client.get("/", headers={"Host": host}, environ_overrides={"SERVER_NAME": "elsewhere"})

    assert answer.status_code == 400
    assert "Content-Security-Policy" in answer.headers


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:5000", "127.0.0.1:80", "[::1]", "[::1]:5000"])
def test_a_request_under_a_name_of_this_machine_is_answered(client: FlaskClient, host: str) -> None:
    assert client.get("/", headers={"Host": host}).status_code == 200


def test_a_server_for_a_network_answers_to_its_own_names(root: Path) -> None:
    client = create_app(root, host_names=frozenset({"captions.example"})).test_client()

    assert client.get("/", headers={"Host": "captions.example"}).status_code == 200
    assert client.get("/").status_code == 400


def test_an_error_page_says_what_where_and_what_next(client: FlaskClient) -> None:
    answer = client.get("/watch/nothing")

    assert answer.status_code == 404
    assert "There is nothing at this address" in answer.text
    assert "/watch/nothing" in answer.text
    assert "All videos" in answer.text


def test_a_library_that_cannot_be_read_is_said_without_the_way_to_it(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_path: Path) -> None:
        raise PermissionError(13, "Permission denied")

    app = create_app(root)
    monkeypatch.setattr(Path, "iterdir", fail)
    answer = app.test_client().get("/")

    assert answer.status_code == 503
    assert "Permission denied" in answer.text
    assert str(root) not in answer.text


def test_assets_are_kept_for_good_under_a_name_that_changes_with_them(client: FlaskClient) -> None:
    address = client.get("/").text.partition('rel="stylesheet" href="')[2].partition('"')[0]

    plain, packed = get(client, address), get(client, address, accept_encoding="gzip")

    assert "immutable" in plain.headers["Cache-Control"]
    assert packed.headers["Content-Encoding"] == "gzip"
    assert len(packed.data) < len(plain.data)
    assert get(client, address, accept_encoding="gzip;q=0").data == plain.data


def test_a_style_sheet_that_imports_others_is_sent_with_them() -> None:
    sheets = assets.load()

    joined = sheets["css/watch-page.css"].plain

    assert b"@import" not in joined
    assert all(sheets[f"css/{name}.css"].plain in joined for name in ("player", "watch", "transcript", "share"))


def test_a_first_visit_is_light(client: FlaskClient) -> None:
    """What a first visit to the watch page loads, fonts included, without poster and media, is under 60 kB."""
    html = client.get("/watch/message").text
    base = html.partition('rel="icon" href="')[2].partition("img/")[0]
    named = re.findall(rf"{re.escape(base)}([\w./-]+\.(?:css|js|svg))", html)
    fonts = [f"fonts/atkinson-hyperlegible-next-latin-{weight}-normal.woff2" for weight in (400, 700)]
    names = {*named, *fonts}

    sent = [get(client, base + name, accept_encoding="gzip") for name in sorted(names)]

    assert {"css/base.css", "css/watch-page.css", "js/watch.js"} <= names
    assert "js/status.js" not in names  # what a page asks for has all that it imports
    assert all(answer.status_code == 200 for answer in sent)
    sent.append(get(client, "/watch/message", accept_encoding="gzip"))
    assert sum(len(answer.data) for answer in sent) < 60_000
