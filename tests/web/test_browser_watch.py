"""The watch page in a real Chromium: captions, menu, transcript, with and without scripts."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from browsing import SECOND_LINES, SEEK, SHOWING, current_lines

pytestmark = pytest.mark.browser

Visit = Callable[..., Page]
Photograph = Callable[[Page, str], bytes]

NO_SCRIPTS = {"java_script_enabled": False}


def seek(page: Page, seconds: float) -> None:
    page.wait_for_function("document.querySelector('video').readyState >= 2")
    page.evaluate(SEEK, seconds)


def wait_for_captions(page: Page, language: str, text: str) -> None:
    page.wait_for_function(
        f"([language, text]) => JSON.stringify(({SHOWING})()) === JSON.stringify([[language, text]])",
        arg=[language, text],
    )


def wait_for_picture(page: Page, photograph: Photograph, is_as_wanted: Callable[[bytes], bool]) -> bytes:
    """Return what the video shows once it is as wanted; captions are painted some frames after they are active."""
    for _ in range(50):
        shot = photograph(page, "video")
        if is_as_wanted(shot):
            return shot
        page.wait_for_timeout(100)
    pytest.fail("the picture does not become what it should")


def tab_to(page: Page, target: Locator, *, most: int = 60) -> None:
    for _ in range(most):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return
    pytest.fail("the keyboard does not get there")


@pytest.mark.parametrize("language", list(SECOND_LINES))
def test_the_captions_of_each_language_show_at_their_second(
    site: str, visit: Visit, photograph: Photograph, language: str
) -> None:
    """They are active at the right time, and the picture is another one with them than without."""
    page = visit(f"{site}/watch/message")
    menu = page.get_by_label("Captions", exact=True)
    page.evaluate("document.querySelector('video').controls = false")  # they fade as they like
    seek(page, 3.5)
    menu.select_option("")
    assert page.evaluate(SHOWING) == []
    without = photograph(page, "video")

    menu.select_option(f"track-{language}-captions")
    wait_for_captions(page, language, SECOND_LINES[language])
    wait_for_picture(page, photograph, lambda shot: shot != without)
    menu.select_option("")
    wait_for_picture(page, photograph, lambda shot: shot == without)


def test_between_two_captions_nothing_shows(site: str, visit: Visit) -> None:
    page = visit(f"{site}/watch/message")
    seek(page, 3.5)
    wait_for_captions(page, "fr", SECOND_LINES["fr"])

    seek(page, 4.9)

    wait_for_captions(page, "fr", "")


@pytest.mark.parametrize(("locale", "language"), [("zh-CN", "zh-Hans"), ("ar-EG", "ar"), ("de-DE", "fr")])
def test_captions_begin_in_the_readers_language(site: str, visit: Visit, locale: str, language: str) -> None:
    page = visit(f"{site}/watch/message", locale=locale)
    seek(page, 3.5)

    wait_for_captions(page, language, SECOND_LINES[language])


def test_the_captions_menu_works_by_keyboard_and_agrees_with_the_browsers_own(site: str, visit: Visit) -> None:
    page = visit(f"{site}/watch/message")
    menu = page.get_by_label("Captions", exact=True)
    tab_to(page, menu)
    seek(page, 3.5)

    page.keyboard.press("ArrowDown")
    wait_for_captions(page, "en", SECOND_LINES["en"])
    page.keyboard.press("Home")
    page.wait_for_function(f"({SHOWING})().length === 0")

    page.evaluate("document.querySelector('video').textTracks[2].mode = 'showing'")
    expect(menu).to_have_value("track-ar-captions")


def test_what_was_chosen_is_remembered_off_included(site: str, visit: Visit) -> None:
    page = visit(f"{site}/watch/message")
    menu = page.get_by_label("Captions", exact=True)
    for value in ("track-ar-captions", ""):
        menu.select_option(value)
        page.reload()
        expect(menu).to_have_value(value)
        shown = [language for language, _ in page.evaluate(SHOWING)]
        assert shown == (["ar"] if value else [])


def test_the_speed_menu_sets_the_speed_and_follows_it(site: str, visit: Visit) -> None:
    page = visit(f"{site}/watch/message")
    menu = page.get_by_label("Speed", exact=True)

    menu.select_option("1.5")
    assert page.evaluate("document.querySelector('video').playbackRate") == 1.5
    page.evaluate("document.querySelector('video').playbackRate = 0.75")

    expect(menu).to_have_value("0.75")


def test_the_transcript_works_by_keyboard(site: str, visit: Visit) -> None:
    """Tab to a line, Enter plays from there, the mark moves, the focus stays, the result is said once."""
    page = visit(f"{site}/watch/message")
    link = page.locator("#cue-4 a")
    tab_to(page, link)

    page.keyboard.press("Enter")

    page.wait_for_function("document.querySelector('video').currentTime >= 7")
    page.wait_for_function("!document.querySelector('video').paused")
    expect(page.locator("#cue-4")).to_have_attribute("aria-current", "true")
    assert current_lines(page) == ["cue-4"]
    expect(link).to_be_focused()
    expect(page.locator("#status")).to_have_text("Playing from 7 seconds")
    page.evaluate("document.querySelector('video').pause()")


def test_a_click_on_the_words_of_a_line_seeks_as_well(site: str, visit: Visit) -> None:
    page = visit(f"{site}/watch/message")
    page.locator("#cue-3 .said").click()

    page.wait_for_function("document.querySelector('video').currentTime >= 5")
    assert page.url == f"{site}/watch/message"


def test_the_mark_moves_with_the_video_and_never_the_focus(site: str, visit: Visit) -> None:
    page = visit(f"{site}/watch/message")
    page.get_by_label("Speed", exact=True).focus()
    for seconds, line in ((1.5, "cue-1"), (4.9, "cue-2"), (9.5, "cue-5")):
        seek(page, seconds)
        expect(page.locator(f"#{line}")).to_have_attribute("aria-current", "true")
        assert current_lines(page) == [line]

    seek(page, 0.2)
    page.wait_for_function("!document.querySelector('#lines [aria-current]')")
    expect(page.get_by_label("Speed", exact=True)).to_be_focused()


def test_the_mark_is_more_than_a_colour(site: str, visit: Visit) -> None:
    page = visit(f"{site}/watch/message?t=3.5")
    style = (
        "line => [getComputedStyle(line).borderInlineStartColor,"
        " getComputedStyle(line.querySelector('a')).fontWeight]"
    )

    marked = page.locator("#cue-2").evaluate(style)
    plain = page.locator("#cue-4").evaluate(style)

    assert marked[0] != plain[0]
    assert (marked[1], plain[1]) == ("700", "400")


SMALL = {"viewport": {"width": 1100, "height": 260}}  # the transcript's box holds two lines


def test_following_scrolls_the_box_and_never_the_page(site: str, visit: Visit) -> None:
    page = visit(f"{site}/watch/message", **SMALL, reduced_motion="reduce")
    box = page.locator("#lines")
    box.evaluate("box => box.style.maxBlockSize = '5rem'")
    page.evaluate("scrollTo(0, 40)")

    seek(page, 9.5)

    page.wait_for_function("document.getElementById('lines').scrollTop > 0")
    assert page.evaluate("scrollY") == 40
    assert box.evaluate(
        "box => { const line = box.querySelector('[aria-current]').getBoundingClientRect();"
        " const own = box.getBoundingClientRect(); return line.top >= own.top && line.top < own.bottom; }"
    )


@pytest.mark.parametrize("how", ["wheel", "focus", "key"])
def test_a_reader_who_looks_elsewhere_is_left_in_peace_until_they_ask(site: str, visit: Visit, how: str) -> None:
    page = visit(f"{site}/watch/message", **SMALL, reduced_motion="reduce")
    box, follow = page.locator("#lines"), page.get_by_role("button", name="Follow video")
    box.evaluate("box => box.style.maxBlockSize = '5rem'")
    expect(follow).to_have_attribute("aria-pressed", "true")
    if how == "wheel":
        box.hover()
        page.mouse.wheel(0, 10)
    else:
        tab_to(page, page.locator("#cue-1 a") if how == "focus" else box)
        page.keyboard.press("PageUp")
    expect(follow).to_have_attribute("aria-pressed", "false")
    page.wait_for_timeout(200)
    place = box.evaluate("box => box.scrollTop")

    seek(page, 9.5)
    expect(page.locator("#cue-5")).to_have_attribute("aria-current", "true")
    assert box.evaluate("box => box.scrollTop") == place

    follow.click()
    page.wait_for_function("place => document.getElementById('lines').scrollTop > place", arg=place)


def test_another_language_of_the_transcript_leaves_the_video_playing_on(site: str, visit: Visit) -> None:
    page = visit(f"{site}/watch/message")
    seek(page, 5.5)
    video = page.locator("video").element_handle()

    page.locator(".transcript").get_by_role("link", name="العربية").press("Enter")

    expect(page.locator("#text")).to_have_attribute("lang", "ar")
    expect(page.locator("#cue-3")).to_have_attribute("aria-current", "true")
    assert video is not None
    assert video.evaluate("video => video.isConnected && video.currentTime > 5")
    expect(page.locator("#status")).to_have_text("Transcript in العربية")
    expect(page.locator(".transcript .languages a[aria-current]")).to_be_focused()
    page.locator("#cue-5 .said").click()
    page.wait_for_function("document.querySelector('video').currentTime >= 9")


def test_arabic_mirrors_the_transcript(site: str, visit: Visit) -> None:
    page = visit(f"{site}/watch/message?lang=ar")

    sides = page.locator("#cue-1").evaluate(
        "line => [getComputedStyle(line).direction, line.querySelector('a').getBoundingClientRect().left"
        " - line.querySelector('.said').getBoundingClientRect().left]"
    )

    assert sides[0] == "rtl"
    assert sides[1] > 0  # the time stands to the right of the words


def test_without_scripts_everything_but_following_works(site: str, visit: Visit) -> None:
    page = visit(f"{site}/watch/message?lang=en", **NO_SCRIPTS)

    expect(page.get_by_label("Speed", exact=True)).to_be_hidden()
    expect(page.get_by_role("button", name="Follow video")).to_be_hidden()
    expect(page.locator("video[controls]")).to_be_visible()
    assert page.locator("track").count() == 4
    assert page.locator("track[default]").get_attribute("srclang") == "en"
    assert page.locator("#lines li").count() == 5

    page.locator("#cue-4 a").click()
    assert page.url.endswith("?t=7&lang=en#cue-4")
    source = page.locator("video").get_attribute("src")
    assert source is not None
    assert source.endswith("/media/message.mp4#t=7")
    assert page.locator("#cue-4").get_attribute("aria-current") == "true"

    page.locator(".transcript").get_by_role("link", name="Français").click()
    assert page.locator("#text").get_attribute("lang") == "fr"
    with page.expect_download() as download:
        page.locator(".downloads a[download$='.fr.vtt']").click()
    assert download.value.suggested_filename == "message.fr.vtt"


def test_a_time_in_the_address_starts_the_video_there(site: str, visit: Visit) -> None:
    page = visit(f"{site}/watch/message?t=5.5&lang=ar#cue-3")

    page.wait_for_function("Math.abs(document.querySelector('video').currentTime - 5.5) < 0.1")
    assert current_lines(page) == ["cue-3"]


def test_a_file_that_the_browser_cannot_play_says_so(
    root: Path,
    serve: Callable[[Path], AbstractContextManager[str]],
    visitor: Any,  # noqa: ANN401  # the fixtures' Visitor
) -> None:
    (root / "media" / "message.mp4").write_bytes(b"no film at all" * 100)

    with serve(root) as url:
        page = visitor.visit(f"{url}/watch/message")

        expect(page.get_by_text("This browser cannot play this kind of file")).to_be_visible()
        assert page.locator("#lines li").count() == 5
        visitor.close()  # before the server stops: a page still open would ask it for more


def test_a_passage_to_look_at_plays_from_its_beginning_and_keeps_the_focus(site: str, visit: Visit) -> None:
    page = visit(f"{site}/watch/message?lang=fr", viewport={"width": 400, "height": 700})
    page.wait_for_function("document.querySelector('video').readyState >= 2")
    page.get_by_text("To look at: 4 passages").click()
    link = page.locator("#looks a").nth(2)

    link.press("Enter")

    page.wait_for_function("document.querySelector('video').currentTime >= 7")
    expect(link).to_be_focused()
    expect(page.locator("video")).to_be_in_viewport()
    expect(page.locator("#status")).to_have_text("Playing from 7 seconds")


def test_a_passage_is_found_without_scripts(site: str, visit: Visit) -> None:
    page = visit(f"{site}/watch/message?lang=fr", **NO_SCRIPTS)
    page.get_by_text("To look at: 4 passages").click()

    page.locator("#looks a").nth(2).click()

    expect(page.locator("video")).to_have_attribute("src", "/media/message.mp4#t=7")
