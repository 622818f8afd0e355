"""Ways to break the signs of a clean track: unseen, misread, of another script, not closed, twice."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from seeded_case import Case, Fault, Seeded

LATIN = ("fr", "en", "tr")


def _middle(case: Case) -> int:
    return len(case.track.cues) // 2


def unseen_sign(case: Case) -> Seeded:
    at = _middle(case)
    text = case.track.cues[at].text
    return Seeded(case.with_cue(at, text=f"{text[:2]}\u00ad{text[2:]}"), (at + 1,))


def nought(case: Case) -> Seeded | None:
    if case.tag not in LATIN:
        return None
    word = re.compile(r"(?<=[a-z])o(?=[a-z])")
    at = next(index for index, cue in enumerate(case.track.cues) if word.search(cue.text))
    return Seeded(case.with_cue(at, text=word.sub("0", case.track.cues[at].text, count=1)), (at + 1,))


def small_l(case: Case) -> Seeded:
    at = _middle(case)
    return Seeded(case.with_cue(at, text=f"l am here.\n{case.track.cues[at].text.splitlines()[0]}"), (at + 1,))


def capitals(case: Case) -> Seeded | None:
    if case.tag not in LATIN:
        return None  # without capitals
    return Seeded(case.with_cues([replace(cue, text=cue.text.upper()) for cue in case.track.cues]))


def rolled_up(case: Case) -> Seeded:
    """Let a cue begin with the last line of the one before, as captions do that roll up."""
    cues = case.track.cues
    for at, (cue, following) in enumerate(pairwise(cues)):
        line = cue.text.rsplit("\n", 1)[-1]
        if len(line) > 12 and following.start_ms - cue.end_ms < 900 and "\n" in following.text:
            text = f"{line}\n{following.text.splitlines()[0]}"
            return Seeded(case.with_cue(at + 1, text=text), (at + 2,))
    raise AssertionError("the sample has no place for this fault")


def mark_of_another_script(case: Case) -> Seeded | None:
    own = {"ar": ("،", ","), "zh-Hans": ("，", ",")}.get(case.tag)
    return _at_any(case, *own) if own else None


def _at_any(case: Case, old: str, new: str) -> Seeded:
    at = next(index for index, cue in enumerate(case.track.cues) if old in cue.text and index > 2)
    return Seeded(case.with_cue(at, text=case.track.cues[at].text.replace(old, new, 1)), (at + 1,))


def unpaired(case: Case) -> Seeded:
    at = _middle(case)
    return Seeded(case.with_cue(at, text=f"[{case.track.cues[at].text}"), (at + 1,))


def elided(case: Case) -> Seeded:
    """End a line between an elided word and its noun."""
    at = next(index for index, cue in enumerate(case.track.cues) if re.search(r"\bl['’]\w", cue.text))
    flat = case.track.cues[at].text.replace("\n", " ")
    return Seeded(case.with_cue(at, text=re.sub(r"\b(l['’])(\w)", "\\1\n\\2", flat, count=1)), (at + 1,))


SIGN_FAULTS = (
    Fault("soft hyphen", "text.invisible", unseen_sign),
    Fault("nought for o", "text.misread", nought),
    Fault("l for I", "text.misread", small_l, ("en",)),
    Fault("capitals", "text.capitals", capitals),
    Fault("rolled up", "text.repeated", rolled_up),
    Fault("mark of another script", "typography.own_marks", mark_of_another_script),
    Fault("bracket not closed", "typography.unpaired", unpaired),
    Fault("elided word at a line's end", "breaks.line_end", elided, ("fr",)),
)
