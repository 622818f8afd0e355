"""The rules about a page that shows a video: what its addresses lead to, how tracks are named, what stands around.

    text ──► markup (elements and their places) ──► reading (videos, tracks, links) ──► rules ──► run ──► Report

Opening addresses is left to the caller; a rule sees only what came of it (``Opened``).
"""

from cuepress.checks.page.markup import Markup, parse
from cuepress.checks.page.model import Link, MediaTag, Opened, PageMaterial, TrackTag
from cuepress.checks.page.reading import base_of, media_of, strays_of, transcript_links
from cuepress.checks.page.run import check_page, not_asked

__all__ = [
    "Link",
    "Markup",
    "MediaTag",
    "Opened",
    "PageMaterial",
    "TrackTag",
    "base_of",
    "check_page",
    "media_of",
    "not_asked",
    "parse",
    "strays_of",
    "transcript_links",
]
