"""Reading speed: in the profile's unit, and an error only where the cue could be slower."""

from __future__ import annotations

import cuepress
from cuepress import cueing
from cuepress.checks import Finding, Heard, Material, check_track
from cuepress.model import Cue, Track
from cuepress.review import checking

JUDGE = checking.ProfileJudge(cueing.load_profile("cuepress"))
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


def test_a_finding_says_whether_there_was_more_time() -> None:
    free, pressed = Cue(6_000, 9_000, TEXT), Cue(2_980, 6_000, TEXT)

    assert _found(Cue(1_000, 2_900, TEXT), free)[0].message.endswith(
        "450 ms more would do, and the screen is free then"
    )
    assert "speech itself is this fast" in _found(Cue(1_000, 2_900, TEXT), pressed)[0].message
    assert "shown until the next cue comes" in _found(Cue(1_000, 2_500, TEXT), pressed)[0].message


def test_what_a_sound_says_of_fast_text() -> None:
    track = Track((Cue(1_000, 2_900, TEXT), Cue(2_980, 6_000, TEXT)), language="en")

    def said(speech: tuple[tuple[int, int], ...], spoken: str = "en") -> str:
        profile = checking.profile_used(cueing.load_profile("cuepress"), "en", 25.0)
        heard = Heard("talk.mp4", "", 9_000, speech)
        material = Material("talk.en.vtt", track, profile, JUDGE, heard=heard, spoken=spoken)
        return next(
            each.message for each in check_track(material, tool="test").findings if each.rule == "speed.cps"
        )

    assert said(((900, 6_000),)).endswith("speech itself is this fast, heard during 100% of it")
    assert said(((900, 1_400), (2_900, 6_000))).endswith("speech is heard during 21% of it only")
    assert said(((900, 6_000),), "fr").endswith(
        "what it translates takes no longer, but with the cues beside it it is 16.2"
    )
