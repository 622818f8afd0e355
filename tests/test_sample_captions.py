"""The committed sample: its tracks are what the command writes, and its video is what is promised of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

import cuepress
from cuepress import cueing, formats, library, media, pipeline
from cuepress.cli import sample
from cuepress.model import Cue
from cuepress.review import checking

ROOT = Path(__file__).parent.parent
TAGS = ("ar", "en", "fr", "tr", "zh-Hans")
TOLERANCE_MS = 50  # another build of FFmpeg decodes a little differently
SLACK_MS = 60  # an in time is rounded to a frame and may come a moment before its first word
GAP_MS = 80  # two frames
SHARE_OF_SAME_ENDS = 0.9  # and where two places are equally good for a cue to end, a few milliseconds decide


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a library with the sample as `make demo` makes it."""
    root = tmp_path_factory.mktemp("sample")
    (root / "media").mkdir()
    for source in (ROOT / "media").glob("strong-cities.*.*"):
        (root / "media" / source.name).write_bytes(source.read_bytes())
    video = root / "media" / "strong-cities.mp4"
    text = cuepress.read_transcript(root / "media" / "strong-cities.fr.md")
    sample.make_sample(text, video, tag="fr")
    pipeline.caption(video, spoken="fr")
    return root


@pytest.mark.parametrize("extension", ["vtt", "srt"])
@pytest.mark.parametrize("tag", TAGS)
def test_the_committed_tracks_are_what_the_command_writes(made: Path, tag: str, extension: str) -> None:
    name = f"captions/strong-cities.{tag}.{extension}"

    committed = formats.load(ROOT / name, is_strict=True).track.cues
    written = formats.load(made / name, is_strict=True).track.cues

    known = {cue.text: cue for cue in committed}
    same = [(cue, known[cue.text]) for cue in written if cue.text in known]
    assert joined(written) == joined(committed)
    assert len(ends(written) & ends(committed)) >= SHARE_OF_SAME_ENDS * max(len(written), len(committed))
    assert len(same) >= len(committed) / 2
    assert all(abs(a.start_ms - b.start_ms) <= TOLERANCE_MS for a, b in same)
    assert all(abs(a.end_ms - b.end_ms) <= TOLERANCE_MS for a, b in same)


def ends(cues: Sequence[Cue]) -> set[int]:
    """Return after how many characters of the text cues end."""
    return {len(joined(cues[:at])) for at in range(1, len(cues) + 1)}


def joined(cues: Sequence[Cue]) -> str:
    return "".join("".join(cue.text.split()) for cue in cues)


@pytest.mark.parametrize("tag", TAGS)
def test_every_word_of_each_language_is_in_its_track(tag: str) -> None:
    [source] = (ROOT / "media").glob(f"strong-cities.{tag}.*")

    text = cuepress.read_transcript(source).text
    track = cuepress.read_track(ROOT / "captions" / f"strong-cities.{tag}.vtt")

    assert "".join(track.text.split()) == "".join(text.split())


def test_a_cue_that_is_too_fast_was_spoken_as_fast(made: Path) -> None:
    """Hold what the checks say of it against the times at which its words were heard."""
    path = made / "captions" / "strong-cities.fr.vtt"
    cues = formats.load(path).track.cues
    manifest = library.read_manifest(made / "captions" / "strong-cities.cuepress.json")
    assert manifest is not None
    words = [word for word in manifest.tracks["fr"].words if word.end_ms > word.start_ms]
    judge = checking.ProfileJudge(cueing.load_profile("cuepress"))
    report = checking.check_files([path], options=checking.CheckOptions())
    found = [each for each in report.findings if (each.rule, each.severity) == ("speed.cps", "warning")]
    assert found

    for finding in found:
        cue, following = cues[finding.cue - 1], cues[finding.cue]
        until_ms = following.start_ms - SLACK_MS
        own = [word for word in words if cue.start_ms - SLACK_MS <= word.start_ms < until_ms]
        after_ms = next(word.start_ms for word in words if word.start_ms > own[-1].start_ms)
        speed = judge.speed(cue.text, after_ms - own[0].start_ms - GAP_MS, "fr")

        assert len(own) == len(cue.text.split()), (finding.cue, [word.text for word in own])
        assert "speech itself is this fast" in finding.message
        assert speed.value > speed.limit, (finding.cue, speed)


def test_the_video_is_what_is_promised(made: Path) -> None:
    video = made / "media" / "strong-cities.mp4"
    info = media.probe(video)

    data = video.read_bytes()

    assert (info.width, info.height, len(info.audio)) == (1280, 720, 1)
    assert info.audio[0].codec == "aac"
    assert len(data) < 12_000_000
    assert data.index(b"moov") < data.index(b"mdat"), "the index stands first, so that a browser starts at once"
    assert b"avc1" in data
