"""What the command line shows: results on stdout, and while it works messages and a progress bar on stderr."""

from __future__ import annotations

import shutil
import sys
import time
from typing import Self

import click

from cuepress.files import printable
from cuepress.timecode import short_clock

_REDRAW_AFTER_S = 0.1
_BAR_WIDTH = 24


def say(message: str) -> None:
    """Print one message for a person on stderr; what it quotes from a file has no power over the terminal."""
    click.echo("\n".join(map(printable, message.split("\n"))), err=True)


def show(text: str) -> None:
    """Print a result on stdout."""
    click.echo(text)


class Steps:
    """A progress bar that names the step; silent where stderr is no terminal. Use it as a context manager.

    A step whose name is a sentence is said as a line, there too.
    """

    def __init__(self) -> None:
        self._is_shown = sys.stderr is not None and sys.stderr.isatty()  # None: started with stderr closed
        self._step = ""
        self._began = self._drawn = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._clear()

    def __call__(self, step: str, fraction: float) -> None:
        """Show that ``fraction`` (0 to 1) of ``step`` is done."""
        if step.endswith("."):
            self._clear()
            say(step)
            return
        if not self._is_shown:
            return
        now = time.monotonic()
        if step != self._step:
            self._step, self._began, self._drawn = step, now, 0.0
        if now - self._drawn < _REDRAW_AFTER_S and fraction < 1:
            return
        self._drawn = now
        self._draw(min(max(fraction, 0.0), 1.0), now - self._began)

    def _draw(self, fraction: float, elapsed_s: float) -> None:
        full = round(_BAR_WIDTH * fraction)
        left = f"  {short_clock(int(1000 * elapsed_s * (1 - fraction) / fraction))} left" if fraction else ""
        line = f"  {self._step:<18} {'━' * full}{'╌' * (_BAR_WIDTH - full)} {fraction:4.0%}{left}"
        sys.stderr.write(f"\r\x1b[K{line[: shutil.get_terminal_size().columns - 1]}")
        sys.stderr.flush()

    def _clear(self) -> None:
        if self._is_shown and self._step:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
