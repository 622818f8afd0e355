"""Encodings, Markdown, RTF, and the text of tracks: what each reader hands over."""

from __future__ import annotations

import pytest

from cuepress.transcripts import read_transcript_bytes
from cuepress.transcripts.decoding import decode

TEXTS = [
    ("cp1252", "L’été à Paris : « c’est beau »… Où êtes-vous ?"),
    ("mac_roman", "L’été à Paris : « c’est beau »… Où êtes-vous ?"),
    ("cp1252", "Grüße aus München, schöne Straße."),
    ("cp1250", "Dzień dobry państwu. Dziękuję, że przyszliście, źle się czuję."),
    ("cp1251", "Здравствуйте, дорогие друзья! Сегодня мы говорим о городах и людях."),
    ("koi8-r", "Здравствуйте, дорогие друзья! Сегодня мы говорим о городах и людях."),
    ("cp1253", "Καλημέρα σας. Σήμερα μιλάμε για τις πόλεις."),
    ("cp1254", "Değerli konuklar, bugün şehirler için buradayız. İyi günler."),
    ("cp1256", "السلام عليكم ورحمة الله. نتحدث اليوم عن المدن القوية."),
    ("gb18030", "大家好，欢迎来到这里。今天我们谈谈城市。"),
    ("big5", "大家好，歡迎來到這裡。今天我們談談城市。"),
    ("shift_jis", "皆さん、こんにちは。今日は都市について話します。"),
    ("euc_kr", "여러분 안녕하세요. 오늘은 도시에 대해 이야기합니다."),
]
UNICODE = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be")


class TestDecoding:
    @pytest.mark.parametrize(("encoding", "text"), TEXTS)
    def test_code_pages(self, encoding: str, text: str) -> None:
        assert decode(text.encode(encoding), where="talk.txt") == text

    @pytest.mark.parametrize("encoding", UNICODE)
    @pytest.mark.parametrize(
        "text", ["Bonjour à tous, chers amis.", "大家好，欢迎来到这里。 今天我们谈谈城市。\n再见"]
    )
    def test_unicode_with_and_without_a_mark(self, encoding: str, text: str) -> None:
        assert decode(text.encode(encoding), where="talk.txt") == text

    def test_a_stray_byte_does_not_spoil_utf_8(self) -> None:
        data = ("Où êtes-vous ? Là où l’été est beau, près de l’église. " * 3).encode() + b"L\x92ami."

        assert decode(data, where="talk.txt").endswith("L’ami.")

    def test_line_ends(self) -> None:
        assert decode(b"a\r\nb\rc\n", where="talk.txt") == "a\nb\nc\n"


def paragraphs(data: bytes, name: str) -> list[tuple[str, str]]:
    return [(item.speaker, item.text) for item in read_transcript_bytes(data, name=name).paragraphs]


def unspoken(data: bytes, name: str) -> list[tuple[str, str]]:
    return [(part.kind, part.text) for part in read_transcript_bytes(data, name=name).unspoken]


class TestMarkdown:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("Hello *dear* **friends** of `code`.", "Hello dear friends of code."),
            (r"Hello \[so\] \# \*one\*.", "Hello [so] # *one*."),
            ("See [the page](http://x.org) &amp; more.", "See the page & more."),
            ("2016. That was a good year.", "2016. That was a good year."),
            ("    Indented speech is speech.", "Indented speech is speech."),
            ("One line\ngoes on.", "One line goes on."),
            ("> A quoted line.", "A quoted line."),
        ],
    )
    def test_marks_are_resolved(self, text: str, expected: str) -> None:
        assert paragraphs(text.encode(), "talk.md") == [("", expected)]

    def test_what_is_not_shown_is_listed(self) -> None:
        text = b"Hello ~~old~~ there.[^1] <!-- aside --> ![A dog](d.png)\n\n[^1]: Ibid.\n\n<!-- a remark -->\n"

        assert paragraphs(text, "talk.md") == [("", "Hello there.")]
        assert [kind for kind, _ in unspoken(text, "talk.md")] == [
            *("deleted", "footnote", "comment", "note"),
            *("comment", "footnote"),
        ]

    def test_a_long_paragraph_above_a_rule_is_no_heading(self) -> None:
        assert paragraphs(b"This is a sentence of speech.\n---\nAnd this too.", "talk.md")[0][1].startswith("This")


class TestTracks:
    def test_webvtt(self) -> None:
        data = (
            b"WEBVTT\nLanguage: en\n\nNOTE made by hand\n\nSTYLE\n::cue { color: red }\n\n"
            b"one\n00:00:01.000 --> 00:00:03.000 align:start\n<v Anna>Hello there, my\n\n"
            b"two\n00:00:03.000 --> 00:00:05.000\n<v Anna>dear <i>friends</i>.\n\n"
            b"00:00:09.000 --> 00:00:11.000\n<v ben>Hi &amp; welcome.\n"
        )

        assert paragraphs(data, "talk.vtt") == [
            ("Anna", "Hello there, my dear friends."),
            ("ben", "Hi & welcome."),
        ]
        assert [kind for kind, _ in unspoken(data, "talk.vtt")] == ["metadata", "comment"]
        assert read_transcript_bytes(data, name="talk.vtt").language == "en"

    def test_subrip(self) -> None:
        data = (
            "1\r\n00:00:01,000 --> 00:00:03,000\r\n{\\an8}Bonjour à tous et bien-\r\n\r\n"
            "2\r\n00:00:03,000 --> 00:00:05,000\r\nvenue <b>ici</b>.\r\n\r\n"
            "3\r\n00:00:09,000 --> 00:00:11,000\r\n- Merci.\r\n- De rien.\r\n"
        ).encode()

        assert [text for _, text in paragraphs(data, "talk.fr.srt")] == [
            *("Bonjour à tous et bienvenue ici.", "Merci.", "De rien."),
        ]


class TestRtf:
    @pytest.mark.parametrize(
        ("body", "expected"),
        [
            (rb"Caf\'e9 na\u239\'efve \u8212? ok\~: co\-op \emdash  end.", "Café naïve — ok\u00a0: coop — end."),
            (rb"\uc0\u233 t\u233 .", "été."),
            (rb"\u-10179?\u-8703? smile.", "\U0001f601 smile."),
            (rb"{\f1 \'93\'fa\'96\'7b} is far.", "日本 is far."),
            (rb"{\f2\'c7\'e4\'f0\'e0\'e2\'f1\'f2\'e2\'f3\'e9\'f2\'e5}.", "Здравствуйте."),
            (rb"See {\field{\*\fldinst HYPERLINK x}{\fldrslt the page}}.", "See the page."),
            (rb"Five km{\super 2} of it{\super 3}.", "Five km² of it."),
            (rb"{\*\unknown secret}Hello{\pict\bin4 }}}}}\par", "Hello"),
            (rb"{\upr{old}{\*\ud{new}}} one.", "new one."),
        ],
    )
    def test_characters(self, body: bytes, expected: str) -> None:
        fonts = rb"{\fonttbl{\f0 Times;}{\f1\fcharset128 Mincho;}{\f2\fcharset204 Arial;}}"
        data = rb"{\rtf1\ansi\ansicpg1252\deff0" + fonts + rb"\f0 " + body + rb"\par}"

        assert [text for _, text in paragraphs(data, "talk.rtf")] == [expected]

    def test_what_is_not_spoken_is_listed(self) -> None:
        data = (
            rb"{\rtf1{\info{\title The Talk}{\author Nobody}}{\header Head\par}{\stylesheet{\s1 heading 1;}}"
            rb"\pard\s1 Part one\par\pard\plain It is said.{\footnote See there.}{\v hidden}{\deleted gone}"
            rb"{\*\annotation a remark}\par}"
        )

        assert paragraphs(data, "talk.rtf") == [("", "It is said.")]
        assert unspoken(data, "talk.rtf") == [
            ("metadata", "The Talk"),
            ("running-head", "Head"),
            ("title", "Part one"),
            ("footnote", "See there."),
            ("hidden", "hidden"),
            ("deleted", "gone"),
            ("comment", "a remark"),
        ]

    def test_bold_labels_and_tables(self) -> None:
        data = (
            rb"{\rtf1\pard\b Anna Bell:\b0\tab Hello.\par\b Ben Cole:\b0  Hi.\par"
            rb"\trowd\intbl 0:01\cell Anna\cell So it is.\cell\row"
            rb"\trowd\intbl 0:02\cell Ben\cell Well then.\cell\row}"
        )

        assert paragraphs(data, "talk.rtf") == [
            ("Anna Bell", "Hello."),
            ("Ben Cole", "Hi."),
            ("Anna", "So it is."),
            ("Ben", "Well then."),
        ]

    def test_a_track_pasted_into_a_document(self) -> None:
        data = (
            b"{\\rtf1\\ansi 1\\\n00:00:01:00 -> 00:00:03:00\\\nThinking back on the days of\\\n2\\\n"
            b"00:00:03:00 -> 00:00:05:00\\\nRome and Paris.\\\n}"
        )

        assert paragraphs(data, "talk.rtf") == [("", "Thinking back on the days of Rome and Paris.")]
        assert {kind for kind, _ in unspoken(data, "talk.rtf")} == {"timestamp"}
