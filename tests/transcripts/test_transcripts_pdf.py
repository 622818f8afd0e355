"""What stands on the pages of a PDF file: each test sets a page as programs set it, and reads it."""

from __future__ import annotations

import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cuepress.errors import TranscriptError
from cuepress.transcripts import pdf as pdf_reader
from cuepress.transcripts import pdf_bounds
from cuepress.transcripts.blocks import Block, Document
from pdf_documents import at, lines, pdf, rule, stream, width_pt

PARAGRAPH = [
    "We have heard the moving words of survivors, and of those who",
    "kept their cities together although others tried to divide them,",
    "and the message that they sent to us is a strong one.",
]
LEFT, TOP = 72, 100


def read(data: bytes) -> Document:
    return pdf_reader.read(data, where="talk.pdf")


def texts(document: Document) -> list[str]:
    return [
        " | ".join("".join(run.text for run in cell) for cell in b.cells) if b.cells else b.text
        for b in document.blocks
    ]


def blocks(*contents: bytes) -> tuple[Block, ...]:
    return read(pdf([b"".join(contents)])).blocks


def test_lines_become_paragraphs_by_the_gap_between_them() -> None:
    found = blocks(lines(LEFT, TOP, PARAGRAPH), lines(LEFT, TOP + 60, PARAGRAPH))

    assert [block.text for block in found] == ["\n".join(PARAGRAPH)] * 2
    assert all(block.is_wrapped and block.page == 1 for block in found)


def test_lines_become_paragraphs_by_an_indent_or_by_a_line_that_ends_early() -> None:
    short = [*PARAGRAPH[:2], "and short."]
    by_indent = at(LEFT + 18, TOP, "Indented first line of a paragraph that goes on until its end,") + lines(
        LEFT, TOP + 13, PARAGRAPH[:2]
    )
    again = at(LEFT + 18, TOP + 39, "Indented once more, and then it goes on for a full line again") + lines(
        LEFT, TOP + 52, PARAGRAPH[:2]
    )

    assert len(blocks(lines(LEFT, TOP, [*short, *short]))) == 2
    assert len(blocks(by_indent, again)) == 2


def test_bold_words_are_runs_of_their_own_without_a_space_too_many() -> None:
    name = "Ann Miller"
    found = blocks(at(LEFT, TOP, name, bold=True), at(LEFT + 53.2, TOP, ": good morning."))

    assert [(run.text, run.is_bold) for run in found[0].runs] == [(name, True), (": good morning.", False)]


def test_larger_lines_are_headings() -> None:
    found = blocks(at(LEFT, 60, "The talk", size=18), lines(LEFT, TOP, PARAGRAPH))

    assert [block.kind for block in found] == ["heading", "paragraph"]


def test_columns_are_read_one_after_the_other() -> None:
    column = ["heard the moving words of", "survivors, and of those who", "kept cities together though"] * 3
    left = [f"{number} {text}" for number, text in enumerate(column)]
    right = [f"{number + 20} {text}" for number, text in enumerate(column)]

    document = read(pdf([lines(60, TOP, left) + lines(320, TOP, right)]))

    assert " ".join(texts(document)).replace("\n", " ").split() == " ".join([*left, *right]).split()


def three_columns(turns: list[tuple[str, str, list[str]]], *, row_gap: float, is_low: bool = False) -> bytes:
    """Set turns as a table without rules; ``is_low`` puts time and speaker at the foot of their row."""
    content, top = b"", float(TOP)
    for time, speaker, text in turns:
        low = top + 13 * (len(text) - 1) if is_low else top
        content += at(60, low, time) + at(130, low, speaker) + lines(230, top, text)
        top += 13 * len(text) + row_gap
    return content


TURNS = [
    ("00:12", "ANN MILLER", ["We have heard the moving words of those", "who kept their cities together."]),
    ("00:25", "BOB", ["Thank you."]),
    ("00:31", "ANN MILLER", ["And the message that they sent is a strong", "one, as all of us", "know."]),
    ("00:40", "BOB", ["So it is."]),
]


# Without a gap, nothing on a page with low cells says where a row ends.
@pytest.mark.parametrize(("row_gap", "is_low"), [(0, False), (6, False), (6, True)])
def test_a_table_without_rules_is_read_row_by_row(row_gap: float, *, is_low: bool) -> None:
    document = read(
        pdf([at(60, 60, "Transcript", size=18) + three_columns(TURNS, row_gap=row_gap, is_low=is_low)])
    )

    assert texts(document)[1:] == [f"{time} | {who} | " + "\n".join(text) for time, who, text in TURNS]


def test_a_table_with_rules_is_divided_by_them() -> None:
    content = three_columns(TURNS, row_gap=0)
    heights = [TOP - 10, TOP + 16, TOP + 29, TOP + 68, TOP + 81]
    rules = b"".join(rule(56, height, 500, height) for height in heights)

    document = read(pdf([content + rules]))

    assert texts(document) == [f"{time} | {who} | " + "\n".join(text) for time, who, text in TURNS]


def test_line_numbers_in_the_margin_are_taken_out_of_the_text() -> None:
    numbered = b"".join(at(50, TOP + 13 * number, str(number + 1)) for number in range(9))

    found = blocks(numbered, lines(90, TOP, PARAGRAPH * 3))

    assert "".join(block.text for block in found[:-1]).count("We have heard") == 3
    assert [(run.text, run.unspoken) for run in found[-1].runs] == [("1 2 3 4 5 6 7 8 9", "line-number")]


def test_raised_figures_and_small_text_at_the_foot_are_footnotes() -> None:
    content = at(LEFT, TOP, "A word") + at(LEFT + width_pt("A word", 11), TOP - 4, "1", size=7)
    note = at(LEFT, 700, "1 See the annex of this report, on page four.", size=8)

    found = blocks(content, lines(LEFT, TOP + 13, PARAGRAPH), note, at(290, 800, "7"))

    marked = [(run.text, run.unspoken) for block in found for run in block.runs if run.unspoken]
    assert marked == [("1", "footnote"), ("1 See the annex of this report, on page four.", "footnote")]
    assert found[-1].text == "7"


def test_every_block_knows_its_page() -> None:
    document = read(pdf([lines(LEFT, TOP, PARAGRAPH), lines(LEFT, TOP, PARAGRAPH)]))

    assert [block.page for block in document.blocks] == [1, 2]


def test_a_turned_page_is_read_as_it_is_shown() -> None:
    turned = b"q 0 1 -1 0 595 0 cm " + at(100, 700, "One line.") + at(100, 713, "Another line.") + b"Q"
    data = pdf([turned]).replace(b"/Type /Page /Parent", b"/Type /Page /Rotate 90 /Parent")

    assert " ".join(texts(read(data))).split() == ["One", "line.", "Another", "line."]


def test_the_title_is_that_of_the_file_unless_nobody_gave_it_one() -> None:
    page = at(LEFT, TOP, "Speech.")

    assert read(pdf([page], info=b"/Title (A  talk)")).title == "A talk"
    assert read(pdf([page], info=b"/Title (untitled)")).title == ""


def test_pictures_of_pages_need_text_recognition_first() -> None:
    picture = stream(
        b"\0", b"/Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray"
    )
    scan = pdf([b"q 500 0 0 700 50 50 cm /I Do Q"], more=[picture], resources=b"/XObject << /I 6 0 R >>")

    with pytest.raises(TranscriptError, match="pictures of pages but no text; run text recognition"):
        read(scan)
    with pytest.raises(TranscriptError, match="no text on its pages"):
        read(pdf([b""]))


def test_a_locked_file_says_that_it_is_locked() -> None:
    lock = b"/Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s>" % (b"41" * 32, b"42" * 32)
    trailer = b"/Root 1 0 R /Encrypt << %s >> /ID [<41> <41>]" % lock

    with pytest.raises(TranscriptError, match="locked with a password"):
        read(pdf([at(LEFT, TOP, "Speech.")]).replace(b"/Root 1 0 R", trailer))


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"no pdf", pdf([at(72, 100, "Speech.")])[:500]])
def test_what_is_no_pdf_or_is_cut_off_is_damage(data: bytes) -> None:
    with pytest.raises(TranscriptError, match="damaged or cut off"):
        read(data)


def test_a_stream_that_unpacks_to_a_gigabyte_is_refused() -> None:
    squeezed = zlib.compressobj(9)
    bomb = b"".join([*(squeezed.compress(b" " * 2**20) for _ in range(64)), squeezed.flush()])
    twice = zlib.compress(bomb)

    for content, name in ((bomb, b"/FlateDecode"), (twice, b"[/FlateDecode /FlateDecode]")):
        data = pdf([b""], more=[stream(content, b"/Filter " + name)])
        with pytest.raises(TranscriptError, match="unpacks to more than"):
            read(data)


def test_forms_that_draw_forms_are_multiplied_out() -> None:
    def form(number: int) -> bytes:
        inner = b"/Resources << /XObject << /X %d 0 R >> >>" % (7 + number)
        return stream(b"/X Do " * 10, b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] " + inner)

    data = pdf([b"/X Do"], more=[form(number) for number in range(12)], resources=b"/XObject << /X 6 0 R >>")

    with pytest.raises(TranscriptError, match="the same forms over and over"):
        read(data)


def test_a_page_that_shows_one_stream_again_and_again_is_refused() -> None:
    content = at(LEFT, TOP, "Speech.") * 20_000
    data = pdf([b""], more=[stream(content)]).replace(b"/Contents 8 0 R", b"/Contents [%s]" % (b"6 0 R " * 40))

    with pytest.raises(TranscriptError, match="over and over"):
        read(data)


def test_a_page_of_more_letters_than_any_page_is_refused_and_not_cut() -> None:
    few = pdf([lines(50, 50, ["word " * 400] * 120)])
    many = pdf([lines(50, 50, ["word " * 400] * 600)])

    for data in (few, many):
        with pytest.raises(TranscriptError, match="more letters than any page"):
            read(data)


def test_pictures_however_large_are_not_unpacked() -> None:
    picture = stream(b"\0" * (pdf_bounds.MAX_STREAM_BYTES + 1), b"/Type /XObject /Subtype /Image", deflated=True)

    assert texts(read(pdf([at(LEFT, TOP, "Speech.")], more=[picture]))) == ["Speech."]


def test_a_page_tree_that_bites_its_tail_is_damage() -> None:
    data = pdf([at(LEFT, TOP, "Speech.")]).replace(b"/Kids [6 0 R]", b"/Kids [2 0 R]")

    with pytest.raises(TranscriptError, match="damaged"):
        read(data)


@given(st.integers(0, 700), st.binary(max_size=12))
@settings(max_examples=100)
def test_a_damaged_file_gives_a_document_or_our_own_error(place: int, noise: bytes) -> None:
    whole = pdf([lines(LEFT, TOP, PARAGRAPH)])
    broken = whole[:place] + noise + whole[place + len(noise) :]

    try:
        read(broken)
    except TranscriptError as error:
        assert error.where == "talk.pdf"  # noqa: PT017 - most damage is repaired, and then nothing is raised
