"""What was heard is kept, is of the sound that is meant, and is never needed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from cuepress import files, media, pipeline
from cuepress.errors import LibraryError
from cuepress.manifest import Manifest, MediaRecord, SourceRecord, TrackRecord
from cuepress.pipeline import Options
from cuepress.sync.acoustics import Acoustics, acoustics
from cuepress.timing import keeping
from cuepress.timing.keeping import Keeping, Kept, Key

KEY = Key("a" * 64, "", "energy")


def a_sound(seed: int = 1) -> Acoustics:
    return acoustics(np.random.default_rng(seed).normal(0, 0.1, 8_000).astype(np.float32))


def a_manifest(sha256: str) -> Manifest:
    record = MediaRecord("talk.mp4", sha256, 1, 1, 500)
    track = TrackRecord("fr", "captions", "", SourceRecord("a.txt", ""), "cuepress", "speech", "", "", {})
    return Manifest("cuepress", "fr", record, {"fr": track})


def test_a_sound_is_kept_for_its_key_alone(tmp_path: Path) -> None:
    kept = Keeping(tmp_path, "talk")
    assert kept.read(KEY) is None
    assert kept.write(KEY, Kept(a_sound(), 2, ("track 2 is taken",))) == ""

    found = kept.read(KEY)

    assert found is not None
    assert np.array_equal(found.sound.frames, a_sound().frames)
    assert (found.stream, found.warnings) == (2, ("track 2 is taken",))
    for other in (Key("b" * 64, "", "energy"), Key("a" * 64, "fr", "energy"), Key("a" * 64, "", "silero")):
        assert kept.read(other) is None
    assert Keeping(tmp_path, "other").read(KEY) is None


def test_a_sound_of_another_version_is_heard_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = Keeping(tmp_path, "talk")
    kept.write(KEY, Kept(a_sound()))

    monkeypatch.setattr("cuepress.__version__", "99")

    assert kept.read(KEY) is None


@pytest.mark.parametrize("data", [b"", b"\0" * 99, b"{}\n", b'{"acoustics": 1}'])
def test_a_file_that_is_no_sound_is_passed_over(tmp_path: Path, data: bytes) -> None:
    kept = Keeping(tmp_path, "talk")
    kept.write(KEY, Kept(a_sound()))
    for broken in (data, kept.sound_path.read_bytes()[:-1]):
        kept.sound_path.write_bytes(broken)
        assert kept.read(KEY) is None
        assert kept.earlier_sound(KEY.sha256) is None
    kept.sound_path.unlink()
    kept.sound_path.mkdir()
    assert kept.read(KEY) is None


def test_what_cannot_be_kept_is_said_and_nothing_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise LibraryError("cannot write (No space left on device)", "talk.acoustics", "free some space")

    monkeypatch.setattr(files, "write_whole", refuse)
    note = Keeping(tmp_path, "talk").write(KEY, Kept(a_sound()))
    assert "not kept for the next run" in note
    assert "No space left" in note


def test_a_hidden_folder_that_leads_elsewhere_is_not_used(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / keeping.FOLDER).symlink_to(tmp_path / "elsewhere")

    assert "out of the library" in Keeping(tmp_path, "talk").write(KEY, Kept(a_sound()))
    assert not list((tmp_path / "elsewhere").iterdir())


def test_a_sound_that_is_too_long_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "MAX_BYTES", 1_000)

    assert Keeping(tmp_path, "talk").write(KEY, Kept(a_sound())) == ""
    assert not Keeping(tmp_path, "talk").sound_path.exists()


def test_what_was_before_is_set_aside_until_it_is_forgotten(tmp_path: Path) -> None:
    kept = Keeping(tmp_path, "talk")
    kept.write(KEY, Kept(a_sound(1)))
    kept.set_aside(a_manifest(KEY.sha256))
    kept.write(Key("b" * 64, "", "energy"), Kept(a_sound(2)))

    earlier = kept.earlier_sound(KEY.sha256)
    assert kept.earlier() == a_manifest(KEY.sha256)
    assert earlier is not None
    assert np.array_equal(earlier.frames, a_sound(1).frames)

    kept.forget_earlier()
    assert kept.earlier() is None
    assert kept.earlier_sound(KEY.sha256) is None
    assert kept.earlier_sound("b" * 64) is not None
    assert [path.name for path in (tmp_path / keeping.FOLDER).iterdir()] == ["talk.acoustics"]


# --- in a run ---------------------------------------------------------------------------------------------------


def forbid_listening(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the sound is decoded again")

    monkeypatch.setattr(media, "listen", refuse)


def test_a_sound_is_decoded_once_for_all_runs(talk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pipeline.caption(talk)
    assert Keeping(talk.parent.parent / "captions", "talk").sound_path.exists()
    forbid_listening(monkeypatch)
    talk.with_name("talk.en.md").write_text("We know. The city listens. Thank you.", encoding="utf-8")

    again = pipeline.caption(talk)
    pipeline.sync_document(talk, talk.with_name("talk.fr.txt"), "fr")

    assert {made.language: made.status for made in again.tracks} == {"fr": "unchanged", "en": "written"}


def test_a_stop_after_listening_keeps_what_was_heard(talk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:

        def stop(*_: object, **__: object) -> None:
            raise KeyboardInterrupt

        patch.setattr("cuepress.cueing.make_cues", stop)
        with pytest.raises(KeyboardInterrupt):
            pipeline.caption(talk)
    forbid_listening(monkeypatch)

    assert {made.status for made in pipeline.caption(talk).tracks} == {"written"}


def test_other_media_of_the_same_name_is_heard_anew(talk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pipeline.caption(talk)
    path = Keeping(talk.parent.parent / "captions", "talk").sound_path
    before = path.read_bytes()
    talk.write_bytes(talk.read_bytes() + b"\0")

    pipeline.caption(talk, options=Options(overwrite=True))

    assert path.read_bytes() != before


def test_a_run_into_a_folder_that_cannot_keep_it_says_so(
    talk: Path, monkeypatch: pytest.MonkeyPatch, run: Callable[..., tuple[int, str, str]]
) -> None:
    (talk.parent.parent / "captions" / keeping.FOLDER).write_text("in the way")

    code, out, err = run("caption", talk)

    assert code == 0
    assert "captions/talk.fr.vtt" in out
    assert "not kept for the next run" in err


def test_shot_changes_are_kept_for_their_file_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = Keeping(tmp_path, "talk")
    assert kept.read_shots("a" * 64) is None
    assert kept.write_shots("a" * 64, (40, 2_000)) == ""

    assert kept.read_shots("a" * 64) == (40, 2_000)
    assert kept.read_shots("b" * 64) is None
    monkeypatch.setattr("cuepress.__version__", "99")
    assert kept.read_shots("a" * 64) is None


@pytest.mark.parametrize("shots", [1, None, ["a"], [2, 1], [True], [0], [1.5]])
def test_shot_changes_that_are_none_are_passed_over(tmp_path: Path, shots: object) -> None:
    kept = Keeping(tmp_path, "talk")
    kept.write_shots("a" * 64, (40, 2_000))
    path = tmp_path / keeping.FOLDER / "talk.shots.json"

    path.write_text(json.dumps({**json.loads(path.read_bytes()), "shots_ms": shots}))

    assert kept.read_shots("a" * 64) is None


@pytest.mark.parametrize("data", [b"", b"[", b"[]", b"{}", b"1", b"\xff", b'"shots_ms"', b"[" * 100_000])
def test_a_file_that_holds_no_shot_changes_is_passed_over(tmp_path: Path, data: bytes) -> None:
    kept = Keeping(tmp_path, "talk")
    kept.write_shots("a" * 64, (40, 2_000))

    (tmp_path / keeping.FOLDER / "talk.shots.json").write_bytes(data)

    assert kept.read_shots("a" * 64) is None


def test_shots_that_cannot_be_kept_are_a_note(tmp_path: Path) -> None:
    (tmp_path / keeping.FOLDER).write_text("in the way")

    assert "not kept for the next run" in Keeping(tmp_path, "talk").write_shots("a" * 64, (40,))
