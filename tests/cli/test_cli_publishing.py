"""``cuepress publish`` as a user meets it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., tuple[int, str, str]]
TRACK = "WEBVTT\n\n00:01.000 --> 00:02.000\nBonjour\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for folder in ("media", "captions"):
        (tmp_path / "library" / folder).mkdir(parents=True)
    (tmp_path / "library" / "media" / "talk.mp4").write_bytes(b"x")
    (tmp_path / "library" / "captions" / "talk.fr.vtt").write_text(TRACK)
    return tmp_path / "library"


def test_a_folder_is_written_and_its_limits_said(run: Run, root: Path, tmp_path: Path) -> None:
    out = tmp_path / "site"

    code, shown, said = run("publish", "talk", "--root", root, "--out", out)

    assert (code, shown) == (0, f"{out}/index.html\n")
    assert "0 unchanged" in said
    assert "frame-ancestors" in said
    assert "add --base-url" in said
    code, _, said = run("publish", "talk", "--root", root, "--out", out, "--base-url", "https://example.org/")
    assert (code, (out / "sitemap.xml").is_file()) == (0, True)
    assert "add --base-url" not in said


def test_tracks_for_platforms_are_written_and_losses_said(run: Run, root: Path, tmp_path: Path) -> None:
    out = tmp_path / "upload"

    code, shown, said = run("publish", "talk", "--root", root, "--out", out, "--for", "facebook", "--for", "vimeo")

    assert (code, shown.split()) == (0, [f"{out}/facebook/talk.fr_FR.srt", f"{out}/vimeo/talk.fr.vtt"])
    assert (out / "facebook" / "talk.fr_FR.srt").read_bytes() == b"1\n00:00:01,000 --> 00:00:02,000\nBonjour\n\n"
    assert "Facebook: Edit video" in said


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("nothing",), 3, "no such video in the library; there are: talk"),
        ((), 2, "name one or more of: talk"),
        (("talk", "--base-url", "example.org"), 2, "write it as https://"),
        (("talk", "--media", "link"), 2, "write it as https://"),
        (("talk", "--for", "vimeo", "--base-url", "https://x.org"), 2, "are for pages"),
        (("talk", "--for", "myspace"), 2, "'myspace' is not one of"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_written(
    run: Run, root: Path, tmp_path: Path, arguments: tuple[str, ...], code: int, told: str
) -> None:
    found, shown, said = run("publish", *arguments, "--root", root, "--out", tmp_path / "site")

    assert (found, shown) == (code, "")
    assert told in said
    assert not (tmp_path / "site").exists()


@pytest.mark.parametrize("place", [".", "..", "media", "captions"])
@pytest.mark.parametrize("force", [(), ("--force",)])
def test_the_library_is_never_replaced(run: Run, root: Path, place: str, force: tuple[str, ...]) -> None:
    before = sorted(root.rglob("*"))

    code, _, said = run("publish", "talk", "--root", root, "--out", root / place, *force)

    assert (code, sorted(root.rglob("*"))) == (3, before)
    assert "the library itself lies there" in said


def test_a_folder_of_others_is_refused_with_their_names(run: Run, root: Path, tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "thesis\x1b[31m.odt").write_text("x")

    code, _, said = run("publish", "talk", "--root", root, "--out", tmp_path / "site")

    assert code == 3
    assert "thesis" in said
    assert "\x1b" not in said
    assert run("publish", "talk", "--root", root, "--out", tmp_path / "site", "--force")[0] == 0


def test_a_video_is_written_with_its_tracks_inside(run: Run, talk: Path, tmp_path: Path) -> None:
    (tmp_path / "captions" / "talk.fr.vtt").write_text(TRACK.replace("Bonjour", "<i>Bonjour</i>"))
    out = tmp_path / "upload"

    code, shown, said = run("publish", "talk", "--root", tmp_path, "--out", out, "--mux", "mkv")

    assert (code, shown) == (0, f"{out}/talk.mkv\n")
    assert (out / "talk.mkv").stat().st_size > 1_000
    assert "talk.mkv loses: " in said
    assert run("publish", "talk", "--root", tmp_path, "--out", out, "--mux", "mkv", "--for", "vimeo")[0] == 2


def test_a_video_is_written_with_captions_in_its_picture(run: Run, talk: Path, tmp_path: Path) -> None:
    (tmp_path / "captions" / "talk.fr.vtt").write_text(TRACK)
    out = tmp_path / "upload"
    publish = ("publish", "talk", "--root", tmp_path, "--out", out)

    code, shown, said = run(*publish, "--burn", "fr")

    assert (code, shown) == (0, f"{out}/talk.fr.mp4\n")
    assert (out / "talk.fr.mp4").stat().st_size > 1_000
    assert "give the tracks or the transcript too" in said
    assert [path.name for path in out.iterdir() if not path.name.startswith(".")] == ["talk.fr.mp4"]


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("--burn", "de"), 2, "talk has no captions in de; there are: fr"),
        (("--burn", "fr", "--fonts", "nothing"), 4, "nothing: the folder of fonts cannot be read"),
        (("--burn", "fr", "--mux", "mkv"), 2, "a video is no page"),
        (("--burn", "fr", "--for", "vimeo"), 2, "a video is no page"),
        (("--fonts", "."), 2, "add --burn with a language"),
        (("--burn", "fr"), 4, "this is text, not a video"),
    ],
)
def test_what_cannot_be_painted_is_said_and_nothing_written(
    run: Run, root: Path, tmp_path: Path, arguments: tuple[str, ...], code: int, told: str
) -> None:
    found, shown, said = run("publish", "talk", *arguments, "--root", root, "--out", tmp_path / "site")

    assert (found, shown) == (code, "")
    assert told in said
    assert not (tmp_path / "site").exists()


def test_letters_without_a_font_are_named_before_the_work(run: Run, talk: Path, tmp_path: Path) -> None:
    """What would be boxes in a film, for good."""
    (tmp_path / "captions" / "talk.fr.vtt").write_text(
        TRACK.replace("Bonjour", "Bonjour \U0010fffd"), encoding="utf-8"
    )

    code, _, said = run("publish", "talk", "--root", tmp_path, "--out", tmp_path / "upload", "--burn", "fr")

    assert code == 4
    assert "no font here has 1 of the letters of French" in said
    assert "name a folder with one" in said
    assert not (tmp_path / "upload").exists()


def test_a_page_without_its_video_is_said(run: Run, root: Path, tmp_path: Path) -> None:
    publish = ("publish", "talk", "--root", root, "--out", tmp_path / "site")
    assert "has no video" not in run(*publish)[2]
    (root / "media" / "talk.mp4").unlink()
    (root / "captions" / "talk.cuepress.json").write_text("{}")  # it keeps the video in the library

    code, _, said = run(*publish)

    assert code == 0
    assert "talk: its page has no video" in said
