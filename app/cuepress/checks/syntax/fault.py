"""A breach of a format, before it becomes a finding."""

from __future__ import annotations

from typing import NamedTuple

from cuepress.checks.model import Rule, Severity


class Fault(NamedTuple):
    """A rule that is broken at a line and column (from 1) of the file, over so many characters.

    ``severity`` is given where it is not the rule's usual one.
    """

    rule: Rule
    line: int
    column: int
    what: str
    length: int = 0
    severity: Severity | None = None
