"""A translation takes its times from the spoken transcript; another text is timed without it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from cuepress import library, pipeline
from cuepress.errors import InputError
from cuepress.manifest import TrackRecord
from cuepress.pipeline import Options
from cuepress.timing import originals
from cuepress.web import sidebyside
from media_making import write_wav
from talk_making import TALKS, make_talk, sentences_of

Run = Callable[..., tuple[int, str, str]]
OTHER = "Der Teig ruht. Dann rollt man ihn aus.\n\nVier Äpfel, bitte! Backen. Sahne dazu. Guten Appetit."
FRENCH = sentences_of(TALKS["fr"], "fr")[:8]


@pytest.fixture(scope="module")
def captioned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a talk in French; beside it the same text as a track of Canada, with its paragraphs elsewhere."""
    root = tmp_path_factory.mktemp("translations")
    for name in ("media", "captions"):
        (root / name).mkdir()
    write_wav(root / "media" / "talk.wav", make_talk(FRENCH, "fr").samples)
    (root / "media" / "talk.fr.txt").write_text("\n\n".join(FRENCH), encoding="utf-8")
    (root / "media" / "talk.fr-CA.txt").write_text(" ".join(FRENCH), encoding="utf-8")
    pipeline.caption(root / "media" / "talk.wav", spoken="fr")
    return root


def records(root: Path) -> dict[str, TrackRecord]:
    made = library.read_manifest(root / "captions" / "talk.cuepress.json")
    assert made is not None
    return dict(made.tracks)


def starts(record: TrackRecord) -> list[int]:
    """Return when each sentence begins."""
    words = record.words
    return [
        word.start_ms for at, word in enumerate(words) if not at or words[at - 1].text.endswith((".", "!", "?"))
    ]


def caption(root: Path, **options: object) -> dict[str, pipeline.Made]:
    done = pipeline.caption(root / "media" / "talk.wav", options=Options(**options))  # type: ignore[arg-type]
    return {made.language: made for made in done.tracks}


def test_sentences_begin_when_they_are_spoken(captioned: Path) -> None:
    made = records(captioned)

    assert made["fr-CA"].sync == "translation"
    assert starts(made["fr-CA"]) == starts(made["fr"])
    assert "is a translation of the French transcript" in made["fr-CA"].methods[0].reason


def test_both_languages_have_the_same_sentences_row_by_row(captioned: Path) -> None:
    made = library.read_manifest(captioned / "captions" / "talk.cuepress.json")
    assert made is not None

    rows = sidebyside.rows(made)

    assert len(rows) == len(starts(made.tracks["fr"]))
    assert [row.said["fr"].text for row in rows] == [row.said["fr-CA"].text for row in rows]


def test_the_same_text_in_two_languages_is_said(captioned: Path) -> None:
    assert any("the same as the French transcript" in note for note in records(captioned)["fr-CA"].notes)


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["en={other}", "EN={french}"], 2, "two transcripts for en: {other} and {french}; name only one"),
        (["en={empty}"], 3, "en: {empty}: the file is empty; export or copy it again"),
        (["en={blank}"], 3, "en: {blank}: there is no text in the file, only white space"),
        (["en={title}"], 3, "nothing in it is spoken: title (A title); take parts in with --keep title"),
        (["xx={other}"], 2, "unknown language tag 'xx'; tags look like fr, pt-BR or zh-Hans"),
        (["ar={french}"], 2, "the text is not written as ar (Arabic) is; perhaps the tag is"),
        (
            ["es={french}"],
            0,
            "es       the text is the same as the French transcript, word for word: is it the right",
        ),
        (
            ["de={other}"],
            0,
            "de       the text does not say what the French transcript says: is it the right file?",
        ),
        (["de={none}"], 3, "none.txt: there is no such file"),
    ],
)
def test_what_is_no_translation_is_said_and_spoils_nothing(
    captioned: Path, tmp_path: Path, run: Run, arguments: list[str], code: int, message: str
) -> None:
    texts = {"other": OTHER, "french": " ".join(FRENCH), "empty": "", "blank": " \n\n", "title": "# A title\n"}
    names = {name: tmp_path / f"{name}.{'md' if name == 'title' else 'txt'}" for name in (*texts, "none")}
    for name, text in texts.items():
        names[name].write_text(text, encoding="utf-8")
    before = records(captioned)
    french = ("--transcript", f"fr={captioned / 'media' / 'talk.fr.txt'}")
    others = [part for each in arguments for part in ("--transcript", each.format(**names))]

    found, out, err = run("caption", captioned / "media" / "talk.wav", *french, *others)

    assert (found, message.format(**names) in err) == (code, True), err
    assert ("fr       French" in out) == (code != 2)
    after = records(captioned)
    assert {tag: after[tag] for tag in ("fr", "fr-CA")} == {tag: before[tag] for tag in ("fr", "fr-CA")}


def test_a_transcript_that_cannot_be_heard_tells_no_times_and_that_is_said(talk: Path, run: Run) -> None:
    """There is no voice for the language that is spoken, so its words cannot be looked for."""
    texts = [f"ii={talk.with_name('talk.fr.txt')}", f"en={talk.with_name('talk.en.md')}"]

    code, _, err = run("caption", talk, "--spoken", "ii", "--transcript", texts[0], "--transcript", texts[1])

    assert code == 0
    assert "there is no voice for ii" in err
    [way] = records(talk.parent.parent)["en"].methods
    assert way.reason.startswith("another language is spoken, and its transcript was not heard surely enough")


def test_a_correction_moves_what_depends_on_it_and_nothing_else(captioned: Path) -> None:
    """In this order: nothing, the translation, the spoken text."""
    assert {made.status for made in caption(captioned).values()} == {"unchanged"}
    before = records(captioned)

    translation = captioned / "media" / "talk.fr-CA.txt"
    translation.write_text(" ".join([*FRENCH[:-1], "Merci à vous tous."]), encoding="utf-8")
    changed = caption(captioned)
    assert {tag: made.status for tag, made in changed.items()} == {"fr": "unchanged", "fr-CA": "written"}
    assert starts(records(captioned)["fr-CA"])[:-1] == starts(before["fr-CA"])[:-1]
    assert records(captioned)["fr-CA"].sentences[:-1] == before["fr-CA"].sentences[:-1]

    (captioned / "media" / "talk.fr.txt").write_text("\n\n".join(FRENCH[1:]), encoding="utf-8")
    changed = caption(captioned)
    after = records(captioned)
    assert after["fr"].words != before["fr"].words
    assert "unspoken" in {passage.kind for passage in after["fr-CA"].passages}
    assert changed["fr-CA"].sync == "translation"


def test_a_track_corrected_by_hand_is_kept_when_the_spoken_text_is_corrected(captioned: Path) -> None:
    track = captioned / "captions" / "talk.fr-CA.vtt"
    by_hand = track.read_text(encoding="utf-8").replace("bateaux", "BATEAUX")
    track.write_text(by_hand, encoding="utf-8")
    before = records(captioned)["fr-CA"]
    (captioned / "media" / "talk.fr.txt").write_text("\n\n".join(FRENCH), encoding="utf-8")

    assert {tag: made.status for tag, made in caption(captioned).items()} == {"fr": "written", "fr-CA": "kept"}
    assert track.read_text(encoding="utf-8") == by_hand
    assert records(captioned)["fr-CA"].words != before.words

    assert caption(captioned, overwrite=True)["fr-CA"].status == "written"
    assert "BATEAUX" not in track.read_text(encoding="utf-8")
    assert {made.status for made in caption(captioned, overwrite=True).values()} == {"unchanged"}


def test_pauses_and_duration_are_used_where_they_are_asked_for(captioned: Path) -> None:
    assert caption(captioned, sync="pauses", overwrite=True)["fr-CA"].sync == "pauses"
    assert caption(captioned, sync="duration", overwrite=True)["fr-CA"].sync == "duration"


def test_another_text_is_timed_without_it_and_that_is_said(captioned: Path) -> None:
    (captioned / "media" / "talk.de.txt").write_text(OTHER, encoding="utf-8")

    made = caption(captioned, overwrite=True)["de"]

    assert made.sync == "pauses"
    assert "does not say what the French transcript says" in made.notes[0]


def test_words_that_were_hardly_heard_tell_no_times(captioned: Path) -> None:
    record = records(captioned)["fr"]
    unsure = tuple(replace(word, confidence=0.1) for word in record.words)

    assert originals.can_be_taken_from(replace(record, sync="speech"))
    assert not originals.can_be_taken_from(replace(record, sync="speech", words=unsure))
    assert not originals.can_be_taken_from(replace(record, sync="speech", words=()))
    assert not originals.can_be_taken_from(replace(record, sync="pauses"))


def test_a_changed_glossary_makes_the_translations_again_and_nothing_else(captioned: Path) -> None:
    (captioned / "media" / "talk.de.txt").unlink(missing_ok=True)
    table = captioned / "words.csv"
    caption(captioned, overwrite=True)
    made = [records(captioned)]
    for variants in ("port", "port", "port|havre"):
        table.write_text(f"fr,fr-CA\nport,{variants}\n", encoding="utf-8")
        caption(captioned, glossary=table)
        made.append(records(captioned))

    assert len({each["fr"].made_from for each in made}) == 1
    none, first, again, changed = [each["fr-CA"].made_from for each in made]
    assert none != first == again != changed


def test_a_glossary_that_is_none_is_refused_before_anything_is_heard(captioned: Path) -> None:
    table = captioned / "no-words.csv"
    table.write_text("port;havre\nville;cité\n", encoding="utf-8")

    with pytest.raises(InputError, match=r"no-words\.csv:1: 'port' above a column is no language tag"):
        caption(captioned, glossary=table)
