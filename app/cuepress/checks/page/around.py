"""What a video needs around it on its page: captions, a transcript, controls, no sound that starts by itself."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from cuepress import language
from cuepress.checks import clauses
from cuepress.checks.model import Finding, Rule
from cuepress.checks.page.check import PageCheck, has_media, why_unopened
from cuepress.checks.page.markup import Element
from cuepress.checks.page.model import SHOWN_KINDS, Link, MediaTag, Opened, PageMaterial, refusal
from cuepress.checks.page.reading import SIGN_LANGUAGE, TRANSCRIPT
from cuepress.model import Track

PLAYER = Rule(
    "page.player",
    "The page has a video or a sound",
    "video and audio elements in the page as the server sends it, before any script runs",
    "guideline",
    "notice",
    "what a script adds later, or a frame of another site holds, is not looked at",
    "page",
    (clauses.HTML_MEDIA,),
    ("page",),
    is_certain=False,
)
CAPTIONS = Rule(
    "page.captions",
    "Each video has captions",
    "each video whose sound can be heard has a track of kind captions that opens and has cues; where the language "
    "of the sound is known (--spoken), a track in it of kind subtitles is none; a video that is called one "
    "in sign language is an alternative itself",
    "legal duty",
    "warning",
    "who does not hear it misses what is said, unless captions are in the picture or a script adds them",
    "page",
    (clauses.WCAG_CAPTIONS, clauses.RGAA_CAPTIONS, clauses.RGAA_KIND, clauses.EN_CAPTIONS),
    ("page",),
    is_certain=False,
)
TRANSCRIPT_RULE = Rule(
    "page.transcript",
    "A transcript is near each video and sound",
    "seven in ten cues of a track stand in the text of the page; or a part of it of 200 characters is called a "
    "transcript; or a link that is called one stands in the same figure, section or article or within 2,000 "
    "characters of text, and leads somewhere",
    "legal duty",
    "warning",
    "who can neither see nor hear it reads it; audio description may stand in for it in a video",
    "page",
    (clauses.WCAG_AUDIO_ONLY, clauses.WCAG_ALTERNATIVE, clauses.RGAA_TRANSCRIPT),
    ("page",),
    is_certain=False,
)
CONTROLS = Rule(
    "page.controls",
    "Each video and sound can be operated",
    "the controls attribute; without it, buttons in the same container, each with a name: its text, aria-label, "
    "aria-labelledby, title, or the alt of its picture",
    "legal duty",
    "warning",
    "without controls nobody can operate it by keyboard; of a button without a name a screen reader says nothing",
    "page",
    (clauses.WCAG_KEYBOARD, clauses.WCAG_NAME, clauses.RGAA_CONTROLS),
    ("page",),
    is_certain=False,
)
AUTOPLAY = Rule(
    "page.autoplay",
    "Nothing plays by itself that cannot be stopped",
    "autoplay with neither controls nor a button in the same container: sound that is not muted (a fault beyond "
    "3 s), moving pictures (beyond 5 s)",
    "legal duty",
    "warning",
    "sound drowns a screen reader, and what moves beside a text keeps some people from reading it",
    "page",
    (clauses.WCAG_AUDIO_CONTROL, clauses.WCAG_PAUSE, clauses.RGAA_AUTOPLAY),
    ("page",),
    is_certain=False,
)

_NEAR_CHARACTERS = 2_000  # of text: about a screen
_LEAST_TRANSCRIPT = 200
_MOST_CUES_SOUGHT = 40  # of a track, evenly spread
_MOST_SIGNS = 2_000_000  # of a page in which they are sought
_MOST_BUTTONS = 40
_LONGEST_IDS = 400  # characters of an attribute that lists ids
_SHARE_FOUND = 0.7
_LEAST_SIGNS = 8  # of a cue: "Yes." stands on many pages
_PARTS = frozenset({"figure", "section", "article", "details", "aside", "li"})
_NO_PLAYER = frozenset({"body", "html", "main", "article", "form"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "summary", "legend", "caption"})
_NO_SIGN = re.compile(r"[\W_]+")


def _player(page: PageMaterial) -> Iterator[Finding]:
    if page.media:
        return
    frames = sum(each.tag in {"iframe", "object", "embed"} for each in page.markup.elements)
    more = f"; {frames:,} frame{'s' if frames != 1 else ''} of other pages may have one" if frames else ""
    yield page.at_page(PLAYER, f"no video and no audio element{more}")


def _captions(page: PageMaterial) -> Iterator[Finding]:
    for medium in page.media:
        if medium.element.tag != "video" or medium.is_muted_for_good or _is_signed(page, medium):
            continue
        captions = [each for each in medium.tracks if each.kind == "captions"]
        if any(_may_show(page, medium, page.track_file(each)) for each in captions):
            continue
        if captions:
            what = "it has a track of captions, but a browser has nothing of it to show"
            yield page.at(CAPTIONS, medium.element, what, severity="error")
        else:
            yield _without_captions(page, medium)


def _is_signed(page: PageMaterial, medium: MediaTag) -> bool:
    """Tell whether a video is called one in sign language, by its name or by its own figure."""
    markup, element = page.markup, medium.element
    texts = [element.get("aria-label"), element.get("title")]
    texts += (
        markup.text_of(markup.by_id[each]) for each in _ids(element, "aria-labelledby") if each in markup.by_id
    )
    figure = next((each for each in markup.around(element) if each.tag == "figure"), None)
    if figure is not None and sum(figure.index < each.element.index <= figure.last for each in page.media) == 1:
        texts += (markup.text_of(each) for each in markup.inside(figure) if each.tag == "figcaption")
    return any(SIGN_LANGUAGE.search(text) for text in texts)


def _ids(element: Element, attribute: str) -> list[str]:
    """Return the first of the ids that an attribute lists."""
    return element.get(attribute)[:_LONGEST_IDS].split()


def _may_show(page: PageMaterial, medium: MediaTag, opened: Opened | None) -> bool:
    """Tell whether a track shows something; one that was not opened may."""
    if opened is None:
        return False
    is_shown = opened.is_there and not opened.no_track and not refusal(page, medium, opened)
    return bool(opened.untested) or is_shown


def _without_captions(page: PageMaterial, medium: MediaTag) -> Finding:
    subtitles = [each for each in medium.tracks if each.kind == "subtitles"]
    spoken = language.primary(page.spoken)
    if spoken and any(language.primary(each.srclang or "") == spoken for each in subtitles):
        what = (
            f"its track in {page.spoken}, which is spoken, is of kind subtitles; captions say so (kind=captions)"
        )
        return page.at(CAPTIONS, medium.element, what, severity="error")
    if subtitles:
        what = "its tracks are subtitles, none is of kind captions: the one that has the sounds too should say so"
        return page.at(CAPTIONS, medium.element, what)
    return page.at(
        CAPTIONS, medium.element, "it has no track of captions; a person sees whether the picture has them"
    )


def _transcripts(page: PageMaterial) -> Iterator[Finding]:
    signs = _NO_SIGN.sub("", page.markup.text.casefold())[:_MOST_SIGNS] if page.media else ""
    shares: dict[int, float] = {}
    named = _named_parts(page)
    for medium in page.media:
        is_exempt = medium.is_muted_for_good or _is_signed(page, medium)
        if is_exempt or _has_its_text(page, medium, signs, shares) or _has_part(page, medium, named):
            continue
        near = [link for link in page.links if _is_near(page, medium, link)]
        broken = [(link, fault) for link in near if (fault := _link_fault(page, link))]
        if len(broken) < len(near):
            continue
        if broken:
            link, fault = broken[0]
            yield page.at(
                TRANSCRIPT_RULE, link.element, f"the link {link.text!r} leads nowhere: {fault}", attribute="href"
            )
        elif page.links:
            what = f"no transcript beside it; the link {page.links[0].text!r} stands far from it"
            yield page.at(TRANSCRIPT_RULE, medium.element, what)
        else:
            what = "neither a transcript nor a link to one was found near it"
            yield page.at(TRANSCRIPT_RULE, medium.element, what)


def _has_its_text(page: PageMaterial, medium: MediaTag, signs: str, shares: dict[int, float]) -> bool:
    """Tell whether what some track says stands on the page, whatever marks and times stand between."""
    for track in medium.tracks:
        opened = page.track_file(track)
        read = opened.track if opened else None
        if read is None or track.kind not in SHOWN_KINDS:
            continue
        if id(read) not in shares:
            shares[id(read)] = _share_in(read, signs)
        if shares[id(read)] >= _SHARE_FOUND:
            return True
    return False


def _share_in(track: Track, signs: str) -> float:
    """Return how much of a track's cues stand in a text of which only the letters and digits are left."""
    cues = [sought for cue in track.cues if len(sought := _NO_SIGN.sub("", cue.text.casefold())) >= _LEAST_SIGNS]
    step = max(1, len(cues) // _MOST_CUES_SOUGHT)
    sample = cues[::step]
    return sum(each in signs for each in sample) / len(sample) if sample else 0.0


def _named_parts(page: PageMaterial) -> list[Element]:
    """Return the parts of the page that are called a transcript and have enough text to be one."""
    markup = page.markup
    found: list[Element] = []
    for each in markup.elements:
        if each.tag in _HEADINGS:
            is_named = each.text_end - each.text_start < _LEAST_TRANSCRIPT and TRANSCRIPT.search(
                markup.text_of(each)
            )
            each = markup.elements[each.parent] if is_named and each.parent >= 0 else each  # noqa: PLW2901 - what it heads
        elif each.tag in {"a", "body", "html"}:
            continue
        else:
            names = (each.get("id"), each.get("class"), each.get("aria-label"))
            is_named = TRANSCRIPT.search(" ".join(names)) if any(names) else None
        if is_named and each.text_end - each.text_start >= _LEAST_TRANSCRIPT:
            found.append(each)
    return found


def _has_part(page: PageMaterial, medium: MediaTag, named: list[Element]) -> bool:
    """Tell whether a part of the page is the transcript: named so and near, or pointed to by the video."""
    ids = [*_ids(medium.element, "aria-details"), *_ids(medium.element, "aria-describedby")]
    told = [page.markup.by_id[each] for each in ids if each in page.markup.by_id]
    is_told = any(each.text_end - each.text_start >= _LEAST_TRANSCRIPT for each in told)
    is_only = len(page.media) == 1
    return is_told or any(is_only or _distance(medium, part) <= _NEAR_CHARACTERS for part in named)


def _distance(medium: MediaTag, other: Element) -> int:
    """Return how many characters of text stand between a video and another element."""
    element = medium.element
    return max(other.text_start - element.text_end, element.text_start - other.text_end, 0)


def _is_near(page: PageMaterial, medium: MediaTag, link: Link) -> bool:
    if _distance(medium, link.element) <= _NEAR_CHARACTERS:
        return True
    around = {each.index for each in page.markup.around(link.element) if each.tag in _PARTS}
    return any(
        each.index in around
        for each in page.markup.around(medium.element)
        if sum(each.index < other.element.index <= each.last for other in page.media) == 1
    )


def _link_fault(page: PageMaterial, link: Link) -> str:
    """Return why a link leads nowhere, or nothing."""
    if link.href.startswith("#"):
        is_there = link.href == "#" or link.href[1:] in page.markup.by_id
        return "" if is_there else f"nothing on the page has the id {link.href[1:41]!r}"
    opened = page.opened.get(link.href)
    return f"{opened.address}: {opened.fault}" if opened is not None and opened.fault else ""


def _links_unopened(page: PageMaterial) -> str:
    return why_unopened(page, [link.href for link in page.links])


def _controls(page: PageMaterial) -> Iterator[Finding]:
    for medium in page.media:
        if medium.has_controls or (medium.is_muted_for_good and medium.element.has("autoplay")):
            continue  # a moving background is a matter of the next rule
        buttons = _buttons(page, medium)
        nameless = [each for each in buttons if not _has_name(page, each)]
        for each in nameless:
            what = f"a button of the player of the {medium.what} has no name"
            yield page.at(CONTROLS, each, what, severity="error")
        if not buttons:
            what = (
                "no controls attribute and no button beside it; unless a script adds them, nobody can operate it"
            )
            yield page.at(CONTROLS, medium.element, what)


def _buttons(page: PageMaterial, medium: MediaTag) -> list[Element]:
    """Return the buttons of the nearest element around a video that has any, and no other video."""
    buttons = page.buttons
    for around in page.markup.around(medium.element):
        is_shared = sum(around.index < other.element.index <= around.last for other in page.media) > 1
        if around.tag in _NO_PLAYER or is_shared:
            break
        first = bisect_right(buttons, around.index, key=lambda each: each.index)
        if first < len(buttons) and buttons[first].index <= around.last:
            end = bisect_right(buttons, around.last, key=lambda each: each.index)
            return list(buttons[first : min(end, first + _MOST_BUTTONS)])
    return []


def _has_name(page: PageMaterial, button: Element) -> bool:
    """Tell whether a button has a name (W3C, Accessible Name and Description Computation, in short)."""
    markup = page.markup
    labels = [markup.by_id[each] for each in _ids(button, "aria-labelledby") if each in markup.by_id]
    own = ("aria-label", "title", "value", "alt") if button.tag == "input" else ("aria-label", "title")
    inside = [each.get(name) for each in markup.inside(button) for name in ("alt", "aria-label", "title")]
    texts = [markup.text_of(button), *map(markup.text_of, labels), *map(button.get, own), *inside]
    return any(text.strip() for text in texts)


def _autoplays(page: PageMaterial) -> Iterator[Finding]:
    for medium in page.media:
        element = medium.element
        if not element.has("autoplay") or medium.has_controls:
            continue
        has_buttons = bool(_buttons(page, medium))
        if not element.has("muted") and not has_buttons:
            what = f"the {medium.what} plays by itself with sound, and nothing here stops it"
            yield page.at(AUTOPLAY, element, what, attribute="autoplay", severity="error")
        elif not has_buttons:
            what = "the picture moves by itself, and nothing here stops it"
            yield page.at(AUTOPLAY, element, what, attribute="autoplay")


CHECKS = (
    PageCheck((PLAYER,), _player),
    PageCheck((CAPTIONS,), _captions, has_media),
    PageCheck((TRANSCRIPT_RULE,), _transcripts, has_media, _links_unopened),
    PageCheck((CONTROLS,), _controls, has_media),
    PageCheck((AUTOPLAY,), _autoplays, has_media),
)
