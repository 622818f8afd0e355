"""A picture of error against confidence, one panel an item of the corpus, as SVG.

Each dot is a cue: how sure its first word is said to be, and how far its start is from the truth, on a scale of
powers of ten. What is surely right is at the lower right; a dot at the upper right is an error that is not told.
"""

from __future__ import annotations

import html
import math
from collections.abc import Iterator
from pathlib import Path

from sync_confidence import Told, right
from sync_items import corpus
from sync_scores import quantile

_WIDTH, _HEIGHT, _GAP, _LEFT, _TOP = 260, 180, 50, 56, 40
_COLUMNS = 3
_LEAST_MS, _MOST_MS = 1, 10_000
_STYLE = (
    "text{font:12px sans-serif;fill:#1d2733}.t{font-weight:bold}.g{stroke:#c9d1da}"
    ".d{fill:#0b5cad;fill-opacity:.45}.m{stroke:#b3261e;stroke-dasharray:4 3}"
)


def write(path: Path) -> None:
    """Write the picture of all items of the corpus."""
    items = [(entry.item.name, list(right(entry.item))) for entry in corpus()]
    rows = -(-len(items) // _COLUMNS)
    size = (_LEFT + _COLUMNS * (_WIDTH + _GAP), _TOP + rows * (_HEIGHT + 2 * _GAP))
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size[0]} {size[1]}" role="img">',
        "<title>Error of each cue's start against the confidence of its first word</title>",
        f"<style>{_STYLE}</style>",
    ]
    for number, (name, told) in enumerate(items):
        x = _LEFT + number % _COLUMNS * (_WIDTH + _GAP)
        y = _TOP + number // _COLUMNS * (_HEIGHT + 2 * _GAP)
        lines += [f'<g transform="translate({x} {y})">', *_panel(name, told), "</g>"]
    path.write_text("\n".join([*lines, "</svg>", ""]), "utf-8")
    print(f"{path}: {sum(len(told) for _, told in items)} cues of {len(items)} items")


def _panel(name: str, told: list[Told]) -> Iterator[str]:
    middle = quantile([error for _, error in told], 0.5)
    yield f'<text class="t" y="-10">{html.escape(name)}: {len(told)} cues, median {middle:.0f} ms</text>'
    for power in range(5):
        y = _y(10**power)
        yield f'<line class="g" x2="{_WIDTH}" y1="{y:.1f}" y2="{y:.1f}"/>'
        yield f'<text x="-8" y="{y + 4:.1f}" text-anchor="end">{10**power:,}</text>'
    for tenths in (0, 5, 10):
        yield f'<text x="{_x(tenths / 10):.1f}" y="{_HEIGHT + 18}" text-anchor="middle">{tenths / 10}</text>'
    yield f'<text x="{_WIDTH / 2}" y="{_HEIGHT + 36}" text-anchor="middle">confidence; up: error in ms</text>'
    yield f'<line class="m" x2="{_WIDTH}" y1="{_y(100):.1f}" y2="{_y(100):.1f}"/>'
    for sure, error in told:
        yield f'<circle class="d" cx="{_x(sure):.1f}" cy="{_y(error):.1f}" r="3"/>'


def _x(sure: float) -> float:
    return sure * _WIDTH


def _y(error_ms: float) -> float:
    inside = min(max(error_ms, _LEAST_MS), _MOST_MS)
    return _HEIGHT * (1 - math.log10(inside / _LEAST_MS) / math.log10(_MOST_MS / _LEAST_MS))
