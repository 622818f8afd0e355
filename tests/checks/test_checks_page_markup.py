"""A page's text as elements: what browsers read, where it stands; anything is read, and none of it for long."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuepress.checks.page import Markup, media_of, parse, strays_of, transcript_links
from cuepress.checks.page.markup import MAX_ELEMENTS

PIECES = st.sampled_from(
    """<video>|</video>|<track src=a>|<p>|</p>|<|>|<!--|-->|<script>|</script>|</|=|"|'|<a href='x'>|text|\n
    |<svg><title>|<title>|</title>|<!doctype html>|&amp;|<img alt=| """.split("|")  # noqa: SIM905 - so that one sees them
)


def _tags(markup: Markup) -> list[str]:
    return [each.tag for each in markup.elements]


class TestWhatBrowsersRead:
    @pytest.mark.parametrize(
        ("source", "tags"),
        [
            ("<VIDEO><Track></VIDEO>", ["video", "track"]),
            ("<!-- <video> --><p>a", ["p"]),
            ("<script>'<video>'</script><p>", ["script", "p"]),
            ("<textarea><video></textarea><p>", ["textarea", "p"]),
            ("<template><video></video></template><p>", ["template", "p"]),
            ("<noscript><video></video></noscript>", ["noscript", "video"]),
            ("<p title='a > b'>x<b>", ["p", "b"]),
            ("a < b <1> <>", []),
            ("<!><!--><p>", ["p"]),
            ("</ video><p>", ["p"]),
            ("<p><track src", ["p"]),  # a tag that never ends is none
            ("<script>never ends <video>", ["script"]),
        ],
    )
    def test_elements(self, source: str, tags: list[str]) -> None:
        assert _tags(parse(source)) == tags

    def test_attributes_are_read_as_browsers_do(self) -> None:
        element = parse(
            """<track SRC=a.vtt srclang='fr' label="Fran&ccedil;ais" default kind = "captions" src=b>"""
        ).elements[0]

        assert element.attributes == {
            "src": "a.vtt",
            "srclang": "fr",
            "label": "Français",
            "default": "",
            "kind": "captions",
        }

    def test_the_place_of_a_tag_is_told(self) -> None:
        markup = parse("<p>\r\n\r\n  <video\n src=a>")

        assert markup.place(markup.elements[1].start) == (3, 3)
        assert markup.tag_text(markup.elements[1]) == "<video\n src=a>"

    def test_text_is_what_is_read_and_knows_where_it_stands(self) -> None:
        markup = parse("<title>T &amp; t</title><p>One <b>two</b><p>three &lt;4<script>5</script></p>")

        assert markup.title == "T & t"
        assert " ".join(markup.text.split()) == "One two three <4"
        assert [markup.text_of(each) for each in markup.elements if each.tag == "p"] == ["One two", "three <4"]

    def test_a_title_in_a_drawing_is_text(self) -> None:
        markup = parse("<button><svg><title>Play</title></svg></button>")

        assert markup.text_of(markup.elements[0]) == "Play"

    def test_tracks_that_stand_elsewhere_are_strays(self) -> None:
        markup = parse("<track id=1><video><track id=2><p><track id=3></p></video><track id=4>")

        assert [track.element.get("id") for medium in media_of(markup) for track in medium.tracks] == ["2"]
        assert [track.element.get("id") for track in strays_of(markup)] == ["1", "3", "4"]

    @pytest.mark.parametrize(
        "link",
        [
            "<a href=x>Read the transcript</a>",
            "<a href=x>Transcription textuelle</a>",
            "<a href=x>Transkript</a>",
            "<a href=x>文字稿</a>",
            "<a href=x>تفريغ نصي</a>",
            "<a href=talk-transcript.pdf>PDF</a>",
            "<a href=x aria-label='Transcript of the talk'>T</a>",
        ],
    )
    def test_links_to_a_transcript_are_known_in_many_languages(self, link: str) -> None:
        assert len(transcript_links(parse(link))) == 1

    @pytest.mark.parametrize(
        "link", ["<a href=x>Download</a>", "<a>Transcript</a>", "<a href=transcripts/?q=1>News</a>"]
    )
    def test_others_are_none(self, link: str) -> None:
        assert transcript_links(parse(link)) == ()


class TestAnythingIsRead:
    @given(st.lists(PIECES, max_size=60).map("".join) | st.text(max_size=80))
    def test_elements_are_nested_and_stand_where_they_say(self, source: str) -> None:
        markup = parse(source)

        for index, each in enumerate(markup.elements):
            assert each.index == index
            assert source[each.start] == "<"
            assert source[each.end - 1] == ">"
            assert -1 <= each.parent < index <= each.last < len(markup.elements)
            assert 0 <= each.text_start <= each.text_end <= len(markup.text)
            if each.parent >= 0:
                around = markup.elements[each.parent]
                assert each.last <= around.last
                assert around.text_start <= each.text_start

    @pytest.mark.parametrize(
        "source",
        [
            "<" * 80_000,
            "<a" * 40_000,
            "<!--" * 20_000,
            "<!" * 40_000,
            "</" * 40_000,
            "<p " + "a='" * 30_000,
            '<a x="' * 80_000,
            "<video>" * 30_000,
            "<a href=transcript>" * 15_000,
            "<script>" * 15_000,
            "<p" + " " * 80_000,
            "<p x=" + "= " * 40_000,
            "&" * 80_000,
            "</p>" * 20_000,
        ],
        ids=lambda source: source[:8],
    )
    def test_hostile_pages_are_read_in_one_pass(self, source: str) -> None:
        markup = parse(source)

        assert len(markup.elements) <= MAX_ELEMENTS
        transcript_links(markup)
