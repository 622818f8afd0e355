"""How a page names its tracks: kind, language, label, which one is shown at first; none is there twice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from cuepress import language
from cuepress.checks import clauses
from cuepress.checks.model import Finding, Rule
from cuepress.checks.page.check import PageCheck, has_tracks
from cuepress.checks.page.model import SHOWN_KINDS, MediaTag, PageMaterial, TrackTag
from cuepress.errors import UsageError
from cuepress.model import KINDS

KIND = Rule(
    "page.kind",
    "Each track says its kind",
    "the kind attribute: captions, subtitles, descriptions, chapters or metadata; without one it is subtitles",
    "guideline",
    "error",
    "a browser takes a kind that it does not know for metadata, and shows nothing of it",
    "page",
    (clauses.HTML_KIND,),
    ("page",),
)
SRCLANG = Rule(
    "page.srclang",
    "Each track says the language of its text",
    "srclang is there (chapters and metadata may do without), is a valid BCP 47 tag, and the text is in that "
    "language as far as its script and little words tell",
    "legal duty",
    "error",
    "a player offers it, and a screen reader speaks it, in the wrong language or in none",
    "page",
    (clauses.WCAG_PARTS, clauses.RGAA_LANGUAGE, clauses.HTML_TRACK, clauses.BCP_47),
    ("page",),
)
LABEL = Rule(
    "page.label",
    "Each track has a label that tells it from the others",
    "captions and subtitles have a label, no two of a video the same; no label names another language than that "
    "of its track",
    "guideline",
    "warning",
    "a menu shows it by its number or by another browser's guess, or shows two that look alike",
    "page",
    (clauses.HTML_TRACK,),
    ("page",),
)
LABEL_LANGUAGE = Rule(
    "page.label_language",
    "A label names its language in that language",
    "a label that has the name of the track's language in another language, and not in itself",
    "house style",
    "notice",
    "who reads French looks for Français",
    "page",
    (clauses.HTML_TRACK,),
    ("page",),
    is_certain=False,
)
DEFAULT = Rule(
    "page.default",
    "At most one track is shown at first",
    "tracks with default: one at most among captions and subtitles together, one of descriptions, one of chapters",
    "guideline",
    "error",
    "which one is shown is left to chance",
    "page",
    (clauses.HTML_TRACK,),
    ("page",),
)
TWICE = Rule(
    "page.twice",
    "No track is there twice",
    "no two tracks of a video have the same kind, srclang and label; no two have the same address",
    "guideline",
    "error",
    "a menu shows two entries that nobody can tell apart",
    "page",
    (clauses.HTML_TRACK,),
    ("page",),
)

_UNNAMED = frozenset({"chapters", "metadata"})  # in no menu
# Languages that labels name; all with two letters, since names of rarer ones are words of other languages.
_NAMED = tuple(
    """
    ar be bg bn bs ca cs cy da de el en es et eu fa fi fr ga gl he hi hr hu hy id is it ja ka kk km ko lo lt lv mk
    mn ms mt my nb ne nl nn pl ps pt ro ru sk sl so sq sr sv sw ta te th tl tr uk ur uz vi zh
    """.split()  # noqa: SIM905 - seventy in quotes are harder to read
)
_LONGEST_LABEL = 200
_PARTING = re.compile(r"[()（）\[\]{}|/,;:·•–—]|\s-\s|\s+")


def _kinds(page: PageMaterial) -> Iterator[Finding]:
    for track in page.tracks:
        if track.said_kind is None:
            what = (
                "no kind is said: a browser takes it for subtitles; write kind=captions if it has the sounds too"
            )
            yield page.at(KIND, track.element, what, severity="warning")
        elif track.said_kind.lower() not in KINDS:
            what = f"{track.said_kind[:40]!r} is no kind; there are {', '.join(KINDS)}"
            yield page.at(KIND, track.element, what, attribute="kind")


def _languages(page: PageMaterial) -> Iterator[Finding]:
    for track in page.tracks:
        if track.srclang is None or not track.srclang.strip():
            if track.kind not in _UNNAMED:
                yield page.at(SRCLANG, track.element, f"no srclang{_guess(page, track)}", attribute="srclang")
            continue
        fault = tag_fault(track.srclang)
        if fault:
            yield page.at(SRCLANG, track.element, fault, attribute="srclang")
            continue
        opened = page.track_file(track)
        found = opened.other_tag if opened else None
        if found is not None:
            name = f"{language.english_name(found)} ({found})" if found else "another script"
            what = f"srclang is {track.srclang}, but the text looks like {name}"
            yield page.at(SRCLANG, track.element, what, attribute="srclang")


def _guess(page: PageMaterial, track: TrackTag) -> str:
    opened = page.track_file(track)
    is_known = opened is not None and opened.track is not None and opened.tag != language.UNDETERMINED
    return f"; it looks like {opened.tag}" if opened is not None and is_known else ""


def tag_fault(tag: str) -> str:
    """Return why a text is no language tag of a page, or nothing. What is only spelt unusually is none.

    >>> tag_fault("pt-br"), tag_fault("fr_FR"), tag_fault("en-UK")
    ('', "'fr_FR' is no language tag; write fr-FR", "'en-UK' is no language tag; write en-GB")
    """
    try:
        usual = language.normalise_tag(tag)
    except UsageError as failure:
        advice = f"; {failure.next_step}" if failure.next_step else ""
        return f"{tag[:40]!r} is no language tag{advice}"
    if "_" in tag or tag != tag.strip() or not _is_registered(tag):
        return f"{tag[:40]!r} is no language tag; write {usual}"
    return ""


@cache
def _is_registered(tag: str) -> bool:
    """Tell whether all parts of a tag are registered as they stand; ``UK`` and ``fra`` are not (RFC 5646)."""
    import langcodes

    return langcodes.Language.get(tag, normalize=False).is_valid() or tag.lower().startswith("i-")


def _labels(page: PageMaterial) -> Iterator[Finding]:
    for medium in page.media:
        seen: dict[str, TrackTag] = {}
        for track in (each for each in medium.tracks if each.kind not in _UNNAMED):
            if track.label is None or not track.label.strip():
                what = "no label: what a menu shows for it is each browser's own"
                if track.kind in SHOWN_KINDS:
                    yield page.at(LABEL, track.element, what, attribute="label")
                continue
            yield from _label_against_tag(page, track)
            key = " ".join(track.label.split()).casefold()
            other = seen.setdefault(key, track) if track.kind in SHOWN_KINDS else track
            if other is not track and _identity(other) != _identity(track):
                what = f"the label {track.label[:60]!r} is that of another track too"
                yield page.at(LABEL, track.element, what, attribute="label")


def _label_against_tag(page: PageMaterial, track: TrackTag) -> Iterator[Finding]:
    tag = believed_tag(page, track)
    named = languages_in(track.label or "", page.language) if tag else {}
    own = language.primary(tag)
    if named and own not in named:
        names = ", ".join(language.english_name(each) for each in named)
        what = (
            f"the label {(track.label or '')[:60]!r} names {names}, the track is in {language.english_name(tag)}"
        )
        yield page.at(LABEL, track.element, what, attribute="label", severity="error")


def believed_tag(page: PageMaterial, track: TrackTag) -> str:
    """Return the language of a track: that of its text where srclang is none, or surely wrong; or nothing."""
    opened = page.track_file(track)
    if opened is not None and opened.other_tag:
        return opened.other_tag
    if track.srclang and not tag_fault(track.srclang):
        return language.normalise_tag(track.srclang)
    return "" if opened is None or opened.tag == language.UNDETERMINED else opened.tag


def _own_names(page: PageMaterial) -> Iterator[Finding]:
    for track in page.tracks:
        tag = believed_tag(page, track)
        if not tag or not track.label or track.kind in _UNNAMED:
            continue
        own, label = language.primary(tag), track.label
        is_named = own in languages_in(label, page.language)
        if is_named and own in _NAMED and not _has_name(label, _autonyms(own)):
            itself = language.autonym(tag)
            what = f"the label {label[:60]!r} names the language in another one; in itself it is {itself}"
            yield page.at(LABEL_LANGUAGE, track.element, what, attribute="label")


def languages_in(label: str, page_tag: str) -> dict[str, None]:
    """Return the languages (primary subtags) that a label names: in themselves, in English, in the page's own."""
    found: dict[str, None] = {}
    for tag in _NAMED:
        if _has_name(label, _autonyms(tag) | _other_names(tag, language.primary(page_tag))):
            found[language.primary(tag)] = None
    return found


def _has_name(label: str, names: Iterable[str]) -> bool:
    spaced = f" {_plain(label[:_LONGEST_LABEL])} "
    return any(f" {name} " in spaced or (_is_unspaced(name) and name in spaced) for name in names)


def _is_unspaced(name: str) -> bool:
    """Tell whether a name is written where words are not parted, so that it may stand within one."""
    return len(name) > 1 and all(language.letter_script(sign) in {"Hani", "Kana", "Hang", "Thai"} for sign in name)


@cache
def _autonyms(tag: str) -> frozenset[str]:
    return frozenset({_plain(language.autonym(tag))})


@cache
def _other_names(tag: str, page_tag: str) -> frozenset[str]:
    import langcodes

    names = {language.english_name(tag)}
    if page_tag in _NAMED:
        names.add(str(langcodes.Language.get(tag).display_name(page_tag)))
    return frozenset(_plain(name) for name in names)


def _plain(name: str) -> str:
    return " ".join(word for word in _PARTING.split(name.casefold()) if word)


def _defaults(page: PageMaterial) -> Iterator[Finding]:
    for medium in page.media:
        first: dict[str, TrackTag] = {}
        for track in (each for each in medium.tracks if each.is_default and each.kind != "metadata"):
            group = "captions and subtitles" if track.kind in SHOWN_KINDS else track.kind
            if first.setdefault(group, track) is not track:
                what = f"of {group}, another track is the default already"
                yield page.at(DEFAULT, track.element, what, attribute="default")


def _identity(track: TrackTag) -> tuple[str, str, str | None]:
    return track.kind, (track.srclang or "").casefold(), track.label


def _twice(page: PageMaterial) -> Iterator[Finding]:
    for medium in page.media:
        yield from _repeated(page, medium)


def _repeated(page: PageMaterial, medium: MediaTag) -> Iterator[Finding]:
    seen: set[object] = set()
    for track in medium.tracks:
        opened = page.track_file(track)
        address = opened.address if opened else track.src
        if _identity(track) in seen:
            what = "another track has the same kind, language and label"
            yield page.at(TWICE, track.element, what)
        elif address and (track.kind, address) in seen:
            yield page.at(TWICE, track.element, f"another track has the same address, {address}", attribute="src")
        seen |= {_identity(track), (track.kind, address)}


CHECKS = (
    PageCheck((KIND,), _kinds, has_tracks),
    PageCheck((SRCLANG,), _languages, has_tracks),
    PageCheck((LABEL,), _labels, has_tracks),
    PageCheck((LABEL_LANGUAGE,), _own_names, has_tracks),
    PageCheck((DEFAULT,), _defaults, has_tracks),
    PageCheck((TWICE,), _twice, has_tracks),
)
