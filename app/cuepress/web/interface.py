"""The language of a page's own words: which one a reader gets, and how that is remembered.

The texts of a video have languages of their own and are marked with them; this is about all the rest. A reader
gets what the address asks for (``?ui=fr``), else what they chose before, else what their browser wants, else
English. A published page, which nobody can ask, is in the language of its text where we have it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlencode

import flask_babel
from babel import Locale
from flask import Flask, Response, current_app, g, has_request_context, request

from cuepress import language
from cuepress.web import reader

# In the order in which they are offered; a catalogue for each but the first in ``translations``.
TAGS = ("en", "fr", "es", "de", "ar", "tr", "zh-Hans")
SOURCE = "en"  # what the words are written in
ASKED = "ui"  # the parameter of an address
COOKIE = "cuepress_ui"
_YEAR_S = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Choice:
    """One language to choose: its name in itself, and the address of this page in it."""

    tag: str
    dir: str
    name: str
    address: str
    is_chosen: bool


def install(app: Flask) -> None:
    """Give an application its languages, and its templates ``_``, ``ngettext`` and ``interface``."""
    flask_babel.Babel(app, locale_selector=lambda: _underscored(chosen()))
    app.context_processor(lambda: {"interface": current()})
    app.after_request(_remember)


@dataclass(frozen=True, slots=True)
class Interface:
    """What a page has to know of the language of its own words."""

    tag: str
    dir: str
    choices: tuple[Choice, ...]


def current() -> Interface:
    tag = chosen()
    return Interface(tag, language.direction(tag), tuple(_choices(tag)))


def chosen() -> str:
    """Return the language of the page that is being made."""
    if not has_request_context():
        return SOURCE
    if is_published():
        return reader.nearest((g.get("page_language") or language.UNDETERMINED,), TAGS) or SOURCE
    asked = _known(request.args.get(ASKED, "")) or _known(request.cookies.get(COOKIE, ""))
    return asked or reader.nearest(reader.accepted_languages(), TAGS) or SOURCE


def is_published() -> bool:
    """Tell whether the page that is being made will stand without a server."""
    return bool(current_app.jinja_env.globals.get("published"))


def follow(tag: str) -> None:
    """Say which language the text of this page is in: a published page speaks it too."""
    g.page_language = tag
    flask_babel.refresh()  # it has kept the language, if a word was said before


def locale() -> Locale:
    """Return how numbers and dates are written on the page that is being made."""
    return _locale(chosen())


def gettext(text: str, **values: str) -> str:
    """Return a text in the language of the page that is being made, with values in the places named so."""
    told = str(flask_babel.get_translations().ugettext(text))
    return told % values if values else told


def ngettext(one: str, many: str, number: int, **values: str) -> str:
    """Do so with a text that depends on a number, ``%(num)s``; ``values`` may say how it is written."""
    told = str(flask_babel.get_translations().ungettext(one, many, number))
    return told % {"num": number, **values}


def lazy_gettext(text: str) -> Any:  # noqa: ANN401  # its ``str()`` is the text in the language of the moment
    """Mark a text that stands outside of functions; ``str()`` gives it in the language of the page being made."""
    return flask_babel.lazy_gettext(text)


@cache
def _locale(tag: str) -> Locale:
    return Locale("en", "GB") if tag == SOURCE else Locale.parse(tag, sep="-")  # a day before its month


def _underscored(tag: str) -> str:
    return tag.replace("-", "_")


def _known(tag: str) -> str:
    return next((each for each in TAGS if each.casefold() == tag.casefold()), "")


def _choices(now: str) -> Iterator[Choice]:
    kept = [(name, value) for name, value in request.args.items(multi=True) if name != ASKED]
    for tag in TAGS:
        address = "?" + urlencode([*kept, (ASKED, tag)])
        yield Choice(tag, language.direction(tag), language.autonym(tag), address, tag == now)


def _remember(response: Response) -> Response:
    """Keep a choice for the reader's next pages, where it was made on one."""
    asked = _known(request.args.get(ASKED, ""))
    if asked and response.mimetype == "text/html":
        response.set_cookie(
            COOKIE, asked, max_age=_YEAR_S, secure=request.is_secure, httponly=True, samesite="Lax"
        )
    return response
