"""From timed words to a track on the clock of the media, and to the bytes of its files."""

from __future__ import annotations

from dataclasses import dataclass, replace

from cuepress import cueing, formats, language
from cuepress.cueing import Footage, Mend
from cuepress.job.runs import Options
from cuepress.model import Kind, Track, Transcript
from cuepress.sync.timing import Timing, moved


@dataclass(frozen=True, slots=True)
class Cut:
    """A track, what is to be said of it and of its times, and why each cue is as it is, where that was asked.

    ``mends`` are the signs in which the track is not its text; their places are in that.
    """

    track: Track
    notes: tuple[str, ...]
    explained: tuple[str, ...] = ()
    mends: tuple[Mend, ...] = ()


def cut(
    transcript: Transcript,
    timing: Timing,
    kind: Kind,
    *,
    bounds: tuple[int, int],
    profile: str,
    is_verbatim: bool = False,
    footage: Footage = cueing.NO_FOOTAGE,
    explain: bool = False,
) -> Cut:
    """Cut a text into cues; ``bounds`` is from when to when the media holds it, in ms.

    ``is_verbatim`` leaves the signs of the text as they are; ``footage`` is the picture, on the media's clock.
    """
    start_ms, end_ms = bounds
    limits = cueing.load_profile(profile)
    inside = moved(timing, -start_ms, first_ms=0, last_ms=end_ms - start_ms)
    signs = cueing.Typography() if is_verbatim else limits.typography_for(transcript.language)
    text = cueing.mended(transcript, inside.words, signs)
    made = cueing.make_cues(
        text.transcript,
        text.timed,
        profile=limits,
        duration_ms=end_ms - start_ms,
        is_translation=kind == "subtitles",
        footage=_moved(footage, start_ms),
        explain=explain,
    )
    cues = tuple(replace(cue, start_ms=cue.start_ms + start_ms, end_ms=cue.end_ms + start_ms) for cue in made.cues)
    label = language.autonym(transcript.language)
    notes = (*timing.notes, *cueing.what_was_mended(text, timing.words, signs), *made.notes)
    track = Track(cues, language=transcript.language, kind=kind, label=label)
    return Cut(track, notes, tuple(cueing.in_lines(made.explained, from_ms=start_ms)), text.mends)


def _moved(footage: Footage, start_ms: int) -> Footage:
    """Return the picture on the clock of the part of the media that begins at ``start_ms``."""
    shots_ms = tuple(shot - start_ms for shot in footage.shots_ms if shot > start_ms)
    return replace(footage, origin_ms=footage.origin_ms - start_ms, shots_ms=shots_ms)


def serialized(track: Track, extension: str, chosen: Options) -> bytes:
    """Return what the file of a track holds."""
    profile = cueing.load_profile(chosen.profile)
    dash = profile.typography_for(track.language).dash
    options = formats.WriteOptions(chosen.newline, chosen.bom, profile.voice, dash, chosen.rlm)
    return formats.serialize(track, extension=extension, options=options).data
