"""All rules there are. To add one: a ``Rule``, a function and a ``Check`` in the ``CHECKS`` of a themed module."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cuepress.checks.material import Material
from cuepress.checks.model import Finding, Rule
from cuepress.errors import UsageError

if TYPE_CHECKING:
    from cuepress.checks.page.check import PageCheck


def always(_material: Material) -> str:
    """Apply to every track."""
    return ""


@dataclass(frozen=True, slots=True)
class Check:
    """A function that looks for breaches of some rules; ``why_not`` says why they do not apply to a track."""

    rules: tuple[Rule, ...]
    find: Callable[[Material], Iterable[Finding]]
    why_not: Callable[[Material], str] = always


def always_together(_materials: Sequence[Material]) -> str:
    """Test every set of tracks."""
    return ""


@dataclass(frozen=True, slots=True)
class SetCheck:
    """The same for the tracks of one video beside each other; ``why_untested`` says what is not known of them."""

    rules: tuple[Rule, ...]
    find: Callable[[Sequence[Material]], Iterable[Finding]]
    why_untested: Callable[[Sequence[Material]], str] = always_together


def only_read(material: Material) -> str:
    """Apply to captions and subtitles only."""
    return "" if material.is_read_at_once else f"{material.track.kind} are not read as they are said"


def only_webvtt(material: Material) -> str:
    """Apply to WebVTT files only."""
    if material.raw is None:
        return "the track has no file"
    return "" if material.raw.is_webvtt else "the file is no WebVTT"


def only_subrip(material: Material) -> str:
    """Apply to SubRip files only."""
    if material.raw is None:
        return "the track has no file"
    return "" if material.raw.extension == ".srt" else "the file is no SubRip"


def checks() -> tuple[Check, ...]:
    """Return the checks of one track, in the order of a report."""
    from cuepress.checks import (
        breaks,
        completeness,
        drift,
        hearing,
        labels,
        marks,
        signs,
        sounds,
        speed,
        syntax,
        text,
        times,
        typography,
    )

    of_words = (text, signs, typography, marks, completeness)
    themes = (syntax, labels, times, speed, breaks, *of_words, drift, hearing, sounds)
    return tuple(check for theme in themes for check in theme.CHECKS)


def set_checks() -> tuple[SetCheck, ...]:
    """Return the checks of a set of tracks."""
    from cuepress.checks import tracks

    return tracks.CHECKS


def page_checks() -> tuple[PageCheck, ...]:
    """Return the checks of a page."""
    from cuepress.checks.page import around, naming, opening

    return (*opening.CHECKS, *naming.CHECKS, *around.CHECKS)


def rules() -> Iterator[Rule]:
    """Yield every rule, in the order of a report."""
    from cuepress.checks import page, run, waivers

    yield run.UNREADABLE
    for check in checks():
        yield from check.rules
    for set_check in set_checks():
        yield from set_check.rules
    yield page.run.UNREADABLE
    for page_check in page_checks():
        yield from page_check.rules
    yield waivers.UNUSED


def get_rule(rule_id: str) -> Rule:
    """Return a rule by its id.

    Raises
    ------
    UsageError
        If there is none.
    """
    found = {rule.id: rule for rule in rules()}
    if rule_id in found:
        return found[rule_id]
    nearest = difflib.get_close_matches(rule_id, found, n=1)
    advice = f"did you mean {nearest[0]}?" if nearest else "see: cuepress check --list"
    raise UsageError(f"no rule is called {rule_id!r}", "", advice)
