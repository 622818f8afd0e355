"""Laws of cueing: whatever the text, the language, the times and the video, these hold for its cues."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cuepress import language
from cuepress.cueing import Limits, Profile, load_profile, make_cues
from cuepress.model import Cue, Paragraph, Span, TimedWord, Transcript

SEED = Path(__file__).parents[2] / "media"
PROFILE = load_profile("cuepress")

WORDS = {
    "fr": "Le M. Dupont l'unité ; « oui » et, 10\u202f000 50\u00a0% ville : dans… (Paris) n'est pas. Qu'est-ce ?",
    "en": "Mr. Smith lives in the U.S. and it's over: 3.5 % (all) “go” https://example.org/a/b Yes! e\u0301t",
    "de": "Am 3. Mai kam Dr. Müller z. B. nach Donaudampfschifffahrtsgesellschaft, „ja“; und?",
    "tr": "Dr. Şahin bunu ve İstanbul’da, çünkü 29. değil; oldu.",
    "ar": "هذا كتاب، في المدينة. هل نعم؟ قال الدكتور: ٢٠١٦ و",
    "zh-Hans": "我们 都知道， 一个人的 （网络） 2016年5月 “好。” Strong Cities ——是吗？",
    "ja": "今日は 「天気」が 良い。 コーヒー、 2016年 ですか？",
    "th": "สวัสดี ครับ เราไปเที่ยวกัน และ ๆ 10",
    "hi": "यह है। वह, क्या नमस्ते?",
    "und": "‽ a \u200b b ́c 👩\u200d👧 . , « »",
}
SOUNDS = [
    "[applause]",
    "(rires)",
    "♪",
    "[a long sound that needs more room than any line of a cue can give to it]",
]


@st.composite
def paragraphs(draw: st.DrawFn, tag: str) -> Paragraph:
    """Return a paragraph of a language's words, some of them sounds, some glued with no-break spaces."""
    words = WORDS[tag].split(" ")
    parts = draw(st.lists(st.sampled_from([*words, *SOUNDS]), min_size=1, max_size=25))
    gaps = draw(
        st.lists(st.sampled_from([" ", " ", " ", "  ", "\u00a0"]), min_size=len(parts), max_size=len(parts))
    )
    text, sounds = "", []
    for part, gap in zip(parts, gaps, strict=True):
        if part in SOUNDS:
            sounds.append(Span(len(text), len(text) + len(part)))
        text += part + gap
    return Paragraph(text.rstrip(), draw(st.sampled_from(["", "", "Ann", "Bo"])), tuple(sounds))


@st.composite
def transcripts(draw: st.DrawFn) -> Transcript:
    tag = draw(st.sampled_from(sorted(WORDS)))
    return Transcript(tag, tuple(draw(st.lists(paragraphs(tag), min_size=1, max_size=6))))


@st.composite
def timed(draw: st.DrawFn) -> tuple[Transcript, list[TimedWord], int]:
    """Return a transcript, times for its words that do not overlap, and a video that may be absurdly short."""
    transcript = draw(transcripts())
    count = len(transcript.words)
    duration_ms = draw(st.one_of(st.integers(0, 50), st.integers(0, 200_000)))
    edges = sorted(draw(st.lists(st.integers(0, duration_ms), min_size=2 * count, max_size=2 * count)))
    times = zip(transcript.words, edges[::2], edges[1::2], strict=True)
    return transcript, [TimedWord(word, start, end, 0.5) for word, start, end in times], duration_ms


@st.composite
def profiles(draw: st.DrawFn) -> Profile:
    min_ms = draw(st.integers(1, 2_000))
    limits = Limits(
        max_cpl=draw(st.integers(8, 60)),
        max_lines=draw(st.integers(1, 3)),
        max_cps=draw(st.integers(4, 30)),
        min_ms=min_ms,
        max_ms=draw(st.integers(max(500, min_ms), 10_000)),
        min_gap_ms=draw(st.integers(0, 200)),
        linger_ms=draw(st.integers(0, 3_000)),
        early_ms=draw(st.integers(0, 1_500)),
        chain_ms=draw(st.integers(0, 1_000)),
    )
    return replace(PROFILE, general=limits, languages=())


def visible(text: str) -> str:
    return re.sub(r"\s", "", text)


def check_text(transcript: Transcript, cues: tuple[Cue, ...]) -> None:
    assert visible("".join(cue.text for cue in cues)) == visible(transcript.text)
    if not language.is_unspaced(transcript.language):
        # No two words have grown together, none has come apart.
        joined = " ".join(cue.text for cue in cues)
        assert joined.split() == transcript.text.split()


def check_times(cues: tuple[Cue, ...], duration_ms: int) -> None:
    assert all(cue.start_ms < cue.end_ms for cue in cues)
    assert all(before.end_ms <= after.start_ms for before, after in pairwise(cues))
    assert all(cue.end_ms <= max(1, duration_ms) for cue in cues)


def check_lines(transcript: Transcript, cues: tuple[Cue, ...], limits: Limits) -> None:
    tag = transcript.language
    for cue in cues:
        assert len(cue.lines) <= limits.max_lines
        for line in cue.lines:
            is_one_word = len(language.word_spans(line.replace("\u00a0", " ").replace("\u202f", " "), tag)) <= 1
            assert is_one_word or language.counted_length(line, tag) <= limits.max_cpl, line


def check_speakers(transcript: Transcript, cues: tuple[Cue, ...]) -> None:
    """Each paragraph's words are in cues with its speaker's voice."""
    by_speaker: dict[str, str] = {}
    for paragraph in transcript.paragraphs:
        by_speaker[paragraph.speaker] = by_speaker.get(paragraph.speaker, "") + visible(paragraph.text)
    for speaker, text in by_speaker.items():
        assert visible("".join(cue.text for cue in cues if cue.voice == speaker)) == text


@settings(max_examples=150, deadline=None)
@given(timed(), profiles(), st.booleans())
def test_every_character_is_kept_and_every_limit_holds(
    material: tuple[Transcript, list[TimedWord], int],
    profile: Profile,
    translated: bool,  # noqa: FBT001
) -> None:
    """The cues joined are the text; lines fit; no cue overlaps, is empty, or leaves the video."""
    transcript, words, duration_ms = material

    cueing = make_cues(transcript, words, profile=profile, duration_ms=duration_ms, is_translation=translated)

    check_text(transcript, cueing.cues)
    check_times(cueing.cues, duration_ms)
    if not any("too short" in note for note in cueing.notes):
        check_lines(transcript, cueing.cues, profile.general)
        check_speakers(transcript, cueing.cues)


@settings(max_examples=60, deadline=None)
@given(timed(), profiles(), st.booleans())
def test_no_cue_is_longer_than_allowed_or_leaves_too_small_a_gap_in_silence(
    material: tuple[Transcript, list[TimedWord], int],
    profile: Profile,
    translated: bool,  # noqa: FBT001
) -> None:
    """The longest duration always holds; a gap below the least is only there to keep the least duration."""
    transcript, words, duration_ms = material
    limits = profile.general

    cues = make_cues(transcript, words, profile=profile, duration_ms=duration_ms, is_translation=translated).cues

    assert all(cue.duration_ms <= limits.max_ms for cue in cues)
    for before, after in pairwise(cues):
        if after.start_ms - before.end_ms < limits.min_gap_ms:
            assert before.duration_ms <= limits.min_ms


@settings(max_examples=60, deadline=None)
@given(timed(), profiles())
@example((Transcript("fr", (Paragraph("« Oui »"),)), [], 0), PROFILE)
def test_cueing_is_deterministic(material: tuple[Transcript, list[TimedWord], int], profile: Profile) -> None:
    transcript, words, duration_ms = material
    if len(words) != len(transcript.words):
        with pytest.raises(ValueError, match="words"):
            make_cues(transcript, words, profile=profile, duration_ms=duration_ms)
        return

    first, second = (make_cues(transcript, words, profile=profile, duration_ms=duration_ms) for _ in range(2))

    assert first == second


def sample(tag: str, name: str) -> Transcript:
    """Return the sample message's paragraphs, roughly: enough to cut."""
    text = (SEED / name).read_text(encoding="utf-8").replace("*", "").replace("<p>", "\n\n")
    text = re.sub(r"<[^>]*>", "", text.split("---")[-1])
    found = [" ".join(part.split()) for part in text.split("\n\n")]
    return Transcript(tag, tuple(Paragraph(part) for part in found if len(part) > 80))


@pytest.mark.parametrize(
    ("tag", "name"),
    [
        ("fr", "strong-cities.fr.md"),
        ("tr", "strong-cities.tr.txt"),
        ("zh-Hans", "strong-cities.zh-Hans.md"),
        ("ar", "strong-cities.ar.html"),
    ],
)
@pytest.mark.parametrize("profile_name", ["cuepress", "netflix", "bbc"])
def test_the_sample_message_is_kept_and_cut_well(tag: str, name: str, profile_name: str) -> None:
    """In each language: the text is whole, the limits hold, and nearly all cues end where a phrase does."""
    transcript, profile = sample(tag, name), load_profile(profile_name)
    limits = profile.for_language(tag)
    total = sum(len(word.text) + 1 for word in transcript.words)
    duration_ms = int(total / limits.max_cps * 1_300)
    at, words = 0.0, []
    for word in transcript.words:
        step = (len(word.text) + 1) / total * duration_ms
        words.append(TimedWord(word, int(at), int(at + step), 0.5))
        at += step

    cueing = make_cues(transcript, words, profile=profile, duration_ms=duration_ms)

    check_text(transcript, cueing.cues)
    check_times(cueing.cues, duration_ms)
    check_lines(transcript, cueing.cues, limits)
    assert all(cue.duration_ms >= limits.min_ms for cue in cueing.cues)
    assert len(cueing.cues) < total / limits.max_cpl * 1.6
