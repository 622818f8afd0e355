"""A WebVTT file in blocks, read strictly (WebVTT §4.1): signature, comments, styles, regions, cues."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from cuepress.checks.model import Rule, Severity
from cuepress.checks.syntax import cue_text, rules, settings, times
from cuepress.checks.syntax.fault import Fault
from cuepress.model import Kind

ARROW = "-->"
_SIGNATURE = re.compile(r"WEBVTT(?:[ \t].*)?")
_NOTE = re.compile(r"NOTE(?:[ \t].*)?")
_STYLE = re.compile(r"STYLE[ \t]*")
_REGION = re.compile(r"REGION[ \t]*")
_MOST_FAULTS = 200  # of the text of one cue; who mends these checks again
_KEPT_WITHOUT = frozenset({"vertical", "line", "size"})  # a cue with one of these leaves its region


def faults(lines: Sequence[str], kind: Kind) -> Iterator[Fault]:
    """Yield what breaks the format, in the order of the file. ``lines`` are those of the whole file."""
    return _Scanner(lines, kind).faults()


class _Scanner:
    """One pass over the lines; ``at`` is the index of the line that is looked at."""

    def __init__(self, lines: Sequence[str], kind: Kind) -> None:
        self.lines = lines
        self.kind = kind
        self.at = 0
        self.ids: dict[str, int] = {}
        self.regions: set[str] = set()
        self.has_cue = False

    def faults(self) -> Iterator[Fault]:
        yield from self._header()
        while self.at < len(self.lines):
            if not self.lines[self.at]:
                self.at += 1
            elif ARROW in self.lines[self.at]:
                yield from self._cue()
            else:
                yield from self._block()

    def _is_inside(self) -> bool:
        """Tell whether the block goes on: a line that is there and not blank."""
        return self.at < len(self.lines) and bool(self.lines[self.at])

    def _header(self) -> Iterator[Fault]:
        if not _SIGNATURE.fullmatch(self.lines[0]):
            length = len(self.lines[0])
            yield Fault(rules.SIGNATURE, 1, 1, "the file does not begin with WEBVTT", length)
        elif ARROW in self.lines[0]:
            column = self.lines[0].index(ARROW) + 1
            yield Fault(rules.SIGNATURE, 1, column, "an arrow in the line of the signature", 3)
        self.at = 1
        while self._is_inside():
            what = "no blank line parts the signature from this line; players skip it"
            if ARROW in self.lines[self.at]:
                yield Fault(rules.HEADER, self.at + 1, 1, "no blank line between the signature and the first cue")
                return
            yield Fault(rules.HEADER, self.at + 1, 1, what, len(self.lines[self.at]))
            self.at += 1

    def _block(self) -> Iterator[Fault]:
        """Go through a block that begins without an arrow."""
        head, line = self.lines[self.at], self.at + 1
        self.at += 1
        if self._is_id(head):
            yield from self._cue(head, line)
        elif _NOTE.fullmatch(head):
            yield from self._without_arrow(
                rules.NOTE, "an arrow in a comment: players take what follows for a cue"
            )
        elif _STYLE.fullmatch(head):
            if self.has_cue:
                yield Fault(rules.STYLE, line, 1, "a STYLE block after the first cue has no effect", len(head))
            yield from self._without_arrow(rules.STYLE, "an arrow in a style: players take what follows for a cue")
        elif _REGION.fullmatch(head):
            yield from self._region(line)
        elif self._is_inside() and ARROW in self.lines[self.at]:
            yield from self._cue(head, line)
        else:
            yield from self._loose(line)

    def _is_id(self, head: str) -> bool:
        """Tell whether NOTE, STYLE or REGION is the id of a cue: a line of times that is right stands under it."""
        if not self._is_inside() or head.strip() not in {"NOTE", "STYLE", "REGION"}:
            return False
        found, wrong = times.read(self.lines[self.at])
        return found is not None and not wrong

    def _loose(self, line: int) -> Iterator[Fault]:
        """Name each line of a block that has no times; a line of times below them makes the last one an id."""
        while True:
            text = self.lines[line - 1]
            if self._is_inside() and ARROW in self.lines[self.at]:
                yield from self._cue(text, line)
                return
            yield Fault(rules.LOOSE_TEXT, line, 1, "text without times: no player shows it", len(text))
            if not self._is_inside():
                return
            self.at += 1
            line = self.at

    def _without_arrow(self, rule: Rule, what: str) -> Iterator[Fault]:
        while self._is_inside():
            column = self.lines[self.at].find(ARROW) + 1
            if column:
                yield Fault(rule, self.at + 1, column, what, 3, "error")
            self.at += 1

    def _region(self, line: int) -> Iterator[Fault]:
        if self.has_cue:
            yield Fault(rules.REGION, line, 1, "a REGION block after the first cue has no effect", 6)
        seen: set[str] = set()
        while self._is_inside():
            if ARROW in self.lines[self.at]:
                column = self.lines[self.at].find(ARROW) + 1
                yield Fault(rules.REGION, self.at + 1, column, "an arrow in a region", 3, "error")
            for each in settings.of_region(self.lines[self.at], seen):
                wrong = each.wrong
                if each.name == "id" and not wrong and each.value in self.regions:
                    wrong = f"there are two regions {each.value!r}"
                if wrong:
                    yield Fault(rules.REGION, self.at + 1, each.at + 1, wrong, len(each.text))
                if each.name == "id":
                    self.regions.add(each.value)
            self.at += 1
        if "id" not in seen:
            yield Fault(rules.REGION, line, 1, "a region without an id: no cue can be in it", 6)

    def _cue(self, identifier: str = "", id_line: int = 0) -> Iterator[Fault]:
        line, text = self.at + 1, self.lines[self.at]
        if identifier:
            if identifier in self.ids:
                what = f"the id {identifier[:40]!r} stands in line {self.ids[identifier]} too"
                yield Fault(rules.DUPLICATE_ID, id_line, 1, what, len(identifier))
            self.ids.setdefault(identifier, id_line)
        found, wrong = times.read(text)
        for each in wrong:
            severity: Severity | None = None if each.is_fatal else "warning"
            yield Fault(rules.TIMES, line, each.at + 1, each.what, 1, severity)
        if found is not None:
            self.has_cue = True
            yield from self._settings(text, line, found.settings_at)
        self.at += 1
        yield from self._text(found)

    def _settings(self, text: str, line: int, at: int) -> Iterator[Fault]:
        found = list(settings.of_cue(text, at)) if at < len(text) else []
        names = {each.name for each in found if not each.wrong}
        for each in found:
            if each.wrong:
                yield Fault(rules.SETTINGS, line, each.at + 1, each.wrong, len(each.text))
            elif each.name == "region" and each.value not in self.regions:
                what = f"there is no region {each.value!r} above"
                yield Fault(rules.REGION, line, each.at + 1, what, len(each.text))
            elif each.name == "region" and names & _KEPT_WITHOUT:
                what = f"region has no effect beside {', '.join(sorted(names & _KEPT_WITHOUT))}"
                yield Fault(rules.REGION, line, each.at + 1, what, len(each.text))

    def _text(self, found: times.LineOfTimes | None) -> Iterator[Fault]:
        """Go through the text of a cue; of one that players drop, only to its end."""
        first = self.at
        while self._is_inside() and ARROW not in self.lines[self.at]:
            self.at += 1
        body = self.lines[first : self.at]
        if found is not None:
            text = "\n".join(body)
            found_wrong = cue_text.faults(text, start_ms=found.start_ms, end_ms=found.end_ms, kind=self.kind)
            for wrong in islice(found_wrong, _MOST_FAULTS):
                row = text.count("\n", 0, wrong.at)
                column = wrong.at - (text.rfind("\n", 0, wrong.at) + 1) + 1
                yield Fault(wrong.rule, first + 1 + row, column, wrong.what, wrong.length, wrong.severity)
        if self._is_inside():
            yield Fault(rules.BLANK_LINE, self.at + 1, 1, "no blank line above the cue")
