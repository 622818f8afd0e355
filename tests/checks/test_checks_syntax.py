"""Syntax, read strictly: each fault at its line and column, and no false alarm over what the format allows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from cuepress import formats
from cuepress.checks.material import RawFile
from cuepress.checks.syntax import blocks, cue_text, encoding, settings, subrip, times
from cuepress.model import Kind, Track
from strategies import one_lines, tracks

HEAD = "WEBVTT\n\n"
CUE = "00:00:01.000 --> 00:00:04.000"


def _found(text: str, kind: Kind = "captions") -> list[tuple[str, int, int]]:
    return [(fault.rule.id, fault.line, fault.column) for fault in blocks.faults(text.split("\n"), kind)]


def _in_text(text: str, kind: Kind = "captions") -> list[tuple[str, int]]:
    return [(each.rule.id, each.at) for each in cue_text.faults(text, start_ms=1_000, end_ms=4_000, kind=kind)]


class TestWhatIsLegal:
    """What webvtt-parser or other tools complain of though the specification allows it."""

    @pytest.mark.parametrize(
        "text",
        [
            "WEBVTT",
            "WEBVTT a remark\n\n" + CUE + "\ntext",
            "WEBVTT\tand a tab\n",
            HEAD
            + "REGION\nid:top\nwidth:40%\nlines:3\nregionanchor:0%,100%\nviewportanchor:10%,90%\nscroll:up\n\n"
            + CUE
            + " region:top\ntext",
            HEAD + "STYLE\n::cue { color: red }\n\n" + CUE + "\ntext",
            HEAD + "STYLE \t\n::cue(b) { color: red }\n\nREGION\nid:a\n\nNOTE\nof mine\n\n" + CUE + "\ntext",
            HEAD + "NOTE one line\n\nNOTE\n\n" + CUE + "\n",
            HEAD + "an id\n" + CUE + "\ntext",
            HEAD + CUE + " align:start line:0 position:10%,line-left size:50.5% vertical:rl\ntext",
            HEAD + CUE + " line:-1\ntext\n\n" + CUE + " line:100%,end",
            HEAD + CUE + "\t\n",
            HEAD + "01:00.000\t-->  02:00.000\ntext",
            HEAD + "100:00:00.000 --> 100:00:01.000\ntext",
            HEAD + CUE + "\n&#x266B; &#9835; &eacute; &amp; &lt; &gt; &nbsp; &lrm; &rlm; > greater",
            HEAD + CUE + "\n<v.loud Ann Lee>Hello",
            HEAD + CUE + "\n<v Ann>Hello</v> <v Bob>Ho</v>",
            HEAD + CUE + "\n<c.red.bg_blue>a</c> <i>b <b>c</b></i> <u.x>d</u>",
            HEAD + CUE + "\n<ruby>字<rt>じ</rt></ruby> <ruby>幕<rt>まく</ruby>",
            HEAD + CUE + "\n<lang en-GB>colour</lang>",
            HEAD + CUE + "\none <00:00:02.000>two <00:03.000>three",
        ],
    )
    def test_nothing_is_found(self, text: str) -> None:
        assert _found(text) == []

    def test_metadata_may_hold_anything(self) -> None:
        assert _found(HEAD + CUE + '\n{"a": "<b & c>"}', "metadata") == []

    @given(tracks())
    @hypothesis_settings(deadline=None)
    def test_what_we_write_has_no_fault(self, track: Track) -> None:
        text = formats.serialize(track, extension=".vtt").data.decode()

        found = list(blocks.faults(text.split("\n"), track.kind))

        # Settings of a drawn cue may name a region that the drawn track has not; chapters may have marks.
        assert [each for each in found if each.rule.id not in {"syntax.region", "syntax.chapter"}] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("WEBVTTX\n\n", [("syntax.signature", 1, 1)]),
        ("WEBVTT a --> b\n\n", [("syntax.signature", 1, 10)]),
        ("WEBVTT\nKind: captions\nLanguage: fr\n", [("syntax.header", 2, 1), ("syntax.header", 3, 1)]),
        ("WEBVTT\n" + CUE + "\ntext", [("syntax.header", 2, 1)]),
        (HEAD + "lost\n\n" + CUE, [("syntax.loose_text", 3, 1)]),
        (HEAD + "lost\nlines\n" + CUE, [("syntax.loose_text", 3, 1)]),
        (HEAD + "a\n" + CUE + "\n\na\n" + CUE, [("syntax.duplicate_id", 6, 1)]),
        (HEAD + "NOTE\nx --> y\n", [("syntax.note", 4, 3)]),
        (HEAD + "STYLE\n--> {}\n", [("syntax.style", 4, 1)]),
        (HEAD + CUE + "\n\nSTYLE\n::cue {}\n", [("syntax.style", 5, 1)]),
        (HEAD + CUE + "\n\nREGION\nid:a\n", [("syntax.region", 5, 1)]),
        (HEAD + "REGION\nwidth:40\nid:a\n", [("syntax.region", 4, 1)]),
        (HEAD + "REGION\nid:a\n\nREGION\nid:a\n", [("syntax.region", 7, 1)]),
        (HEAD + "REGION\nlines:2\n", [("syntax.region", 3, 1)]),
        (HEAD + CUE + " region:x\n", [("syntax.region", 3, 31)]),
        (HEAD + "REGION\nid:a\n\n" + CUE + " region:a line:0\n", [("syntax.region", 6, 31)]),
        (HEAD + CUE + "\ntext\n" + CUE + "\nmore", [("syntax.blank_line", 5, 1)]),
        (HEAD + "00:00:01,000 --> 00:00:04.000\n", [("syntax.times", 3, 9)]),
        (HEAD + "00:00:01.00 --> 00:00:04.000\n", [("syntax.times", 3, 10)]),
        (HEAD + "00:00:01.000-->00:00:04.000\n", [("syntax.times", 3, 13), ("syntax.times", 3, 16)]),
        (HEAD + "0:00:01.000 --> 00:00:04.000\n", [("syntax.times", 3, 1)]),
        (HEAD + "00:60:01.000 --> 01:00:04.000\n", [("syntax.times", 3, 1)]),
        (HEAD + "-00:01.000 --> 00:04.000\n", [("syntax.times", 3, 1)]),
        (HEAD + "00:01.000 -> 00:04.000 -->\n", [("syntax.times", 3, 11)]),
        (
            HEAD + CUE + " size:50% size:60% hue:1 position\n",
            [("syntax.settings", 3, 40), ("syntax.settings", 3, 49), ("syntax.settings", 3, 55)],
        ),
        (HEAD + CUE + "\nR&D\nand <x>", [("syntax.reference", 4, 2), ("syntax.tag", 5, 5)]),
    ],
)
def test_each_fault_has_its_line_and_column(text: str, expected: list[tuple[str, int, int]]) -> None:
    assert _found(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a & b", [("syntax.reference", 2)]),
        ("&bogus; &#0; &#xD800; &amp", [("syntax.reference", at) for at in (0, 8, 13, 22)]),
        ("<i>a", [("syntax.tag", 0)]),
        ("a</i>", [("syntax.tag", 1)]),
        ("</>", [("syntax.tag", 0)]),
        ("<i>a</b></i>", [("syntax.tag", 4)]),
        ("3 <4", [("syntax.tag", 2), ("syntax.inner_time", 4)]),
        ("<rt>a</rt>", [("syntax.tag", 0), ("syntax.tag", 5)]),
        ("<v>a</v>", [("syntax.voice", 0)]),
        ("<v A>a <v B>b</v></v>", [("syntax.voice", 7)]),
        ("so <v A>a", [("syntax.tag", 3)]),
        ("<b loud>a</b>", [("syntax.annotation", 0)]),
        ("<lang>a</lang>", [("syntax.lang", 0)]),
        ("<lang xx-yyyyyyyyyy>a</lang>", [("syntax.lang", 0)]),
        ("<00:00:09.000>a", [("syntax.inner_time", 0)]),
        ("<00:00:03.000>a<00:00:02.000>b", [("syntax.inner_time", 15)]),
        ("<00:00:03>a", [("syntax.inner_time", 9)]),
    ],
)
def test_each_fault_of_a_text_has_its_place(text: str, expected: list[tuple[str, int]]) -> None:
    assert _in_text(text) == expected


def test_chapters_are_plain_text() -> None:
    assert _in_text("<i>One</i>", "chapters") == [("syntax.chapter", 0), ("syntax.chapter", 6)]


@pytest.mark.parametrize("value", ["0%", "100%", "7.5%", "099%"])
def test_percentages_of_a_setting(value: str) -> None:
    assert [each.wrong for each in settings.of_cue(f"size:{value}", 0)] == [""]


@pytest.mark.parametrize("value", ["101%", "100.5%", "-1%", "50", "%", "5.%", "1e1%"])
def test_what_is_no_percentage(value: str) -> None:
    assert [each.wrong for each in settings.of_cue(f"size:{value}", 0)] != [""]


class TestSubRip:
    GOOD = "1\n00:00:01,000 --> 00:00:02,000\nOne\n\n2\n00:00:03,000 --> 00:00:04,000\nTwo\n"

    def _found(self, text: str, lines: list[int]) -> list[tuple[str, int]]:
        return [(fault.rule.id, fault.line) for fault in subrip.faults(text.split("\n"), lines)]

    def test_nothing_is_found_in_a_good_file(self) -> None:
        assert self._found(self.GOOD, [2, 6]) == []

    def test_coordinates_of_the_first_program_are_fine(self) -> None:
        assert self._found(self.GOOD.replace("02,000", "02,000  X1:1 X2:2 Y1:1 Y2:2"), [2, 6]) == []

    @pytest.mark.parametrize(
        ("old", "new", "expected"),
        [
            ("\n2\n", "\n7\n", [("subrip.number", 5)]),
            ("1,000", "1.000", [("subrip.times", 2)]),
            ("One", "One\n\nmore", [("subrip.blank_line", 5)]),
        ],
    )
    def test_each_fault_has_its_line(self, old: str, new: str, expected: list[tuple[str, int]]) -> None:
        text = self.GOOD.replace(old, new, 1)
        lines = [at for at, line in enumerate(text.split("\n"), start=1) if "-->" in line]

        assert self._found(text, lines) == expected

    def test_after_a_slip_both_ways_of_going_on_are_right(self) -> None:
        cue = "{}\n00:00:01,000 --> 00:00:02,000\nx\n\n"
        for numbers in ((1, 2, 7, 4, 5), (1, 2, 7, 8, 9)):
            text = "".join(cue.format(number) for number in numbers)
            assert self._found(text, [2, 6, 10, 14, 18]) == [("subrip.number", 9)]


class TestEncoding:
    @pytest.mark.parametrize(
        ("data", "name", "expected"),
        [
            (b"WEBVTT\n\nplain", "utf-8", []),
            ("WEBVTT\n\nété".encode(), "utf-8", []),
            (b"WEBVTT\n\n\xe9t\xe9", "cp1252", [("file.encoding", 3, 1)]),
            ("WEBVTT".encode("utf-16"), "utf-16-le", [("file.encoding", 0, 0)]),
            (b"WEBVTT\n\nab\0", "utf-8", [("file.nul", 3, 3)]),
        ],
    )
    def test_bytes_that_are_no_utf_8_are_named(
        self, data: bytes, name: str, expected: list[tuple[str, int, int]]
    ) -> None:
        raw = RawFile(data, data.decode(name), name, ".vtt")

        assert [(fault.rule.id, fault.line, fault.column) for fault in encoding.faults(raw)] == expected


@given(st.lists(st.one_of(one_lines(), st.just("")), min_size=1))
def test_any_lines_give_faults_inside_the_file(lines: list[str]) -> None:
    for fault in blocks.faults(lines, "captions"):
        assert 1 <= fault.line <= len(lines)
        assert 1 <= fault.column <= len(lines[fault.line - 1]) + 1


@given(st.text(alphabet="0123456789:. ->\t", max_size=40))
@hypothesis_settings(deadline=None)
def test_a_line_of_times_is_read_or_something_is_wrong_with_it(line: str) -> None:
    found, wrong = times.read(line)

    assert (found is None) == any(each.is_fatal for each in wrong)
