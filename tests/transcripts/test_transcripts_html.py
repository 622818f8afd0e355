"""What of a web page is its text: each test is one thing that pages hold."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cuepress.errors import TranscriptError
from cuepress.transcripts import html, html_tree
from cuepress.transcripts.blocks import Document

SPEECH = "We have heard the moving words of survivors, and of those who kept their cities together. "


def read(page: str | bytes) -> Document:
    return html.read(page.encode() if isinstance(page, str) else page, where="talk.html")


def spoken(document: Document) -> list[str]:
    """The text of each block without what is marked as unspoken; rows as cells parted by bars."""
    texts = []
    for block in document.blocks:
        parts = block.cells or (block.runs,)
        text = "|".join("".join(run.text for run in part if run.unspoken is None) for part in parts)
        if text.strip("| \n"):
            texts.append(text)
    return texts


def unspoken(document: Document, kind: str) -> str:
    runs = [run for block in document.blocks for part in (block.runs, *block.cells) for run in part]
    return " ".join(run.text for run in runs if run.unspoken == kind)


def test_the_main_text_is_spoken_and_what_is_around_it_is_navigation() -> None:
    document = read(
        f"""<body><a class="skip-link" href="#m">Skip</a><header>Site <nav>Home About</nav></header>
        <div class="cookie-banner">We use cookies</div><main id="m"><h1>Talk</h1><p>{SPEECH}</p>
        <div class="sharedaddy">Share this</div></main><aside>Related</aside><footer>Imprint</footer></body>"""
    )

    assert spoken(document) == ["Talk", SPEECH.strip()]
    assert document.blocks[4].kind == "heading"
    for word in ("Skip", "Site", "Home", "cookies", "Share", "Related", "Imprint"):
        assert word in unspoken(document, "navigation")


@pytest.mark.parametrize(
    "shape",
    [
        '<div id="page"><div id="menu">Home</div><div class="content">{}</div></div>',
        '<div id="wrapper"><ul><li><a>A</a><li><a>B</a><li><a>C</a></ul><div class="entry-content">{}</div></div>',
        "<article>{}</article><article><p>Another teaser</p></article>",
        "<table><tr><td><a>Home</a> <a>News</a></td><td><h1></h1>{}</td></tr></table>",
        '<form id="aspnetForm"><nav>Home</nav><div role="main">{}</div></form>',
        "{}",
    ],
)
def test_the_text_is_found_in_pages_of_every_shape(shape: str) -> None:
    document = read("<body>" + shape.format(f"<p>{SPEECH * 3}</p><p>{SPEECH * 2}</p>"))

    assert (SPEECH * 3).strip() in spoken(document)
    assert (SPEECH * 2).strip() in spoken(document)


def test_a_word_in_a_class_never_dismisses_most_of_the_text() -> None:
    document = read(f'<main><div class="content has sidebar"><p>{SPEECH}</p></div></main>')

    assert spoken(document) == [SPEECH.strip()]


@pytest.mark.parametrize(
    "element",
    [
        "<p hidden>{}</p>",
        '<p style="display: none">{}</p>',
        '<p aria-hidden="true">{}</p>',
        '<span class="visually-hidden">{}</span>',
    ],
)
def test_what_nobody_sees_is_hidden(element: str) -> None:
    document = read(f"<main><p>{SPEECH}</p>{element.format('secret')}</main>")

    assert unspoken(document, "hidden") == "secret"


def test_a_transcript_that_unfolds_at_a_click_is_read() -> None:
    document = read(
        f'<main><p>Watch the video.</p><div id="transcript" hidden><p>{SPEECH}</p></div>'
        f"<details><summary>Transcript</summary><p>More.</p></details></main>"
    )

    assert SPEECH.strip() in spoken(document)
    assert "More." in spoken(document)


def test_scripts_styles_templates_and_comments_are_not_text() -> None:
    document = read(
        "<main><script>var a = '<p>no</p>'</script><style>p {}</style><template><p>no</p></template>"
        f"<!-- no --><svg><text>no</text></svg><p>{SPEECH}</p></main>"
    )

    assert spoken(document) == [SPEECH.strip()]
    assert len(document.blocks) == 1


def test_inline_elements_keep_spaces_and_line_breaks_right() -> None:
    document = read("<main><p> One <b>two</b> <i>three</i>,\n four<br>\n five&nbsp;: six </p></main>")

    assert document.blocks[0].text == "One two three, four\nfive\u00a0: six"
    assert [run.text for run in document.blocks[0].runs if run.is_bold] == ["two"]
    assert [run.text for run in document.blocks[0].runs if run.is_italic] == ["three"]


def test_two_line_breaks_end_a_paragraph() -> None:
    assert spoken(read("<body>One.<br>Two.<br><br>Three.</body>")) == ["One.\nTwo.", "Three."]


def test_notes_deletions_and_ruby_are_marked_at_their_place() -> None:
    document = read(
        '<main><p>Word<sup><a href="#n1">1</a></sup>, <del>not</del> <ins>yes</ins>, 5 km<sup>2</sup>,'
        " <ruby>漢字<rp>(</rp><rt>かんじ</rt><rp>)</rp></ruby></p><p>More text so that notes are few.</p>"
        '<section class="footnotes"><ol><li>The note.</li></ol></section></main>'
    )

    assert spoken(document)[0].replace("  ", " ") == "Word, yes, 5 km2, 漢字"
    assert unspoken(document, "footnote") == "1 The note."
    assert unspoken(document, "deleted") == "not"
    assert unspoken(document, "note") == "(かんじ)"


def test_lists_tables_and_definitions_are_items_and_rows() -> None:
    document = read(
        "<main><ul><li>One<ul><li>Inner</ul><li>Two</ul>"
        "<table><caption>Turns</caption><tr><th>Time<th colspan=2>Who<tr><td>0:12<td>Ann<td>Hello<br>you</table>"
        "<dl><dt>ANN</dt><dd>Hello.</dd><dd>Again.</dd><dt>BOB</dt><dd>Hi.</dd></dl></main>"
    )

    assert [block.kind for block in document.blocks[:3]] == ["list-item"] * 3
    assert spoken(document)[3:] == ["Time|Who|", "0:12|Ann|Hello\nyou", "ANN|Hello.", "|Again.", "BOB|Hi."]
    assert unspoken(document, "note") == "Turns"


def test_two_tables_in_a_row_are_kept_apart() -> None:
    document = read("<main><table><tr><td>a<td>b</table><table><tr><td>c<td>d<td>e</table></main>")

    assert [block.kind for block in document.blocks] == ["row", "paragraph", "row"]


def test_language_and_title_come_from_the_page_and_the_nearest_element() -> None:
    document = read(f'<html lang="en"><title> A  talk </title><body><main lang="fr-CA"><p>{SPEECH}</p></main>')

    assert (document.language, document.title) == ("fr-CA", "A talk")
    assert read(f'<html lang="tr"><p>{SPEECH}</p>').language == "tr"


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8", "utf-8"),
        ("cp1252", "iso-8859-1"),
        ("gb18030", "gb2312"),
        ("shift_jis", "Shift_JIS"),
        ("utf-16", ""),
    ],
)
def test_a_page_is_decoded_as_it_declares(encoding: str, declared: str) -> None:
    text = {"cp1252": "Élan – naïve", "shift_jis": "こんにちは世界"}.get(encoding, "你好，世界")

    page = f'<html><head><meta charset="{declared}"></head><body><p>{text}</p></body></html>'.encode(encoding)

    assert spoken(read(page)) == [text]


@pytest.mark.parametrize(
    "page",
    [
        "<p>" + "<div>" * 60_000,
        "<b>" * 60_000 + "x",
        "<table><tr><td>" * 60_000,
        "<p " + " ".join(f"a{number}=1" for number in range(60_000)) + ">x",
        "<i></i>" * (html_tree.MAX_ELEMENTS + 1),
        "x" * (html_tree.MAX_CHARACTERS + 1),
    ],
    ids=["divs", "bold", "tables", "attributes", "elements", "characters"],
)
def test_pages_beyond_all_measure_are_refused(page: str) -> None:
    with pytest.raises(TranscriptError, match="larger than any transcript"):
        read(page)


def test_paragraphs_that_are_never_closed_are_not_deep() -> None:
    assert len(read("<p>one more line of text" * 5_000).blocks) == 5_000


def test_deep_pages_within_the_limit_are_read_without_recursion() -> None:
    assert spoken(read("<div>" * 390 + SPEECH)) == [SPEECH.strip()]


@given(st.text(alphabet=st.sampled_from("<>/!-abpdt lirhx=\"'& \n"), max_size=200))
@settings(max_examples=100)
def test_any_markup_gives_a_document(page: str) -> None:
    document = read("<html>" + page)

    assert all(block.text or block.cells for block in document.blocks), "no block is empty"
