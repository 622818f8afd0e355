"""Where cues and lines end, and what is said about it: promises to the viewer, one a test."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import pytest

from cuepress.cueing import Cueing, Footage, Profile, load_profile, make_cues
from cuepress.cueing.pieces import EARLY_HEARD_MS
from cuepress.model import Paragraph, Span, TimedWord, Transcript

PROFILE = load_profile("cuepress")


def cut(
    *paragraphs: Paragraph | str,
    tag: str = "fr",
    word_ms: int = 350,
    duration_ms: int = 0,
    profile: str = "cuepress",
) -> Cueing:
    """Cut paragraphs whose words are said one after the other, each in ``word_ms``."""
    whole = (paragraph if isinstance(paragraph, Paragraph) else Paragraph(paragraph) for paragraph in paragraphs)
    transcript = Transcript(tag, tuple(whole))
    times = enumerate(transcript.words)
    timed = [TimedWord(word, at * word_ms, (at + 1) * word_ms, 0.5) for at, word in times]
    end = duration_ms or len(timed) * word_ms + 2_000
    return make_cues(transcript, timed, profile=load_profile(profile), duration_ms=end)


def texts(cueing: Cueing) -> list[str]:
    return [cue.text for cue in cueing.cues]


def test_a_short_sentence_is_one_line() -> None:
    assert texts(cut("Nous le savons tous.")) == ["Nous le savons tous."]


def test_each_sentence_has_its_own_cue_where_there_is_time() -> None:
    found = texts(cut("Nous le savons tous ici. Merci à vous tous. Le monde entier nous écoute."))

    assert found == ["Nous le savons tous ici.", "Merci à vous tous.", "Le monde entier nous écoute."]


def test_an_abbreviation_does_not_end_a_cue() -> None:
    found = texts(cut("Nous saluons M. Dupont et Mme. Curie, venus de loin. Ils sont là, au premier rang."))

    assert not [text for text in found if text.rstrip().endswith(("M.", "Mme."))]


def test_a_line_does_not_end_on_an_article_where_it_can_end_elsewhere() -> None:
    text = (
        "Le message transmis est puissant, et la séparation entre le secteur public et le secteur privé demeure."
    )

    ends = [line.split()[-1] for cue in cut(text).cues for line in cue.lines]

    assert not {"la", "le", "et", "entre"} & set(ends)


@pytest.mark.parametrize("space", [" ", "\u00a0", "\u202f"])
def test_no_line_begins_with_a_french_mark_or_ends_with_an_opening_one(space: str) -> None:
    text = " ".join(f"Il a dit{space}: «{space}mot{number}{space}» ; est-ce vrai{space}?" for number in range(30))

    lines = [line for cue in cut(text).cues for line in cue.lines]

    assert not [line for line in lines if line[0] in ":;?»" or line[-1] == "«"]


def test_a_number_stays_with_what_it_counts() -> None:
    found = cut(
        "La ville compte maintenant plus de 10 millions de personnes qui vivent dans 31 quartiers différents."
    )

    assert not [line for cue in found.cues for line in cue.lines if line[-1].isdigit()]


def test_two_speakers_are_never_in_one_cue_and_the_voice_is_on_each() -> None:
    found = cut(Paragraph("Oui.", "ANNA"), Paragraph("Non.", "BEN"), Paragraph("Si !", "ANNA"))

    assert [(cue.voice, cue.text) for cue in found.cues] == [("ANNA", "Oui."), ("BEN", "Non."), ("ANNA", "Si !")]


def test_short_answers_by_turns_are_still_long_enough_to_be_seen() -> None:
    found = cut(*(Paragraph("Oui.", name) for name in "ABABAB"), word_ms=900, duration_ms=6_000)

    assert all(cue.duration_ms >= PROFILE.general.min_ms for cue in found.cues)
    assert not found.notes


def test_sounds_stay_in_the_text_at_their_place() -> None:
    found = cut(Paragraph("Merci. [applaudissements] Continuons.", "", (Span(7, 25),)))

    assert " ".join(texts(found)).replace("\n", " ") == "Merci. [applaudissements] Continuons."


def test_a_word_longer_than_a_line_is_whole_and_named() -> None:
    address = "https://example.org/" + "chemin/" * 10

    found = cut(f"Voyez le site {address} pour en savoir plus.")

    assert address in [line for cue in found.cues for line in cue.lines]
    assert any("longer than 42" in note and "example.org" in note for note in found.notes)


def test_words_glued_by_no_break_spaces_are_still_cut_into_lines() -> None:
    """A document where every space is a no-break space must not become one endless line."""
    found = cut("Le message\u00a0".join([""] * 30).strip("\u00a0") or "x")

    assert max(len(line) for cue in found.cues for line in cue.lines) <= 42


def test_chinese_is_cut_by_its_own_measure_and_not_inside_words() -> None:
    found = cut("市政领导人感人至深的讲述，这些市政领导人成功维护了各自社区的团结。", tag="zh-Hans", word_ms=220)

    lines = [line for cue in found.cues for line in cue.lines]
    assert max(len(line) for line in lines) <= 16
    assert not [line for line in lines if line[0] in "，。的了" or line.endswith("领")]


def test_a_traditional_chinese_text_and_a_thai_one_are_cut_too() -> None:
    assert len(cut("我們都知道團結是根本，恐怖分子可能出現在任何國家。", tag="zh-Hant").cues) > 1
    assert len(cut("วันนี้อากาศดีมากเราไปเที่ยวกันเถอะ" * 4, tag="th", word_ms=100).cues) > 1


def test_a_long_rest_ends_a_cue() -> None:
    transcript = Transcript("en", (Paragraph("We waited for it and it came at last"),))
    starts = [0, 300, 600, 900, 4_000, 4_300, 4_600, 4_900, 5_200]
    timed = [TimedWord(word, at, at + 300, 0.5) for word, at in zip(transcript.words, starts, strict=True)]

    found = make_cues(transcript, timed, profile=PROFILE, duration_ms=8_000)

    assert texts(found) == ["We waited for it", "and it came at last"]
    assert found.cues[1].start_ms == 4_000


def test_a_video_too_short_for_its_cues_is_said_with_the_figures() -> None:
    found = cut(*(Paragraph("Oui.", name) for name in "ABABAB"), word_ms=0, duration_ms=3)

    assert len(found.cues) == 3
    assert "6 cues" in found.notes[0]


def test_speech_faster_than_one_can_read_is_said_with_its_place() -> None:
    found = cut(" ".join(["Le message transmis est un message de détermination."] * 20), word_ms=60)

    assert any("characters a second" in note and "0:" in note for note in found.notes)


def test_a_text_without_words_has_no_cues() -> None:
    assert make_cues(Transcript("fr", ()), [], profile=PROFILE, duration_ms=1_000) == Cueing(())


# --- two speakers, shot changes, times --------------------------------------------------------------------------


def talked(*turns: tuple[str, str], profile: Profile, word_ms: int = 300) -> Cueing:
    """Cut what several people say, one after the other."""
    transcript = Transcript("fr", tuple(Paragraph(text, name) for name, text in turns))
    times = enumerate(transcript.words)
    timed = [TimedWord(word, at * word_ms, (at + 1) * word_ms, 0.5) for at, word in times]
    return make_cues(transcript, timed, profile=profile, duration_ms=len(timed) * word_ms + 2_000)


DASHED = replace(PROFILE, speaker_change="dash")


def test_two_short_answers_share_a_cue_with_dashes_where_the_profile_has_them() -> None:
    found = talked(("ANN", "Oui."), ("BEN", "Non & non."), profile=DASHED)

    assert [cue.text for cue in found.cues] == ["- Oui.\n- Non & non."]
    assert found.cues[0].markup == "<v ANN>- Oui.</v>\n<v BEN>- Non &amp; non.</v>"


def test_speakers_who_have_time_have_a_cue_each_also_where_dashes_are_allowed() -> None:
    turns = ("ANN", "Nous le savons tous depuis longtemps."), ("BEN", "Et pourtant personne ne le dit jamais.")

    found = talked(*turns, profile=DASHED, word_ms=450)

    assert [(cue.voice, len(cue.lines)) for cue in found.cues] == [("ANN", 1), ("BEN", 1)]


def test_there_are_never_more_than_two_speakers_in_a_cue() -> None:
    found = talked(*(("ABC"[at % 3], "Oui.") for at in range(9)), profile=DASHED)

    assert max(cue.markup.count("<v ") for cue in found.cues) == 2


def test_a_cue_ends_at_a_shot_change_rather_than_run_over_it() -> None:
    transcript = Transcript("en", (Paragraph("We have waited for a long time and nobody came to see us there"),))
    timed = [TimedWord(word, at * 400, (at + 1) * 400, 0.5) for at, word in enumerate(transcript.words)]
    plain = make_cues(transcript, timed, profile=PROFILE, duration_ms=9_000)

    # The eighth word begins just where the shot changes, and so does a phrase.
    cut_there = make_cues(
        transcript, timed, profile=PROFILE, duration_ms=9_000, footage=Footage(shots_ms=(2_800,))
    )

    assert len(plain.cues) <= 2
    assert any(cue.start_ms == 2_800 for cue in cut_there.cues)


def test_a_caption_that_cannot_be_read_in_time_begins_a_glance_early_a_translation_earlier() -> None:
    said = ("Nous savons.", "C'est très compliqué ici.", "Et pourtant nous devons tous y arriver bientôt.")
    transcript = Transcript("fr", tuple(Paragraph(each) for each in said))
    starts = [0, 300, 3_000, 3_300, 3_600, 3_900, *range(4_200, 8_200, 500)]
    timed = [TimedWord(word, at, at + 300, 0.5) for word, at in zip(transcript.words, starts, strict=True)]

    heard, translated = (
        make_cues(transcript, timed, profile=PROFILE, duration_ms=9_000, is_translation=each).cues[1].start_ms
        for each in (False, True)
    )

    assert heard == 3_000 - EARLY_HEARD_MS
    assert 3_000 - PROFILE.general.early_ms <= translated < heard


def test_times_of_a_film_are_on_its_frames_also_in_an_excerpt() -> None:
    footage = Footage(Fraction(24_000, 1_001), origin_ms=-12_345)
    transcript = Transcript(
        "fr", (Paragraph("Nous le savons tous ici. Merci à vous tous. Le monde entier écoute."),)
    )
    timed = [TimedWord(word, at * 411, (at + 1) * 411, 0.5) for at, word in enumerate(transcript.words)]

    found = make_cues(transcript, timed, profile=PROFILE, duration_ms=9_000, footage=footage)

    times = [time for cue in found.cues for time in (cue.start_ms, cue.end_ms)]
    frames = [round((time + 12_345) * 24 / 1_001) for time in times]
    assert [round(frame * 1_001 / 24) - 12_345 for frame in frames] == times
    assert all(after - before >= 2 for before, after in pairwise(frames[1:]))


@pytest.mark.parametrize(
    ("tag", "text", "wrong"),
    [
        (
            "nl",
            "Wij hebben ons deel van de afspraak gehouden, zegt ze, en nu horen we via de krant dat het stopt.",
            "afspraak\ngehouden",
        ),
        (
            "en",
            "You will need about two pounds of chicken thighs, and a large can of tomatoes.",
            "chicken\nthighs",
        ),
    ],
)
def test_the_last_word_before_a_mark_is_not_left_alone_with_it(tag: str, text: str, wrong: str) -> None:
    transcript = Transcript(tag, (Paragraph(text),))
    timed = [TimedWord(word, at * 450, (at + 1) * 450, 0.5) for at, word in enumerate(transcript.words)]

    cues = make_cues(transcript, timed, profile=PROFILE, duration_ms=timed[-1].end_ms + 2_000).cues

    assert wrong not in "\n".join(cue.text for cue in cues)
