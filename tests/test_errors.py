"""Errors say what, where and what next, and survive the way out of a worker process."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Iterator

import pytest

from cuepress import errors
from cuepress.errors import CuepressError, Problem, TrackError


def all_errors(root: type[CuepressError] = CuepressError) -> Iterator[type[CuepressError]]:
    yield root
    for kind in root.__subclasses__():
        if kind.__module__ == errors.__name__:
            yield from all_errors(kind)


@pytest.mark.parametrize("kind", list(all_errors()))
def test_every_error_pickles_and_copies_with_all_it_says(kind: type[CuepressError]) -> None:
    raised = kind("the file is empty", "talk.docx", "export it again")

    for again in (pickle.loads(pickle.dumps(raised)), copy.copy(raised)):  # noqa: S301  # our own bytes
        assert type(again) is kind
        assert str(again) == str(raised) == "talk.docx: the file is empty; export it again"
        assert (again.what, again.where, again.next_step) == (raised.what, raised.where, raised.next_step)


def test_a_track_error_carries_every_problem_through_pickle() -> None:
    problems = (Problem(3, "no arrow"), Problem(0, "no cues"))

    again = pickle.loads(pickle.dumps(TrackError("broken", "a.vtt", "mend it", problems)))  # noqa: S301  # our own

    assert again.problems == problems
    assert [str(problem) for problem in again.problems] == ["line 3: no arrow", "no cues"]


@pytest.mark.parametrize("kind", list(all_errors()))
def test_every_error_has_an_exit_code_and_a_status_that_blame_the_right_side(kind: type[CuepressError]) -> None:
    assert kind.exit_code in {2, 3, 4, 5}
    assert kind.http_status in {400, 422, 503}


def test_an_error_without_place_or_advice_is_still_a_sentence() -> None:
    assert str(CuepressError("the disk is full")) == "the disk is full"


def test_the_tree_drawn_in_the_docstring_is_the_tree() -> None:
    names = {kind.__name__ for kind in all_errors()}

    assert all(name in (errors.__doc__ or "") for name in names)
