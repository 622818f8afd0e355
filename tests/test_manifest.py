"""A manifest survives its file, and a file that is none is said to be none."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuepress import manifest
from cuepress.errors import LibraryError
from cuepress.manifest import (
    Manifest,
    MediaRecord,
    MethodRecord,
    PassageRecord,
    SourceRecord,
    TrackRecord,
    UnspokenRecord,
    WordRecord,
)

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
words = st.builds(WordRecord, texts, st.integers(0), st.integers(0), st.floats(0, 1), st.integers(0))
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
)
media = st.builds(MediaRecord, texts, texts, *[st.integers(0)] * 5)
manifests = st.builds(Manifest, texts, texts, st.none() | media, st.dictionaries(texts, records, max_size=2))


@given(manifests)
def test_a_manifest_survives_its_file(made: Manifest) -> None:
    assert manifest.parse(manifest.serialize(made), where="x") == made


def test_a_manifest_from_before_passages_and_methods_is_still_read() -> None:
    track = TrackRecord("fr", "captions", "", SourceRecord("a.txt", ""), "cuepress", "speech", "", "", {})
    made = Manifest("cuepress", "fr", None, {"fr": track})
    plain = json.loads(manifest.serialize(made))
    for name in ("passages", "methods"):
        del plain["tracks"]["fr"][name]

    assert manifest.parse(json.dumps(plain).encode(), where="x") == made


@given(st.binary(max_size=60) | st.sampled_from([b"{}", b"[]", b'{"schema": 1}', b"null", b"[" * 5000]))
def test_what_is_no_manifest_is_refused_in_our_own_words(data: bytes) -> None:
    with pytest.raises(LibraryError, match="no manifest"):
        manifest.parse(data, where="talk.cuepress.json")


def test_a_manifest_of_a_later_version_asks_for_an_update() -> None:
    with pytest.raises(LibraryError, match="update Cuepress"):
        manifest.parse(b'{"schema": 99}', where="talk.cuepress.json")
