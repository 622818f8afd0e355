"""The sample's own tracks: no error, and a reason for each warning that their times and words bear out."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest

from cuepress import checking, cueing, formats, library
from cuepress.checks import Finding, Report
from cuepress.manifest import Manifest
from cuepress.model import Cue
from seeded_case import DOCUMENTS, ROOT, TAGS

CAPTIONS = ROOT / "captions"
JUDGE = checking.ProfileJudge(cueing.load_profile("cuepress"))
_GAP_MS = 80  # two frames
_SLACK_MS = 60  # an in time is rounded to a frame and may come a moment before its first word


@cache
def _report() -> Report:
    paths = [CAPTIONS / f"strong-cities.{tag}.vtt" for tag in TAGS]
    documents = {tag: ROOT / "media" / name for tag, name in DOCUMENTS.items()}
    return checking.check_files(paths, options=checking.CheckOptions(transcripts=documents))


@cache
def _manifest() -> Manifest:
    found = library.read_manifest(CAPTIONS / "strong-cities.cuepress.json")
    assert found is not None
    return found


@cache
def _cues(tag: str) -> tuple[Cue, ...]:
    return formats.load(CAPTIONS / f"strong-cities.{tag}.vtt").track.cues


def _warnings(rule: str) -> Iterator[Finding]:
    return (each for each in _report().findings if (each.rule, each.severity) == (rule, "warning"))


def test_the_sample_has_no_error_and_only_two_kinds_of_warning() -> None:
    assert _report().n_errors == 0
    assert {each.rule for each in _report().findings if each.severity == "warning"} <= {
        "speed.cps",
        "time.flicker",
    }


def test_what_is_too_fast_has_no_time_that_is_free() -> None:
    for finding in _warnings("speed.cps"):
        cues, at = _cues(finding.language), finding.cue - 1
        until_ms = cues[at + 1].start_ms - _GAP_MS if at + 1 < len(cues) else cues[at].end_ms + 500
        speed = JUDGE.speed(cues[at].text, until_ms - cues[at].start_ms, finding.language)

        assert "no time is free" in finding.message, finding
        assert speed.value > speed.limit


def test_what_is_too_fast_was_said_as_fast() -> None:
    """Hold each against the times at which its words were heard."""
    spoken = _manifest().spoken
    words = [word for word in _manifest().tracks[spoken].words if word.end_ms > word.start_ms]
    for finding in (each for each in _warnings("speed.cps") if each.language == spoken):
        cues, at = _cues(spoken), finding.cue - 1
        ends_ms = cues[at + 1].start_ms if at + 1 < len(cues) else cues[at].end_ms
        own = [word for word in words if cues[at].start_ms - _SLACK_MS <= word.start_ms < ends_ms - _SLACK_MS]
        following = next((word.start_ms for word in words if word.start_ms > own[-1].start_ms), own[-1].end_ms)
        speed = JUDGE.speed(cues[at].text, following - own[0].start_ms - _GAP_MS, spoken)

        assert len(own) == len(cues[at].text.split()), (finding.cue, [word.text for word in own])
        assert "speech itself is this fast" in finding.message
        assert speed.value > speed.limit, (finding.cue, speed)


def test_a_gap_that_flickers_could_not_be_closed() -> None:
    most_ms = cueing.load_profile("cuepress").for_language("ar").max_ms
    for finding in _warnings("time.flicker"):
        before = _cues(finding.language)[finding.cue - 2]

        assert "may not stay longer" in finding.message
        assert before.duration_ms + (finding.value or 0) - _GAP_MS > most_ms


@pytest.mark.parametrize("tag", TAGS)
def test_both_files_of_a_language_have_the_same_cues(tag: str) -> None:
    assert [each.text for each in formats.load(CAPTIONS / f"strong-cities.{tag}.srt").track.cues] == [
        each.text for each in _cues(tag)
    ]
