"""Waivers: what a person accepted is marked, what no longer applies is reported, mistakes have their line."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuepress.checks import waivers
from cuepress.checks.model import Finding, Report, Waiver
from cuepress.checks.waivers import UNUSED, Entry
from cuepress.errors import InputError, UsageError
from report_making import ARABIC, FAST, FRENCH, SPEECH, make_report

ANNE = Waiver("a long name", "Anne Martin", "2026-11-25")
WRITTEN = """# accepted by the press office
[[waiver]]
rule = "speed.cps"
at = "0:06"
text = "« Réplique 2 » suite"
reason = "a long name"
name = "Anne Martin"
date = 2026-11-25
"""


def report() -> Report:
    """Return the report without waivers."""
    full = make_report()
    return replace(full, findings=tuple(replace(finding, waived=None) for finding in full.findings))


def waived(done: Report) -> list[tuple[str, int]]:
    return [(finding.rule, finding.cue) for finding in done.findings if finding.waived]


def left_over(done: Report) -> list[str]:
    return [finding.message for finding in done.findings if finding.rule == UNUSED.id]


def read_or_refused(text: str) -> tuple[Entry, ...] | InputError:
    try:
        return waivers.parse(text, where="t.toml")
    except InputError as mistake:
        return mistake


class TestReading:
    def test_a_waiver_is_read_with_its_line(self) -> None:
        assert waivers.parse(WRITTEN) == (
            Entry("speed.cps", ANNE, at_ms=6_000, text="« Réplique 2 » suite", at_line=2),
        )

    @pytest.mark.parametrize("written", ['"00:01:02.500"', '"1:02.5"', "00:01:02.5", "62.5"])
    def test_times_are_taken_as_people_write_them(self, written: str) -> None:
        text = WRITTEN.replace('"0:06"', written)

        assert waivers.parse(text)[0].at_ms == 62_500

    @pytest.mark.parametrize(
        ("right", "wrong", "said"),
        [
            ('reason = "a long name"', 'reason = " "', "line 6: reason is missing"),
            ('name = "Anne Martin"', "", "line 2: name is missing"),
            ('at = "0:06"', 'at = "noon"', "line 4: at is a time"),
            ('at = "0:06"', "at = true", "line 4: at is a time"),
            ('at = "0:06"', "line = 0", "line 4: line is the number"),
            ('at = "0:06"', "", "line 2: a waiver is of one place"),
            ('at = "0:06"', 'at = "0:06"\nline = 3', "line 2: a waiver is of one place"),
            ("date = 2026-11-25", 'date = "today"', "line 8: date is a day"),
            (
                'rule = "speed.cps"',
                'rule = "speed.csp"',
                "line 3: there is no rule 'speed.csp'; did you mean speed.cps",
            ),
            ('name = "Anne Martin"', 'name = "Anne"\nuntil = 3', "line 8: 'until' is not known here"),
            ('name = "Anne Martin"', "name = Anne", "line 7: this is no TOML"),
            ("[[waiver]]", "[waiver]", "write the brackets twice"),
            ("[[waiver]]", "[[waivers]]", "'waivers' is not known here"),
        ],
    )
    def test_a_mistake_is_named_with_its_line(self, right: str, wrong: str, said: str) -> None:
        with pytest.raises(InputError) as failure:
            waivers.parse(WRITTEN.replace(right, wrong), where="talk.waivers.toml", rules=["speed.cps"])

        assert str(failure.value).startswith("talk.waivers.toml: ")
        assert said in str(failure.value)

    def test_all_mistakes_are_named_at_once(self) -> None:
        with pytest.raises(InputError, match=r"line 2: name.*line 9: .*reason"):
            waivers.parse(
                '\n[[waiver]]\nrule="a.b"\nat="1"\nreason="x"\n\n\n\n[[waiver]]\nrule="a.b"\nat="1"\nname="x"'
            )

    @given(st.text(st.characters(exclude_categories=["Cs"])))
    def test_any_text_is_waivers_or_a_mistake(self, text: str) -> None:
        found = read_or_refused(text)

        if isinstance(found, InputError):
            assert "t.toml" in str(found)
        else:
            assert all(each.rule and each.waiver.reason and each.waiver.name for each in found)

    texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip)

    @given(texts, texts, st.text(st.characters(exclude_categories=["Cs"])), st.integers(0, 10**9))
    def test_what_is_written_reads_back(self, reason: str, name: str, text: str, at_ms: int) -> None:
        entry = Entry("a.b", Waiver(reason.strip(), name.strip()), at_ms=at_ms, text=" ".join(text.split()))

        before = waivers.added("# kept", entry)
        twice = waivers.parse(waivers.added(before, entry))

        assert [replace(each, at_line=0) for each in twice] == [entry, entry]
        assert before.startswith("# kept\n")


class TestApplying:
    def test_what_was_accepted_is_marked_and_nothing_else(self) -> None:
        done = waivers.apply(report(), {FRENCH: waivers.parse(WRITTEN)})

        assert waived(done) == [(FAST.id, 2)]
        assert left_over(done) == []
        assert [each.waived for each in done.findings if each.cue == 2] == [ANNE]

    def test_an_accepted_error_no_longer_counts_but_its_outcome_stays(self) -> None:
        entry = Entry("text.missing", ANNE, everywhere=True)

        done = waivers.apply(report(), {FRENCH: [entry]})

        assert done.n_errors == 0
        assert ("text.missing", "failed") in [(each.rule, each.value) for each in done.outcomes]

    def test_a_cue_that_moved_a_little_keeps_its_waiver(self) -> None:
        entry = replace(waivers.parse(WRITTEN)[0], at_ms=2_000)

        assert waived(waivers.apply(report(), {FRENCH: [entry]})) == [(FAST.id, 2)]

    def test_a_cue_that_says_something_else_has_lost_it(self) -> None:
        entry = replace(waivers.parse(WRITTEN)[0], text="something else")

        done = waivers.apply(report(), {FRENCH: [entry]})

        assert waived(done) == []
        assert "the waiver of speed.cps at 00:00:06.000 no longer applies" in left_over(done)[0]
        assert "line 2 of Message : 1.fr.vtt.waivers.toml" in left_over(done)[0]
        assert (UNUSED.id, "failed") in [(each.rule, each.value) for each in done.outcomes]

    def test_a_waiver_is_of_one_track(self) -> None:
        done = waivers.apply(report(), {ARABIC: waivers.parse(WRITTEN)})

        assert waived(done) == []
        assert len(left_over(done)) == 1

    def test_what_could_not_be_tested_is_not_left_over(self) -> None:
        done = waivers.apply(report(), {FRENCH: [Entry(SPEECH.id, ANNE, at_ms=1)]})

        assert left_over(done) == []

    def test_of_two_neighbours_the_nearer_is_meant(self) -> None:
        first = Finding("a.b", "error", "1", FRENCH, cue=1, start_ms=1_000, end_ms=2_000)
        second = Finding("a.b", "error", "2", FRENCH, cue=2, start_ms=2_000, end_ms=3_000)

        done = waivers.apply(
            replace(report(), findings=(first, second)), {FRENCH: [Entry("a.b", ANNE, at_ms=2_000)]}
        )

        assert waived(done) == [("a.b", 2)]

    def test_by_line_the_place_is_exact_unless_the_text_is_known(self) -> None:
        found = Finding("a.b", "error", "1", FRENCH, line=8, excerpt="00:01 -> 00:02")
        base = replace(report(), findings=(found,))
        by_line = Entry("a.b", ANNE, line=6)

        assert waived(waivers.apply(base, {FRENCH: [by_line]})) == []
        assert waived(waivers.apply(base, {FRENCH: [replace(by_line, text=found.excerpt)]})) == [("a.b", 0)]

    def test_no_waivers_no_change(self) -> None:
        assert waivers.apply(report(), {}) == report()


class TestWriting:
    def test_a_rough_time_is_enough(self) -> None:
        entry = waivers.entry_for(report(), FRENCH, "speed.cps@0:07.2", ANNE)

        assert (entry.at_ms, entry.text) == (6_000, "« Réplique 2 » suite")
        assert waived(waivers.apply(report(), {FRENCH: [entry]})) == [(FAST.id, 2)]

    @pytest.mark.parametrize("place", ["speed.cps@2:00", "speed.cps@noon", "speed.cps@line:x", "nothing@0:06"])
    def test_nothing_is_accepted_that_is_not_found(self, place: str) -> None:
        with pytest.raises(UsageError):
            waivers.entry_for(report(), FRENCH, place, ANNE)

    def test_the_places_are_named(self) -> None:
        with pytest.raises(UsageError, match=r"it finds something at 00:00:06\.000"):
            waivers.entry_for(report(), FRENCH, "speed.cps@2:00", ANNE)
