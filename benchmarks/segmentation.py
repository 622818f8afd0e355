"""Where cues and lines end: ours against what others do and against people, with the bars that must be reached.

    .venv/bin/python benchmarks/segmentation.py [--profile NAME] [--each] [--only NAME]
    .venv/bin/python benchmarks/segmentation.py --text FILE --language TAG
    .venv/bin/python benchmarks/segmentation.py --pairs
    .venv/bin/python benchmarks/segmentation.py --faults [--only NAME]

The texts are the sample message in its five languages and, where they are, the captions in ``../shared/corpus``:
once timed by their own cues, so that the human cut is heard in the times (``cues``), once timed by speaking time
alone (``smooth``). ``--each`` prints a row per text, not per group, ``--pairs`` cues before and after for reading,
``--faults`` every place of ours that is not as it should be.

never   ends of lines and cues on a word that the guidelines forbid there (English, French; lists of their own)
pair    ends inside a pair or expression that they do not part
own     ends that the project's own grammar forbids; weak  that it would rather not have (names, adjectives)
cue ,   ends of cues at punctuation; line , ends of lines inside cues at punctuation
>cpl    lines over length;  >cps  cues over the reading speed, and of these where no cut at all helps, of its
        words or of its sentence: the speech
short   cues under the least duration; over  overlaps; orph  cues with one short word on a line
bal     difference of two lines, in full lines; F1  of ends of cues and of all lines, against people
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from segmentation_baselines import BASELINES
from segmentation_measures import Counts, Fits, Measured, f1, is_never, limits_of, measure
from segmentation_texts import CORPUS, Text, captions, document, line_places, seed
from segmentation_words import is_judged

from cuepress import cueing
from cuepress.model import Cue
from cuepress.timecode import short_clock

OURS, HUMAN = "ours", "people"
MOST_NEVER = 0.01
N_PAIRS = 20
Rows = dict[tuple[str, str], Counts]


def main() -> None:
    chosen = arguments()
    profile = cueing.load_profile(chosen.profile)
    texts = list(chosen_texts(chosen))
    if chosen.pairs:
        for text in texts:
            if text.name in {"seed fr", "seed en"} or chosen.text:
                show_pairs(text, profile)
    elif chosen.faults:
        for text in texts:
            show_faults(text, profile)
    else:
        rows = measured_rows(texts, profile, by_text=chosen.each or bool(chosen.text))
        show(rows)
        show_bars(rows)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Where cues and lines end.")
    parser.add_argument("--profile", default="cuepress")
    parser.add_argument("--text", type=Path)
    parser.add_argument("--language", default="en")
    parser.add_argument("--only", default="", help="texts with this in their names")
    parser.add_argument("--each", action="store_true")
    parser.add_argument("--pairs", action="store_true")
    parser.add_argument("--faults", action="store_true")
    return parser.parse_args()


def chosen_texts(chosen: argparse.Namespace) -> Iterator[Text]:
    if chosen.text:
        yield document(chosen.text, chosen.language)
        return
    for text in every_text():
        if chosen.only in text.name:
            yield text


def every_text() -> Iterator[Text]:
    yield from seed()
    if not CORPUS.is_dir():
        print(f"no captions in {CORPUS}: the sample alone", file=sys.stderr)
        return
    for smooth in (False, True):
        yield from captions(smooth=smooth)


def ours(text: Text, profile: cueing.Profile) -> tuple[Cue, ...]:
    return cueing.make_cues(
        text.transcript,
        text.timed,
        profile=profile,
        duration_ms=text.duration_ms,
        is_translation=text.is_translation,
    ).cues


def ways(text: Text, profile: cueing.Profile) -> Iterator[tuple[str, Measured]]:
    """Yield each way to cut a text: ours, what others do, what people did."""
    yield OURS, Measured(text, profile, ours(text, profile))
    for name, cut in BASELINES.items():
        yield name, Measured(text, profile, cut(text, limits_of(text, profile)))
    if text.times == "cues":
        yield HUMAN, Measured(text, profile, text.human)


def group_of(text: Text) -> str:
    kind = text.name.split(" ")[0]
    origin = kind if kind == "seed" else f"captions {text.times}"
    return f"{origin} {text.tag}" if is_judged(text.tag) else f"{origin} others"


def measured_rows(texts: Iterable[Text], profile: cueing.Profile, *, by_text: bool) -> Rows:
    rows: Rows = {}
    for text in texts:
        fits = Fits(text, profile)
        least = fits.least(lambda at, text=text: is_never(text, at)) if is_judged(text.tag) else 0
        for way, told in ways(text, profile):
            counts = measure(told, fits)
            counts.avoidable = max(0, counts.never - least)
            name = f"{text.name} {text.times}".rstrip() if by_text else group_of(text)
            rows.setdefault((name, way), Counts()).add(counts)
    return rows


COLUMNS: tuple[tuple[str, Callable[[Counts], str]], ...] = (
    ("cues", lambda c: f"{c.cues}"),
    ("ends", lambda c: f"{c.ends}"),
    ("never", lambda c: percent(c.never, c.judged)),
    ("pair", lambda c: percent(c.parted, c.judged)),
    ("own", lambda c: percent(c.own, c.ends)),
    ("weak", lambda c: percent(c.unwelcome, c.ends)),
    ("cue ,", lambda c: percent(c.cue_ends_at_marks, c.cue_ends)),
    ("line ,", lambda c: percent(c.line_ends_at_marks, c.line_ends)),
    (">cpl", lambda c: f"{c.long_lines}"),
    (">cps", lambda c: f"{c.fast}"),
    ("speech", lambda c: f"{c.fast_speech + c.fast_sentence}"),
    ("short", lambda c: f"{c.short}"),
    ("over", lambda c: f"{c.overlaps}"),
    ("orph", lambda c: f"{c.orphans}"),
    ("bal", lambda c: f"{c.uneven / c.pairs:.2f}" if c.pairs else "-"),
    ("F1cue", lambda c: f"{f1(c.human_cues):.2f}" if sum(c.human_cues) else "-"),
    ("F1line", lambda c: f"{f1(c.human_lines):.2f}" if sum(c.human_lines) else "-"),
)


def percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}%" if whole else "-"


def show(rows: Rows) -> None:
    print(f"{'':24}{'':10}" + "".join(f"{name:>7}" for name, _ in COLUMNS))
    last = ""
    for (name, way), counts in rows.items():
        shown = name if name != last else ""
        last = name
        print(f"{shown:24}{way:10}" + "".join(f"{tell(counts):>7}" for _, tell in COLUMNS))


def show_bars(rows: Rows) -> None:
    """Say of each bar whether ours reaches it, over all texts and in the worst group."""
    mine = {name: counts for (name, way), counts in rows.items() if way == OURS}
    total = Counts()
    for counts in mine.values():
        total.add(counts)
    print()
    for name, counts in mine.items():
        if counts.judged:
            share = percent(counts.avoidable, counts.ends)
            told = f"{counts.never} of {counts.ends}, {counts.avoidable} ({share}) where another cut has none"
            bar(f"never-end words at most 1 % of ends, {name}", told, counts.avoidable <= MOST_NEVER * counts.ends)
    bar("no line over length", f"{total.long_lines} of {total.lines}", total.long_lines == 0)
    bar("no overlap", f"{total.overlaps} of {total.cues}", total.overlaps == 0)
    unproved = total.fast - total.fast_speech - total.fast_sentence - total.fast_rules
    told = (
        f"{total.fast} cues over: {total.fast_speech} however their words are cut, {total.fast_sentence} however "
        f"their sentence is cut, {total.fast_rules} in each cut that parts no words that are never parted, "
        "shows none long before it is said and keeps sentences as the profile does, "
        f"{total.fast_times} by their times, {unproved - total.fast_times} by the cut"
    )
    bar("over the reading speed only where the speech is", told, unproved == 0)


def bar(what: str, told: str, is_reached: bool) -> None:  # noqa: FBT001 - it reads as a sentence
    print(f"{'reached' if is_reached else 'MISSED ':8} {what}: {told}")


def show_pairs(text: Text, profile: cueing.Profile) -> None:
    """Print cues of ours beside the greedy ones of the same words, spread over the text, the cut different."""
    limits = limits_of(text, profile)
    before, after = BASELINES["greedy"](text, limits), ours(text, profile)
    pairs = [(old, new) for old, new in overlapping(before, after) if old.text != new.text]
    chosen = [pairs[at * len(pairs) // N_PAIRS] for at in range(N_PAIRS)] if len(pairs) > N_PAIRS else pairs
    wide = int(limits.max_cpl) + 4
    print(f"\n{text.name}: {len(before)} cues before, {len(after)} after\n{'greedy':{wide}}ours")
    for old, new in chosen:
        print(f"{short_clock(old.start_ms):{wide}}{short_clock(new.start_ms)}")
        n_lines = max(len(old.lines), len(new.lines))
        for at in range(n_lines):
            left, right = (cue.lines[at] if at < len(cue.lines) else "" for cue in (old, new))
            print(f"{left:{wide}}{right}")
        print()


def overlapping(before: Sequence[Cue], after: Sequence[Cue]) -> Iterator[tuple[Cue, Cue]]:
    """Yield each cue of ours with the one that shares the most with it."""
    old = spans(before)
    for cue, (first, end) in zip(after, spans(after), strict=True):
        shared = [min(end, stop) - max(first, start) for start, stop in old]
        yield before[shared.index(max(shared))], cue


def spans(cues: Sequence[Cue]) -> list[tuple[int, int]]:
    ends = [inside[-1] for inside in line_places(cues)]
    return list(zip([0, *ends[:-1]], ends, strict=True))


def show_faults(text: Text, profile: cueing.Profile) -> None:
    told, fits = Measured(text, profile, ours(text, profile)), Fits(text, profile)
    print(f"== {text.name} {text.times}")
    for end in told.never():
        _show_fault("never", told, end.cue)
    for end, pair in told.parted():
        _show_fault(f"parted {pair}", told, end.cue)
    seen = {end.word for end in told.never()} | {end.word for end, _ in told.parted()}
    for end in [*told.own(), *told.unwelcome()]:
        if end.word not in seen:
            what = text.kinds[end.word].name.lower().replace("_", " ")
            _show_fault(f"own: {what} {text.transcript.words[end.word].text}", told, end.cue)
    for at in told.fast():
        cue = told.cues[at]
        speed = cueing.speed(cue.text, cue.duration_ms, tag=text.tag, profile=profile)
        _show_fault(f"{speed.value:.1f} {speed.unit}, {told.why_fast(at, fits)}", told, at)
    for at in told.orphans():
        _show_fault("orphan", told, at)


def _show_fault(what: str, told: Measured, at: int) -> None:
    following = told.cues[at + 1].text.split("\n")[0] if at + 1 < len(told.cues) else ""
    cue = told.cues[at]
    print(f"  {short_clock(cue.start_ms):8} {what}: {' / '.join(cue.lines)}  ||  {following}")


if __name__ == "__main__":
    main()
