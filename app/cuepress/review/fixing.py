"""Track files mended: what can be put right without changing what is said, when, and by whom.

    file ──► layout ──► signs (cueing.typography) ──► lines (cueing) ──► out times (checks.mending) ──► file

Only what differs is written anew, the rest of the file stays as it is. Each mend is listed, and a second
time there is nothing to mend. What a person has to decide is left alone and stays a finding. The manifest is not
touched: a mended track counts as corrected by hand from then on, so that no later run replaces it unasked.
"""

from __future__ import annotations

import codecs
import difflib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from cuepress import counting, cueing, files, formats, language
from cuepress.checks.mending import MendedPlace, MendedWhat, Room, mend_times
from cuepress.cueing.grammar import never_last
from cuepress.cueing.typography import find_mends
from cuepress.errors import LibraryError, TrackError
from cuepress.formats.decoding import Decoded, decode
from cuepress.formats.patching import Layout, put_together, take_apart
from cuepress.model import Cue, Kind, Paragraph, TimedWord, Transcript
from cuepress.timecode import clock

_LONGEST_READING_MS = 60_000
_MOST_ROUNDS = 4
# Lines that begin so are turns or verses: where they end is meant.
_MEANT = ("-", "–", "—", "‐", "♪", "♫", "#", "•", ">>")
_ONE_AT_A_TIME = frozenset({"captions", "subtitles"})
_FASTEST_FPS, _SLOWEST_FPS = 60.0, 24_000 / 1_001  # where the rate of the film is not known
_LEAST_FPS = 23  # a talk of slides has a few pictures a second; nobody counts in those


@dataclass(frozen=True, slots=True)
class FixOptions:
    """By what is mended: a profile's name or file; tag and kind go before what a file's name says.

    With ``media`` nothing stays past its end, and gaps are of its frames.
    """

    profile: str = "cuepress"
    tag: str | None = None
    kind: Kind | None = None
    media: Path | None = None


@dataclass(frozen=True, slots=True)
class Fixed:
    """A file before and after, and what was mended; ``left`` says why nothing of it could be."""

    path: Path
    before: bytes
    after: bytes
    mends: tuple[MendedPlace, ...] = ()
    left: str = ""

    @property
    def is_changed(self) -> bool:
        return self.before != self.after


DEFAULTS = FixOptions()


def fix(path: Path, options: FixOptions = DEFAULTS) -> Fixed:
    """Return a track file mended; nothing is written.

    Raises
    ------
    TrackError
        If the file cannot be read or is no track.
    UsageError
        If the profile is unknown.
    MediaError
        If the media cannot be opened.
    """
    data = files.read_bytes(path, error=TrackError)
    named_tag, named_kind = formats.named(path.name)
    tag, kind = options.tag or named_tag, options.kind or named_kind
    formats.parse(data, extension=path.suffix, language=tag, kind=kind, where=files.shown(path))  # or say why not
    decoded = decode(data, language=tag)
    if doubt := _doubt(decoded):
        return Fixed(path, data, data, left=doubt)
    layout = take_apart(decoded.text, is_webvtt=formats.webvtt.has_signature(decoded.text), kind=kind)
    mender = _Mender(cueing.load_profile(options.profile), tag, kind, _film(options.media))
    mended = mender.mended(layout)
    for tidy in (True, False):
        text = put_together(layout, [cue for cue, _ in mended], tidy=tidy)
        if _reads_back(text, layout, mended):
            return _fixed(path, data, decoded, text, layout, mended)
    return Fixed(path, data, data, left="its text is too unlike a track to be mended; look at its findings")


def _doubt(decoded: Decoded) -> str:
    """Return why the letters of a file are not sure enough to write it anew, or nothing."""
    if "\ufffd" in decoded.text:
        return "it holds broken characters; put the right ones there first"
    if decoded.encoding.startswith("utf-"):
        return ""
    return f"its encoding is a guess ({decoded.encoding}); look at it and convert it first (cuepress convert)"


def _reads_back(text: str, layout: Layout, mended: Sequence[tuple[Cue, object]]) -> bool:
    """Tell whether the new text holds just the cues that it should."""
    wanted = [(cue.start_ms, cue.end_ms, cue.text, cue.voice) for cue, _ in mended]
    again = take_apart(text, is_webvtt=layout.is_webvtt, kind=layout.kind)
    return [(cue.start_ms, cue.end_ms, cue.text, cue.voice) for cue in again.cues] == wanted


def _fixed(
    path: Path,
    data: bytes,
    decoded: Decoded,
    text: str,
    layout: Layout,
    mended: Sequence[tuple[Cue, Sequence[MendedPlace]]],
) -> Fixed:
    is_the_same = text == put_together(layout, layout.cues, tidy=False)
    if is_the_same and decoded.encoding == "utf-8":
        return Fixed(path, data, data)
    has_mark = data.startswith(codecs.BOM_UTF8)
    newline = "\r\n" if 2 * decoded.text.count("\r\n") > decoded.text.count("\n") else "\n"
    after = (codecs.BOM_UTF8 if has_mark else b"") + text.replace("\n", newline).encode()
    mends = [*_syntax(decoded, text, layout), *(mend for _, each in mended for mend in each)]
    if not mends:
        mends = [MendedPlace("syntax", 0, None, "written as the format has it")]
    return Fixed(path, data, after, tuple(mends))


def _syntax(decoded: Decoded, text: str, layout: Layout) -> Iterator[MendedPlace]:
    """Yield the problems of the file that are gone."""
    if decoded.encoding != "utf-8":
        yield MendedPlace("syntax", 0, None, f"{decoded.encoding.upper()} becomes UTF-8")
    found = [piece.cue for piece in layout.pieces if piece.cue is not None]
    again = take_apart(text, is_webvtt=layout.is_webvtt, kind=layout.kind)
    if found != layout.cues and [piece.cue for piece in again.pieces if piece.cue] == again.cues:
        yield MendedPlace("syntax", 0, None, "the cues are put in the order of their times")
    scan = formats.webvtt.scan if layout.is_webvtt else formats.subrip.scan
    still = Counter(problem.what for problem in scan(text, kind=layout.kind).problems)
    for problem in scan(decoded.text, kind=layout.kind).problems:
        if still[problem.what]:
            still[problem.what] -= 1
        else:
            yield MendedPlace("syntax", 0, None, str(problem))


@dataclass(frozen=True, slots=True)
class _Film:
    """What is known of the media: its length in ms, its frames a second; None where it is not."""

    duration_ms: int | None = None
    fps: float | None = None


@lru_cache(maxsize=8)
def _film(path: Path | None) -> _Film:
    if path is None:
        return _Film()
    from cuepress import media

    info = media.probe(path)
    has_frames = info.frame_rate is not None and info.frame_rate >= _LEAST_FPS
    return _Film(info.duration_ms, float(info.frame_rate) if info.frame_rate and has_frames else None)


class _Mender:
    """Mends the cues of one track."""

    def __init__(self, profile: cueing.Profile, tag: str, kind: Kind, film: _Film) -> None:
        self.profile, self.tag, self.kind, self.film = profile, tag, kind, film
        self.limits = cueing.at_frame_rate(profile.for_language(tag), film.fps)
        self.typography = profile.typography_for(tag)
        self.reading_ms = lru_cache(maxsize=4096)(self._reading_ms)

    def mended(self, layout: Layout) -> list[tuple[Cue, list[MendedPlace]]]:
        """Return each cue as it should be, with what was mended of it."""
        cues = layout.cues
        if self.kind not in _ONE_AT_A_TIME:
            return [(cue, []) for cue in cues]
        done = [self._text_mended(cue, at, layout) for at, cue in enumerate(cues, start=1)]
        timed = mend_times([cue for cue, _ in done], self._room())
        for at, (cue, mends) in enumerate(done):
            after = timed[at]
            if after.end_ms != cue.end_ms:
                following = timed[at + 1] if at + 1 < len(timed) else None
                mends.append(_time_mend(at + 1, cue, after, following, self.limits.chain_ms))
        return [(after, mends) for after, (_, mends) in zip(timed, done, strict=True)]

    def _room(self) -> Room:
        limits = self.limits
        rates = (_FASTEST_FPS, _SLOWEST_FPS) if self.film.fps is None else (self.film.fps, self.film.fps)
        shortest, longest = (cueing.at_frame_rate(limits, fps) for fps in rates)
        return Room(
            min_ms=limits.min_ms,
            max_ms=limits.max_ms,
            gap_ms=limits.min_gap_ms,
            least_gap_ms=shortest.min_gap_ms,
            most_gap_ms=longest.min_gap_ms,
            chain_ms=shortest.chain_ms,
            linger_ms=limits.linger_ms,
            reading_ms=self.reading_ms,
            media_ms=self.film.duration_ms,
        )

    def _reading_ms(self, text: str) -> int:
        """Return how long a text takes to read: the least time in which it is not too fast."""
        low, high = 1, _LONGEST_READING_MS
        while low < high:
            middle = (low + high) // 2
            found = cueing.speed(text, middle, tag=self.tag, profile=self.profile)
            low, high = (low, middle) if found.value <= found.limit else (middle + 1, high)
        return low

    def _text_mended(self, cue: Cue, number: int, layout: Layout) -> tuple[Cue, list[MendedPlace]]:
        if not cue.text or not layout.can_change_text(cue):
            return cue, []
        text, signs, is_broken = cue.text, dict[str, None](), False
        for _ in range(_MOST_ROUNDS):  # a sign mended may move a line end, and a line end make room for a sign
            before = text
            text, kinds = self._signs(text)
            signs |= dict.fromkeys(kinds)
            broken = self._lines(text)
            is_broken, text = is_broken or broken != text, broken
            if text == before:
                break
        mends = [*([", ".join(signs)] if signs else []), *(["line ends"] if is_broken else [])]
        if not mends or text == cue.text:
            return cue, []
        what: MendedWhat = "lines" if is_broken and not signs else "typography"
        message = f"{' and '.join(mends)}: {_shown(cue.text)} becomes {_shown(text)}"
        return replace(cue, text=text), [MendedPlace(what, number, cue.start_ms, message)]

    def _signs(self, text: str) -> tuple[str, list[str]]:
        """Mend the signs of a text; a line break stays where it is."""
        if text != text.strip() or "\n\n" in text:
            return text, []
        found = find_mends(Paragraph(text.replace("\n", " ")), self.tag, self.typography)
        kept = [mend for mend in found if "\n" not in text[mend.start : mend.end]]
        for mend in reversed(kept):
            text = text[: mend.start] + mend.text + text[mend.end :]
        return text, [mend.kind for mend in kept]

    def _lines(self, text: str) -> str:
        """Return a text with its lines ended where the profile and the grammar want it, if they are not."""
        faults = self._faults(text)
        if not any(faults) or any(line.lstrip().startswith(_MEANT) for line in text.split("\n")):
            return text
        joined = self._joined(text)
        broken = self._broken(joined) if joined else text
        is_whole = "".join(broken.split()) == "".join(text.split())
        return broken if is_whole and self._faults(broken) < faults else text

    def _faults(self, text: str) -> tuple[int, int, int]:
        """Return how many lines are too long, how many too many, and how many end where none should."""
        lines = text.split("\n")
        too_long = sum(counting.counted_length(line, self.tag) > self.limits.max_cpl for line in lines)
        ends = sum(self._is_bad_end(*pair) for pair in pairwise(lines))
        return too_long, max(len(lines) - self.limits.max_lines, 0), ends

    def _is_bad_end(self, line: str, following: str) -> bool:
        before, after = line, following
        if not language.is_unspaced(self.tag):
            before, after = (line.split() or [""])[-1], (following.split() or [""])[0]
        return bool(before and after and never_last(before, after, self.tag))

    def _joined(self, text: str) -> str:
        """Return a text on one line, or nothing where it is not known whether a space belongs there."""
        if not language.is_unspaced(self.tag):
            return " ".join(text.split("\n"))
        lines = text.split("\n")
        edges = [character for pair in pairwise(lines) for character in pair[0][-1:] + pair[1][:1]]
        return "" if any(edge.isascii() for edge in edges) else "".join(lines)

    def _broken(self, joined: str) -> str:
        """Return the lines that the cueing would give the text as one cue, or the text if it is too long."""
        if joined != joined.strip():
            return joined
        transcript = Transcript(self.tag, (Paragraph(joined),))
        lasts_ms, count = self.limits.max_ms or 5_000, len(transcript.words)
        timed = [
            TimedWord(word, lasts_ms * at // count, lasts_ms * (at + 1) // count, 1.0)
            for at, word in enumerate(transcript.words)
        ]
        one = _whole(self.profile, self.limits, lasts_ms)
        made = cueing.make_cues(transcript, timed, profile=one, duration_ms=lasts_ms).cues
        return made[0].text if len(made) == 1 else joined


def _whole(profile: cueing.Profile, limits: cueing.Limits, lasts_ms: int) -> cueing.Profile:
    """Return a profile by which a text is one cue if its lines have room for it: time is no object."""
    free = replace(
        limits,
        min_ms=lasts_ms,
        max_ms=10 * lasts_ms,
        max_cps=10_000.0,
        max_wpm=0,
        min_gap_ms=0,
        min_gap_frames=0,
        chain_ms=0,
        chain_frames=0,
        early_ms=0,
        early_frames=0,
    )
    return replace(profile, general=free, languages=(), reading_steps=())


def _time_mend(number: int, before: Cue, after: Cue, following: Cue | None, chain_ms: int) -> MendedPlace:
    if before.end_ms <= before.start_ms:
        why = "was not after the in time"
    elif following is not None and before.end_ms > following.start_ms:
        why = "was after the next cue's in time"
    elif after.end_ms < before.end_ms:
        why = "left no gap before the next cue"
    elif following is not None and 0 < following.start_ms - before.end_ms < chain_ms:
        why = "left a gap that flickers, or too little time to read"
    else:
        why = "left too little time to read"
    message = f"out time {clock(before.end_ms)} {why}; it becomes {clock(after.end_ms)}"
    return MendedPlace("times", number, before.start_ms, message)


def _shown(text: str) -> str:
    return " / ".join(text.split("\n"))


def diff(fixed: Fixed) -> str:
    """Return what would change in the file, as a unified diff that can be printed on any terminal."""
    name = files.shown(fixed.path)
    before, after = (_lines_of(data) for data in (fixed.before, fixed.after))
    found = difflib.unified_diff(before, after, f"{name} (as it is)", f"{name} (mended)", lineterm="")
    return "\n".join(map(files.printable, found))


def _lines_of(data: bytes) -> list[str]:
    return decode(data).text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def write(fixed: Fixed) -> None:
    """Replace the file by what it becomes, as a whole, if nobody has changed it meanwhile.

    Raises
    ------
    LibraryError
        If somebody has, or the file cannot be written.
    """
    if not fixed.is_changed:
        return
    if files.read_bytes(fixed.path, error=LibraryError) != fixed.before:
        raise LibraryError("the file was changed meanwhile", files.shown(fixed.path), "run the same command again")
    files.write_whole(fixed.path, fixed.after)


__all__ = ["DEFAULTS", "FixOptions", "Fixed", "diff", "fix", "write"]
