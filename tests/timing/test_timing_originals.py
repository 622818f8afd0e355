"""Where a translation takes its times from, if the spoken transcript is not given: a track, an earlier run."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import imageio_ffmpeg
import numpy as np
import pytest

from cuepress import formats, library, pipeline
from cuepress.job import cuts
from cuepress.manifest import OriginalRecord, SourceRecord, TrackRecord, WordRecord
from cuepress.model import Cue, Paragraph, Span, TimedWord, Track, Transcript
from cuepress.sync import hear, hints
from cuepress.sync.timing import Timing
from cuepress.timing import originals
from cuepress.timing.records import word_records
from media_making import write_wav
from talk_making import RATE_HZ, TALKS, make_talk, sentences_of
from talk_making import SPANISH as WHOLE_IN_SPANISH

Run = Callable[..., tuple[int, str, str]]
FRENCH = sentences_of(TALKS["fr"], "fr")[:8]
SPANISH = WHOLE_IN_SPANISH[:8]
ENGLISH = (
    "The port of our town is more than a thousand years old.",
    "The first ships came from the north,\nloaded with wool and salt.",
    "In 1824 a storm destroyed the great dike.",
    "For 31 years nobody repaired it.",
    "The fishermen left before dawn\nand came back with the tide.",
    "My grandmother sold fish in the market square.",
    "She knew the name of every family.",
    "Today the great cranes unload containers day and night.",
)
STARTS_MS = (1_000, 5_000, 11_000, 15_500, 19_000, 24_000, 29_000, 33_000)
OTHER = "Der Teig ruht. Dann rollt man ihn aus.\n\nVier Äpfel, bitte! Backen. Sahne dazu. Guten Appetit."


def track_of(lines: tuple[str, ...], tag: str) -> Track:
    cues = (Cue(at, at + 3_000, line) for at, line in zip(STARTS_MS, lines, strict=True))
    return Track(tuple(cues), language=tag)


def write_track(path: Path, lines: tuple[str, ...] = ENGLISH) -> Path:
    path.write_bytes(formats.serialize(track_of(lines, "en"), extension=path.suffix).data)
    return path


@pytest.fixture(scope="session")
def silent_video(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a video of forty seconds that has no sound."""
    path = tmp_path_factory.mktemp("silent") / "talk.mp4"
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-f", "lavfi", "-i", "color=s=64x36:r=2:d=40"]
    subprocess.run([*command, "-pix_fmt", "yuv420p", str(path)], check=True)
    return path


@pytest.fixture
def silent(tmp_path: Path, silent_video: Path) -> Path:
    """Return that video in a library, with a French text beside it."""
    return in_library(tmp_path, silent_video, {"fr": " ".join(FRENCH)})


def in_library(root: Path, media: Path, texts: dict[str, str]) -> Path:
    for name in ("media", "captions"):
        (root / name).mkdir(parents=True)
    target = root / "media" / f"talk{media.suffix}"
    target.write_bytes(media.read_bytes())
    for tag, text in texts.items():
        target.with_name(f"talk.{tag}.txt").write_text(text, encoding="utf-8")
    return target


def records(media: Path) -> dict[str, TrackRecord]:
    made = library.read_manifest(media.parent.parent / "captions" / "talk.cuepress.json")
    assert made is not None
    return dict(made.tracks)


def starts(record: TrackRecord) -> list[int]:
    words = record.words
    return [each.start_ms for at, each in enumerate(words) if not at or words[at - 1].text[-1] in ".!?"]


# --- a track that is named --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["talk.en.srt", "en=rough.vtt"])
def test_a_track_in_another_language_tells_the_times_where_nothing_is_heard(
    silent: Path, run: Run, tmp_path: Path, name: str
) -> None:
    tag, _, file = name.rpartition("=")
    near = f"{tag}=" * bool(tag) + str(write_track(tmp_path / file))

    code, out, err = run("caption", silent, "--near", near)

    made = records(silent)["fr"]
    assert code == 0, err
    assert "times by translation" in out
    assert starts(made) == list(STARTS_MS)
    assert made.kind == "subtitles"
    assert made.original == OriginalRecord("track", "en", file)
    assert made.methods[0].reason == f"it is a translation of the English track {file}, whose cues tell the times"
    assert "unchanged" in run("caption", silent, "--near", near)[1]


def test_where_speech_is_heard_nobody_has_to_listen_to_it(talk: Path, run: Run, tmp_path: Path) -> None:
    """Neither is the sound decoded: the cues say all."""
    cues = (Cue(1_000, 4_000, "We all know it: the city listens."), Cue(5_000, 8_000, "It answers, slowly."))
    near = tmp_path / "near.en.vtt"
    near.write_bytes(formats.serialize(Track((*cues, Cue(9_000, 11_000, "Thank you."))), extension=".vtt").data)

    run("caption", talk, "--transcript", f"fr={talk.with_name('talk.fr.txt')}", "--near", near)

    assert records(talk)["fr"].sync == "translation"
    assert starts(records(talk)["fr"]) == [1_000, 5_000, 9_000]
    assert not list((talk.parent.parent / "captions").rglob("*.npz"))


def test_a_moved_cue_moves_the_sentence_and_nothing_else(silent: Path, run: Run, tmp_path: Path) -> None:
    near = write_track(tmp_path / "talk.en.srt")
    run("caption", silent, "--near", near)
    text = near.read_text(encoding="utf-8").replace("00:00:15,500", "00:00:16,000")
    near.write_text(text, encoding="utf-8")

    assert "written" in run("caption", silent, "--near", near)[1]
    assert starts(records(silent)["fr"]) == [16_000 if at == 15_500 else at for at in STARTS_MS]


def test_several_translations_of_a_track_have_its_sentences_in_common(
    silent: Path, run: Run, tmp_path: Path
) -> None:
    silent.with_name("talk.es.txt").write_text(" ".join(SPANISH), encoding="utf-8")

    run("caption", silent, "--near", write_track(tmp_path / "talk.en.srt"))

    made = records(silent)
    assert starts(made["es"]) == starts(made["fr"]) == list(STARTS_MS)
    assert [each.ids for each in made["es"].sentences] == [each.ids for each in made["fr"].sentences]


def test_a_track_of_another_text_is_refused_and_that_is_said(silent: Path, run: Run, tmp_path: Path) -> None:
    silent.with_name("talk.fr.txt").unlink()
    silent.with_name("talk.de.txt").write_text(OTHER, encoding="utf-8")

    code, out, err = run("caption", silent, "--near", write_track(tmp_path / "talk.en.srt"))

    assert code == 0
    assert "times by duration" in out
    assert "the text does not say what the English track talk.en.srt says: is it the right file?" in err
    assert "its words are spread over the length of the video instead" in err.lower()
    assert records(silent)["de"].original is None


def test_a_track_in_the_language_of_the_transcript_stays_a_hint(
    talk: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    near = tmp_path / "near.fr.vtt"
    near.write_bytes(formats.serialize(track_of(tuple(FRENCH), "fr"), extension=".vtt").data)
    told: list[tuple[Cue, ...]] = []

    def note(transcript: Transcript, cues: tuple[Cue, ...], **_: object) -> hints.Hinted:
        told.append(cues)
        return hints.Hinted()

    monkeypatch.setattr(hints, "from_cues", note)
    run("caption", talk, "--spoken", "fr", "--near", near)

    assert [cue.text for cue in told[0]] == FRENCH
    assert records(talk)["fr"].original is None
    assert records(talk)["fr"].kind == "captions"


def test_where_nothing_can_be_heard_such_a_track_tells_the_times_as_well(
    silent: Path, run: Run, tmp_path: Path
) -> None:
    near = tmp_path / "near.fr.vtt"
    near.write_bytes(formats.serialize(track_of(tuple(FRENCH), "fr"), extension=".vtt").data)

    run("caption", silent, "--near", near)

    made = records(silent)["fr"]
    assert starts(made) == list(STARTS_MS)
    assert made.kind == "captions"
    assert made.methods[0].reason == "it has the words of the French track near.fr.vtt, whose cues tell the times"
    assert "unchanged" in run("caption", silent, "--near", near)[1]


def test_what_is_asked_for_goes_before_a_track(silent: Path, run: Run, tmp_path: Path) -> None:
    run("caption", silent, "--near", write_track(tmp_path / "talk.en.srt"), "--sync", "duration")

    assert records(silent)["fr"].sync == "duration"


@pytest.mark.parametrize(
    ("near", "message"),
    [
        ("en=", "no file is named in 'en='; write it as en=FILE"),
        ("english=x.vtt", "unknown language tag 'english'; did you mean en"),
        ("en=none.vtt", "none.vtt: there is no such file"),
    ],
)
def test_a_track_that_cannot_be_used_is_named(silent: Path, run: Run, near: str, message: str) -> None:
    code, _, err = run("caption", silent, "--near", near)

    assert code in {2, 3}
    assert message in err


# --- a track that lies there ------------------------------------------------------------------------------------


def test_a_track_from_elsewhere_tells_the_times(silent: Path, run: Run) -> None:
    foreign = write_track(silent.parent.parent / "captions" / "talk.en.vtt")
    before = foreign.read_bytes()

    run("caption", silent, "--spoken", "en")

    made = records(silent)["fr"]
    assert made.original == OriginalRecord("track", "en", "talk.en.vtt")
    assert starts(made) == list(STARTS_MS)
    assert foreign.read_bytes() == before


def test_a_track_of_our_own_that_was_not_heard_tells_nothing(silent: Path, run: Run) -> None:
    """Its times are no better than what they would be taken for."""
    silent.with_name("talk.en.txt").write_text(" ".join(ENGLISH), encoding="utf-8")
    run("caption", silent, "--spoken", "en")
    silent.with_name("talk.en.txt").unlink()

    run("caption", silent, "--spoken", "en", "--overwrite")

    assert records(silent)["fr"].sync == "duration"


def test_what_is_no_track_is_passed_over(silent: Path, run: Run) -> None:
    (silent.parent.parent / "captions" / "talk.en.vtt").write_bytes(b"no track")

    assert run("caption", silent, "--spoken", "en")[0] == 0
    assert records(silent)["fr"].sync == "duration"


# --- an earlier run ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def spoken_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a French talk that was captioned with its French and its Spanish text."""
    folder = tmp_path_factory.mktemp("spoken")
    wav = write_wav(folder / "talk.wav", make_talk(FRENCH, "fr").samples)
    media = in_library(folder / "library", wav, {"fr": "\n\n".join(FRENCH), "es": "\n\n".join(SPANISH)})
    pipeline.caption(media, spoken="fr")
    return media


def test_the_spoken_transcript_of_an_earlier_run_serves_a_translation_alone(
    spoken_once: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = records(spoken_once)
    alone = spoken_once.with_name("talk.es.txt")
    assert "unchanged" in run("caption", spoken_once, "--transcript", f"es={alone}")[1]
    alone.write_text(" ".join(SPANISH), encoding="utf-8")  # its paragraphs are others
    monkeypatch.setattr(hear, "by_speech", lambda *_, **__: pytest.fail("nobody has to listen again"))

    code, out, err = run("caption", spoken_once, "--transcript", f"es={alone}")

    made = records(spoken_once)
    assert code == 0, err
    assert "es       Spanish: " in out
    assert made["es"].original == OriginalRecord("transcript", "fr", "talk.fr.txt")
    assert starts(made["es"]) == starts(before["es"])
    assert [each.ids for each in made["es"].sentences] == [each.ids for each in before["es"].sentences]
    assert made["fr"] == before["fr"]


def test_a_text_is_made_again_from_its_words() -> None:
    text = Transcript(
        "fr",
        (
            Paragraph("« Quoi ? » dit-elle. [rires] Rien.", sounds=(Span(21, 28),)),
            Paragraph("Le 3 000e mot, ici."),
            Paragraph("Fin !"),
        ),
        source="a.fr.txt",
    )
    timed = Timing(
        tuple(TimedWord(word, at * 100, at * 100 + 90, 0.9) for at, word in enumerate(text.words)), "speech"
    )
    record = record_of(word_records(timed))

    found = originals.of_earlier_run(record)

    assert found is not None
    known = found.timed(recording=None)  # type: ignore[arg-type]  # not needed for what is remembered
    assert known is not None
    assert [each.text for each in known[0].paragraphs] == [
        "« Quoi ? » dit-elle. Rien.",
        "Le 3 000e mot, ici.",
        "Fin !",
    ]
    assert word_records(known[1]) == tuple(
        WordRecord(each.text, each.start_ms, each.end_ms, each.confidence, word.offset)
        for each, word in zip(record.words, known[0].words, strict=True)
    )


def test_a_record_that_was_spoilt_serves_nobody() -> None:
    good = WordRecord("mot", 0, 10, 0.9, 0)

    assert originals.of_earlier_run(record_of((good,))) is not None
    assert originals.of_earlier_run(record_of(())) is None
    assert originals.of_earlier_run(record_of((good, WordRecord("deux mots", 10, 20, 0.9, 4)))) is None
    assert originals.of_earlier_run(record_of((WordRecord("mot", 10, 0, 0.9, 0),))) is None


def record_of(words: tuple[WordRecord, ...]) -> TrackRecord:
    source = SourceRecord("a.fr.txt", "0")
    return TrackRecord("fr", "captions", "", source, "cuepress", "speech", "", "", {}, words=words)


def test_a_video_of_noise_says_that_only_pauses_are_left(tmp_path: Path, run: Run) -> None:
    noise = np.random.default_rng(3).normal(0, 0.05, 12 * RATE_HZ).astype(np.float32)
    noise[: 2 * RATE_HZ] = 0
    noise[6 * RATE_HZ : 7 * RATE_HZ] = 0
    media = in_library(tmp_path / "a", write_wav(tmp_path / "n.wav", noise), {"fr": " ".join(FRENCH[:2])})

    run("caption", media, "--spoken", "en")

    [way] = records(media)["fr"].methods
    assert way.method in {"pauses", "duration"}
    if way.method == "pauses":
        assert way.reason == "another language is spoken, and there is no transcript or track that tells its times"


# --- headings ---------------------------------------------------------------------------------------------------


def with_headings(sentences: Sequence[str], title: str, unspoken: str) -> str:
    """Return a page: a title that is not said, a bold line that is, and another that is not."""
    paragraphs = [
        title,
        " ".join(sentences[:4]),
        f"**{sentences[6].rstrip('.')}**",
        " ".join(sentences[4:6]),
        f"**{unspoken}**",
        sentences[7],
    ]
    return "\n\n".join(paragraphs)


def test_a_heading_that_is_spoken_is_brought_into_the_translation(tmp_path: Path, run: Run) -> None:
    """Its counterpart has its time; a title and a heading that nobody says stay out of both."""
    said = [*FRENCH[:4], FRENCH[6], *FRENCH[4:6], FRENCH[7]]
    media = in_library(tmp_path / "a", write_wav(tmp_path / "n.wav", make_talk(said, "fr").samples), {})
    unsaid = {"fr": ("Allocution du maire", "Notes et sources"), "es": ("Discurso del alcalde", "Notas y fuentes")}
    for tag, sentences in (("fr", FRENCH), ("es", SPANISH)):
        page = with_headings(sentences, *unsaid[tag])
        media.with_name(f"talk.{tag}.md").write_text(page, encoding="utf-8")

    assert run("caption", media, "--spoken", "fr")[0] == 0

    made = records(media)
    assert {tag: tuple(part.text for part in each.unspoken) for tag, each in made.items()} == unsaid
    [french] = [each.start_ms for each in made["fr"].words if each.text == "Elle"]
    [spanish] = [each.start_ms for each in made["es"].words if each.text == "Conocía"]
    assert spanish == french
    text = formats.load(media.parent.parent / "captions" / "talk.es.vtt").track.text
    assert "Conocía el nombre de cada familia" in text
    assert not [each for each in unsaid["es"] if each in text]

    spanish_page = media.with_name("talk.es.md")  # corrected and captioned alone, it is as before
    spanish_page.write_text(spanish_page.read_text(encoding="utf-8").replace("mi", "Mi", 1), encoding="utf-8")
    run("caption", media, "--transcript", f"es={spanish_page}")
    assert records(media)["es"].made_from != made["es"].made_from
    assert starts(records(media)["es"]) == starts(made["es"])
    assert records(media)["es"].unspoken == made["es"].unspoken


# --- many languages ---------------------------------------------------------------------------------------------


def made_of(media: Path, near: Path) -> tuple[list[str], dict[str, str], dict[str, TrackRecord]]:
    """Return the tracks in their order, what became of the others, and the records, as if made at one time."""
    done = pipeline.caption(media, options=pipeline.Options(near=near))
    plain = {tag: replace(record, made_at="") for tag, record in records(media).items()}
    return [made.language for made in done.tracks], {tag: str(each) for tag, each in done.failures.items()}, plain


def test_one_language_that_fails_does_not_stop_the_others(silent: Path, tmp_path: Path) -> None:
    """Nor does one that is no translation."""
    for tag, text in (("es", " ".join(SPANISH)), ("de", OTHER), ("it", "Troppo lungo. " * 3_000)):
        silent.with_name(f"talk.{tag}.txt").write_text(text, encoding="utf-8")

    made, failures, plain = made_of(silent, write_track(tmp_path / "talk.en.srt"))

    assert made == list(plain) == ["de", "es", "fr"]
    assert "are far too many" in failures["it"]
    assert [record.sync for record in plain.values()] == ["duration", "translation", "translation"]


def test_languages_made_side_by_side_are_as_those_made_one_by_one(
    silent: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also those that fail, or that are no translations."""
    for tag, text in (
        ("es", " ".join(SPANISH)),
        ("de", OTHER),
        ("it", "Troppo lungo. " * 3_000),
        ("fr-CA", "\n\n".join(FRENCH)),
    ):
        silent.with_name(f"talk.{tag}.txt").write_text(text, encoding="utf-8")
    near = write_track(tmp_path / "talk.en.srt")
    one_by_one = made_of(silent, near)
    for path in (silent.parent.parent / "captions").iterdir():
        path.unlink()
    monkeypatch.setattr("cuepress.job.making._MUCH", 0)
    monkeypatch.setattr("cuepress.job.abreast._n_cores", lambda: 2)

    side_by_side = made_of(silent, near)

    assert side_by_side == one_by_one
    assert side_by_side[0] == ["de", "es", "fr", "fr-CA"]
    assert "are far too many" in side_by_side[1]["it"]
    assert list(side_by_side[2]) == ["de", "es", "fr", "fr-CA"]


def test_a_stop_while_several_languages_are_made_keeps_what_was_written(
    silent: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    silent.with_name("talk.es.txt").write_text(" ".join(SPANISH), encoding="utf-8")
    silent.with_name("talk.pt.txt").write_text(" ".join(SPANISH), encoding="utf-8")
    near = write_track(tmp_path / "talk.en.srt")
    monkeypatch.setattr("cuepress.job.making._MUCH", 0)
    monkeypatch.setattr("cuepress.job.abreast._n_cores", lambda: 2)
    cut = cuts.cut

    def stop(text: Transcript, *rest: object, **named: object) -> object:
        if text.language == "fr":
            raise KeyboardInterrupt
        return cut(text, *rest, **named)  # type: ignore[arg-type]  # passed on as they come

    with monkeypatch.context() as patch:
        patch.setattr(cuts, "cut", stop)
        with pytest.raises(KeyboardInterrupt):
            made_of(silent, near)

    assert list(records(silent)) == ["es"]
    assert made_of(silent, near)[0] == ["es", "fr", "pt"]
