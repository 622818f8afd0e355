"""Transcripts to take away: text, page and Word document say the same, each in its own way."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import lxml.html
import pytest
from docx.oxml.ns import qn
from flask.testing import FlaskClient

from cuepress.transcripts import read_transcript_bytes
from cuepress.web import create_app
from cuepress.web.documents import Part, TranscriptDocument, as_text, as_word
from cuepress.web.reader import Passage

DOCUMENT = TranscriptDocument(
    "fr",
    "ltr",
    (Passage("Message", "fr", "ltr"), Passage("31 mai", "fr", "ltr")),
    (
        Part(Passage("Début", "fr", "ltr"), "Anne", 1_000, "Nous le savons."),
        Part(None, "", 62_300, "– Oui.\n– Non."),
    ),
)


def test_text_has_everything_but_the_times() -> None:
    assert as_text(DOCUMENT).decode() == "Message 31 mai\n\nDébut\n\nAnne: Nous le savons.\n\n– Oui.\n– Non.\n"


def test_a_word_document_has_headings_times_and_voices() -> None:
    file = docx.Document(io.BytesIO(as_word(DOCUMENT)))

    said = [(each.style.name if each.style else "", each.text) for each in file.paragraphs]
    assert said == [
        ("Heading 1", "Message"),
        ("Subtitle", "31 mai"),
        ("Heading 2", "Début"),
        ("Normal", "0:01\u2002Anne\u2002Nous le savons."),
        ("Normal", "1:02\u2002– Oui.\n– Non."),
    ]
    assert (file.core_properties.title, file.core_properties.language) == ("Message", "fr")
    languages = {each.get(qn("w:val")) for each in file.styles.element.iter(qn("w:lang"))}
    assert languages == {"fr"}


def test_a_word_document_of_arabic_runs_from_right_to_left(client: FlaskClient) -> None:
    data = client.get("/transcripts/message/ar.docx").data

    paragraphs = docx.Document(io.BytesIO(data)).paragraphs
    assert all(each._p.find(f".//{qn('w:bidi')}") is not None for each in paragraphs)
    assert all(run.font.rtl for each in paragraphs for run in each.runs)
    assert read_transcript_bytes(data, name="a.docx", language="ar").title == "رسالة رئيس البلدية إلى المدينة"


def test_the_same_transcript_gives_the_same_document() -> None:
    data = as_word(DOCUMENT)

    assert data == as_word(DOCUMENT)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}


def test_signs_that_no_document_can_hold_are_left_out() -> None:
    wild = TranscriptDocument("en", "ltr", (Passage("A\x00B"),), (Part(None, "\x1b", 0, "C\x0bD\ufffe"),))

    assert [each.text for each in docx.Document(io.BytesIO(as_word(wild))).paragraphs] == [
        "AB",
        "0:00\u2002\u2002CD",
    ]


@pytest.mark.parametrize("tag", ["fr", "ar"])
def test_a_page_stands_on_its_own(client: FlaskClient, tag: str) -> None:
    page = lxml.html.document_fromstring(client.get(f"/transcripts/message/{tag}.html").data.decode())

    assert (page.get("lang"), page.get("dir")) == (tag, "rtl" if tag == "ar" else "ltr")
    assert page.xpath("//*[@src or @href]") == []
    assert len(page.xpath("//h1")) == 1
    assert [each.get("datetime") for each in page.xpath("//time")] == ["PT1.000S", "PT5.000S"]
    assert [each.text_content().strip() for each in page.xpath("//*[@class='voice']")] == ["Anne", "Paul"]


def test_what_is_said_in_a_page_runs_nothing(root: Path) -> None:
    evil = "&lt;script&gt;alert(1)&lt;/script&gt;"
    (root / "captions" / "message.fr.vtt").write_text(
        f"WEBVTT\n\n00:01.000 --> 00:02.000\n<v {evil}>{evil}\n", encoding="utf-8"
    )

    answer = create_app(root).test_client().get("/transcripts/message/fr.html")

    assert "<script" not in answer.text
    assert answer.text.count("&lt;script&gt;alert(1)") >= 1
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_a_document_does_not_depend_on_who_asks(client: FlaskClient) -> None:
    answers = [
        client.get("/transcripts/message/ar.html", headers={"Accept-Language": tag}).data
        for tag in ("de", "zh-Hans")
    ]

    assert answers[0] == answers[1]
