"""Signs are mended where they are wrong, nowhere else, and no word with them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuepress.cueing import Typography, load_profile, profile_names
from cuepress.cueing.typography import NARROW, NO_BREAK, find_mends
from cuepress.model import Paragraph, Span

NBSP, NNBSP = Typography(french_space="nbsp"), Typography(french_space="nnbsp")


def mended(text: str, tag: str, typography: Typography, sounds: tuple[Span, ...] = ()) -> str:
    made, at = "", 0
    for mend in find_mends(Paragraph(text, "", sounds), tag, typography):
        made += text[at : mend.start] + mend.text
        at = mend.end
    return made + text[at:]


def shown(text: str) -> str:
    """Return a text with its no-break spaces to be seen."""
    return text.replace(NO_BREAK, "~").replace(NARROW, "_")


@pytest.mark.parametrize(
    ("text", "wide", "narrow"),
    [
        ("Quoi ? Non !", "Quoi~? Non~!", "Quoi_? Non_!"),
        ("Vraiment ?! Oui ; et voici :", "Vraiment~?! Oui~; et voici~:", "Vraiment_?! Oui_; et voici~:"),
        ("« Unis », dit-il.", "«~Unis~», dit-il.", "«~Unis~», dit-il."),
        ("« Venez ! »", "«~Venez~!~»", "«~Venez_!~»"),
        ("(vraiment !) oui", "(vraiment~!) oui", "(vraiment_!) oui"),
        ("10 000 000 personnes", "10~000~000 personnes", "10_000_000 personnes"),
        ("50 %, 3 €, 20 °C", "50~%, 3~€, 20~°C", "50_%, 3_€, 20_°C"),
        ("à 12 h 30, à 9 h", "à 12~h~30, à 9~h", "à 12_h_30, à 9_h"),
    ],
)
def test_spaces_of_french_at_which_a_line_could_end_are_made_no_break(text: str, wide: str, narrow: str) -> None:
    assert shown(mended(text, "fr", NBSP)) == wide
    assert shown(mended(text, "fr-BE", NNBSP)) == narrow


@pytest.mark.parametrize(
    "text",
    [
        "Quoi? Non! Oui; et «voici»:",  # no space is put where there was none
        "Quoi\u00a0? Non\u202f! «\u202foui\u202f» : 10\u202f000",  # right in either width, but for the colon
        "à 12:30, 3:2, 3 : 2, 12 : 30",
        "si a != b, :) ou ;-)",
        "https://exemple.fr/a?b=1;c=2 et www.exemple.fr/a!b",
        "`a ? b : c ;`",
        "le 14 juillet 2015 193 pays, tél. 01 23 45 67 89, A4 210",
        "un »Wort« allemand",
        "il y a 3 heures, 5 hommes, 50 pour cent",
    ],
)
def test_what_is_right_or_no_french_stays(text: str) -> None:
    wanted = text.replace("» :", "»~:")

    assert shown(mended(text, "fr", NBSP)) == shown(wanted)
    assert shown(mended(text, "fr", NNBSP)) == shown(wanted)


def test_in_canada_the_space_before_high_marks_is_thin_or_none() -> None:
    assert shown(mended("Oui! Non ! Voici : « oui »", "fr-CA", NBSP)) == "Oui! Non_! Voici~: «~oui~»"


def test_plain_spaces_are_written_for_players_that_have_no_others() -> None:
    text = "Quoi\u202f? «\u00a0Oui\u00a0»\u00a0: 10\u202f000"

    assert mended(text, "fr", Typography(french_space="plain")) == "Quoi ? « Oui » : 10\u202f000"


@pytest.mark.parametrize("tag", ["en", "de", "es", "ar", "zh-Hans", "und", "frp"])
def test_the_spaces_of_other_languages_stay(tag: str) -> None:
    text = "Quoi ? « Oui » : 10 000 %"

    assert mended(text, tag, NBSP) == text


def test_ellipses_are_one_sign_or_three_dots() -> None:
    one, three = Typography(ellipsis="one"), Typography(ellipsis="three")

    assert mended("Well... (...) in 2015... but 1...9 and .... ../a", "en", one) == (
        "Well… (…) in 2015… but 1...9 and .... ../a"
    )
    assert mended("Well… and …… and ….", "en", three) == "Well... and …… and …."
    assert mended("好...", "zh-Hans", one) == "好..."


@pytest.mark.parametrize(
    ("tag", "wanted"),
    [
        ("en", 'He said “yes”, then (“no”). 5" "'),
        ("de", 'He said „yes“, then („no“). 5" "'),
        ("ja", 'He said "yes", then ("no"). 5" "'),
    ],
)
def test_quotes_are_those_of_the_language(tag: str, wanted: str) -> None:
    quotes = Typography(quotes="language")

    sentence, unpaired = 'He said "yes", then ("no").', ' 5" "'

    assert mended(sentence, tag, quotes) == wanted.removesuffix(unpaired)
    assert mended(sentence + unpaired, tag, quotes) == sentence + unpaired, "what does not pair stays"


def test_french_quotes_have_their_spaces_but_in_switzerland() -> None:
    quotes = Typography(quotes="language")

    assert shown(mended('Il dit "oui".', "fr", quotes)) == "Il dit «~oui~»."
    assert mended('Il dit "oui".', "fr-CH", quotes) == "Il dit «oui»."


def test_quotes_can_be_straight() -> None:
    straight = Typography(quotes="straight")

    assert mended("Il dit «\u00a0oui\u00a0» et “non”.", "fr", straight) == 'Il dit "oui" et "non".'
    assert mended("“a ‘b’ c” isn’t", "en", straight) == '"a ‘b’ c" isn’t'
    assert mended("« un “mot” »", "fr", straight) == "« un “mot” »", "quotes in quotes stay apart"


def test_an_apostrophe_is_curly_only_where_the_profile_says_so() -> None:
    text = "L'été, rock 'n' roll, 5'10, aujourd'hui"

    assert mended(text, "fr", Typography()) == text
    assert mended(text, "fr", Typography(apostrophe="curly")) == "L’été, rock 'n' roll, 5'10, aujourd’hui"
    assert mended("L’été", "fr", Typography(apostrophe="straight")) == "L'été"
    assert mended("o'zbek", "uz", Typography(apostrophe="curly")) == "o'zbek"


def test_sounds_stand_as_the_profile_has_them() -> None:
    text, sounds = "(rires) Oui (non) ♪ [a (b)]", (Span(0, 7), Span(18, 19), Span(20, 27))

    assert mended(text, "fr", Typography(sounds="brackets"), sounds) == "[rires] Oui (non) ♪ [a (b)]"
    assert mended("（拍手）", "ja", Typography(sounds="brackets"), (Span(0, 4),)) == "［拍手］"


def test_the_default_mends_nothing_but_plain_spaces_of_french() -> None:
    default = load_profile("cuepress").typography

    assert default == Typography(french_space="nbsp")


SIGNS = "abé1059 \u00a0\u202f;:!?«»\"“”„'’….,()[]%h°C€/`@-\u2014"
ALL = [
    *(load_profile(name).typography_for(tag) for name in profile_names() for tag in ("fr", "en")),
    Typography("plain", "three", "straight", "- ", "parentheses", "straight"),
    Typography("nnbsp", "one", "language", "- ", "brackets", "curly"),
]


def texts() -> st.SearchStrategy[str]:
    pieces = st.one_of(
        st.text(st.sampled_from(SIGNS), max_size=12), st.sampled_from(["...", " ! ", '"oui"', "« a »"])
    )
    return st.lists(pieces, max_size=6).map("".join).map(str.strip).filter(bool)


@given(texts(), st.sampled_from(["fr", "fr-CA", "fr-CH", "en", "de", "es", "ja"]), st.sampled_from(ALL))
def test_mending_twice_is_mending_once(text: str, tag: str, typography: Typography) -> None:
    once = mended(text, tag, typography)

    assert mended(once, tag, typography) == once


@given(texts(), st.sampled_from(["fr", "en", "de"]), st.sampled_from(ALL))
def test_letters_and_digits_and_all_other_signs_stay(text: str, tag: str, typography: Typography) -> None:
    def kept(signs: str) -> str:
        return "".join(
            sign for sign in signs.replace("…", "...") if not sign.isspace() and sign not in "\"“”„«»'’"
        )

    made = mended(text, tag, typography)

    assert kept(made) == kept(text)
    assert made == made.strip()


@given(texts(), st.sampled_from(["fr", "en"]))
def test_keep_keeps_every_sign(text: str, tag: str) -> None:
    assert find_mends(Paragraph(text), tag, Typography()) == []
