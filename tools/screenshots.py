"""Take the pictures of ``docs/images``: the pages as they are now, over the sample library.

    python tools/screenshots.py [--root LIBRARY] [--stem VIDEO] [--out docs/images]

Chromium takes them, Pillow packs them as WebP: each is below 60 kB, or this stops.
"""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "benchmarks"))
sys.path.insert(0, str(ROOT / "tests"))

from web_servers import cuepress_server  # noqa: E402 - beside the benchmarks

import browsers  # noqa: E402 - beside the tests

MAX_BYTES = 60_000
QUALITIES = (82, 74, 66, 58)


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: the page, how it is looked at, and whether it is all of the page."""

    name: str
    address: str
    width: int = 1280
    height: int = 860
    scheme: str = "light"
    locale: str = "en-GB"


def shots(stem: str) -> Iterator[Shot]:
    watch = f"/watch/{stem}"
    yield Shot("watch-light", f"{watch}?lang=en&t=14", height=900)
    yield Shot("watch-dark", f"{watch}?lang=fr&beside=en&t=14", scheme="dark")
    yield Shot("watch-arabic", f"{watch}?lang=ar&t=14", locale="ar-EG")
    yield Shot("watch-phone", f"{watch}?lang=zh-Hans&t=14", width=390, height=844, locale="zh-CN")
    yield Shot("index-light", "/", height=560)
    yield Shot("index-dark", "/", width=390, height=640, scheme="dark", locale="tr-TR")
    yield Shot("embed-light", f"/embed/{stem}?lang=en&t=14", width=640, height=480)
    yield Shot("embed-dark", f"/embed/{stem}?lang=ar&t=14", width=640, height=480, scheme="dark", locale="ar")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--root", type=Path, default=ROOT)
    parser.add_argument("--stem", default="strong-cities")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "images")
    options = parser.parse_args()
    with cuepress_server(options.root) as url, sync_playwright() as playwright:
        browser = browsers.launch(playwright)
        for shot in shots(options.stem):
            data = _packed(_taken(browser, url, shot))
            (options.out / f"{shot.name}.webp").write_bytes(data)
            print(f"{shot.name}: {len(data) / 1000:.0f} kB")
        browser.close()


def _taken(browser: Browser, url: str, shot: Shot) -> bytes:
    context = browser.new_context(
        viewport={"width": shot.width, "height": shot.height},
        color_scheme="dark" if shot.scheme == "dark" else "light",
        locale=shot.locale,
        device_scale_factor=1.5 if shot.width < 700 else 1,
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(url + shot.address)
    if page.locator("video").count():
        page.wait_for_function("document.querySelector('video').readyState >= 2")
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(2_500)  # Chromium's controls come, and lift the captions out of their way
    data = page.screenshot()
    context.close()
    return data


def _packed(png: bytes) -> bytes:
    for quality in QUALITIES:
        out = io.BytesIO()
        Image.open(io.BytesIO(png)).convert("RGB").save(out, "WEBP", quality=quality, method=6)
        if out.tell() < MAX_BYTES:
            return out.getvalue()
    raise SystemExit(f"a picture has {out.tell()} bytes, more than {MAX_BYTES}")


if __name__ == "__main__":
    main()
