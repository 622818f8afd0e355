"""A manifest survives its file, and a file that is none is said to be none."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuepress import manifest
from cuepress.errors import LibraryError
from cuepress.manifest import (
    Manifest,
    MediaRecord,
    MendRecord,
    MethodRecord,
    OriginalRecord,
    PassageRecord,
    SentenceRecord,
    SourceRecord,
    TrackRecord,
    UnspokenRecord,
    WordRecord,
)

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
words = st.builds(WordRecord, texts, st.integers(0), st.integers(0), st.floats(0, 1), st.integers(0))
ids = st.lists(st.text("aZ09-", min_size=1, max_size=8), min_size=1, max_size=2).map(tuple)
records = st.builds(
    TrackRecord,
    *[texts] * 3,
    st.builds(SourceRecord, texts, texts),
    *[texts] * 4,
    st.dictionaries(texts, texts, max_size=2),
    st.integers(0),
    st.lists(texts, max_size=2).map(tuple),
    st.lists(st.builds(UnspokenRecord, texts, texts, st.integers(0)), max_size=2).map(tuple),
    st.lists(words, max_size=3).map(tuple),
    passages=st.lists(st.builds(PassageRecord, texts, st.integers(0), st.integers(0), texts), max_size=2).map(
        tuple
    ),
    methods=st.lists(st.builds(MethodRecord, texts, st.integers(0), st.integers(0), texts), max_size=2).map(tuple),
    original=st.none() | st.builds(OriginalRecord, texts, texts, texts),
)
records |= st.builds(
    lambda record, ids: replace(record, sentences=(SentenceRecord(ids, 0, len(record.words) - 1),)),
    records.filter(lambda record: record.words),
    ids,
)
media = st.builds(MediaRecord, texts, texts, *[st.integers(0)] * 5)
manifests = st.builds(Manifest, texts, texts, st.none() | media, st.dictionaries(texts, records, max_size=2))


@given(manifests)
def test_a_manifest_survives_its_file(made: Manifest) -> None:
    assert manifest.parse(manifest.serialize(made), where="x") == made


def test_a_manifest_from_before_passages_methods_and_sentences_is_still_read() -> None:
    track = TrackRecord("fr", "captions", "", SourceRecord("a.txt", ""), "cuepress", "speech", "", "", {})
    made = Manifest("cuepress", "fr", None, {"fr": track})
    plain = json.loads(manifest.serialize(made))
    for name in ("passages", "methods"):
        del plain["tracks"]["fr"][name]
    del plain["sentences"]

    assert manifest.parse(json.dumps(plain).encode(), where="x") == made


@given(st.binary(max_size=60) | st.sampled_from([b"{}", b"[]", b'{"schema": 1}', b"null", b"[" * 5000]))
def test_what_is_no_manifest_is_refused_in_our_own_words(data: bytes) -> None:
    with pytest.raises(LibraryError, match="no manifest"):
        manifest.parse(data, where="talk.cuepress.json")


def test_a_manifest_of_a_later_version_asks_for_an_update() -> None:
    with pytest.raises(LibraryError, match="update Cuepress"):
        manifest.parse(b'{"schema": 99}', where="talk.cuepress.json")


@pytest.mark.parametrize(
    "sentence",
    [
        {"ids": ["s-1"], "first_word": 1, "last_word": 2},
        {"ids": ["s-1"], "first_word": 1, "last_word": 0},
        {"ids": ["s-1"], "first_word": -1, "last_word": 0},
        {"ids": ["s-1"], "first_word": True, "last_word": 1},
        {"ids": ["s-1"], "first_word": 0.0, "last_word": 1},
        {"ids": [], "first_word": 0, "last_word": 1},
        {"ids": "s-1", "first_word": 0, "last_word": 1},
        {"ids": [7], "first_word": 0, "last_word": 1},
        {"ids": ['"><script>'], "first_word": 0, "last_word": 1},
        {"ids": ["s-1"], "first_word": 0, "last_word": 1, "more": 1},
        {"first_word": 0, "last_word": 1},
        [],
        None,
    ],
)
def test_sentences_that_cannot_be_are_refused(sentence: object) -> None:
    track = TrackRecord("fr", "captions", "", SourceRecord("a.txt", ""), "cuepress", "speech", "", "", {})
    track = replace(track, words=(WordRecord("a", 0, 1, 1.0, 0), WordRecord("b", 1, 2, 1.0, 2)))
    plain = json.loads(manifest.serialize(Manifest("cuepress", "fr", None, {"fr": track})))
    plain["sentences"] = {"fr": [{"ids": ["s-0"], "first_word": 0, "last_word": 0}, sentence]}

    with pytest.raises(LibraryError, match="no manifest"):
        manifest.parse(json.dumps(plain).encode(), where="talk.cuepress.json")


def test_mends_are_kept_one_a_line() -> None:
    track = TrackRecord("fr", "captions", "", SourceRecord("a.txt", ""), "cuepress", "speech", "", "", {})
    made = Manifest(
        "cuepress", "fr", None, {"fr": replace(track, mends=(MendRecord("spaces", 3, " ", "\u00a0"),))}
    )

    data = manifest.serialize(made)

    assert manifest.parse(data, where="talk.cuepress.json") == made
    assert '{"kind": "spaces", "offset": 3, "was": " ", "text": "\u00a0"}\n' in data.decode()
    older = {name: value for name, value in json.loads(data).items() if name != "mends"}
    assert manifest.parse(json.dumps(older).encode(), where="").tracks["fr"].mends == ()
