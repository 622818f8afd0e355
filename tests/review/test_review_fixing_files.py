"""Mending, on files of all kinds: nothing that is said changes, no finding is new, a second run mends nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from cuepress import formats
from cuepress.errors import TrackError
from cuepress.review import checking, fixing
from seeded_case import ROOT, TAGS, clean
from seeded_faults import FAULTS
from seeded_syntax import SUBRIP_FAULTS, WEBVTT_FAULTS

SHARED = ROOT.parent / "shared"
VARIED = [
    *sorted((ROOT / "captions").glob("*.vtt")),
    *sorted((ROOT / "captions").glob("*.srt")),
    *sorted((SHARED / "corpus" / "captions").glob("*.vtt")),
    *sorted((SHARED / "conformance" / "vtt").rglob("*.vtt")),
]


def _said(data: bytes, extension: str) -> list[tuple[int, str, str]]:
    """Return in time, voice and letters of each cue; signs, spaces and lines may be mended."""
    track = formats.parse(data, extension=extension).track
    return [(cue.start_ms, cue.voice, "".join(filter(str.isalnum, cue.text))) for cue in track.cues]


def _check(path: Path) -> None:
    try:
        first = fixing.fix(path)
    except TrackError:
        return  # no track
    before = checking.check_files([path])
    path.write_bytes(first.after)
    second = fixing.fix(path)

    assert second.mends == (), [str(mend) for mend in second.mends]
    assert second.after == second.before
    assert _said(first.before, path.suffix) == _said(first.after, path.suffix)
    known, left = (
        Counter(finding.rule for finding in report.findings if finding.severity == "error")
        for report in (before, checking.check_files([path]))
    )
    assert not left - known


@pytest.mark.parametrize("source", VARIED, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_files_from_anywhere(source: Path, tmp_path: Path) -> None:
    path = tmp_path / source.name
    path.write_bytes(source.read_bytes())

    _check(path)


def _broken(tag: str) -> Iterator[tuple[str, str, bytes]]:
    """Yield a part of all faults, another in each language and format; together they are all there are."""
    at = TAGS.index(tag)
    for extension, faults in ((".vtt", (*FAULTS, *WEBVTT_FAULTS)), (".srt", (*FAULTS, *SUBRIP_FAULTS))):
        case = replace(clean(tag), extension=extension, name=f"talk.{tag}{extension}")
        for fault in faults[at :: len(TAGS)]:
            seeded = fault.seed(case) if tag in fault.tags and fault.name not in OF_WEBVTT[extension] else None
            if seeded is not None and seeded.case.bytes != case.bytes:
                yield fault.name, case.name, seeded.case.bytes


# What is written into the lines of a WebVTT file.
OF_WEBVTT = {".vtt": (), ".srt": ("out of order", "out before in")}


@pytest.mark.parametrize("tag", TAGS)
def test_tracks_with_a_fault_in_them(tag: str, tmp_path: Path) -> None:
    for fault, name, data in _broken(tag):
        path = tmp_path / name
        path.write_bytes(data)
        try:
            _check(path)
        except AssertionError as failure:
            raise AssertionError(f"{fault} in {name}: {failure}") from failure
