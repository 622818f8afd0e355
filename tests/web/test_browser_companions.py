"""What goes with a video, in a real Chromium: sign language beside it, descriptions in it or spoken."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from browsing import SHOWING
from playing import VIDEO, play, seek, until

pytestmark = pytest.mark.browser

Visit = Callable[..., Page]
# A voice that says when it begins and is done when it is told so.
VOICE = """() => {
    globalThis.spoken = [];
    const voices = [{ name: "Ann", voiceURI: "ann", lang: "en-GB" }, { name: "Zoé", voiceURI: "zoe", lang: "fr" }];
    const synthesis = Object.assign(new EventTarget(), {
        getVoices: () => voices,
        speak: each => { if (each.text) spoken.push(each); },
        cancel: () => { globalThis.n_cancelled = (globalThis.n_cancelled ?? 0) + 1; },
    });
    Object.defineProperty(globalThis, "speechSynthesis", { value: synthesis });
    globalThis.SpeechSynthesisUtterance = class extends EventTarget {
        constructor(text) { super(); this.text = text; }
    };
}"""


@pytest.fixture
def page(rich_site: str, visit: Visit) -> Page:
    return visit(f"{rich_site}/watch/message?lang=fr")


# --- sign language -----------------------------------------------------------------------------------------------


def test_the_sign_language_video_is_silent_and_in_step(page: Page) -> None:
    sign = page.locator("#sign")
    expect(sign).to_be_hidden()
    assert sign.evaluate("s => s.readyState") == 0  # not even asked for
    page.get_by_label("Sign language", exact=True).select_option("Medium")
    expect(sign).to_be_visible()
    until(page, "document.getElementById('sign').readyState >= 2")
    drift = "Math.abs(document.getElementById('sign').currentTime - document.getElementById('video').currentTime)"

    page.get_by_label("Speed", exact=True).select_option("1.5")
    play(page, 4)
    until(page, "!document.getElementById('sign').paused")
    until(page, f"{drift} < 0.2")
    assert sign.evaluate("s => [s.muted, s.controls, s.playbackRate]") == [True, False, 1.5]
    sign.evaluate("s => { s.currentTime = 0; }")  # it fell behind
    until(page, f"{drift} < 0.2")

    sign.click()
    until(page, f"{VIDEO}.paused && document.getElementById('sign').paused")
    seek(page, 9)
    until(page, f"{drift} < 0.2")


def test_the_sign_language_video_has_three_sizes_and_is_remembered(page: Page) -> None:
    menu = page.get_by_label("Sign language", exact=True)
    widths = []
    for size in ("Small", "Medium", "Large"):
        menu.select_option(size)
        widths.append(page.locator("#sign").evaluate("s => s.getBoundingClientRect().width"))
    assert widths == sorted(set(widths))
    expect(page.locator("figcaption", has_text="Sign language")).to_be_visible()

    page.reload()
    expect(menu).to_have_value("large")
    expect(page.locator("#sign")).to_be_visible()


# --- descriptions ------------------------------------------------------------------------------------------------


def speaking(visit: Visit, site: str, *, voice: bool = True) -> Page:
    page = visit(f"{site}/watch/message?lang=fr")
    if voice:
        page.add_init_script(f"({VOICE})()")
        page.reload()
    page.get_by_label("Descriptions", exact=True).select_option("Spoken: English")
    return page


def test_the_video_waits_while_a_description_is_spoken(rich_site: str, visit: Visit) -> None:
    page = speaking(visit, rich_site)
    play(page, 1.7)

    until(page, "spoken.length === 1")
    until(page, f"{VIDEO}.paused")
    told = page.evaluate("[spoken[0].text, spoken[0].lang, spoken[0].voice.name, spoken[0].rate]")
    assert told == ["A bell rings.", "en-GB", "Ann", 1]
    expect(page.locator("#description")).to_have_text("A bell rings.")
    expect(page.locator("#description")).to_have_attribute("lang", "en")
    expect(page.locator("#status")).to_have_text("")  # heard once, not twice

    page.evaluate("spoken[0].dispatchEvent(new Event('end'))")
    until(page, f"!{VIDEO}.paused")
    until(page, f"{VIDEO}.currentTime > 3")
    assert page.evaluate("spoken.length") == 1


def test_a_voice_that_forgets_its_end_does_not_stop_the_film(rich_site: str, visit: Visit) -> None:
    page = visit(f"{rich_site}/watch/message?lang=fr")
    page.add_init_script(f"({VOICE})()")
    page.clock.install()
    page.reload()
    page.get_by_label("Descriptions", exact=True).select_option("Spoken: English")
    play(page, 1.9)
    until(page, "spoken.length === 1")
    until(page, f"{VIDEO}.paused")

    page.clock.fast_forward(10_000)

    until(page, f"!{VIDEO}.paused")


@pytest.mark.parametrize("how", ["stop", "play", "seek"])
def test_a_viewer_who_has_heard_enough_goes_on(rich_site: str, visit: Visit, how: str) -> None:
    page = speaking(visit, rich_site)
    play(page, 1.9)
    until(page, "spoken.length === 1")
    until(page, f"{VIDEO}.paused")
    n_cancelled = page.evaluate("n_cancelled")

    if how == "stop":
        page.get_by_role("button", name="Stop speaking").click()
    else:
        page.evaluate(f"{VIDEO}.play()" if how == "play" else f"{VIDEO}.currentTime = 4")

    until(page, f"n_cancelled > {n_cancelled}")
    until(page, f"{VIDEO}.paused === {'true' if how == 'seek' else 'false'}")


def test_without_waiting_film_and_voice_go_on_together(rich_site: str, visit: Visit) -> None:
    page = speaking(visit, rich_site)
    page.get_by_label("The video waits while it speaks").uncheck()
    page.get_by_label("Voice speed").select_option("1.5")
    expect(page.get_by_label("Voice", exact=True)).to_have_value("ann")
    play(page, 1.9)

    until(page, "spoken.length === 1")
    assert page.evaluate(f"[spoken[0].rate, {VIDEO}.paused]") == [1.5, False]


def test_without_a_voice_the_screen_reader_gets_the_text_and_the_time(rich_site: str, visit: Visit) -> None:
    page = speaking(visit, rich_site, voice=False)
    expect(page.get_by_label("Voice", exact=True)).to_be_hidden()
    play(page, 1.9)

    expect(page.locator("#status")).to_have_text("A bell rings.")
    until(page, f"{VIDEO}.paused")
    until(page, f"!{VIDEO}.paused")


def test_the_described_video_takes_over_where_the_other_was(page: Page) -> None:
    menu = page.get_by_label("Descriptions", exact=True)
    page.get_by_label("Speed", exact=True).select_option("0.75")
    play(page, 3.2)
    menu.select_option("In the video")

    until(page, f"{VIDEO}.currentSrc.endsWith('message.described.mp4') && {VIDEO}.currentTime >= 3.2")
    until(page, f"!{VIDEO}.paused")
    assert page.evaluate(f"[{VIDEO}.playbackRate, {VIDEO}.currentTime < 6]") == [0.75, True]
    page.evaluate(f"{VIDEO}.pause()")
    seek(page, 3.5)
    until(page, f"({SHOWING})()[0]?.[1] === 'La ville écoute.'")

    page.reload()
    until(page, f"{VIDEO}.currentSrc.endsWith('message.described.mp4')")
    menu.select_option("Off")
    until(page, f"{VIDEO}.currentSrc.endsWith('message.mp4')")
    assert page.evaluate(f"{VIDEO}.paused")
