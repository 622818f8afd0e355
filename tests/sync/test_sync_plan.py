"""Times for words without hearing them: laws that hold for any text and video, and the promises of each method."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cuepress.model import Paragraph, Span, TimedWord, Transcript
from cuepress.sync.plan import by_duration, by_pauses
from cuepress.sync.speaking import speaking_ms
from cuepress.sync.speech import SpeechMap
from cuepress.sync.timing import Timing

TEXTS = {
    "fr": "Nous le savons tous : dans la lutte, l'unité est fondamentale. M. Dupont a 31 ans ; 50\u00a0% de plus.",
    "en": "We all know it: unity is key. Mr. Smith is 31, i.e. old! See https://example.org/a for more?",
    "ar": "نحن نعرف ذلك جميعا: الوحدة أساسية. هل هذا صحيح؟ نعم، في 2016.",
    "zh-Hans": "我们都知道：团结是根本。恐怖分子可能出现在任何国家，2016年。",
    "tr": "Bunu hepimiz biliyoruz: birlik önemlidir. Doğru mu? Evet, 11 Mayıs.",
}
SOUND = "[applaudissements]"


@st.composite
def transcripts(draw: st.DrawFn) -> Transcript:
    """Return a few paragraphs of one language, with sounds, by several speakers; perhaps none."""
    tag = draw(st.sampled_from(sorted(TEXTS)))
    paragraphs = []
    for _ in range(draw(st.integers(0, 5))):
        start = draw(st.integers(0, len(TEXTS[tag]) - 1))
        said = TEXTS[tag][start : start + draw(st.integers(1, 90))].strip() or "x"
        text, sounds = draw(
            st.sampled_from(
                [
                    (said, ()),
                    (f"{SOUND} {said}", (Span(0, len(SOUND)),)),
                    (f"{said} {SOUND}", (Span(len(said) + 1, len(said) + 1 + len(SOUND)),)),
                    (SOUND, (Span(0, len(SOUND)),)),
                ]
            )
        )
        paragraphs.append(Paragraph(text, draw(st.sampled_from(["", "ANNA"])), sounds))
    return Transcript(tag, tuple(paragraphs))


@st.composite
def speech_maps(draw: st.DrawFn) -> SpeechMap:
    edges = sorted(draw(st.sets(st.integers(0, 90_000), max_size=40)))
    return speech_at(list(zip(edges[::2], edges[1::2], strict=False)))


def speech_at(intervals: list[tuple[int, int]]) -> SpeechMap:
    nothing = np.zeros(0, dtype=np.float32)
    return SpeechMap(10, nothing, nothing > 0, tuple(intervals))


def check(words: Sequence[TimedWord], transcript: Transcript, duration_ms: int) -> None:
    """Every word once, in order, not overlapping, inside the video."""
    assert tuple(each.word for each in words) == transcript.words
    flat = [time for each in words for time in (each.start_ms, each.end_ms)]
    assert flat == sorted(flat)
    assert not flat or (flat[0] >= 0 and flat[-1] <= duration_ms)
    assert all(each.confidence <= 0.6 for each in words)


@settings(max_examples=150, deadline=None)
@given(transcripts(), st.integers(0, 600_000), st.integers(0, 700_000))
def test_by_duration_times_every_word_inside_the_video(
    transcript: Transcript, duration_ms: int, start_ms: int
) -> None:
    timing = by_duration(transcript, duration_ms=duration_ms, start_ms=start_ms)

    check(timing.words, transcript, duration_ms)
    assert all(each.start_ms >= min(start_ms, duration_ms) for each in timing.words)


@settings(max_examples=150, deadline=None)
@given(transcripts(), speech_maps(), st.integers(0, 90_000))
def test_by_pauses_times_every_word_inside_the_video(
    transcript: Transcript, speech: SpeechMap, duration_ms: int
) -> None:
    timing = by_pauses(transcript, speech, duration_ms=duration_ms)

    check(timing.words, transcript, duration_ms)
    assert timing.method == "pauses" or timing.notes


@settings(max_examples=80, deadline=None)
@given(transcripts(), speech_maps())
def test_by_pauses_puts_spoken_words_where_speech_is(transcript: Transcript, speech: SpeechMap) -> None:
    timing = by_pauses(transcript, speech, duration_ms=90_000)
    if timing.method == "duration":
        return
    first, last = speech.intervals[0][0], speech.intervals[-1][1]

    spoken = [each for each in timing.words if not each.word.is_sound]

    assert all(first <= each.start_ms <= each.end_ms <= last for each in spoken)


def transcript(*paragraphs: str, tag: str = "fr") -> Transcript:
    return Transcript(tag, tuple(Paragraph(text) for text in paragraphs))


def test_by_duration_rests_at_punctuation() -> None:
    timing = by_duration(transcript("Oui. Non mais oui, oui oui.", "Oui."), duration_ms=8_000)

    gaps = {before.word.text: after.start_ms - before.end_ms for before, after in pairwise(timing.words)}
    assert gaps["Non"] == gaps["mais"] == 0
    assert 0 < gaps["oui,"] < gaps["Oui."] < gaps["oui."]


def test_by_duration_draws_no_word_out_for_ever() -> None:
    """Ten words in ten minutes: the silence goes between them, and a note says that the times are rough."""
    timing = by_duration(transcript("Un deux trois quatre cinq. Six sept huit neuf dix."), duration_ms=600_000)

    assert max(each.end_ms - each.start_ms for each in timing.words) < 1_500
    assert any("10:00" in note for note in timing.notes)


def test_too_much_text_is_said_with_the_figures() -> None:
    timing = by_duration(transcript(" ".join(["mot"] * 612)), duration_ms=40_000)

    assert any("612 words in 0:40 would be 918 words a minute" in note for note in timing.notes)


def test_too_much_chinese_is_counted_in_characters() -> None:
    timing = by_duration(transcript("好" * 600, tag="zh"), duration_ms=10_000)

    assert any("600 characters in 0:10" in note for note in timing.notes)


def test_sentences_begin_where_the_speaker_does_after_a_rest() -> None:
    """Three sentences over three stretches of speech, with noise before and a long silence after."""
    text = transcript(
        "Nous le savons tous depuis longtemps. La ville écoute. Elle répond lentement, et merci à vous."
    )
    speech = speech_at([(5_000, 7_100), (7_900, 8_900), (9_700, 12_500)])

    timing = by_pauses(text, speech, duration_ms=60_000)

    starts = {each.word.text: each.start_ms for each in timing.words}
    assert (starts["Nous"], starts["La"], starts["Elle"]) == (5_000, 7_900, 9_700)
    assert timing.words[-1].end_ms == 12_500
    assert timing.method == "pauses"
    assert not timing.notes


def test_no_speech_falls_back_and_says_so() -> None:
    timing = by_pauses(transcript("Nous le savons tous."), speech_at([]), duration_ms=10_000)

    assert timing.method == "duration"
    assert "no speech" in timing.notes[0]


def test_far_too_little_speech_falls_back_and_says_how_much_there_is() -> None:
    timing = by_pauses(transcript("Nous le savons tous. " * 9 + "Oui."), speech_at([(0, 900)]), duration_ms=60_000)

    assert timing.method == "duration"
    assert "0:00 of speech" in timing.notes[0]


def test_sounds_take_the_silence_between_the_words() -> None:
    text = Transcript("fr", (Paragraph("Merci à vous tous. [rires] La ville écoute.", "", (Span(19, 26),)),))

    timing = by_pauses(text, speech_at([(1_000, 2_200), (5_000, 6_000)]), duration_ms=9_000)

    sound = next(each for each in timing.words if each.word.is_sound)
    assert 2_200 <= sound.start_ms < sound.end_ms <= 5_000
    assert not sound.is_spoken


PHRASES = (
    "Nous le savons tous depuis longtemps.",
    "La ville écoute.",
    "Elle répond lentement, et merci à vous.",
    "Demain sera un autre jour pour chacun.",
    "Qui peut donc le dire?",
    "Personne ne le sait vraiment aujourd'hui.",
    "Les enfants jouent dans la cour de l'école.",
    "Il pleut.",
    "Nous attendons que la pluie cesse enfin.",
    "Un train passe au loin, puis le silence revient.",
    "Rien ne bouge.",
    "La nuit tombe sur la campagne.",
)


def said_at(phrases: Sequence[str], *, begin_ms: int = 1_000) -> list[tuple[int, int]]:
    """Return stretches of speech, one a phrase, of about the length that it takes to say it."""
    stretches = []
    for number, phrase in enumerate(phrases):
        length = int(sum(speaking_ms(word, "fr") for word in phrase.split()) * (0.95 + number % 3 / 20))
        stretches.append((begin_ms, begin_ms + length))
        begin_ms += length + 700 + 40 * (number % 4)
    return stretches


def begins(timing: Timing, phrases: Sequence[str] = PHRASES) -> list[int]:
    """Return when each phrase begins."""
    words = iter(timing.words)
    spans = [[next(words) for _ in phrase.split()] for phrase in phrases]
    return [span[0].start_ms for span in spans]


def by_phrases(*phrases: str) -> Transcript:
    return Transcript("fr", (Paragraph(" ".join(phrases)),))


def test_music_in_front_holds_no_words_and_is_named() -> None:
    music = [(0, 9_000), (9_400, 17_000), (17_300, 31_000)]
    speech = said_at(PHRASES, begin_ms=33_000)

    timing = by_pauses(by_phrases(*PHRASES), speech_at([*music, *speech]), duration_ms=90_000)

    assert begins(timing) == [start for start, _ in speech]
    assert [(each.kind, each.start_ms, each.end_ms, each.text) for each in timing.passages] == [
        ("untranscribed", 0, 31_000, "Nous")
    ]


def test_text_that_is_not_spoken_is_named_and_the_rest_keeps_its_times() -> None:
    every = PHRASES * 3
    unsaid = every[17:23]
    speech = said_at([*every[:17], *every[23:]])

    timing = by_pauses(by_phrases(*every), speech_at(speech), duration_ms=120_000)

    found = begins(timing, every)
    assert [*found[:17], *found[23:]] == [start for start, _ in speech]
    assert [(each.kind, each.text) for each in timing.passages] == [("unspoken", " ".join(unsaid))]
    assert [each.word.text for each in timing.words if not each.is_spoken] == " ".join(unsaid).split()
    assert all(each.confidence == 0.2 for each in timing.words if not each.is_spoken)


def test_words_far_from_a_rest_are_less_sure_than_those_beside_one() -> None:
    text = by_phrases(
        "Un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze.", "Oui."
    )

    timing = by_pauses(text, speech_at([(500, 6_500), (7_400, 7_800)]), duration_ms=9_000)

    trust = [each.confidence for each in timing.words]
    assert trust[0] > 0.5
    assert trust[-1] > 0.5
    assert min(trust) == min(trust[5:9]) < trust[0]


def test_an_address_may_be_read_out_over_rests() -> None:
    before, after = said_at(PHRASES[:4]), said_at(PHRASES[4:], begin_ms=20_000)
    read_out = [(11_000, 12_900), (13_250, 15_300), (15_600, 17_700)]
    text = by_phrases(*PHRASES[:4], "http://www.exemple.org/actualites.html.", *PHRASES[4:])

    timing = by_pauses(text, speech_at([*before, *read_out, *after]), duration_ms=60_000)

    address = next(each for each in timing.words if "http" in each.word.text)
    assert before[-1][1] < 11_000
    assert (address.start_ms, address.end_ms) == (11_000, 17_700)


CORPUS = Path(__file__).parents[3] / "shared" / "corpus"


@pytest.mark.skipif(not CORPUS.exists(), reason="the recordings are not here")
@pytest.mark.parametrize("item", ["amis_es", "amis_en3"])
def test_real_speech_is_met_far_better_than_by_proportion(item: str) -> None:
    """On real recordings most phrases begin within half a second of where they do."""
    imageio_ffmpeg = pytest.importorskip("imageio_ffmpeg")
    import subprocess

    from cuepress.sync.speech import find_speech

    folder = CORPUS / item
    tag = json.loads((folder / "meta.json").read_text())["language"]
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", folder / "media.ogg"]
    raw = subprocess.run(
        [*command, "-ac", "1", "-ar", "16000", "-f", "f32le", "-"], capture_output=True, check=True
    )
    samples = np.frombuffer(raw.stdout, dtype=np.float32)
    lines = (" ".join(line.split()) for line in (folder / f"text.{tag}.txt").read_text("utf-8-sig").split("\n"))
    text = Transcript(tag, tuple(Paragraph(line) for line in lines if line))

    timing = by_pauses(text, find_speech(samples, rate_hz=16_000), duration_ms=len(samples) // 16)

    assert _share_within(timing.words, (folder / f"ref_trimmed.{tag}.vtt").read_text("utf-8"), 500) > 0.85


def _share_within(words: Sequence[TimedWord], reference: str, limit_ms: int) -> float:
    """Return the share of a reference's cues whose first word is at most so far from where it should be."""
    starts = iter([each.start_ms for each in words for _token in re.findall(r"\w+", each.word.text)])
    hits = total = 0
    for block in reference.split("\n\n"):
        found = re.search(r"(\d+):(\d+):(\d+)\.(\d+) -->.*\n([\s\S]+)", block)
        if not found:
            continue
        hours, minutes, seconds, ms = (int(found[number]) for number in range(1, 5))
        start_ms = ((hours * 60 + minutes) * 60 + seconds) * 1_000 + ms
        said_ms = [next(starts) for _token in re.findall(r"\w+", found[5])]
        hits += abs(said_ms[0] - start_ms) <= limit_ms
        total += 1
    return hits / total
