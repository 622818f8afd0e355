"""Times for a translation, from the times of the spoken text: sentence by sentence, clauses onto the rests in it.

The order of words differs from language to language. A sentence therefore begins and ends when its original does;
a clause lies where its counterpart is, and within it the words are spread by the time that they take to say. The
confidence says so: it is highest where sentences begin, and falls off within them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, groupby, pairwise, repeat

from cuepress import language
from cuepress.model import TimedWord, Transcript
from cuepress.sync import naming, plan
from cuepress.sync.bilingual import aligning, clauses
from cuepress.sync.bilingual.aligning import Found
from cuepress.sync.bilingual.beads import Bead
from cuepress.sync.bilingual.pieces import Piece
from cuepress.sync.glossary import NONE, Glossary
from cuepress.sync.speaking import SpokenText, expect
from cuepress.sync.timing import Passage, Timing

Interval = tuple[int, int]
Place = tuple[float, float]

_REST_MS = 200  # nothing is said in a gap between words that is longer
_LOOSE = (0.4, 2.5)  # of the expected length: text and speech that have only each other and may well be a pair
_SLOWEST = 1.5  # added text takes no longer than so many times what it takes to say
_LEAST_ROOM = 0.5  # of that time; where there is less, the sentence before gives some of its own …
_MOST_GIVEN = 0.4  # … at most this share
_SURE_OF_CLAUSE, _SURE_INSIDE, _SURE_OUT_OF_ORDER, _SURE_BETWEEN, _SURE_OF_LOOSE = 0.9, 0.7, 0.5, 0.15, 0.4


@dataclass(frozen=True, slots=True)
class _Laid:
    """Words ``first`` to ``last`` (half-open) of the translation, and the stretches of time that they lie in."""

    first: int
    last: int
    stretches: tuple[Interval, ...]
    sure: float
    is_spoken: bool = True
    begins_sentence: bool = True
    is_in_order: bool = True


def by_translation(
    translation: Transcript, spoken: Transcript, timing: Timing, *, duration_ms: int, glossary: Glossary = NONE
) -> tuple[Timing, Found]:
    """Give every word of a translation its time, from those of the words that are spoken.

    Parameters
    ----------
    timing
        Of the words of ``spoken``; it may be of any method, and the result is no surer than it.
    glossary
        What the user knows of words that mean the same in both languages.

    Returns
    -------
    The timing, with what has no counterpart among its passages, and the pairs of sentences that it comes from.
    ``is_foreign`` says that the text is a translation of another one, a note that this cannot be told.
    """
    sides = (spoken, expect(spoken)), (translation, expect(translation))
    found = aligning.align_expected(*sides, glossary)
    laying = _Laying(*sides, timing, found)
    laid = list(laying.each())
    places, sure, is_spoken = laying.places(laid, duration_ms)
    words = tuple(
        replace(word, is_spoken=word.is_spoken and is_heard, sentences=ids)
        for word, is_heard, ids in zip(
            plan.timed_words(translation, places, sure, duration_ms=duration_ms),
            is_spoken,
            laying.ids(spoken),
            strict=True,
        )
    )
    result = Timing(
        words,
        "translation",
        notes=tuple(_doubt(found, spoken.language)),
        passages=tuple(_passages(laying, words)),
        is_foreign=not found.is_translation,
    )
    return result, found


def _doubt(found: Found, spoken: str) -> Iterator[str]:
    """Yield why it cannot be told whether the text is a translation of the spoken one, where it cannot."""
    if found.is_certain or not found.is_translation:
        return
    what = f"it cannot be told whether the text is a translation of the {language.english_name(spoken)} transcript"
    if min(len(found.ours), len(found.theirs)) < aligning.FEWEST_COMPARED:
        yield f"{what}, it is too short: see that it is the right file"
    else:
        yield f"{what}, they have hardly a name or a number in common: see that it is the right file"


class _Laying:
    """Where the words of a translation lie, bead by bead."""

    def __init__(
        self,
        spoken: tuple[Transcript, SpokenText],
        translation: tuple[Transcript, SpokenText],
        timing: Timing,
        found: Found,
    ) -> None:
        self.translation, self.expected = translation
        self.timing, self.found = timing, found
        self.clauses = clauses.Finder(spoken, translation, timing.words, found)
        self.groups, self.beads = tuple(_groups(found)), frozenset(found.beads)

    def each(self) -> Iterator[_Laid]:
        """Yield the words of every bead in order; what is only added has no stretches yet."""
        for group in self.groups:
            if group.is_pair:
                yield from self._pair(group)
            elif group.theirs:
                first, last = words_of(self.found.theirs, group.theirs)
                yield _Laid(first, last, (), _SURE_BETWEEN, is_spoken=False)

    def _pair(self, group: Bead) -> Iterator[_Laid]:
        is_loose = group not in self.beads
        begins = True
        for clause in self.clauses.within(group, is_whole=is_loose):
            said = [word for word in self.timing.words[slice(*clause.ours)] if not word.word.is_sound]
            heard = [word for word in said if word.is_spoken]
            sure = sum(word.confidence for word in said) / len(said) if said else 0.0
            is_heard = 2 * len(heard) >= len(said) > 0
            trust = min(sure, _SURE_OF_LOOSE) if is_loose else sure
            yield _Laid(
                *clause.theirs,
                _stretches(said),
                trust,
                is_spoken=is_heard,
                begins_sentence=begins,
                is_in_order=clause.is_in_order,
            )
            begins = False

    def places(self, laid: Sequence[_Laid], duration_ms: int) -> tuple[list[Place], list[float], list[bool]]:
        """Return for each word its place, how sure it is, and whether it is said; sounds stand in the gaps."""
        n = len(self.translation.words)
        places: dict[int, Place] = {}
        sure, is_spoken = [_SURE_BETWEEN] * n, [True] * n
        for each in _with_room(laid, self._needs_ms, duration_ms):
            inside = [at for at in range(each.first, each.last) if not self.expected.is_sound[at]]
            spread = _spread([self.expected.speaking_ms[at] for at in inside], each.stretches)
            for number, (at, place) in enumerate(zip(inside, spread, strict=True)):
                places[at] = place
                sure[at] = round(each.sure * _sure_inside(number, len(inside), each), 3)
                is_spoken[at] = each.is_spoken
        return plan.with_sounds(places, n, duration_ms), sure, is_spoken

    def ids(self, spoken: Transcript) -> Iterator[tuple[str, ...]]:
        """Yield for each word the ids of the sentences that it helps to say; what is only added has its own."""
        ours, theirs = (
            [(piece.first, piece.last) for piece in cut] for cut in (self.found.ours, self.found.theirs)
        )
        said = naming.sentence_ids(spoken, ours, is_spoken=True)
        own = naming.sentence_ids(self.translation, theirs, is_spoken=False)
        for group in self.groups:
            for at in group.theirs:
                first, last = theirs[at]
                yield from repeat(tuple(said[each] for each in group.ours) or (own[at],), last - first)

    def _needs_ms(self, each: _Laid) -> float:
        """Return how long it takes to say some words, at the pace of the rest of the translation."""
        inside = range(each.first, each.last)
        return sum(self.expected.speaking_ms[at] for at in inside if not self.expected.is_sound[at])


def words_of(cut: Sequence[Piece], which: range) -> tuple[int, int]:
    """Return the words of pieces in a row, half-open."""
    return cut[which[0]].first, cut[which[-1]].last


def _groups(found: Found) -> Iterator[Bead]:
    """Yield the beads, and what stands between two pairs without a counterpart as one group a side.

    Where both sides have something that the other lacks, of about the right length, it is taken for a free
    translation: one bead.
    """
    for is_pair, run in groupby(found.beads, key=lambda bead: bead.is_pair):
        if is_pair:
            yield from run
            continue
        beads = list(run)
        ours = [at for bead in beads for at in bead.ours]
        theirs = [at for bead in beads for at in bead.theirs]
        mine = range(ours[0], ours[-1] + 1) if ours else range(beads[0].ours.start, beads[0].ours.start)
        other = range(theirs[0], theirs[-1] + 1) if theirs else range(beads[0].theirs.start, beads[0].theirs.start)
        joined = Bead(mine, other)
        if joined.is_pair and not _are_alike(found, joined):
            yield Bead(mine, range(other.start, other.start))
            yield Bead(range(mine.stop, mine.stop), other)
        else:
            yield joined


def _are_alike(found: Found, group: Bead) -> bool:
    mine = found.manner.ratio * sum(found.ours[at].length for at in group.ours)
    other = sum(found.theirs[at].length for at in group.theirs)
    return _LOOSE[0] * mine <= other <= _LOOSE[1] * mine


def _stretches(said: Sequence[TimedWord]) -> tuple[Interval, ...]:
    """Return when words are said, without the rests between them."""
    joined: list[Interval] = []
    for word in said:
        if joined and word.start_ms - joined[-1][1] < _REST_MS:
            joined[-1] = (joined[-1][0], max(joined[-1][1], word.end_ms))
        else:
            joined.append((word.start_ms, word.end_ms))
    return tuple(joined)


def _sure_inside(number: int, count: int, laid: _Laid) -> float:
    """Return how sure a word is of its place within its clause: its edges are, what lies far from them is not.

    What one language says first and the other last is somewhere in the sentence, and no more is known of it.
    """
    if not number:
        return 1.0 if laid.begins_sentence else _SURE_OF_CLAUSE
    least = _SURE_INSIDE if laid.is_in_order else _SURE_OUT_OF_ORDER
    from_edge = min(number, count - 1 - number)
    return least + (_SURE_OF_CLAUSE - least) / (1 + from_edge)


def _spread(speaking_ms: Sequence[float], stretches: Sequence[Interval]) -> list[Place]:
    """Divide stretches of time among words by what each takes to say; no word begins in a rest."""
    total, room = sum(speaking_ms), float(sum(end - start for start, end in stretches))
    if not speaking_ms:
        return []
    edges = [said * room / total for said in accumulate(speaking_ms, initial=0.0)]
    edges[-1] = room
    return [(_after(begin, stretches), _before(end, stretches)) for begin, end in pairwise(edges)]


def _after(spoken_ms: float, stretches: Sequence[Interval]) -> float:
    """Return when so much has been said and the next word begins."""
    for start, end in stretches[:-1]:
        if spoken_ms < end - start - 1e-6:
            return start + spoken_ms
        spoken_ms -= end - start
    start, end = stretches[-1]
    return min(start + max(spoken_ms, 0.0), end)


def _before(spoken_ms: float, stretches: Sequence[Interval]) -> float:
    """Return when so much has just been said."""
    for start, end in stretches[:-1]:
        if spoken_ms <= end - start + 1e-6:
            return start + min(spoken_ms, end - start)
        spoken_ms -= end - start
    start, end = stretches[-1]
    return min(start + max(spoken_ms, 0.0), end)


def _with_room(laid: Sequence[_Laid], needs_ms: Callable[[_Laid], float], duration_ms: int) -> list[_Laid]:
    """Put what is only added between its neighbours; where there is no room, the one before gives some."""
    placed: list[_Laid] = []
    for number, each in enumerate(laid):
        if each.stretches:
            placed.append(each)
            continue
        begin = placed[-1].stretches[-1][1] if placed else 0
        until = next((later.stretches[0][0] for later in laid[number + 1 :] if later.stretches), duration_ms)
        until, need = max(until, begin), needs_ms(each)
        if until - begin < _LEAST_ROOM * need and placed:
            begin = _give(placed, need * _LEAST_ROOM - (until - begin))
        end = min(until, begin + round(_SLOWEST * need))
        if not placed:
            begin, end = max(begin, until - round(_SLOWEST * need)), until
        placed.append(replace(each, stretches=((begin, max(end, begin)),)))
    return placed


def _give(placed: list[_Laid], wanted_ms: float) -> int:
    """Let the last words end earlier, and return when they do."""
    last = placed[-1]
    start, end = last.stretches[-1]
    given = min(round(wanted_ms), round(_MOST_GIVEN * (end - start)))
    placed[-1] = replace(last, stretches=(*last.stretches[:-1], (start, end - given)))
    return end - given


def _passages(laying: _Laying, words: Sequence[TimedWord]) -> Iterator[Passage]:
    """Yield what has no counterpart: text that is added, speech left out, and pairs that are only likely."""
    found, text = laying.found, laying.translation.text
    for group in laying.groups:
        first, last = words_of(found.theirs, group.theirs) if group.theirs else (0, 0)
        said = words[first:last]
        shown = text[said[0].word.offset : said[-1].word.end_offset] if said else ""
        if not group.ours:
            yield Passage("unspoken", said[0].start_ms, said[-1].end_ms, shown)
        elif not group.theirs:
            yield from _left_out(laying, group)
        elif group not in laying.beads:
            yield Passage("doubtful", said[0].start_ms, said[-1].end_ms, shown)


def _left_out(laying: _Laying, group: Bead) -> Iterator[Passage]:
    first, last = words_of(laying.found.ours, group.ours)
    heard = [word for word in laying.timing.words[first:last] if word.is_spoken]
    if not heard:
        return
    following = laying.found.theirs[group.theirs.start :]
    text = laying.translation.text
    words = laying.translation.words[following[0].first : following[0].last] if following else ()
    shown = text[words[0].offset : words[-1].end_offset] if words else ""
    yield Passage("untranscribed", heard[0].start_ms, heard[-1].end_ms, shown)
