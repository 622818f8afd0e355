"""Pages on a real server and on a disk: a page as it should be has nothing, each fault is found at its place."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from cuepress import paging
from cuepress.checking import CheckOptions
from cuepress.checks import Finding, Report, rules
from cuepress.checks.page import Opened, PageMaterial, markup, media_of, parse
from cuepress.checks.page import check_page as checked
from cuepress.checks.report import FORMATS, terminal
from cuepress.checks.report.structured import SCHEMA_FILE
from cuepress.errors import UsageError
from cuepress.fetching import Bounds
from cuepress.paging import PageOptions, check_page
from json_schema import faults
from page_making import PAGE, SAID, Reply, Site, served, track, write_site

Run = Callable[..., tuple[int, str, str]]
VTT = "text/vtt"
CAPTIONS = '<track kind="captions" srclang="en" label="English" src="talk.en.vtt" default>'
SUBTITLES = '<track kind="subtitles" srclang="fr" label="Français" src="talk.fr.vtt">'
LINK = '<p><a href="talk.txt">Transcript</a></p>'
VIDEO = '<video controls src="talk.mp4">'


@pytest.fixture(scope="module")
def running() -> Iterator[Site]:
    with served() as made:
        yield made


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[Site]:
    """Another origin: the same site on another port."""
    with served() as made:
        yield made


@pytest.fixture
def web(running: Site) -> Site:
    running.reset()
    return running


def _about_page(report: Report) -> list[Finding]:
    return [finding for finding in report.findings if finding.rule.startswith("page.")]


def _rules(report: Report) -> list[tuple[str, str]]:
    return sorted((finding.rule, finding.severity) for finding in _about_page(report))


def _outcome(report: Report, rule: str) -> tuple[str, str]:
    return next((each.value, each.reason) for each in report.outcomes if each.rule == rule)


class TestAPageAsItShouldBe:
    def test_served_it_has_no_finding_and_its_tracks_no_error(self, web: Site) -> None:
        report = check_page(web.url())

        assert _about_page(report) == []
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

        assert _about_page(report) == []
        assert report.n_errors == 0
        assert _outcome(report, "page.type") == ("inapplicable", "no track came from a server")

    def test_every_rule_of_a_page_has_an_outcome(self, web: Site) -> None:
        report = check_page(web.url())

        asked = [each.rule for each in report.outcomes if each.track == web.url()]
        assert asked == [rule.id for rule in rules() if rule.family == "page"]
        assert {each.value for each in report.outcomes if each.track == web.url()} == {"passed", "inapplicable"}

    def test_its_tracks_are_checked_beside_each_other(self, web: Site) -> None:
        web.replies["/talk.fr.vtt"].body = track("fr").replace("00:00:", "00:20:").encode()

        report = check_page(web.url(), options=CheckOptions(spoken="en"))
        assert "set.passages" in {finding.rule for finding in report.findings}
        assert _outcome(report, "set.kind") == ("passed", "")

    def test_transcripts_and_media_are_held_against_its_tracks(self, web: Site, tmp_path: Path) -> None:
        text = tmp_path / "talk.en.txt"
        text.write_text(" ".join(SAID["en"]).replace("\n", " ") + "\n\nThis is missing in the captions.\n")

        report = check_page(web.url(), options=CheckOptions(transcripts={"en": text}))
        assert {(each.rule, each.track) for each in report.findings if each.rule == "text.missing"} == {
            ("text.missing", web.url("/talk.en.vtt"))
        }


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong with the website, and what must be found: rules with severities, marked text."""

    name: str
    found: tuple[tuple[str, str], ...]
    old: str = ""
    new: str = ""
    replies: dict[str, Reply] = field(default_factory=dict)
    marked: str = ""


def _fault(name: str, *found: str, **given: object) -> Fault:
    pairs = tuple(sorted((rule, severity) for rule, _, severity in (each.partition("=") for each in found)))
    return Fault(name, pairs, **given)  # type: ignore[arg-type]


_GONE = {"/talk.en.vtt": Reply(b"", status=404)}
_BROKEN_CAPTIONS = "page.captions=error"
_NAMELESS = "<video src='talk.mp4'>" + CAPTIONS + "</video><button><img src=p.svg></button>"
_NAMED = _NAMELESS.replace("<img", "<img alt='Play'")
FAULTS = (
    _fault("a track is gone", "page.opens=error", _BROKEN_CAPTIONS, replies=_GONE, marked='src="talk.en.vtt"'),
    _fault("an address is empty", "page.opens=error", old='src="talk.fr.vtt"', new='src=""', marked='src=""'),
    _fault("an address is missing", "page.opens=error", old=' src="talk.fr.vtt"', new="", marked="track"),
    _fault(
        "an address is a script",
        "page.opens=error",
        old='src="talk.fr.vtt"',
        new='src="javascript:alert(1)"',
        marked='src="javascript:alert(1)"',
    ),
    _fault(
        "a track stands in no video", "page.opens=error", old="</video>", new="</video><track src=talk.fr.vtt>"
    ),
    _fault(
        "a video is gone", "page.media=error", replies={"/talk.mp4": Reply(status=410)}, marked='src="talk.mp4"'
    ),
    _fault(
        "a page stands in for the video",
        "page.media=error",
        replies={"/talk.mp4": Reply(b"<html>")},
        marked='src="talk.mp4"',
    ),
    _fault(
        "one of two sources is gone",
        "page.media=warning",
        old=VIDEO,
        new='<video controls><source src="none.webm"><source src="talk.mp4">',
        marked='src="none.webm"',
    ),
    _fault("nothing to play", "page.media=warning", old=' src="talk.mp4"', new=""),
    _fault(
        "served as plain text",
        "page.type=warning",
        replies={"/talk.fr.vtt": Reply(track("fr").encode(), "text/plain; charset=utf-8")},
        marked='src="talk.fr.vtt"',
    ),
    _fault(
        "an error page with status 200",
        "page.parses=error",
        "page.type=warning",
        replies={"/talk.fr.vtt": Reply(b"<!doctype html><title>Not found</title>")},
        marked='src="talk.fr.vtt"',
    ),
    _fault(
        "SubRip",
        "page.parses=error",
        replies={"/talk.fr.vtt": Reply(b"1\n00:00:01,000 --> 00:00:04,000\nBonjour.\n", VTT)},
        marked='src="talk.fr.vtt"',
    ),
    _fault("no cue", "page.parses=error", replies={"/talk.fr.vtt": Reply(b"WEBVTT\n\n", VTT)}),
    _fault("empty", "page.parses=error", replies={"/talk.fr.vtt": Reply(b"", VTT)}),
    _fault("UTF-16", "page.parses=error", replies={"/talk.fr.vtt": Reply(track("fr").encode("utf-16"), VTT)}),
    _fault(
        "captions without a cue",
        "page.parses=error",
        _BROKEN_CAPTIONS,
        replies={"/talk.en.vtt": Reply(b"WEBVTT", VTT)},
    ),
    _fault(
        "no such kind", "page.kind=error", old='kind="subtitles"', new='kind="subtitle"', marked='kind="subtitle"'
    ),
    _fault("no kind", "page.kind=warning", old='kind="subtitles" ', new=""),
    _fault("no srclang", "page.srclang=error", old=' srclang="fr"', new="", marked="track"),
    _fault("srclang with _", "page.srclang=error", old='"fr"', new='"fr_FR"', marked='srclang="fr_FR"'),
    _fault("srclang is a name", "page.srclang=error", old='"fr"', new='"french"', marked='srclang="french"'),
    _fault(
        "srclang is of no country",
        "page.srclang=error",
        old='srclang="en"',
        new='srclang="en-UK"',
        marked='srclang="en-UK"',
    ),
    _fault("another language", "page.srclang=error", old='"fr"', new='"de"', marked='srclang="de"'),
    _fault("another script", "page.srclang=error", old='"fr"', new='"ar"', marked='srclang="ar"'),
    _fault("no label", "page.label=warning", old=' label="Français"', new="", marked="track"),
    _fault("an empty label", "page.label=warning", old='"Français"', new='" "', marked='label=" "'),
    _fault(
        "a label of another language",
        "page.label=error",
        old='"Français"',
        new='"Deutsch"',
        marked='label="Deutsch"',
    ),
    _fault(
        "one label for two",
        "page.label=warning",
        old=SUBTITLES,
        new=SUBTITLES
        + SUBTITLES.replace('"fr"', '"fr-CA"').replace("talk.fr", "talk.en").replace("talk.en", "ca"),
        replies={"/ca.vtt": Reply(track("fr").encode(), VTT)},
        marked='label="Français"',
    ),
    _fault(
        "a label in another language",
        "page.label_language=notice",
        old='"Français"',
        new='"French"',
        marked='label="French"',
    ),
    _fault(
        "two defaults",
        "page.default=error",
        old='src="talk.fr.vtt"',
        new='src="talk.fr.vtt" default',
        marked="default",
    ),
    _fault("twice", "page.twice=error", old=SUBTITLES, new=SUBTITLES * 2, marked="track"),
    _fault(
        "one file twice",
        "page.twice=error",
        old=SUBTITLES,
        new=SUBTITLES + SUBTITLES.replace("Français", "Français, encore"),
        marked='src="talk.fr.vtt"',
    ),
    _fault(
        "no video",
        "page.player=notice",
        old=VIDEO + "\n" + CAPTIONS + "\n" + SUBTITLES,
        new="<iframe src=x></iframe>",
    ),
    _fault("no captions", "page.captions=warning", old=CAPTIONS, new="", marked="video"),
    _fault("no track", "page.captions=warning", old=CAPTIONS + "\n" + SUBTITLES, new=""),
    _fault("no transcript", "page.transcript=warning", old=LINK, new="", marked="video"),
    _fault(
        "a transcript that is gone",
        "page.transcript=warning",
        replies={"/talk.txt": Reply(status=404)},
        marked='href="talk.txt"',
    ),
    _fault(
        "a transcript at no place", "page.transcript=warning", old="talk.txt", new="#text", marked='href="#text"'
    ),
    _fault(
        "a transcript far away",
        "page.transcript=warning",
        old=LINK,
        new="<p>" + "News. " * 400 + "</p>" + LINK,
        marked="video",
    ),
    _fault("no controls", "page.controls=warning", old=" controls", new="", marked="video"),
    _fault(
        "a button without a name",
        "page.controls=error",
        old=VIDEO + "\n" + CAPTIONS + "\n" + SUBTITLES + "\n</video>",
        new=_NAMELESS,
        marked="button",
    ),
    _fault(
        "sound by itself",
        "page.autoplay=error",
        "page.controls=warning",
        old=" controls",
        new=" autoplay",
        marked="autoplay",
    ),
    _fault(
        "pictures by themselves",
        "page.autoplay=warning",
        old=" controls",
        new=" autoplay muted loop",
        marked="autoplay",
    ),
)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_each_fault_is_found_at_its_place_and_nothing_else(web: Site, fault: Fault) -> None:
    assert not fault.old or fault.old in PAGE
    web.replies |= {"/talk.html": Reply(PAGE.replace(fault.old, fault.new, 1).encode()), **fault.replies}

    report = check_page(web.url())

    assert _rules(report) == list(fault.found)
    found = _about_page(report)[0]
    shown = found.excerpt[found.offset : found.offset + found.length]
    assert not fault.marked or fault.marked in {
        each.excerpt[each.offset : each.offset + each.length] for each in _about_page(report)
    }, shown
    lines = web.replies["/talk.html"].body.decode().split("\n")
    for each in (one for one in _about_page(report) if one.line):
        assert lines[each.line - 1][each.column - 1 :].startswith(each.excerpt.split("\n")[0][:20])


def test_every_rule_of_a_page_has_its_fault() -> None:
    seeded = {rule for fault in FAULTS for rule, _ in fault.found}

    others = {"page.unreadable", "page.cors"}  # below
    assert {rule.id for rule in rules() if rule.family == "page"} == seeded | others


RIGHT = (
    ("", ""),
    (" default", ""),  # a viewer turns it on
    ('"English"', '"English (with sounds)"'),
    ('"Français"', '"Sous-titres français"'),
    ('"Français"', '"FR"'),
    ('srclang="fr"', 'srclang="FR-ca"'),
    (SUBTITLES, '<track kind="metadata" src="talk.fr.vtt">'),
    (SUBTITLES, '<track kind="chapters" srclang="fr" label="Chapitres" src="talk.fr.vtt" default>'),
    (SUBTITLES, SUBTITLES.replace("talk.fr.vtt", "\n talk.fr.vtt?v=2 ")),
    (LINK, "<section aria-label=Transcript>" + "What is said. " * 20 + "</section>"),
    (LINK, "<h2>Transcript</h2><p>" + "What is said. " * 20 + "</p>"),
    (LINK, "<div>" + "".join(f"<p><b>{n}:00</b> {text}</p>" for n, text in enumerate(SAID["fr"])) + "</div>"),
    (LINK, "<p><a href='#t'>Transcript</a></p><p id=t>It follows.</p>"),
    (VIDEO + "\n" + CAPTIONS + "\n" + SUBTITLES + "\n</video>", _NAMED),
    (" controls", " controls autoplay"),
    ("</figure>", "</figure><video controls muted src=talk.mp4 aria-label='Sign language'></video>"),
    ("</figure>", "</figure><figure><video controls src=talk.mp4></video><figcaption>手语</figcaption></figure>"),
)


@pytest.mark.parametrize(("old", "new"), RIGHT)
def test_what_is_right_is_not_reported(web: Site, old: str, new: str) -> None:
    web.replies["/talk.html"] = Reply(PAGE.replace(old, new, 1).encode())

    assert _about_page(check_page(web.url())) == []


class TestOtherOrigins:
    def _site(
        self, web: Site, elsewhere: Site, *, attribute: str, headers: dict[str, str]
    ) -> list[tuple[str, str]]:
        elsewhere.reset()
        elsewhere.replies["/talk.fr.vtt"].headers = headers
        page = PAGE.replace("talk.fr.vtt", elsewhere.url("/talk.fr.vtt")).replace("<video", f"<video {attribute}")
        web.replies["/talk.html"] = Reply(page.encode())
        return _rules(check_page(web.url()))

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

        assert _rules(check_page(web.url())) == [("page.cors", "error")]

    def test_another_machine_is_not_asked_and_that_is_said(self, web: Site) -> None:
        web.replies["/talk.html"] = Reply(PAGE.replace("talk.fr.vtt", "http://192.0.2.7/talk.fr.vtt").encode())

        report = check_page(web.url())
        reason = "http://192.0.2.7/talk.fr.vtt is not on this machine; --allow-network opens it"
        assert _outcome(report, "page.opens") == ("untested", reason)
        assert _about_page(report) == []

    def test_captions_on_another_machine_may_be_there(self, web: Site) -> None:
        web.replies["/talk.html"] = Reply(PAGE.replace("talk.en.vtt", "http://192.0.2.7/talk.en.vtt").encode())

        assert _rules(check_page(web.url())) == []

    def test_a_base_is_heeded(self, web: Site) -> None:
        web.replies["/talk.html"] = Reply(PAGE.replace("<head>", "<head><base href='/deep/'>").encode())
        web.replies |= {f"/deep{path}": reply for path, reply in web.replies.items() if path != "/talk.html"}
        for path in ("/talk.mp4", "/talk.en.vtt", "/talk.fr.vtt", "/talk.txt"):
            del web.replies[path]

        assert _rules(check_page(web.url())) == []


class TestSpoken:
    def test_subtitles_in_the_language_that_is_spoken_are_no_captions(self, web: Site) -> None:
        web.replies["/talk.html"] = Reply(PAGE.replace('kind="captions"', 'kind="subtitles"').encode())

        report = check_page(web.url(), options=CheckOptions(spoken="en"))
        assert ("page.captions", "error") in _rules(report)

    def test_a_sound_needs_a_transcript_and_no_captions(self, web: Site) -> None:
        page = (
            PAGE.replace("<video", "<audio")
            .replace("</video>", "</audio>")
            .replace(CAPTIONS, "")
            .replace(LINK, "")
        )
        web.replies["/talk.html"] = Reply(page.encode())

        assert _rules(check_page(web.url())) == [("page.transcript", "warning")]


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
        assert _rules(report) == [("page.unreadable", "error")]
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
        value, reason = _outcome(report, "page.opens")
        assert value == "untested"
        assert "--root" in reason
        assert len(report.tracks) == 1

    def test_a_root_is_the_folder_of_the_website(self, tmp_path: Path) -> None:
        page = write_site(tmp_path / "site" / "en")
        (tmp_path / "site" / "talk.fr.vtt").write_text(track("fr"))
        (tmp_path / "site" / "talk.mp4").write_bytes(b"\0")
        page.write_text(PAGE.replace("talk.fr.vtt", "../talk.fr.vtt").replace("talk.mp4", "/talk.mp4"))

        report = check_page(str(page), opening=PageOptions(root=tmp_path / "site"))
        assert _about_page(report) == []
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

        assert _about_page(check_page(str(page))) == []

    def test_tracks_inside_the_page_are_checked(self, tmp_path: Path) -> None:
        page = write_site(tmp_path)
        inside = "data:text/vtt," + track("fr").replace("\n", "%0A").replace('"', "%22")
        page.write_text(PAGE.replace("talk.fr.vtt", inside), encoding="utf-8")

        report = check_page(str(page))
        assert _about_page(report) == []
        assert report.tracks[1].name.endswith("talk.html (track 2)")


class TestCommand:
    def test_errors_of_a_page_are_exit_1_and_lie_at_its_lines(self, run: Run, web: Site) -> None:
        web.replies |= _GONE

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
