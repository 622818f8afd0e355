"""A function that looks for breaches of some rules of a page, and when those rules apply."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from cuepress.checks.model import Finding, Rule
from cuepress.checks.page.model import PageMaterial


def always(_page: PageMaterial) -> str:
    """Apply to every page."""
    return ""


@dataclass(frozen=True, slots=True)
class PageCheck:
    """``why_not`` says why the rules do not apply to a page, ``why_untested`` what of it could not be tested."""

    rules: tuple[Rule, ...]
    find: Callable[[PageMaterial], Iterable[Finding]]
    why_not: Callable[[PageMaterial], str] = always
    why_untested: Callable[[PageMaterial], str] = always


def has_media(page: PageMaterial) -> str:
    """Apply to pages with a video or a sound."""
    return "" if page.media else "the page has no video and no sound"


def has_tracks(page: PageMaterial) -> str:
    """Apply to pages whose videos have tracks."""
    return has_media(page) or ("" if page.tracks else "the page has no track")


def why_unopened(page: PageMaterial, addresses: Iterable[str]) -> str:
    """Return why some of the addresses were not looked into, or nothing; the first reason, and how many."""
    found = [page.opened[each] for each in dict.fromkeys(addresses) if each in page.opened]
    reasons = [f"{each.address} {each.untested}" for each in found if each.untested]
    if not reasons:
        return ""
    more = len(reasons) - 1
    return reasons[0] if not more else f"{reasons[0]} (and {more:,} more)"
