"""A glossary as spreadsheets write it: read whole, or refused with the line and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuepress.errors import InputError
from cuepress.sync import glossary
from cuepress.sync.glossary import Glossary

TABLE = "en,fr,pt-BR\nStrong Cities Network,réseau des villes fortes | villes fortes,\nmayor,maire,prefeito\n"


def test_each_row_is_a_concept_and_a_bar_parts_variants() -> None:
    found = glossary.parse(TABLE)

    assert found.between("en", "fr") == (
        (("Strong Cities Network",), ("réseau des villes fortes", "villes fortes")),
        (("mayor",), ("maire",)),
    )


def test_a_concept_without_a_name_in_one_of_the_languages_says_nothing() -> None:
    assert glossary.parse(TABLE).between("pt-BR", "en") == ((("prefeito",), ("mayor",)),)


def test_a_column_serves_the_variants_of_its_language_but_its_own_first() -> None:
    found = glossary.parse("en,pt,pt-BR\nbus,autocarro,ônibus\n")

    assert found.between("en-GB", "pt-BR") == ((("bus",), ("ônibus",)),)
    assert found.between("en", "pt-PT") == ((("bus",), ("autocarro",)),)
    assert found.between("en", "ja") == ()


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_it_is_read_as_spreadsheets_write_it(tmp_path: Path, delimiter: str, encoding: str, newline: str) -> None:
    rows = [["en", "fr"], ['"a ""b"", c; d"', "été"], ["", ""], ["mayor", "maire"]]
    path = tmp_path / "terms.csv"
    path.write_bytes((newline.join(map(delimiter.join, rows)) + newline).encode(encoding))

    assert glossary.load(path).concepts == ((('a "b", c; d',), ("été",)), (("mayor",), ("maire",)))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "t.csv:1: a glossary has a column for each of two languages or more; head its columns"),
        ("en\nmayor\n", "t.csv:1: a glossary has a column for each"),
        ("en,fr\n", "t.csv: the glossary has no rows; write one concept a row"),
        ("mayor,maire\nx,y\n", "t.csv:1: 'mayor' above a column is no language tag; head its columns"),
        ("en,,fr\nx,y,z\n", "t.csv:1: a column has no language tag above it; head its columns"),
        ("en,fr,EN\na,b,c\n", "t.csv:1: two columns are of the same language; join them"),
        ("en,fr\na,b\n\nc,d,e\n", "t.csv:4: the row has 3 fields for 2 languages; put a text"),
        (f"en,fr\na,{'b' * 201}\n", "t.csv:2: a term has 201 characters; a glossary holds words"),
        (f"en,fr\na,{'|'.join(map(str, range(51)))}\n", "t.csv:2: a concept has 51 variants; keep to 50"),
        ('en,fr\na,"b\n', "t.csv:2: the table cannot be read (unexpected end of data); see that every"),
        ("en,fr\n" + "a,b\n" * 20_001, "t.csv: the glossary has 20,001 rows; keep to 20,000"),
    ],
)
def test_what_is_no_glossary_is_refused_with_the_line(text: str, message: str) -> None:
    with pytest.raises(InputError) as failure:
        glossary.parse(text, name="t.csv")

    assert str(failure.value).startswith(message)


def test_a_file_in_an_old_encoding_is_refused_with_the_line(tmp_path: Path) -> None:
    (tmp_path / "old.csv").write_bytes("en,fr\nmayor,maire\nsummer,été\n".encode("cp1252"))

    with pytest.raises(InputError, match=r"old\.csv:3: the glossary is not Unicode text; save it as"):
        glossary.load(tmp_path / "old.csv")


def test_a_file_that_is_too_large_is_refused(tmp_path: Path) -> None:
    (tmp_path / "large.csv").write_bytes(b"en,fr\n" + b"a,b\n" * 1_100_000)

    with pytest.raises(InputError, match="bytes, more than"):
        glossary.load(tmp_path / "large.csv")


def read_or_refused(data: bytes) -> Glossary | InputError:
    try:
        return glossary.decoded(data, name="t.csv")
    except InputError as refusal:
        return refusal


def is_a_glossary_or_says_where_it_is_none(found: Glossary | InputError) -> bool:
    if isinstance(found, InputError):
        return "t.csv" in str(found)
    return bool(found.concepts) and all(len(row) == len(found.languages) for row in found.concepts)


@given(st.text(alphabet=st.sampled_from('enfr,;\t|"\n\rab é'), max_size=60))
def test_any_text_is_a_glossary_or_is_refused_in_our_own_words(text: str) -> None:
    assert is_a_glossary_or_says_where_it_is_none(read_or_refused(text.encode()))


@given(st.binary(max_size=60))
def test_any_file_is_a_glossary_or_is_refused_in_our_own_words(data: bytes) -> None:
    assert is_a_glossary_or_says_where_it_is_none(read_or_refused(data))
