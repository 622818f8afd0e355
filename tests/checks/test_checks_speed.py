"""Reading speed: in the profile's unit, and an error only where the cue could be slower."""

from __future__ import annotations

import cuepress
from cuepress.checks import Finding
from cuepress.model import Cue, Track

TEXT = "The city listens, and it answers slowly."  # 40 characters, 7 words


def _found(*cues: Cue, profile: str = "cuepress") -> list[Finding]:
    report = cuepress.check(Track(cues, language="en"), profile=profile)
    return [finding for finding in report.findings if finding.rule.startswith("speed.")]


def test_a_fast_cue_with_room_after_it_is_an_error() -> None:
    (finding,) = _found(Cue(1_000, 2_900, TEXT), Cue(6_000, 9_000, TEXT))

    assert (finding.severity, finding.cue) == ("error", 1)
    assert (finding.value, finding.limit, finding.unit) == (21.05, 17, "characters a second")


def test_where_speech_goes_on_at_once_it_only_warns() -> None:
    found = _found(Cue(1_000, 2_900, TEXT), Cue(2_980, 6_000, TEXT))

    assert [finding.severity for finding in found] == ["warning"]


def test_the_limit_itself_is_fine() -> None:
    assert _found(Cue(0, 2_354, TEXT)) == []


def test_the_bbc_counts_words() -> None:
    (finding,) = _found(Cue(1_000, 2_500, TEXT), Cue(6_000, 9_000, TEXT), profile="bbc")

    assert (finding.value, finding.unit) == (280.0, "words a minute")
    assert finding.source


def test_a_short_text_that_stays_long_is_noticed_and_a_sound_is_not() -> None:
    found = _found(Cue(0, 5_000, "Merci."), Cue(6_000, 11_000, "[♪]"))

    assert [(finding.rule, finding.cue) for finding in found] == [("speed.lingers", 1)]
