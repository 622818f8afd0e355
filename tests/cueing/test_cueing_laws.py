"""Laws of cueing: whatever the text, the language, the times and the video, these hold for its cues."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from cuepress import language
from cuepress.cueing import Limits, Profile, load_profile, make_cues
from cuepress.cueing.frames import Footage
from cuepress.cueing.profile import Counting, SentenceParts, SpeakerChange
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
    zone_ms = draw(st.sampled_from([0, 500]))
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
        max_wpm=180,
        shot_zone_ms=zone_ms,
        shot_snap_ms=zone_ms // 2,
        shot_gap_ms=draw(st.integers(0, 80)),
    )
    counting: Counting = draw(st.sampled_from(["graphemes", "no_spaces", "words", "steps"]))
    change: SpeakerChange = draw(st.sampled_from(["new_cue", "dash"]))
    parts: SentenceParts = draw(st.sampled_from(["apart", "joined"]))
    return replace(
        PROFILE,
        general=limits,
        languages=(),
        counting=counting,
        reading_steps=((1_000, 12), (2_000, 20), (3_000, 36)),
        speaker_change=change,
        sentence_parts=parts,
    )


@st.composite
def footage(draw: st.DrawFn) -> Footage:
    """Return a picture: any frame rate or none, any shot changes or none."""
    rate = draw(st.sampled_from([None, Fraction(25), Fraction(30_000, 1_001), Fraction(25, 2)]))
    shots_ms = sorted(draw(st.lists(st.integers(0, 200_000), max_size=20)))
    return Footage(rate, draw(st.sampled_from([0, -12_345])), shots_ms)


def visible(text: str) -> str:
    return re.sub(r"\s", "", text)


def without_dashes(cue: Cue) -> Cue:
    """Return a cue of two speakers without the dashes before them: the only thing that is ever added to a text."""
    if "<v " not in cue.markup:
        return cue
    return replace(cue, text="\n".join(line.removeprefix("- ") for line in cue.lines), markup="")


def check_text(transcript: Transcript, cues: tuple[Cue, ...]) -> None:
    cues = tuple(without_dashes(cue) for cue in cues)
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


def said_by(cues: tuple[Cue, ...]) -> Iterator[tuple[str, str]]:
    """Yield who says what, line by line where two speakers share a cue."""
    for cue in cues:
        if "<v " not in cue.markup:
            yield cue.voice, cue.text
            continue
        assert len(cue.lines) == 2
        for line in cue.markup.split("\n"):
            found = re.fullmatch(r"(?:<v ([^>]*)>)?- (.*?)(?:</v>)?", line)
            assert found is not None
            yield found[1] or "", html.unescape(found[2])


def check_speakers(transcript: Transcript, cues: tuple[Cue, ...]) -> None:
    """Each paragraph's words are said with its speaker's voice."""
    wanted: dict[str, str] = {}
    for paragraph in transcript.paragraphs:
        wanted[paragraph.speaker] = wanted.get(paragraph.speaker, "") + visible(paragraph.text)
    found: dict[str, str] = {}
    for voice, text in said_by(cues):
        found[voice] = found.get(voice, "") + visible(text)
    assert found == wanted


@settings(max_examples=150, deadline=None)
@given(timed(), profiles(), footage(), st.booleans())
def test_every_character_is_kept_and_every_limit_holds(
    material: tuple[Transcript, list[TimedWord], int],
    profile: Profile,
    picture: Footage,
    translated: bool,  # noqa: FBT001
) -> None:
    """The cues joined are the text; lines fit; no cue overlaps, is empty, or leaves the video."""
    transcript, words, duration_ms = material

    cueing = make_cues(
        transcript, words, profile=profile, duration_ms=duration_ms, is_translation=translated, footage=picture
    )

    check_text(transcript, cueing.cues)
    check_times(cueing.cues, duration_ms)
    if not any("too short" in note for note in cueing.notes):
        check_lines(transcript, cueing.cues, profile.general)
        check_speakers(transcript, cueing.cues)


@settings(max_examples=60, deadline=None)
@given(timed(), profiles(), footage(), st.booleans())
def test_no_cue_is_longer_than_allowed_or_leaves_too_small_a_gap_in_silence(
    material: tuple[Transcript, list[TimedWord], int],
    profile: Profile,
    picture: Footage,
    translated: bool,  # noqa: FBT001
) -> None:
    """The longest duration always holds; a gap below the least is only there to keep the least duration."""
    transcript, words, duration_ms = material
    limits = profile.general

    cues = make_cues(
        transcript, words, profile=profile, duration_ms=duration_ms, is_translation=translated, footage=picture
    ).cues

    frame_ms = 1_000 / picture.frames.fps if picture.frames.fps else 0
    assert all(cue.duration_ms <= limits.max_ms for cue in cues)
    for before, after in pairwise(cues):
        if after.start_ms - before.end_ms < limits.min_gap_ms - (frame_ms > 0):
            assert before.duration_ms <= limits.min_ms + frame_ms


@settings(max_examples=60, deadline=None)
@given(timed(), profiles(), footage())
def test_a_cue_that_is_too_fast_has_all_the_time_that_its_words_leave_it(
    material: tuple[Transcript, list[TimedWord], int], profile: Profile, picture: Footage
) -> None:
    """Nothing is too fast to read that could have stayed longer: to the next cue, to the limits of a cue."""
    transcript, words, duration_ms = material
    limits = profile.general
    found = make_cues(transcript, words, profile=profile, duration_ms=duration_ms, explain=True, footage=picture)
    spoken_ms = {each.word.end_offset: each.end_ms for each in words}
    frame_ms = 1_000 / picture.frames.fps if picture.frames.fps else 0
    near = limits.shot_zone_ms + limits.shot_gap_ms if picture.shots_ms else 0

    offset = 0
    for at, each in enumerate(found.explained):
        text = visible(without_dashes(each.cue).text)
        offset += len(text)
        words_end_ms = next(
            (ms for end, ms in spoken_ms.items() if len(visible(transcript.text[:end])) == offset), None
        )
        if words_end_ms is None or not any(re.search("a (second|minute), more", said) for said in each.gave):
            continue
        is_last = at + 1 == len(found.cues)
        following = duration_ms if is_last else found.cues[at + 1].start_ms - limits.min_gap_ms
        latest = min(following, words_end_ms + limits.linger_ms, each.cue.start_ms + limits.max_ms)
        assert each.cue.end_ms >= latest - frame_ms - near - 1


@settings(max_examples=80, deadline=None)
@given(timed(), profiles(), footage(), st.booleans())
def test_cueing_the_joined_cues_of_a_track_with_the_same_times_gives_the_same_track(
    material: tuple[Transcript, list[TimedWord], int],
    profile: Profile,
    picture: Footage,
    translated: bool,  # noqa: FBT001
) -> None:
    transcript, words, duration_ms = material
    once = make_cues(
        transcript, words, profile=profile, duration_ms=duration_ms, is_translation=translated, footage=picture
    )
    again = joined(transcript, once.cues)
    assume(len(again.words) == len(words))  # a word longer than a line was parted, and is no word any more
    assume(again.text.count("\u00a0") == transcript.text.count("\u00a0"))  # or a no-break space, and is none
    times = [replace(each, word=word) for each, word in zip(words, again.words, strict=True)]

    twice = make_cues(
        again, times, profile=profile, duration_ms=duration_ms, is_translation=translated, footage=picture
    )

    assert twice == once


def joined(transcript: Transcript, cues: tuple[Cue, ...]) -> Transcript:
    """Return the text of a track: its cues joined, in the paragraphs, and with the sounds, that were cut up."""
    seen = " ".join(line for cue in cues for line in without_dashes(cue).lines)
    paragraphs, at = [], 0
    for paragraph in transcript.paragraphs:
        end = _after(seen, at, len(visible(paragraph.text)))
        text, spaced = seen[at:end].strip(), " ".join(paragraph.text.split(" ")).strip()
        if language.is_unspaced(transcript.language):
            # Where such a text has a space cannot be told from where its lines end.
            text = re.sub(r"[^\S\u00a0\u202f]+", " ", spaced)
        sounds = []
        for sound in paragraph.sounds:
            begin = _after(text, 0, len(visible(paragraph.text[: sound.start])))
            while text[begin].isspace():
                begin += 1
            sounds.append(Span(begin, _after(text, 0, len(visible(paragraph.text[: sound.end])))))
        paragraphs.append(Paragraph(text, paragraph.speaker, tuple(sounds)))
        at = end
    return Transcript(transcript.language, tuple(paragraphs))


def _after(text: str, start: int, count: int) -> int:
    """Return the place in a text after so many visible characters from ``start`` on."""
    at = start
    while count:
        count -= not text[at].isspace()
        at += 1
    return at


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
