"""What came of a run, in lines for a person and as plain data for a program; the command line prints both."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from cuepress import cueing, files, language, library
from cuepress.formats.writing import counted
from cuepress.model import UNSPOKEN_KINDS, Transcript
from cuepress.pipeline import Made
from cuepress.sync import passages
from cuepress.sync.timing import Timing
from cuepress.timing import records

_SHOWN_CHARACTERS = 48
_STATUS = {
    "written": "written",
    "unchanged": "unchanged",
    "kept": "changed by hand or from elsewhere: kept, --overwrite replaces it",
}


def what_was_made(made: Made) -> Iterator[str]:
    """Yield the result: what became of one track, and its files."""
    name = f"{made.language:<8} {language.english_name(made.language)}"
    yield f"{name}: {counted(made.n_cues, 'cue', 'cues')}, times by {made.sync}, {_STATUS[made.status]}"
    for path in made.paths:
        yield f"         {files.shown(path)}"


def how_it_was_cut(tracks: Sequence[Made], profile: str) -> Iterator[str]:
    """Yield the limits that the tracks were cut by and how their characters were counted, a line for all alike."""
    limits = cueing.load_profile(profile)
    alike: dict[str, list[str]] = {}
    for made in tracks:
        alike.setdefault(cueing.limits_in_words(limits, made.language), []).append(made.language)
    for words, tags in alike.items():
        yield f"{', '.join(tags)}: {words}"


def what_to_know(made: Made, media: Path) -> Iterator[str]:
    """Yield what an editor should know of one track: what was left out, what does not match, where to listen."""
    yield from _left_out(made.transcript)
    yield from made.notes
    yield from passages.summary(made.passages, where=files.shown(library.manifest_name(media.stem)))


def what_to_hear(timing: Timing) -> Iterator[str]:
    """Yield the same of a timing alone."""
    yield from timing.notes
    yield from passages.summary(timing.passages, where="the JSON")


def plain(transcript: Transcript, timing: Timing) -> dict[str, Any]:
    """Return a timing as `cuepress sync` writes it."""
    return {
        "language": transcript.language,
        "method": timing.method,
        "methods": [asdict(each) for each in records.method_records(timing)],
        "passages": [asdict(each) for each in timing.passages],
        "words": [asdict(word) for word in records.word_records(timing)],
    }


def _left_out(transcript: Transcript) -> Iterator[str]:
    """Yield one line for each kind of unspoken part."""
    for kind in UNSPOKEN_KINDS:
        parts = [part.text for part in transcript.unspoken if part.kind == kind]
        if parts:
            is_short = len(parts[0]) <= _SHOWN_CHARACTERS
            first = parts[0] if is_short else parts[0][: _SHOWN_CHARACTERS - 1].rstrip() + "…"
            more = f" and {len(parts) - 1} more" if len(parts) > 1 else ""
            yield f"not captioned: {kind} “{first}”{more} (--keep {kind} takes it in)"
