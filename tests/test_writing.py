"""A text held against its tag, and the tag that is named where the two do not meet."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuepress import writing

FRENCH = "Nous le savons tous depuis longtemps, et la ville est pour nous."
SIMPLIFIED = "我们都知道，团结是根本。这个时候，国家应该让每个人说话，还要听见他们的声音。谢谢大家！"
TRADITIONAL = "我們都知道，團結是根本。這個時候，國家應該讓每個人說話，還要聽見他們的聲音。謝謝大家！"
JAPANESE = "今日は天気が良いので公園に行きましょう。都市はみんなの声を聞いています。ありがとうございます。"


@pytest.mark.parametrize(
    ("text", "tag", "is_written"),
    [
        (FRENCH, "fr", True),
        (FRENCH, "ar", False),
        ("نحن نعرف ذلك جميعا منذ وقت طويل", "ar", True),
        ("今日は天気が良いので公園に行きましょうかね", "ja", True),
        ("Страна и город ждут нас всех давно", "en", False),
        ("mp3", "ar", True),
        ("Bonjour à tous", "ar", False),
        (SIMPLIFIED, "zh-Hans", True),
        (SIMPLIFIED, "zh", True),
        (SIMPLIFIED, "zh-CN", True),
        (SIMPLIFIED, "zh-Hant", False),
        (SIMPLIFIED, "zh-TW", False),
        (TRADITIONAL, "zh-Hant", True),
        (TRADITIONAL, "zh", True),
        (TRADITIONAL, "zh-Hans", False),
        ("国家", "zh-Hant", True),  # too little to say
        (SIMPLIFIED, "ja", False),
        (SIMPLIFIED, "ko", False),
        ("我们都知道团结是根本", "ja", True),  # kanji alone, and few: it may be a list of names
        (JAPANESE, "ja", True),
        (JAPANESE, "zh-Hans", False),
        ("안녕하세요 여러분 도시는 모두의 목소리를 듣습니다 감사합니다 大韓民國", "ko", True),
    ],
)
def test_a_text_is_held_against_its_tag(text: str, tag: str, *, is_written: bool) -> None:
    assert writing.is_written_in(text, tag) is is_written


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        (FRENCH, "fr"),
        ("We all know it: the city listens, and it answers.", "en"),
        ("Wir wissen es alle: die Stadt hört zu, und sie ist nicht allein.", "de"),
        ("Todos lo sabemos: la ciudad escucha, y en ella no hay un silencio.", "es"),
        ("Lo sappiamo tutti che la città ascolta e non è sola, per una volta.", "it"),
        ("Todos sabemos que a cidade não é uma ilha e que os outros ouvem.", "pt"),
        ("Bunu hepimiz biliyoruz ve bu şehir için bir söz daha var.", "tr"),
        ("Мы все это знаем, и что город не один на свете.", "ru"),
        ("Ми всі це знаємо, і що місто не одне на світі.", "uk"),
        ("نحن نعرف ذلك من قبل في هذه المدينة", "ar"),
        ("ما این را می‌دانیم که شهر به ما گوش می‌دهد و از آن است", "fa"),
        ("Γεια σας", "el"),
        (SIMPLIFIED, "zh-Hans"),
        (TRADITIONAL, "zh-Hant"),
        (JAPANESE, "ja"),
        ("Qwrt zxcv", "en"),  # nothing but the script is known
        ("123", None),
    ],
)
def test_the_tag_that_was_probably_meant(text: str, tag: str | None) -> None:
    assert writing.likely_tag(text) == tag


@given(st.text(max_size=200))
def test_a_text_is_written_as_its_likely_tag_is(text: str) -> None:
    """What is named as the way out must not be refused in its turn."""
    tag = writing.likely_tag(text)

    counts = {name: number for name, number in writing.scripts_in(text).items() if name != "Zyyy"}
    is_mixed = bool(counts) and max(counts.values()) * 2 < sum(counts.values())
    assert tag is None or is_mixed or writing.is_written_in(text, tag)
