"""A report with everything in it that a report can hold, for tests of all formats; what tracks say is hostile."""

from __future__ import annotations

from dataclasses import replace

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
)

HOSTILE = (
    "</script><script>alert(1)</script><img src=x onerror=alert(2)>]]>&amp;\"' =cmd|calc \x07\x00\ud800\u202e"
)
WCAG = Clause("WCAG 2.2", "1.2.2", "Captions (Prerecorded)", "https://www.w3.org/TR/WCAG22/#captions-prerecorded")
MISSING = Rule(
    "text.missing",
    "Everything that is said is in the captions",
    "words of the transcript that no cue has",
    "legal duty",
    "error",
    "who does not hear it misses it",
    clauses=(WCAG,),
    needs=("transcript",),
)
FAST = Rule(
    "speed.cps",
    "A cue can be read while it is shown",
    "characters of a cue, over its duration",
    "guideline",
    "warning",
    "slow readers miss the end",
    clauses=(Clause("Netflix", "§1"), WCAG),  # a clause of a law that no limit of style may fail
)
TASTE = Rule("text.orphan", "No word alone on a line", "words on a line", "house style", "notice", "it looks odd")
SPEECH = Rule(
    "sync.late",
    "A cue comes with its words",
    "in time against heard speech",
    "legal duty",
    "error",
    "nobody follows",
    clauses=(Clause("EN 301 549", "7.1.2", "Captioning synchronisation"),),
    needs=("media",),
)
PAGE = Rule("page.opens", "Each track opens", "its address", "guideline", "error", "it is not shown", "page")
SET = Rule("set.passages", "Each language has each passage", "cues", "guideline", "warning", "it is lost", "set")

FRENCH = "talks/Message : 1.fr.vtt"
ARABIC = "talk.ar.vtt"
PROFILE = ProfileUsed(
    "cuepress",
    "Cuepress",
    "fr",
    (Limit("max_cps", 17, "characters a second", "spaces count", "Netflix FR §1", "read at the source"),),
)
CUES = tuple(
    ShownCue(
        number,
        number * 3_000,
        number * 3_000 + 2_500,
        f"« Réplique {number} »\n{HOSTILE if number == 3 else 'suite'}",
        "Anne <b>" if number == 1 else "",
        number * 4,
        25.0 if number == 2 else 12.0,
    )
    for number in range(1, 41)
)


def make_report() -> Report:
    """Return a report of a French and an Arabic track: all severities, a waived finding, untested rules."""
    said = CUES[2].text
    findings = (
        Finding(MISSING.id, "error", f"missing: {HOSTILE}", FRENCH, "fr", 3, 13, 5, 9_000, 11_500, excerpt=said),
        Finding(
            FAST.id,
            "warning",
            "too fast to read",
            FRENCH,
            "fr",
            2,
            8,
            1,
            6_000,
            8_500,
            25.0,
            17.0,
            "characters a second",
            "Netflix FR §1",
            CUES[1].text,
            2,
            8,
        ),
        Finding(
            FAST.id,
            "warning",
            "too fast",
            FRENCH,
            "fr",
            5,
            20,
            1,
            15_000,
            17_500,
            excerpt=CUES[4].text,
            waived=Waiver("a name that cannot be shortened <i>", "Anne Martin", "2026-11-24"),
        ),
        Finding(TASTE.id, "notice", "one word alone", ARABIC, "ar", 1, 3, 1, 0, 2_000, excerpt="مرحبا\nبكم"),
        Finding(SET.id, "warning", "the Arabic track ends 40 s early"),
    )
    outcomes = (
        Outcome(MISSING.id, "failed", "1 finding", FRENCH),
        Outcome(FAST.id, "failed", "2 findings", FRENCH),
        Outcome(TASTE.id, "passed", "", FRENCH),
        Outcome(SPEECH.id, "untested", "no media was given", FRENCH),
        Outcome(MISSING.id, "untested", "no transcript was given", ARABIC),
        Outcome(FAST.id, "passed", "", ARABIC),
        Outcome(TASTE.id, "cantTell", "one word alone", ARABIC),
        Outcome(SPEECH.id, "inapplicable", "the media has no sound", ARABIC),
        Outcome(SET.id, "cantTell", "the Arabic track ends 40 s early"),
    )
    speech = tuple((at, at + 2_300) for at in range(3_100, 120_000, 3_000))
    french = TrackFacts(
        FRENCH,
        "a" * 64,
        "fr",
        "captions",
        "WebVTT",
        "utf-8",
        len(CUES),
        CUES,
        "characters a second",
        speech,
        125_000,
    )
    arabic_cues = (ShownCue(1, 0, 2_000, "مرحبا\nبكم", "", 3, 5.0),)
    arabic = TrackFacts(
        ARABIC, "b" * 64, "ar", "subtitles", "WebVTT", "utf-8", 1, arabic_cues, "characters a second"
    )
    return Report(
        "cuepress 0.1.0",
        "2026-11-25T20:00:00+00:00",
        (PROFILE,),
        (Source("track", FRENCH, "a" * 64), Source("track", ARABIC, "b" * 64)),
        (french, arabic),
        findings,
        outcomes,
        (MISSING, FAST, TASTE, SPEECH, SET),
    )


def make_clean_report() -> Report:
    """Return a report of one track in which nothing was found."""
    full = make_report()
    return replace(full, tracks=full.tracks[1:], findings=(), outcomes=(Outcome(FAST.id, "passed", "", ARABIC),))


def make_page_report() -> Report:
    """Return a report of a page whose address, title and tags are hostile, and of its tracks."""
    full = make_report()
    name = f"http://127.0.0.1:5000/watch/{HOSTILE}"
    tag = f"<track src=x label={HOSTILE!r}>"
    found = Finding(PAGE.id, "error", f"{name}: gone", name, line=7, column=3, excerpt=tag, offset=7, length=5)
    return replace(
        full,
        pages=(PageFacts(name, "c" * 64, "fr", f"Le message {HOSTILE}", 1, 2, "javascript:alert(1)"),),
        sources=(Source("page", name, "c" * 64), *full.sources),
        findings=(found, *full.findings),
        outcomes=(Outcome(PAGE.id, "failed", "gone", name), *full.outcomes),
        rules=(*full.rules, PAGE),
    )
