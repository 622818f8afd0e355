"""Waivers as files: written by the command, read by the next check, reported when they no longer apply."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

import cuepress
from cuepress.errors import UsageError

Run = Callable[..., tuple[int, str, str]]
VTT = "WEBVTT\n\n00:00:01.000 --> 00:00:01.500\nBonjour.\n\n00:00:05.000 --> 00:00:04.000\nVous tous.\n"
ANNE = ("--reason", "it is a shout", "--name", "Anne Martin")


@pytest.fixture
def track(tmp_path: Path) -> Path:
    path = tmp_path / "talk.fr.vtt"
    path.write_text(VTT, encoding="utf-8")
    return path


def checked(run: Run, track: Path, *options: object) -> tuple[int, dict[str, object]]:
    code, out, _ = run("check", track, "--format", "json", *options)
    found: dict[str, object] = json.loads(out)
    return code, found


def waived(report: dict[str, object]) -> list[str]:
    findings = report["findings"]
    assert isinstance(findings, list)
    return [finding["rule"] for finding in findings if finding["waived"]]


def test_what_is_accepted_no_longer_fails_and_is_shown_as_waived(run: Run, track: Path) -> None:
    assert checked(run, track)[0] == 1

    code, out, _ = run("check", track, "--waive", "time.ends_before_it_starts@0:05", *ANNE)
    assert (code, "is accepted" in out) == (0, True)

    code, report = checked(run, track)
    assert code == 0
    assert waived(report) == ["time.ends_before_it_starts"]


def test_the_file_says_who_accepted_what_and_why(run: Run, track: Path) -> None:
    run("check", track, "--waive", "time.short@0:01", *ANNE)
    written = track.with_name("talk.fr.vtt.waivers.toml").read_text(encoding="utf-8")

    for line in ('rule = "time.short"', 'text = "Bonjour."', 'reason = "it is a shout"', 'name = "Anne Martin"'):
        assert line in written
    assert "date = 20" in written


def test_accepting_twice_writes_once(run: Run, track: Path) -> None:
    for _ in range(2):
        run("check", track, "--waive", "time.short@0:01", *ANNE)

    assert track.with_name("talk.fr.vtt.waivers.toml").read_text().count("[[waiver]]") == 1


def test_a_waiver_that_no_longer_applies_is_reported(run: Run, track: Path) -> None:
    run("check", track, "--waive", "time.short@0:01", *ANNE)
    track.write_text(VTT.replace("Bonjour.", "Au revoir."), encoding="utf-8")

    _, out, _ = run("check", track)

    assert "the waiver of time.short at 00:00:01.000 no longer applies" in out


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--waive", "time.short@0:01", "--name", "Anne"), "a reason and a name"),
        (("--waive", "time.short@0:01", "--reason", "x"), "a reason and a name"),
        (("--waive", "time.short@3:01", *ANNE), "finds nothing there"),
        (("--waive", "time.shrot@0:01", *ANNE), "finds nothing there"),
    ],
)
def test_what_is_wrong_is_said(run: Run, track: Path, options: tuple[str, ...], said: str) -> None:
    code, _, err = run("check", track, *options)

    assert code == 2
    assert said in err
    assert not track.with_name("talk.fr.vtt.waivers.toml").exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'[[waiver]]\nrule = "time.short"\nat = "0:01"\nreason = "x"\n', "line 1: name is missing"),
        (b'[[waiver]]\nrule = "time.shrot"\n', "did you mean time.short?"),
        (b"\xff\xfe", "not in UTF-8"),
    ],
)
def test_a_mistake_in_the_file_is_said_with_its_line(run: Run, track: Path, content: bytes, said: str) -> None:
    track.with_name("talk.fr.vtt.waivers.toml").write_bytes(content)

    code, _, err = run("check", track)

    assert code == 3
    assert said in err


class TestFromPython:
    def test_what_stands_beside_a_track_is_heeded(self, track: Path) -> None:
        assert cuepress.check(track).n_errors == 1

        path = cuepress.waive(
            track, "time.ends_before_it_starts@0:05", reason="as it was sent", name="Anne Martin"
        )

        report = cuepress.check(track)
        assert path.name == "talk.fr.vtt.waivers.toml"
        assert report.n_errors == 0
        assert [each.waived.name for each in report.findings if each.waived] == ["Anne Martin"]

    def test_a_file_elsewhere_serves_a_track_in_memory(self, track: Path, tmp_path: Path) -> None:
        cuepress.waive(track, "time.ends_before_it_starts@0:05", reason="as it was sent", name="Anne Martin")
        elsewhere = track.with_name(track.name + ".waivers.toml").rename(tmp_path / "accepted.toml")

        report = cuepress.check(cuepress.read_track(track), waivers=elsewhere)

        assert report.n_errors == 0
        assert cuepress.check(track).n_errors == 1

    def test_one_that_is_left_over_is_a_finding(self, track: Path) -> None:
        cuepress.waive(track, "time.short@0:01", reason="a shout", name="Anne Martin")
        track.write_text(VTT.replace("01.500", "03.000"), encoding="utf-8")

        assert "waiver.unused" in {finding.rule for finding in cuepress.check(track).findings}

    def test_nobody_accepts_without_a_reason(self, track: Path) -> None:
        with pytest.raises(UsageError, match="a reason and a name"):
            cuepress.waive(track, "time.short@0:01", reason=" ", name="Anne Martin")


def test_the_rule_of_waivers_is_listed_and_explained(run: Run) -> None:
    assert "waiver.unused" in run("check", "--list")[1]
    assert "would hide the next finding" in run("check", "--explain", "waiver.unused")[1]
