"""Why a cue is as it is: the terms that chose it with their amounts, the next best, and what gave."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cuepress.cueing.alternatives import runner_up
from cuepress.cueing.costs import Term
from cuepress.cueing.judging import terms_of
from cuepress.cueing.notes import Gave
from cuepress.cueing.solver import Cut
from cuepress.model import Cue, Word
from cuepress.timecode import clock

WORDS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Part:
    """One term of what a cue costs: its name, its amount, the place that it is about, where it is about one."""

    name: str
    amount: float
    place: str = ""


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a cue is as it is.

    ``cost`` is the sum of ``parts``. ``instead`` shows where it would end if not where it does, for ``more``; it
    is empty for the last. ``gave`` says what of the profile could not be met, and why.
    """

    cue: Cue
    cost: float
    parts: tuple[Part, ...]
    instead: str = ""
    more: float = 0.0
    gave: tuple[str, ...] = ()


def explained(
    cut: Cut, cues: Sequence[Cue], words: Sequence[Word], gave: Sequence[Gave]
) -> tuple[Explanation, ...]:
    """Explain each cue of a cut; ``words`` are those that it was cut from, ``gave`` what gave."""
    said: dict[int, list[str]] = {}
    for each in gave:
        said.setdefault(each.cue, []).append(f"{each.what}: {each.why}")
    return tuple(_explained(cut, at, cue, words, tuple(said.get(at, ()))) for at, cue in enumerate(cues))


def _explained(cut: Cut, at: int, cue: Cue, words: Sequence[Word], gave: tuple[str, ...]) -> Explanation:
    breaks = cut.lines.judge.material.breaks
    terms = terms_of(cut.lines.judge, cut.cues[at])
    parts = tuple(
        Part(term.name, amount, _place(words, where + 1, breaks.reason(where)) if _is_place(term) else "")
        for term, amount, where in terms
    )
    other = runner_up(cut, at)
    instead = _place(words, other.end) if other else ""
    return Explanation(cue, sum(part.amount for part in parts), parts, instead, other.more if other else 0.0, gave)


def _is_place(term: Term) -> bool:
    return term.unit == "end of a cue"


def _place(words: Sequence[Word], end: int, why: str = "") -> str:
    """Show the words around a place: ``de vos | populations``, and what is known of it."""
    before = " ".join(word.text for word in words[max(end - WORDS_SHOWN, 0) : end])
    after = " ".join(word.text for word in words[end : end + 2])
    shown = f"{before} | {after}".strip()
    return f"{shown} ({why})" if why else shown


def in_lines(explanations: Sequence[Explanation], *, from_ms: int = 0) -> Iterator[str]:
    """Yield explanations for people, a few lines a cue; their clock begins at ``from_ms`` of the media."""
    for number, each in enumerate(explanations, start=1):
        begin, end = (clock(from_ms + ms) for ms in (each.cue.start_ms, each.cue.end_ms))
        yield f"{number}  {begin} to {end}  {' / '.join(each.cue.lines)}"
        yield f"     cost {each.cost:.1f}"
        for part in each.parts:
            yield f"     {part.amount:+8.1f}  {part.name}{'  ' + part.place if part.place else ''}"
        if each.instead:
            yield f"     next best, {each.more:.1f} more: {each.instead}"
        for what in each.gave:
            yield f"     {what}"
