"""What is good and bad about the cues of a text: counts, which add up, and the proof of what no cut helps."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cached_property

from segmentation_texts import Text, line_places, n_visible
from segmentation_words import is_judged, is_never_end, parted_pair

from cuepress import cueing, language
from cuepress.cueing.pieces import early_ms
from cuepress.cueing.places import PlaceKind
from cuepress.model import Cue

FAR = 10**6  # more than any count
LONG_REST_MS = 1_500  # BBC §5.2: no text is seen longer before it is said
MOST_BACK = 60  # words before a cue that a cue over its words could begin with
SHORT_WORD = 5  # characters at most; alone on a line it is an orphan
CLOSING = "\"'”’»›)]}\u00a0\u202f "
MARKS = frozenset(".!?…,;:—–-,、。！？；：،؛؟।")


@dataclass(frozen=True, slots=True)
class End:
    """The end of a line: the word that it ends on, and whether the cue ends there too."""

    word: int
    ends_cue: bool
    cue: int


@dataclass(slots=True)
class Counts:
    """Counts that add up. ``judged`` are the ends in languages that the guidelines' own lists cover."""

    texts: int = 0
    cues: int = 0
    ends: int = 0
    judged: int = 0
    never: int = 0
    avoidable: int = 0
    parted: int = 0
    own: int = 0
    unwelcome: int = 0
    cue_ends: int = 0
    cue_ends_at_marks: int = 0
    line_ends: int = 0
    line_ends_at_marks: int = 0
    lines: int = 0
    long_lines: int = 0
    fast: int = 0
    fast_speech: int = 0
    fast_sentence: int = 0
    fast_times: int = 0
    fast_rules: int = 0
    short: int = 0
    overlaps: int = 0
    orphans: int = 0
    pairs: int = 0
    uneven: float = 0.0
    human_cues: list[int] = field(default_factory=lambda: [0, 0, 0])
    human_lines: list[int] = field(default_factory=lambda: [0, 0, 0])

    def add(self, other: Counts) -> None:
        for each in fields(self):
            ours, theirs = getattr(self, each.name), getattr(other, each.name)
            both = [a + b for a, b in zip(ours, theirs, strict=True)] if isinstance(ours, list) else ours + theirs
            setattr(self, each.name, both)


@dataclass(frozen=True)
class Measured:
    """One way to cut one text, and what there is to say about it."""

    text: Text
    profile: cueing.Profile
    cues: tuple[Cue, ...]

    @cached_property
    def limits(self) -> cueing.Limits:
        return limits_of(self.text, self.profile)

    @cached_property
    def ends(self) -> list[End]:
        """Every end of a line but the last of a text."""
        found = [
            End(self.text.word_at(place), place == inside[-1], at)
            for at, inside in enumerate(line_places(self.cues))
            for place in inside
        ]
        return found[:-1]

    @cached_property
    def spans(self) -> list[tuple[int, int]]:
        """The half-open span of words that each cue holds."""
        last = [self.text.word_at(inside[-1]) + 1 for inside in line_places(self.cues)]
        return list(zip([0, *last[:-1]], last, strict=True))

    def never(self) -> list[End]:
        """The ends on words that the guidelines forbid."""
        return [end for end in self.ends if is_never(self.text, end.word)] if is_judged(self.text.tag) else []

    def parted(self) -> list[tuple[End, str]]:
        """The ends inside a pair or an expression that the guidelines do not part."""
        if not is_judged(self.text.tag):
            return []
        found = ((end, parted_at(self.text, end.word)) for end in self.ends)
        return [(end, pair) for end, pair in found if pair]

    def own(self) -> list[End]:
        """The ends that our own grammar forbids."""
        return [end for end in self.ends if self.text.kinds[end.word] >= PlaceKind.SMALL_WORD]

    def unwelcome(self) -> list[End]:
        """The ends that it only calls worse than any other: inside a name, between a noun and its adjective."""
        kinds = self.text.kinds
        return [end for end in self.ends if PlaceKind.ANYWHERE < kinds[end.word] < PlaceKind.SMALL_WORD]

    def long_lines(self) -> list[str]:
        return [line for cue in self.cues for line in cue.lines if self._length(line) > self.limits.max_cpl]

    def fast(self) -> list[int]:
        """The cues that are over the reading speed."""
        return [at for at, cue in enumerate(self.cues) if self.reading_ms(cue.text) > cue.duration_ms + 1]

    def why_fast(self, at: int, fits: Fits) -> str:
        fast = set(self.fast())
        return fits.why_fast(self.spans, at, lambda low, high: sum(each in fast for each in range(low, high)))

    def reading_ms(self, text: str) -> float:
        return reading_ms(text, self.text.tag, self.profile)

    def orphans(self) -> list[int]:
        """The cues of several lines with a line of one short word (in a script without spaces: two characters)."""
        return [at for at, cue in enumerate(self.cues) if any(self._is_orphan(line) for line in _several(cue))]

    def _is_orphan(self, line: str) -> bool:
        if language.is_unspaced(self.text.tag):
            return n_visible(line.strip(CLOSING + "".join(MARKS))) <= 2
        return len(line.split()) == 1 and n_visible(line.strip(CLOSING + "".join(MARKS))) <= SHORT_WORD

    def uneven(self) -> list[float]:
        """By how much of a full line the two lines of a cue differ."""
        pairs = [[self._length(line) for line in cue.lines] for cue in self.cues if len(cue.lines) == 2]
        return [abs(top - bottom) / self.limits.max_cpl for top, bottom in pairs]

    def overlaps(self) -> int:
        following = [*(cue.start_ms for cue in self.cues[1:]), self.text.duration_ms]
        return sum(cue.end_ms > after for cue, after in zip(self.cues, following, strict=True))

    def _length(self, line: str) -> float:
        return language.counted_length(line, self.text.tag)


def limits_of(text: Text, profile: cueing.Profile) -> cueing.Limits:
    limits = cueing.at_frame_rate(profile.for_language(text.tag), None)
    return replace(limits, early_ms=early_ms(limits, is_translation=text.is_translation))


def reading_ms(text: str, tag: str, profile: cueing.Profile) -> float:
    """Return the least time in which a text can be read by a profile, in whatever it counts."""
    at_a_second = cueing.speed(text, 1_000, tag=tag, profile=profile).share
    if profile.counting_for(tag) != "steps":
        return at_a_second * 1_000
    return float(
        bisect_left(
            range(60_000), x=True, lo=1, key=lambda ms: cueing.speed(text, ms, tag=tag, profile=profile).share <= 1
        )
    )


def _several(cue: Cue) -> Sequence[str]:
    return cue.lines if len(cue.lines) > 1 else ()


def is_never(text: Text, at: int) -> bool:
    if _ends_paragraph(text, at):
        return False
    word, following = (each.text for each in text.transcript.words[at : at + 2])
    return is_never_end(word, following, text.tag)


def _ends_paragraph(text: Text, at: int) -> bool:
    words = text.transcript.words
    return at + 1 == len(words) or words[at].paragraph != words[at + 1].paragraph


def parted_at(text: Text, at: int) -> str:
    if _ends_paragraph(text, at):
        return ""
    words = text.transcript.words
    before, after = text.shown(max(0, at - 3), at + 1), text.shown(at + 1, min(at + 5, len(words)))
    return parted_pair(before, after, text.tag)


def is_at_mark(text: Text, at: int) -> bool:
    return text.transcript.words[at].text.rstrip(CLOSING)[-1:] in MARKS


def measure(told: Measured, fits: Fits) -> Counts:
    """Count everything there is to count about one way to cut one text."""
    ends, cues = told.ends, told.cues
    cue_ends = [end for end in ends if end.ends_cue]
    line_ends = [end for end in ends if not end.ends_cue]
    fast = told.fast()
    why = [told.why_fast(at, fits) for at in fast]
    counts = Counts(1, len(cues), len(ends))
    counts.judged = len(ends) if is_judged(told.text.tag) else 0
    counts.never, counts.parted = len(told.never()), len(told.parted())
    counts.own, counts.unwelcome = len(told.own()), len(told.unwelcome())
    counts.cue_ends, counts.line_ends = len(cue_ends), len(line_ends)
    counts.cue_ends_at_marks = sum(is_at_mark(told.text, end.word) for end in cue_ends)
    counts.line_ends_at_marks = sum(is_at_mark(told.text, end.word) for end in line_ends)
    counts.lines, counts.long_lines = len(ends) + 1, len(told.long_lines())
    counts.fast, counts.fast_speech = len(fast), why.count("speech")
    counts.fast_sentence = why.count("sentence")
    counts.fast_times, counts.fast_rules = why.count("times"), why.count("rules")
    counts.short = sum(cue.duration_ms < told.limits.min_ms for cue in cues)
    counts.overlaps, counts.orphans = told.overlaps(), len(told.orphans())
    counts.pairs, counts.uneven = len(told.uneven()), sum(told.uneven())
    if told.text.human:
        counts.human_cues = agreement(cues, told.text.human, lines=False)
        counts.human_lines = agreement(cues, told.text.human, lines=True)
    return counts


def agreement(cues: Sequence[Cue], human: Sequence[Cue], *, lines: bool) -> list[int]:
    """Return how many places both have, and how many each has; the end of the text is no place."""
    ours, theirs = (
        {place for inside in line_places(each) for place in (inside if lines else inside[-1:])}
        for each in (cues, human)
    )
    return [len(ours & theirs) - 1, len(ours) - 1, len(theirs) - 1]


def f1(counts: Sequence[int]) -> float:
    both, ours, theirs = counts
    return 2 * both / (ours + theirs) if ours + theirs else float("nan")


def _undominated(ways: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the ways of which no other has fewer fast cues and ends no later."""
    soonest = FAR**2
    for n_fast, end_ms in sorted(ways):
        if end_ms < soonest:
            soonest = end_ms
            yield n_fast, end_ms


class Fits:
    """Which words may be a cue at all, by the limits that never give, and what they ask of a cut.

    A cue stays within a paragraph, fits on its lines, is not spoken longer than a cue may stay, and can be seen
    for the least time before the next one.
    """

    def __init__(self, text: Text, profile: cueing.Profile) -> None:
        self.text, self.profile, self.limits = text, profile, limits_of(text, profile)
        self.paragraph = [word.paragraph for word in text.transcript.words]
        self.widths: dict[tuple[int, int], float] = {}
        self.is_forbidden = [kind >= PlaceKind.CLOSE for kind in text.kinds]
        self.ends_sentence = [kind == PlaceKind.SENTENCE for kind in text.kinds]
        self.joins_parts = profile.sentence_parts == "joined"
        self.next_rest = self._next_rests()
        self.clean_ends: dict[int, list[int]] = {}
        self.reading: dict[tuple[int, int], float] = {}

    def width(self, first: int, end: int) -> float:
        if (first, end) not in self.widths:
            self.widths[first, end] = language.counted_length(self.text.shown(first, end), self.text.tag)
        return self.widths[first, end]

    def reading_ms(self, first: int, end: int) -> float:
        if (first, end) not in self.reading:
            self.reading[first, end] = reading_ms(self.text.shown(first, end), self.text.tag, self.profile)
        return self.reading[first, end]

    def line_ends(self, first: int) -> range:
        """Return after how many words of all a line may end that begins with a word."""
        end = first + 1
        while self._goes_on(first, end) and self.width(first, end + 1) <= self.limits.max_cpl:
            end += 1
        return range(first + 1, end + 1)

    def _goes_on(self, first: int, end: int) -> bool:
        return end < len(self.paragraph) and self.paragraph[end] == self.paragraph[first]

    def cue_ends(self, first: int) -> Iterator[int]:
        """Yield where a cue may end that begins with a word, by its lines and by time."""
        far = first
        for _ in range(self.limits.max_lines):
            if far < len(self.paragraph) and self.paragraph[far] == self.paragraph[first]:
                far = self.line_ends(far)[-1]
        for end in range(first + 1, far + 1):
            if self._has_time(first, end) or not self._goes_on(first, end):
                yield end

    def _has_time(self, first: int, end: int) -> bool:
        timed = self.text.timed
        spoken_ms = timed[end - 1].end_ms - timed[first].start_ms
        return spoken_ms <= self.limits.max_ms and self.room_ms(first, end) >= self.limits.min_ms

    def room_ms(self, first: int, end: int) -> int:
        """Return how long a cue of these words may be seen at most."""
        timed, limits = self.text.timed, self.limits
        before_ms = timed[first - 1].end_ms if first else 0
        earliest_ms = max(min(before_ms, timed[first].start_ms), timed[first].start_ms - limits.early_ms, 0)
        after_ms = timed[end].start_ms - limits.min_gap_ms if end < len(timed) else self.text.duration_ms
        latest_ms = min(after_ms, timed[end - 1].end_ms + limits.linger_ms)
        return min(latest_ms - earliest_ms, limits.max_ms)

    def why_fast(self, spans: Sequence[tuple[int, int]], at: int, n_fast: Callable[[int, int], int]) -> str:
        """Say why a cue is over the reading speed: ``speech``, ``sentence``, ``times``, ``rules`` or the ``cut``.

        It is the speech where no way to cut its words leaves them free of cues over the speed, or where the words
        of the two cues before and after it and its own cannot be cut with fewer of them (``_least_fast``); the
        sentence where its sentence cannot, whatever that would part. It is the times where the same cues could
        have been timed so that this one can be read, and the rules where every better cut ends a line where
        nothing is parted (BBC §3.4, Netflix §4: small words, adjectives, names), shows a text long before it is
        said (BBC §5.2) or, where the profile keeps them apart, puts a part of a sentence beside another (TED).
        Else it is the cut.
        """
        n_around = n_fast(max(0, at - 2), min(len(spans), at + 3))
        if self._is_fast_anyhow(spans, at, n_around, clean=False):
            return "speech"
        if at not in self._fast_at_best(spans):
            return "times"
        if not self.joins_parts and self._is_fast_in_sentence(spans, at, n_fast):
            return "sentence"
        return "rules" if self._is_fast_anyhow(spans, at, n_around, clean=True) else "cut"

    def _is_fast_anyhow(self, spans: Sequence[tuple[int, int]], at: int, n_around: int, *, clean: bool) -> bool:
        first, end = spans[at]
        begin, stop = spans[max(0, at - 2)][0], spans[min(len(spans), at + 3) - 1][1]
        if self._least_fast(self._stretch(first), end, first, clean=clean):
            return True
        return self._least_fast(range(begin, begin + 1), stop, begin, exactly=True, clean=clean) >= n_around

    def _is_fast_in_sentence(
        self, spans: Sequence[tuple[int, int]], at: int, n_fast: Callable[[int, int], int]
    ) -> bool:
        """Tell whether the sentences that a cue is of cannot be cut with fewer cues over the speed."""
        begin, end = spans[at]
        while begin and not self.ends_sentence[begin - 1]:
            begin -= 1
        while not self.ends_sentence[end - 1]:
            end += 1
        starts = [first for first, _ in spans]
        if begin not in starts or end not in (stop for _, stop in spans):
            return False
        n_ours = n_fast(bisect_left(starts, begin), bisect_left(starts, end))
        return self._least_fast(range(begin, begin + 1), end, begin, exactly=True, clean=False) >= n_ours

    def _fast_at_best(self, spans: Sequence[tuple[int, int]]) -> set[int]:
        """Return which of the cues are fast where each makes way for the next as soon as it can be read."""
        free_ms, fast = 0, set()
        for at, (first, end) in enumerate(spans):
            free_ms, is_fast = self._shown(first, end, free_ms)
            if is_fast:
                fast.add(at)
        return fast

    def _stretch(self, first: int) -> range:
        """Return the words that a cue over this one could begin with."""
        begin = first
        while begin and self.paragraph[begin - 1] == self.paragraph[first] and first - begin < MOST_BACK:
            begin -= 1
        return range(begin, first + 1)

    def _least_fast(
        self, begins: range, end: int, counted_from: int, *, exactly: bool = False, clean: bool
    ) -> int:
        """Return how many cues over the speed any run of cues has at least, among those after ``counted_from``.

        With ``clean`` only cues count that keep the rules (``_clean_ends``); where there are none, it is ``FAR``.
        A run begins at one of ``begins``, when the word before has been said, and ends at ``end`` or, where not
        ``exactly`` there, later. Of the ways to a word only those count that have fewer fast cues or end earlier.
        """
        ways: dict[int, list[tuple[int, int]]] = {
            begin: [(0, self.text.timed[begin - 1].end_ms if begin else 0)] for begin in begins
        }
        least = FAR
        for begin in range(begins[0], end):
            for n_fast, free_ms in _undominated(ways.get(begin, [])):
                for stop in self._clean_ends(begin) if clean else self.cue_ends(begin):
                    if exactly and stop > end:
                        break
                    end_ms, is_fast = self._shown(begin, stop, free_ms)
                    total = n_fast + (is_fast and stop > counted_from)
                    ways.setdefault(stop, []).append((total, end_ms))
                    if stop >= end:
                        least = min(least, total)
        return 0 if least == FAR and not clean else least

    def _clean_ends(self, first: int) -> list[int]:
        """Return where a cue may end with no line on a forbidden word, no part of a sentence beside another.

        Nor may it hold a rest so long that what comes after it would be seen too early (BBC §5.2).
        """
        if first not in self.clean_ends:
            inside = self._least_inside(first, self.is_forbidden)
            self.clean_ends[first] = [
                end
                for end in self.cue_ends(first)
                if not inside[end]
                and not self.is_forbidden[end - 1]
                and self._is_of_one_piece(first, end)
                and end <= self.next_rest[first]
            ]
        return self.clean_ends[first]

    def _next_rests(self) -> list[int]:
        """Return for each word where a cue that begins with it ends at the latest, as the speaker rests there."""
        timed, found = self.text.timed, [len(self.text.timed)]
        for at in range(len(timed) - 2, -1, -1):
            rests = timed[at + 1].start_ms - timed[at].end_ms >= LONG_REST_MS
            found.append(at + 1 if rests else found[-1])
        return found[::-1]

    def _is_of_one_piece(self, first: int, end: int) -> bool:
        """Tell whether a cue is whole sentences or within one, as far as the profile asks for that."""
        if self.joins_parts or not any(self.ends_sentence[first : end - 1]):
            return True
        return self.ends_sentence[end - 1] and (first == 0 or self.ends_sentence[first - 1])

    def _shown(self, first: int, end: int, free_ms: int) -> tuple[int, bool]:
        """Return when a cue can end at the earliest, the one before over at ``free_ms``, and if it is fast."""
        timed, limits = self.text.timed, self.limits
        begins_ms, said_ms = timed[first].start_ms, timed[end - 1].end_ms
        after_ms = timed[end].start_ms - limits.min_gap_ms if end < len(timed) else self.text.duration_ms
        gap_ms = limits.min_gap_ms if first else 0
        start_ms = min(max(begins_ms - limits.early_ms, free_ms + gap_ms, 0), begins_ms)
        needed_ms = self.reading_ms(first, end)
        wanted_ms = max(start_ms + max(needed_ms, limits.min_ms), min(said_ms, after_ms))
        latest_ms = min(after_ms, said_ms + limits.linger_ms)
        end_ms = round(min(wanted_ms, latest_ms))
        is_fast = needed_ms > min(latest_ms - start_ms, limits.max_ms) + 1
        return end_ms, is_fast

    def least(self, is_bad: Callable[[int], bool]) -> int:
        """Return how many ends on bad words a cut needs at least: exact, 0 for a paragraph that nothing fits."""
        n_words = len(self.paragraph)
        bad = [int(is_bad(at)) for at in range(n_words)]
        best = [0] + [FAR] * n_words
        for first in range(n_words):
            if first and self.paragraph[first] != self.paragraph[first - 1] and best[first] == FAR:
                best[first] = best[self.paragraph.index(self.paragraph[first - 1])]
            if best[first] == FAR:
                continue
            inside = self._least_inside(first, bad)
            for end in self.cue_ends(first):
                best[end] = min(best[end], best[first] + inside[end] + bad[end - 1])
        return best[-1] if best[-1] < FAR else best[self.paragraph.index(self.paragraph[-1])]

    def _least_inside(self, first: int, bad: Sequence[int]) -> dict[int, int]:
        """Return for each end of a cue how many lines in it end on bad words at least."""
        reached, found = {first: 0}, dict[int, int]()
        for _ in range(self.limits.max_lines):
            following: dict[int, int] = {}
            for start, n_bad in reached.items():
                if start >= len(bad) or self.paragraph[start] != self.paragraph[first]:
                    continue
                for end in self.line_ends(start):
                    found[end] = min(found.get(end, n_bad), n_bad)
                    following[end] = min(following.get(end, n_bad + bad[end - 1]), n_bad + bad[end - 1])
            reached = following
        return found
