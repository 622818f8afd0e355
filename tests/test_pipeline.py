"""The whole way, on a small real video: what is written, what is left alone, what is never lost."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

import cuepress
from cuepress import cueing, files, formats, pipeline
from cuepress.cueing import costs
from cuepress.errors import CuepressError, LibraryError, MediaError, TranscriptError, UsageError
from cuepress.library import Library
from cuepress.pipeline import Options
from media_making import run


def captions(talk: Path) -> Path:
    return talk.parent.parent / "captions"


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_every_language_is_written_in_every_format(talk: Path) -> None:
    done = pipeline.caption(talk, spoken="fr")

    assert [(made.language, made.kind, made.status) for made in done.tracks] == [
        ("en", "subtitles", "written"),
        ("fr", "captions", "written"),
    ]
    names = {path.name for path in captions(talk).iterdir() if path.is_file()}
    assert names == {
        "talk.cuepress.json",
        *(f"talk.{tag}.{ext}" for tag in ("en", "fr") for ext in ("vtt", "srt")),
    }
    assert talk.with_suffix(".jpg").read_bytes()[:2] == b"\xff\xd8"


@pytest.mark.parametrize("extension", [".vtt", ".srt"])
@pytest.mark.parametrize("tag", ["fr", "en"])
def test_every_word_is_kept_within_the_video_without_overlap(talk: Path, tag: str, extension: str) -> None:
    done = pipeline.caption(talk)
    [made] = [made for made in done.tracks if made.language == tag]

    reading = formats.load(captions(talk) / f"talk.{tag}{extension}", is_strict=True)

    assert squeezed(reading.track.text) == squeezed(made.transcript.text)
    cues = reading.track.cues
    assert all(cue.start_ms < cue.end_ms <= 12_100 for cue in cues)
    assert all(before.end_ms <= after.start_ms for before, after in pairwise(cues))


def test_cues_stand_where_something_is_said(talk: Path) -> None:
    """Three sentences over three stretches of sound: each begins within 0.3 s of its own."""
    pipeline.caption(talk)

    cues = cuepress.read_track(captions(talk) / "talk.fr.vtt").cues

    starts = [
        next(cue.start_ms for cue in cues if cue.text.startswith(word)) for word in ("Nous", "Elle", "Merci")
    ]
    assert all(abs(start - wanted) < 300 for start, wanted in zip(starts, (1000, 5000, 9000), strict=True)), starts


def test_a_second_run_makes_only_what_changed(talk: Path) -> None:
    pipeline.caption(talk)
    talk.with_name("talk.en.md").write_text("We know. The city listens. Thank you.", encoding="utf-8")

    again = pipeline.caption(talk)

    assert {made.language: made.status for made in again.tracks} == {"fr": "unchanged", "en": "written"}


def test_the_sound_is_not_read_where_nothing_changed(talk: Path) -> None:
    """The second run does not open the media: it does not even see that its bytes are others."""
    pipeline.caption(talk)
    status = talk.stat()
    talk.write_bytes(b"\0" * status.st_size)
    os.utime(talk, ns=(status.st_atime_ns, status.st_mtime_ns))

    again = pipeline.caption(talk)

    assert {made.status for made in again.tracks} == {"unchanged"}


def test_a_correction_by_hand_is_never_replaced_unless_told(talk: Path) -> None:
    pipeline.caption(talk)
    track = captions(talk) / "talk.fr.vtt"
    corrected = track.read_text(encoding="utf-8").replace("Merci", "MERCI")
    track.write_text(corrected, encoding="utf-8")
    talk.with_name("talk.fr.txt").write_text("Un autre texte. Tout à fait.", encoding="utf-8")

    kept = pipeline.caption(talk)
    assert {made.language: made.status for made in kept.tracks}["fr"] == "kept"
    assert track.read_text(encoding="utf-8") == corrected

    replaced = pipeline.caption(talk, options=Options(overwrite=True))
    assert {made.language: made.status for made in replaced.tracks}["fr"] == "written"
    assert "Un autre texte" in track.read_text(encoding="utf-8")


def test_new_rules_cut_a_track_again_but_none_that_was_corrected(
    talk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its words keep their times; what a person corrected stays as it is."""
    pipeline.caption(talk)
    before = Library(talk.parent.parent).read_manifest("talk")
    n_cues = len(cuepress.read_track(captions(talk) / "talk.en.vtt").cues)
    corrected = captions(talk) / "talk.fr.vtt"
    corrected.write_text(corrected.read_text(encoding="utf-8").replace("Merci", "MERCI"), encoding="utf-8")
    monkeypatch.setattr(cueing, "edition", lambda: "another")
    monkeypatch.setattr(costs, "EACH_CUE", replace(costs.EACH_CUE, weight=-1_000))

    made = {each.language: each.status for each in pipeline.caption(talk).tracks}

    after = Library(talk.parent.parent).read_manifest("talk")
    assert (made["fr"], made["en"]) == ("kept", "written")
    assert "MERCI" in corrected.read_text(encoding="utf-8")
    assert len(cuepress.read_track(captions(talk) / "talk.en.vtt").cues) > n_cues
    assert before
    assert after
    assert after.tracks["en"].words == before.tracks["en"].words
    assert {each.status for each in pipeline.caption(talk).tracks} <= {"kept", "unchanged"}


def test_the_manifest_says_how_each_track_was_made(talk: Path) -> None:
    pipeline.caption(talk, spoken="fr")

    made = Library(talk.parent.parent).read_manifest("talk")

    assert made is not None
    assert made.media is not None
    assert made.spoken == "fr"
    assert abs(made.media.duration_ms - 12_000) < 100
    english = made.tracks["en"]
    assert [(part.kind, part.text) for part in english.unspoken][:1] == [("title", "The city")]
    assert english.sync == "pauses"
    assert [word.text for word in english.words][:3] == ["We", "all", "know"]
    assert all(0 <= word.confidence <= 1 for word in english.words)


def test_one_bad_transcript_does_not_stop_the_others(talk: Path) -> None:
    talk.with_name("talk.de.docx").write_bytes(b"no document")

    done = pipeline.caption(talk)

    assert {made.language for made in done.tracks} == {"fr", "en"}
    assert isinstance(done.failures["de"], TranscriptError)


def test_a_video_without_sound_gets_captions_and_a_warning(tmp_path: Path) -> None:
    import imageio_ffmpeg

    silent = tmp_path / "silent.mp4"
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-f", "lavfi", "-i", "color=s=64x36:r=5:d=8"]
    subprocess.run([*command, "-pix_fmt", "yuv420p", str(silent)], check=True)
    (tmp_path / "silent.fr.txt").write_text("Bonjour à tous. Merci.", encoding="utf-8")

    done = pipeline.caption(silent, out=tmp_path / "out")

    assert done.tracks[0].sync == "duration"
    assert any("no sound" in note for note in done.tracks[0].notes)


@pytest.mark.parametrize(
    ("transcripts", "message"),
    [
        ({"fr": "talk.fr.txt", "FR": "talk.en.md"}, "two transcripts for fr"),
        ({"french": "talk.fr.txt"}, r"unknown language tag 'french'; did you mean fr"),
        ({"ar": "talk.fr.txt"}, r"not written as ar \(Arabic\)"),
        ({}, "no transcript is given"),
    ],
)
def test_wrong_usage_is_said_with_the_way_out(talk: Path, transcripts: dict[str, str], message: str) -> None:
    long_enough = "Nous le savons tous, la ville écoute et répond."
    talk.with_name("talk.fr.txt").write_text(long_enough, encoding="utf-8")
    sources = {tag: talk.with_name(name) for tag, name in transcripts.items()}

    with pytest.raises(UsageError, match=message):
        pipeline.caption(talk, sources)


@pytest.mark.parametrize(
    "why",
    [
        LibraryError("cannot write (Read-only file system)", "talk.jpg"),
        MediaError("no picture of the video can be decoded", "talk.mp4"),
    ],
)
def test_a_still_that_cannot_be_had_does_not_spoil_the_tracks(
    talk: Path, monkeypatch: pytest.MonkeyPatch, why: CuepressError
) -> None:
    """The media folder may not be written, which as root only a stand-in can show; or the picture is damaged."""

    def refuse(*_: object, **__: object) -> None:
        raise why

    monkeypatch.setattr("cuepress.media.poster", refuse)

    done = pipeline.caption(talk)

    assert {made.status for made in done.tracks} == {"written"}
    assert any("no still for the index" in note for note in done.notes)


def test_a_record_that_cannot_be_written_does_not_spoil_the_tracks(
    talk: Path, monkeypatch: pytest.MonkeyPatch, run: Callable[..., tuple[int, str, str]]
) -> None:
    """The disk is full just then."""

    def refuse(*_: object) -> None:
        raise LibraryError("cannot write (No space left on device)", "talk.cuepress.json", "free some space")

    monkeypatch.setattr("cuepress.library.write_manifest", refuse)

    code, out, err = run("caption", talk)

    assert code == 3
    assert "captions/talk.fr.vtt" in out
    assert "captions/talk.en.srt" in out
    assert "talk.cuepress.json: the tracks are there, but not the record" in err
    assert "No space left on device); free some space" in err


def test_a_run_that_is_stopped_keeps_the_record_of_what_it_made(
    talk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the next run would take its own track for one that came from elsewhere."""
    whole = files.write_whole

    def stop_at_french(path: Path, data: bytes) -> None:
        if path.name == "talk.fr.vtt":
            raise KeyboardInterrupt
        whole(path, data)

    monkeypatch.setattr(files, "write_whole", stop_at_french)
    with pytest.raises(KeyboardInterrupt):
        pipeline.caption(talk)
    monkeypatch.undo()
    talk.with_name("talk.en.md").write_text("We know. The city listens. Thank you.", encoding="utf-8")

    again = pipeline.caption(talk)

    assert {made.language: made.status for made in again.tracks} == {"en": "written", "fr": "written"}


def test_a_folder_in_the_place_of_a_track_is_said(talk: Path) -> None:
    pipeline.caption(talk)
    track = captions(talk) / "talk.fr.vtt"
    track.unlink()
    track.mkdir()

    with pytest.raises(LibraryError, match=r"talk\.fr\.vtt: the track that is there cannot be read"):
        pipeline.caption(talk, options=Options(overwrite=True))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Tout est dit. " * 5_000, "15,000 words in 0:12 are far too many"),
        ("<" * 20_000, "20,000 characters in 0:12 are far too many"),
    ],
)
def test_far_too_much_text_is_refused_with_the_figures(talk: Path, text: str, said: str) -> None:
    talk.with_name("talk.fr.txt").write_text(text, encoding="utf-8")

    done = pipeline.caption(talk)

    assert said in str(done.failures["fr"])
    assert {made.language for made in done.tracks} == {"en"}


def test_media_that_is_not_there_is_a_media_error(tmp_path: Path) -> None:
    with pytest.raises(MediaError, match="no such file"):
        pipeline.caption(tmp_path / "none.mp4", {"fr": tmp_path / "x.txt"})


def test_progress_is_told_step_by_step(talk: Path) -> None:
    steps: list[tuple[str, float]] = []

    pipeline.caption(talk, progress=lambda step, fraction: steps.append((step, fraction)))

    assert {"read transcripts", "listen"} <= {step for step, _ in steps}
    assert all(0 <= fraction <= 1 for _, fraction in steps)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_a_stop_in_the_middle_leaves_the_old_files_whole(talk: Path, how: signal.Signals) -> None:
    """Whenever the run is stopped, each track is one that a whole run has written."""
    pipeline.caption(talk)
    track = captions(talk) / "talk.fr.vtt"
    before = track.read_bytes()
    talk.with_name("talk.fr.txt").write_text("Tout est autre. " * 300, encoding="utf-8")
    whole = None
    for delay_s in (0.1, 0.3, 0.5, 0.7):
        process = subprocess.Popen(
            [sys.executable, "-m", "cuepress", "caption", str(talk)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(delay_s)
        process.send_signal(how)
        process.wait()
        found = track.read_bytes()
        if found != before:
            whole = whole or found
            assert found == whole
        json.loads((captions(talk) / "talk.cuepress.json").read_text(encoding="utf-8"))


def test_signs_are_mended_and_listed_unless_the_text_is_to_stay(talk: Path) -> None:
    """The manifest and the run say what was mended; words keep their places in the author's text."""
    text = "Nous le savons : oui ! Elle compte 10 000 villes. Merci."
    source = talk.with_name("talk.fr.txt")
    source.write_text(text, encoding="utf-8")
    french = {"fr": source}

    mended = pipeline.caption(talk, french, spoken="fr", options=Options(sync="pauses"))
    written = (captions(talk) / "talk.fr.srt").read_text("utf-8")
    manifest = Library(talk.parent.parent).read_manifest("talk")
    verbatim = pipeline.caption(talk, french, spoken="fr", options=Options(sync="pauses", is_verbatim=True))

    assert manifest is not None
    record = manifest.tracks["fr"]
    assert all(piece in written for piece in ("savons\u00a0:", "oui\u00a0!", "10\u00a0000"))
    [note] = [note for note in mended.tracks[0].notes if "made no-break" in note]
    assert note.startswith("3 spaces of French made no-break, at 0:0")
    assert note in record.notes
    assert [(text[mend.offset], mend.was, mend.text) for mend in record.mends] == [(" ", " ", "\u00a0")] * 3
    assert all(text[word.offset : word.offset + len(word.text)] == word.text for word in record.words)
    assert verbatim.tracks[0].status == "written"
    assert not any("made no-break" in note for note in verbatim.tracks[0].notes)
    assert "\u00a0" not in (captions(talk) / "talk.fr.vtt").read_text("utf-8")


def test_shot_changes_are_found_once_and_said(talk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    french, asked = {"fr": talk.with_name("talk.fr.txt")}, Options(sync="pauses", shots=True)

    first = pipeline.caption(talk, french, options=asked)
    kept = captions(talk) / ".cuepress" / "talk.shots.json"
    whole = kept.read_text("utf-8")
    monkeypatch.setattr("cuepress.media.find_shots", lambda *_args, **_options: pytest.fail("they are kept"))
    again = pipeline.caption(talk, french, options=replace(asked, bom=True))

    assert "no shot changes found in the picture" in first.notes
    assert '"shots_ms": []' in whole
    assert again.tracks[0].status == "written"
    assert pipeline.caption(talk, french, options=Options(sync="pauses")).notes == ()


def test_cues_keep_clear_of_shot_changes(talk: Path) -> None:
    """The second sentence begins at 5.0 s; a picture that changes just before it takes the cue along."""
    french = {"fr": talk.with_name("talk.fr.txt")}
    pipeline.caption(talk, french, options=Options(sync="pauses"))
    before = cuepress.read_track(captions(talk) / "talk.fr.vtt").cues
    [begins] = [cue.start_ms for cue in before if cue.text.startswith("Elle")]
    sound = pipeline.recording_of(talk, Options(), lambda _step, _fraction: None)
    pipeline.keep_in(sound, captions(talk))
    assert sound.keeping is not None
    sound.keeping.write_shots(sound.sha256, (begins - 100,))

    done = pipeline.caption(talk, french, options=Options(sync="pauses", shots=True))

    after = cuepress.read_track(captions(talk) / "talk.fr.vtt").cues
    assert [cue.start_ms for cue in after if cue.text.startswith("Elle")] == [begins - 100]
    assert "1 shot change found in the picture" in done.notes


def test_a_sound_without_a_picture_has_no_shots_and_that_is_said(talk: Path) -> None:
    sound = talk.with_name("talk.wav")
    run("-i", talk, "-vn", sound)
    source = talk.with_name("talk.fr.txt")

    done = pipeline.caption(sound, {"fr": source}, options=Options(sync="pauses", shots=True))

    assert "there is no picture, so there are no shot changes" in done.notes


def test_the_cues_are_the_text_with_the_mends_that_the_manifest_lists(talk: Path) -> None:
    text = 'Nous savons... que "la ville" écoute ! (applaudissements) Merci, « à » tous.'
    source = talk.with_name("talk.fr.txt")
    source.write_text(text, encoding="utf-8")
    house = talk.with_name("house.toml")
    house.write_text('based_on = "netflix"\n[typography]\nquotes = "language"\n', encoding="utf-8")

    pipeline.caption(talk, {"fr": source}, options=Options(sync="pauses", profile=str(house)))

    manifest = Library(talk.parent.parent).read_manifest("talk")
    assert manifest is not None
    mends = manifest.tracks["fr"].mends
    mended = text
    for mend in reversed(mends):
        assert mended[mend.offset :].startswith(mend.was)
        mended = mended[: mend.offset] + mend.text + mended[mend.offset + len(mend.was) :]
    assert {mend.kind for mend in mends} == {"spaces", "ellipses", "quotes", "sounds"}
    assert squeezed(cuepress.read_track(captions(talk) / "talk.fr.vtt").text) == squeezed(mended)
