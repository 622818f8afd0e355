"""Clean tracks in five languages, broken in each way that the rules name: every fault is found at its place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from cuepress.checks import Report, registry
from seeded_case import TAGS, Case, Fault, checked, checked_set, clean, is_at, new_findings
from seeded_faults import FAULTS
from seeded_syntax import SET_FAULTS, SUBRIP_FAULTS, WEBVTT_FAULTS, SetFault

ALL_FAULTS = [
    *((fault, ".vtt") for fault in (*FAULTS, *WEBVTT_FAULTS)),
    *((fault, ".srt") for fault in SUBRIP_FAULTS),
]


@cache
def _clean(tag: str, extension: str) -> Case:
    case = clean(tag)
    return replace(case, extension=extension, name=f"talk.{tag}{extension}")


@pytest.fixture(scope="session")
def before(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Case], Report]:
    """Return the report of each clean track, made once."""
    folder = tmp_path_factory.mktemp("clean")
    made: dict[str, Report] = {}

    def report(case: Case) -> Report:
        if case.name not in made:
            made[case.name] = checked(case, folder)
        return made[case.name]

    return report


@pytest.mark.parametrize("extension", [".vtt", ".srt"])
@pytest.mark.parametrize("tag", [*TAGS, "es"])
def test_a_clean_track_has_no_error(tag: str, extension: str, before: Callable[[Case], Report]) -> None:
    report = before(_clean(tag, extension))

    assert [finding for finding in report.findings if finding.severity == "error"] == []
    assert report.n_errors == 0


@pytest.mark.parametrize(
    ("fault", "extension", "tag"),
    [(fault, extension, tag) for fault, extension in ALL_FAULTS for tag in fault.tags],
    ids=lambda value: value.name.replace(" ", "-") if isinstance(value, Fault) else value,
)
def test_each_fault_is_found_at_its_place(
    fault: Fault, extension: str, tag: str, tmp_path: Path, before: Callable[[Case], Report]
) -> None:
    case = _clean(tag, extension)
    seeded = fault.seed(case)
    if seeded is None:
        return  # this language has no place for it

    found = new_findings(checked(seeded.case, tmp_path), before(case))

    there = [finding for finding in found if finding.rule == fault.rule]
    assert [finding for finding in there if is_at(finding, seeded)], [(each.rule, each.cue) for each in found]
    assert all(is_at(finding, seeded) for finding in there)


@pytest.mark.parametrize("fault", SET_FAULTS, ids=lambda fault: fault.name.replace(" ", "-"))
def test_each_fault_of_a_set_is_found_in_its_track(fault: SetFault, tmp_path: Path) -> None:
    cases = fault.seed([_clean(tag, ".vtt") for tag in TAGS])

    report = checked_set(cases, tmp_path, spoken=fault.spoken)

    found = [finding for finding in report.findings if finding.rule == fault.rule]
    assert found
    assert all(fault.is_named(finding.track, cases) for finding in found)


def test_clean_tracks_beside_each_other_have_nothing(tmp_path: Path) -> None:
    report = checked_set([_clean(tag, ".vtt") for tag in TAGS], tmp_path, spoken="fr")

    assert report.findings == ()


def test_every_rule_is_broken_by_some_fault() -> None:
    """Rules of pages are broken in pages, beside these."""
    named = {fault.rule for fault in (*FAULTS, *WEBVTT_FAULTS, *SUBRIP_FAULTS, *SET_FAULTS)}

    assert {rule.id for rule in registry.rules() if rule.family != "page"} == named
