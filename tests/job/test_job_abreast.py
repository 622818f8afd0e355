"""Things made at once are taken in their order; one that fails leaves the others alone; nobody is left behind."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cuepress.errors import SyncError
from cuepress.job import abreast as module
from cuepress.job.abreast import abreast

forks = pytest.mark.skipif(sys.platform != "linux", reason="only there children are forked")


@pytest.fixture(autouse=True)
def two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let there be two cores, and no thread of another test that forbids to fork."""
    monkeypatch.setattr(module, "_n_cores", lambda: 2)


@settings(max_examples=25)
@given(st.lists(st.integers(), max_size=6), st.booleans())
def test_results_come_in_the_order_of_the_items(items: list[int], is_much: bool) -> None:  # noqa: FBT001
    with abreast(items, lambda item: item * 2, is_much=is_much) as each:
        assert [(item, get()) for item, get in each] == [(item, item * 2) for item in items]


@pytest.mark.parametrize("is_much", [False, True])
def test_what_fails_is_raised_where_it_is_taken(*, is_much: bool) -> None:
    def make(item: int) -> int:
        if not item:
            raise SyncError("nothing", "here", "go on")
        return item

    found: list[int | str] = []
    with abreast([1, 0, 2], make, is_much=is_much) as each:
        for _, get in each:
            try:
                found.append(get())
            except SyncError as failure:
                found.append(str(failure))

    assert found == [1, "here: nothing; go on", 2]


@forks
def test_a_fault_of_ours_is_not_hidden_by_a_child() -> None:
    with abreast([1, 0], lambda item: 1 / item, is_much=True) as each:
        assert each[0][1]() == 1
        with pytest.raises(ZeroDivisionError):
            each[1][1]()


@forks
def test_what_a_killed_child_left_is_made_here() -> None:
    here = os.getpid()

    def make(item: int) -> int:
        if item == 1 and os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return item

    with abreast([0, 1, 2, 3], make, is_much=True) as each:
        assert [get() for _, get in each] == [0, 1, 2, 3]


def test_what_is_not_much_is_made_when_it_is_taken() -> None:
    begun: list[int] = []

    with abreast([1, 2, 3], begun.append, is_much=False) as each:
        each[0][1]()

    assert begun == [1]


@forks
def test_whoever_is_stopped_waits_for_nothing_and_leaves_no_child() -> None:
    with pytest.raises(KeyboardInterrupt), abreast(range(100), lambda _: time.sleep(60), is_much=True):
        raise KeyboardInterrupt

    assert multiprocessing.active_children() == []


@forks
def test_things_are_made_at_the_same_time(tmp_path: Path) -> None:
    """Each waits for what the other writes; one after the other they would wait for ever."""

    def make(item: int) -> bool:
        (tmp_path / str(item)).touch()
        give_up = time.monotonic() + 60
        while not (tmp_path / str(1 - item)).exists() and time.monotonic() < give_up:
            time.sleep(0.01)
        return (tmp_path / str(1 - item)).exists()

    with abreast([0, 1], make, is_much=True) as each:
        assert [get() for _, get in each] == [True, True]


@forks
def test_a_child_says_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    with abreast(["a", "b"], lambda item: os.write(1, item.encode()), is_much=True) as each:
        assert [get() for _, get in each] == [1, 1]

    assert capfd.readouterr() == ("", "")


def test_beside_other_threads_nothing_is_forked(monkeypatch: pytest.MonkeyPatch) -> None:
    """A lock that another thread holds would stay shut in the child for ever."""
    monkeypatch.undo()
    is_over = threading.Event()
    other = threading.Thread(target=is_over.wait)
    other.start()
    try:
        with abreast([1, 2], lambda _: os.getpid(), is_much=True) as each:
            assert {get() for _, get in each} == {os.getpid()}
    finally:
        is_over.set()
        other.join()
