"""What of a document is spoken, by whom, and why the rest is not. All texts are made up for these tests."""

from __future__ import annotations

import pytest

from cuepress.model import Transcript, UnspokenKind
from cuepress.transcripts import read_transcript_bytes


def read(text: str, name: str = "talk.txt", keep: frozenset[UnspokenKind] = frozenset()) -> Transcript:
    return read_transcript_bytes(text.encode(), name=name, keep=keep)


def spoken(text: str, name: str = "talk.txt") -> list[str]:
    return [paragraph.text for paragraph in read(text, name).paragraphs]


def turns(text: str, name: str = "talk.txt") -> list[tuple[str, str]]:
    return [(paragraph.speaker, paragraph.text) for paragraph in read(text, name).paragraphs]


def unspoken(text: str, name: str = "talk.txt") -> list[tuple[str, str]]:
    return [(part.kind, part.text) for part in read(text, name).unspoken]


class TestSpeakers:
    """A label that names who speaks becomes the paragraph's speaker, as written and without its colon."""

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("Anna: Hello there.\nBen: Hi Anna.\nAnna: Right.", ["Anna", "Ben", "Anna"]),
            ("MODERATOR: Welcome.\nMS. BELL: Thank you: it is late.", ["MODERATOR", "MS. BELL"]),
            ("Q: When?\nA: In May.", ["Q", "A"]),
            ("Q.   State your name.\nA.   John Roe.", ["Q", "A"]),
            ("Q\tState your name.\nA\tJohn Roe.", ["Q", "A"]),
            ("В: Откуда вы?\nО: Из Осло.", ["В", "О"]),
            ("P. ¿Cómo está?\nR. Muy bien.", ["P", "R"]),
            (
                "Intervieweuse : Où ?\nMme Durand : À Lyon.\nIntervieweuse : Bien.\nMme Durand : Oui.",
                ["Intervieweuse", "Mme Durand", "Intervieweuse", "Mme Durand"],
            ),
            ("M. DUPONT. – Je vous remercie.\nMme MARTIN. – Moi aussi.", ["M. DUPONT", "Mme MARTIN"]),
            ("主持人：大家好。\n张明：谢谢。\n主持人：请讲。", ["主持人", "张明", "主持人"]),
            ("الرئيس: أرحب بكم.\nالسيد أحمد: شكرا.\nالرئيس: الكلمة لكم.", ["الرئيس", "السيد أحمد", "الرئيس"]),
            ("司会：こんにちは。\n田中：よろしく。\n司会：では。", ["司会", "田中", "司会"]),
            ("Mr Speaker: Order.\nMs Hart: When?\nMr Speaker: Order!", ["Mr Speaker", "Ms Hart", "Mr Speaker"]),
            (
                "The President: Kenya.\n\nMs. Kim (Kenya): We agree.\n\nIt is.\n\nYes.\n\nThe President: Thanks.",
                ["The President", "Ms. Kim (Kenya)", "Ms. Kim (Kenya)", "Ms. Kim (Kenya)", "The President"],
            ),
            (
                "M. le président. Au suivant.\nMme Anne Caron. Je serai brève.\nM. le président. Merci.",
                ["M. le président", "Mme Anne Caron", "M. le président"],
            ),
            (
                "Mr. SMITH of Ohio. I yield.\n\nThe SPEAKER. Thanks.\n\nMr. SMITH of Ohio. I do.",
                ["Mr. SMITH of Ohio", "The SPEAKER", "Mr. SMITH of Ohio"],
            ),
            (">> ANCHOR: Good evening.\n>> REPORTER: It is cold.", ["ANCHOR", "REPORTER"]),
            ("- Anna: Hello.\n- Ben: Hi.\n- Anna: Well.", ["Anna", "Ben", "Anna"]),
            ("[Anna] Hello.\n[Ben] Hi.\n[Anna] Well.\n[Ben] So.", ["Anna", "Ben", "Anna", "Ben"]),
            (
                "Ms. Bell (Norway) (spoke in French): I agree.\n\nMr. Cole (Chad): We agree.",
                ["Ms. Bell (Norway) (spoke in French)", "Mr. Cole (Chad)"],
            ),
            ("anna: hi\nben: hello\nanna: so\nben: well", ["anna", "ben", "anna", "ben"]),
        ],
    )
    def test_usual_labels(self, text: str, expected: list[str]) -> None:
        assert [paragraph.speaker for paragraph in read(text).paragraphs] == expected

    @pytest.mark.parametrize(
        "text",
        [
            "Speaker 1  0:12\nWelcome to the show.\n\nSpeaker 2  0:45\nThanks.",
            "Speaker 1 (00:12):\nWelcome to the show.\n\nSpeaker 2 (00:45):\nThanks.",
            "0:12 Speaker 1\nWelcome to the show.\n\n0:45 Speaker 2\nThanks.",
            "[00:00:12] Speaker 1: Welcome to the show.\n[00:00:45] Speaker 2: Thanks.",
            "Speaker 1: [00:12] Welcome to the show.\nSpeaker 2: [00:45] Thanks.",
            "00:12 - Speaker 1: Welcome to the show.\n00:45 - Speaker 2: Thanks.",
        ],
    )
    def test_labels_with_a_time(self, text: str) -> None:
        assert turns(text) == [("Speaker 1", "Welcome to the show."), ("Speaker 2", "Thanks.")]
        assert {kind for kind, _ in unspoken(text)} == {"timestamp"}

    @pytest.mark.parametrize(
        "text",
        [
            "**Anna Bell:** Hello.\n\n**Ben Cole:** Hi.\n\n**Anna Bell:** So.",
            "**Anna Bell**\n\nHello.\n\n**Ben Cole**\n\nHi.\n\n**Anna Bell**\n\nSo.",
            "**Anna Bell** Hello.\n\n**Ben Cole** Hi.\n\n**Anna Bell** So.",
            "## Anna Bell\n\nHello.\n\n## Ben Cole\n\nHi.\n\n## Anna Bell\n\nSo.",
            "**Anna Bell:**  \nHello.\n\n**Ben Cole:**  \nHi.\n\n**Anna Bell:**  \nSo.",
            "|Time|Speaker|Text|\n|-|-|-|\n|0:01|Anna Bell|Hello.|\n|0:02|Ben Cole|Hi.|\n|0:03|Anna Bell|So.|",
            "| Text | Name |\n|---|---|\n| Hello. | Anna Bell |\n| Hi. | Ben Cole |\n| So. | Anna Bell |",
        ],
    )
    def test_labels_by_their_look(self, text: str) -> None:
        assert turns(text, "talk.md") == [("Anna Bell", "Hello."), ("Ben Cole", "Hi."), ("Anna Bell", "So.")]

    @pytest.mark.parametrize(
        "text",
        [
            "Remember this: we are here.\n\nNote: it ends at 3:15 today.\n\nSee https://x.org: all is there.",
            "Nous le savons tous : il faut agir.\n\nMon message est simple : merci.",
            "Peace: it is what we want.\n\nFreedom: it is what we need.\n\nJustice: it is what we owe.",
            "我们都知道：团结是根本。\n\n谢谢。",
            "أيها السادة: نحن هنا اليوم.\n\nشكرا لكم.",
            "Ladies and Gentlemen: welcome.\n\nDear Friends: thank you.",
            "Paris – une ville – est belle.\n\nRome – une autre – aussi.",
            "NATO: it has kept us safe.\n\nThank you.",
        ],
    )
    def test_a_colon_inside_speech_names_nobody(self, text: str) -> None:
        assert {speaker for speaker, _ in turns(text)} == {""}
        assert spoken(text) == text.split("\n\n")

    @pytest.mark.parametrize(
        "text",
        [
            "Mr. Speaker: distinguished guests, we are late.\n\nWe have come a long way.",
            "Mr. President, I thank you.\n\nMr. Smith. That was his name.\n\nIt is late.",
            "We saw Anna. She was there.\n\nDr. Lee. Dr. Lee is here.",
        ],
    )
    def test_a_title_inside_speech_names_nobody(self, text: str) -> None:
        assert {speaker for speaker, _ in turns(text)} == {""}

    def test_a_colon_in_a_wrapped_sentence_names_nobody(self) -> None:
        text = (
            "MR. BROWN: Thank you, Chief, and may it please\nthe Court: The question that we bring here is\n"
            "simple enough to say.\nMS. ROE: Then say it to us in words that\nare plain."
        )

        assert [speaker for speaker, _ in turns(text)] == ["MR. BROWN", "MS. ROE"]

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("SARAH: I am here, and this is\nthe show.\nTOM: And I am Tom.", ["SARAH", "TOM"]),
            ("Tom [to Anna]: Hello.\nAnna: Hi.\nTom: So.", ["Tom [to Anna]", "Anna", "Tom"]),
            ("00:05\nSpeaker A\nHello.\n\n00:10\nSpeaker B\nHi.", ["Speaker A", "Speaker B"]),
            ("Speaker A\n00:05\nHello.\n\nSpeaker B\n00:10\nHi.", ["Speaker A", "Speaker B"]),
            ("Dr. Anna Bell (SPD):\nLiebe Gäste!\n\nBen Cole:\nDanke.", ["Dr. Anna Bell (SPD)", "Ben Cole"]),
        ],
    )
    def test_labels_of_many_makers(self, text: str, expected: list[str]) -> None:
        assert [paragraph.speaker for paragraph in read(text).paragraphs] == expected

    def test_a_turn_goes_on_over_paragraphs(self) -> None:
        text = "Anna: Hello.\n\nThis is still me.\n\nBen: And this is not."

        assert turns(text) == [("Anna", "Hello."), ("Anna", "This is still me."), ("Ben", "And this is not.")]

    def test_turns_on_one_endless_line(self) -> None:
        text = (
            "MODERATOR: Welcome to all of you, it is good to be here tonight. ANNA: Thank you so much for it. "
            "MODERATOR: Let us begin with the first question of the evening. ANNA: Please do."
        )

        assert [speaker for speaker, _ in turns(text)] == ["MODERATOR", "ANNA", "MODERATOR", "ANNA"]


class TestNamesAlone:
    """A name with the line to itself names a speaker where it comes back; what stands alone once is a heading."""

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("Anna\nHello there.\n\nBen\nHi, Anna.\n\nAnna\nLet us begin.", ["Anna", "Ben", "Anna"]),
            (
                "Iria Vaz\n\nBoa tarde a todos.\n\nRui Paz\n\nBoa tarde.\n\nIria Vaz\n\nVamos a isso.",
                ["Iria Vaz", "Rui Paz", "Iria Vaz"],
            ),
            ("Mr. Smith\nThe motion is clear.\n\nDr. Jones\nI agree with it.", ["Mr. Smith", "Dr. Jones"]),
            (
                "JUSTICE ROE\nIs it so?\n\nMR. COLE\nIt is.\n\nJUSTICE ROE\nGo on.",
                ["JUSTICE ROE", "MR. COLE", "JUSTICE ROE"],
            ),
            (
                "Journaliste\nOù ça ?\n\nMme Durand\nÀ Lyon.\n\nJournaliste\nBien.",
                ["Journaliste", "Mme Durand", "Journaliste"],
            ),
            (
                "Ведущая\nДобрый вечер.\n\nИван Петров\nДа, добрый.\n\nВедущая\nИтак.",
                ["Ведущая", "Иван Петров", "Ведущая"],
            ),
            ("主持人\n大家好。\n\n张明\n谢谢。\n\n主持人\n请讲。", ["主持人", "张明", "主持人"]),
            (
                "Moderator\n\nGuten Abend.\n\nFrau Klee\n\nGuten Abend.\n\nModerator\n\nBitte.",
                ["Moderator", "Frau Klee", "Moderator"],
            ),
        ],
    )
    def test_names_that_come_back(self, text: str, expected: list[str]) -> None:
        assert [paragraph.speaker for paragraph in read(text).paragraphs] == expected

    @pytest.mark.parametrize(
        ("text", "headings"),
        [
            (
                "The Garden\n\nIt needs soil.\n\nTools and Gloves\n\nA spade.\n\nFirst Seeds\n\nThey go in.",
                ["The Garden", "Tools and Gloves", "First Seeds"],
            ),
            (
                "Gartenarbeit\n\nEs gibt viel zu tun.\n\nDer Boden\n\nErde braucht Luft.",
                ["Gartenarbeit", "Der Boden"],
            ),
            ("Los Ríos\n\nEl agua baja.\n\nEl Mar\n\nTodo llega a él.", ["Los Ríos", "El Mar"]),
            ("Введение\n\nМы начинаем здесь.\n\nВода\n\nВода нужна всем.", ["Введение", "Вода"]),
            ("**The River**\n\nIt is long.\n\n**The Sea**\n\nIt is wide.", ["The River", "The Sea"]),
        ],
    )
    def test_what_stands_alone_once_is_a_heading(self, text: str, headings: list[str]) -> None:
        """Nobody can be sure of it: where a recording has it, it is taken in."""
        transcript = read(text, "talk.md")

        assert {paragraph.speaker for paragraph in transcript.paragraphs} == {""}
        assert [part.text for part in transcript.unspoken] == headings
        assert not any(part.is_certain for part in transcript.unspoken)
        assert spoken(text)[0] == text.split("\n\n")[1]

    def test_headings_among_names(self) -> None:
        text = (
            "Opening Remarks\n\nAnna Bell\n\nGood morning to all.\n\nBen Cole\n\nThank you.\n\n"
            "Questions and Answers\n\nAnna Bell\n\nWho begins?\n\nBen Cole\n\nI do."
        )

        assert [speaker for speaker, _ in turns(text)] == ["Anna Bell", "Ben Cole", "Anna Bell", "Ben Cole"]
        assert [part for _, part in unspoken(text)] == ["Opening Remarks", "Questions and Answers"]

    @pytest.mark.parametrize(
        "text",
        [
            "You can look up all of these.\nTitle\nAuthor\nNarrator\nDate\nThere is more to it.",
            "Pour le pain il faut ceci.\nFarine\nSel\nEau\nC'est tout ce qu'il faut.",
            "Holy Night\nHoly Night\nHoly Night\nWe sing it.\nHoly Night\nHoly Night",
        ],
    )
    def test_items_and_refrains_are_said(self, text: str) -> None:
        assert {speaker for speaker, _ in turns(text)} == {""}
        assert sorted(spoken(text) + [part for _, part in unspoken(text)]) == sorted(text.split("\n"))

    def test_the_fields_of_a_manual_are_no_speakers(self) -> None:
        entries = "\n\n".join(
            f"Press the {name} button when the lamp is on.\nShortcut: Ctrl+{name[0]}\nMenu: Edit, {name}"
            for name in ("red", "green", "blue", "white")
        )

        assert {speaker for speaker, _ in turns(entries)} == {""}
        assert "Shortcut: Ctrl+g" in spoken(entries)

    def test_a_name_without_speech_is_listed_as_uncertain(self) -> None:
        transcript = read("Anna: Hello.\nBen:\nAnna: Are you there?")

        assert [(part.kind, part.text, part.is_certain) for part in transcript.unspoken] == [
            ("heading", "Ben", False)
        ]


class TestTimeStamps:
    """Time stamps are never spoken; times of day are."""

    @pytest.mark.parametrize(
        "text",
        [
            "[00:12:30] Hello there.",
            "(00:04:19.13) Hello there.",
            "00:12:30 Hello there.",
            "0:12 Hello there.",
            "Hello [0:12] there.",
            "Hello there. [00:12:30]",
            "00:00:01:05\nHello there.",
            "00:00:01:00 -> 00:00:02:00\nHello there.",
            "1\n00:00:01,000 --> 00:00:02,000\nHello\n\n2\n00:00:02,000 --> 00:00:03,000\nthere.",
        ],
    )
    def test_stamps(self, text: str) -> None:
        assert spoken(text) == ["Hello there."]
        assert {kind for kind, _ in unspoken(text)} == {"timestamp"}

    def test_stamps_glued_between_sentences(self) -> None:
        text = "We begin.0:32 Then we go on. 0:50 Then we stop.1:14 First though, a word."

        assert spoken(text) == ["We begin.", "Then we go on.", "Then we stop.", "First though, a word."]

    @pytest.mark.parametrize(
        "text",
        [
            "At 3:15 we met.",
            "We met at noon. At 10:30 pm we left.",
            "It starts at 10:30.",
            "John 3:16 is a verse.",
            "The score was 2:1 in the end.",
        ],
    )
    def test_times_that_are_said(self, text: str) -> None:
        assert spoken(text) == [text]


class TestSounds:
    """Sounds stay in the text and are marked; speech in brackets is speech."""

    @pytest.mark.parametrize(
        "sound",
        [
            "[applause]",
            "(Laughter.)",
            "(rires)",
            "(Rires et applaudissements)",
            "(Beifall bei der SPD)",
            "(risas)",
            "(смеётся)",
            "(تصفيق)",
            "（掌声）",
            "（笑）",
            "♪ la la ♪",
            "[door slams]",
            "[Music]",
            "*laughs*",
            "(alkışlar)",
        ],
    )
    def test_sounds(self, sound: str) -> None:
        (paragraph,) = read(f"Thank you. {sound} And so on.").paragraphs

        assert [paragraph.text[span.start : span.end] for span in paragraph.sounds] == [sound]
        assert paragraph.spoken == "Thank you. And so on."

    @pytest.mark.parametrize(
        "speech",
        [
            "(pair-à-pair)",
            "(see page 3)",
            "(2016)",
            "(the music industry)",
            "[the] people",
            "go[ing]",
            "(human rights)",
            "(Strong Cities Network)",
            "(single market)",
            "(des belles villes)",
        ],
    )
    def test_speech_in_brackets(self, speech: str) -> None:
        (paragraph,) = read(f"We know {speech} very well.").paragraphs

        assert paragraph.sounds == ()
        assert speech in paragraph.text

    def test_a_sound_alone_is_nobodys(self) -> None:
        text = "ANNA: Hello.\n\n[applause]\n\nThank you."

        assert turns(text) == [("ANNA", "Hello."), ("", "[applause]"), ("ANNA", "Thank you.")]


class TestNotes:
    """Remarks about the transcript are listed and not spoken."""

    @pytest.mark.parametrize(
        ("text", "note"),
        [
            ("Hello.\n\n[End of transcript]", "[End of transcript]"),
            ("Transcribed by Jane Doe\n\nHello.", "Transcribed by Jane Doe"),
            ("Hello.\n\nTranscription réalisée par Jean.", "Transcription réalisée par Jean."),
            ("Hello.\n\nEND", "END"),
            ("I saw [inaudible] it.", "[inaudible]"),
            ("I saw [unintelligible 00:02:59] it.", "[unintelligible 00:02:59]"),
            ("I saw (inaudible) it.", "(inaudible)"),
            ("I said [in French] so.", "[in French]"),
            ("Hello.\n\nBreak: [00:01:33] to [00:03:00]\n\nWelcome back.", "Break:"),
            ("ANNA: Hello.\n\n(The audience rises.)\n\nANNA: Sit.", "(The audience rises.)"),
            ("Hello.\n\n* * *\n\nGoodbye.", "* * *"),
            ("Hello.\n\nEditor’s note: this was cut.", "Editor’s note: this was cut."),
            ("Bonjour.\n\nNote de la rédaction : abrégé.", "Note de la rédaction : abrégé."),
        ],
    )
    def test_notes(self, text: str, note: str) -> None:
        listed = " ".join(part for kind, part in unspoken(text) if kind in {"note", "timestamp"})

        assert note in listed
        assert not any(note in paragraph for paragraph in spoken(text))


class TestFurniture:
    """What a page has around its text is not spoken, and does not part a sentence."""

    @pytest.mark.parametrize(
        "number", ["12", "- 12 -", "Page 3 of 9", "3/9", "[Page 3]", "Seite 4", "第3页", "p. 7"]
    )
    def test_page_numbers_do_not_part_a_sentence(self, number: str) -> None:
        text = (
            f"We speak of the local level here, and of the\n\n{number}\n\nseparation between the two. It is long."
        )

        assert spoken(text) == [
            "We speak of the local level here, and of the separation between the two. It is long."
        ]
        assert unspoken(text) == [("page-number", number)]

    def test_page_numbers_beside_the_number_of_a_document(self) -> None:
        text = "We speak of the local level here, and of the\n\n17-29387       3/12\n\nseparation between the two."

        assert spoken(text) == ["We speak of the local level here, and of the separation between the two."]

    def test_running_heads(self) -> None:
        text = "\f".join(
            f"Annual Report 2019\n{body}\nOslo, page {number}"
            for number, body in enumerate(["We begin with a", "story. It is long, and", "it ends here."], start=1)
        )

        assert spoken(text) == ["We begin with a story. It is long, and it ends here."]
        assert [kind for kind, _ in unspoken(text)].count("running-head") == 6

    def test_line_numbers_of_a_court(self) -> None:
        text = (
            " 1              P R O C E E D I N G S\n 2                  (10:02 a.m.)\n"
            " 3          CHIEF JUSTICE DOE:  We'll hear argu-\n 4   ment first this morning in Case 12-345.\n"
            " 5          MR. BROWN:  Thank you, and may it please\n 6   the Court:  The question is simple.\n"
        )

        assert turns(text) == [
            ("CHIEF JUSTICE DOE", "We'll hear argument first this morning in Case 12-345."),
            ("MR. BROWN", "Thank you, and may it please the Court: The question is simple."),
        ]

    def test_line_numbers_of_a_short_last_page(self) -> None:
        """The margin is known from the pages before."""
        full = "\n".join(f"{n:2}   It is said on line {n} of the first page." for n in range(1, 9))

        text = f"{full}\n\n          2\n\n 1   It goes on\n 2   here. It ends.\n"

        assert spoken(text)[-1].endswith("It goes on here. It ends.")

    def test_heads_with_the_page_number_on_the_outer_side(self) -> None:
        head = "Parliament – 101st sitting, 15 May 2019"
        text = (
            f"{head}        45\n\nWe begin with the city. It is old, and\n\n"
            f"46        {head}\n\nit is ours. We end with it.\n\n{head}        47\n\nThank you.\n"
        )

        assert spoken(text) == ["We begin with the city. It is old, and it is ours. We end with it.", "Thank you."]

    def test_a_title_that_comes_back_as_the_head_of_a_page(self) -> None:
        text = (
            "SPEECH OF THE MAYOR\nOslo, 3 May 2019\n\nWe must never forget that the city is for\n\n- 1 -\n\n"
            "SPEECH OF THE MAYOR\n\nall of us, and so we care for it.\n\n- 2 -\n"
        )

        assert spoken(text) == ["We must never forget that the city is for all of us, and so we care for it."]

    def test_a_count_is_spoken(self) -> None:
        assert spoken("Ready?\n\n3\n\n2\n\n1\n\nGo!") == ["Ready?", "3", "2", "1", "Go!"]

    def test_footnotes(self) -> None:
        text = "It says so[1] here.² Five km² of it* were sold.\n\n[1] Report, 2019.\n² Ibid.\n* Not audited."

        assert spoken(text) == ["It says so here. Five km² of it were sold."]
        assert [kind for kind, _ in unspoken(text)] == ["footnote"] * 6


class TestTitles:
    """The title block and headings are listed; a greeting is speech."""

    def test_bold_lines_above_the_text(self) -> None:
        text = "**A Message**  \n**on the Day of Cities**\n\nIt is good to be here. Thank you.\n\nGoodbye."

        assert spoken(text, "talk.md") == ["It is good to be here. Thank you.", "Goodbye."]
        assert read(text, "talk.md").title == "A Message on the Day of Cities"

    @pytest.mark.parametrize(
        "title",
        [
            "Discours du maire\nParis, le 3 mai 2019",
            "Interview with Jane Doe",
            "市长的讲话\n2019年5月3日",
            "كلمة رئيس البلدية",
        ],
    )
    def test_short_lines_without_a_full_stop(self, title: str) -> None:
        transcript = read(f"{title}\n\nThis is what is said. It has an end.")

        assert [paragraph.text for paragraph in transcript.paragraphs] == ["This is what is said. It has an end."]
        assert all(part.kind == "title" and not part.is_certain for part in transcript.unspoken)

    @pytest.mark.parametrize(
        "greeting", ["Ladies and gentlemen", "Mesdames et messieurs,", "各位朋友", "Dear friends"]
    )
    def test_a_greeting_is_said(self, greeting: str) -> None:
        assert spoken(f"{greeting}\n\nIt is good to be here.")[0] == greeting

    def test_headings(self) -> None:
        text = "# The City\n\n*Recorded on 3 May 2019*\n\n## Welcome\n\nGood morning.\n\n## The end\n\nThank you."

        assert spoken(text, "talk.md") == ["Good morning.", "Thank you."]
        assert unspoken(text, "talk.md") == [
            ("title", "The City"),
            ("title", "Recorded on 3 May 2019"),
            ("heading", "Welcome"),
            ("heading", "The end"),
        ]

    def test_the_head_of_a_run_on_line(self) -> None:
        text = "City Talk. Episode 4, recorded in May 20190:12 Hello and welcome. 0:40 Goodbye."

        assert spoken(text) == ["Hello and welcome.", "Goodbye."]

    def test_a_title_of_several_paragraphs(self) -> None:
        text = "Speech by the Mayor\n\nat the opening of the library\n\n3 May 2019\n\nGood morning. It is late."

        assert spoken(text) == ["Good morning. It is late."]

    def test_numbered_chapters(self) -> None:
        text = "I. Introduction\n\nWe begin here.\n\nII. Water\n\nWater is life."

        assert spoken(text) == ["We begin here.", "Water is life."]

    def test_participants_and_entries(self) -> None:
        text = (
            "Date: 3 May 2019\nLocation: Oslo\n\nPARTICIPANTS:\nJane Doe, mayor\nJohn Roe, journalist\n\n"
            "Q: When did it start?\nA: In May."
        )

        assert turns(text) == [("Q", "When did it start?"), ("A", "In May.")]
        assert {kind for kind, _ in unspoken(text)} == {"metadata", "participants"}

    def test_the_head_that_a_transcribing_service_writes(self) -> None:
        text = (
            "Weekly sync\nThu, Mar 4 2021 • 12:40\n\nSUMMARY KEYWORDS\ncities, budget, trains\n\n"
            "SPEAKERS\nMaria Lopez, John Kim\n\nMaria Lopez  00:01\nHi everyone.\n\n"
            "John Kim  00:09\nHello.\n\nMaria Lopez  00:11\nLet us start.\n"
        )

        assert turns(text) == [
            ("Maria Lopez", "Hi everyone."),
            ("John Kim", "Hello."),
            ("Maria Lopez", "Let us start."),
        ]
        assert {kind for kind, _ in unspoken(text)} >= {"metadata", "participants", "timestamp"}

    def test_participants_with_initials(self) -> None:
        text = (
            "ПРИСУТСТВУЮТ: Иванов И. И., Петрова А. С.\n\nПРЕДСЕДАТЕЛЬ: Добрый день.\n\nИВАНОВ И. И.: Спасибо.\n\n"
            "ПРЕДСЕДАТЕЛЬ: Прошу."
        )

        assert [speaker for speaker, _ in turns(text)] == ["ПРЕДСЕДАТЕЛЬ", "ИВАНОВ И. И.", "ПРЕДСЕДАТЕЛЬ"]

    def test_text_without_any_full_stop_is_spoken(self) -> None:
        assert spoken("first of all we\n\nhave no marks at all") == ["first of all we have no marks at all"]


class TestJoining:
    """A paragraph is what was one before a program or a page broke it."""

    def test_a_sentence_broken_by_a_blank_line(self) -> None:
        text = "Le niveau local, et la\n\nséparation entre les deux. Fin.\n\nUne autre phrase."

        assert spoken(text, "talk.fr.md") == [
            "Le niveau local, et la séparation entre les deux. Fin.",
            "Une autre phrase.",
        ]

    def test_hard_wrapped_lines_and_hyphens(self) -> None:
        text = (
            "The quick brown fox of our commu-\nnity jumps over the lazy dog and\n"
            "runs through the forest with its\n"
            "pair-à-pair friends and the pair-\nà-pair people of the forest. It\nis the end of it.\n\n"
            "Another paragraph that goes on\nfor two lines."
        )

        assert spoken(text) == [
            (
                "The quick brown fox of our community jumps over the lazy dog and runs through the forest "
                "with its pair-à-pair friends and the pair-à-pair people of the forest. It is the end of it."
            ),
            "Another paragraph that goes on for two lines.",
        ]

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("We want co-\noperation. All cooperation is good.", "We want cooperation. All cooperation is good."),
            ("It is self-\nevident to us.", "It is self-evident to us."),
            ("A Franco-\nGerman plan.", "A Franco-German plan."),
            ("The infor-\nmation is here.", "The information is here."),
            ("Où allez-\nvous demain ?", "Où allez-vous demain ?"),
        ],
    )
    def test_the_document_decides_about_hyphens(self, text: str, expected: str) -> None:
        assert spoken(text, "talk.md") == [expected]

    def test_lines_of_dialogue_stay_apart(self) -> None:
        assert spoken("One thing is said.\nAnother thing is said.") == [
            "One thing is said.",
            "Another thing is said.",
        ]

    @pytest.mark.parametrize(
        "text",
        [
            "gestern war mein Zug viel zu spät\nder Anschluss in Ulm war weg und der Bus auch\nich kam spät",
            "le train est parti sans nous hier\non a attendu deux heures dans le froid\nc'était long !\net puis",
            "mi coche no arranca desde el lunes\nla grúa tarda siempre muchísimo en llegar aquí\nno sé qué",
        ],
    )
    def test_lines_without_a_common_width_stay_apart(self, text: str) -> None:
        assert spoken(text) == text.split("\n")

    def test_soft_hyphens_overrides_and_spaces(self) -> None:
        text = "Com\u00admunity\u202e is\u202c  here\u2003now\u00a0: «\u202foui\u202f» cafe\u0301."

        assert spoken(text) == ["Community is here now\u00a0: «\u202foui\u202f» café."]


class TestKeep:
    """``keep`` takes parts in at their place."""

    def test_the_title(self) -> None:
        transcript = read("# The City\n\nGood morning. [1]", "talk.md", frozenset({"title"}))

        assert [paragraph.text for paragraph in transcript.paragraphs] == ["The City", "Good morning."]
        assert [part.kind for part in transcript.unspoken] == ["footnote"]

    def test_notes_and_stamps_in_the_text(self) -> None:
        transcript = read("I saw [inaudible] it. [00:12]", keep=frozenset({"note", "timestamp"}))

        assert transcript.text == "I saw [inaudible] it. [00:12]"
