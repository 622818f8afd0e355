"""Whether what a page leads to is there, and whether a browser would take it: status, type, origin, WebVTT."""

from __future__ import annotations

from collections.abc import Iterator

from cuepress.checks import clauses
from cuepress.checks.model import Finding, Rule
from cuepress.checks.page.check import PageCheck, has_media, has_tracks, why_unopened
from cuepress.checks.page.model import MediaTag, Opened, PageMaterial, TrackTag, refusal, shown_tag

MEDIA = Rule(
    "page.media",
    "Each video and sound opens",
    "the src of each video and audio element, or each of its sources, is asked for: the status, and that the "
    "answer is no text; of a file, that it is there",
    "guideline",
    "error",
    "nothing is played, and no track is shown",
    "page",
    (clauses.HTML_MEDIA,),
    ("page",),
)
OPENS = Rule(
    "page.opens",
    "Each track opens",
    "the src of each track element is asked for: the status; of a file, that it is there; the element stands "
    "right inside a video or audio element",
    "guideline",
    "error",
    "the menu offers the track, and nothing is shown",
    "page",
    (clauses.HTML_TRACK,),
    ("page",),
)
TYPE = Rule(
    "page.type",
    "Tracks are served as text/vtt",
    "the Content-Type of the answer, without its parameters; not of a file",
    "guideline",
    "warning",
    "browsers read it all the same today, but the standard lets them refuse what is served as something else",
    "page",
    (clauses.VTT_TYPE, clauses.HTML_TRACK),
    ("page",),
)
CORS = Rule(
    "page.cors",
    "A track of another site is allowed to be shown",
    "for a track at another origin than the page: crossorigin on the video, and an Access-Control-Allow-Origin "
    "that names the page's origin or *; over https if the page is",
    "guideline",
    "error",
    "browsers do not show a track of another origin without both",
    "page",
    (clauses.HTML_CORS, clauses.FETCH_CORS),
    ("page",),
)
PARSES = Rule(
    "page.parses",
    "Each track is WebVTT with cues in it",
    "the file begins with WEBVTT in UTF-8, and has a cue with times that a browser reads",
    "guideline",
    "error",
    "browsers show nothing of other formats, of an error page, or of an empty file",
    "page",
    (clauses.VTT_SIGNATURE, clauses.HTML_TRACK),
    ("page",),
)

_NO_MEDIA = ("text/html", "text/plain", "text/vtt", "application/json", "application/xhtml+xml")


def _media(page: PageMaterial) -> Iterator[Finding]:
    for medium in page.media:
        broken = list(_broken_sources(page, medium))
        is_all = len(broken) == len(medium.sources)
        if not medium.sources:
            what = (
                f"the {medium.what} has neither a src nor a source element; unless a script adds one, it is empty"
            )
            yield page.at(MEDIA, medium.element, what, severity="warning")
        for finding in broken:
            yield finding if is_all else finding.with_severity("warning")  # a browser takes the next source


def _broken_sources(page: PageMaterial, medium: MediaTag) -> Iterator[Finding]:
    for element, src in medium.sources:
        opened = page.opened.get(src)
        if not src.strip():
            yield page.at(MEDIA, element, "the address is empty", attribute="src")
        elif opened is not None and opened.fault:
            yield page.at(MEDIA, element, f"{opened.address}: {opened.fault}", attribute="src")
        elif opened is not None and opened.is_there and _essence(opened).startswith(_NO_MEDIA):
            what = f"{opened.address} is served as {_essence(opened)}, which is no {medium.what}"
            yield page.at(MEDIA, element, what, attribute="src")


def _opens(page: PageMaterial) -> Iterator[Finding]:
    for track in page.tracks:
        opened = page.track_file(track)
        if track.src is None or not track.src.strip():
            what = f"{shown_tag(track)} has no address" if track.src is None else "its address is empty"
            yield page.at(OPENS, track.element, what, attribute="src")
        elif opened is not None and opened.fault:
            yield page.at(OPENS, track.element, f"{opened.address}: {opened.fault}", attribute="src")
    for track in page.strays:
        yield page.at(OPENS, track.element, "it stands right inside no video and no audio; browsers pass over it")


def _there(page: PageMaterial) -> Iterator[tuple[TrackTag, Opened]]:
    for track in page.tracks:
        opened = page.track_file(track)
        if opened is not None and opened.is_there:
            yield track, opened


def _essence(opened: Opened) -> str:
    """Return a content type without its parameters (WHATWG, MIME Sniffing, "essence")."""
    return opened.content_type.partition(";")[0].strip().lower()


def _types(page: PageMaterial) -> Iterator[Finding]:
    for track, opened in _there(page):
        if opened.is_http and _essence(opened) != "text/vtt":
            said = f"as {_essence(opened)}" if _essence(opened) else "without a Content-Type"
            what = f"{opened.address} is served {said}, not as text/vtt"
            yield page.at(TYPE, track.element, what, attribute="src")


def _origins(page: PageMaterial) -> Iterator[Finding]:
    for medium in page.media:
        for track in medium.tracks:
            opened = page.track_file(track)
            why = refusal(page, medium, opened) if opened is not None and opened.is_there else ""
            if why and opened is not None:
                what = f"{opened.address} is of another origin, and {why}"
                yield page.at(CORS, track.element, what, attribute="src")


def _parses(page: PageMaterial) -> Iterator[Finding]:
    for track, opened in _there(page):
        if opened.no_track:
            yield page.at(PARSES, track.element, f"{opened.address}: {opened.no_track}", attribute="src")


def _has_http_tracks(page: PageMaterial) -> str:
    if why := has_tracks(page):
        return why
    is_served = any(opened.is_http for _, opened in _there(page))
    return "" if is_served else "no track came from a server"


def _has_tracks_elsewhere(page: PageMaterial) -> str:
    if why := has_tracks(page):
        return why
    return "" if any(opened.is_elsewhere for _, opened in _there(page)) else "no track is of another origin"


def _has_any_track(page: PageMaterial) -> str:
    return "" if page.strays else has_tracks(page)


def _media_unopened(page: PageMaterial) -> str:
    return why_unopened(page, [src for medium in page.media for _, src in medium.sources])


def _tracks_unopened(page: PageMaterial) -> str:
    return why_unopened(page, [track.src for track in page.tracks if track.src])


CHECKS = (
    PageCheck((MEDIA,), _media, has_media, _media_unopened),
    PageCheck((OPENS,), _opens, _has_any_track, _tracks_unopened),
    PageCheck((TYPE,), _types, _has_http_tracks, _tracks_unopened),
    PageCheck((CORS,), _origins, _has_tracks_elsewhere, _tracks_unopened),
    PageCheck((PARSES,), _parses, has_tracks, _tracks_unopened),
)
