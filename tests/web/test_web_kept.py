"""Pages that are kept: the same as those made anew, made anew when anything changes, and not without end."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from cuepress.web import kept, watch
from cuepress.web.interface import COOKIE
from cuepress.web.reader import Video

FRENCH = {"Accept-Language": "fr"}


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list that gets a name whenever a watch page is made."""
    names: list[str] = []
    make = watch._html

    def make_and_note(video: Video) -> str:
        names.append(video.entry.stem)
        return make(video)

    monkeypatch.setattr(watch, "_html", make_and_note)
    return names


def test_a_page_is_made_once_for_all_who_ask_the_same(client: FlaskClient, made: list[str]) -> None:
    first = client.get("/watch/message", headers=FRENCH)
    second = client.get("/watch/message", headers=FRENCH)

    assert second.data == first.data
    assert second.headers["ETag"] == first.headers["ETag"]
    assert made == ["message"]


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        ("/watch/message?lang=ar", FRENCH),
        ("/watch/message?t=3", FRENCH),
        ("/watch/message?ui=tr", FRENCH),
        ("/watch/message", {"Accept-Language": "ar"}),
        ("/watch/message", {**FRENCH, "Host": "127.0.0.1"}),
    ],
)
def test_whoever_asks_for_another_page_gets_another(
    client: FlaskClient, made: list[str], address: str, headers: dict[str, str]
) -> None:
    first = client.get("/watch/message", headers=FRENCH)

    other = client.get(address, headers=headers)

    assert other.data != first.data
    assert len(made) == 2


def test_whoever_chose_another_language_of_the_page_gets_it(client: FlaskClient) -> None:
    first = client.get("/watch/message", headers=FRENCH)
    client.set_cookie(COOKIE, "de")

    assert client.get("/watch/message", headers=FRENCH).data != first.data


@pytest.mark.parametrize(
    "name", ["captions/message.fr.vtt", "captions/message.cuepress.json", "media/message.mp4"]
)
def test_a_file_that_changes_makes_the_page_anew(
    client: FlaskClient, root: Path, made: list[str], name: str
) -> None:
    client.get("/watch/message")
    os.utime(root / name, ns=(1, 1))

    client.get("/watch/message")

    assert len(made) == 2


def test_a_track_that_is_added_or_removed_makes_the_page_anew(client: FlaskClient, root: Path) -> None:
    assert 'srclang="en"' in client.get("/watch/message").text

    for path in (root / "captions").glob("message.en.*"):
        path.unlink()

    assert 'srclang="en"' not in client.get("/watch/message").text


def test_not_more_than_so_many_are_kept_and_nothing_that_is_long(
    client: FlaskClient, made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "MAX_PAGES", 5)
    long = "/watch/message?x=" + "x" * kept.MAX_KEY_CHARACTERS
    client.get(long)
    client.get(long)
    assert len(made) == 2

    client.get("/watch/message?t=1")
    for number in range(kept.MAX_PAGES):
        client.get(f"/watch/message?lang=none&x={number}")
    made.clear()
    client.get(f"/watch/message?lang=none&x={kept.MAX_PAGES - 1}")
    assert made == []
    client.get("/watch/message?t=1")
    assert made == ["message"]
