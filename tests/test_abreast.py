"""Things made at once are taken in their order; one that fails leaves the others alone."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuepress.abreast import abreast


@given(st.lists(st.integers(), max_size=6), st.booleans())
def test_results_come_in_the_order_of_the_items(items: list[int], is_much: bool) -> None:  # noqa: FBT001
    with abreast(items, lambda item: item * 2, is_much=is_much) as each:
        assert [(item, get()) for item, get in each] == [(item, item * 2) for item in items]


@pytest.mark.parametrize("is_much", [False, True])
def test_what_fails_is_raised_where_it_is_taken(*, is_much: bool) -> None:
    with abreast([1, 0, 2], lambda item: 1 / item, is_much=is_much) as each:
        found = [outcome(get) for _, get in each]

    assert found == [1.0, ZeroDivisionError, 0.5]


def outcome(get: Callable[[], float]) -> float | type[Exception]:
    try:
        return get()
    except ZeroDivisionError as failure:
        return type(failure)


def test_what_is_not_much_is_made_when_it_is_taken() -> None:
    begun: list[int] = []

    with abreast([1, 2, 3], begun.append, is_much=False) as each:
        each[0][1]()

    assert begun == [1]


def test_whoever_is_stopped_waits_only_for_what_was_begun() -> None:
    """Of many things those that no thread has taken up are never made, and no thread is left behind."""
    begun: list[int] = []
    is_stopped = threading.Event()

    def make(item: int) -> None:
        begun.append(item)
        is_stopped.wait(10)

    def stop() -> None:
        is_stopped.set()
        raise KeyboardInterrupt

    n_threads = threading.active_count()
    with pytest.raises(KeyboardInterrupt), abreast(range(1_000), make, is_much=True):
        stop()

    assert len(begun) < 1_000
    assert threading.active_count() == n_threads


def test_things_are_made_at_the_same_time() -> None:
    """Each waits for the other; one after the other they would wait for ever."""
    both = threading.Barrier(2, timeout=30)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("os.cpu_count", lambda: 2)
        with abreast([1, 2], lambda _: both.wait(), is_much=True) as each:
            assert sorted(get() for _, get in each) == [0, 1]
