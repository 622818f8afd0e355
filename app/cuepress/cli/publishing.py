"""What an editor does from the command line when a video is ready: pages for the web, files for platforms."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from cuepress.cli.terminal import Steps, say, show
from cuepress.errors import LibraryError, UsageError
from cuepress.files import shown
from cuepress.library import Entry, Library

if TYPE_CHECKING:
    from cuepress.model import Track
    from cuepress.publish import Published

COPY = "copy"
_LEFT_TO_THE_SERVER = (
    "Left to your web server, since a page cannot say it: who may frame a page (Content-Security-Policy: "
    "frame-ancestors 'none'; for embed.*.html the sites that may show it), X-Content-Type-Options: nosniff, byte "
    "ranges for jumps in long videos."
)
_FROM_A_DISK = (
    "Opened from a disk, captions come from scripts, without the styles and regions of a track. Without scripts a "
    "disk has no captions in Chromium, and nowhere does a link begin in the middle."
)
_NO_MORE_CHOICE = (
    "Captions in the picture cannot be turned off, enlarged, searched or read aloud: beside such a video, give "
    "the tracks or the transcript too."
)


def published(
    stems: Sequence[str],
    root: Path,
    out: Path,
    *,
    base_url: str,
    media: str,
    platforms: Sequence[str],
    force: bool,
) -> int:
    """Write the folder, say what became of it and what does not work or is lost."""
    from cuepress import publish
    from cuepress.web import still

    library = Library(root)
    _check_place(out, library)
    _check_named(stems, library)
    if platforms and (base_url or media != COPY):
        raise UsageError("--base-url and --media are for pages", "--for", "leave them out")
    if platforms:
        packs = [publish.pack(library.entry(stem), name) for name in platforms for stem in dict.fromkeys(stems)]
        items = [item for each in packs for item in each.items]
        told = [
            f"{publish.PLATFORMS[each.platform].title} loses: {loss}" for each in packs for loss in each.losses
        ]
        told += [f"{publish.PLATFORMS[name].title}: {publish.PLATFORMS[name].advice}" for name in platforms]
    else:
        site = still.Site(base_url, "" if media == COPY else media)
        items = still.pages(root, stems, site)
        told = [*_without_video(library, stems), *_limits(has_base_url=bool(base_url))]
    with Steps() as steps:
        done = publish.write(items, out, force=force, progress=lambda fraction: steps("write", fraction))
    _tell(done, out, [item.name for item in items])
    for line in told:
        say(line)
    return 0


def muxed(stems: Sequence[str], root: Path, out: Path, *, extension: str, force: bool) -> int:
    """Write each video with its captions inside, in the languages that it has; say what this loses."""
    from cuepress import publish

    library = Library(root)
    _check_place(out, library)
    _check_named(stems, library)
    with tempfile.TemporaryDirectory(prefix="cuepress-") as folder, Steps() as steps:
        made = [_mux(library.entry(stem), Path(folder), extension, steps) for stem in dict.fromkeys(stems)]
        items = [publish.Item(path.name, source=path) for path, _ in made]
        done = publish.write(items, out, force=force, progress=lambda fraction: steps("write", fraction))
    _tell(done, out, [item.name for item in items])
    for _, losses in made:
        for loss in losses:
            say(loss)
    return 0


def _mux(entry: Entry, folder: Path, extension: str, steps: Steps) -> tuple[Path, list[str]]:
    """Return a video with its tracks inside, made in a temporary folder, and what was lost."""
    from cuepress import language, media, publish

    if entry.media is None:
        raise LibraryError("the video file is not in the library", shown(entry.stem), "put it into media/")
    packed = publish.pack(entry, "youtube")  # plain SubRip, which every container can take over
    inlays = []
    for number, item in enumerate(packed.items):
        path = folder / f"{number}.srt"
        path.write_bytes(item.data)
        tag = item.name.removeprefix(f"youtube/{entry.stem}.").removesuffix(".srt")
        inlays.append(media.Inlay(path, _three_letters(tag), language.autonym(tag)))
    out = folder / f"{entry.stem}.{extension}"
    media.mux(entry.media, inlays, out, progress=lambda fraction: steps("put tracks inside", fraction))
    losses = [loss.replace("YouTube takes no such tracks", "left out") for loss in packed.losses]
    return out, [f"{shown(out.name)} loses: {loss.removeprefix('youtube/')}" for loss in losses]


def burnt(
    stems: Sequence[str], root: Path, out: Path, *, tags: Sequence[str], fonts: Path | None, force: bool
) -> int:
    """Write each video with its captions painted into the picture, a file a language; say what this loses."""
    from cuepress import media, publish

    library = Library(root)
    _check_place(out, library)
    _check_named(stems, library)
    media.check_can_burn()
    todo = [(library.entry(stem), tag) for stem in dict.fromkeys(stems) for tag in dict.fromkeys(tags)]
    with tempfile.TemporaryDirectory(prefix="cuepress-") as folder, Steps() as steps:
        orders = [_order(entry, tag, Path(folder), fonts) for entry, tag in todo]
        for order in orders:
            media.burn(
                order.media, order.script, order.out, fonts=order.fonts, progress=partial(steps, order.out.name)
            )
        items = [publish.Item(order.out.name, source=order.out) for order in orders]
        done = publish.write(items, out, force=force, progress=partial(steps, "write"))
    _tell(done, out, [item.name for item in items])
    for order in orders:
        for loss in order.losses:
            say(f"{shown(order.out.name)} loses: {loss}")
    say(_NO_MORE_CHOICE)
    return 0


@dataclass(frozen=True, slots=True)
class _Order:
    """One video to be painted: what, from which script, where to, and what that loses."""

    media: Path
    script: bytes
    fonts: Path
    out: Path
    losses: tuple[str, ...]


def _order(entry: Entry, tag: str, folder: Path, fonts: Path | None) -> _Order:
    """Look at everything that can go wrong before hours of work."""
    from cuepress import media
    from cuepress.publish import painted
    from cuepress.web import assets

    if entry.media is None:
        raise LibraryError("the video file is not in the library", shown(entry.stem), "put it into media/")
    track = painted.read(entry, tag)
    place = fonts or assets.FOLDER / "fonts"
    typeface = media.typeface(place)
    _check_letters(painted.script(painted.letters(track), width=640, height=360, typeface=typeface), place, track)
    picture = media.measure_picture(entry.media)
    made = painted.script(track, width=picture.width, height=picture.height, typeface=typeface)
    out = folder / f"{entry.stem}.{track.language}.mp4"
    return _Order(entry.media, made, place, out, tuple(painted.losses(track)))


def _check_letters(script: bytes, fonts: Path, track: Track) -> None:
    """Refuse to paint boxes for letters."""
    from cuepress import language, media

    missing = media.find_missing_letters(script, fonts)
    if missing:
        some = f"{shown(missing[:20])}{' …' if len(missing) > 20 else ''}"
        name = language.english_name(track.language)
        raise media.MediaError(
            f"no font here has {len(missing)} of the letters of {name}: {some}",
            "--fonts",
            "install a font for it (apt-get install fonts-noto-core fonts-noto-cjk), or name a folder with one",
        )


def _three_letters(tag: str) -> str:
    """Return a language as containers name it (ISO 639-2/T): ``fra``."""
    import langcodes

    try:
        return langcodes.Language.get(tag).to_alpha3()
    except LookupError:
        return "und"


def _check_named(stems: Sequence[str], library: Library) -> None:
    if not stems:
        known = ", ".join(shown(entry.stem) for entry in library.entries()[:10]) or "none"
        raise UsageError("no video is named", "", f"name one or more of: {known}")


def _check_place(out: Path, library: Library) -> None:
    """Refuse a folder whose replacement would take the library with it."""
    place = out.resolve()
    for taken in (library.root.resolve(), library.media_folder.resolve(), library.captions_folder.resolve()):
        if place == taken or taken.is_relative_to(place):
            raise LibraryError(
                "the library itself lies there", shown(out), "choose a folder of its own: --out site"
            )


def _tell(done: Published, out: Path, names: Sequence[str]) -> None:
    if "index.html" in names:
        show(shown(out / "index.html"))
    else:
        for name in names:
            show(shown(out / name))
    counts = [f"{len(done.written)} written", f"{len(done.unchanged)} unchanged"]
    counts += [f"{len(done.removed)} removed"] if done.removed else []
    say(f"{shown(out)}: {', '.join(counts)}")
    if done.kept:
        say(f"{shown(out)}: {len(done.kept)} files of others are still there")


def _without_video(library: Library, stems: Sequence[str]) -> Iterator[str]:
    """Say which pages show visitors a gap where the video should be."""
    for stem in dict.fromkeys(stems):
        if library.entry(stem).media is None:
            yield f"{shown(stem)}: its page has no video, since media/ has none; put it there and publish again"


def _limits(*, has_base_url: bool) -> list[str]:
    """Say what the folder cannot do that the server can."""
    told = [_LEFT_TO_THE_SERVER, _FROM_A_DISK]
    if not has_base_url:
        told.append(
            "No sitemap, no whole addresses for search engines, no code to embed: add --base-url https://…"
        )
    return told
