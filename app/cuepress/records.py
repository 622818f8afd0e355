"""From a timing to what is kept of it: in the manifest, and in what `cuepress sync --json` prints."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from cuepress.manifest import MethodRecord, PassageRecord
from cuepress.sync.timing import Passage, PassageKind, Timing


def passage_records(timing: Timing) -> tuple[PassageRecord, ...]:
    """Return the passages to look at, in the order of time."""
    return tuple(PassageRecord(part.kind, part.start_ms, part.end_ms, part.text) for part in timing.passages)


def method_records(timing: Timing) -> tuple[MethodRecord, ...]:
    """Return which method was used for which words, counted as the word records are: without sounds."""
    from cuepress.sync import passages

    return tuple(MethodRecord(way.method, way.first, way.last - 1, way.reason) for way in passages.ways(timing))


def passages_of(records: Sequence[PassageRecord]) -> tuple[Passage, ...]:
    """Return the passages that were kept."""
    return tuple(
        Passage(cast("PassageKind", each.kind), each.start_ms, each.end_ms, each.text) for each in records
    )
