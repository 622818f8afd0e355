"""Office documents that want to do harm: each is refused in our own words, before a library parses it."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cuepress.errors import TranscriptError
from cuepress.transcripts import archive, opendocument
from cuepress.transcripts import word as word_reader
from word_documents import p, part_of, r, with_parts, word

WHERE = "talk.docx"


def zipped(**parts: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for name, part in parts.items():
            target.writestr(name.replace("__", "/").replace("_xml", ".xml"), part)
    return stream.getvalue()


def read_all(data: bytes) -> dict[str, bytes]:
    return archive.read_parts(data, wanted=lambda _name: True, where=WHERE)


def test_parts_come_back_as_they_were_put_in() -> None:
    assert read_all(zipped(a_xml=b"<a/>", picture=b"\x89PNG")) == {"a.xml": b"<a/>", "picture": b"\x89PNG"}


def test_parts_that_nobody_wants_are_not_unpacked() -> None:
    bomb = zipped(bomb=b"\0" * (archive.MAX_PART_BYTES + 1), a_xml=b"<a/>")

    assert archive.read_parts(bomb, wanted=lambda name: name == "a.xml", where=WHERE) == {"a.xml": b"<a/>"}


def test_a_part_that_says_it_is_too_large_is_refused() -> None:
    with pytest.raises(TranscriptError, match="says it unpacks to"):
        read_all(zipped(bomb=b"\0" * (archive.MAX_PART_BYTES + 1)))


def test_a_part_that_lies_about_its_size_is_refused_or_cut() -> None:
    size = archive.MAX_PART_BYTES + 1
    honest = zipped(bomb=b"\0" * size)
    lying = honest.replace(struct.pack("<I", size), struct.pack("<I", 100))

    with pytest.raises(TranscriptError, match="damaged"):
        read_all(lying)


def test_many_parts_that_are_together_too_large_are_refused() -> None:
    half = b"\0" * (archive.MAX_TOTAL_BYTES // 2 - 10)

    with pytest.raises(TranscriptError, match="larger than any transcript"):
        read_all(zipped(a=half, b=half, c=half))


def test_an_archive_of_too_many_files_is_refused() -> None:
    data = zipped(**{f"n{number}": b"" for number in range(archive.MAX_ENTRIES + 1)})

    with pytest.raises(TranscriptError, match="10,001 files"):
        read_all(data)


@pytest.mark.parametrize(
    "xml",
    [
        b'<!DOCTYPE a [<!ENTITY b "bbb"><!ENTITY c "&b;&b;&b;&b;">]><a>&c;</a>',
        b'<!DOCTYPE a [<!ENTITY file SYSTEM "file:///etc/passwd">]><a>&file;</a>',
        b'<!DOCTYPE a SYSTEM "http://127.0.0.1:9/x.dtd"><a/>',
        '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a [<!ENTITY b "b">]><a>&b;</a>'.encode("utf-16"),
    ],
)
def test_entities_and_document_types_are_refused_in_every_encoding(xml: bytes) -> None:
    with pytest.raises(TranscriptError, match="document type or entities"):
        read_all(zipped(a_xml=xml))


def test_deep_nesting_is_refused() -> None:
    with pytest.raises(TranscriptError, match="nested more than"):
        read_all(zipped(a_xml=b"<a>" * 60_000 + b"</a>" * 60_000))


def test_too_many_elements_are_refused_even_if_they_are_spread_over_parts() -> None:
    part = b"<a>" + b"<b/>" * (archive.MAX_ELEMENTS // 2 + 1) + b"</a>"

    with pytest.raises(TranscriptError, match="elements"):
        read_all(zipped(a_xml=part, b_xml=part))


@pytest.mark.parametrize("xml", [b"<a>", b"<a></b>", b"<a>\xff</a>", b'<?xml version="1.0" encoding="x"?><a/>'])
def test_broken_xml_is_damage(xml: bytes) -> None:
    with pytest.raises(TranscriptError, match="damaged"):
        read_all(zipped(a_xml=xml))


@pytest.mark.parametrize("data", [b"", b"PK", b"PK\x03\x04" + b"\0" * 50, b"plain text"])
def test_what_is_no_archive_is_damage(data: bytes) -> None:
    with pytest.raises(TranscriptError, match="damaged"):
        read_all(data)


def test_a_cut_off_document_is_damage() -> None:
    data = word(p(r("Speech.")))

    with pytest.raises(TranscriptError, match="damaged"):
        word_reader.read(data[: len(data) // 2], where=WHERE)


def test_a_locked_word_document_says_that_it_is_locked() -> None:
    container = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512
    package = container + "EncryptedPackage".encode("utf-16-le") + b"\0" * 64

    with pytest.raises(TranscriptError, match="locked with a password"):
        word_reader.read(package, where=WHERE)
    with pytest.raises(TranscriptError, match="of Word 97 to 2003"):
        word_reader.read(container, where=WHERE)


def test_a_locked_archive_says_that_it_is_locked() -> None:
    data = bytearray(zipped(a_xml=b"<a/>"))
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + place] |= 1

    with pytest.raises(TranscriptError, match="locked with a password"):
        read_all(bytes(data))


def test_names_that_lead_out_of_the_archive_lead_nowhere() -> None:
    data = with_parts(word(p(r("Speech."))), {"../../../../tmp/evil.xml": b"<a/>", "/abs.xml": b"<a/>"})

    assert word_reader.read(data, where=WHERE).blocks[0].text == "Speech."


def test_a_bomb_in_the_body_of_a_document_is_refused() -> None:
    data = word(p(r("Speech.")))
    body = part_of(data, "word/document.xml")
    bomb = body.replace(b"Speech.", b"boom " * (archive.MAX_PART_BYTES // 4))

    with pytest.raises(TranscriptError, match="larger than any transcript"):
        word_reader.read(with_parts(data, {"word/document.xml": bomb}), where=WHERE)


@given(st.binary(max_size=400))
@settings(max_examples=60)
def test_any_bytes_give_a_document_or_our_own_error(data: bytes) -> None:
    for reader in (word_reader, opendocument):
        for head in (b"", b"PK\x03\x04", b"<?xml version='1.0'?>"):
            with pytest.raises(TranscriptError):
                reader.read(head + data, where=WHERE)
