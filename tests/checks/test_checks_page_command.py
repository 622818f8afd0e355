"""Pages from the command line, and in every format of a report."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from bs4 import BeautifulSoup

from cuepress.checks import Report, rules
from cuepress.checks.report import FORMATS, terminal
from cuepress.checks.report.structured import SCHEMA_FILE
from cuepress.review.checking import CheckOptions
from cuepress.review.paging import check_page
from json_schema import faults
from page_making import CAPTIONS, PAGE, Reply, Site, served, track, write_site
from report_making import make_page_report

Run = Callable[..., tuple[int, str, str]]


class TestCommand:
    def test_errors_of_a_page_are_exit_1_and_lie_at_its_lines(self, run: Run, web: Site) -> None:
        web.replies["/talk.en.vtt"] = Reply(status=404)

        code, out, _ = run("check", "--page", web.url())
        assert code == 1
        assert f"{web.url()}: page in en, 1 video or sound, 2 tracks" in out
        assert "    line 8: " in out
        assert "^^^^^^^^^^^^^^^^^" in out
        assert "1 page and 1 track: 2 errors" in out

    def test_a_good_page_is_exit_0(self, run: Run, tmp_path: Path) -> None:
        code, out, _ = run("check", "--page", write_site(tmp_path))

        assert code == 0
        assert "nothing found" in out

    @pytest.mark.parametrize(
        ("arguments", "what"),
        [
            (["--page", "http://192.0.2.7/"], "--allow-network"),
            (["--allow-network", "talk.vtt"], "add --page"),
            (["--root", ".", "talk.vtt"], "add --page"),
            (["--page", "a.html", "--language", "fr"], "a page says this"),
            (["--page", "a.html", "--fix"], "only tracks are mended"),
            (["--page", "http://127.0.0.1/", "--root", "."], "leave it out"),
            ([], "no track is named"),
        ],
    )
    def test_wrong_usage_is_exit_2_and_says_what_next(self, run: Run, arguments: list[str], what: str) -> None:
        code, _, err = run("check", *arguments)

        assert code == 2
        assert what in err

    def test_pages_and_tracks_are_checked_in_one_run(self, run: Run, tmp_path: Path) -> None:
        page = write_site(tmp_path)

        code, out, _ = run("check", tmp_path / "talk.en.vtt", "--page", page, "--page", tmp_path / "none.html")
        assert code == 1
        assert "2 pages and 3 tracks: 1 error" in out
        assert "no page was given" not in out

    def test_without_a_page_its_rules_are_said_to_be_untested(self, run: Run, tmp_path: Path) -> None:
        write_site(tmp_path)

        _, out, _ = run("check", tmp_path / "talk.en.vtt")
        assert "Not tested, since no page was given: page.unreadable, page.media" in out

    def test_a_finding_about_a_page_can_be_waived(self, run: Run, tmp_path: Path) -> None:
        page = write_site(tmp_path)
        page.write_text(PAGE.replace("<video controls", "<video"), encoding="utf-8")
        waiver = '[[waiver]]\nrule = "page.controls"\nline = 7\nreason = "A script adds them"\nname = "Anne"\n'
        page.with_name("talk.html.waivers.toml").write_text(waiver)

        _, out, _ = run("check", "--page", page)
        assert "[waived by Anne: A script adds them]" in out

    def test_rules_are_listed_and_explained(self, run: Run) -> None:
        assert "page.srclang" in run("check", "--list")[1]
        assert "RGAA 4.1.2 4.3.1" in run("check", "--explain", "page.captions")[1]


@pytest.fixture(scope="module")
def report() -> Iterator[Report]:
    """Return the report of a page whose captions are gone, at an address that no format may take for its own."""
    with served() as made:
        page = PAGE.replace(CAPTIONS, CAPTIONS.replace("talk.en.vtt", "none.vtt?a=<b>&c='d'"))
        made.replies["/talk.html"] = Reply(page.encode())
        yield replace(check_page(made.url(), options=CheckOptions(keep_cues=True)), rules=tuple(rules()))


class TestReports:
    @pytest.mark.parametrize("name", FORMATS)
    def test_each_names_the_page_and_what_is_found(self, report: Report, name: str) -> None:
        text = FORMATS[name].write(report).decode()

        assert report.pages[0].name in text
        assert "page.opens" in text
        assert "<b>&c='d'" not in text or name in {"json", "sarif", "csv", "earl"}

    def test_the_terminal_too(self, report: Report) -> None:
        text = "\n".join(terminal.lines(report))

        assert "page.opens: Each track opens" in text
        assert terminal.summary(report).startswith("1 page and 1 track: 2 errors")

    def test_addresses_stay_addresses_in_earl_and_sarif(self, report: Report) -> None:
        earl = json.loads(FORMATS["earl"].write(report))
        sarif = json.loads(FORMATS["sarif"].write(report))

        address = report.pages[0].name
        assert address in {each.get("subject") for each in earl["@graph"]}
        places = [each["locations"][0]["physicalLocation"] for each in sarif["runs"][0]["results"]]
        assert address in {each["artifactLocation"]["uri"] for each in places}

    def test_a_clause_fails_only_for_a_duty(self, report: Report) -> None:
        earl = json.loads(FORMATS["earl"].write(report))

        failed = {
            each["test"]
            for each in earl["@graph"]
            if each.get("@type") == "Assertion"
            and each["result"]["outcome"] == "earl:failed"
            and "urn:" not in each["test"]
        }
        assert failed == {clause.url for clause in report.rule("page.captions").clauses if clause.url}

    def test_links_play_the_video_of_the_page(self, run: Run, tmp_path: Path) -> None:
        page = write_site(tmp_path / "site")
        (tmp_path / "site" / "talk.fr.vtt").write_text(
            track("fr").replace("05.000\n", "01.500\n"), encoding="utf-8"
        )

        run("check", "--page", page, "--format", "html", "--out", tmp_path / "report.html")
        assert 'href="site/talk.mp4#t=1,1.5"' in (tmp_path / "report.html").read_text(encoding="utf-8")

    @pytest.mark.parametrize("tag", ["", "!!", "fr_FR", "<b>", "x" * 300])
    def test_a_page_may_say_any_language(self, run: Run, tmp_path: Path, tag: str) -> None:
        page = write_site(tmp_path)
        page.write_text(PAGE.replace('lang="en"', f'lang="{tag}"', 1), encoding="utf-8")

        code, _, _ = run("check", "--page", page, "--format", "html", "--out", tmp_path / "report.html")
        assert code == 0

    def test_json_says_what_pages_there_are(self, report: Report) -> None:
        found = json.loads(FORMATS["json"].write(report))

        assert list(faults(found, json.loads(SCHEMA_FILE.read_text(encoding="utf-8")))) == []
        assert found["summary"]["pages"] == 1
        assert re.fullmatch("[0-9a-f]{64}", found["pages"][0]["sha256"])

    @pytest.mark.parametrize("name", FORMATS)
    def test_a_hostile_page_writes_nothing_of_its_own_into_a_report(self, name: str) -> None:
        data = FORMATS[name].write(make_page_report(), media_href="")

        text = data.decode()
        assert "\x00" not in text
        if name == "junit":
            assert ET.fromstring(text).tag == "testsuites"  # noqa: S314 - our own report
        elif name == "html":
            page = BeautifulSoup(text, "html.parser")
            assert page.select("script, img, track, [onerror], a[href^=javascript]") == []
            assert ["<track src=x" in each.get_text() for each in page.select("blockquote.source")] == [True]
        elif name != "csv":
            json.loads(text)
