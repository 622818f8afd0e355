"""A run asks every rule and says what became of it; one bad file does not stop the rest."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import pytest

import cuepress
from cuepress.checks import Finding, Rule, get_rule, registry, rules
from cuepress.checks.clauses import LAWS
from cuepress.checks.report import terminal
from cuepress.errors import MediaError, UsageError
from cuepress.model import Cue, Track
from cuepress.review import checking

Run = Callable[..., tuple[int, str, str]]

GOOD = "WEBVTT\n\n00:00:01.000 --> 00:00:04.000\nThe city listens.\n"
FAST = "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nThe city listens, and it answers slowly.\n"


def _write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_every_rule_has_an_outcome_for_every_track(tmp_path: Path) -> None:
    report = cuepress.check(_write(tmp_path / "talk.en.vtt", GOOD))

    asked = [outcome.rule for outcome in report.outcomes]
    of_tracks = [rule for rule in rules() if rule.family not in _ELSEWHERE]
    assert asked == [rule.id for rule in of_tracks]
    untested = {outcome.rule for outcome in report.outcomes if outcome.value == "untested"}
    assert untested == {rule.id for rule in of_tracks if rule.needs}


def test_what_was_not_tested_says_why(tmp_path: Path) -> None:
    report = cuepress.check(_write(tmp_path / "talk.en.vtt", GOOD))

    reasons = {outcome.rule: outcome.reason for outcome in report.outcomes if outcome.value == "untested"}
    assert reasons["sync.early"] == "no media was given"
    assert reasons["text.missing"] == "no transcript was given"
    assert reasons["set.timing"] == "only one track was given"


def test_a_rule_of_another_format_is_inapplicable(tmp_path: Path) -> None:
    report = cuepress.check(_write(tmp_path / "talk.en.vtt", GOOD))

    found = {outcome.rule: outcome.value for outcome in report.outcomes}
    assert found["subrip.number"] == "inapplicable"
    assert found["syntax.times"] == "passed"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("none.vtt", None),
        ("empty.vtt", b""),
        ("text.srt", b"no times here"),
        ("x.vtt", b"WEBSITE\n\n"),
        ("a-folder.vtt", None),
    ],
)
def test_one_bad_file_stops_nothing(name: str, content: bytes | None, tmp_path: Path) -> None:
    bad = tmp_path / name
    if "folder" in name:
        bad.mkdir()
    elif content is not None:
        bad.write_bytes(content)
    good = _write(tmp_path / "good.en.vtt", GOOD)

    report = checking.check_files([bad, good])

    assert [track.name for track in report.tracks] == [str(bad), str(good)]
    assert report.tracks[0].error
    assert "file.unreadable" in {finding.rule for finding in report.findings if finding.track == str(bad)}
    assert report.n_errors >= 1


def test_a_file_without_signature_is_still_read_for_its_syntax(tmp_path: Path) -> None:
    report = cuepress.check(_write(tmp_path / "talk.en.vtt", GOOD.replace("WEBVTT", "WEBVT")))

    found = {finding.rule: finding.line for finding in report.findings}
    assert found == {"file.unreadable": 0, "syntax.signature": 1}


def test_many_files_are_checked_in_their_order_by_several_processes(tmp_path: Path) -> None:
    paths = [_write(tmp_path / f"{number:02}.en.vtt", GOOD if number % 3 else FAST) for number in range(30)]

    many = checking.check_files(paths, options=checking.CheckOptions(n_processes=2))
    one = checking.check_files(paths, options=checking.CheckOptions(n_processes=1))

    assert many == one
    assert [track.name for track in many.tracks] == [str(path) for path in paths]


def test_a_track_in_memory_is_checked_without_its_syntax() -> None:
    track = Track((Cue(1_000, 1_500, "The city listens, and it answers."),), language="en")

    report = cuepress.check(track)

    assert {finding.rule for finding in report.findings} == {"time.short", "speed.cps"}
    assert {o.value for o in report.outcomes if o.rule.startswith("syntax.")} == {"inapplicable"}


def test_a_report_is_plain_data_that_survives_a_process(tmp_path: Path) -> None:
    report = cuepress.check(_write(tmp_path / "talk.en.vtt", FAST))

    assert pickle.loads(pickle.dumps(report)) == report  # noqa: S301 - our own
    assert json.loads(json.dumps(asdict(report)))["findings"][0]["rule"] == "speed.cps"


def test_the_profile_is_in_the_report_with_sources(tmp_path: Path) -> None:
    report = cuepress.check(_write(tmp_path / "talk.en.vtt", GOOD), profile="bbc")

    (used,) = report.profiles
    assert (used.name, used.language) == ("bbc", "en")
    assert all(limit.source and limit.rule and limit.sure for limit in used.limits)


def test_media_that_is_none_is_an_error_of_the_media(tmp_path: Path) -> None:
    track = _write(tmp_path / "talk.en.vtt", GOOD)

    with pytest.raises(MediaError):
        cuepress.check(track, media=_write(tmp_path / "talk.mp4", "no video"))


def test_cues_are_held_against_the_sound(talk: Path) -> None:
    """Something is said from 1 to 4, 5 to 8 and 9 to 11 s; the second cue is missing, the third is early."""
    text = (
        "WEBVTT\n\n00:01.000 --> 00:04.000\nNous le savons tous.\n\n00:08.100 --> 00:11.000\nMerci à vous tous.\n"
    )
    track = _write(talk.parent / "talk.fr.vtt", text)

    report = cuepress.check(track, media=talk)

    found = {finding.rule: finding for finding in report.findings if finding.rule.startswith("sync.")}
    assert set(found) == {"sync.uncaptioned", "sync.early"}
    start_ms, end_ms = found["sync.uncaptioned"].start_ms or 0, found["sync.uncaptioned"].end_ms or 0
    assert abs(start_ms - 5_000) < 150
    assert abs(end_ms - 8_000) < 150
    assert abs((found["sync.early"].value or 0) - 900) < 150


# Rules of what is not a track: pages, and the file of what was accepted.
_ELSEWHERE = {"page", "waiver"}


class TestRules:
    """Rules say what they are; law and taste are kept apart."""

    @pytest.mark.parametrize("rule", list(rules()), ids=lambda rule: rule.id)
    def test_a_rule_says_what_it_measures_and_why_it_matters(self, rule: Rule) -> None:
        assert rule.title
        assert len(rule.measures) > 10
        assert rule.why
        assert rule.clauses or rule.authority == "house style" or rule.id == "file.unreadable"

    @pytest.mark.parametrize("rule", list(rules()), ids=lambda rule: rule.id)
    def test_what_is_no_duty_names_no_law(self, rule: Rule) -> None:
        laws = [clause for clause in rule.clauses if clause.standard in LAWS]

        assert not laws or rule.authority == "legal duty" or rule.id in _MOST_OF_LAW

    def test_ids_are_unique(self) -> None:
        ids = [rule.id for rule in rules()]

        assert len(ids) == len(set(ids))

    def test_a_check_names_the_rules_that_it_finds_breaches_of(self) -> None:
        for check in registry.checks():
            assert check.rules

    def test_an_unknown_rule_is_told_the_nearest(self) -> None:
        with pytest.raises(UsageError, match=r"did you mean speed\.cps"):
            get_rule("speed.cpx")


# A slip that a law on accuracy would not mind, though it says how captions should be written.
_MOST_OF_LAW = {"text.doubled_word"}


class TestCommand:
    def test_errors_make_the_exit_code(self, run: Run, tmp_path: Path) -> None:
        good, bad = _write(tmp_path / "a.en.vtt", GOOD), _write(tmp_path / "b.en.vtt", "WEBVTT\n\nlost\n")

        assert run("check", good)[0] == 0
        code, out, _ = run("check", good, bad)

        assert code == 1
        assert out.rstrip().splitlines()[-1] == "2 tracks: 1 error, 1 warning, 0 notices"

    def test_the_place_is_marked_in_the_text(self, run: Run, tmp_path: Path) -> None:
        text = "WEBVTT\n\n00:00:01.000 --> 00:00:06.000\nThe mayor answers, and the\ncity listens.\n"

        _, out, _ = run("check", _write(tmp_path / "a.en.vtt", text))

        lines = out.splitlines()
        at = next(index for index, line in enumerate(lines) if "The mayor answers, and the" in line)
        assert lines[at + 1].index("^") == lines[at].index("the", 12 + lines[at].index("The"))

    def test_what_a_track_says_has_no_power_over_the_terminal(self, run: Run, tmp_path: Path) -> None:
        text = GOOD.replace("listens", "<blink>\x1b[2J")

        _, out, _ = run("check", _write(tmp_path / "a.en.vtt", text))

        assert "\x1b" not in out

    def test_rules_are_listed_and_explained(self, run: Run) -> None:
        _, listed, _ = run("check", "--list")
        code, explained, _ = run("check", "--explain", "set.kind")

        assert all(rule.id in listed for rule in rules())
        assert code == 0
        assert "RGAA 4.1.2 4.3.2" in explained

    def test_no_track_is_wrong_usage(self, run: Run) -> None:
        code, _, err = run("check")

        assert code == 2
        assert "no track is named" in err

    def test_a_file_that_is_none_is_in_the_report_with_the_others(self, run: Run, tmp_path: Path) -> None:
        code, out, _ = run("check", tmp_path / "none.vtt", _write(tmp_path / "a.en.vtt", GOOD))

        assert code == 1
        assert "there is no such file" in out
        assert "a.en.vtt: en captions, 1 cue, nothing found" in out


def test_marks_stand_under_wide_and_narrow_signs() -> None:
    assert list(terminal.marked("市政和\n城市", 2, 1)) == [("市政和", "    ^^"), ("城市", "")]


def test_waived_findings_do_not_count() -> None:
    finding = Finding("speed.cps", "error", "fast")

    assert finding.counts
