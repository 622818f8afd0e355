"""Several things made at once, on the cores that there are, and taken in their order.

Each core has a child of this process. A child is forked, so it knows all that its parent knew and nothing has to
be sent to it; what it has made is sent back. Threads would not do: the work is in Python, which only one of them
may run at a time.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkProcess
from typing import Generic, TypeVar

from cuepress.errors import CuepressError

Item = TypeVar("Item")
Result = TypeVar("Result")


@contextmanager
def abreast(
    items: Sequence[Item], make: Callable[[Item], Result], *, is_much: bool
) -> Iterator[list[tuple[Item, Callable[[], Result]]]]:
    """Make something of each item: side by side if it is much and can be done so, else when it is asked for.

    Parameters
    ----------
    make
        What it returns, and the errors of ours that it raises, are sent from process to process: they can be
        pickled. What else it does is lost.

    Yields
    ------
    The items in their order, each with what gives its result or raises what making it raised. Whoever leaves early
    waits for nothing: the children are stopped.
    """
    n_cores = min(len(items), _n_cores())
    if not is_much or n_cores < 2:
        yield [(item, partial(make, item)) for item in items]
        return
    crew = _Crew(items, make, n_cores)
    try:
        yield [(item, partial(crew.take, at)) for at, item in enumerate(items)]
    finally:
        crew.stop()


def _n_cores() -> int:
    """Return how many children pay: one where no process may be forked, as beside other threads."""
    if sys.platform != "linux" or threading.active_count() > 1:
        return 1
    return len(os.sched_getaffinity(0))


class _Crew(Generic[Item, Result]):
    """Children that make things, and what they have sent so far."""

    def __init__(self, items: Sequence[Item], make: Callable[[Item], Result], n_children: int) -> None:
        self._items, self._make = items, make
        self._made: dict[int, Result | CuepressError] = {}
        self._children: dict[Connection, ForkProcess] = {}
        forking = multiprocessing.get_context("fork")
        for first in range(n_children):
            receiving, sending = forking.Pipe(duplex=False)
            share = range(first, len(items), n_children)
            child = forking.Process(target=_work, args=(sending, items, make, share), daemon=True)
            child.start()
            sending.close()
            self._children[receiving] = child

    def take(self, at: int) -> Result:
        """Wait for one result. What a child did not get done, since it was killed perhaps, is made here."""
        while at not in self._made and self._children:
            for ready in wait(list(self._children)):
                self._receive(ready)
        made = self._made.pop(at) if at in self._made else self._make(self._items[at])
        if isinstance(made, CuepressError):
            raise made
        return made

    def _receive(self, ready: object) -> None:
        assert isinstance(ready, Connection)  # noqa: S101 - for the type checker: nothing else is waited for
        try:
            at, made = ready.recv()
        except EOFError:
            self._children.pop(ready).join()
            ready.close()
        else:
            self._made[at] = made

    def stop(self) -> None:
        for receiving, child in self._children.items():
            child.terminate()
            child.join()
            receiving.close()
        self._children.clear()


def _work(sending: Connection, items: Sequence[Item], make: Callable[[Item], Result], share: range) -> None:
    """Make some of the items and send them; a child says nothing, and leaves Ctrl+C to its parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    with suppress(OSError):  # the parent has gone
        for at in share:
            sending.send((at, _outcome(make, items[at])))


def _outcome(make: Callable[[Item], Result], item: Item) -> Result | CuepressError:
    try:
        return make(item)
    except CuepressError as failure:
        return failure
