"""What the benchmark listens to: real speech with trusted times, and speech of several synthesisers."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from sync_scores import Reference
from sync_sound import RATE_HZ, Samples, from_int16, joined, read_wav, trimmed

from cuepress.media.probe import probe
from cuepress.media.sound import decode
from cuepress.model import Paragraph, Transcript
from cuepress.sync import hear, voice
from cuepress.sync.acoustics import acoustics
from cuepress.sync.timing import Timing
from cuepress.transcripts import read_transcript

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT.parent / "shared" / "corpus"
TEXTS = Path(__file__).resolve().parent / "texts"
SAMPLE_TEXTS = {
    "fr": "strong-cities.fr.md",
    "en": "strong-cities.en.docx",
    "ar": "strong-cities.ar.html",
    "tr": "strong-cities.tr.txt",
    "zh-Hans": "strong-cities.zh-Hans.md",
}
_CLOCK = re.compile(r"(?:(\d+):)?(\d+):(\d+)\.(\d+)\s*-->\s*(?:(\d+):)?(\d+):(\d+)\.(\d+)")
_SENTENCE_END = re.compile(r"(?<=[.!?؟])\s+|(?<=[。!?])")


@dataclass(frozen=True, slots=True)
class Item:
    """A recording and what is said in it, one reference a line."""

    name: str
    language: str
    samples: Samples
    references: tuple[Reference, ...]

    @property
    def lines(self) -> list[str]:
        return [text for _, _, text in self.references]

    @property
    def duration_ms(self) -> int:
        return self.samples.size * 1_000 // RATE_HZ

    def with_sound(self, samples: Samples) -> Item:
        return replace(self, samples=samples)


def transcript_of(lines: Sequence[str], language: str) -> Transcript:
    """Return lines as paragraphs of a transcript."""
    tidy = (" ".join(line.split()) for line in lines)
    return Transcript(language, tuple(Paragraph(line) for line in tidy if line))


def listen(lines: Sequence[str], language: str, samples: Samples) -> Timing:
    """Sync lines to a sound by listening."""
    return hear.by_speech(transcript_of(lines, language), acoustics(samples))


# --- real speech ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CorpusEntry:
    """A recording with a text that does not know the references' borders."""

    item: Item
    text: str
    media: Path


def corpus() -> Iterator[CorpusEntry]:
    """Yield the recordings of the corpus beside the repository, none where it is not there."""
    for folder in sorted(CORPUS.iterdir()) if CORPUS.is_dir() else ():
        media = sorted(folder.glob("media.*"))
        if media:
            yield _corpus_entry(folder, media[0])


def _corpus_entry(folder: Path, media: Path) -> CorpusEntry:
    language = json.loads((folder / "meta.json").read_text("utf-8"))["language"]
    trimmed_reference = folder / f"ref_trimmed.{language}.vtt"
    reference = trimmed_reference if trimmed_reference.exists() else folder / f"ref.{language}.vtt"
    samples = decode(media, info=probe(media), rate_hz=RATE_HZ).samples
    item = Item(folder.name, language, samples, tuple(_references(reference)))
    return CorpusEntry(item, (folder / f"text.{language}.txt").read_text("utf-8-sig"), media)


def _references(path: Path) -> Iterator[Reference]:
    for block in re.split(r"\n\s*\n", path.read_text("utf-8-sig").replace("\r", "")):
        lines = block.split("\n")
        for number, line in enumerate(lines):
            if found := _CLOCK.search(line):
                h, m, s, ms, h2, m2, s2, ms2 = (int(part or 0) for part in found.groups())
                text = re.sub(r"<[^>]*>", "", " ".join(lines[number + 1 :]))
                yield ((h * 60 + m) * 60 + s) * 1_000 + ms, ((h2 * 60 + m2) * 60 + s2) * 1_000 + ms2, text
                break


# --- speech made for the test ---------------------------------------------------------------------------------


@lru_cache
def text_of(language: str) -> tuple[str, ...]:
    """Return sentences in a language: own ones from ``texts``, else those of the sample."""
    own = TEXTS / f"{language}.txt"
    return tuple(own.read_text("utf-8").split("\n")[:-1]) if own.exists() else sample_text(language)


@lru_cache
def sample_text(language: str) -> tuple[str, ...]:
    """Return the sentences of a text of the sample."""
    transcript = read_transcript(ROOT / "media" / SAMPLE_TEXTS[language], language=language)
    parts = (part for each in transcript.paragraphs for part in _SENTENCE_END.split(each.text))
    return tuple(part.strip() for part in parts if re.search(r"\w", part))


Speaker = Callable[[Sequence[str]], list[Samples]]


@dataclass(frozen=True, slots=True)
class SynthVoice:
    """A voice that is not the one that sync reads aloud with. ``family`` is its synthesiser."""

    family: str
    language: str
    name: str
    speak: Speaker

    def item(self, lines: Sequence[str], *, seed: int) -> Item:
        samples, spans = joined([trimmed(each) for each in self.speak(lines)], seed=seed)
        references = tuple((start, end, line) for (start, end), line in zip(spans, lines, strict=True))
        return Item(f"{self.family} {self.language} {self.name}", self.language, samples, references)


# Voice, encoding of its text. Debian: festvox-kallpc16k, -us-slt-hts, -italp16k, -itapc16k, -suopuhe-lj,
# -czech-dita, -ru, -ca-ona-hts, -hi-nsk, -te-nsk.
_FESTIVAL = (
    ("en", "cmu_us_slt_arctic_hts", "utf-8"),
    ("en", "kal_diphone", "utf-8"),
    ("it", "lp_diphone", "latin-1"),
    ("it", "pc_diphone", "latin-1"),
    ("fi", "suo_fi_lj_diphone", "latin-1"),
    ("cs", "czech_dita", "iso-8859-2"),
    ("ru", "msu_ru_nsh_clunits", "utf-8"),
    ("ca", "upc_ca_ona_hts", "iso-8859-15"),
    ("hi", "hindi_NSK_diphone", "utf-8"),
    ("te", "telugu_NSK_diphone", "utf-8"),
)
_FESTIVAL_VOICES = Path("/usr/share/festival/voices")
_FLITE = (("en", "rms"), ("en", "awb"), ("en", "kal"))
_ESPEAK = (("es", "+f3", 150), ("de", "+m3", 190), ("fr", "+f2", 150), ("ar", "+m7", 140), ("tr", "+f4", 200),
           ("zh-Hans", "+f1", 150))  # fmt: skip


def synth_voices() -> tuple[list[SynthVoice], list[str]]:
    """Return the voices that can be used here, and what is not installed."""
    found, absent = [], []
    for language, name, encoding in _FESTIVAL:
        if shutil.which("festival") and any(_FESTIVAL_VOICES.glob(f"*/{name}")):
            found.append(SynthVoice("festival", language, name, _festival(name, encoding)))
        else:
            absent.append(f"festival {name}")
    for language, name in _FLITE:
        if shutil.which("flite"):
            found.append(SynthVoice("flite", language, name, _flite(name)))
        else:
            absent.append(f"flite {name}")
    found += [
        SynthVoice("espeak", language, f"{variant}, {pace}", espeak(language, variant, pace))
        for language, variant, pace in _ESPEAK
    ]
    return found, absent


# Says which sounds a sentence was made of, and when each ends; the pauses at both ends hold noise in some voices.
_FESTIVAL_SAY = """
(define (say text path)
  (let ((u (utt.synth (eval (list 'Utterance 'Text text)))))
    (utt.save.wave u path 'riff)
    (mapcar (lambda (s) (format t "%s:%f " (item.name s) (item.feat s 'end))) (utt.relation.items u 'Segment))
    (format t "\\n")))
"""
_PAUSES = frozenset({"pau", "#", "_", "SIL", "sil", "h#", "ssil"})


def _festival(name: str, encoding: str) -> Speaker:
    def speak(lines: Sequence[str]) -> list[Samples]:
        with tempfile.TemporaryDirectory() as folder:
            paths = [Path(folder) / f"{index}.wav" for index in range(len(lines))]
            said = [f'(say "{_quoted(line)}" "{path}")' for line, path in zip(lines, paths, strict=True)]
            script = Path(folder) / "say.scm"
            script.write_bytes("\n".join([f"(voice_{name})", _FESTIVAL_SAY, *said]).encode(encoding, "ignore"))
            done = subprocess.run(["festival", "-b", str(script)], check=True, capture_output=True)
            told = [line for line in done.stdout.decode("latin-1").split("\n") if line.strip()]
            return [_spoken(read_wav(path), line) for path, line in zip(paths, told, strict=True)]

    return speak


def _spoken(samples: Samples, told: str) -> Samples:
    """Cut a sentence to the sounds that its synthesiser says it is made of, ``name:end`` in seconds."""
    sounds = [part.rpartition(":") for part in told.split()]
    ends = [float(end) for _, _, end in sounds]
    voiced = [index for index, (name, _, _) in enumerate(sounds) if name not in _PAUSES]
    if not voiced:
        return samples
    first_s = ends[voiced[0] - 1] if voiced[0] else 0.0
    return samples[int(first_s * RATE_HZ) : int(ends[voiced[-1]] * RATE_HZ)]


def _quoted(line: str) -> str:
    return line.replace("\\", " ").replace('"', " ").replace("’", "'")


def _flite(name: str) -> Speaker:
    def speak(lines: Sequence[str]) -> list[Samples]:
        said = []
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "said.wav"
            for line in lines:
                command = ["flite", "-voice", name, "-psdur", "-t", line, "-o", str(path)]
                done = subprocess.run(command, check=True, capture_output=True, text=True)
                said.append(_spoken(read_wav(path), done.stdout))
        return said

    return speak


def espeak(language: str, variant: str, pace: int) -> Speaker:
    """Return a speaker with another throat (``+f3``) and another pace than sync's own."""
    plain = voice.find_voice(language)
    other = replace(plain, identifier=plain.identifier + variant)

    def speak(lines: Sequence[str]) -> list[Samples]:
        said = []
        with voice._engine() as engine:  # noqa: SLF001 - variants are for tests only, so nothing public has them
            for line in lines:
                spoken = engine.speak(line, other, words_per_minute=pace)
                said.append(from_int16(spoken.samples, spoken.rate_hz))
        return said

    return speak
