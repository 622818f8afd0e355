"""What the page says of a video that has descriptions, a described version and sign language beside it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from cuepress.web import assets, create_app, still

Enrich = Callable[..., None]


@pytest.fixture
def rich_root(root: Path, enrich_library: Enrich) -> Path:
    enrich_library(root)
    return root


@pytest.fixture
def rich(rich_root: Path) -> FlaskClient:
    return create_app(rich_root).test_client()


def test_what_a_video_does_not_have_is_not_on_its_page(client: FlaskClient) -> None:
    html = client.get("/watch/message").text

    assert [name for name in ("sign-menu", "descriptions-menu", "voice-fields", 'id="sign"') if name in html] == []


def test_what_a_video_has_is_on_its_page_and_can_be_fetched(rich: FlaskClient) -> None:
    html = rich.get("/watch/message").text

    assert 'src="/media/message.sign.mp4"' in html
    assert 'data-src="/media/message.described.mp4"' in html
    assert re.search(r'<option value="track-en-descriptions">[^<]*English</option>', html)
    assert re.search(r'<track id="track-en-descriptions" kind="descriptions" srclang="en"', html)
    for name in ("sign", "described"):
        with rich.get(f"/media/message.{name}.mp4", headers={"Range": "bytes=0-9"}) as answer:
            assert answer.status_code == 206
    assert "bell" in rich.get("/tracks/message/en/descriptions.vtt").text


def test_it_is_no_video_of_its_own(rich: FlaskClient) -> None:
    assert rich.get("/watch/message.sign").status_code == 404
    assert "message.described" not in rich.get("/").text


def test_descriptions_are_no_captions(rich: FlaskClient) -> None:
    """They are in no menu but their own, and not in the transcript."""
    html = rich.get("/watch/message?lang=en").text
    captions = re.search(r'<select id="captions-menu".*?</select>', html, re.DOTALL)

    assert captions is not None
    assert captions[0].count("<option") == 5
    assert "descriptions" not in captions[0]
    assert "It rings again" not in html


@pytest.mark.parametrize("name", ["message.sign.avi", "message.described.wmv"])
def test_what_no_browser_plays_is_not_offered(root: Path, name: str) -> None:
    (root / "media" / name).write_bytes(b"x")
    html = create_app(root).test_client().get("/watch/message").text

    assert "sign-menu" not in html
    assert "descriptions-menu" not in html


def test_a_link_that_leads_out_of_the_library_is_no_companion(
    root: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    secret = tmp_path_factory.mktemp("outside") / "secret"
    secret.write_text("secret", encoding="utf-8")
    (root / "media" / "message.sign.mp4").symlink_to(secret)
    client = create_app(root).test_client()

    assert "sign-menu" not in client.get("/watch/message").text
    assert client.get("/media/message.sign.mp4").status_code == 404


def test_published_media_may_lie_elsewhere(rich_root: Path) -> None:
    items = still.pages(rich_root, ["message"], still.Site(media_url="https://cdn.example.org/v"))
    page = next(item for item in items if item.name == "watch/message/index.html")

    assert page.data.count(b"https://cdn.example.org/v/message.sign.mp4") == 1
    assert b"https://cdn.example.org/v/message.described.mp4" in page.data
    assert not [item.name for item in items if item.name.endswith(".mp4")]


def test_every_sentence_of_a_script_is_in_the_page(client: FlaskClient) -> None:
    """Scripts say nothing in a language of their own: what they read from ``dataset`` the template has written."""
    files = [assets.FOLDER / "js" / f"{name}.js" for name in ("player", "shortcuts", "appearance")]
    wanted = {name for file in files for name in re.findall(r"\bsaid[A-Z]\w*", file.read_text(encoding="utf-8"))}
    written = re.findall(r"data-(said-[\w-]+)=", client.get("/watch/message").text)

    assert {"saidMuted", "saidTime", "saidTaken"} <= wanted <= {_in_script(name) for name in written}


def _in_script(name: str) -> str:
    return re.sub(r"-(\w)", lambda found: found[1].upper(), name)
