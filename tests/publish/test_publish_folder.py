"""A published folder: whole or not at all, ours and theirs told apart, nothing written outside."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuepress.errors import LibraryError
from cuepress.publish import Item, write
from cuepress.publish import folder as folders
from cuepress.publish.folder import LIST_NAME


def contents(folder: Path) -> dict[str, bytes]:
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    return {name: path.read_bytes() for name, path in found.items() if name != LIST_NAME}


def items(**texts: str) -> list[Item]:
    return [Item(name.replace("__", "/"), text.encode()) for name, text in texts.items()]


def test_a_folder_holds_what_was_given_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    video = tmp_path / "talk.mp4"
    video.write_bytes(b"picture")
    out = tmp_path / "site"

    done = write([*items(a="1", deep__b="2"), Item("deep/talk.mp4", source=video)], out)

    assert contents(out) == {"a": b"1", "deep/b": b"2", "deep/talk.mp4": b"picture"}
    assert done.written == ("a", "deep/b", "deep/talk.mp4")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["site", "talk.mp4"]


def test_a_second_run_writes_only_what_changed(tmp_path: Path) -> None:
    """What has not changed is the very same file; a second run without any change touches nothing."""
    out = tmp_path / "site"
    write(items(same="1", other="2", gone="3"), out)
    before = (out / "same").stat().st_ino

    done = write(items(same="1", other="new", more="4"), out)

    assert (done.written, done.unchanged, done.removed) == (("more", "other"), ("same",), ("gone",))
    assert contents(out) == {"same": b"1", "other": b"new", "more": b"4"}
    assert (out / "same").stat().st_ino == before
    folder = out.stat().st_ino
    assert write(items(same="1", other="new", more="4"), out).written == ()
    assert out.stat().st_ino == folder


def test_files_of_others_are_named_and_nothing_is_touched(tmp_path: Path) -> None:
    out = tmp_path / "site"
    out.mkdir()
    (out / "thesis.odt").write_text("years of work")

    with pytest.raises(LibraryError, match=r"thesis\.odt.*--force"):
        write(items(a="1"), out)

    assert contents(out) == {"thesis.odt": b"years of work"}
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_a_published_file_that_somebody_changed_is_theirs(tmp_path: Path) -> None:
    out = tmp_path / "site"
    write(items(a="1", b="2"), out)
    (out / "a").write_text("by hand")

    with pytest.raises(LibraryError, match="changed since: a;"):
        write(items(a="1", b="3"), out)

    write(items(a="1", b="3"), out, force=True)
    assert contents(out) == {"a": b"1", "b": b"3"}


def test_with_force_files_of_others_stay(tmp_path: Path) -> None:
    """Links too, as links; where one stands in the way of a published file, that one is written."""
    secret = tmp_path / "secret"
    secret.write_text("not for the public")
    out = tmp_path / "site"
    out.mkdir()
    (out / "robots.txt").write_text("theirs")
    (out / "deep").symlink_to(tmp_path)
    (out / "link").symlink_to(secret)

    done = write(items(a="1", deep__b="2"), out, force=True)

    assert done.kept == ("deep", "link", "robots.txt")
    assert (out / "robots.txt").read_text() == "theirs"
    assert (out / "link").is_symlink()
    assert not (out / "deep").is_symlink()
    assert secret.read_text() == "not for the public"
    assert not (tmp_path / "b").exists()


def test_when_writing_fails_the_old_folder_is_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "site"
    write(items(a="1"), out)

    def full(_file: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(LibraryError, match="No space left on device"):
        write(items(a="2", b="3"), out)

    assert contents(out) == {"a": b"1"}
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_when_the_exchange_fails_the_old_folder_is_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "site"
    write(items(a="1"), out)
    rename = Path.rename

    def refuse_new(self: Path, target: Path) -> Path:
        if self.name == "new":
            raise OSError(13, "Permission denied")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuse_new)
    with pytest.raises(LibraryError, match="Permission denied"):
        write(items(a="2"), out)

    assert contents(out) == {"a": b"1"}


def test_a_link_to_a_folder_is_the_folder(tmp_path: Path) -> None:
    real, link = tmp_path / "real", tmp_path / "link"
    real.mkdir()
    link.symlink_to(real)

    write(items(a="1"), link)

    assert link.is_symlink()
    assert contents(real) == {"a": b"1"}


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "site").write_text("a file")

    with pytest.raises(LibraryError, match="a file stands where the folder should be"):
        write(items(a="1"), tmp_path / "site")


@pytest.mark.parametrize("listed", ["", "[]", "{}", '{"files": []}', "\0", '{"files": {"../x": "copy:1:1"}}'])
def test_a_list_that_cannot_be_understood_makes_nothing_ours(tmp_path: Path, listed: str) -> None:
    out = tmp_path / "site"
    out.mkdir()
    (out / LIST_NAME).write_text(listed)
    (out / "a").write_text("theirs")

    with pytest.raises(LibraryError, match="was not published there"):
        write(items(a="1"), out)


@pytest.mark.parametrize("name", ["", "/etc/passwd", "../x", "a/../../x", "a//b", "a/.", "a\\b", "a\0b", "a\nb"])
def test_no_name_leads_out_of_the_folder(name: str) -> None:
    with pytest.raises(LibraryError, match="lead out of the folder"):
        Item(name)


@given(st.text(max_size=20))
def test_a_name_is_refused_or_lies_below(name: str) -> None:
    try:
        item = Item(name)
    except LibraryError:
        return
    assert os.path.normpath(f"/site/{item.name}") == f"/site/{name}"


def test_a_name_is_given_once(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="two files would have this name"):
        write([Item("a"), Item("a")], tmp_path / "site")


def test_progress_goes_from_nothing_to_all(tmp_path: Path) -> None:
    told: list[float] = []
    video = tmp_path / "v.mp4"
    video.write_bytes(b"x" * (2 * folders._CHUNK_BYTES + 1))

    write([Item("v.mp4", source=video)], tmp_path / "site", progress=told.append)

    assert told == sorted(told)
    assert told[-1] == 1.0
    assert len(told) == 3
