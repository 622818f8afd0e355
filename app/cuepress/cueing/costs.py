"""Every cost of the solver, in one table: its name, its weight, per what, why, and where that is written.

The scale is set by a cue that ends between two words of which nothing is known: 100. All other weights say how
many of those one would rather have. Weights are ours (the guidelines give an order, not numbers): they follow the
order in which the guidelines let things give, see ``TERMS``.
"""

from __future__ import annotations

from dataclasses import dataclass

from cuepress.cueing.places import PlaceKind


@dataclass(frozen=True, slots=True)
class Term:
    """One named part of what a cut costs; a negative weight is taken off.

    ``unit`` says per what the weight is counted, ``why`` in a sentence what it is good for, ``source`` where the
    rule is written.
    """

    name: str
    weight: float
    unit: str
    why: str
    source: str


_BREAKS = "BBC §3.4; Netflix General §4; TED"

# Ending a cue at each kind of place; ending a line there costs LINE_SHARE of it.
PLACES: dict[PlaceKind, Term] = {
    PlaceKind.SENTENCE: Term(
        "sentence end", 0.0, "a cue's end", "one sentence a cue is what is read best", "BBC §3.1"
    ),
    PlaceKind.CLAUSE: Term("clause end", 20.0, "a cue's end", "a clause can be read alone", _BREAKS),
    PlaceKind.COMMA: Term("comma", 30.0, "a cue's end", "the voice rests there, and so may the eye", _BREAKS),
    PlaceKind.PHRASE: Term(
        "before a phrase", 55.0, "a cue's end", "conjunctions and prepositions go with what comes", _BREAKS
    ),
    PlaceKind.ANYWHERE: Term(
        "inside a phrase", 100.0, "a cue's end", "the scale: nothing is known of the place", "ours"
    ),
    PlaceKind.NAME: Term("inside a name", 160.0, "a cue's end", "first and last name are one", _BREAKS),
    PlaceKind.SMALL_WORD: Term(
        "after a small word", 280.0, "a cue's end", "the reader has to wait for what it belongs to", _BREAKS
    ),
    PlaceKind.INSIDE_WORD: Term(
        "inside a word", 300.0, "a cue's end", "half a word is no word", "JLREQ; Netflix Chinese, Japanese"
    ),
    PlaceKind.NUMBER: Term(
        "inside a number", 400.0, "a cue's end", "a number, a title, go with what they belong to", _BREAKS
    ),
    PlaceKind.FIXED: Term(
        "inside an expression", 400.0, "a cue's end", "some words are never parted", "BBC §3.4; ATAA"
    ),
}
# The eye has the next line in view, not the next cue (BBC §3.4: cues obey the rules more strictly).
LINE_SHARE = 0.5

TERMS: tuple[Term, ...] = tuple(PLACES.values())
