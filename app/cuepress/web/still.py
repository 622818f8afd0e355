"""The pages without a server: the same templates and static files, written down for any web server or a disk.

    index.html                                  the videos, further pages as index-page-2.html
    watch/<stem>/index.html                     a video in the language that is spoken
    watch/<stem>/<tag>.html                     … in each language that it has
    watch/<stem>/embed.<tag>.html               the video alone, for a frame of another page, where the address of
    watch/<stem>/oembed.<tag>.json              the site is known; and what a content management system asks for it
    watch/<stem>/beside.<tag>.<tag>.html        … beside the one spoken, and that beside each
    watch/<stem>/<stem>.<ext>                   the video, its tracks and transcripts, to be taken away
    watch/<stem>/tracks/<tag>.<kind>.<hash>.vtt what the player shows; beside it the same as a script, for a disk
    assets/<hash>/…                             style sheets, fonts, the pages' script
    sitemap.xml                                 where the address of the site is known

The application is asked for each page as a browser would; only the addresses in it are others. What a page leads
to is written too, and nothing else. All addresses are relative: the folder may lie anywhere.
"""

from __future__ import annotations

import hashlib
import json
import posixpath
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit
from xml.sax.saxutils import escape, quoteattr

from flask import Flask

from cuepress import files, formats
from cuepress.errors import LibraryError, UsageError
from cuepress.files import shown
from cuepress.formats.cue_text import write_payload
from cuepress.library import Entry, Library
from cuepress.publish import Item
from cuepress.web import assets, create_app, embed, oembed, reader, security
from cuepress.web.reader import SHOWN_KINDS
from cuepress.web.shelf import Listing, Shelf

_HASH_LENGTH = 10
_MAX_PAGES = 100_000


@dataclass(frozen=True, slots=True)
class Site:
    """Where the folder will be (empty: not known), and where its media are (empty: in it); both as folders."""

    base_url: str = ""
    media_url: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """What a page without a server says in its head instead of in the headers of an answer."""

    policy: str
    canonical: str = ""
    alternates: tuple[tuple[str, str], ...] = ()


class _Chosen(Shelf):
    """A shelf with some videos of a library only; what could not be shown is not for the public."""

    def __init__(self, library: Library, entries: Iterable[Entry]) -> None:
        super().__init__(library)
        self._chosen = Listing({entry.stem: entry for entry in entries})

    def listing(self) -> Listing:
        return self._chosen


def pages(root: Path, stems: Sequence[str], site: Site | None = None) -> list[Item]:
    """Return everything that lies in the published folder.

    Raises
    ------
    LibraryError
        If a video is not there, has nothing to publish, or one of its files cannot be read.
    UsageError
        If an address is none.
    """
    where = _checked(site or Site())
    library = Library(root.resolve())
    entries = _entries(library, stems)
    app = create_app(root)
    app.extensions["cuepress.shelf"] = _Chosen(library, entries)
    return _Writer(app, where, {entry.stem: entry for entry in entries}).items()


def _checked(site: Site) -> Site:
    for url in (site.base_url, site.media_url):
        parts = urlsplit(url)
        if url and (parts.scheme not in {"http", "https"} or not parts.netloc or set(url) & set(" ;,'\"<>\\\r\n")):
            raise UsageError(
                f"this is no address of a site: {url!r}", "", "write it as https://example.org/videos/"
            )
    return Site(*(url and url.partition("#")[0].rstrip("/") + "/" for url in (site.base_url, site.media_url)))


def _entries(library: Library, stems: Sequence[str]) -> list[Entry]:
    listed = Shelf(library).listing().entries
    entries = []
    for stem in dict.fromkeys(stems):
        if stem not in listed:
            known = ", ".join(shown(each) for each in list(listed)[:10]) or "none"
            raise LibraryError("there is no such video in the library", shown(stem), f"there are: {known}")
        if listed[stem].media is None and not listed[stem].tracks:
            raise LibraryError("this video has neither media nor tracks", shown(stem), "put its files there")
        entries.append(listed[stem])
    return entries


@dataclass(slots=True)
class _Writer:
    """Asks the application for pages and gives their addresses new names; ``_page`` is the one being made."""

    app: Flask
    site: Site
    entries: dict[str, Entry]
    _page: str = ""
    _failure: LibraryError | None = None
    _files: dict[str, Item] = field(default_factory=dict)
    _waiting: dict[str, tuple[str, dict[str, Any]]] = field(default_factory=dict)  # page -> endpoint, its values
    _tracks: dict[tuple[str, str, str], str] = field(default_factory=dict)  # stem, language, kind -> file
    _version: str = ""

    def items(self) -> list[Item]:
        self._take_assets()
        self.app.jinja_env.globals.update(url_for=self.url_for, asset=self.asset)
        self.url_for("index.page")
        made = 0
        while made < len(self._waiting):
            name, (endpoint, values) = list(self._waiting.items())[made]
            self._files[name] = Item(name, self._rendered(name, endpoint, values))
            made += 1
            if made > _MAX_PAGES:
                raise LibraryError("there are too many pages", "", "publish fewer videos at a time")
        if self.site.base_url:
            self._files["sitemap.xml"] = Item("sitemap.xml", self._sitemap().encode())
        return list(self._files.values())

    # --- addresses, as the templates ask for them -------------------------------------------------------------

    def url_for(self, endpoint: str, **values: Any) -> str:  # noqa: ANN401  # as Flask's
        given = {name: value for name, value in values.items() if value is not None}
        if endpoint in {"index.page", "watch.page", "embed.page"}:
            return self._page_address(endpoint, given)
        if endpoint == "oembed.page":
            return self._told_address(given)
        if endpoint == "files.media":
            return self._media_address(given["name"])
        if endpoint == "files.captions":
            path = next(path for path in self._track_paths() if path.name == given["name"])
            return self._to(self._add(Item(f"watch/{self._stem_of(path)}/{path.name}", _read(path))))
        if endpoint in {"files.transcript", "files.converted"}:
            return self._to_keep(endpoint, given)
        if endpoint == "files.track":
            return self._track_address(given)
        raise ValueError(f"a published page has no address for {endpoint}")

    def asset(self, name: str) -> str:
        return self._to(f"assets/{self._version}/{name}")

    def _page_address(self, endpoint: str, values: dict[str, Any]) -> str:
        """Return where a page is. A link that chooses a language says so, as on the server: scripts heed it."""
        name = _page_name(endpoint, values)
        self._waiting.setdefault(name, (endpoint, values))
        tag = values.get("lang", "") if endpoint != "index.page" else ""
        return self._to(name) + (f"?lang={quote(tag)}" if tag else "")

    def _to_keep(self, endpoint: str, values: dict[str, Any]) -> str:
        """Return the address of a file to be taken away that the library does not have as it is."""
        extension = values["extension"].removeprefix(".")
        name = f"watch/{values['stem']}/{values['stem']}.{values['tag']}.{extension}"
        if name not in self._files:  # it is on every page of the video
            self._add(Item(name, self._answer(endpoint, values)))
        return self._to(name)

    def _told_address(self, values: dict[str, Any]) -> str:
        """Write down what an author's system asks for the frame of a video, once for each language."""
        tag = str(values.get("lang", ""))
        name = f"watch/{values['stem']}/{'.'.join(filter(None, ('oembed', tag)))}.json"
        if name not in self._files:
            self._add(Item(name))  # its own address is asked for while it is made
            video = reader.open_video(self.entries[values["stem"]])
            frame = embed.frame(video, tag)
            if frame is not None:
                self._files[name] = Item(name, oembed.as_json(oembed.describe(video, frame)))
        return self._to(name)

    def _media_address(self, name: str) -> str:
        for entry in self.entries.values():
            for path in (entry.media, *entry.companions.values()):
                if path is None or path.name != name:
                    continue
                if self.site.media_url:
                    return self.site.media_url + quote(name, safe="")
                return self._to(self._add(Item(f"watch/{entry.stem}/{name}", source=path)))
            if entry.poster is not None and entry.poster.name == name:
                data = _read(entry.poster)
                poster = f"watch/{entry.stem}/poster.{_hash(data)}{entry.poster.suffix}"
                return self._to(self._add(Item(poster, data)))
        raise ValueError(f"no such media: {name}")

    def _track_address(self, values: dict[str, Any]) -> str:
        tag, kind = values["tag"], values["kind"]
        asked = (values["stem"], tag, kind)
        if asked in self._tracks:
            return self._to(self._tracks[asked])
        data = self._answer("files.track", values)
        name = f"{tag}.{kind}.{_hash(data)}.vtt"
        folder = f"watch/{values['stem']}/tracks"
        self._add(Item(f"{folder}/{name}.js", _as_script(name, data, tag)))
        self._tracks[asked] = self._add(Item(f"{folder}/{name}", data))
        return self._to(self._tracks[asked])

    def _to(self, name: str) -> str:
        """Return the address of a file, relative to the page being made."""
        return quote(posixpath.relpath(name, posixpath.dirname(self._page) or "."))

    def _add(self, item: Item) -> str:
        self._files.setdefault(item.name, item)
        return item.name

    def _track_paths(self) -> Iterator[Path]:
        for entry in self.entries.values():
            for track in entry.tracks:
                yield from track.paths.values()

    def _stem_of(self, path: Path) -> str:
        entries = self.entries.values()
        return next(e.stem for e in entries if any(path in track.paths.values() for track in e.tracks))

    # --- what the application answers -------------------------------------------------------------------------

    def _rendered(self, name: str, endpoint: str, values: dict[str, Any]) -> bytes:
        self._page = name
        self.app.jinja_env.globals["published"] = self._head(name, endpoint, values)
        return self._answer(endpoint, values)

    def _answer(self, endpoint: str, values: dict[str, Any]) -> bytes:
        """Return what the application says, asked by a reader of the language."""
        address = self.app.url_map.bind("localhost").build(endpoint, values)
        tag = str(values.get("lang", ""))
        answer = self.app.test_client().get(address, headers={"Accept-Language": tag} if tag else {})
        if answer.status_code != 200:
            told = (
                answer.get_data(as_text=True)
                if answer.mimetype == "text/plain"
                else f"status {answer.status_code}"
            )
            what = "; ".join(told.splitlines())[:300]
            # A page that asks for a file which cannot be given fails too, and no longer knows why.
            self._failure = self._failure or LibraryError(
                f"this cannot be published: {what}", shown(address), "correct the file, or remove it"
            )
            raise self._failure
        return answer.get_data()

    def _head(self, name: str, endpoint: str, values: dict[str, Any]) -> Head:
        policy = _policy(self.site)
        if endpoint == "embed.page":
            whole = _page_name("watch.page", values)
            return Head(policy, self.site.base_url and self.site.base_url + _in_url(whole))
        if endpoint != "watch.page":
            return Head(policy, self.site.base_url and self.site.base_url + _in_url(name))
        stem = values["stem"]
        chosen = _page_name(endpoint, {**values, "beside": None})  # two languages are no page of their own
        tags = _languages(self.entries[stem])
        alternates = tuple((tag, self._public(_page_name(endpoint, {"stem": stem, "lang": tag}))) for tag in tags)
        default = ("x-default", self._public(_page_name(endpoint, {"stem": stem})))
        canonical = self.site.base_url and self.site.base_url + _in_url(chosen)
        return Head(policy, canonical, (*alternates, default) if tags else ())

    def _public(self, name: str) -> str:
        """Return the address of a page as search engines want it: whole, where we know it."""
        return self.site.base_url + _in_url(name) if self.site.base_url else self._to(name)

    # --- files of all pages -----------------------------------------------------------------------------------

    def _take_assets(self) -> None:
        kept = assets.load()
        self._version = assets.digest(kept)
        for name, asset in kept.items():
            self._add(Item(f"assets/{self._version}/{name}", asset.plain))

    def _sitemap(self) -> str:
        lines = ['<?xml version="1.0" encoding="UTF-8"?>']
        lines.append(
            '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">'
        )
        for name, (endpoint, values) in self._waiting.items():
            if endpoint == "embed.page" or values.get("beside"):
                continue
            lines.append(f"<url><loc>{escape(self.site.base_url + _in_url(name))}</loc>")
            for tag, address in self._head(name, endpoint, values).alternates:
                link = f'rel="alternate" hreflang={quoteattr(tag)} href={quoteattr(address)}'
                lines.append(f"<xhtml:link {link}/>")
            lines.append("</url>")
        return "\n".join([*lines, "</urlset>", ""])


def _page_name(endpoint: str, values: dict[str, Any]) -> str:
    if endpoint == "watch.page" and values.get("beside"):
        return f"watch/{values['stem']}/beside.{values['lang']}.{values['beside']}.html"
    if endpoint == "watch.page":
        return f"watch/{values['stem']}/{values.get('lang') or 'index'}.html"
    if endpoint == "embed.page":
        return f"watch/{values['stem']}/{'.'.join(filter(None, ('embed', values.get('lang'))))}.html"
    further = "".join(f"-{name}-{value}" for name, value in sorted(values.items()))
    return f"index{further}.html"


def _in_url(name: str) -> str:
    """Return a page's place below the site; the first page of a folder goes by the folder's name."""
    return quote(name.removesuffix("index.html") if f"/{name}".endswith("/index.html") else name)


def _languages(entry: Entry) -> list[str]:
    return list(dict.fromkeys(track.language for track in entry.tracks if track.kind in SHOWN_KINDS))


def _policy(site: Site) -> str:
    """Return the policy for a ``meta`` element, which may not say who frames the page; and may name one origin."""
    rules = [rule for rule in security.CONTENT_SECURITY_POLICY.split("; ") if "frame-ancestors" not in rule]
    if site.media_url:
        parts = urlsplit(site.media_url)
        origin = f"{parts.scheme}://{parts.netloc}"
        rules = [f"{rule} {origin}" if rule.startswith("media-src") else rule for rule in rules]
    return "; ".join(rules)


def _read(path: Path) -> bytes:
    return files.read_bytes(path, error=LibraryError)


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:_HASH_LENGTH]


def _as_script(name: str, data: bytes, tag: str) -> bytes:
    """Write a track as the script that a page opened from a disk can load; all but ASCII is escaped."""
    track = formats.parse(data, extension=".vtt", language=tag, where=name).track
    cues = [[cue.start_ms / 1000, cue.end_ms / 1000, write_payload(cue), cue.settings] for cue in track.cues]
    return f"cuepress.addCues({json.dumps(name)}, {json.dumps(cues, separators=(',', ':'))});\n".encode("ascii")
