"""Which videos, tracks and links of a page the rules are about."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from cuepress.checks.page.markup import Element, Markup
from cuepress.checks.page.model import Link, MediaTag, TrackTag

_MOST_LINKS = 40
_MEDIA = frozenset({"video", "audio"})
# How a text version of a video is called, in the languages of the sample and in their neighbours; the beginning of
# a word is enough.
TRANSCRIPT = re.compile(
    "transcri|transkr|trascri|transcrip|abschrift|textfassung|text version|version text|versión (?:en )?text"
    "|versão (?:em )?text|in textform|uitgeschreven|avskrift|utskrift|litterointi|tekstivastine|přepis|prepis"
    "|leirat|átirat|bản ghi|döküm|video(?:nun)? metni|расшифровк|стенограмм|транскри|текстовая верс|стенограма"
    "|απομαγνητοφ"
    "|תמלול|تفريغ|النص الكامل|نص (?:الفيديو|المقطع|التسجيل)|رونوشت|文字稿|文字版|逐字稿|抄本|文字起こし|書き起こし"
    "|トランスクリプト|대본|녹취록|प्रतिलेख|ถอดความ",
    re.IGNORECASE,
)

# How the language of the deaf is called; a video in it stands beside another one as an alternative to it.
SIGN_LANGUAGE = re.compile(
    "sign language|langues? des signes|gebärdensprach|lengua(?:je)? de (?:signos|señas)|língua gestual|sinais"
    "|lingua dei segni|gebarentaal|işaret dili|teckenspråk|tegnspr|tegnsprog|viittoma|migow|znakov|znakow|jelnyelv"
    "|limbaj(?:ul)? semnelor|νοηματικ|жестов|жестом|שפת הסימנים|لغة الإشارة|زبان اشاره|手语|手語|手話|수어|수화"
    "|सांकेतिक भाषा|ภาษามือ|ngôn ngữ ký hiệu|bahasa isyarat",
    re.IGNORECASE,
)


def media_of(markup: Markup) -> tuple[MediaTag, ...]:
    """Return the videos and sounds of a page, in order."""
    return tuple(_medium(markup, each) for each in markup.elements if each.tag in _MEDIA)


def _medium(markup: Markup, element: Element) -> MediaTag:
    children = [each for each in markup.inside(element) if each.parent == element.index]
    sources = [(each, each.get("src")) for each in children if each.tag == "source"]
    if element.has("src"):  # then no source element is heeded
        sources = [(element, element.get("src"))]
    return MediaTag(element, tuple(sources), tuple(_track(each) for each in children if each.tag == "track"))


def _track(element: Element, *, is_placed: bool = True) -> TrackTag:
    said = element.attributes
    return TrackTag(
        element,
        said.get("src"),
        said.get("kind"),
        said.get("srclang"),
        said.get("label"),
        "default" in said,
        is_placed,
    )


def strays_of(markup: Markup) -> tuple[TrackTag, ...]:
    """Return the tracks that are no children of a video or sound: no browser heeds them."""
    tracks = [each for each in markup.elements if each.tag == "track"]
    return tuple(
        _track(each, is_placed=False)
        for each in tracks
        if each.parent < 0 or markup.elements[each.parent].tag not in _MEDIA
    )


def transcript_links(markup: Markup) -> tuple[Link, ...]:
    """Return the links that promise a transcript, by their words, their name or the name of their file."""
    return tuple(islice(_links(markup), _MOST_LINKS))


def _links(markup: Markup) -> Iterator[Link]:
    links = (each for each in markup.elements if each.tag == "a" and each.has("href"))
    for each in links:
        href = each.get("href").strip()
        words = " ".join(
            (markup.text_of(each)[:500], each.get("aria-label"), each.get("title"), each.get("download"))
        )
        if TRANSCRIPT.search(words) or TRANSCRIPT.search(href.partition("?")[0].rpartition("/")[2]):
            yield Link(each, href, markup.text_of(each)[:80])


def base_of(markup: Markup) -> str:
    """Return the address that the page's own are relative to, as it says so, or nothing."""
    return next((each.get("href") for each in markup.elements if each.tag == "base" and each.has("href")), "")


__all__ = ["SIGN_LANGUAGE", "TRANSCRIPT", "base_of", "media_of", "strays_of", "transcript_links"]
