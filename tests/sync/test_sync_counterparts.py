"""Text that only one language has is named and timed, and the rest keeps its times, wherever it stands."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from cuepress.model import Paragraph, Transcript
from cuepress.sync import plan
from cuepress.sync.bilingual import times
from cuepress.sync.timing import Timing

LAST_MS = 42_000
ANNA, MEHMET = "Anna", "Mehmet"
ENGLISH = (
    (ANNA, "Welcome to the city hall. Today we talk about water."),
    (MEHMET, "Thank you for having me. I have worked on the river for twenty years."),
    (ANNA, "What has changed since then?"),
    (MEHMET, "Everything. In 1998 there were 40 boats, and now there are three."),
    (ANNA, "And the fish?"),
    (MEHMET, "The fish are coming back, slowly. We count them every spring."),
    (ANNA, "Thank you. Good night to everybody."),
)
GERMAN = (
    (ANNA, "Willkommen im Rathaus. Heute sprechen wir über das Wasser."),
    (MEHMET, "Danke für die Einladung. Ich arbeite seit zwanzig Jahren am Fluss."),
    (ANNA, "Was hat sich seitdem verändert?"),
    (MEHMET, "Alles. 1998 gab es 40 Boote, und jetzt sind es drei."),
    (ANNA, "Und die Fische?"),
    (MEHMET, "Die Fische kommen langsam zurück. Wir zählen sie jeden Frühling."),
    (ANNA, "Danke. Gute Nacht allerseits."),
)
NOTE = "Alle Rechte beim Verlag 2031, Nachdruck ISBN 4711-0815 nur nach Absprache."


def text(tag: str, lines: Sequence[tuple[str, str]]) -> Transcript:
    return Transcript(tag, tuple(Paragraph(said, speaker=name) for name, said in lines))


def timed(lines: Sequence[tuple[str, str]]) -> Timing:
    spoken = text("en", ENGLISH)
    told = plan.by_duration(spoken, duration_ms=40_000, start_ms=1_000)
    return times.by_translation(text("de", lines), spoken, told, duration_ms=LAST_MS)[0]


def starts(timing: Timing, *, without: int | None = None) -> list[int]:
    first = {word.word.paragraph: word.start_ms for word in reversed(timing.words)}
    return [first[at] for at in sorted(first) if at != without]


@pytest.mark.parametrize("missing", range(len(ENGLISH)))
def test_a_line_that_is_left_out_is_named_at_its_time(missing: int) -> None:
    whole = starts(timed(GERMAN))
    kept = [*GERMAN[:missing], *GERMAN[missing + 1 :]]

    timing = timed(kept)

    (passage,) = timing.passages
    assert passage.kind == "untranscribed"
    assert passage.start_ms == whole[missing]
    assert starts(timing) == whole[:missing] + whole[missing + 1 :]
    if missing < len(kept):
        assert kept[missing][1].startswith(passage.text)  # how the text goes on after it
    else:
        assert not passage.text


@pytest.mark.parametrize("place", [0, 3, len(GERMAN)], ids=["at the start", "in the middle", "at the end"])
@pytest.mark.parametrize("speaker", ["", ANNA])
def test_what_is_added_is_named_and_moves_nothing_else(place: int, speaker: str) -> None:
    whole = starts(timed(GERMAN))

    timing = timed([*GERMAN[:place], (speaker, NOTE), *GERMAN[place:]])

    (passage,) = timing.passages
    assert (passage.kind, passage.text) == ("unspoken", NOTE)
    assert starts(timing, without=place) == whole
    added = [word for word in timing.words if word.word.paragraph == place]
    assert not any(word.is_spoken for word in added)
    assert max(word.confidence for word in added) < 0.2
    assert passage.start_ms == added[0].start_ms < added[-1].end_ms == passage.end_ms


def test_what_is_added_after_the_last_word_takes_the_time_that_is_left() -> None:
    """Not all that is left: no more than it takes to be said, and a half."""
    spoken = text("en", ENGLISH)
    told = plan.by_duration(spoken, duration_ms=40_000, start_ms=1_000)

    german = text("de", [*GERMAN, ("", NOTE)])
    timing, _ = times.by_translation(german, spoken, told, duration_ms=400_000)

    assert timing.passages[0].start_ms == told.words[-1].end_ms
    assert timing.passages[0].end_ms < 60_000


def test_speakers_that_are_not_named_in_the_translation_change_nothing() -> None:
    assert starts(timed([("", said) for _, said in GERMAN])) == starts(timed(GERMAN))
