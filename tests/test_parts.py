"""Several files as the parts of one talk: one transcript, timed once, divided among them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import cuepress
from cuepress import formats, library, parts
from cuepress.errors import MediaError, SyncError, UsageError
from cuepress.manifest import OriginalRecord, TrackRecord
from cuepress.model import Paragraph, Span, TimedWord, Transcript, Unspoken
from cuepress.pipeline import Options
from cuepress.sync import hear, naming, plan
from cuepress.sync.timing import Timing
from cuepress.timing import excerpts
from cuepress.timing.translations import Timed
from media_making import write_wav
from talk_making import RATE_HZ, SPANISH, TALKS, Talk, make_talk, sentences_of

Run = Callable[..., tuple[int, str, str]]
ENGLISH = "The port of our town is more than a thousand years old. " * 15  # as long as the talk
SAID = sentences_of(TALKS["fr"], "fr")
BORDER = 8  # the sentence that the second part begins with


@pytest.fixture(scope="session")
def halves(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Talk, Talk]:
    """Return two recordings, each with a half of the talk, and what is true of them."""
    folder = tmp_path_factory.mktemp("halves")
    one, two = make_talk(SAID[:BORDER], "fr"), make_talk(SAID[BORDER:], "fr")
    return write_wav(folder / "a.wav", one.samples), write_wav(folder / "b.wav", two.samples), one, two


def library_of_two(root: Path, halves: tuple[Path, Path, Talk, Talk]) -> tuple[Path, Path]:
    """Return the two videos in a library of their own; the transcripts lie beside the first."""
    folder = root / "media"
    folder.mkdir()
    (root / "captions").mkdir()
    for source in halves[:2]:
        (folder / source.name).write_bytes(source.read_bytes())
    text = "# Le port\n\n" + " ".join(SAID[:3]) + "\n\n" + " ".join(SAID[3:])
    (folder / "a.fr.md").write_text(text, encoding="utf-8")
    (folder / "a.en.txt").write_text(ENGLISH, encoding="utf-8")
    (folder / "a.es.md").write_text("# El puerto\n\n" + " ".join(SPANISH), encoding="utf-8")
    return folder / "a.wav", folder / "b.wav"


@pytest.fixture
def talk_in_two(tmp_path: Path, halves: tuple[Path, Path, Talk, Talk]) -> tuple[Path, Path]:
    return library_of_two(tmp_path, halves)


@pytest.fixture(scope="session")
def captioned(
    tmp_path_factory: pytest.TempPathFactory, halves: tuple[Path, Path, Talk, Talk]
) -> tuple[tuple[Path, Path], list[str]]:
    """Return the two videos captioned twice, and what was done: languages listened for, and the outcomes."""
    videos = library_of_two(tmp_path_factory.mktemp("captioned"), halves)
    log: list[str] = []
    real = hear.by_speech

    def listen(transcript: Transcript, *arguments: object, **named: object) -> Timing:
        log.append(f"listen for {transcript.language}")
        return real(transcript, *arguments, **named)  # type: ignore[arg-type]  # passed on as they come

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hear, "by_speech", listen)
        for _ in range(2):
            done = parts.caption(videos, spoken="fr")
            log += [f"{made.language} {made.status}" for each in done for made in each.tracks]
    return videos, log


def record(video: Path, tag: str = "fr") -> TrackRecord:
    made = library.read_manifest(video.parent.parent / "captions" / f"{video.stem}.cuepress.json")
    assert made is not None
    return made.tracks[tag]


def text_of(video: Path, tag: str = "fr") -> str:
    return formats.load(video.parent.parent / "captions" / f"{video.stem}.{tag}.vtt", is_strict=True).track.text


def test_each_part_gets_its_own_words_at_its_own_times(
    captioned: tuple[tuple[Path, Path], list[str]], halves: tuple[Path, Path, Talk, Talk]
) -> None:
    videos = captioned[0]

    assert text_of(videos[0]) == " ".join(SAID[:BORDER])
    assert text_of(videos[1]) == " ".join(SAID[BORDER:])
    for video, true in zip(videos, halves[2:], strict=True):
        starts = np.array([word.start_ms for word in record(video).words])
        assert np.nanmedian(np.abs(starts - true.start_ms)) < 40
        assert starts.max() < true.duration_ms
    english = text_of(videos[0], "en") + " " + text_of(videos[1], "en")
    assert english == ENGLISH.strip()


def test_words_keep_their_places_in_the_whole_text(captioned: tuple[tuple[Path, Path], list[str]]) -> None:
    videos = captioned[0]

    whole = cuepress.read_transcript(videos[0].with_name("a.fr.md"))
    words = [word for video in videos for word in record(video).words]
    assert [(word.text, word.offset) for word in words] == [(word.text, word.offset) for word in whole.words]
    assert [record(video).title for video in videos] == ["Le port (1/2)", "Le port (2/2)"]
    assert [len(record(video).unspoken) for video in videos] == [1, 0]
    lasts = [record(video).methods[-1].last_word + 1 for video in videos]
    assert lasts == [len(record(video).words) for video in videos]


def test_the_text_is_timed_once_and_not_at_all_in_a_second_run(
    captioned: tuple[tuple[Path, Path], list[str]],
) -> None:
    tags = ("en", "es", "fr")
    outcomes = [f"{tag} {status}" for status in ("written", "unchanged") for _ in range(2) for tag in tags]

    assert captioned[1] == ["listen for fr", *outcomes]


def starts(made: TrackRecord) -> list[int]:
    """Return when each sentence begins."""
    words = made.words
    return [each.start_ms for at, each in enumerate(words) if not at or words[at - 1].text[-1] in ".!?"]


def test_a_translation_takes_its_times_from_what_is_said_in_all_parts(
    captioned: tuple[tuple[Path, Path], list[str]],
) -> None:
    videos = captioned[0]

    assert text_of(videos[0], "es") == " ".join(SPANISH[:BORDER])
    assert text_of(videos[1], "es") == " ".join(SPANISH[BORDER:])
    for video in videos:
        made = record(video, "es")
        assert starts(made) == starts(record(video))
        assert made.sync == "translation"
        assert made.original == OriginalRecord("transcript", "fr", "a.fr.md")
    assert record(videos[0], "en").sync == "pauses"


def test_a_translation_corrected_is_timed_by_the_whole_talk_again(
    talk_in_two: tuple[Path, Path], listened: list[str]
) -> None:
    """Nothing else is made anew; the talk is listened to once more, since its parts remember only their own."""
    parts.caption(talk_in_two, spoken="fr")
    before = [record(video, "es") for video in talk_in_two]
    translation = talk_in_two[0].with_name("a.es.md")
    translation.write_text(translation.read_text(encoding="utf-8").replace("abuela", "abuelita"), encoding="utf-8")

    done = parts.caption(talk_in_two, spoken="fr")

    assert [{made.language: made.status for made in each.tracks} for each in done] == [
        {"en": "unchanged", "es": "written", "fr": "unchanged"},
        {"en": "unchanged", "es": "unchanged", "fr": "unchanged"},
    ]
    assert [starts(record(video, "es")) for video in talk_in_two] == [starts(made) for made in before]
    assert listened == ["fr", "fr"]


@pytest.fixture
def listened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note down the languages that are listened for."""
    log: list[str] = []
    real = hear.by_speech

    def listen(transcript: Transcript, *arguments: object, **named: object) -> Timing:
        log.append(transcript.language)
        return real(transcript, *arguments, **named)  # type: ignore[arg-type]  # passed on as they come

    monkeypatch.setattr(hear, "by_speech", listen)
    return log


def test_another_order_or_another_part_is_another_talk(talk_in_two: tuple[Path, Path]) -> None:
    documents = {"en": talk_in_two[0].with_name("a.en.txt")}
    options = Options(sync="duration")
    parts.caption(talk_in_two, documents, spoken="fr", options=options)
    first = record(talk_in_two[0], "en")

    parts.caption(talk_in_two[::-1], documents, spoken="fr", options=options)

    assert record(talk_in_two[0], "en").made_from != first.made_from
    assert record(talk_in_two[0], "en").words[0].offset > 0


def test_one_file_is_captioned_as_ever(talk: Path) -> None:
    [done] = parts.caption([talk], spoken="fr")

    assert [made.language for made in done.tracks] == ["en", "fr"]


def test_a_part_in_which_nothing_is_said_fails_alone(talk_in_two: tuple[Path, Path]) -> None:
    silent = write_wav(talk_in_two[0].with_name("c.wav"), np.zeros(3 * RATE_HZ, np.float32))
    documents = {"fr": talk_in_two[0].with_name("a.fr.md")}

    done = parts.caption([*talk_in_two, silent], documents, spoken="fr")

    assert [len(each.tracks) for each in done] == [1, 1, 0]
    failure = done[2].failures["fr"]
    assert isinstance(failure, SyncError)
    assert "c.wav: nothing of a.fr.md is said in this part" in str(failure)


def test_a_text_that_cannot_be_timed_fails_for_each_part_and_is_tried_once(talk_in_two: tuple[Path, Path]) -> None:
    far_too_long = talk_in_two[0].with_name("a.de.txt")
    far_too_long.write_text("Wort " * 40_000, encoding="utf-8")

    done = parts.caption(talk_in_two, {"de": far_too_long}, spoken="de", options=Options(sync="duration"))

    assert ["far too many" in str(each.failures["de"]) for each in done] == [True, True]


def test_what_cannot_be_the_parts_of_a_talk_is_refused(talk_in_two: tuple[Path, Path], tmp_path: Path) -> None:
    one, two = talk_in_two
    with pytest.raises(UsageError, match="two parts would have the same tracks"):
        parts.caption([one, one])
    with pytest.raises(UsageError, match="they are for one file"):
        parts.caption([one, two], options=Options(start_ms=5))
    with pytest.raises(MediaError, match="no such file"):
        parts.caption([one, tmp_path / "none.mp4"])
    two.with_name("b.fr.txt").write_text("Merci.", encoding="utf-8")
    with pytest.raises(UsageError, match="has a transcript of its own"):
        parts.caption([one, two])


def test_the_command_takes_the_parts_in_their_order(run: Run, talk_in_two: tuple[Path, Path]) -> None:
    documents = f"en={talk_in_two[0].with_name('a.en.txt')}"

    code, out, _ = run("caption", *talk_in_two, "--transcript", documents, "--sync", "duration")

    assert code == 0
    assert "a.en.vtt" in out
    assert out.index("a.en.vtt") < out.index("b.en.vtt")
    assert run("caption", *talk_in_two, "--start", "3")[0] == 2


# --- laws -------------------------------------------------------------------------------------------------------

pieces = st.lists(
    st.sampled_from(["mot", "l’été", "« oui »", "—", "quoi ?", "A.", "3 000", "[rires]", "♪"]), min_size=1
)
texts = pieces.map(" ".join) | st.text(st.sampled_from("我们的港口。，「」ab 1"), min_size=1).map(
    str.strip
).filter(bool)
paragraphs = st.lists(texts, min_size=1, max_size=4)


def transcript_of(lines: list[str], tag: str) -> Transcript:
    made = []
    for line in lines:
        at = line.find("[rires]")
        made.append(Paragraph(line, "Anne", (Span(at, at + 7),) if at >= 0 else ()))
    unspoken = tuple(Unspoken("timestamp", "0:01", at) for at in range(len(made)))
    return Transcript(tag, tuple(made), unspoken)


@given(paragraphs, st.sampled_from(["fr", "en", "zh-Hans"]), st.data())
def test_the_parts_of_a_text_are_its_words_and_nothing_else(
    lines: list[str], tag: str, data: st.DataObject
) -> None:
    whole = transcript_of(lines, tag)
    n = len(whole.words)
    first = data.draw(st.integers(0, max(n - 1, 0)))
    last = data.draw(st.integers(first + 1, max(n, first + 1)))

    part = excerpts.excerpt(whole, first, last, title="")

    begin = whole.words[first].offset
    assert part.text == whole.text[begin : whole.words[last - 1].end_offset]
    assert [(word.text, word.offset + begin, word.is_sound) for word in part.words] == [
        (word.text, word.offset, word.is_sound) for word in whole.words[first:last]
    ]
    assert all(0 <= each.paragraph < len(part.paragraphs) for each in part.unspoken)


@given(
    st.lists(st.integers(0, 500), min_size=1, max_size=30).map(sorted), st.lists(st.integers(1, 400), max_size=3)
)
def test_every_word_is_in_one_part(starts: list[int], begins: list[int]) -> None:
    words = Transcript("en", (Paragraph("word " * (len(starts) - 1) + "word"),)).words
    ends = [*starts[1:], 600]
    timed = tuple(TimedWord(word, a, b, 0.5) for word, a, b in zip(words, starts, ends, strict=True))

    found = parts.divided(Timing(timed, "pauses"), [0, *sorted(begins)])

    assert [at for first, last in found for at in range(first, last)] == list(range(len(words)))


def test_a_sentence_has_the_id_that_it_has_in_the_whole_talk() -> None:
    """What is said again is another sentence, and one that goes on in the next part is the same."""
    text = Transcript("en", (Paragraph("Thank you. We go on and on. Thank you."),))
    timing = plan.by_duration(text, duration_ms=20_000)
    begin_ms = timing.words[4].start_ms
    sound = SimpleNamespace(spoken="en", info=SimpleNamespace(duration_ms=20_000))
    talk = SimpleNamespace(parts=(sound, sound), begins_ms=(0, begin_ms), timed=lambda *_: Timed(text, timing))

    first, second = (
        parts.Part(cast("parts.Talk", talk), at, ()).time(text, lambda _: text, Options(), ()).timing.words
        for at in (0, 1)
    )

    whole = [word.sentences for word in naming.named(text, timing, is_spoken=True).words]
    assert [word.sentences for word in (*first, *second)] == whole
    assert whole[-1] != whole[0]
