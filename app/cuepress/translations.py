"""A transcript in another language than the one that is spoken: its times are those of the spoken transcript.

Where it is no translation of that, the reason is said, and its times are found without it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from cuepress import handwork, language
from cuepress.manifest import TrackRecord
from cuepress.model import Transcript
from cuepress.recording import Recording, check_pace, with_sounds
from cuepress.sync.timing import Timing, moved

_SURE = 0.5  # the mean confidence of words that were heard; of another text, or in noise, it is about 0


@dataclass(slots=True)
class Original:
    """The track of the spoken language, whose words were found in the sound.

    ``work_out`` gives its text and times; it is asked once, and only if a translation has to be timed.
    """

    record: TrackRecord
    work_out: Callable[[], tuple[Transcript, Timing]]
    _timed: tuple[Transcript, Timing] | None = None

    @property
    def key(self) -> str:
        """A hash of what translations depend on: its text and its times, not where its cues are cut."""
        words = [(word.text, word.start_ms, word.end_ms) for word in self.record.words]
        return handwork.sha256(repr((self.record.transcript.sha256, words)).encode())

    @property
    def timed(self) -> tuple[Transcript, Timing]:
        if self._timed is None:
            self._timed = self.work_out()
        return self._timed


def can_be_taken_from(record: TrackRecord) -> bool:
    """Tell whether the words of a track were found in the sound, and surely enough to tell others their times."""
    if record.sync != "speech" or not record.words:
        return False
    return sum(word.confidence for word in record.words) >= _SURE * len(record.words)


def time(transcript: Transcript, original: Original, recording: Recording) -> tuple[Timing | None, str]:
    """Time a translation.

    Returns
    -------
    The times, and nothing; or None, and why it is not a translation of the original.

    Raises
    ------
    SyncError
        If the text is far too long for the recording.
    """
    from cuepress.sync.bilingual import times

    start_ms, end_ms = recording.bounds
    check_pace(transcript, end_ms - start_ms)
    spoken, told = original.timed
    name = language.english_name(spoken.language)
    timing, _ = times.by_translation(transcript, spoken, told, duration_ms=end_ms)
    if timing.is_foreign:
        return None, f"the text does not say what the {name} transcript says"
    timing = moved(timing, 0, first_ms=start_ms, last_ms=end_ms)
    notes = (_same(spoken),) if _squeezed(transcript) == _squeezed(spoken) else ()
    reason = f"it is a translation of the {name} transcript, which is spoken"
    return with_sounds(replace(timing, notes=notes, reason=reason), recording), ""


def instead(timing: Timing, why: str) -> Timing:
    """Return times that were found without the original, and say why."""
    note = f"{why}: is it the right file? Its times are by the pauses in the sound instead"
    reason = why if timing.reason == "another language is spoken" else timing.reason
    return replace(timing, notes=(note, *timing.notes), reason=reason)


def _same(spoken: Transcript) -> str:
    name = language.english_name(spoken.language)
    return f"the text is the same as the {name} transcript, word for word: is it the right file?"


def _squeezed(transcript: Transcript) -> str:
    return "".join(transcript.text.casefold().split())
