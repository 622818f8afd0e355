"""A library in which everything wants to be a script: names, titles, notes, voices, texts, marks, ids, styles.

A script that runs would say so in a dialog or in ``window.hit``.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from cuepress import library
from cuepress.manifest import PassageRecord, TrackRecord, UnspokenRecord

STEM = "a\"'><img src=x onerror=hit=1 onload=alert(1)>"
SCRIPT = "<script>hit=1;alert(1)</script>"
EVIL = (
    f'</script></textarea></title>{SCRIPT}<img src=x onerror="hit=1"><svg onload=hit=1>'
    "'\"{{7*7}}${hit=1}<b id=hit>"
)
LINK = "javascript:hit=1;alert(1)//"
_CLEAN = EVIL.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
_ONE_LINE = EVIL.replace(">", "")
TRACK = f"""WEBVTT {_ONE_LINE}

NOTE
{EVIL}

STYLE
::cue {{ background: url(http://evil.example/x.png); color: red }}
@import "http://evil.example/x.css";
::cue(b) {{ content: "</style>{SCRIPT}" }}

REGION
id:"><img src=x onerror=hit=1>

{_ONE_LINE}
00:01.000 --> 00:05.000 line:0 position:">{SCRIPT}
<v {_CLEAN}>{_CLEAN}</v>

"><img src=x onerror=hit=1>
00:05.000 --> 00:09.000
<c.x" onmouseover="hit=1"><i>{SCRIPT}</i> <lang en" onload=hit=1>{LINK} {_CLEAN}</lang></c>
"""


def poison(root: Path) -> None:
    """Replace what is said of a video that is called ``STEM``, and in it, by what wants to run."""
    for kind in ("", ".descriptions", ".chapters"):
        (root / "captions" / f"{STEM}.fr{kind}.vtt").write_text(TRACK, encoding="utf-8")
    (root / "captions" / f"{STEM}.fr.srt").unlink()
    (root / "media" / f"{SCRIPT.replace('/', '')}\n.mp4").write_bytes(b"x")  # it has no page, and is named as such
    path = library.Library(root).manifest_path(STEM)
    made = library.read_manifest(path)
    assert made is not None
    library.write_manifest(path, replace(made, tracks={tag: _poisoned(each) for tag, each in made.tracks.items()}))


def _poisoned(record: TrackRecord) -> TrackRecord:
    return replace(
        record,
        title=f"{EVIL} {LINK}",
        unspoken=(
            UnspokenRecord("title", EVIL, 0),
            UnspokenRecord("title", LINK, 0),
            UnspokenRecord("heading", EVIL, 1),
        ),
        passages=(PassageRecord("doubtful", 1_000, 6_000, EVIL),),
    )
