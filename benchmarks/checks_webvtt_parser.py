"""Our findings of syntax beside those of webvtt-parser (npm), which is what the W3C's validator runs.

Its places are put right first: of a fault in the text of a cue it names the line after the text, and counts
columns over all of it; of an id that stands alone and of a style, the line after. What it finds wrong though it is
legal is a false alarm.
"""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html.entities import html5
from pathlib import Path

from cuepress.checks.syntax import blocks

VERSION = "2.2.0"
_SCRIPT = """
const fs = require("fs"); const {WebVTTParser} = require("webvtt-parser");
const entities = Object.fromEntries(Object.entries(require("webvtt-parser/html-entities.json")).map(([k, v]) =>
  [k, typeof v === "string" ? v : v.characters]));
const out = {};
for (const name of process.argv.slice(1)) {
  const text = new TextDecoder("utf-8", {ignoreBOM: true}).decode(fs.readFileSync(name));
  try { out[name] = new WebVTTParser(process.env.ENTITIES ? entities : undefined).parse(text, "").errors; }
  catch (error) { out[name] = [{message: "crash: " + error.message, line: 0, col: 0}]; }
}
console.log(JSON.stringify(out));
"""
# Its messages about the text of a cue, and the rules that say the same.
_OF_TEXT = (
    ("Incorrect escape", {"syntax.reference"}),
    ("Only <v> and <lang>", {"syntax.annotation"}),
    ("Incorrect start tag", {"syntax.tag"}),
    ("Incorrect end tag", {"syntax.tag"}),
    ("Required end tag", {"syntax.tag"}),
    ("<v> cannot be nested", {"syntax.voice"}),
    ("<v> requires", {"syntax.voice"}),
    ("Timestamp must be between", {"syntax.inner_time"}),
    ("Timestamp must be greater", {"syntax.inner_time"}),
    ("Timestamp must not have", {"syntax.inner_time"}),
)
_OF_FILE = (
    ("No valid signature", {"syntax.signature"}),
    ("No blank line after the signature", {"syntax.header"}),
    ("Cannot have timestamp in a comment", {"syntax.note"}),
    ("Cannot have timestamp in a style", {"syntax.style"}),
    ("Style blocks cannot", {"syntax.style"}),
    ("Cue identifier", {"syntax.loose_text", "syntax.region"}),
    ("Blank line missing", {"syntax.blank_line"}),
    ("Start timestamp is not", {"time.order"}),
    ("End timestamp is not", {"time.ends_before_it_starts"}),
)
_TIMES = {"syntax.times", "syntax.inner_time"}
_SETTINGS = {"syntax.settings", "syntax.region"}


@dataclass(frozen=True)
class Alarm:
    """What webvtt-parser says, at the line where it is."""

    message: str
    line: int
    rules: frozenset[str]


def find_tool(folder: Path) -> bool:
    """Install webvtt-parser into a folder; tell whether it is there."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        return False
    command = ["npm", "install", "--no-save", "--silent", "--prefix", str(folder), f"webvtt-parser@{VERSION}"]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


def alarms(folder: Path, paths: Sequence[Path]) -> dict[Path, list[Alarm]]:
    """Return what webvtt-parser says of each file."""
    names = [str(path.resolve()) for path in paths]
    done = subprocess.run(["node", "-e", _SCRIPT, *names], cwd=folder, check=True, capture_output=True, text=True)
    found = json.loads(done.stdout)
    return {
        path: [_alarm(each, lines_of(path)) for each in found[name]]
        for path, name in zip(paths, names, strict=True)
    }


def lines_of(path: Path) -> list[str]:
    text = path.read_bytes().decode("utf-8-sig", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _alarm(said: dict[str, object], lines: Sequence[str]) -> Alarm:
    message, line, column = str(said["message"]), int(str(said["line"])), int(str(said.get("col") or 1))
    for prefix, rules in _OF_FILE:
        if message.startswith(prefix):
            is_after = "standalone" in message or "followed" in message
            if message.startswith("Style blocks"):  # it names the line after the block
                return Alarm(message, line - len(_block(lines, line - 1)), frozenset(rules))
            return Alarm(message, line - is_after, frozenset(rules))
    is_of_text = blocks.ARROW not in (lines[line - 1] if line <= len(lines) else "")
    if is_of_text:
        rules = next((rules for prefix, rules in _OF_TEXT if message.startswith(prefix)), _TIMES)
        return Alarm(message, _line_of_text(lines, line, column), frozenset(rules))
    return Alarm(message, line, frozenset(_TIMES | _SETTINGS))


def _line_of_text(lines: Sequence[str], after: int, column: int) -> int:
    """Return the line of a column that is counted over all the text of the cue that ends before a line."""
    first = after - 1
    while first > 0 and blocks.ARROW not in lines[first - 1]:
        first -= 1
    at = first
    for text in lines[first : after - 1]:
        if column <= len(text) + 1:
            break
        column -= len(text) + 1
        at += 1
    return min(at, after - 2) + 1


def is_false(alarm: Alarm, lines: Sequence[str]) -> str:
    """Return why an alarm is false, or nothing: what the specification allows and the tool does not know."""
    line = lines[alarm.line - 1] if 0 < alarm.line <= len(lines) else ""
    block = _block(lines, alarm.line)
    if block and block[0].rstrip(" \t") == "REGION" and alarm.message.startswith("Cue identifier"):
        return "a REGION block"
    if alarm.message.startswith("Invalid setting") and re.search(r"[ \t]region:\S", line):
        return "the setting region"
    if alarm.message.startswith("Incorrect escape"):
        names = re.findall(r"&(?:#[0-9]+|#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);", line)
        if names and all(each[1:] in html5 or html.unescape(each) != each for each in names):
            return f"a character reference of HTML ({names[0]})"
    return ""


def _block(lines: Sequence[str], line: int) -> list[str]:
    first = line
    while first > 1 and lines[first - 2]:
        first -= 1
    return list(lines[first - 1 : line])


def _is_there(line: int, wanted: int, lines: Sequence[str]) -> bool:
    """Tell whether a line is the wanted one, or holds the beginning of a tag that goes on into it."""
    text = lines[line - 1] if 0 < line <= len(lines) else ""
    return line == wanted or (line == wanted - 1 and text.rfind("<") > text.rfind(">"))


def compared(
    said: Sequence[Alarm], ours: Sequence[tuple[str, int]], lines: Sequence[str]
) -> Iterator[tuple[str, Alarm]]:
    """Yield ``same``, ``false``, ``elsewhere`` (found, but at another line) or ``missed`` for each alarm."""
    for alarm in said:
        if any(rule in alarm.rules and _is_there(line, alarm.line, lines) for rule, line in ours):
            yield "same", alarm
        elif is_false(alarm, lines):
            yield "false", alarm
        elif any(rule in alarm.rules and abs(line - alarm.line) <= 1 for rule, line in ours):
            yield "elsewhere", alarm
        else:
            yield "missed", alarm


if __name__ == "__main__":
    sys.exit("run benchmarks/checks.py")
