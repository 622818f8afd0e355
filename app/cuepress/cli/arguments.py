"""What the command line takes: options that several commands share, and what is made of their texts."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import quote

import click

from cuepress import timecode
from cuepress.errors import UsageError
from cuepress.model import UNSPOKEN_KINDS

if TYPE_CHECKING:
    from cuepress.checks import Report
    from cuepress.pipeline import Options
    from cuepress.review.checking import CheckOptions
    from cuepress.review.paging import PageOptions

REPORT_FORMATS = ("text", "json", "csv", "junit", "sarif", "earl", "html")
PLATFORM_NAMES = ("youtube", "vimeo", "facebook", "linkedin", "wordpress")
PathArgument = click.Path(path_type=Path, readable=False)


Command = TypeVar("Command", bound=Callable[..., Any])


def _time(_ctx: click.Context, _param: click.Parameter, text: str | None) -> int | None:
    """Read a time in milliseconds."""
    try:
        return None if text is None else timecode.ms_from_clock(text)
    except ValueError as failure:
        raise click.BadParameter(f"{text!r} is no time; write it as 0:12, 1:02:30 or in seconds") from failure


def keep_options(command: Command) -> Command:
    """Add the options that take unspoken parts into the captions."""
    keep = click.option(
        "--keep",
        multiple=True,
        metavar="KIND",
        type=click.Choice(UNSPOKEN_KINDS),
        help=f"Caption this kind of part too (may be repeated): {', '.join(UNSPOKEN_KINDS)}.",
    )
    title = click.option("--spoken-title", is_flag=True, help="The title block is spoken: caption it.")
    return keep(title(command))


def listen_options(command: Command) -> Command:
    """Add the options that say how times are found."""
    method = click.option(
        "--sync",
        type=click.Choice(["auto", "speech", "pauses", "duration"]),
        default="auto",
        show_default=True,
        help="How times are found: by hearing each word (the spoken language), by the pauses in the sound, "
        "or spread over the video's length.",
    )
    detector = click.option(
        "--vad",
        type=click.Choice(["energy", "silero"]),
        default="energy",
        show_default=True,
        help="How speech is told from silence; silero is slower and better in noise.",
    )
    force = click.option("--force", is_flag=True, help="Take a transcript that does not seem to be the one.")
    near = click.option(
        "--near",
        metavar="[TAG=]FILE",
        help="A track (.vtt, .srt) that is there already. In the language of the sound it may have wrong words: "
        "its times are hints. In another language than the transcripts they take their times from it.",
    )
    start = click.option(
        "--start", callback=_time, metavar="TIME", help="Where in MEDIA the text begins: 0:12, 12.5 s."
    )
    end = click.option("--end", callback=_time, metavar="TIME", help="Where in MEDIA the text ends: 1:02:30.")
    return method(detector(near(start(end(force(command))))))


RLM_HELP = "In SubRip, mark the direction of lines in languages written from right to left: some players need it."


def look_options(command: Command) -> Command:
    """Add the options that say what of the text and the picture is heeded in a track."""
    verbatim = click.option(
        "--verbatim",
        is_flag=True,
        help="Leave every sign as it is in the transcript: spaces, quotes, ellipses, brackets of sounds.",
    )
    shots = click.option("--shots", is_flag=True, help="Look for shot changes; times of cues keep clear of them.")
    rlm = click.option("--rlm", is_flag=True, help=RLM_HELP)
    return verbatim(shots(rlm(command)))


def options(
    *, sync: Any, vad: Any, keep: Sequence[Any], spoken_title: bool, formats: str = "vtt,srt", **chosen: Any
) -> Options:
    """Return what was chosen; of the command line's own names the pipeline knows nothing."""
    from cuepress import pipeline

    near_language, near = _near(chosen.pop("near"))
    return pipeline.Options(
        sync=sync,
        detector=vad,
        extensions=_extensions(formats),
        keep=frozenset(keep) | ({"title"} if spoken_title else frozenset()),
        start_ms=chosen.pop("start"),
        end_ms=chosen.pop("end"),
        near=near,
        near_language=near_language,
        is_verbatim=chosen.pop("verbatim", False),
        **chosen,
    )


def check_options(
    *,
    profile: str,
    tag: str | None,
    kind: Any,
    media: Path | None,
    transcripts: Sequence[str],
    name: str,
    spoken: str | None = None,
) -> CheckOptions:
    """Return what a check is held against; only some reports draw the cues."""
    from cuepress import language
    from cuepress.review import checking

    return checking.CheckOptions(
        profile=profile,
        tag=None if tag is None else language.normalise_tag(tag),
        kind=kind,
        media=media,
        spoken=language.normalise_tag(spoken) if spoken else "",
        transcripts=transcript_arguments(transcripts),
        keep_cues=name in {"html", "json"},
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        n_processes=os.cpu_count() or 1,
    )


def page_options(command: Command) -> Command:
    """Add the options that say which pages are checked, and what of the world may be opened for that."""
    page = click.option(
        "--page",
        "pages",
        multiple=True,
        metavar="URL-or-FILE",
        help="A page with a video: what its tracks lead to, how they are named, what stands around the video; "
        "each track is checked too (may be repeated).",
    )
    network = click.option(
        "--allow-network", is_flag=True, help="With --page: ask other machines too. Default: this one and files."
    )
    root = click.option(
        "--root",
        type=PathArgument,
        metavar="DIR",
        help="With --page FILE: the folder of the website; nothing outside it is read. Default: that of the page.",
    )
    return page(network(root(command)))


def check_no_page(*, pages: Sequence[str], root: Path | None, allow_network: bool) -> None:
    """Refuse a page where tracks are mended or waived.

    Raises
    ------
    UsageError
        If one is named.
    """
    if pages:
        raise UsageError(
            "only tracks are mended or accepted here", "--page", "name the tracks of the page instead"
        )
    _check_not_alone(pages, root, is_network=allow_network)


def _check_not_alone(pages: Sequence[str], root: Path | None, *, is_network: bool) -> None:
    if not pages and (root is not None or is_network):
        option = "--root" if root is not None else "--allow-network"
        raise UsageError("this is about a page, and none is named", option, "add --page URL-or-FILE")


def page_opening(
    pages: Sequence[str], tracks: Sequence[Path], *, root: Path | None, allow_network: bool, **chosen: Any
) -> PageOptions:
    """Return what may be opened for pages.

    Raises
    ------
    UsageError
        If an option has nothing to be about: a page says the language and the kind of each track itself.
    """
    from cuepress.review import paging

    _check_not_alone(pages, root, is_network=allow_network)
    for name, option in (("tag", "--language"), ("kind", "--kind")):
        if not tracks and chosen[name] is not None:
            raise UsageError("a page says this of each track itself", option, "leave it out")
    return paging.PageOptions(root=root, allow_network=allow_network)


def href(media: Path | None, page: Path) -> str:
    """Return the address of a file, relative to a page that links to it (on stdout: to where we are)."""
    if media is None:
        return ""
    folder = Path() if str(page) == "-" else page.parent
    try:
        relative = Path(os.path.relpath(media.absolute(), folder.absolute())).as_posix()
    except ValueError:  # on another drive of Windows
        return media.absolute().as_uri()
    return "./" + quote(os.fsencode(relative)) if ":" in relative else quote(os.fsencode(relative))


def media_address(media: Path | None, report: Report, page: Path) -> str:
    """Return the address of the video that a report plays: the one that was given, or that of the one page."""
    video = report.pages[0].video if media is None and len(report.pages) == 1 else ""
    return video if video.startswith(("http://", "https://")) else href(Path(video) if video else media, page)


def _near(argument: str | None) -> tuple[str | None, Path | None]:
    """Read the name of a track, with or without its language."""
    from cuepress import language

    if argument is None:
        return None, None
    tag, equals, name = argument.partition("=")
    if not equals or "/" in tag or "." in tag or Path(argument).exists():
        return None, Path(argument)
    if not name:
        raise UsageError(f"no file is named in {argument!r}", "--near", "write it as en=FILE")
    return language.normalise_tag(tag), Path(name)


def _extensions(names: str) -> tuple[str, ...]:
    from cuepress import formats

    extensions = tuple(dict.fromkeys(f".{name.strip().lower().lstrip('.')}" for name in names.split(",")))
    unknown = [extension for extension in extensions if extension not in formats.FORMATS]
    if unknown:
        known = ", ".join(extension[1:] for extension in formats.FORMATS)
        raise UsageError(f"unknown format {unknown[0][1:]!r}", "--formats", f"known are {known}")
    return extensions


def transcript_arguments(arguments: Sequence[str]) -> dict[str, Path]:
    """Read TAG=FILE arguments; a file named ``talk.fr.docx`` may stand without its tag."""
    from cuepress import files

    sources: dict[str, Path] = {}
    for argument in arguments:
        tag, path = tag_and_file(argument)
        if tag in sources:
            raise UsageError(
                f"two transcripts for {tag}: {files.shown(sources[tag])} and {files.shown(path)}",
                "",
                "name only one",
            )
        sources[tag] = path
    return sources


def tag_and_file(argument: str) -> tuple[str, Path]:
    from cuepress import language

    tag, equals, name = argument.partition("=")
    if equals and not name:
        raise UsageError(f"no file is named in {argument!r}", "--transcript", "write it as fr=FILE")
    if equals and "/" not in tag and "." not in tag:
        return language.normalise_tag(tag), Path(name)
    parts = Path(argument).name.split(".")
    if len(parts) > 2:  # <stem>.<tag>.<ext>
        return language.normalise_tag(parts[-2]), Path(argument)
    raise UsageError(f"no language is given for {argument!r}", "--transcript", "write it as fr=FILE")
