"""What the page tells an editor: how sure the captions are, and where to look."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from cuepress import library
from cuepress.manifest import MethodRecord, OriginalRecord, PassageRecord, WordRecord
from cuepress.web import create_app
from cuepress.web.paragraphs import Line
from cuepress.web.provenance import mark_of


def watch(root: Path, query: str = "") -> BeautifulSoup:
    answer = create_app(root).test_client().get(f"/watch/message{query}")
    assert answer.status_code == 200
    return BeautifulSoup(answer.data, "lxml")


def test_each_passage_is_a_link_to_its_place_with_its_text(root: Path) -> None:
    items = watch(root, "?lang=fr").select("#looks li")

    links = [item.select_one("a") for item in items]
    assert [link["href"] for link in links if link] == [
        f"?t={seconds}&lang=fr#video" for seconds in ("0", "3.05", "7", "11")
    ]
    said = [" ".join(item.get_text(" ").split()) for item in items]
    assert said == [
        "0:00–0:01 play from 0 seconds Speech that has no text, before: Nous le savons",
        "0:03–0:07 play from 3 seconds Times not sure La ville écoute. Elle répond.",
        "0:07–0:09 play from 7 seconds Text that is not spoken Lentement.",
        "0:11–0:12 play from 11 seconds Speech that has no text, after the end of the text",
    ]


def test_the_text_of_a_passage_is_marked_as_its_language(root: Path) -> None:
    quotations = watch(root, "?lang=ar").select("#looks blockquote")

    assert quotations
    assert {(each["lang"], each["dir"]) for each in quotations} == {("ar", "rtl")}


def test_lines_that_are_not_sure_say_so_to_the_eye_and_to_the_ear(root: Path) -> None:
    soup = watch(root, "?lang=fr")

    marked = {
        line["id"]: line.select(".time .visually-hidden")[-1] for line in soup.select("#lines li:has(.mark)")
    }
    assert {name: words.get_text() for name, words in marked.items()} == {
        "cue-2": " (time not sure)",
        "cue-3": " (time not sure)",
        "cue-4": " (not heard in the video)",
    }
    assert all(mark["aria-hidden"] == "true" for mark in soup.select("#lines .mark"))


@pytest.mark.parametrize(
    ("sync", "original", "said"),
    [
        (
            "translation",
            OriginalRecord("transcript", "en", "a.en.docx"),
            "taken over, sentence by sentence, from the English transcript, whose words are heard in the video,",
        ),
        (
            "translation",
            OriginalRecord("track", "en", "<b>.en.srt"),
            (
                "the cues of a track in English (<b>.en.srt), not from the sound, not yet checked by a person. "
                "Reason: of this."
            ),
        ),
        ("pauses", None, "placed by pauses in the sound, not yet checked by a person. Reason: of this."),
    ],
)
def test_which_way_a_translation_was_timed_is_said(
    root: Path, sync: str, original: OriginalRecord | None, said: str
) -> None:
    path = root / "captions" / "message.cuepress.json"
    made = library.read_manifest(path)
    assert made is not None
    methods = (MethodRecord(sync, 0, 2, "of this"),)
    timed = replace(made.tracks["fr"], sync=sync, original=original, methods=methods)
    library.write_manifest(path, replace(made, tracks={**made.tracks, "fr": timed}))

    about = watch(root, "?lang=fr").select_one("#about")

    assert about is not None
    assert said in " ".join(about.get_text().split())


@pytest.mark.parametrize(
    ("confidence", "said"),
    [
        ([0.9, 0.9, 0.8], "Every word was heard clearly."),
        ([0.9, 0.3, 0.8], "1 of 3 words was not heard clearly."),
        ([0.1, 0.3, 0.8], "2 of 3 words were not heard clearly."),
    ],
)
def test_how_sure_heard_words_are_is_said_in_numbers(root: Path, confidence: list[float], said: str) -> None:
    path = root / "captions" / "message.cuepress.json"
    made = library.read_manifest(path)
    assert made is not None
    words = tuple(WordRecord("mot", 0, 1, sure, 4 * at) for at, sure in enumerate(confidence))
    heard = replace(made.tracks["fr"], sync="speech", words=words, passages=(), methods=())
    library.write_manifest(path, replace(made, tracks={**made.tracks, "fr": heard}))

    soup = watch(root, "?lang=fr")

    about = soup.select_one("#about")
    assert about is not None
    assert said in about.get_text()
    assert not soup.select("#looks, .mark")


def test_a_line_lies_in_a_passage_by_the_middle_of_either() -> None:
    passage = PassageRecord("doubtful", 3_000, 5_000, "")

    def mark(start_ms: int, end_ms: int, kind: str = "doubtful") -> str:
        return mark_of(Line(1, start_ms, end_ms, "Words."), [replace(passage, kind=kind)])

    assert mark(2_900, 5_500)
    assert mark(1_000, 60_000)
    assert mark(4_200, 4_300)
    assert not mark(1_000, 3_100)
    said = replace(passage, text="Une planète géante tourne.\n\nLentement.")
    assert mark_of(Line(1, 1_500, 3_100, "géante tourne. Lentement."), [said])
    assert not mark_of(Line(1, 1_500, 3_100, "Le juge tourne."), [said])
    assert not mark_of(Line(1, 60_000, 61_000, "Lentement."), [said])
    assert not mark(4_900, 9_000)
    assert not mark(3_000, 5_000, "untranscribed")


def test_a_badge_says_whether_a_person_has_worked_on_the_captions(root: Path) -> None:
    path, track = root / "captions" / "message.cuepress.json", root / "captions" / "message.fr.vtt"
    made = library.read_manifest(path)
    assert made is not None
    files = {track.name: hashlib.sha256(track.read_bytes()).hexdigest()}
    library.write_manifest(
        path, replace(made, tracks={**made.tracks, "fr": replace(made.tracks["fr"], files=files)})
    )

    badge, about = (watch(root, "?lang=fr").select_one(each) for each in (".badge", "#about"))
    assert badge is not None
    assert about is not None
    assert badge.get_text() == "Automatic captions, not checked by a person"
    assert badge.select_one("a[href='#about']")
    assert "not yet checked by a person" in about.get_text()

    track.write_text(track.read_text("utf-8").rstrip() + "\n\nNOTE read again\n", encoding="utf-8")

    badge, about = (watch(root, "?lang=fr").select_one(each) for each in (".badge", "#about"))
    assert badge is not None
    assert about is not None
    assert badge.get_text() == "Captions edited by a person"
    assert "changed by a person since" in about.get_text()
