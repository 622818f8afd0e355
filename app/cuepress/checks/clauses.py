"""The clauses of laws, standards and guidelines that rules come from; one name each."""

from __future__ import annotations

from cuepress.checks.model import Clause

_WCAG = "https://www.w3.org/TR/WCAG22/#"
_RGAA = "https://accessibilite.numerique.gouv.fr/methode/criteres-et-tests/#"
_VTT = "https://www.w3.org/TR/webvtt1/#"
_HTML = "https://html.spec.whatwg.org/multipage/media.html#"

# Laws and what laws refer to.
WCAG_CAPTIONS = Clause("WCAG 2.2", "1.2.2", "Captions (Prerecorded)", f"{_WCAG}captions-prerecorded")
WCAG_PARTS = Clause("WCAG 2.2", "3.1.2", "Language of Parts", f"{_WCAG}language-of-parts")
WCAG_DEFINITION = Clause("WCAG 2.2", "definition of captions", "", f"{_WCAG}dfn-captions")
WCAG_AUDIO_ONLY = Clause(
    "WCAG 2.2", "1.2.1", "Audio-only and Video-only", f"{_WCAG}audio-only-and-video-only-prerecorded"
)
WCAG_ALTERNATIVE = Clause(
    "WCAG 2.2",
    "1.2.3",
    "Audio Description or Media Alternative",
    f"{_WCAG}audio-description-or-media-alternative-prerecorded",
)
WCAG_AUDIO_CONTROL = Clause("WCAG 2.2", "1.4.2", "Audio Control", f"{_WCAG}audio-control")
WCAG_KEYBOARD = Clause("WCAG 2.2", "2.1.1", "Keyboard", f"{_WCAG}keyboard")
WCAG_PAUSE = Clause("WCAG 2.2", "2.2.2", "Pause, Stop, Hide", f"{_WCAG}pause-stop-hide")
WCAG_NAME = Clause("WCAG 2.2", "4.1.2", "Name, Role, Value", f"{_WCAG}name-role-value")
RGAA_TRANSCRIPT = Clause(
    "RGAA 4.1.2", "4.1", "Recorded media has a transcript or audio description", f"{_RGAA}4.1"
)
RGAA_AUTOPLAY = Clause("RGAA 4.1.2", "4.10", "Sound that starts by itself can be controlled", f"{_RGAA}4.10")
RGAA_CONTROLS = Clause("RGAA 4.1.2", "4.11", "Playback by keyboard and any pointer", f"{_RGAA}4.11")
RGAA_CAPTIONS = Clause("RGAA 4.1.2", "4.3.1", "Synchronised captions are there", f"{_RGAA}4.3")
RGAA_KIND = Clause("RGAA 4.1.2", "4.3.2", "Captions in a track of kind captions", f"{_RGAA}4.3")
RGAA_ADEQUATE = Clause("RGAA 4.1.2", "4.4.1", "Captions are adequate", f"{_RGAA}4.4")
RGAA_LANGUAGE = Clause("RGAA 4.1.2", "8.8", "The code of each language is right", f"{_RGAA}8.8")
EN_SYNC = Clause("EN 301 549", "7.1.2", "Captioning synchronisation")
EN_CAPTIONS = Clause("EN 301 549", "9.1.2.2", "Captions (Prerecorded)")
FCC_ACCURATE = Clause("47 CFR 79.1", "(j)(2)(i)", "Accuracy")
FCC_SYNCHRONOUS = Clause("47 CFR 79.1", "(j)(2)(ii)", "Synchronicity")
FCC_COMPLETE = Clause("47 CFR 79.1", "(j)(2)(iii)", "Completeness")
FCC_PLACED = Clause("47 CFR 79.1", "(j)(2)(iv)", "Placement")

LAWS = frozenset({"WCAG 2.2", "RGAA 4.1.2", "EN 301 549", "47 CFR 79.1", "Section 508"})

# Formats.
VTT_SIGNATURE = Clause("WebVTT", "4.1", "WebVTT file structure", f"{_VTT}file-structure")
VTT_TIMES = Clause("WebVTT", "4.1", "WebVTT timestamp", f"{_VTT}webvtt-timestamp")
VTT_BLOCKS = Clause("WebVTT", "4.1", "WebVTT file body", f"{_VTT}webvtt-file-body")
VTT_CUE_ID = Clause("WebVTT", "4.1", "WebVTT cue identifier", f"{_VTT}webvtt-cue-identifier")
VTT_TEXT = Clause("WebVTT", "4.2.2", "WebVTT cue text", f"{_VTT}webvtt-caption-or-subtitle-cue-text")
VTT_CHAPTERS = Clause("WebVTT", "4.6.3", "WebVTT chapter title text", f"{_VTT}chapter-title-text")
VTT_SETTINGS = Clause("WebVTT", "4.4", "WebVTT cue settings", f"{_VTT}cue-settings")
VTT_REGION = Clause("WebVTT", "4.3", "WebVTT region settings", f"{_VTT}region-settings")
VTT_ENCODING = Clause("WebVTT", "4.1", "UTF-8", f"{_VTT}file-structure")
BCP_47 = Clause("BCP 47", "RFC 5646 §2.2.9", "Valid tags", "https://www.rfc-editor.org/rfc/rfc5646#section-2.2.9")
HTML_KIND = Clause("HTML", "4.8.11.11", "Text track kinds", f"{_HTML}text-track-kind")
HTML_TRACK = Clause("HTML", "4.8.5", "The track element", f"{_HTML}the-track-element")
HTML_PAGE = Clause("HTML", "13.2", "Parsing HTML documents", "https://html.spec.whatwg.org/multipage/parsing.html")
HTML_MEDIA = Clause("HTML", "4.8.11", "Media elements", f"{_HTML}media-elements")
HTML_CORS = Clause(
    "HTML", "4.8.11.11", "Sourcing out-of-band text tracks", f"{_HTML}sourcing-out-of-band-text-tracks"
)
FETCH_CORS = Clause("Fetch", "CORS protocol", "", "https://fetch.spec.whatwg.org/#http-cors-protocol")
VTT_TYPE = Clause("WebVTT", "IANA", "text/vtt", f"{_VTT}iana-considerations")
SUBRIP = Clause("SubRip", "in use", "no specification; what players read")

# Guidelines.
BBC_SYNC = Clause("BBC Subtitle Guidelines", "§5.2", "Synchronisation")
BBC_LATE = Clause("BBC Subtitle Guidelines", "§5.4", "Never more than 2 s late")
BBC_SPEAKERS = Clause("BBC Subtitle Guidelines", "§7", "Speakers")
BBC_BREAKS = Clause("BBC Subtitle Guidelines", "§3.4", "Line breaks")
BBC_LENGTH = Clause("BBC Subtitle Guidelines", "§3.1", "Line length")
BBC_SPEED = Clause("BBC Subtitle Guidelines", "§4", "Reading speed")
NETFLIX_TIMES = Clause("Netflix General Requirements", "§1", "Duration and frame gap")
NETFLIX_LINES = Clause("Netflix General Requirements", "§4", "Line treatment")
NETFLIX_CHAIN = Clause("Netflix Timing Guidelines", "", "Chaining")
NETFLIX_LANGUAGE = Clause("Netflix Timed Text Style Guides", "language guides", "Punctuation")
TED_BREAKS = Clause("TED Translators", "cheat-sheet", "Line breaking")
DCMP_SOUNDS = Clause("DCMP Captioning Key", "", "Sound effects and music")
ARCOM_SOUNDS = Clause("ARCOM charter", "10", "Sound and music information")
ARCOM_SPEAKERS = Clause("ARCOM charter", "7, 15", "Changes of speaker")
ARCOM_SPELLING = Clause("ARCOM charter", "2", "Spelling, grammar, conjugation")
