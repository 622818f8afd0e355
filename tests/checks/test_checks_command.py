"""Reports from the command: on stdout or in a file, several at once, links to the video from where they lie."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from cuepress.cli.arguments import href

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def track(tmp_path: Path) -> Path:
    path = tmp_path / "talk.fr.vtt"
    path.write_text("WEBVTT\n\n00:00:01.000 --> 00:00:03.000\nBonjour.\n", encoding="utf-8")
    return path


def test_several_reports_are_written_at_once(run: Run, track: Path, tmp_path: Path) -> None:
    names = ("text", "json", "csv", "junit", "sarif", "earl", "html")
    options = [part for name in names for part in ("--format", name)]

    code, out, err = run("check", track, *options, "--out", tmp_path / "out" / "report.v1")

    assert (code, out) == (0, "")
    assert "1 track" in err
    written = {path.name for path in (tmp_path / "out").iterdir()}
    assert written == {
        f"report.v1{end}" for end in (".txt", ".json", ".csv", ".xml", ".sarif", ".jsonld", ".html")
    }


def test_several_on_stdout_are_refused(run: Run, track: Path) -> None:
    code, _, err = run("check", track, "--format", "json", "--format", "csv")

    assert code == 2
    assert "--out report" in err


def test_one_goes_to_stdout_and_nothing_else_does(run: Run, track: Path) -> None:
    code, out, _ = run("check", track, "--format", "json")

    assert code == 0
    assert json.loads(out)["summary"]["errors"] == 0


def test_a_page_links_to_the_video_from_where_it_lies(run: Run, track: Path, talk: Path) -> None:
    page = talk.parent.parent / "reports" / "page.html"

    run("check", track, "--media", talk, "--format", "html", "--out", page)

    assert 'href="../media/talk.mp4#t=1,3"' in page.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("media", "page", "address"),
    [
        ("/a/media/talk 1.mp4", "/a/out/report.html", "../media/talk%201.mp4"),
        ("/a/talk#1?.mp4", "/a/report.html", "talk%231%3F.mp4"),
        ("/a/12:30.mp4", "/a/report.html", "./12%3A30.mp4"),
        ("/a/javascript:alert(1)", "/a/report.html", "./javascript%3Aalert%281%29"),
    ],
)
def test_addresses_are_relative_and_quoted(media: str, page: str, address: str) -> None:
    assert href(Path(media), Path(page)) == address


def test_a_folder_is_a_finding_and_no_crash(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    for name in (".", "..", "/"):
        code, out, _ = run("check", name)

        assert code == 1
        assert "this is a folder, not a file" in out


def test_a_track_is_checked_from_stdin(
    run: Run, track: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for data, n_errors in ((track.read_bytes(), 0), (b"", 1), (b"WEBVTT\n\n00:02.000 --> 00:01.000\nNo.\n", 1)):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))

        code, out, _ = run("check", "-", "--format", "json")

        assert (code, json.loads(out)["summary"]["errors"]) == (n_errors, n_errors)

    assert run("check", "-", "--fix")[0] == 2
