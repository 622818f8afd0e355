"""From timed words to a track on the clock of the media, and to the bytes of its files."""

from __future__ import annotations

from dataclasses import replace

from cuepress import cueing, formats, language
from cuepress.model import Kind, Track, Transcript
from cuepress.runs import Options
from cuepress.sync.timing import Timing, moved


def cut(
    transcript: Transcript, timing: Timing, kind: Kind, *, bounds: tuple[int, int], profile: str
) -> tuple[Track, tuple[str, ...]]:
    """Cut a text into cues; ``bounds`` is from when to when the media holds it, in ms.

    Returns
    -------
    The track, and what is to be said of it and of its times.
    """
    start_ms, end_ms = bounds
    limits = cueing.load_profile(profile)
    inside = moved(timing, -start_ms, first_ms=0, last_ms=end_ms - start_ms)
    made = cueing.make_cues(
        transcript,
        inside.words,
        profile=limits,
        duration_ms=end_ms - start_ms,
        is_translation=kind == "subtitles",
    )
    cues = tuple(replace(cue, start_ms=cue.start_ms + start_ms, end_ms=cue.end_ms + start_ms) for cue in made.cues)
    label = language.autonym(transcript.language)
    return Track(cues, language=transcript.language, kind=kind, label=label), (*timing.notes, *made.notes)


def serialized(track: Track, extension: str, chosen: Options) -> bytes:
    """Return what the file of a track holds."""
    voice = cueing.load_profile(chosen.profile).voice
    options = formats.WriteOptions(newline=chosen.newline, bom=chosen.bom, voice=voice)
    return formats.serialize(track, extension=extension, options=options).data
