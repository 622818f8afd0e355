"""Tracks as video platforms take them: names, formats, which kinds; and what each loses on the way.

What a platform accepts changes without notice, and what they write about it differs; each row below says what it
goes by. Where in doubt, the plainest form is written.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from cuepress import formats, language
from cuepress.errors import LibraryError, UsageError
from cuepress.formats.writing import counted
from cuepress.library import Entry, TrackFile
from cuepress.model import Cue, Kind, Track
from cuepress.publish.items import Item

NameForm = Literal["tag", "locale"]
_READ: frozenset[Kind] = frozenset({"captions", "subtitles"})
_ALL_BUT_DATA: frozenset[Kind] = frozenset({"captions", "subtitles", "descriptions", "chapters"})
# Bare language -> region, where the likeliest one (CLDR) is not what Facebook's list of locales has.
_REGIONS = {"en": "US", "fr": "FR", "es": "ES", "pt": "BR", "de": "DE", "ar": "AR"}
# Facebook has one locale for all of Latin America.
_LATIN_AMERICAN = frozenset(
    {"419", "AR", "BO", "CL", "CO", "CR", "CU", "DO", "EC", "GT", "HN", "MX"}
    | {"NI", "PA", "PE", "PR", "PY", "SV", "UY", "VE"}
)


@dataclass(frozen=True, slots=True)
class Platform:
    """What one platform takes. ``advice`` says what to do with the files there."""

    title: str
    extension: Literal[".srt", ".vtt"]
    names: NameForm
    kinds: frozenset[Kind]
    has_plain_names: bool
    advice: str


PLATFORMS: Mapping[str, Platform] = {
    # Its help calls SubRip a basic format: plain UTF-8, no style. One file a language.
    "youtube": Platform(
        "YouTube", ".srt", "tag", _READ, False, "Studio › Subtitles › Add language › Upload file › With timing"
    ),
    # One page of its help lists five formats, another only WebVTT and SubRip.
    "vimeo": Platform("Vimeo", ".vtt", "tag", _READ, False, "Settings › Languages › Captions › Upload"),
    # Its client refuses every other name: language small, region in capitals, an underscore between.
    "facebook": Platform("Facebook", ".srt", "locale", _READ, False, "Edit video › Captions › Upload"),
    # One language a file; the suffix is that of Facebook, which does no harm.
    "linkedin": Platform("LinkedIn", ".srt", "locale", _READ, False, "Edit video › Select caption › SubRip file"),
    # Its video block puts files into <track>; names of uploads lose spaces and signs.
    "wordpress": Platform("WordPress", ".vtt", "tag", _ALL_BUT_DATA, True, "Video block › Text tracks › Add"),
}


@dataclass(frozen=True, slots=True)
class Pack:
    """The files for one platform, and what is lost, one sentence each, with the file that it is about."""

    platform: str
    items: tuple[Item, ...]
    losses: tuple[str, ...]


def pack(entry: Entry, name: str) -> Pack:
    """Write the tracks of a video as a platform takes them, in a folder of the platform's name.

    Raises
    ------
    UsageError
        If the platform is not known.
    LibraryError
        If there is no track for it, or two would have one name.
    TrackError
        If a track cannot be read.
    """
    platform = PLATFORMS.get(name)
    if platform is None:
        raise UsageError(f"no platform is called {name!r}", "--for", f"there are {', '.join(PLATFORMS)}")
    items: dict[str, Item] = {}
    losses: list[str] = []
    for found in entry.tracks:
        if found.kind not in platform.kinds:
            losses.append(f"{entry.stem}, {found.kind} in {found.language}: {platform.title} takes no such tracks")
            continue
        item, lost = _written(entry.stem, found, name, platform)
        if item.name in items:
            raise LibraryError(f"two tracks would be {item.name}", entry.stem, "publish one of them at a time")
        items[item.name] = item
        losses += [f"{item.name}: {each}" for each in lost]
    if not items:
        raise LibraryError(f"this video has no track for {platform.title}", entry.stem, "caption it first")
    return Pack(name, tuple(items.values()), tuple(losses))


def locale(tag: str) -> str:
    """Return a tag as Facebook names languages; a bare language gets its usual region.

    >>> locale("fr"), locale("fr-CA"), locale("es-MX"), locale("zh-Hans"), locale("zh-Hant"), locale("tr")
    ('fr_FR', 'fr_CA', 'es_LA', 'zh_CN', 'zh_TW', 'tr_TR')
    """
    import langcodes

    read = langcodes.Language.get(tag)
    region = read.territory or (_REGIONS.get(read.language or "") or read.maximize().territory or "XX")
    if read.language == "es" and region in _LATIN_AMERICAN:
        region = "LA"
    return f"{read.language or language.UNDETERMINED}_{region.upper()}"


def plain_name(stem: str) -> str:
    """Return a stem as an upload keeps it: ASCII letters, digits, hyphens.

    >>> plain_name("Message du Maire – été"), plain_name("市长")
    ('message-du-maire-ete', 'video')
    """
    ascii_only = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_only.lower()).strip("-") or "video"


def _written(stem: str, found: TrackFile, name: str, platform: Platform) -> tuple[Item, list[str]]:
    path = found.paths.get(".vtt") or next(iter(found.paths.values()))
    read = formats.load(path, language=found.language, kind=found.kind).track
    track = replace(read, cues=tuple(cue for cue in read.cues if cue.end_ms > cue.start_ms))
    lost = [*_unshown(read, track)]
    if platform.extension == ".srt":
        lost += _unstyled(track)
        track = replace(track, cues=tuple(_plain(cue) for cue in track.cues), styles=(), regions=())
    written = formats.serialize(track, extension=platform.extension, options=formats.WriteOptions(newline="lf"))
    head = plain_name(stem) if platform.has_plain_names else stem
    suffix = locale(found.language) if platform.names == "locale" else found.language
    kind = "" if found.kind in _READ else f".{found.kind}"
    item = Item(f"{name}/{head}.{suffix}{kind}{platform.extension}", written.data)
    return item, list(dict.fromkeys([*lost, *written.losses]))


def _plain(cue: Cue) -> Cue:
    """Leave text and voice of a cue: these platforms show tags as text, or refuse the file."""
    return replace(cue, markup="", settings="", id="")


def _unshown(read: Track, kept: Track) -> Iterator[str]:
    n_left_out = len(read.cues) - len(kept.cues)
    if n_left_out:
        yield f"{counted(n_left_out, 'cue', 'cues')} without a duration left out"


def _unstyled(track: Track) -> Iterator[str]:
    """Say what plain SubRip leaves out of a track."""
    if track.styles or track.regions:
        yield "its styles and regions"
    yield from _tallied("italics and other marks", (cue for cue in track.cues if cue.markup))
    yield from _tallied("the place on the screen", (cue for cue in track.cues if cue.settings))


def _tallied(what: str, cues: Iterable[Cue]) -> Iterator[str]:
    count = sum(1 for _ in cues)
    if count:
        yield f"{what} of {counted(count, 'cue', 'cues')}"
