"""The hooks for pre-commit run as they are written."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

HOOKS = (Path(__file__).parents[2] / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
VTT = "WEBVTT\n\n00:00:01.000 --> 00:00:03.000\nBonjour.\n\n00:00:03.010 --> 00:00:05.000\nVous tous.\n"


def test_each_hook_runs_on_a_track(run: Callable[..., tuple[int, str, str]], tmp_path: Path) -> None:
    path = tmp_path / "talk.fr.vtt"
    path.write_text(VTT, encoding="utf-8")
    entries = re.findall(r"entry: cuepress (.*)", HOOKS)

    codes = [run(*entry.split(), path)[0] for entry in entries]

    assert codes == [0, 0]
    assert path.read_text(encoding="utf-8") != VTT
    assert all(re.search(pattern, path.name) for pattern in re.findall(r"files: (.*)", HOOKS))
