"""A clean track with its transcript and its sound, the faults that are put into it, and what a check then says.

Used by the test of all rules and by the benchmark that counts precision and recall.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from cuepress import formats
from cuepress.checks import Finding, Heard, Report, check_set, check_track
from cuepress.errors import TrackError
from cuepress.model import Cue, Track, Transcript
from cuepress.review import checking, waiving

ROOT = Path(__file__).parent.parent
TAGS = ("fr", "en", "ar", "tr", "zh-Hans")
DOCUMENTS = {
    "fr": "strong-cities.fr.md",
    "en": "strong-cities.en.docx",
    "ar": "strong-cities.ar.html",
    "tr": "strong-cities.tr.txt",
    "zh-Hans": "strong-cities.zh-Hans.md",
}
_PAUSE_MS = 320
# The sample is not in Spanish, which alone has marks before a question.
_SPANISH = (
    "Hoy hablamos de las ciudades.",
    "¿Qué puede hacer una ciudad?",
    "Puede escuchar a sus vecinos.",
    "¡Y puede responderles!",
    "¿Quién ha venido hoy aquí?",
    "Han venido cien alcaldes.",
    "Todos traen sus preguntas.",
    "¿Cómo ayudamos a los jóvenes?",
    "Damos trabajo y confianza.",
    "Eso lo sabemos todos.",
    "¿Por dónde empezamos ahora?",
    "Empezamos por la escuela.",
)


@dataclass(frozen=True)
class Case:
    """A track as a file's text, and what is known beside it. ``heard`` None: nobody gave the media.

    ``waivers`` is the text of the file of what was accepted, empty: there is none.
    """

    tag: str
    track: Track
    transcript: Transcript | None
    heard: Heard | None
    name: str = ""
    data: bytes = b""
    extension: str = ".vtt"
    waivers: str = ""

    @property
    def bytes(self) -> bytes:
        return self.data or formats.serialize(self.track, extension=self.extension).data

    @property
    def text(self) -> str:
        return self.bytes.decode("utf-8")

    def with_text(self, text: str) -> Case:
        return replace(self, data=text.encode("utf-8", "surrogatepass"))

    def with_cues(self, cues: Sequence[Cue]) -> Case:
        ordered = sorted(cues, key=lambda cue: cue.start_ms)
        return replace(self, track=replace(self.track, cues=tuple(ordered)), data=b"")

    def with_cue(self, index: int, **changed: object) -> Case:
        cues = list(self.track.cues)
        cues[index] = replace(cues[index], **changed)  # type: ignore[arg-type]  # fields of a cue
        return self.with_cues(cues)


@dataclass(frozen=True)
class Seeded:
    """A case with a fault. ``cues`` are the numbers (from 1) where it may be found, empty: anywhere in the track.

    ``line`` is the line of the file where it must be found, 0 where that does not matter.
    """

    case: Case
    cues: tuple[int, ...] = ()
    line: int = 0


Breaker = Callable[[Case], Seeded | None]


@dataclass(frozen=True)
class Fault:
    """A way to break a track, and the rule that must find it; ``seed`` gives None where there is no place."""

    name: str
    rule: str
    seed: Breaker
    tags: tuple[str, ...] = TAGS


def clean(tag: str, *, speech: Sequence[tuple[int, int]] | None = None) -> Case:
    """Return the sample's track in a language; its sound is made from its cues' times if none is given."""
    from cuepress import transcripts

    if tag == "es":
        return _spanish()
    track = formats.load(ROOT / "captions" / f"strong-cities.{tag}.vtt").track
    transcript = transcripts.read_transcript(ROOT / "media" / DOCUMENTS[tag], language=tag)
    intervals = tuple(speech) if speech is not None else _speech(track)
    heard = Heard("talk.mp4", "", track.cues[-1].end_ms + 2_000, intervals, fps=25.0)
    return Case(tag, track, transcript, heard, f"talk.{tag}.vtt")


def _spanish() -> Case:
    cues = (Cue(at * 3_000, at * 3_000 + 2_500, text) for at, text in enumerate(_SPANISH))
    track = Track(tuple(cues), "es", "captions")
    heard = Heard("talk.mp4", "", track.cues[-1].end_ms + 2_000, _speech(track), fps=25.0)
    return Case("es", track, None, heard, "talk.es.vtt")


def _speech(track: Track) -> tuple[tuple[int, int], ...]:
    """Return speech that begins with each cue and rests before the next one."""
    return tuple((cue.start_ms, max(cue.start_ms + 400, cue.end_ms - _PAUSE_MS)) for cue in track.cues)


def checked(case: Case, folder: Path) -> Report:
    """Write the case as a file and check it."""
    path = folder / case.name
    path.write_bytes(case.bytes)
    report = check_one(case, path)
    if not case.waivers:
        return report
    waiving.path_for(path).write_text(case.waivers, encoding="utf-8")
    return waiving.waive(report, [path])


def check_one(case: Case, path: Path) -> Report:
    given = _given(case)
    try:
        material = given.load(path)
    except TrackError:
        return given.check(path)
    return check_track(material, tool="test")


def checked_set(cases: Sequence[Case], folder: Path, *, spoken: str = "") -> Report:
    """Write the cases as files and check them beside each other."""
    materials = []
    for case in cases:
        path = folder / case.name
        path.write_bytes(case.bytes)
        materials.append(replace(_given(case).load(path), spoken=spoken))
    return check_set(materials, tool="test")


def _given(case: Case) -> checking._Given:
    given = checking._Given(checking.CheckOptions(), lambda _step, _done: None)
    given.heard = case.heard
    if case.transcript is not None:
        given.transcripts = {case.transcript.language: (case.transcript, "")}
    return given


def key(finding: Finding) -> tuple[object, ...]:
    """Return what makes two findings the same, whatever else in the track moved."""
    return finding.rule, finding.start_ms, finding.excerpt, finding.message


def new_findings(report: Report, before: Report) -> list[Finding]:
    """Return what is found in a broken track and not in the clean one."""
    known = {key(finding) for finding in before.findings}
    return [finding for finding in report.findings if key(finding) not in known]


def is_at(finding: Finding, seeded: Seeded) -> bool:
    """Tell whether a finding is at the place of the fault."""
    if seeded.line and finding.line != seeded.line:
        return False
    return not seeded.cues or finding.cue in seeded.cues
