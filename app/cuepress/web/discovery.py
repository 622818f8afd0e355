"""What a watch page says to machines: search engines, link previews, whoever looks for it in another language.

Addresses are whole, as these readers need them; a page that does not know where it will be leaves them out.
Sources: schema.org VideoObject and Clip, the Open Graph protocol (ogp.me), RFC 8288 (``alternate``, ``hreflang``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, cast
from urllib.parse import urljoin

from flask import current_app, request

from cuepress.errors import CuepressError
from cuepress.library import TrackFile
from cuepress.timecode import MS_PER_S
from cuepress.web.files import MEDIA_TYPES
from cuepress.web.provenance import seconds_text
from cuepress.web.reader import Video

DESCRIPTION_CHARACTERS = 160  # what search engines show

Address = Callable[..., str]


@dataclass(frozen=True, slots=True)
class Discovery:
    """``properties`` are those of Open Graph, in order; ``data`` is the JSON-LD, empty where there is none."""

    description: str
    canonical: str = ""
    alternates: tuple[tuple[str, str], ...] = ()
    properties: tuple[tuple[str, str], ...] = ()
    data: dict[str, Any] = field(default_factory=dict)


def discovery(video: Video, tag: str) -> Discovery:
    """Describe the page of a video in a language."""
    address = _address_maker()
    text = _transcript(video, tag)
    description = _description(video, tag, text)
    if address is None:
        return Discovery(description, properties=(("og:title", video.title(tag).text), ("og:type", "video.other")))
    published = _published()
    own = str(published.canonical) if published else _page(address, video, tag if request.args.get("lang") else "")
    data = {**_data(address, video, tag), "url": own, "description": description, "transcript": text}
    clips = list(_clips(own, video, tag))
    return Discovery(
        description,
        canonical="" if published else own,
        alternates=() if published else tuple(_alternates(address, video)),
        properties=(*_properties(address, video, tag, description), ("og:url", own)),
        data=_known({**data, "hasPart": clips}) if video.entry.media else {},
    )


def _known(data: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if value}


def _published() -> Any:  # noqa: ANN401  # what publishing tells its templates, or nothing
    return current_app.jinja_env.globals.get("published")


def _address_maker() -> Address | None:
    """Return what makes whole addresses as templates make relative ones; None where the site's is not known."""
    published = _published()
    base = str(published.canonical) if published else request.base_url
    make = cast("Address", current_app.jinja_env.globals["url_for"])
    return (lambda endpoint, **values: urljoin(base, make(endpoint, **values))) if base else None


def _page(address: Address, video: Video, tag: str = "") -> str:
    return address("watch.page", stem=video.entry.stem, lang=tag or None)


def _alternates(address: Address, video: Video) -> Iterator[tuple[str, str]]:
    for tag in video.languages():
        yield tag, _page(address, video, tag)
    yield "x-default", _page(address, video)


def _properties(address: Address, video: Video, tag: str, description: str) -> Iterator[tuple[str, str]]:
    yield "og:title", video.title(tag).text
    yield "og:type", "video.other"
    if description:
        yield "og:description", description
    if video.entry.poster:
        yield "og:image", address("files.media", name=video.entry.poster.name)
    media = video.entry.media
    if media:
        yield "og:video", address("files.media", name=media.name)
        yield "og:video:type", MEDIA_TYPES.get(media.suffix.lower(), "application/octet-stream")
    if video.duration_ms:
        yield "video:duration", str(round(video.duration_ms / MS_PER_S))


def _data(address: Address, video: Video, tag: str) -> dict[str, Any]:
    """Return what the JSON-LD says of a video or sound file; what is not known is empty."""
    media, poster = video.entry.media, video.entry.poster
    if media is None:
        return {}
    media_type = MEDIA_TYPES.get(media.suffix.lower(), "")
    return {
        "@context": "https://schema.org",
        "@type": "AudioObject" if media_type.startswith("audio/") else "VideoObject",
        "name": video.title(tag).text,
        "contentUrl": address("files.media", name=media.name),
        "embedUrl": address("embed.page", stem=video.entry.stem, lang=tag or None),
        "encodingFormat": media_type,
        "thumbnailUrl": [address("files.media", name=poster.name)] if poster else [],
        "uploadDate": _day(video),
        "duration": f"PT{seconds_text(video.duration_ms)}S" if video.duration_ms else "",
        "inLanguage": video.spoken or tag,
        "caption": [_caption(address, video, track) for track in video.shown_tracks],
    }


def _day(video: Video) -> str:
    """Return when the file came here: no more is known of when the video was published."""
    try:
        modified_s = video.entry.media.stat().st_mtime if video.entry.media else 0.0
    except OSError:
        return ""
    return datetime.fromtimestamp(modified_s, UTC).isoformat(timespec="seconds")


def _caption(address: Address, video: Video, track: TrackFile) -> dict[str, str]:
    return {
        "@type": "MediaObject",
        "contentUrl": address("files.track", stem=video.entry.stem, tag=track.language, kind=track.kind),
        "encodingFormat": "text/vtt",
        "inLanguage": track.language,
    }


def _clips(page: str, video: Video, tag: str) -> Iterator[dict[str, Any]]:
    """Yield the chapters, in the language of the page if they are to be had in it."""
    for chapter in video.chapters(tag).list:
        yield {
            "@type": "Clip",
            "name": chapter.title,
            "startOffset": chapter.start_ms / MS_PER_S,
            "endOffset": chapter.end_ms / MS_PER_S,
            "url": f"{page}{'&' if '?' in page else '?'}t={seconds_text(chapter.start_ms)}",
        }


def _transcript(video: Video, tag: str) -> str:
    """Return the words in a language, a paragraph after the other; nothing of a track that cannot be read."""
    track = next((each for each in video.shown_tracks if each.language == tag), None)
    try:
        paragraphs = video.paragraphs(track) if track else []
    except CuepressError:
        return ""
    said = ((each.voice, each.text(tag)) for each in paragraphs)
    return "\n\n".join(f"{voice}: {text}" if voice else text for voice, text in said)


def _description(video: Video, tag: str, text: str) -> str:
    """Return the subtitle and the first words, as long as they are shown."""
    whole = " ".join(" ".join([*(line.text for line in video.subtitle(tag)), text[:1_000]]).split())
    if len(whole) <= DESCRIPTION_CHARACTERS:
        return whole
    short = whole[: DESCRIPTION_CHARACTERS - 1]
    head, space, _ = short.rpartition(" ")
    return (head if space and len(head) > DESCRIPTION_CHARACTERS // 2 else short).rstrip() + "…"
