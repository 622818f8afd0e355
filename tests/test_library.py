"""A library finds what belongs together by name, and nothing outside its folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from cuepress import library
from cuepress.errors import LibraryError, UsageError
from cuepress.library import Library
from cuepress.transcripts import reading


@pytest.fixture
def shelf(tmp_path: Path) -> Library:
    (tmp_path / "media").mkdir()
    (tmp_path / "captions").mkdir()
    return Library(tmp_path)


def put(shelf: Library, *names: str) -> None:
    for name in names:
        (shelf.root / name).write_text("x", encoding="utf-8")


def test_a_folder_that_is_not_there_is_an_empty_library(tmp_path: Path) -> None:
    assert Library(tmp_path / "none").entries() == []


def test_a_video_is_found_with_its_transcripts_poster_and_tracks(shelf: Library) -> None:
    put(shelf, "media/talk.mp4", "media/talk.jpg", "media/talk.fr.docx", "media/talk.zh-hans.md")
    put(shelf, "captions/talk.fr.vtt", "captions/talk.fr.srt", "captions/talk.en.chapters.vtt")

    [entry] = shelf.entries()

    assert entry.stem == "talk"
    assert entry.poster is not None
    assert set(entry.transcripts) == {"fr", "zh-Hans"}
    assert [(track.language, track.kind, set(track.paths)) for track in entry.tracks] == [
        ("en", "chapters", {".vtt"}),
        ("fr", "captions", {".vtt", ".srt"}),
    ]


def test_the_longest_stem_owns_a_file(shelf: Library) -> None:
    """``a.b.fr.vtt`` belongs to ``a.b.mp4`` even where ``a.mp4`` is there too."""
    put(shelf, "media/a.mp4", "media/a.b.mp4", "captions/a.b.fr.vtt", "captions/a.fr.vtt")

    assert [(entry.stem, len(entry.tracks)) for entry in shelf.entries()] == [("a", 1), ("a.b", 1)]


def test_a_described_and_a_signed_video_go_with_theirs(shelf: Library) -> None:
    """Of two formats the first is taken, as with the video; one that goes with none is a video of its own."""
    put(shelf, "media/talk.mp4", "media/talk.sign.webm", "media/talk.sign.mp4", "media/talk.described.mp4")
    put(shelf, "media/talk.sign.fr.txt", "media/alone.sign.mp4", "captions/talk.fr.vtt")

    alone, talk = shelf.entries()

    assert (alone.stem, dict(alone.companions)) == ("alone.sign", {})
    assert talk.media == shelf.media_folder / "talk.mp4"
    assert {role: path.name for role, path in talk.companions.items()} == {
        "described": "talk.described.mp4",
        "sign": "talk.sign.mp4",
    }
    assert [track.language for track in talk.tracks] == ["fr"]


def test_a_signed_video_that_has_captions_of_its_own_is_a_video(shelf: Library) -> None:
    put(shelf, "media/talk.mp4", "media/talk.sign.mp4", "captions/talk.sign.cuepress.json")

    assert [(entry.stem, len(entry.companions)) for entry in shelf.entries()] == [("talk", 0), ("talk.sign", 0)]


@pytest.mark.parametrize("stem", ['it\'s "a" talk', "100% #1?", "-i", "%03d", "日本 語", "two\u202fwords"])
def test_odd_names_are_found(shelf: Library, stem: str) -> None:
    put(shelf, f"media/{stem}.mp4", f"captions/{stem}.fr.vtt")

    assert shelf.entry(stem).find_track("fr") is not None


def test_a_link_that_leads_out_of_the_folder_is_not_seen(
    shelf: Library, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside") / "secret.mp4"
    outside.write_text("x", encoding="utf-8")
    (shelf.media_folder / "secret.mp4").symlink_to(outside)

    assert shelf.entries() == []


@pytest.mark.parametrize("stem", ["", "..", "../x", "a/b", "a\\b", "a\nb", ".hidden", "x" * 201, "\udcff"])
def test_a_name_that_leads_elsewhere_is_refused(stem: str) -> None:
    with pytest.raises(LibraryError, match="cannot be used in a library"):
        library.checked_stem(stem)


def test_every_document_that_can_be_read_is_found_beside_the_video() -> None:
    assert set(reading.EXTENSIONS) == library.TRANSCRIPT_EXTENSIONS


def test_a_manifest_that_is_no_file_is_an_error_and_not_overlooked(tmp_path: Path) -> None:
    """Or the tracks would be written, and then their record could not be."""
    (tmp_path / "folder").mkdir()

    for path in (tmp_path / "folder", tmp_path / ("x" * 300)):
        with pytest.raises(LibraryError):
            library.read_manifest(path)


def test_two_transcripts_of_one_language_are_one_too_many(shelf: Library) -> None:
    put(shelf, "media/talk.mp4", "media/talk.fr.docx", "media/talk.fr.txt")

    with pytest.raises(UsageError, match=r"two transcripts for fr: talk\.fr\.docx and talk\.fr\.txt"):
        library.transcripts_beside(shelf.media_folder / "talk.mp4")


def test_a_document_comes_before_the_tracks_that_were_made_of_it(shelf: Library) -> None:
    """With ``--out media`` our own tracks lie where transcripts do."""
    put(shelf, "media/talk.mp4", "media/talk.fr.docx", "media/talk.fr.srt", "media/talk.fr.vtt")
    put(shelf, "media/talk.en.srt", "media/talk.en.vtt", "media/talk.ar.srt")

    found = library.transcripts_beside(shelf.media_folder / "talk.mp4")

    assert {tag: path.name for tag, path in found.items()} == {
        "ar": "talk.ar.srt",
        "en": "talk.en.vtt",
        "fr": "talk.fr.docx",
    }


def test_a_video_that_is_not_there_is_said(shelf: Library) -> None:
    with pytest.raises(LibraryError, match="no such video"):
        shelf.entry("nothing")
