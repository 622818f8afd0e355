"""A transcript or a video that was timed before, and has changed since: only what changed is heard again.

    earlier words ──► carry ──► words with times, and open ones ──► windows around these ──► heard again
    earlier sound ──► moves ──┘

A word that has not changed keeps its times exactly, or is moved exactly where the video was cut anew. An open
word is looked for with some minutes of its neighbours around it, so that the listener has enough to learn from,
and gets its place between them. Only neighbours that prove wrong, since words were missing beside them and are now
heard in their time, are put right with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import TYPE_CHECKING, Literal, cast

from cuepress.errors import SyncError
from cuepress.manifest import Manifest, MediaRecord, TrackRecord
from cuepress.model import TimedWord, Transcript, UnspokenKind
from cuepress.sync.timing import Passage, Timing, moved
from cuepress.timecode import MS_PER_S, short_clock
from cuepress.timing import records
from cuepress.timing.excerpts import excerpt
from cuepress.timing.keeping import Keeping
from cuepress.timing.recording import Recording, Stretch, heard_parts, may_listen, suspected, time_words

if TYPE_CHECKING:
    from cuepress.sync.carrying import Bools, Carried, Ints
    from cuepress.sync.moves import Move
    from cuepress.timing.recording import SyncMethod

_CONTEXT_MS = 180_000  # of neighbours on either side of an open word
_MOST_OPEN = 0.3  # of the words; beyond it all are heard anew, which costs as much
_LEAST_SPEECH = 0.25  # of the time that words took, where they may have been said anew
_WRONG = 0.7  # a word less sure than this, in whose time another is heard, was put wrong before
_SURER = 0.2
_SURE = 0.85  # words that are surer than this, last this long …
_TELLING_MS = 250
_SQUEEZED = 0.4  # … and would be left with less of it: their neighbours have been put in their place
_OVERLAP_MS = 50
_FRAME_MS = 10
_LEAST_MS = 500  # of sound to hear words in
_SAME_SHIFT_MS = 30
_SHOWN_MOVES = 3
_ALL = 0.98
_Run = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Before:
    """A track as an earlier run made it.

    ``moves`` says where what it was timed by is heard now, None that the media has not changed; ``heard_ms`` is
    how long the media was then.
    """

    record: TrackRecord
    moves: tuple[Move, ...] | None = None
    heard_ms: int = 0


@dataclass(frozen=True, slots=True)
class Again:
    """What came of it; ``notes`` say what was kept and what was heard again."""

    transcript: Transcript
    timing: Timing
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class Earlier:
    """The media file that was replaced: how its tracks were made, and its sound as far as that is kept."""

    made: Manifest
    keeping: Keeping
    _moves: tuple[Move, ...] | None = None

    def before(self, tag: str, recording: Recording) -> Before | None:
        """Return the earlier track of a language, if its sound is heard in a recording; None if there is none."""
        record, media = self.made.tracks.get(tag), self.made.media
        if record is None or media is None or not recording.info.audio:
            return None
        moves = self.moves(recording, media.sha256)
        return Before(record, moves, media.duration_ms) if moves else None

    def moves(self, recording: Recording, sha256: str) -> tuple[Move, ...]:
        if self._moves is None:
            from cuepress.sync.moves import find_moves

            old = self.keeping.earlier_sound(sha256)
            self._moves = find_moves(old.frames, recording.acoustics.frames) if old else ()
        return self._moves


def earlier(keeping: Keeping, before: Manifest, now: MediaRecord) -> Earlier | None:
    """Return what is known of the media file that another one has replaced, just now or in a run before."""
    is_same = before.media is not None and before.media.sha256 == now.sha256
    if not is_same:
        keeping.set_aside(before)
    made = keeping.earlier() if is_same else before
    if made is None or made.media is None or made.media.sha256 == now.sha256:
        return None
    return Earlier(made, keeping)


def time_document(
    strict: Transcript,
    read_with: Callable[[frozenset[UnspokenKind]], Transcript],
    recording: Recording,
    before: Before,
    *,
    method: SyncMethod,
) -> Again | None:
    """Time a document that was timed before; see :func:`cuepress.timing.recording.time_document`.

    Returns
    -------
    None if so much has changed, or the way of timing has, that all must be timed anew.
    """
    record = before.record
    is_heard = record.sync == "speech"
    if not (is_heard or record.sync == "pauses") or may_listen(strict, recording, method) != is_heard:
        return None
    full = _with_parts(strict, read_with, record) if is_heard else strict
    try:
        found = _timed(full, recording, before)
    except SyncError:
        return None
    if found is None or full is strict:
        return found
    transcript, timing = heard_parts(full, strict, found.timing)
    return replace(found, transcript=transcript, timing=timing)


def _with_parts(
    strict: Transcript, read_with: Callable[[frozenset[UnspokenKind]], Transcript], record: TrackRecord
) -> Transcript:
    """Return the document with the titles and headings that may be spoken; those that were not heard stay out."""
    kinds = suspected(strict)
    if not kinds:
        return strict
    doubted = {part.text for part in strict.unspoken if not part.is_certain}
    unheard = doubted & {part.text for part in record.unspoken}
    full = read_with(kinds)
    return replace(full, paragraphs=tuple(each for each in full.paragraphs if each.text not in unheard))


def _timed(transcript: Transcript, recording: Recording, before: Before) -> Again | None:
    work = _begun(transcript, recording, before)
    if work is None:
        return None
    said, silent = work.open_runs(before)
    n_said = sum(last - first for first, last in said)
    n_kept = int((work.spans[:, 0] >= 0).sum())
    if n_said > _MOST_OPEN * len(work.places) or n_kept < _MOST_OPEN * len(work.places):
        return None
    windows = work.windows(said)
    for number, window in enumerate(windows):
        if not work.hear(window, (number, len(windows))):
            return None
    n_mended = work.put(said, silent)
    figures = _Figures(n_kept - n_mended, n_said, n_mended, len(before.record.words) - n_kept, len(windows))
    return Again(transcript, work.timing(before), tuple(_notes(before, figures)))


def _begun(transcript: Transcript, recording: Recording, before: Before) -> _Work | None:
    """Carry over what is known."""
    import numpy as np

    from cuepress.sync.carrying import carry

    record = before.record
    start_ms, end_ms = recording.bounds
    base_ms = start_ms - start_ms % _FRAME_MS
    places = [index for index, word in enumerate(transcript.words) if not word.is_sound]
    if not places or not records.has_times(record):
        return None
    old = np.array([(word.start_ms, word.end_ms) for word in record.words], np.int64)
    texts = [transcript.words[index].text for index in places]
    carried = carry([word.text for word in record.words], old, texts, before.moves)
    spans = carried.spans.copy()
    spans[(spans[:, 0] < start_ms) | (spans[:, 1] > end_ms)] = -1
    spans[spans[:, 0] >= 0] -= base_ms
    was_spoken = np.array(records.were_spoken(record), np.bool_)
    sure = np.array([word.confidence for word in record.words])
    is_known = spans[:, 0] >= 0
    is_same = before.moves is None and [word.text for word in record.words] == texts
    return _Work(
        transcript,
        recording,
        cast("Literal['pauses', 'speech']", record.sync),
        places,
        carried,
        spans,
        np.where(is_known, sure[carried.old], 0.0),
        np.where(is_known, was_spoken[carried.old], False),
        base_ms,
        end_ms - base_ms,
        is_same and bool(is_known.all()),
    )


@dataclass(slots=True)
class _Work:
    """The words of a text that are said, by their number: sounds are left out.

    ``places`` are their places in the transcript; ``spans`` are in ms from ``base_ms`` on, -1 where they are open
    [shape=(n, 2)]; ``sure`` and ``is_spoken`` belong to them [shape=(n,)].
    """

    transcript: Transcript
    recording: Recording
    method: Literal["pauses", "speech"]
    places: list[int]
    carried: Carried
    spans: Ints
    sure: Ints
    is_spoken: Bools
    base_ms: int
    last_ms: int
    is_same: bool
    heard: dict[int, TimedWord] = field(default_factory=dict)

    def open_runs(self, before: Before) -> tuple[list[_Run], list[_Run]]:
        """Return the runs of open words, half-open: those to be looked for, and those that were cut away."""
        import numpy as np

        from cuepress.sync import carrying

        runs = carrying.runs(self.spans[:, 0] < 0)
        gone = [run for run in runs if before.moves is not None and (self.carried.old[slice(*run)] >= 0).all()]
        is_speech = self.recording.heard.speech.is_speech if gone else np.zeros(0, np.bool_)
        silent = [run for run in gone if self._is_silent(*run, before.record, is_speech)]
        is_silent = set(silent)
        return [run for run in runs if run not in is_silent], silent

    def _is_silent(self, first: int, last: int, record: TrackRecord, is_speech: Bools) -> bool:
        """Tell whether where words were cut away nobody says as much instead."""
        from cuepress.sync import carrying

        low, high = carrying.room(self.spans, first - 1, last, last_ms=self.last_ms)
        took_ms = sum(record.words[at].end_ms - record.words[at].start_ms for at in self.carried.old[first:last])
        inside = is_speech[low // _FRAME_MS : high // _FRAME_MS]
        return bool(int(inside.sum()) * _FRAME_MS < _LEAST_SPEECH * took_ms)

    def windows(self, said: Sequence[_Run]) -> list[_Run]:
        """Return the stretches of words to be heard: whole sentences, with neighbours whose times are known."""
        from cuepress.sync.reading import sentences

        if not said:
            return []
        numbers = {place: number for number, place in enumerate(self.places)}
        heads = [numbers[sentence.first] for sentence in sentences(self.transcript)]
        windows: list[_Run] = []
        for run in said:
            first, last = self._around(run, heads)
            if windows and first <= windows[-1][1]:
                windows[-1] = (windows[-1][0], max(last, windows[-1][1]))
            else:
                windows.append((first, last))
        return windows

    def _around(self, run: _Run, heads: Sequence[int]) -> _Run:
        from bisect import bisect_left, bisect_right

        from cuepress.sync import carrying

        n = len(self.places)
        low, high = carrying.room(self.spans, run[0] - 1, run[1], last_ms=self.last_ms)
        begins = heads[: bisect_right(heads, run[0])]
        ends = heads[bisect_left(heads, run[1]) :]
        early = (k for k in reversed(begins) if self._is_border(k) and self.spans[k, 0] <= low - _CONTEXT_MS)
        late = (k for k in ends if self._is_border(k) and self.spans[k, 0] >= high + _CONTEXT_MS)
        return next(early, 0), next(late, n)

    def _is_border(self, number: int) -> bool:
        """Tell whether the words on both sides of a border have times of their own."""
        inside = slice(number - 1, number + 1)
        return number > 0 and bool((self.spans[inside, 0] >= 0).all() and self.is_spoken[inside].all())

    def hear(self, window: _Run, step: tuple[int, int]) -> bool:
        """Look for the words of a window; tell whether that could be done."""
        first, last = window
        text = excerpt(self.transcript, self.places[first], self.places[last - 1] + 1, title="")
        # What is written of times is for the whole; in a part of it, the neighbours say more.
        text = replace(text, unspoken=tuple(part for part in text.unspoken if part.kind != "timestamp"))
        wanted = self.transcript.words[self.places[first] : self.places[last - 1] + 1]
        if [word.text for word in text.words] != [word.text for word in wanted]:
            return False
        start_ms, end_ms = self._times(window)
        if end_ms - start_ms < _LEAST_MS:
            return False
        number, count = step
        part = replace(
            self.recording,
            stretch=Stretch(self.base_ms + start_ms, self.base_ms + end_ms),
            near=(),
            report=lambda name, done: self.recording.report(name, (number + done) / count if done else done),
        )
        timing = time_words(text, part, method=self.method, force=True)
        for number in range(first, last):
            self.heard[number] = timing.words[self.places[number] - self.places[first]]
        return timing.method == self.method

    def _times(self, window: _Run) -> tuple[int, int]:
        """Return from when to when a window is heard: to the middle of the rests around it."""
        edges = [0, self.last_ms]
        for at, number in enumerate(window):
            if 0 < number < len(self.places):
                edges[at] = int(self.spans[number - 1, 1] + self.spans[number, 0]) // 2
        return edges[0] - edges[0] % _FRAME_MS, edges[1]

    def put(self, said: Sequence[_Run], silent: Sequence[_Run]) -> int:
        """Put what was heard between the words that were kept, and what was cut away where it would be.

        Returns
        -------
        How many words that had times were put wrong before, and have others now.
        """
        import numpy as np

        from cuepress.sync import carrying

        n_mended = 0
        for run in said:
            first, last = self._mended(run)
            n_mended += last - first - (run[1] - run[0])
            found = [self.heard[number] for number in range(first, last)]
            low, high = carrying.room(self.spans, first - 1, last, last_ms=self.last_ms)
            spans = np.array([(word.start_ms, word.end_ms) for word in found]) - self.base_ms
            self.spans[first:last] = carrying.clamped(spans, low, high)
            self.sure[first:last] = [word.confidence for word in found]
            self.is_spoken[first:last] = [word.is_spoken for word in found]
        for first, last in silent:
            self.is_spoken[first:last] = False
        self.spans = carrying.filled(self.spans, last_ms=self.last_ms)
        return n_mended

    def _mended(self, run: _Run) -> _Run:
        """Return a run with the words beside it that were spread over what it says, for want of it in the text."""
        first, last = run
        is_squeezed = self._is_squeezed(run)

        def was_wrong(number: int) -> bool:
            found = self.heard.get(number)
            if found is None or self.spans[number, 0] < 0 or not found.is_spoken:
                return False
            if is_squeezed and found.confidence >= _SURE:
                return True
            return bool(self.sure[number] < min(_WRONG, found.confidence - _SURER))

        while was_wrong(first - 1) and self._start(first) < self.spans[first - 1, 1] - _OVERLAP_MS:
            first -= 1
        while was_wrong(last) and self._end(last - 1) > self.spans[last, 0] + _OVERLAP_MS:
            last += 1
        return first, last

    def _is_squeezed(self, run: _Run) -> bool:
        """Tell whether words that are heard for sure have no room between their neighbours: these were wrong."""
        from cuepress.sync import carrying

        low, high = carrying.room(self.spans, run[0] - 1, run[1], last_ms=self.last_ms)
        found = [self.heard[number] for number in range(*run)]
        spans = [(self._start(number), self._end(number)) for number in range(*run)]
        took_ms = sum(end - start for start, end in spans)
        left_ms = sum(max(min(end, high) - max(start, low), 0) for start, end in spans)
        is_sure = sum(word.confidence * word.is_spoken for word in found) >= _SURE * len(found)
        return is_sure and took_ms >= _TELLING_MS and left_ms < _SQUEEZED * took_ms

    def _start(self, number: int) -> int:
        return self.heard[number].start_ms - self.base_ms

    def _end(self, number: int) -> int:
        return self.heard[number].end_ms - self.base_ms

    def timing(self, before: Before) -> Timing:
        """Return the timing of the whole text, on the clock of the media."""
        words = self._words()
        start_ms, end_ms = self.recording.bounds
        record = before.record
        reason = next((way.reason for way in record.methods if way.method == record.sync), "")
        made = Timing(words, self.method, notes=record.timed_notes, reason=reason)
        if not self.is_same and self.method == "speech":
            made = replace(made, passages=self._passages(words))
        there = moved(made, self.base_ms, first_ms=start_ms, last_ms=end_ms)
        return replace(there, passages=records.passages_of(record.passages)) if self.is_same else there

    def _words(self) -> tuple[TimedWord, ...]:
        import numpy as np

        from cuepress.sync import carrying, noises

        words = self.transcript.words
        spans = np.full((len(words), 2), -1, np.int64)
        spans[self.places] = self.spans
        spans = carrying.filled(spans, last_ms=self.last_ms)
        sure, is_spoken = np.zeros(len(words)), np.full(len(words), self.method == "speech")
        sure[self.places], is_spoken[self.places] = self.sure, self.is_spoken
        timed = tuple(
            TimedWord(word, int(start), int(end), float(trust), bool(spoken))
            for word, (start, end), trust, spoken in zip(words, spans, sure, is_spoken, strict=True)
        )
        return noises.placed(timed, self.recording.heard) if len(words) > len(self.places) else timed

    def _passages(self, words: tuple[TimedWord, ...]) -> tuple[Passage, ...]:
        from cuepress.sync import doubt, passages

        free = doubt.untranscribed(self.transcript, self.recording.heard.speech.is_speech, words)
        found = (
            *_unspoken(self.transcript, words),
            *passages.without_sounds(tuple(free), words),
            *passages.doubtful(self.transcript, words),
        )
        return tuple(sorted(found, key=lambda passage: passage.start_ms))


def _unspoken(transcript: Transcript, words: Sequence[TimedWord]) -> Iterator[Passage]:
    """Yield the passages of the text that are not heard, as the listener does."""
    said = [timed for timed in words if not timed.word.is_sound]
    for is_spoken, group in groupby(said, key=lambda timed: timed.is_spoken):
        run = list(group)
        if not is_spoken:
            text = transcript.text[run[0].word.offset : run[-1].word.end_offset]
            yield Passage("unspoken", run[0].start_ms, run[-1].end_ms, text)


@dataclass(frozen=True, slots=True)
class _Figures:
    """How many words were kept, looked for, put right and left out, and in how many windows."""

    n_kept: int
    n_said: int
    n_mended: int
    n_out: int
    n_windows: int


def _notes(before: Before, figures: _Figures) -> Iterator[str]:
    """Say what was kept and what was heard again, with the figures."""
    if before.moves is not None:
        yield _what_moved(before.moves, before.heard_ms)
    kept = f"{_count(figures.n_kept, 'word')} kept {'its' if figures.n_kept == 1 else 'their'} times"
    mended = f", {_count(figures.n_mended, 'word')} beside them put right" if figures.n_mended else ""
    if figures.n_said:
        windows = _count(figures.n_windows, "passage")
        yield f"{_count(figures.n_said, 'word')} changed: {windows} heard again, {kept}{mended}"
    elif figures.n_out and before.moves is None:
        yield f"{_count(figures.n_out, 'word')} taken out: {kept}"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _what_moved(moves: Sequence[Move], heard_ms: int) -> str:
    known_ms = sum(move.end_ms - move.start_ms for move in moves)
    shifts = list(_shifts(moves))
    if len(shifts) == 1 and not shifts[0][1] and known_ms >= _ALL * heard_ms:
        return "the video is another file with the same sound: the times are kept"
    shown = [f"by {shift_ms / MS_PER_S:+.1f} s from {short_clock(at_ms)}" for at_ms, shift_ms in shifts]
    more = f" and {len(shown) - _SHOWN_MOVES} more" if len(shown) > _SHOWN_MOVES else ""
    recognised = f"{short_clock(known_ms)} of {short_clock(heard_ms)} recognised"
    return f"the video was cut anew: {recognised}, times moved {', '.join(shown[:_SHOWN_MOVES])}{more}"


def _shifts(moves: Sequence[Move]) -> Iterator[tuple[int, int]]:
    """Yield from when on times were moved by how much; neighbours with the same shift are one."""
    last_ms: int | None = None
    for move in moves:
        if last_ms is None or abs(move.shift_ms - last_ms) > _SAME_SHIFT_MS:
            yield move.start_ms, move.shift_ms
        last_ms = move.shift_ms
