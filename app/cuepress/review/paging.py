"""Pages in, a report out: opens a page and all that it leads to, and has the page and its tracks checked.

The rules are in ``checks/page``, which opens nothing; what may be opened is decided in ``fetching``. A page from a
disk is looked at as if its folder (or ``root``) were a website: nothing outside that folder is read.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

from cuepress import __version__, files, formats, language, writing
from cuepress.checks import Report, merged, rules
from cuepress.checks import page as pages
from cuepress.checks.page import Markup, MediaTag, Opened, PageMaterial, TrackTag
from cuepress.checks.page.naming import tag_fault
from cuepress.errors import TrackError, UsageError
from cuepress.formats.decoding import decode
from cuepress.model import KINDS, Track
from cuepress.review import checking, fetching
from cuepress.review.checking import CheckOptions, InHand, Progress

MAX_PAGE_BYTES = 8_000_000
MAX_TRACK_BYTES = 16_000_000  # a day of captions is smaller
_MAX_LOOK_BYTES = 1_024  # of a video, to see that it is there
MAX_MEDIA = 100
MAX_TRACKS = 500
_TOOL = f"cuepress {__version__}"

# The encodings of pages (WHATWG Encoding, 4.2) that Python has under these names; UTF-8 for all others.
_ENCODINGS = re.compile(
    r"utf-?8|utf-?16(?:le|be)?|us-ascii|(?:iso-?8859|windows)-\d{1,4}|koi8-[ru]|macintosh|gb(?:k|2312|18030)|big5"
    r"|shift[_-]jis|euc-(?:jp|kr)|iso-2022-jp",
    re.IGNORECASE,
)
_CHARSET = re.compile(r"""charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_IS_URL = re.compile(r"https?://", re.IGNORECASE)
_HAS_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]+:")


@dataclass(frozen=True, slots=True)
class PageOptions:
    """What of the world may be opened: ``root`` is the folder of the website that a file belongs to."""

    root: Path | None = None
    allow_network: bool = False
    bounds: fetching.Bounds = fetching.BOUNDS


DEFAULTS = PageOptions()


def check_all(
    tracks: Sequence[Path],
    addresses: Sequence[str],
    *,
    options: CheckOptions = checking.DEFAULTS,
    opening: PageOptions = DEFAULTS,
    progress: Progress = lambda _step, _done: None,
) -> Report:
    """Check tracks and pages together; without a page it is said that nothing was tested of one."""
    done = [checking.check_files(tracks, options=options, progress=progress)] if tracks else []
    done += [check_page(each, options=options, opening=opening, progress=progress) for each in addresses]
    if not addresses:
        done.append(pages.not_asked())
    return replace(merged(done), rules=tuple(rules()))


def check_page(
    address: str,
    *,
    options: CheckOptions = checking.DEFAULTS,
    opening: PageOptions = DEFAULTS,
    progress: Progress = lambda _step, _done: None,
) -> Report:
    """Check a page (an address, or a file) and the tracks that it leads to.

    Raises
    ------
    UsageError
        If the address may not be opened, or is none.
    """
    visit = _Visit(address, opening)
    page = visit.page(options.spoken, progress)
    if page.error:
        return pages.check_page(page, tool=_TOOL, made_at=options.made_at)
    found = pages.check_page(page, tool=_TOOL, made_at=options.made_at)
    sets = [list(visit.in_hand(page, medium)) for medium in page.media]
    sets = [each for each in sets if each]
    return merged([found, checking.check_in_hand(sets, options=options, progress=progress)])


def files_of(report: Report) -> list[Path]:
    """Return the files that a report about pages names: pages and tracks on this disk."""
    names = report.names if report.pages else ()
    return [Path(name) for name in dict.fromkeys(names) if not _HAS_SCHEME.match(name) and Path(name).is_file()]


class _Visit:
    """A page while it is looked at: where it is, and what of it was opened."""

    def __init__(self, address: str, opening: PageOptions) -> None:
        self.name, self.path = _told(address)
        if self.path is None:
            if opening.root is not None:
                raise UsageError(
                    "a root is the folder of a page from a disk", "--root", "leave it out, or name a file"
                )
            self.address, root = address, None
        else:
            root = opening.root or self.path.absolute().parent
            self.address = self.path.absolute().as_uri()
            if not self.path.resolve().is_relative_to(root.resolve()):
                raise UsageError(
                    "the page is not in this folder", files.shown(root), "name the folder that it is in"
                )
        self.root = root
        self.opener = fetching.Opener(root=root, allow_network=opening.allow_network, bounds=opening.bounds)
        self._seen: set[str] = set()
        self._data: dict[str, bytes] = {}

    def page(self, spoken: str, progress: Progress) -> PageMaterial:
        """Open the page and all that it leads to."""
        answer = self.opener.open(self.address, max_bytes=MAX_PAGE_BYTES, is_page=True)
        if answer.refused:
            what, _, advice = answer.refused.partition("; ")
            host = urlsplit(self.address).hostname or "it"
            raise UsageError(f"{host} {what}", files.printable(self.name), advice)
        sha256 = hashlib.sha256(answer.data).hexdigest() if answer.data else ""
        error = answer.fault or _page_fault(answer)
        markup = pages.parse("" if error else _decoded(answer))
        error = error or _size_fault(markup)
        if error:
            return PageMaterial(self.name, pages.parse(""), sha256=sha256, error=error)
        origin = fetching.origin_of(answer.address)
        bare = PageMaterial(
            self.name,
            markup,
            pages.media_of(markup),
            pages.strays_of(markup),
            pages.transcript_links(markup),
            sha256=sha256,
            origin=origin,
            spoken=spoken,
        )
        base = fetching.joined(answer.address, pages.base_of(markup))
        return replace(bare, opened=self._opened(bare, base, progress))

    def _opened(self, page: PageMaterial, base: str, progress: Progress) -> dict[str, Opened]:
        """Open what the page leads to, each address once; tracks first, since there is most to say of them."""
        wanted: dict[str, TrackTag | None] = {track.src: track for track in page.tracks if track.src}
        for medium in page.media:
            wanted |= {src: None for _, src in medium.sources if src.strip() and src not in wanted}
        for link in page.links:
            if not link.href.startswith("#"):
                wanted.setdefault(link.href, None)
        found: dict[str, Opened] = {}
        for src, track in wanted.items():
            found[src] = self._open(page, base, src, track)
            progress("open", len(found) / len(wanted))
        return found

    def _open(self, page: PageMaterial, base: str, src: str, track: TrackTag | None) -> Opened:
        asked = self._address(base, src)
        max_bytes = MAX_TRACK_BYTES if track is not None else _MAX_LOOK_BYTES
        answer = self.opener.open(asked, max_bytes=max_bytes, origin=page.origin)
        address = self._shown(answer.address)
        name = f"{self.name} (track {len(self._data) + 1})" if address.startswith("data:") else address
        opened = Opened(
            address,
            name,
            answer.fault,
            answer.refused,
            answer.is_http,
            answer.headers.get("content-type", ""),
            answer.is_http and {fetching.origin_of(asked), fetching.origin_of(answer.address)} != {page.origin},
            answer.headers.get("access-control-allow-origin", "").strip(),
            answer.headers.get("access-control-allow-credentials", "").strip() == "true",
        )
        if track is None or not opened.is_there:
            return opened
        self._data[src] = answer.data
        return _read(opened, answer, track)

    def _address(self, base: str, src: str) -> str:
        """Return where an address leads; on a disk, one that begins with / leads from the root of the website."""
        cleaned = src.strip()
        if self.root is not None and cleaned.startswith("/") and not cleaned.startswith("//"):
            base, cleaned = self.root.absolute().as_uri() + "/", cleaned.lstrip("/")
        return fetching.joined(base, cleaned)

    def _shown(self, address: str) -> str:
        """Return an address as a person reads it: a file by its name from here, if it lies below."""
        if not address.startswith("file:"):
            return files.printable(address[:500])
        path = Path(url2pathname(urlsplit(address).path))
        is_below = self.path is not None and not self.path.is_absolute()
        relative = Path(os.path.relpath(path)) if is_below else path
        return files.shown(relative)

    def in_hand(self, page: PageMaterial, medium: MediaTag) -> Iterator[InHand]:
        """Yield the tracks of a video that can be read, each file once."""
        for track in medium.tracks:
            opened = page.track_file(track)
            if opened is None or opened.track is None or opened.name in self._seen or track.src is None:
                continue
            self._seen.add(opened.name)
            is_webvtt = formats.webvtt.has_signature(decode(self._data[track.src]).text)
            is_said = track.said_kind is not None and track.said_kind.lower() in KINDS
            extension = ".vtt" if is_webvtt else ".srt"
            yield InHand(
                opened.name, self._data[track.src], opened.tag, track.kind, extension, is_kind_said=is_said
            )


def _told(address: str) -> tuple[str, Path | None]:
    """Return how a page is called, and its path if it is a file."""
    if _IS_URL.match(address):
        return files.printable(address), None
    if address.lower().startswith("file:"):
        path = Path(url2pathname(unquote(urlsplit(address).path)))
        return files.shown(path), path
    if _HAS_SCHEME.match(address) and not Path(address).exists():
        raise UsageError("this is neither http, https nor a file", files.printable(address[:200]), "name a page")
    return files.shown(address), Path(address)


def _page_fault(answer: fetching.Answer) -> str:
    """Return why what came is no page that can be read, or nothing."""
    essence = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    if answer.is_cut:
        return f"it has more than the {MAX_PAGE_BYTES:,} bytes of a page that are read"
    if essence and essence not in {"text/html", "application/xhtml+xml"}:
        return f"it is served as {essence}, which is no page"
    if not answer.data.strip():
        return "it is empty"
    is_wide = answer.data[:2] in {b"\xff\xfe", b"\xfe\xff"}
    if not is_wide and (b"\0" in answer.data[:_MAX_LOOK_BYTES] or b"<" not in answer.data):
        return "it is no HTML"
    return ""


def _size_fault(markup: Markup) -> str:
    if markup.is_cut:
        return f"it has more than {len(markup.elements):,} elements"
    tags = [each.tag for each in markup.elements]
    n_media, n_tracks = tags.count("video") + tags.count("audio"), tags.count("track")
    if n_media > MAX_MEDIA or n_tracks > MAX_TRACKS:
        return f"it has {n_media:,} videos and {n_tracks:,} tracks; {MAX_MEDIA} and {MAX_TRACKS} are looked at"
    return ""


def _decoded(answer: fetching.Answer) -> str:
    """Return the text of a page, in the encoding that it has (HTML, 13.2.3.2): its mark, the server, its meta."""
    data = answer.data
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    head = data[:_MAX_LOOK_BYTES].decode("latin-1")
    said = _CHARSET.search(answer.headers.get("content-type", "")) or _CHARSET.search(head)
    name = said[1].lower() if said and _ENCODINGS.fullmatch(said[1]) else "utf-8"
    name = (
        "cp1252"
        if name in {"iso-8859-1", "us-ascii"}
        else name.replace("windows-", "cp").replace("macintosh", "mac-roman")
    )
    try:
        return data.decode(name, "replace")
    except LookupError:
        return data.decode("utf-8", "replace")


def _read(opened: Opened, answer: fetching.Answer, track: TrackTag) -> Opened:
    """Return what was opened with the track that it holds, or why a browser finds none in it."""
    if answer.is_cut:
        return replace(opened, no_track=f"it has more than the {MAX_TRACK_BYTES:,} bytes of a track that are read")
    said = _said_tag(opened, track)
    text = decode(answer.data, language=said).text
    is_webvtt = formats.webvtt.has_signature(text)
    try:
        extension = ".vtt" if is_webvtt else ".srt"
        found = formats.parse(answer.data, extension=extension, language=said, kind=track.kind).track
    except TrackError:
        return replace(opened, no_track=_no_track(text))
    tag, other = _heeded_tag(found, said)
    read = replace(opened, track=replace(found, language=tag), tag=tag, other_tag=other)
    if not found.cues:
        return replace(opened, no_track="there is no cue in it" if is_webvtt else _no_track(text))
    if not is_webvtt:
        advice = "write it as WebVTT (cuepress convert)"
        return replace(read, no_track=f"it is SubRip, which no browser reads as a track; {advice}")
    if not answer.data.removeprefix(b"\xef\xbb\xbf").startswith(b"WEBVTT"):
        return replace(read, no_track="it is not in UTF-8, so no browser sees that it is WebVTT")
    return read


def _said_tag(opened: Opened, track: TrackTag) -> str:
    """Return the language that the page says, or, where it says none, the one in the name of the file."""
    if track.srclang and not tag_fault(track.srclang):
        return language.normalise_tag(track.srclang)
    return formats.named(unquote(urlsplit(opened.address).path).rpartition("/")[2])[0]


def _heeded_tag(found: Track, said: str) -> tuple[str, str | None]:
    """Return the language by which a track is judged, and the one that it is in, where that is surely another."""
    if found.kind == "metadata":
        return said, None
    if said == language.UNDETERMINED:
        return writing.likely_tag(found.text) or said, None
    other = writing.another_language(found.text, said)
    return (other or (language.UNDETERMINED if other == "" else said)), other


def _no_track(text: str) -> str:
    """Return what something that is no track seems to be."""
    beginning = text[:_MAX_LOOK_BYTES].lstrip().lower()
    if beginning.startswith(("<!doctype html", "<html", "<head", "<body")):
        return "it is an HTML page, probably one that says that something is missing"
    if beginning.startswith(("<?xml", "<tt")):
        return "it is XML, which no browser reads as a track"
    if not beginning:
        return "it is empty"
    return "it is no WebVTT file: it does not begin with WEBVTT"


__all__ = ["DEFAULTS", "PageOptions", "check_all", "check_page", "files_of"]
