"""Pages that were made are kept as long as nothing changes that they are made from.

To make the page of a video takes some ten milliseconds, to see that its files are the same a tenth of one. What a
page depends on is the video's files, all of the address, and what the reader's browser says of languages.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, cast

from flask import Flask, current_app, request

from cuepress.library import Entry
from cuepress.web.interface import COOKIE
from cuepress.web.shelf import Stamp, current_shelf, media_files, stamp, track_files

MAX_PAGES = 128
MAX_KEY_CHARACTERS = 1_000  # an address that is longer is nobody's who wants to see a page twice

Made = tuple[Entry, tuple[Stamp, ...], str]


@dataclass(slots=True)
class Kept:
    """The pages made last, by what was asked. Safe in threads."""

    _pages: OrderedDict[str, Made] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def find(self, asked: str, entry: Entry, stamps: tuple[Stamp, ...]) -> str | None:
        with self._lock:
            made = self._pages.get(asked)
            if made is None or made[:2] != (entry, stamps):
                return None
            self._pages.move_to_end(asked)
            return made[2]

    def add(self, asked: str, made: Made) -> None:
        with self._lock:
            self._pages[asked] = made
            self._pages.move_to_end(asked)
            while len(self._pages) > MAX_PAGES:
                self._pages.popitem(last=False)


def install(app: Flask) -> None:
    """Give an application its memory for pages."""
    app.extensions["cuepress.kept"] = Kept()


def page(entry: Entry, make: Callable[[], str]) -> str:
    """Return the page of a video for this request: the one made before, or what ``make`` makes."""
    asked = _asked()
    published: Any = current_app.jinja_env.globals.get("published")
    if published or len(asked) > MAX_KEY_CHARACTERS:  # what is published notes what a page asks for
        return make()
    kept = cast("Kept", current_app.extensions["cuepress.kept"])
    stamps = _stamps(entry)  # before the page is made: what changes meanwhile is seen the next time
    found = kept.find(asked, entry, stamps)
    if found is None:
        found = make()
        kept.add(asked, (entry, stamps, found))
    return found


def _asked() -> str:
    """Return all of a request that a page may depend on."""
    languages = request.headers.get("Accept-Language", "")
    return "\n".join((request.url, languages, request.cookies.get(COOKIE, "")))


def _stamps(entry: Entry) -> tuple[Stamp, ...]:
    manifest = current_shelf().library.manifest_path(entry.stem)
    return tuple(map(stamp, (manifest, *media_files(entry), *track_files(entry))))
