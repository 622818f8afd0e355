"""What the commands take that give a library to readers: ``serve`` and ``publish``."""

from __future__ import annotations

from functools import reduce

import click

from cuepress.cli.arguments import PLATFORM_NAMES, Command, PathArgument


def serve_options(command: Command) -> Command:
    """Add the options that say where the pages are and who may ask for them."""
    return _with(
        command,
        click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on."),
        click.option("--port", default=5000, show_default=True, type=click.IntRange(0, 65535)),
        click.option("--access-log", is_flag=True, help="Print a line for each answer, without who asked for it."),
        click.option(
            "--base-url", default="", metavar="URL", help="Where the public sees it, behind another web server."
        ),
        click.option(
            "--embed-host",
            "embed_hosts",
            multiple=True,
            metavar="HOST",
            help="A site whose pages may frame videos, beside our own (may be repeated; * for all).",
        ),
        click.option(
            "--trust-proxy",
            default="",
            metavar="IP",
            help="Believe X-Forwarded-Host and -Proto from this address.",
        ),
    )


def publish_options(command: Command) -> Command:
    """Add the options that say what is written: pages, tracks for a platform, or videos."""
    return _with(
        command,
        click.option(
            "--base-url",
            default="",
            metavar="URL",
            help="Where the folder will be: for a sitemap and for embedding.",
        ),
        click.option(
            "--media",
            default="copy",
            show_default=True,
            metavar="copy|URL",
            help="Copy videos, or play those at URL.",
        ),
        click.option(
            "--for",
            "platforms",
            multiple=True,
            type=click.Choice(PLATFORM_NAMES),
            help="Write tracks as a platform takes them, not pages; say what it loses (may be repeated).",
        ),
        click.option(
            "--mux", type=click.Choice(["mp4", "mkv", "webm"]), help="Write videos with their tracks inside."
        ),
        click.option(
            "--burn",
            multiple=True,
            metavar="TAG",
            help="Write videos with the captions of a language painted into the picture (may be repeated).",
        ),
        click.option(
            "--fonts", type=PathArgument, metavar="DIR", help="Fonts for --burn, beside those of the system."
        ),
        click.option("--force", is_flag=True, help="Also where the folder holds files of others; they stay."),
    )


def _with(command: Command, *options: object) -> Command:
    """Add options so that help lists them in this order."""
    # What click calls an option has no type of its own.
    return reduce(lambda made, option: option(made), reversed(options), command)  # type: ignore[operator]
