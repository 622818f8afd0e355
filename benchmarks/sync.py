"""How well sync by listening does, against its bars.

    python benchmarks/sync.py [corpus|others|hard|faults|wrong|confidence|speed] [--long] [--aeneas PYTHON]
    python benchmarks/sync.py plot FILE.svg

corpus: real speech with trusted times, read from ``../shared/corpus`` beside the repository if it is there.
others: speech of other synthesisers under noise and music. hard: another voice over the first, slow as a song,
applause. faults: text and sound that do not match. wrong: texts
that must be refused. confidence: what is said of each start against what is true. speed: time and memory against
the floor of decoding and synthesis. plot: error and confidence of each cue of the corpus as a picture.

Festival and flite are optional: ``apt-get install festival flite festvox-us-slt-hts festvox-kallpc16k
festvox-italp16k festvox-itapc16k festvox-suopuhe-lj festvox-czech-dita festvox-ru festvox-ca-ona-hts
festvox-hi-nsk festvox-te-nsk``; what is not there is named and left out. So is aeneas, whose Python is told with
``--aeneas`` (it builds on Python 3.9 with numpy 1.23.5). Without a name all parts are run, one after the other.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import sync_confidence
import sync_hard
import sync_plot
import sync_speed
from sync_faults import Found, Refusal, faults, long_items, refusals, wrong_items
from sync_items import CORPUS, CorpusEntry, Item, corpus, listen, synth_voices, text_of, transcript_of
from sync_scores import HEAD, NAME_WIDTH, Errors, by_line, by_text, mean, pooled, quantile, row, within
from sync_sound import Samples, music, pink, under

from cuepress.timing.recording import Recording, SyncMethod, time_words

_METHODS: tuple[SyncMethod, ...] = ("duration", "pauses", "speech")
_LEVELS_DB = (20, 10, 5)


# --- corpus ---------------------------------------------------------------------------------------------------


def show_corpus(*, aeneas: Path | None) -> None:
    entries = list(corpus())
    if not entries:
        print(f"corpus: left out, {CORPUS.name} is not beside the repository")
        return
    listen(entries[-1].item.lines, entries[-1].item.language, entries[-1].item.samples)  # kernels are compiled
    for method in _METHODS:
        _show_rows(method, entries, partial(_timed, method))
    if aeneas is not None:
        _show_rows("aeneas, told the cues' borders", entries, partial(_by_aeneas, aeneas))


def _show_rows(
    title: str, entries: list[CorpusEntry], measure: Callable[[CorpusEntry], tuple[Errors, float]]
) -> None:
    print(f"\n{title}\n{HEAD} | wall, x real time")
    parts = []
    for entry in entries:
        errors, seconds = measure(entry)
        parts.append(errors)
        pace = entry.item.duration_ms / 1_000 / seconds
        print(f"{row(entry.item.name, errors)} | {seconds:6.2f} s{pace:6.0f}x")
    print(row("all", pooled(parts)))


def _timed(method: SyncMethod, entry: CorpusEntry) -> tuple[Errors, float]:
    """Sync an item, decoding and all; return its errors and the seconds that it took."""
    lines = [line for line in entry.text.split("\n") if line.strip()]
    transcript = transcript_of(lines, entry.item.language)
    began = time.perf_counter()
    recording = Recording(entry.media, spoken=entry.item.language)
    timing = time_words(transcript, recording, method=method)
    seconds = time.perf_counter() - began
    return by_text(entry.item.references, timing.words), seconds


_AENEAS_LANGUAGES = {"de": "deu", "en": "eng", "es": "spa", "fr": "fra"}


def _by_aeneas(python: Path, entry: CorpusEntry) -> tuple[Errors, float]:
    task = (
        f"task_language={_AENEAS_LANGUAGES[entry.item.language]}|is_text_type=plain|os_task_file_format=json|"
        "task_adjust_boundary_nonspeech_min=0.200|task_adjust_boundary_nonspeech_string=REMOVE"
    )
    with tempfile.TemporaryDirectory() as folder:
        text, out = Path(folder) / "text.txt", Path(folder) / "out.json"
        text.write_text("\n".join(" ".join(line.split()) for line in entry.item.lines), "utf-8")
        command = [python, "-m", "aeneas.tools.execute_task", entry.media, text, task, out, "-r=tts=espeak"]
        began = time.perf_counter()
        subprocess.run([str(part) for part in command], check=True, capture_output=True)
        seconds = time.perf_counter() - began
        fragments = json.loads(out.read_text("utf-8"))["fragments"]
    errors = Errors()
    kept = [fragment for fragment in fragments if fragment["lines"] and fragment["lines"][0]]
    for fragment, (start, end, _) in zip(kept, entry.item.references, strict=False):
        errors.starts.append(abs(round(float(fragment["begin"]) * 1_000) - start))
        errors.ends.append(abs(round(float(fragment["end"]) * 1_000) - end))
    return errors, seconds


# --- others ---------------------------------------------------------------------------------------------------


def show_others() -> None:
    voices, absent = synth_voices()
    if absent:
        print(f"\nothers: not installed, left out: {', '.join(absent)}")
    by_condition: dict[str, list[Errors]] = {}
    by_family: dict[str, list[Errors]] = {}
    print(f"\nother voices, each in quiet, under pink noise and music at {_LEVELS_DB} dB\n{HEAD}")
    for number, each in enumerate(voices):
        item = each.item(text_of(each.language), seed=number)
        parts = []
        for condition, samples in _conditions(item, seed=number):
            errors = by_line(item.references, listen(item.lines, item.language, samples).words)
            parts.append(errors)
            is_espeak = each.family == "espeak"
            by_family.setdefault("espeak" if is_espeak else "festival, flite", []).append(errors)
            if not is_espeak:
                by_condition.setdefault(condition, []).append(errors)
        print(row(f"{item.name} ({item.duration_ms // 1_000} s)"[:NAME_WIDTH], pooled(parts)), flush=True)
    print("\nfestival and flite by what is under them")
    for name, measured in [*by_condition.items(), *by_family.items()]:
        print(row(name, pooled(measured)))


def _conditions(item: Item, *, seed: int) -> Iterator[tuple[str, Samples]]:
    yield "quiet", item.samples
    for kind, make in (("pink noise", pink), ("music", music)):
        other = make(item.samples.size, seed=seed)
        for level in _LEVELS_DB:
            yield f"{kind}, {level} dB", under(item.samples, other, snr_db=level)


# --- faults ---------------------------------------------------------------------------------------------------


def show_faults() -> None:
    print("\nfaults; the errors are those of the starts of all other cues, `else` counts what else is named")
    columns = f"{'named':>6}{'place':>6}{'else':>6} |{'median':>7}{'mean':>7}{'<=100':>7}{'>1 s':>6}"
    print(f"{'':{NAME_WIDTH + 32}}{columns}")
    found: list[Found] = []
    for item in long_items():
        name = f"{item.name}, {item.duration_ms // 1_000} s"[: NAME_WIDTH - 1]
        for each in faults(item):
            found.append(each)
            print(f"{name:{NAME_WIDTH}}{each.fault:26}{each.place:6}{_found(each)}", flush=True)
    n_named = sum(each.is_named and each.is_at_place for each in found)
    print(f"found and named at their place: {n_named} of {len(found)}")


def _found(found: Found) -> str:
    starts = found.errors.starts
    answers = "".join(f"{'yes' if good else 'NO':>6}" for good in (found.is_named, found.is_at_place))
    n_lost = sum(start > 1_000 for start in starts)
    return (
        f"{answers}{found.n_others:6} |{quantile(starts, 0.5):7.0f}{mean(starts):7.0f}"
        f"{within(starts, 100):6.0f}%{n_lost:6}"
    )


# --- wrong ----------------------------------------------------------------------------------------------------


def show_wrong() -> None:
    items = wrong_items()
    print("\nwrong texts; confidence is the median of the words'")
    print(f"{'':{NAME_WIDTH}}{'text':36}{'refused':>9}{'confidence':>12}")
    told: list[Refusal] = []
    for item in items:
        for each in refusals(item, items):
            told.append(each)
            mark = "  WRONG" if each.is_refused is each.is_right else ""
            answer = "yes" if each.is_refused else "no"
            print(f"{item.name:{NAME_WIDTH}}{each.text:36}{answer:>9}{each.confidence:12.2f}{mark} {each.why}")
    for is_right, what in ((False, "wrong texts refused"), (True, "right texts refused")):
        tried = [each for each in told if each.is_right is is_right]
        print(f"{what}: {sum(each.is_refused for each in tried)} of {len(tried)}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    names = ("corpus", "others", "hard", "faults", "wrong", "confidence", "speed", "plot")
    parser.add_argument("part", nargs="?", choices=names)
    parser.add_argument("picture", nargs="?", type=Path, metavar="FILE.svg", help="plot: where to write it")
    parser.add_argument("--long", action="store_true", help="speed: 300 minutes too")
    parser.add_argument("--aeneas", type=Path, metavar="PYTHON", help="a Python that has aeneas")
    arguments = parser.parse_args()
    parts: dict[str, Callable[[], None]] = {
        "corpus": lambda: show_corpus(aeneas=arguments.aeneas),
        "others": show_others,
        "hard": sync_hard.show,
        "faults": show_faults,
        "wrong": show_wrong,
        "confidence": sync_confidence.show,
        "speed": lambda: sync_speed.show(minutes=(5, 60, 300) if arguments.long else (5, 60)),
    }
    if arguments.part == "plot":
        sync_plot.write(arguments.picture or Path("sync.svg"))
        return 0
    for name, show in parts.items():
        if arguments.part in {None, name}:
            show()
    return 0


if __name__ == "__main__":
    sys.exit(main())
