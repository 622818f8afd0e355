"""Several things made at once, on the cores that there are, and taken in their order."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


@contextmanager
def abreast(
    items: Sequence[Item], make: Callable[[Item], Result], *, is_much: bool
) -> Iterator[list[tuple[Item, Callable[[], Result]]]]:
    """Make something of each item, by several threads if it is much, else when it is asked for.

    Yields
    ------
    The items in their order, each with what gives its result or raises what making it raised. Whoever leaves early
    waits only for what has been begun.
    """
    if not is_much or len(items) < 2:
        yield [(item, partial(make, item)) for item in items]
        return
    pool = ThreadPoolExecutor(max_workers=min(len(items), os.cpu_count() or 1))
    try:
        futures = [(item, pool.submit(make, item)) for item in items]
        yield [(item, future.result) for item, future in futures]
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
