"""The examination names what is there and how to get what is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from cuepress import media
from cuepress.cli import doctor
from cuepress.cli.doctor import Check
from cuepress.errors import MediaError
from cuepress.media import tools


def by_name(checks: tuple[Check, ...]) -> dict[str, Check]:
    return {check.name: check for check in checks}


def test_this_machine_has_what_is_needed(tmp_path: Path) -> None:
    checks = by_name(doctor.examine(tmp_path))

    assert list(checks) == ["Python", "FFmpeg", "ffprobe", "espeak-ng", "Chromium", "Disk", "Library"]
    assert all(checks[name].is_ok for name in ("Python", "FFmpeg", "ffprobe", "espeak-ng", "Chromium", "Library"))
    assert media.find_tools().ffmpeg_version in checks["FFmpeg"].found
    assert "languages" in checks["espeak-ng"].found


def test_the_ffmpeg_of_the_system_goes_before_the_one_in_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "ffmpeg"
    program.write_text("#!/bin/sh\necho 'ffmpeg version 9.9-test Copyright'\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")

    found = media.find_tools()

    assert (found.ffmpeg, found.ffmpeg_version, found.origin) == (program, "9.9-test", "system")
    assert "9.9-test of the system" in by_name(doctor.examine())["FFmpeg"].found


def test_a_program_that_is_no_ffmpeg_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "ffmpeg"
    program.write_text("#!/bin/sh\necho hello\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")

    check = by_name(doctor.examine())["FFmpeg"]

    assert not check.is_ok
    assert "apt-get install ffmpeg" in check.advice


def test_without_any_ffmpeg_the_command_that_installs_it_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(tools, "_carried", lambda: None)

    with pytest.raises(MediaError, match="apt-get install ffmpeg"):
        media.find_tools()
    checks = by_name(doctor.examine())
    assert not checks["FFmpeg"].is_ok
    assert "apt-get install ffmpeg" in checks["FFmpeg"].advice
    assert checks["Chromium"].is_ok, "only tests need it"


def test_a_missing_browser_and_ffprobe_are_no_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    checks = by_name(doctor.examine())

    assert checks["ffprobe"].is_ok
    assert checks["ffprobe"].advice.startswith("optional")
    assert checks["Chromium"].advice.startswith("optional")
    assert "imageio-ffmpeg" in checks["FFmpeg"].found
