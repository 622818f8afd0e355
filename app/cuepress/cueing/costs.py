"""Every cost of the solver, in one table: its name, its weight, per what, why, and where the rule is written.

The scale is set by a cue that ends between two words of which nothing is known: 100. The guidelines give an
order, not numbers, so the weights are ours and follow that order, from what gives last to what gives first: a cue
that is seen long enough; words that are never parted; the reading speed; the place where a cue ends; the place
where a line ends; the balance of lines. What never gives at all is no cost: the words, the length of lines, times.
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
_END = "end of a cue"

# Ending a cue at each kind of place; ending a line there costs LINE_SHARE of it.
PLACES: dict[PlaceKind, Term] = {
    PlaceKind.SENTENCE: Term("end of a sentence", 0, _END, "one sentence a cue is read best", "BBC §3.1"),
    PlaceKind.CLAUSE: Term("end of a clause", 20, _END, "a clause can be read alone", _BREAKS),
    PlaceKind.COMMA: Term("comma", 30, _END, "the voice rests there, so may the eye", _BREAKS),
    PlaceKind.PHRASE: Term("before a phrase", 55, _END, "conjunctions go with what comes after them", _BREAKS),
    PlaceKind.ANYWHERE: Term("inside a phrase", 100, _END, "the scale: nothing is known of the place", "ours"),
    PlaceKind.COMPOUND: Term("inside a compound", 140, _END, "its nouns make one notion", "customary; ours"),
    PlaceKind.CLOSE: Term("between adjective and noun", 180, _END, "they are one, as endings tell", _BREAKS),
    PlaceKind.NAME: Term("inside a name", 220, _END, "the parts of a name are one", _BREAKS),
    PlaceKind.SMALL_WORD: Term("after a small word", 400, _END, "one waits for what it belongs to", _BREAKS),
    PlaceKind.INSIDE_WORD: Term("inside a word", 420, _END, "half a word is no word", "JLREQ; Netflix Chinese"),
    PlaceKind.NUMBER: Term("inside a number", 520, _END, "numbers, titles, go with what they belong to", _BREAKS),
    PlaceKind.FIXED: Term("inside an expression", 520, _END, "these words are never parted", "BBC §3.4; ATAA"),
}
# The eye has the next line in view, not the next cue (BBC: cues obey the rules more strictly than lines). What is
# never parted is not parted by a line either.
LINE_SHARE = 0.5
NEVER_PARTED = PlaceKind.SMALL_WORD


def line_share(kind: PlaceKind) -> float:
    """Return how much of what it costs to end a cue at a kind of place it costs to end a line there."""
    return LINE_SHARE if kind < NEVER_PARTED else 1.0


REST_EXCUSES = Term(
    "a rest excuses the place",
    -0.6,
    "of the place's cost, at a rest of 1.5 s",
    "who hears the speaker stop expects a new cue",
    "BBC §3.4; ours",
)
REST_AT_END = Term("a rest after it", -25, "second of rest, one at most", "cues follow the voice", "BBC §5.2")
REST_INSIDE = Term("a rest inside", 90, "second of rest beyond 0.6 s", "text must not run ahead", "BBC §5.2")
EACH_CUE = Term("a cue", 25, "cue", "fewer cues, all else being equal", "BBC §3.1")
EACH_LINE = Term("a second line", 8, "line after the first", "one line where it fits", "BBC §3.4; Netflix §4")
UNEVEN = Term("uneven lines", 24, "a full line's difference", "the eye travels least", "TED; Netflix §4")
TOP_HEAVY = Term("heavy at the top", 6, "pair of lines", "the picture is left free", "Netflix §4")
LONELY = Term("a lonely line", 25, "line under a quarter of its neighbour", "lines of like length", "TED")
ORPHAN = Term("a word alone on a line", 15, "pair of lines", "no orphan words", "Netflix English")
STRAY = Term("a word between a mark and an end", 30, "word, on either side", "it belongs to its clause", "ATAA")
LONE_CUE = Term("a word alone in a cue", 30, "cue", "a cue can be read alone", "ATAA")
TWO_SENTENCES = Term("two sentences", 45, "end of a sentence inside", "one sentence a cue", "BBC §3.1")
SPLIT_SENTENCES = Term(
    "a sentence joined to a part",
    120,
    "cue",
    "the end of one sentence does not go with the start of another",
    "TED",
)
TWO_PARAGRAPHS = Term("two paragraphs", 140, "paragraph that ends inside", "a new thought is a new cue", "ours")
TWO_SPEAKERS = Term("two speakers", 60, "cue", "a cue each is clearer than a dash", "BBC §7; Netflix")
TOO_SHORT = Term(
    "seen too short", 450, "no time at all, against the least", "to be seen at all", "TED; Netflix §1"
)
BRIEF = Term("seen only briefly", 20, "the least time allowed; none from twice that", "calm", "ours")
# More than a good place is worse than the best of them (35), less than the inside of a phrase is worse (45): for a
# cue that is a little too fast, another of the good places is taken.
FASTER = Term("faster than allowed", 40, "cue", "to be read in its time", "Netflix; BBC §4")
# Squared: a tenth too fast is hardly seen (11), a third is not read to its end (120).
TOO_FAST = Term(
    "too fast to read", 1100, "time that is lacking, in its own time, squared", "to be read", "BBC §3.10, §4"
)
TOO_LONG = Term("spoken too long", 260, "the most time a cue may stay", "one reads it again", "Netflix §1; TED")
SHOT_INSIDE = Term(
    "over a shot change", 60, "shot change inside", "the eye begins to read again", "BBC §6; Netflix"
)

TERMS: tuple[Term, ...] = (
    *PLACES.values(),
    REST_EXCUSES,
    REST_AT_END,
    REST_INSIDE,
    EACH_CUE,
    EACH_LINE,
    UNEVEN,
    TOP_HEAVY,
    LONELY,
    ORPHAN,
    STRAY,
    LONE_CUE,
    TWO_SENTENCES,
    SPLIT_SENTENCES,
    TWO_PARAGRAPHS,
    TWO_SPEAKERS,
    TOO_SHORT,
    BRIEF,
    FASTER,
    TOO_FAST,
    TOO_LONG,
    SHOT_INSIDE,
)
