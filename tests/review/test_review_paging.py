"""Pages on a real server and on a disk: a page as it should be, other origins, pages that are none."""

from __future__ import annotations

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from cuepress.checks import rules
from cuepress.checks.page import Opened, PageMaterial, markup, media_of, parse
from cuepress.checks.page import check_page as checked
from cuepress.errors import UsageError
from cuepress.review import paging
from cuepress.review.checking import CheckOptions
from cuepress.review.fetching import Bounds
from cuepress.review.paging import PageOptions, check_page
from page_making import (
    CAPTIONS,
    LINK,
    PAGE,
    SAID,
    VTT,
    Reply,
    Site,
    about_page,
    outcome_of,
    rules_of_page,
    served,
    track,
    write_site,
)


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[Site]:
    """Another origin: the same site on another port."""
    with served() as made:
        yield made


class TestAPageAsItShouldBe:
    def test_served_it_has_no_finding_and_its_tracks_no_error(self, web: Site) -> None:
        report = check_page(web.url())

        assert about_page(report) == []
        assert report.n_errors == 0
        assert [(each.language, each.kind, each.n_cues) for each in report.tracks] == [
            ("en", "captions", 5),
            ("fr", "subtitles", 5),
        ]
        assert (report.pages[0].title, report.pages[0].n_media, report.pages[0].n_tracks) == (
            "The city listens",
            1,
            2,
        )

    def test_from_a_disk_too(self, tmp_path: Path) -> None:
        report = check_page(str(write_site(tmp_path)))

        assert about_page(report) == []
        assert report.n_errors == 0
        assert outcome_of(report, "page.type") == ("inapplicable", "no track came from a server")

    def test_every_rule_of_a_page_has_an_outcome(self, web: Site) -> None:
        report = check_page(web.url())

        asked = [each.rule for each in report.outcomes if each.track == web.url()]
        assert asked == [rule.id for rule in rules() if rule.family == "page"]
        assert {each.value for each in report.outcomes if each.track == web.url()} == {"passed", "inapplicable"}

    def test_its_tracks_are_checked_beside_each_other(self, web: Site) -> None:
        web.replies["/talk.fr.vtt"].body = track("fr").replace("00:00:", "00:20:").encode()

        report = check_page(web.url(), options=CheckOptions(spoken="en"))
        assert "set.passages" in {finding.rule for finding in report.findings}
        assert outcome_of(report, "set.kind") == ("passed", "")

    def test_transcripts_and_media_are_held_against_its_tracks(self, web: Site, tmp_path: Path) -> None:
        text = tmp_path / "talk.en.txt"
        text.write_text(" ".join(SAID["en"]).replace("\n", " ") + "\n\nThis is missing in the captions.\n")

        report = check_page(web.url(), options=CheckOptions(transcripts={"en": text}))
        assert {(each.rule, each.track) for each in report.findings if each.rule == "text.missing"} == {
            ("text.missing", web.url("/talk.en.vtt"))
        }


class TestOtherOrigins:
    def _site(
        self, web: Site, elsewhere: Site, *, attribute: str, headers: dict[str, str]
    ) -> list[tuple[str, str]]:
        elsewhere.reset()
        elsewhere.replies["/talk.fr.vtt"].headers = headers
        page = PAGE.replace("talk.fr.vtt", elsewhere.url("/talk.fr.vtt")).replace("<video", f"<video {attribute}")
        web.replies["/talk.html"] = Reply(page.encode())
        return rules_of_page(check_page(web.url()))

    @pytest.mark.parametrize(
        ("attribute", "headers"),
        [
            ("", {"Access-Control-Allow-Origin": "*"}),
            ("crossorigin", {}),
            ("crossorigin", {"Access-Control-Allow-Origin": "https://example.org"}),
            ("crossorigin=use-credentials", {"Access-Control-Allow-Origin": "*"}),
        ],
    )
    def test_what_a_browser_would_refuse_is_found(
        self, web: Site, elsewhere: Site, attribute: str, headers: dict[str, str]
    ) -> None:
        assert self._site(web, elsewhere, attribute=attribute, headers=headers) == [("page.cors", "error")]

    def test_what_is_allowed_is_not(self, web: Site, elsewhere: Site) -> None:
        allowed = {"Access-Control-Allow-Origin": web.origin}

        assert self._site(web, elsewhere, attribute="crossorigin=anonymous", headers=allowed) == []
        assert elsewhere.asked[0][1]["origin"] == web.origin

    def test_a_page_over_https_shows_no_track_over_http(self) -> None:
        html = parse(PAGE.replace("<video", "<video crossorigin"))
        address = "http://example.org/talk.fr.vtt"
        opened = Opened(address, is_http=True, is_elsewhere=True, allowed_origin="*", content_type=VTT)
        page = PageMaterial(
            "p", html, media_of(html), opened={"talk.fr.vtt": opened}, origin="https://example.org"
        )

        found = [each.message for each in checked(page, tool="").findings if each.rule == "page.cors"]
        assert found == [
            f"{address} is of another origin, and it comes over http, which a page over https may not show"
        ]

    def test_a_redirect_to_another_origin_needs_leave_too(self, web: Site, elsewhere: Site) -> None:
        web.replies["/talk.fr.vtt"] = Reply(status=302, headers={"Location": elsewhere.url("/talk.fr.vtt")})

        assert rules_of_page(check_page(web.url())) == [("page.cors", "error")]

    def test_another_machine_is_not_asked_and_that_is_said(self, web: Site) -> None:
        web.replies["/talk.html"] = Reply(PAGE.replace("talk.fr.vtt", "http://192.0.2.7/talk.fr.vtt").encode())

        report = check_page(web.url())
        reason = "http://192.0.2.7/talk.fr.vtt is not on this machine; --allow-network opens it"
        assert outcome_of(report, "page.opens") == ("untested", reason)
        assert about_page(report) == []

    def test_captions_on_another_machine_may_be_there(self, web: Site) -> None:
        web.replies["/talk.html"] = Reply(PAGE.replace("talk.en.vtt", "http://192.0.2.7/talk.en.vtt").encode())

        assert rules_of_page(check_page(web.url())) == []

    def test_a_base_is_heeded(self, web: Site) -> None:
        web.replies["/talk.html"] = Reply(PAGE.replace("<head>", "<head><base href='/deep/'>").encode())
        web.replies |= {f"/deep{path}": reply for path, reply in web.replies.items() if path != "/talk.html"}
        for path in ("/talk.mp4", "/talk.en.vtt", "/talk.fr.vtt", "/talk.txt"):
            del web.replies[path]

        assert rules_of_page(check_page(web.url())) == []


class TestSpoken:
    def test_subtitles_in_the_language_that_is_spoken_are_no_captions(self, web: Site) -> None:
        web.replies["/talk.html"] = Reply(PAGE.replace('kind="captions"', 'kind="subtitles"').encode())

        report = check_page(web.url(), options=CheckOptions(spoken="en"))
        assert ("page.captions", "error") in rules_of_page(report)

    def test_a_sound_needs_a_transcript_and_no_captions(self, web: Site) -> None:
        page = (
            PAGE.replace("<video", "<audio")
            .replace("</video>", "</audio>")
            .replace(CAPTIONS, "")
            .replace(LINK, "")
        )
        web.replies["/talk.html"] = Reply(page.encode())

        assert rules_of_page(check_page(web.url())) == [("page.transcript", "warning")]


class TestPagesThatAreNone:
    @pytest.mark.parametrize(
        ("reply", "why"),
        [
            (Reply(status=404), "the server answers 404 (Not Found)"),
            (Reply(status=500), "the server answers 500 (Internal Server Error)"),
            (Reply(b"WEBVTT\n", VTT), "it is served as text/vtt, which is no page"),
            (Reply(b""), "it is empty"),
            (Reply(b"\x00\x01\x02<" * 400), "it is no HTML"),
            (Reply(b"Only words."), "it is no HTML"),
            (Reply(b"<p>" + b"x" * paging.MAX_PAGE_BYTES), "it has more than the 8,000,000 bytes"),
            (Reply(b"<video><track></video>" * 501), "it has 501 videos and 501 tracks"),
            (Reply(status=302, headers={"Location": "/talk.html"}), "more than 5 redirects"),
        ],
    )
    def test_it_is_a_finding_and_nothing_else_is_tested(self, web: Site, reply: Reply, why: str) -> None:
        web.replies["/talk.html"] = reply

        report = check_page(web.url())
        assert rules_of_page(report) == [("page.unreadable", "error")]
        assert report.findings[0].message.startswith(why)
        assert {each.value for each in report.outcomes} == {"failed", "untested"}

    def test_a_page_of_too_many_elements_is_none(self, web: Site, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(markup, "MAX_ELEMENTS", 1_000)
        web.replies["/talk.html"] = Reply(b"<i>" * 1_001)

        assert check_page(web.url()).findings[0].message == "it has more than 1,000 elements"

    def test_a_page_that_never_comes_is_left(self, web: Site) -> None:
        def silent(request: BaseHTTPRequestHandler) -> None:
            request.connection.settimeout(5)
            request.rfile.read(1)

        web.replies["/talk.html"] = Reply(speak=silent)

        report = check_page(web.url(), opening=PageOptions(bounds=Bounds(one_s=0.3)))
        assert report.findings[0].message == "no whole answer within 0.3 s"

    def test_another_machine_is_refused(self) -> None:
        with pytest.raises(UsageError, match=r"192\.0\.2\.7 is not on this machine; --allow-network opens it"):
            check_page("http://192.0.2.7/talk.html")

    @pytest.mark.parametrize("address", ["ftp://127.0.0.1/a", "javascript:alert(1)", "data:text/html,<video>"])
    def test_what_is_no_page_is_refused(self, address: str) -> None:
        with pytest.raises(UsageError, match="neither http, https nor a file"):
            check_page(address)


class TestDisks:
    def test_nothing_outside_its_folder_is_read(self, tmp_path: Path) -> None:
        page = write_site(tmp_path / "site" / "en")
        (tmp_path / "site" / "talk.fr.vtt").write_text(track("fr"))
        page.write_text(PAGE.replace("talk.fr.vtt", "../talk.fr.vtt"))

        report = check_page(str(page))
        value, reason = outcome_of(report, "page.opens")
        assert value == "untested"
        assert "--root" in reason
        assert len(report.tracks) == 1

    def test_a_root_is_the_folder_of_the_website(self, tmp_path: Path) -> None:
        page = write_site(tmp_path / "site" / "en")
        (tmp_path / "site" / "talk.fr.vtt").write_text(track("fr"))
        (tmp_path / "site" / "talk.mp4").write_bytes(b"\0")
        page.write_text(PAGE.replace("talk.fr.vtt", "../talk.fr.vtt").replace("talk.mp4", "/talk.mp4"))

        report = check_page(str(page), opening=PageOptions(root=tmp_path / "site"))
        assert about_page(report) == []
        assert len(report.tracks) == 2

    def test_a_page_outside_the_root_is_refused(self, tmp_path: Path) -> None:
        page = write_site(tmp_path / "a")
        (tmp_path / "b").mkdir()

        with pytest.raises(UsageError, match="not in this folder"):
            check_page(str(page), opening=PageOptions(root=tmp_path / "b"))

    def test_a_missing_file_and_a_folder_are_findings(self, tmp_path: Path) -> None:
        for name in ("none.html", "."):
            assert check_page(str(tmp_path / name)).findings[0].rule == "page.unreadable"

    @pytest.mark.parametrize(
        ("declared", "encoding"), [("windows-1252", "cp1252"), ("utf-16", "utf-16"), ("utf-8", "utf-8-sig")]
    )
    def test_pages_in_other_encodings_are_read(self, tmp_path: Path, declared: str, encoding: str) -> None:
        page = write_site(tmp_path)
        page.write_bytes(PAGE.replace('charset="utf-8"', f'charset="{declared}"').encode(encoding))

        assert about_page(check_page(str(page))) == []

    def test_tracks_inside_the_page_are_checked(self, tmp_path: Path) -> None:
        page = write_site(tmp_path)
        inside = "data:text/vtt," + track("fr").replace("\n", "%0A").replace('"', "%22")
        page.write_text(PAGE.replace("talk.fr.vtt", inside), encoding="utf-8")

        report = check_page(str(page))
        assert about_page(report) == []
        assert report.tracks[1].name.endswith("talk.html (track 2)")
