"""What a Word document shows and what it only carries: each test is one thing that Word files hold."""

from __future__ import annotations

import contextlib
import re

import pytest
from docx import Document as WordDocument
from docx.shared import Pt

from cuepress.errors import TranscriptError
from cuepress.transcripts import word as word_reader
from cuepress.transcripts.blocks import Block, Document
from word_documents import field, p, part_of, r, saved, table, with_parts, word


def read(data: bytes) -> Document:
    return word_reader.read(data, where="talk.docx")


def spoken(document: Document) -> list[str]:
    """The text of each block without what the reader marks as unspoken; rows as cells parted by bars."""
    lines = []
    for block in document.blocks:
        parts = block.cells or (block.runs,)
        text = "|".join("".join(run.text for run in part if run.unspoken is None) for part in parts)
        if text.strip("| \n"):
            lines.append(text)
    return lines


def unspoken(document: Document) -> dict[str, str]:
    """What is marked as unspoken: kind -> text."""
    found: dict[str, str] = {}
    for block in document.blocks:
        for part in (block.runs, *block.cells):
            for run in part:
                if run.unspoken:
                    found[run.unspoken] = found.get(run.unspoken, "") + run.text
    return found


def kinds(document: Document) -> list[str]:
    return [block.kind for block in document.blocks]


def test_headings_titles_and_lists_are_known_by_their_styles() -> None:
    source = WordDocument()
    source.add_paragraph("The message", style="Title")
    source.add_paragraph("Its subtitle", style="Subtitle")
    source.add_heading("First part", level=1)
    source.add_paragraph("Speech.")
    source.add_paragraph("A point", style="List Bullet")

    assert kinds(read(saved(source))) == ["title", "title", "heading", "paragraph", "list-item"]


def test_a_style_of_ones_own_is_a_heading_by_what_it_is_based_on_or_by_its_outline_level() -> None:
    source = WordDocument()
    own = source.styles.add_style("Our Chapter", 1)
    own.base_style = source.styles["Heading 2"]
    source.add_paragraph("Chapter", style="Our Chapter")
    data = saved(source)
    body = part_of(data, "word/document.xml")

    assert kinds(read(data)) == ["heading"]
    assert b"OurChapter" in body


def test_bold_and_italic_come_from_the_run_and_from_styles() -> None:
    source = WordDocument()
    bold = source.styles.add_style("Speaker", 1)
    bold.font.bold = True
    bold.font.size = Pt(11)
    source.add_paragraph("Ann Miller", style="Speaker")
    paragraph = source.add_paragraph()
    paragraph.add_run("Ann: ").bold = True
    paragraph.add_run("really").italic = True

    first, second = read(saved(source)).blocks

    assert [run.is_bold for run in first.runs] == [True]
    assert [(run.text, run.is_bold, run.is_italic) for run in second.runs] == [
        ("Ann: ", True, False),
        ("really", False, True),
    ]


def test_a_run_can_switch_off_the_bold_of_its_style() -> None:
    source = WordDocument()
    source.styles.add_style("Loud", 1).font.bold = True
    source.add_paragraph(style="Loud").add_run("quiet").bold = False

    assert not read(saved(source)).blocks[0].runs[0].is_bold


def test_text_that_word_cuts_into_many_runs_is_one_run() -> None:
    document = read(word(p(r("one ") + "<w:proofErr/>" + r("two ") + r("three"))))

    assert [run.text for run in document.blocks[0].runs] == ["one two three"]


def test_breaks_tabs_and_hyphens_are_characters() -> None:
    inside = "<w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/><w:t>d</w:t><w:softHyphen/>"

    assert read(word(p(f"<w:r>{inside}</w:r>"))).blocks[0].text == "a\tb\nc-d\u00ad"


def test_tracked_changes_are_read_as_accepted_and_deletions_are_handed_over() -> None:
    document = read(
        word(
            p(
                r("We ")
                + "<w:del><w:r><w:delText>will not </w:delText></w:r></w:del>"
                + f"<w:ins>{r('shall ')}</w:ins>"
                + f"<w:moveFrom>{r('moved ')}</w:moveFrom><w:moveTo>{r('act')}</w:moveTo>"
            )
        )
    )

    assert spoken(document) == ["We shall act"]
    assert unspoken(document) == {"deleted": "will not moved "}


def test_a_deleted_paragraph_mark_joins_two_paragraphs() -> None:
    document = read(word(p(r("the local level, and "), "<w:rPr><w:del/></w:rPr>") + p(r("the separation"))))

    assert spoken(document) == ["the local level, and the separation"]


def test_deleted_rows_and_struck_out_words_are_deleted() -> None:
    row = "<w:tr><w:trPr><w:del/></w:trPr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr>".format(p(r("gone")), p(r("too")))
    document = read(
        word(table(("a", "b")).replace("</w:tbl>", f"{row}</w:tbl>") + p(r("old", "<w:strike/>") + r("new")))
    )

    assert spoken(document) == ["a|b", "new"]
    assert unspoken(document) == {"deleted": "gonetooold"}


def test_comments_and_notes_stand_at_their_place_and_are_not_spoken() -> None:
    document = read(
        word(
            p(
                r("Word")
                + '<w:r><w:footnoteReference w:id="2"/></w:r>'
                + r(" goes on")
                + '<w:r><w:commentReference w:id="7"/></w:r>'
                + '<w:r><w:endnoteReference w:id="3"/></w:r>'
            ),
            footnotes=f'<w:footnote w:id="2">{p(r("See the annex."))}</w:footnote>',
            endnotes=f'<w:endnote w:id="3">{p(r("An endnote."))}</w:endnote>',
            comments=f'<w:comment w:id="7" w:author="Kim">{p(r("Check this"))}</w:comment>',
        )
    )

    assert spoken(document) == ["Word goes on"]
    assert unspoken(document) == {"footnote": "1 See the annex.1 An endnote.", "comment": "Kim: Check this"}


def test_hidden_text_is_hidden_whether_by_run_or_by_style() -> None:
    source = WordDocument()
    source.styles.add_style("Secret", 2).font.hidden = True
    paragraph = source.add_paragraph("Seen. ")
    paragraph.add_run("By style. ", style="Secret")
    paragraph.add_run("By run.").font.hidden = True

    document = read(saved(source))

    assert spoken(document) == ["Seen. "]
    assert unspoken(document) == {"hidden": "By style. By run."}


def test_headers_and_footers_are_running_heads_once_each() -> None:
    source = WordDocument()
    for _ in range(2):
        section = source.add_section()
        section.header.is_linked_to_previous = False
        section.header.paragraphs[0].text = "Ministry of Words"
        section.footer.is_linked_to_previous = False
        section.footer.paragraphs[0].text = "Embargoed"
    source.add_paragraph("Speech.")

    document = read(saved(source))

    assert spoken(document) == ["Speech."]
    assert unspoken(document) == {"running-head": "Ministry of WordsEmbargoed"}


def test_fields_show_their_result_and_not_their_instruction() -> None:
    document = read(
        word(
            p(
                r("On ")
                + field("DATE", r("11 May"))
                + r(" in ")
                + f'<w:fldSimple w:instr="TITLE">{r("Rome")}</w:fldSimple>'
            )
            + p(r("Page ", "") + field("PAGE", r("7")))
            + p(field("TOC \\o", r("Contents ... 3")))
        )
    )

    assert spoken(document) == ["On 11 May in Rome", "Page "]
    assert unspoken(document) == {"page-number": "7", "navigation": "Contents ... 3"}


def test_a_field_that_is_never_closed_does_not_swallow_the_document() -> None:
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'

    assert spoken(read(word(p(begin) + p(r("Still here."))))) == ["Still here."]


def test_a_text_box_is_read_once_though_word_writes_it_twice() -> None:
    box = f"<w:txbxContent>{p(r('In the box.'))}</w:txbxContent>"
    shape = f"<wps:wsp><wps:txbx>{box}</wps:txbx></wps:wsp>"
    new = f'<mc:Choice Requires="wps"><w:drawing>{shape}</w:drawing></mc:Choice>'
    old = f"<mc:Fallback><w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict></mc:Fallback>"
    document = read(
        word(p(r("Before") + f"<w:r><mc:AlternateContent>{new}{old}</mc:AlternateContent></w:r>") + p(r("After")))
    )

    assert spoken(document) == ["Before", "In the box.", "After"]


def test_controls_links_and_smart_tags_hold_ordinary_text() -> None:
    inside = (
        f"<w:hyperlink>{r('linked ')}</w:hyperlink><w:smartTag>{r('smart ')}</w:smartTag>"
        f"<w:sdt><w:sdtPr/><w:sdtContent>{r('inner')}</w:sdtContent></w:sdt>"
    )
    outer = f"<w:sdt><w:sdtContent>{p(r('Controlled.'))}</w:sdtContent></w:sdt>"
    prompt = (
        f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{p(r('Click here.'))}</w:sdtContent></w:sdt>"
    )

    document = read(word(p(inside) + outer + prompt))

    assert spoken(document) == ["linked smart inner", "Controlled."]
    assert unspoken(document) == {"hidden": "Click here."}


def test_table_rows_have_a_cell_per_column_also_where_cells_are_merged() -> None:
    wide = (
        f'<w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>{p(r("wide"))}</w:tc><w:tc>{p(r("c"))}</w:tc></w:tr>'
    )
    document = read(word(table(("1", "2", p(r("x")) + p(r("y")))).replace("</w:tbl>", f"{wide}</w:tbl>")))

    assert spoken(document) == ["1|2|x\ny", "wide||c"]


def test_a_nested_table_follows_its_row_and_a_table_of_one_column_is_a_frame() -> None:
    inner = table(("t", "u"))
    document = read(word(table(("a", p(r("b")) + inner + p(""))) + table((p(r("Framed.")),))))

    assert [(block.kind, line) for block, line in zip(filled(document), spoken(document), strict=True)] == [
        ("row", "a|b"),
        ("row", "t|u"),
        ("paragraph", "Framed."),
    ]


def filled(document: Document) -> list[Block]:
    return [block for block in document.blocks if block.text or any(block.cells)]


def test_pages_are_counted_once_per_break_however_word_notes_it() -> None:
    rendered = "<w:r><w:lastRenderedPageBreak/></w:r>"
    document = read(
        word(
            p(r("one"))
            + p('<w:r><w:br w:type="page"/></w:r>' + rendered + r("two"))
            + p(rendered + r("three"))
            + p(r("four"), "<w:pageBreakBefore/>")
        )
    )

    assert [(block.text.strip(), block.page) for block in document.blocks] == [
        ("one", 1),
        ("two", 2),
        ("three", 3),
        ("four", 4),
    ]


@pytest.mark.parametrize(
    ("before", "raised", "is_mark"), [("the summit", "3", True), ("120 km", "2", False), ("the 5", "th", False)]
)
def test_a_raised_figure_is_a_footnote_mark_unless_it_is_a_power_or_an_ordinal(
    before: str, raised: str, *, is_mark: bool
) -> None:
    document = read(word(p(r(before) + r(raised, '<w:vertAlign w:val="superscript"/>'))))

    assert spoken(document) == [before if is_mark else before + raised]


def test_ruby_keeps_the_characters_and_notes_the_reading() -> None:
    ruby = f"<w:r><w:ruby><w:rt>{r('かんじ')}</w:rt><w:rubyBase>{r('漢字')}</w:rubyBase></w:ruby></w:r>"

    document = read(word(p(ruby)))

    assert spoken(document) == ["漢字"]
    assert unspoken(document) == {"note": "かんじ"}


def test_symbols_of_the_greek_font_are_greek_and_ornaments_are_nothing() -> None:
    symbols = '<w:r><w:sym w:font="Symbol" w:char="F061"/><w:sym w:font="Wingdings" w:char="F0E0"/></w:r>'

    assert spoken(read(word(p(symbols)))) == ["α"]


def test_language_and_title_are_what_the_document_says() -> None:
    source = WordDocument()
    source.core_properties.title = "  A   message "
    french = '<w:lang w:val="fr-FR" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
    arabic = word(p(r("السلام عليكم", french + "<w:rtl/>")))

    assert read(saved(source)).title == "A message"
    assert read(word(p(r("Bonjour à tous", french)))).language == "fr-FR"
    assert read(word(p(r("大家好", french)))).language == "zh-CN"
    assert read(arabic).language == "ar-SA"


def test_a_document_without_properties_has_no_title() -> None:
    """As web offices export them; python-docx would call each of them "Word Document"."""
    data = word(p(r("Speech.")))
    links = re.sub(rb"<Relationship [^>]*core-properties[^>]*/>", b"", part_of(data, "_rels/.rels"))

    assert read(with_parts(data, {"_rels/.rels": links})).title == ""


def test_macro_documents_and_strict_open_xml_are_read_like_any_other() -> None:
    data = word(p(r("Speech.")))
    types = part_of(data, "[Content_Types].xml").replace(
        b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        b"application/vnd.ms-word.document.macroEnabled.main+xml",
    )
    office = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    strict = {
        name: part_of(data, name)
        .replace(office, b"http://purl.oclc.org/ooxml/officeDocument/relationships")
        .replace(
            b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        )
        for name in ("word/document.xml", "word/styles.xml", "_rels/.rels", "word/_rels/document.xml.rels")
    }

    assert spoken(read(with_parts(data, {"[Content_Types].xml": types}))) == ["Speech."]
    assert spoken(read(with_parts(data, strict))) == ["Speech."]


def test_links_to_parts_that_are_not_there_do_no_harm() -> None:
    data = word(p(r("Speech.")))
    links = part_of(data, "word/_rels/document.xml.rels").replace(b"styles.xml", b"nowhere.xml")

    assert spoken(read(with_parts(data, {"word/_rels/document.xml.rels": links}))) == ["Speech."]


def test_styles_based_on_each_other_in_a_circle_come_to_an_end() -> None:
    data = word(p(r("Speech."), '<w:pStyle w:val="One"/>'))
    circle = (
        '<w:style w:type="paragraph" w:styleId="One"><w:name w:val="one"/><w:basedOn w:val="Two"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Two"><w:name w:val="two"/><w:basedOn w:val="One"/></w:style>'
        "</w:styles>"
    )
    styles = part_of(data, "word/styles.xml").replace(b"</w:styles>", circle.encode())

    assert spoken(read(with_parts(data, {"word/styles.xml": styles}))) == ["Speech."]


@pytest.mark.parametrize(
    ("part", "content"),
    [
        ("word/document.xml", b"<html/>"),
        ("word/document.xml", b""),
        ("word/document.xml", b"not xml at all"),
        ("word/styles.xml", b"<x/>"),
        ("docProps/core.xml", b"<x/>"),
    ],
)
def test_parts_that_are_not_what_they_should_be_are_refused_or_ignored(part: str, content: bytes) -> None:
    data = with_parts(word(p(r("Speech."))), {part: content})

    with contextlib.suppress(TranscriptError):
        assert spoken(read(data)) == ["Speech."]
