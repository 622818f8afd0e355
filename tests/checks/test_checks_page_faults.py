"""A page broken in every way that the rules name: each fault is found at its place, and what is right is not."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from cuepress.checks import rules
from cuepress.review.paging import check_page
from page_making import (
    CAPTIONS,
    LINK,
    PAGE,
    SAID,
    SUBTITLES,
    VIDEO,
    VTT,
    Reply,
    Site,
    about_page,
    rules_of_page,
    track,
)


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

    assert rules_of_page(report) == list(fault.found)
    found = about_page(report)[0]
    shown = found.excerpt[found.offset : found.offset + found.length]
    assert not fault.marked or fault.marked in {
        each.excerpt[each.offset : each.offset + each.length] for each in about_page(report)
    }, shown
    lines = web.replies["/talk.html"].body.decode().split("\n")
    for each in (one for one in about_page(report) if one.line):
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
    ("</video>", "<track kind=descriptions srclang=fr src=talk.fr.vtt></video>"),
    (VIDEO + "\n" + CAPTIONS + "\n" + SUBTITLES + "\n</video>", _NAMED + "<button aria-hidden=true></button>"),
    (" controls", " controls autoplay"),
    ("</figure>", "</figure><video controls muted src=talk.mp4 aria-label='Sign language'></video>"),
    ("</figure>", "</figure><figure><video controls src=talk.mp4></video><figcaption>手语</figcaption></figure>"),
)


@pytest.mark.parametrize(("old", "new"), RIGHT)
def test_what_is_right_is_not_reported(web: Site, old: str, new: str) -> None:
    web.replies["/talk.html"] = Reply(PAGE.replace(old, new, 1).encode())

    assert about_page(check_page(web.url())) == []
