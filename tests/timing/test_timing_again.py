"""A transcript or a video that changed is heard again only there; what is known is kept, or moved exactly."""

from __future__ import annotations

import shutil
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cuepress import library, media, pipeline
from cuepress.job import cuts
from cuepress.manifest import Manifest, SourceRecord, TrackRecord, WordRecord
from cuepress.media import AudioStream, MediaInfo
from cuepress.model import Paragraph, Span, TimedWord, Transcript
from cuepress.pipeline import Options
from cuepress.sync import hear
from cuepress.sync.acoustics import Acoustics, acoustics
from cuepress.sync.moves import Move
from cuepress.sync.timing import Timing
from cuepress.timing import again, records
from cuepress.timing.again import Before
from cuepress.timing.keeping import FOLDER
from cuepress.timing.recording import Recording, Stretch, SyncMethod, time_words
from media_making import write_wav
from talk_making import OTHER_FRENCH, RATE_HZ, TALKS, Floats, Talk, make_talk, sentences_of

SAID = [*sentences_of(TALKS["fr"], "fr"), *sentences_of(OTHER_FRENCH, "fr")]
UNWRITTEN = 12  # this sentence is spoken, and not in the first transcript
ENGLISH = "The port of our town is old. The ships came from the north. A storm broke the dam. Come and see us."
Words = tuple[WordRecord, ...]


@lru_cache
def talk() -> Talk:
    return make_talk(SAID, "fr")


def written(left_out: frozenset[int] = frozenset({UNWRITTEN})) -> list[str]:
    return [sentence for number, sentence in enumerate(SAID) if number not in left_out]


def paragraphs(sentences: list[str]) -> str:
    """Return a text with a paragraph for each four sentences."""
    return "\n\n".join(" ".join(sentences[at : at + 4]) for at in range(0, len(sentences), 4)) + "\n"


@pytest.fixture(scope="session")
def captioned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a library with a talk that has been captioned in two languages."""
    root = tmp_path_factory.mktemp("again")
    for name in ("media", "captions"):
        (root / name).mkdir()
    write_wav(root / "media" / "talk.wav", talk().samples)
    (root / "media" / "talk.fr.txt").write_text(paragraphs(written()), encoding="utf-8")
    (root / "media" / "talk.en.txt").write_text(ENGLISH, encoding="utf-8")
    pipeline.caption(root / "media" / "talk.wav", spoken="fr")
    return root


class Shelf:
    """A library of one test's own, as an earlier run left it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.video = root / "media" / "talk.wav"
        self.text = root / "media" / "talk.fr.txt"

    def manifest(self) -> Manifest:
        made = library.read_manifest(self.root / "captions" / "talk.cuepress.json")
        assert made is not None
        return made

    def track(self, tag: str = "fr") -> TrackRecord:
        return self.manifest().tracks[tag]

    def write(self, sentences: list[str]) -> None:
        self.text.write_text(paragraphs(sentences), encoding="utf-8")

    def cut(self, *parts: Floats) -> None:
        write_wav(self.video, np.concatenate(parts))

    def run(self, **options: object) -> dict[str, pipeline.Made]:
        done = pipeline.caption(self.video, options=Options(**options))  # type: ignore[arg-type]
        assert not done.failures
        return {made.language: made for made in done.tracks}


@pytest.fixture
def shelf(captioned: Path, tmp_path: Path) -> Shelf:
    shutil.copytree(captioned, tmp_path / "library")
    return Shelf(tmp_path / "library")


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Transcript, Acoustics]]:
    """Return what was listened for, and in what."""
    calls: list[tuple[Transcript, Acoustics]] = []
    listen = hear.by_speech

    def by_speech(transcript: Transcript, sound: Acoustics, **options: object) -> Timing:
        calls.append((transcript, sound))
        return listen(transcript, sound, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(hear, "by_speech", by_speech)
    return calls


@pytest.fixture
def undecoded(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the sound is decoded again")

    monkeypatch.setattr(media, "listen", refuse)


def times(words: Words) -> list[tuple[str, int, int, float]]:
    return [(word.text, word.start_ms, word.end_ms, word.confidence) for word in words]


def assert_in_order(words: Words, duration_ms: int) -> None:
    assert all(0 <= word.start_ms <= word.end_ms <= duration_ms for word in words)
    assert all(before.end_ms <= after.start_ms for before, after in pairwise(words))


# --- a corrected text -------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("undecoded")
def test_one_corrected_word_costs_no_other_its_times(
    shelf: Shelf, heard: list[tuple[Transcript, Acoustics]]
) -> None:
    record = shelf.track()
    before = record.words
    shelf.write([sentence.replace("conteneurs", "caisses") for sentence in written()])

    made = shelf.run()

    after = shelf.track().words
    assert shelf.track().passages == record.passages
    at = next(index for index, word in enumerate(after) if word.text == "caisses")
    assert times(after[:at] + after[at + 1 :]) == times(before[:at] + before[at + 1 :])
    assert after[at].start_ms >= after[at - 1].end_ms
    assert (
        made["fr"].notes[0] == f"1 word changed: 1 passage heard again, {len(before) - 1} words kept their times"
    )
    assert made["fr"].status == "written"
    assert made["en"].status == "unchanged"
    assert len(heard) == 1


@pytest.mark.usefixtures("undecoded")
def test_only_the_neighbourhood_of_a_change_is_heard(
    shelf: Shelf, heard: list[tuple[Transcript, Acoustics]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(again, "_CONTEXT_MS", 15_000)
    text = written()
    shelf.write([*text[:8], f"Vraiment, {text[8]}", *text[9:-1], f"{text[-1]} Voilà."])
    shelf.run()

    (first, sound), (last, other) = heard
    assert text[8].split()[-1] in first.text
    assert text[-1].split()[-2] in last.text
    assert all(30_000 < each.duration_ms < 60_000 or each is other for each in (sound, other))
    assert len(first.words) < len(shelf.track().words) / 2


@pytest.mark.usefixtures("undecoded")
def test_a_sentence_that_was_forgotten_is_found_where_it_is_spoken(shelf: Shelf) -> None:
    before = shelf.track()
    assert any(part.kind == "untranscribed" for part in before.passages)
    shelf.write(written(frozenset()))

    shelf.run()

    after = shelf.track()
    first = talk().first_word(SAID[UNWRITTEN])
    n_new = len(after.words) - len(before.words)
    found = after.words[first : first + n_new]
    off = [abs(word.start_ms - start) for word, start in zip(found, talk().start_ms[first:], strict=False)]
    assert np.nanmedian(off) < 40
    assert np.nanmax(off) < 400
    assert times(after.words[:first] + after.words[first + n_new :]) == times(before.words)
    assert not [part for part in after.passages if part.kind == "untranscribed"]
    assert_in_order(after.words, talk().duration_ms)


def test_words_that_were_spread_over_forgotten_ones_are_put_right(shelf: Shelf) -> None:
    """They were unsure, and in their time others are heard now: to keep them would leave the others none."""
    whole = written(frozenset())
    sentence = whole[3]  # Pendant 31 ans, personne ne l'a réparée.
    shelf.write([*whole[:2], whole[2].replace("a détruit la grande", "digue"), sentence, *whole[4:]])
    shelf.run()
    before = shelf.track().words
    shelf.write(whole)

    shelf.run()

    after = shelf.track().words
    off = np.abs(np.array([word.start_ms for word in after]) - talk().start_ms)
    first = talk().first_word(whole[2])
    last = talk().first_word(sentence)
    assert np.nanmax(off[first:last]) < 300
    assert len(set(times(before)) - set(times(after))) <= 6
    assert_in_order(after, talk().duration_ms)


@pytest.mark.usefixtures("undecoded")
def test_a_sentence_that_is_taken_out_is_speech_without_text(
    shelf: Shelf, heard: list[tuple[Transcript, Acoustics]]
) -> None:
    before = shelf.track().words
    out = talk().spoken_ms[3]
    shelf.write(written(frozenset({UNWRITTEN, 3})))

    made = shelf.run()

    after = shelf.track()
    assert set(times(after.words)) < set(times(before))
    assert not heard
    assert any(
        part.kind == "untranscribed" and part.start_ms < out[1] and part.end_ms > out[0] for part in after.passages
    )
    assert "taken out" in made["fr"].notes[0]


@pytest.mark.usefixtures("undecoded")
def test_marks_letters_and_limits_change_no_times(shelf: Shelf, heard: list[tuple[Transcript, Acoustics]]) -> None:
    before = shelf.track()
    shelf.write([sentence.rstrip(".") + " !" if sentence.endswith(".") else sentence for sentence in written()])
    shelf.run()
    marked = {(word.start_ms, word.end_ms) for word in shelf.track().words}
    assert marked >= {(word.start_ms, word.end_ms) for word in before.words}

    shelf.write(written())
    shelf.run(profile="bbc" if "bbc" in _profiles() else _profiles()[0])

    assert times(shelf.track().words) == times(before.words)
    assert shelf.track().passages == before.passages
    assert not [call for call in heard if len(call[0].words) > len(before.words)]


def _profiles() -> list[str]:
    from cuepress import cueing

    return [name for name in cueing.profile_names() if name != "cuepress"]


def test_other_ways_of_timing_are_not_mixed(shelf: Shelf) -> None:
    shelf.write([*written(), "Voilà."])

    made = shelf.run(start_ms=500)

    assert not [note for note in made["fr"].notes if "kept their times" in note]


@pytest.mark.usefixtures("undecoded")
def test_a_translation_keeps_its_times_too(shelf: Shelf) -> None:
    before = shelf.track("en").words
    shelf.text.with_name("talk.en.txt").write_text(ENGLISH.replace("storm", "tempest"), encoding="utf-8")

    made = shelf.run()

    after = shelf.track("en").words
    at = next(index for index, word in enumerate(after) if word.text.startswith("tempest"))
    assert times(after[:at] + after[at + 1 :]) == times(before[:at] + before[at + 1 :])
    assert made["en"].sync == "pauses"


def test_a_heading_that_is_not_spoken_stays_out_without_being_heard_again(
    shelf: Shelf, heard: list[tuple[Transcript, Acoustics]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(again, "_CONTEXT_MS", 5_000)
    shelf.text.unlink()
    document = shelf.text.with_suffix(".md")
    text = paragraphs(written())
    document.write_text(f"# Le discours du capitaine inconnu\n\n{text}", encoding="utf-8")
    shelf.run()
    before = shelf.track().words
    assert before[0].text == "Le"
    assert before[1].text == "port"
    heard.clear()

    document.write_text(f"# Le discours du capitaine inconnu\n\n{text}\nVoilà.\n", encoding="utf-8")
    shelf.run()

    assert times(shelf.track().words[: len(before)]) == times(before)
    [(transcript, _)] = heard
    assert "inconnu" not in transcript.text


# --- a new cut --------------------------------------------------------------------------------------------------


def seconds(start_s: float, end_s: float) -> Floats:
    return talk().samples[int(start_s * RATE_HZ) : int(end_s * RATE_HZ)]


def hum(length_s: float) -> Floats:
    rng = np.random.default_rng(8)
    return np.asarray(rng.normal(0, 0.003, int(length_s * RATE_HZ)), np.float32)


def rest_after(sentence: int) -> float:
    """Return the middle of the rest after a sentence, in seconds."""
    return (talk().spoken_ms[sentence][1] + talk().spoken_ms[sentence + 1][0]) / 2_000


def test_an_intro_moves_every_word_exactly(shelf: Shelf, heard: list[tuple[Transcript, Acoustics]]) -> None:
    before = {tag: shelf.track(tag) for tag in ("fr", "en")}
    shelf.cut(hum(20.003), talk().samples * 0.6)

    made = shelf.run()

    for tag, record in before.items():
        after = shelf.track(tag)
        shift = after.words[5].start_ms - record.words[5].start_ms
        assert abs(shift - 20_003) <= 10
        expected = [(word.text, word.start_ms + shift, word.end_ms + shift) for word in record.words]
        assert [(word.text, word.start_ms, word.end_ms) for word in after.words] == expected
        assert made[tag].status == "written"
        assert made[tag].notes[0].startswith("the video was cut anew: ")
        assert "times moved by +20.0 s from 0:00" in made[tag].notes[0]
    assert not heard
    assert sorted(path.name for path in (shelf.root / "captions" / FOLDER).iterdir()) == ["talk.acoustics"]


def test_a_passage_that_was_cut_out_is_not_spoken_any_more(
    shelf: Shelf, heard: list[tuple[Transcript, Acoustics]]
) -> None:
    before = shelf.track().words
    edges = rest_after(7), rest_after(9)
    shelf.cut(seconds(0, edges[0]), seconds(edges[1], 1e4))

    shelf.run()

    after = shelf.track()
    gone_ms = round((edges[1] - edges[0]) * 1_000)
    for old, new in zip(before, after.words, strict=True):
        assert old.text == new.text
        if old.end_ms < edges[0] * 1_000 - 200:
            assert (new.start_ms, new.end_ms) == (old.start_ms, old.end_ms)
        elif old.start_ms > edges[1] * 1_000 + 200:
            assert abs(old.start_ms - new.start_ms - gone_ms) <= 10
            assert new.end_ms - new.start_ms == old.end_ms - old.start_ms
        else:
            assert abs(new.start_ms - edges[0] * 1_000) < 1_500
    [unspoken] = [part for part in after.passages if part.kind == "unspoken"]
    assert unspoken.text == " ".join(SAID[8:10])
    assert_in_order(after.words, round(talk().duration_ms - gone_ms) + 10)
    assert not heard


def test_a_passage_that_was_said_anew_is_heard_again(
    shelf: Shelf, heard: list[tuple[Transcript, Acoustics]]
) -> None:
    before = shelf.track().words
    edges = rest_after(7), rest_after(9)
    retake = make_talk(SAID[8:10], "fr", words_per_minute=140, pitch=0.95)
    shelf.cut(seconds(0, edges[0]), retake.samples, seconds(edges[1], 1e4))

    made = shelf.run()

    after = shelf.track().words
    first = next(at for at, word in enumerate(after) if word.start_ms > edges[0] * 1_000)
    found = after[first : first + len(retake.start_ms)]
    truth = retake.start_ms + edges[0] * 1_000
    assert [word.text for word in found] == [word.text for word in retake.transcript.words]
    assert np.nanmedian(np.abs(np.array([word.start_ms for word in found]) - truth)) < 50
    assert times(after[:first]) == times(before[:first])
    assert not [part for part in shelf.track().passages if part.kind == "unspoken"]
    assert len(heard) == 1
    assert "heard again" in made["fr"].notes[1]


def test_a_text_and_its_video_may_change_at_once(shelf: Shelf) -> None:
    before = shelf.track().words
    shelf.cut(hum(9), seconds(rest_after(1), 1e4))
    shelf.write(written(frozenset({0, 1, UNWRITTEN})))

    shelf.run()

    after = shelf.track().words
    shift = after[-1].start_ms - before[-1].start_ms
    assert abs(shift - (9_000 - rest_after(1) * 1_000)) <= 10
    expected = [(word.text, word.start_ms + shift) for word in before[-len(after) :]]
    assert [(word.text, word.start_ms) for word in after] == expected


def test_another_recording_is_heard_as_a_whole(shelf: Shelf) -> None:
    write_wav(shelf.video, make_talk(SAID, "fr", words_per_minute=135, pitch=0.93).samples)

    made = shelf.run()

    assert not [note for note in made["fr"].notes if "cut anew" in note]
    assert made["fr"].status == "written"


def test_the_same_sound_in_another_file_keeps_its_times(shelf: Shelf) -> None:
    before = shelf.track().words
    write_wav(shelf.video, talk().samples * 0.5, talk().samples * 0.5)  # in two channels

    made = shelf.run()

    assert times(shelf.track().words) == times(before)
    assert made["fr"].notes[0] == "the video is another file with the same sound: the times are kept"


def test_a_track_corrected_by_hand_stays_as_it_is_in_a_new_cut(shelf: Shelf) -> None:
    track = shelf.root / "captions" / "talk.fr.vtt"
    track.write_text(track.read_text(encoding="utf-8").replace("port", "havre"), encoding="utf-8")
    corrected = track.read_bytes()
    shelf.cut(hum(5), talk().samples)

    assert shelf.run()["fr"].status == "kept"
    assert track.read_bytes() == corrected


def test_a_stop_while_a_new_cut_is_worked_on_loses_nothing(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither after listening, nor after the first of two tracks."""
    before = shelf.track().words
    shelf.cut(hum(5), talk().samples)
    cut = cuts.cut
    for language in ("fr", "en"):

        def stop(text: Transcript, *rest: object, at: str = language, **named: object) -> object:
            if text.language == at:
                raise KeyboardInterrupt
            return cut(text, *rest, **named)  # type: ignore[arg-type]

        with monkeypatch.context() as patch:
            patch.setattr(cuts, "cut", stop)
            with pytest.raises(KeyboardInterrupt):
                shelf.run()

    made = shelf.run()

    shift = shelf.track().words[0].start_ms - before[0].start_ms
    assert abs(shift - 5_000) <= 10
    assert "times moved by +5.0 s" in made["fr"].notes[0]
    assert not list((shelf.root / "captions" / FOLDER).glob("*.before.*"))


def test_without_what_was_heard_before_all_is_heard_anew(
    shelf: Shelf, heard: list[tuple[Transcript, Acoustics]]
) -> None:
    shutil.rmtree(shelf.root / "captions" / FOLDER)
    shelf.cut(hum(5), talk().samples)

    assert shelf.run()["fr"].status == "written"
    assert len(heard) == 1


# --- laws -------------------------------------------------------------------------------------------------------

N_SENTENCES, WORDS_EACH = 12, 6
SENTENCES = [[f"mot{at}x{word}" for word in range(WORDS_EACH)] for at in range(N_SENTENCES)]


@lru_cache
def quiet_sound() -> Acoustics:
    rng = np.random.default_rng(2)
    loud = np.repeat(rng.random(600) < 0.7, RATE_HZ // 10)
    return acoustics((rng.normal(0, 0.1, loud.size) * np.where(loud, 1, 0.003)).astype(np.float32))


def document(sentences: list[list[str]], *, with_sound: bool = False) -> Transcript:
    texts = [" ".join(sentence) + "." for sentence in sentences if sentence]
    parts = [Paragraph(text) for text in texts]
    if with_sound:
        parts.insert(len(parts) // 2, Paragraph("[rires]", sounds=(Span(0, 7),)))
    return Transcript("fr", tuple(parts))


def fake_by_speech(transcript: Transcript, sound: Acoustics, **_: object) -> Timing:
    """Spread the words over the sound; every seventh is not heard."""
    marks = np.linspace(0, sound.duration_ms, len(transcript.words) + 1).astype(int)
    words = tuple(
        TimedWord(word, int(a), int(b), 0.5, number % 7 > 0 or word.is_sound)
        for number, (word, (a, b)) in enumerate(zip(transcript.words, pairwise(marks), strict=True))
    )
    return Timing(words, "speech")


def recording(stretch: Stretch) -> Recording:
    sound = quiet_sound()
    info = MediaInfo(Path("talk.mp4"), sound.duration_ms, False, (AudioStream(0, "aac", 1),), 0, 0, None, "mp4")
    return Recording(Path("talk.mp4"), spoken="fr", stretch=stretch, _info=info, _acoustics=sound)


@pytest.fixture
def faked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hear, "by_speech", fake_by_speech)
    monkeypatch.setattr(hear, "read", lambda *_, **__: None)
    monkeypatch.setattr(again, "_CONTEXT_MS", 6_000)


MOVES = st.none() | st.lists(
    st.tuples(st.integers(0, 50_000), st.integers(2_000, 50_000), st.integers(-20_000, 20_000)), max_size=3
)
EDITS = st.lists(
    st.tuples(st.integers(0, N_SENTENCES - 1), st.integers(0, WORDS_EACH - 1), st.sampled_from("ird")), max_size=5
)
STRETCHES = st.sampled_from([Stretch(), Stretch(3_007, 58_000)])


@pytest.mark.usefixtures("faked")
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(EDITS, MOVES, STRETCHES, st.booleans())
def test_every_word_is_there_once_in_order_and_what_is_known_is_exact(
    edits: list[tuple[int, int, str]],
    moves: list[tuple[int, int, int]] | None,
    stretch: Stretch,
    with_sound: bool,  # noqa: FBT001
) -> None:
    sentences = [list(sentence) for sentence in SENTENCES]
    sound = recording(stretch)
    first = document(sentences, with_sound=with_sound)
    record = _record(first, sound)
    for at, word, how in edits:
        sentence = sentences[at]
        place = min(word, len(sentence))
        sentence[place : place + (how in "rd")] = [] if how == "d" else [f"neuf{at}x{word}"]
    text = document(sentences, with_sound=with_sound)
    moved = None if moves is None else tuple(Move(a, a + length, by) for a, length, by in moves)

    found = again.time_document(text, lambda _: text, sound, Before(record, moved, 60_000), method="auto")

    if found is None:
        return
    words = found.timing.words
    start_ms, end_ms = sound.bounds
    assert [timed.word for timed in words] == list(text.words)
    assert all(start_ms <= timed.start_ms <= timed.end_ms <= end_ms for timed in words)
    assert all(before.end_ms <= after.start_ms for before, after in pairwise(words))
    if moved is None:
        old = {word.text.rstrip("."): word for word in record.words}
        same = [(timed, old.get(timed.word.text.rstrip("."))) for timed in words if not timed.word.is_sound]
        n_same = sum(
            before is not None
            and (timed.start_ms, timed.end_ms, timed.confidence)
            == (before.start_ms, before.end_ms, before.confidence)
            for timed, before in same
        )
        assert n_same >= sum(before is not None for _, before in same) - 3 * len(edits)


def _record(text: Transcript, sound: Recording) -> TrackRecord:
    timing = time_words(text, sound, method="speech", force=True)
    return TrackRecord(
        "fr",
        "captions",
        "",
        SourceRecord("a.txt", ""),
        "cuepress",
        "speech",
        "",
        "",
        {},
        words=records.word_records(timing),
        passages=records.passage_records(timing),
        methods=records.method_records(timing),
    )


@pytest.mark.usefixtures("faked")
def test_words_that_were_not_heard_are_still_not_heard() -> None:
    text = document(SENTENCES)
    sound = recording(Stretch())
    record = _record(text, sound)

    found = again.time_document(text, lambda _: text, sound, Before(record), method="auto")

    assert found is not None
    assert [timed.is_spoken for timed in found.timing.words] == [at % 7 > 0 for at in range(len(text.words))]
    assert records.method_records(found.timing) == record.methods
    assert found.notes == ()


@pytest.mark.usefixtures("faked")
@pytest.mark.parametrize(("n_new", "is_whole"), [(3, False), (4, True)])
def test_a_text_of_which_much_is_new_is_heard_as_a_whole(n_new: int, is_whole: bool) -> None:  # noqa: FBT001
    sound = recording(Stretch())
    record = _record(document(SENTENCES), sound)
    text = document([*SENTENCES[n_new:], *([f"neuf{at}x{word}" for word in range(6)] for at in range(n_new))])

    found = again.time_document(text, lambda _: text, sound, Before(record), method="auto")

    assert (found is None) == is_whole


@pytest.mark.usefixtures("faked")
@pytest.mark.parametrize(
    "word",
    [
        WordRecord("mot0x0", -1, 5, 0.5, 0),
        WordRecord("mot0x0", 9, 5, 0.5, 0),
        WordRecord("mot0x0", 0, 10**30, 0.5, 0),
        WordRecord("mot0x0", "0", 5, 0.5, 0),  # type: ignore[arg-type]
        WordRecord("mot0x0", 0, 5, 2.0, 0),
        WordRecord("mot0x0", 0, 5, float("nan"), 0),
        WordRecord(None, 0, 5, 0.5, 0),  # type: ignore[arg-type]
    ],
)
def test_a_record_that_cannot_be_true_is_not_used(word: WordRecord) -> None:
    text, sound = document(SENTENCES), recording(Stretch())
    record = _record(text, sound)
    broken = replace(record, words=(word, *record.words[1:]))

    assert again.time_document(text, lambda _: text, sound, Before(broken), method="auto") is None


@pytest.mark.usefixtures("faked")
@pytest.mark.parametrize("method", ["pauses", "duration"])
def test_what_would_be_timed_in_another_way_now_is_timed_anew(method: SyncMethod) -> None:
    sound = recording(Stretch())
    text = document(SENTENCES)

    assert again.time_document(text, lambda _: text, sound, Before(_record(text, sound)), method=method) is None
