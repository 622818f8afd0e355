"""Files are read whole or refused with a reason, and replaced whole or not at all."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cuepress.errors import InputError, LibraryError, MediaError
from cuepress.files import check_folder, read_bytes, shown, write_whole
from cuepress.library import Library
from cuepress.web.server import Server


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "a.vtt"

    write_whole(path, b"WEBVTT\n")
    write_whole(path, b"WEBVTT\n\n")

    assert read_bytes(path) == b"WEBVTT\n\n"
    assert [each.name for each in path.parent.iterdir()] == ["a.vtt"]


def test_others_may_read_what_we_write(tmp_path: Path) -> None:
    """A temporary file is its maker's alone; a web server must read the track that it becomes."""
    path = tmp_path / "a.vtt"
    before = os.umask(0o022)
    try:
        write_whole(path, b"x")
    finally:
        os.umask(before)

    assert path.stat().st_mode & 0o777 == 0o644


FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from cuepress.errors import LibraryError
from cuepress.files import write_whole

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, 1_000))
try:
    write_whole(Path(sys.argv[1]), b"new" * 100_000)
except LibraryError as failure:
    print(failure)
"""


def test_a_full_disk_leaves_the_old_file_and_no_rest(tmp_path: Path) -> None:
    """The system itself refuses to write more than 1,000 bytes."""
    path = tmp_path / "a.vtt"
    path.write_bytes(b"old")

    done = subprocess.run([sys.executable, "-c", FULL_DISK, path], capture_output=True, text=True, check=True)

    assert "cannot write" in done.stdout
    assert "unchanged" in done.stdout
    assert path.read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir()] == ["a.vtt"]


KILLED = """
import os, sys
from pathlib import Path
from cuepress import files

files.os.fsync = lambda _handle: os.kill(os.getpid(), 9)
files.write_whole(Path(sys.argv[1]), b"new")
"""


def test_a_kill_in_the_middle_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "a.vtt"
    path.write_bytes(b"old")

    done = subprocess.run([sys.executable, "-c", KILLED, path], check=False)

    assert done.returncode == -9
    assert path.read_bytes() == b"old"


def test_a_folder_that_is_a_file_or_a_file_that_is_a_folder_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x")
    (tmp_path / "folder").mkdir()

    for path in (tmp_path / "file" / "a.vtt", tmp_path / "folder"):
        with pytest.raises(LibraryError, match="cannot write"):
            write_whole(path, b"x")
    assert not [each for each in tmp_path.rglob("*") if each.name.endswith(".part")]


def test_each_reason_why_a_file_cannot_be_read_is_said(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "large").write_bytes(b"x" * 101)

    for name, reason in [
        ("missing", "no such file"),
        ("folder", "a folder"),
        ("pipe", "not an ordinary file"),
        ("empty", "empty"),
        ("large", "101 bytes, more than the 100"),
    ]:
        with pytest.raises(InputError, match=reason) as caught:
            read_bytes(tmp_path / name, max_bytes=100)
        assert name in caught.value.where


@pytest.mark.parametrize("name", ["x" * 300, "y/" * 3_000, "a\0b", "ring"])
def test_a_name_that_no_file_can_have_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "ring").symlink_to(tmp_path / "ring")

    with pytest.raises(InputError, match="cannot be the name"):
        read_bytes(tmp_path / name)


NOT_ROOT = """
import os, sys
from pathlib import Path
from cuepress.errors import InputError
from cuepress.files import read_bytes

if os.getuid() == 0:
    os.setuid(65_534)
try:
    read_bytes(Path(sys.argv[1]))
except InputError as failure:
    print(failure)
"""


def test_a_file_in_a_folder_that_one_may_not_enter_is_a_clear_error(tmp_path: Path) -> None:
    """Not the same as "no such file": it may well be there."""
    folder = tmp_path / "locked"
    folder.mkdir(mode=0o000)

    done = subprocess.run([sys.executable, "-c", NOT_ROOT, folder / "a.txt"], capture_output=True, text=True)  # noqa: PLW1510

    assert "you may not look into its folder" in done.stdout, done.stderr


def test_a_device_or_a_pipe_is_not_replaced_by_a_file(tmp_path: Path) -> None:
    """Renamed over ``/dev/null``, a track would take it from every other program."""
    pipe = tmp_path / "pipe.srt"
    os.mkfifo(pipe)

    with pytest.raises(LibraryError, match="a device or a pipe"):
        write_whole(pipe, b"x")
    assert pipe.is_fifo()


def test_what_to_do_next_fits_what_went_wrong(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x")

    with pytest.raises(LibraryError, match="a file stands where the folder should be"):
        write_whole(tmp_path / "file" / "a.vtt", b"x")
    with pytest.raises(LibraryError, match="choose a shorter name"):
        write_whole(tmp_path / ("x" * 300), b"x")


def test_the_caller_chooses_the_kind_of_error(tmp_path: Path) -> None:
    with pytest.raises(MediaError):
        read_bytes(tmp_path / "missing.mp4", error=MediaError)


def test_any_name_can_be_shown() -> None:
    assert shown(os.fsdecode(b"\xff\n.mp4")) == "\\xff\\n.mp4"
    assert shown("é 日本.vtt") == "é 日本.vtt"
    assert shown("\x1b[2J\u202egpj.exe") == "\\x1b[2J\\u202egpj.exe"


class TestClosedToUs:
    """What the system does not let us see, and what it lets us see and not change."""

    def test_a_file_that_may_not_be_read(self, as_somebody: Path) -> None:
        path = as_somebody / "talk.mp4"
        path.write_bytes(b"x")
        path.chmod(0)

        with pytest.raises(MediaError, match="you may not read this file"):
            read_bytes(path, error=MediaError)

    def test_a_folder_that_may_not_be_entered(self, as_somebody: Path) -> None:
        as_somebody.chmod(0)

        with pytest.raises(InputError, match="you may not look into its folder"):
            read_bytes(as_somebody / "talk.fr.txt")

    def test_a_folder_that_may_not_be_written(self, as_somebody: Path) -> None:
        as_somebody.chmod(0o500)

        with pytest.raises(LibraryError, match=r"cannot write \(Permission denied\)"):
            write_whole(as_somebody / "talk.fr.vtt", b"x")
        with pytest.raises(LibraryError, match="you may not write into this folder"):
            check_folder(as_somebody / "new" / "folder")

    def test_a_library_that_may_not_be_read(self, as_somebody: Path) -> None:
        (as_somebody / "media").mkdir(mode=0)
        with pytest.raises(LibraryError, match="cannot be read"):
            Library(as_somebody).entries()

        as_somebody.chmod(0)
        with pytest.raises(LibraryError, match="cannot be read"):
            Library(as_somebody).entries()
        with pytest.raises(LibraryError, match="you may not read this folder"):
            Server(as_somebody, port=0)


def test_a_folder_that_can_be_made_is_fine_and_one_below_a_file_is_not(tmp_path: Path) -> None:
    check_folder(tmp_path / "new" / "folder")

    (tmp_path / "file").write_bytes(b"x")
    with pytest.raises(LibraryError, match="a file stands where the folder should be"):
        check_folder(tmp_path / "file" / "folder")
