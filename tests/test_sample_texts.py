"""The sample's five texts, each in another format, are read as one message: the same paragraphs, nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from cuepress.model import Transcript
from cuepress.transcripts import read_transcript

ROOT = Path(__file__).parent.parent
MEDIA = ROOT / "media"
SEED = ROOT.parent / "shared" / "seed" / "strong-cities.fr.md"
N_PARAGRAPHS = 7
NOTE = "working translation, made for this sample"

EXTENSIONS = {"fr": "md", "en": "docx", "ar": "html", "tr": "txt", "zh-Hans": "md"}
TRANSLATIONS = [tag for tag in EXTENSIONS if tag != "fr"]
TITLE_LINES = {
    "fr": ("Message vidéo", "à l'occasion du Sommet mondial", "Enregistré le 31 mai 2016"),
    "en": ("Video Message", "on the Occasion of", "Recorded on May 31, 2016"),
    "ar": ("رسالة مصوَّرة", "بمناسبة القمة العالمية", "سُجِّلت في 31 أيار/مايو 2016"),
    "tr": ("Video Mesajı", "Küresel Zirvesi vesilesiyle", "31 Mayıs 2016’da"),
    "zh-Hans": ("视频致辞", "峰会召开之际", "2016年5月31日"),
}
# The network, the two hosts, and the places; the programme keeps its English name in every language.
NAMES = {
    "fr": ("Strong Cities Network", "Antalya", "Cavusoglu", "Turel", "Danemark", "Amman", "Beyrouth", "Tunis"),
    "en": ("Strong Cities Network", "Antalya", "Cavusoglu", "Turel", "Denmark", "Amman", "Beirut", "Tunis"),
    "ar": ("شبكة المدن القوية", "أنطاليا", "تشاووش أوغلو", "توريل", "الدانمرك", "عمّان", "بيروت", "تونس"),
    "tr": ("Güçlü Şehirler Ağı", "Antalya", "Çavuşoğlu", "Türel", "Danimarka", "Amman", "Beyrut", "Tunus"),
    "zh-Hans": ("强大城市网络", "安塔利亚", "恰武什奥卢", "蒂雷尔", "丹麦", "安曼", "贝鲁特", "突尼斯"),
}
FIRST_AND_LAST = {
    "fr": ("Qu'il me soit permis", "mes meilleurs vœux à tous."),
    "en": ("Let me begin", "my best wishes to all."),
    "ar": ("اسمحوا لي", "وأطيب تمنياتي للجميع."),
    "tr": ("Öncelikle,", "en iyi dileklerimle."),
    "zh-Hans": ("首先，", "最美好的祝愿。"),
}

each_language = pytest.mark.parametrize("tag", EXTENSIONS)
each_translation = pytest.mark.parametrize("tag", TRANSLATIONS)


def read(tag: str) -> Transcript:
    return read_transcript(MEDIA / f"strong-cities.{tag}.{EXTENSIONS[tag]}")


@each_language
def test_the_language_is_known_without_being_told(tag: str) -> None:
    assert read(tag).language == tag


@each_language
def test_every_text_has_the_same_paragraphs(tag: str) -> None:
    """The French paragraph that a page break cuts in two counts as one."""
    assert len(read(tag).paragraphs) == N_PARAGRAPHS


@each_language
def test_the_text_begins_and_ends_with_what_is_said(tag: str) -> None:
    first, last = FIRST_AND_LAST[tag]

    assert read(tag).text.startswith(first)
    assert read(tag).text.endswith(last)


@each_language
def test_nobody_is_taken_for_a_speaker(tag: str) -> None:
    """The colon of « Nous le savons tous : » introduces no speaker, in any language."""
    assert {paragraph.speaker for paragraph in read(tag).paragraphs} == {""}


@each_language
def test_the_title_block_is_listed_and_not_spoken(tag: str) -> None:
    transcript = read(tag)
    listed = " ".join(part.text for part in transcript.unspoken if part.kind in {"title", "heading"})

    for line in TITLE_LINES[tag]:
        assert line in listed
        assert line not in transcript.text


@each_translation
def test_the_note_on_the_translation_is_listed_and_not_spoken(tag: str) -> None:
    transcript = read(tag)
    listed = " ".join(part.text for part in transcript.unspoken)

    assert NOTE in listed.casefold()
    assert NOTE not in transcript.text.casefold()


@each_language
def test_every_name_of_the_message_is_in_every_text(tag: str) -> None:
    missing = [name for name in (*NAMES[tag], "Peer-to-Peer") if name not in read(tag).text]

    assert missing == []


def test_the_sentence_that_a_page_break_cuts_is_whole() -> None:
    assert "le niveau local, et la séparation entre le secteur public" in read("fr").text


def test_only_the_message_of_the_web_page_is_spoken() -> None:
    """Navigation, the note and the footer stay out; Latin names inside the Arabic keep their place."""
    text = read("ar").text

    assert "الصفحة الرئيسية" not in text
    assert "العودة إلى أعلى الصفحة" not in text
    assert "شبكة المدن القوية (Strong Cities Network) على" in text


@pytest.mark.skipif(not SEED.is_file(), reason="the text that the project began with is not beside the repository")
def test_the_french_text_is_unchanged() -> None:
    assert (MEDIA / "strong-cities.fr.md").read_bytes() == SEED.read_bytes()
