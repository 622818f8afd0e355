"""Reports in every format: well formed whatever a track says, complete, and with duty and taste kept apart."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import fields, replace
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from cuepress.checks import model
from cuepress.checks.clauses import LAWS
from cuepress.checks.model import Finding, Report, TrackFacts
from cuepress.checks.report import FORMATS
from cuepress.checks.report.earl import clause_outcome
from cuepress.checks.report.structured import SCHEMA_FILE
from cuepress.checks.report.wording import verdict
from json_schema import faults
from report_making import (
    ARABIC,
    FAST,
    FRENCH,
    HOSTILE,
    MISSING,
    SET,
    SPEECH,
    TASTE,
    make_clean_report,
    make_report,
)

EMPTY = Report("cuepress 0")
SCHEMA: dict[str, Any] = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))


def written(name: str, report: Report, media_href: str = "") -> str:
    return FORMATS[name].write(report, media_href=media_href).decode("utf-8")


def reread(name: str, data: bytes) -> None:
    """Read a report as other programs do."""
    if name in {"json", "sarif", "earl"}:
        json.loads(data)
    elif name == "junit":
        ET.fromstring(data)  # noqa: S314 - our own text
    elif name == "csv":
        list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))
    else:
        assert BeautifulSoup(data, "lxml").find("h1") is not None


@pytest.mark.parametrize("name", list(FORMATS))
@pytest.mark.parametrize("report", [make_report(), make_clean_report(), EMPTY], ids=["full", "clean", "empty"])
def test_every_format_writes_every_report(name: str, report: Report) -> None:
    reread(name, FORMATS[name].write(report, media_href="talk.mp4"))


@pytest.mark.parametrize("name", list(FORMATS))
@settings(max_examples=25)
@given(text=st.text(st.characters(), max_size=40), name_of_track=st.text(st.characters(), min_size=1, max_size=20))
def test_nothing_that_a_track_says_breaks_a_report(name: str, text: str, name_of_track: str) -> None:
    """Any text whatever: control characters, halves of characters, tags, quotes."""
    found = Finding("text.missing", "error", text, name_of_track, "fr", 1, 2, 3, 0, 900, excerpt=text, length=1)
    facts = TrackFacts(name_of_track, language="fr", n_cues=1, cues=(model.ShownCue(1, 0, 900, text, text),))
    report = replace(make_report(), findings=(found,), tracks=(facts,), outcomes=())

    reread(name, FORMATS[name].write(report))


class TestJson:
    """``schema-1.json`` in the package describes what is written."""

    @pytest.mark.parametrize("report", [make_report(), make_clean_report(), EMPTY], ids=["full", "clean", "empty"])
    def test_it_is_as_its_schema_says(self, report: Report) -> None:
        assert list(faults(json.loads(written("json", report)), SCHEMA)) == []

    def test_the_schema_refuses_what_is_none(self) -> None:
        wrong = json.loads(written("json", make_report()))
        wrong["findings"][0]["severity"] = "fatal"
        wrong["tracks"][0]["n_cues"] = -1
        del wrong["tool"]

        assert len(list(faults(wrong, SCHEMA))) == 3

    @pytest.mark.parametrize(
        ("kind", "name"),
        [
            (model.Finding, "finding"),
            (model.Rule, "rule"),
            (model.TrackFacts, "track"),
            (model.ShownCue, "cue"),
            (model.Limit, "limit"),
            (model.Waiver, "waiver"),
            (model.Outcome, "outcome"),
        ],
    )
    def test_a_new_field_needs_a_new_schema(self, kind: Any, name: str) -> None:  # noqa: ANN401 - any dataclass
        assert {field.name for field in fields(kind)} == set(SCHEMA["$defs"][name]["properties"])

    def test_what_a_track_says_comes_back_as_it_is(self) -> None:
        back = json.loads(written("json", make_report()))

        assert back["findings"][0]["message"] == f"missing: {HOSTILE}".replace("\ud800", "?")
        assert back["summary"]["errors"] == 1
        assert back["summary"]["waived"] == 1


class TestCsv:
    def rows(self) -> list[dict[str, str]]:
        data = FORMATS["csv"].write(make_report(), media_href="talk.mp4")
        assert data.startswith(b"\xef\xbb\xbf")
        return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))

    def test_a_row_for_each_finding(self) -> None:
        rows = self.rows()

        assert [row["rule"] for row in rows] == [MISSING.id, FAST.id, FAST.id, TASTE.id, SET.id]
        assert rows[1]["value"] == "25"
        assert rows[1]["video"] == "talk.mp4#t=6,8.5"
        assert rows[2]["waived by"] == "Anne Martin"
        assert rows[4]["track"] == "the set of tracks"

    @pytest.mark.parametrize("text", ["=1+1", "+1 caption", "-cmd", "@SUM(A1)", "\tx"])
    def test_a_spreadsheet_runs_nothing(self, text: str) -> None:
        report = replace(EMPTY, findings=(Finding("a.b", "error", text),))

        row = next(csv.DictReader(io.StringIO(written("csv", report).removeprefix("\ufeff"), newline="")))

        assert row["message"] == f"'{text}"


class TestJunit:
    def test_only_open_errors_fail_and_what_was_not_tested_is_skipped(self) -> None:
        root = ET.fromstring(written("junit", make_report()).encode())  # noqa: S314 - our own text

        assert (root.get("failures"), root.get("skipped"), root.get("tests")) == ("1", "3", "9")
        suites = {suite.get("name"): suite for suite in root}
        assert list(suites) == [FRENCH, ARABIC, "the set of tracks"]
        failed = suites[FRENCH].find("testcase/failure/..")
        assert failed is not None
        assert str(failed.get("name")).startswith(MISSING.id)
        assert "accepted by Anne Martin on 2026-11-24" in str(suites[FRENCH].findtext("testcase/system-out"))


class TestSarif:
    def run(self) -> dict[str, Any]:
        log = json.loads(written("sarif", make_report(), "talk.mp4"))
        assert log["version"] == "2.1.0"
        first: dict[str, Any] = log["runs"][0]
        return first

    def test_a_result_stands_at_its_line(self) -> None:
        result = self.run()["results"][0]

        where = result["locations"][0]["physicalLocation"]
        assert where["region"] == {"startLine": 13, "startColumn": 5}
        assert where["artifactLocation"]["uri"] == "talks/Message%20%3A%201.fr.vtt"
        assert result["level"] == "error"

    def test_a_waived_finding_is_suppressed(self) -> None:
        suppressed = [result for result in self.run()["results"] if "suppressions" in result]

        assert len(suppressed) == 1
        assert "Anne Martin" in suppressed[0]["suppressions"][0]["justification"]

    def test_rules_are_found_by_their_index(self) -> None:
        run = self.run()
        rules = run["tool"]["driver"]["rules"]

        assert all(rules[each["ruleIndex"]]["id"] == each["ruleId"] for each in run["results"])

    def test_what_was_not_tested_is_said(self) -> None:
        notes = self.run()["invocations"][0]["toolExecutionNotifications"]

        assert any(SPEECH.id in note["message"]["text"] for note in notes)

    def test_a_finding_keeps_its_fingerprint_when_cues_are_put_in_before_it(self) -> None:
        report = make_report()
        moved = replace(report, findings=tuple(replace(each, cue=9, line=99) for each in report.findings))

        prints = [
            [result["partialFingerprints"] for result in json.loads(written("sarif", each))["runs"][0]["results"]]
            for each in (report, moved)
        ]
        assert prints[0] == prints[1]


class TestEarl:
    """EARL 1.0, §2: what is asserted of rules and of the clauses of laws."""

    def assertions(self, report: Report) -> dict[tuple[str, str], str]:
        graph = json.loads(written("earl", report))["@graph"]
        found = [node for node in graph if node["@type"] == "Assertion"]
        return {(node["subject"], node["test"]): node["result"]["outcome"] for node in found}

    def test_every_outcome_is_told(self) -> None:
        found = self.assertions(make_report())

        assert set(found.values()) == {
            f"earl:{value}" for value in ("passed", "failed", "cantTell", "inapplicable", "untested")
        }
        assert found["talk.ar.vtt", "urn:cuepress:rule:sync.late"] == "earl:inapplicable"

    def test_a_limit_of_style_never_fails_a_law(self) -> None:
        """Reading speed failed and its rule names WCAG; but for the missing words nothing of WCAG has failed."""
        report = make_report()
        outcomes = tuple(
            replace(each, value="passed") if each.rule == MISSING.id else each for each in report.outcomes
        )

        found = self.assertions(replace(report, outcomes=outcomes))

        of_laws = {key: value for key, value in found.items() if "urn:cuepress:rule" not in key[1]}
        assert of_laws
        assert "earl:failed" not in of_laws.values()
        assert FAST.clauses[1].standard in LAWS

    def test_a_machine_never_says_that_a_law_is_met(self) -> None:
        outcomes = [model.Outcome("a.b", "passed", ""), model.Outcome("a.c", "untested", "no media was given")]

        assert clause_outcome(outcomes)[0] == "cantTell"
        assert clause_outcome(outcomes[1:]) == ("untested", "no media was given")

    def test_an_error_is_found_by_line_and_by_media_fragment(self) -> None:
        graph = json.loads(written("earl", make_report(), "talk.mp4"))["@graph"]
        failed = next(node for node in graph if node.get("test") == f"urn:cuepress:rule:{MISSING.id}")

        pointer = failed["result"]["pointer"][0]
        assert (pointer["ptr:lineNumber"], pointer["ptr:charNumber"]) == (13, 5)
        assert pointer["source"] == "talk.mp4#t=9,11.5"

    def test_nothing_has_to_be_fetched(self) -> None:
        assert isinstance(json.loads(written("earl", EMPTY))["@context"], dict)


class TestHtml:
    """What a browser shows is tested in ``test_browser_report``."""

    def page(self, report: Report, media_href: str = "") -> BeautifulSoup:
        return BeautifulSoup(written("html", report, media_href), "lxml")

    def test_nothing_is_asked_for_and_nothing_runs(self) -> None:
        page = self.page(make_report(), "talk.mp4")

        assert page.select("script, link, img, iframe, video, object, [style], [onclick], [src]") == []
        policy = page.select_one("meta[http-equiv=Content-Security-Policy]")
        assert policy is not None
        assert str(policy["content"]).startswith("default-src 'none'; style-src 'sha256-")

    def test_hostile_text_is_text(self) -> None:
        page = self.page(make_report())

        quotes = [each.get_text() for each in page.select("blockquote")]
        assert any("<script>alert(1)</script><img src=x onerror=alert(2)>" in text for text in quotes)

    def test_times_play_the_video_and_the_place_is_marked(self) -> None:
        page = self.page(make_report(), "../media/talk%201.mp4")

        assert page.select_one('.finding a[href="../media/talk%201.mp4#t=6,8.5"]') is not None
        assert [each.get_text() for each in page.select("mark")] == ["Réplique"]

    def test_without_a_video_times_are_text(self) -> None:
        assert self.page(make_report()).select("a.time") == []

    def test_each_language_is_marked(self) -> None:
        quote = self.page(make_report()).select_one("blockquote[lang=ar]")

        assert quote is not None
        assert quote["dir"] == "rtl"

    def test_only_web_addresses_are_links(self) -> None:
        evil = replace(MISSING, clauses=(model.Clause("WCAG 2.2", "1", url="javascript:alert(1)"),))
        report = replace(make_report(), rules=(evil,))

        assert self.page(report).select("a[href^=javascript]") == []

    def test_the_picture_is_a_table_too(self) -> None:
        page = self.page(make_report())

        assert len(page.select(".cues tbody tr")) == 41
        assert len(page.select(".picture svg")) == 4
        assert all(svg["role"] == "img" and svg["aria-label"] for svg in page.select(".picture svg"))

    def test_profile_sources_and_version_stand_on_it(self) -> None:
        text = self.page(make_report()).get_text()

        for part in ("cuepress 0.1.0", "Netflix FR §1", "read at the source", "a" * 64, "No media was given"):
            assert part in text

    def test_huge_reports_have_no_pictures(self) -> None:
        facts = replace(make_report().tracks[0], n_cues=30_000)

        assert self.page(replace(make_report(), tracks=(facts,))).select(".picture") == []


@pytest.mark.parametrize(
    ("report", "said"),
    [
        (make_report(), "Not ready: 1 error, 2 warnings, 1 notice, 1 waived."),
        (make_clean_report(), "Nothing was found in 1 track."),
        (
            replace(make_report(), findings=make_report().findings[1:2]),
            "No errors, but a person should look: 1 warning.",
        ),
    ],
)
def test_the_verdict_is_one_sentence(report: Report, said: str) -> None:
    assert verdict(report) == said
