"""Transcripts as an editor gives them: files with language tags, read, and held against what their tags say."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from cuepress import files, language, writing
from cuepress.errors import CuepressError, UsageError
from cuepress.model import Transcript, UnspokenKind


def checked_tags(transcripts: Mapping[str, Path]) -> dict[str, Path]:
    """Return the same with tags in their usual spelling; two spellings of one tag are one too many."""
    checked: dict[str, Path] = {}
    for tag, path in transcripts.items():
        usual = language.normalise_tag(tag)
        if usual in checked:
            raise UsageError(
                f"two transcripts for {usual}: {files.shown(checked[usual].name)} and {files.shown(path.name)}",
                "",
                "name only one",
            )
        checked[usual] = path
    return checked


def read_all(
    sources: Mapping[str, Path], *, keep: frozenset[UnspokenKind]
) -> tuple[dict[str, Transcript], dict[str, CuepressError]]:
    texts: dict[str, Transcript] = {}
    failures: dict[str, CuepressError] = {}
    for tag, path in sources.items():
        try:
            texts[tag] = read(path, tag, keep=keep)
        except CuepressError as failure:
            failures[tag] = failure
    wrong_usage = next((error for error in failures.values() if isinstance(error, UsageError)), None)
    if wrong_usage is not None:
        raise wrong_usage
    if not texts:
        raise next(iter(failures.values()))
    return texts, failures


def read(path: Path, tag: str, *, keep: frozenset[UnspokenKind]) -> Transcript:
    from cuepress import transcripts

    transcript = transcripts.read_transcript(path, language=tag, keep=keep)
    check_script(transcript)
    return transcript


def check_script(transcript: Transcript) -> None:
    """Raise UsageError if a transcript is written in another script than its language tag says."""
    if writing.is_written_in(transcript.text, transcript.language):
        return
    found = writing.likely_tag(transcript.text)
    advice = f"perhaps the tag is {found} ({language.english_name(found)})" if found else "check the tag"
    name = language.english_name(transcript.language)
    raise UsageError(f"the text is not written as {transcript.language} ({name}) is", transcript.source, advice)
