"""Languages side by side: rows of what says the same, and the cues that hold it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from cuepress.manifest import Manifest, SentenceRecord, SourceRecord, TrackRecord, WordRecord
from cuepress.model import Cue
from cuepress.web import sidebyside
from cuepress.web.sidebyside import Row

Sentences = Sequence[tuple[tuple[str, ...], str]]


def record(tag: str, sentences: Sentences, *, start_ms: int = 0) -> TrackRecord:
    """Return a track whose words take a second each."""
    words: list[WordRecord] = []
    held: list[SentenceRecord] = []
    offset = 0
    for ids, text in sentences:
        first = len(words)
        for word in text.split():
            at = start_ms + 1_000 * len(words)
            words.append(WordRecord(word, at, at + 900, 1.0, offset))
            offset += len(word) + 1
        held.append(SentenceRecord(ids, first, len(words) - 1))
    empty = TrackRecord(tag, "captions", "", SourceRecord("a.txt", ""), "cuepress", "speech", "", "", {})
    return replace(empty, words=tuple(words), sentences=tuple(held))


def manifest(**tracks: Sentences) -> Manifest:
    return Manifest("cuepress", "en", None, {tag: record(tag, each) for tag, each in tracks.items()})


def shown(rows: Sequence[Row]) -> list[dict[str, str]]:
    return [{tag: said.text for tag, said in row.said.items()} for row in rows]


ENGLISH = (
    (("s-1",), "Good morning."),
    (("s-2",), "They signed."),
    (("s-3",), "Why? Because."),
    (("s-4",), "Bye."),
)


def test_a_row_is_a_sentence_in_each_language() -> None:
    made = manifest(en=ENGLISH, fr=tuple((ids, f"fr {text}") for ids, text in ENGLISH))

    found = sidebyside.rows(made)

    assert shown(found) == [{"en": text, "fr": f"fr {text}"} for _, text in ENGLISH]
    assert [row.ids for row in found] == [ids for ids, _ in ENGLISH]
    assert (found[1].start_ms, found[1].end_ms) == (2_000, 3_900)  # as it is spoken
    assert (found[1].said["fr"].first_word, found[1].said["fr"].last_word) == (3, 5)


def test_what_one_translator_joined_is_one_row_for_all() -> None:
    made = manifest(
        en=ENGLISH,
        fr=((("s-1",), "Bonjour."), (("s-2", "s-3"), "Ils ont signé parce que."), (("s-4",), "Au revoir.")),
        tr=((("s-1",), "Günaydın."), (("s-2",), "İmzaladılar."), (("s-3",), "Çünkü."), (("s-4",), "Hoşça kalın.")),
    )

    assert shown(sidebyside.rows(made))[1] == {
        "en": "They signed. Why? Because.",
        "fr": "Ils ont signé parce que.",
        "tr": "İmzaladılar. Çünkü.",
    }


def test_what_only_one_language_has_stands_where_it_has_it() -> None:
    made = manifest(
        en=ENGLISH,
        fr=((("fr-0",), "Note."), (("s-1",), "Bonjour."), (("s-3",), "Pourquoi ?"), (("s-4",), "Salut.")),
        tr=(
            (("s-1",), "Günaydın."),
            (("tr-9",), "Ek."),
            (("s-2",), "İmza."),
            (("s-4",), "Hoş."),
            (("tr-8",), "Son."),
        ),
    )

    assert shown(sidebyside.rows(made)) == [
        {"fr": "Note."},
        {"en": "Good morning.", "fr": "Bonjour.", "tr": "Günaydın."},
        {"tr": "Ek."},
        {"en": "They signed.", "tr": "İmza."},
        {"en": "Why? Because.", "fr": "Pourquoi ?"},
        {"en": "Bye.", "fr": "Salut.", "tr": "Hoş."},
        {"tr": "Son."},
    ]


def test_what_is_added_within_a_row_belongs_to_it() -> None:
    made = manifest(
        en=ENGLISH,
        fr=((("s-1", "s-2"), "Bonjour et ils ont signé."),),
        tr=((("s-1",), "Günaydın."), (("tr-9",), "Ek."), (("s-2",), "İmza.")),
    )

    assert shown(sidebyside.rows(made, ["tr", "fr"])) == [
        {"tr": "Günaydın. Ek. İmza.", "fr": "Bonjour et ils ont signé."}
    ]


def test_languages_without_sentences_or_without_a_track_are_left_out() -> None:
    made = manifest(en=ENGLISH, de=())

    assert [set(row.said) for row in sidebyside.rows(made, ["en", "de", "xx"])] == [{"en"}] * 4
    assert sidebyside.rows(made, ["de"]) == ()


def test_a_correction_in_one_language_leaves_the_rows_of_the_others_alone() -> None:
    french = [(ids, f"fr {text}") for ids, text in ENGLISH]
    before = sidebyside.rows(manifest(en=ENGLISH, fr=french, tr=ENGLISH), ["en", "tr"])
    french[1:2] = [(("fr-7",), "Autre chose.")]

    assert sidebyside.rows(manifest(en=ENGLISH, fr=french, tr=ENGLISH), ["en", "tr"]) == before


names = st.lists(st.sampled_from([f"s-{at}" for at in range(5)] + ["fr-1", "tr-1"]), min_size=1, max_size=3)
sentences = st.lists(st.tuples(names.map(tuple), st.sampled_from(["a", "b c", "d e f"])), max_size=8)


@given(sentences, sentences, sentences)
def test_ids_in_any_order_lose_no_word_and_none_stands_twice_in_order(
    en: Sentences, fr: Sentences, tr: Sentences
) -> None:
    made = manifest(en=en, fr=fr, tr=tr)

    found = sidebyside.rows(made)

    for tag, track in made.tracks.items():
        said = [row.said[tag] for row in found if tag in row.said]
        covered = {at for each in said for at in range(each.first_word, each.last_word + 1)}
        assert covered == set(range(len(track.words)))
    every = [name for row in found for name in row.ids]
    assert len(every) == len(set(every))
    assert found == sidebyside.rows(made)


def test_words_that_are_no_words_leave_the_track_out() -> None:
    bad = replace(record("fr", ENGLISH), words=(WordRecord("a", "0", 1, 1.0, 0),) * 9)  # type: ignore[arg-type]
    made = Manifest("cuepress", "en", None, {"en": record("en", ENGLISH), "fr": bad})

    assert [set(row.said) for row in sidebyside.rows(made)] == [{"en"}] * 4
    assert sidebyside.held_by(bad, [Cue(0, 1, "a")]) == [()]


def test_a_cue_holds_the_sentences_of_its_words() -> None:
    cues = [
        Cue(0, 2_000, "Good\nmorning. They"),
        Cue(2_000, 4_000, "signed."),
        Cue(4_000, 9_000, "Why? Because. Bye."),
    ]

    assert sidebyside.held_by(record("en", ENGLISH), cues) == [("s-1", "s-2"), ("s-2",), ("s-3", "s-4")]


def test_a_cue_that_was_corrected_holds_them_still() -> None:
    """A word changed, a sound and a cue added, a cue whose text is all new."""
    cues = [
        Cue(0, 2_000, "Good day."),
        Cue(2_000, 2_500, "[applause]"),
        Cue(2_500, 4_000, "They have signed."),
        Cue(4_000, 6_000, "For which reason"),
        Cue(6_000, 9_000, "Bye."),
    ]

    assert sidebyside.held_by(record("en", ENGLISH), cues) == [
        ("s-1",),
        ("s-2",),
        ("s-2",),
        ("s-3",),
        ("s-4",),
    ]
