"""What a rule about a page looks at: its videos and sounds, their tracks, what came of opening each address.

Whoever calls a check puts this together: nothing is opened here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice

from cuepress import language
from cuepress.checks.model import Finding, Rule, Severity
from cuepress.checks.page.markup import Element, Markup
from cuepress.errors import UsageError
from cuepress.language import UNDETERMINED
from cuepress.model import KINDS, Kind, Track

_LONGEST_EXCERPT = 400  # characters of a tag
_MOST_BUTTONS = 10_000
_BUTTON_TYPES = frozenset({"button", "image", "submit"})
_ON_THIS_MACHINE = ("http://localhost:", "http://localhost/", "http://127.", "http://[::1]")
SHOWN_KINDS = frozenset({"captions", "subtitles"})  # these share one menu


@dataclass(frozen=True, slots=True, eq=False)
class Opened:
    """What came of opening an address.

    ``address`` is where it was looked for, as a person reads it, ``name`` how reports call it. ``fault`` says why
    nobody gets it, ``untested`` why nobody tried; both are empty where it opened. ``content_type`` is what the
    server says (empty for a file). ``is_elsewhere``: at another origin than the page's; ``allowed_origin`` and
    ``allows_credentials`` are what its CORS headers say.

    Of a track, ``track`` is what was read, ``no_track`` why a browser reads nothing; ``tag`` is the language that
    its text is taken for, ``other_tag`` one that it is in instead of its own.
    """

    address: str
    name: str = ""
    fault: str = ""
    untested: str = ""
    is_http: bool = False
    content_type: str = ""
    is_elsewhere: bool = False
    allowed_origin: str = ""
    allows_credentials: bool = False
    track: Track | None = None
    no_track: str = ""
    tag: str = UNDETERMINED
    other_tag: str | None = None

    @property
    def is_there(self) -> bool:
        return not self.fault and not self.untested


@dataclass(frozen=True, slots=True, eq=False)
class TrackTag:
    """A ``<track>``: its attributes as they stand there, None where one is missing; ``is_placed``: in a video."""

    element: Element
    src: str | None
    said_kind: str | None
    srclang: str | None
    label: str | None
    is_default: bool
    is_placed: bool = True

    @property
    def kind(self) -> Kind:
        """The kind that a browser takes it for (HTML, 4.8.11.11): subtitles if none is said, else metadata."""
        if self.said_kind is None:
            return "subtitles"
        said = self.said_kind.lower()
        return next((kind for kind in KINDS if kind == said), "metadata")


@dataclass(frozen=True, slots=True, eq=False)
class MediaTag:
    """A ``<video>`` or ``<audio>``, the addresses it may play, and its tracks."""

    element: Element
    sources: tuple[tuple[Element, str], ...]
    tracks: tuple[TrackTag, ...]

    @property
    def what(self) -> str:
        return "video" if self.element.tag == "video" else "sound"

    @property
    def has_controls(self) -> bool:
        return self.element.has("controls")

    @property
    def is_muted_for_good(self) -> bool:
        """Whether it is a moving picture whose sound nobody can turn on."""
        return self.element.tag == "video" and self.element.has("muted") and not self.has_controls


@dataclass(frozen=True, slots=True, eq=False)
class Link:
    """A link whose words promise a transcript."""

    element: Element
    href: str
    text: str


@dataclass(frozen=True, eq=False)
class PageMaterial:
    """A page with all that is known about it.

    ``opened`` is by address as it stands in the page. ``error`` is why the page could not be read; it has no
    markup then. ``origin`` is that of its address, ``null`` for a file. ``spoken`` is the language of the
    sound, where somebody said it.
    """

    name: str
    markup: Markup
    media: tuple[MediaTag, ...] = ()
    strays: tuple[TrackTag, ...] = ()
    links: tuple[Link, ...] = ()
    opened: Mapping[str, Opened] = field(default_factory=dict)
    sha256: str = ""
    error: str = ""
    origin: str = "null"
    spoken: str = ""

    @property
    def tracks(self) -> tuple[TrackTag, ...]:
        return tuple(track for medium in self.media for track in medium.tracks)

    @cached_property
    def buttons(self) -> list[Element]:
        """The buttons of the page that are not hidden from assistive technology, in order; of many the first."""
        found = (each for each in self.markup.elements if _is_button(each))
        return [each for each in islice(found, _MOST_BUTTONS) if not self._is_hidden(each)]

    def _is_hidden(self, element: Element) -> bool:
        return any(
            each.has("hidden") or each.get("aria-hidden").lower() == "true"
            for each in (element, *self.markup.around(element))
        )

    @property
    def language(self) -> str:
        """What the page says of its own language, or nothing where that is no language tag."""
        root = next((each for each in self.markup.elements if each.tag == "html"), None)
        try:
            return language.normalise_tag(root.get("lang")) if root else ""
        except UsageError:
            return ""

    def track_file(self, track: TrackTag) -> Opened | None:
        """Return what came of opening a track; None where it has no address."""
        return self.opened.get(track.src) if track.src else None

    def at(
        self,
        rule: Rule,
        element: Element,
        message: str,
        *,
        attribute: str = "",
        severity: Severity | None = None,
    ) -> Finding:
        """Return a finding at the start tag of an element; ``attribute`` is the one that it is about."""
        line, column = self.markup.place(element.start)
        excerpt = self.markup.tag_text(element)[:_LONGEST_EXCERPT]
        start, end = _span(excerpt, attribute)
        return Finding(
            rule.id,
            severity or rule.severity,
            message,
            self.name,
            line=line,
            column=column,
            excerpt=excerpt,
            offset=start,
            length=end - start,
        )

    def at_page(self, rule: Rule, message: str) -> Finding:
        """Return a finding about the page as a whole."""
        return Finding(rule.id, rule.severity, message, self.name)


def _is_button(element: Element) -> bool:
    is_input = element.tag == "input" and element.get("type").lower() in _BUTTON_TYPES
    return element.tag == "button" or is_input or element.get("role").lower() == "button"


def _span(excerpt: str, attribute: str) -> tuple[int, int]:
    """Return where in a tag an attribute stands; the tag's name if it has none of that name."""
    if attribute:
        pattern = rf"""\s({re.escape(attribute)}(?=[\s=/>])(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]+))?)"""
        found = re.search(pattern, excerpt, re.IGNORECASE)
        if found is not None:
            return found.span(1)
    named = re.match(r"<[^\s/>]+", excerpt)
    return (1, named.end()) if named else (0, 0)


def refusal(page: PageMaterial, medium: MediaTag, opened: Opened) -> str:
    """Return why a browser would not give a track of another origin to the page, or nothing (Fetch, 4.9; Mixed
    Content).

    Of a page from a disk the origin is not known; then any that is allowed may be its own.
    """
    if not opened.is_elsewhere:
        return ""
    is_open = opened.address.startswith("http://") and not opened.address.startswith(_ON_THIS_MACHINE)
    if is_open and page.origin.startswith("https://"):
        return "it comes over http, which a page over https may not show"
    said = medium.element.attributes.get("crossorigin")
    return f"the {medium.what} has no crossorigin attribute" if said is None else _not_allowed(page, said, opened)


def _not_allowed(page: PageMaterial, said: str, opened: Opened) -> str:
    """Return why the server's answer does not allow what the crossorigin attribute asks for, or nothing."""
    allowed = opened.allowed_origin
    if not allowed:
        return "the server sends no Access-Control-Allow-Origin"
    is_with_credentials = said.strip().lower() == "use-credentials"
    if is_with_credentials and (allowed == "*" or not opened.allows_credentials):
        return "with crossorigin=use-credentials the server must name the origin and allow credentials"
    if allowed != "*" and page.origin not in {"null", allowed}:
        return f"the server allows it to {allowed[:80]}, not to {page.origin}"
    return ""


def shown_tag(track: TrackTag) -> str:
    """Return how a message calls a track of a page: by its label, else its language, else its address."""
    return next((repr(each[:60]) for each in (track.label, track.srclang, track.src) if each), "a track")
