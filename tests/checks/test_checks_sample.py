"""The sample's own tracks: no error, and a reason for each warning that their times bear out."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest

from cuepress import cueing, formats
from cuepress.checks import Finding, Report
from cuepress.model import Cue
from cuepress.review import checking
from seeded_case import DOCUMENTS, ROOT, TAGS

CAPTIONS = ROOT / "captions"
JUDGE = checking.ProfileJudge(cueing.load_profile("cuepress"))
_GAP_MS = 80  # two frames


@cache
def _report() -> Report:
    paths = [CAPTIONS / f"strong-cities.{tag}.vtt" for tag in TAGS]
    documents = {tag: ROOT / "media" / name for tag, name in DOCUMENTS.items()}
    return checking.check_files(paths, options=checking.CheckOptions(transcripts=documents))


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
