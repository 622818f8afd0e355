"""How long it takes to cut texts of 1,000 to 200,000 words (20 hours) into cues, and how much memory.

    python benchmarks/cueing_speed.py                          # the sample message's text, over and over
    python benchmarks/cueing_speed.py --text fr=talk.docx --text ja=talk.md --sizes 1000,10000
    python benchmarks/cueing_speed.py --text zh-Hans=talk.md --profile netflix-sdh  # three lines: the slowest

Each size runs in a process of its own, so that its peak memory is its own; that is given as what it adds to a
process which has the transcript and its times already. Times of words are spread over the text at 15 characters a
second (5 where a character is a word), with a rest after each sentence. What is imported is imported before.

The sample is cut once more as if it were spoken so fast that no cue of it can be read (``--pace 2``: twice as
fast): then all its cuts are gone through again, with the times that cues will have. ``fast`` is the share of cues
that are faster than the profile allows.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

from cuepress import cueing, language, transcripts
from cuepress.model import Paragraph, TimedWord, Transcript

SIZES = (1_000, 10_000, 100_000, 200_000)
MEDIA = Path(__file__).parents[1] / "media"
REST_MS = 700
TOO_FAST = 2.0  # times the usual pace


def main() -> None:
    """Print one line a text and size."""
    chosen = _arguments()
    if chosen.one:
        print(json.dumps(measured(chosen.text[0], int(chosen.sizes), chosen.profile, chosen.pace)))
        return
    print(
        f"{'text':<10}{'pace':>5}{'words':>9}{'cues':>9}{'fast':>6}{'wall s':>9}{'cpu s':>9}{'ms per 1,000':>14}"
        f"{'peak MB':>9}"
    )
    for text, pace in [(text, chosen.pace) for text in chosen.text] or list(_samples()):
        for size in chosen.sizes.split(","):
            command = [sys.executable, __file__, "--one", "--text", text, "--sizes", size, "--pace", f"{pace}"]
            done = subprocess.run(
                [*command, "--profile", chosen.profile], check=True, capture_output=True, text=True
            )
            row = json.loads(done.stdout)
            print(
                f"{text.partition('=')[0]:<10}{pace:>5g}{row['words']:>9,}{row['cues']:>9,}{row['fast']:>6.0%}"
                f"{row['wall_s']:>9.2f}{row['cpu_s']:>9.2f}{row['wall_s'] / row['words'] * 1e6:>14.1f}"
                f"{row['peak_mb']:>9.0f}",
                flush=True,
            )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--text", action="append", default=[], metavar="TAG=FILE")
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)))
    parser.add_argument("--profile", default="cuepress")
    parser.add_argument("--pace", type=float, default=1.0, help="times as fast as usual, of a text of your own")
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def _samples() -> Iterator[tuple[str, float]]:
    for tag, pace in (("fr", 1.0), ("en", 1.0), ("zh-Hans", 1.0), ("fr", TOO_FAST)):
        yield from ((f"{tag}={path}", pace) for path in sorted(MEDIA.glob(f"strong-cities.{tag}.*")))


def measured(argument: str, n_words: int, profile: str, pace: float) -> dict[str, float]:
    """Cut a text of so many words once; return its figures."""
    tag, _, name = argument.partition("=")
    transcript = long_text(transcripts.read_transcript(Path(name), language=tag), n_words)
    timed = spoken(transcript, pace)
    limits, duration_ms = cueing.load_profile(profile), timed[-1].end_ms + REST_MS
    warm = Transcript(tag, transcript.paragraphs[:1])
    cueing.make_cues(warm, timed[: len(warm.words)], profile=limits, duration_ms=duration_ms)
    before_mb, wall_s, cpu_s = peak_mb(), time.perf_counter(), time.process_time()
    made = cueing.make_cues(transcript, timed, profile=limits, duration_ms=duration_ms)
    wall_s, cpu_s, after_mb = time.perf_counter() - wall_s, time.process_time() - cpu_s, peak_mb()
    speeds = [cueing.speed(cue.text, cue.duration_ms, tag=tag, profile=limits) for cue in made.cues]
    return {
        "words": len(timed),
        "cues": len(made.cues),
        "fast": sum(speed.share > 1 for speed in speeds) / len(speeds),
        "wall_s": wall_s,
        "cpu_s": cpu_s,
        "peak_mb": after_mb - before_mb,
    }


def peak_mb() -> float:
    """Return the most memory that this process has had."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1e6 if sys.platform == "darwin" else 1_024)


def long_text(transcript: Transcript, n_words: int) -> Transcript:
    """Return the paragraphs of a text over and over, until there are so many words."""
    paragraphs: list[Paragraph] = []
    counted = 0
    sizes = [len(Transcript(transcript.language, (each,)).words) for each in transcript.paragraphs]
    for paragraph, size in cycle(zip(transcript.paragraphs, sizes, strict=True)):
        if counted >= n_words:
            break
        paragraphs.append(paragraph)
        counted += size
    return Transcript(transcript.language, tuple(paragraphs))


def spoken(transcript: Transcript, pace: float) -> list[TimedWord]:
    """Return times for all words, as somebody might say them, so many times as fast as usual."""
    ms_each = (200 if language.is_unspaced(transcript.language) else 66) / pace
    at_ms, timed = 0.0, []
    for word in transcript.words:
        end_ms = at_ms + ms_each * (len(word.text) + 1)
        timed.append(TimedWord(word, round(at_ms), round(end_ms), 0.5))
        at_ms = end_ms + (REST_MS / pace if word.text[-1] in ".!?。" else 0)
    return timed


if __name__ == "__main__":
    main()
