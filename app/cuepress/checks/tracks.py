"""The tracks of one video beside each other: the same passages, speakers, sounds and times in each language.

Each track is held against the one that most of the others agree with: the captions if there is one of that kind
alone, else the one with most cues. A finding names the track that differs, at its place in time.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import combinations

from cuepress import language, writing
from cuepress.checks import clauses, drift
from cuepress.checks.hearing import is_sound
from cuepress.checks.material import Material
from cuepress.checks.model import Finding, Rule, Severity
from cuepress.checks.registry import SetCheck
from cuepress.timecode import clock

Interval = tuple[int, int]

_PASSAGE_MS = 4_000  # shorter may be the other order of two languages
_FAR_MS = 500
_BESIDE_MS = 1_000
_FEWEST_LINES, _SAME_SHARE = 6, 2 / 3  # a shared text may be names, or a song in its own language
_SAME_BEGIN_MS = 300  # sentences begin together, other cues anywhere

PASSAGES = Rule(
    "set.passages",
    "Each language has the same passages",
    "stretches of at least 4 s during which one track shows text and another none",
    "legal duty",
    "warning",
    "readers of that language do not learn what was said",
    "set",
    (clauses.FCC_COMPLETE, clauses.RGAA_ADEQUATE),
    ("set",),
    is_certain=False,
)
SPEAKERS = Rule(
    "set.speakers",
    "Each language names the same speakers",
    "cues with a voice in one track, and no cue with a voice at that time in another",
    "guideline",
    "warning",
    "readers of that language cannot tell who speaks",
    "set",
    (clauses.BBC_SPEAKERS,),
    ("set",),
    is_certain=False,
)
SOUNDS = Rule(
    "set.sounds",
    "Each track of captions describes the same sounds",
    "cues of a sound in one track, and none within a second of it in another of kind captions",
    "guideline",
    "notice",
    "readers of that language do not learn what is heard",
    "set",
    (clauses.DCMP_SOUNDS,),
    ("set",),
    is_certain=False,
)
TIMING = Rule(
    "set.timing",
    "The languages keep step",
    "in times of one track held against those of another, where they are near after the best shift: all differ by "
    "200 ms, by more and more up to 150 ms, or by 300 ms from one place on",
    "legal duty",
    "warning",
    "one of the two is at another place than the sound",
    "set",
    (clauses.FCC_SYNCHRONOUS,),
    ("set",),
    is_certain=False,
)
TWICE = Rule(
    "set.twice",
    "Each language and kind is there once",
    "language tag and kind of each track",
    "guideline",
    "error",
    "a menu shows two entries that nobody can tell apart",
    "set",
    (clauses.HTML_TRACK,),
    ("set",),
)
KIND = Rule(
    "set.kind",
    "Captions are in the language that is spoken",
    "the kind of each track whose name or manifest says one, against the language of the sound; where that is not "
    "known, captions in more than one language",
    "legal duty",
    "warning",
    "translations are no captions in the sense of RGAA 4.3; captions must be in a track of that kind",
    "set",
    (clauses.RGAA_KIND, clauses.RGAA_CAPTIONS, clauses.HTML_KIND),
    ("set",),
)
SPOKEN = Rule(
    "set.spoken",
    "The language that is spoken has a track",
    "the languages of the tracks that were given, against that of the sound, where it is known",
    "legal duty",
    "notice",
    "a translation is no caption of what is said; there may be a track that was not given",
    "set",
    (clauses.WCAG_CAPTIONS, clauses.RGAA_CAPTIONS),
    ("set",),
    is_certain=False,
)
SAME_TEXT = Rule(
    "set.same_text",
    "Tracks of two languages have two texts",
    "the texts of cues that two tracks in different languages share; from two thirds of the shorter one on",
    "legal duty",
    "error",
    "one of the two is offered as a language that it is not in",
    "set",
    (clauses.RGAA_LANGUAGE, clauses.HTML_TRACK),
    ("set",),
)


def _reference(materials: Sequence[Material]) -> Material:
    captions = [each for each in materials if each.track.kind == "captions"]
    if len(captions) == 1:
        return captions[0]
    return max(materials, key=lambda each: len(each.track.cues))


def _compared(materials: Sequence[Material]) -> Iterator[tuple[Material, Material]]:
    """Yield the reference and each other track that is read as it is said."""
    read = [each for each in materials if each.is_read_at_once and each.track.cues]
    if len(read) > 1:
        reference = _reference(read)
        yield from ((reference, each) for each in read if each is not reference)


def _passages(materials: Sequence[Material]) -> Iterator[Finding]:
    for reference, other in _compared(materials):
        for one, another in ((reference, other), (other, reference)):
            for start_ms, end_ms in _missing(_covered(one), _covered(another)):
                what = f"nothing from {clock(start_ms)} to {clock(end_ms)}, where {one.name} has text"
                yield _near(another, PASSAGES, what, start_ms, end_ms, end_ms - start_ms)


def _covered(material: Material) -> list[Interval]:
    """Return when text is shown, short rests closed."""
    covered: list[Interval] = []
    for cue in material.track.cues:
        if covered and cue.start_ms - covered[-1][1] < _BESIDE_MS:
            covered[-1] = (covered[-1][0], max(covered[-1][1], cue.end_ms))
        else:
            covered.append((cue.start_ms, cue.end_ms))
    return covered


def _missing(wanted: Sequence[Interval], there: Sequence[Interval]) -> Iterator[Interval]:
    """Yield what of the wanted intervals is long enough and not there."""
    for start, end in wanted:
        at = start
        first = bisect_right(there, start, key=lambda each: each[1])
        for begin, until in (*there[first:], (end, end)):
            if min(begin, end) - at >= _PASSAGE_MS:
                yield at, min(begin, end)
            at = max(at, until)
            if at >= end:
                break


def _near(
    material: Material, rule: Rule, what: str, start_ms: int, end_ms: int, value: float | None = None
) -> Finding:
    """Return a finding at the cue of a track that is shown at a time, or was shown before it."""
    cues = material.track.cues
    index = max(bisect_right(cues, start_ms, key=lambda cue: cue.start_ms) - 1, 0)
    found = material.at_cue(rule, index, what)
    if value is not None:
        found = material.at_cue(rule, index, what, value=value, unit="ms")
    return found.at(start_ms, end_ms)


def _speakers(materials: Sequence[Material]) -> Iterator[Finding]:
    for reference, other in _compared(materials):
        for one, another in ((reference, other), (other, reference)):
            named = [cue for cue in another.track.cues if cue.voice]
            for cue in (cue for cue in one.track.cues if cue.voice):
                is_there = any(each.start_ms < cue.end_ms and cue.start_ms < each.end_ms for each in named)
                if not is_there:
                    what = f"no speaker at {clock(cue.start_ms)}, where {one.name} has {cue.voice}"
                    yield _near(another, SPEAKERS, what, cue.start_ms, cue.end_ms)


def _sounds(materials: Sequence[Material]) -> Iterator[Finding]:
    captions = [each for each in materials if each.track.kind == "captions"]
    for reference, other in _compared(captions):
        for one, another in ((reference, other), (other, reference)):
            theirs = [cue.start_ms for cue in another.track.cues if is_sound(cue)]
            for cue in (cue for cue in one.track.cues if is_sound(cue)):
                at = bisect_left(theirs, cue.start_ms - _BESIDE_MS)
                if at == len(theirs) or theirs[at] > cue.end_ms + _BESIDE_MS:
                    what = f"no sound at {clock(cue.start_ms)}, where {one.name} has {cue.text[:40]!r}"
                    yield _near(another, SOUNDS, what, cue.start_ms, cue.end_ms)


def _timing(materials: Sequence[Material]) -> Iterator[Finding]:
    for reference, other in _compared(materials):
        begins = sorted(cue.start_ms for cue in reference.track.cues)
        found = drift.fit_to(other.track, begins, near_ms=_SAME_BEGIN_MS)
        if not found.kind:
            continue
        cues = other.track.cues
        begin, end = found.at(cues[0].start_ms), found.at(cues[-1].start_ms)
        worst = max(abs(begin), abs(end), abs(found.jump_ms))
        severity: Severity = "error" if worst >= _FAR_MS else "warning"
        what = (
            f"against {reference.name} its cues are {_amount(begin)} at the beginning, {_amount(end)} at the end"
        )
        made = other.at_track(TIMING, what, value=round(worst), limit=_FAR_MS, unit="ms")
        yield made.with_severity(severity)


def _amount(ms: int) -> str:
    return f"{abs(ms):,} ms {'late' if ms > 0 else 'early'}"


def _twice(materials: Sequence[Material]) -> Iterator[Finding]:
    seen: dict[tuple[str, str], str] = {}
    for each in materials:
        key = each.language, each.track.kind
        if key in seen:
            name = language.english_name(each.language)
            yield each.at_track(TWICE, f"{seen[key]} is {name} {each.track.kind} too")
        seen[key] = each.name


def _kinds(materials: Sequence[Material]) -> Iterator[Finding]:
    spoken = next((each.spoken for each in materials if each.spoken), "")
    if not spoken:
        said = _captions_by_language(materials)
        for tag, each in list(said.items())[1:]:
            first = next(iter(said))
            what = f"captions in {tag} beside captions in {first}: only those in the language that is spoken are"
            yield each.at_track(KIND, what)
        return
    for each in materials:
        is_spoken = language.primary(each.language) == language.primary(spoken)
        if each.is_kind_said and each.track.kind == "captions" and not is_spoken:
            what = f"captions in {each.language}, but {spoken} is spoken: a translation is subtitles"
            yield each.at_track(KIND, what)
    own = [each for each in materials if language.primary(each.language) == language.primary(spoken)]
    if own and not any(each.track.kind == "captions" for each in own):
        yield (
            own[0]
            .at_track(KIND, f"no track in {spoken}, which is spoken, is of kind captions")
            .with_severity("error")
        )


def _captions_by_language(materials: Sequence[Material]) -> dict[str, Material]:
    """Return the first track in each language that somebody said to be of kind captions."""
    found: dict[str, Material] = {}
    for each in materials:
        if each.is_kind_said and each.track.kind == "captions":
            found.setdefault(language.primary(each.language), each)
    return found


def _spoken(materials: Sequence[Material]) -> Iterator[Finding]:
    spoken = next((each.spoken for each in materials if each.spoken), "")
    if all(language.primary(each.language) != language.primary(spoken) for each in materials):
        tags = ", ".join(dict.fromkeys(each.language for each in materials))
        what = f"{language.english_name(spoken)} ({spoken}) is spoken, and these tracks are in {tags}"
        yield Finding(SPOKEN.id, SPOKEN.severity, what)


def _same_texts(materials: Sequence[Material]) -> Iterator[Finding]:
    """Compare the lines of each two tracks in different languages; names and sounds alone are no text."""
    read = [(each, _lines(each)) for each in materials if each.is_read_at_once]
    for (one, ours), (other, theirs) in combinations(read, 2):
        fewest = min(len(ours), len(theirs))
        n_shared = len(ours & theirs)
        is_one = language.primary(one.language) == language.primary(other.language)
        if is_one or fewest < _FEWEST_LINES or n_shared < _SAME_SHARE * fewest:
            continue
        wrong, right = (one, other) if _is_another(one) and not _is_another(other) else (other, one)
        what = f"{n_shared:,} of its cues have the text of {right.name}, which is {right.language}"
        yield wrong.at_track(SAME_TEXT, what, value=round(100 * n_shared / fewest), unit="% of the cues")


def _lines(material: Material) -> set[str]:
    return {" ".join(cue.text.split()).casefold() for cue in material.track.cues if not is_sound(cue)}


def _is_another(material: Material) -> bool:
    return writing.another_language(material.track.text, material.language) is not None


def _unspoken(materials: Sequence[Material]) -> str:
    return "" if any(each.spoken for each in materials) else "nobody says which language is spoken (--spoken)"


def _kinds_unsaid(materials: Sequence[Material]) -> str:
    return "" if len(_captions_by_language(materials)) > 1 else _unspoken(materials)


CHECKS = (
    SetCheck((PASSAGES,), _passages),
    SetCheck((SPEAKERS,), _speakers),
    SetCheck((SOUNDS,), _sounds),
    SetCheck((TIMING,), _timing),
    SetCheck((TWICE,), _twice),
    SetCheck((KIND,), _kinds, _kinds_unsaid),
    SetCheck((SPOKEN,), _spoken, _unspoken),
    SetCheck((SAME_TEXT,), _same_texts),
)
