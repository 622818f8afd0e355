"""Profiles: the limits of one guideline, read from a TOML file, each with where it comes from."""

from __future__ import annotations

import difflib
import re
import tomllib
from dataclasses import dataclass, fields, replace
from importlib import resources
from pathlib import Path
from typing import Literal, cast, get_args

from cuepress import language
from cuepress.errors import UsageError
from cuepress.files import read_bytes, shown

Voice = Literal["name", "dash"]
SpeakerChange = Literal["new_cue", "dash"]
Counting = Literal["graphemes", "no_spaces", "words"]
FrenchSpace = Literal["nnbsp", "nbsp", "plain", "keep"]
Ellipsis = Literal["one", "three", "keep"]
Quotes = Literal["language", "straight", "keep"]
DialogueDash = Literal["-", "- ", "–", "– ", "—", "— "]
Sounds = Literal["brackets", "parentheses", "keep"]
Table = dict[str, object]

DEFAULT = "cuepress"
MAX_PROFILE_BYTES = 100_000


@dataclass(frozen=True, slots=True)
class Limits:
    """The numbers that cues are cut and timed by.

    ``max_cpl`` characters a line, ``max_lines`` lines a cue, ``max_cps`` characters a second. A cue lasts from
    ``min_ms`` to ``max_ms``. Between two cues are at least ``min_gap_ms``, and a gap shorter than ``chain_ms``
    is closed to that. ``linger_ms``: how long a cue may stay after its words, to be read; ``early_ms``: how long
    before them a cue of a translation may appear, for the same reason.

    What a guideline gives in frames is in ``_frames``, and the ``_ms`` beside it is what those are at the frame
    rate of the video (see ``at_frame_rate``); 0 frames: the guideline gives ms. ``max_wpm`` is the reading speed
    of guidelines that count words, 0 of those that do not.

    Shot changes, where they are known (0: the guideline says nothing): no time but one at the change itself is
    nearer to it than ``shot_zone_ms``; an in time up to ``shot_snap_ms`` before it moves onto it; an out time keeps
    ``shot_gap_ms`` before it.
    """

    max_cpl: float
    max_lines: int
    max_cps: float
    min_ms: int
    max_ms: int
    min_gap_ms: int
    linger_ms: int
    early_ms: int
    chain_ms: int
    min_gap_frames: int = 0
    chain_frames: int = 0
    early_frames: int = 0
    max_wpm: float = 0
    shot_zone_ms: int = 0
    shot_snap_ms: int = 0
    shot_gap_ms: int = 0
    shot_gap_frames: int = 0


USUAL_FPS = 25.0  # where the frame rate of the video is not known
_IN_FRAMES = ("min_gap", "chain", "early", "shot_gap")


def at_frame_rate(limits: Limits, fps: float | None) -> Limits:
    """Return the limits with what is given in frames in ms of a video of ``fps`` frames a second.

    >>> from cuepress.cueing import load_profile
    >>> [at_frame_rate(load_profile("netflix").general, fps).min_gap_ms for fps in (24, 25, 50, None)]
    [83, 80, 40, 80]
    """
    rate = fps or USUAL_FPS
    frames = {name: getattr(limits, f"{name}_frames") for name in _IN_FRAMES}
    return replace(
        limits, **{f"{name}_ms": round(count * 1_000 / rate) for name, count in frames.items() if count}
    )


@dataclass(frozen=True, slots=True)
class Typography:
    """How the signs of a track are written; ``keep`` leaves them as they are in the text.

    ``french_space``: before ``; : ! ?`` and inside ``« »``, in French: ``nnbsp`` is U+202F, before ``:`` and inside
    ``« »`` U+00A0; ``nbsp`` is U+00A0 everywhere; ``plain`` a space. ``ellipsis``: ``one`` sign (U+2026) or
    ``three`` dots. ``quotes``: those of the ``language`` or ``straight``. ``dash`` stands before each speaker of a
    cue with two, with its space. ``sounds`` stand in ``brackets`` or ``parentheses``.
    """

    french_space: FrenchSpace = "keep"
    ellipsis: Ellipsis = "keep"
    quotes: Quotes = "keep"
    dash: DialogueDash = "- "
    sounds: Sounds = "keep"


UNITS = {
    "max_cpl": "characters a line",
    "max_lines": "lines a cue",
    "max_cps": "characters a second",
    "min_ms": "ms a cue at least",
    "max_ms": "ms a cue at most",
    "min_gap_ms": "ms between cues",
    "linger_ms": "ms after the words",
    "early_ms": "ms before, a translation",
    "chain_ms": "ms: shorter gaps are closed",
}
# What a limit can be without making cues impossible.
_RANGES: dict[str, tuple[float, float]] = {
    "max_cpl": (4, 200),
    "max_lines": (1, 4),
    "max_cps": (1, 100),
    "min_ms": (1, 10_000),
    "max_ms": (500, 60_000),
    "min_gap_ms": (0, 2_000),
    "linger_ms": (0, 10_000),
    "early_ms": (0, 1_500),
    "chain_ms": (0, 5_000),
}


@dataclass(frozen=True, slots=True)
class Profile:
    """One guideline: its limits in general and where a language has its own, and the sources of both.

    ``voice`` says how a format without voices shows who speaks; ``speaker_change`` whether a change of speaker
    begins a new cue or may stand in a cue, with a dialogue dash. ``counting`` says what is counted in reading speed.
    ``languages`` holds (tag, limits); ``sources``
    holds (limit or language tag, where it is written).
    """

    name: str
    title: str
    voice: Voice
    general: Limits
    languages: tuple[tuple[str, Limits], ...] = ()
    sources: tuple[tuple[str, str], ...] = ()
    speaker_change: SpeakerChange = "new_cue"
    counting: Counting = "graphemes"
    typography: Typography = Typography()
    typographies: tuple[tuple[str, Typography], ...] = ()

    def for_language(self, tag: str) -> Limits:
        """Return the limits for a language: its tag's own, else its primary language's, else the general ones."""
        own = dict(self.languages)
        return own.get(tag) or own.get(language.primary(tag)) or self.general

    def typography_for(self, tag: str) -> Typography:
        """Return how signs are written in a language: its own way, else the general one."""
        own = dict(self.typographies)
        return own.get(tag) or own.get(language.primary(tag)) or self.typography


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
        text = resources.files(__package__).joinpath("profiles", f"{name}.toml").read_text("utf-8")
        return _parse(text, name=name, where=f"profile {name}")
    if name.endswith(".toml") or "/" in name:
        path = Path(name)
        data = read_bytes(path, error=UsageError, max_bytes=MAX_PROFILE_BYTES)
        return _parse(data.decode("utf-8", "replace"), name=path.stem, where=shown(path))
    nearest = difflib.get_close_matches(name.lower(), profile_names(), n=1)
    advice = f"did you mean {nearest[0]}?" if nearest else f"there are {', '.join(profile_names())}"
    raise UsageError(f"unknown profile {name!r}", "", f"{advice}; a file of your own ends in .toml")


def describe(profile: Profile) -> list[str]:
    """Return the profile for people, a limit a line, with its source."""
    sources = dict(profile.sources)
    lines = [f"{profile.name}: {profile.title}"]
    for name, unit in UNITS.items():
        value = getattr(profile.general, name)
        lines.append(f"  {name:<12}{value:>7g} {unit:<28}{sources.get(name, '')}".rstrip())
    lines.append(f"  {'voice':<12}{profile.voice:>7}")
    for tag, limits in profile.languages:
        own = [
            f"{field.name} {getattr(limits, field.name):g}"
            for field in fields(Limits)
            if getattr(limits, field.name) != getattr(profile.general, field.name)
        ]
        lines.append(f"  {tag:<12}{', '.join(own)}  {sources.get(tag, '')}".rstrip())
    return lines


def _parse(text: str, *, name: str, where: str) -> Profile:
    try:
        table: Table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as failure:
        raise UsageError(f"this is no TOML: {failure}", where, "correct the line") from failure
    return _Reader(text, where).profile(table, name)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Turns the tables of a file into a profile; knows the text, so as to name the line of a mistake."""

    text: str
    where: str

    def profile(self, table: Table, name: str) -> Profile:
        self._check_keys(table, {"title", "based_on", "voice", "limits", "languages", "sources"})
        base = self._base(table, name)
        voice = table.get("voice", base.voice if base else "name")
        if voice not in get_args(Voice):
            raise self._error("voice", f'must be "name" or "dash", not {voice!r}')
        general = self._limits(self._table(table, "limits"), base.general if base else None)
        languages = dict(base.languages) if base else {}
        for tag, own in self._table(table, "languages").items():
            if not isinstance(own, dict):
                raise self._error(tag, "must be a table of limits")
            languages[self._tag(tag)] = self._limits(own, languages.get(tag, general))
        sources = dict(base.sources) if base else {}
        sources |= {key: str(value) for key, value in self._table(table, "sources").items()}
        title = str(table.get("title", name))
        return Profile(
            name, title, cast("Voice", voice), general, tuple(languages.items()), tuple(sources.items())
        )

    def _base(self, table: Table, name: str) -> Profile | None:
        """Return the profile that this one changes; a profile of ours stands on its own feet."""
        if name in profile_names() and self.where == f"profile {name}":
            return None
        base = table.get("based_on", DEFAULT)
        if base not in profile_names():
            raise self._error("based_on", f"must be one of {', '.join(profile_names())}, not {base!r}")
        return load_profile(str(base))

    def _table(self, table: Table, key: str) -> Table:
        found = table.get(key, {})
        if not isinstance(found, dict):
            raise self._error(key, "must be a table")
        return found

    def _limits(self, table: Table, base: Limits | None) -> Limits:
        self._check_keys(table, set(UNITS))
        values = {key: self._number(key, value) for key, value in table.items()}
        missing = sorted(set(UNITS) - set(values))
        if base is None and missing:
            raise UsageError(f"the profile lacks {', '.join(missing)}", self.where)
        limits = replace(base, **values) if base else Limits(**values)  # type: ignore[arg-type]  # checked above
        if limits.min_ms > limits.max_ms:
            raise self._error("min_ms", f"{limits.min_ms} is more than max_ms, {limits.max_ms}")
        return limits

    def _number(self, key: str, value: object) -> float:
        low, high = _RANGES[key]
        is_whole_wanted = key not in {"max_cpl", "max_cps"}
        if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
            raise self._error(key, f"must be a number from {low:g} to {high:g}, not {value!r}")
        if is_whole_wanted and not isinstance(value, int):
            raise self._error(key, f"must be a whole number, not {value!r}")
        return value

    def _tag(self, tag: str) -> str:
        try:
            return language.normalise_tag(tag)
        except UsageError as failure:
            raise self._error(tag, str(failure)) from failure

    def _check_keys(self, table: Table, known: set[str]) -> None:
        for key in table:
            if key not in known:
                nearest = difflib.get_close_matches(key, known, n=1)
                advice = f"did you mean {nearest[0]}?" if nearest else f"there are {', '.join(sorted(known))}"
                raise self._error(key, "is not known", advice)

    def _error(self, key: str, what: str, next_step: str = "correct it and run again") -> UsageError:
        found = re.search(rf"^[^#\n]*?\b{re.escape(key)}\b", self.text, re.MULTILINE)
        line = f":{self.text.count(chr(10), 0, found.start()) + 1}" if found else ""
        return UsageError(f"{key} {what}", f"{self.where}{line}", next_step)
