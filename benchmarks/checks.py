"""What the checks find: beside webvtt-parser, of faults put into clean tracks, in our own tracks; and how fast.

Run as ``python benchmarks/checks.py [parser|faults|ours|speed …]``; the exit code is 1 if a bar is missed.

Bars: nothing that webvtt-parser finds is missed or found at another line, and none of its false alarms is
repeated; every seeded fault is found at its place; the clean tracks and the sample's own have no error; 1,000
tracks of 500 cues in 60 s on two cores. Faults are heard in the sample's own sound where the video is there.
"""

from __future__ import annotations

import re
import sys
import tempfile
import time
from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))

import checks_webvtt_parser as parser  # noqa: E402 - beside this file

from cuepress import cueing, formats  # noqa: E402 - as above
from cuepress.checks import Report, rules  # noqa: E402 - as above
from cuepress.model import Cue, Track  # noqa: E402 - as above
from cuepress.review import checking  # noqa: E402 - as above
from seeded_case import DOCUMENTS, TAGS, Case, Fault, checked, checked_set, clean, is_at, new_findings  # noqa: E402 - as above
from seeded_faults import FAULTS  # noqa: E402 - as above
from seeded_syntax import SET_FAULTS, SUBRIP_FAULTS, WEBVTT_FAULTS  # noqa: E402 - as above

VTT_FILES = ROOT.parent / "shared" / "conformance" / "vtt"
VIDEO = ROOT / "media" / "strong-cities.mp4"
N_TRACKS, N_CUES, MAX_S = 1_000, 500, 60.0
Row = tuple[int, int, int, int]  # found at its place, missed, found where no fault is, n tracks


def beside_webvtt_parser() -> bool:
    """Compare on every file there is; print each alarm of theirs that is false, and each that we miss."""
    paths = sorted(VTT_FILES.rglob("*.vtt"))
    with tempfile.TemporaryDirectory() as folder:
        if not paths or not parser.find_tool(Path(folder)):
            print("webvtt-parser or the files are not here: not compared")
            return True
        said = parser.alarms(Path(folder), paths)
    tally: Counter[str] = Counter()
    false: Counter[str] = Counter()
    for path, alarms in said.items():
        found = checking.check_files([path]).findings
        lines = parser.lines_of(path)
        for kind, alarm in parser.compared(alarms, [(each.rule, each.line) for each in found], lines):
            tally[kind] += 1
            false[f"{alarm.message.split('.')[0]}: {parser.is_false(alarm, lines)}"] += kind == "false"
            if kind in {"missed", "elsewhere"}:
                print(f"  {kind}: {path.parent.name}:{alarm.line} {alarm.message}")
    print(f"webvtt-parser {parser.VERSION} on {len(paths)} files: {sum(tally.values()):,} alarms")
    print(f"found at the same line {tally['same']:,}, at another {tally['elsewhere']}, missed {tally['missed']}")
    print(f"false alarms, not repeated: {tally['false']}")
    for what, count in sorted((+false).items(), key=lambda item: -item[1]):
        print(f"  {count:>4}  {what}")
    return not tally["missed"] and not tally["elsewhere"]


@cache
def _speech() -> tuple[tuple[int, int], ...] | None:
    if not VIDEO.exists():
        return None
    heard = checking.hear(VIDEO)
    return heard.speech


def _case(tag: str, extension: str) -> Case:
    return replace(clean(tag, speech=_speech()), extension=extension, name=f"talk.{tag}{extension}")


def seeded_faults() -> bool:
    """Break the clean tracks; print precision and recall of each rule."""
    rows: dict[str, Row] = {rule.id: (0, 0, 0, 0) for rule in rules()}
    with tempfile.TemporaryDirectory() as name:
        for extension, faults in ((".vtt", (*FAULTS, *WEBVTT_FAULTS)), (".srt", SUBRIP_FAULTS)):
            for tag in (*TAGS, "es"):
                case = _case(tag, extension)
                before = checked(case, Path(name))
                for fault in (each for each in faults if tag in each.tags):
                    _seed(rows, fault, case, before, Path(name))
        _sets(rows, Path(name))
    heard = "the sample's own sound" if _speech() else "a sound made from the cues"
    print(f"seeded faults in {len(TAGS)} languages, heard in {heard}")
    print(f"{'rule':<30} {'n':>3} {'precision':>9} {'recall':>7}")
    for rule, (hit, missed, wrong, n) in rows.items():
        if n:
            print(f"{rule:<30} {n:>3} {hit / max(hit + wrong, 1):>9.2f} {hit / max(hit + missed, 1):>7.2f}")
    print("not seeded here:", ", ".join(rule for rule, row in rows.items() if not row[3]))
    return not any(row[1] for row in rows.values())


def _seed(rows: dict[str, Row], fault: Fault, case: Case, before: Report, folder: Path) -> None:
    """Put a fault into a clean track, and count what is found of it."""
    seeded = fault.seed(case)
    if seeded is None:
        return  # this language has no place for it
    found = new_findings(checked(seeded.case, folder), before)
    there = [each for each in found if each.rule == fault.rule]
    n_hits = sum(is_at(each, seeded) for each in there)
    if not n_hits:
        print(f"  missed: {fault.name} in {case.tag} ({fault.rule})")
    hit, missed, wrong, n = rows[fault.rule]
    rows[fault.rule] = (hit + bool(n_hits), missed + (not n_hits), wrong + len(there) - n_hits, n + 1)


def _sets(rows: dict[str, Row], folder: Path) -> None:
    for fault in SET_FAULTS:
        cases = fault.seed([_case(tag, ".vtt") for tag in TAGS])
        found = [
            each for each in checked_set(cases, folder, spoken=fault.spoken).findings if each.rule == fault.rule
        ]
        right = sum(fault.is_named(each.track, cases) for each in found)
        hit, missed, wrong, n = rows[fault.rule]
        rows[fault.rule] = (hit + bool(right), missed + (not right), wrong + len(found) - right, n + 1)


def our_own() -> bool:
    """Check the sample's tracks as they are made, with the video, the transcripts and each other."""
    paths = [ROOT / "captions" / f"strong-cities.{tag}.{ext}" for tag in TAGS for ext in ("vtt", "srt")]
    documents = {tag: ROOT / "media" / name for tag, name in DOCUMENTS.items()}
    media = VIDEO if VIDEO.exists() else None
    options = checking.CheckOptions(transcripts=documents, media=media)
    report = checking.check_files(paths, options=options)
    count = Counter((each.severity, each.rule) for each in report.findings)
    print(f"the sample's {len(paths)} files: {report.n_errors} errors")
    for (severity, rule), n in sorted(count.items()):
        print(f"  {n:>4} {severity:<8} {rule}")
    return not report.n_errors


def speed() -> bool:
    """Check a thousand tracks of 500 cues, of the five languages in turn."""
    with tempfile.TemporaryDirectory() as name:
        paths = [_long_track(Path(name), number) for number in range(N_TRACKS)]
        begin = time.perf_counter()
        options = checking.CheckOptions(keep_cues=False, n_processes=2)
        report = checking.check_files(paths, options=options)
        seconds = time.perf_counter() - begin
    print(
        f"{N_TRACKS:,} tracks of {N_CUES} cues: {seconds:.1f} s in 2 processes, {len(report.findings):,} findings"
    )
    return seconds <= MAX_S


def _long_track(folder: Path, number: int) -> Path:
    """Write a track of the sample's cues, again and again; in each, another word is none of the language."""
    tag = TAGS[number % len(TAGS)]
    cues = formats.load(ROOT / "captions" / f"strong-cities.{tag}.vtt").track.cues
    length_ms = cues[-1].end_ms + 1_000
    many = []
    for at in range(N_CUES):
        cue, round_ms = cues[(at + number) % len(cues)], (at + number) // len(cues) * length_ms
        many.append(Cue(cue.start_ms + round_ms, cue.end_ms + round_ms, _with_another_word(cue.text, number + at)))
    path = folder / f"talk{number}.{tag}.vtt"
    path.write_bytes(formats.serialize(Track(tuple(many), tag), extension=".vtt").data)
    return path


def _with_another_word(text: str, by: int) -> str:
    """Return a text of the same length in which the letters of one word are turned."""
    words = re.findall(r"\w{4,}", text)
    if not words:
        return text
    word = words[by % len(words)]
    return text.replace(word, word[by % len(word) :] + word[: by % len(word)], 1)


PARTS = {"parser": beside_webvtt_parser, "faults": seeded_faults, "ours": our_own, "speed": speed}


def main() -> int:
    chosen = sys.argv[1:] or list(PARTS)
    print(f"profile {cueing.load_profile('cuepress').title}\n")
    is_met = True
    for name in chosen:
        is_good = PARTS[name]()
        print(f"{name}: {'met' if is_good else 'MISSED'}\n")
        is_met = is_met and is_good
    return 0 if is_met else 1


if __name__ == "__main__":
    sys.exit(main())
