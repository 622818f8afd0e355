"""A translation takes its times from the spoken transcript; another text is timed without it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from cuepress import library, originals, pipeline, sidebyside
from cuepress.errors import InputError
from cuepress.manifest import TrackRecord
from cuepress.pipeline import Options
from media_making import write_wav
from talk_making import TALKS, make_talk, sentences_of

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


def run(root: Path, **options: object) -> dict[str, pipeline.Made]:
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


def test_a_correction_moves_what_depends_on_it_and_nothing_else(captioned: Path) -> None:
    """In this order: nothing, the translation, the spoken text."""
    assert {made.status for made in run(captioned).values()} == {"unchanged"}
    before = records(captioned)

    translation = captioned / "media" / "talk.fr-CA.txt"
    translation.write_text(" ".join([*FRENCH[:-1], "Merci à vous tous."]), encoding="utf-8")
    changed = run(captioned)
    assert {tag: made.status for tag, made in changed.items()} == {"fr": "unchanged", "fr-CA": "written"}
    assert starts(records(captioned)["fr-CA"])[:-1] == starts(before["fr-CA"])[:-1]
    assert records(captioned)["fr-CA"].sentences[:-1] == before["fr-CA"].sentences[:-1]

    (captioned / "media" / "talk.fr.txt").write_text("\n\n".join(FRENCH[1:]), encoding="utf-8")
    changed = run(captioned)
    after = records(captioned)
    assert after["fr"].words != before["fr"].words
    assert "unspoken" in {passage.kind for passage in after["fr-CA"].passages}
    assert changed["fr-CA"].sync == "translation"


def test_pauses_and_duration_are_used_where_they_are_asked_for(captioned: Path) -> None:
    assert run(captioned, sync="pauses", overwrite=True)["fr-CA"].sync == "pauses"
    assert run(captioned, sync="duration", overwrite=True)["fr-CA"].sync == "duration"


def test_another_text_is_timed_without_it_and_that_is_said(captioned: Path) -> None:
    other = "Der Teig ruht. Dann rollt man ihn aus.\n\nVier Äpfel, bitte! Backen. Sahne dazu. Guten Appetit."
    (captioned / "media" / "talk.de.txt").write_text(other, encoding="utf-8")

    made = run(captioned, overwrite=True)["de"]

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
    run(captioned, overwrite=True)
    made = [records(captioned)]
    for variants in ("port", "port", "port|havre"):
        table.write_text(f"fr,fr-CA\nport,{variants}\n", encoding="utf-8")
        run(captioned, glossary=table)
        made.append(records(captioned))

    assert len({each["fr"].made_from for each in made}) == 1
    none, first, again, changed = [each["fr-CA"].made_from for each in made]
    assert none != first == again != changed


def test_a_glossary_that_is_none_is_refused_before_anything_is_heard(captioned: Path) -> None:
    table = captioned / "no-words.csv"
    table.write_text("port;havre\nville;cité\n", encoding="utf-8")

    with pytest.raises(InputError, match=r"no-words\.csv:1: 'port' above a column is no language tag"):
        run(captioned, glossary=table)
