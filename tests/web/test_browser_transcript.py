"""The text beside the picture in a real browser: two languages, search, links to lines, chapters, paper."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Locator, Page, expect

from browsers import only_in_chromium
from browsing import current_lines, violations
from cuepress import publish
from cuepress.web import still
from playing import VIDEO, seek, until

pytestmark = pytest.mark.browser

Visit = Callable[..., Page]
PHONE = {"viewport": {"width": 320, "height": 640}}
SMALL = {"viewport": {"width": 1100, "height": 500}}
BESIDE = "/watch/message?lang=fr&beside=ar"
CHAPTERS = "WEBVTT\n\n00:01.000 --> 00:05.000\nLe constat\n\n00:05.000 --> 00:12.000\nLa réponse\n"
HIGHLIGHTS = "['search', 'search-current'].map(name => CSS.highlights.get(name)?.size ?? 0)"
MARKED = "[...CSS.highlights.get('search-current')].map(range => range.toString())"
COPIED = "globalThis.copied"
KEEP_COPY = "navigator.clipboard.writeText = async text => { globalThis.copied = text; }"
NO_COPY = "Object.defineProperty(navigator, 'clipboard', { value: undefined }); document.execCommand = () => false"


@pytest.fixture(scope="module")
def talk(
    tmp_path_factory: pytest.TempPathFactory,
    talk_video: Path,
    fill_library: Callable[..., None],
    serve: Callable[..., AbstractContextManager[str]],
) -> Iterator[str]:
    """Return the address of a server over the message with chapters in French."""
    root = tmp_path_factory.mktemp("text")
    fill_library(root, talk_video)
    (root / "captions" / "message.fr.chapters.vtt").write_text(CHAPTERS, encoding="utf-8")
    with serve(root) as url:
        yield url


def cells(row: Locator) -> list[str]:
    return [text.strip() for text in row.locator("td").all_inner_texts()]


def look_for(page: Page, text: str) -> None:
    page.get_by_role("searchbox", name="Search").fill(text)


def found(page: Page, text: str) -> None:
    expect(page.locator("#found")).to_have_text(text)


# --- side by side --------------------------------------------------------------------------------------


@pytest.mark.parametrize("scripts", [True, False])
def test_two_languages_stand_side_by_side_each_marked_as_its_own(
    talk: str, visit: Visit, *, scripts: bool
) -> None:
    page = visit(f"{talk}/watch/message?lang=fr", java_script_enabled=scripts)
    page.get_by_text("Side by side").click()
    page.get_by_role("navigation", name="Second language").get_by_role("link", name="العربية").click()
    page.wait_for_url("**beside=ar")

    table = page.get_by_role("table", name="Transcript")
    assert table.get_by_role("columnheader").all_inner_texts() == ["Time", "Français", "العربية"]
    assert table.get_by_role("row").count() == 8  # the names, two chapters, five cues
    row = page.locator("#cue-2")
    assert row.get_by_role("cell").count() == 3
    sides = row.locator(".side").evaluate_all("all => all.map(e => [e.lang, e.dir, e.textContent.trim()])")
    assert sides == [["fr", "ltr", "La ville écoute."], ["ar", "rtl", "المدينة تصغي."]]


def test_a_second_language_comes_while_the_video_plays_on(talk: str, visit: Visit) -> None:
    page = visit(f"{talk}/watch/message?lang=fr")
    seek(page, 5.5)
    page.evaluate(f"{VIDEO}.dataset.same = 'yes'")
    page.get_by_role("button", name="Follow video").click()
    summary = page.locator(".beside summary")
    summary.press("Enter")

    page.get_by_role("navigation", name="Second language").get_by_role("link", name="English").press("Enter")

    expect(page.locator("#cue-3")).to_have_attribute("aria-current", "true")
    expect(summary).to_be_focused()
    expect(summary).to_have_text("Side by side: English")
    expect(page.locator("#status")).to_have_text("Transcript in Français, beside it English")
    expect(page.get_by_role("button", name="Follow video")).to_have_attribute("aria-pressed", "false")
    assert page.evaluate(f"{VIDEO}.dataset.same") == "yes"
    assert page.url.endswith("?lang=fr&beside=en")

    summary.press("Enter")
    page.get_by_role("link", name="One language only").press("Enter")
    expect(page.locator("#lines ol").first).to_be_visible()


def test_row_and_cue_are_marked_in_both_languages_and_nothing_else_moves(talk: str, visit: Visit) -> None:
    page = visit(talk + BESIDE, **SMALL)
    page.locator("#follow").focus()
    for seconds, number in ((3.5, 2), (9.5, 5)):
        seek(page, seconds)
        expect(page.locator(f"#cue-{number}")).to_have_attribute("aria-current", "true")
        assert page.locator(".rows [aria-current=true]").count() == 1
        said = page.locator(".said.is-said")
        assert said.evaluate_all("all => all.map(e => e.closest('.side').lang)") == ["fr", "ar"]
        assert said.evaluate_all("all => new Set(all.map(e => e.closest('tr'))).size") == 1
    expect(page.locator("#follow")).to_be_focused()
    assert page.evaluate("scrollY") == 0


def test_side_by_side_a_click_seeks_to_the_very_cue(talk: str, visit: Visit) -> None:
    page = visit(talk + BESIDE)

    page.locator("#cue-4 .side[lang=ar] .said").click()

    until(page, f"{VIDEO}.currentTime >= 7 && {VIDEO}.currentTime < 9")
    page.locator("#cue-1 a.time").press("Enter")
    until(page, f"{VIDEO}.currentTime < 3")
    expect(page.locator("#cue-1 a.time")).to_be_focused()


@pytest.mark.parametrize("scripts", [True, False])
def test_on_a_phone_the_languages_stand_below_each_other(talk: str, visit: Visit, *, scripts: bool) -> None:
    page = visit(talk + BESIDE, **PHONE, java_script_enabled=scripts)

    widths = page.locator("html").evaluate("html => [html.scrollWidth, html.clientWidth]")
    boxes = page.locator("#cue-2 .side").evaluate_all(
        "all => all.map(e => e.getBoundingClientRect()).map(box => [box.top, box.bottom, box.width])"
    )

    assert widths[0] <= widths[1] <= 320  # a scroll bar may stand beside the page
    assert boxes[0][1] <= boxes[1][0]
    assert min(box[2] for box in boxes) > 220
    assert page.get_by_role("table").get_by_role("cell").count() == 17  # three in each row, one in each chapter


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", [BESIDE, "/watch/message?lang=fr&t=6"])
def test_axe_finds_nothing(talk: str, visit: Visit, address: str, scheme: str) -> None:
    page = visit(talk + address, color_scheme=scheme)
    look_for(page, "la")

    assert violations(page) == []


def test_the_keyboard_comes_through_two_languages(talk: str, visit: Visit) -> None:
    """A stop for each row, and past them by the skip link."""
    page = visit(talk + BESIDE)
    page.locator("#lines").focus()
    for number in range(1, 6):
        page.keyboard.press("Tab")
        expect(page.locator(f"#cue-{number} a.time")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("#print")).to_be_focused()


def test_in_the_systems_colours_row_and_chapter_still_show(talk: str, visit: Visit) -> None:
    page = visit(f"{talk}{BESIDE}&t=6", forced_colors="active")
    outline = "e => getComputedStyle(e).outlineStyle"

    assert page.locator("#cue-3").evaluate(outline) == "solid"
    assert page.locator("#cue-1").evaluate(outline) == "none"
    assert page.locator("#chapters a[aria-current]").evaluate(outline) == "solid"


# --- search --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tag", "wanted", "first"),
    [
        ("fr", "ECOUTE", "écoute"),
        ("fr", "repond", "répond"),
        ("fr", "tous.  la ville", "tous.|La ville"),  # over the end of a cue
        ("ar", "كُلُّنا", "كلنا"),
        ("ar", "المدينه", "المدينة"),
        ("ar", "تـصـغي", "تصغي"),
        ("zh-Hans", "知道。城市", "知道。|城市"),
        ("en", "we ALL", "We all"),
    ],
)
def test_words_are_found_however_they_are_typed(
    talk: str, visit: Visit, tag: str, wanted: str, first: str
) -> None:
    page = visit(f"{talk}/watch/message?lang={tag}")

    look_for(page, wanted)

    found(page, "1 of 1")
    assert page.evaluate(MARKED) == first.split("|")


def test_matches_are_counted_said_once_and_gone_through(talk: str, visit: Visit) -> None:
    page = visit(f"{talk}/watch/message?lang=en&beside=fr", **SMALL, reduced_motion="reduce")
    box, field = page.locator("#lines"), page.get_by_role("searchbox", name="Search")
    seek(page, 0.1)
    page.evaluate(
        "() => { globalThis.heard = []; new MutationObserver(() => heard.push(document.getElementById('status')"
        ".textContent)).observe(document.getElementById('status'), { childList: true, characterData: true }); }"
    )
    field.press_sequentially("it")

    found(page, "1 of 3")
    assert page.evaluate(HIGHLIGHTS) == [2, 1]
    expect(page.get_by_role("status")).to_have_text("Matches: 3")
    expect(page.get_by_role("button", name="Follow video")).to_have_attribute("aria-pressed", "false")
    field.press("Enter")
    found(page, "2 of 3")
    expect(page.get_by_role("status")).to_contain_text("Match 2 of 3, at 3 seconds: The city listens.")
    field.press("Enter")
    found(page, "3 of 3")
    field.press("Enter")
    found(page, "1 of 3")
    field.press("Shift+Enter")
    found(page, "3 of 3")
    assert page.evaluate("scrollY") == 0
    page.get_by_role("button", name="Previous match").click()
    found(page, "2 of 3")
    place = page.evaluate("scrollY")  # to click in Firefox, Playwright scrolls the button to the middle
    page.get_by_role("button", name="Next match").click()
    found(page, "3 of 3")
    places = "[box, [...CSS.highlights.get('search-current')][0]].map(each => each.getBoundingClientRect().top)"
    top, match = box.evaluate(f"box => {places}")
    assert top < match < top + box.evaluate("box => box.clientHeight")
    assert page.evaluate("scrollY") == place
    heard = [text for text in page.evaluate("heard") if text]
    assert heard.count("Matches: 3") == 1


def test_nothing_found_is_said_and_an_empty_field_clears(talk: str, visit: Visit) -> None:
    page = visit(f"{talk}/watch/message?lang=en")
    look_for(page, "nowhere")
    found(page, "No match")
    expect(page.get_by_role("status")).to_have_text("No match")
    expect(page.get_by_role("button", name="Next match")).to_be_disabled()
    assert page.evaluate(HIGHLIGHTS) == [0, 0]

    look_for(page, "")

    found(page, "")


def test_a_browser_without_highlights_marks_the_lines(talk: str, visit: Visit) -> None:
    page = visit(f"{talk}/watch/message?lang=en")
    page.evaluate("delete globalThis.Highlight")

    look_for(page, "it")

    assert page.locator(".is-match").count() == 3
    expect(page.locator(".is-chosen")).to_have_count(1)


# --- a link to a line ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("address", "more"), [("/watch/message?lang=fr", ""), (BESIDE, "&beside=ar")])
def test_a_link_to_a_line_is_copied_with_the_mouse(talk: str, visit: Visit, address: str, more: str) -> None:
    page = visit(talk + address)
    page.evaluate(KEEP_COPY)
    page.locator("#cue-3").hover()

    page.get_by_role("button", name="Copy a link to this line").click()

    until(page, COPIED)
    assert page.evaluate(COPIED) == f"{talk}/watch/message?t=5&lang=fr{more}#cue-3"
    expect(page.get_by_role("status")).to_have_text("Link copied")
    assert page.evaluate(f"{VIDEO}.currentTime") == 0  # the line was not played


def test_a_link_to_a_line_is_copied_by_keyboard(talk: str, visit: Visit) -> None:
    """Enter plays the line, Tab leads to its button; the button stays while it has the focus."""
    page = visit(f"{talk}/watch/message?lang=fr")
    page.evaluate(KEEP_COPY)
    page.locator("#cue-4 a").press("Enter")
    expect(page.locator("#cue-4 #copy-link")).to_be_visible()
    page.evaluate(f"{VIDEO}.pause()")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    until(page, COPIED)
    seek(page, 9.5)
    expect(page.locator("#cue-4 #copy-link")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("#cue-5 a")).to_be_focused()
    expect(page.locator("#cue-5 #copy-link")).to_be_visible()


def test_where_nothing_can_be_copied_the_link_can_be_read(talk: str, visit: Visit) -> None:
    page = visit(f"{talk}/watch/message?lang=fr")
    page.evaluate(NO_COPY)
    page.locator("#cue-2").hover()

    page.locator("#copy-link").click()

    expect(page.get_by_label("Link to this line")).to_have_value(f"{talk}/watch/message?t=3&lang=fr#cue-2")
    expect(page.get_by_role("status")).to_contain_text("does not let us copy")


# --- chapters ------------------------------------------------------------------------------------------


def test_chapters_play_are_marked_and_stand_in_the_text(talk: str, visit: Visit) -> None:
    page = visit(f"{talk}/watch/message?lang=fr")
    links = page.get_by_role("navigation", name="Chapters").get_by_role("link")
    names = [" ".join(text.split()) for text in links.all_text_contents()]
    assert names == ["0:01 Le constat play from 1 second", "0:05 La réponse play from 5 seconds"]
    assert page.get_by_role("heading", level=3).all_inner_texts() == ["Le constat", "La réponse"]
    track = page.locator("track[kind=chapters]")
    assert track.evaluate("track => [track.srclang, track.track.kind]") == ["fr", "chapters"]

    links.nth(1).press("Enter")

    until(page, f"{VIDEO}.currentTime >= 5")
    expect(links.nth(1)).to_be_focused()
    expect(links.nth(1)).to_have_attribute("aria-current", "true")
    assert current_lines(page) == ["cue-3"]
    seek(page, 2)
    expect(links.nth(0)).to_have_attribute("aria-current", "true")
    expect(links.nth(1)).not_to_have_attribute("aria-current", "true")


def test_chapters_are_links_without_scripts(talk: str, visit: Visit) -> None:
    page = visit(f"{talk}/watch/message?lang=fr", java_script_enabled=False)

    page.get_by_role("navigation", name="Chapters").get_by_role("link").nth(1).click()

    assert page.url.endswith("?t=5&lang=fr#video")
    expect(page.get_by_role("navigation", name="Chapters").get_by_role("link").nth(1)).to_have_attribute(
        "aria-current", "true"
    )


# --- to take away --------------------------------------------------------------------------------------


@pytest.mark.parametrize("extension", ["html", "docx", "txt", "vtt", "srt"])
def test_a_transcript_is_taken_away(talk: str, visit: Visit, extension: str) -> None:
    page = visit(f"{talk}/watch/message?lang=fr", java_script_enabled=False)

    with page.expect_download() as download:
        page.locator(f".downloads a[download='message.ar.{extension}']").click()

    assert download.value.suggested_filename == f"message.ar.{extension}"
    assert download.value.path().stat().st_size > 100


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_paper_there_are_title_times_voices_and_the_whole_text(talk: str, visit: Visit, scheme: str) -> None:
    only_in_chromium("Firefox prints no PDF over WebDriver BiDi")
    page = visit(f"{talk}/watch/message?lang=fr&t=6", color_scheme=scheme)
    look_for(page, "ville")

    paper = pypdfium2.PdfDocument(io.BytesIO(page.pdf(format="A5")))
    text = " ".join(" ".join(page.get_textpage().get_text_range() for page in paper).split())
    page.emulate_media(media="print")

    said = "Nous le savons tous. La ville écoute."
    for part in (
        "Message du maire à la ville",
        "Le constat",
        "Anne",
        "0:01",
        said,
        "Paul",
        "0:05",
        "Merci à vous.",
    ):
        assert part in text
    assert "Search" not in text
    assert "Download" not in text
    assert page.locator(".said").first.evaluate("e => getComputedStyle(e).color") == "rgb(0, 0, 0)"


def test_two_languages_on_paper_are_a_table(talk: str, visit: Visit) -> None:
    only_in_chromium("Firefox prints no PDF over WebDriver BiDi")
    page = visit(talk + BESIDE)

    paper = pypdfium2.PdfDocument(io.BytesIO(page.pdf(format="A4")))

    text = paper[0].get_textpage().get_text_range()
    assert "Français" in text
    assert "La ville écoute." in text
    assert "0:09" in text


def test_the_print_button_prints(talk: str, visit: Visit) -> None:
    page = visit(f"{talk}/watch/message?lang=fr")
    page.evaluate("globalThis.print = () => { globalThis.printed = true; }")

    page.get_by_role("button", name="Print the transcript").click()

    assert page.evaluate("globalThis.printed") is True


# --- without a server --------------------------------------------------------------------------------------------


def test_published_pages_have_it_all_from_a_disk(root: Path, tmp_path: Path, visit: Visit) -> None:
    """Side by side with the language that is spoken; search, links and files too."""
    (root / "captions" / "message.fr.chapters.vtt").write_text(CHAPTERS, encoding="utf-8")
    publish.write(still.pages(root, ["message"]), tmp_path / "out")
    page = visit((tmp_path / "out" / "watch" / "message" / "ar.html").as_uri())
    page.get_by_text("Side by side").or_(page.locator(".beside summary")).first.click()
    assert page.locator(".beside a").all_inner_texts() == ["Français"]

    page.locator(".beside a").click()
    page.wait_for_url("**/beside.ar.fr.html?*")
    assert page.locator("#cue-2 .side").all_inner_texts() == ["المدينة تصغي.", "La ville écoute."]
    page.locator("#search-text").fill("ecoute")
    until(page, "CSS.highlights.get('search-current')?.size === 1")
    page.locator("#cue-3 .said").first.click()
    until(page, f"{VIDEO}.currentTime >= 5")
    until(page, "document.querySelectorAll('#chapters a')[1].hasAttribute('aria-current')")
    for extension in ("html", "docx", "txt"):
        name = page.locator(f".downloads a[download='message.fr.{extension}']").get_attribute("href")
        assert (tmp_path / "out" / "watch" / "message" / str(name)).is_file()
