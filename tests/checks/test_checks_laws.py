"""Whatever a track holds, a check says what there is to say, in our own words, inside the file."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import cuepress
from cuepress import formats
from cuepress.checks import Finding, rules
from cuepress.model import Track
from strategies import tracks

RULES = {rule.id: rule for rule in rules()}


def _is_sound(finding: Finding, n_cues: int) -> bool:
    in_excerpt = 0 <= finding.offset <= finding.offset + finding.length <= len(finding.excerpt)
    return finding.rule in RULES and 0 <= finding.cue <= n_cues and bool(finding.message) and in_excerpt


@given(tracks())
@settings(max_examples=60, deadline=None)
def test_any_track_in_memory_has_a_report(track: Track) -> None:
    report = cuepress.check(track)

    assert all(_is_sound(finding, len(track.cues)) for finding in report.findings)
    assert [outcome.rule for outcome in report.outcomes if not outcome.rule.startswith("set.")]


@pytest.mark.parametrize("extension", [".vtt", ".srt"])
@given(data=st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_have_a_report(extension: str, data: st.DataObject, tmp_path: Path) -> None:
    track = data.draw(tracks())
    whole = formats.serialize(track, extension=extension).data
    cut = data.draw(st.integers(0, len(whole)))
    path = tmp_path / f"talk.fr{extension}"
    path.write_bytes(whole[:cut] + data.draw(st.binary(max_size=20)) + whole[cut:])

    report = cuepress.check(path)

    n_lines = len(path.read_bytes().replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n"))
    assert all(_is_sound(finding, report.tracks[0].n_cues) for finding in report.findings)
    assert all(0 <= finding.line <= n_lines for finding in report.findings)


@given(tracks())
@settings(max_examples=40, deadline=None)
def test_a_finding_of_a_file_is_at_the_cue_of_its_line(track: Track) -> None:
    """The line of a finding in a cue's text lies between the cue's times and the next cue's."""
    path = Path("unused")
    reading = formats.parse(formats.serialize(track, extension=".vtt").data, extension=".vtt", where=str(path))

    assert len(reading.lines) == len(reading.track.cues)
    assert all(line > 0 for line in reading.lines)
