"""Letters that were broken on the way, and that only look like it; words twice; another language than the tag."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cuepress
from cuepress.checks.text import mojibake
from cuepress.model import Cue, Track

RIGHT = [
    "Qu’il me soit permis — « Été », CAFÉ\u00a0»; «AMANHÃ» não, São João; ½ £ 20\u202f°C",
    "Größe, Übung, ß; ñandú ¿Qué? ¡Ay!; Çavuşoğlu’nu, İstanbul; Łódź, źdźbło; ångström, smørrebrød",
    "مرحبًا بكم، أهلًا؟ مُدُن", "强大城市网络“会议”——很好。", "日本語のテキスト（例）です。", "Привет, «мир» — да!",
    "Καλημέρα, κόσμε· «ναι»", "שלום, \u200fעולם! „כן”", "नमस्ते दुनिया", "สวัสดีชาวโลก",
    "naïve co-operation, œuvre, Æsop",
]  # fmt: skip


@pytest.mark.parametrize("text", RIGHT)
def test_what_is_right_is_no_mojibake(text: str) -> None:
    assert list(mojibake(text)) == []


def _misread(text: str) -> str:
    return "".join(
        bytes([byte]).decode("cp1252") if byte not in {0x81, 0x8D, 0x8F, 0x90, 0x9D} else chr(byte)
        for byte in text.encode()
    )


@given(st.sampled_from(["é", "ç", "’", "“", "…", "–", "ü", "ñ", "ş", "ł", "你好", "мир", "سلام", "日本", "한국"]))
@settings(deadline=None)
def test_what_was_misread_is_found_where_it_is(sign: str) -> None:
    text = f"abc {_misread(sign)} def"

    assert list(mojibake(text)) == [(4, len(text) - 4)]


def _found(tag: str, *texts: str) -> list[tuple[str, int, str]]:
    cues = tuple(Cue(at * 4_000, at * 4_000 + 3_900, text) for at, text in enumerate(texts))
    report = cuepress.check(Track(cues, language=tag))
    return [(each.rule, each.cue, each.severity) for each in report.findings if each.rule.startswith("text.")]


@pytest.mark.parametrize(
    ("tag", "texts", "expected"),
    [
        ("en", ("the the city",), [("text.doubled_word", 1, "warning")]),
        ("en", ("over the", "the city"), [("text.doubled_word", 2, "warning")]),
        ("en", ("over the\nthe city",), [("text.doubled_word", 1, "warning")]),
        ("en", ("city city",), [("text.doubled_word", 1, "notice")]),
        ("en", ("No, no, I think that that is so. So.", "So it is"), []),
        ("fr", ("nous nous voyons, vous vous voyez",), []),
        ("fr", ("la ville de de Paris",), [("text.doubled_word", 1, "warning")]),
        ("de", ("die die Stadt kennen",), []),
        ("zh-Hans", ("谢谢谢谢",), []),
    ],
)
def test_words_that_stand_twice(tag: str, texts: tuple[str, ...], expected: list[tuple[str, int, str]]) -> None:
    assert _found(tag, *texts) == expected


@pytest.mark.parametrize(
    "text", ["{\\an8}Hello", "<font color=red>Hello", "</i>", "R&amp;D", "[i]so[/i]", "{y:i}so", "one\\Ntwo"]
)
def test_code_that_a_viewer_sees_is_an_error(text: str) -> None:
    assert ("text.stray_tag", 1, "error") in _found("en", text)


@pytest.mark.parametrize("text", ["5 < 6 > 4", "{sic}", "R&D", "a \\ b", "I <3 you", "[music]", "AT&T; x"])
def test_what_only_looks_like_code(text: str) -> None:
    assert not [rule for rule, _, _ in _found("en", text) if rule == "text.stray_tag"]


def test_a_letter_of_another_script_in_a_word() -> None:
    assert _found("en", "p\u0430ssword") == [("text.mixed_script", 1, "warning")]
    assert _found("ru", "В США: FBI и ЦРУ, α-лучи, COVID-19") == []


ENGLISH = "The city listens to you, and it answers that it is here for all of us with what we have. " * 4
SPANISH = "La ciudad os escucha, y responde que está aquí para todos los que la necesitan con lo que es. " * 4


@pytest.mark.parametrize(
    ("tag", "text", "is_wrong"),
    [
        ("en", ENGLISH, False),
        ("es", ENGLISH, True),
        ("en-GB", SPANISH, True),
        ("es-MX", SPANISH, False),
        ("ar", ENGLISH, True),
        ("is", ENGLISH, False),  # its little words are not known, so nothing is sure
        ("es", "OK. Bye, John!", False),
    ],
)
def test_the_language_of_the_text_against_its_tag(tag: str, text: str, is_wrong: bool) -> None:  # noqa: FBT001
    assert (("text.language", 0, "error") in _found(tag, text)) == is_wrong


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("talk.jp.vtt", "did you mean ja (Japanese)?"),
        ("talk.french.srt", "did you mean fr (French)?"),
        ("talk.cn.sdh.vtt", "did you mean zh-Hans"),
        ("my.movie.vtt", "neither the file's name"),
        ("talk.vtt", "neither the file's name"),
    ],
)
def test_a_name_that_has_no_tag_is_told_what_was_meant(name: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text("WEBVTT\n\n00:01.000 --> 00:03.000\nHm.\n", encoding="utf-8")

    (finding,) = [each for each in cuepress.check(path).findings if each.rule == "text.unknown_language"]
    assert said in finding.message
    assert finding.severity == ("notice" if "neither" in said else "warning")


@pytest.mark.parametrize("name", ["talk.en.vtt", "talk.en.srt"])
def test_a_track_without_a_cue_is_found(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text("WEBVTT\n" if path.suffix == ".vtt" else "\ufeff", encoding="utf-8")

    assert ("text.empty", "warning") in [(each.rule, each.severity) for each in cuepress.check(path).findings]
