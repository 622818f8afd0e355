"""Profiles from TOML: ours, which come with Cuepress, and files of a user's own.

A limit is a table with its ``value``, ``rule``, ``source`` and ``sure``; in a file of one's own the number alone
will do. Such a file changes a profile of ours (``based_on``) in what it names; a language of that keeps what is
its own. Mistakes are shown with their line.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from importlib import resources
from itertools import pairwise
from pathlib import Path
from typing import Any, cast, get_args

from cuepress import language
from cuepress.cueing import profile as model
from cuepress.cueing.profile import IN_FRAMES, UNITS, Limits, Profile, Stated, Typography, at_frame_rate
from cuepress.cueing.toml_places import line_of
from cuepress.errors import UsageError
from cuepress.files import read_bytes, shown

Table = dict[str, object]

DEFAULT = "cuepress"
MAX_PROFILE_BYTES = 100_000

# What a limit can be without making cues impossible.
_RANGES: dict[str, tuple[float, float]] = {
    "max_cpl": (4, 200),
    "max_lines": (1, 4),
    "max_cps": (1, 100),
    "max_wpm": (0, 1_000),
    "min_ms": (1, 10_000),
    "max_ms": (500, 60_000),
    "min_gap_ms": (0, 2_000),
    "linger_ms": (0, 10_000),
    "early_ms": (0, 1_500),
    "chain_ms": (0, 5_000),
    "shot_zone_ms": (0, 2_000),
    "shot_snap_ms": (0, 2_000),
    "shot_gap_ms": (0, 2_000),
    **{f"{name}_frames": (0, 120) for name in IN_FRAMES},
}
_FRACTIONS = {"max_cpl", "max_cps", "max_wpm"}
_CHOICES: dict[str, tuple[str, ...]] = {
    "voice": get_args(model.Voice),
    "speaker_change": get_args(model.SpeakerChange),
    "sentence_parts": get_args(model.SentenceParts),
    "counting": get_args(model.Counting),
}
_SIGNS: dict[str, tuple[str, ...]] = {
    "french_space": get_args(model.FrenchSpace),
    "ellipsis": get_args(model.EllipsisForm),
    "quotes": get_args(model.Quotes),
    "dash": get_args(model.DialogueDash),
    "sounds": get_args(model.Sounds),
    "apostrophe": get_args(model.Apostrophe),
}
# How each is measured, where a profile does not say it otherwise.
_RULES = {
    "max_cpl": "the longest line of a cue",
    "max_lines": "lines on the screen at once",
    "max_cps": "the characters of a cue, by the time from its in to its out",
    "max_wpm": "the words of a cue, by the time from its in to its out",
    "min_ms": "from in time to out time",
    "max_ms": "from in time to out time",
    "min_gap": "from an out time to the next in time",
    "linger_ms": "from the end of the last word to the out time",
    "early": "from the in time to the first word; translations only",
    "chain": "a gap shorter than this is closed to the least gap",
    "shot_zone_ms": "no time nearer to a shot change, but at it",
    "shot_snap_ms": "an in time less than this before a shot change moves onto it",
    "shot_gap": "from an out time to the shot change after it",
    "voice": "who speaks, in formats without voices",
    "speaker_change": "whether two speakers may share a cue",
    "sentence_parts": "whether parts of two sentences may share a cue, so that it can be read in time",
    "counting": "what is counted in reading speed",
    "reading_steps": "characters that can be read in so many ms, in between in proportion",
    "french_space": "before ; : ! ? and inside « », in French",
    "ellipsis": "one sign or three dots",
    "quotes": "of the language or straight",
    "dash": "before each speaker of a cue with two",
    "sounds": "around described sounds",
    "apostrophe": "between two letters",
}
_ABOUT = {"rule", "source", "sure"}


def profile_names() -> list[str]:
    """Return the names of the profiles that come with Cuepress, the default first."""
    found = (file.name for file in resources.files(__package__).joinpath("profiles").iterdir())
    names = sorted(name.removesuffix(".toml") for name in found if name.endswith(".toml"))
    return sorted(names, key=lambda name: name != DEFAULT)


def load_profile(name: str) -> Profile:
    """Load a profile by its name, or from a TOML file of the user's own.

    Raises
    ------
    UsageError
        If there is no such profile (with the nearest name), or the file has a mistake (with key and line).
    """
    if name in profile_names():
        return _shipped(name).profile(name)
    if name.endswith(".toml") or "/" in name:
        path = Path(name)
        data = read_bytes(path, error=UsageError, max_bytes=MAX_PROFILE_BYTES)
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as failure:
            raise UsageError("this is no UTF-8 text", shown(path), "save it as UTF-8") from failure
        return _Reader(text, shown(path)).draft(base=DEFAULT).profile(path.stem)
    nearest = difflib.get_close_matches(name.lower(), profile_names(), n=1)
    advice = f"did you mean {nearest[0]}?" if nearest else f"there are {', '.join(profile_names())}"
    raise UsageError(f"unknown profile {name!r}", "", f"{advice}; a file of your own ends in .toml")


@cache
def _shipped(name: str) -> _Draft:
    text = resources.files(__package__).joinpath("profiles", f"{name}.toml").read_text("utf-8")
    return _Reader(text, f"profile {name}").draft(base=None)


@dataclass(frozen=True, slots=True)
class _Entry:
    """A value of a file and what is known of it."""

    value: Any
    stated: Stated


_Entries = Mapping[str, _Entry]


@dataclass(frozen=True, slots=True)
class _Draft:
    """What the files say, before languages take over what the guideline says in general."""

    title: str
    general: _Entries = field(default_factory=dict)
    languages: Mapping[str, _Entries] = field(default_factory=dict)

    def over(self, base: _Draft) -> _Draft:
        """Return what this draft makes of the one that it is based on."""
        tags = [*base.languages, *(tag for tag in self.languages if tag not in base.languages)]
        languages = {tag: _over(self.languages.get(tag, {}), base.languages.get(tag, {})) for tag in tags}
        return _Draft(self.title, _over(self.general, base.general), languages)

    def limits(self, tag: str = "") -> Limits:
        """Return the limits in general or of a language."""
        entries = _over(self.languages.get(tag, {}), self.general)
        values = {key: entry.value for key, entry in entries.items() if key in UNITS}
        in_frames = {f"{name}_ms": 0 for name in IN_FRAMES if f"{name}_frames" in values}
        return at_frame_rate(Limits(**(in_frames | values)), None)

    def typography(self, tag: str = "") -> Typography:
        entries = _over(self.languages.get(tag, {}), self.general)
        return Typography(**{key: entry.value for key, entry in entries.items() if key in _SIGNS})

    def profile(self, name: str) -> Profile:
        chosen = {key: self.general[key].value for key in (*_CHOICES, "reading_steps") if key in self.general}
        stated = {key: entry.stated for key, entry in self.general.items()}
        for tag, entries in self.languages.items():
            stated |= {f"{tag}.{key}": entry.stated for key, entry in entries.items()}
        return Profile(
            name=name,
            title=self.title,
            general=self.limits(),
            languages=tuple((tag, self.limits(tag)) for tag in self.languages),
            typography=self.typography(),
            typographies=tuple((tag, self.typography(tag)) for tag in self.languages),
            countings=tuple(
                (tag, entries["counting"].value)
                for tag, entries in self.languages.items()
                if "counting" in entries
            ),
            stated=tuple(stated.items()),
            **chosen,
        )


def _over(own: _Entries, base: _Entries) -> dict[str, _Entry]:
    """Return ``base`` with what ``own`` changes: ms take the place of frames, and frames of ms."""
    merged = {**base, **own}
    for name in IN_FRAMES:
        for given, other in ((f"{name}_ms", f"{name}_frames"), (f"{name}_frames", f"{name}_ms")):
            if given in own:
                merged.pop(other, None)
    return merged


@dataclass(frozen=True, slots=True)
class _Reader:
    """Turns the tables of a file into a draft; knows the text, so as to name the line of a mistake."""

    text: str
    where: str

    def draft(self, *, base: str | None) -> _Draft:
        """Return what the file says; over a profile of ours where ``base`` names the one that is usual."""
        table = self._toml()
        known = {"title", "based_on", "limits", "typography", "languages", "reading_steps", *_CHOICES}
        self._check_keys(table, known, ())
        general = self._entries(self._table(table, "limits"), set(UNITS), ("limits",))
        general |= self._entries(self._table(table, "typography"), set(_SIGNS), ("typography",))
        chosen = {key: table[key] for key in (*_CHOICES, "reading_steps") if key in table}
        general |= self._entries(chosen, set(chosen), ())
        languages: dict[str, _Entries] = {}
        for tag, entries in self._table(table, "languages").items():
            if not isinstance(entries, dict):
                raise self._error(("languages", tag), "must be a table of limits")
            languages[self._tag(tag)] = self._entries(entries, {*UNITS, *_SIGNS, "counting"}, ("languages", tag))
        own = _Draft(str(table.get("title", Path(self.where).stem)), general, languages)
        draft = own
        name = table.get("based_on", base)
        if name is not None:
            if name not in profile_names():
                raise self._error(("based_on",), f"must be one of {', '.join(profile_names())}, not {name!r}")
            draft = own.over(_shipped(str(name)))
        self._check_whole(draft, own)
        return draft

    def _toml(self) -> Table:
        try:
            return tomllib.loads(self.text)
        except tomllib.TOMLDecodeError as failure:
            place = re.search(r"\(at line (\d+), column (\d+)\)", str(failure))
            what = re.sub(r" *\(at .*\)", "", str(failure))
            line = f":{place[1]}" if place else f":{self.text.count(chr(10)) + 1}"
            column = f", at column {place[2]}" if place else ""
            raise UsageError(
                f"this is no TOML: {what}{column}", self.where + line, "correct the line"
            ) from failure

    def _table(self, table: Table, key: str) -> Table:
        found = table.get(key, {})
        if not isinstance(found, dict):
            raise self._error((key,), "must be a table")
        return found

    def _entries(self, table: Table, known: set[str], path: tuple[str, ...]) -> dict[str, _Entry]:
        """Return the entries of a table; its own ``source`` and ``sure`` are those of all that name none."""
        self._check_keys(table, known | _ABOUT if path else known, path)
        about = {key: table[key] for key in _ABOUT if key in table} if path else {}
        for name in IN_FRAMES:
            if f"{name}_ms" in table and f"{name}_frames" in table:
                raise self._error((*path, f"{name}_frames"), f"and {name}_ms say the same", "keep one of them")
        return {key: self._entry(value, about, (*path, key)) for key, value in table.items() if key not in about}

    def _entry(self, value: object, about: Table, path: tuple[str, ...]) -> _Entry:
        if isinstance(value, dict):
            self._check_keys(value, {"value", *_ABOUT}, path)
            if "value" not in value:
                raise self._error(path, "has no value", "add value = …")
            about, value = {**about, **value}, value["value"]
        sure = str(about.get("sure", "yours"))
        if sure not in get_args(model.Sure):
            raise self._error((*path, "sure"), f"must be {_quoted(get_args(model.Sure))}, not {sure!r}")
        rule = about.get("rule") or _RULES.get(path[-1]) or _RULES[re.sub("_(ms|frames)$", "", path[-1])]
        stated = Stated(str(rule), str(about.get("source", self.where)), cast("model.Sure", sure))
        return _Entry(self._value(value, path), stated)

    def _value(self, value: object, path: tuple[str, ...]) -> object:
        key = path[-1]
        if key in _RANGES:
            return self._number(value, path)
        if key == "reading_steps":
            return self._steps(value, path)
        choices = {**_CHOICES, **_SIGNS}[key]
        if value not in choices:
            raise self._error(path, f"must be {_quoted(choices)}, not {value!r}")
        return value

    def _number(self, value: object, path: tuple[str, ...]) -> float:
        low, high = _RANGES[path[-1]]
        if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
            raise self._error(path, f"must be a number from {low:g} to {high:g}, not {value!r}")
        if path[-1] not in _FRACTIONS and not isinstance(value, int):
            raise self._error(path, f"must be a whole number, not {value!r}")
        return value

    def _steps(self, value: object, path: tuple[str, ...]) -> tuple[tuple[int, float], ...]:
        """Return pairs of ms and characters, both rising."""
        pairs: list[tuple[int, float]] = []
        for step in value if isinstance(value, list) and value else [None]:
            match step:
                case [int(ms), int() | float() as characters] if ms > 0 and characters > 0:
                    pairs.append((ms, characters))
                case _:
                    raise self._error(path, "must be pairs of ms and characters, such as [[1000, 12], [2000, 20]]")
        if any(after[0] <= before[0] or after[1] < before[1] for before, after in pairwise(pairs)):
            raise self._error(path, "must rise from pair to pair")
        return tuple(pairs)

    def _tag(self, tag: str) -> str:
        try:
            return language.normalise_tag(tag)
        except UsageError as failure:
            raise self._error(("languages", tag), failure.what, failure.next_step) from failure

    def _check_whole(self, draft: _Draft, own: _Draft) -> None:
        """Refuse a profile that lacks a limit or contradicts itself, in general or in a language."""
        wanted = [each.name for each in fields(Limits)][:9]  # those without a default
        wanted += [*_CHOICES, *_SIGNS]
        missing = [
            key
            for key in wanted
            if key not in draft.general and key.replace("_ms", "_frames") not in draft.general
        ]
        if missing:
            raise UsageError(f"the profile lacks {', '.join(missing)}", self.where, "add them")
        for tag in ("", *draft.languages):
            limits = draft.limits(tag)
            counting = _over(draft.languages.get(tag, {}), draft.general)["counting"].value
            at = ("languages", tag, "counting") if "counting" in own.languages.get(tag, {}) else ("counting",)
            if counting == "words" and not limits.max_wpm:
                raise self._error(at, 'is "words", but there is no max_wpm', "add max_wpm to the limits")
            if counting == "steps" and "reading_steps" not in draft.general:
                raise self._error(at, 'is "steps", but there are none', "add reading_steps")
            if limits.min_ms > limits.max_ms:
                is_own = bool(tag) and bool({"min_ms", "max_ms"} & set(own.languages.get(tag, {})))
                table, entries = (("languages", tag), own.languages[tag]) if is_own else (("limits",), own.general)
                key, other = ("min_ms", "max_ms") if "min_ms" in entries else ("max_ms", "min_ms")
                relation = "more" if key == "min_ms" else "less"
                values = getattr(limits, key), getattr(limits, other)
                raise self._error((*table, key), f"{values[0]} is {relation} than {other}, {values[1]}")

    def _check_keys(self, table: Table, known: Collection[str], path: tuple[str, ...]) -> None:
        for key in table:
            if key not in known:
                nearest = difflib.get_close_matches(key, known, n=1)
                advice = f"did you mean {nearest[0]}?" if nearest else f"there are {', '.join(sorted(known))}"
                raise self._error((*path, key), "is not known here", advice)

    def _error(self, path: tuple[str, ...], what: str, next_step: str = "correct it and run again") -> UsageError:
        number = line_of(self.text, path)
        line = f":{number}" if number else ""
        return UsageError(f"{path[-1]} {what}", f"{self.where}{line}", next_step)


def _quoted(choices: Collection[str]) -> str:
    *first, last = (f'"{choice}"' for choice in choices)
    return f"{', '.join(first)} or {last}"
