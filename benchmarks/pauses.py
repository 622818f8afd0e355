"""Times by pauses alone: own texts, translations, hours, music, speech without text, text without speech.

    .venv/bin/python benchmarks/pauses.py [own | edition | voices | confidence | long | faults | speed]

own: the recordings of ``../shared/corpus`` with the text that is spoken. edition: a Spanish book with its English
edition, and the sample with its translations; the sentences of these are held against the times that they take
from the spoken text. voices: the same for the sample read by a synthesiser in each of its languages. confidence:
what is said of each start against what is true. long: all of it joined until it lasts, and the error as a function
of time. faults: what does not match put in at the beginning, in the middle and at the end; the errors are those of
everything else. speed: time and memory.
"""

from __future__ import annotations

import difflib
import resource
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

import numpy as np
from sync_items import CORPUS, ROOT, SAMPLE_TEXTS, _references, espeak, sample_text, transcript_of
from sync_scores import HEAD, NAME_WIDTH, Errors, Reference, by_text, mean, pooled, quantile, row, within
from sync_scores import _tokens as tokens
from sync_sound import RATE_HZ, Samples, joined, music, trimmed

from cuepress.media.probe import probe
from cuepress.media.sound import decode
from cuepress.model import Paragraph, TimedWord, Transcript
from cuepress.sync import hear, plan, speech
from cuepress.sync.acoustics import acoustics
from cuepress.sync.bilingual import times
from cuepress.sync.bilingual.aligning import Found
from cuepress.sync.speech import SpeechMap
from cuepress.sync.timing import Timing
from cuepress.transcripts import read_transcript

HOUR_MS = 3_600_000
_VOICES = {"fr": ("+f2", 150), "en": ("+m3", 170), "ar": ("+m7", 140), "tr": ("+f4", 190), "zh-Hans": ("+f1", 150)}
_NO_SOUND = SpeechMap(speech.HOP_MS, np.zeros(0, np.float32), np.zeros(0, np.bool_), ())


@dataclass(frozen=True, slots=True)
class Part:
    """A sound, the text that is laid over it, and when its phrases begin and end; one of both may be empty."""

    name: str
    language: str
    sound: SpeechMap
    lines: tuple[str, ...]
    references: tuple[Reference, ...]

    @property
    def length_ms(self) -> int:
        return len(self.sound.is_speech) * self.sound.hop_ms


def timed(parts: Sequence[Part]) -> tuple[Timing, list[Errors]]:
    """Join parts, time the text by pauses, and return the errors of each part."""
    lines = [line for part in parts for line in part.lines]
    sound = speech.joined([part.sound for part in parts])
    text = Transcript(parts[0].language, tuple(Paragraph(line) for line in lines))
    timing = plan.by_pauses(text, sound, duration_ms=sum(part.length_ms for part in parts))
    errors, paragraph, begin_ms, at = [], 0, 0, 0
    for part in parts:
        paragraph += len(part.lines)
        inside = []
        while at < len(timing.words) and timing.words[at].word.paragraph < paragraph:
            inside.append(timing.words[at])
            at += 1
        wanted = [(start + begin_ms, end + begin_ms, said) for start, end, said in part.references]
        errors.append(by_text(wanted, inside) if part.lines and part.length_ms else Errors())
        begin_ms += part.length_ms
    return timing, errors


# --- what there is to listen to --------------------------------------------------------------------------------


@lru_cache
def own() -> tuple[Part, ...]:
    """Return the recordings of the corpus, with the text that is spoken."""
    folders = sorted(each.parent for each in CORPUS.glob("*/media.*")) if CORPUS.is_dir() else []
    return tuple(_own(folder.name) for folder in folders)


def _own(name: str) -> Part:
    tag = "es" if name == "amis_es" else name.split("_")[1][:2] if name.startswith("sppas") else "en"
    trimmed_reference = CORPUS / name / f"ref_trimmed.{tag}.vtt"
    reference = trimmed_reference if trimmed_reference.exists() else CORPUS / name / f"ref.{tag}.vtt"
    return Part(name, tag, _heard(name), _lines(name, tag), tuple(_references(reference)))


def _lines(name: str, tag: str) -> tuple[str, ...]:
    text = (CORPUS / name / f"text.{tag}.txt").read_text("utf-8-sig")
    return tuple(paragraph.text for paragraph in transcript_of(text.split("\n"), tag).paragraphs)


@lru_cache
def _heard(name: str) -> SpeechMap:
    media = next((CORPUS / name).glob("media.*"))
    return acoustics(decode(media, info=probe(media), rate_hz=RATE_HZ).samples).speech


@lru_cache
def edition() -> tuple[Part, ...]:
    """Return the English edition of the Spanish book: not a literal translation."""
    if not CORPUS.is_dir():
        return ()
    references = tuple(_references(CORPUS / "amis_es" / "ref.en.vtt"))
    return (Part("amis_es, English edition", "en", _heard("amis_es"), _lines("amis_es", "en"), references),)


@lru_cache
def sample() -> tuple[Part, ...]:
    """Return the translations of the sample over its French sound."""
    texts = {tag: read_transcript(ROOT / "media" / name, language=tag) for tag, name in SAMPLE_TEXTS.items()}
    media = ROOT / "media" / "strong-cities.mp4"
    sound = acoustics(decode(media, info=probe(media), rate_hz=RATE_HZ).samples)
    spoken = hear.by_speech(texts["fr"], sound)
    return tuple(
        _translated("sample, spoken fr", texts["fr"], spoken, text, sound.speech)
        for tag, text in texts.items()
        if tag != "fr"
    )


def _translated(name: str, source: Transcript, spoken: Timing, text: Transcript, sound: SpeechMap) -> Part:
    lines = tuple(paragraph.text for paragraph in text.paragraphs)
    if text.language == source.language:
        return Part(f"{name}, text {text.language}", text.language, sound, lines, tuple(_own_sentences(spoken)))
    timing, found = times.by_translation(text, source, spoken, duration_ms=len(sound.is_speech) * sound.hop_ms)
    sentences = tuple(_sentences(timing, found))
    return Part(f"{name}, text {text.language}", text.language, sound, lines, sentences)


def _own_sentences(spoken: Timing) -> Iterator[Reference]:
    words: dict[int, list[TimedWord]] = {}
    for word in spoken.words:
        words.setdefault(word.word.paragraph, []).append(word)
    for inside in words.values():
        yield inside[0].start_ms, inside[-1].end_ms, " ".join(word.word.text for word in inside)


def _sentences(timing: Timing, found: Found) -> Iterator[Reference]:
    """Yield the sentences that have a counterpart, at its times."""
    for bead in found.beads:
        if bead.is_pair:
            inside = timing.words[found.theirs[bead.theirs[0]].first : found.theirs[bead.theirs[-1]].last]
            yield inside[0].start_ms, inside[-1].end_ms, " ".join(word.word.text for word in inside)


@lru_cache
def voices() -> tuple[Part, ...]:
    """Return the sample read by a synthesiser in each of its languages, with its texts in all of them."""
    parts = []
    for seed, (tag, (variant, pace)) in enumerate(_VOICES.items()):
        lines = sample_text(tag)
        samples, spans = joined([trimmed(each) for each in espeak(tag, variant, pace)(lines)], seed=seed)
        source = Transcript(tag, tuple(Paragraph(line) for line in lines))
        spoken = Timing(tuple(_spread(source, spans)), "speech")
        sound = acoustics(samples).speech
        for other in _VOICES:
            text = Transcript(other, tuple(Paragraph(line) for line in sample_text(other)))
            # Paragraphs of the file, not one a sentence: nobody's transcript is cut like that.
            parts.append(_translated(f"voice {tag}", source, spoken, _in_paragraphs(text), sound))
    return tuple(parts)


def _in_paragraphs(text: Transcript) -> Transcript:
    lines = [paragraph.text for paragraph in text.paragraphs]
    glue = "" if text.language.startswith("zh") else " "
    return replace(
        text, paragraphs=tuple(Paragraph(glue.join(lines[at : at + 4])) for at in range(0, len(lines), 4))
    )


def _spread(source: Transcript, spans: Sequence[tuple[int, int]]) -> Iterator[TimedWord]:
    for paragraph, (start, end) in enumerate(spans):
        inside = [word for word in source.words if word.paragraph == paragraph]
        for at, word in enumerate(inside):
            yield TimedWord(
                word,
                start + (end - start) * at // len(inside),
                start + (end - start) * (at + 1) // len(inside),
                1.0,
            )


@lru_cache
def plain_music(seconds: int) -> Part:
    samples: Samples = 0.1 * music(seconds * RATE_HZ, seed=5)
    return Part("music", "", acoustics(samples.astype(np.float32)).speech, (), ())


# --- tables ----------------------------------------------------------------------------------------------------


def show(parts: Sequence[Part]) -> None:
    print(HEAD)
    every = []
    for part in parts:
        timing, errors = timed([part])
        every += errors
        print(row(part.name, errors[0]) + f" {_calibration(timing)}", flush=True)
    print(row("all", pooled(every)))


def _calibration(timing: Timing) -> str:
    trust = [word.confidence for word in timing.words]
    return f"| {timing.method}, confidence {mean(trust):.2f}"


def show_confidence() -> None:
    """Show how many phrases begin where they should, by what is said of them."""
    told: list[tuple[float, int]] = []
    for part in (*own(), *edition(), *sample(), *voices()):
        told += trusts(timed([part])[0].words, part.references)
    print(f"{'confidence':14}{'phrases':>8}{'<=200':>8}{'<=500':>8}{'mean':>8}")
    bounds = (0.0, 0.3, 0.4, 0.5, 0.55, 0.58, 0.61)
    for low, high in pairwise(bounds):
        off = [miss for trust, miss in told if low <= trust < high]
        shares = f"{within(off, 200):7.0f}%{within(off, 500):7.0f}%"
        print(f"{f'{low} to {high}':14}{len(off):8}{shares}{mean(off):8.0f}")


def trusts(words: Sequence[TimedWord], references: Sequence[Reference]) -> Iterator[tuple[float, int]]:
    """Yield the confidence and the error of the first word of each phrase, where it is found."""
    wanted = [(token, number) for number, (_, _, said) in enumerate(references) for token in tokens(said)]
    held = [(token, word) for word in words for token in tokens(word.word.text)]
    same = difflib.SequenceMatcher(None, [t for t, _ in wanted], [t for t, _ in held], autojunk=False)
    for a, b, n in same.get_matching_blocks():
        for k in range(a, a + n):
            number = wanted[k][1]
            if k == 0 or wanted[k - 1][1] != number:
                word = held[b + k - a][1]
                yield word.confidence, abs(word.start_ms - references[number][0])


def long_parts(hours: float, *, is_translated: bool) -> list[Part]:
    one = [*edition(), *sample()] if is_translated else [part for part in own() if part.name.startswith("amis")]
    one = [part for part in one if part.language != "zh-Hans"]
    parts: list[Part] = []
    while sum(part.length_ms for part in parts) < hours * HOUR_MS:
        parts += one
    return parts


def show_long(hours: Sequence[float] = (1.5, 10.0)) -> None:
    for is_translated in (False, True):
        for length in hours:
            parts = long_parts(length, is_translated=is_translated)
            began = time.perf_counter()
            _timing, errors = timed(parts)
            seconds = time.perf_counter() - began
            what = "translations" if is_translated else "own texts"
            print(f"\n{length} h of {what}, {seconds:.1f} s; errors of starts by time\n{_HEAD}")
            for number in range(5):
                first, last = (len(parts) * at // 5 for at in (number, number + 1))
                print(_line(f"fifth {number + 1}", pooled(errors[first:last])), flush=True)


_HEAD = f"{'':{NAME_WIDTH}}{'cues':>6}{'median':>8}{'mean':>8}{'p90':>8}{'<=500':>7}{'>5 s':>6}{'most':>9}"


def _line(name: str, errors: Errors) -> str:
    starts = errors.starts
    return (
        f"{name:{NAME_WIDTH}}{len(starts):6}{quantile(starts, 0.5):8.0f}{mean(starts):8.0f}"
        f"{quantile(starts, 0.9):8.0f}{within(starts, 500):6.0f}%{sum(start > 5_000 for start in starts):6}"
        f"{max(starts, default=0):9}"
    )


def faults() -> Iterator[tuple[str, list[Part]]]:
    """Yield what does not match, put in front, in the middle and behind."""
    texts = {"own": [part for part in own() if part.name.startswith("amis")], "translated": [*edition()]}
    for name, whole in texts.items():
        if not whole:
            continue
        sounds, books = whole[0], [piece for part in whole for piece in pieces(part)]
        other = pieces(own()[0] if name == "translated" else own()[1])
        yield f"{name}: nothing", books
        no_text = replace(other[2], lines=(), references=())
        no_sound = replace(other[3], sound=_NO_SOUND)
        middle = len(books) // 2
        for what, part in (("music", plain_music(90)), ("no text", no_text), ("not spoken", no_sound)):
            length = f"{part.length_ms // 1_000} s" if part.length_ms else f"{len(part.lines)} lines"
            added = replace(part, language=sounds.language)
            for where, at in (("front", 0), ("middle", middle), ("end", len(books))):
                yield f"{name}: {what} ({length}), {where}", [*books[:at], added, *books[at:]]
        half = [replace(part, lines=(), references=()) if at < middle else part for at, part in enumerate(books)]
        yield f"{name}: the first half has no text", half
        half = [replace(part, sound=_NO_SOUND) if at >= middle else part for at, part in enumerate(books)]
        yield f"{name}: the second half is not spoken", half


def pieces(part: Part, seconds: int = 60) -> list[Part]:
    """Cut a part where a phrase begins, into pieces of at least so many seconds, its lines with their phrases."""
    marks = [0]
    begins = _line_starts(part)
    for _line_number, at in begins:
        if at - marks[-1] >= seconds * 1_000:
            marks.append(at)
    marks = [mark - mark % 10 for mark in marks]
    found = []
    for start, end in zip(marks, [*marks[1:], part.length_ms], strict=True):
        lines = tuple(part.lines[number] for number, at in begins if start <= at - at % 10 < end)
        inside = tuple((a - start, b - start, said) for a, b, said in part.references if start <= a - a % 10 < end)
        sound = part.sound.excerpt(start // 10, end // 10)
        found.append(Part(part.name, part.language, sound, lines, inside))
    return found


def _line_starts(part: Part) -> list[tuple[int, int]]:
    """Return each line's number and when it begins, by the phrases that it holds."""
    starts, number, held = [], 0, 0
    lengths = [len("".join(line.split())) for line in part.lines]
    for at, (start, _, said) in enumerate(part.references):
        while number < len(lengths) and held >= sum(lengths[: number + 1]):
            number += 1
        if held <= sum(lengths[:number]) and (not starts or starts[-1][0] < number):
            starts.append((number, start if at else 0))
        held += len("".join(said.split()))
    known = dict(starts)
    return [(n, known.get(n, known[max(k for k in known if k <= n)])) for n in range(len(lengths))]


def show_faults() -> None:
    print(_HEAD)
    for name, parts in faults():
        _timing, errors = timed(parts)
        print(_line(name, pooled(errors)), flush=True)


def show_speed() -> None:
    for hours in (1, 2, 5, 10):
        parts = long_parts(hours, is_translated=True)
        sound = speech.joined([part.sound for part in parts])
        text = Transcript("en", tuple(Paragraph(line) for part in parts for line in part.lines))
        began = time.perf_counter()
        plan.by_pauses(text, sound, duration_ms=sum(part.length_ms for part in parts))
        seconds = time.perf_counter() - began
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{hours:3} h, {len(text.words):7,} words: {seconds:6.1f} s, {memory:5.0f} MB at most", flush=True)


def main() -> None:
    shows = {
        "own": lambda: show(own()),
        "edition": lambda: show([*edition(), *sample()]),
        "voices": lambda: show(voices()),
        "confidence": show_confidence,
        "long": show_long,
        "faults": show_faults,
        "speed": show_speed,
    }
    for name in sys.argv[1:] or shows:
        print(f"\n== {name}")
        shows[name]()


if __name__ == "__main__":
    main()
