"""Keys for the player, in a real Chromium: off until they are wanted, others or none, said in words."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from playing import FRENCH, VIDEO, open_help, seek, until

pytestmark = pytest.mark.browser

Visit = Callable[..., Page]


@pytest.fixture
def page(rich_site: str, visit: Visit) -> Page:
    return visit(f"{rich_site}/watch/message?lang=fr")


def allow_keys(page: Page, where: str) -> None:
    open_help(page).get_by_label(where).check()
    page.keyboard.press("Escape")


def test_no_key_does_anything_until_it_is_wanted(page: Page) -> None:
    seek(page, 3)
    page.get_by_role("button", name="Caption style").focus()
    for key in "kjlmcftx?+-":
        page.keyboard.press(key)

    assert page.evaluate(f"[{VIDEO}.paused, {VIDEO}.currentTime, {VIDEO}.muted]") == [True, 3, False]
    assert page.get_by_role("dialog").count() == 0
    expect(page.locator("#status")).to_have_text("")


def test_keys_act_in_the_player_only_or_on_the_whole_page_and_are_remembered(page: Page) -> None:
    allow_keys(page, "While the focus is in the player")
    page.reload()
    seek(page, 3)
    page.get_by_role("link", name="Cuepress").focus()
    page.keyboard.press("m")
    assert not page.evaluate(f"{VIDEO}.muted")
    page.get_by_role("button", name="Caption style").focus()
    page.keyboard.press("m")
    assert page.evaluate(f"{VIDEO}.muted")
    expect(page.locator("#status")).to_have_text("Sound off")
    page.keyboard.press("Control+m")
    page.get_by_label("Speed", exact=True).press("m")  # a menu finds its entries by letters
    assert page.evaluate(f"{VIDEO}.muted")

    allow_keys(page, "Everywhere on this page")
    page.get_by_role("link", name="Cuepress").focus()
    page.keyboard.press("l")
    assert page.evaluate(f"{VIDEO}.currentTime") == 8
    expect(page.locator("#status")).to_have_text("8 seconds")
    expect(page.get_by_role("link", name="Cuepress")).to_be_focused()


def test_each_key_does_what_the_help_says_and_says_what_it_did(page: Page) -> None:
    page.evaluate("localStorage.setItem('cuepress.shortcuts', '{\"where\":\"page\"}')")
    page.reload()
    seek(page, 7)
    for key, expression in (
        ("j", f"{VIDEO}.currentTime === 2"),
        ("+", f"{VIDEO}.playbackRate === 1.25"),
        ("-", f"{VIDEO}.playbackRate === 1"),
        ("c", f"{FRENCH} === 'disabled'"),
        ("c", f"{FRENCH} === 'showing'"),
        ("t", "true"),
    ):
        page.keyboard.press(key)
        until(page, expression)
    for said in ("2 seconds", "Speed 1", "Captions off", "Captions: Français", "2 seconds of 12 seconds"):
        expect(page.locator("#status")).to_have_text(
            said
        )  # one after the other; "Speed 1.25" was passed on the way
    page.keyboard.press("k")
    until(page, f"!{VIDEO}.paused")
    page.keyboard.press("K")
    until(page, f"{VIDEO}.paused")
    page.keyboard.press("f")
    until(page, "document.fullscreenElement")
    page.keyboard.press("f")
    until(page, "!document.fullscreenElement")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys and help")).to_be_visible()


def test_a_key_can_be_another_or_none_and_is_never_two_things(page: Page) -> None:
    dialog = open_help(page)
    dialog.get_by_label("Everywhere on this page").check()
    dialog.get_by_label("Play or pause").fill("")
    dialog.get_by_label("Sound on or off").fill("ж")
    dialog.get_by_label("Slower").press("l")
    expect(dialog.get_by_label("5 seconds forward")).to_have_value("")
    expect(dialog.get_by_role("status")).to_have_text("“5 seconds forward” no longer has this key")
    page.keyboard.press("Escape")
    page.reload()

    seek(page, 3)
    for key in "kml":
        page.keyboard.press(key)
    assert page.evaluate(f"[{VIDEO}.paused, {VIDEO}.muted, {VIDEO}.playbackRate]") == [True, False, 0.75]
    page.evaluate("document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'Ж', bubbles: true }))")
    assert page.evaluate(f"{VIDEO}.muted")
    open_help(page).get_by_role("button", name="Reset").click()
    expect(dialog.get_by_label("Play or pause")).to_have_value("k")
    expect(dialog.get_by_label("Off", exact=True)).to_be_checked()
