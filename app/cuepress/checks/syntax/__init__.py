"""Syntax: what in a file breaks its format, at its line and column. Readers elsewhere are lenient; here is strict.

rules      what there is to break
blocks     a WebVTT file in blocks: signature, comments, styles, regions, cues
times      the line of times
settings   what stands after the times, and in regions
cue_text   tags and character references
subrip     numbers, times and blank lines of SubRip
encoding   bytes that are no UTF-8
"""

from __future__ import annotations

from collections.abc import Iterator

from cuepress.checks.material import Material
from cuepress.checks.model import Finding
from cuepress.checks.registry import Check, only_subrip, only_webvtt
from cuepress.checks.syntax import blocks, encoding, rules, subrip
from cuepress.checks.syntax.fault import Fault


def _as_findings(material: Material, faults: Iterator[Fault]) -> Iterator[Finding]:
    for fault in faults:
        yield material.at_line(
            fault.rule, fault.line, fault.column, fault.what, length=fault.length, severity=fault.severity
        )


def _webvtt(material: Material) -> Iterator[Finding]:
    return _as_findings(material, blocks.faults(material.file_lines, material.track.kind))


def _subrip(material: Material) -> Iterator[Finding]:
    return _as_findings(material, subrip.faults(material.file_lines, sorted(material.lines)))


def _encoding(material: Material) -> Iterator[Finding]:
    return iter(()) if material.raw is None else _as_findings(material, encoding.faults(material.raw))


def _only_file(material: Material) -> str:
    return "" if material.raw is not None else "the track has no file"


CHECKS = (
    Check(rules.ENCODING_RULES, _encoding, _only_file),
    Check(rules.WEBVTT_RULES, _webvtt, only_webvtt),
    Check(rules.SUBRIP_RULES, _subrip, only_subrip),
)
