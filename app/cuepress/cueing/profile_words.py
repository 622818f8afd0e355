"""A profile for people, line by line, and for programs, as plain data: each limit with what is known of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from cuepress import counting, language
from cuepress.cueing.profile import IN_FRAMES, UNITS, Limits, Profile, Stated, Typography
from cuepress.cueing.reading import limit_in_words

CHOICES = ("voice", "speaker_change", "sentence_parts", "counting", "reading_steps")
_SIGNS = tuple(each.name for each in fields(Typography))


def in_one_line(profile: Profile) -> str:
    """Return the limits that tell profiles apart: ``42 x 2, 17 cps``."""
    limits = profile.general
    speed = {"words": f"{limits.max_wpm:g} wpm", "steps": "chars by time"}
    return f"{limits.max_cpl:g} x {limits.max_lines}, {speed.get(profile.counting, f'{limits.max_cps:g} cps')}"


def limits_in_words(profile: Profile, tag: str) -> str:
    """Return by what the cues of a language are cut and how they are counted, in one short line."""
    limits = profile.for_language(tag)
    lines = "one line" if limits.max_lines == 1 else f"{limits.max_lines} lines"
    return f"profile {profile.name}, {lines} of {limits.max_cpl:g}, {limit_in_words(profile, tag)}"


def describe(profile: Profile) -> Iterator[str]:
    """Yield the profile for people: each limit, how it is counted, where it is written, how sure we are."""
    yield f"{profile.name}: {profile.title}"
    yield f"  {'in lines':<16} {counting.rule('')}"
    yield f"  {'in speed':<16} {limit_in_words(profile, language.UNDETERMINED)}"
    for key, value, stated in _entries(profile):
        yield f"  {key:<16} {_shown(value)} {UNITS.get(key, '')}".rstrip()
        yield f"      {stated.rule}"
        yield f"      {stated.source} ({stated.sure})"
    for tag, _limits in profile.languages:
        yield f"  {tag:<16} {language.english_name(tag)}: {limit_in_words(profile, tag)}"
        for key, value, stated in _entries(profile, tag):
            yield f"      {key} {_shown(value)} {UNITS.get(key, '')}".rstrip() + f"; {stated.rule}"
            yield f"          {stated.source} ({stated.sure})"


def plain(profile: Profile) -> dict[str, Any]:
    """Return the profile as plain data: each limit with its value, unit, rule, source and how sure that is."""
    return {
        "name": profile.name,
        "title": profile.title,
        "limits": _plain(profile, ""),
        "languages": {
            tag: {"counted": counting.rule(tag), "limits": _plain(profile, tag)}
            for tag, _limits in profile.languages
        },
    }


def _plain(profile: Profile, tag: str) -> dict[str, Any]:
    return {
        key: {
            "value": value,
            "unit": UNITS.get(key, ""),
            "rule": stated.rule,
            "source": stated.source,
            "sure": stated.sure,
        }
        for key, value, stated in _entries(profile, tag)
    }


def _entries(profile: Profile, tag: str = "") -> Iterator[tuple[str, Any, Stated]]:
    """Yield what the profile states in general, or of a language alone, in the order of the work."""
    stated = dict(profile.stated)
    values = _values(profile, tag)
    for key in (*CHOICES, *UNITS, *_SIGNS):
        about = stated.get(f"{tag}.{key}" if tag else key)
        if about is not None and _is_given(profile, tag, key):
            yield key, values[key], about


def _values(profile: Profile, tag: str) -> dict[str, Any]:
    limits, typography = profile.for_language(tag), profile.typography_for(tag)
    values: dict[str, Any] = {each.name: getattr(limits, each.name) for each in fields(Limits)}
    values |= {name: getattr(typography, name) for name in _SIGNS}
    values |= {name: getattr(profile, name) for name in ("voice", "speaker_change", "sentence_parts")}
    own = dict(profile.countings).get(tag, profile.counting)
    return values | {"counting": own, "reading_steps": profile.reading_steps}


def _is_given(profile: Profile, tag: str, key: str) -> bool:
    """Tell whether a limit that can be in ms or in frames is stated in this one of the two."""
    name = key.removesuffix("_ms")
    frames = getattr(profile.for_language(tag), f"{name}_frames") if name in IN_FRAMES else 0
    return not (key.endswith("_ms") and frames)


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(f"{characters:g} in {ms:g} ms" for ms, characters in value)
    if isinstance(value, str):
        return f'"{value}"' if value != value.strip() or not value.isalpha() else value
    return f"{value:g}"
