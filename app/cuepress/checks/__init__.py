"""Track in, findings out: what a reviewer would say, with rule, place, measured value, limit and source.

    material ──► registry (the rules, a themed module each) ──► run ──► Report ──► report/ (text, JSON …)

``model`` holds the nouns. Rules see a ``Material``: the track as players show it, the text of its file, and what
else was given (what was heard, the transcript, the other languages). They neither open nor hear anything, and know
a guideline's limits and a language's grammar only through what the caller hands in.
"""

from cuepress.checks.material import Heard, Judge, Material, RawFile, Speed
from cuepress.checks.model import (
    Clause,
    Finding,
    Limit,
    Outcome,
    PageFacts,
    ProfileUsed,
    Report,
    Rule,
    ShownCue,
    Source,
    TrackFacts,
    Waiver,
    merged,
)
from cuepress.checks.registry import get_rule, rules
from cuepress.checks.run import check_set, check_track, unreadable

__all__ = [
    "Clause",
    "Finding",
    "Heard",
    "Judge",
    "Limit",
    "Material",
    "Outcome",
    "PageFacts",
    "ProfileUsed",
    "RawFile",
    "Report",
    "Rule",
    "ShownCue",
    "Source",
    "Speed",
    "TrackFacts",
    "Waiver",
    "check_set",
    "check_track",
    "get_rule",
    "merged",
    "rules",
    "unreadable",
]
