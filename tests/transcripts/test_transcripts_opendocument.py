"""What an OpenDocument text shows and what it only carries: each test is one thing that such files hold."""

from __future__ import annotations

import io
import zipfile

import pytest
from odfdo import Document as OdfDocument
from odfdo import Header, List, ListItem, Paragraph

from cuepress.errors import TranscriptError
from cuepress.transcripts import opendocument
from cuepress.transcripts.blocks import Document
from cuepress.transcripts.limits import MAX_LINES

_SCHEMAS = {
    "office": "office:1.0",
    "style": "style:1.0",
    "text": "text:1.0",
    "table": "table:1.0",
    "draw": "drawing:1.0",
    "fo": "xsl-fo-compatible:1.0",
}
NAMESPACES = " ".join(
    [f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}"' for prefix, name in _SCHEMAS.items()]
    + ['xmlns:dc="http://purl.org/dc/elements/1.1/"', 'xmlns:odd="urn:example:odd"']
)


def content(body: str, styles: str = "") -> str:
    return (
        f"<office:document-content {NAMESPACES}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )


def odt(body: str, *, styles: str = "", common: str = "", **more: bytes) -> bytes:
    """Return an ``.odt``: the inside of its text, its automatic styles, and the inside of ``styles.xml``."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", content(body, styles))
        archive.writestr("styles.xml", f"<office:document-styles {NAMESPACES}>{common}</office:document-styles>")
        for name, part in more.items():
            archive.writestr(name.replace("__", "/") + ".xml", part)
    return stream.getvalue()


def read(data: bytes) -> Document:
    return opendocument.read(data, where="talk.odt")


def spoken(document: Document) -> list[str]:
    texts = []
    for block in document.blocks:
        parts = block.cells or (block.runs,)
        text = "|".join("".join(run.text for run in part if run.unspoken is None) for part in parts)
        if text.strip("| \n"):
            texts.append(text)
    return texts


def unspoken(document: Document) -> dict[str, str]:
    found: dict[str, str] = {}
    for block in document.blocks:
        for part in (block.runs, *block.cells):
            for run in part:
                if run.unspoken:
                    found[run.unspoken] = found.get(run.unspoken, "") + run.text
    return found


def style(name: str, properties: str, *, family: str = "text", more: str = "") -> str:
    inside = f"<style:text-properties {properties}/>"
    return f'<style:style style:name="{name}" style:family="{family}" {more}>{inside}</style:style>'


def test_a_document_written_by_odfdo_is_read() -> None:
    source = OdfDocument("text")
    source.body.clear()
    source.body.append(Header(1, "Heading"))
    source.body.append(Paragraph("Speech."))
    items = List()
    items.append(ListItem("A point"))
    source.body.append(items)
    source.meta.title = "A talk"
    stream = io.BytesIO()
    source.save(stream)

    document = read(stream.getvalue())

    assert [(block.kind, block.text) for block in document.blocks] == [
        ("heading", "Heading"),
        ("paragraph", "Speech."),
        ("list-item", "A point"),
    ]
    assert document.title == "A talk"


def test_titles_are_known_by_the_styles_that_theirs_are_based_on() -> None:
    styles = style("P1", "", family="paragraph", more='style:parent-style-name="Title"')
    common = f"<office:styles>{style('Title', '', family='paragraph')}</office:styles>"

    document = read(odt('<text:p text:style-name="P1">The title</text:p>', styles=styles, common=common))

    assert document.blocks[0].kind == "title"


def test_spaces_tabs_and_breaks_are_characters() -> None:
    body = '<text:p>a  b<text:s text:c="3"/>c<text:tab/>d<text:line-break/>e\n f</text:p>'

    assert read(odt(body)).blocks[0].text == "a b   c\td\ne f"


def test_bold_italic_hidden_and_struck_out_come_from_styles() -> None:
    styles = (
        style("B", 'fo:font-weight="bold"')
        + style("I", 'fo:font-style="italic" fo:font-weight="normal"')
        + style("H", 'text:display="none"')
        + style("S", 'style:text-line-through-style="solid"')
    )
    spans = "".join(f'<text:span text:style-name="{name}">{name} </text:span>' for name in "BIHS")

    document = read(odt(f"<text:p>{spans}</text:p>", styles=styles))

    assert [(run.text, run.is_bold, run.is_italic) for run in document.blocks[0].runs[:2]] == [
        ("B ", True, False),
        ("I ", False, True),
    ]
    assert unspoken(document) == {"hidden": "H ", "deleted": "S "}


def test_tracked_changes_are_read_as_accepted_and_deletions_stand_where_they_were() -> None:
    changes = (
        '<text:tracked-changes><text:changed-region text:id="ct1"><text:deletion>'
        "<office:change-info><dc:creator>Kim</dc:creator></office:change-info>"
        "<text:p>not </text:p></text:deletion></text:changed-region></text:tracked-changes>"
    )
    body = (
        '<text:p>We will <text:change text:change-id="ct1"/>'
        '<text:change-start text:change-id="ct2"/>act<text:change-end text:change-id="ct2"/>.</text:p>'
    )

    document = read(odt(changes + body))

    assert spoken(document) == ["We will act."]
    assert unspoken(document) == {"deleted": "not"}


def test_notes_and_comments_stand_at_their_place_and_are_not_spoken() -> None:
    body = (
        "<text:p>Word<text:note><text:note-citation>1</text:note-citation>"
        "<text:note-body><text:p>See the annex.</text:p></text:note-body></text:note> and"
        "<office:annotation><dc:creator>Kim</dc:creator><text:p>Check</text:p></office:annotation> more</text:p>"
    )

    document = read(odt(body))

    assert spoken(document) == ["Word and more"]
    assert unspoken(document) == {"footnote": "1 See the annex.", "comment": "Kim: Check"}


def test_headers_and_footers_are_running_heads_once_each() -> None:
    edge = (
        "<style:header><text:p>Ministry</text:p></style:header><style:footer><text:p>3 May</text:p></style:footer>"
    )
    pages = "".join(f'<style:master-page style:name="{name}">{edge}</style:master-page>' for name in "AB")

    document = read(
        odt("<text:p>Speech.</text:p>", common=f"<office:master-styles>{pages}</office:master-styles>")
    )

    assert spoken(document) == ["Speech."]
    assert unspoken(document) == {"running-head": "Ministry3 May"}


def test_sections_indexes_and_fields_are_what_they_are() -> None:
    body = (
        '<text:section text:display="none"><text:p>Hidden.</text:p></text:section>'
        "<text:section><text:p>Shown.</text:p></text:section>"
        "<text:table-of-content><text:index-body><text:p>Contents</text:p></text:index-body></text:table-of-content>"
        "<text:p>On <text:date>11 May</text:date><text:page-number>7</text:page-number></text:p>"
    )

    document = read(odt(body))

    assert spoken(document) == ["Shown.", "On 11 May"]
    assert unspoken(document) == {"hidden": "Hidden.", "navigation": "Contents", "page-number": "7"}


def test_table_rows_have_a_cell_per_column_and_frames_follow_their_paragraph() -> None:
    def cell(text: str, more: str = "") -> str:
        return f"<table:table-cell {more}><text:p>{text}</text:p></table:table-cell>"

    repeated = 'table:number-columns-repeated="1"'
    body = (
        f"<table:table><table:table-header-rows><table:table-row>{cell('Time')}{cell('Text')}</table:table-row>"
        f"</table:table-header-rows><table:table-row>{cell('', repeated)}"
        f"{cell('Hello')}</table:table-row></table:table>"
        "<text:p>Before<draw:frame><draw:text-box><text:p>In the box.</text:p></draw:text-box></draw:frame>"
        "</text:p>"
    )

    assert spoken(read(odt(body))) == ["Time|Text", "|Hello", "Before", "In the box."]


def test_pages_are_counted_at_soft_breaks() -> None:
    new = "<text:soft-page-break/>"
    body = f"<text:p>one</text:p>{new}<text:p>two {new}three</text:p><text:p>four</text:p>"

    assert [block.page for block in read(odt(body)).blocks] == [1, 2, 3]


def test_the_language_is_that_of_the_script_that_is_used() -> None:
    languages = 'fo:language="fr" fo:country="FR" style:language-asian="zh" style:country-asian="CN"'
    common = f'<office:styles><style:default-style style:family="paragraph"><style:text-properties {languages}/>'
    common += "</style:default-style></office:styles>"

    assert read(odt("<text:p>Bonjour</text:p>", common=common)).language == "fr-FR"
    assert read(odt("<text:p>大家好</text:p>", common=common)).language == "zh-CN"


def test_comments_in_the_xml_and_foreign_elements_do_no_harm() -> None:
    assert spoken(read(odt("<text:p>a<!-- x --> b<?p i?> <odd:thing>c</odd:thing> d</text:p>"))) == ["a b c d"]


def test_a_flat_file_is_read_like_an_archive() -> None:
    flat = content("<text:p>Speech.</text:p>").replace("document-content", "document")

    assert spoken(read(f'<?xml version="1.0"?>{flat}'.encode())) == ["Speech."]


def test_a_locked_document_says_that_it_is_locked() -> None:
    manifest = b'<m:manifest xmlns:m="urn:x"><m:encryption-data/></m:manifest>'

    with pytest.raises(TranscriptError, match="locked with a password"):
        read(odt("", META__INF__manifest=manifest).replace(b"META/INF/", b"META-INF/"))


@pytest.mark.parametrize("kind", ["spreadsheet", "presentation"])
def test_other_documents_are_refused(kind: str) -> None:
    data = odt("<text:p/>").replace(b"office:text", f"office:{kind[:4]}".encode())

    with pytest.raises(TranscriptError, match=r"no OpenDocument text|damaged"):
        read(data)


def test_far_too_many_paragraphs_are_refused_before_each_is_looked_at() -> None:
    with pytest.raises(TranscriptError, match=r"36,001 paragraphs; 36,000 are read"):
        read(odt("<text:p>a</text:p>" * (MAX_LINES + 1)))
