"""Translations that take their times from the spoken text: against captions that people made, faults, and speed.

    .venv/bin/python benchmarks/bilingual.py [gold | captions | reading | book | faults | speed]

``gold`` holds alignments against what a person read: ``tests/bilingual_gold.py`` says how precision, recall and
F1 are counted. The rest needs the corpus in ``../shared/corpus``. The cues of the spoken language give the
times of its words; the cues of each other language, joined into plain text, are given times from them and held
against the cues they come from. ``reading`` says how many of the cues that we cut from them are too fast to be
read, and how many begin early for it.
"""

from __future__ import annotations

import random
import resource
import sys
import time
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from sync_scores import quantile

from bilingual_gold import cases
from cuepress import cueing, formats, language
from cuepress.model import Cue, Paragraph, TimedWord, Transcript
from cuepress.sync import plan
from cuepress.sync.bilingual import times
from cuepress.sync.bilingual.aligning import align
from cuepress.sync.speaking import expect, speaking_ms
from cuepress.sync.timing import Timing
from cuepress.transcripts import sounds

CORPUS = Path(__file__).parent.parent.parent / "shared" / "corpus"
TALK, OTHERS = "video-introduction", ("fr", "de", "es", "it", "tr", "nl", "ar")
TALKS = ((TALK, "en", OTHERS), ("wwa", "en", ("es", "fr")))
EXACT_MS = 40


def main() -> None:
    parts = {
        "gold": show_gold,
        "captions": show_captions,
        "reading": show_reading,
        "book": show_book,
        "faults": show_faults,
        "speed": show_speed,
    }
    for name in sys.argv[1:] or parts:
        print(f"== {name}")
        parts[name]()


def show_gold() -> None:
    for case in cases():
        score = case.score(align(case.ours, case.theirs))
        print(
            f"{case.name:24} {len(case.links):3} links: precision {score.precision:5.1%}, "
            f"recall {score.recall:5.1%}, F1 {score.f1:.3f}"
        )


def cues_of(path: Path) -> tuple[Cue, ...]:
    return formats.load(path).track.cues


def joined(cues: Sequence[Cue], tag: str) -> Transcript:
    """Return the text of cues as one paragraph: nothing of their cuts is left in it, sounds are told as in any."""
    text = " ".join(" ".join(cue.text.split()) for cue in cues if cue.text.strip())
    return Transcript(tag, (Paragraph(text, sounds=sounds.find(text)),))


def timed_by(cues: Sequence[Cue], text: Transcript) -> Timing:
    """Return the times that cues give to the words of their text: each cue's divided among its words."""
    words: list[TimedWord] = []
    for cue, inside in zip(cues, cue_words(cues, text), strict=True):
        total = sum(speaking_ms(word.text, text.language) for word in inside) or 1.0
        said = 0.0
        for word in inside:
            start = cue.start_ms + cue.duration_ms * said / total
            said += speaking_ms(word.text, text.language)
            words.append(TimedWord(word, round(start), round(cue.start_ms + cue.duration_ms * said / total), 1.0))
    return Timing(tuple(words), "speech")


def cue_words(cues: Sequence[Cue], text: Transcript) -> list[list]:
    """Return which words of the joined text each cue holds."""
    left = list(text.words)
    held = []
    for cue in cues:
        length = len("".join(cue.text.split()))
        inside = []
        while length > 0 and left:
            length -= len("".join(left[0].text.split()))
            inside.append(left.pop(0))
        held.append(inside)
    return held


def errors(timing: Timing, cues: Sequence[Cue], text: Transcript) -> tuple[list[int], list[int]]:
    """Return how far off the first words of cues are, sounds apart, and of these the ones that begin sentences.

    A cue that begins with a sound begins when that is heard; when the word after it is said, nobody has written.
    """
    every, of_sentences = [], []
    at, ends = 0, True
    for cue, inside in zip(cues, cue_words(cues, text), strict=True):
        if not inside:
            continue
        if not text.words[at].is_sound:
            off = abs(timing.words[at].start_ms - cue.start_ms)
            every.append(off)
            if ends:
                of_sentences.append(off)
        at += len(inside)
        following = text.words[at].text if at < len(text.words) else ""
        ends = language.mark_after(inside[-1].text, following, text.language) == language.Mark.SENTENCE
    return every, of_sentences


def line(name: str, off: tuple[list[int], list[int]], plain: tuple[list[int], list[int]]) -> str:
    every, sentences = off
    exact = sum(each <= EXACT_MS for each in sentences) / max(len(sentences), 1)
    near = sum(each <= 500 for each in every) / len(every)
    middle, most, mean = quantile(every, 0.5), quantile(every, 0.9), sum(every) / len(every)
    return (
        f"{name:8} {len(every):3} cues: median {middle:4.0f} ms, p90 {most:4.0f} ms, mean {mean:4.0f} ms, "
        f"within 500 ms {near:4.0%}; exact sentences {exact:4.0%} of {len(sentences)}; "
        f"proportional: median {quantile(plain[0], 0.5):6.0f} ms, mean {sum(plain[0]) / len(plain[0]):6.0f} ms"
    )


def show_captions() -> None:
    folder = CORPUS / "captions"
    for stem, spoken, others in TALKS:
        cues = cues_of(folder / f"{stem}.{spoken}.vtt")
        for tag in others:
            others_cues = cues_of(folder / f"{stem}.{tag}.vtt")
            compare(cues, joined(cues, spoken), others_cues, joined(others_cues, tag), f"{stem[:3]} {tag}")


def compare(cues: Sequence[Cue], source: Transcript, others: Sequence[Cue], text: Transcript, name: str) -> None:
    first, last = cues[0].start_ms, cues[-1].end_ms
    timing, _ = times.by_translation(text, source, timed_by(cues, source), duration_ms=last)
    proportional = plan.by_duration(text, duration_ms=last, start_ms=first)
    print(line(name, errors(timing, others, text), errors(proportional, others, text)))
    for passage in timing.passages:
        print(f"{'':9}{passage.kind}: {passage.text[:90]}")


def show_reading() -> None:
    for name in cueing.profile_names():
        totals = [0] * 6
        for stem, spoken, others in TALKS:
            cues = cues_of(CORPUS / "captions" / f"{stem}.{spoken}.vtt")
            source = joined(cues, spoken)
            for tag in others:
                text = joined(cues_of(CORPUS / "captions" / f"{stem}.{tag}.vtt"), tag)
                found = times.by_translation(text, source, timed_by(cues, source), duration_ms=cues[-1].end_ms)[0]
                counts = reading(text, found, cueing.load_profile(name), duration_ms=cues[-1].end_ms + 2_000)
                totals = [a + b for a, b in zip(totals, counts, strict=True)]
        n, early, over, over_plain, much, much_plain = totals
        print(
            f"{name:8} {n} cues, {early} begin early: "
            f"too fast {over / n:5.1%}, without that {over_plain / n:5.1%}; "
            f"much too fast {much / n:5.1%}, without that {much_plain / n:5.1%}"
        )


def reading(text: Transcript, timing: Timing, profile: cueing.Profile, *, duration_ms: int) -> list[int]:
    """Return the number of cues, of those that begin early, and of those too and much too fast: with, without."""
    late, early = (
        cueing.make_cues(text, timing.words, profile=profile, duration_ms=duration_ms, is_translation=may).cues
        for may in (False, True)
    )
    most = profile.for_language(text.language).max_cps / 1_000
    fast = [
        sum(language.counted_length(cue.text, text.language) > share * most * cue.duration_ms for cue in cues)
        for share in (1.02, 1.2)
        for cues in (early, late)
    ]
    return [len(early), sum(a.start_ms < b.start_ms for a, b in zip(early, late, strict=True)), *fast]


def show_book() -> None:
    """Spoken Spanish and the English edition, which is no literal translation."""
    folder = CORPUS / "amis_es"
    spanish, english = cues_of(folder / "ref.es.vtt"), cues_of(folder / "ref.en.vtt")
    source, text = (
        Transcript(tag, tuple(Paragraph(each.strip()) for each in lines if each.strip()))
        for tag in ("es", "en")
        for lines in [(folder / f"text.{tag}.txt").read_text(encoding="utf-8").split("\n")]
    )
    compare(spanish, source, english, text, "amis en")


def show_faults() -> None:
    """Damage a translation in each way that is known, and see that it is named and the rest keeps its times."""
    folder = CORPUS / "captions"
    cues = cues_of(folder / f"{TALK}.en.vtt")
    source = joined(cues, "en")
    told, last = timed_by(cues, source), cues[-1].end_ms
    for tag in OTHERS:
        text = joined(cues_of(folder / f"{TALK}.{tag}.vtt"), tag)
        sound = times.by_translation(text, source, told, duration_ms=last)[0]
        parts = sentences_of(text)
        cut = len(parts) // 3
        removed = [*parts[:cut], *parts[cut + 4 :]]
        added = [*parts[:cut], *parts[-6:-2], *parts[cut:]]
        moved = [*parts[:cut], *parts[cut + 4 : cut + 10], *parts[cut : cut + 4], *parts[cut + 10 :]]
        two = parts[cut].rstrip(".。!?") + ", " + parts[cut + 1]
        for name, changed in (
            ("removed", removed),
            ("added", added),
            ("moved", moved),
            ("joined", [*parts[:cut], two, *parts[cut + 2 :]]),
        ):
            damaged = Transcript(tag, (Paragraph(" ".join(changed)),))
            found = times.by_translation(damaged, source, told, duration_ms=last)[0]
            print(f"{tag} {name:8} {kept(sound, found)}; {[p.kind for p in found.passages]}")


def sentences_of(text: Transcript) -> list[str]:
    from cuepress.sync.bilingual.aligning import sentences

    words = text.words
    return [
        text.text[words[p.first].offset : words[p.last - 1].end_offset]
        for p in sentences(text, expect(text).borders)
    ]


def kept(before: Timing, after: Timing) -> str:
    from cuepress.sync.changes import kept as same

    blocks = same([w.word.text for w in before.words], [w.word.text for w in after.words])
    pairs = [
        (before.words[block.old + k].start_ms, after.words[block.new + k].start_ms)
        for block in blocks
        for k in range(block.length)
    ]
    equal = sum(abs(old - new) <= EXACT_MS for old, new in pairs)
    return f"{equal / len(pairs):.1%} of {len(pairs)} words keep their times"


def show_speed() -> None:
    for n_words in (12_500, 25_000, 50_000):
        source, text = invented(n_words, seed=4)
        told = plan.by_duration(source, duration_ms=n_words * 400)
        begin = time.perf_counter()
        timing, found = times.by_translation(text, source, told, duration_ms=n_words * 400)
        took = time.perf_counter() - begin
        right = sum(bead.ours.start == bead.theirs.start for bead in found.beads if bead.is_pair)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"{n_words:7,} and {len(timing.words):,} words, {len(found.ours):,} sentences: {took:5.2f} s, "
            f"{memory:4.0f} MB at most; {right / len(found.beads):.1%} of beads right"
        )


def invented(n_words: int, *, seed: int) -> tuple[Transcript, Transcript]:
    """Make a text in two invented languages: each word has its translation, lengths and orders differ."""
    chance = random.Random(seed)  # noqa: S311 -- invented words
    letters = "bdfgklmnprstvz"

    def word() -> str:
        return "".join(chance.choice(letters) + chance.choice("aeiou") for _ in range(chance.randint(1, 4)))

    lexicon = [(word(), word()) for _ in range(5_000)]
    weights = [1 / (rank + 3) for rank in range(len(lexicon))]
    ours, theirs, count = [], [], 0
    while count < n_words:
        paragraph: tuple[list[str], list[str]] = ([], [])
        for _ in range(chance.randint(2, 9)):
            chosen = chance.choices(lexicon, weights, k=chance.randint(4, 36))
            other = [pair[1] for pair in chosen if chance.random() > 0.1]
            chance.shuffle(other)
            for side, said in zip(paragraph, ([pair[0] for pair in chosen], other or [chosen[0][1]]), strict=True):
                side.append(phrase(said))
            count += len(chosen)
        ours.append(Paragraph(" ".join(paragraph[0])))
        theirs.append(Paragraph(" ".join(paragraph[1])))
    return Transcript("fr", tuple(ours)), Transcript("tr", tuple(theirs))


def phrase(words: Sequence[str]) -> str:
    marked = [f"{each}," if at % 7 == 6 and at + 1 < len(words) else each for at, each in enumerate(words)]
    return " ".join(marked).capitalize() + "."


if __name__ == "__main__":
    main()
